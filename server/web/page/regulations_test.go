package page

func sampleRegulations() Regulations {
	return Regulations{Keeps: true, Tabs: []Tab{{Text: "matrix.tab.versions", Href: "/regulations", Current: true}, {Text: "matrix.nav", Href: "/regulations/1"}},
		Rows: []RegulationRow{
			{Href: "/regulations/3", State: "draft", Title: "Quy chế phân công lãnh đạo UBND phường Tương Mai", CreatedAt: monday},
			{Href: "/regulations/2", State: "adopted", Number: "131/QĐ-UBND", Title: "Quy chế phân công", AdoptedOn: "2026-11-20", EffectiveFrom: "2026-12-01", CreatedAt: friday},
			{Href: "/regulations/1", State: "in_force", Number: "112/QĐ-UBND", Title: "Quy chế phân công", AdoptedOn: "2026-11-03", EffectiveFrom: "2026-11-05", CreatedAt: friday},
			{Href: "/regulations/0", State: "superseded", Number: "15/QĐ-UBND", Title: "Quy chế phân công", AdoptedOn: "2026-07-03", EffectiveFrom: "2026-07-05", CreatedAt: friday}},
		From: []Option{{Value: "1", Text: "112/QĐ-UBND: Quy chế phân công"}}, Errors: Errors{{Field: "title", Text: "Chưa ghi tên quy chế."}}}
}

var sampleClause = ClauseRow{ID: "k1", Reference: "Điều 4 khoản 2 điểm b", Wording: "Quản lý đất đai, giải phóng mặt bằng", Slot: "leader", Asks: "Lĩnh vực đất đai – giải phóng mặt bằng",
	Whom: "Phó Chủ tịch thứ nhất", Href: "/regulations/2?view=matrix&clause=k1", Findings: []string{"matrix.about.overlap"}}

// sampleRegulation is a version that is in force, as anybody of the organ reads it.
func sampleRegulation() Regulation {
	href := sampleClause.Href
	mark := func(look, text, note string) Mark {
		return Mark{Look: look, Text: text, Full: "Điều " + text, Note: note, Href: href}
	}
	columns := []Column{{Title: "Chủ tịch UBND phường", Short: "Chủ tịch", Holder: "Trần Quang Vĩnh", Edge: true}, {Title: "Phó Chủ tịch thứ nhất", Short: "Phó Chủ tịch", Vacant: true},
		{Title: "Phòng Kinh tế, Hạ tầng và Đô thị", Short: "KTHTĐT", Holder: "Đỗ Văn Khải", Department: true, Edge: true}}
	row := func(code, name, open string, cells ...Cell) GridRow {
		for i := range cells {
			cells[i].ID = "c-" + code + "-" + string(rune('0'+i))
			cells[i].Value = code + " p on"
			if cells[i].Words == "" {
				cells[i].Words = name + ": không được giao"
			}
		}
		return GridRow{ID: "r-" + code, Code: code, Name: name, Open: open, Cells: cells}
	}
	all := row("all", "Mọi lĩnh vực", "", Cell{Marks: []Mark{mark("part", "3.4", "TDP 1–10")}, Words: "Mọi lĩnh vực: một phần"}, Cell{}, Cell{Marks: []Mark{mark("general", "7.1", "")}, Look: "general", Words: "Chung"})
	all.Group, all.Code = true, ""
	land := row("07", "Đất đai – giải phóng mặt bằng", "", Cell{}, Cell{Marks: []Mark{mark("lead", "4.2b", "")}, Held: true, Words: "07: được giao"}, Cell{Marks: []Mark{mark("group", "7.2", "")}, Words: "07: theo nhóm"})
	land.Officers, land.Vacant = []Mark{mark("", "Công chức địa chính", "")}, true
	return Regulation{Exports: Exports{Address: "/regulations/2", Formats: []string{"xlsx", "pdf"}}, Address: "/regulations/2", State: "in_force", Number: "112/QĐ-UBND", Name: "Quy chế phân công lãnh đạo UBND phường Tương Mai", AdoptedOn: "2026-11-03",
		EffectiveFrom: "2026-11-05", Tabs: sampleRegulations().Tabs, Views: []Tab{{Text: "matrix.view.matrix", Href: "/regulations/2?view=matrix", Current: true}, {Text: "matrix.view.clauses", Href: "/regulations/2?view=clauses"}},
		Do: []Leading{{Text: "matrix.try", Href: "/regulations/2/try", Icon: "ready"}}, Findings: sampleFindings(),
		Grid: &Grid{Columns: columns, Fields: 27, Rows: []GridRow{all, land,
			row("09", "Nông nghiệp – thủy lợi", "", Cell{Look: "clash", Marks: []Mark{mark("lead", "3.2b", "")}, Words: "09: chồng chéo"}, Cell{Look: "clash", Marks: []Mark{mark("lead", "4.2e", ""), mark("co", "4.9", "")}, Words: "09: chồng chéo"}, Cell{Marks: []Mark{mark("lost", "7.9", "")}, Words: "09: xếp sau"}),
			row("18", "Khoa học, công nghệ – chuyển đổi số", "matrix.open.both", Cell{Look: "gap"}, Cell{Look: "gap"}, Cell{Look: "gap"})}},
		Clause: &OpenClause{ClauseRow: sampleClause, View: "matrix"},
		Rules: Rules{Title: "Quy chế", Precedence: []string{"regulation.selector.urgency", "regulation.selector.kind"}, Deputy: "Phó Chủ tịch thứ nhất",
			Substitutes: []Substitute{{Post: "p1", Title: "Chủ tịch", By: []string{"Phó Chủ tịch thứ nhất", "Phó Chủ tịch thứ hai"}}}}}
}

func sampleFindings() *Findings {
	return &Findings{Figures: []Figure{{Count: 1, Text: "matrix.figure.gap", Href: "#f-gap", Tone: "warn"}, {Count: 1, Text: "matrix.figure.general", Href: "#f-general", Tone: "general"}},
		Groups: []FindingGroup{{Kind: "gap", List: []Finding{{Title: "Chưa ai phụ trách: 18", Text: "Văn bản về Chủ tịch.", Mend: "Thêm điều khoản.", Links: []Option{{Value: "#r-18", Text: "hàng 18"}}}}},
			{Kind: "general", List: []Finding{{Title: "Chỉ có điều khoản chung: 14", Text: "Điều 5.1 đưa về Phó Chủ tịch.", Links: []Option{{Value: "/regulations/2?clause=k1#clause", Text: "Điều 5.1"}}}}}}}
}

// sampleRegulationEdit is a draft in the hands of who keeps the regulation, with a clause that was refused.
func sampleRegulationEdit() Regulation {
	v := sampleRegulation()
	v.State, v.Number, v.Edits, v.Revision = "draft", "", true, 4
	v.Changed = &Changed{Text: Say("matrix.done.taken", "07 Đất đai", "Phó Chủ tịch"), Path: "/clauses", Undo: []Hidden{{"reference", "Điều 3"}}}
	v.Errors = Errors{{Field: "target", Text: "Chưa ghi giao cho ai."}, {Field: "fields", Text: "Không có lĩnh vực này."}, {Text: "Người khác vừa sửa."}}
	ticks := []Option{{Value: "x1", Text: "Mục thứ nhất", Chosen: true}, {Value: "x2", Text: "Mục thứ hai"}}
	v.Clause = &OpenClause{ClauseRow: sampleClause, View: "matrix", Slots: []Option{{Value: "leader", Text: "Lãnh đạo phụ trách", Chosen: true}}, Targets: []Group{{Name: "Lãnh đạo", Options: []Option{{Value: "post:1", Text: "Chủ tịch"}}}},
		Fields: fieldTree, Areas: ticks, Kinds: ticks, Issuers: ticks, Urgencies: ticks}
	v.Rules.Places, v.Rules.Deputies, v.Rules.Open = [][]Option{ticks, ticks}, ticks, true
	v.Rules.Substitutes[0].Places = [][]Option{ticks, ticks}
	return v
}

func sampleRegulationClauses() Regulation {
	v := sampleRegulationEdit()
	unwritten := ClauseRow{ID: "k2", Slot: "department", Asks: "Mọi văn bản", Whom: "Văn phòng", Vacant: true, Href: "/regulations/2?clause=k2", Current: true}
	v.Grid, v.Clauses, v.Findings, v.Errors, v.Changed = nil, []ClauseRow{sampleClause, unwritten}, nil, nil, nil
	v.Clause.New, v.Clause.ClauseRow = true, ClauseRow{Slot: "leader"}
	return v
}

func sampleRegulationAreas() Regulation {
	v := sampleRegulation()
	v.Grid, v.Clause, v.Findings = nil, nil, &Findings{}
	v.Areas = []AreaRow{{Areas: "Tổ dân phố 1–10", Clauses: []ClauseRow{sampleClause}}, {Areas: "Tổ dân phố 49"}}
	return v
}

func sampleTry() Try {
	choices := []Option{{Value: "x1", Text: "Mục thứ nhất", Chosen: true}, {Value: "x2", Text: "Mục thứ hai"}}
	return Try{Version: "/regulations/2", Name: "Quy chế phân công", State: "draft", Day: "2026-12-01", Fields: fieldTree, Areas: choices, Kinds: choices, Issuers: choices, Urgencies: choices,
		Named: []Group{{Name: "Lãnh đạo", Options: choices}}, Errors: Errors{{Field: "day", Text: "Ngày này không có."}},
		Answer: &Tried{Leader: Post{Title: "Phó Chủ tịch thứ nhất", Holder: "Nguyễn Thị Minh Hà"}, Department: "Phòng Kinh tế", Officer: "Công chức địa chính", Why: *sampleDocument().Why}}
}

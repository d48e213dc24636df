package page

func sampleCoverages() Coverages {
	tile := func(name, look, mark string) Tile {
		return Tile{Prefix: "Phường", Name: name, Href: "/coverage/1", Look: look, Mark: mark, Words: Say("coverage.tile."+look, 3)}
	}
	row := CoverageRow{Href: "/coverage/1?day=2026-11-23", Organ: "UBND phường Tương Mai", Version: "112/QĐ-UBND", Since: "2026-11-05", Covered: "92,5 %",
		Bar: CoverBar{Gap: 37, Overlap: 37, General: 20, Covered: 906}, Gaps: 1, Overlaps: 1, General: 1, Vacant: 2}
	return Coverages{Day: "2026-11-23", Heading: Say("coverage.heading.gaps", 20, 126), Organs: 126, Workbook: "/coverage/workbook?day=2026-11-23",
		Tabs:    []Tab{{Text: "matrix.tab.versions", Href: "/regulations"}, {Text: "coverage.tab", Href: "/coverage", Current: true}},
		Figures: []Figure{{Count: 20, Text: "coverage.fig.gap", Tone: "warn", Href: "/coverage?only=gap#list", Current: true}, {Count: 2, Text: "coverage.fig.general", Tone: "general", Href: "/coverage?only=general#list"}},
		Groups: []TileGroup{{Heading: Say("web.tiles.phuong", 51), Tiles: []Tile{tile("Tương Mai", "soon", "4"), tile("Bạch Mai", "general", "1"), tile("Láng", "doing", "1"), tile("Ba Đình", "done", "✓"),
			tile("Yên Sở", "silent", "–")}}},
		Legend: []Legend{{Look: "soon", Text: "coverage.look.soon", Count: 36}, {Look: "general", Text: "coverage.look.general", Count: 2}},
		Fields: []FieldHole{{Code: "09", Name: "Nông nghiệp – thủy lợi", Gaps: 9, Overlaps: 3, General: 1, Href: "/coverage?field=09#list"}, {Code: "18", Name: "Chuyển đổi số", Gaps: 2, Href: "/coverage?field=18#list"}},
		Sorts:  []Filter{{Text: "coverage.sort.worst", Href: "/coverage#list", Current: true}, {Text: "coverage.sort.vacant", Href: "/coverage?sort=vacant#list"}},
		Rows:   []CoverageRow{row, {Href: "/coverage/2", Organ: "UBND xã Phù Đổng", Covered: "0 %", Bar: CoverBar{Gap: 1000}, Gaps: 27, OfficeLeads: 27}},
		Listed: Say("coverage.list.gap", 20), Pager: Pager{From: 1, To: 2, Total: 20, Next: "/coverage?page=2"}}
}

func sampleCoverage() Coverage {
	clause := ClauseLink{Reference: "Điều 3 khoản 2 điểm b", Says: "Nông nghiệp, thủy lợi: Chủ tịch UBND phường", Href: "/regulations/2?clause=k1#clause"}
	elsewhere := clause
	elsewhere.Href = ""
	full := CoverBar{Covered: 1000}
	return Coverage{Organ: "UBND phường Tương Mai", Back: true, Day: "2026-11-23", Version: "112/QĐ-UBND", Href: "/regulations/2", Since: "2026-11-05",
		Covered: "96,2 %", Bar: CoverBar{Overlap: 38, Covered: 962}, Heading: Say("coverage.organ.heading", 4),
		Figures: []Figure{{Count: 1, Text: "coverage.organ.fig.overlap", Href: "#overlap", Tone: "warn"}, {Count: 2, Text: "coverage.organ.fig.vacant", Href: "#office", Tone: "warn"}},
		Groups: []CoverageGroup{{Kind: "overlap", Look: "warn", Icon: "split", Items: []CoverageFinding{{Title: "Chồng lấn lãnh đạo: 09", Text: "Với mọi văn bản, hai điều khoản hẹp như nhau.", Mend: "Giữ một điều khoản.",
			Clauses: []ClauseLink{clause, elsewhere}}}}, {Kind: "other_leader", Look: "info", Icon: "people", Items: []CoverageFinding{{Title: "Phòng VH – XH làm việc trong lĩnh vực của Chủ tịch", Text: "Được phép."}}}},
		Fields: []CoverageField{{Group: true, Name: "Kinh tế, đô thị"}, {Code: "07", Name: "Đất đai", Bar: full, Leaders: []CoverageShare{{Who: "Phó Chủ tịch thứ nhất"}, {Who: "Chủ tịch", Where: "thuộc địa bàn Tổ dân phố 1"}},
			Department: []CoverageShare{{Who: "Phòng Kinh tế"}}}, {Code: "09", Name: "Nông nghiệp", Bar: CoverBar{Overlap: 1000}, Leaders: []CoverageShare{{Who: "Chủ tịch", Tied: true}}},
			{Code: "18", Name: "Chuyển đổi số", Bar: CoverBar{Gap: 1000}, LeaderGap: true, DepartmentGap: true}}}
}

package page

var sampleDraftLine = VersionLine{Href: "/regulations/2", Name: "Quy chế phân công sửa đổi", State: "draft"}
var sampleForceLine = VersionLine{Href: "/regulations/1", Name: "112/QĐ-UBND: Quy chế phân công", State: "in_force", EffectiveFrom: "2026-07-01"}

func sampleTabs(current int) []Tab {
	tabs := []Tab{{Text: "matrix.tab.versions", Href: "/regulations"}, {Text: "lifecycle.tab.on", Href: "/regulations/on"}, {Text: "lifecycle.tab.compare", Href: "/regulations/compare"}}
	tabs[current].Current = true
	return tabs
}

func sampleCharges() Charges {
	return Charges{Tabs: sampleTabs(1), Day: "2026-11-23", Version: &sampleForceLine, Areas: []Option{{Text: "Không nêu địa bàn"}, {Value: "tdp-1", Text: "Tổ dân phố số 1", Chosen: true}},
		Rows: []ChargeRow{
			{Code: "07", Field: "Đất đai – giải phóng mặt bằng", Leader: "Phó Chủ tịch thứ nhất", Person: "Trần Văn Mười", Department: "Phòng Kinh tế", Clauses: []string{"Điều 3 khoản 2", "Điều 4 khoản 1"}},
			{Code: "18", Field: "Khoa học – công nghệ", Leader: "Chủ tịch UBND phường", Person: "Lê Thị Chín", StoodIn: true, Department: "Văn phòng HĐND và UBND", Odd: "Chưa giao ai"},
		}}
}

func sampleShifts() []ShiftRow {
	return []ShiftRow{
		{Slot: "leader", Fields: "07 Đất đai – giải phóng mặt bằng", Papers: "thuộc địa bàn Tổ dân phố số 2", From: "Phó Chủ tịch thứ nhất", To: "Phó Chủ tịch thứ hai"},
		{Slot: "department", Fields: "08 Môi trường", From: "Phòng Kinh tế", To: "chưa giao ai (Văn phòng HĐND và UBND)"},
	}
}

func sampleComparison() CompareVersions {
	from := []Option{{Value: "1", Text: sampleForceLine.Name, Chosen: true}, {Value: "2", Text: sampleDraftLine.Name}}
	to := []Option{{Value: "1", Text: sampleForceLine.Name}, {Value: "2", Text: sampleDraftLine.Name, Chosen: true}}
	return CompareVersions{Tabs: sampleTabs(2), From: from, To: to, Compared: &VersionsCompared{From: sampleForceLine, To: sampleDraftLine, Shifts: sampleShifts(),
		Clauses: []ClauseDifference{
			{Change: "changed", Reference: "Điều 4 khoản 1", Before: "Lĩnh vực môi trường → Phòng Kinh tế (đơn vị chủ trì)", After: "Lĩnh vực đất đai → Phòng Kinh tế (đơn vị chủ trì)"},
			{Change: "added", Reference: "Điều 3 khoản 3", After: "Lĩnh vực đất đai; địa bàn tổ dân phố số 2 → Phó Chủ tịch thứ hai (lãnh đạo phụ trách)"},
			{Change: "removed", Reference: "Điều 5", Before: "Lĩnh vực đất đai → Công chức địa chính (người thụ lý)"},
		}}}
}

func sampleReplay() Replay {
	return Replay{Version: sampleDraftLine, Address: "/regulations/2/replay", From: "2026-10-24", To: "2026-11-23", Replayed: &Replayed{Decided: 120, Moved: 2, Hidden: 1, Most: 70,
		Leaders: []LoadRow{{"Phó Chủ tịch thứ nhất", 70, 68}, {"Phó Chủ tịch thứ hai", 40, 42}, {"Chủ tịch UBND phường", 10, 10}},
		Moves: []MoveRow{
			{Href: "/deliveries/1", Code: "2417/UBND-NNMT", NumberIn: 311, Field: "07 Đất đai – giải phóng mặt bằng", From: HandsLine{Leader: "Phó Chủ tịch thứ nhất"},
				To: HandsLine{Leader: "Phó Chủ tịch thứ hai"}, Was: []string{"Điều 3 khoản 2"}, Is: []string{"Điều 3 khoản 3"}},
			{NumberIn: 298, Field: "08 Môi trường", From: HandsLine{Department: "Phòng Kinh tế"}, To: HandsLine{Department: "Văn phòng HĐND và UBND"}, Was: []string{"Điều 4 khoản 1"}},
		}, Pager: Pager{From: 1, To: 2, Total: 2}}}
}

func sampleAdopt() Adopt {
	return Adopt{Version: sampleDraftLine, Address: "/regulations/2", Revision: 3, Number: "145/QĐ-UBND", AdoptedOn: "2026-11-20", EffectiveFrom: "2026-11-01", Past: true, Shifts: sampleShifts(),
		Compare: "/regulations/compare?from=1&to=2", Hidden: 1, Errors: Errors{{Field: "effective_from", Text: "Đã có một bản quy chế có hiệu lực từ 01/11/2026; hai bản không bắt đầu cùng ngày."}},
		Work: []OpenWorkRow{
			{ID: "1", NumberIn: 311, Field: "07 Đất đai – giải phóng mặt bằng", State: "03", From: HandsLine{Leader: "Phó Chủ tịch thứ nhất"}, To: HandsLine{Leader: "Phó Chủ tịch thứ hai"}, Is: []string{"Điều 3 khoản 3"}, Ticked: true},
			{ID: "2", Href: "/deliveries/2", Code: "2418/UBND-NNMT", NumberIn: 305, Field: "08 Môi trường", State: "05", From: HandsLine{Department: "Phòng Văn hóa – Xã hội"}, To: HandsLine{Department: "Phòng Kinh tế"}, Ordered: true},
		}}
}

func sampleAdopted() Adopt {
	return Adopt{Version: sampleForceLine, Address: "/regulations/1", Adopted: &Adopted{Number: "112/QĐ-UBND", AdoptedOn: "2026-06-25", EffectiveFrom: "2026-07-01", Document: "/documents/9",
		HandOvers: []HandOverRow{{NumberIn: 311, Day: "2026-07-01", Outcome: "done"}, {NumberIn: 305, Day: "2026-07-01", Outcome: "left"}, {NumberIn: 300, Day: "2026-12-01", Outcome: "waiting"}}}}
}

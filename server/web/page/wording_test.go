package page

func sampleFromText() FromText {
	slots := []Option{{Value: "leader", Text: "Lãnh đạo phụ trách", Chosen: true}, {Value: "department", Text: "Đơn vị chủ trì"}}
	targets := []Group{{Name: "Vị trí", Options: []Option{{Value: "post:1", Text: "Phó Chủ tịch thứ nhất: Nguyễn Thị Minh Hà", Chosen: true}}},
		{Name: "Đơn vị", Options: []Option{{Value: "department:1", Text: "Phòng Văn hóa - Xã hội"}}}}
	sure := ProposalRow{N: "0", Sure: true, Take: true, Reference: "Điều 2 khoản 2 điểm a", Wording: "Đất đai, giải phóng mặt bằng; môi trường", Slots: slots, Targets: targets,
		Fields: []Option{{Value: "07", Text: "07 Đất đai – GPMB", Note: "Đất đai", Chosen: true}, {Value: "08", Text: "08 Môi trường", Note: "môi trường", Chosen: true}}, More: fieldTree}
	area := ProposalRow{N: "1", Reference: "Điều 2 khoản 2 điểm b", Wording: "các TDP 11–31 (trừ 15)", Slots: slots, Targets: targets, Doubts: []string{"assist.doubt.no_such_area"},
		Areas: []Option{{Value: "tdp-11", Text: "Tổ dân phố 11", Chosen: true}, {Value: "tdp-31", Text: "Tổ dân phố 31", Chosen: true}}, AreasText: "Tổ dân phố 11, Tổ dân phố 31"}
	unknown := ProposalRow{N: "2", Reference: "Điều 2 khoản 3", Wording: "tài chính, thuế", Slots: slots, Targets: targets, Issuers: []Option{{Value: "9", Text: "Sở Tài chính", Note: "Sở Tài chính", Chosen: true}}}
	return FromText{Tabs: []Tab{{Text: "matrix.tab.versions", Href: "/regulations"}, {Text: "assist.tab.text", Href: "/regulations/from-text", Current: true}}, Limit: 200,
		Typed: "2. Đồng chí Hà phụ trách: Đất đai…", Errors: Errors{{Field: "clause_2", Text: "Chưa chọn ai."}, {Field: "title", Text: "Chưa ghi tên bản dự thảo."}},
		Read: &TextRead{Kind: "assignment", Certain: 1, Total: 3, Name: "Quy chế phân công", Into: []Option{{Value: "d1", Text: "Dự thảo ngày 20/11"}},
			Runs: []TextRun{{Text: "2. "}, {Text: "Đồng chí Hà", Mark: "who"}, {Text: " phụ trách: "}, {Text: "Đất đai", Mark: "sure", Href: "#clause_0"}, {Text: "kinh tế tuần hoàn", Mark: "miss", Href: "#miss_0"}},
			Groups: []ProposalGroup{{Who: "Đồng chí Nguyễn Thị Minh Hà, Phó Chủ tịch", Known: "Phó Chủ tịch thứ nhất: Nguyễn Thị Minh Hà", Rows: []ProposalRow{sure, area}},
				{Who: "Phó Chủ tịch (đồng chí C)", Doubts: []string{"assist.doubt.several_posts"}, Rows: []ProposalRow{unknown}}},
			Deputy:    &Deputy{ID: "p1", Post: "Phó Chủ tịch thứ nhất: Nguyễn Thị Minh Hà", Words: "khi Chủ tịch vắng mặt", Take: true},
			Unmatched: []ReadPhrase{{ID: "miss_0", Words: "kinh tế tuần hoàn", Reference: "Điều 2 khoản 2", Why: "assist.why.field"}},
			Notes:     []ReadPhrase{{ID: "note_0", Words: "Trưởng Ban Chỉ đạo", Why: "assist.noted.committee"}}}}
}

func sampleNoAssignment() FromText {
	return FromText{Limit: 200, Typed: "Chủ tịch ủy nhiệm…", Read: &TextRead{Kind: "handover", Handed: &HandedOver{To: "Đinh Công Lập", From: "08/11/2026", Open: true}}}
}

package page

func sampleModels() Models {
	return Models{Tabs: []Tab{{Text: "matrix.tab.versions", Href: "/regulations"}, {Text: "assist.tab.model", Href: "/regulations/from-model", Current: true}},
		Rows: []ModelRow{
			{Organ: "UBND phường Láng", Number: "45/QĐ-UBND", Title: "Quy chế phân công lãnh đạo", EffectiveFrom: "2026-07-05", Href: "/regulations/from-model/1", Withdraw: "1"},
			{Organ: "UBND phường Tương Mai", Number: "112/QĐ-UBND", Title: "Quy chế phân công lãnh đạo", EffectiveFrom: "2026-11-05"}},
		Offer: []Option{{Value: "2", Text: "UBND phường Hoàn Kiếm"}}, Errors: Errors{{Field: "organ", Text: "Cơ quan chưa có quy chế đang có hiệu lực nên chưa thể làm mẫu."}}}
}

func sampleModel() Model {
	own := []Option{{Value: "p1", Text: "Phó Chủ tịch thứ nhất: Nguyễn Thị Minh Hà", Chosen: true}, {Value: "p2", Text: "Phó Chủ tịch thứ hai: Lê Đức Thuận"}}
	return Model{Address: "/regulations/from-model/1", Organ: "UBND phường Láng", Number: "45/QĐ-UBND", EffectiveFrom: "2026-07-05", Kept: 31, Name: "Quy chế phân công",
		Posts:       []CounterpartRow{{Input: "post_1", Name: "Phó Chủ tịch phụ trách kinh tế", Own: own, Why: "assist.like.order", Look: true}},
		Departments: []CounterpartRow{{Input: "department_1", Name: "Phòng Kinh tế", Own: []Option{{Value: "d1", Text: "Phòng Kinh tế, Hạ tầng và Đô thị"}}, Why: "assist.like.none", Look: true}},
		Dropped:     []ReadPhrase{{Reference: "Điều 3 khoản 4", Words: "Theo dõi tổ dân phố 1 đến 10", Why: "assist.dropped.areas"}},
		Errors:      Errors{{Field: "posts", Text: "Không còn điều khoản nào."}}}
}

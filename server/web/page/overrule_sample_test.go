package page

// sampleGivenOtherwise is a paper that the head may take, and for which another field is proposed.
func sampleGivenOtherwise() Document {
	v := sampleDocument()
	v.Do.Give = &GiveForm{Leaders: []Option{{Value: "p1", Text: "Chủ tịch UBND phường: Trần Quang Vĩnh"}, {Value: "p2", Text: "Phó Chủ tịch thứ hai: Lê Hồng Phúc"}}, Reason: "Tôi trực tiếp chỉ đạo"}
	v.Proposed = &ProposedField{Address: "/deliveries/1/field-proposals/2", Field: "11 Giáo dục", By: "Đặng Thu Trang", At: monday, Reason: "Nội dung về trường học", May: true}
	v.Propose, v.Wrong = &ProposeForm{Fields: fieldTree}, nil
	v.Why.Decisions[0].Reason = "Việc gắn với trường học"
	v.Errors = Errors{{Field: "give-reason", Text: "Cần ghi lý do."}}
	return v
}

func sampleOverrules() Overrules {
	known := OverrulePaper{Href: "/deliveries/1", NumberIn: "1118", Code: "2417/UBND-NNMT", Field: "07 Đất đai – GPMB", What: "Giao lại cho Phó Chủ tịch thứ hai", Reason: "Việc gắn với trường học",
		By: "Trần Quang Vĩnh", At: monday, Keep: "/overrules/1/draft"}
	hidden := known
	hidden.Href, hidden.Code, hidden.NumberIn, hidden.Keep = "", "", "1096", ""
	return Overrules{From: "2026-08-25", To: "2026-11-23", Tabs: []Tab{{Text: "matrix.tab.versions", Href: "/regulations"}, {Text: "overrule.tab", Href: "/overrules", Current: true}},
		Figures: []Figure{{Count: 3, Text: "overrule.figure.times", Href: "#clauses", Tone: "warn"}, {Count: 1, Text: "overrule.figure.rulings", Href: "#rulings"}},
		Clauses: []OverruledClause{{Reference: "Điều 3 khoản 1", Href: "/regulations/1?clause=2#clause", Times: 3, Decided: 12, Share: 25, Papers: []OverrulePaper{known, hidden}}},
		Rulings: []OverrulePaper{known},
		Senders: []WrongSender{{Name: "Sở Y tế", Wrong: 4, Papers: 31, Named: "12 Y tế"}},
		Rows:    sampleFields().Rows[:1],
		Errors:  Errors{{Field: "from", Text: "Ngày này không có."}}}
}

func sampleFields() Fields {
	return Fields{May: true,
		Rows: []FieldRow{{ID: "1", Asks: "Sở Y tế, ký hiệu SYT-*", Field: "12 Y tế", Code: "12", Right: 2, Wrong: 7, Issuer: "so", Symbol: "SYT-*",
			Mend: &Mending{Code: "13", Field: "13 Văn hóa", Times: 7, Of: 9}}, {ID: "2", Asks: "thủ tục “đăng ký khai sinh”", Field: "21 Tư pháp", Code: "21", Right: 5}},
		Missing: []MissingRow{{Asks: "Sở Tài chính, ký hiệu STC-NS", Issuer: "so", Symbol: "STC-NS", Code: "02", Field: "02 Tài chính", Times: 5, Of: 5}},
		Form:    FieldForm{Issuers: []Group{{Name: "Loại cơ quan", Options: []Option{{Value: "so_nganh", Text: "Sở, ngành"}}}}, Fields: fieldTree, Symbol: "SYT-*"},
		Errors:  Errors{{Field: "field", Text: "Chọn lĩnh vực trong cây lĩnh vực."}}}
}

func sampleAuthority() Authority {
	return Authority{Today: "2026-11-23", Field: fieldTree, Kinds: []Option{{Value: "CV", Text: "Công văn", Chosen: true}},
		Who: []Signing{{MaySign: MaySign{Post: Post{Title: "Chủ tịch UBND phường", Holder: "Trần Quang Vĩnh"}, May: true, Why: "Người đứng đầu ký mọi văn bản."}, Block: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}},
			{MaySign: MaySign{Post: Post{Title: "Chánh Văn phòng", Holder: "Lưu Bá Thịnh"}, Why: "Ủy quyền đã hết hạn."}}},
		Words: []Authorisation{{Post: "Trưởng phòng Kinh tế", Number: "12/GUQ-UBND", Scope: "11 Giáo dục; Công văn", From: "2026-11-01", To: "2026-12-31", State: "authority.state.now", End: "/authority/1/end"}},
		May:   true, Form: AuthorisationForm{Posts: []Option{{Value: "p1", Text: "Trưởng phòng Kinh tế: Đỗ Văn Khải"}}, Fields: fieldTree, Kinds: []Option{{Value: "CV", Text: "Công văn"}}, Number: "13/GUQ-UBND"},
		Errors: Errors{{Field: "last_day", Text: "Ghi ngày kết thúc."}}}
}

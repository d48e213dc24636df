package page

func samplePeople() People {
	away := HolderRow{Name: "Nguyễn Thị Minh Hà", Href: "/people/2", Kind: "primary", From: "2025-07-01", Away: true, Back: "2026-11-26"}
	return People{Day: "2026-11-23", Today: "2026-11-23", Before: "/people?day=2026-11-22", After: "/people?day=2026-11-24", Keeps: true, Away: 1, Vacant: 2,
		Figures:  []Figure{{Count: 29, Text: "people.fig.posts", Href: "#posts"}, {Count: 2, Text: "people.fig.vacant", Href: "#posts", Tone: "warn"}},
		StandIns: []StandIn{sampleStandIn, {Post: "Công chức môi trường", Whose: "Đỗ Văn Khải (Trưởng phòng), trưởng đơn vị", Why: "Vị trí khuyết"}},
		OnDuty:   []string{"Tô Kim Ngân", "Lê Đức Thuận"},
		Month: Month{First: "2026-11-01", Before: "/people?day=2026-10-01", After: "/people?day=2026-12-01", Days: []MonthDay{{Number: 1, Weekend: true}, {Number: 2}, {Number: 3, Today: true}},
			Rows: []MonthRow{{Label: "Phó Chủ tịch thứ nhất", Cells: []MonthCell{{2, "on", "Nguyễn Thị Minh Hà"}, {1, "off", "Nguyễn Thị Minh Hà vắng"}}},
				{Label: "05/GUQ-UBND", Note: "Phó Chủ tịch thứ nhất: 05 Xây dựng", Cells: []MonthCell{{1, "", ""}, {2, "dele", "Phó Chủ tịch thứ hai"}}}}},
		Absences:    []AbsenceRow{{Name: "Nguyễn Thị Minh Hà", Href: "/people/2", From: "2026-11-23", Back: "2026-11-26", Reason: "41/GM-TCT, bồi dưỡng", By: "Đặng Thu Trang", Now: true, End: "/people/absences/1/end"}},
		Delegations: sampleDelegations,
		Units: []Unit{{Rows: []PostRow{{Title: "Phó Chủ tịch thứ nhất", Href: "/people/posts/2", Holders: []HolderRow{away}, Note: "Trần Quang Vĩnh (Chủ tịch), thay theo quy chế"}}},
			{Name: "Trạm Y tế", Rows: []PostRow{{Title: "Trạm trưởng", Href: "/people/posts/3", Holders: []HolderRow{{Name: "Đào Thị Hằng", Href: "/people/3", Kind: "acting", From: "2026-10-01"}}},
				{Title: "Điều dưỡng", Href: "/people/posts/4", Note: "Đào Thị Hằng (Trạm trưởng), trưởng đơn vị"}}}, {Name: "Ban Quản lý dự án"}},
	}
}

var (
	sampleStandIn     = StandIn{Post: "Phó Chủ tịch thứ nhất", Href: "/people/posts/2", Scope: "các lĩnh vực còn lại", Whose: "Trần Quang Vĩnh (Chủ tịch), thay theo quy chế", Why: "Nguyễn Thị Minh Hà vắng", From: "2026-11-23", To: "2026-11-26"}
	sampleDelegations = []DelegationRow{{Number: "07/GUQ-UBND", From: "Chủ tịch", To: "Phó Chủ tịch thứ hai", Scope: "20 Cải cách hành chính – dịch vụ công", Starts: "2026-11-16", Now: true, End: "/delegations/1/end"}}
	sampleHeld        = []AppointmentRow{{Name: "Phó Chủ tịch thứ nhất", Href: "/people/posts/2", Kind: "primary", From: "2025-07-01", Basis: "12/QĐ-UBND", Now: true, End: "/people/appointments/1/end"},
		{Name: "Chánh Văn phòng", Href: "/people/posts/9", Kind: "in_charge", From: "2025-07-01", To: "2026-01-01", Basis: "13/QĐ-UBND", EndedBy: "99/QĐ-UBND"}}
	sampleAppoint = AppointForm{Action: "/people/2/appointments", Posts: []Group{{Options: []Option{{Text: "– Chọn –"}}}, {Name: "Văn phòng", Options: []Option{{Value: "9", Text: "Chánh Văn phòng"}}}},
		Kinds: []Option{{Value: "concurrent", Text: "Kiêm nhiệm", Chosen: true}}, Starts: "2026-11-23"}
)

func samplePerson() PersonPage {
	return PersonPage{Name: "Nguyễn Thị Minh Hà", Href: "/people/2", Away: "Vắng đến hết 25/11/2026", Keeps: true, MayTell: true, Appointments: sampleHeld,
		Absences: []AbsenceRow{{From: "2026-11-23", Reason: "Nghỉ ốm", Now: true, End: "/people/absences/1/end"}}, Duties: []DutySpan{{"2026-12-01", "2026-12-08", 1}},
		Appoint: &sampleAppoint, Errors: Errors{{Field: "starts_on", Text: "Chánh Văn phòng đang do Tô Kim Ngân giữ từ 01/07/2025."}}}
}

func sampleAway() AwayForm {
	return AwayForm{Name: "Nguyễn Thị Minh Hà", Href: "/people/2", Own: true, From: "2026-11-23", Last: "2026-11-25", Looked: true, Changes: []StandIn{sampleStandIn}}
}

func samplePost() PostPage {
	form := sampleAppoint
	form.Posts, form.People = nil, []Option{{Text: "– Chọn –"}, {Value: "2", Text: "Nguyễn Thị Minh Hà – Phó Chủ tịch thứ nhất"}}
	return PostPage{Name: "Trưởng phòng Kinh tế", Href: "/people/posts/5", Unit: "Phòng Kinh tế", Role: "department_head", Signs: "Trưởng phòng", Desk: []StandIn{sampleStandIn},
		Holders: sampleHeld, Keeps: true, Appoint: &form, Units: []Option{{Text: "Lãnh đạo cơ quan"}, {Value: "1", Text: "Phòng Kinh tế", Chosen: true}}}
}

func sampleOrganise() Organise {
	return Organise{Units: []UnitRow{{Name: "Phòng Kinh tế", Abbreviation: "KT", Href: "/people/departments/1", Close: "/people/departments/1/close"},
		{Name: "Phòng cũ", Abbreviation: "PC", Href: "/people/departments/2", Closed: "2026-01-01"}}, Departments: []Option{{Text: "Lãnh đạo cơ quan"}},
		Roles: []Option{{Value: "officer", Text: "Công chức, viên chức", Chosen: true}}, Errors: Errors{{Field: "name", Text: "Chưa nhập."}}}
}

func sampleEnding() Ending {
	basis := ""
	return Ending{Heading: "people.ending.appointment", Hint: "people.ending.appointment.hint", Label: "people.ending.appointment.day", Do: "people.ending.appointment.do",
		What: "Bùi Thế Toàn thôi giữ Công chức xây dựng (giữ từ 01/07/2025)", Action: "/people/appointments/1/end", Back: "/people/posts/1", Field: "ends_on", Basis: &basis,
		Errors: Errors{{Field: "basis", Text: "Chưa nhập."}}}
}

func sampleDelegationPage() Delegations {
	return Delegations{Rows: sampleDelegations, May: true, From: sampleAppoint.Posts, To: sampleAppoint.Posts, Fields: fieldTree, Number: "08/GUQ-UBND", Starts: "2026-11-23",
		Errors: Errors{{Field: "starts_on", Text: "08/GUQ-UBND trùng với văn bản giao việc 07/GUQ-UBND."}}}
}

func sampleRoster(may bool) Roster {
	r := Roster{Month: "2026-11-01", Value: "2026-11", Before: "/duty?month=2026-10", After: "/duty?month=2026-12", May: may, Ranks: []int{1, 2}, People: []string{"Tô Kim Ngân – Chánh Văn phòng"},
		Days: []RosterDay{{Day: "2026-11-22", Weekend: true, Inputs: []RosterInput{{"duty-2026-11-22-1", 1, "Tô Kim Ngân – Chánh Văn phòng", false}, {"duty-2026-11-22-2", 2, "", false}}},
			{Day: "2026-11-23", Today: true, Inputs: []RosterInput{{"duty-2026-11-23-1", 1, "Nguyễn Thị Minh Hà", true}, {"duty-2026-11-23-2", 2, "Ai Đó", false}}}}}
	if may {
		r.Errors = Errors{{Field: "duty-2026-11-23-2", Text: "Ngày 23/11/2026: không có ai tên “Ai Đó”."}}
	}
	return r
}

package page

import (
	"fmt"
	"strings"
	"time"

	"congvan/office"
)

// The views of one story: 2417/UBND-NNMT goes out on Friday 20/11/2026; phường Tương Mai handles it on Monday 23/11. People are made up.

var (
	monday    = time.Date(2026, 11, 23, 2, 48, 0, 0, time.UTC) // 09:48 in Hà Nội
	friday    = time.Date(2026, 11, 20, 10, 2, 0, 0, time.UTC)
	subject   = "Tăng cường quản lý đất đai, xử lý dứt điểm vi phạm trật tự xây dựng trước Tết Nguyên đán Đinh Mùi"
	city      = "UBND Thành phố Hà Nội"
	samplePDF = PDF{Href: "/sample.pdf", Name: "2417_UBND-NNMT.pdf", Pages: 3, Size: 43_000, Label: "Công văn 2417/UBND-NNMT"}
	annex     = []Attachment{{Name: "Phụ lục I – Biểu tổng hợp.xlsx", Href: "/sample.xlsx", Size: 38_000, SHA256: "ab12"}}
	fieldTree = []Group{
		{Name: "Kinh tế, đô thị", Options: []Option{{Value: "05", Text: "Xây dựng – trật tự xây dựng", Chosen: true}, {Value: "07", Text: "Đất đai – GPMB", Chosen: true}, {Value: "08", Text: "Môi trường"}}},
		{Name: "Văn hóa, xã hội", Options: []Option{{Value: "11", Text: "Giáo dục"}, {Value: "12", Text: "Y tế – ATTP"}}},
		{Name: "Nội chính, văn phòng", Options: []Option{{Value: "22", Text: "Tiếp công dân, giải quyết khiếu nại, tố cáo, phòng chống tham nhũng, lãng phí, tiêu cực"}}},
	}
)

func sampleShell(path string) Shell {
	return Shell{Organ: "UBND phường Tương Mai", Name: "Trần Quang Vĩnh", Post: "Chủ tịch UBND phường", Path: path, SingleKeys: true,
		StandIn: []string{"Thay Phó Chủ tịch Nguyễn Thị Minh Hà đến hết 25/11"},
		Groups: []NavGroup{
			{Heading: "web.nav.daily", Items: []NavItem{
				{Text: "web.nav.work", Short: "web.nav.work.short", Href: "/work", Icon: "work", Count: 18, Current: true},
				{Text: "web.nav.receive", Href: "/receive", Icon: "in", Count: 37},
				{Text: "web.nav.queue", Href: "/queue", Icon: "queue", Count: 9, Late: true},
				{Text: "web.nav.search", Href: "/search", Icon: "search"},
			}},
			{Heading: "web.nav.look", Items: []NavItem{
				{Text: "web.nav.register", Href: "/registers/incoming", Icon: "book"},
				{Text: "web.nav.verify", Href: "/verify", Icon: "ready"},
			}},
		}}
}

func sampleReport() Report {
	signature := Signature{Part: "leader", Issuer: "Cơ quan chứng thực số minh họa G2", Signer: "Đinh Công Lập", Manager: city,
		SignedAt: friday.Add(-20 * time.Minute), Stamped: true, Whole: LookGood, Then: LookGood,
		ValidFrom: friday.AddDate(-1, 0, 0), ValidTo: friday.AddDate(2, 0, 0), Verdict: VerdictValid}
	seal := signature
	seal.Part, seal.Signer, seal.Stamped = "seal", "Ủy ban nhân dân Thành phố Hà Nội", false
	seal.Manager, seal.Then, seal.Verdict = "", LookOpen, VerdictUndetermined
	seal.Reasons = []Reason{{Text: "Chưa tra được tình trạng thu hồi: máy chủ của đơn vị cấp chứng thư không trả lời.", Look: LookOpen}}
	return Report{Verdict: VerdictUndetermined, CheckedAt: monday, TryAgain: monday.Add(time.Hour), Signatures: []Signature{signature, seal}}
}

func sampleWork() WorkList {
	row := WorkRow{Href: "/deliveries/1", Number: "2417/UBND-NNMT", Issuer: "UBND Thành phố", Subject: subject, Urgency: "thuong_khan",
		Why: "Thay bà Minh Hà vắng 23–25/11; lĩnh vực đất đai", StandsIn: true, Also: []string{"Phối hợp: Chủ tịch UBND phường"}, Part: "lead", State: "03",
		Deadline: Deadline{On: "2026-11-23"}, Unread: true}
	late := row
	late.Number, late.Urgency, late.Part, late.StandsIn, late.Unread = "2391/UBND-KT", "thuong", "handle", false, false
	late.Subject, late.Why = "Báo cáo tiến độ giải ngân vốn đầu tư công quý IV năm 2026", "Lĩnh vực đầu tư công"
	late.Deadline = Deadline{On: "2026-11-19", Left: -2}
	express := row
	express.Number, express.Urgency, express.Subject = "09/CĐ-UBND", "hoa_toc", "Công điện về chủ động ứng phó không khí lạnh tăng cường"
	express.Deadline = Deadline{On: "2026-11-23", At: monday.Add(100 * time.Minute)}
	inform := late
	inform.Number, inform.Part, inform.Deadline, inform.Why = "", "inform", Deadline{}, "Lĩnh vực tổng hợp"
	return WorkList{Today: "2026-11-23", Total: 4, Late: 1, StandIn: 2,
		Filters: []Filter{{Text: "web.work.filter.all", Href: "/work", Count: 4, Current: true}, {Text: "web.part.lead", Href: "/work?part=lead", Count: 2}},
		Groups:  []WorkGroup{{Key: "late", Rows: []WorkRow{late}}, {Key: "today", Rows: []WorkRow{express, row}}, {Key: "none", Rows: []WorkRow{inform}}}}
}

func sampleDocument() Document {
	return Document{Address: "/deliveries/1", Version: 3, Number: "2417/UBND-NNMT", Subject: subject, Issuer: city, IssuedOn: "2026-11-20",
		Kind: "Công văn", Urgency: "thuong_khan", State: "03", NumberIn: "1118", Field: "07 Đất đai – GPMB", PDF: samplePDF, More: annex,
		Do: Do{Heading: Say("web.do.heading.lead"), Note: Say("web.do.note.proposed"), Endorse: true, HandBack: true,
			Assign: &AssignForm{DueOn: "2026-12-02", Instruction: "Giao Phòng KT, HT và ĐT chủ trì, báo cáo tôi trước 02/12.",
				Lead:      []Group{{Name: "Phòng KT, HT và ĐT", Options: []Option{{Value: "p1", Text: "Trưởng phòng: Đỗ Văn Khải", Chosen: true}, {Value: "p2", Text: "Công chức địa chính: Hoàng Đình Phúc"}}}},
				Cooperate: []Option{{Value: "p3", Text: "Phòng VH – XH", Note: "Ngô Bích Liên", Chosen: true}, {Value: "p4", Text: "Văn phòng"}},
				Inform:    []Option{{Value: "p5", Text: "Phó Chủ tịch thứ hai"}},
				Phrases:   []string{"Giao, báo cáo đúng hạn.", "Tham mưu trước 25/11."}}},
		Why: &Explanation{
			Answer: "Văn bản thuộc lĩnh vực đất đai – giải phóng mặt bằng. Quy chế giao lĩnh vực này cho Phó Chủ tịch thứ nhất. Bà Hà vắng 23–25/11, nên Chủ tịch trực tiếp xử lý.",
			Way:    "Đường đi: tới lãnh đạo phụ trách.",
			Flags:  []string{"Phó Chủ tịch thứ nhất vắng mặt, có người thay."},
			Steps: []Step{{Title: "Tìm điều khoản khớp", Text: "Quy chế theo Quyết định 112/QĐ-UBND", Clauses: []Clause{
				{Reference: "Điều 4.2 điểm b", Text: "Lĩnh vực đất đai – GPMB: Phó Chủ tịch thứ nhất", Outcome: "applies"},
				{Reference: "Điều 4.1", Text: "Nhóm kinh tế, đô thị: Phó Chủ tịch thứ nhất", Outcome: "beaten", Note: "Điểm b hẹp hơn ở lĩnh vực."},
			}}, {Title: "Ai giữ vị trí Phó Chủ tịch thứ nhất?", Text: "Nguyễn Thị Minh Hà, vắng đến hết 25/11."}},
			Decisions: []Decision{{At: friday, Cause: "khi vào sổ", By: "Đặng Thu Trang", Owner: "Phó Chủ tịch thứ nhất", Current: true}}},
		Wrong: &WrongField{Likely: []FieldChoice{{Code: "05", Name: "Trật tự xây dựng", Reaches: "ông Thuận"}, {Code: "08", Name: "Môi trường", Reaches: "đồng chí"}}, All: fieldTree},
		Holders: []Holder{{Post: Post{Title: "Chủ tịch UBND phường", Holder: "Trần Quang Vĩnh", Note: "thay Phó Chủ tịch thứ nhất", StandsIn: true}, Part: "lead", State: "open",
			Below: []Holder{{Post: Post{Title: "Công chức địa chính", Vacant: true}, Part: "handle", State: "closed"}}}},
		Report:  sampleReport(),
		Facts:   []Said{{Label: "web.fact.kind", Value: "Công văn", By: "nơi gửi ghi"}, {Label: "web.fact.signer", Value: "Đinh Công Lập, KT. Chủ tịch"}, {Label: "web.fact.hash", Value: strings.Repeat("94300a46", 8)}},
		Words:   []Endorsement{{By: "Trần Quang Vĩnh", At: monday, Text: "Xem xét, tham mưu."}},
		History: []Event{{At: monday, Who: "Trần Quang Vĩnh", Text: "mở văn bản", Key: true}, {At: friday, Text: "Đã đến"}}, Searchable: true}
}

func sampleHandling() Document {
	d := sampleDocument()
	d.State, d.Wrong, d.Errors = "05", nil, Errors{{Field: "note", Text: "Cần ghi kết quả."}}
	d.Do = Do{Heading: Say("web.do.heading.handle"), Start: true, Finish: true, HandBack: true, HandDown: []Option{{Value: "p2", Text: "Hoàng Đình Phúc"}},
		Distribute: &DistributeForm{Leaders: []Option{{Value: "p1", Text: "Phó Chủ tịch thứ nhất", Chosen: true}}}}
	return d
}

func sampleReceive() Receive {
	rows := []ReceiveRow{
		{Href: "/receive/1", Number: "10/CĐ-UBND", Subject: "Công điện về bảo đảm an toàn công trình đang thi công trong đợt mưa lớn", Sender: city, ArrivedAt: monday, Verdict: VerdictValid, Urgency: "hoa_toc", Field: "25 PCCC – CNCH", Source: "sender", Late: true},
		{Href: "/receive/2", Number: "2417/UBND-NNMT", Subject: subject, Sender: city, ArrivedAt: monday, Verdict: VerdictUndetermined, Urgency: "thuong_khan", Field: "07 Đất đai – GPMB", Source: "sender", Duplicate: true, Current: true},
		{Href: "/receive/3", Number: "305/TCS4-NV", Subject: "Cung cấp danh sách hộ kinh doanh ngừng hoạt động", Sender: "Thuế cơ sở 4", ArrivedAt: monday, Urgency: "thuong", Ask: true},
	}
	return Receive{Waiting: 37, Stated: 33, Ask: 4, Next: "1282", Rows: rows, Pager: Pager{From: 1, To: 3, Total: 37, Next: "/receive?page=2"},
		Open: &Receiving{Address: "/receive/2", Version: 1, Number: "2417/UBND-NNMT", PDF: samplePDF, Report: sampleReport(),
			Slip:      "Chữ ký chưa đủ căn cứ lúc vào sổ. Người nhận: Đặng Thu Trang, 09:52 23/11/2026.",
			Duplicate: &Duplicate{NumberIn: "1118", Href: "/deliveries/1", ReceivedAt: friday, Compare: "/receive/2/compare"},
			Organ:     "Ủy ban nhân dân phường Tương Mai", Now: monday, Owner: Post{Title: "Chủ tịch", Holder: "Trần Quang Vĩnh"}, OwnerNote: "lãnh đạo phụ trách; thay bà Minh Hà vắng",
			Proposals: []Proposal{{Code: "07", Name: "Đất đai – GPMB", Source: "sender", Chosen: true}, {Code: "08", Name: "Môi trường", Source: "table", Reason: "…/UBND-NNMT"}, {Code: "05", Name: "Xây dựng", Source: "words", Reason: "giống 12 văn bản đã xác nhận"}},
			Fields:    fieldTree, Areas: []Option{{Value: "", Text: "Cả phường"}, {Value: "tdp-1", Text: "Tổ dân phố 1"}},
			Facts:       []Said{{Label: "web.fact.kind", Value: "Công văn", By: "nơi gửi ghi"}},
			Distributor: "Chánh Văn phòng Tô Kim Ngân",
			Refusals:    []Option{{Value: "wrong_recipient", Text: "Gửi nhầm nơi nhận"}, {Value: "duplicate", Text: "Trùng văn bản đã nhận", Chosen: true}},
			Before:      "/receive/1", After: "/receive/3"}}
}

func sampleRefused() Receive {
	v := sampleReceive()
	v.Open.Refusing, v.Open.Duplicate, v.Open.Slip = true, nil, ""
	v.Open.Errors = Errors{{Field: "reason", Text: "Cần ghi lý do."}, {Field: "mend", Text: "Cần ghi cách khắc phục."}, {Field: "field", Text: "Chưa chọn lĩnh vực."}}
	v.Open.Proposals, v.Open.Owner = nil, Post{}
	return v
}

func sampleDraft() Draft {
	return Draft{Address: "/drafts/1", Version: 3, SavedAt: friday, Returned: "Sửa mốc thời gian ở khoản 1.", Subject: subject, Notation: "UBND-NNMT",
		Main:  &DraftFile{Name: "cv-dat-dai.pdf", Href: "/sample.pdf", Size: 412_000, Pages: 3, At: friday, Passed: []Reason{{Text: "Không có dòng MẬT ở đầu trang 1", Look: LookGood}}},
		Kinds: []Option{{Value: "CV", Text: "Công văn", Chosen: true}, {Value: "QĐ", Text: "Quyết định"}}, Urgencies: []Option{{Value: "thuong_khan", Text: "Thượng khẩn", Chosen: true}},
		Fields: fieldTree, Principal: "07", Signers: []Option{{Value: "", Text: "Chọn người ký…"}, {Value: "s1", Text: "KT. Chủ tịch, Phó Chủ tịch: Đinh Công Lập"}},
		Missing: []Missing{{Text: "Trích yếu", Field: "subject", Done: true}, {Text: "Người ký", Field: "signer"}}, Limit: 50 << 20,
		Errors: Errors{{Field: "signer", Text: "Chưa chọn người ký."}}}
}

func sampleSign() Sign {
	return Sign{Address: "/sign/1", Version: 4, Notation: "UBND-NNMT", NextNumber: "2417", Today: "2026-11-20", Kind: "Công văn", Subject: subject, Urgency: "thuong_khan",
		SubmittedBy: "Phạm Hải Yến", SubmittedAt: friday, PDF: samplePDF, More: annex, Block: []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Name: "Đinh Công Lập",
		May: true, Why: "Đất đai – GPMB hôm nay giao cho vị trí của đồng chí, nên đồng chí ký thay (KT.) Chủ tịch.",
		Keys:   []Option{{Value: "file", Text: "Khóa tệp, chỉ để chạy thử", Note: "Ký ngay.", Chosen: true}},
		Others: []MaySign{{Post: Post{Title: "Chủ tịch", Holder: "Phùng Gia Khánh"}, May: true, Why: "Ký được mọi văn bản."}, {Post: Post{Title: "Chánh Văn phòng", Holder: "Lưu Bá Thịnh"}, Why: "Chỉ ký TL. thông báo."}},
		Clerk:  "Lương Thị Hạnh", NextPaper: "/sign/2"}
}

func sampleSeal() Seal {
	return Seal{Ready: 2, Barred: 1, Seen: 1,
		Rows: []SealRow{{Href: "/seal/1", Number: "2413/UBND-KGVX", Subject: "Bảo đảm điều kiện dạy học trong đợt rét", Signer: "Hồ Thị Thanh Mai", Urgency: "thuong", Verdict: VerdictValid, Seen: true},
			{Href: "/seal/2", Number: "2415/UBND-ĐT", Subject: "Rà soát chung cư cũ", Signer: "Vương Đình Sơn", Urgency: "khan", Verdict: VerdictNotValid, Aside: true},
			{Href: "/seal/3", Number: "2417/UBND-NNMT", Subject: subject, Signer: "Đinh Công Lập", Urgency: "thuong_khan", Verdict: VerdictValid, Current: true}},
		Open:    &Sealing{ID: "3", Number: "2417/UBND-NNMT", PDF: samplePDF, Report: sampleReport(), Checks: []Reason{{Text: "Đúng người được ký", Look: LookGood}}, May: true, Before: "/seal/2", After: "/seal/4", AfterNo: "2418/UBND-KT"},
		Custody: &Custody{Organ: "Ủy ban nhân dân Thành phố Hà Nội", Keeper: "Lương Thị Hạnh", Since: "2026-07-01", Record: "Biên bản 14/BB-VP", Key: "Khóa tệp", ValidTo: friday.AddDate(3, 0, 0)}}
}

func sampleDispatch() Dispatch {
	flagged := []PreviewRow{{Organ: "Xã Minh Châu", Flag: "conflict", Why: "Điều 4.1 và Điều 5.2 rộng như nhau", Leader: Post{Title: "Chủ tịch", Holder: "Tạ Hữu Sơn"}},
		{Organ: "Xã Bất Bạt", Flag: "gap", Why: "Không điều khoản nào về đất đai", Leader: Post{Title: "Chủ tịch", Holder: "Chu Văn Vinh"}}}
	rows := []PreviewRow{{Organ: "Phường Ba Đình", Leader: Post{Title: "Phó Chủ tịch", Holder: "Dương Hữu Oanh", StandsIn: true}, Department: "KT, HT và ĐT", Officer: "Trần Thị Thảo"}}
	return Dispatch{Address: "/dispatch/1", Number: "2417/UBND-NNMT", Subject: subject, Urgency: "thuong_khan", IssuedOn: "2026-11-20", Document: "/documents/1",
		Recipients: []Group{{Name: "Phường", Options: []Option{{Value: "o1", Text: "UBND phường Ba Đình", Chosen: true}}}, {Name: "Xã", Options: []Option{{Value: "o2", Text: "UBND xã Minh Châu", Chosen: true}, {Value: "o3", Text: "UBND xã Bất Bạt"}}}}, Kept: []Option{{Value: "g1", Text: "Các xã có đê (37 nơi)"}},
		Preview: Preview{Total: 126, Ready: 124, Flagged: flagged, Rows: rows}, Key: "k-1", Errors: Errors{{Field: "seen", Text: "Xem các nơi còn vướng rồi đánh dấu."}}}
}

func sampleTiles() []TileGroup {
	looks := []Tile{{Look: "done", Mark: "03", Words: Say("web.delivery.03")}, {Look: "doing", Mark: "01", Words: Say("web.delivery.01")},
		{Look: "late", Mark: "2", Words: Say("web.tiles.late", 2)}, {Look: "silent", Mark: "02", Words: Say("web.delivery.02")}}
	group := func(key, prefix string, n int) TileGroup {
		g := TileGroup{Heading: Say(key, n)}
		for i := range n {
			tile := looks[i%len(looks)]
			tile.Name, tile.Prefix, tile.Href = fmt.Sprintf("Văn Miếu – QTG %d", i+1), prefix, fmt.Sprintf("/board?organ=%s%d", prefix, i)
			g.Tiles = append(g.Tiles, tile)
		}
		return g
	}
	return []TileGroup{group("web.tiles.phuong", "Phường", 51), group("web.tiles.xa", "Xã", 75)}
}

func sampleTracked() []Tracked {
	return []Tracked{{Href: "/tracked/1", Organ: "UBND phường Định Công", Number: "2417/UBND-NNMT", State: "02", Since: friday, Reason: "Thiếu phụ lục", Mend: "Gửi bản thay thế"},
		{Href: "/tracked/2", Organ: "UBND xã Cổ Đô", Number: "2417/UBND-NNMT", State: "01", Late: true, Since: friday},
		{Href: "/tracked/3", Organ: "UBND phường Tương Mai", Number: "2417/UBND-NNMT", State: "03", Since: friday, Post: Post{Title: "Chủ tịch"}, Subject: subject, Urgency: "khan", Flag: "gap", Registers: "1118"}}
}

func sampleProgress() Progress {
	return Progress{Address: "/progress", Number: "2417/UBND-NNMT", Subject: subject, Document: "/documents/1", Board: "/board?document=1", Started: friday, Now: friday,
		Total: 126, Arrived: 101, Groups: sampleTiles(), Look: sampleTracked()[:2],
		Figures: []Figure{{Count: 64, Text: "web.progress.fig.03", Href: "/board?state=03", Tone: "ok"}, {Count: 37, Text: "web.progress.fig.01", Href: "/board?state=01"}, {Count: 1, Text: "web.progress.fig.02", Href: "#look", Tone: "warn"}}}
}

func sampleBoard() Board {
	return Board{Now: monday, Directives: []Option{{Value: "", Text: "Tất cả (6 đang theo dõi)", Chosen: true}, {Value: "1", Text: "2417/UBND-NNMT"}},
		Heading: Say("web.board.heading.late", 10), Figures: []Figure{{Count: 10, Text: "web.progress.fig.late", Href: "/board?state=late", Tone: "late", Current: true}, {Count: 26, Text: "web.progress.fig.01", Href: "/board?state=01"}},
		Groups: sampleTiles(), Legend: []Legend{{Look: "late", Text: "web.board.legend.late", Count: 10}, {Look: "done", Text: "web.board.legend.done", Count: 31}},
		List: sampleTracked(), ListTitle: Say("web.board.list.organ", "UBND phường Định Công"),
		By: []DirectiveRow{{Href: "/board?document=1", Number: "2417/UBND-NNMT", Subject: subject, SentAt: friday, Total: 126, Late: 8, Waiting: 11, Doing: 64, Done: 43}}}
}

func sampleQueue() Queue {
	row := QueueRow{Address: "/deliveries/1", Version: 2, Number: "09/CĐ-UBND", From: city, Subject: "Công điện về chủ động ứng phó không khí lạnh", Urgency: "hoa_toc",
		Why: "Lĩnh vực 09, thứ tự ưu tiên không phân được", Candidates: []Candidate{{"Điều 3.1c", Post{Title: "Chủ tịch", Holder: "Trần Quang Vĩnh"}}, {"Điều 4.2e", Post{Title: "Phó Chủ tịch 1", Vacant: true}}}, Owner: "Chủ tịch Trần Quang Vĩnh", Since: monday}
	unclear := row
	unclear.Number, unclear.Candidates, unclear.Fields, unclear.Urgency = "31/CV-BQT", nil, fieldTree, "thuong"
	pass := unclear
	pass.Number, pass.Fields, pass.Leaders = "61/HĐND-KTNS", nil, []Option{{Value: "p1", Text: "Trưởng Ban KT – NS", Chosen: true}}
	late := row
	late.Number, late.Candidates = "188/TTYT-KSBT", nil
	return Queue{Now: monday, Total: 4, Groups: []QueueGroup{{Key: "late", Rows: []QueueRow{late}}, {Key: "conflict", Rows: []QueueRow{row}}, {Key: "unclassified", Rows: []QueueRow{unclear}}, {Key: "distribute", Rows: []QueueRow{pass}}},
		Present: []Post{{Title: "Chủ tịch UBND", Holder: "Trần Quang Vĩnh", Note: "thay Phó Chủ tịch 1", StandsIn: true}, {Title: "Phó Chủ tịch 2", Vacant: true}}}
}

func sampleSearch() Search {
	return Search{Words: "phong chay chua chay", Asked: true, Total: 43, Took: 40 * time.Millisecond,
		Facets: []Facet{{Name: "kind", Heading: "web.search.facet.kind", Options: []FacetOption{{Value: "CV", Text: "Công văn", Count: 21, Chosen: true}}}, {Name: "year", Heading: "web.search.facet.year", Options: []FacetOption{{Value: "2026", Text: "2026", Count: 38}}}},
		Sort:   []Option{{Value: "best", Text: "Khớp nhất", Chosen: true}},
		Loose:  true, Capped: true, Hits: []Hit{{Href: "/documents/3", Number: []Span{{Text: "2210", Marked: true}, {Text: "/UBND-NC"}}, Issuer: city, IssuedOn: "2026-10-27", Subject: []Span{{Text: "Tăng cường công tác "}, {Text: "phòng cháy", Marked: true}}, Context: []Span{{Text: "… tổng rà soát "}, {Text: "chữa cháy", Marked: true}}, Page: 2, Owner: "Phó Chủ tịch Minh Hà", State: "05", NumberIn: "1112"}},
		Pager: Pager{From: 1, To: 1, Total: 43, Next: "/search?page=2"}}
}

func sampleRegister() Register {
	columns := []string{"at", "number", "author", "code", "dated", "subject", "to", "passed", "receipt", "note"}
	row := func(state, void string, texts ...string) RegisterRow {
		r := RegisterRow{State: state, Void: void}
		for i, text := range texts {
			r.Cells = append(r.Cells, RegisterCell{Column: columns[i], Text: text, Number: i == 1 || i == 3})
		}
		return r
	}
	bare := func(state, void, number, note string) RegisterRow {
		r := row(state, void, "20/11/2026", number)
		r.Cells = append(r.Cells, RegisterCell{Column: "note", Text: note, Span: 8})
		return r
	}
	used := row("used", "", "20/11/2026", "1118", city, "2417/UBND-NNMT", "20/11/2026", "Công văn V/v "+subject, "Phó Chủ tịch", "20/11/2026", "", "Thượng khẩn")
	used.Cells[3].Href = "/deliveries/1"
	return Register{Organ: "ỦY BAN NHÂN DÂN PHƯỜNG TƯƠNG MAI", Year: "2026", Address: "/registers/incoming", Other: "/registers/outgoing", Workbook: "/registers/incoming/workbook?",
		Next: "1282", Total: 1281, Columns: columns, Months: [12]int{90, 101, 99, 120, 118, 96, 140, 133, 121, 130, 133, 0}, From: "1109", To: "1118", Older: "/registers/incoming?below=1109",
		Figures: []Figure{{Count: 1281, Text: "web.register.fig.all", Href: "/registers/incoming?state=", Current: true}, {Count: 3, Text: "web.register.fig.void", Href: "/registers/incoming?state=void"}},
		Filter: RegisterFilter{Years: []Option{{Value: "2026", Text: "2026", Chosen: true}}, Series: []Option{{Value: "chung", Text: "Sổ chung", Chosen: true}, {Value: "mau-thu", Text: "Văn bản thử"}},
			Kinds: []Option{{Text: "Tất cả"}}, States: []Option{{Text: "Tất cả"}}, Words: "đất đai", Used: true},
		Rows: []RegisterRow{used, bare("void", "", "1110", "Số hủy: văn thư nhập trùng với 1109"), bare("reserved", "/registers/incoming?void=1109#void", "1109", "Giữ số: trình ký cuối ngày")},
		Keep: &RegisterKeeping{Open: true, Act: "void", Number: "1109"}, Errors: Errors{{Field: "void_reason", Text: "Cần ghi lý do."}}}
}

func sampleIssued() Issued {
	return Issued{Number: "2417/UBND-NNMT", Subject: subject, Kind: "Công văn", Urgency: "thuong_khan", State: "sealed", IssuedOn: "2026-11-20", PDF: samplePDF, Report: sampleReport(),
		Facts: []Said{{Label: "web.fact.signer", Value: "Đinh Công Lập"}}, History: []Event{{At: friday, Text: "đã đóng dấu"}}, Next: []NextStep{{Text: "web.issued.dispatch", Href: "/dispatch/1", Main: true}}}
}

// sample is one page as a test shows it.
type sample struct {
	name  string
	view  View
	plain bool // in the visitors' frame
}

var sampleHook = WebhookRow{Href: "/webhooks/1", URL: "https://hethong.example.vn/congvan/thong-bao", Types: []string{"web.webhook.type.dispatch.sent", "web.webhook.type.delivery.changed"},
	Stopped: "webhook.stopped_failing"}

func samples() []sample {
	compare := Compare{Back: "/receive/2", Here: Compared{Heading: Say("web.compare.here"), Number: "2417/UBND-NNMT", Subject: subject, Issuer: city, IssuedOn: "2026-11-20", Arrived: monday, SHA256: "ab", PDF: samplePDF}}
	compare.There = compare.Here
	compare.There.PDF.Label = "Bản đã vào sổ"
	compare.There.Heading, compare.There.SHA256 = Say("web.compare.there", "1118"), "cd"
	row := OutgoingRow{Href: "/drafts/1", Number: "UBND-NNMT", Kind: "Công văn", Subject: subject, Urgency: "khan", State: "submitted", Signer: "Đinh Công Lập", At: friday}
	return []sample{
		{"sign-in", SignIn{Back: "/work", Demo: []DemoAccount{{"vinh.tq", "congvan", "demo.account_chairman"}}}, true},
		{"sign-in-refused", SignIn{Account: "vinh.tq", Refused: "Tài khoản hoặc mật khẩu không đúng."}, true},
		{"password", Password{Refused: "Mật khẩu quá ngắn."}, false},
		{"password-must", PlainPassword{Password{Must: true}}, true},
		{"failure", Failure{Status: 404, Key: "web.error.not_found"}, false},
		{"failure-plain", PlainFailure{Failure{Status: 500, Key: "web.error.internal", Request: "r-17"}}, true},
		{"tokens", sampleTokens(), false},
		{"tokens-made", Tokens{May: true, Days: "90", Secret: "congvan_mau", Scopes: []Option{{Value: "deliveries:read", Text: "Đọc văn bản đến"}}}, false},
		{"reference", sampleReference(), true},
		{"verify", Verify{Limit: 50 << 20}, true},
		{"verify-result", Verify{Limit: 50 << 20, Result: &Verified{File: "2417.pdf", SHA256: "ab12cd", Report: sampleReport()}}, true},
		{"work-list", sampleWork(), false},
		{"work-list-empty", WorkList{Today: office.Day("2026-11-23")}, false},
		{"document", sampleDocument(), false},
		{"document-given-otherwise", sampleGivenOtherwise(), false},
		{"overrules", sampleOverrules(), false},
		{"overrules-none", Overrules{From: "2026-08-25", To: "2026-11-23"}, false},
		{"fields", sampleFields(), false},
		{"authority", sampleAuthority(), false},
		{"document-handling", sampleHandling(), false},
		{"receive", sampleReceive(), false},
		{"receive-refused", sampleRefused(), false},
		{"receive-empty", Receive{Next: "1282"}, false},
		{"compare", compare, false},
		{"draft", sampleDraft(), false},
		{"draft-new", Draft{Fields: fieldTree, Limit: 50 << 20}, false},
		{"outgoing", Outgoing{Rows: []OutgoingRow{row}, Total: 120, Shown: 100}, false},
		{"issued", sampleIssued(), false},
		{"sign-list", SignList{Rows: []OutgoingRow{row}}, false},
		{"sign", sampleSign(), false},
		{"sign-may-not", Sign{Address: "/sign/1", Notation: "UBND-NNMT", Subject: subject, PDF: samplePDF, Why: "Đất đai không giao cho vị trí này."}, false},
		{"seal", sampleSeal(), false},
		{"dispatch", sampleDispatch(), false},
		{"progress", sampleProgress(), false},
		{"board", sampleBoard(), false},
		{"tracked", TrackedDelivery{Tracked: sampleTracked()[2], Document: "/documents/1", History: []Event{{At: friday, Text: "01"}}}, false},
		{"queue", sampleQueue(), false},
		{"search", sampleSearch(), false},
		{"search-none", Search{Words: "xyz", Asked: true, Loose: true}, false},
		{"register", sampleRegister(), false},
		{"webhooks", Webhooks{URL: "http://10.0.0.1", Rows: []WebhookRow{sampleHook}, Types: []WebhookType{{"sent", "web.webhook.type.dispatch.sent", true}},
			Errors: Errors{{Field: "url", Text: "Máy “10.0.0.1” nằm trong mạng riêng."}}}, false},
		{"webhooks-empty", Webhooks{}, false},
		{"webhook", Webhook{WebhookRow: sampleHook, At: friday, Secret: "whsec_bWF1IHRodQ==", BothUntil: &monday, Older: "/webhooks/1?before=2", Messages: []WebhookMessage{
			{ID: "1", Type: "web.webhook.type.delivery.changed", Body: `{"type":"delivery.changed"}`, State: "failed", At: friday, Tries: []WebhookTry{
				{Number: 1, At: friday, Status: 500, TookMS: 31}, {Number: 2, At: friday, Trouble: "webhook.trouble_slow", TookMS: 15_000}}},
			{ID: "2", Type: "web.webhook.type.webhook.test", Body: "{}", State: "waiting", At: monday}}}, false},
		{"webhook-running", Webhook{WebhookRow: WebhookRow{Href: "/webhooks/2", URL: "https://hethong.example.vn", Types: sampleHook.Types}, At: friday, Messages: []WebhookMessage{
			{ID: "1", Type: "web.webhook.type.delivery.changed", Body: "{}", State: "delivered", At: friday, Tries: []WebhookTry{{Number: 1, At: friday, Status: 204, TookMS: 12}}}}}, false},
		{"coverages", sampleCoverages(), false},
		{"coverages-sound", Coverages{Day: "2026-11-23", Heading: Say("coverage.heading.sound", 126), Organs: 126, Listed: Say("coverage.list.all", 0), Workbook: "/coverage/workbook"}, false},
		{"coverage", sampleCoverage(), false},
		{"coverage-sound", Coverage{Organ: "UBND xã Phù Đổng", Day: "2026-11-23", Version: "8/QĐ-UBND", Since: "2026-11-01", Covered: "100 %", Heading: Say("coverage.organ.heading", 0)}, false},
		{"coverage-none", Coverage{Organ: "UBND xã Phù Đổng", Day: "2026-11-23", Heading: Say("coverage.organ.heading", 27)}, false},
		{"regulations", sampleRegulations(), false},
		{"regulations-empty", Regulations{}, false},
		{"regulation", sampleRegulation(), false},
		{"regulation-edit", sampleRegulationEdit(), false},
		{"regulation-clauses", sampleRegulationClauses(), false},
		{"try", sampleTry(), false},
		{"regulation-areas", sampleRegulationAreas(), false},
		{"charges", sampleCharges(), false},
		{"charges-none", Charges{Day: "2026-01-09", Rows: sampleCharges().Rows[:1]}, false},
		{"compare-versions", sampleComparison(), false},
		{"compare-versions-one", CompareVersions{}, false},
		{"replay", sampleReplay(), false},
		{"replay-refused", Replay{Version: sampleDraftLine, Address: "/regulations/2/replay", From: "2026-11-30", To: "2026-11-01", Errors: Errors{{Field: "to", Text: "Ngày cuối đứng trước ngày đầu."}}}, false},
		{"adopt", sampleAdopt(), false},
		{"adopt-first", Adopt{Version: sampleDraftLine, Address: "/regulations/2", Revision: 1, First: true, EffectiveFrom: "2026-12-02"}, false},
		{"adopted", sampleAdopted(), false},
		{"regulation-import", ImportRegulation{Limit: 20 << 20, Into: []Option{{Text: "Một bản dự thảo mới"}}, Filled: []Filled{{Href: "/regulations/1/export.xlsx", Title: "112/QĐ-UBND · Quy chế"}}}, false},
		{"regulation-import-refused", sampleImport(), false},
		{"from-text", FromText{Limit: 200}, false},
		{"from-text-read", sampleFromText(), false},
		{"from-text-other", sampleNoAssignment(), false},
		{"models", sampleModels(), false},
		{"models-empty", Models{Offer: []Option{{Value: "o1", Text: "UBND phường Tương Mai"}}}, false},
		{"model", sampleModel(), false},
		{"people", samplePeople(), false},
		{"people-empty", People{Day: "2026-11-24", Today: "2026-11-23"}, false},
		{"person", samplePerson(), false},
		{"away", sampleAway(), false},
		{"post", samplePost(), false},
		{"organise", sampleOrganise(), false},
		{"ending", sampleEnding(), false},
		{"delegations", sampleDelegationPage(), false},
		{"roster", sampleRoster(true), false},
		{"roster-read", sampleRoster(false), false},
		{"reorganisations", Reorganisations{Rows: []ReorganisationRow{sampleChange("done"), sampleChange("approved")}, Form: ReorganisationForm{Title: "Nhập hai xã"},
			Errors: Errors{{Field: "number", Text: "Cần ghi số, ký hiệu văn bản làm căn cứ."}}}, false},
		{"reorganisations-empty", Reorganisations{}, false},
		{"reorganisation", sampleReorganisation(), false},
		{"reorganisation-done", Reorganisation{ReorganisationRow: sampleChange("done"), Revision: 6, Rows: sampleReorganisation().Rows[:1], Closed: []string{"UBND xã A → UBND phường C"},
			Figures: []Figure{{Count: 128, Text: "reorganisation.fig.moved"}, {Count: 1, Text: "reorganisation.fig.drafts"}, {Count: 3, Text: "reorganisation.fig.registers"}},
			Drafts:  []DraftPlan{{Organ: "UBND phường C", From: "UBND xã A", Clauses: 24, Href: "/regulations/1"}}}, false},
		{"register-empty", Register{Outgoing: true, Year: "2025", Address: "/registers/outgoing", Other: "/registers/incoming"}, false},
	}
}

func sampleTokens() Tokens {
	return Tokens{Oversees: true, May: true, Name: "Hệ thống một cửa", Days: "0", Errors: Errors{{Field: "days", Text: "Thời hạn phải từ 1 phút đến 366 ngày."}},
		Scopes: []Option{{Value: "deliveries:read", Text: "Đọc văn bản đến", Note: "deliveries:read", Chosen: true}, {Value: "search:read", Text: "Tìm kiếm", Note: "search:read"}},
		Rows: []TokenRow{{Name: "Máy chủ số 2", Account: "tuongmai.vanthu", Hint: "x7Qa", Scopes: []string{"Đọc văn bản đến", "Tìm kiếm"}, CreatedAt: friday, ExpiresAt: monday.AddDate(0, 3, 0), LastUsedAt: &monday, Revoke: "/tokens/1/revoke"},
			{Name: "Thử", Account: "tuongmai.chutich", Hint: "b2c1", Scopes: []string{"Tìm kiếm"}, CreatedAt: friday, ExpiresAt: friday, Expired: true, Revoke: "/tokens/2/revoke"},
			{Name: "Cũ", Account: "tuongmai.vanthu", Hint: "99zz", Scopes: []string{"Tìm kiếm"}, CreatedAt: friday, ExpiresAt: monday, RevokedAt: &monday, Revoke: "/tokens/3/revoke"}}}
}

func sampleReference() Reference {
	field := ReferenceField{Name: "subject", Type: "text, at most 500 characters", Needed: true, About: "*Trích yếu*."}
	return Reference{Name: "Công Văn", Summary: "Official dispatches.", About: "## Lists\n\nA list gives `next`.\n\n| Status | When |\n|---|---|\n| 400 | not JSON |\n\n```sh\ncurl x\n```",
		Groups: []ReferenceGroup{{Name: "Documents", About: "From draft to seal.", Operations: []ReferenceOperation{{ID: "createDocument", Method: "POST", Path: "/documents",
			Summary: "Begin a document", About: "Begins a draft.", Scope: "documents:write", BodyKind: "application/json", Body: []ReferenceField{field},
			Parameters: []ReferenceField{{Name: "limit", Place: "query", Type: "integer", About: "How many."}}, Curl: "curl -X POST /documents",
			Answers: []ReferenceAnswer{{Status: "201", About: "The draft.", Schema: "Document"}}}}}},
		Schemas: []ReferenceSchema{{Name: "Document", About: "A document.", Fields: []ReferenceField{field, {Name: "state", Type: "DocumentState", Schema: "DocumentState"}}},
			{Name: "DocumentState", Values: []string{"draft", "sealed"}}}}
}

func sampleImport() ImportRegulation {
	return ImportRegulation{Limit: 20 << 20, Name: "quy-che.xlsx", Into: []Option{{Text: "Một bản dự thảo mới"}, {Value: "1:2", Text: "Thay nội dung bản dự thảo: Quy chế", Chosen: true}}, Further: 3, Text: "{",
		Errors: Errors{{Field: "json", Text: "Tệp không phải JSON đúng; sai ở dòng 1."}},
		Faults: []ImportFault{{Sheet: "Điều khoản", Cell: "D12", Found: "Phó Chủ tihc", Text: "Chức danh hoặc đơn vị: không có “Phó Chủ tihc”. Bạn muốn nói: “Phó Chủ tịch”?"},
			{Sheet: "Điều khoản", Cell: "A13", Blank: true, Text: "Điều khoản: không được để trống."}, {Cell: "/clauses/3/areas", Found: "tdp-99", Text: "Địa bàn: không có “tdp-99” trong danh mục."}}}
}

func sampleChange(state string) ReorganisationRow {
	return ReorganisationRow{Href: "/reorganisations/1", Title: "Nhập xã A và xã B thành phường C", Number: "88/NQ-HĐND", Dated: "2026-11-20", EffectiveOn: "2027-01-01", State: state}
}

func sampleReorganisation() Reorganisation {
	seats := []Group{{Name: "UBND xã A", Options: []Option{{Value: "department:1", Text: "Phòng Kinh tế"}, {Value: "post:2", Text: "Vị trí: Phó Chủ tịch UBND"}}}}
	return Reorganisation{ReorganisationRow: sampleChange("draft"), Revision: 3,
		Rows: []SuccessionRow{
			{Kind: "organ", Old: "UBND xã A", New: "UBND phường C", Remove: "0"},
			{Kind: "organ", Old: "UBND xã B", New: "UBND phường C", Scope: "chỉ: thon-1", Remove: "1"},
			{Kind: "post", Old: "Phó Chủ tịch UBND, UBND xã A", New: "Chủ tịch UBND, UBND phường D", Wrong: "Chỉ chuyển sang cơ quan tiếp nhận.", Remove: "2"},
			{Kind: "rename", Old: "Phòng Kinh tế, UBND xã A", New: "Phòng Kinh tế, Hạ tầng và Đô thị", Remove: "3"},
		},
		Organs: []Option{{Value: "1", Text: "UBND xã A"}, {Value: "2", Text: "UBND phường C"}}, Seats: seats, Fields: fieldTree,
		Plans: []OrganPlan{{Name: "UBND xã A", Ends: true, Heirs: "UBND phường C", Lines: []string{"42 văn bản đến đang xử lý được chuyển tiếp.", "2 sổ đăng ký khóa lại."},
			Unsent: "Dự thảo: 3; Đã đóng dấu: 1"}, {Name: "UBND xã B", Heirs: "UBND phường C"}},
		Parts: []PartPlan{{Old: "Phó Chủ tịch UBND, UBND xã A", New: "Chủ tịch UBND, UBND phường D", Open: 12}},
		Drafts: []DraftPlan{{Organ: "UBND phường C", From: "UBND xã A, UBND xã B", Clauses: 24, Lost: []LostRule{
			{Reference: "Điều 3 khoản 2 (UBND xã A)", Why: "reorganisation.lost.post"}, {Reference: "Điều 4 / Điều 4", Why: "reorganisation.lost.rivals"}}}}}
}

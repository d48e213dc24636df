package regulation_test

import (
	"slices"
	"strings"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// signingCase is a question about who may sign, as an organisation officer would put it.
type signingCase struct {
	name    string
	seat    orgtest.Seat // whose signature is asked about
	field   office.FieldCode
	kind    office.KindCode // công văn when left out
	staffed func(o orgtest.Organ, e *org.Establishment)
	ruled   func(o orgtest.Organ, v *regulation.Version)
	then    func(w *world, document office.ID)
	block   string // the lines above the name; "" says that he may not sign
	says    string // why, in Vietnamese
}

const (
	headBlock   = "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"
	deputyBlock = "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
)

// orders lets the chief of office sign invitations and the head of the department papers of tourism TL.
func orders(o orgtest.Organ, v *regulation.Version) {
	v.Clauses = append(v.Clauses,
		regulation.Clause{Reference: "Điều 9 khoản 1", Slot: routing.SlotSigner, PostID: at(o.Posts[orgtest.Chief]), Selectors: regulation.Selectors{Kinds: []office.KindCode{"GM"}}},
		regulation.Clause{Reference: "Điều 9 khoản 2", Slot: routing.SlotSigner, PostID: at(o.Posts[orgtest.EconomyHead]), Selectors: regulation.Selectors{Fields: []office.FieldCode{"10"}, Kinds: []office.KindCode{"CV"}}},
	)
}

// appointed changes how, and by whom, a seat is held.
func appointed(seat orgtest.Seat, by orgtest.Seat, kind org.AppointmentKind) func(orgtest.Organ, *org.Establishment) {
	return func(o orgtest.Organ, e *org.Establishment) {
		for i, a := range e.Appointments {
			if a.PostID == o.Posts[seat] {
				e.Appointments[i].PersonID, e.Appointments[i].Kind = o.People[by], kind
			}
		}
	}
}

func vacant(seat orgtest.Seat) func(orgtest.Organ, *org.Establishment) {
	return func(o orgtest.Organ, e *org.Establishment) {
		e.Appointments = slices.DeleteFunc(e.Appointments, func(a org.Appointment) bool { return a.PostID == o.Posts[seat] })
	}
}

// authorised lets the head of the economy department sign TUQ. papers of education in November, or other days.
func authorised(from, to office.Day) func(*world, office.ID) {
	return func(w *world, _ office.ID) {
		_, err := w.service.Authorise(ctx, w.ward.Actor(orgtest.Chairman), regulation.Authorisation{OrganID: w.ward.ID, PostID: w.ward.Posts[orgtest.EconomyHead],
			Fields: []office.FieldCode{"11"}, Kinds: []office.KindCode{"CV", "BC"}, Number: "12/GUQ-UBND", StartsOn: from, EndsOn: to})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

func handedOver(to orgtest.Seat, fields ...office.FieldCode) func(*world, office.ID) {
	return func(w *world, _ office.ID) {
		if err := w.delegate(orgtest.Chairman, to, "2026-11-01", "", fields...); err != nil {
			w.t.Fatal(err)
		}
	}
}

func gone(seats ...orgtest.Seat) func(*world, office.ID) {
	return func(w *world, _ office.ID) {
		for _, seat := range seats {
			w.away(seat)
		}
	}
}

// entrusted is the head's word that a deputy signs one paper.
func entrusted(deputy orgtest.Seat) func(*world, office.ID) {
	return func(w *world, document office.ID) {
		err := w.db.Write(ctx, func(tx *database.Tx) error {
			if _, err := tx.Exec(ctx, `insert into documents (id, organ_id, state, kind, subject, urgency, notation, drafter_post, drafter_person, created_at, updated_at)
				values ($1,$2,'draft','CV','Về việc thử','thuong','UBND',$3,$4,$5,$5)`, document, w.ward.ID, w.ward.Posts[orgtest.Chief], w.ward.People[orgtest.Chief], tx.Now()); err != nil {
				return err
			}
			return regulation.AssignPaper(ctx, tx, w.ward.Actor(orgtest.Chairman), regulation.Authorisation{OrganID: w.ward.ID, PostID: w.ward.Posts[deputy],
				DocumentID: &document, Number: "Phiếu giao ký số 3"})
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

var signingCases = []signingCase{
	{name: "Chủ tịch ký văn bản lĩnh vực của phó chủ tịch", seat: orgtest.Chairman, field: "07", block: headBlock, says: "Người đứng đầu ký mọi văn bản."},
	{name: "Chủ tịch ký văn bản chưa chọn lĩnh vực", seat: orgtest.Chairman, block: headBlock, says: "Người đứng đầu ký mọi văn bản."},
	{name: "Phó chủ tịch ký lĩnh vực được phân công", seat: orgtest.Economy, field: "07", block: deputyBlock,
		says: "Hôm nay phụ trách lĩnh vực này theo Điều 3 khoản 1, 15/QĐ-UBND, nên ký thay (KT.)."},
	{name: "Phó chủ tịch ký lĩnh vực của phó chủ tịch khác", seat: orgtest.Economy, field: "11",
		says: "Hôm nay lĩnh vực này do Phó Chủ tịch UBND phụ trách văn xã phụ trách."},
	{name: "Phó chủ tịch ký lĩnh vực chưa giao cho ai", seat: orgtest.Economy, field: "19", says: "Hôm nay lĩnh vực này chưa giao cho ai; người đứng đầu ký."},
	{name: "Phó chủ tịch ký văn bản chưa chọn lĩnh vực", seat: orgtest.Economy, says: "Văn bản chưa chọn lĩnh vực nên chưa biết cấp phó nào được ký."},
	{name: "Phó chủ tịch ký lĩnh vực giao cho hai người", seat: orgtest.Economy, field: "10", says: "Hôm nay lĩnh vực này giao cho nhiều vị trí; người đứng đầu phải quyết định trước.",
		ruled: func(o orgtest.Organ, v *regulation.Version) {
			v.Clauses = append(v.Clauses, leads(o, orgtest.Culture, "Điều 3 khoản 3", "10"), leads(o, orgtest.Economy, "Điều 3 khoản 4", "10"))
		}},
	{name: "Phó chủ tịch đang nghỉ phép vẫn ký", seat: orgtest.Culture, field: "11", then: gone(orgtest.Culture), block: deputyBlock,
		says: "Hôm nay phụ trách lĩnh vực này theo Điều 3 khoản 2, 15/QĐ-UBND, nên ký thay (KT.)."},
	{name: "Người thay thế không ký lĩnh vực của phó chủ tịch vắng", seat: orgtest.Economy, field: "11", then: gone(orgtest.Culture),
		says: "Hôm nay lĩnh vực này do Phó Chủ tịch UBND phụ trách văn xã phụ trách."},
	{name: "Chủ tịch vắng, phó chủ tịch điều hành ký mọi lĩnh vực", seat: orgtest.Economy, field: "19", then: gone(orgtest.Chairman), block: deputyBlock,
		says: "Điều hành cơ quan hôm nay vì người đứng đầu vắng mặt hoặc khuyết, nên ký thay (KT.)."},
	{name: "Chủ tịch vắng, phó chủ tịch kia chỉ ký lĩnh vực của mình", seat: orgtest.Culture, field: "19", then: gone(orgtest.Chairman),
		says: "Hôm nay lĩnh vực này chưa giao cho ai; người đứng đầu ký."},
	{name: "Khuyết chủ tịch, phó chủ tịch điều hành ký", seat: orgtest.Economy, field: "23", staffed: vacant(orgtest.Chairman), block: deputyBlock,
		says: "Điều hành cơ quan hôm nay vì người đứng đầu vắng mặt hoặc khuyết, nên ký thay (KT.)."},
	{name: "Được giao điều hành không thời hạn", seat: orgtest.Culture, field: "07", then: handedOver(orgtest.Culture), block: deputyBlock,
		says: "Được giao việc theo 33/TB-UBND, đang có hiệu lực, nên ký thay (KT.)."},
	{name: "Được giao một nhóm lĩnh vực của Chủ tịch", seat: orgtest.Culture, field: "19", then: handedOver(orgtest.Culture, "NC"), block: deputyBlock,
		says: "Được giao việc theo 33/TB-UBND, đang có hiệu lực, nên ký thay (KT.)."},
	{name: "Được giao một nhóm, ký ngoài nhóm", seat: orgtest.Culture, field: "07", then: handedOver(orgtest.Culture, "NC"),
		says: "Hôm nay lĩnh vực này do Phó Chủ tịch UBND phụ trách kinh tế phụ trách."},
	{name: "Chủ tịch đã giao điều hành vẫn ký", seat: orgtest.Chairman, field: "07", then: handedOver(orgtest.Culture), block: headBlock, says: "Người đứng đầu ký mọi văn bản."},
	{name: "Quyền Chủ tịch ký Q.", seat: orgtest.Chairman, field: "07", staffed: appointed(orgtest.Chairman, orgtest.Chairman, org.Acting),
		block: "TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH", says: "Người đứng đầu ký mọi văn bản."},
	{name: "Phó chủ tịch được giao phụ trách ký KT.", seat: orgtest.Chairman, field: "11", staffed: appointed(orgtest.Chairman, orgtest.Economy, org.InCharge),
		block: deputyBlock, says: "Người đứng đầu ký mọi văn bản."},
	{name: "Chánh văn phòng ký thừa lệnh giấy mời", seat: orgtest.Chief, field: "11", kind: "GM", ruled: orders, block: "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG",
		says: "Được giao ký thừa lệnh (TL.) theo Điều 9 khoản 1, 15/QĐ-UBND."},
	{name: "Chánh văn phòng ký thừa lệnh quyết định", seat: orgtest.Chief, field: "11", kind: "QĐ", ruled: orders,
		says: "Quy chế giao ký thừa lệnh (TL.) một số văn bản, không có lĩnh vực hoặc loại này."},
	{name: "Quyền chánh văn phòng ký thừa lệnh", seat: orgtest.Chief, field: "11", kind: "GM", ruled: orders, staffed: appointed(orgtest.Chief, orgtest.Chief, org.Acting),
		block: "TL. CHỦ TỊCH / Q. CHÁNH VĂN PHÒNG", says: "Được giao ký thừa lệnh (TL.) theo Điều 9 khoản 1, 15/QĐ-UBND."},
	{name: "Phó trưởng phòng phụ trách phòng ký thừa lệnh", seat: orgtest.EconomyHead, field: "10", ruled: orders, staffed: appointed(orgtest.EconomyHead, orgtest.LandOfficer, org.InCharge),
		block: "TL. CHỦ TỊCH / KT. TRƯỞNG PHÒNG KINH TẾ / PHÓ TRƯỞNG PHÒNG KINH TẾ", says: "Được giao ký thừa lệnh (TL.) theo Điều 9 khoản 2, 15/QĐ-UBND."},
	{name: "Phó trưởng phòng được giao ký thừa lệnh thay trưởng phòng", seat: orgtest.LandOfficer, field: "07", kind: "GM",
		staffed: func(o orgtest.Organ, e *org.Establishment) {
			i := slices.IndexFunc(e.Posts, func(p org.Post) bool { return p.ID == o.Posts[orgtest.LandOfficer] })
			e.Posts[i].Role, e.Posts[i].Title = office.RoleDepartmentVice, "Phó Trưởng phòng Kinh tế"
		},
		ruled: func(o orgtest.Organ, v *regulation.Version) {
			v.Clauses = append(v.Clauses, regulation.Clause{Reference: "Điều 9 khoản 3", Slot: routing.SlotSigner, PostID: at(o.Posts[orgtest.LandOfficer]),
				Selectors: regulation.Selectors{Fields: []office.FieldCode{"KT"}, Kinds: []office.KindCode{"GM"}}})
		},
		block: "TL. CHỦ TỊCH / KT. TRƯỞNG PHÒNG KINH TẾ / PHÓ TRƯỞNG PHÒNG KINH TẾ", says: "Được giao ký thừa lệnh (TL.) theo Điều 9 khoản 3, 15/QĐ-UBND."},
	{name: "Trưởng phòng ký thừa ủy quyền trong hạn", seat: orgtest.EconomyHead, field: "11", then: authorised("2026-11-01", "2026-12-01"),
		block: "TUQ. CHỦ TỊCH / TRƯỞNG PHÒNG KINH TẾ", says: "Được ủy quyền theo 12/GUQ-UBND, còn thời hạn và đúng phạm vi, nên ký thừa ủy quyền (TUQ.)."},
	{name: "Trưởng phòng ký thừa ủy quyền ngày cuối cùng", seat: orgtest.EconomyHead, field: "11", then: authorised("2026-11-01", "2026-11-24"),
		block: "TUQ. CHỦ TỊCH / TRƯỞNG PHÒNG KINH TẾ", says: "Được ủy quyền theo 12/GUQ-UBND, còn thời hạn và đúng phạm vi, nên ký thừa ủy quyền (TUQ.)."},
	{name: "Ký thừa ủy quyền khi đã hết hạn", seat: orgtest.EconomyHead, field: "11", then: authorised("2026-11-01", "2026-11-23"),
		says: "Ủy quyền theo 12/GUQ-UBND đã hết hạn ngày 22/11/2026."},
	{name: "Ký thừa ủy quyền khi chưa đến ngày", seat: orgtest.EconomyHead, field: "11", then: authorised("2026-11-24", "2026-12-31"),
		says: "Ủy quyền theo 12/GUQ-UBND chỉ có hiệu lực từ ngày 24/11/2026."},
	{name: "Ký thừa ủy quyền ngoài lĩnh vực", seat: orgtest.EconomyHead, field: "12", then: authorised("2026-11-01", "2026-12-01"),
		says: "Ủy quyền theo 12/GUQ-UBND không gồm lĩnh vực này."},
	{name: "Ký thừa ủy quyền ngoài loại văn bản", seat: orgtest.EconomyHead, field: "11", kind: "QĐ", then: authorised("2026-11-01", "2026-12-01"),
		says: "Ủy quyền theo 12/GUQ-UBND không gồm loại văn bản này."},
	{name: "Phó chủ tịch được giao ký riêng một văn bản", seat: orgtest.Culture, field: "07", then: entrusted(orgtest.Culture), block: deputyBlock,
		says: "Người đứng đầu giao ký riêng văn bản này theo Phiếu giao ký số 3, nên ký thay (KT.)."},
	{name: "Phó chủ tịch khác không ký văn bản giao riêng", seat: orgtest.Culture, field: "07", then: entrusted(orgtest.Economy),
		says: "Hôm nay lĩnh vực này do Phó Chủ tịch UBND phụ trách kinh tế phụ trách."},
}

func TestWhoMaySignInCasesThatAnOfficerCanDispute(t *testing.T) {
	for _, c := range signingCases {
		t.Run(c.name, func(t *testing.T) {
			databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) { c.run(t, db) })
		})
	}
}

func (c signingCase) run(t *testing.T, db *database.DB) {
	w := &world{t: t, db: db, service: regulation.New(db)}
	ward, rows := orgtest.Commune("00001", "phường Một", nil)
	if c.staffed != nil {
		c.staffed(ward, rows)
	}
	orgtest.Enter(t, db, *rows)
	w.ward = ward
	v := version(ward)
	if c.ruled != nil {
		c.ruled(ward, &v)
	}
	w.enter(v)
	paper := regulation.ToSign{Document: office.NewID(), Kind: "CV"}
	if c.kind != "" {
		paper.Kind = c.kind
	}
	if c.field != "" {
		paper.Fields = []office.FieldCode{c.field}
	}
	if c.then != nil {
		c.then(w, paper.Document)
	}
	w.read(func(tx *database.Tx) error {
		signers, err := w.service.MaySign(ctx, tx, ward.ID, paper, today)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(signers, func(s regulation.Signer) bool { return s.Post == ward.Posts[c.seat] })
		if i < 0 {
			t.Fatalf("không có tên trong danh sách: %+v", signers)
		}
		s := signers[i]
		if s.Entitled != (c.block != "") || s.Entitled && strings.Join(s.Block, " / ") != c.block {
			t.Errorf("ký được: %v, %s; đáng ra %q", s.Entitled, strings.Join(s.Block, " / "), c.block)
		}
		if says := language.Text(language.Vietnamese, s.Why, s.Args...); says != c.says {
			t.Errorf("nói %q, đáng ra %q", says, c.says)
		}
		return nil
	})
}

func TestAnAuthorisationNeedsAHeadAScopeAndAnEndAndAllFaultsAreToldAtOnce(t *testing.T) {
	each(t, func(w *world) {
		_, err := w.service.Authorise(ctx, w.ward.Actor(orgtest.Chairman), regulation.Authorisation{OrganID: w.ward.ID, PostID: w.ward.Posts[orgtest.LandOfficer],
			StartsOn: today, EndsOn: today})
		var keys []string
		for _, e := range office.All(err) {
			keys = append(keys, e.Key+" "+e.Field)
		}
		want := []string{"authority.enter.not_a_head post", "authority.enter.number number", "authority.enter.end_missing ends_on", "authority.enter.no_scope fields"}
		if !slices.Equal(keys, want) {
			t.Errorf("told %q, want %q", keys, want)
		}
		_, err = w.service.Authorise(ctx, w.ward.Actor(orgtest.Economy), regulation.Authorisation{OrganID: w.ward.ID})
		wants(t, err, office.KindForbidden, "authority.only_head", "")
	})
}

func TestAnAuthorisationThatIsEndedEndsThatDayAndOnlyForItsOrgan(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		authorised("2026-11-01", "2026-12-31")(w, office.ID{})
		all, err := w.service.Authorisations(ctx, w.ward.Actor(orgtest.Clerk))
		if err != nil || len(all) != 1 || all[0].Number != "12/GUQ-UBND" || !slices.Equal(all[0].Fields, []office.FieldCode{"11"}) {
			t.Fatalf("%v %+v", err, all)
		}
		if none, err := w.service.Authorisations(ctx, w.other.Actor(orgtest.Chairman)); err != nil || len(none) != 0 {
			t.Errorf("another organ sees %v %v", none, err)
		}
		wants(t, w.service.EndAuthorisation(ctx, w.other.Actor(orgtest.Chairman), all[0].ID, today), office.KindNotFound, "authority.none", "")
		wants(t, w.service.EndAuthorisation(ctx, w.ward.Actor(orgtest.Chairman), all[0].ID, "2027-01-01"), office.KindInvalid, "authority.bad_end", "ends_on")
		if err := w.service.EndAuthorisation(ctx, w.ward.Actor(orgtest.Chairman), all[0].ID, today); err != nil {
			t.Fatal(err)
		}
		w.read(func(tx *database.Tx) error {
			signers, err := w.service.MaySign(ctx, tx, w.ward.ID, regulation.ToSign{Fields: []office.FieldCode{"11"}, Kind: "CV"}, today)
			if i := slices.IndexFunc(signers, func(s regulation.Signer) bool { return s.Post == w.ward.Posts[orgtest.EconomyHead] }); i < 0 || signers[i].Entitled {
				t.Errorf("after its end: %+v", signers)
			}
			return err
		})
	})
}

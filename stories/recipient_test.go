package stories

import (
	"slices"
	"testing"

	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/org/orgtest"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/report"
	"congvan/signing"
)

func TestARefusalReachesTheSenderWithReasonAndMend(t *testing.T) {
	Tell(t, func(s *Story) {
		city, ward := s.City, s.Ward
		d := s.Dispatched(Directive{Field: land}, ward, s.Market)
		refusal := dispatch.Refusal{Code: "wrong_recipient", Reason: "Địa bàn nêu trong văn bản không thuộc phường", Mend: "Gửi UBND phường Chợ Đông"}
		s.As(ward.LandOfficer).Refused("dispatch.only_recipient_clerk").Refuse(d, refusal)
		for key, bad := range map[string]dispatch.Refusal{
			"dispatch.unknown_refusal": {Code: "do not like it", Reason: "x", Mend: "y"},
			"dispatch.reason_needed":   {Code: "duplicate", Mend: "y"},
			"dispatch.mend_needed":     {Code: "duplicate", Reason: "x", Mend: "  "},
		} {
			s.As(ward.Clerk).Refused(key).Refuse(d, bad)
		}
		s.As(ward.Clerk).Refuse(d, refusal)
		s.As(ward.Clerk).Has(d)
		tracked := s.As(city.LandOfficer).Follow(d, ward)
		if got := tracked.Delivery; got.State != dispatch.Refused || got.RefusalReason != refusal.Reason || got.RefusalMend != refusal.Mend {
			s.Errorf("the sender sees %s: %q, %q", got.State, got.RefusalReason, got.RefusalMend)
		}
		s.As(city.Clerk).Has(d, desk.Dispatch)
		s.As(ward.Clerk).Refused("dispatch.state_forbids").Register(d, land)
		s.As(ward.Clerk).Refused("dispatch.no_delivery").Acknowledge(d, ward)
		s.As(city.Chairman).Refused("dispatch.only_clerk").Acknowledge(d, ward)
		s.As(city.Clerk).Refused("dispatch.state_forbids").Acknowledge(d, s.Market)
		s.As(city.Clerk).Acknowledge(d, ward)
		s.As(city.Clerk).Has(d)
		if other := s.As(city.Clerk).Follow(d, s.Market).Delivery.State; other != dispatch.Assigned {
			s.Errorf("the other recipient's delivery is %s", other)
		}
	})
}

// TestAPaperReturnedAfterRegisteringKeepsItsNumber: NĐ 30/2020 Điều 21.2b.
func TestAPaperReturnedAfterRegisteringKeepsItsNumber(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Dispatched(Directive{Field: land}, s.Ward)
		s.As(s.Ward.Clerk).Register(d)
		s.As(s.Ward.Clerk).Refuse(d, dispatch.Refusal{Code: "wrong_recipient", Reason: "Gửi nhầm", Mend: "Gửi nơi khác"})
		s.As(s.Ward.Economy).Has(d)
		if lines := s.register(s.Ward, register.In); len(lines) != 1 || lines[0].State != report.Returned || lines[0].Number != 1 {
			s.Errorf("the register: %+v", lines)
		}
	})
}

func TestAWrongFieldIsMendedInOneTapAndTheFirstDecisionStays(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: schools}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Culture).Has(d, desk.Lead)
		s.As(ward.LandOfficer).Refused("dispatch.no_delivery").WrongField(d, land)
		s.As(ward.Culture).Refused("dispatch.unknown_field").WrongField(d, "99")
		s.As(ward.Culture).Refused("dispatch.field_already").WrongField(d, schools)
		s.As(ward.Culture).WrongField(d, land)
		s.As(ward.Culture).Has(d)
		s.As(ward.Economy).Has(d, desk.Lead)

		v := s.As(ward.Economy).See(d)
		if len(v.Decisions) != 2 || v.Decisions[0].Cause != "registered" || v.Decisions[1].Cause != "wrong_field" || v.FactsRevision != 2 {
			s.Fatalf("%d decisions, facts revision %d", len(v.Decisions), v.FactsRevision)
		}
		first, second := v.Decisions[0].Answer.Decision.Leader.Post, v.Decisions[1].Answer.Decision.Leader.Post
		if string(first) != ward.Posts[orgtest.Culture].String() || string(second) != ward.Posts[orgtest.Economy].String() {
			s.Errorf("the decisions name %s, then %s", first, second)
		}
		for _, f := range v.Facts {
			if f.Name == dispatch.FactField && f.Principal && (f.Value != string(land) || f.Source != dispatch.FromWrongField || f.ConfirmedBy == nil) {
				s.Errorf("the fact in force: %+v", f)
			}
		}
		if n := s.count(`select count(*) from delivery_facts where delivery_id = $1 and revision = 1 and value = $2`, v.ID, schools); n != 1 {
			s.Error("the first facts are gone")
		}
	})
}

func TestWhoHandsBackGivesAReasonAndThePaperGoesUpOneStep(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Economy).Assign(d, ward.LandOfficer, "")
		s.As(ward.LandOfficer).Refused("dispatch.reason_needed").HandBack(d, " ")
		s.As(ward.CultureHead).Refused("dispatch.no_delivery").HandBack(d, "Không phải việc của tôi")
		s.As(ward.LandOfficer).HandBack(d, "Việc này thuộc phòng Văn hóa")
		s.As(ward.LandOfficer).Has(d)
		s.As(ward.Economy).Has(d, desk.Lead)
		s.As(ward.Economy).HandBack(d, "Đề nghị phân công lại")
		s.As(ward.Economy).Has(d)
		s.As(ward.Chief).Has(d, desk.Distribute)
		s.As(ward.Chief).Assign(d, ward.CultureHead, "")
		s.As(ward.CultureHead).Has(d, desk.Handle)
	})
}

func TestTheDistributorConfirmsOrOverrulesWithAReason(t *testing.T) {
	Tell(t, func(s *Story) {
		hill := s.Hill
		d := s.Dispatched(Directive{Field: land}, hill)
		s.As(hill.Clerk).Refused("dispatch.not_yours_to_distribute").Distribute(d, hill.Economy, "")
		s.As(hill.Chief).Refused("dispatch.not_a_leader").Distribute(d, hill.LandOfficer, "Cho nhanh")
		s.As(hill.Chief).Refused("dispatch.reason_needed").Distribute(d, hill.Culture, "")
		s.As(hill.Chief).Distribute(d, hill.Culture, "Đồng chí Mười đi học")
		s.As(hill.Chief).Has(d)
		s.As(hill.Culture).Has(d, desk.Lead)
		s.As(hill.Economy).Has(d)
	})
}

// TestAnAbsenceThatBeginsTomorrowMovesTomorrowsList: the rows are those of today; only who answers for the post is asked anew.
func TestAnAbsenceThatBeginsTomorrowMovesTomorrowsList(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		if err := s.Org.ReportAbsence(ctx, s.actor(ward.Economy), tuesday, wednesday, "Đi tập huấn"); err != nil {
			s.Fatal(err)
		}
		today := s.As(ward.Economy).Desk(d)
		s.As(ward.Culture).Has(d)
		rows := s.count(`select count(*) from work`)

		s.Clock.To(tuesday, 8, 0)
		tomorrow := s.As(ward.Culture).Desk(d)
		if len(today) != 1 || len(tomorrow) != 1 || today[0].ID != tomorrow[0].ID || rows != s.count(`select count(*) from work`) {
			s.Fatalf("today %v, tomorrow %v", today, tomorrow)
		}
		s.As(ward.Culture).Assign(d, ward.LandOfficer, "Giao đồng chí Hai")
		v := s.As(ward.Chairman).See(d)
		if got := v.Endorsements[0].Capacity; got != office.AsSubstitute {
			s.Errorf("the endorsement was given as %s", got)
		}

		s.Clock.To(wednesday, 8, 0)
		s.As(ward.Culture).Has(d)
	})
}

func TestSomebodyElsesPaperDoesNotExist(t *testing.T) {
	Tell(t, func(s *Story) {
		city, ward, market := s.City, s.Ward, s.Market
		d := s.Dispatched(Directive{Field: land}, ward)
		id := s.delivery(d, ward.ID)
		for _, who := range []Who{market.Clerk, market.Chairman, city.LandOfficer, ward.SchoolsOfficer} {
			actor := s.actor(who)
			for act, try := range map[string]func() error{
				"see":      func() error { _, err := s.Dispatch.Get(ctx, actor, id); return err },
				"open":     func() error { return s.Dispatch.Open(ctx, actor, id) },
				"read":     func() error { _, _, err := s.Dispatch.File(ctx, actor, id); return err },
				"read why": func() error { _, err := s.Dispatch.Explain(ctx, actor, id, language.Vietnamese); return err },
			} {
				if err := try(); office.KindOf(err) != office.KindNotFound {
					s.Errorf("%s of %s can %s another's paper: %v", actor.Title(), who.office.ShortName, act, err)
				}
			}
			if who.office == ward {
				continue // of the organ: he is told that it is not his
			}
			for act, try := range map[string]func() error{
				"register": func() error { _, err := s.Dispatch.Register(ctx, actor, id, 0, dispatch.Choice{}); return err },
				"refuse": func() error {
					_, err := s.Dispatch.Refuse(ctx, actor, id, 0, dispatch.Refusal{Code: "duplicate", Reason: "x", Mend: "y"})
					return err
				},
				"assign": func() error { _, err := s.Dispatch.Assign(ctx, actor, id, 0, dispatch.Assignment{}); return err },
				"start":  func() error { _, err := s.Dispatch.Start(ctx, actor, id, 0); return err },
				"finish": func() error { _, err := s.Dispatch.Finish(ctx, actor, id, 0, "xong"); return err },
				"name":   func() error { _, err := s.Dispatch.WrongField(ctx, actor, id, 0, schools); return err },
				"back":   func() error { _, err := s.Dispatch.HandBack(ctx, actor, id, 0, "không phải"); return err },
				"words":  func() error { _, err := s.Dispatch.Endorse(ctx, actor, id, 0, "không phải"); return err },
			} {
				if err := try(); office.KindOf(err) != office.KindNotFound {
					s.Errorf("%s of %s can %s another's paper: %v", actor.Title(), who.office.ShortName, act, err)
				}
			}
		}
		// The issuer's row is the issuer's: a recipient knows its delivery only, and whom else it was sent to not at all.
		for _, who := range []Who{ward.Clerk, market.Clerk} {
			if _, err := s.Document.Get(ctx, s.actor(who), d.ID); office.KindOf(err) != office.KindNotFound {
				s.Errorf("%s reads the issuer's document: %v", who.office.ShortName, err)
			}
			if _, err := s.Dispatch.ProgressOf(ctx, s.actor(who), d.ID); office.KindOf(err) != office.KindNotFound {
				s.Errorf("%s follows the dispatch: %v", who.office.ShortName, err)
			}
		}
		if v := s.As(ward.Clerk).See(d); v.State != dispatch.Arrived || v.Version != 2 {
			s.Errorf("after all that it is %s, version %d", v.State, v.Version)
		}
	})
}

func TestOfTwoClerksWhoRegisterAtOnceOneIsToldAndOneNumberIsGiven(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Dispatched(Directive{Field: land}, s.Ward)
		id, seen := s.delivery(d, s.Ward.ID), s.As(s.Ward.Clerk).See(d)
		answers := make(chan error, 4)
		for range cap(answers) {
			go func() {
				_, err := s.Dispatch.Register(ctx, s.actor(s.Ward.Clerk), id, seen.Version, dispatch.Choice{Fields: []office.FieldCode{land}})
				answers <- err
			}()
		}
		won := 0
		for range cap(answers) {
			if err := <-answers; err == nil {
				won++
			} else if kind := office.KindOf(err); kind != office.KindConflict && kind != office.KindStale {
				s.Error(err)
			}
		}
		if n := s.count(`select count(*) from register_entries where organ_id = $1`, s.Ward.ID); won != 1 || n != 1 {
			s.Errorf("%d won, %d numbers were given", won, n)
		}
	})
}

func TestTheClerkMayChooseOtherFieldsForItsOwnOrgan(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: schools}, ward)
		id := s.delivery(d, ward.ID)
		for field, choice := range map[string]dispatch.Choice{
			"fields": {Fields: []office.FieldCode{"99"}}, "areas": {Fields: []office.FieldCode{land}, Areas: []office.AreaCode{"thon-khong-co"}},
		} {
			_, err := s.Dispatch.Register(ctx, s.actor(ward.Clerk), id, 0, choice)
			if e, ok := err.(*office.Error); !ok || e.Kind != office.KindInvalid || e.Field != field {
				s.Errorf("%s: %v", field, err)
			}
		}
		s.As(ward.Clerk).Register(d, land, schools)
		v := s.As(ward.Economy).See(d)
		var sources []dispatch.Source
		for _, f := range v.Facts {
			sources = append(sources, f.Source)
		}
		if want := []dispatch.Source{dispatch.FromClerk, dispatch.FromClerk}; !slices.Equal(sources, want) || v.Facts[0].Value != string(land) {
			s.Errorf("facts: %+v", v.Facts)
		}
		if len(v.Proposed.Fields) != 1 || v.Proposed.Fields[0] != schools {
			s.Errorf("the sender's word was lost: %v", v.Proposed)
		}
	})
}

func TestGapsConflictsAndUnclassifiedPapersComeToTheChiefOfOffice(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		for _, c := range []struct {
			field office.FieldCode
			why   string
		}{{nobodys, "gap"}, {tourism, "conflict"}} {
			d := s.Dispatched(Directive{Field: c.field, Subject: "Văn bản về " + regulation.FieldName(c.field)}, ward)
			s.As(ward.Clerk).Register(d)
			if why := s.As(ward.Chief).Queue(d); !slices.Contains(why, c.why) {
				s.Errorf("field %s stands in the queue for %v", c.field, why)
			}
			s.As(ward.Chairman).Has(d, desk.Lead) // to the head, until he decides
			s.As(ward.Chairman).Assign(d, ward.LandOfficer, "Giao xử lý")
			if why := s.As(ward.Chief).Queue(d); len(why) != 0 {
				s.Errorf("assigned, it still stands in the queue for %v", why)
			}
		}
		atOnce := s.Dispatched(Directive{Field: nobodys, Subject: "Văn bản không ai phụ trách"}, s.Market) // its way assigns at once
		if why := s.As(s.Market.Chief).Queue(atOnce); !slices.Contains(why, "gap") {
			s.Errorf("assigned by the organ's way alone, it stands in the queue for %v", why)
		}
		d := s.Dispatched(Directive{Field: land, Subject: "Văn bản chưa rõ lĩnh vực"}, ward)
		if _, err := s.Dispatch.Register(ctx, s.actor(ward.Clerk), s.delivery(d, ward.ID), 0, dispatch.Choice{}); err != nil {
			s.Fatal(err)
		}
		if why := s.As(ward.Chief).Queue(d); !slices.Contains(why, "unclassified") || !slices.Contains(why, "distribute") {
			s.Errorf("an unclassified paper stands in the queue for %v", why)
		}
		s.As(ward.Chief).Has(d, desk.Distribute)
		s.As(ward.LandOfficer).Refused("dispatch.may_not_list").Queue(d)
	})
}

// TestAPaperThatNobodyCanJudgeWaitsForAClerkWhoAcceptsIt: while the authority is not on the trust list the verdict is undetermined, and no rule
// takes the paper in.
func TestAPaperThatNobodyCanJudgeWaitsForAClerkWhoAcceptsIt(t *testing.T) {
	Tell(t, func(s *Story) {
		market := s.Market
		d := s.Issued(Directive{Field: land})
		if _, err := s.Database.Pool().ExecContext(ctx, `update trust_anchors set removed_at = added_at`); err != nil {
			s.Fatal(err)
		}
		s.As(s.City.Clerk).Send(d, "phat-hanh-1", market)
		s.Work()
		if v := s.As(market.Clerk).See(d); v.State != dispatch.Arrived || v.Verdict != string(signing.Undetermined) {
			s.Fatalf("%s, signatures %s", v.State, v.Verdict)
		}
		s.As(market.Clerk).Has(d, desk.Receive)
		s.As(market.Clerk).Refused("dispatch.acceptance_needed").Register(d, land)
		if got := s.As(market.Clerk).Accept(d, land); got.State != dispatch.Assigned || *got.NumberIn != 1 {
			s.Errorf("accepted: %s", got.State)
		}
	})
}

// TestAConfidentialPaperOpensToWhoHasItAndToNobodyElse: no substitute, no search text, no notice but that there is a paper.
func TestAConfidentialPaperOpensToWhoHasItAndToNobodyElse(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land, Subject: "Đơn tố cáo về nhà trọ ven sông", Confidential: true}, ward)
		s.As(ward.Clerk).See(d)
		s.As(ward.Chief).Refused("dispatch.no_delivery").See(d)
		s.As(ward.Chairman).Refused("dispatch.no_delivery").See(d)
		s.As(ward.Clerk).Register(d)
		s.Work()
		s.As(ward.Economy).See(d)
		s.As(ward.Chief).Refused("dispatch.no_delivery").See(d)
		for _, who := range []Who{ward.Economy, ward.Clerk, ward.Chairman, s.City.Clerk, s.City.LandOfficer} {
			if n := s.As(who).Finds("nha tro ven song"); n != 0 {
				s.Errorf("%s of %s finds it", who.seat, who.office.ShortName)
			}
		}
		for _, who := range []Who{ward.Chairman, ward.Chief} {
			listed, total, err := s.Dispatch.Incoming(ctx, s.actor(who), dispatch.States(), 10, 0)
			if err != nil || total != 0 || len(listed) != 0 || len(s.As(who).Queue(d)) != 0 {
				s.Errorf("%s has it in a list of the organ: %v", who.seat, err)
			}
		}
		if _, total, err := s.Dispatch.Incoming(ctx, s.actor(ward.Clerk), dispatch.States(), 10, 0); err != nil || total != 1 {
			s.Errorf("the clerk's list holds %d: %v", total, err)
		}
		s.As(s.City.Clerk).Follow(d, ward)
		s.As(s.City.SchoolsOfficer).Refused("dispatch.none").Progress(d)
		if board, err := s.Dispatch.Board(ctx, s.actor(s.City.SchoolsOfficer), monday); err != nil || len(board.Tracked) != 0 {
			s.Errorf("a colleague of the sender has %d on the board: %v", len(board.Tracked), err)
		}
		if keys := s.As(ward.Economy).Notices(); !slices.Equal(keys, []string{"dispatch.notice_confidential"}) {
			s.Errorf("notices %v", keys)
		}
		if err := s.Org.ReportAbsence(ctx, s.actor(ward.Economy), tuesday, wednesday, "Đi tập huấn"); err != nil {
			s.Fatal(err)
		}
		s.Clock.To(tuesday, 8, 0)
		s.As(ward.Culture).Refused("dispatch.no_delivery").See(d)
		if keys := s.As(ward.Culture).Notices(); !slices.Equal(keys, []string{"dispatch.notice_confidential"}) {
			s.Errorf("the substitute's notices: %v", keys)
		}
		for who, want := range map[Who]bool{ward.Culture: true, ward.Chief: false, s.Market.Chief: false} {
			if told, err := s.Dispatch.Told(ctx, s.actor(who), s.delivery(d, ward.ID)); err != nil || told != want {
				s.Errorf("%s of %s was told of it: %v, %v", who.seat, who.office.ShortName, told, err)
			}
		}
	})
}

func TestWordReachesWhoGetsAPaper(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward, s.Market)
		for who, want := range map[Who][]string{
			ward.Clerk: {"dispatch.notice_receive"}, ward.Economy: nil, s.Market.Economy: {"dispatch.notice_lead"}, s.Market.EconomyHead: {"dispatch.notice_handle"},
			s.Hill.Clerk: nil,
		} {
			if got := s.As(who).Notices(); !slices.Equal(got, want) {
				s.Errorf("%s of %s: notices %v, want %v", who.seat, who.office.ShortName, got, want)
			}
		}
		s.As(ward.Clerk).Register(d)
		if got := s.As(ward.Economy).Notices(); !slices.Equal(got, []string{"dispatch.notice_lead"}) {
			s.Errorf("after registering: %v", got)
		}
		delegate := s.actor(ward.Culture)
		delegate.Posts = append(delegate.Posts, office.HeldPost{Post: ward.Posts[ward.Economy.seat], Role: office.RoleDeputy, Capacity: office.AsDelegate,
			Fields: []office.FieldCode{schools}})
		if all, unseen, err := s.Dispatch.Notices(ctx, delegate, 100); err != nil || len(all) != 0 || unseen != 0 {
			s.Errorf("who answers for other fields of the post has %d notices, %d new: %v", len(all), unseen, err)
		}
	})
}

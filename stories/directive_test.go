package stories

import (
	"slices"
	"testing"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/register"
	"congvan/office/report"
	"congvan/signing"
)

// TestADirectiveIsCarriedOutInThreeCommunes is the main job from the draft to "done", and at the end the proof of the record.
func TestADirectiveIsCarriedOutInThreeCommunes(t *testing.T) {
	Tell(t, func(s *Story) {
		city, ward, market, hill := s.City, s.Ward, s.Market, s.Hill

		draft := s.As(city.LandOfficer).Draft(Directive{Field: land})
		s.As(city.LandOfficer).Has(draft, desk.Draft)
		s.As(city.LandOfficer).Submit(draft)
		s.As(city.Chairman).Has(draft, desk.Sign)
		signed := s.As(city.Chairman).Sign(draft)
		if signed.CodeText() != "01/UBND-NNMT" || signed.IssuedOn != monday || signed.State != document.StateSigned {
			s.Fatalf("signed as %s on %s, %s", signed.CodeText(), signed.IssuedOn, signed.State)
		}
		s.As(city.Clerk).Has(draft, desk.Seal)
		s.As(city.Clerk).Seal(draft)
		s.As(city.Clerk).Has(draft, desk.Dispatch)
		s.As(city.Clerk).Send(draft, "phat-hanh-1", ward, market, hill)
		if code := s.As(city.Clerk).Follow(draft, ward).Delivery.State; code != dispatch.Sent {
			s.Fatalf("before any job ran the ward's delivery is %s", code)
		}

		s.Work() // arrives everywhere; two communes register by their rule
		s.As(ward.Clerk).Has(draft, desk.Receive)
		s.As(ward.Economy).Has(draft)
		s.As(market.Economy).Has(draft, desk.Lead)
		s.As(market.EconomyHead).Has(draft, desk.Handle)
		s.As(hill.Chief).Has(draft, desk.Distribute)
		s.As(hill.Economy).Has(draft)

		got := s.As(ward.Clerk).Register(draft)
		if *got.NumberIn != 1 || got.State != dispatch.Received || got.Verdict != string(signing.Valid) {
			s.Fatalf("registered as %d, %s, signatures %s", *got.NumberIn, got.State, got.Verdict)
		}
		s.As(ward.Clerk).Has(draft)
		s.As(ward.Economy).Has(draft, desk.Lead)
		s.As(ward.Economy).Assign(draft, ward.EconomyHead, "Phòng Kinh tế chủ trì, báo cáo trước ngày 30/11.")
		s.As(ward.EconomyHead).HandDown(draft, ward.LandOfficer)
		s.As(ward.LandOfficer).Start(draft)
		s.As(ward.LandOfficer).Finish(draft, "Đã kiểm tra 42 nhà trọ, nhắc nhở 3 nơi.")
		s.As(ward.LandOfficer).Has(draft)

		s.As(hill.Chief).Distribute(draft, hill.Economy, "")
		s.As(hill.Economy).Has(draft, desk.Lead)

		for _, c := range []struct {
			recipient *Office
			state     dispatch.State
		}{{ward, dispatch.Done}, {market, dispatch.Assigned}, {hill, dispatch.Received}} {
			tracked := s.As(city.Clerk).Follow(draft, c.recipient)
			if tracked.Delivery.State != c.state || tracked.PostTitle != "Phó Chủ tịch UBND phụ trách kinh tế" {
				s.Errorf("the sender sees %s: %s at %s", c.recipient.ShortName, tracked.Delivery.State, tracked.PostTitle)
			}
		}
		s.history(draft)
		s.proof(draft)
	})
}

// history checks that every step of the ward left its event, in order.
func (s *Story) history(d document.Document) {
	s.Helper()
	v := s.As(s.Ward.Clerk).See(d)
	var codes []string
	for _, e := range v.Events {
		codes = append(codes, e.Code)
	}
	if want := []string{"01", "03", "04", "hand_down", "05", "06"}; !slices.Equal(codes, want) {
		s.Errorf("events %v, want %v", codes, want)
	}
	if len(v.Endorsements) != 1 || len(v.Decisions) != 1 || v.Report == nil || v.Report.Verdict != signing.Valid || len(v.Report.Signatures) != 2 {
		s.Errorf("%d endorsements, %d decisions, report %+v", len(v.Endorsements), len(v.Decisions), v.Report)
	}
}

// proof seals the record, verifies it, alters one row behind the program's back, and has it found.
func (s *Story) proof(d document.Document) {
	s.Helper()
	sealer := audit.Sealer{DB: s.Database, Stamper: s.Authority}
	if err := sealer.Seal(ctx); err != nil {
		s.Fatal(err)
	}
	verify := func() audit.Report {
		report, err := audit.Verify(ctx, s.Database, func(token, digest []byte) (time.Time, error) {
			evidence, err := s.Authority.Evidence()
			if err != nil {
				return time.Time{}, err
			}
			return signing.VerifyTimeStamp(ctx, token, digest, s.Authority.Trust(), evidence, s.Clock.Now())
		})
		if err != nil {
			s.Fatal(err)
		}
		return report
	}
	if report := verify(); len(report.Problems) != 0 || report.Links == 0 || report.Stamped == 0 {
		s.Fatalf("the untouched record: %+v", report)
	}
	drop := "drop trigger audit_events_no_update"
	if s.Database.Engine() == database.PostgreSQL {
		drop = "drop trigger audit_events_append_only on audit_events"
	}
	for _, statement := range []string{drop, `update audit_events set detail = '99/UBND-NNMT' where action = 'dispatch.finish'`} {
		if _, err := s.Database.Pool().ExecContext(ctx, statement); err != nil {
			s.Fatal(err)
		}
	}
	report := verify()
	if len(report.Problems) != 1 || report.Problems[0].Fault != audit.Altered || report.Problems[0].Organ != s.Ward.ID {
		s.Errorf("one altered row gives the problems %v", report.Problems)
	}
}

func TestADraftSentBackCanBeMendedAndSubmittedAgain(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		draft := s.As(city.LandOfficer).Draft(Directive{Field: land})
		s.As(city.LandOfficer).Submit(draft)
		s.As(city.Chairman).Refused("approval.note_needed").Return(draft, " ")
		s.As(city.Economy).Refused("approval.not_the_signer").Return(draft, "Bổ sung thời hạn")
		s.As(city.Chairman).Return(draft, "Bổ sung thời hạn")
		s.As(city.Chairman).Has(draft)
		s.As(city.LandOfficer).Has(draft, desk.Draft)
		s.As(city.Chairman).Refused("approval.not_submitted").Sign(draft)
		s.As(city.LandOfficer).Submit(draft)
		s.As(city.Chairman).Sign(draft)
	})
}

func TestALeaderSignsOnlyWhatIsHisAndNoNumberIsLost(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		mine := s.As(city.LandOfficer).Draft(Directive{Field: land, Subject: "Văn bản thứ nhất"})
		schoolsPaper := s.As(city.LandOfficer).Draft(Directive{Field: schools, Subject: "Văn bản thứ hai", Signer: city.Economy})
		landPaper := s.As(city.LandOfficer).Draft(Directive{Field: land, Subject: "Văn bản thứ ba", Signer: city.Economy})
		keyless := s.As(city.LandOfficer).Draft(Directive{Field: schools, Subject: "Văn bản thứ tư", Signer: city.Culture})
		s.As(city.Chairman).Refused("approval.not_submitted").Sign(mine)
		for _, d := range []document.Document{mine, schoolsPaper, landPaper, keyless} {
			s.As(city.LandOfficer).Submit(d)
		}
		s.As(city.Economy).Refused("approval.not_the_signer").Sign(mine)
		s.As(city.Clerk).Refused("approval.not_the_signer").Sign(mine)
		s.As(s.Ward.Chairman).Refused("document.none").Sign(mine)
		s.As(city.Economy).Refused("authority.not_assigned").Sign(schoolsPaper) // another deputy's field: NĐ 30/2020 Điều 13
		s.As(city.Culture).Refused("seal.no_leader_key").Sign(keyless)
		if n := s.numbers(city); len(n) != 0 {
			s.Fatalf("what was refused or failed took the numbers %v", n)
		}
		if signed := s.As(city.Chairman).Sign(mine); *signed.Number != 1 {
			s.Errorf("the first number is %d", *signed.Number)
		}
		s.As(city.Culture).Refused("seal.no_leader_key").Sign(keyless)
		if signed := s.As(city.Economy).Sign(landPaper); *signed.Number != 2 {
			s.Errorf("after a failed signing the next number is %d", *signed.Number)
		}
		s.As(city.Chairman).Refused("approval.not_submitted").Sign(mine)
		if n := s.numbers(city); !slices.Equal(n, []int{2, 1}) {
			s.Errorf("in the register: %v", n)
		}
	})
}

// numbers are those in an organ's register of outgoing papers, newest first.
func (s *Story) numbers(o *Office) []int {
	s.Helper()
	var all []int
	for _, line := range s.register(o, register.Out) {
		all = append(all, line.Number)
	}
	return all
}

// register is an organ's register as its clerk reads it, the newest number first.
func (s *Story) register(o *Office, direction register.Direction) []report.Line {
	s.Helper()
	page, err := s.Report.Register(ctx, s.actor(o.Clerk), report.Query{Direction: direction, Year: monday.Year(), Series: register.Common}, report.Cursor{}, 100)
	if err != nil {
		s.Fatal(err)
	}
	return page.Lines
}

// TestTheSealIsPutByWhoHasCustodyOfItAndNobodyElse: NĐ 30/2020 Điều 32.1; custody passes with its record and from its day on.
func TestTheSealIsPutByWhoHasCustodyOfItAndNobodyElse(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		draft := s.As(city.LandOfficer).Draft(Directive{Field: land})
		s.As(city.LandOfficer).Submit(draft)
		s.As(city.Clerk).Refused("approval.not_signed").Seal(draft)
		s.As(city.Chairman).Sign(draft)
		for _, who := range []Who{city.Chairman, city.Chief, city.SecondClerk, city.LandOfficer} {
			s.As(who).Refused("seal.not_the_custodian").Seal(draft)
		}
		s.As(s.Ward.Clerk).Refused("document.none").Seal(draft)
		if err := s.Seal.HandOver(ctx, s.actor(city.Chief), city.ID, city.People[secondClerk], tuesday, "Biên bản bàn giao"); err != nil {
			s.Fatal(err)
		}
		s.As(city.SecondClerk).Refused("seal.not_the_custodian").Seal(draft)
		s.Clock.To(tuesday, 8, 0)
		s.As(city.Clerk).Refused("seal.not_the_custodian").Seal(draft)
		s.As(city.SecondClerk).Seal(draft)
		s.As(city.SecondClerk).Refused("approval.not_signed").Seal(draft)
	})
}

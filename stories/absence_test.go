package stories

import (
	"strings"
	"testing"

	"congvan/audit"
	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
)

// Away says that he will be away from one day up to another, the first day back.
func (b By) Away(from, to office.Day) {
	b.s.Helper()
	b.end("report an absence", b.s.Org.ReportAbsence(ctx, b.actor, from, to, "Đi công tác"))
}

// Roster puts people on duty for a day, the first to be asked first.
func (b By) Roster(day office.Day, people ...Who) {
	b.s.Helper()
	var list []org.Duty
	for i, w := range people {
		list = append(list, org.Duty{PersonID: w.office.People[w.seat], Rank: i + 1, StartsOn: day, EndsOn: day.Add(1)})
	}
	b.end("set the roster", b.s.Org.SetRoster(ctx, b.actor, day, day.Add(1), list))
}

// Delegate hands over what a post has in some fields, or everything.
func (b By) Delegate(number string, from, to Who, starts, ends office.Day, fields ...office.FieldCode) {
	b.s.Helper()
	_, err := b.s.Regulation.Delegate(ctx, b.actor, regulation.Delegation{OrganID: b.actor.Organ, FromPost: from.office.Posts[from.seat], ToPost: to.office.Posts[to.seat],
		Fields: fields, Number: number, StartsOn: starts, EndsOn: ends})
	b.end("delegate", err)
}

// WhyHis is why a paper came to whom it came, in the words of the page.
func (b By) WhyHis(id office.ID) string {
	b.s.Helper()
	words, err := b.s.Dispatch.Explain(ctx, b.actor, id, language.Vietnamese)
	b.end("read why", err)
	return words.Answer
}

// acted is the capacity in which the last act on a delivery was done, and what the audit keeps of it.
func (s *Story) acted(v dispatch.View) (office.Capacity, string) {
	s.Helper()
	var entries []audit.Entry
	if err := s.Database.Read(ctx, func(tx *database.Tx) (err error) {
		entries, err = audit.Of(ctx, tx, v.ID)
		return err
	}); err != nil || len(entries) == 0 {
		s.Fatal(entries, err)
	}
	return v.Events[len(v.Events)-1].Capacity, entries[len(entries)-1].Detail
}

func TestTheChairmanAwayTheDeputyWhoRunsTheOrganHasHisPapers(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		s.As(ward.Chairman).Away(monday, wednesday)
		d := s.Dispatched(Directive{Field: nobodys}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Culture).Has(d)
		s.As(ward.Economy).Has(d, desk.Lead)
		s.As(ward.Economy).Assign(d, ward.CultureHead, "Giao phòng")
		if capacity, record := s.acted(s.As(ward.Economy).See(d)); capacity != office.AsSubstitute || !strings.HasSuffix(record, "; substitute: Chủ tịch UBND") {
			s.Errorf("acted as %s, on the record: %q", capacity, record)
		}
	})
}

func TestASubstituteWhoIsAwayHandsNothingOnAndLoopsEndAtTheChairman(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Economy).Away(monday, wednesday) // Economy → Culture
		s.As(ward.Culture).Has(d, desk.Lead)
		s.As(ward.Chairman).Has(d)
		s.As(ward.Culture).Away(monday, wednesday) // and Culture → Economy
		s.As(ward.Culture).Has(d)
		s.As(ward.Chairman).Has(d, desk.Lead)
		s.Clock.To(wednesday, 8, 0)
		s.As(ward.Chairman).Has(d)
		s.As(ward.Economy).Has(d, desk.Lead)
	})
}

func TestEverybodyAwayAnUrgentPaperIsOnTheDeskOfWhoIsOnDutyAndHeIsTold(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		for _, who := range []Who{ward.Chairman, ward.Economy, ward.Culture} {
			s.As(who).Away(monday, wednesday)
		}
		s.As(ward.Clerk).Refused("people.only_roster_keeper").Roster(monday, ward.EconomyHead)
		s.As(ward.Chief).Roster(monday, ward.EconomyHead, ward.CultureHead)
		d := s.Dispatched(Directive{Field: schools, Urgency: office.Express}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.EconomyHead).Has(d, desk.Lead)
		s.As(ward.CultureHead).Has(d)
		s.As(ward.Chief).Has(d)
		if notices := s.As(ward.EconomyHead).Notices(); len(notices) == 0 || notices[0] != "dispatch.notice_everyone_away" {
			s.Errorf("told: %v", notices)
		}
		if notices := s.As(ward.CultureHead).Notices(); len(notices) != 0 {
			s.Errorf("who is on duty second is told: %v", notices)
		}
		if why := s.As(ward.EconomyHead).WhyHis(s.delivery(d, ward.ID)); !strings.Contains(why, "Hoàng Văn Ba trực cơ quan tiếp nhận") {
			s.Errorf("why: %s", why)
		}
		if why := s.As(ward.Chief).Queue(d); len(why) != 1 || why[0] != "everyone_away" {
			s.Errorf("in the queue: %v", why)
		}
		s.As(ward.EconomyHead).Assign(d, ward.SchoolsOfficer, "Giải quyết ngay")
		v := s.As(ward.Chief).See(d)
		if capacity, record := s.acted(v); capacity != office.AsDuty || !strings.HasSuffix(record, "; duty: Phó Chủ tịch UBND phụ trách văn xã") {
			s.Errorf("acted as %s, on the record: %q", capacity, record)
		}
		if got := v.Endorsements[0].Capacity; got != office.AsDuty {
			s.Errorf("the endorsement was given as %s", got)
		}
	})
}

func TestEverybodyAwayAndNobodyOnDutyTheChiefOfOfficeHasIt(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		for _, who := range []Who{ward.Chairman, ward.Economy, ward.Culture} {
			s.As(who).Away(monday, wednesday)
		}
		d := s.Dispatched(Directive{Field: schools, Urgency: office.Urgent}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Chief).Has(d, desk.Lead)
		if notices := s.As(ward.Chief).Notices(); len(notices) == 0 || notices[0] != "dispatch.notice_everyone_away" {
			s.Errorf("told: %v", notices)
		}
		s.As(ward.Chief).Roster(monday, ward.LandOfficer) // now there is somebody
		s.As(ward.Chief).Has(d)
		s.As(ward.LandOfficer).Has(d, desk.Lead)
		s.Clock.To(wednesday, 8, 0)
		s.As(ward.LandOfficer).Has(d)
		s.As(ward.Culture).Has(d, desk.Lead)
	})
}

func TestAConfidentialPaperOpensNeitherToDutyNorToTheChiefOfOffice(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		for _, who := range []Who{ward.Chairman, ward.Economy, ward.Culture} {
			s.As(who).Away(monday, wednesday)
		}
		s.As(ward.Chief).Roster(monday, ward.EconomyHead)
		d := s.Dispatched(Directive{Field: schools, Urgency: office.Urgent, Confidential: true}, ward)
		s.As(ward.Clerk).Register(d)
		for _, who := range []Who{ward.EconomyHead, ward.Chief} {
			if _, err := s.Dispatch.Get(ctx, s.actor(who), s.delivery(d, ward.ID)); office.KindOf(err) != office.KindNotFound {
				s.Errorf("%s opens it: %v", who.seat, err)
			}
		}
		if notices := s.As(ward.EconomyHead).Notices(); len(notices) != 1 || notices[0] != "dispatch.notice_confidential" {
			s.Errorf("told: %v", notices)
		}
	})
}

func TestANarrowerDelegationTakesItsFieldsOutOfAWiderOneForItsDays(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		s.As(ward.Chairman).Delegate("33/TB-UBND", ward.Economy, ward.Culture, monday, wednesday)
		s.As(ward.Chairman).Refused("regulation.delegation_overlaps").Delegate("34/TB-UBND", ward.Economy, ward.Chief, tuesday, "")
		s.As(ward.Chairman).Delegate("35/GUQ-UBND", ward.Economy, ward.Chief, tuesday, "", land)
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Culture).Has(d, desk.Lead)
		s.As(ward.Economy).Has(d)
		s.Clock.To(tuesday, 8, 0)
		s.As(ward.Culture).Has(d)
		s.As(ward.Chief).Has(d, desk.Lead)
		s.Clock.To(wednesday, 8, 0) // the wider one is over, the narrower has no end
		s.As(ward.Chief).Has(d, desk.Lead)
		s.As(ward.Chief).Assign(d, ward.LandOfficer, "Giao đồng chí Hai")
		if capacity, record := s.acted(s.As(ward.Chief).See(d)); capacity != office.AsDelegate || !strings.Contains(record, "; delegate: Phó Chủ tịch") {
			s.Errorf("acted as %s, on the record: %q", capacity, record)
		}
	})
}

func TestAnAbsentDeputyMayStillSign(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		s.As(city.Economy).Away(monday, wednesday)
		draft := s.As(city.LandOfficer).Draft(Directive{Field: land, Signer: city.Economy})
		s.As(city.LandOfficer).Submit(draft)
		s.As(city.Economy).Has(draft, desk.Sign)
		s.As(city.Economy).Sign(draft)
	})
}

func TestWhoActsAsHeadSignsQ(t *testing.T) {
	Tell(t, func(s *Story) {
		city, organiser := s.City, s.actor(s.City.Organiser)
		var held org.Appointment
		structure, err := s.Org.Structure(ctx, organiser)
		if err != nil {
			s.Fatal(err)
		}
		held = structure.Holders(city.Posts[orgtest.Chairman])[0]
		if err := s.Org.EndAppointment(ctx, organiser, held.ID, tuesday, "21/QĐ-TTg"); err != nil {
			s.Fatal(err)
		}
		acting := org.Appointment{PostID: held.PostID, PersonID: city.People[orgtest.Economy], Kind: org.Acting, StartsOn: tuesday, Basis: "22/QĐ-TTg"}
		if _, err := s.Org.Appoint(ctx, organiser, acting); err != nil {
			s.Fatal(err)
		}
		s.Clock.To(tuesday, 8, 0)
		wrong := s.As(city.LandOfficer).Draft(Directive{Field: land, By: city.Economy}) // as if he were the chairman
		s.As(city.LandOfficer).Submit(wrong)
		s.As(city.Economy).Refused("approval.block_differs").Sign(wrong)
		draft := s.As(city.LandOfficer).Draft(Directive{Field: land, By: city.Economy, Block: []string{"TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"}})
		s.As(city.LandOfficer).Submit(draft)
		s.As(city.Economy).Has(draft, desk.Sign)
		var signers []regulation.Signer
		if err := s.Database.Read(ctx, func(tx *database.Tx) (err error) {
			signers, err = s.Regulation.MaySign(ctx, tx, city.ID, regulation.ToSign{Fields: []office.FieldCode{land}, Kind: "CV"}, tuesday)
			return err
		}); err != nil {
			s.Fatal(err)
		}
		if block := strings.Join(signers[0].Block, " / "); block != "TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH" {
			s.Errorf("the block of %s is %s", signers[0].Name, block)
		}
		s.As(city.Economy).Sign(draft)
		if held, _ := s.actor(city.Economy).Answers(held.PostID); held.Capacity != office.AsActing {
			s.Errorf("holds the post as %s", held.Capacity)
		}
	})
}

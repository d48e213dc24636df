package stories

import (
	"slices"
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/reorganisation"
	"congvan/office/report"
)

// seat maps posts of one office to those of another by their seats.
func seats(from, to *Office, some ...orgtest.Seat) org.Mapping {
	var m org.Mapping
	for _, seat := range some {
		m = append(m, org.Succession{Part: org.PartPost, Old: from.Posts[seat].String(), New: to.Posts[seat].String()})
	}
	return m
}

func whole(from, to *Office) org.Succession {
	return org.Succession{Part: org.PartOrgan, Old: from.ID.String(), New: to.ID.String()}
}

// reorganise enters a change, approves it and lets the jobs of its day run.
func (s *Story) reorganise(by Who, day office.Day, m org.Mapping) reorganisation.View {
	s.Helper()
	actor := s.actor(by)
	r, err := s.Reorganise.Enter(ctx, actor, org.Reorganisation{Title: "Sắp xếp đơn vị hành chính", Number: "88/NQ-HĐND", Dated: monday, EffectiveOn: day, Mapping: m})
	if err != nil {
		s.Fatal(err)
	}
	if r, err = s.Reorganise.Approve(ctx, actor, r.ID, r.Revision); err != nil {
		s.Fatal(err)
	}
	s.Work()
	if day > monday {
		if got := s.change(by, r.ID); got.State != org.ReorganisationApproved {
			s.Fatalf("before its day it is %s", got.State)
		}
		s.Clock.To(day, 8, 0)
		if err := s.Reorganise.Due(ctx); err != nil {
			s.Fatal(err)
		}
		s.Work()
	}
	v := s.change(by, r.ID)
	if v.State != org.ReorganisationDone {
		s.Fatalf("on its day it is %s", v.State)
	}
	return v
}

func (s *Story) change(by Who, id office.ID) reorganisation.View {
	s.Helper()
	v, err := s.Reorganise.Get(ctx, s.actor(by), id)
	if err != nil {
		s.Fatal(err)
	}
	return v
}

// in is the delivery of a document in an office.
func (s *Story) in(o *Office, d office.ID) dispatch.Delivery {
	s.Helper()
	var found []dispatch.Delivery
	if err := s.Database.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &found, `select id, organ_id, document_id, state, number_in, succeeded_by, succeeds from deliveries where organ_id = $1 and document_id = $2`, o.ID, d)
	}); err != nil {
		s.Fatal(err)
	}
	if len(found) != 1 {
		s.Fatalf("%s has %d deliveries of the paper", o.ShortName, len(found))
	}
	return found[0]
}

// TestTwoCommunesMergeIntoAThirdOnADay: xã Sông Trong and xã Đồi Cao become phường Sông Đồi. Work goes on there with its own numbers, rules become a
// draft, the old organs' papers stay as they were and are read by who took over.
func TestTwoCommunesMergeIntoAThirdOnADay(t *testing.T) {
	Tell(t, func(s *Story) {
		a, b, city := s.Ward, s.Hill, s.City
		both := s.Dispatched(Directive{Field: land, Subject: "Gửi cả hai xã"}, a, b)
		inProgress := s.Dispatched(Directive{Field: land, Subject: "Đang làm dở"}, a)
		s.As(a.Clerk).Register(inProgress)
		s.As(a.Economy).Assign(inProgress, a.LandOfficer, "Rà soát")
		s.As(a.LandOfficer).Start(inProgress)
		finished := s.Dispatched(Directive{Field: schools, Subject: "Đã xong"}, a)
		s.As(a.Clerk).Register(finished)
		s.As(a.Culture).Assign(finished, a.CultureHead, "")
		s.As(a.CultureHead).Finish(finished, "Đã báo cáo")
		numbersBefore := s.numbersIn(a)

		c := s.office("00304", "phường Sông Đồi", city, func(*org.Establishment) {})
		m := org.Mapping{whole(a, c), whole(b, c)}
		m = append(m, seats(a, c, orgtest.Chairman, orgtest.Economy, orgtest.Culture, orgtest.Clerk, orgtest.EconomyHead, orgtest.LandOfficer)...)
		m = append(m, seats(b, c, orgtest.Chairman, orgtest.Economy)...)
		m = append(m, org.Succession{Part: org.PartDepartment, Old: a.Departments[orgtest.EconomyUnit].String(), New: c.Departments[orgtest.EconomyUnit].String()})
		v := s.reorganise(city.Organiser, wednesday, m)

		moved := s.in(c, inProgress.ID)
		if moved.State != dispatch.InProgress || moved.NumberIn == nil || moved.Succeeds == nil || *moved.Succeeds != s.in(a, inProgress.ID).ID {
			s.Errorf("the work in progress goes on as %+v", moved)
		}
		s.As(c.LandOfficer).Has(inProgress, desk.Handle)
		seen, err := s.Dispatch.Get(ctx, s.actor(c.LandOfficer), moved.ID)
		if err != nil || len(seen.Decisions) != 1 || seen.Decisions[0].Cause != "reorganised" {
			s.Errorf("its decisions: %+v, %v", seen.Decisions, err)
		}
		if _, err := s.Dispatch.Finish(ctx, s.actor(c.LandOfficer), moved.ID, 0, "Đã rà soát"); err != nil {
			s.Error(err)
		}
		old := s.in(a, inProgress.ID)
		if old.State != dispatch.InProgress || old.SucceededBy == nil || *old.SucceededBy != moved.ID {
			s.Errorf("the old delivery became %+v", old)
		}
		if d := s.in(a, finished.ID); d.State != dispatch.Done || d.SucceededBy != nil {
			s.Errorf("what was finished became %+v", d)
		}
		if one, other := s.in(a, both.ID), s.in(b, both.ID); one.SucceededBy == nil || other.SucceededBy == nil || *one.SucceededBy != *other.SucceededBy {
			s.Error("the paper that both had is taken in twice")
		}
		if got := s.numbersIn(a); !slices.Equal(got, numbersBefore) {
			s.Errorf("the old register changed: %v, before %v", got, numbersBefore)
		}
		if n := s.count(`select count(*) from registers where organ_id in ($1, $2) and closed_at is null`, a.ID, b.ID); n != 0 {
			s.Errorf("%d registers of organs that are no more are open", n)
		}

		s.readsAsHeir(c, a, s.in(a, finished.ID).ID)
		s.draftOf(c, v)
		s.refusesTheClosed(a)
		if len(s.actor(a.Clerk).Posts) != 0 {
			s.Error("the old clerk still holds his post")
		}
		if err := s.Reorganise.CarryOut(ctx, v.ID); err != nil || s.change(city.Organiser, v.ID).Moved() != v.Moved() {
			s.Errorf("carried out again it does something: %v", err)
		}
	})
}

func (s *Story) numbersIn(o *Office) []string {
	s.Helper()
	var all []string
	if err := s.Database.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select code || ' ' || subject || ' ' || state from register_entries where organ_id = $1 order by register_id, number`, o.ID)
	}); err != nil {
		s.Fatal(err)
	}
	return all
}

// readsAsHeir: the successor's clerk reads what the old organ had, its officers do not, and nobody changes it.
func (s *Story) readsAsHeir(heir, old *Office, delivery office.ID) {
	s.Helper()
	if _, err := s.Dispatch.Get(ctx, s.actor(heir.Clerk), delivery); err != nil {
		s.Errorf("the successor's clerk does not read the old papers: %v", err)
	}
	for _, who := range []Who{heir.LandOfficer, s.Market.Clerk} {
		if _, err := s.Dispatch.Get(ctx, s.actor(who), delivery); office.KindOf(err) != office.KindNotFound {
			s.Errorf("%s of %s reads the old papers of %s: %v", who.seat, who.office.ShortName, old.ShortName, err)
		}
	}
	was, err := s.Report.Register(ctx, s.actor(heir.Clerk), report.Query{Organ: old.ID, Direction: register.In, Year: 2026}, report.Cursor{}, 10)
	if err != nil || len(was.Lines) == 0 {
		s.Errorf("the successor's clerk does not read the old register: %d lines, %v", len(was.Lines), err)
	}
	if _, err := s.Report.Register(ctx, s.actor(s.Market.Clerk), report.Query{Organ: old.ID, Direction: register.In, Year: 2026}, report.Cursor{}, 10); office.KindOf(err) != office.KindNotFound {
		s.Errorf("another organ's clerk reads the old register: %v", err)
	}
	if _, err := s.Dispatch.WrongField(ctx, s.actor(heir.Clerk), delivery, 0, land); office.KindOf(err) != office.KindNotFound {
		s.Errorf("the old papers are changed: %v", err)
	}
}

// draftOf: the successor has one draft, nothing adopted by it, and what could not be carried over is told.
func (s *Story) draftOf(o *Office, v reorganisation.View) {
	s.Helper()
	made := v.Of(reorganisation.StepDraft)
	i := slices.IndexFunc(made, func(m reorganisation.Outcome) bool { return m.Organ == o.ID })
	if i < 0 || len(made[i].Detail.Lost) == 0 {
		s.Fatalf("drafts made: %+v", made)
	}
	draft, err := s.Regulation.Get(ctx, s.actor(o.Organiser), *made[i].Object)
	if err != nil || draft.State != regulation.StateDraft || len(draft.Clauses) == 0 {
		s.Errorf("the draft: %+v, %v", draft, err)
	}
}

// refusesTheClosed: nobody sends to an organ that is no more.
func (s *Story) refusesTheClosed(o *Office) {
	s.Helper()
	d := s.Issued(Directive{Field: land, Subject: "Sau ngày sáp nhập"})
	s.As(s.City.Clerk).Refused("dispatch.unknown_recipient").Send(d, "sau-sap-nhap", o)
	recipients, err := s.Dispatch.Recipients(ctx, s.actor(s.City.Clerk))
	if err != nil || slices.ContainsFunc(recipients, func(r org.Organ) bool { return r.ID == o.ID }) {
		s.Errorf("it is a recipient still: %v", err)
	}
}

// TestACommuneIsSplitByItsAreas: what concerns thôn 1 goes to one neighbour, the rest to the other.
func TestACommuneIsSplitByItsAreas(t *testing.T) {
	Tell(t, func(s *Story) {
		old, one, rest := s.Ward, s.Market, s.Hill
		there := s.Dispatched(Directive{Field: land, Subject: "Về tổ 1"}, old)
		elsewhere := s.Dispatched(Directive{Field: land, Subject: "Về tổ 2"}, old)
		for d, area := range map[office.ID]office.AreaCode{there.ID: "tdp-1", elsewhere.ID: "tdp-2"} {
			if _, err := s.Dispatch.Register(ctx, s.actor(old.Clerk), s.in(old, d).ID, 0, dispatch.Choice{Fields: []office.FieldCode{land}, Areas: []office.AreaCode{area}}); err != nil {
				s.Fatal(err)
			}
		}
		split := whole(old, one)
		split.Scope.Areas = []office.AreaCode{"tdp-1"}
		v := s.reorganise(s.City.Organiser, monday, org.Mapping{whole(old, rest), split,
			{Part: org.PartArea, Old: org.AreaKey(old.ID, "tdp-1"), New: org.AreaKey(one.ID, "tdp-2")}})
		if got := s.in(one, there.ID); got.State != dispatch.Assigned { // its way gives papers to leader and department at once
			s.Errorf("tổ 1 goes on as %+v", got)
		}
		if got := s.in(rest, elsewhere.ID); got.State != dispatch.Received {
			s.Errorf("tổ 2 goes on as %+v", got)
		}
		if area := s.count(`select count(*) from delivery_facts where delivery_id = $1 and name = 'area' and value = 'tdp-2'`, s.in(one, there.ID).ID); area != 1 {
			s.Error("the area is not called as in the new locality")
		}
		if v.Moved() != 2 {
			s.Errorf("%d papers moved", v.Moved())
		}
	})
}

// TestADepartmentIsRenamedAndGivesFieldsAway: within one organ, by its own organisation officer.
func TestADepartmentIsRenamedAndGivesFieldsAway(t *testing.T) {
	Tell(t, func(s *Story) {
		o := s.Ward
		d := s.Dispatched(Directive{Field: land}, o)
		s.As(o.Clerk).Register(d)
		s.As(o.Economy).Assign(d, o.EconomyHead, "")
		economy, culture := o.Departments[orgtest.EconomyUnit].String(), o.Departments[orgtest.CultureUnit].String()
		v := s.reorganise(o.Organiser, monday, org.Mapping{
			{Part: org.PartDepartment, Old: economy, Names: &org.Names{Name: "Phòng Kinh tế, Hạ tầng và Đô thị"}},
			{Part: org.PartDepartment, Old: economy, New: culture, Scope: org.Scope{Fields: []office.FieldCode{land}}},
		})
		s.As(o.EconomyHead).Has(d)
		s.As(o.CultureHead).Has(d, desk.Handle)
		var former []org.FormerName
		if err := s.Database.Read(ctx, func(tx *database.Tx) (err error) { former, err = org.FormerNames(ctx, tx, o.ID); return }); err != nil {
			s.Fatal(err)
		}
		if len(former) != 1 || former[0].Names.Name != orgtest.EconomyUnit || former[0].Until != monday {
			s.Errorf("former names: %+v", former)
		}
		made := v.Of(reorganisation.StepDraft)
		if len(made) != 1 {
			s.Fatalf("drafts: %+v", made)
		}
		draft, err := s.Regulation.Get(ctx, s.actor(o.Organiser), *made[0].Object)
		if err != nil || !slices.ContainsFunc(draft.Clauses, func(c regulation.Clause) bool {
			return c.DepartmentID != nil && c.DepartmentID.String() == culture && slices.Equal(c.Fields, []office.FieldCode{land})
		}) {
			s.Errorf("the draft's clauses: %+v, %v", draft.Clauses, err)
		}
		if _, err := s.Reorganise.Get(ctx, s.actor(s.Market.Organiser), v.ID); office.KindOf(err) != office.KindNotFound {
			s.Errorf("another organ knows of it: %v", err)
		}
		if _, err := s.Reorganise.Enter(ctx, s.actor(o.Clerk), org.Reorganisation{}); office.KeyOf(err) != "reorganisation.only_organiser" {
			s.Errorf("the clerk enters one: %v", err)
		}
	})
}

// TestAFieldThatMovedIsAskedAsItsSuccessor: the city moves a field; open papers, rules and papers that come later follow.
func TestAFieldThatMovedIsAskedAsItsSuccessor(t *testing.T) {
	Tell(t, func(s *Story) {
		o := s.Ward
		before := s.Dispatched(Directive{Field: land}, o)
		s.As(o.Clerk).Register(before)
		v := s.reorganise(s.City.Organiser, monday, org.Mapping{{Part: org.PartField, Old: string(land), New: string(schools)}})
		seen := s.As(o.Economy).See(before)
		if len(seen.Decisions) != 2 || seen.Decisions[1].Cause != "reorganised" || seen.Facts[0].Value != string(schools) || seen.Facts[0].Source != dispatch.FromSender {
			s.Errorf("decisions %d, facts %+v", len(seen.Decisions), seen.Facts)
		}
		after := s.Dispatched(Directive{Field: land, Subject: "Sau khi chuyển"}, o)
		s.As(o.Clerk).Register(after)
		s.As(o.Culture).Has(after, desk.Lead)
		if v.Moved() != 1 {
			s.Errorf("%d papers moved", v.Moved())
		}
	})
}

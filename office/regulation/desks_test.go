package regulation_test

import (
	"slices"
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// onDuty puts seats on the roster of a day, the first to be asked first.
func (w *world) onDuty(day office.Day, seats ...orgtest.Seat) {
	w.t.Helper()
	var list []org.Duty
	for i, seat := range seats {
		list = append(list, org.Duty{PersonID: w.ward.People[seat], Rank: i + 1, StartsOn: day, EndsOn: day.Add(1)})
	}
	if err := org.New(w.db).SetRoster(ctx, w.ward.Actor(orgtest.Chief), day, day.Add(1), list); err != nil {
		w.t.Fatal(err)
	}
}

// answers is the capacity in which a seat's holder answers for another seat's post in a field today; "" when he does not.
func (w *world) answers(holder, post orgtest.Seat, field office.FieldCode) office.Capacity {
	w.t.Helper()
	held, _ := w.actor(holder).AnswersIn(w.ward.Posts[post], field)
	return held.Capacity
}

func TestWhenNobodyIsThereTheFirstOnDutyWhoIsThereTakesItAndElseTheChiefOfOffice(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.onDuty(today, orgtest.EconomyHead, orgtest.CultureHead)
		if got := w.answers(orgtest.EconomyHead, orgtest.Culture, "11"); got != "" {
			t.Fatalf("with the deputy there, who is on duty answers for him as %s", got)
		}
		w.away(orgtest.Chairman)
		w.away(orgtest.Economy)
		w.away(orgtest.Culture)
		post := orgtest.Culture
		for _, step := range []struct {
			name string
			move func()
			want map[orgtest.Seat]office.Capacity
		}{
			{"both on duty are there", func() {}, map[orgtest.Seat]office.Capacity{orgtest.EconomyHead: office.AsDuty}},
			{"the first on duty is away", func() { w.away(orgtest.EconomyHead) }, map[orgtest.Seat]office.Capacity{orgtest.CultureHead: office.AsDuty}},
			{"nobody is on duty", func() { w.onDuty(today) }, map[orgtest.Seat]office.Capacity{orgtest.Chief: office.AsKeeper}},
			{"the chief of office is away too", func() { w.away(orgtest.Chief) }, nil},
		} {
			step.move()
			for _, seat := range []orgtest.Seat{orgtest.EconomyHead, orgtest.CultureHead, orgtest.Chief, orgtest.Clerk} {
				if got := w.answers(seat, post, "11"); got != step.want[seat] {
					t.Errorf("%s: %s answers as %q, want %q", step.name, seat, got, step.want[seat])
				}
			}
			if got := w.answers(orgtest.Culture, post, "11"); got != office.AsHolder {
				t.Errorf("%s: the holder answers as %q", step.name, got)
			}
		}
		if a := w.actor(orgtest.Chief); a.SeesOrgan() && a.Has(office.RoleDeputy) {
			t.Error("a role came with what somebody stands in for")
		}
	})
}

func TestTheRosterIsFollowedFromTheMomentThatItIsSet(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.away(orgtest.Chairman)
		w.away(orgtest.Economy)
		w.away(orgtest.Culture)
		schools := routing.Facts{Field: "11", Urgency: routing.Urgent}
		for _, seat := range []orgtest.Seat{orgtest.EconomyHead, orgtest.CultureHead} {
			w.onDuty(today, seat)
			if a := w.decide(schools, today); a.Leader.Duty != routing.Person(w.ward.People[seat].String()) || a.Leader.Keeper != "" {
				t.Errorf("on duty: %q, want %s", a.Leader.Duty, seat)
			}
		}
		w.onDuty(today)
		if a := w.decide(schools, today); a.Leader.Duty != "" || a.Leader.Keeper != routing.Person(w.ward.People[orgtest.Chief].String()) {
			t.Errorf("with an empty roster: %q, %q", a.Leader.Duty, a.Leader.Keeper)
		}
	})
}

func TestWhoIsOnDutyNeverHasAPaperAboutHimself(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.onDuty(today, orgtest.EconomyHead)
		w.away(orgtest.Chairman)
		w.away(orgtest.Economy)
		w.away(orgtest.Culture)
		a := w.decide(routing.Facts{Field: "11", Excluded: []routing.Post{routing.Post(w.ward.Posts[orgtest.EconomyHead].String())}}, today)
		if a.Leader.Duty != "" || a.Leader.Keeper == "" {
			t.Errorf("%+v", a.Leader)
		}
	})
}

func TestADelegateInSomeFieldsMayBeTheSubstituteInTheOthers(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		if err := w.delegate(orgtest.Culture, orgtest.Economy, "2026-11-20", "", "12"); err != nil {
			t.Fatal(err)
		}
		if got := w.answers(orgtest.Economy, orgtest.Culture, "11"); got != "" {
			t.Errorf("with the holder there: %q", got)
		}
		w.away(orgtest.Culture)
		for field, want := range map[office.FieldCode]office.Capacity{"12": office.AsDelegate, "11": office.AsSubstitute, "": office.AsSubstitute} {
			if got := w.answers(orgtest.Economy, orgtest.Culture, field); got != want {
				t.Errorf("field %q: %q, want %q", field, got, want)
			}
		}
	})
}

// desks are who has which desk, in one line each: "PCT văn xã [VX…] substitute: Trần Văn Mười".
func (w *world) desks(day office.Day) (all []regulation.Desk) {
	w.t.Helper()
	all, err := w.service.DesksOn(ctx, w.ward.Actor(orgtest.LandOfficer), day)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func TestWhatAnAbsenceWouldChangeIsWhatItChanges(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		service, culture := org.New(w.db), w.ward.Actor(orgtest.Culture)
		other := org.Absence{PersonID: w.ward.People[orgtest.Economy], StartsOn: "2026-11-26", EndsOn: "2026-11-28"}
		if _, err := service.TellAway(ctx, w.ward.Actor(orgtest.Clerk), other); err != nil {
			t.Fatal(err)
		}
		if err := w.delegate(orgtest.Culture, orgtest.Economy, "2026-11-27", "", "12"); err != nil {
			t.Fatal(err)
		}
		away := org.Absence{PersonID: culture.Person, StartsOn: "2026-11-25", EndsOn: "2026-11-30"}
		changes, err := w.service.WhileAway(ctx, culture, away)
		if err != nil {
			t.Fatal(err)
		}
		before := len(w.desks("2026-11-25"))
		if _, err := service.TellAway(ctx, culture, away); err != nil {
			t.Fatal(err)
		}
		if len(changes) == 0 || before == 0 {
			t.Fatalf("nothing changes: %v", changes)
		}
		for day := away.StartsOn; day < away.EndsOn; day = day.Add(1) {
			var told, is []regulation.Desk
			for _, c := range changes {
				if day.Within(c.From, c.To) {
					told = append(told, c.Desk)
				}
			}
			for _, d := range w.desks(day) {
				if d.Post == w.ward.Posts[orgtest.Culture] && d.Number == "" {
					is = append(is, d)
				}
			}
			if len(told) != 1 || len(is) != 1 || told[0].As != is[0].As || !slices.Equal(told[0].People, is[0].People) || !slices.Equal(told[0].Fields, is[0].Fields) {
				t.Errorf("%s: told %+v, is %+v", day, told, is)
			}
		}
		if first := changes[0]; first.From != "2026-11-25" || first.To != "2026-11-26" || first.As != "substitute" || first.People[0].Name != "Trần Văn Mười" ||
			first.Because != "absent" || first.Until != "2026-11-30" {
			t.Errorf("first: %+v", first)
		}
		if w.count(`select count(*) from absences`) != 2 {
			t.Error("looking ahead entered something")
		}
	})
}

func (w *world) count(query string) (n int) {
	w.t.Helper()
	w.read(func(tx *database.Tx) error { return tx.Get(ctx, &n, query) })
	return n
}

func TestOnlyWhoMayEnterAnAbsenceLooksAheadForIt(t *testing.T) {
	each(t, func(w *world) {
		away := org.Absence{PersonID: w.ward.People[orgtest.Culture], StartsOn: "2026-11-25"}
		_, err := w.service.WhileAway(ctx, w.ward.Actor(orgtest.LandOfficer), away)
		wants(t, err, office.KindForbidden, "people.not_yours_to_tell", "")
		_, err = w.service.WhileAway(ctx, w.other.Actor(orgtest.Clerk), away)
		wants(t, err, office.KindNotFound, "org.no_person", "")
		away.EndsOn = away.StartsOn
		_, err = w.service.WhileAway(ctx, w.ward.Actor(orgtest.Clerk), away)
		wants(t, err, office.KindInvalid, "org.bad_interval", "ends_on")
	})
}

func TestADelegationThatOverlapsNamesTheOther(t *testing.T) {
	each(t, func(w *world) {
		if err := w.delegate(orgtest.Chairman, orgtest.Economy, "2026-11-20", ""); err != nil {
			t.Fatal(err)
		}
		wants(t, w.delegate(orgtest.Chairman, orgtest.Economy, "2026-11-20", ""), office.KindConflict, "regulation.delegation_overlaps", "starts_on") // again
		err := w.delegate(orgtest.Chairman, orgtest.Culture, "2026-12-01", "2026-12-05")
		if all := office.All(err); len(all) != 1 || all[0].Key != "regulation.delegation_overlaps" || all[0].Args[1] != "33/TB-UBND" || all[0].Args[2] != office.Day("2026-11-20") {
			t.Errorf("%v", err)
		}
	})
}

func TestADelegationThatHasNotBegunIsTakenBack(t *testing.T) {
	each(t, func(w *world) {
		chairman := w.ward.Actor(orgtest.Chairman)
		if err := w.delegate(orgtest.Chairman, orgtest.Economy, "2026-12-01", ""); err != nil {
			t.Fatal(err)
		}
		all, err := w.service.Delegations(ctx, w.ward.Actor(orgtest.LandOfficer))
		if err != nil || len(all) != 1 {
			t.Fatalf("%v, %v", all, err)
		}
		wants(t, w.service.EndDelegation(ctx, chairman, all[0].ID, "2026-11-30"), office.KindInvalid, "regulation.bad_end", "ends_on")
		if err := w.service.EndDelegation(ctx, chairman, all[0].ID, "2026-12-01"); err != nil {
			t.Fatal(err)
		}
		if all, err = w.service.Delegations(ctx, chairman); err != nil || len(all) != 0 {
			t.Errorf("%v, %v", all, err)
		}
	})
}

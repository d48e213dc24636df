package org_test

import (
	"testing"

	"congvan/audit"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
)

// fails fails unless err has the key.
func fails(t *testing.T, err error, key string) *office.Error {
	t.Helper()
	for _, e := range office.All(err) {
		if e.Key == key {
			return e
		}
	}
	t.Fatalf("got %v, want %s", err, key)
	return nil
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// inOffice runs a test in an office on 1 March 2026, on both engines.
func inOffice(t *testing.T, f func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ)) {
	t.Helper()
	databasetest.EachAt(t, noon("2026-03-01"), func(t *testing.T, db *database.DB) {
		f(t, db, org.New(db), orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil))
	})
}

func TestASecondHolderIsRefusedAndTheFirstNamed(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		organiser := o.Actor(orgtest.Organiser)
		a := org.Appointment{PostID: o.Posts[orgtest.Economy], PersonID: o.People[orgtest.EconomyHead], Kind: org.Acting, StartsOn: "2026-03-10", Basis: "12/QĐ-UBND"}
		_, err := s.Appoint(ctx, organiser, a)
		e := fails(t, err, "people.held_already.open")
		if e.Args[0] != "Trần Văn Mười" || e.Args[2] != orgtest.Day || e.Field != "starts_on" || e.Kind != office.KindConflict {
			t.Fatalf("the error names %v at %q", e.Args, e.Field)
		}
		before := at(t, db, o.ID, "2026-03-01").Holders(a.PostID)[0].ID
		if err := s.EndAppointment(ctx, organiser, before, "2026-03-10", "11/QĐ-UBND"); err != nil {
			t.Fatal(err)
		}
		must[office.ID](t)(s.Appoint(ctx, organiser, a))
		for day, holder := range map[office.Day]orgtest.Seat{"2026-03-09": orgtest.Economy, "2026-03-10": orgtest.EconomyHead} {
			if held := at(t, db, o.ID, day).Holders(a.PostID); len(held) != 1 || held[0].PersonID != o.People[holder] {
				t.Errorf("%s: %v", day, held)
			}
		}
	})
}

func TestAnAppointmentThatCannotBeIsRefusedWithEveryFault(t *testing.T) {
	inOffice(t, func(t *testing.T, _ *database.DB, s *org.Service, o orgtest.Organ) {
		organiser := o.Actor(orgtest.Organiser)
		_, err := s.Appoint(ctx, organiser, org.Appointment{PostID: office.NewID(), PersonID: office.NewID(), Kind: "king", StartsOn: "2026-03-02", EndsOn: "2026-03-02"})
		for _, key := range []string{"org.bad_interval", "people.name_missing", "people.no_post", "org.no_person", "people.unknown_kind"} {
			fails(t, err, key)
		}
		land := org.Appointment{PostID: o.Posts[orgtest.LandOfficer], PersonID: o.People[orgtest.Clerk], Kind: org.Acting, StartsOn: "2026-03-02", Basis: "1/QĐ"}
		_, err = s.Appoint(ctx, organiser, land)
		fails(t, err, "people.only_leading")
		land.Kind = org.Primary
		_, err = s.Appoint(ctx, organiser, land)
		if e := fails(t, err, "people.primary_already.open"); e.Args[1] != "Văn thư" {
			t.Errorf("named: %v", e.Args)
		}
		land.Kind = org.Concurrent
		must[office.ID](t)(s.Appoint(ctx, organiser, land))
		_, err = s.Appoint(ctx, organiser, land)
		fails(t, err, "people.appointed_twice.open")
	})
}

func TestAnAppointmentEndsOnceAndByADocument(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		organiser := o.Actor(orgtest.Organiser)
		clerk := at(t, db, o.ID, "2026-03-01").Holders(o.Posts[orgtest.Clerk])[0]
		fails(t, s.EndAppointment(ctx, organiser, clerk.ID, "2026-03-05", " "), "people.name_missing")
		fails(t, s.EndAppointment(ctx, organiser, clerk.ID, orgtest.Day, "9/QĐ"), "people.ends_before")
		if err := s.EndAppointment(ctx, organiser, clerk.ID, "2026-03-05", "9/QĐ"); err != nil {
			t.Fatal(err)
		}
		fails(t, s.EndAppointment(ctx, organiser, clerk.ID, "2026-03-06", "9/QĐ"), "people.ends_after")
		later := must[office.ID](t)(s.Appoint(ctx, organiser, org.Appointment{PostID: o.Posts[orgtest.Clerk], PersonID: o.People[orgtest.Clerk], Kind: org.Primary,
			StartsOn: "2026-04-01", Basis: "10/QĐ"}))
		if err := s.EndAppointment(ctx, organiser, later, "2026-04-01", "11/QĐ"); err != nil { // taken back before it began
			t.Fatal(err)
		}
		if held := at(t, db, o.ID, "2026-05-01").Holders(o.Posts[orgtest.Clerk]); len(held) != 0 {
			t.Errorf("held by %v", held)
		}
	})
}

func TestAPostIsClosedWhenNobodyHoldsItAndStaysForTheRecord(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		organiser, unit := o.Actor(orgtest.Organiser), o.Departments[orgtest.EconomyUnit]
		fails(t, s.ClosePost(ctx, organiser, o.Posts[orgtest.LandOfficer], "2026-04-01"), "people.post_is_held")
		fails(t, s.ClosePost(ctx, organiser, o.Posts[orgtest.Chairman], "2026-04-01"), "people.head_stays")
		fails(t, s.CloseDepartment(ctx, organiser, unit, "2026-04-01"), "people.department_has_posts")
		fails(t, s.CloseDepartment(ctx, organiser, o.Departments[orgtest.Office], "2026-04-01"), "people.office_stays")
		post := must[office.ID](t)(s.CreatePost(ctx, organiser, org.Post{Title: "Công chức môi trường", Role: office.RoleOfficer, DepartmentID: &unit}))
		if err := s.ClosePost(ctx, organiser, post, "2026-04-01"); err != nil {
			t.Fatal(err)
		}
		fails(t, s.ClosePost(ctx, organiser, post, "2026-05-01"), "people.closed_already")
		_, err := s.Appoint(ctx, organiser, org.Appointment{PostID: post, PersonID: o.People[orgtest.Clerk], Kind: org.Concurrent, StartsOn: "2026-03-15", Basis: "1/QĐ"})
		fails(t, err, "people.closed_already")
		for day, open := range map[office.Day]bool{"2026-03-31": true, "2026-04-01": false} {
			p, there := at(t, db, o.ID, day).Post(post)
			if !there || p.OpenOn(day) != open {
				t.Errorf("%s: there %v, open %v", day, there, p.OpenOn(day))
			}
		}
	})
}

func TestDepartmentsAndPostsAreNamedOnce(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		organiser := o.Actor(orgtest.Organiser)
		_, err := s.CreateDepartment(ctx, organiser, org.Department{Name: orgtest.EconomyUnit})
		fails(t, err, "people.same_department")
		fails(t, err, "people.name_missing") // the abbreviation
		unit := must[office.ID](t)(s.CreateDepartment(ctx, organiser, org.Department{Name: "Ban Quản lý dự án", Abbreviation: "QLDA"}))
		if err := s.RenameDepartment(ctx, organiser, unit, "Ban QLDA", "BQL"); err != nil {
			t.Fatal(err)
		}
		fails(t, s.RenameDepartment(ctx, organiser, unit, orgtest.CultureUnit, "X"), "people.same_department")
		director := must[office.ID](t)(s.CreatePost(ctx, organiser, org.Post{Title: "Giám đốc", Role: office.RoleDepartmentHead, DepartmentID: &unit}))
		_, err = s.CreatePost(ctx, organiser, org.Post{Title: "Giám đốc", Role: office.RoleDepartmentHead, DepartmentID: &unit})
		fails(t, err, "people.same_post")
		if err := s.RevisePost(ctx, organiser, org.Post{ID: director, Title: "Giám đốc Ban QLDA", DepartmentID: &unit}); err != nil {
			t.Fatal(err)
		}
		structure := at(t, db, o.ID, "2026-03-01")
		d, _ := structure.Department(unit)
		p, _ := structure.Post(director)
		if d.Name != "Ban QLDA" || d.Abbreviation != "BQL" || p.Title != "Giám đốc Ban QLDA" || p.Role != office.RoleDepartmentHead || !p.Leading {
			t.Errorf("%+v, %+v", d, p)
		}
	})
}

func TestOnlyTheOrganisationOfficerKeepsPeopleAndOnlyOfHisOrgan(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		stranger := orgtest.Found(t, db, "00302", "phường Khác", nil)
		for _, seat := range []orgtest.Seat{orgtest.Chairman, orgtest.Clerk, orgtest.Chief, orgtest.LandOfficer} {
			actor := o.Actor(seat)
			_, err := s.Appoint(ctx, actor, org.Appointment{})
			fails(t, err, "people.only_organiser")
			_, err = s.AddPerson(ctx, actor, "Ai Đó")
			fails(t, err, "people.only_organiser")
		}
		theirs := stranger.Actor(orgtest.Organiser)
		held := at(t, db, o.ID, "2026-03-01").Appointments[0]
		fails(t, s.EndAppointment(ctx, theirs, held.ID, "2026-04-01", "1/QĐ"), "people.no_appointment")
		fails(t, s.ClosePost(ctx, theirs, o.Posts[orgtest.LandOfficer], "2026-04-01"), "people.no_post")
		fails(t, s.CorrectName(ctx, theirs, o.People[orgtest.Clerk], "X"), "org.no_person")
		fails(t, s.RenameDepartment(ctx, theirs, o.Departments[orgtest.Office], "X", "X"), "people.no_department")
		_, err := s.Record(ctx, theirs, o.People[orgtest.Clerk])
		fails(t, err, "org.no_person")
		_, err = s.TellAway(ctx, theirs, org.Absence{PersonID: o.People[orgtest.Clerk], StartsOn: "2026-03-02"})
		fails(t, err, "org.no_person")
		if timeline := must[org.Timeline](t)(s.Timeline(ctx, theirs, "2026-03-01", "2026-04-01")); len(timeline.Appointments) != 10 {
			t.Errorf("%d appointments of two organs", len(timeline.Appointments))
		}
	})
}

func TestAnAbsenceIsEnteredForSomebodyByThoseWhoKeepTheDay(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		away := org.Absence{PersonID: o.People[orgtest.Culture], StartsOn: "2026-03-02", EndsOn: "2026-03-04", Reason: "Nghỉ ốm"}
		_, err := s.TellAway(ctx, o.Actor(orgtest.LandOfficer), away)
		fails(t, err, "people.not_yours_to_tell")
		id := must[office.ID](t)(s.TellAway(ctx, o.Actor(orgtest.Clerk), away))
		away.StartsOn, away.EndsOn = "2026-03-03", ""
		_, err = s.TellAway(ctx, o.Actor(orgtest.Culture), away)
		if e := fails(t, err, "people.away_already"); e.Args[0] != office.Day("2026-03-02") {
			t.Errorf("named: %v", e.Args)
		}
		record := must[org.Record](t)(s.Record(ctx, o.Actor(orgtest.LandOfficer), away.PersonID))
		if len(record.Absences) != 1 || record.Absences[0].Reason != "" || *record.Absences[0].EnteredBy != o.People[orgtest.Clerk] {
			t.Errorf("an officer reads %+v", record.Absences)
		}
		if record = must[org.Record](t)(s.Record(ctx, o.Actor(orgtest.Culture), away.PersonID)); record.Absences[0].Reason != "Nghỉ ốm" {
			t.Errorf("he himself reads %+v", record.Absences)
		}
		if err := s.EndAbsence(ctx, o.Actor(orgtest.Culture), id, "2026-03-03"); err != nil {
			t.Fatal(err)
		}
		fails(t, s.EndAbsence(ctx, o.Actor(orgtest.Culture), id, "2026-03-04"), "people.ends_after")
		for day, gone := range map[office.Day]bool{"2026-03-02": true, "2026-03-03": false} {
			if got := at(t, db, o.ID, day).Away(away.PersonID); got != gone {
				t.Errorf("%s: away %v", day, got)
			}
		}
		if err := s.EndAbsence(ctx, o.Actor(orgtest.Chief), id, "2026-03-02"); err != nil { // taken back
			t.Fatal(err)
		}
		fails(t, s.EndAbsence(ctx, o.Actor(orgtest.Chief), id, "2026-03-02"), "people.no_absence")
	})
}

func TestARosterIsSetForSomeDaysAndTheOthersStay(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		chief := o.Actor(orgtest.Chief)
		on := func(seat orgtest.Seat, rank int, from, to office.Day) org.Duty {
			return org.Duty{PersonID: o.People[seat], Rank: rank, StartsOn: from, EndsOn: to}
		}
		fails(t, s.SetRoster(ctx, o.Actor(orgtest.Clerk), "2026-03-01", "2026-04-01", nil), "people.only_roster_keeper")
		if err := s.SetRoster(ctx, chief, "2026-03-01", "2026-04-01", []org.Duty{on(orgtest.Economy, 1, "2026-03-01", "2026-04-01"),
			on(orgtest.Culture, 2, "2026-03-01", "2026-03-10")}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRoster(ctx, chief, "2026-03-05", "2026-03-07", []org.Duty{on(orgtest.Chief, 1, "2026-03-05", "2026-03-06")}); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[office.Day][]orgtest.Seat{
			"2026-02-28": nil, "2026-03-04": {orgtest.Economy, orgtest.Culture}, "2026-03-05": {orgtest.Chief}, "2026-03-06": nil,
			"2026-03-07": {orgtest.Economy, orgtest.Culture}, "2026-03-10": {orgtest.Economy}, "2026-04-01": nil,
		} {
			got := at(t, db, o.ID, day).Duties
			if len(got) != len(want) {
				t.Fatalf("%s: %d on duty, want %d", day, len(got), len(want))
			}
			for i := range want {
				if got[i].PersonID != o.People[want[i]] {
					t.Errorf("%s: place %d is %v", day, i, got[i])
				}
			}
		}
	})
}

func TestARosterThatCannotBeIsRefusedWithEveryFaultAndNothingLost(t *testing.T) {
	inOffice(t, func(t *testing.T, _ *database.DB, s *org.Service, o orgtest.Organ) {
		chief := o.Actor(orgtest.Chief)
		good := []org.Duty{{PersonID: o.People[orgtest.Economy], Rank: 1, StartsOn: "2026-03-01", EndsOn: "2026-03-08"}}
		if err := s.SetRoster(ctx, chief, "2026-03-01", "2026-03-08", good); err != nil {
			t.Fatal(err)
		}
		err := s.SetRoster(ctx, chief, "2026-03-01", "2026-03-08", []org.Duty{
			{PersonID: o.People[orgtest.Economy], Rank: 1, StartsOn: "2026-03-01", EndsOn: "2026-03-03"},
			{PersonID: o.People[orgtest.Economy], Rank: 2, StartsOn: "2026-03-02", EndsOn: "2026-03-04"},
			{PersonID: o.People[orgtest.Culture], Rank: 1, StartsOn: "2026-03-02", EndsOn: "2026-03-03"},
			{PersonID: office.NewID(), Rank: 0, StartsOn: "2026-03-05", EndsOn: "2026-03-05"},
			{PersonID: o.People[orgtest.Chief], Rank: 1, StartsOn: "2026-03-07", EndsOn: "2026-03-09"},
		})
		for key, field := range map[string]string{"people.twice_on_duty": "duties[1].person", "people.rank_taken": "duties[2].rank", "org.no_person": "duties[3].person",
			"people.bad_rank": "duties[3].rank", "org.bad_interval": "duties[3].ends_on", "people.outside_roster": "duties[4].starts_on"} {
			if e := fails(t, err, key); e.Field != field {
				t.Errorf("%s stands at %s, want %s", key, e.Field, field)
			}
		}
		if all := must[[]org.Duty](t)(s.Roster(ctx, chief, "2026-03-01", "2026-03-08")); len(all) != 1 || all[0].EndsOn != "2026-03-08" {
			t.Errorf("left: %+v", all)
		}
	})
}

func TestEachChangeOfPeopleIsOnTheRecord(t *testing.T) {
	inOffice(t, func(t *testing.T, db *database.DB, s *org.Service, o orgtest.Organ) {
		organiser := o.Actor(orgtest.Organiser)
		person := must[office.ID](t)(s.AddPerson(ctx, organiser, "  Nguyễn Thị Mới "))
		if err := s.CorrectName(ctx, organiser, person, "Nguyễn Thị Mơi"); err != nil {
			t.Fatal(err)
		}
		err := db.Read(ctx, func(tx *database.Tx) error {
			entries, err := audit.Of(ctx, tx, person)
			if len(entries) != 2 || entries[0].Action != "org.add_person" || entries[1].Detail != "Nguyễn Thị Mới → Nguyễn Thị Mơi" || entries[1].PersonID != organiser.Person {
				t.Errorf("on the record: %+v", entries)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

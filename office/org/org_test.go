package org_test

import (
	"context"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
)

var (
	ctx      = context.Background()
	operator = office.Operator(orgtest.Day)
)

// noon is a clock that stands at noon of a day in Hà Nội.
func noon(day office.Day) office.Clock {
	return func() time.Time { return day.Time().Add(12 * time.Hour).UTC() }
}

func at(t *testing.T, db *database.DB, organ office.ID, day office.Day) *org.Structure {
	t.Helper()
	var s *org.Structure
	if err := db.Read(ctx, func(tx *database.Tx) error {
		var err error
		s, err = org.StructureOf(ctx, tx, organ, day)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return s
}

func establish(t *testing.T, db *database.DB, change func(o orgtest.Organ, e *org.Establishment)) (orgtest.Organ, error) {
	t.Helper()
	o, e := orgtest.Commune("00301", "phường Thử Nghiệm", nil)
	change(o, e)
	service := org.New(db)
	if err := service.AddLocalities(ctx, operator, []org.Locality{{Code: "00301", Name: "Thử Nghiệm", Kind: "phuong", FullName: "Phường Thử Nghiệm"}}); err != nil {
		t.Fatal(err)
	}
	return o, service.Establish(ctx, operator, *e)
}

// second appoints a second holder to a seat from one day up to another.
func second(seat orgtest.Seat, from, to office.Day) func(orgtest.Organ, *org.Establishment) {
	return func(o orgtest.Organ, e *org.Establishment) {
		e.Appointments = append(e.Appointments, org.Appointment{ID: office.NewID(), PostID: o.Posts[seat], PersonID: o.People[orgtest.Organiser],
			Kind: org.Concurrent, StartsOn: from, EndsOn: to})
	}
}

// until ends the first holder's time in a seat.
func until(seat orgtest.Seat, day office.Day) func(orgtest.Organ, *org.Establishment) {
	return func(o orgtest.Organ, e *org.Establishment) {
		for i, a := range e.Appointments {
			if a.PostID == o.Posts[seat] {
				e.Appointments[i].EndsOn = day
			}
		}
	}
}

func both(f, g func(orgtest.Organ, *org.Establishment)) func(orgtest.Organ, *org.Establishment) {
	return func(o orgtest.Organ, e *org.Establishment) { f(o, e); g(o, e) }
}

func TestALeadingPostHasAtMostOneHolderADay(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(orgtest.Organ, *org.Establishment)
		refused bool
	}{
		{"two without end", second(orgtest.Chairman, "2026-01-01", ""), true},
		{"one day in common", both(until(orgtest.Chairman, "2026-01-02"), second(orgtest.Chairman, "2026-01-01", "")), true},
		{"within the other's time", second(orgtest.Chief, "2026-01-01", "2026-02-01"), true},
		{"one begins on the day when the other no more holds it", both(until(orgtest.Chairman, "2026-01-01"), second(orgtest.Chairman, "2026-01-01", "")), false},
		{"before the other", second(orgtest.Chairman, "2024-01-01", orgtest.Day), false},
		{"a professional post may have several", second(orgtest.LandOfficer, "2026-01-01", ""), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			databasetest.Each(t, func(t *testing.T, db *database.DB) {
				o, err := establish(t, db, c.change)
				if !c.refused {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				if office.KindOf(err) != office.KindConflict || office.KeyOf(err) != "org.two_holders" {
					t.Fatalf("got %v, want a conflict that says two holders", err)
				}
				nothingOf(t, db, o.ID)
			})
		})
	}
}

// nothingOf fails when anything of a refused organ was kept.
func nothingOf(t *testing.T, db *database.DB, organ office.ID) {
	t.Helper()
	err := db.Read(ctx, func(tx *database.Tx) error {
		_, err := org.OrganOf(ctx, tx, organ)
		return err
	})
	if office.KindOf(err) != office.KindNotFound {
		t.Fatalf("half of the organ is there: %v", err)
	}
}

func TestWhatRefersToAnotherOrganIsRefusedWithItsPlace(t *testing.T) {
	stranger := office.NewID()
	for _, c := range []struct {
		key    string
		change func(orgtest.Organ, *org.Establishment)
	}{
		{"org.unknown_department", func(_ orgtest.Organ, e *org.Establishment) { e.Posts[4].DepartmentID = &stranger }},
		{"org.appointment_outside", func(_ orgtest.Organ, e *org.Establishment) { e.Appointments[0].PersonID = stranger }},
		{"org.appointment_outside", func(_ orgtest.Organ, e *org.Establishment) { e.Appointments[0].PostID = stranger }},
		{"org.absence_outside", func(_ orgtest.Organ, e *org.Establishment) {
			e.Absences = []org.Absence{{ID: office.NewID(), PersonID: stranger, StartsOn: "2026-01-01"}}
		}},
		{"org.same_department", func(_ orgtest.Organ, e *org.Establishment) { e.Departments[2].Name = e.Departments[1].Name }},
	} {
		t.Run(c.key, func(t *testing.T) {
			databasetest.Each(t, func(t *testing.T, db *database.DB) {
				o, err := establish(t, db, c.change)
				if office.KeyOf(err) != c.key {
					t.Fatalf("got %v, want %s", err, c.key)
				}
				nothingOf(t, db, o.ID)
			})
		})
	}
}

func TestOnlyTheAdministratorFoundsAnOrgan(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil)
		_, e := orgtest.Commune("00302", "phường Khác", nil)
		if err := org.New(db).Establish(ctx, o.Actor(orgtest.Chairman), *e); office.KindOf(err) != office.KindForbidden {
			t.Fatalf("got %v", err)
		}
		if err := org.New(db).AddLocalities(ctx, o.Actor(orgtest.Chairman), nil); office.KindOf(err) != office.KindForbidden {
			t.Fatalf("got %v", err)
		}
	})
}

func TestAnOrganIsReadAsItStandsOnADay(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o, err := establish(t, db, both(until(orgtest.Chairman, "2026-03-01"), both(second(orgtest.Chairman, "2026-03-01", ""),
			func(o orgtest.Organ, e *org.Establishment) {
				e.Absences = []org.Absence{{ID: office.NewID(), PersonID: o.People[orgtest.Economy], StartsOn: "2026-03-02", EndsOn: "2026-03-05", Reason: "Đi công tác"}}
			})))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			day    office.Day
			holder orgtest.Seat
			away   bool
		}{
			{"2026-02-28", orgtest.Chairman, false},
			{"2026-03-01", orgtest.Organiser, false},
			{"2026-03-02", orgtest.Organiser, true},
			{"2026-03-04", orgtest.Organiser, true},
			{"2026-03-05", orgtest.Organiser, false}, // the first day back
		} {
			s := at(t, db, o.ID, c.day)
			held := s.Holders(o.Posts[orgtest.Chairman])
			if len(held) != 1 || held[0].PersonID != o.People[c.holder] {
				t.Errorf("%s: the chairman's post is held by %v", c.day, held)
			}
			if got := s.Away(o.People[orgtest.Economy]); got != c.away {
				t.Errorf("%s: away = %v", c.day, got)
			}
		}
		if held := at(t, db, o.ID, "2025-06-30").Holders(o.Posts[orgtest.Clerk]); len(held) != 0 {
			t.Errorf("before the first day somebody holds a post: %v", held)
		}
	})
}

func TestTheSignatureBlocksTitleIsKept(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o, err := establish(t, db, func(_ orgtest.Organ, e *org.Establishment) { e.Posts[1].Signs = "Phó Chủ tịch" })
		if err != nil {
			t.Fatal(err)
		}
		s := at(t, db, o.ID, orgtest.Day)
		deputy, _ := s.Post(o.Posts[orgtest.Economy])
		head, _ := s.Post(o.Posts[orgtest.Chairman])
		if deputy.SigningTitle() != "Phó Chủ tịch" || head.SigningTitle() != head.Title {
			t.Fatalf("the deputy signs as %q, the head as %q", deputy.SigningTitle(), head.SigningTitle())
		}
	})
}

func TestManyOrgansAreReadTogetherAsEachAlone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		city := orgtest.Found(t, db, "01", "thành phố Thử Nghiệm", nil)
		first := orgtest.Found(t, db, "00301", "phường Một", &city.ID)
		other := orgtest.Found(t, db, "00302", "phường Hai", &city.ID)
		err := db.Read(ctx, func(tx *database.Tx) error {
			all, err := org.Structures(ctx, tx, []office.ID{first.ID, other.ID, office.NewID()}, orgtest.Day)
			if err != nil {
				return err
			}
			if len(all) != 2 {
				t.Errorf("%d organs", len(all))
			}
			for _, o := range []orgtest.Organ{first, other} {
				s := all[o.ID]
				if len(s.Posts) != 10 || len(s.Departments) != 3 || len(s.People) != 10 || len(s.Areas) != 2 || len(s.Appointments) != 10 {
					t.Errorf("%s: %d posts, %d departments, %d people, %d areas, %d appointments",
						o.ShortName, len(s.Posts), len(s.Departments), len(s.People), len(s.Areas), len(s.Appointments))
				}
				if office, ok := s.Office(); !ok || office.Name != orgtest.Office {
					t.Errorf("the office is %v", office)
				}
			}
			below, err := org.Subordinates(ctx, tx, city.ID)
			if len(below) != 2 || below[0].ID != first.ID || below[1].ID != other.ID {
				t.Errorf("below the city: %v", below)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnAbsenceIsReportedForOneselfAndEndsAfterItBegins(t *testing.T) {
	databasetest.EachAt(t, noon("2026-03-01"), func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil)
		service, deputy := org.New(db), o.Actor(orgtest.Economy)
		if err := service.ReportAbsence(ctx, deputy, "2026-03-04", "2026-03-04", ""); office.KeyOf(err) != "org.bad_interval" {
			t.Fatalf("got %v", err)
		}
		if err := service.ReportAbsence(ctx, operator, "2026-03-04", "", ""); office.KindOf(err) != office.KindForbidden {
			t.Fatalf("got %v", err)
		}
		if err := service.ReportAbsence(ctx, deputy, "2026-03-04", "", "Nghỉ ốm"); err != nil {
			t.Fatal(err)
		}
		if s := at(t, db, o.ID, "2026-03-04"); !s.Away(deputy.Person) || len(s.Absences) != 1 {
			t.Fatalf("absences: %v", s.Absences)
		}
	})
}

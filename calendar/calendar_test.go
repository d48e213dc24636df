package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"congvan/calendar"
)

func day(t interface{ Fatal(...any) }, text string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, text, time.FixedZone("+07", 7*60*60))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestHolidaysAndSwappedDays(t *testing.T) {
	for date, working := range map[string]bool{
		"2026-11-23": true,  // a Monday
		"2026-11-22": false, // a Sunday
		"2026-01-02": false, // off in exchange
		"2026-01-10": true,  // the Saturday worked for it
		"2026-02-17": false, // Tết
		"2026-02-23": true,  // the first day after it
		"2026-04-27": false, // Giỗ Tổ fell on a Sunday
		"2026-08-22": true,
		"2026-08-31": false,
		"2025-04-26": true,
		"2027-05-03": false, // 1 May fell on a Saturday
		"2030-01-01": true,  // a year that the table does not know has weekends only
	} {
		if got := calendar.IsWorkingDay(day(t, date)); got != working {
			t.Errorf("%s: %v, want %v", date, got, working)
		}
	}
}

func TestEachYearHasTheElevenDaysOffOfTheLabourCode(t *testing.T) {
	for _, year := range []int{2025, 2026, 2027} {
		off := 0
		for d := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
			special, ok := calendar.Vietnam.Special(d)
			switch {
			case ok && special.Kind == calendar.Off:
				off++
			case ok:
				off--
			}
		}
		if off != 11 { // Điều 112: 1 + 5 + 1 + 1 + 1 + 2; each exchanged day is given back by the Saturday worked for it
			t.Errorf("%d has %d days off, want 11", year, off)
		}
	}
}

func TestNextWorkingDayStepsOverTet(t *testing.T) {
	for from, want := range map[string]string{
		"2026-02-13": "2026-02-23", "2026-11-20": "2026-11-23", "2026-01-09": "2026-01-10", "2026-04-24": "2026-04-28",
	} {
		if got := calendar.NextWorkingDay(day(t, from)).Format(time.DateOnly); got != want {
			t.Errorf("after %s comes %s, want %s", from, got, want)
		}
	}
}

func TestADayIsTheCivilDayInVietNam(t *testing.T) {
	evening := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC) // already Monday 01:00 in Hà Nội
	if !calendar.IsWorkingDay(evening) {
		t.Error("Monday morning in Hà Nội is worked, whatever UTC says")
	}
	if got := calendar.NextWorkingDay(evening).Format(time.DateOnly); got != "2026-11-24" {
		t.Errorf("got %s", got)
	}
}

func TestWorkingDaysAreCountedFromTheDayAfter(t *testing.T) {
	from, to := day(t, "2026-11-20"), day(t, "2026-11-30")
	if got := calendar.Vietnam.Between(from, to); got != 6 {
		t.Errorf("%d working days from Friday to Monday week, want 6", got)
	}
	if got := calendar.Vietnam.Add(day(t, "2026-02-13"), 0).Format(time.DateOnly); got != "2026-02-13" {
		t.Errorf("got %s", got)
	}
	if got := calendar.Vietnam.Add(day(t, "2026-02-14"), 0).Format(time.DateOnly); got != "2026-02-23" {
		t.Errorf("a term that ends in Tết ends on the first working day after it, got %s", got)
	}
}

func TestABadTableIsRefusedWithItsLine(t *testing.T) {
	for table, want := range map[string]string{
		"day,kind\n": "calendar: line 1: want the headings day,kind,name,basis",
		"day,kind,name,basis\n2026-11-23,closed,x,y\n": `calendar: line 2: 2026-11-23: kind "closed", want off or work`,
		"day,kind,name,basis\n2026-11-22,off,x,y\n":    "calendar: line 2: 2026-11-22 is off as it is, by its weekday",
		"day,kind,name,basis\n2026-11-23,work,x,y\n":   "calendar: line 2: 2026-11-23 is work as it is, by its weekday",
	} {
		if _, err := calendar.Parse(table); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func drawDay(t *rapid.T, label string) time.Time {
	return time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 1200*24*60).Draw(t, label)) * time.Minute)
}

func TestNextIsWorkedAndSkipsNoWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawDay(t, "from")
		next := calendar.NextWorkingDay(from)
		if !calendar.IsWorkingDay(next) || !next.After(from) || calendar.Vietnam.Between(from, next) != 1 {
			t.Fatalf("%s → %s", from, next)
		}
	})
}

func TestAddingAndCountingAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, n := drawDay(t, "from"), rapid.IntRange(1, 60).Draw(t, "n")
		to := calendar.Vietnam.Add(from, n)
		if got := calendar.Vietnam.Between(from, to); got != n {
			t.Fatalf("%s + %d = %s, which counts %d", from, n, to, got)
		}
	})
}

func TestAddingIsDoneInAnySteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, a, b := drawDay(t, "from"), rapid.IntRange(1, 30).Draw(t, "a"), rapid.IntRange(1, 30).Draw(t, "b")
		if got, want := calendar.Vietnam.Add(calendar.Vietnam.Add(from, a), b), calendar.Vietnam.Add(from, a+b); !got.Equal(want) {
			t.Fatalf("%s, not %s", got, want)
		}
		if start := calendar.Vietnam.Next(from); !calendar.Vietnam.Add(calendar.Vietnam.Add(start, a), -a).Equal(start) {
			t.Fatalf("%s: forth and back by %d", start, a)
		}
	})
}

func TestCountingForwardsAndBackwardsAreOpposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDay(t, "a"), drawDay(t, "b")
		if calendar.Vietnam.Between(a, b) != -calendar.Vietnam.Between(b, a) {
			t.Fatal(a, b)
		}
	})
}

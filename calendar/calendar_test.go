package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNextSkipsWeekendsAndHolidaysAndStopsAtSwappedSaturdays(t *testing.T) {
	for from, want := range map[string]string{
		"2026-11-20": "2026-11-23", // Friday to Monday
		"2026-02-13": "2026-02-23", // over Tết
		"2026-08-21": "2026-08-22", // the Saturday worked for 31 August
		"2026-08-28": "2026-09-03", // over National Day
		"2025-04-25": "2025-04-26",
	} {
		if got := Vietnam.Next(day(t, from)).Format(time.DateOnly); got != want {
			t.Errorf("after %s comes %s, want %s", from, got, want)
		}
	}
}

func TestAYearWithoutRowsIsNotKnown(t *testing.T) {
	if !Vietnam.Knows(2026) || Vietnam.Knows(2040) {
		t.Error("2026 is entered and 2040 is not")
	}
}

func TestARowThatSaysNeitherOffNorWorkIsRefused(t *testing.T) {
	if _, err := Read([]byte("day,kind,name\n2026-01-01,free,x\n")); err == nil {
		t.Error("a kind that is unknown was read")
	}
}

func TestAddAndBetweenUndoEachOther(t *testing.T) {
	start := day(t, "2025-01-01")
	rapid.Check(t, func(r *rapid.T) {
		from := start.AddDate(0, 0, rapid.IntRange(0, 700).Draw(r, "from"))
		n := rapid.IntRange(1, 60).Draw(r, "n")
		to := Vietnam.Add(from, n)
		if !Vietnam.Working(to) {
			r.Fatalf("%s is not worked", to)
		}
		if got := Vietnam.Between(from, to); got != n {
			r.Fatalf("from %s to %s are %d working days, want %d", from, to, got, n)
		}
	})
}

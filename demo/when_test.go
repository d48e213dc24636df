package demo

import (
	"testing"

	"congvan/office"
)

func TestADayIsFixedOrCountedFromTheDemonstrationsDay(t *testing.T) {
	for when, want := range map[When]office.Day{
		"": "", "today": "2026-11-23", "today + 9": "2026-12-02", "today - 23": "2026-10-31", "2025-07-03": "2025-07-03",
	} {
		if got := when.On(today); got != want || when.check() != nil {
			t.Errorf("%q is %q (%v), want %q", when, got, when.check(), want)
		}
	}
}

func TestADayThatWouldNotHoldLaterIsRefused(t *testing.T) {
	for _, when := range []When{"tomorrow", "today+3", "today + 3000", "03/07/2025", "2025-02-30", "2026-01-01"} {
		if when.check() == nil {
			t.Errorf("%q passes", when)
		}
	}
}

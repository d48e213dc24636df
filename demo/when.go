package demo

import (
	"fmt"
	"regexp"
	"strconv"

	"congvan/office"
)

// When is a day as the files write it: a civil day ("2025-07-03"), or one counted from the day the demonstration runs ("today",
// "today - 2", "today + 3"). The zero value is no day.
type When string

// lastFixedDay bounds the fixed days: the demonstration may run on any day after it.
const lastFixedDay = office.Day("2025-12-31")

var relative = regexp.MustCompile(`^today(?: ([+-]) (\d{1,3}))?$`)

// On is the day that w means when the demonstration runs on today; no day for text that [When.check] refuses.
func (w When) On(today office.Day) office.Day {
	if offset, ok := w.offset(); ok {
		return today.Add(offset)
	}
	day, err := office.ParseDay("", string(w))
	if err != nil {
		return ""
	}
	return day
}

// offset is how many days w lies from today, for a relative day.
func (w When) offset() (days int, ok bool) {
	m := relative.FindStringSubmatch(string(w))
	if m == nil {
		return 0, false
	}
	days, _ = strconv.Atoi(m[2]) // blank is today itself
	if m[1] == "-" {
		days = -days
	}
	return days, true
}

// check says what is wrong with w as text; no day is right.
func (w When) check() error {
	if _, ok := w.offset(); ok || w == "" {
		return nil
	}
	day, err := office.ParseDay("", string(w))
	if err != nil {
		return fmt.Errorf("%q is no day: write 2025-07-03, today, today - 2 or today + 3", w)
	}
	if day > lastFixedDay {
		return fmt.Errorf("%s is fixed and too late: after %s write days from today, so that they hold on any day", w, lastFixedDay)
	}
	return nil
}

// Package calendar counts working days in Việt Nam: Monday to Friday without the public holidays, and with the Saturdays that are worked in
// exchange for a day off (Bộ luật Lao động 45/2019/QH14, Điều 111 and 112; each year's days are announced by the ministry in charge).
//
// The days are data (vietnam.csv, 2025 to 2027), each with what it rests on. The days of 2027 that follow the moon, or that a notice has yet to
// choose, are computed and say so. 24 November, which Nghị quyết 80-NQ/TW (2026) means to make a day off, is left out until the labour code
// says it. A year that the table does not know has its weekends only, so an operator adds the notice of the year with [Calendar.With].
//
// It is pure: no clock, no zone files. A day is a time.Time of which only the civil date in Việt Nam counts.
package calendar

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"maps"
	"strings"
	"time"
)

// Kind says how a day differs from its weekday.
type Kind string

// The kinds.
const (
	Off  Kind = "off"  // a holiday, or a day off in exchange or in compensation
	Work Kind = "work" // a day of the weekend that is worked
)

// Day is a day that differs from its weekday.
type Day struct {
	Date  string // "2026-01-10"
	Kind  Kind
	Name  string // "Làm bù ngày 02/01/2026"
	Basis string // the law or notice it rests on
}

// Calendar knows which days are worked. The zero value knows weekends only. It never changes and is safe for concurrent use.
type Calendar struct{ days map[string]Day }

//go:embed vietnam.csv
var vietnam string

// Vietnam is the calendar of the country's offices, 2025 to 2027.
var Vietnam = must(Parse(vietnam))

func must(c Calendar, err error) Calendar {
	if err != nil {
		panic(err) // the embedded table is wrong
	}
	return c
}

// Parse reads a table with the columns day, kind, name, basis and a line of headings. The error names the line at fault.
func Parse(table string) (Calendar, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return Calendar{}, fmt.Errorf("calendar: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != "day,kind,name,basis" {
		return Calendar{}, fmt.Errorf("calendar: line 1: want the headings day,kind,name,basis")
	}
	days := make([]Day, 0, len(rows))
	for i, row := range rows[1:] {
		day := Day{Date: row[0], Kind: Kind(row[1]), Name: row[2], Basis: row[3]}
		if err := day.check(); err != nil {
			return Calendar{}, fmt.Errorf("calendar: line %d: %w", i+2, err)
		}
		days = append(days, day)
	}
	return Calendar{}.With(days...), nil
}

func (d Day) check() error {
	date, err := time.Parse(time.DateOnly, d.Date)
	switch {
	case err != nil:
		return err
	case d.Kind != Off && d.Kind != Work:
		return fmt.Errorf("%s: kind %q, want off or work", d.Date, d.Kind)
	case weekend(date) == (d.Kind == Off):
		return fmt.Errorf("%s is %s as it is, by its weekday", d.Date, d.Kind)
	}
	return nil
}

// With is the calendar with other days put in; a day that it has already is replaced.
func (c Calendar) With(days ...Day) Calendar {
	all := maps.Clone(c.days)
	if all == nil {
		all = make(map[string]Day, len(days))
	}
	for _, d := range days {
		all[d.Date] = d
	}
	return Calendar{days: all}
}

// zone is Việt Nam's: UTC+7 without daylight saving since 1975.
var zone = time.FixedZone("+07", 7*60*60)

func civil(t time.Time) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// Special is the day's entry in the calendar, when it differs from its weekday.
func (c Calendar) Special(t time.Time) (Day, bool) {
	d, ok := c.days[t.In(zone).Format(time.DateOnly)]
	return d, ok
}

// IsWorking reports whether offices work on the day.
func (c Calendar) IsWorking(t time.Time) bool {
	if d, ok := c.Special(t); ok {
		return d.Kind == Work
	}
	return !weekend(t.In(zone))
}

// Next is the first working day after the day, at midnight in Việt Nam.
func (c Calendar) Next(t time.Time) time.Time {
	for day := civil(t).AddDate(0, 0, 1); ; day = day.AddDate(0, 0, 1) {
		if c.IsWorking(day) {
			return day
		}
	}
}

// Previous is the last working day before the day.
func (c Calendar) Previous(t time.Time) time.Time {
	for day := civil(t).AddDate(0, 0, -1); ; day = day.AddDate(0, 0, -1) {
		if c.IsWorking(day) {
			return day
		}
	}
}

// Add is the n-th working day after the day, which itself does not count (Bộ luật Dân sự 91/2015/QH13, Điều 147.2: the day of the event is left
// out); n may be negative. Add of 0 is the day itself if it is worked, else the next that is (Điều 148.5: a term that ends on a day off ends with
// the next working day).
func (c Calendar) Add(t time.Time, n int) time.Time {
	day := civil(t)
	if n == 0 && !c.IsWorking(day) {
		return c.Next(day)
	}
	for ; n > 0; n-- {
		day = c.Next(day)
	}
	for ; n < 0; n++ {
		day = c.Previous(day)
	}
	return day
}

// Between counts the working days after from, up to and with to; it is negative when to comes before from. So Between(today, deadline) is what is
// left, and 0 on the last day.
func (c Calendar) Between(from, to time.Time) int {
	first, last, sign := civil(from), civil(to), 1
	if last.Before(first) {
		first, last, sign = last, first, -1
	}
	count := 0
	for day := first.AddDate(0, 0, 1); !day.After(last); day = day.AddDate(0, 0, 1) {
		if c.IsWorking(day) {
			count++
		}
	}
	return sign * count
}

// IsWorkingDay is Vietnam.IsWorking.
func IsWorkingDay(t time.Time) bool { return Vietnam.IsWorking(t) }

// NextWorkingDay is Vietnam.Next.
func NextWorkingDay(t time.Time) time.Time { return Vietnam.Next(t) }

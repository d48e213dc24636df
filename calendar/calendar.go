// Package calendar knows which days the offices of Việt Nam work: not on Saturdays and Sundays, not on public holidays (Bộ luật Lao động 2019,
// Điều 112), and on the Saturdays that a holiday was swapped with. It is pure: days in, days out.
package calendar

import (
	"bytes"
	_ "embed" // days.csv
	"encoding/csv"
	"fmt"
	"time"
)

// days.csv is data: each year's decision on the Tết and National Day holidays adds its rows.
//
//go:embed days.csv
var days []byte

// Calendar tells working days. The zero value knows no holidays, only weekends.
type Calendar struct {
	exceptions map[string]bool // day → whether it is worked
	known      map[int]bool    // years whose holidays are entered
}

// Vietnam is the calendar that comes with the program.
var Vietnam = must(Read(days))

// Read reads a calendar from CSV: day, "off" or "work", and what for.
func Read(data []byte) (Calendar, error) {
	c := Calendar{exceptions: map[string]bool{}, known: map[int]bool{}}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return c, fmt.Errorf("calendar: %w", err)
	}
	for i, row := range rows[min(1, len(rows)):] {
		day, err := time.Parse(time.DateOnly, row[0])
		if err != nil || (row[1] != "off" && row[1] != "work") {
			return c, fmt.Errorf("calendar: line %d: want a day, off or work, and a name; got %q", i+2, row)
		}
		c.exceptions[row[0]] = row[1] == "work"
		c.known[day.Year()] = true
	}
	return c, nil
}

func must(c Calendar, err error) Calendar {
	if err != nil {
		panic(err) // the embedded file is part of the program
	}
	return c
}

// Knows reports whether the holidays of a year are entered. Of other years only weekends are known.
func (c Calendar) Knows(year int) bool { return c.known[year] }

// Working reports whether the day that a moment falls on, in the moment's own zone, is worked.
func (c Calendar) Working(day time.Time) bool {
	if worked, ok := c.exceptions[day.Format(time.DateOnly)]; ok {
		return worked
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// Next is the first working day after a day, at the same time of day.
func (c Calendar) Next(day time.Time) time.Time {
	for {
		day = day.AddDate(0, 0, 1)
		if c.Working(day) {
			return day
		}
	}
}

// Add is the n-th working day after a day; for n = 0 the day itself, worked or not.
func (c Calendar) Add(day time.Time, n int) time.Time {
	for range n {
		day = c.Next(day)
	}
	return day
}

// Between counts the working days in (from, to]; zero when to is not after from.
func (c Calendar) Between(from, to time.Time) int {
	n := 0
	for day := c.Next(from); !day.After(to); day = c.Next(day) {
		n++
	}
	return n
}

package office

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Day is a civil day in Việt Nam, "2006-01-02". The zero value means "no day": no end, not yet. Intervals of days are half-open:
// from the first day up to, but without, the last.
type Day string

const dayLayout = "2006-01-02"

// DayOf is the civil day in Việt Nam at a moment.
func DayOf(t time.Time) Day { return Day(t.In(Hanoi).Format(dayLayout)) }

// NewDay makes a day from its parts.
func NewDay(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(dayLayout))
}

// ParseDay reads "2006-01-02"; the empty text is no day. field names the input that held it.
func ParseDay(field, text string) (Day, error) {
	if text == "" {
		return "", nil
	}
	if _, err := time.Parse(dayLayout, text); err != nil {
		return "", Invalid("office.bad_day", field, text)
	}
	return Day(text), nil
}

// Time is the day's beginning, midnight in Việt Nam. The zero day has the zero time.
func (d Day) Time() time.Time {
	t, err := time.ParseInLocation(dayLayout, string(d), Hanoi)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add moves a day by n days.
func (d Day) Add(n int) Day { return DayOf(d.Time().AddDate(0, 0, n)) }

// Year of the day.
func (d Day) Year() int { return d.Time().Year() }

// Within reports whether the day lies in [from, to); a zero bound is open.
func (d Day) Within(from, to Day) bool { return (from == "" || from <= d) && (to == "" || d < to) }

// Value stores no day as NULL.
func (d Day) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}

// Scan reads what either database returns for a column of type text or date.
func (d *Day) Scan(source any) error {
	switch v := source.(type) {
	case nil:
		*d = ""
	case string:
		*d = Day(v)
	case []byte:
		*d = Day(v)
	case time.Time:
		*d = Day(v.Format(dayLayout))
	default:
		return fmt.Errorf("a day cannot be read from %T", source)
	}
	return nil
}

package web

import (
	"slices"
	"strings"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/server/web/page"
)

// monthOf is the first day of a day's month.
func monthOf(day office.Day) office.Day {
	at := day.Time()
	return office.NewDay(at.Year(), at.Month(), 1)
}

// nextMonth is the first day of the month after.
func nextMonth(first office.Day) office.Day {
	at := first.Time()
	return office.NewDay(at.Year(), at.Month()+1, 1)
}

func isWeekend(day office.Day) bool {
	w := day.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

// picture is the month of the chosen day: the leaders with who stands in for them, what was handed over, and of the other posts those that somebody
// leaves or is away from.
func (v *chart) picture() page.Month {
	first := v.month.From
	m := page.Month{First: first, Before: "/people?day=" + string(monthOf(first.Add(-1))) + "#month", After: "/people?day=" + string(v.month.To) + "#month"}
	for day := first; day < v.month.To; day = day.Add(1) {
		m.Days = append(m.Days, page.MonthDay{Number: day.Time().Day(), Weekend: isWeekend(day), Today: day == v.today})
	}
	for _, post := range v.organ.Posts {
		row := page.MonthRow{Label: post.Title, Cells: v.days(func(day office.Day) page.MonthCell { return v.seat(post, day) })}
		ordinary := len(row.Cells) == 1 && row.Cells[0].Class == "on"
		leads := post.DepartmentID == nil
		if !post.OpenOn(v.month.To.Add(-1)) || ordinary && !leads {
			continue
		}
		m.Rows = append(m.Rows, row)
		if covered, ok := v.coveredRow(post); ok && leads {
			m.Rows = append(m.Rows, covered)
		}
	}
	for _, d := range v.delegations {
		if d.StartsOn < v.month.To && (d.EndsOn == "" || d.EndsOn > v.month.From) {
			m.Rows = append(m.Rows, v.delegatedRow(d))
		}
	}
	return m
}

// days puts the days of the month on which a row is alike together.
func (v *chart) days(of func(office.Day) page.MonthCell) []page.MonthCell {
	var cells []page.MonthCell
	for day := v.month.From; day < v.month.To; day = day.Add(1) {
		cell := of(day)
		if n := len(cells); n > 0 && cells[n-1].Class == cell.Class && cells[n-1].Text == cell.Text {
			cells[n-1].Days++
			continue
		}
		cell.Days = 1
		cells = append(cells, cell)
	}
	return cells
}

// seat is a post on a day: held, its holders all away, or vacant.
func (v *chart) seat(post org.Post, day office.Day) page.MonthCell {
	var there, gone []string
	for _, a := range v.month.Appointments {
		if a.PostID != post.ID || !day.Within(a.StartsOn, a.EndsOn) {
			continue
		}
		name := v.personName(a.PersonID)
		if slices.ContainsFunc(v.month.Absences, func(b org.Absence) bool { return b.PersonID == a.PersonID && day.Within(b.StartsOn, b.EndsOn) }) {
			gone = append(gone, name)
		} else {
			there = append(there, name)
		}
	}
	switch {
	case len(there) > 0:
		return page.MonthCell{Class: "on", Text: strings.Join(there, ", ")}
	case len(gone) > 0:
		return page.MonthCell{Class: "off", Text: language.Text(v.lang, "people.month.gone", strings.Join(gone, ", "))}
	default:
		return page.MonthCell{Class: "vacant", Text: language.Text(v.lang, "people.vacant")}
	}
}

// coveredRow is who stands in for a post on the days of the month.
func (v *chart) coveredRow(post org.Post) (page.MonthRow, bool) {
	row := page.MonthRow{Label: language.Text(v.lang, "people.month.for", post.Title)}
	row.Cells = v.days(func(day office.Day) page.MonthCell {
		for _, c := range v.standIns {
			if c.Post == post.ID && c.As != "delegate" && day.Within(c.From, c.To) {
				return page.MonthCell{Class: "subs", Text: v.shortly(c.Desk)}
			}
		}
		return page.MonthCell{}
	})
	return row, slices.ContainsFunc(row.Cells, func(c page.MonthCell) bool { return c.Class != "" })
}

// shortly is who has a desk, in few words.
func (v *chart) shortly(d regulation.Desk) string {
	var names []string
	for _, p := range d.People {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return language.Text(v.lang, "people.desk.nobody")
	}
	return strings.Join(names, ", ")
}

func (v *chart) delegatedRow(d regulation.Delegation) page.MonthRow {
	told := v.delegation(d)
	return page.MonthRow{Label: d.Number, Note: told.From + ": " + told.Scope, Cells: v.days(func(day office.Day) page.MonthCell {
		if day.Within(d.StartsOn, d.EndsOn) {
			return page.MonthCell{Class: "dele", Text: told.To}
		}
		return page.MonthCell{}
	})}
}

package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// leastRanks is how many people a day of the roster's page has room for; more are shown where more were entered.
const leastRanks = 2

// dutyPage shows who is on duty in a month: GET /duty?month=2026-11.
func (s *Site) dutyPage(c echo.Context, actor office.Actor) error {
	r, err := s.rosterOf(c, actor, c.QueryParam("month"))
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, r.page(r.entered, nil))
}

// monthRoster is an organ with who is on duty in a month.
type monthRoster struct {
	*chart
	first, end office.Day
	duties     []org.Duty
	absences   []org.Absence
	ranks      int
}

func (s *Site) rosterOf(c echo.Context, actor office.Actor, month string) (*monthRoster, error) {
	ctx := c.Request().Context()
	first, err := office.ParseDay("month", month+"-01")
	if err != nil {
		first = monthOf(s.today()) // of any other word: this month
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return nil, err
	}
	t, err := s.Org.Timeline(ctx, actor, first, nextMonth(first))
	if err != nil {
		return nil, err
	}
	r := &monthRoster{chart: &chart{lang: s.Language(c), actor: actor, today: s.today(), organ: organ}, first: first, end: nextMonth(first), duties: t.Duties,
		absences: t.Absences, ranks: leastRanks}
	for _, d := range t.Duties {
		r.ranks = max(r.ranks, d.Rank)
	}
	return r, nil
}

// entered is who is on duty with a rank on a day, as the roster has it.
func (r *monthRoster) entered(day office.Day, rank int) string {
	for _, d := range r.duties {
		if d.Rank == rank && day.Within(d.StartsOn, d.EndsOn) {
			person, _ := r.organ.Person(d.PersonID)
			return r.called(person)
		}
	}
	return ""
}

func (r *monthRoster) page(value func(office.Day, int) string, messages page.Errors) page.Roster {
	month := func(first office.Day) string { return "/duty?month=" + string(first[:7]) }
	v := page.Roster{Month: r.first, Value: string(r.first[:7]), Before: month(monthOf(r.first.Add(-1))), After: month(r.end), May: org.MayRoster(r.actor), Errors: messages}
	for rank := 1; rank <= r.ranks; rank++ {
		v.Ranks = append(v.Ranks, rank)
	}
	for _, o := range r.peopleOptions(nil) {
		v.People = append(v.People, o.Text)
	}
	for day := r.first; day < r.end; day = day.Add(1) {
		row := page.RosterDay{Day: day, Weekend: isWeekend(day), Today: day == r.today}
		for _, rank := range v.Ranks {
			in := page.RosterInput{Name: dutyInput(day, rank), Rank: rank, Value: value(day, rank)}
			person, ok := r.find(in.Value)
			in.Away = ok && slices.ContainsFunc(r.absences, func(a org.Absence) bool { return a.PersonID == person && day.Within(a.StartsOn, a.EndsOn) })
			row.Inputs = append(row.Inputs, in)
		}
		v.Days = append(v.Days, row)
	}
	return v
}

func dutyInput(day office.Day, rank int) string { return fmt.Sprintf("duty-%s-%d", day, rank) }

// find is the person that is called so, as the list to choose from has it, or by his name alone when nobody else has that name.
func (r *monthRoster) find(text string) (office.ID, bool) {
	text = strings.TrimSpace(text)
	var named []office.ID
	for _, p := range r.organ.People {
		if r.called(p) == text {
			return p.ID, true
		}
		if language.Fold(p.Name) == language.Fold(text) {
			named = append(named, p.ID)
		}
	}
	if text == "" || len(named) != 1 {
		return office.ID{}, false
	}
	return named[0], true
}

// setDuty sets the roster of a month: POST /duty.
func (s *Site) setDuty(c echo.Context, actor office.Actor) error {
	if !org.MayRoster(actor) {
		return office.Forbidden("people.only_roster_keeper")
	}
	if month, err := office.ParseDay("month", c.FormValue("month")+"-01"); err != nil || month == "" {
		return office.Invalid("office.bad_day", "month", c.FormValue("month"))
	}
	r, err := s.rosterOf(c, actor, c.FormValue("month"))
	if err != nil {
		return err
	}
	typed, messages := r.typed(c)
	list, faults := r.read(typed)
	if messages = append(messages, faults...); len(messages) == 0 {
		err := s.Org.SetRoster(c.Request().Context(), actor, r.first, r.end, list)
		refused, _, ok := s.inForm(c, err, nil)
		if !ok {
			return s.went(c, err, "people.done.roster", "/duty?month="+string(r.first[:7]))
		}
		messages = r.placed(refused, list)
	}
	view := r.page(typed, messages)
	if view.Errors.At("fill") != "" {
		view.Fill = page.Fill{Person: c.FormValue("fill"), From: c.FormValue("fill_from"), Last: c.FormValue("fill_last")}
	}
	return s.show(c, actor, http.StatusUnprocessableEntity, view)
}

// typed is what stood in the form, with the days filled that are to be filled together. A day that was not sent stays as it is.
func (r *monthRoster) typed(c echo.Context) (func(office.Day, int) string, page.Errors) {
	form := func(day office.Day, rank int) string {
		if sent := c.Request().PostForm[dutyInput(day, rank)]; len(sent) > 0 {
			return sent[0]
		}
		return r.entered(day, rank)
	}
	fill := strings.TrimSpace(c.FormValue("fill"))
	if fill == "" {
		return form, nil
	}
	from, err := dayField(c, "fill_from")
	to, other := afterLast(c, "fill_last")
	rank, third := strconv.Atoi(c.FormValue("fill_rank"))
	if _, ok := r.find(fill); !ok || err != nil || other != nil || third != nil || from == "" || to != "" && to <= from {
		return form, page.Errors{{Field: "fill", Text: language.Text(r.lang, "people.duty.fill.bad")}}
	}
	return func(day office.Day, of int) string {
		if of == rank && day.Within(from, to) {
			return fill
		}
		return form(day, of)
	}, nil
}

// read turns what stands at the days into intervals: days in a row with the same person are one.
func (r *monthRoster) read(typed func(office.Day, int) string) (list []org.Duty, messages page.Errors) {
	for rank := 1; rank <= r.ranks; rank++ {
		for day := r.first; day < r.end; day = day.Add(1) {
			text := strings.TrimSpace(typed(day, rank))
			if text == "" {
				continue
			}
			person, ok := r.find(text)
			if !ok {
				messages = append(messages, page.FieldError{Field: dutyInput(day, rank), Text: language.Text(r.lang, "people.duty.unknown", day, text)})
				continue
			}
			if n := len(list); n > 0 && list[n-1].PersonID == person && list[n-1].Rank == rank && list[n-1].EndsOn == day {
				list[n-1].EndsOn = day.Add(1)
				continue
			}
			list = append(list, org.Duty{PersonID: person, Rank: rank, StartsOn: day, EndsOn: day.Add(1)})
		}
	}
	return list, messages
}

// placed puts messages about places in the list to the inputs of the days.
func (r *monthRoster) placed(messages page.Errors, list []org.Duty) page.Errors {
	for i, m := range messages {
		var at int
		if _, err := fmt.Sscanf(m.Field, "duties[%d]", &at); err == nil && at < len(list) {
			messages[i].Field = dutyInput(list[at].StartsOn, list[at].Rank)
		}
	}
	return messages
}

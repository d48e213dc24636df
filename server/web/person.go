package web

import (
	"errors"
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// personPage shows what a person held and when he was away: GET /people/:id.
func (s *Site) personPage(c echo.Context, actor office.Actor) error {
	return s.showPerson(c, actor, http.StatusOK, page.PersonPage{})
}

// showPerson fills the page of the person of the address; what was typed and refused stands in the view already.
func (s *Site) showPerson(c echo.Context, actor office.Actor, status int, view page.PersonPage) error {
	person, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	record, err := s.Org.Record(ctx, actor, person)
	if err != nil {
		return err
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return err
	}
	v := &chart{lang: s.Language(c), actor: actor, today: s.today(), organ: organ}
	view.Name, view.Href, view.Keeps, view.MayTell = record.Person.Name, personHref(person), org.MayOrganise(actor), org.MayTellAway(actor, person)
	for _, a := range record.Appointments {
		post, _ := organ.Post(a.PostID)
		view.Appointments = append(view.Appointments, v.appointment(a, post.Title, postHref(a.PostID)))
	}
	for _, a := range record.Absences {
		row := v.absence(a)
		row.Name, row.Href = "", ""
		view.Absences = append(view.Absences, row)
		if row.Now {
			view.Away = v.awayWords(a.EndsOn)
		}
	}
	for _, d := range record.Duties {
		view.Duties = append(view.Duties, page.DutySpan{From: d.StartsOn, To: d.EndsOn, Rank: d.Rank})
	}
	if view.Keeps {
		if view.Appoint == nil {
			view.Appoint = s.appointForm(c, org.Appointment{Kind: org.Concurrent})
		}
		view.Appoint.Action, view.Appoint.Posts = view.Href+"/appointments", v.postGroups(formID(c, "post"))
	}
	return s.show(c, actor, status, view)
}

func (v *chart) awayWords(back office.Day) string {
	if back == "" {
		return language.Text(v.lang, "people.away_now.open")
	}
	return language.Text(v.lang, "people.away_now", back.Add(-1))
}

// appointment is an appointment in a list, by the name of what the list is not about.
func (v *chart) appointment(a org.Appointment, name, href string) page.AppointmentRow {
	row := page.AppointmentRow{Name: name, Href: href, Kind: string(a.Kind), From: a.StartsOn, To: a.EndsOn, Basis: a.Basis, EndedBy: a.EndedBy,
		Now: v.today.Within(a.StartsOn, a.EndsOn)}
	if org.MayOrganise(v.actor) && (a.EndsOn == "" || a.EndsOn > v.today) {
		row.End = "/people/appointments/" + a.ID.String() + "/end"
	}
	return row
}

// correctName gives a person another name: POST /people/:id/name.
func (s *Site) correctName(c echo.Context, actor office.Actor) error {
	person, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	err = s.Org.CorrectName(c.Request().Context(), actor, person, c.FormValue("name"))
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showPerson(c, actor, status, page.PersonPage{Errors: messages})
	}
	return s.went(c, err, "people.done.saved", personHref(person))
}

// organised is what the address names, for who may change posts and people at all.
func (s *Site) organised(c echo.Context, actor office.Actor) (office.ID, error) {
	if !org.MayOrganise(actor) {
		return office.ID{}, office.Forbidden("people.only_organiser")
	}
	return id(c, "id")
}

// went says what was done and leads on, unless it failed.
func (s *Site) went(c echo.Context, err error, done, to string) error {
	if err != nil {
		return err
	}
	s.done(c, done)
	return c.Redirect(http.StatusSeeOther, to)
}

// ownAway leads to one's own notice: GET /people/me/away.
func (s *Site) ownAway(c echo.Context, actor office.Actor) error {
	return c.Redirect(http.StatusSeeOther, personHref(actor.Person)+"/away")
}

// away reads the absence that a form tells of, for who may tell it.
func (s *Site) away(c echo.Context, actor office.Actor) (org.Absence, org.Record, error) {
	person, err := id(c, "id")
	if err != nil {
		return org.Absence{}, org.Record{}, err
	}
	record, err := s.Org.Record(c.Request().Context(), actor, person)
	if err == nil && !org.MayTellAway(actor, person) {
		err = office.Forbidden("people.not_yours_to_tell")
	}
	return org.Absence{PersonID: person, Reason: c.FormValue("reason")}, record, err
}

// daysOf reads the days of an absence.
func daysOf(c echo.Context, a *org.Absence) error {
	var first, second error
	a.StartsOn, first = dayField(c, "starts_on")
	a.EndsOn, second = afterLast(c, "last")
	return errors.Join(first, second)
}

// awayFields are the inputs that the services' names of an absence's days belong to.
var awayFields = map[string]string{"ends_on": "last"}

// awayPage asks when somebody will be away, and says what that would change: GET /people/:id/away.
func (s *Site) awayPage(c echo.Context, actor office.Actor) error {
	a, record, err := s.away(c, actor)
	if err != nil {
		return err
	}
	view := awayForm(c, actor, record)
	if view.From == "" {
		view.From = string(s.today())
	}
	if c.QueryParam("look") == "" {
		return s.show(c, actor, http.StatusOK, view)
	}
	err = daysOf(c, &a)
	if err == nil {
		view.Changes, err = s.changes(c, actor, a)
	}
	if messages, status, ok := s.inForm(c, err, awayFields); ok {
		view.Errors = messages
		return s.show(c, actor, status, view)
	}
	if err != nil {
		return err
	}
	view.Looked = true
	return s.show(c, actor, http.StatusOK, view)
}

func awayForm(c echo.Context, actor office.Actor, record org.Record) page.AwayForm {
	return page.AwayForm{Name: record.Person.Name, Href: personHref(record.Person.ID), Own: actor.Person == record.Person.ID,
		From: c.FormValue("starts_on"), Last: c.FormValue("last"), Reason: c.FormValue("reason")}
}

// changes are the desks that would be others' while somebody is away.
func (s *Site) changes(c echo.Context, actor office.Actor, a org.Absence) ([]page.StandIn, error) {
	ctx := c.Request().Context()
	all, err := s.Regulation.WhileAway(ctx, actor, a)
	if err != nil {
		return nil, err
	}
	organ, err := s.Org.StructureOn(ctx, actor, a.StartsOn)
	if err != nil {
		return nil, err
	}
	v := &chart{lang: s.Language(c), actor: actor, today: s.today(), organ: organ}
	var rows []page.StandIn
	for _, change := range all {
		row := v.standIn(change.Desk)
		row.From, row.To = change.From, change.To
		rows = append(rows, row)
	}
	return rows, nil
}

// tellAway enters an absence: POST /people/:id/away.
func (s *Site) tellAway(c echo.Context, actor office.Actor) error {
	a, record, err := s.away(c, actor)
	if err != nil {
		return err
	}
	if err = daysOf(c, &a); err == nil {
		_, err = s.Org.TellAway(c.Request().Context(), actor, a)
	}
	if messages, status, ok := s.inForm(c, err, awayFields); ok {
		view := awayForm(c, actor, record)
		view.Errors = messages
		return s.show(c, actor, status, view)
	}
	return s.went(c, err, "people.done.away", personHref(a.PersonID))
}

// ofAbsence reads the absence of the address, for who may end it.
func (s *Site) ofAbsence(c echo.Context, actor office.Actor) (org.Absence, error) {
	absence, err := id(c, "id")
	if err != nil {
		return org.Absence{}, err
	}
	a, err := s.Org.Absence(c.Request().Context(), actor, absence)
	if err == nil && !org.MayTellAway(actor, a.PersonID) {
		err = office.Forbidden("people.not_yours_to_tell")
	}
	return a, err
}

// absenceEnding asks when somebody is back: GET /people/absences/:id/end.
func (s *Site) absenceEnding(c echo.Context, actor office.Actor) error {
	a, err := s.ofAbsence(c, actor)
	if err != nil {
		return err
	}
	return s.showAbsenceEnding(c, actor, http.StatusOK, a, string(max(s.today(), a.StartsOn)), nil)
}

func (s *Site) showAbsenceEnding(c echo.Context, actor office.Actor, status int, a org.Absence, day string, messages page.Errors) error {
	organ, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	what := language.Text(lang, "people.ending.absence.what", personName(organ, &a.PersonID), a.StartsOn)
	return s.show(c, actor, status, page.Ending{Heading: "people.ending.absence", Hint: "people.ending.absence.hint", Label: "people.ending.absence.day", Do: "people.ending.absence.do",
		What: what, Action: "/people/absences/" + a.ID.String() + "/end", Back: personHref(a.PersonID), Field: "ends_on", Day: day, Errors: messages})
}

// endAbsence lets an absence end earlier: POST /people/absences/:id/end.
func (s *Site) endAbsence(c echo.Context, actor office.Actor) error {
	a, err := s.ofAbsence(c, actor)
	if err != nil {
		return err
	}
	day, err := dayField(c, "ends_on")
	if err == nil {
		err = s.Org.EndAbsence(c.Request().Context(), actor, a.ID, day)
	}
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showAbsenceEnding(c, actor, status, a, c.FormValue("ends_on"), messages)
	}
	return s.went(c, err, "people.done.back", personHref(a.PersonID))
}

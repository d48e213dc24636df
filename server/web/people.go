package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/server/problem"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// peoplePages are the pages of posts, people, absences, delegations and the duty roster.
func (s *Site) peoplePages(g *echo.Group) {
	g.GET("/people", s.in(s.chartPage))
	g.POST("/people", s.in(s.addPerson))
	g.GET("/people/organise", s.in(s.organisePage))
	g.GET("/people/me/away", s.in(s.ownAway))
	g.GET("/people/:id", s.in(s.personPage))
	g.POST("/people/:id/name", s.in(s.correctName))
	g.GET("/people/:id/away", s.in(s.awayPage))
	g.POST("/people/:id/away", s.in(s.tellAway))
	g.POST("/people/:id/appointments", s.in(s.appointPerson))
	g.GET("/people/absences/:id/end", s.in(s.absenceEnding))
	g.POST("/people/absences/:id/end", s.in(s.endAbsence))
	g.GET("/people/appointments/:id/end", s.in(s.appointmentEnding))
	g.POST("/people/appointments/:id/end", s.in(s.endAppointment))
	g.POST("/people/posts", s.in(s.createPost))
	g.GET("/people/posts/:id", s.in(s.postPage))
	g.POST("/people/posts/:id", s.in(s.revisePost))
	g.POST("/people/posts/:id/appointments", s.in(s.appointTo))
	g.GET("/people/posts/:id/close", s.in(s.postClosing))
	g.POST("/people/posts/:id/close", s.in(s.closePost))
	g.POST("/people/departments", s.in(s.createDepartment))
	g.POST("/people/departments/:id", s.in(s.renameDepartment))
	g.GET("/people/departments/:id/close", s.in(s.departmentClosing))
	g.POST("/people/departments/:id/close", s.in(s.closeDepartment))
	g.GET("/delegations", s.in(s.delegationsPage))
	g.POST("/delegations", s.in(s.delegate))
	g.GET("/delegations/:id/end", s.in(s.delegationEnding))
	g.POST("/delegations/:id/end", s.in(s.endDelegation))
	g.GET("/duty", s.in(s.dutyPage))
	g.POST("/duty", s.in(s.setDuty))
}

// chart is an organ on a day, with what its pages tell of it.
type chart struct {
	lang        language.Lang
	actor       office.Actor
	today       office.Day
	organ       *org.Structure
	desks       []regulation.Desk
	delegations []regulation.Delegation
	month       org.Timeline
	standIns    []regulation.Change
}

// chartPage shows who holds what on a day: GET /people.
func (s *Site) chartPage(c echo.Context, actor office.Actor) error {
	day, err := office.ParseDay("day", c.QueryParam("day"))
	if err != nil {
		day = "" // of any other word: today
	}
	v, err := s.chart(c, actor, day)
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, v.page())
}

func (s *Site) chart(c echo.Context, actor office.Actor, day office.Day) (*chart, error) {
	ctx := c.Request().Context()
	v := &chart{lang: s.Language(c), actor: actor, today: s.today()}
	day = cmp.Or(day, v.today)
	first := monthOf(day)
	var err error
	for _, step := range []func() error{
		func() error { v.organ, err = s.Org.StructureOn(ctx, actor, day); return err },
		func() error { v.desks, err = s.Regulation.DesksOn(ctx, actor, day); return err },
		func() error { v.delegations, err = s.Regulation.Delegations(ctx, actor); return err },
		func() error { v.month, err = s.Org.Timeline(ctx, actor, first, nextMonth(first)); return err },
		func() error { v.standIns, err = s.Regulation.StandIns(ctx, actor, first, nextMonth(first)); return err },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (s *Site) today() office.Day { return office.DayOf(s.Clock()) }

func (v *chart) page() page.People {
	day := v.organ.Day
	p := page.People{Day: day, Today: v.today, Keeps: org.MayOrganise(v.actor), Before: "/people?day=" + string(day.Add(-1)), After: "/people?day=" + string(day.Add(1)),
		Month: v.picture(), Units: v.units()}
	for _, d := range v.desks {
		if d.As != "holder" {
			p.StandIns = append(p.StandIns, v.standIn(d))
		}
	}
	for _, d := range v.organ.Duties {
		p.OnDuty = append(p.OnDuty, v.personName(d.PersonID))
	}
	for _, a := range v.month.Absences {
		if a.EndsOn == "" || a.EndsOn > day {
			p.Absences = append(p.Absences, v.absence(a))
		}
	}
	for _, d := range v.delegations {
		if d.EndsOn == "" || d.EndsOn > day {
			p.Delegations = append(p.Delegations, v.delegation(d))
		}
	}
	v.count(&p)
	return p
}

// count counts what is out of the ordinary on the day.
func (v *chart) count(p *page.People) {
	kinds := map[org.AppointmentKind]int{}
	people := map[office.ID]bool{}
	away := map[office.ID]bool{}
	for _, a := range v.organ.Appointments {
		kinds[a.Kind]++
		people[a.PersonID] = true
		if v.organ.Away(a.PersonID) {
			away[a.PersonID] = true
		}
	}
	open := v.organ.OpenPosts()
	for _, post := range open {
		if len(v.organ.Holders(post.ID)) == 0 {
			p.Vacant++
		}
	}
	p.Away = len(away)
	p.Figures = []page.Figure{
		{Count: len(open), Text: "people.fig.posts", Href: "#posts"}, {Count: len(people), Text: "people.fig.people", Href: "#posts"},
		{Count: kinds[org.Concurrent], Text: "people.fig.concurrent", Href: "#posts"}, {Count: kinds[org.Acting], Text: "people.fig.acting", Href: "#posts"},
		{Count: kinds[org.InCharge], Text: "people.fig.in_charge", Href: "#posts"},
		{Count: p.Vacant, Text: "people.fig.vacant", Href: "#posts", Tone: warns(p.Vacant)}, {Count: p.Away, Text: "people.fig.away", Href: "#away", Tone: warns(p.Away)},
	}
}

func warns(n int) string {
	if n > 0 {
		return "warn"
	}
	return ""
}

// units are the organ's leaders and then its departments, each with its posts.
func (v *chart) units() []page.Unit {
	units := []page.Unit{{}}
	at := map[office.ID]int{}
	for _, d := range v.organ.Departments {
		if d.OpenOn(v.organ.Day) {
			at[d.ID] = len(units)
			units = append(units, page.Unit{Name: d.Name})
		}
	}
	for _, post := range v.organ.OpenPosts() {
		i := 0
		if post.DepartmentID != nil {
			i = at[*post.DepartmentID]
		}
		units[i].Rows = append(units[i].Rows, v.row(post))
	}
	return units
}

func (v *chart) row(post org.Post) page.PostRow {
	row := page.PostRow{Title: post.Title, Href: postHref(post.ID)}
	for _, a := range v.organ.Holders(post.ID) {
		holder := page.HolderRow{Name: v.personName(a.PersonID), Href: personHref(a.PersonID), Kind: string(a.Kind), From: a.StartsOn, To: a.EndsOn}
		for _, absence := range v.organ.Absences {
			if absence.PersonID == a.PersonID {
				holder.Away, holder.Back = true, absence.EndsOn
			}
		}
		row.Holders = append(row.Holders, holder)
	}
	var notes []string
	for _, d := range v.desks {
		if d.Post == post.ID && d.As != "holder" {
			notes = append(notes, v.whose(d))
		}
	}
	slices.Sort(notes)
	row.Note = strings.Join(slices.Compact(notes), "; ")
	return row
}

// standIn is a desk that somebody else has than its holder, in words.
func (v *chart) standIn(d regulation.Desk) page.StandIn {
	return page.StandIn{Post: d.Title, Href: postHref(d.Post), Scope: scope(v.lang, d.Fields), Whose: v.whose(d), Why: v.why(d), To: d.Until}
}

// whose is who has a desk and in which right: "Phạm Thị Bảy (Phó Chủ tịch), thay theo quy chế".
func (v *chart) whose(d regulation.Desk) string {
	var names []string
	for _, p := range d.People {
		names = append(names, p.Name)
	}
	return language.Text(v.lang, "people.desk."+d.As, strings.Join(names, ", "), d.Owner, d.Number)
}

func (v *chart) why(d regulation.Desk) string {
	var names []string
	for _, a := range v.organ.Holders(d.Post) {
		names = append(names, v.personName(a.PersonID))
	}
	because := cmp.Or(d.Because, "vacant")
	if because == "delegated" && d.As != "delegate" {
		because = "delegate_away"
	}
	return language.Text(v.lang, "people.because."+because, strings.Join(names, ", "), d.Number)
}

func (v *chart) personName(id office.ID) string { return personName(v.organ, &id) }

func (v *chart) absence(a org.Absence) page.AbsenceRow {
	row := page.AbsenceRow{Name: v.personName(a.PersonID), Href: personHref(a.PersonID), From: a.StartsOn, Back: a.EndsOn, Reason: a.Reason,
		Now: v.organ.Day.Within(a.StartsOn, a.EndsOn)}
	if a.EnteredBy != nil {
		row.By = v.personName(*a.EnteredBy)
	}
	if org.MayTellAway(v.actor, a.PersonID) && (a.EndsOn == "" || a.EndsOn > v.today) {
		row.End = "/people/absences/" + a.ID.String() + "/end"
	}
	return row
}

func (v *chart) delegation(d regulation.Delegation) page.DelegationRow {
	from, _ := v.organ.Post(d.FromPost)
	to, _ := v.organ.Post(d.ToPost)
	row := page.DelegationRow{Number: d.Number, From: from.Title, To: to.Title, Scope: cmp.Or(scope(v.lang, d.Fields), language.Text(v.lang, "people.scope.all")),
		Starts: d.StartsOn, Ends: d.EndsOn, Now: v.organ.Day.Within(d.StartsOn, d.EndsOn)}
	if regulation.MayDelegate(v.actor, v.actor.Organ) && (d.EndsOn == "" || d.EndsOn > v.today) {
		row.End = "/delegations/" + d.ID.String() + "/end"
	}
	return row
}

// scope is a list of fields in words, groups in place of all their leaves; empty for all fields, and "the others" for those that are left over.
func scope(lang language.Lang, fields []office.FieldCode) string {
	if len(fields) == 0 {
		return ""
	}
	if slices.Contains(fields, "") {
		return language.Text(lang, "people.scope.rest")
	}
	parents := map[office.FieldCode]office.FieldCode{}
	for _, f := range regulation.Fields() {
		parents[f.Code] = f.Parent
	}
	var names []string
	for _, f := range fields {
		if parent := parents[f]; parent == "" || !slices.Contains(fields, parent) {
			names = append(names, fieldName(lang, f))
		}
	}
	return strings.Join(names, "; ")
}

func personHref(id office.ID) string { return "/people/" + id.String() }
func postHref(id office.ID) string   { return "/people/posts/" + id.String() }

// inForm turns what is wrong with an input, or what is in its way, into messages at the form's fields, with the status of the answer. Anything else is
// no form's business.
func (s *Site) inForm(c echo.Context, err error, fields map[string]string) (page.Errors, int, bool) {
	if messages, ok := s.refused(c, err, fields); ok {
		return messages, http.StatusUnprocessableEntity, true
	}
	all := office.All(err)
	if len(all) == 0 || slices.ContainsFunc(all, func(e *office.Error) bool { return e.Kind != office.KindInvalid && e.Kind != office.KindConflict }) {
		return nil, 0, false
	}
	var messages page.Errors
	for _, e := range all {
		messages = append(messages, page.FieldError{Field: cmp.Or(fields[e.Field], e.Field), Text: s.words(c, e)})
	}
	return messages, problem.Status(all[0]), true
}

// dayField reads a day of a form; afterLast makes the first day no more of the last day that is meant, as people write it.
func dayField(c echo.Context, name string) (office.Day, error) {
	return office.ParseDay(name, c.FormValue(name))
}

func afterLast(c echo.Context, name string) (office.Day, error) {
	last, err := dayField(c, name)
	if err != nil || last == "" {
		return "", err
	}
	return last.Add(1), nil
}

// lastOf is the last day of an interval, as a form shows it.
func lastOf(to office.Day) string {
	if to == "" {
		return ""
	}
	return string(to.Add(-1))
}

// peopleWords are the keys that these pages put together from the services' values.
func peopleWords() []string {
	var keys []string
	add := func(prefix string, values ...string) {
		for _, v := range values {
			keys = append(keys, prefix+v)
		}
	}
	add("people.desk.", "holder", "delegate", "substitute", "department_head", "head", "running_deputy", "duty", "keeper", "nobody")
	add("people.because.", "vacant", "absent", "delegated", "delegate_away", "excluded")
	add("people.acted.", "substitute", "delegate", "duty", "keeper")
	add("people.month.", "on", "off", "subs", "dele", "vacant")
	for _, kind := range org.AppointmentKinds() {
		add("people.kind.", string(kind))
	}
	for _, role := range org.Roles() {
		add("people.role.", string(role))
	}
	for _, key := range []string{"people.appointed_twice", "people.held_already", "people.primary_already", "people.away_already"} {
		add(key, "", ".open")
	}
	return keys
}

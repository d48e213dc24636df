package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// postPage shows who holds and held a post: GET /people/posts/:id.
func (s *Site) postPage(c echo.Context, actor office.Actor) error {
	return s.showPost(c, actor, http.StatusOK, page.PostPage{})
}

// showPost fills the page of the post of the address; what was typed and refused stands in the view already.
func (s *Site) showPost(c echo.Context, actor office.Actor, status int, view page.PostPage) error {
	postID, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return err
	}
	post, ok := organ.Post(postID)
	if !ok {
		return office.NotFound("people.no_post")
	}
	held, err := s.Org.Holding(ctx, actor, postID)
	if err != nil {
		return err
	}
	desks, err := s.Regulation.DesksOn(ctx, actor, "")
	if err != nil {
		return err
	}
	v := &chart{lang: s.Language(c), actor: actor, today: s.today(), organ: organ}
	view.Name, view.Href, view.Role, view.Closed, view.Keeps = post.Title, postHref(post.ID), string(post.Role), post.ClosedOn, org.MayOrganise(actor)
	view.Signs = post.Signs
	if post.DepartmentID != nil {
		unit, _ := organ.Department(*post.DepartmentID)
		view.Unit = unit.Name
	}
	for _, d := range desks {
		if d.Post == post.ID && d.As != "holder" {
			view.Desk = append(view.Desk, v.standIn(d))
		}
	}
	for _, a := range held {
		view.Holders = append(view.Holders, v.appointment(a, v.personName(a.PersonID), personHref(a.PersonID)))
	}
	if view.Keeps && post.ClosedOn == "" {
		if view.Appoint == nil {
			view.Appoint = s.appointForm(c, org.Appointment{Kind: org.Primary})
		}
		view.Appoint.Action, view.Appoint.People = view.Href+"/appointments", append([]page.Option{v.toChoose()}, v.peopleOptions(formID(c, "person"))...)
		view.Units = v.unitOptions(post.DepartmentID)
	}
	return s.show(c, actor, status, view)
}

// formID is an identifier of a form; nil when there is none.
func formID(c echo.Context, name string) *office.ID {
	id, err := office.ParseID(name, c.FormValue(name))
	if err != nil {
		return nil
	}
	return &id
}

// peopleOptions are the people of the organ by given name, with what they hold.
func (v *chart) peopleOptions(chosen *office.ID) []page.Option {
	people := slices.Clone(v.organ.People)
	slices.SortFunc(people, func(a, b org.Person) int {
		return bytes.Compare(language.PersonSortKey(a.Name), language.PersonSortKey(b.Name))
	})
	var options []page.Option
	for _, p := range people {
		options = append(options, page.Option{Value: p.ID.String(), Text: v.called(p), Chosen: chosen != nil && *chosen == p.ID})
	}
	return options
}

// called is a person with the first post that he holds: two may have the same name.
func (v *chart) called(p org.Person) string {
	for _, a := range v.organ.Appointments {
		if a.PersonID == p.ID {
			post, _ := v.organ.Post(a.PostID)
			return p.Name + " – " + post.Title
		}
	}
	return p.Name
}

// toChoose is the first line of a list in which something is to be chosen.
func (v *chart) toChoose() page.Option {
	return page.Option{Text: language.Text(v.lang, "people.choose")}
}

// postGroups are the open posts by department, for choosing one.
func (v *chart) postGroups(chosen *office.ID) []page.Group {
	groups := []page.Group{{Options: []page.Option{v.toChoose()}}, {Name: language.Text(v.lang, "people.leaders")}}
	at := map[office.ID]int{}
	for _, d := range v.organ.Departments {
		at[d.ID] = len(groups)
		groups = append(groups, page.Group{Name: d.Name})
	}
	for _, p := range v.organ.OpenPosts() {
		i := 1
		if p.DepartmentID != nil {
			i = at[*p.DepartmentID]
		}
		groups[i].Options = append(groups[i].Options, page.Option{Value: p.ID.String(), Text: titled(v.organ, p), Chosen: chosen != nil && *chosen == p.ID})
	}
	return groups
}

// unitOptions are the open departments, and none for the organ's leaders.
func (v *chart) unitOptions(chosen *office.ID) []page.Option {
	options := []page.Option{{Text: language.Text(v.lang, "people.leaders"), Chosen: chosen == nil}}
	for _, d := range v.organ.Departments {
		if d.OpenOn(v.organ.Day) {
			options = append(options, page.Option{Value: d.ID.String(), Text: d.Name, Chosen: chosen != nil && *chosen == d.ID})
		}
	}
	return options
}

// appointForm is the form of an appointment as it was typed, or empty.
func (s *Site) appointForm(c echo.Context, a org.Appointment) *page.AppointForm {
	f := &page.AppointForm{Starts: c.FormValue("starts_on"), Last: c.FormValue("last"), Basis: c.FormValue("basis")}
	if f.Starts == "" {
		f.Starts = string(s.today())
	}
	for _, kind := range org.AppointmentKinds() {
		f.Kinds = append(f.Kinds, page.Option{Value: string(kind), Text: language.Text(s.Language(c), "people.kind."+string(kind)), Chosen: kind == a.Kind})
	}
	return f
}

// appointment reads what a form appoints.
func appointment(c echo.Context) (org.Appointment, error) {
	a := org.Appointment{Kind: org.AppointmentKind(c.FormValue("kind")), Basis: c.FormValue("basis")}
	var first, second error
	a.StartsOn, first = dayField(c, "starts_on")
	a.EndsOn, second = afterLast(c, "last")
	return a, errors.Join(first, second)
}

// appointTo appoints somebody to the post of the address: POST /people/posts/:id/appointments.
func (s *Site) appointTo(c echo.Context, actor office.Actor) error {
	post, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	a, err := appointment(c)
	if person := formID(c, "person"); person != nil {
		a.PersonID = *person
	}
	a.PostID = post
	if err == nil {
		_, err = s.Org.Appoint(c.Request().Context(), actor, a)
	}
	if messages, status, ok := s.inForm(c, err, awayFields); ok {
		return s.showPost(c, actor, status, page.PostPage{Appoint: s.appointForm(c, a), Errors: messages})
	}
	return s.went(c, err, "people.done.appointed", postHref(post))
}

// appointPerson appoints the person of the address: POST /people/:id/appointments.
func (s *Site) appointPerson(c echo.Context, actor office.Actor) error {
	person, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	a, err := appointment(c)
	if post := formID(c, "post"); post != nil {
		a.PostID = *post
	}
	a.PersonID = person
	if err == nil {
		_, err = s.Org.Appoint(c.Request().Context(), actor, a)
	}
	if messages, status, ok := s.inForm(c, err, awayFields); ok {
		return s.showPerson(c, actor, status, page.PersonPage{Appoint: s.appointForm(c, a), Errors: messages})
	}
	return s.went(c, err, "people.done.appointed", personHref(person))
}

// ofAppointment reads the appointment of the address, for who may end it.
func (s *Site) ofAppointment(c echo.Context, actor office.Actor) (org.Appointment, error) {
	appointed, err := s.organised(c, actor)
	if err != nil {
		return org.Appointment{}, err
	}
	return s.Org.Appointment(c.Request().Context(), actor, appointed)
}

// appointmentEnding asks when somebody leaves a post: GET /people/appointments/:id/end.
func (s *Site) appointmentEnding(c echo.Context, actor office.Actor) error {
	a, err := s.ofAppointment(c, actor)
	if err != nil {
		return err
	}
	return s.showAppointmentEnding(c, actor, http.StatusOK, a, "", nil)
}

func (s *Site) showAppointmentEnding(c echo.Context, actor office.Actor, status int, a org.Appointment, day string, messages page.Errors) error {
	organ, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	post, _ := organ.Post(a.PostID)
	basis := c.FormValue("basis")
	what := language.Text(s.Language(c), "people.ending.appointment.what", personName(organ, &a.PersonID), post.Title, a.StartsOn)
	return s.show(c, actor, status, page.Ending{Heading: "people.ending.appointment", Hint: "people.ending.appointment.hint", Label: "people.ending.appointment.day",
		Do: "people.ending.appointment.do", What: what, Action: "/people/appointments/" + a.ID.String() + "/end", Back: postHref(a.PostID), Field: "ends_on", Day: day,
		Basis: &basis, Errors: messages})
}

// endAppointment ends an appointment: POST /people/appointments/:id/end.
func (s *Site) endAppointment(c echo.Context, actor office.Actor) error {
	a, err := s.ofAppointment(c, actor)
	if err != nil {
		return err
	}
	day, err := dayField(c, "ends_on")
	if err == nil {
		err = s.Org.EndAppointment(c.Request().Context(), actor, a.ID, day, c.FormValue("basis"))
	}
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showAppointmentEnding(c, actor, status, a, c.FormValue("ends_on"), messages)
	}
	return s.went(c, err, "people.done.left", postHref(a.PostID))
}

// revisePost gives a post another title or department: POST /people/posts/:id.
func (s *Site) revisePost(c echo.Context, actor office.Actor) error {
	post, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	err = s.Org.RevisePost(c.Request().Context(), actor, org.Post{ID: post, Title: c.FormValue("title"), Signs: c.FormValue("signs"), DepartmentID: formID(c, "department")})
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showPost(c, actor, status, page.PostPage{Errors: messages})
	}
	return s.went(c, err, "people.done.saved", postHref(post))
}

// postClosing asks from when a post is no more: GET /people/posts/:id/close.
func (s *Site) postClosing(c echo.Context, actor office.Actor) error {
	post, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	return s.showPostClosing(c, actor, http.StatusOK, post, nil)
}

func (s *Site) showPostClosing(c echo.Context, actor office.Actor, status int, id office.ID, messages page.Errors) error {
	organ, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	post, ok := organ.Post(id)
	if !ok {
		return office.NotFound("people.no_post")
	}
	return s.show(c, actor, status, page.Ending{Heading: "people.ending.post", Hint: "people.ending.post.hint", Label: "people.ending.close.day", Do: "people.close",
		What: post.Title, Action: postHref(id) + "/close", Back: postHref(id), Field: "closed_on", Day: c.FormValue("closed_on"), Errors: messages})
}

// closePost lets a post be no more: POST /people/posts/:id/close.
func (s *Site) closePost(c echo.Context, actor office.Actor) error {
	post, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	day, err := dayField(c, "closed_on")
	if err == nil {
		err = s.Org.ClosePost(c.Request().Context(), actor, post, day)
	}
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showPostClosing(c, actor, status, post, messages)
	}
	return s.went(c, err, "people.done.closed", postHref(post))
}

package web

import (
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// organisePage is where departments, posts and people are added: GET /people/organise.
func (s *Site) organisePage(c echo.Context, actor office.Actor) error {
	if !org.MayOrganise(actor) {
		return office.Forbidden("people.only_organiser")
	}
	return s.showOrganise(c, actor, http.StatusOK, nil)
}

func (s *Site) showOrganise(c echo.Context, actor office.Actor, status int, messages page.Errors) error {
	organ, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	v := &chart{lang: s.Language(c), actor: actor, today: s.today(), organ: organ}
	view := page.Organise{Departments: v.unitOptions(formID(c, "department")), Errors: messages, Typed: page.Typed{Person: c.FormValue("name"),
		Title: c.FormValue("title"), Department: c.FormValue("department_name"), Abbreviation: c.FormValue("abbreviation")}}
	for _, d := range organ.Departments {
		href := "/people/departments/" + d.ID.String()
		view.Units = append(view.Units, page.UnitRow{Name: d.Name, Abbreviation: d.Abbreviation, Href: href, Close: href + "/close", Closed: d.ClosedOn})
	}
	for _, role := range org.Roles() {
		view.Roles = append(view.Roles, page.Option{Value: string(role), Text: language.Text(v.lang, "people.role."+string(role)), Chosen: role == office.RoleOfficer})
	}
	return s.show(c, actor, status, view)
}

// organising does one act of that page for who may, and comes back to it with what was refused.
func (s *Site) organising(c echo.Context, actor office.Actor, fields map[string]string, act func() (to string, err error)) error {
	if !org.MayOrganise(actor) {
		return office.Forbidden("people.only_organiser")
	}
	to, err := act()
	if messages, status, ok := s.inForm(c, err, fields); ok {
		return s.showOrganise(c, actor, status, messages)
	}
	return s.went(c, err, "people.done.saved", to)
}

// addPerson enters somebody who works in the organ: POST /people.
func (s *Site) addPerson(c echo.Context, actor office.Actor) error {
	return s.organising(c, actor, nil, func() (string, error) {
		person, err := s.Org.AddPerson(c.Request().Context(), actor, c.FormValue("name"))
		return personHref(person), err
	})
}

// createPost adds a post: POST /people/posts.
func (s *Site) createPost(c echo.Context, actor office.Actor) error {
	return s.organising(c, actor, nil, func() (string, error) {
		post, err := s.Org.CreatePost(c.Request().Context(), actor, org.Post{Title: c.FormValue("title"), Role: office.Role(c.FormValue("role")),
			DepartmentID: formID(c, "department")})
		return postHref(post), err
	})
}

// unitFields are the inputs of a department's name.
var unitFields = map[string]string{"name": "department_name"}

// createDepartment adds a department: POST /people/departments.
func (s *Site) createDepartment(c echo.Context, actor office.Actor) error {
	return s.organising(c, actor, unitFields, func() (string, error) {
		_, err := s.Org.CreateDepartment(c.Request().Context(), actor, org.Department{Name: c.FormValue("department_name"), Abbreviation: c.FormValue("abbreviation")})
		return "/people/organise", err
	})
}

// renameDepartment gives a department another name: POST /people/departments/:id.
func (s *Site) renameDepartment(c echo.Context, actor office.Actor) error {
	return s.organising(c, actor, unitFields, func() (string, error) {
		unit, err := id(c, "id")
		if err == nil {
			err = s.Org.RenameDepartment(c.Request().Context(), actor, unit, c.FormValue("department_name"), c.FormValue("abbreviation"))
		}
		return "/people/organise", err
	})
}

// departmentClosing asks from when a department is no more: GET /people/departments/:id/close.
func (s *Site) departmentClosing(c echo.Context, actor office.Actor) error {
	unit, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	return s.showDepartmentClosing(c, actor, http.StatusOK, unit, nil)
}

func (s *Site) showDepartmentClosing(c echo.Context, actor office.Actor, status int, id office.ID, messages page.Errors) error {
	organ, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	unit, ok := organ.Department(id)
	if !ok {
		return office.NotFound("people.no_department")
	}
	return s.show(c, actor, status, page.Ending{Heading: "people.ending.unit", Hint: "people.ending.unit.hint", Label: "people.ending.close.day", Do: "people.close",
		What: unit.Name, Action: "/people/departments/" + id.String() + "/close", Back: "/people/organise", Field: "closed_on", Day: c.FormValue("closed_on"), Errors: messages})
}

// closeDepartment lets a department be no more: POST /people/departments/:id/close.
func (s *Site) closeDepartment(c echo.Context, actor office.Actor) error {
	unit, err := s.organised(c, actor)
	if err != nil {
		return err
	}
	day, err := dayField(c, "closed_on")
	if err == nil {
		err = s.Org.CloseDepartment(c.Request().Context(), actor, unit, day)
	}
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showDepartmentClosing(c, actor, status, unit, messages)
	}
	return s.went(c, err, "people.done.closed", "/people/organise")
}

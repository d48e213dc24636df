package web

import (
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// id reads an identifier of the address. What is none leads nowhere, so it is told like what does not exist.
func id(c echo.Context, name string) (office.ID, error) {
	id, err := office.ParseID("", c.Param(name))
	if err != nil {
		return id, office.NotFound("web.error.not_found")
	}
	return id, nil
}

// version is the version of a thing that the person looked at; an act on an older one is refused by the service.
func version(c echo.Context) int {
	n, err := strconv.Atoi(c.FormValue("version"))
	if err != nil {
		return -1 // no version has this number: without one nothing is changed
	}
	return n
}

func kindName(code office.KindCode) string {
	kind, _ := document.KindOf(code)
	return kind.Name
}

// fieldName is a field's code with its name, "07 Đất đai – GPMB"; nothing for no field.
func fieldName(lang language.Lang, code office.FieldCode) string {
	if code == "" {
		return ""
	}
	return string(code) + " " + regulation.FieldIn(lang, code)
}

// fieldGroups is the tree of fields for choosing from: each group with its leaves, and general matters by themselves.
func fieldGroups(lang language.Lang, chosen ...office.FieldCode) []page.Group {
	var groups []page.Group
	at := map[office.FieldCode]int{}
	for _, f := range regulation.Fields() {
		option := page.Option{Value: string(f.Code), Text: regulation.FieldIn(lang, f.Code), Chosen: contains(chosen, f.Code)}
		switch {
		case f.Parent != "":
			g := at[f.Parent]
			groups[g].Options = append(groups[g].Options, option)
		case f.Code == "00":
			groups = append(groups, page.Group{Name: option.Text, Options: []page.Option{option}})
		default:
			at[f.Code] = len(groups)
			groups = append(groups, page.Group{Name: option.Text})
		}
	}
	return groups
}

// numbered puts the code before the name, for lists that show only the text.
func numbered(groups []page.Group) []page.Group {
	for g := range groups {
		for i := range groups[g].Options {
			o := &groups[g].Options[i]
			o.Text = o.Value + " " + o.Text
		}
	}
	return groups
}

func contains[T comparable](list []T, one T) bool {
	for _, x := range list {
		if x == one {
			return true
		}
	}
	return false
}

// seated is a post of the organ with who holds it today.
func seated(s *org.Structure, post office.ID) page.Post {
	p, ok := s.Post(post)
	if !ok {
		return page.Post{}
	}
	seat := page.Post{Title: p.Title, Holder: strings.Join(holders(s, post), ", ")}
	seat.Vacant = seat.Holder == ""
	return seat
}

func holders(s *org.Structure, post office.ID) []string {
	var names []string
	for _, a := range s.Holders(post) {
		if person, ok := s.Person(a.PersonID); ok {
			names = append(names, person.Name)
		}
	}
	return names
}

// titled is a post's title with its holder, for a line of a list.
func titled(s *org.Structure, post org.Post) string {
	if names := holders(s, post.ID); len(names) > 0 {
		return post.Title + ": " + strings.Join(names, ", ")
	}
	return post.Title
}

func personName(s *org.Structure, person *office.ID) string {
	if person == nil {
		return ""
	}
	p, _ := s.Person(*person)
	return p.Name
}

// postOptions are posts for choosing, each with its holder.
func postOptions(s *org.Structure, posts []org.Post, chosen ...office.ID) []page.Option {
	options := make([]page.Option, len(posts))
	for i, p := range posts {
		options[i] = page.Option{Value: p.ID.String(), Text: p.Title, Note: strings.Join(holders(s, p.ID), ", "), Chosen: contains(chosen, p.ID)}
	}
	return options
}

// urgencies are the degrees of urgency, for choosing.
func urgencies(lang language.Lang, chosen office.Urgency) []page.Option {
	var options []page.Option
	for _, u := range []office.Urgency{office.Ordinary, office.Urgent, office.VeryUrgent, office.Express} {
		options = append(options, page.Option{Value: string(u), Text: language.Text(lang, "web.urgency."+string(u)), Chosen: u == chosen})
	}
	return options
}

// shownSubject is a subject as it stands on the page: that of a công văn after "V/v" (NĐ 30/2020 appendix I, II.5b).
func shownSubject(kind office.KindCode, subject string) string {
	if kind == "CV" {
		return "V/v " + subject
	}
	return subject
}

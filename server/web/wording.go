package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/office/regulation/wording"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// fromText are the pages on which the text of a decision becomes a draft of the regulation.
func (s *Site) fromText(g *echo.Group) {
	g.GET(fromTextPath, s.in(s.fromTextPage))
	g.POST(fromTextPath, s.in(s.readText))
	g.POST(fromTextPath+"/draft", s.in(s.draftFromText))
}

const fromTextPath = "/regulations/from-text"

// fromTextPage asks for the text: GET /regulations/from-text.
func (s *Site) fromTextPage(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	return s.showFromText(c, actor, http.StatusOK, page.FromText{})
}

func (s *Site) showFromText(c echo.Context, actor office.Actor, status int, view page.FromText) error {
	view.Tabs, view.Limit = regulationTabs(actor, fromTextPath), wording.Limit/1000
	return s.show(c, actor, status, view)
}

// readText shows what a text says: POST /regulations/from-text. Nothing is kept.
func (s *Site) readText(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	text := c.FormValue("text")
	view, err := s.textView(c, actor, text)
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showFromText(c, actor, http.StatusUnprocessableEntity, page.FromText{Typed: text, Errors: messages})
	}
	if err != nil {
		return err
	}
	return s.showFromText(c, actor, http.StatusOK, view.FromText)
}

// draftFromText makes a draft of the clauses that were confirmed: POST /regulations/from-text/draft.
func (s *Site) draftFromText(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	confirmed, messages := confirmedIn(s.Language(c), form)
	var id office.ID
	if len(messages) == 0 {
		id, err = s.keepConfirmed(c.Request().Context(), actor, &confirmed)
		messages, _ = s.refused(c, err, nil)
	}
	if len(messages) > 0 {
		return s.textRefused(c, actor, form, confirmed.atRows(messages))
	}
	if err != nil {
		return err
	}
	key := "assist.done.drafted"
	if confirmed.into != "" {
		key = "assist.done.added"
	}
	s.done(c, key, strconv.Itoa(len(confirmed.rows)))
	return c.Redirect(http.StatusSeeOther, "/regulations/"+id.String())
}

// keepConfirmed makes a draft of what was confirmed, or adds it to one that there is.
func (s *Site) keepConfirmed(ctx context.Context, actor office.Actor, in *confirmed) (office.ID, error) {
	if in.into == "" {
		in.version.OrganID = actor.Organ
		return s.Regulation.Draft(ctx, actor, in.version)
	}
	id, err := office.ParseID("into", in.into)
	if err != nil {
		return id, err
	}
	kept, err := s.Regulation.Get(ctx, actor, id)
	if err != nil {
		return id, err
	}
	in.before = len(kept.Clauses)
	kept.Clauses = append(kept.Clauses, in.version.Clauses...)
	if in.version.DeputyID != nil {
		kept.DeputyID = in.version.DeputyID
	}
	_, err = s.Regulation.Revise(ctx, actor, kept)
	return id, err
}

// textRefused shows the text again with what was chosen, and what is wrong with it.
func (s *Site) textRefused(c echo.Context, actor office.Actor, form url.Values, messages page.Errors) error {
	view, err := s.textView(c, actor, form.Get("text"))
	if err != nil {
		return err
	}
	view.choose(form)
	view.Errors = messages
	return s.showFromText(c, actor, http.StatusUnprocessableEntity, view.FromText)
}

// confirmed is what a person confirmed of the proposals, with the row that each clause comes from.
type confirmed struct {
	version regulation.Version
	rows    []string
	into    string // the draft that it is added to, "" for a new one
	before  int    // how many clauses that draft has
}

// confirmedIn reads the form: the rows that were ticked, each with what it says now.
func confirmedIn(lang language.Lang, form url.Values) (confirmed, page.Errors) {
	in := confirmed{version: regulation.Version{Title: strings.TrimSpace(form.Get("title"))}, into: form.Get("into")}
	var messages page.Errors
	refuse := func(field, key string) {
		messages = append(messages, page.FieldError{Field: field, Text: language.Text(lang, key)})
	}
	if in.version.Title == "" && in.into == "" {
		refuse("title", "assist.title_missing")
	}
	for _, n := range form["take"] {
		clause, key := confirmedClause(form, n)
		if key != "" {
			refuse("clause_"+n, key)
		}
		in.version.Clauses = append(in.version.Clauses, clause)
		in.rows = append(in.rows, n)
	}
	if len(form["take"]) == 0 {
		refuse("", "assist.nothing_taken")
	}
	if text := form.Get("deputy"); text != "" {
		if id, err := office.ParseID("deputy", text); err == nil {
			in.version.DeputyID = &id
		}
	}
	return in, messages
}

// confirmedClause is the clause of one row; key is what is wrong with it, "" for nothing.
func confirmedClause(form url.Values, n string) (c regulation.Clause, key string) {
	c = regulation.Clause{Reference: form.Get("reference_" + n), Wording: form.Get("wording_" + n)}
	for _, code := range form["field_"+n] {
		if code != "" && !slices.Contains(c.Fields, office.FieldCode(code)) {
			c.Fields = append(c.Fields, office.FieldCode(code))
		}
	}
	for _, code := range form["area_"+n] {
		c.Areas = append(c.Areas, office.AreaCode(code))
	}
	c.Issuers = form["issuer_"+n]
	if err := c.Slot.UnmarshalText([]byte(form.Get("slot_" + n))); err != nil {
		return c, "assist.slot_missing"
	}
	kind, text, _ := strings.Cut(form.Get("target_"+n), ":")
	id, err := office.ParseID("", text)
	switch {
	case err != nil:
		return c, "assist.target_missing"
	case (kind == "department") != c.Slot.TakesDepartment():
		return c, "assist.target_other"
	case kind == "department":
		c.DepartmentID = &id
	default:
		c.PostID = &id
	}
	if len(c.Fields)+len(c.Areas)+len(c.Issuers) == 0 {
		return c, "assist.selectors_missing"
	}
	return c, ""
}

// atRows puts what the service says of a clause at the row that it comes from; what it says of a clause that the draft had before, at the draft.
func (in confirmed) atRows(messages page.Errors) page.Errors {
	for i, m := range messages {
		if place, _, ok := strings.Cut(strings.TrimPrefix(m.Field, "clauses["), "]"); ok {
			switch n, err := strconv.Atoi(place); {
			case err != nil:
			case n < in.before:
				messages[i].Field = "into"
			case n-in.before < len(in.rows):
				messages[i].Field = "clause_" + in.rows[n-in.before]
			}
		}
	}
	return messages
}

// slotOptions are the slots that a clause can fill.
func slotOptions(lang language.Lang, chosen routing.Slot) []page.Option {
	var options []page.Option
	for slot := routing.SlotLeader; slot <= routing.SlotInform; slot++ {
		options = append(options, page.Option{Value: slot.String(), Text: language.Text(lang, "assist.slot."+slot.String()), Chosen: slot == chosen})
	}
	return options
}

// targetGroups are the posts and departments that may fill a slot.
func targetGroups(lang language.Lang, organ *org.Structure, c regulation.Clause) []page.Group {
	departments := page.Group{Name: language.Text(lang, "assist.target.departments")}
	for _, d := range organ.Departments {
		departments.Options = append(departments.Options, page.Option{Value: "department:" + d.ID.String(), Text: d.Name, Chosen: c.DepartmentID != nil && *c.DepartmentID == d.ID})
	}
	posts := page.Group{Name: language.Text(lang, "assist.target.posts")}
	for _, p := range organ.Posts {
		posts.Options = append(posts.Options, page.Option{Value: "post:" + p.ID.String(), Text: titled(organ, p), Chosen: c.PostID != nil && *c.PostID == p.ID})
	}
	return []page.Group{posts, departments}
}

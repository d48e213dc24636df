package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/office/reorganisation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// reorganised are the pages of changes of organisation.
func (s *Site) reorganised(g *echo.Group) {
	g.GET("/reorganisations", s.in(s.reorganisationsPage))
	g.POST("/reorganisations", s.in(s.enterReorganisation))
	g.GET("/reorganisations/:id", s.in(s.reorganisationPage))
	g.POST("/reorganisations/:id/rows", s.in(s.onReorganisation(s.addSuccession)))
	g.POST("/reorganisations/:id/rows/remove", s.in(s.onReorganisation(s.removeSuccession)))
	g.POST("/reorganisations/:id/suggest", s.in(s.onReorganisation(func(c echo.Context, actor office.Actor, v reorganisation.View) error {
		_, err := s.Reorganise.Suggest(c.Request().Context(), actor, v.ID, v.Revision)
		return err
	})))
	g.POST("/reorganisations/:id/approve", s.in(s.onReorganisation(func(c echo.Context, actor office.Actor, v reorganisation.View) error {
		_, err := s.Reorganise.Approve(c.Request().Context(), actor, v.ID, v.Revision)
		return err
	})))
	g.POST("/reorganisations/:id/withdraw", s.in(s.onReorganisation(func(c echo.Context, actor office.Actor, v reorganisation.View) error {
		_, err := s.Reorganise.Withdraw(c.Request().Context(), actor, v.ID, v.Revision)
		return err
	})))
}

// reorganisationPages is the way to these pages, for whoever keeps them.
func reorganisationPages(actor office.Actor) []page.NavItem {
	if !reorganisation.MayKeep(actor) {
		return nil
	}
	return []page.NavItem{{Text: "reorganisation.nav", Href: "/reorganisations", Icon: "swap"}}
}

// reorganisationsPage lists the changes that the organ entered: GET /reorganisations.
func (s *Site) reorganisationsPage(c echo.Context, actor office.Actor) error {
	return s.showReorganisations(c, actor, http.StatusOK, page.Reorganisations{})
}

func (s *Site) showReorganisations(c echo.Context, actor office.Actor, status int, view page.Reorganisations) error {
	all, err := s.Reorganise.List(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	for _, r := range all {
		view.Rows = append(view.Rows, reorganisationRow(r))
	}
	return s.show(c, actor, status, view)
}

func reorganisationRow(r org.Reorganisation) page.ReorganisationRow {
	return page.ReorganisationRow{Href: "/reorganisations/" + r.ID.String(), Title: r.Title, Number: r.Number, Dated: r.Dated, EffectiveOn: r.EffectiveOn, State: string(r.State)}
}

// enterReorganisation begins one: POST /reorganisations.
func (s *Site) enterReorganisation(c echo.Context, actor office.Actor) error {
	if !reorganisation.MayKeep(actor) {
		return office.Forbidden("reorganisation.only_organiser")
	}
	form := page.ReorganisationForm{Title: c.FormValue("title"), Number: c.FormValue("number"), Dated: c.FormValue("dated"), EffectiveOn: c.FormValue("effective_on")}
	r := org.Reorganisation{Title: form.Title, Number: form.Number}
	var err error
	if r.Dated, err = office.ParseDay("dated", form.Dated); err == nil {
		if r.EffectiveOn, err = office.ParseDay("effective_on", form.EffectiveOn); err == nil {
			r, err = s.Reorganise.Enter(c.Request().Context(), actor, r)
		}
	}
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showReorganisations(c, actor, http.StatusUnprocessableEntity, page.Reorganisations{Form: form, Errors: messages})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/reorganisations/"+r.ID.String())
}

// reorganisationPage shows a change with what it does, or did: GET /reorganisations/:id.
func (s *Site) reorganisationPage(c echo.Context, actor office.Actor) error {
	v, err := s.keptReorganisation(c, actor)
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, s.reorganisationView(c, v))
}

func (s *Site) keptReorganisation(c echo.Context, actor office.Actor) (reorganisation.View, error) {
	if !reorganisation.MayKeep(actor) {
		return reorganisation.View{}, office.Forbidden("reorganisation.only_organiser")
	}
	id, err := office.ParseID("id", c.Param("id"))
	if err != nil {
		return reorganisation.View{}, office.NotFound("reorganisation.none")
	}
	return s.Reorganise.Get(c.Request().Context(), actor, id)
}

// onReorganisation does an act on a change, as the form saw it, and comes back to its page, which says why not where it was refused.
func (s *Site) onReorganisation(act func(echo.Context, office.Actor, reorganisation.View) error) func(echo.Context, office.Actor) error {
	return func(c echo.Context, actor office.Actor) error {
		v, err := s.keptReorganisation(c, actor)
		if err != nil {
			return err
		}
		seen := v
		if seen.Revision, err = strconv.Atoi(c.FormValue("revision")); err != nil {
			return office.Stale("reorganisation.changed_meanwhile")
		}
		err = act(c, actor, seen)
		if messages, ok := s.refused(c, err, nil); ok {
			view := s.reorganisationView(c, v)
			view.Errors = s.atRows(messages)
			return s.show(c, actor, http.StatusUnprocessableEntity, view)
		}
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/reorganisations/"+v.ID.String())
	}
}

// atRows has messages about rows lead to the table of rows.
func (s *Site) atRows(messages page.Errors) page.Errors {
	for i, m := range messages {
		if strings.HasPrefix(m.Field, "successions") {
			messages[i].Field = "rows"
		}
	}
	return messages
}

// addSuccession adds a row: POST /reorganisations/:id/rows.
func (s *Site) addSuccession(c echo.Context, actor office.Actor, v reorganisation.View) error {
	row, err := successionIn(c)
	if err != nil {
		return err
	}
	v.Mapping = append(slices.Clone(v.Mapping), row)
	_, err = s.Reorganise.Revise(c.Request().Context(), actor, v.Reorganisation)
	return err
}

func successionIn(c echo.Context) (org.Succession, error) {
	kind, old, successor := c.FormValue("kind"), c.FormValue("old"), c.FormValue("new")
	switch kind {
	case "organ":
		return org.Succession{Part: org.PartOrgan, Old: old, New: successor, Scope: org.Scope{Areas: codesIn[office.AreaCode](c.FormValue("areas"))}}, nil
	case "field":
		return org.Succession{Part: org.PartField, Old: old, New: successor}, nil
	case "seat":
		part, id, _ := strings.Cut(old, ":")
		other, to, _ := strings.Cut(successor, ":")
		if part != other {
			return org.Succession{}, office.Invalid("reorganisation.other_part", "seat-new")
		}
		return org.Succession{Part: org.Part(part), Old: id, New: to, Scope: org.Scope{Fields: codesIn[office.FieldCode](c.FormValue("fields"))}}, nil
	case "rename":
		part, id, _ := strings.Cut(old, ":")
		return org.Succession{Part: org.Part(part), Old: id, Names: &org.Names{Name: strings.TrimSpace(c.FormValue("name")),
			ShortName: strings.TrimSpace(c.FormValue("short_name")), Abbreviation: strings.TrimSpace(c.FormValue("abbreviation"))}}, nil
	}
	return org.Succession{}, office.Invalid("reorganisation.unknown_part", "kind", kind)
}

// codesIn are the codes in a text, separated by commas or spaces.
func codesIn[T ~string](text string) []T {
	var all []T
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		all = append(all, T(word))
	}
	return all
}

// removeSuccession takes a row out: POST /reorganisations/:id/rows/remove.
func (s *Site) removeSuccession(c echo.Context, actor office.Actor, v reorganisation.View) error {
	row, err := strconv.Atoi(c.FormValue("row"))
	if err != nil || row < 0 || row >= len(v.Mapping) {
		return office.Stale("reorganisation.changed_meanwhile")
	}
	v.Mapping = slices.Delete(slices.Clone(v.Mapping), row, row+1)
	_, err = s.Reorganise.Revise(c.Request().Context(), actor, v.Reorganisation)
	return err
}

func (s *Site) reorganisationView(c echo.Context, v reorganisation.View) page.Reorganisation {
	lang := s.Language(c)
	view := page.Reorganisation{ReorganisationRow: reorganisationRow(v.Reorganisation), Revision: v.Revision}
	wrong := map[int]string{}
	for _, f := range v.Faults {
		if at, ok := rowOf(f.Field); ok && wrong[at] == "" {
			wrong[at] = s.words(c, f)
		}
	}
	for i, row := range v.Rows {
		view.Rows = append(view.Rows, page.SuccessionRow{Kind: kindOf(row), Old: row.OldName, New: newName(row), Scope: scopeWords(lang, row), Wrong: wrong[i], Remove: strconv.Itoa(i)})
	}
	if v.State == org.ReorganisationDraft {
		view.Organs, view.Seats = organOptions(v.Choices), seatGroups(lang, v.Choices)
		if v.Choices.City {
			view.Fields = fieldGroups(lang)
		}
	}
	plans(lang, v, &view)
	done(lang, v, &view)
	return view
}

func rowOf(field string) (int, bool) {
	text, found := strings.CutPrefix(field, "successions[")
	number, _, _ := strings.Cut(text, "]")
	at, err := strconv.Atoi(number)
	return at, found && err == nil
}

func kindOf(row reorganisation.Row) string {
	if row.Names != nil {
		return "rename"
	}
	return string(row.Part)
}

func newName(row reorganisation.Row) string {
	if row.Names != nil {
		return row.Names.Name
	}
	return row.NewName
}

func scopeWords(lang language.Lang, row reorganisation.Row) string {
	var words []string
	for _, f := range row.Scope.Fields {
		words = append(words, regulation.FieldIn(lang, f))
	}
	for _, a := range row.Scope.Areas {
		words = append(words, string(a))
	}
	if len(words) == 0 {
		return ""
	}
	return language.Text(lang, "reorganisation.scope", strings.Join(words, ", "))
}

func organOptions(c reorganisation.Choices) []page.Option {
	options := make([]page.Option, len(c.Organs))
	for i, o := range c.Organs {
		options[i] = page.Option{Value: o.ID.String(), Text: o.ShortName}
	}
	return options
}

// seatGroups are the departments and posts of each organ concerned.
func seatGroups(lang language.Lang, c reorganisation.Choices) []page.Group {
	var groups []page.Group
	for _, s := range c.Places {
		g := page.Group{Name: s.Organ.ShortName}
		for _, d := range s.Departments {
			g.Options = append(g.Options, page.Option{Value: "department:" + d.ID.String(), Text: d.Name})
		}
		for _, p := range s.Posts {
			g.Options = append(g.Options, page.Option{Value: "post:" + p.ID.String(), Text: language.Text(lang, "reorganisation.post", p.Title)})
		}
		groups = append(groups, g)
	}
	return groups
}

// plans tells what a change is going to do.
func plans(lang language.Lang, v reorganisation.View, view *page.Reorganisation) {
	for _, p := range v.Organs {
		plan := page.OrganPlan{Name: p.Organ.ShortName, Ends: p.Ends, Heirs: strings.Join(p.Heirs, ", ")}
		line := func(n int, key string, args ...any) {
			if n > 0 {
				plan.Lines = append(plan.Lines, language.Text(lang, key, append([]any{n}, args...)...))
			}
		}
		open := 0
		for _, n := range p.Open {
			open += n
		}
		line(open, "reorganisation.plan.open")
		line(len(p.Registers), "reorganisation.plan.registers")
		line(len(p.Delegations), "reorganisation.plan.delegations")
		line(p.Groups, "reorganisation.plan.groups")
		line(p.Trusting, "reorganisation.plan.trusting")
		plan.Unsent = unsentWords(lang, p.Unsent)
		view.Plans = append(view.Plans, plan)
	}
	for _, p := range v.Parts {
		if p.Open == 0 { // the table of rows has it already
			continue
		}
		view.Parts = append(view.Parts, page.PartPlan{Old: p.Row.OldName, New: p.Row.NewName, Open: p.Open})
	}
	for _, p := range v.Fields {
		view.Parts = append(view.Parts, page.PartPlan{Old: p.Row.OldName, New: p.Row.NewName, Open: p.Open})
	}
	for _, d := range v.Drafts {
		view.Drafts = append(view.Drafts, page.DraftPlan{Organ: d.Organ.ShortName, From: strings.Join(d.From, ", "), Clauses: d.Clauses, Lost: lostRules(d.Lost)})
	}
}

func unsentWords(lang language.Lang, counts map[document.State]int) string {
	var words []string
	for _, state := range document.Unsent() {
		if n := counts[state]; n > 0 {
			words = append(words, language.Text(lang, "web.document_state."+string(state))+": "+language.Number(lang, int64(n)))
		}
	}
	return strings.Join(words, "; ")
}

func lostRules(lost []regulation.Lost) []page.LostRule {
	var rules []page.LostRule
	for _, l := range lost {
		rules = append(rules, page.LostRule{Reference: l.Reference, Why: l.Why})
	}
	return rules
}

// done tells what a change did.
func done(lang language.Lang, v reorganisation.View, view *page.Reorganisation) {
	if v.StartedAt == nil {
		return
	}
	registers, drafts := 0, v.Of(reorganisation.StepDraft)
	for _, o := range v.Of(reorganisation.StepRegisters) {
		registers += o.Detail.Count
	}
	view.Figures = []page.Figure{{Count: v.Moved(), Text: "reorganisation.fig.moved", Href: "#rows"}, {Count: len(drafts), Text: "reorganisation.fig.drafts", Href: "#drafts"},
		{Count: registers, Text: "reorganisation.fig.registers", Href: "#closed"}}
	for _, o := range v.Of(reorganisation.StepClosed) {
		if o.Detail.To != nil {
			view.Closed = append(view.Closed, language.Text(lang, "reorganisation.closed.line", v.Names[o.Organ], v.Names[*o.Detail.To]))
		}
	}
	for _, o := range drafts {
		plan := page.DraftPlan{Organ: v.Names[o.Organ], From: strings.Join(o.Detail.From, ", "), Clauses: o.Detail.Count, Lost: lostRules(o.Detail.Lost)}
		if o.Organ == v.OrganID && o.Object != nil {
			plan.Href = "/regulations/" + o.Object.String()
		}
		view.Drafts = append(view.Drafts, plan)
	}
}

// reorganisationWords are the keys that these pages put together from the service's values.
func reorganisationWords() []string {
	keys := []string{"reorganisation.part.rename", regulation.LostPost, regulation.LostDepartment, regulation.LostAreas, regulation.LostSubstitute, regulation.LostRivals}
	for _, part := range []org.Part{org.PartOrgan, org.PartDepartment, org.PartPost, org.PartArea, org.PartField} {
		keys = append(keys, "reorganisation.part."+string(part))
	}
	for _, state := range []org.ReorganisationState{org.ReorganisationDraft, org.ReorganisationApproved, org.ReorganisationRunning, org.ReorganisationDone, org.ReorganisationWithdrawn} {
		keys = append(keys, "reorganisation.state."+string(state))
	}
	return keys
}

package web

import (
	"net/http"
	"slices"
	"strings"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// versionViews are the ways to look at a version.
var versionViews = []string{"matrix", "clauses", "areas"}

// versionPage shows one version of the regulation: GET /regulations/:id.
func (s *Site) versionPage(c echo.Context, actor office.Actor) error {
	sheet, err := s.readSheet(c, actor)
	if err != nil {
		return err
	}
	return s.showVersion(c, actor, http.StatusOK, sheet, page.Regulation{Clause: sheet.asksFor(c)})
}

// readSheet reads the version of the address with what it leaves open.
func (s *Site) readSheet(c echo.Context, actor office.Actor) (*sheet, error) {
	version, err := id(c, "id")
	if err != nil {
		return nil, err
	}
	ctx, lang := c.Request().Context(), s.Language(c)
	reading, err := s.Regulation.Read(ctx, actor, lang, version)
	if err != nil {
		return nil, err
	}
	v := &sheet{Reading: reading, lang: lang, keeps: keeps(actor), tries: dispatch.MayReplay(actor), edits: reading.State == regulation.StateDraft && keeps(actor), view: versionViews[0]}
	if view := c.FormValue("view"); slices.Contains(versionViews, view) {
		v.view = view
	}
	coverage, err := s.Regulation.CoverageOf(ctx, actor, v.named())
	if err == nil {
		v.coverage = &coverage
	} else if office.KindOf(err) != office.KindInvalid { // too fine: the page says so and shows what it can
		return nil, err
	}
	return v, nil
}

// named is the version with words where a clause has no reference yet, so that findings can name it.
func (s *sheet) named() regulation.Version {
	v := s.Version
	v.Clauses = slices.Clone(v.Clauses)
	for i := range v.Clauses {
		v.Clauses[i].Reference = s.place(v.Clauses[i])
	}
	return v
}

// showVersion fills the view with all that is shown of the version whatever was asked.
func (s *Site) showVersion(c echo.Context, actor office.Actor, status int, v *sheet, view page.Regulation) error {
	view.Address, view.State, view.Name, view.Number, view.AdoptedOn, view.EffectiveFrom = v.address(), string(v.State), v.Title, v.Number, v.AdoptedOn, v.EffectiveFrom
	view.Revision, view.Edits, view.Tabs, view.Do = v.Revision, v.edits, regulationTabs(actor, ""), v.leadings()
	for _, name := range versionViews {
		view.Views = append(view.Views, page.Tab{Text: "matrix.view." + name, Href: v.address() + "?view=" + name, Current: name == v.view})
	}
	switch v.view {
	case "clauses":
		view.Clauses = v.clauseRows(view.Clause)
	case "areas":
		view.Areas = v.areaRows()
	default:
		view.Grid = v.grid()
	}
	view.Findings, view.Exports = v.findings(), exportsOf(v.ID)
	if len(view.Rules.Places) == 0 {
		view.Rules = v.rules(v.Version, view.Rules.Open)
	}
	if view.Changed == nil {
		view.Changed = s.popChanged(c)
	}
	if status >= http.StatusBadRequest {
		c.Response().Header().Set("HX-Push-Url", "false") // the address of a refused form shows nothing by itself
	}
	return s.show(c, actor, status, view)
}

// leadings are what else can be done with the version.
func (s *sheet) leadings() []page.Leading {
	all := []page.Leading{{Text: "matrix.try", Href: s.address() + "/try", Icon: "ready"}}
	if s.tries {
		all = append(all, page.Leading{Text: "lifecycle.replay.title", Href: s.address() + "/replay", Icon: "clock"})
	}
	switch {
	case s.edits:
		all = append(all, page.Leading{Text: "lifecycle.adopt.link", Href: s.address() + "/adopt", Icon: "check", Main: true})
	case s.keeps:
		all = append(all, page.Leading{Text: "lifecycle.adopted.title", Href: s.address() + "/adopt", Icon: "swap"})
	}
	return all
}

// clauseRows are the clauses in the order of the regulation's text.
func (s *sheet) clauseRows(open *page.OpenClause) []page.ClauseRow {
	rows := make([]page.ClauseRow, len(s.Clauses))
	for i, k := range s.Clauses {
		rows[i] = s.clauseRow(k)
		rows[i].Current = open != nil && open.ID == rows[i].ID
	}
	return rows
}

func (s *sheet) clauseRow(k regulation.Clause) page.ClauseRow {
	words := s.Words[k.ID]
	row := page.ClauseRow{ID: k.ID.String(), Reference: k.Reference, Wording: k.Wording, Slot: k.Slot.String(), Asks: words.Asks, Whom: words.Whom,
		Href: s.clauseAddress(k.ID.String()), Vacant: k.PostID != nil && len(s.Structure.Holders(*k.PostID)) == 0}
	if s.coverage == nil {
		return row
	}
	for _, f := range s.coverage.Findings {
		if slices.Contains(f.Clauses, routing.ClauseID(row.ID)) && f.Kind != routing.FindingVacant {
			if key := "matrix.about." + string(f.Kind); !slices.Contains(row.Findings, key) {
				row.Findings = append(row.Findings, key)
			}
		}
	}
	return row
}

// areaRows are the areas of the locality, those together that the same clauses name.
func (s *sheet) areaRows() []page.AreaRow {
	rows, at := []page.AreaRow{}, map[string]int{}
	var members [][]office.AreaCode
	for _, a := range s.Structure.Areas {
		clauses, key := s.clausesOf(a)
		i, known := at[key]
		if !known {
			i = len(rows)
			at[key] = i
			rows, members = append(rows, page.AreaRow{Clauses: clauses}), append(members, nil)
		}
		members[i] = append(members[i], a.Code)
	}
	for i := range rows {
		rows[i].Areas = s.areas(members[i])
	}
	return rows
}

// clausesOf are the clauses that name an area, with what tells two sets of them apart.
func (s *sheet) clausesOf(a org.Area) (rows []page.ClauseRow, key string) {
	var ids []string
	for _, k := range s.Clauses {
		if slices.Contains(k.Areas, a.Code) {
			row := s.clauseRow(k)
			row.Asks = s.Words[k.ID].Beside
			rows, ids = append(rows, row), append(ids, row.ID)
		}
	}
	return rows, strings.Join(ids, " ")
}

// rules are what holds for the whole version, and what could be chosen instead.
func (s *sheet) rules(v regulation.Version, open bool) page.Rules {
	r := page.Rules{Title: v.Title, Open: open}
	order := v.Precedence
	if len(order) == 0 {
		order = routing.DefaultPrecedence()
	}
	for _, selector := range order {
		r.Precedence = append(r.Precedence, "regulation.selector."+selector.String())
		r.Places = append(r.Places, s.selectorOptions(selector))
	}
	none := page.Option{Text: s.phrase("matrix.rules.nobody")}
	seats := append(s.Structure.WithRole(office.RoleHead), s.Structure.WithRole(office.RoleDeputy)...)
	r.Deputies = append([]page.Option{none}, s.posts(s.Structure.WithRole(office.RoleDeputy), v.DeputyID)...)
	if v.DeputyID != nil {
		p, _ := s.Structure.Post(*v.DeputyID)
		r.Deputy = p.Title
	}
	seats = append(append(seats, s.Structure.WithRole(office.RoleChiefOfOffice)...), s.Structure.WithRole(office.RoleDepartmentHead)...)
	for _, p := range s.Structure.Posts { // whoever else has a list keeps it
		if len(v.Substitutes[p.ID]) > 0 && !slices.ContainsFunc(seats, func(q org.Post) bool { return q.ID == p.ID }) {
			seats = append(seats, p)
		}
	}
	for _, p := range seats {
		r.Substitutes = append(r.Substitutes, s.substitute(p, v.Substitutes[p.ID], none))
	}
	return r
}

func (s *sheet) selectorOptions(chosen routing.Selector) []page.Option {
	var options []page.Option
	for _, selector := range routing.DefaultPrecedence() {
		options = append(options, page.Option{Value: selector.String(), Text: s.phrase("regulation.selector." + selector.String()), Chosen: selector == chosen})
	}
	return options
}

// substitute offers one place more than are taken.
func (s *sheet) substitute(p org.Post, by []office.ID, none page.Option) page.Substitute {
	sub := page.Substitute{Post: p.ID.String(), Title: p.Title}
	for _, one := range by {
		stands, _ := s.Structure.Post(one)
		sub.By = append(sub.By, stands.Title)
		sub.Places = append(sub.Places, append([]page.Option{none}, s.posts(s.Structure.Posts, &one)...))
	}
	sub.Places = append(sub.Places, append([]page.Option{none}, s.posts(s.Structure.Posts, nil)...))
	return sub
}

// posts are posts for choosing, in one line each with their holders.
func (s *sheet) posts(posts []org.Post, chosen *office.ID) []page.Option {
	options := make([]page.Option, len(posts))
	for i, p := range posts {
		options[i] = page.Option{Value: p.ID.String(), Text: titled(s.Structure, p), Chosen: chosen != nil && *chosen == p.ID}
	}
	return options
}

package web

import (
	"net/http"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/fields"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// ruled are the pages about the organ's assignment regulation.
func (s *Site) ruled(g *echo.Group) {
	g.GET("/regulations", s.in(s.regulationsPage))
	g.POST("/regulations", s.in(s.draftRegulation))
	g.GET("/regulations/:id", s.in(s.versionPage))
	g.GET("/regulations/:id/try", s.in(s.tryPage))
	g.POST("/regulations/:id/cells", s.in(s.reviseCell))
	g.POST("/regulations/:id/clauses", s.in(s.addClause))
	g.POST("/regulations/:id/clauses/:clause", s.in(s.reviseClause))
	g.POST("/regulations/:id/clauses/:clause/remove", s.in(s.removeClause))
	g.POST("/regulations/:id/rules", s.in(s.reviseRules))
	g.POST("/regulations/:id/discard", s.in(s.discardDraft))
	s.fromText(g)
	s.fromModel(g)
}

// regulationTabs are the pages about the regulation that the actor may open; at is the address of the one that is open.
func regulationTabs(actor office.Actor, at string) []page.Tab {
	tabs := []page.Tab{{Text: "matrix.tab.versions", Href: "/regulations"}, {Text: "coverage.tab", Href: "/coverage"},
		{Text: "lifecycle.tab.on", Href: "/regulations/on"}, {Text: "lifecycle.tab.compare", Href: "/regulations/compare"}}
	if keeps(actor) {
		tabs = append(tabs, page.Tab{Text: "annex.tab", Href: "/regulations/import"})
		tabs = append(tabs, page.Tab{Text: "assist.tab.text", Href: fromTextPath}, page.Tab{Text: "assist.tab.model", Href: fromModelPath})
	}
	if dispatch.MayReadOverrules(actor) {
		tabs = append(tabs, page.Tab{Text: "overrule.tab", Href: "/overrules"})
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == at
	}
	return tabs
}

// organisationPages are the way to who does what in the organ.
func organisationPages(actor office.Actor) []page.NavItem {
	items := []page.NavItem{{Text: "matrix.nav", Short: "matrix.nav.short", Href: "/regulations", Icon: "rule"}}
	if regulation.MayOversee(actor) {
		items = append(items, page.NavItem{Text: "coverage.nav", Short: "coverage.nav.short", Href: "/coverage", Icon: "gap"})
	}
	items = append(items, page.NavItem{Text: "people.nav", Short: "people.nav.short", Href: "/people", Icon: "people"},
		page.NavItem{Text: "people.delegations", Href: "/delegations", Icon: "swap"}, page.NavItem{Text: "people.duty", Href: "/duty", Icon: "clock"})
	items = append(items, page.NavItem{Text: "authority.nav", Href: "/authority", Icon: "sign"})
	if fields.MayRead(actor) {
		items = append(items, page.NavItem{Text: "fields.nav", Href: "/fields", Icon: "book"})
	}
	return items
}

// keeps reports whether the actor keeps his organ's regulation.
func keeps(actor office.Actor) bool { return regulation.MayKeep(actor, actor.Organ) }

// regulationsPage lists the versions of the organ's regulation: GET /regulations.
func (s *Site) regulationsPage(c echo.Context, actor office.Actor) error {
	return s.showRegulations(c, actor, http.StatusOK, page.Regulations{})
}

func (s *Site) showRegulations(c echo.Context, actor office.Actor, status int, view page.Regulations) error {
	all, err := s.Regulation.List(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	view.Tabs, view.Keeps = regulationTabs(actor, "/regulations"), keeps(actor)
	for _, v := range all {
		view.From = append(view.From, page.Option{Value: v.ID.String(), Text: versionName(v), Chosen: v.ID.String() == c.FormValue("from")})
		view.Rows = append(view.Rows, page.RegulationRow{Href: "/regulations/" + v.ID.String(), State: string(v.State), Number: v.Number, Title: v.Title,
			AdoptedOn: v.AdoptedOn, EffectiveFrom: v.EffectiveFrom, CreatedAt: v.CreatedAt})
	}
	return s.show(c, actor, status, view)
}

// draftRegulation begins a draft, empty or with the content of another version: POST /regulations.
func (s *Site) draftRegulation(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	id, err := s.beginDraft(c, actor, oneLine(c.FormValue("title")), c.FormValue("from"))
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showRegulations(c, actor, http.StatusUnprocessableEntity, page.Regulations{Name: c.FormValue("title"), Errors: messages})
	}
	if err != nil {
		return err
	}
	s.done(c, "matrix.done.drafted")
	return c.Redirect(http.StatusSeeOther, "/regulations/"+id.String())
}

// beginDraft begins a draft: empty, or with the content of the version named.
func (s *Site) beginDraft(c echo.Context, actor office.Actor, title, from string) (office.ID, error) {
	if from == "" {
		return s.Regulation.Draft(c.Request().Context(), actor, regulation.Version{OrganID: actor.Organ, Title: title})
	}
	version, err := office.ParseID("from", from)
	if err != nil {
		return version, err
	}
	return s.Regulation.DraftFrom(c.Request().Context(), actor, version, title)
}

// versionName is a version for choosing: the document that adopts it, or its title while it has none.
func versionName(v regulation.Version) string {
	if v.Number == "" {
		return v.Title
	}
	return v.Number + ": " + v.Title
}

// regulationWords are the keys that these pages put together from the service's values.
func regulationWords() []string {
	var keys []string
	for _, state := range []regulation.State{regulation.StateDraft, regulation.StateAdopted, regulation.StateInForce, regulation.StateSuperseded} {
		keys = append(keys, "matrix.state."+string(state))
	}
	for _, view := range versionViews {
		keys = append(keys, "matrix.view."+view)
	}
	for _, kind := range findingOrder() {
		keys = append(keys, "matrix.figure."+string(kind), "matrix.finding."+string(kind), "matrix.about."+string(kind))
	}
	for _, slot := range routing.Slots() {
		keys = append(keys, "matrix.slot."+slot.String())
	}
	for _, selector := range routing.DefaultPrecedence() {
		keys = append(keys, "regulation.selector."+selector.String())
	}
	for _, look := range []string{"lead", "part", "group", "general", "co", "lost"} {
		keys = append(keys, "matrix.cell."+look)
	}
	return keys
}

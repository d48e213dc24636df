package web

import (
	"net/http"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// ruled are the pages about the organ's assignment regulation.
func (s *Site) ruled(g *echo.Group) {
	g.GET("/regulations", s.in(s.regulationsPage))
	g.POST("/regulations", s.in(s.draftRegulation))
}

// regulationTabs are the pages about the regulation that the actor may open; at is the address of the one that is open.
func regulationTabs(_ office.Actor, at string) []page.Tab {
	tabs := []page.Tab{{Text: "matrix.tab.versions", Href: "/regulations"}}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == at
	}
	return tabs
}

// organisationPages are the way to who does what in the organ.
func organisationPages() []page.NavItem {
	return []page.NavItem{{Text: "matrix.nav", Short: "matrix.nav.short", Href: "/regulations", Icon: "rule"}}
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
	id, err := s.Regulation.Draft(c.Request().Context(), actor, regulation.Version{OrganID: actor.Organ, Title: c.FormValue("title")})
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showRegulations(c, actor, http.StatusUnprocessableEntity, page.Regulations{Name: c.FormValue("title"), Errors: messages})
	}
	if err != nil {
		return err
	}
	s.done(c, "matrix.done.drafted")
	return c.Redirect(http.StatusSeeOther, "/regulations/"+id.String())
}

// regulationWords are the keys that these pages put together from the service's values.
func regulationWords() []string {
	var keys []string
	for _, state := range []regulation.State{regulation.StateDraft, regulation.StateAdopted, regulation.StateInForce, regulation.StateSuperseded} {
		keys = append(keys, "matrix.state."+string(state))
	}
	return keys
}

package web

import (
	"context"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// lived are the pages about the life of versions: from the trial of a draft to the question who was in charge once.
func (s *Site) lived(g *echo.Group) {
	g.GET("/regulations/on", s.in(s.chargesPage))
	g.GET("/regulations/compare", s.in(s.compareVersionsPage))
	g.GET("/regulations/:id/replay", s.in(s.replayPage))
	g.GET("/regulations/:id/adopt", s.in(s.adoptPage))
	g.POST("/regulations/:id/adopt", s.in(s.adoptVersion))
}

// versionOf reads the version of the address.
func (s *Site) versionOf(c echo.Context, actor office.Actor) (regulation.Version, error) {
	version, err := id(c, "id")
	if err != nil {
		return regulation.Version{}, err
	}
	return s.Regulation.Get(c.Request().Context(), actor, version)
}

func versionLine(v regulation.Version) page.VersionLine {
	return page.VersionLine{Href: "/regulations/" + v.ID.String(), Name: versionName(v), State: string(v.State), EffectiveFrom: v.EffectiveFrom}
}

// inForceToday is the version in force today among those that the actor may read; the zero one says that there is none.
func (s *Site) inForceToday(ctx context.Context, actor office.Actor) (regulation.Version, error) {
	all, err := s.Regulation.List(ctx, actor)
	if i := slices.IndexFunc(all, func(v regulation.Version) bool { return v.State == regulation.StateInForce }); i >= 0 {
		return all[i], err
	}
	return regulation.Version{}, err
}

// typedDay reads a day of the address or the form; nothing there is the one given.
func typedDay(c echo.Context, name string, otherwise office.Day) (office.Day, error) {
	if text := c.FormValue(name); text != "" {
		return office.ParseDay(name, text)
	}
	return otherwise, nil
}

// handsLines are who has a paper and who would have it: what is the same for both is left out.
func handsLines(from, to dispatch.Hands, names map[office.ID]string, nobody string) (was, is page.HandsLine) {
	named := func(id office.ID) string {
		if name := names[id]; name != "" {
			return name
		}
		return nobody
	}
	if from.Leader != to.Leader {
		was.Leader, is.Leader = named(from.Leader), named(to.Leader)
	}
	if from.Department != to.Department {
		was.Department, is.Department = named(from.Department), named(to.Department)
	}
	return was, is
}

func numberOf(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// fieldLine is a field with its code, or the words for none.
func fieldLine(lang language.Lang, code office.FieldCode) string {
	if code == "" {
		return language.Text(lang, "lifecycle.no_field")
	}
	return string(code) + " " + regulation.FieldIn(lang, code)
}

// lifecycleWords are the keys that these pages put together from the service's values.
func lifecycleWords() []string {
	keys := []string{"lifecycle.slot.leader", "lifecycle.slot.department"}
	for _, change := range []string{"added", "removed", "changed"} {
		keys = append(keys, "lifecycle.change."+change)
	}
	for _, outcome := range []dispatch.Outcome{dispatch.HandOverWaiting, dispatch.HandOverDone, dispatch.HandOverLeft} {
		keys = append(keys, "lifecycle.outcome."+string(outcome))
	}
	return keys
}

package web

import (
	"context"
	"net/http"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// compareVersionsPage tells what differs from one version to another: GET /regulations/compare?from=&to=.
func (s *Site) compareVersionsPage(c echo.Context, actor office.Actor) error {
	ctx := c.Request().Context()
	all, err := s.Regulation.List(ctx, actor)
	if err != nil {
		return err
	}
	from, to := s.toCompare(c, all)
	view := page.CompareVersions{Tabs: regulationTabs(actor, "/regulations/compare")}
	for _, v := range all {
		view.From = append(view.From, page.Option{Value: v.ID.String(), Text: versionName(v), Chosen: v.ID.String() == from})
		view.To = append(view.To, page.Option{Value: v.ID.String(), Text: versionName(v), Chosen: v.ID.String() == to})
	}
	if from == "" || to == "" {
		return s.show(c, actor, http.StatusOK, view)
	}
	if view.Compared, err = s.compared(ctx, actor, s.Language(c), from, to); err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, view)
}

// toCompare are the two versions of the address; where it names none, the first draft or the version in force and what came before it.
func (s *Site) toCompare(c echo.Context, all []regulation.Version) (from, to string) {
	from, to = c.FormValue("from"), c.FormValue("to")
	if from != "" || to != "" || len(all) < 2 {
		return from, to
	}
	to = all[0].ID.String()
	i := slices.IndexFunc(all, func(v regulation.Version) bool { return v.State == regulation.StateInForce })
	switch {
	case i > 0:
		from = all[i].ID.String()
	default:
		from = all[1].ID.String()
	}
	return from, to
}

func (s *Site) compared(ctx context.Context, actor office.Actor, lang language.Lang, from, to string) (*page.VersionsCompared, error) {
	var ids [2]office.ID
	for i, text := range []string{from, to} {
		read, err := office.ParseID("", text)
		if err != nil {
			return nil, office.NotFound("regulation.no_version")
		}
		ids[i] = read
	}
	found, err := s.Regulation.Compare(ctx, actor, ids[0], ids[1])
	if err != nil {
		return nil, err
	}
	out := &page.VersionsCompared{From: versionLine(found.Before), To: versionLine(found.After), TooFine: found.TooFine, Shifts: shiftRows(&found, lang)}
	for _, d := range found.Differences(lang) {
		out.Clauses = append(out.Clauses, page.ClauseDifference{Change: d.Change, Reference: d.Reference, Before: d.Before, After: d.After})
	}
	return out, nil
}

func shiftRows(found *regulation.Comparison, lang language.Lang) []page.ShiftRow {
	var rows []page.ShiftRow
	for _, s := range found.Shifts(lang) {
		rows = append(rows, page.ShiftRow{Slot: s.Slot, Fields: s.Fields, Papers: s.Papers, From: s.From, To: s.To})
	}
	return rows
}

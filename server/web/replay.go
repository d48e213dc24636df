package web

import (
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// replayMonth is how many days back a version is tried when nobody says.
const replayMonth = 30

// movesShown is how many moves a page lists.
const movesShown = 50

// replayPage tries a version on papers that came in: GET /regulations/:id/replay?from=&to=.
func (s *Site) replayPage(c echo.Context, actor office.Actor) error {
	v, err := s.versionOf(c, actor)
	if err != nil {
		return err
	}
	if !dispatch.MayReplay(actor) {
		return office.Forbidden("lifecycle.only_keeper")
	}
	view, status := page.Replay{Tabs: regulationTabs(actor, ""), Version: versionLine(v), Address: "/regulations/" + v.ID.String() + "/replay",
		From: actor.Day.Add(-replayMonth), To: actor.Day}, http.StatusOK
	err = s.fillReplay(c, actor, v.ID, &view)
	if messages, ok := s.refused(c, err, nil); ok {
		view.Errors, status = messages, http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	}
	return s.show(c, actor, status, view)
}

func (s *Site) fillReplay(c echo.Context, actor office.Actor, version office.ID, view *page.Replay) (err error) {
	if view.From, err = typedDay(c, "from", view.From); err != nil {
		return err
	}
	if view.To, err = typedDay(c, "to", view.To); err != nil {
		return err
	}
	number := pageNumber(c)
	found, err := s.Dispatch.Replay(c.Request().Context(), actor, version, view.From, view.To, movesShown, (number-1)*movesShown)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	nobody := language.Text(lang, "lifecycle.queue")
	r := &page.Replayed{Decided: found.Decided, Moved: found.Moved, Hidden: found.Hidden, Pager: pager(c, number, movesShown, found.Moved)}
	for _, l := range found.Leaders {
		name := found.Names[l.Leader]
		if name == "" {
			name = nobody
		}
		r.Leaders = append(r.Leaders, page.LoadRow{Leader: name, Before: l.Before, After: l.After})
		r.Most = max(r.Most, l.Before, l.After)
	}
	for _, m := range found.Moves {
		row := page.MoveRow{Code: m.Code, NumberIn: numberOf(m.Number), Field: fieldLine(lang, m.Field), Was: m.Was, Is: m.Is}
		if m.May {
			row.Href = "/deliveries/" + m.Delivery.String()
		}
		row.From, row.To = handsLines(m.From, m.To, found.Names, nobody)
		r.Moves = append(r.Moves, row)
	}
	view.Replayed = r
	return nil
}

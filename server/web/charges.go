package web

import (
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// chargesPage tells who was, is or will be in charge of each field on a day: GET /regulations/on.
func (s *Site) chargesPage(c echo.Context, actor office.Actor) error {
	view, status := page.Charges{Tabs: regulationTabs(actor, "/regulations/on"), Day: actor.Day}, http.StatusOK
	day, err := typedDay(c, "day", actor.Day)
	if err == nil {
		view.Day = day
		err = s.fillCharges(c, actor, &view)
	}
	if messages, ok := s.refused(c, err, nil); ok {
		view.Errors, status = messages, http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	}
	return s.show(c, actor, status, view)
}

func (s *Site) fillCharges(c echo.Context, actor office.Actor, view *page.Charges) error {
	lang, area := s.Language(c), office.AreaCode(c.FormValue("area"))
	found, err := s.Regulation.On(c.Request().Context(), actor, view.Day, area)
	view.Areas = []page.Option{{Text: language.Text(lang, "lifecycle.on.area.any")}}
	for _, a := range found.Areas {
		view.Areas = append(view.Areas, page.Option{Value: string(a.Code), Text: a.Name, Chosen: a.Code == area})
	}
	if err != nil {
		return err
	}
	if found.Version.ID != (office.ID{}) {
		line := versionLine(found.Version)
		view.Version = &line
	}
	for _, f := range found.Fields {
		view.Rows = append(view.Rows, page.ChargeRow{Code: string(f.Field), Field: regulation.FieldIn(lang, f.Field), Leader: f.Leader, Person: f.Person,
			StoodIn: f.StoodIn, Department: f.Department, Clauses: f.Clauses, Odd: f.Tell(lang)})
	}
	return nil
}

package web

import (
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/fields"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// classified are the pages of the table from issuer, symbol and procedure to field.
func (s *Site) classified(g *echo.Group) {
	g.GET("/fields", s.in(s.fieldsPage))
	g.POST("/fields", s.in(s.keepField))
	g.POST("/fields/:id/drop", s.in(s.dropField))
}

// fieldsPage shows the table: GET /fields.
func (s *Site) fieldsPage(c echo.Context, actor office.Actor) error {
	return s.showFields(c, actor, http.StatusOK, fields.Row{}, nil)
}

func (s *Site) showFields(c echo.Context, actor office.Actor, status int, typed fields.Row, errors page.Errors) error {
	if !fields.MayRead(actor) {
		return office.Forbidden("fields.may_not_read")
	}
	view, err := s.fieldRows(c, actor)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	view.May, view.Errors = fields.MayKeep(actor), errors
	view.Form = page.FieldForm{Fields: numbered(fieldGroups(lang, typed.FieldCode)), Symbol: typed.Symbol, Procedure: typed.Procedure}
	if view.Form.Issuers, err = s.issuerGroups(c, actor, typed.Issuer); err != nil {
		return err
	}
	return s.show(c, actor, status, view)
}

// issuerGroups are whom papers come from: classes of issuers, then the organs above and beside.
func (s *Site) issuerGroups(c echo.Context, actor office.Actor, chosen string) ([]page.Group, error) {
	lang := s.Language(c)
	classes := page.Group{Name: language.Text(lang, "fields.classes")}
	for _, class := range regulation.Classes() {
		classes.Options = append(classes.Options, page.Option{Value: class, Text: language.Text(lang, "regulation.issuer."+class), Chosen: class == chosen})
	}
	known, err := s.Dispatch.Senders(c.Request().Context(), actor)
	organs := page.Group{Name: language.Text(lang, "fields.organs")}
	for _, o := range known {
		organs.Options = append(organs.Options, page.Option{Value: o.ID.String(), Text: o.ShortName, Chosen: o.ID.String() == chosen})
	}
	return []page.Group{classes, organs}, err
}

// fieldRows is the table in words; nothing for whoever may not read it.
func (s *Site) fieldRows(c echo.Context, actor office.Actor) (page.Fields, error) {
	var view page.Fields
	table, err := s.Fields.Table(c.Request().Context(), actor)
	if office.KindOf(err) == office.KindForbidden {
		return view, nil
	}
	if err != nil {
		return view, err
	}
	var ids []office.ID
	for _, r := range table.Rows {
		if id, err := office.ParseID("", r.Issuer); err == nil {
			ids = append(ids, id)
		}
	}
	for _, m := range table.Missing {
		ids = append(ids, m.Issuer)
	}
	names, err := s.Org.Names(c.Request().Context(), ids)
	lang := s.Language(c)
	for _, r := range table.Rows {
		row := page.FieldRow{ID: r.ID.String(), Asks: asks(lang, names, r.Row), Field: fieldName(lang, r.FieldCode), Code: string(r.FieldCode), Right: r.Right, Wrong: r.Wrong,
			Issuer: r.Issuer, Symbol: r.Symbol, Procedure: r.Procedure}
		if mend := r.Mend(); mend != "" {
			row.Mend = &page.Mending{Code: string(mend), Field: fieldName(lang, mend), Times: r.Times, Of: r.Right + r.Wrong}
		}
		view.Rows = append(view.Rows, row)
	}
	for _, m := range table.Missing {
		asked := fields.Row{Issuer: m.Issuer.String(), Symbol: m.Symbol}
		view.Missing = append(view.Missing, page.MissingRow{Asks: asks(lang, names, asked), Issuer: asked.Issuer, Symbol: m.Symbol, Code: string(m.Field), Field: fieldName(lang, m.Field),
			Times: m.Times, Of: m.Of})
	}
	return view, err
}

// asks says what a line asks of a paper: "Sở Y tế, ký hiệu SYT-*".
func asks(lang language.Lang, names map[office.ID]string, r fields.Row) string {
	var parts []string
	if id, err := office.ParseID("", r.Issuer); err == nil {
		parts = append(parts, names[id])
	} else if r.Issuer != "" {
		parts = append(parts, language.Text(lang, "regulation.issuer."+r.Issuer))
	}
	if r.Symbol != "" {
		parts = append(parts, language.Text(lang, "fields.asks.symbol", r.Symbol))
	}
	if r.Procedure != "" {
		parts = append(parts, language.Text(lang, "fields.asks.procedure", r.Procedure))
	}
	return strings.Join(parts, ", ")
}

// keepField adds a line or gives one another field: POST /fields.
func (s *Site) keepField(c echo.Context, actor office.Actor) error {
	if !fields.MayKeep(actor) {
		return office.Forbidden("fields.may_not_keep")
	}
	row := fields.Row{Issuer: c.FormValue("issuer"), Symbol: c.FormValue("symbol"), Procedure: c.FormValue("procedure"), FieldCode: office.FieldCode(c.FormValue("field"))}
	if _, err := s.Fields.Keep(c.Request().Context(), actor, row); err != nil {
		errors, ok := s.refused(c, err, nil)
		if !ok {
			return err
		}
		return s.showFields(c, actor, http.StatusUnprocessableEntity, row, errors)
	}
	s.done(c, "fields.done")
	return c.Redirect(http.StatusSeeOther, "/fields")
}

// dropField takes a line out: POST /fields/:id/drop.
func (s *Site) dropField(c echo.Context, actor office.Actor) error {
	if !fields.MayKeep(actor) {
		return office.Forbidden("fields.may_not_keep")
	}
	row, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Fields.Drop(c.Request().Context(), actor, row); err != nil {
		return err
	}
	s.done(c, "fields.done.dropped")
	return c.Redirect(http.StatusSeeOther, "/fields")
}

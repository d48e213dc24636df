package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/annex"
	"congvan/office/regulation"
	"congvan/server/web/page"
	tables "congvan/sheet"

	"github.com/labstack/echo/v4"
)

// exchanged are the pages by which a regulation comes in from a file and goes out as one.
func (s *Site) exchanged(g *echo.Group) {
	g.GET("/regulations/import", s.in(s.importRegulationPage))
	g.POST("/regulations/import", s.in(s.importRegulation))
	g.GET("/regulations/import/template.xlsx", s.in(s.regulationTemplate))
	for _, format := range annex.Formats() {
		g.GET("/regulations/:id/export."+string(format), s.in(func(c echo.Context, actor office.Actor) error {
			return s.exportRegulation(c, actor, format)
		}))
	}
}

// importRegulationPage asks for a file: GET /regulations/import.
func (s *Site) importRegulationPage(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	return s.showImport(c, actor, http.StatusOK, page.ImportRegulation{}, "")
}

// importRegulation takes a file, or what was pasted, in as a draft: POST /regulations/import.
func (s *Site) importRegulation(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	view := page.ImportRegulation{}
	file, err := s.regulationFile(c, &view)
	var result annex.Result
	if err == nil {
		result, err = s.takeIn(c, actor, file)
	}
	switch {
	case office.KindOf(err) == office.KindStale:
		err = office.Invalid("annex.changed", "into").Because(err)
	case err == nil && len(result.Faults) > 0:
		view.Faults, view.Further = importFaults(s.Language(c), result.Faults)
		return s.showImport(c, actor, http.StatusUnprocessableEntity, view, c.FormValue("into"))
	case err == nil:
		s.done(c, "annex.done", language.Number(s.Language(c), int64(result.Clauses)))
		return c.Redirect(http.StatusSeeOther, "/regulations/"+result.Draft.String())
	}
	messages, ok := s.refused(c, err, nil)
	if !ok {
		return err
	}
	view.Errors = messages
	return s.showImport(c, actor, http.StatusUnprocessableEntity, view, c.FormValue("into"))
}

// regulationFile is the file of the form, or what was pasted where there is no file. What was pasted is kept in the view.
func (s *Site) regulationFile(c echo.Context, view *page.ImportRegulation) ([]byte, error) {
	name, file, err := s.uploaded(c)
	if view.Text = c.FormValue("json"); strings.TrimSpace(view.Text) != "" && office.KeyOf(err) == "web.error.no_file" {
		return []byte(view.Text), nil
	}
	view.Name = name
	return file, err
}

// takeIn reads where the file is to go, a draft with its revision or nothing, and takes it in.
func (s *Site) takeIn(c echo.Context, actor office.Actor, file []byte) (annex.Result, error) {
	var into annex.Into
	if draft, revision, chosen := strings.Cut(c.FormValue("into"), ":"); chosen {
		var err error
		if into.Draft, err = office.ParseID("into", draft); err != nil {
			return annex.Result{}, err
		}
		into.Revision = numberOr(revision, -1)
	}
	result, err := s.Annex.Import(c.Request().Context(), actor, file, into)
	var refused *office.Error
	if errors.As(err, &refused) && refused.Field == "file" && c.FormValue("json") != "" && tables.IsJSON(file) {
		refused.Field = "json"
	}
	return result, err
}

// shownFaults is how many faults one page shows; who made more mends these first.
const shownFaults = 500

func importFaults(lang language.Lang, faults []tables.Fault) (shown []page.ImportFault, further int) {
	for _, f := range faults[:min(len(faults), shownFaults)] {
		one := page.ImportFault{Sheet: f.Sheet, Cell: f.Pointer, Found: f.Found, Blank: f.Key == "sheet.required", Text: f.In(lang)}
		if f.Row > 0 {
			one.Cell = fmt.Sprintf("%s%d", f.Column, f.Row)
		}
		shown = append(shown, one)
	}
	return shown, len(faults) - len(shown)
}

func (s *Site) showImport(c echo.Context, actor office.Actor, status int, view page.ImportRegulation, into string) error {
	versions, err := s.Regulation.List(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	view.Tabs, view.Limit = regulationTabs(actor, "/regulations/import"), min(s.MaxUpload, tables.MaxFile)
	view.Into = []page.Option{{Text: language.Text(lang, "annex.into.new"), Chosen: into == ""}}
	for _, v := range versions {
		title := v.Number + " · " + v.Title
		if v.State == regulation.StateDraft {
			value := fmt.Sprintf("%s:%d", v.ID, v.Revision)
			view.Into = append(view.Into, page.Option{Value: value, Text: language.Text(lang, "annex.into.draft", v.Title), Chosen: value == into})
			title = language.Text(lang, "annex.template.draft", v.Title)
		}
		view.Filled = append(view.Filled, page.Filled{Href: "/regulations/" + v.ID.String() + "/export." + string(annex.Workbook), Title: title})
	}
	return s.show(c, actor, status, view)
}

// regulationTemplate gives the blank workbook: GET /regulations/import/template.xlsx.
func (s *Site) regulationTemplate(c echo.Context, actor office.Actor) error {
	file, err := s.Annex.Template(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	return sendExport(c, file)
}

// exportRegulation gives a version in a format: GET /regulations/:id/export.xlsx, .json, .dmn, .pdf.
func (s *Site) exportRegulation(c echo.Context, actor office.Actor, format annex.Format) error {
	version, err := id(c, "id")
	if err != nil {
		return err
	}
	file, err := s.Annex.Export(c.Request().Context(), actor, version, format)
	if err != nil {
		return err
	}
	return sendExport(c, file)
}

func sendExport(c echo.Context, file annex.File) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+file.Name+`"`)
	return c.Blob(http.StatusOK, file.MediaType, file.Content)
}

// exportsOf leads to a version in every format.
func exportsOf(version office.ID) page.Exports {
	exports := page.Exports{Address: "/regulations/" + version.String()}
	for _, format := range annex.Formats() {
		exports.Formats = append(exports.Formats, string(format))
	}
	return exports
}

// annexWords are the keys that these pages put together from the service's values.
func annexWords() []string {
	var keys []string
	for _, format := range annex.Formats() {
		keys = append(keys, "annex.format."+string(format), "annex.format."+string(format)+".hint")
	}
	return keys
}

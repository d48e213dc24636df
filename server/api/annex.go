package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"congvan/office"
	"congvan/office/annex"
	"congvan/sheet"
)

// annexGuards are those of the operations by which regulations come in from files and go out as such.
var annexGuards = map[string]guard{
	"importRegulation": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		return mayKeep(who)
	},
	"importIntoRegulation": mayKeepVersion,
	"exportRegulation": func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		id, err := path("regulation")
		if err == nil {
			_, err = a.Regulation.Get(ctx, who.Actor, id)
		}
		return err
	},
}

// GetRegulationTemplate gives the workbook to fill in: GET /regulations/template.
func (a *API) GetRegulationTemplate(ctx context.Context, _ GetRegulationTemplateRequestObject) (GetRegulationTemplateResponseObject, error) {
	file, err := a.Annex.Template(ctx, callerOf(ctx).Actor)
	return annexFile(file), err
}

// ExportRegulation reads a version as a file: GET /regulations/{regulation}/export.
func (a *API) ExportRegulation(ctx context.Context, r ExportRegulationRequestObject) (ExportRegulationResponseObject, error) {
	file, err := a.Annex.Export(ctx, callerOf(ctx).Actor, r.Regulation, annex.Format(r.Params.Format))
	return annexFile(file), err
}

// annexFile is a file of a regulation as an answer.
type annexFile annex.File

func (f annexFile) send(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", f.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
	_, err := w.Write(f.Content)
	return err
}

// VisitGetRegulationTemplateResponse sends the workbook.
func (f annexFile) VisitGetRegulationTemplateResponse(w http.ResponseWriter) error { return f.send(w) }

// VisitExportRegulationResponse sends the file.
func (f annexFile) VisitExportRegulationResponse(w http.ResponseWriter) error { return f.send(w) }

// ImportRegulation takes a file in as a draft: POST /regulations/import.
func (a *API) ImportRegulation(ctx context.Context, r ImportRegulationRequestObject) (ImportRegulationResponseObject, error) {
	id, err := a.takeIn(ctx, r.Body, annex.Into{})
	if err != nil {
		return nil, err
	}
	body, tag, err := a.regulation(ctx, id)
	return ImportRegulation201JSONResponse{Body: body, Headers: ImportRegulation201ResponseHeaders{ETag: tag, Location: regulationAt(id)}}, err
}

// ImportIntoRegulation replaces the content of a draft by that of a file: PUT /regulations/{regulation}/import.
func (a *API) ImportIntoRegulation(ctx context.Context, r ImportIntoRegulationRequestObject) (ImportIntoRegulationResponseObject, error) {
	id, err := a.takeIn(ctx, r.Body, annex.Into{Draft: r.Regulation, Revision: versionOf(r.Params.IfMatch)})
	if err != nil {
		return nil, err
	}
	body, tag, err := a.regulation(ctx, id)
	return ImportIntoRegulation200JSONResponse{Body: body, Headers: ImportIntoRegulation200ResponseHeaders{ETag: tag}}, err
}

// takeIn reads a file and keeps what it says. Its faults become one error that tells all of them.
func (a *API) takeIn(ctx context.Context, body io.Reader, into annex.Into) (office.ID, error) {
	file, err := io.ReadAll(io.LimitReader(body, sheet.MaxFile+1)) // one byte more, so that the reader sees that it is too large
	if err != nil {
		return office.ID{}, err
	}
	result, err := a.Annex.Import(ctx, callerOf(ctx).Actor, file, into)
	var faults []error
	for _, f := range result.Faults {
		faults = append(faults, office.Invalid(f.Key, f.Place.String(), f.Args...))
	}
	return result.Draft, errors.Join(append(faults, err)...)
}

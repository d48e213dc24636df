package api

import (
	"context"

	"congvan/office"
	"congvan/office/fields"
)

// fieldGuards are those of the table from issuer, symbol and procedure to field.
var fieldGuards = map[string]guard{"keepFieldRow": mayKeepFields}

func mayKeepFields(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !fields.MayKeep(who.Actor) {
		return office.Forbidden("fields.may_not_keep")
	}
	return nil
}

// GetFieldTable reads the table with how right it is: GET /fields/table.
func (a *API) GetFieldTable(ctx context.Context, _ GetFieldTableRequestObject) (GetFieldTableResponseObject, error) {
	table, err := a.Fields.Table(ctx, callerOf(ctx).Actor)
	return GetFieldTable200JSONResponse{
		Rows: each(table.Rows, func(t fields.Tally) FieldRow {
			return FieldRow{Id: t.ID, Issuer: some(t.Issuer), Symbol: some(t.Symbol), Procedure: some(t.Procedure), Field: FieldCode(t.FieldCode), Right: t.Right, Wrong: t.Wrong,
				Mend: some(string(t.Mend()))}
		}),
		Missing: each(table.Missing, func(m fields.Missing) MissingFieldRow {
			return MissingFieldRow{Issuer: m.Issuer, Symbol: m.Symbol, Field: FieldCode(m.Field), Times: m.Times, Of: m.Of}
		})}, err
}

// KeepFieldRow adds a line or gives one another field: PUT /fields/table.
func (a *API) KeepFieldRow(ctx context.Context, r KeepFieldRowRequestObject) (KeepFieldRowResponseObject, error) {
	row, err := a.Fields.Keep(ctx, callerOf(ctx).Actor, fields.Row{Issuer: given(r.Body.Issuer), Symbol: given(r.Body.Symbol), Procedure: given(r.Body.Procedure),
		FieldCode: office.FieldCode(r.Body.Field)})
	return KeepFieldRow200JSONResponse{Id: row.ID}, inBody(err)
}

// DropFieldRow takes a line out: DELETE /fields/table/{row}.
func (a *API) DropFieldRow(ctx context.Context, r DropFieldRowRequestObject) (DropFieldRowResponseObject, error) {
	return DropFieldRow204Response{}, a.Fields.Drop(ctx, callerOf(ctx).Actor, r.Row)
}

package api

import (
	"slices"
	"testing"

	contract "congvan/server/api"
)

func TestTheTableOfFieldsIsKeptAndProposesOverREST(t *testing.T) {
	c := found(t)
	p := c.people(t)
	clerk := p.as("hoankiem.vanthu")
	clerk.ask("PUT", "/fields/table", `{"field":"77-x"}`).problem(422, "fields.says_nothing", "/issuer", "/field")
	clerk.ask("PUT", "/fields/table", `{"issuer":"ai_do","symbol":"***","field":"07"}`).problem(422, "fields.unknown_issuer", "/issuer", "/symbol")
	p.as("hoankiem.giaoduc").ask("PUT", "/fields/table", `{"rác":1}`).problem(403, "fields.may_not_keep")
	p.as("hoankiem.giaoduc").ask("GET", "/fields/table", nil).problem(403, "fields.may_not_read")
	var first, again contract.Made
	clerk.ask("PUT", "/fields/table", `{"symbol":"…/UBND-NN*","field":"05"}`).want(200).into(&first)
	clerk.ask("PUT", "/fields/table", `{"symbol":"UBND-NN*","field":"06"}`).want(200).into(&again)
	var table, foreign contract.FieldTable
	p.as("hoankiem.chutich").ask("GET", "/fields/table", nil).want(200).into(&table)
	kept := func(r contract.FieldRow) bool { return r.Id == first.Id && *r.Symbol == "UBND-NN*" && r.Field == "06" }
	if again.Id != first.Id || !slices.ContainsFunc(table.Rows, kept) {
		t.Errorf("%v, then %v: %+v", first, again, table)
	}
	p.as("lang.vanthu").ask("GET", "/fields/table", nil).want(200).into(&foreign)
	if slices.ContainsFunc(foreign.Rows, kept) {
		t.Errorf("another organ reads %+v", foreign.Rows)
	}

	arrived, _ := p.sent("REST: bảng lĩnh vực")
	path := "/deliveries/" + arrived.Id.String() + "/field-guesses"
	var guesses contract.FieldGuessList
	clerk.ask("GET", path, nil).want(200).into(&guesses)
	if !slices.ContainsFunc(guesses.Items, func(g contract.FieldGuess) bool {
		return g.Source == "table" && g.Field == "06" && *g.Row == first.Id && g.Why != ""
	}) {
		t.Errorf("%+v", guesses)
	}
	p.as("lang.vanthu").ask("GET", path, nil).problem(404, "dispatch.no_delivery")

	row := "/fields/table/" + first.Id.String()
	p.as("lang.vanthu").ask("DELETE", row, nil).problem(404, "fields.no_row")
	clerk.ask("DELETE", row, nil).want(204)
	clerk.ask("DELETE", row, nil).problem(404, "fields.no_row")
}

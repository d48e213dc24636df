package api

import (
	"slices"
	"testing"

	"congvan/office"
	contract "congvan/server/api"
)

func TestTheHeadAuthorisesToSignOverREST(t *testing.T) {
	c := found(t)
	head := c.as(t, "lang.chutich")
	var o contract.OwnOrgan
	head.ask("GET", "/organ", nil).want(200).into(&o)
	part := seat(t, o, "department_head")
	wrong := map[string]any{"post": seat(t, o, "officer").Id, "fields": []string{"77-x"}, "kinds": []string{"ZZ"}, "number": " ", "from": "2030-02-01", "to": "2030-02-01"}
	head.ask("POST", "/organ/authorisations", wrong).problem(422, "authority.enter.not_a_head", "/post", "/fields", "/kinds", "/number", "/to")
	word := map[string]any{"post": part.Id, "number": "12/GUQ-UBND", "from": "2030-01-01", "to": "2030-02-01"}
	head.ask("POST", "/organ/authorisations", word).problem(422, "authority.enter.no_scope", "/fields")
	word["kinds"] = []string{"GM"}
	c.as(t, "lang.diachinh").ask("POST", "/organ/authorisations", word).problem(403, "authority.only_head")
	var made contract.Made
	head.ask("POST", "/organ/authorisations", word).want(201).into(&made)
	var list, foreign contract.AuthorisationList
	c.as(t, "lang.diachinh").ask("GET", "/organ/authorisations", nil).want(200).into(&list)
	is := func(w contract.AuthorisationRecord) bool {
		return w.Id == made.Id && w.Post == part.Id && w.To.String() == "2030-02-01" && slices.Equal(w.Kinds, []string{"GM"})
	}
	if !slices.ContainsFunc(list.Items, is) {
		t.Errorf("%+v", list)
	}
	c.as(t, "hoankiem.chutich").ask("GET", "/organ/authorisations", nil).want(200).into(&foreign)
	if slices.ContainsFunc(foreign.Items, is) {
		t.Errorf("another organ reads %+v", foreign)
	}
	end := "/organ/authorisations/" + made.Id.String() + "/end"
	c.as(t, "hoankiem.chutich").ask("POST", end, `{"on":"2030-01-10"}`).problem(404, "authority.none")
	head.ask("POST", end, `{"on":"2030-03-01"}`).problem(422, "authority.bad_end", "/on")
	head.ask("POST", end, `{"on":"2030-01-10"}`).want(204)
	c.as(t, "lang.diachinh").ask("GET", "/organ/authorisations", nil).want(200).into(&list)
	if i := slices.IndexFunc(list.Items, func(w contract.AuthorisationRecord) bool { return w.Id == made.Id }); list.Items[i].To.String() != "2030-01-10" {
		t.Errorf("%+v", list.Items[i])
	}
}

func TestWhoMaySignIsAskedForAFieldAndKind(t *testing.T) {
	c := found(t).as(t, "hoankiem.diachinh")
	var list contract.SignerList
	c.ask("GET", "/organ/signers?field=07&kind=CV", nil).want(200).into(&list)
	if !slices.ContainsFunc(list.Items, func(s contract.Signer) bool { return s.May && s.Why != "" && s.Block != nil }) {
		t.Errorf("%+v", list)
	}
	c.ask("GET", "/organ/signers?field=77-x", nil).problem(422, "dispatch.unknown_field", "field")
}

func TestTheHeadEntrustsOnePaperToADeputy(t *testing.T) {
	c := found(t)
	p := c.people(t)
	head, d := p.as("thanhpho.chutich"), p.submitted("REST: giao ký riêng")
	path, tag := "/documents/"+d.Id.String()+"/entrust", match(version(d.Version))
	word := contract.Entrusting{Deputy: p.Office.Posts["pct-1"], Basis: "Giao ký ngày 26/11/2026"}
	p.as("hoankiem.chutich").ask("POST", path, word, tag).problem(404, "document.none")
	p.as("thanhpho.chuyenvien").ask("POST", path, word, tag).problem(403, "approval.only_head_entrusts")
	head.ask("POST", path, contract.Entrusting{Deputy: p.Office.Posts["van-thu"], Basis: word.Basis}, tag).problem(422, "approval.not_a_deputy", "/deputy")
	head.ask("POST", path, contract.Entrusting{Deputy: office.NewID(), Basis: word.Basis}, tag).problem(422, "approval.not_a_deputy", "/deputy")
	head.ask("POST", path, contract.Entrusting{Deputy: word.Deputy, Basis: "  "}, tag).problem(422, "approval.basis_needed", "/basis")
	head.ask("POST", path, word, match(`"99"`)).want(412)
	var given contract.Document
	head.ask("POST", path, word, tag).want(200).into(&given)
	if *given.SignerPost != word.Deputy || given.State != contract.DocumentState("draft") { // the block on its page is another deputy's
		t.Errorf("%+v", given)
	}
}

package api

import (
	"slices"
	"testing"

	"congvan/office"
	contract "congvan/server/api"
)

// read reads a delivery as somebody, with its tag.
func (p *People) read(name string, delivery office.ID) (contract.Delivery, header) {
	p.Helper()
	var d contract.Delivery
	answer := p.as(name).ask("GET", "/deliveries/"+delivery.String(), nil).want(200).into(&d)
	return d, match(answer.Header.Get("ETag"))
}

// overruled is a paper that the head gave to another leader, and the overrule.
func (p *People) overruled(subject string) (paper, overrule office.ID) {
	p.Helper()
	paper = p.registered(subject).Id
	p.act("hoankiem.chutich", paper, "overrule", contract.Overruling{Leader: p.Places[hoanKiem].Posts["pct-1"], Reason: "Việc liên quan nhiều lĩnh vực."})
	d, _ := p.read("hoankiem.chutich", paper)
	return paper, d.Overrules[0].Id
}

func TestTheHeadGivesAPaperToAnotherLeaderOverREST(t *testing.T) {
	c := found(t)
	p := c.people(t)
	head, paper := p.as("hoankiem.chutich"), p.registered("REST: giao khác quy chế").Id
	path, posts := "/deliveries/"+paper.String()+"/overrule", p.Places[hoanKiem].Posts
	d, tag := p.read("hoankiem.chutich", paper)
	if !slices.Contains(d.Acts, "overrule") {
		t.Errorf("acts %v", d.Acts)
	}
	give := func(leader office.ID, reason string) contract.Overruling {
		return contract.Overruling{Leader: leader, Reason: reason}
	}
	p.as("hoankiem.pct2").ask("POST", path, give(posts["pct-1"], "Đang bận"), tag).problem(403, "overrule.only_head")
	p.as("lang.chutich").ask("POST", path, give(posts["pct-1"], "Đang bận"), tag).problem(404, "dispatch.no_delivery")
	head.ask("POST", path, give(posts["pct-1"], "  "), tag).problem(422, "dispatch.reason_needed", "/reason")
	head.ask("POST", path, give(posts["dia-chinh"], "Đang bận"), tag).problem(422, "dispatch.not_a_leader", "/leader")
	head.ask("POST", path, give(*d.LeaderPost, "Đang bận"), tag).problem(409, "overrule.leads_already")
	var given contract.DeliverySummary
	head.ask("POST", path, give(posts["pct-1"], "Việc liên quan nhiều lĩnh vực."), tag).want(200).into(&given)
	if *given.LeaderPost != posts["pct-1"] {
		t.Errorf("%+v", given)
	}
	head.ask("POST", path, give(posts["chu-tich"], "Lần nữa"), tag).want(412)
	if d, _ := p.read("hoankiem.chutich", paper); len(d.Overrules) != 1 || d.Overrules[0].Kind != "given" || *d.Overrules[0].ToPost != posts["pct-1"] {
		t.Errorf("%+v", d.Overrules)
	}
}

func TestWhatWasGivenOtherwiseIsListedAndKeptInADraftOverREST(t *testing.T) {
	c := found(t)
	p := c.people(t)
	paper, overrule := p.overruled("REST: bị giao khác")
	today := office.DayOf(c.Clock())
	days := "/overrules?from=" + string(today) + "&to=" + string(today.Add(1))
	var list contract.Overruled
	p.as("hoankiem.noivu").ask("GET", days, nil).want(200).into(&list)
	listed := slices.ContainsFunc(list.Clauses, func(c contract.OverruledClause) bool {
		return c.Times == len(c.Papers) && slices.ContainsFunc(c.Papers, func(o contract.Overrule) bool { return o.Id == overrule && o.Delivery == paper && o.NumberIn != nil })
	})
	if !listed {
		t.Errorf("%+v", list)
	}
	p.as("hoankiem.vanthu").ask("GET", days, nil).problem(403, "overrule.may_not_read")
	p.as("hoankiem.noivu").ask("GET", "/overrules?from="+string(today)+"&to="+string(today), nil).problem(422, "overrule.bad_days", "to")
	var foreign contract.Overruled
	p.as("lang.noivu").ask("GET", days, nil).want(200).into(&foreign)
	if len(foreign.Clauses)+len(foreign.Rulings) > 0 {
		t.Errorf("another organ reads %+v", foreign)
	}
	draft := "/overrules/" + overrule.String() + "/draft"
	p.as("lang.noivu").ask("POST", draft, nil).problem(404, "overrule.none")
	p.as("hoankiem.chutich").ask("POST", draft, nil).problem(403, "regulation.only_organiser")
	var made contract.Made
	p.as("hoankiem.noivu").ask("POST", draft, nil).want(201).into(&made)
	var r contract.Regulation
	p.as("hoankiem.noivu").ask("GET", "/regulations/"+made.Id.String(), nil).want(200).into(&r)
	if r.State != contract.RegulationDrafted || *r.Clauses[len(r.Clauses)-1].Post != p.Places[hoanKiem].Posts["pct-1"] {
		t.Errorf("%+v", r.Clauses)
	}
}

func TestAnotherFieldIsProposedAndAnsweredOverREST(t *testing.T) {
	c := found(t)
	p := c.people(t)
	clerk, leader, paper := p.as("hoankiem.vanthu"), p.as("hoankiem.pct2"), p.assigned("REST: đề xuất lĩnh vực").Id
	path := "/deliveries/" + paper.String() + "/field-proposals"
	propose := func(field contract.FieldCode) contract.FieldProposing {
		return contract.FieldProposing{Field: field, Reason: "Văn bản nói về việc khác."}
	}
	_, tag := p.read("hoankiem.vanthu", paper)
	p.as("lang.vanthu").ask("POST", path, propose("05"), tag).problem(404, "dispatch.no_delivery")
	p.as("hoankiem.diachinh").ask("POST", path, propose("05"), tag).problem(403, "overrule.not_yours_to_propose")
	clerk.ask("POST", path, propose("77-x"), tag).problem(422, "dispatch.unknown_field", "/field")
	clerk.ask("POST", path, contract.FieldProposing{Field: "05", Reason: " "}, tag).problem(422, "dispatch.reason_needed", "/reason")
	clerk.ask("POST", path, propose("07"), tag).problem(409, "dispatch.field_already")
	p.act("hoankiem.vanthu", paper, "field-proposals", propose("05"))
	d, tag := p.read("hoankiem.pct2", paper)
	if len(d.FieldProposals) != 1 || d.FieldProposals[0].State != "open" || !slices.Contains(d.Acts, "answer_field") {
		t.Fatalf("%+v, acts %v", d.FieldProposals, d.Acts)
	}
	clerk.ask("POST", path, propose("06"), tag).problem(409, "overrule.proposed_already")
	one := path + "/" + d.FieldProposals[0].Id.String()
	clerk.ask("POST", one, `{"accept":true}`, tag).problem(403, "overrule.not_yours_to_answer")
	p.as("lang.pct2").ask("POST", one, `{"accept":true}`, tag).problem(404, "dispatch.no_delivery")
	leader.ask("POST", path+"/"+office.NewID().String(), `{"accept":true}`, tag).problem(404, "overrule.no_proposal")
	leader.ask("POST", one, `{"accept":false,"answer":"Vẫn là lĩnh vực cũ."}`, tag).want(200)
	p.act("hoankiem.vanthu", paper, "field-proposals", propose("05"))
	d, tag = p.read("hoankiem.pct2", paper)
	if d.FieldProposals[1].State != "declined" || *d.FieldProposals[1].Answer != "Vẫn là lĩnh vực cũ." {
		t.Errorf("%+v", d.FieldProposals)
	}
	leader.ask("POST", path+"/"+d.FieldProposals[0].Id.String(), `{"accept":true}`, tag).want(200)
	if d, _ = p.read("hoankiem.chutich", paper); len(d.Facts) == 0 || d.Facts[0].Value != "05" || d.FieldProposals[0].State != "accepted" {
		t.Errorf("%+v %+v", d.Facts, d.FieldProposals)
	}
}

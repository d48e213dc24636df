package api

import (
	"testing"

	contract "congvan/server/api"
)

// change is a change of organisation that moves a field, far ahead.
func change(title string, rows ...map[string]any) map[string]any {
	return map[string]any{"title": title, "number": "88/NQ-HĐND", "dated": "2026-11-20", "effective_on": "2029-01-01", "successions": rows}
}

func (p *People) reorganisation(title string) contract.Reorganisation {
	p.Helper()
	var entered contract.Reorganisation
	p.as("thanhpho.quantri").ask("POST", "/reorganisations", change(title, map[string]any{"part": "field", "old": "16", "new": "15"})).want(201).into(&entered)
	return entered
}

func TestAChangeOfOrganisationIsEnteredMendedApprovedAndWithdrawn(t *testing.T) {
	c := found(t)
	p := c.people(t)
	admin := p.as("thanhpho.quantri")
	entered := p.reorganisation("Chuyển lĩnh vực")
	path := "/reorganisations/" + entered.Id.String()
	if entered.State != "draft" || len(entered.Faults) != 0 || len(entered.Drafts) == 0 || entered.Version != 1 {
		t.Errorf("%s, faults %v, %d drafts", entered.State, entered.Faults, len(entered.Drafts))
	}
	circle := change("Chuyển lĩnh vực", map[string]any{"part": "field", "old": "16", "new": "15"}, map[string]any{"part": "field", "old": "15", "new": "16"},
		map[string]any{"part": "organ", "old": "01900000-0000-7000-8000-000000000000", "new": c.Places[lang].ID})
	var wrong contract.Reorganisation
	admin.ask("PUT", path, circle, header{"If-Match", `"1"`}).want(200).into(&wrong)
	if len(wrong.Faults) != 3 || wrong.Faults[0].Pointer != "/successions/0/new" {
		t.Errorf("faults %+v", wrong.Faults)
	}
	admin.ask("PUT", path, circle, header{"If-Match", `"1"`}).problem(412, "reorganisation.changed_meanwhile")
	admin.ask("POST", path+"/approve", nil, header{"If-Match", `"2"`}).problem(422, "reorganisation.circle", "/successions/0/new", "/successions/1/new", "/successions/2/old")
	admin.ask("PUT", path, change("Chuyển lĩnh vực", map[string]any{"part": "field", "old": "16", "new": "15"}), header{"If-Match", `"2"`}).want(200)
	admin.ask("POST", path+"/approve", nil, header{"If-Match", `"3"`}).want(200)
	admin.ask("PUT", path, circle, header{"If-Match", `"4"`}).problem(409, "reorganisation.not_a_draft")
	admin.ask("POST", path+"/withdraw", nil, header{"If-Match", `"4"`}).want(200)
	admin.ask("POST", path+"/withdraw", nil, header{"If-Match", `"5"`}).problem(409, "reorganisation.too_late")
	p.as("hoankiem.noivu").ask("GET", path, nil).problem(404, "reorganisation.none")
	p.as("hoankiem.noivu").ask("GET", "/reorganisations", nil).want(200)
	admin.ask("POST", "/reorganisations", map[string]any{"title": " ", "number": " ", "dated": "2026-11-20", "effective_on": "2026-11-01", "successions": []any{}}).
		problem(422, "reorganisation.title_missing", "/title", "/number", "/effective_on")
	var list contract.ReorganisationList
	admin.ask("GET", "/reorganisations", nil).want(200).into(&list)
	if len(list.Items) == 0 || list.Items[0].Id != entered.Id && list.Items[0].State == "" {
		t.Errorf("%+v", list)
	}
}

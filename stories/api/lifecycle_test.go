package api

import (
	"slices"
	"testing"

	"congvan/office"
	contract "congvan/server/api"
)

// inForce is the version in force in the organ of a client.
func (c Client) inForce() contract.Regulation {
	c.Helper()
	var list contract.RegulationList
	c.ask("GET", "/regulations", nil).want(200).into(&list)
	i := slices.IndexFunc(list.Items, func(v contract.RegulationSummary) bool { return v.State == contract.RegulationInForce })
	var v contract.Regulation
	c.ask("GET", "/regulations/"+list.Items[i].Id.String(), nil).want(200).into(&v)
	return v
}

func TestAVersionIsTriedComparedAndAdoptedWithTheOpenWorkHandedOver(t *testing.T) {
	p := found(t).people(t)
	c, head := p.as("hoankiem.noivu"), p.as("hoankiem.chutich")
	work := p.assigned("bàn giao qua giao diện lập trình")
	current := c.inForce()
	var organ contract.OwnOrgan
	c.ask("GET", "/organ", nil).want(200).into(&organ)
	everything := map[string]any{"title": "Quy chế: Chủ tịch phụ trách tất cả", "clauses": []any{
		map[string]any{"reference": "Điều 1", "slot": "leader", "post": headOf(organ)}}}
	var draft contract.Regulation
	c.ask("POST", "/regulations", everything).want(201).into(&draft)
	at := "/regulations/" + draft.Id.String()

	var difference contract.Comparison
	c.ask("GET", at+"/changes?from="+current.Id.String(), nil).want(200).into(&difference)
	if len(difference.Clauses) == 0 || len(difference.Shifts) == 0 || difference.TooFine {
		t.Errorf("%+v", difference)
	}
	c.ask("GET", at+"/changes?from="+office.NewID().String(), nil).problem(404, "regulation.no_version")

	today := contract.OwnOrgan(organ).Day.Format("2006-01-02")
	var replay contract.Replay
	c.ask("GET", at+"/replay?limit=1&from=2026-01-01&to=2026-12-31", nil).want(200).into(&replay)
	if replay.Moved == 0 || len(replay.Items) != 1 || replay.Items[0].Delivery != nil || replay.Items[0].Code != nil || len(replay.Leaders) < 2 {
		t.Errorf("%+v", replay)
	}
	if replay.Moved > 1 {
		first := *replay.Items[0].Number
		c.ask("GET", at+"/replay?limit=1&from=2026-01-01&to=2026-12-31&cursor="+*replay.Next, nil).want(200).into(&replay)
		if *replay.Items[0].Number == first {
			t.Error("the second page is the first one")
		}
	}
	c.ask("GET", at+"/replay?from=2026-12-31&to=2026-01-01", nil).problem(422, "lifecycle.period_backwards", "to")
	head.ask("GET", at+"/replay?from=2026-01-01&to=2026-12-31", nil).problem(404, "regulation.no_version") // a draft is its keeper's

	var open contract.OpenWork
	c.ask("GET", at+"/open-work?day="+today, nil).want(200).into(&open)
	if !slices.ContainsFunc(open.Items, func(o contract.OpenPaper) bool { return o.Delivery == work.Id && o.Code == nil }) {
		t.Errorf("%s is not in %+v", work.Id, open.Items)
	}
	c.ask("POST", at+"/adopt", map[string]any{"number": "46/QĐ-UBND", "adopted_on": today, "effective_from": "2030-06-01", "hand_over": []office.ID{work.Id}}).want(200)
	var overs contract.HandOverList
	head.ask("GET", at+"/hand-overs", nil).want(200).into(&overs)
	if len(overs.Items) != 1 || overs.Items[0].Outcome != contract.HandOverWaiting || overs.Items[0].Delivery != work.Id {
		t.Errorf("%+v", overs)
	}
}

func headOf(o contract.OwnOrgan) office.ID {
	return o.Posts[slices.IndexFunc(o.Posts, func(p contract.Post) bool { return p.Role == "head" })].Id
}

func TestAnyDayCanBeAskedWhoIsInChargeOfWhat(t *testing.T) {
	c := found(t).as(t, "hoankiem.giaoduc")
	var now, before contract.ChargeList
	c.ask("GET", "/charges", nil).want(200).into(&now)
	c.ask("GET", "/charges?day=2020-01-01", nil).want(200).into(&before)
	if len(now.Items) < 20 || now.Regulation == nil || len(now.Items[5].Clauses) == 0 || now.Items[5].Person == nil || before.Regulation != nil {
		t.Errorf("%+v\n%+v", now.Items[5], before.Regulation)
	}
	c.ask("GET", "/charges?area=thon-la", nil).problem(422, "regulation.facts.foreign_area", "area")
}

package routing_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
)

func TestEachMistakeIsNamedWithItsClauseAndPart(t *testing.T) {
	good := routing.Clause{ID: "c", Reference: "Điều 3", Slot: routing.SlotLeader, Post: "CT"}
	with := func(change func(*routing.Clause)) routing.Regulation {
		c := good
		change(&c)
		return routing.Regulation{Version: "v", Clauses: []routing.Clause{c}}
	}
	for name, row := range map[string]struct {
		regulation routing.Regulation
		want       routing.Problem
	}{
		"unknown field":      {with(func(c *routing.Clause) { c.Fields = []routing.Field{"07", "77"} }), routing.Problem{Kind: routing.UnknownField, Part: "fields", Value: "77"}},
		"foreign area":       {with(func(c *routing.Clause) { c.Areas = []routing.Area{"Thôn Vân"} }), routing.Problem{Kind: routing.ForeignArea, Part: "areas", Value: "Thôn Vân"}},
		"unknown kind":       {with(func(c *routing.Clause) { c.Kinds = []routing.Kind{"XX"} }), routing.Problem{Kind: routing.UnknownKind, Part: "kinds", Value: "XX"}},
		"unknown issuer":     {with(func(c *routing.Clause) { c.Issuers = []routing.Issuer{"?"} }), routing.Problem{Kind: routing.UnknownIssuer, Part: "issuers", Value: "?"}},
		"unknown urgency":    {with(func(c *routing.Clause) { c.Urgencies = []routing.Urgency{"gấp"} }), routing.Problem{Kind: routing.UnknownUrgency, Part: "urgencies", Value: "gấp"}},
		"foreign post":       {with(func(c *routing.Clause) { c.Post = "PCT9" }), routing.Problem{Kind: routing.UnknownPost, Part: "post", Value: "PCT9"}},
		"nobody named":       {with(func(c *routing.Clause) { c.Post = "" }), routing.Problem{Kind: routing.TargetMissing, Part: "post"}},
		"department in post": {with(func(c *routing.Clause) { c.Department = "KT" }), routing.Problem{Kind: routing.TargetMixed, Part: "department", Value: "KT"}},
		"foreign department": {with(func(c *routing.Clause) { c.Slot, c.Post, c.Department = routing.SlotDepartment, "", "TTT" }), routing.Problem{Kind: routing.UnknownDepartment, Part: "department", Value: "TTT"}},
	} {
		t.Run(name, func(t *testing.T) {
			row.want.Clause, row.want.Reference = "c", "Điều 3"
			e, problems := routing.Compile(row.regulation, trees(t), organ())
			if !reflect.DeepEqual(problems, []routing.Problem{row.want}) {
				t.Errorf("got %+v, want %+v", problems, row.want)
			}
			if d := e.Decide(routing.Facts{Field: "05"}); d.Leader.Post != "CT" {
				t.Errorf("an engine with a problem still finds an owner, got %+v", d)
			}
		})
	}
}

func TestMistakesOutsideClausesAreNamedToo(t *testing.T) {
	r := routing.Regulation{
		Version: "v", Deputy: "PCT9", Precedence: []routing.Selector{routing.ByArea, routing.ByArea},
		Substitutes: map[routing.Post][]routing.Post{"PCT1": {"PCT1", "CT", "CT", "PCT8"}},
		Clauses: []routing.Clause{
			{ID: "c", Slot: routing.SlotLeader, Post: "CT"}, {ID: "c", Slot: routing.SlotLeader, Post: "PCT1"},
		},
	}
	_, problems := routing.Compile(r, trees(t), organ())
	var kinds []routing.ProblemKind
	for _, p := range problems {
		kinds = append(kinds, p.Kind)
	}
	want := []routing.ProblemKind{
		routing.UnknownPost, routing.OwnSubstitute, routing.RepeatSubstitute, routing.UnknownPost, routing.DuplicateClause, routing.BadPrecedence,
	}
	if !reflect.DeepEqual(kinds, want) {
		t.Errorf("got %v, want %v", kinds, want)
	}
}

func TestAClauseWhoseWholeListIsUnknownDoesNotBecomeGeneral(t *testing.T) {
	r := routing.Regulation{Version: "v", Clauses: []routing.Clause{
		{ID: "c", Slot: routing.SlotLeader, Post: "PCT1", Fields: []routing.Field{"77"}},
	}}
	e, _ := routing.Compile(r, trees(t), organ())
	if d := e.Decide(routing.Facts{Field: "05"}); !d.Flags.Has(routing.Gap) {
		t.Errorf("got %+v", d)
	}
}

func TestAnOrganWithoutHeadOrOfficeStillOwnsEveryPaper(t *testing.T) {
	e, problems := routing.Compile(routing.Regulation{Version: "v"}, trees(t), routing.Organ{})
	if len(problems) != 2 {
		t.Errorf("problems %+v", problems)
	}
	f := routing.Facts{Field: "05", Excluded: []routing.Post{"CT"}}
	d := e.Decide(f)
	if d.Leader.Kind != routing.OwnerOfficeQueue {
		t.Errorf("got %+v", d)
	}
	if r := e.Resolve(&routing.Staffing{}, &d, &f); r.Owner.Kind != routing.OwnerOfficeQueue || !r.Flags.Has(routing.EveryoneAway) {
		t.Errorf("got %+v", r)
	}
}

func TestALoopInATreeIsReported(t *testing.T) {
	_, problems := routing.NewTrees([]routing.Node[routing.Field]{{Value: "a", Parent: "b"}, {Value: "b", Parent: "a"}, {Value: "c", Parent: "?"}}, nil, nil)
	if len(problems) != 3 || problems[0].Kind != routing.FieldLoop {
		t.Errorf("got %+v", problems)
	}
}

func TestADecisionKeepsItsMeaningInJSON(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		d := compile(t, trees, drawRegulation(t)).Decide(drawFacts(t))
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back routing.Decision
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		again, _ := json.Marshal(back)
		if string(again) != string(text) || !reflect.DeepEqual(outcome(back), outcome(d)) {
			t.Fatalf("%s\n%s", text, again)
		}
	})
}

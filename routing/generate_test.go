package routing_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
)

// The tests' small world: two groups of fields with leaves below, one field on its own, two classes of issuers with
// organs below. Small, so that drawn clauses and papers often meet.
var (
	fieldNodes = []routing.Node[routing.Field]{
		{Value: "00"}, {Value: "KT"}, {Value: "VX"},
		{Value: "05", Parent: "KT"}, {Value: "07", Parent: "KT"}, {Value: "11", Parent: "VX"}, {Value: "12", Parent: "VX"},
		{Value: "12a", Parent: "12"},
	}
	issuerNodes = []routing.Node[routing.Issuer]{
		{Value: "cap_tren"}, {Value: "ubnd_tp", Parent: "cap_tren"}, {Value: "so_nganh", Parent: "cap_tren"},
		{Value: "so_y_te", Parent: "so_nganh"}, {Value: "dang"},
	}
	kinds       = []routing.Kind{"QĐ", "KH", "CV"}
	urgencies   = []routing.Urgency{routing.Ordinary, routing.Urgent, routing.Express}
	areas       = []routing.Area{"TDP1", "TDP2", "TDP3"}
	leaders     = []routing.Post{"CT", "PCT1", "PCT2", "PCT3"}
	officers    = []routing.Post{"VP.cv", "KT.cv1", "KT.cv2", "VX.cv"}
	departments = []routing.Department{"VP", "KT", "VX"}
)

func organ() routing.Organ {
	return routing.Organ{
		Head: "CT", ChiefOfOffice: "CVP", Office: "VP", Superior: "UBND-TP",
		Posts: []routing.Seat{
			{Post: "CT"}, {Post: "PCT1"}, {Post: "PCT2"}, {Post: "PCT3"},
			{Post: "CVP", Department: "VP"}, {Post: "VP.cv", Department: "VP"},
			{Post: "TP.KT", Department: "KT"}, {Post: "KT.cv1", Department: "KT"}, {Post: "KT.cv2", Department: "KT"},
			{Post: "TP.VX", Department: "VX"}, {Post: "VX.cv", Department: "VX"},
		},
		Departments: []routing.Unit{{"VP", "CVP"}, {"KT", "TP.KT"}, {"VX", "TP.VX"}},
		Areas:       areas,
	}
}

func trees(t testing.TB) *routing.Trees {
	t.Helper()
	trees, problems := routing.NewTrees(fieldNodes, issuerNodes, kinds)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return trees
}

func compile(t interface{ Fatal(...any) }, trees *routing.Trees, r routing.Regulation) *routing.Engine {
	e, problems := routing.Compile(r, trees, organ())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return e
}

func nodeValues[V ~string](nodes []routing.Node[V]) []V {
	values := make([]V, len(nodes))
	for i, n := range nodes {
		values[i] = n.Value
	}
	return values
}

func listOf[V ~string](t *rapid.T, values []V, label string) []V {
	if rapid.IntRange(0, 2).Draw(t, label+" blank") > 0 {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, 3, rapid.ID).Draw(t, label)
}

func drawClause(t *rapid.T, id string) routing.Clause {
	c := routing.Clause{
		ID:        routing.ClauseID(id),
		Urgencies: listOf(t, urgencies, "urgencies"),
		Kinds:     listOf(t, kinds, "kinds"),
		Issuers:   listOf(t, nodeValues(issuerNodes), "issuers"),
		Areas:     listOf(t, areas, "areas"),
		Slot:      routing.Slot(rapid.IntRange(int(routing.SlotLeader), int(routing.SlotInform)).Draw(t, "slot")),
	}
	if rapid.IntRange(0, 3).Draw(t, "has fields") > 0 {
		c.Fields = rapid.SliceOfNDistinct(rapid.SampledFrom(nodeValues(fieldNodes)), 1, 3, rapid.ID).Draw(t, "fields")
	}
	switch c.Slot {
	case routing.SlotDepartment, routing.SlotCoDepartment:
		c.Department = rapid.SampledFrom(departments).Draw(t, "department")
	case routing.SlotOfficer, routing.SlotInform:
		c.Post = rapid.SampledFrom(append(officers, leaders...)).Draw(t, "post")
	default:
		c.Post = rapid.SampledFrom(leaders).Draw(t, "post")
	}
	return c
}

func drawRegulation(t *rapid.T) routing.Regulation {
	r := routing.Regulation{Version: "v1", Deputy: "PCT1", Substitutes: map[routing.Post][]routing.Post{}}
	for i := range rapid.IntRange(0, 14).Draw(t, "clauses") {
		r.Clauses = append(r.Clauses, drawClause(t, fmt.Sprintf("c%02d", i)))
	}
	r.Precedence = rapid.Permutation(routing.DefaultPrecedence()).Draw(t, "precedence")
	for _, post := range leaders {
		for _, substitute := range rapid.SliceOfNDistinct(rapid.SampledFrom(leaders), 0, 2, rapid.ID).Draw(t, "substitutes") {
			if substitute != post {
				r.Substitutes[post] = append(r.Substitutes[post], substitute)
			}
		}
	}
	return r
}

// drawFacts draws a paper: often with an unknown here and there, sometimes with several fields and areas.
func drawFacts(t *rapid.T) routing.Facts {
	f := routing.Facts{
		Field:       rapid.SampledFrom(append(nodeValues(fieldNodes), "", "99")).Draw(t, "field"),
		OtherFields: rapid.SliceOfNDistinct(rapid.SampledFrom(nodeValues(fieldNodes)), 0, 2, rapid.ID).Draw(t, "other fields"),
		Area:        rapid.SampledFrom(append(areas[:3:3], "")).Draw(t, "area"),
		OtherAreas:  rapid.SliceOfNDistinct(rapid.SampledFrom(areas), 0, 1, rapid.ID).Draw(t, "other areas"),
		Kind:        rapid.SampledFrom(append(kinds[:3:3], "")).Draw(t, "kind"),
		Issuer:      rapid.SampledFrom(append(nodeValues(issuerNodes), "")).Draw(t, "issuer"),
		Urgency:     rapid.SampledFrom(append(urgencies[:3:3], "")).Draw(t, "urgency"),
	}
	if rapid.IntRange(0, 3).Draw(t, "names a post") == 0 {
		f.Named = rapid.SampledFrom(append(officers, leaders...)).Draw(t, "named")
	}
	if rapid.IntRange(0, 3).Draw(t, "continues") == 0 {
		f.Continues = rapid.SampledFrom(append(officers, leaders...)).Draw(t, "continued by")
	}
	if rapid.IntRange(0, 4).Draw(t, "complaint") == 0 {
		f.Excluded = rapid.SliceOfNDistinct(rapid.SampledFrom(append([]routing.Post{"TP.KT", "KT.cv1"}, leaders...)), 1, 2, rapid.ID).Draw(t, "excluded")
	}
	return f
}

// outcome is a decision without its explanation: what may not depend on how the clauses are written down.
func outcome(d routing.Decision) routing.Decision {
	d.Questions, d.Matches = nil, nil
	for _, list := range []*[]routing.Post{&d.CoPosts, &d.Inform} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	if len(d.CoDepartments) == 0 {
		d.CoDepartments = nil
	}
	return d
}

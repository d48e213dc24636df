package routing_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
)

func same(t *rapid.T, want, got routing.Decision, what string) {
	if !reflect.DeepEqual(outcome(want), outcome(got)) {
		t.Fatalf("%s:\n before %+v %v\n after  %+v %v", what, outcome(want), want.Flags.Words(), outcome(got), got.Flags.Words())
	}
}

func TestTheEngineAgreesWithTheRulesWrittenPlainly(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		same(t, newReference(r).decide(f), compile(t, trees, r).Decide(f), "reference and engine")
	})
}

func TestTheOutcomeDoesNotDependOnTheOrderOfClauses(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		before := compile(t, trees, r).Decide(f)
		r.Clauses = rapid.Permutation(r.Clauses).Draw(t, "order")
		after := compile(t, trees, r).Decide(f)
		if !reflect.DeepEqual(before, after) { // the explanation too
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
	})
}

func TestSplittingAListChangesNoDecision(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		before := compile(t, trees, r).Decide(f)
		var parts []routing.Clause
		for _, c := range r.Clauses {
			for i, p := range split(c) {
				part := p.Clause
				part.ID = routing.ClauseID(fmt.Sprintf("%s/%d", c.ID, i))
				part.Urgencies = narrowed(c.Urgencies, p.values[routing.ByUrgency])
				part.Kinds = narrowed(c.Kinds, p.values[routing.ByKind])
				part.Fields = narrowed(c.Fields, p.values[routing.ByField])
				part.Issuers = narrowed(c.Issuers, p.values[routing.ByIssuer])
				part.Areas = narrowed(c.Areas, p.values[routing.ByArea])
				parts = append(parts, part)
			}
		}
		r.Clauses = parts
		same(t, before, compile(t, trees, r).Decide(f), "split")
	})
}

func narrowed[V ~string](list []V, value string) []V {
	if len(list) == 0 {
		return nil
	}
	return []V{V(value)}
}

// touches reports whether a clause about the field can match a paper of any of the facts' fields.
func touches(trees *routing.Trees, field routing.Field, f routing.Facts) bool {
	return slices.ContainsFunc(append([]routing.Field{f.Field}, f.OtherFields...), func(asked routing.Field) bool {
		return slices.Contains(trees.FieldLine(asked), field)
	})
}

func TestAClauseThatMatchesNothingChangesNothing(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f, extra := drawRegulation(t), drawFacts(t), drawClause(t, "extra")
		before := compile(t, trees, r).Decide(f)
		extra.Fields = slices.DeleteFunc(nodeValues(fieldNodes), func(field routing.Field) bool { return touches(trees, field, f) })
		r.Clauses = append(r.Clauses, extra)
		if after := compile(t, trees, r).Decide(f); !reflect.DeepEqual(before, after) {
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
	})
}

func TestEditingAFieldOfAClauseChangesNoDecisionOnAnotherField(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		edited := drawClause(t, "edited")
		edited.Fields = rapid.SliceOfNDistinct(rapid.SampledFrom(nodeValues(fieldNodes)), 1, 4, rapid.ID).Draw(t, "fields before")
		r.Clauses = append(r.Clauses, edited)
		before := compile(t, trees, r).Decide(f)

		out := rapid.SampledFrom(edited.Fields).Draw(t, "field taken out")
		in := rapid.SampledFrom(nodeValues(fieldNodes)).Draw(t, "field put in")
		if touches(trees, out, f) || touches(trees, in, f) {
			t.Skip("the paper is about the edited field")
		}
		fields := slices.Clone(edited.Fields)
		fields[slices.Index(fields, out)] = in
		r.Clauses[len(r.Clauses)-1].Fields = fields
		same(t, before, compile(t, trees, r).Decide(f), "edited")
	})
}

func TestAStrictlyNarrowerClauseAlwaysWins(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		f.Named, f.Continues, f.Excluded = "", "", nil
		if trees.FieldLine(f.Field) == nil || f.Area == "" || f.Kind == "" || f.Issuer == "" || f.Urgency == "" {
			t.Skip("a paper with something unknown")
		}
		exact := routing.Clause{
			ID: "exact", Slot: routing.SlotLeader, Post: rapid.SampledFrom(leaders).Draw(t, "post"),
			Urgencies: []routing.Urgency{f.Urgency}, Kinds: []routing.Kind{f.Kind}, Fields: []routing.Field{f.Field},
			Issuers: []routing.Issuer{f.Issuer}, Areas: []routing.Area{f.Area},
		}
		r.Clauses = slices.DeleteFunc(r.Clauses, func(c routing.Clause) bool { // leave only strictly wider ones
			return slices.Contains(c.Urgencies, f.Urgency) && slices.Contains(c.Kinds, f.Kind) && slices.Contains(c.Fields, f.Field) &&
				slices.Contains(c.Issuers, f.Issuer) && slices.Contains(c.Areas, f.Area)
		})
		r.Clauses = append(r.Clauses, exact)
		d := compile(t, trees, r).Decide(f)
		if d.Leader != (routing.Owner{Post: exact.Post}) || d.Flags.Has(routing.Conflict) {
			t.Fatalf("want %s, got %+v", exact.Post, d)
		}
	})
}

func TestAGeneralClauseOnlyFillsGaps(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		f.OtherFields, f.OtherAreas = nil, nil // whose gaps are filled as well
		before := compile(t, trees, r).Decide(f)
		general := routing.Clause{ID: "general", Slot: routing.SlotLeader, Post: rapid.SampledFrom(leaders).Draw(t, "post")}
		r.Clauses = append(r.Clauses, general)
		after := compile(t, trees, r).Decide(f)
		switch {
		case before.Flags&(routing.Gap|routing.GeneralOnly) == 0:
			same(t, before, after, "a field that has a leader")
		case before.Flags.Has(routing.Gap) && !after.Flags.Has(routing.GeneralOnly):
			t.Fatalf("the general clause did not fill the gap: %+v", after)
		}
	})
}

func TestEveryDecisionHasAnOwnerAndNobodyItIsAbout(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		d := compile(t, trees, r).Decide(f)
		switch d.Leader.Kind {
		case routing.OwnerPost:
			if d.Leader.Post == "" {
				t.Fatal("no owner")
			}
		case routing.OwnerSuperior:
			if !slices.Contains(f.Excluded, "CT") {
				t.Fatal("only papers about the head go up")
			}
		default:
			t.Fatal("this organ has a head")
		}
		if d.Department == "" {
			t.Fatal("no department")
		}
		everyone := slices.Concat(d.CoPosts, d.Inform, []routing.Post{d.Leader.Post, d.Officer})
		for _, post := range f.Excluded {
			if slices.Contains(everyone, post) {
				t.Fatalf("%s has a paper about itself: %+v", post, d)
			}
		}
	})
}

func TestTheExplanationNamesForEachLoserAClauseThatIsNarrowerThere(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRegulation(t), drawFacts(t)
		d := compile(t, trees, r).Decide(f)
		clauses := map[routing.ClauseID]routing.Clause{}
		for _, c := range r.Clauses {
			clauses[c.ID] = c
		}
		for _, m := range d.Matches {
			if m.Fate != routing.FateBeaten && m.Fate != routing.FateOutranked {
				continue
			}
			asked := f
			asked.Field, asked.Area = d.Questions[m.Question].Field, d.Questions[m.Question].Area
			lines := newReference(r).lines(asked)
			if narrowestWidth(clauses[m.By], lines, m.On) >= narrowestWidth(clauses[m.Clause], lines, m.On) {
				t.Fatalf("%s is not narrower than %s on %s", m.By, m.Clause, m.On)
			}
		}
	})
}

func narrowestWidth(c routing.Clause, lines [6][]string, s routing.Selector) int {
	best := 1000
	for _, p := range split(c) {
		if w := width(p, lines, s); w >= 0 {
			best = min(best, w)
		}
	}
	return best
}

func TestDecidingAgainIntoTheSameDecisionLeavesNothingBehind(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		e := compile(t, trees, drawRegulation(t))
		var reused routing.Decision
		for range 3 {
			f := drawFacts(t)
			e.DecideInto(&reused, &f)
			fresh := e.Decide(f)
			same(t, fresh, reused, "reused")
			if !slices.Equal(fresh.Matches, reused.Matches) || !slices.Equal(fresh.Questions, reused.Questions) {
				t.Fatal("the explanation differs")
			}
		}
	})
}

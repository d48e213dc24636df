package routing_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
	"congvan/routing/routingtest"
)

// leaves are the fields of the small world that papers are put into.
var leaves = []routing.Field{"00", "05", "07", "11", "12a"}

// everyCell calls f with the facts of every cell of some fields.
func everyCell(fields []routing.Field, f func(routing.Facts)) {
	for _, field := range fields {
		for _, area := range append([]routing.Area{""}, areas...) {
			for _, kind := range append([]routing.Kind{""}, kinds...) {
				for _, issuer := range append([]routing.Issuer{""}, nodeValues(issuerNodes)...) {
					for _, urgency := range []routing.Urgency{routing.Ordinary, routing.Urgent, routing.VeryUrgent, routing.Express} {
						f(routing.Facts{Field: field, Area: area, Kind: kind, Issuer: issuer, Urgency: urgency})
					}
				}
			}
		}
	}
}

func surveyOf(t *rapid.T, trees *routing.Trees, r routing.Regulation) (*routing.Survey, *routing.Coverage) {
	s := routing.NewSurvey(r, trees, organ())
	c, err := s.Coverage(nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

// drawDenseRegulation draws more clauses that meet than drawRegulation, so that there are dead ones and overlaps.
func drawDenseRegulation(t *rapid.T) routing.Regulation {
	r := drawRegulation(t)
	for i := range rapid.IntRange(0, 12).Draw(t, "more clauses") {
		c := drawClause(t, fmt.Sprintf("d%02d", i))
		c.Slot = rapid.SampledFrom([]routing.Slot{routing.SlotLeader, routing.SlotDepartment, routing.SlotOfficer}).Draw(t, "slot")
		c.Post, c.Department = "", ""
		switch c.Slot {
		case routing.SlotLeader:
			c.Post = rapid.SampledFrom(leaders).Draw(t, "leader")
		case routing.SlotOfficer:
			c.Post = rapid.SampledFrom(officers).Draw(t, "officer")
		case routing.SlotDepartment:
			c.Department = rapid.SampledFrom(departments).Draw(t, "unit")
		}
		if rapid.Bool().Draw(t, "asks for fields only") { // those beat each other, and all that a group has may beat the group's
			c.Kinds, c.Issuers, c.Areas, c.Urgencies = nil, nil, nil, nil
		}
		r.Clauses = append(r.Clauses, c)
	}
	return r
}

// drawNestedRegulation draws clauses that lie within one another: most leaves have their own, groups and areas have some too, of two leaders. So some are
// never used, and some never come first.
func drawNestedRegulation(t *rapid.T) routing.Regulation {
	r := routing.Regulation{Version: "v1", Precedence: rapid.Permutation(routing.DefaultPrecedence()).Draw(t, "precedence")}
	add := func(c routing.Clause) {
		c.ID, c.Slot = routing.ClauseID(fmt.Sprintf("n%02d", len(r.Clauses))), routing.SlotLeader
		c.Post = rapid.SampledFrom(leaders[1:3]).Draw(t, "leader")
		r.Clauses = append(r.Clauses, c)
	}
	chance := func(one int, label string) bool { return rapid.IntRange(1, one).Draw(t, label) == 1 }
	for _, field := range nodeValues(fieldNodes) {
		c := routing.Clause{Fields: []routing.Field{field}}
		if !chance(6, "has none") {
			add(c)
		}
		if chance(4, "in an area") {
			c.Areas = rapid.SliceOfNDistinct(rapid.SampledFrom(areas), 1, 3, rapid.ID).Draw(t, "areas")
			add(c)
		}
		if chance(4, "by urgency") {
			c.Urgencies = []routing.Urgency{routing.Ordinary, routing.Urgent, routing.VeryUrgent, routing.Express}[:rapid.SampledFrom([]int{1, 3, 4, 4}).Draw(t, "degrees")]
			add(c)
		}
		if chance(5, "by issuer") {
			c.Areas, c.Issuers = nil, listOf(t, nodeValues(issuerNodes), "issuers")
			add(c)
		}
	}
	if chance(2, "an area's") {
		add(routing.Clause{Areas: areas[:1]})
	}
	return r
}

// said is the cover and the target of a slot for one cell, as the engine decides it.
func said(e *routing.Engine, slot routing.Slot, f routing.Facts) (routing.Cover, string) {
	q, matches := e.Ask(slot, f)
	switch {
	case q.Outcome == routing.OutcomeNone:
		return routing.Uncovered, ""
	case q.Outcome == routing.OutcomeConflict:
		return routing.Overlap, ""
	case slices.ContainsFunc(matches, func(m routing.Match) bool { return m.Fate == routing.FateWon && m.Clause[0] != 'g' }):
		return routing.Covered, string(q.Post) + string(q.Department)
	}
	return routing.ByGeneral, string(q.Post) + string(q.Department)
}

// namedGeneral gives general clauses an identifier that begins with g.
func namedGeneral(r routing.Regulation) routing.Regulation {
	for i := range r.Clauses {
		if r.Clauses[i].General() {
			r.Clauses[i].ID = "g" + r.Clauses[i].ID
		}
	}
	return r
}

func TestCoverageCountsWhatTheEngineDecidesForEveryCell(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r := namedGeneral(drawDenseRegulation(t))
		e := compile(t, trees, r)
		_, c := surveyOf(t, trees, r)
		var leader, department routing.Counts
		for _, row := range c.Fields {
			if row.Group {
				continue
			}
			for _, asked := range []struct {
				slot routing.Slot
				got  routing.SlotCoverage
				sum  *routing.Counts
			}{{routing.SlotLeader, row.Leader, &leader}, {routing.SlotDepartment, row.Department, &department}} {
				var want routing.Counts
				shares := map[string]uint64{}
				everyCell([]routing.Field{row.Field}, func(f routing.Facts) {
					cover, target := said(e, asked.slot, f)
					count(&want, cover)
					if row.Field != "" {
						count(asked.sum, cover)
					}
					if target != "" {
						shares[target]++
					}
				})
				if want != asked.got.Counts {
					t.Fatalf("field %q %s: engine %+v, coverage %+v", row.Field, asked.slot, want, asked.got.Counts)
				}
				if got := sharesOf(asked.got); !maps.Equal(got, shares) {
					t.Fatalf("field %q %s: engine %v, coverage %v", row.Field, asked.slot, shares, got)
				}
			}
		}
		if leader != c.Leader || department != c.Department {
			t.Fatalf("sums: engine %+v %+v, coverage %+v %+v", leader, department, c.Leader, c.Department)
		}
	})
}

func count(c *routing.Counts, cover routing.Cover) {
	switch cover {
	case routing.Covered:
		c.Covered++
	case routing.ByGeneral:
		c.General++
	case routing.Uncovered:
		c.Gap++
	case routing.Overlap:
		c.Overlap++
	}
}

func sharesOf(s routing.SlotCoverage) map[string]uint64 {
	shares := map[string]uint64{}
	for _, share := range s.Shares {
		if n := share.Covered + share.General; n > 0 {
			shares[string(share.Post)+string(share.Department)] = n
		}
	}
	return shares
}

func TestCoverageCountsTheOfficersThatTheEngineDecides(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawDenseRegulation(t)
		e := compile(t, trees, r)
		_, c := surveyOf(t, trees, r)
		for _, row := range c.Fields {
			if row.Group {
				continue
			}
			want := map[string]uint64{}
			everyCell([]routing.Field{row.Field}, func(f routing.Facts) {
				if officer := e.Decide(f).Officer; officer != "" {
					want[string(officer)]++
				}
			})
			if got := sharesOf(row.Officer); !maps.Equal(got, want) {
				t.Fatalf("field %q: engine %v, coverage %v", row.Field, want, got)
			}
		}
	})
}

// holds reports whether facts are in a box.
func holds(b routing.Box, f routing.Facts) bool {
	return in(b.Fields, f.Field) && in(b.Areas, f.Area) && in(b.Kinds, f.Kind) && in(b.Issuers, f.Issuer) && in(b.Urgencies, f.Urgency)
}

func in[V ~string](v routing.Values[V], value V) bool {
	return slices.Contains(v.List, value) != v.Except
}

func TestEveryHoleIsInExactlyOneFindingAndNothingElseIs(t *testing.T) {
	trees := trees(t)
	kindOf := map[routing.Cover]routing.FindingKind{
		routing.Uncovered: routing.FindingGap, routing.Overlap: routing.FindingOverlap, routing.ByGeneral: routing.FindingGeneral,
	}
	rapid.Check(t, func(t *rapid.T) {
		r := namedGeneral(drawDenseRegulation(t))
		e := compile(t, trees, r)
		_, c := surveyOf(t, trees, r)
		cells := make([]uint64, len(c.Findings))
		for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment} {
			everyCell(leaves, func(f routing.Facts) {
				cover, _ := said(e, slot, f)
				found := 0
				for i, finding := range c.Findings {
					for _, box := range finding.Boxes {
						if finding.Slot == slot && holds(box, f) {
							found++
							cells[i]++
							if finding.Kind != kindOf[cover] || !slices.Contains(finding.Fields, f.Field) {
								t.Fatalf("%+v is %s but in %+v", f, cover, finding)
							}
							if cover == routing.Overlap && !slices.Equal(tied(e, slot, f), slices.Sorted(slices.Values(finding.Clauses))) {
								t.Fatalf("%+v: tied are %v, found %v", f, tied(e, slot, f), finding.Clauses)
							}
						}
					}
				}
				if want := map[bool]int{true: 0, false: 1}[cover == routing.Covered]; found != want {
					t.Fatalf("%+v is %s for the %s and in %d findings", f, cover, slot, found)
				}
			})
		}
		for i, finding := range c.Findings {
			if len(finding.Boxes) > 0 && finding.Cells != cells[i] {
				t.Fatalf("%+v has %d cells", finding, cells[i])
			}
		}
	})
}

func tied(e *routing.Engine, slot routing.Slot, f routing.Facts) []routing.ClauseID {
	_, matches := e.Ask(slot, f)
	var ids []routing.ClauseID
	for _, m := range matches {
		if m.Fate == routing.FateTied {
			ids = append(ids, m.Clause)
		}
	}
	slices.Sort(ids)
	return ids
}

// fatesOf are what becomes of each clause of a slot of one post in all cells.
func fatesOf(e *routing.Engine) map[routing.ClauseID]map[routing.Fate]bool {
	fates := map[routing.ClauseID]map[routing.Fate]bool{}
	note := func(m routing.Match) {
		if fates[m.Clause] == nil {
			fates[m.Clause] = map[routing.Fate]bool{}
		}
		fates[m.Clause][m.Fate] = true
	}
	everyCell(leaves, func(f routing.Facts) {
		d := e.Decide(f)
		for _, m := range d.Matches {
			if d.Questions[m.Question].Slot.One() {
				note(m)
			}
		}
		_, matches := e.Ask(routing.SlotSigner, f)
		for _, m := range matches {
			note(m)
		}
	})
	return fates
}

func TestDeadAndOutrankedAreTheClausesThatNeverWinInAnyCell(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SampledFrom([]func(*rapid.T) routing.Regulation{drawDenseRegulation, drawNestedRegulation}).Draw(t, "regulation")
		r := draw(t)
		e := compile(t, trees, r)
		_, c := surveyOf(t, trees, r)
		got := map[routing.ClauseID]routing.FindingKind{}
		for _, f := range c.Findings {
			if f.Kind == routing.FindingDead || f.Kind == routing.FindingOutranked {
				got[f.Clauses[0]] = f.Kind
			}
		}
		fates := fatesOf(e)
		for _, clause := range r.Clauses {
			fate := fates[clause.ID]
			want := routing.FindingKind("")
			switch {
			case !clause.Slot.One() || clause.General() || fate[routing.FateWon] || fate[routing.FateTied]:
			case fate[routing.FateOutranked]:
				want = routing.FindingOutranked
			default:
				want = routing.FindingDead
			}
			if got[clause.ID] != want {
				t.Fatalf("%s: engine says %q (%v), coverage %q", clause.ID, want, fate, got[clause.ID])
			}
		}
	})
}

func TestADeadClauseIsNotDeadWithoutThoseThatBeatIt(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawNestedRegulation(t)
		_, c := surveyOf(t, trees, r)
		for _, f := range c.Findings {
			if f.Kind != routing.FindingDead || f.Slot == routing.SlotOfficer { // whose department may not lead there
				continue
			}
			without := r
			for range r.Clauses { // others that it loses to may have been hidden behind those named
				_, c := surveyOf(t, trees, without)
				at := slices.IndexFunc(c.Findings, func(g routing.Finding) bool { return g.Kind == f.Kind && g.Clauses[0] == f.Clauses[0] })
				if at < 0 {
					break
				}
				if len(c.Findings[at].By) == 0 {
					t.Fatalf("%+v is dead and nothing beats it", f)
				}
				without.Clauses = slices.DeleteFunc(slices.Clone(without.Clauses), func(other routing.Clause) bool {
					return slices.Contains(c.Findings[at].By, other.ID)
				})
			}
		}
	})
}

func TestDepartmentsOfOtherLeadersAreThoseOfTheCells(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawDenseRegulation(t)
		e := compile(t, trees, r)
		_, c := surveyOf(t, trees, r)
		type together struct {
			leader     routing.Post
			department routing.Department
		}
		cells, inField := map[together]uint64{}, map[routing.Field]map[together]uint64{}
		everyCell(leaves, func(f routing.Facts) {
			l, _ := e.Ask(routing.SlotLeader, f)
			d, _ := e.Ask(routing.SlotDepartment, f)
			if d.Department != "" {
				if inField[f.Field] == nil {
					inField[f.Field] = map[together]uint64{}
				}
				inField[f.Field][together{l.Post, d.Department}]++
				cells[together{l.Post, d.Department}]++
			}
		})
		want := map[together]uint64{}
		for _, department := range departments {
			overseer, most, tied := routing.Post(""), uint64(0), false
			for _, leader := range leaders {
				n := cells[together{leader, department}]
				if n > most {
					overseer, most, tied = leader, n, false
				} else if n == most {
					tied = true
				}
			}
			for _, field := range leaves {
				total := uint64(0)
				for _, leader := range append([]routing.Post{""}, leaders...) {
					total += inField[field][together{leader, department}]
				}
				for _, leader := range leaders {
					if n := inField[field][together{leader, department}]; 2*n > total && !tied && leader != overseer {
						want[together{leader, department}] += n
					}
				}
			}
		}
		got := map[together]uint64{}
		for _, f := range c.Findings {
			if f.Kind == routing.FindingOtherLeader {
				got[together{f.Posts[0], f.Departments[0]}] = f.Cells
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("engine %v, coverage %v", want, got)
		}
	})
}

func TestPostsThatNobodyHoldsAreFound(t *testing.T) {
	r := routing.Regulation{Version: "v", Clauses: []routing.Clause{{ID: "a", Slot: routing.SlotLeader, Post: "PCT1"}}}
	holders := map[routing.Post][]routing.Holder{}
	for _, seat := range organ().Posts {
		if seat.Post != "PCT1" {
			holders[seat.Post] = []routing.Holder{{Person: "p"}}
		}
	}
	c, err := routing.NewSurvey(r, trees(t), organ()).Coverage(&routing.Staffing{Holders: holders})
	if err != nil || c.Count(routing.FindingVacant, 0) != 1 {
		t.Fatal(err, c.Findings)
	}
	at := slices.IndexFunc(c.Findings, func(f routing.Finding) bool { return f.Kind == routing.FindingVacant })
	if f := c.Findings[at]; f.Posts[0] != "PCT1" || f.Clauses[0] != "a" {
		t.Fatalf("%+v", f)
	}
}

func TestClausesThatEachAskOneThingDoNotMultiply(t *testing.T) {
	trees, organ, r := routingtest.Trees(), routingtest.Organ(0), routing.Regulation{Version: "v"}
	add := func(c routing.Clause) {
		c.ID, c.Slot, c.Post = routing.ClauseID(fmt.Sprint(len(r.Clauses))), routing.SlotLeader, organ.Posts[len(r.Clauses)%4].Post
		r.Clauses = append(r.Clauses, c)
	}
	for _, f := range routingtest.Fields() {
		add(routing.Clause{Fields: []routing.Field{f.Value}})
	}
	for _, i := range routingtest.Issuers() {
		add(routing.Clause{Issuers: []routing.Issuer{i.Value}})
	}
	for _, a := range organ.Areas {
		add(routing.Clause{Areas: []routing.Area{a}})
	}
	for _, u := range urgencies {
		add(routing.Clause{Urgencies: []routing.Urgency{u}})
	}
	table, err := routing.NewSurvey(r, trees, organ).Table(routing.SlotLeader)
	if sum := len(r.Clauses); err != nil || len(table.Rows) > 3*sum {
		t.Fatalf("%d rows for %d clauses, %v", len(table.Rows), sum, err)
	}
}

// TestARegulationThatTellsTooMuchApartIsRefused gives each clause a random half of every domain, so that hardly two papers are alike.
func TestARegulationThatTellsTooMuchApartIsRefused(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	trees, organ, r := routingtest.Trees(), routingtest.Organ(0), routing.Regulation{Version: "v"}
	for n := range 200 {
		c := routing.Clause{ID: routing.ClauseID(fmt.Sprint(n)), Slot: routing.SlotLeader, Post: organ.Posts[n%4].Post}
		for _, f := range routingtest.Fields() {
			if random.IntN(2) == 0 {
				c.Fields = append(c.Fields, f.Value)
			}
		}
		for _, i := range routingtest.Issuers() {
			if random.IntN(2) == 0 {
				c.Issuers = append(c.Issuers, i.Value)
			}
		}
		for _, a := range organ.Areas {
			if random.IntN(2) == 0 {
				c.Areas = append(c.Areas, a)
			}
		}
		r.Clauses = append(r.Clauses, c)
	}
	if _, err := routing.NewSurvey(r, trees, organ).Coverage(nil); err != nil && !errors.Is(err, routing.ErrTooFine) {
		t.Fatal(err)
	}
	for i := range r.Clauses {
		r.Clauses[i].Urgencies = []routing.Urgency{urgencies[i%3]}
		for k := range 29 {
			if random.IntN(2) == 0 {
				r.Clauses[i].Kinds = append(r.Clauses[i].Kinds, routing.Kind(fmt.Sprintf("K%02d", k)))
			}
		}
	}
	if _, err := routing.NewSurvey(r, trees, organ).Coverage(nil); !errors.Is(err, routing.ErrTooFine) {
		t.Fatalf("want ErrTooFine, got %v", err)
	}
}

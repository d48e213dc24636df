package engines

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"congvan/routing"
	"congvan/routing/routingtest"
)

// matcher is a general engine that holds one commune's rules.
type matcher interface {
	match(p *paper, matched []int) ([]int, error)
}

// commune is an organ with its regulation in each engine.
type commune struct {
	organ  routing.Organ
	rules  []rule
	own    *routing.Engine
	others map[string]matcher
}

// communes is how many there are: those of Hà Nội.
const communes = 126

// world makes the communes with regulations of 200 clauses, and papers to ask about.
func world(t testing.TB, count int) ([]commune, []routing.Facts) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	trees := routingtest.Trees()
	env, err := celEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	all := make([]commune, count)
	for i := range all {
		c := &all[i]
		c.organ = routingtest.Organ(i)
		r := routingtest.Regulation(random, c.organ)
		var problems []routing.Problem
		if c.own, problems = routing.Compile(r, trees, c.organ); len(problems) > 0 {
			t.Fatal(problems)
		}
		c.rules = rulesOf(r, c.organ)
		cel, err := newCEL(env, c.rules)
		if err != nil {
			t.Fatal(err)
		}
		casbin, err := newCasbin(c.rules)
		if err != nil {
			t.Fatal(err)
		}
		c.others = map[string]matcher{"cel": cel, "casbin": casbin}
	}
	papers := routingtest.Papers(random, 512)
	for i := range papers {
		papers[i].OtherFields = nil // one question each
	}
	return all, papers
}

// ask has a general engine answer for a paper.
func (c *commune) ask(t testing.TB, m matcher, f *routing.Facts, a *answer) {
	p := paperOf(f)
	var err error
	if a.matched, err = m.match(&p, a.matched[:0]); err != nil {
		t.Fatal(err)
	}
	settle(a, c.rules, &p, string(c.organ.Head), string(c.organ.Office))
}

// check holds an answer to routing's decision: who leads, and every clause that it explains itself by.
func (c *commune) check(t testing.TB, engine string, f *routing.Facts, a *answer) {
	t.Helper()
	d := c.own.Decide(*f)
	if string(d.Leader.Post) != a.leader || string(d.Department) != a.department || string(d.Officer) != a.officer {
		t.Fatalf("%s: %+v: %+v, routing has %s, %s, %s", engine, f, a, d.Leader.Post, d.Department, d.Officer)
	}
	var matched, told []string
	for _, n := range a.matched {
		matched = append(matched, c.rules[n].id)
	}
	for _, m := range d.Matches {
		told = append(told, string(m.Clause))
	}
	slices.Sort(matched)
	slices.Sort(told)
	if !slices.Equal(matched, told) {
		t.Fatalf("%s: %+v matches %v, routing tells of %v", engine, f, matched, told)
	}
}

func checkAll(t testing.TB, all []commune, papers []routing.Facts, each int) {
	var a answer
	for i := range all {
		for name, m := range all[i].others {
			for n := range each {
				f := &papers[(i*each+n)%len(papers)]
				all[i].ask(t, m, f, &a)
				all[i].check(t, name, f, &a)
			}
		}
	}
}

func TestAllEnginesFindTheSame(t *testing.T) {
	all, papers := world(t, 4)
	checkAll(t, all, papers, len(papers))
}

// BenchmarkEngines lets each commune decide about the papers of a day, in each engine in turn. Before it is timed, all engines have given the same
// answers.
func BenchmarkEngines(b *testing.B) {
	all, papers := world(b, communes)
	checkAll(b, all, papers, 8)
	for _, name := range []string{"cel", "casbin"} {
		b.Run(name, func(b *testing.B) {
			var own, other []float64
			runtime.GC()
			for b.Loop() {
				own = append(own, rate(b, 50_000, decideOwn(all, papers)))
				other = append(other, rate(b, 1_000, decideOther(b, name, all, papers)))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(own), "decisions/s")
			b.ReportMetric(median(other), "floor-decisions/s")
			b.ReportMetric(median(own)/median(other), "×floor")
		})
	}
}

// papersADay is how many papers a commune has before the next is asked.
const papersADay = 20

func decideOwn(all []commune, papers []routing.Facts) func(n int) {
	var d routing.Decision
	return func(n int) { all[n/papersADay%len(all)].own.DecideInto(&d, &papers[n%len(papers)]) }
}

func decideOther(b *testing.B, name string, all []commune, papers []routing.Facts) func(n int) {
	var a answer
	return func(n int) {
		c := &all[n/papersADay%len(all)]
		c.ask(b, c.others[name], &papers[n%len(papers)], &a)
	}
}

// rate is how many decisions a second of processor time go through.
func rate(b *testing.B, count int, decide func(n int)) float64 {
	begin := worked(b)
	for n := range count {
		decide(n)
	}
	return float64(count) / (worked(b) - begin).Seconds()
}

func worked(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(rates []float64) float64 {
	slices.Sort(rates)
	return rates[len(rates)/2]
}

func Example() {
	r := rule{levels: [selectors]map[string]int{byField: {"05": 2, "07": 2}, byArea: {"TDP-12": 1}}}
	fmt.Println(expression(&r))
	// Output: field in ["05", "07"] && area == "TDP-12"
}

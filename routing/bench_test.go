package routing_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"congvan/routing"
	"congvan/routing/routingtest"
)

// benchOrgans are the communes of the country, each with a regulation of its own.
const benchOrgans = 3321

// papersADay is how many papers BenchmarkDecideDay gives to a commune before it turns to the next.
const papersADay = 20

// BenchmarkDecideDispatch asks 3,321 different regulations of 200 clauses in turn, each about one paper and then not again
// before all the others: nothing stays in the caches, and waiting for memory is a good part of it.
func BenchmarkDecideDispatch(b *testing.B) { benchDecide(b, 1) }

// BenchmarkDecideDay asks the same regulations, each about the papers of its day.
func BenchmarkDecideDay(b *testing.B) { benchDecide(b, papersADay) }

func benchDecide(b *testing.B, each int) {
	engines, papers := benchWorld(b)
	var d routing.Decision
	matched := 0
	b.ReportAllocs()
	runtime.GC() // what making the regulations left over is no decision's burden
	begin := worked(b)
	for n := 0; b.Loop(); n++ {
		engines[n/each%len(engines)].DecideInto(&d, &papers[n%len(papers)])
		matched += len(d.Matches)
	}
	b.ReportMetric(float64(b.N)/(worked(b)-begin).Seconds(), "decisions/s")
	b.ReportMetric(float64(matched)/float64(b.N), "clauses/decision")
}

// BenchmarkDecideFresh makes a decision of its own each time, as registering does.
func BenchmarkDecideFresh(b *testing.B) {
	engines, papers := benchWorld(b)
	b.ReportAllocs()
	runtime.GC() // what making the regulations left over is no decision's burden
	begin := worked(b)
	for n := 0; b.Loop(); n++ {
		_ = engines[n/papersADay%len(engines)].Decide(papers[n%len(papers)])
	}
	b.ReportMetric(float64(b.N)/(worked(b)-begin).Seconds(), "decisions/s")
}

// worked is the processor time of this process: decisions a second are those of one core that does nothing else, whatever else the machine does.
func worked(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkCompile(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	trees, organ := routingtest.Trees(), routingtest.Organ(0)
	r := routingtest.Regulation(random, organ)
	b.ReportAllocs()
	for b.Loop() {
		routing.Compile(r, trees, organ)
	}
}

func TestDecidingAllocatesNothingButTheDecision(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	organ := routingtest.Organ(0)
	e, _ := routing.Compile(routingtest.Regulation(random, organ), routingtest.Trees(), organ)
	papers := routingtest.Papers(random, 200)
	var d routing.Decision
	for i := range papers { // grows the lists once
		e.DecideInto(&d, &papers[i])
	}
	n := 0
	if allocs := testing.AllocsPerRun(400, func() { e.DecideInto(&d, &papers[n%len(papers)]); n++ }); allocs != 0 {
		t.Fatalf("%v allocations a decision", allocs)
	}
}

func benchWorld(b *testing.B) ([]*routing.Engine, []routing.Facts) {
	random := rand.New(rand.NewPCG(1, 2))
	trees := routingtest.Trees()
	engines := make([]*routing.Engine, benchOrgans)
	for i := range engines {
		organ := routingtest.Organ(i)
		e, problems := routing.Compile(routingtest.Regulation(random, organ), trees, organ)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		engines[i] = e
	}
	return engines, routingtest.Papers(random, 512)
}

// BenchmarkCoverage works out the coverage of communes with regulations of 200 clauses, from their clauses: those of Hà Nội, and those of the country.
func BenchmarkCoverage(b *testing.B) {
	for _, communes := range []int{126, benchOrgans} {
		b.Run(fmt.Sprint(communes), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			trees := routingtest.Trees()
			regulations, organs := make([]routing.Regulation, communes), make([]routing.Organ, communes)
			for i := range regulations {
				organs[i] = routingtest.Organ(i)
				regulations[i] = routingtest.Regulation(random, organs[i])
			}
			runtime.GC()
			begin := worked(b)
			for b.Loop() {
				for i := range regulations {
					if _, err := routing.NewSurvey(regulations[i], trees, organs[i]).Coverage(&routing.Staffing{}); err != nil {
						b.Fatal(err)
					}
				}
			}
			each := (worked(b) - begin).Seconds() * 1000 / float64(b.N)
			b.ReportMetric(each, "cpu-ms")
			b.ReportMetric(each*1000/float64(communes), "cpu-µs/commune")
		})
	}
}

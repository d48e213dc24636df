package routing_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"congvan/routing"
)

const (
	benchOrgans  = 3321 // the communes of the country, each with a regulation of its own
	benchClauses = 200
)

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
	trees, organ := benchTrees(), benchOrgan(0)
	r := benchRegulation(random, organ)
	b.ReportAllocs()
	for b.Loop() {
		routing.Compile(r, trees, organ)
	}
}

func TestDecidingAllocatesNothingButTheDecision(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	organ := benchOrgan(0)
	e, _ := routing.Compile(benchRegulation(random, organ), benchTrees(), organ)
	papers := benchPapers(random, 200)
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
	trees := benchTrees()
	engines := make([]*routing.Engine, benchOrgans)
	for i := range engines {
		organ := benchOrgan(i)
		e, problems := routing.Compile(benchRegulation(random, organ), trees, organ)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		engines[i] = e
	}
	return engines, benchPapers(random, 512)
}

func benchTrees() *routing.Trees {
	fields := []routing.Node[routing.Field]{{Value: "00"}, {Value: "KT"}, {Value: "VX"}, {Value: "NC"}}
	for i := 1; i <= 26; i++ {
		parent := routing.Field("KT")
		switch {
		case i > 18:
			parent = "NC"
		case i > 10:
			parent = "VX"
		}
		fields = append(fields, routing.Node[routing.Field]{Value: benchField(i), Parent: parent})
	}
	issuers := []routing.Node[routing.Issuer]{{Value: "cap_tren"}, {Value: "ubnd_tp", Parent: "cap_tren"}, {Value: "so_nganh", Parent: "cap_tren"}, {Value: "dang"}}
	for i := range 20 {
		issuers = append(issuers, routing.Node[routing.Issuer]{Value: benchIssuer(i), Parent: "so_nganh"})
	}
	var kinds []routing.Kind
	for i := range 29 {
		kinds = append(kinds, benchKind(i))
	}
	trees, _ := routing.NewTrees(fields, issuers, kinds)
	return trees
}

func benchOrgan(n int) routing.Organ {
	o := routing.Organ{Superior: "tp", Head: post(n, 0), ChiefOfOffice: post(n, 4), Office: department(n, 0)}
	for i := range 24 {
		seat := routing.Seat{Post: post(n, i)}
		if i >= 4 {
			seat.Department = department(n, i%4)
		}
		o.Posts = append(o.Posts, seat)
	}
	for i := range 4 {
		o.Departments = append(o.Departments, routing.Unit{Department: department(n, i), Head: post(n, 4+i)})
	}
	for i := range 52 {
		o.Areas = append(o.Areas, area(i))
	}
	return o
}

func post(organ, n int) routing.Post {
	return routing.Post(fmt.Sprintf("0193b1a2-%04x-7000-8000-%012x", organ, n))
}

func department(organ, n int) routing.Department {
	return routing.Department(fmt.Sprintf("0193b1a2-%04x-7001-8000-%012x", organ, n))
}

func area(n int) routing.Area { return routing.Area(fmt.Sprintf("TDP-%02d", n)) }

// benchRegulation is shaped like a long real one: a leader, a department and an officer for each field; the areas split
// among the leaders; one leader in general charge; exceptions tied to area, kind, issuer or urgency; some departments
// that cooperate and posts that are informed.
func benchRegulation(random *rand.Rand, o routing.Organ) routing.Regulation {
	r := routing.Regulation{Version: "v", Deputy: o.Posts[1].Post, Substitutes: map[routing.Post][]routing.Post{}}
	leader := func() routing.Post { return o.Posts[random.IntN(4)].Post }
	add := func(c routing.Clause) {
		c.ID, c.Reference = routing.ClauseID(fmt.Sprintf("%s-%03d", o.Head, len(r.Clauses))), "Điều 3"
		switch c.Slot {
		case routing.SlotLeader:
			c.Post = leader()
		case routing.SlotDepartment, routing.SlotCoDepartment:
			c.Department = o.Departments[random.IntN(4)].Department
		default:
			c.Post = o.Posts[4+random.IntN(20)].Post
		}
		r.Clauses = append(r.Clauses, c)
	}
	for i := 1; i <= 26; i++ {
		fields := []routing.Field{benchField(i)}
		for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment, routing.SlotOfficer} {
			add(routing.Clause{Slot: slot, Fields: fields})
		}
	}
	for i := range 4 {
		c := routing.Clause{Slot: routing.SlotLeader}
		for j := range 13 {
			c.Areas = append(c.Areas, area(i*13+j))
		}
		add(c)
	}
	add(routing.Clause{Slot: routing.SlotLeader})
	slots := []routing.Slot{
		routing.SlotLeader, routing.SlotLeader, routing.SlotDepartment, routing.SlotOfficer, routing.SlotOfficer,
		routing.SlotCoDepartment, routing.SlotInform,
	}
	for len(r.Clauses) < benchClauses {
		c := routing.Clause{Slot: slots[random.IntN(len(slots))], Fields: []routing.Field{benchField(1 + random.IntN(26))}}
		switch random.IntN(5) {
		case 0, 1:
			c.Areas = []routing.Area{area(random.IntN(52)), area(random.IntN(52))}
		case 2:
			c.Kinds = []routing.Kind{benchKind(random.IntN(29)), benchKind(random.IntN(29))}
		case 3:
			c.Issuers = []routing.Issuer{"so_nganh", benchIssuer(random.IntN(20))}
		case 4:
			c.Fields, c.Urgencies = []routing.Field{"KT"}, []routing.Urgency{routing.Express}
		}
		add(c)
	}
	return r
}

func benchField(n int) routing.Field   { return routing.Field(fmt.Sprintf("%02d", n)) }
func benchKind(n int) routing.Kind     { return routing.Kind(fmt.Sprintf("K%02d", n)) }
func benchIssuer(n int) routing.Issuer { return routing.Issuer(fmt.Sprintf("so_%02d", n)) }

func benchPapers(random *rand.Rand, n int) []routing.Facts {
	urgency := []routing.Urgency{routing.Ordinary, routing.Ordinary, routing.Urgent, routing.VeryUrgent, routing.Express}
	papers := make([]routing.Facts, n)
	for i := range papers {
		papers[i] = routing.Facts{
			Field:   benchField(1 + random.IntN(26)),
			Area:    area(random.IntN(52)),
			Kind:    benchKind(random.IntN(29)),
			Issuer:  benchIssuer(random.IntN(20)),
			Urgency: urgency[random.IntN(len(urgency))],
		}
		if random.IntN(10) == 0 {
			papers[i].OtherFields = []routing.Field{benchField(1 + random.IntN(26))}
		}
	}
	return papers
}

// BenchmarkCoverage works out the coverage of communes with regulations of 200 clauses, from their clauses: those of Hà Nội, and those of the country.
func BenchmarkCoverage(b *testing.B) {
	for _, communes := range []int{126, benchOrgans} {
		b.Run(fmt.Sprint(communes), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			trees := benchTrees()
			regulations, organs := make([]routing.Regulation, communes), make([]routing.Organ, communes)
			for i := range regulations {
				organs[i] = benchOrgan(i)
				regulations[i] = benchRegulation(random, organs[i])
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

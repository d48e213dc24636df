package bench

import (
	"slices"
	"testing"

	"congvan/database/databasetest"
	"congvan/office/dispatch"
)

func eachEngine(b *testing.B, f func(b *testing.B, in *installation)) {
	for _, engine := range databasetest.Engines {
		b.Run(string(engine), func(b *testing.B) { f(b, install(b, engine)) })
	}
}

// BenchmarkDispatch sends a directive to the city's communes and to all communes of the country.
func BenchmarkDispatch(b *testing.B) {
	eachEngine(b, func(b *testing.B, in *installation) {
		for _, recipients := range []struct {
			name  string
			count int
		}{{"126", city}, {"3321", country}} {
			b.Run(recipients.name, func(b *testing.B) {
				in.against(b, func() cost {
					document := in.sealed()
					return in.timed(func() { in.send(document, recipients.count) })
				})
			})
		}
	})
}

// BenchmarkRegister has the city's communes take a directive in by their rules: số đến, facts, decision, desks.
func BenchmarkRegister(b *testing.B) {
	eachEngine(b, func(b *testing.B, in *installation) {
		in.transactions = city
		in.against(b, func() cost {
			document := in.sealed()
			in.send(document, city)
			deliveries := in.arrived(document)
			return in.timed(func() {
				for chunk := range slices.Chunk(deliveries, dispatch.RegisterChunk) { // as the jobs do
					in.must(in.dispatch.RegisterByRule(ctx, chunk...))
				}
			})
		})
	})
}

// against measures an act in turn with the floor of the rows that it writes, and tells the medians.
func (in *installation) against(b *testing.B, act func() cost) {
	var acts, floors, each []cost
	in.B, in.watches = b, true
	act()
	in.watches = false
	for b.Loop() {
		floors = append(floors, in.floor.insert())
		acts = append(acts, act())
		if in.transactions > 0 {
			each = append(each, in.floor.insertEach())
		}
	}
	whole, bare := median(acts, cost.work), median(floors, cost.work)
	b.ReportMetric(0, "ns/op") // it holds the preparations too
	b.ReportMetric(float64(whole.Microseconds())/1000, "ms")
	b.ReportMetric(float64(bare.Microseconds())/1000, "floor-ms")
	b.ReportMetric(float64(whole)/float64(bare), "×floor")
	b.ReportMetric(float64(median(acts, cost.passed).Microseconds())/1000, "wall-ms")
	b.ReportMetric(float64(median(floors, cost.passed).Microseconds())/1000, "floor-wall-ms")
	b.ReportMetric(float64(in.floor.rows), "rows")
	if len(each) > 0 {
		b.ReportMetric(float64(whole)/float64(median(each, cost.work)), "×floor-each")
	}
}

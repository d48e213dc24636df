package main

import (
	"strings"
	"testing"
)

const output = `goos: linux
pkg: congvan/stories/bench
BenchmarkDecideDay-2   	 1000000	       900 ns/op	   1200000 decisions/s	       0 B/op
BenchmarkDispatch/sqlite/126-2     	       5	         4.5 floor-ms	         9 ms	         2.0 ×floor
BenchmarkDispatch/sqlite/3321-2    	       5	       100 floor-ms	       474.4 ms	         4.744 ×floor
BenchmarkRegister/sqlite-2	5	240 ms	40 floor-ms	6 ×floor	2.4 ×floor-each
BenchmarkMeilisearch/search-2	1	8 floor-ms	9.2 p95-ms	1.15 ×floor
BenchmarkIdleServer-2 	1	 96.25 MB
BenchmarkEngines/cel 	11	1651964 decisions/s	32244 floor-decisions/s	51.23 ×floor
BenchmarkCoverage/126 	1	318268200 ns/op	193.0 cpu-ms
BenchmarkCoverage/3321 	1	15699517996 ns/op	4805 cpu-ms
PASS
`

func page(t *testing.T, output string) string {
	t.Helper()
	r, err := read(strings.NewReader(output))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	r.write(&out, "a machine")
	return out.String()
}

func TestEachPromisedFigureHasItsRow(t *testing.T) {
	got := page(t, output)
	for _, want := range []string{
		"day together | 1,200,000 decisions/s |  |  | ≥ 1,000,000 | met |",
		"| Dispatch to 126, SQLite | 9 ms | 4.50 ms | 2.00 | ≤ 3 | met |",
		"| Dispatch to 3,321, SQLite | 474 ms | 100 ms | 4.74 | ≤ 3 | **not met** |",
		"| – its growth from 126 to 3,321, against proportion | | | 2.00 | ≤ 1 | **not met** |",
		"| 126 registrations with their decisions, SQLite | 240 ms | 40 ms | 6.00 | ≤ 3 | **not met** |",
		"| – against the same rows written bare in 126 transactions | | 100 ms | 2.40 | | |",
		"asked directly, p95 | 9.20 p95-ms | 8 ms | 1.15 | ≤ 1.15 | met |",
		"same clauses, papers and answers | 1,651,964 decisions/s | 32,244 decisions/s | 51.23 | ≥ 20 | met |",
		"| Coverage of the regulations of 3,321 communes | 4,805 cpu-ms |  |  | | |\n| – its growth from 126 to 3,321, against proportion | | | 0.94 | ≤ 1 | met |",
		"children | 96.2 MB |  |  | ≤ 150 | met |",
		"| Dispatch to 126, PostgreSQL | | | | | not measured |",
		"| Dispatch/sqlite/126 | 4.50 floor-ms, 9 ms, 2 ×floor |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestABenchmarkThatFailedIsNamed(t *testing.T) {
	r, err := read(strings.NewReader("--- FAIL: BenchmarkDispatch\nFAIL\tcongvan/stories/bench\t1.0s\n"))
	if err != nil || len(r.failed) != 2 || r.failed[0] != "BenchmarkDispatch" {
		t.Fatalf("%v, %v", r.failed, err)
	}
}

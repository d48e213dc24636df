package main

import (
	"strings"
	"testing"
)

func run(t *testing.T, events string) (string, bool) {
	t.Helper()
	var out strings.Builder
	r := newReport(&out)
	if err := r.read(strings.NewReader(events)); err != nil {
		t.Fatal(err)
	}
	good := r.close()
	return out.String(), good
}

func TestASkippedTestIsNamedWithItsReason(t *testing.T) {
	out, good := run(t, `{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: PostgreSQL is missing\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`)
	if !good {
		t.Error("a run with a skipped test counts as failed")
	}
	for _, want := range []string{"p: TestA: a_test.go:3: PostgreSQL is missing\n", "ok  \tp\t0.1s\n", "\n1 passed, 0 failed, 1 skipped\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("missing %q in:\n%s", want, out)
		}
	}
}

func TestAFailedTestIsPrintedWithAllItSaid(t *testing.T) {
	out, good := run(t, `{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: got 2\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}
`)
	if good {
		t.Error("a failed run counts as good")
	}
	for _, want := range []string{"got 2", "FAIL\tp", "\n0 passed, 1 failed, 0 skipped\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("missing %q in:\n%s", want, out)
		}
	}
}

func TestAPackageThatDiesCountsAsAFailure(t *testing.T) {
	out, good := run(t, `{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"panic: nil map\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}
{"ImportPath":"q","Action":"build-output","Output":"q.go:1: undefined: x\n"}
{"Action":"fail","Package":"q","FailedBuild":"q"}
`)
	if good || !strings.Contains(out, "panic: nil map") || !strings.Contains(out, "undefined: x") || !strings.Contains(out, "1 passed, 2 failed") {
		t.Errorf("good %v:\n%s", good, out)
	}
}

func TestARunWithoutTestsIsNotGood(t *testing.T) {
	if _, good := run(t, `{"Action":"skip","Package":"p"}`); good {
		t.Error("nothing ran and the run counts as good")
	}
}

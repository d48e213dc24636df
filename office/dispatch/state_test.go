package dispatch_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congvan/office/dispatch"
)

var update = flag.Bool("update", false, "write the drawing anew")

// TestEachActIsAllowedInTheseStatesOnly is the table of DESIGN once more, by hand and by state: what is not written here is refused.
func TestEachActIsAllowedInTheseStatesOnly(t *testing.T) {
	want := map[dispatch.State]map[dispatch.Act]dispatch.State{
		"sent": {"arrive": "01"},
		"01":   {"register": "03", "refuse": "02"},
		"02":   {},
		"03":   {"refuse": "02", "assign": "04", "reroute": "03"},
		"04":   {"refuse": "02", "assign": "04", "start": "05", "finish": "06", "reroute": "03"},
		"05":   {"refuse": "02", "assign": "04", "finish": "06", "reroute": "03"},
		"06":   {},
	}
	acts := []dispatch.Act{dispatch.ActArrive, dispatch.ActRegister, dispatch.ActRefuse, dispatch.ActAssign, dispatch.ActStart, dispatch.ActFinish, dispatch.ActReroute}
	if len(dispatch.States()) != len(want) {
		t.Fatalf("%d states", len(dispatch.States()))
	}
	for _, state := range dispatch.States() {
		for _, act := range acts {
			to, allowed := want[state][act]
			got, ok := dispatch.After(act, state)
			if ok != allowed || ok && got != to || !ok && got != state {
				t.Errorf("%s in %s leads to %s, %v; want %s, %v", act, state, got, ok, to, allowed)
			}
			if slices.Contains(dispatch.Allowed(state), act) != allowed {
				t.Errorf("Allowed(%s) and After disagree on %s", state, act)
			}
		}
	}
}

func TestAnUnknownActOrStateIsRefused(t *testing.T) {
	if _, ok := dispatch.After("sell", dispatch.Arrived); ok {
		t.Error("an unknown act is allowed")
	}
	if len(dispatch.Allowed("99")) != 0 {
		t.Error("an unknown state allows something")
	}
}

// TestNothingLeavesTheEndAndNothingComesBackToTheSender holds for every walk: after 02 or 06 nothing moves, and no act leads to "sent" or, once
// there is a số đến, back to 01.
func TestNothingLeavesTheEndAndNothingComesBackToTheSender(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		state, registered := dispatch.Sent, false
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			acts := dispatch.Allowed(state)
			if len(acts) == 0 {
				if state != dispatch.Refused && state != dispatch.Done {
					r.Fatalf("stuck in %s", state)
				}
				return
			}
			act := rapid.SampledFrom(acts).Draw(r, "act")
			state, _ = dispatch.After(act, state)
			registered = registered || act == dispatch.ActRegister
			if state == dispatch.Sent || registered && state == dispatch.Arrived {
				r.Fatalf("%s led back to %s", act, state)
			}
		}
	})
}

const drawing = "../../docs/state-machine.md"

// TestTheDiagramInTheDocumentationIsTheTable: the drawing is generated; -update writes it.
func TestTheDiagramInTheDocumentationIsTheTable(t *testing.T) {
	const begin, end = "<!-- diagram -->\n", "<!-- end of diagram -->\n"
	page, err := os.ReadFile(drawing)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(page), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has lost the marks of its drawing", drawing)
	}
	want := head + begin + "```mermaid\n" + dispatch.Diagram() + "```\n" + end + tail
	if *update {
		if err := os.WriteFile(drawing, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Errorf("%s is not what the table says; run this test with -update", drawing)
	}
}

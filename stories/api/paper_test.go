package api

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write docs/main-job.pdf")

// The script of the main job brings its paper: whoever tries it has none in the form of the decree at hand.
func TestThePaperOfTheScriptIsOneThatTheProgramWrites(t *testing.T) {
	const name = "../../docs/main-job.pdf"
	wanted := pdf(t, "rà soát đất công ích trên địa bàn")
	if *update {
		must(t, os.WriteFile(name, wanted, 0o644))
	}
	kept, err := os.ReadFile(name)
	must(t, err)
	if !bytes.HasPrefix(kept, []byte("%PDF-")) || len(kept) < len(wanted)/2 {
		t.Errorf("%s has %d bytes: run the test with -update", name, len(kept))
	}
}

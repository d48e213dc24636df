// Command testreport reads the events of "go test -json" from its standard input and prints what a person wants of them: the line of
// each package as it ends, everything a failed test said, at the end what was skipped and why, and the count. It exits with 1 when
// something failed or when no test ran at all.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	r := newReport(os.Stdout)
	if err := r.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(1)
	}
	if !r.close() {
		os.Exit(1)
	}
}

// event is one line of "go test -json"; see "go doc test2json".
type event struct {
	Action     string
	Package    string
	ImportPath string // of build-output
	Test       string // empty: the package itself
	Output     string
}

// report gathers the events of a run.
type report struct {
	out     io.Writer
	said    map[string][]string // output by package and test, until the test ends
	broken  map[string]bool     // packages in which a test failed
	skipped []string            // "package: test: reason", in order of their end

	passed, failed int
}

func newReport(out io.Writer) *report {
	return &report{out: out, said: map[string][]string{}, broken: map[string]bool{}}
}

// read takes events until the input ends. A line that is no event is passed on.
func (r *report) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		var e event
		switch {
		case line == "":
		case json.Unmarshal([]byte(line), &e) != nil:
			fmt.Fprint(r.out, line)
		default:
			r.take(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *report) take(e event) {
	key := e.Package + "\x00" + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "output":
		r.said[key] = append(r.said[key], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.packageEnds(e, r.said[key])
		} else {
			r.testEnds(e, r.said[key])
		}
		delete(r.said, key)
	}
}

func (r *report) testEnds(e event, said []string) {
	switch e.Action {
	case "pass":
		r.passed++
	case "skip":
		r.skipped = append(r.skipped, fmt.Sprintf("%s: %s: %s", e.Package, e.Test, reason(said)))
	case "fail":
		r.failed++
		r.broken[e.Package] = true
		fmt.Fprint(r.out, strings.Join(said, ""))
	}
}

// packageEnds prints the line that "go test" prints for a package. A package that failed without a failed test (it did not build, it
// panicked) counts as one failure, with all it said: the test that was running when it died never ended.
func (r *report) packageEnds(e event, said []string) {
	if e.Action != "fail" {
		for _, line := range said {
			if strings.HasPrefix(line, "ok ") {
				fmt.Fprint(r.out, line)
			}
		}
		return
	}
	if !r.broken[e.Package] {
		r.failed++
	}
	for key, unfinished := range r.said {
		if strings.HasPrefix(key, e.Package+"\x00") && !strings.HasSuffix(key, "\x00") {
			fmt.Fprint(r.out, strings.Join(unfinished, ""))
			delete(r.said, key)
		}
	}
	fmt.Fprint(r.out, strings.Join(said, ""))
}

// reason is what a skipped test said, without the frame that "go test" puts around it.
func reason(said []string) string {
	var words []string
	for _, line := range said {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		words = append(words, line)
	}
	if len(words) == 0 {
		return "no reason given"
	}
	return strings.Join(words, " ")
}

// close prints what was skipped and the count, and says whether the run was good.
func (r *report) close() bool {
	if len(r.skipped) > 0 {
		fmt.Fprintln(r.out, "\nskipped:")
		for _, s := range r.skipped {
			fmt.Fprintln(r.out, "  "+s)
		}
	}
	fmt.Fprintf(r.out, "\n%d passed, %d failed, %d skipped\n", r.passed, r.failed, len(r.skipped))
	return r.failed == 0 && r.passed > 0
}

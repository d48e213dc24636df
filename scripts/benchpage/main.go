// Command benchpage reads the output of "go test -bench" from its standard input, passes it on to standard error, and writes the page of figures
// to standard output: first the figures that were promised, each with its floor, ratio and reach, then everything that was measured.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func main() {
	run, err := read(io.TeeReader(os.Stdin, os.Stderr))
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchpage:", err)
		os.Exit(1)
	}
	run.write(os.Stdout, strings.Join(os.Args[1:], " "))
	if len(run.failed) > 0 {
		fmt.Fprintln(os.Stderr, "benchpage: failed:", strings.Join(run.failed, ", "))
		os.Exit(1)
	}
}

// metrics are the figures of one benchmark by their unit: "ms", "×floor".
type metrics map[string]float64

// run is everything that was measured.
type run struct {
	order  []string // names, as they came, without "Benchmark"
	of     map[string]metrics
	failed []string
}

// read takes the lines of benchmarks; others are passed over, failures are kept.
func read(in io.Reader) (*run, error) {
	r := &run{of: map[string]metrics{}}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) >= 2 && (words[0] == "FAIL" || words[0] == "---" && words[1] == "FAIL:"):
			r.failed = append(r.failed, words[len(words)-1])
		case len(words) >= 4 && strings.HasPrefix(words[0], "Benchmark"):
			r.take(words)
		}
	}
	return r, lines.Err()
}

// take reads "BenchmarkDispatch/sqlite/126-2  5  98.08 ms  2.274 ×floor": name and processors, rounds, pairs of figure and unit.
func (r *run) take(words []string) {
	name := strings.TrimPrefix(words[0], "Benchmark")
	if at := strings.LastIndexByte(name, '-'); at > 0 {
		name = name[:at]
	}
	if r.of[name] == nil {
		r.order, r.of[name] = append(r.order, name), metrics{}
	}
	for i := 2; i+1 < len(words); i += 2 {
		if value, err := strconv.ParseFloat(words[i], 64); err == nil {
			r.of[name][words[i+1]] = value
		}
	}
}

func (r *run) write(out io.Writer, machine string) {
	fmt.Fprintf(out, "%s\n\n| What | Figure | Floor | Ratio | Reach | |\n|---|--:|--:|--:|--:|---|\n", machine)
	for _, p := range promised {
		fmt.Fprintln(out, p.row(r))
	}
	fmt.Fprint(out, "\nEverything that was measured:\n\n| Benchmark | |\n|---|---|\n")
	for _, name := range r.order {
		fmt.Fprintf(out, "| %s | %s |\n", name, r.of[name])
	}
}

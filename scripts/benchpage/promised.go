package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// figure is one that was promised.
type figure struct {
	what, name string  // words, and the benchmark
	unit       string  // what the figure is
	floor      string  // unit of its floor, or "" for none
	ratio      string  // unit of the ratio, or "" when the figure itself is to be reached
	reach      float64 // zero: none is set, the figure is only told
	atLeast    bool    // more is better
}

var promised = []figure{
	decided("the papers of a commune's day together", "DecideDay"),
	decided("one paper for all communes in turn", "DecideDispatch"),
	against("cel-go, an expression a clause", "cel"),
	against("casbin, a policy a clause", "casbin"),
	{what: "Coverage of the regulations of 126 communes from their clauses, one core", name: "Coverage/126", unit: "cpu-ms", reach: 2000},
	{what: "Coverage of the regulations of 3,321 communes", name: "Coverage/3321", unit: "cpu-ms"},
	dispatched("to 126, SQLite", "sqlite/126"),
	dispatched("to 3,321, SQLite", "sqlite/3321"),
	dispatched("to 126, PostgreSQL", "postgresql/126"),
	dispatched("to 3,321, PostgreSQL", "postgresql/3321"),
	registered("SQLite", "sqlite"),
	registered("PostgreSQL", "postgresql"),
	{what: "Leader's signature and seal on 43 KB, RSA-2048", name: "LeaderAndSeal", unit: "µs-cpu/leader+seal", ratio: "×bare", reach: 1.5},
	{what: "Search in scope on Meilisearch through our code, against the server asked directly, p95", name: "Meilisearch/search", unit: "p95-ms", floor: "floor-ms",
		ratio: "×floor", reach: 1.15},
	{what: "Commit to searchable, Meilisearch, p95", name: "CommitToSearchable/meilisearch", unit: "p95-ms", reach: 1000},
	{what: "Commit to searchable, embedded, p95", name: "CommitToSearchable/embedded", unit: "p95-ms", reach: 100},
	{what: "Dispatch to 126 on two servers with nobody else there, until every commune has it", name: "DispatchWhileRead/alone", unit: "arrived-ms"},
	{what: "Dispatch to 126 on two servers while 50 people read, until every commune has it", name: "DispatchWhileRead/50_readers", unit: "arrived-ms"},
	{what: "– what the 50 readers wait meanwhile, p95", name: "DispatchWhileRead/50_readers", unit: "read-p95-ms"},
	{what: "Memory of the idle server, without its parse children", name: "IdleServer", unit: "MB", reach: 150},
	{what: "Putting an object of 5 MB into MinIO, against its client alone", name: "Put/5MB", unit: "ms", floor: "floor-ms", ratio: "×floor", reach: 1.2},
	{what: "A list of 200 documents through the REST API, every gate and JSON included, against its bare query", name: "APIList", unit: "ms", floor: "floor-ms",
		ratio: "×floor", reach: 1.5},
	{what: "A draft regulation tried on 100,000 decided papers, SQLite, seconds of one core", name: "Replay", unit: "s-cpu/replay", reach: 5},
	{what: "Memory by which the program grows while 500 MB go to MinIO and back", name: "LargePut", unit: "MB", reach: 32},
}

func decided(what, name string) figure {
	return figure{what: "Routing decisions with their full explanation on one core, 3,321 regulations × 200 clauses, " + what, name: name,
		unit: "decisions/s", reach: 1_000_000, atLeast: true}
}

// against is how many times as many decisions another engine's rules make in the same time.
func against(what, name string) figure {
	return figure{what: "Routing decisions against " + what + ", same clauses, papers and answers", name: "Engines/" + name, unit: "decisions/s",
		floor: "floor-decisions/s", ratio: "×floor", reach: 20, atLeast: true}
}

func dispatched(what, name string) figure {
	return figure{what: "Dispatch " + what, name: "Dispatch/" + name, unit: "ms", floor: "floor-ms", ratio: "×floor", reach: 3}
}

func registered(engine, name string) figure {
	return figure{what: "126 registrations with their decisions, " + engine, name: "Register/" + name, unit: "ms", floor: "floor-ms", ratio: "×floor",
		reach: 3}
}

// row is the figure's row of the table.
func (f figure) row(r *run) string {
	m, measured := r.of[f.name]
	if !measured {
		return fmt.Sprintf("| %s | | | | | not measured |", f.what)
	}
	value, floor, ratio := m[f.unit], "", ""
	shown := plain(value) + " " + f.unit
	if f.floor != "" {
		_, unit, _ := strings.Cut(f.floor, "-")
		floor = plain(m[f.floor]) + " " + unit
	}
	reached := value
	if f.ratio != "" {
		reached = m[f.ratio]
		ratio = fmt.Sprintf("%.2f", reached)
	}
	if f.ratio == "×bare" { // the keys' own work is told by the ratio
		shown, floor = plain(value/1000)+" ms", plain(value/reached/1000)+" ms"
	}
	if f.reach == 0 {
		return fmt.Sprintf("| %s | %s | %s | %s | | |", f.what, shown, floor, ratio) + f.growth(r)
	}
	met := reached <= f.reach
	if f.atLeast {
		met = reached >= f.reach
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |", f.what, shown, floor, ratio, f.bound(), said(met)) + f.growth(r) + f.each(m)
}

func (f figure) bound() string {
	sign := "≤ "
	if f.atLeast {
		sign = "≥ "
	}
	return sign + plain(f.reach)
}

// linear is up to where growth counts as linear: 1 is in proportion, and figures of a few milliseconds are not sharper than this.
const linear = 1

// growth adds, below a figure of the country, how the time grew against the number of organs: 1 is in proportion.
func (f figure) growth(r *run) string {
	city, isCountry := strings.CutSuffix(f.name, "/3321")
	if !isCountry || r.of[city+"/126"] == nil {
		return ""
	}
	grown := r.of[f.name][f.unit] / r.of[city+"/126"][f.unit] / (3321.0 / 126)
	return fmt.Sprintf("\n| – its growth from 126 to 3,321, against proportion | | | %.2f | ≤ %v | %s |", grown, linear, said(grown <= linear))
}

// each adds, below an act of many transactions, its ratio to the same rows written bare in as many.
func (f figure) each(m metrics) string {
	ratio := m["×floor-each"]
	if ratio == 0 {
		return ""
	}
	return fmt.Sprintf("\n| – against the same rows written bare in 126 transactions | | %s ms | %.2f | | |", plain(m[f.unit]/ratio), ratio)
}

func said(met bool) string {
	if met {
		return "met"
	}
	return "**not met**"
}

// plain writes a figure with three digits at least that count, and thousands apart.
func plain(v float64) string {
	decimals := 0
	for limit := 100.0; v < limit && v != float64(int64(v)) && decimals < 3; limit /= 10 {
		decimals++
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if fraction != "" {
		return whole + "." + fraction
	}
	return whole
}

// String lists the figures in the order of their units.
func (m metrics) String() string {
	var all []string
	for _, unit := range slices.Sorted(maps.Keys(m)) {
		if unit == "ns/op" && m[unit] == 0 {
			continue
		}
		all = append(all, plain(m[unit])+" "+unit)
	}
	return strings.Join(all, ", ")
}

// Package parse opens files from outside in child processes.
//
// A PDF from outside may hang its reader, fill the memory or overflow the stack, which no recover catches. So a Pool keeps a few children
// of this same program (its hidden command "parse"), gives each one file at a time, and ends the child that takes too long, grows too
// large, answers too much or dies; the file then gets a clear error and the pool goes on. A child has no settings, no secrets in its
// environment and, on Linux, neither network nor files nor the right to start programs.
package parse

import (
	"os"
	"time"

	"congvan/office"
	"congvan/paper"
	"congvan/signing"
)

// Command is the hidden command of the program that makes it a child.
const Command = "parse"

// childMark in the environment tells a child from a user who typed the command.
const childMark = "CONGVAN_PARSE_CHILD"

// ServeIfChild serves as a child and does not return, when the process was started as one; otherwise it does nothing. Every program that
// makes a Pool calls it first in main, every test program that needs one in TestMain.
func ServeIfChild() {
	if len(os.Args) > 1 && os.Args[1] == Command && os.Getenv(childMark) != "" {
		os.Exit(ChildMain(os.Stdin, os.Stdout))
	}
}

// Options are the limits of a Pool. The zero value of each means its default.
type Options struct {
	Children int           // at most so many at once; 2
	Time     time.Duration // for one file; 20 s
	Memory   int64         // of one child, bytes; 1 GiB. Held on Linux only
	File     int64         // largest file, bytes; 100 MiB
	Output   int64         // largest answer, bytes; 64 MiB
	Idle     time.Duration // a child without work ends after this; 1 minute
	// CacheDir keeps the compiled pdfium: starting a child then takes 0.2 s instead of five. What lies there is run, so it must belong to
	// the program alone. "" keeps none.
	CacheDir string
	// Program is what to start instead of this program's own file, with Command after it.
	Program []string
}

func (o Options) withDefaults() Options {
	o.Children = orDefault(o.Children, 2)
	o.Time = orDefault(o.Time, 20*time.Second)
	o.Memory = orDefault(o.Memory, 1<<30)
	o.File = orDefault(o.File, 100<<20)
	o.Output = orDefault(o.Output, 64<<20)
	o.Idle = orDefault(o.Idle, time.Minute)
	return o
}

func orDefault[T int | int64 | time.Duration](value, standard T) T {
	if value > 0 {
		return value
	}
	return standard
}

// Wanted says what Inspect is to find besides text and particulars.
type Wanted struct {
	Words  bool // words with their boxes
	Places bool // places of number, date and signature: for a draft of our own
}

// Result is what a file says about itself. Nothing in it is proven.
type Result struct {
	PageCount int `json:"page_count"`
	// Texts is the text of each page, at most 500 pages; "" for a scanned page.
	Texts []string `json:"texts"`
	// Head is what page 1 says: the mark of secrecy and the proposals.
	Head paper.Head `json:"head"`
	// Signatures counts fields with a value, whatever they are worth: Verify judges them.
	Signatures int `json:"signatures"`
	// Shown is what is shown of page 1, in points.
	Shown paper.Box `json:"shown"`
	// Pages holds the words if they were wanted.
	Pages []paper.Page `json:"pages,omitempty"`
	// Places is nil when they were not wanted, or not found: then NoPlaces says why.
	Places   *paper.Places `json:"places,omitempty"`
	NoPlaces *office.Error `json:"no_places,omitempty"`
}

// Scan reports whether no page has text.
func (r Result) Scan() bool {
	for _, text := range r.Texts {
		if text != "" {
			return false
		}
	}
	return true
}

// Check is what a verification is made against; see signing.Verify.
type Check struct {
	Trust    signing.Trust    `json:"trust"`
	Evidence signing.Evidence `json:"evidence"`
	At       time.Time        `json:"at"`
}

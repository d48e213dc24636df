package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Try is the page that asks a version about a paper that nobody has sent.
type Try struct {
	Version   string // address of the version
	Name      string
	State     string
	Day       office.Day
	Fields    []Group
	Areas     []Option
	Kinds     []Option
	Issuers   []Option
	Urgencies []Option
	Named     []Group
	Errors    Errors
	Answer    *Tried // nil before anything was asked
}

// Tried is what the version answers.
type Tried struct {
	Leader     Post
	Department string
	Officer    string
	Why        Explanation
}

// Title names the page.
func (v Try) Title(ctx context.Context) string { return t(ctx, "matrix.try") }

// Body is the page.
func (v Try) Body() templ.Component { return try(v) }

package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Fields is an organ's table from issuer, symbol and procedure to field.
type Fields struct {
	May     bool // the reader keeps it
	Rows    []FieldRow
	Missing []MissingRow
	Form    FieldForm
	Errors  Errors
}

// FieldRow is a line of the table with how right it was.
type FieldRow struct {
	ID    string
	Asks  string // "Sở Y tế, ký hiệu SYT-*"
	Field string
	Code  string
	Right int
	Wrong int
	Mend  *Mending // nil: it does well enough
	// What the form sends to give the line another field.
	Issuer, Symbol, Procedure string
}

// Mending is the field that a line should rather have.
type Mending struct {
	Code, Field string
	Times, Of   int
}

// MissingRow is a line that the table should have.
type MissingRow struct {
	Asks           string
	Issuer, Symbol string
	Code, Field    string
	Times, Of      int
}

// FieldForm adds a line.
type FieldForm struct {
	Issuers           []Group
	Fields            []Group
	Symbol, Procedure string // as typed
}

// Title of the page.
func (v Fields) Title(ctx context.Context) string { return t(ctx, "fields.title") }

// Body of the page.
func (v Fields) Body() templ.Component { return fieldTable(v) }

// Authority is who may sign what in the organ, and the head's written authorisations.
type Authority struct {
	Today  office.Day
	Field  []Group  // of the question
	Kinds  []Option // of the question
	Asked  bool
	Who    []Signing
	Words  []Authorisation
	May    bool // the reader enters authorisations
	Form   AuthorisationForm
	Errors Errors
}

// Signing is a post that may sign the paper asked about, with its block, or may not and why.
type Signing struct {
	MaySign
	Block []string
}

// Authorisation is one of the head's, TUQ.
type Authorisation struct {
	Post   string
	Number string
	Scope  string
	From   office.Day
	To     office.Day // the last day
	State  string     // catalogue key
	End    string     // where it is ended; empty: it is past, or the reader may not
}

// AuthorisationForm enters one.
type AuthorisationForm struct {
	Posts            []Option
	Fields           []Group
	Kinds            []Option
	Number, From, To string // as typed
}

// Title of the page.
func (v Authority) Title(ctx context.Context) string { return t(ctx, "authority.title") }

// Body of the page.
func (v Authority) Body() templ.Component { return authority(v) }

// Entrusting assigns one paper to a deputy to sign: for the head.
type Entrusting struct {
	Address  string
	Deputies []Option
	Basis    string
}

// Package sheet reads and writes tables: sheets of a workbook (XLSX), or the same as lists of a JSON document.
//
// A [Form] says which columns a table has and what may stand in them. Reading gathers every fault with its place (sheet, row and column, or the
// pointer into the JSON) and goes on, so that whoever fills in a workbook hears of everything at once. What could make a workbook say something
// else to its reader than to the program is refused: formulas, merged cells, hidden sheets and errors in cells.
//
// The package is pure: bytes and forms in, values and faults out. It knows no database and none of the office's nouns.
package sheet

import (
	"fmt"
	"strconv"

	"congvan/language"
	"congvan/office"
)

// Kind is what a column holds.
type Kind int

// The kinds.
const (
	Text Kind = iota // one line of text
	List             // several texts: an array in JSON, one cell with semicolons in a workbook
	Day              // a civil day: a date of the workbook, or written "31/12/2026" or "2026-12-31"
	Flag             // yes or no: "x" or nothing
)

// Choice is a value that a column may hold, and the word for it in a workbook.
type Choice struct{ Value, Word string }

// Column of a form.
type Column struct {
	Key      string // in JSON: "starts_on"
	Heading  string // in a workbook: "Từ ngày"
	Note     string // what goes in, for whoever fills it in
	Kind     Kind
	Required bool
	Longest  int      // characters of a text; 0 for the usual 200
	Choices  []Choice // if not nil, each text is one of these: its value, or its word, also without case and diacritics
}

// Form is the head of a table.
type Form struct {
	Key     string // in JSON: "posts"
	Title   string // the sheet's name: "Vị trí"
	Note    string
	Most    int // rows that it may hold; 0 for MaxRows
	Columns []Column
}

func (f *Form) most() int {
	if f.Most > 0 {
		return f.Most
	}
	return MaxRows
}

func (f *Form) column(key string) *Column {
	for i := range f.Columns {
		if f.Columns[i].Key == key {
			return &f.Columns[i]
		}
	}
	return nil
}

// Place is where something stands: a cell of a workbook, or a pointer into a JSON document (RFC 6901).
type Place struct {
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row,omitempty"` // from 1, the headings included
	Column  string `json:"column,omitempty"`
	Pointer string `json:"pointer,omitempty"`
}

// String is the place as people write it: "Vị trí!D12", "/posts/11/role".
func (p Place) String() string {
	if p.Sheet == "" {
		return p.Pointer
	}
	if p.Row == 0 {
		return p.Sheet
	}
	return p.Sheet + "!" + p.Column + strconv.Itoa(p.Row)
}

// Fault is one thing wrong, with its place. Key and Args give the sentence.
type Fault struct {
	Place
	Key   string
	Args  []any
	Found string // what stood in the cell, when something did
}

// In is the sentence in a language.
func (f Fault) In(lang language.Lang) string { return language.Text(lang, f.Key, f.Args...) }

// Error is the place and the sentence in English, for the log.
func (f Fault) Error() string { return fmt.Sprintf("%s: %s", f.Place, f.In(language.English)) }

// FaultOf puts an error of the office at a place.
func FaultOf(place Place, e *office.Error) Fault {
	return Fault{Place: place, Key: e.Key, Args: e.Args}
}

// The limits of what is read. A province has 168 communes: some 30,000 clauses.
const (
	MaxFile      = 32 << 20 // bytes of a workbook or a JSON document
	MaxRows      = 50_000   // of one table
	maxUnzipped  = 256 << 20
	maxParts     = 1_000
	usualLongest = 200
)

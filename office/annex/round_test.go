package annex

import (
	"bytes"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/sheet"
)

// What is written and read again says the same, as JSON and as a workbook.
func TestAVersionComesBackAsItWent(t *testing.T) {
	l := ward()
	for name, write := range map[string]func(*bytes.Buffer, regulation.Version) error{
		"json": func(b *bytes.Buffer, v regulation.Version) error { return sheet.WriteJSON(b, l.forms(), l.tables(v)) },
		"xlsx": func(b *bytes.Buffer, v regulation.Version) error {
			return sheet.WriteWorkbook(b, l.forms(), guide, l.tables(v))
		},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				v := drawVersion(t, l)
				var file bytes.Buffer
				if err := write(&file, v); err != nil {
					t.Fatal(err)
				}
				again, faults, err := l.read(file.Bytes())
				if err != nil || len(faults) > 0 {
					t.Fatalf("%v %v\n%s", err, faults, file.Bytes())
				}
				if got, want := said(again), said(v); !reflect.DeepEqual(got, want) {
					t.Fatalf("came back as\n%+v\nwent as\n%+v", got, want)
				}
			})
		})
	}
}

// said is a version without the identifiers of itself and its clauses.
func said(v regulation.Version) regulation.Version {
	v.ID = office.ID{}
	clauses := make([]regulation.Clause, len(v.Clauses))
	for i, c := range v.Clauses {
		c.ID = office.ID{}
		clauses[i] = c
	}
	v.Clauses = clauses
	return v
}

package audit

import (
	"encoding/hex"
	"testing"
	"time"

	"congvan/office"
)

// The text that is hashed must never change: what was sealed under an older version of the program must still verify.
func TestTheCanonicalTextIsFixed(t *testing.T) {
	e := Entry{ID: office.ID{1}, OrganID: office.ID{2}, At: time.Date(2026, 7, 1, 8, 30, 0, 120_000, office.Hanoi), AccountID: office.ID{3},
		PersonID: office.ID{4}, Name: "Nguyễn Thị Minh Hà", Title: "Chủ tịch", Action: "document.signed", ObjectID: office.ID{5}, Detail: `<a> & "b"`}
	want := `["events","01000000-0000-0000-0000-000000000000","02000000-0000-0000-0000-000000000000","2026-07-01T01:30:00.00012Z",` +
		`"03000000-0000-0000-0000-000000000000","04000000-0000-0000-0000-000000000000","Nguyễn Thị Minh Hà","Chủ tịch","document.signed",` +
		`"05000000-0000-0000-0000-000000000000","<a> & \"b\""]`
	if got := string(e.canonical(events)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const leaf = "40d7984871150bd35f694ba101e41fa71c88aa54b390101d4f4fe84caa2f2d4f" // made by another program
	if got := hex.EncodeToString(e.leaf(events)); got != leaf {
		t.Errorf("leaf %s, want %s", got, leaf)
	}
}

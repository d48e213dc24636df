package sheet_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"congvan/sheet"
)

// FuzzWorkbook: whatever the file is, reading ends with a book or an error, and every fault names a sheet.
func FuzzWorkbook(f *testing.F) {
	f.Add(workbook(f, func(file *excelize.File) {
		_ = file.SetSheetRow("Vị trí", "A2", &[]any{"ct", "Văn thư", 46000, "07;KT", "x"})
	}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		book, err := sheet.ReadWorkbook(file, forms)
		if (book == nil) == (err == nil) {
			t.Fatalf("book %v, error %v", book, err)
		}
		if book != nil {
			for _, fault := range book.Faults {
				if fault.Place.Sheet == "" && fault.Key != "sheet.hidden" && fault.Key != "sheet.unknown_sheet" {
					t.Fatalf("a fault without a place: %v", fault)
				}
			}
		}
	})
}

// FuzzJSON: a document that is read without faults says the same when it is written and read again.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"posts":[{"code":"a","role":"clerk","since":"2026-01-01","fields":["07"],"office":true}],"people":[{"name":"A"}]}`))
	f.Add([]byte(`{"posts":[{"code":7}],"x":null}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		book, err := sheet.ReadJSON(file, forms)
		if err != nil || len(book.Faults) > 0 {
			return
		}
		tables := map[string][]sheet.Values{}
		for _, row := range book.Rows("people") {
			tables["people"] = append(tables["people"], sheet.Values{"name": row.Text("name")})
		}
		var out bytes.Buffer
		if err := sheet.WriteJSON(&out, forms, tables); err != nil {
			t.Fatal(err)
		}
		again, err := sheet.ReadJSON(out.Bytes(), forms)
		if err != nil || len(again.Faults) > 0 {
			t.Fatalf("%q: %v, %v", out.Bytes(), err, again)
		}
	})
}

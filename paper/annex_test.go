package paper

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// longAnnex has a table whose second row is longer than a page.
func longAnnex() Annex {
	t := &Table{Columns: []TableColumn{{Head: "TT", Share: 1, Centred: true}, {Head: "Nội dung", Share: 4}}}
	var long Cell
	for i := range 80 {
		long = append(long, Paragraph{Text: fmt.Sprintf("Dòng %d của một ô rất dài", i+1), Italic: i%2 == 1})
	}
	t.Rows = [][]Cell{{{{Text: "1"}}, {{Text: "Ngắn", Bold: true}}}, {{{Text: "2"}}, long}, {{{Text: "3"}}, {{Text: "Sau cùng"}}}}
	return Annex{Title: "Phân công lãnh đạo\nỦy ban nhân dân phường Bến Thử", Attached: "(Kèm theo Quyết định số 112/QĐ-UBND ngày 05 tháng 01 năm 2026)",
		Parts: []AnnexPart{{Heading: "I. LÃNH ĐẠO", Table: t}, {Heading: "II. CHUNG", Text: []string{"Một đoạn văn."}}}}
}

func TestAnAnnexReadsBackInOrderWithTheHeadOfItsTableOnEveryPage(t *testing.T) {
	file, err := WriteAnnex(longAnnex())
	if err != nil {
		t.Fatal(err)
	}
	document := readPaper(t, file)
	text := document.Text()
	at := 0
	for _, part := range []string{"Phụ lục\n", "PHÂN CÔNG LÃNH ĐẠO\n", "ỦY BAN NHÂN DÂN PHƯỜNG BẾN THỬ\n", "(Kèm theo", "I. LÃNH ĐẠO", "Ngắn", "Dòng 1 ", "\f2\n", "Dòng 80 ", "Sau cùng", "II. CHUNG", "Một đoạn văn."} {
		next := strings.Index(text[at:], part)
		if next < 0 {
			t.Fatalf("%q is missing or in the wrong place of:\n%s", part, text)
		}
		at += next
	}
	for n, page := range document.Pages {
		if on := page.Text(); strings.Contains(on, "Dòng") != strings.Contains(on, "Nội dung") {
			t.Errorf("page %d has the table or its head alone:\n%s", n+1, on)
		}
	}
	for i := range 80 {
		if n := strings.Count(text, fmt.Sprintf("Dòng %d của", i+1)); n != 1 {
			t.Errorf("line %d stands %d times", i+1, n)
		}
	}
	for _, page := range document.Pages {
		for _, word := range page.Words {
			if word.Box.X0 < marginLeft-1 || word.Box.X1 > A4Width-marginRight+1 || word.Box.Y0 < marginBottom-1 {
				t.Errorf("%q lies in the margin: %+v", word.Text, word.Box)
			}
		}
	}
}

func TestTheSameAnnexGivesTheSameBytes(t *testing.T) {
	first, err := WriteAnnex(longAnnex())
	if err != nil {
		t.Fatal(err)
	}
	if second, err := WriteAnnex(longAnnex()); err != nil || !bytes.Equal(first, second) {
		t.Errorf("%d and %d bytes, %v", len(first), len(second), err)
	}
}

func TestAnAnnexIsRefusedWithTheReason(t *testing.T) {
	missing, letter := longAnnex(), longAnnex()
	missing.Title = " "
	letter.Parts[0].Table.Rows[0][1] = Cell{{Text: "漢"}}
	for key, a := range map[string]Annex{"paper.missing_part": missing, "paper.letter_missing": letter} {
		var refused *Error
		if _, err := WriteAnnex(a); !errors.As(err, &refused) || refused.Key != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
}

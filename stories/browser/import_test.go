package browser

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"congvan/sheet"
)

// regulationSheet is a workbook as an officer types it, without the lists of the template; slot, who and fields of each clause.
func regulationSheet(t *testing.T, clauses ...[3]string) string {
	t.Helper()
	forms := []sheet.Form{{Key: "clauses", Title: "Điều khoản", Columns: []sheet.Column{{Key: "reference", Heading: "Điều khoản", Required: true},
		{Key: "slot", Heading: "Vai trò"}, {Key: "who", Heading: "Chức danh hoặc đơn vị"}, {Key: "fields", Heading: "Lĩnh vực"}}}}
	var rows []sheet.Values
	for i, c := range clauses {
		rows = append(rows, sheet.Values{"reference": "Điều " + string(rune('3'+i)), "slot": c[0], "who": c[1], "fields": c[2]})
	}
	var file bytes.Buffer
	must(t, sheet.WriteWorkbook(&file, forms, nil, map[string][]sheet.Values{"clauses": rows}))
	path := filepath.Join(t.TempDir(), "quy-che.xlsx")
	must(t, os.WriteFile(path, file.Bytes(), 0o600))
	return path
}

// TestBrowserASheetWithThreeMistakesIsMendedAndBecomesADraft: every fault is told with its cell, what stood there and what was meant; the mended
// sheet becomes a draft, and a third one takes that draft's place.
func TestBrowserASheetWithThreeMistakesIsMendedAndBecomesADraft(t *testing.T) {
	t.Parallel()
	needAxe(t)
	city := found(t)
	place := city.Places[lang]
	officer := city.as(t, place, "noivu")
	upload := func(path string) {
		officer.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
		officer.click(`form[action="/regulations/import"] .btn--main`)
	}
	head := place.Organ.Posts[0].Title
	officer.open("/regulations/import")
	officer.stands("/regulations/import")
	officer.open("/regulations/import")
	upload(regulationSheet(t, [3]string{"Lãnh đạo phụ trách", head + "h", "Môi trường"}, [3]string{"Lãnh đạo phụ trách", head, "Môi trươgn; 99"}))
	officer.sees("Tệp có 3 lỗi")
	officer.sees("Bạn muốn nói: “" + head + "”")
	officer.sees("Bạn muốn nói: “Môi trường”")
	officer.sees("không có “99” trong danh mục")
	officer.fits()
	officer.keepsStandards()
	officer.readsWell()
	officer.picture("nhap-quy-che-ba-loi", 1440, 390)

	upload(regulationSheet(t, [3]string{"Lãnh đạo phụ trách", head, "moi truong"}, [3]string{"lanh dao phu trach", head, "11; 12"}))
	officer.sees("Đã nhập 2 điều khoản vào bản dự thảo.")
	first := officer.path()
	if v := officer.draftOf(place); len(v.Clauses) != 2 || v.Clauses[1].Fields[0] != "11" {
		t.Errorf("the draft holds %+v", v.Clauses)
	}

	officer.open("/regulations/import")
	officer.choose("#into", "Thay nội dung bản dự thảo")
	upload(regulationSheet(t, [3]string{"Lãnh đạo phụ trách", head, "08"}))
	officer.sees("Đã nhập 1 điều khoản vào bản dự thảo.")
	if at := officer.path(); at != first {
		t.Errorf("the draft stood at %s, what replaces it at %s", first, at)
	}
	if complaints := officer.heard(); len(complaints) > 0 && !strings.Contains(strings.Join(complaints, ""), "422") {
		t.Errorf("console: %s", strings.Join(complaints, "\n"))
	}
}

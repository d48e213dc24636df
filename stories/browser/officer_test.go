package browser

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"congvan/office"
	"congvan/office/annex"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"
)

// TestBrowserAnOrganisationOfficersAfternoon: a sheet with three mistakes is taken in and mended, the gap that the matrix shows is closed, last month's
// papers are asked again, the version is adopted, and the next directive follows it, with an explanation that names the clause.
func TestBrowserAnOrganisationOfficersAfternoon(t *testing.T) {
	t.Parallel()
	needChromium(t)
	city := build(t, hoanKiem) // its rules change
	t.Cleanup(city.close)
	place := city.Places[hoanKiem]
	for subject, field := range map[string]office.FieldCode{"Đẩy mạnh chuyển đổi số cấp xã": digital, "Rà soát quỹ đất công": land} {
		city.registerAs(t, city.send(t, Directive{Subject: subject, Field: field}, hoanKiem), hoanKiem, field)
	}
	city.work(t)

	officer := city.as(t, place, "noivu")
	book := city.workbook(t)
	mistakes := map[string]string{"E3": "Chuyển đổi xanh", "D5": "Phó Chủ tịch thứ ba", "C7": "Chỉ huy"}
	officer.takesIn(book.with(t, mistakes))
	for cell, found := range mistakes {
		officer.sees(found)
		if !strings.Contains(officer.text("main"), cell) {
			t.Errorf("no fault is told at %s", cell)
		}
	}
	officer.afternoon("1-ba-loi")
	officer.takesIn(book.with(t, nil))
	officer.sees("Chưa ai phụ trách: 18")
	officer.afternoon("2-khoang-trong")

	officer.touch("#f-gap a[href='#c-18-0']")
	officer.until(`document.activeElement.id === "c-18-0"`)
	officer.press(kb.ArrowRight)
	officer.press(" ")
	officer.untilPressed("c-18-1", true)
	officer.until(`!document.querySelector("#f-gap")`)
	officer.sees("điều khoản chưa ghi vị trí")
	officer.until(`document.querySelector(".htmx-settling, .htmx-swapping, .htmx-request") === null`)
	officer.press(kb.F2)
	officer.until(`document.activeElement.id === "h-clause"`)
	officer.fill("#reference", "Điều 3 khoản 2 điểm k")
	officer.fill("#wording", "Khoa học, công nghệ, chuyển đổi số")
	officer.touch("#clause-form .btn--main")
	officer.sees("Đã lưu Điều 3 khoản 2 điểm k.")
	officer.lacks("Chưa ai phụ trách")
	officer.afternoon("3-da-dong")

	officer.click("a[href$='/replay']")
	officer.sees("1 trong 2 văn bản sẽ về nơi khác")
	officer.afternoon("4-chay-thu")
	officer.click(".crumb a:last-child")
	officer.click("a[href$='/adopt']")
	officer.fill("#number", "45/QĐ-UBND")
	for _, day := range []string{"adopted_on", "effective_from"} {
		eval[bool](officer, fmt.Sprintf(`document.getElementById(%q).value = %q, true`, day, city.Today))
	}
	officer.afternoon("5-ban-hanh")
	officer.click("main form .btn--main")
	officer.sees("45/QĐ-UBND")
	city.work(t) // the open work is handed over
	officer.open(officer.path())
	officer.afternoon("6-da-ban-hanh")

	directive := city.send(t, Directive{Subject: "Triển khai chữ ký số cho hộ kinh doanh", Field: digital}, hoanKiem)
	city.registerAs(t, directive, hoanKiem, digital)
	city.work(t)
	deputy := city.as(t, place, "pct1")
	deputy.open("/work")
	deputy.follow("Triển khai chữ ký số cho hộ kinh doanh")
	deputy.unfold()
	deputy.sees("theo Điều 3 khoản 2 điểm k")
	deputy.sees("45/QĐ-UBND")
	deputy.afternoon("7-chi-dao-moi")
	deputy.open("/work")
	deputy.sees("Đẩy mạnh chuyển đổi số cấp xã") // handed over when the version was adopted
}

// afternoon keeps a picture of a step of the afternoon.
func (b *Tab) afternoon(step string) {
	b.Helper()
	b.picture("officer-"+step, 1440)
}

// workbook is a regulation as a file of rows.
type workbook []byte

// workbook is the version in force in Hoàn Kiếm, downloaded to be written over.
func (c *City) workbook(t *testing.T) workbook {
	t.Helper()
	officer := c.actorOf(t, c.Places[hoanKiem], "noivu")
	versions, err := c.Regulation.List(ctx, officer)
	must(t, err)
	file, err := c.Annex.Export(ctx, officer, versions[0].ID, annex.Workbook)
	must(t, err)
	return file.Content
}

// with writes cells of the clauses over, and gives the file's place.
func (w workbook) with(t *testing.T, cells map[string]string) string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(w))
	must(t, err)
	for cell, text := range cells {
		must(t, book.SetCellStr("Điều khoản", cell, text))
	}
	file := filepath.Join(t.TempDir(), "quy-che.xlsx")
	content, err := book.WriteToBuffer()
	must(t, err)
	must(t, os.WriteFile(file, content.Bytes(), 0o600))
	return file
}

// takesIn uploads a file as a draft.
func (b *Tab) takesIn(file string) {
	b.Helper()
	b.open("/regulations/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	b.click("form[action='/regulations/import'] .btn--main")
}

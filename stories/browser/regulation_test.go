package browser

import (
	"fmt"
	"strings"
	"testing"

	"congvan/demo"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// beginsDraft begins a version with the content of the one in force, on the page, and is then on its matrix.
func (b *Tab) beginsDraft(title string) {
	b.Helper()
	b.open("/regulations")
	b.fill("#title", title)
	eval[bool](b, `document.querySelector("#from").value = [...document.querySelectorAll("#from option")].find(o => /^\d+\/QĐ/.test(o.text)).value, true`)
	b.click("form[action='/regulations'] button")
	b.sees(title)
}

// cell is what the button of a field and a column says of itself.
func (b *Tab) cell(id string) (pressed bool, words string) {
	b.Helper()
	pressed = eval[bool](b, fmt.Sprintf(`document.getElementById(%q).getAttribute("aria-pressed") === "true"`, id))
	return pressed, eval[string](b, fmt.Sprintf(`document.getElementById(%q).getAttribute("aria-label")`, id))
}

func (b *Tab) untilPressed(id string, pressed bool) {
	b.Helper()
	b.until(fmt.Sprintf(`document.getElementById(%q).getAttribute("aria-pressed") === "%v" && document.activeElement.id === %q`, id, pressed, id))
}

// draftOf is the draft that the page shows, as the service has it.
func (b *Tab) draftOf(o demo.Placed) regulation.Version {
	b.Helper()
	id, err := office.ParseID("", strings.TrimPrefix(b.path(), "/regulations/"))
	must(b.T, err)
	v, err := b.city.Regulation.Get(ctx, b.city.actorOf(b.T, o, "noivu"), id)
	must(b.T, err)
	return v
}

// leads reports whether some clause of the version gives the field to a leader.
func leads(v regulation.Version, field office.FieldCode) (clauses int) {
	for _, k := range v.Clauses {
		for _, f := range k.Fields {
			if f == field && k.Slot == routing.SlotLeader {
				clauses++
			}
		}
	}
	return clauses
}

// TestBrowserAGapIsClosedInTheMatrixByKeysOnly: the finding leads to the row, an arrow to the deputy, Space gives the field, and the analysis is
// of the version as it then is. The clause is written out in its form; taking the field away opens the gap again, and Undo closes it.
func TestBrowserAGapIsClosedInTheMatrixByKeysOnly(t *testing.T) {
	t.Parallel()
	needAxe(t)
	city := found(t)
	place := city.Places[hoanKiem]
	officer := city.as(t, place, "noivu")
	officer.beginsDraft("Quy chế sửa đổi về chuyển đổi số")
	officer.sees("Chưa ai phụ trách: 18")
	officer.picture("ma-tran-khoang-trong", 1440, 390)
	officer.stands(officer.path())
	officer.open(officer.path())

	officer.touch("#f-gap a[href='#c-18-0']")
	officer.until(`document.activeElement.id === "c-18-0"`)
	officer.press(kb.ArrowRight)
	if _, words := officer.cell("c-18-1"); !strings.Contains(words, "không được giao") {
		t.Errorf("the cell says %q before", words)
	}
	officer.press(" ")
	officer.untilPressed("c-18-1", true)
	officer.until(`!document.querySelector("#f-gap")`)
	officer.lacks("Chưa ai phụ trách: 18")
	if n := leads(officer.draftOf(place), digital); n != 1 {
		t.Errorf("%d clauses give the field to a leader", n)
	}
	officer.picture("ma-tran-khoang-trong-da-dong", 1440, 390)

	// The clause has no place in the text yet: F2 leads to its form.
	officer.sees("điều khoản chưa ghi vị trí")
	officer.press(kb.F2)
	officer.until(`document.activeElement.id === "h-clause"`)
	officer.fill("#reference", "Điều 4 khoản 2 điểm k")
	officer.touch("#clause-form .btn--main")
	officer.sees("Đã lưu Điều 4 khoản 2 điểm k.")
	officer.lacks("điều khoản chưa ghi vị trí")

	eval[bool](officer, `document.getElementById("c-18-1").focus(), true`)
	officer.press(" ")
	officer.untilPressed("c-18-1", false)
	officer.sees("Chưa ai phụ trách: 18")
	officer.touch("#changed button")
	officer.until(`!document.querySelector("#f-gap")`)
	for _, k := range officer.draftOf(place).Clauses {
		if k.Slot == routing.SlotLeader && len(k.Fields) == 1 && k.Fields[0] == digital && k.Reference != "Điều 4 khoản 2 điểm k" {
			t.Errorf("taken back, the clause stands at %q", k.Reference)
		}
	}
	if complaints := officer.heard(); len(complaints) > 0 {
		t.Errorf("console: %s", strings.Join(complaints, "\n"))
	}
}

// TestBrowserWhoChangesADraftSecondIsToldAndLosesNothing: two windows on one draft; the form that comes second comes back as it was typed.
func TestBrowserWhoChangesADraftSecondIsToldAndLosesNothing(t *testing.T) {
	t.Parallel()
	city := found(t)
	place := city.Places[lang]
	first, second := city.as(t, place, "noivu"), city.as(t, place, "noivu")
	first.beginsDraft("Quy chế hai người cùng sửa")
	address := first.path()
	second.open(address + "?view=clauses&clause=new")
	second.fill("#reference", "Điều 9 khoản 1")
	second.fill("#wording", "Công tác mới phát sinh")
	second.choose("#target", "Chủ tịch")

	first.touch("#c-01-1")
	first.until(`document.querySelector("#changed").innerText !== ""`)
	before := first.draftOf(place)

	second.touch("#clause-form .btn--main")
	second.sees("Người khác vừa sửa dự thảo này")
	if typed := eval[string](second, `document.querySelector("#wording").value`); typed != "Công tác mới phát sinh" {
		t.Errorf("the form comes back with %q", typed)
	}
	if now := first.draftOf(place); now.Revision != before.Revision {
		t.Errorf("revision %d, was %d", now.Revision, before.Revision)
	}
	second.touch("#clause-form .btn--main")
	second.sees("Đã thêm điều khoản Điều 9 khoản 1.")
	if now := first.draftOf(place); len(now.Clauses) != len(before.Clauses)+1 {
		t.Errorf("%d clauses, were %d", len(now.Clauses), len(before.Clauses))
	}
}

// TestBrowserTheMatrixIsEditedWithoutScript: every edit is a plain form.
func TestBrowserTheMatrixIsEditedWithoutScript(t *testing.T) {
	t.Parallel()
	city := found(t)
	place := city.Places[socSon]
	officer := city.asWithoutScript(t, place, "noivu")
	officer.beginsDraft("Quy chế sửa bằng trình duyệt cũ")
	address := officer.path()
	pressed, _ := officer.cell("c-01-1")
	officer.click("#c-01-1")
	if now, words := officer.cell("c-01-1"); now == pressed {
		t.Errorf("the cell is as it was: %s", words)
	}
	officer.open(address + "?view=clauses&clause=new&field=18")
	officer.fill("#reference", "Điều 9")
	officer.click("#clause-form .btn--main")
	officer.sees("chưa ghi giao cho ai")
	officer.choose("#target", "Chủ tịch")
	officer.click("#clause-form .btn--main")
	officer.sees("Đã thêm điều khoản Điều 9.")
	id := eval[string](officer, `[...document.querySelectorAll(".clauses tbody tr")].find(r => r.innerText.startsWith("Điều 9")).id.slice(2)`)
	officer.open(address + "?view=clauses&clause=" + id)
	officer.click("#clause-form button[formaction$='/remove']")
	officer.sees("Đã bỏ Điều 9.")
	officer.open(address)
	officer.unfold()
	eval[bool](officer, `document.querySelector("#deputy").selectedIndex = 0, true`)
	officer.click("#rules form .btn")
	officer.sees("Đã lưu tên, thứ tự ưu tiên và người thay.")
	if v := officer.draftOf(place); v.DeputyID != nil {
		t.Errorf("the deputy is still %s", v.DeputyID)
	}
}

// TestBrowserAVersionInForceIsReadByWhoeverWorksThere: arrows lead from cell to cell, Enter opens the clause, and nothing can be changed.
func TestBrowserAVersionInForceIsReadByWhoeverWorksThere(t *testing.T) {
	t.Parallel()
	needAxe(t)
	city := found(t)
	reader := city.as(t, city.Places[tuongMai], "diachinh")
	reader.open("/regulations")
	reader.lacks("Soạn bản mới")
	reader.click("tbody tr:first-child a")
	reader.picture("ma-tran-doc", 1440, 390)
	for _, view := range []string{"", "?view=clauses", "?view=areas"} {
		reader.open(reader.path() + view)
		if n := eval[int](reader, `document.querySelectorAll("main form[method=post]").length`); n != 0 {
			t.Errorf("%d forms on %s", n, view)
		}
		reader.stands(reader.path() + view)
	}
	reader.open(reader.path())
	eval[bool](reader, `document.getElementById("c-07-0").focus(), true`)
	reader.press(kb.ArrowRight)
	reader.until(`document.activeElement.id === "c-07-1" && document.querySelector("[data-cell-words]").textContent.includes("Đất đai")`)
	reader.do(chromedp.KeyEvent(kb.Enter))
	reader.until(`document.activeElement.id === "h-clause"`)
	reader.sees("Quản lý đất đai, bồi thường, hỗ trợ, tái định cư, giải phóng mặt bằng")
}

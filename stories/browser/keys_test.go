package browser

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"congvan/demo"
	"congvan/office"
	"congvan/office/register"
	"congvan/office/report"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserTenPapersAreRegisteredByKeysOnly: no mouse from the sign-in to the register, and the numbers follow one another.
func TestBrowserTenPapersAreRegisteredByKeysOnly(t *testing.T) {
	t.Parallel()
	city := found(t)
	const papers = 10
	for n := range papers {
		city.send(t, Directive{Subject: fmt.Sprintf("Kiểm tra việc thứ %d", n+1), Field: land, Others: []office.FieldCode{storms}}, socSon)
	}
	clerk := city.tab(t)
	clerk.open("/sign-in")
	clerk.tabTo("account")
	clerk.press(city.Places[socSon].Organ.Account("vanthu"))
	clerk.tabTo("password")
	clerk.press(demo.Password)
	clerk.leave(chromedp.KeyEvent(kb.Enter))
	if clerk.path() != "/receive" {
		t.Fatalf("the clerk's day begins at %s", clerk.path())
	}

	first := clerk.next()
	for n := range papers {
		if got := clerk.next(); got != first+n {
			t.Fatalf("paper %d would get the number %d, want %d", n+1, got, first+n)
		}
		switch n {
		case 2:
			clerk.press("2") // the second field of the sender's
			clerk.until(`document.querySelector("input[name=field]:checked").value === "09"`)
		case 4:
			clerk.press("v") // not clear: to the distributor
			clerk.until(`document.querySelector("input[name=field]:checked").value === "none"`)
		case 6:
			clerk.leave(chromedp.KeyEvent(kb.ArrowDown)) // leaves one for later
		}
		clerk.leave(ctrlEnter)
		clerk.sees(`Đã vào sổ`)
	}
	clerk.picture("hoan-kiem-van-thu-tiep-nhan-xong", 1440)
	clerk.numbers(first, papers)
}

// tabTo presses Tab until the element with an id has the focus.
func (b *Tab) tabTo(id string) {
	b.Helper()
	for range 60 {
		b.press(kb.Tab)
		if eval[string](b, `document.activeElement.id`) == id {
			return
		}
	}
	b.Fatalf("Tab does not lead to #%s at %s", id, b.path())
}

// next is the number that the receiving screen foretells.
func (b *Tab) next() int {
	b.Helper()
	number, err := strconv.Atoi(strings.TrimSpace(b.text(".den__n")))
	if err != nil {
		b.Fatalf("the stamp shows no number at %s: %s", b.path(), b.text("main"))
	}
	return number
}

// numbers checks that the clerk's register ends with count numbers from first on, without a gap.
func (b *Tab) numbers(first, count int) {
	b.Helper()
	clerk := b.city.actorOf(b.T, b.city.Places[socSon], "vanthu")
	page, err := b.city.Report.Register(ctx, clerk, report.Query{Direction: register.In, Year: clerk.Day.Year(), Series: register.Common}, report.Cursor{}, count)
	must(b.T, err)
	if len(page.Lines) != count {
		b.Errorf("%d lines", len(page.Lines))
	}
	for i, line := range page.Lines { // newest first
		if want := first + count - 1 - i; line.Number != want || line.State != report.Used {
			b.Errorf("line %d of the register: number %d (%s), want %d", i+1, line.Number, line.State, want)
		}
	}
}

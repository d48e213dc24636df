package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/demo"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a test waits for a condition before it fails: long, because the machine may be slow and busy.
const patience = 90 * time.Second

// browser is the one Chromium that all tests share. Each tab has cookies of its own.
type browser struct {
	once sync.Once
	ctx  context.Context
	err  error
	ends []context.CancelFunc
}

var chromium browser

func needChromium(t *testing.T) {
	t.Helper()
	if os.Getenv("CONGVAN_TEST_CHROMIUM") == "" {
		lacking(t, "CONGVAN_TEST_CHROMIUM is not set: no browser to test with")
	}
}

// lacking skips, and fails where every part must be there.
func lacking(t *testing.T, words string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(words)
	}
	t.Skip(words)
}

func (b *browser) start(t *testing.T) context.Context {
	t.Helper()
	needChromium(t)
	b.once.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(os.Getenv("CONGVAN_TEST_CHROMIUM")), chromedp.NoSandbox,
			chromedp.WindowSize(1440, 900), chromedp.Flag("lang", "vi"), chromedp.WSURLReadTimeout(patience))
		allocator, stop := chromedp.NewExecAllocator(ctx, options...)
		started, end := chromedp.NewContext(allocator)
		b.ctx, b.ends = started, []context.CancelFunc{end, stop}
		b.err = chromedp.Do(started)
	})
	must(t, b.err)
	return b.ctx
}

func (b *browser) close() {
	for _, end := range b.ends {
		end()
	}
}

// Tab is a person's browser.
type Tab struct {
	*testing.T
	city       *City
	ctx        context.Context
	scriptless bool

	mutex      sync.Mutex
	complaints []string
}

// tab opens a browser with nobody signed in. What the page complains about on its console fails the test when it ends.
func (c *City) tab(t *testing.T) *Tab {
	t.Helper()
	tab := &Tab{T: t, city: c}
	ctx, cancel := chromedp.NewContext(chromium.start(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.hear))
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	tab.ctx = ctx
	tab.width(1440)
	tab.language("vi")
	t.Cleanup(func() {
		if complaints := tab.heard(); len(complaints) > 0 {
			t.Errorf("console: %s", strings.Join(complaints, "\n"))
		}
	})
	return tab
}

// hear keeps errors of the console: exceptions, breaches of the content policy, files that did not load. An answer that the test asked for is
// none: pages that refuse have a status that Chromium reports as an error.
func (b *Tab) hear(event any) {
	text := ""
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level != log.EntryLevelError || strings.Contains(e.Entry.Text, "status of 4") && !strings.Contains(e.Entry.URL, "/static/") {
			return
		}
		text = e.Entry.Text + " " + e.Entry.URL
	case *runtime.EventExceptionThrown:
		text = e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
	default:
		return
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.complaints = append(b.complaints, text)
}

// heard gives the complaints so far and forgets them.
func (b *Tab) heard() []string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	complaints := b.complaints
	b.complaints = nil
	return complaints
}

// as opens a browser and signs a person of an organ in, by the form.
func (c *City) as(t *testing.T, o demo.Placed, person demo.PersonCode) *Tab {
	t.Helper()
	tab := c.tab(t)
	tab.signIn(o.Organ.Account(person))
	return tab
}

func (b *Tab) signIn(account string) {
	b.Helper()
	b.open("/sign-in")
	b.fill("#account", account)
	b.fill("#password", demo.Password)
	b.click("main form .btn--main")
	if b.path() == "/sign-in" {
		b.Fatalf("%s cannot sign in: %s", account, b.text("main"))
	}
}

// asWithoutScript is as in a browser that runs no script.
func (c *City) asWithoutScript(t *testing.T, o demo.Placed, person demo.PersonCode) *Tab {
	t.Helper()
	tab := c.tab(t)
	tab.scriptless = true
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	tab.signIn(o.Organ.Account(person))
	return tab
}

// call asks the browser for something that chromedp has no action for.
func call[P, R any](b *Tab, command cdp.Command[P, R], params P) (answer R) {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		var err error
		answer, err = chromedp.Call(ctx, command, params)
		return err
	}))
	return answer
}

func (b *Tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

func (b *Tab) width(pixels int64) {
	b.Helper()
	b.do(chromedp.EmulateViewport(pixels, 900))
}

// language sets the reader's choice, as the switch on the page does.
func (b *Tab) language(lang string) {
	b.Helper()
	b.setCookie("lang", lang)
}

func (b *Tab) setCookie(name, value string) {
	b.Helper()
	call(b, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.city.Address})
}

// cookie is the value of one of the site's cookies.
func (b *Tab) cookie(name string) string {
	b.Helper()
	for _, cookie := range call(b, network.GetCookies, network.GetCookiesParams{URLs: []string{b.city.Address}}).Cookies {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	b.Fatalf("there is no cookie %s", name)
	return ""
}

// open goes to an address of the site and waits for the page.
func (b *Tab) open(path string) {
	b.Helper()
	b.leave(chromedp.Navigate(b.city.Address + path))
}

// leave acts, and waits until the act has led to another page and that page is there.
func (b *Tab) leave(action chromedp.Action[chromedp.Void]) {
	b.Helper()
	eval[bool](b, `window.left = true`)
	b.do(action)
	b.until(`!window.left && document.readyState === "complete" && document.querySelector("main") !== null`)
}

// click presses what a selector names and waits for the page that it leads to.
func (b *Tab) click(selector string) {
	b.Helper()
	b.bring(selector)
	b.leave(chromedp.Click(chromedp.CSS(selector)))
}

// touch presses what stays on the page: a fold, a tick box.
func (b *Tab) touch(selector string) {
	b.Helper()
	b.bring(selector)
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// bring scrolls an element to the middle of the window, from under what stays at its edges.
func (b *Tab) bring(selector string) {
	b.Helper()
	b.shown(selector)
	eval[bool](b, fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: "center", behavior: "instant"}), true`, selector))
}

// shown waits until an element is on the page and has a place on it.
func (b *Tab) shown(selector string) {
	b.Helper()
	b.until(fmt.Sprintf(`(document.querySelector(%q)?.getClientRects().length ?? 0) > 0`, selector))
}

// fill puts text into a field.
func (b *Tab) fill(selector, text string) {
	b.Helper()
	b.shown(selector)
	b.do(chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(text))
}

// choose chooses the option of a list whose words begin with some text.
func (b *Tab) choose(selector, words string) {
	b.Helper()
	b.shown(selector)
	if !eval[bool](b, fmt.Sprintf(`(() => {
		const list = document.querySelector(%q), option = [...list.options].find(o => o.text.trim().startsWith(%q));
		if (!option) return false;
		list.value = option.value;
		list.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})()`, selector, words)) {
		b.Fatalf("%s offers no %q: %s", selector, words, b.text(selector))
	}
}

// press presses keys one after the other: letters as they are, others from package kb.
func (b *Tab) press(keys string) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys))
}

var ctrlEnter = chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl))

// until waits for an expression to be true. While a page is being left there is nothing to ask: then it asks again.
func (b *Tab) until(expression string) {
	b.Helper()
	deadline := time.Now().Add(patience)
	for {
		met, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression))
		if err == nil && met {
			return
		}
		if b.ctx.Err() != nil || time.Now().After(deadline) {
			b.Fatalf("waited in vain for %s (%v) at %s:\n%s", expression, err, b.path(), b.text("body"))
		}
		time.Sleep(25 * time.Millisecond)
	}
}

// sees waits until the page shows some words.
func (b *Tab) sees(words string) {
	b.Helper()
	b.until(fmt.Sprintf(`document.querySelector("main").innerText.toLowerCase().includes(%q.toLowerCase())`, words))
}

// lacks fails when the page shows some words.
func (b *Tab) lacks(words string) {
	b.Helper()
	if strings.Contains(strings.ToLower(b.text("main")), strings.ToLower(words)) {
		b.Errorf("%s shows %q", b.path(), words)
	}
}

func eval[T any](b *Tab, expression string, options ...chromedp.EvaluateOption) T {
	b.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return value
}

// path is where the browser is, without the site's address.
func (b *Tab) path() string {
	b.Helper()
	return eval[string](b, `location.pathname`)
}

// text is what an element shows; nothing when it is not there.
func (b *Tab) text(selector string) string {
	b.Helper()
	return eval[string](b, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ""`, selector))
}

// status is the answer's to the page that is open.
func (b *Tab) status() int {
	b.Helper()
	return eval[int](b, `performance.getEntriesByType("navigation")[0].responseStatus`)
}

// picture keeps the whole page for the eye when a folder is named.
func (b *Tab) picture(name string, widths ...int64) {
	b.Helper()
	folder := os.Getenv("CONGVAN_TEST_SCREENS")
	if folder == "" {
		return
	}
	for _, width := range widths {
		b.width(width)
		b.drawn()
		image, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width)), image, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.width(1440)
}

// drawn waits until the PDF of the page, when there is one, is drawn or has failed.
func (b *Tab) drawn() {
	b.Helper()
	if b.scriptless {
		return
	}
	b.until(`(() => {
		const holder = document.querySelector("[data-pdf]");
		return !holder || holder.getClientRects().length === 0 || holder.dataset.failed || document.querySelector("canvas[data-drawn]") !== null;
	})()`)
}

package servers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// page is a page in Chromium.
type page struct {
	t   testing.TB
	ctx context.Context
}

// look opens an address in a browser that is signed in. Without a browser there is no page (with CI set the test fails).
func look(t testing.TB, session cookies, address string) *page {
	t.Helper()
	program := os.Getenv("CONGVAN_TEST_CHROMIUM")
	if program == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("CONGVAN_TEST_CHROMIUM is not set: no browser to test with")
		}
		t.Log("CONGVAN_TEST_CHROMIUM is not set: the page was not looked at in a browser")
		return nil
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WindowSize(1440, 900),
		chromedp.WSURLReadTimeout(patience))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	p := &page{t, ctx}
	for _, c := range session {
		must(t, chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: address})
			return err
		})))
	}
	must(t, chromedp.Do(ctx, chromedp.Navigate(address)))
	return p
}

// shows waits until the page shows some words, without anybody touching it.
func (p *page) shows(words string) {
	p.t.Helper()
	if p == nil {
		return
	}
	var text string
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		text, err = chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.querySelector("main")?.innerText ?? ""`))
		if err == nil && strings.Contains(text, words) {
			return
		}
	}
	p.t.Fatalf("the page never showed %q (%v):\n%s", words, err, text)
}

// picture keeps a picture of the page in the folder of CONGVAN_TEST_SCREENS.
func (p *page) picture(name string) {
	p.t.Helper()
	folder := os.Getenv("CONGVAN_TEST_SCREENS")
	if p == nil || folder == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	must(p.t, err)
	must(p.t, os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644))
}

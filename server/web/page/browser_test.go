package page

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congvan/language"
	"congvan/server/web/static"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The browser tests need Chromium (CONGVAN_TEST_CHROMIUM) and use axe-core (CONGVAN_TEST_AXE) and a folder for pictures
// (CONGVAN_TEST_SCREENS) when they are named.

// policy is the content policy of the server, so that what it forbids fails here.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"

// serve shows the samples at /SAMPLE?lang=vi and a small PDF wherever a page asks for one.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(static.Prefix, static.Handler())
	mux.HandleFunc("/sample.pdf", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		http.ServeContent(w, r, "sample.pdf", time.Time{}, bytes.NewReader(smallPDF()))
	})
	// On a slow machine the page that follows a dispatch asks for news before it is left: there are none.
	mux.HandleFunc("/documents/1/progress", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("/live", silence)
	mux.HandleFunc("/live/frame", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, s := range samples() {
		mux.HandleFunc("/"+s.name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(render(t, s, language.Lang(r.FormValue("lang"))))
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server
}

// silence is a stream on which nothing comes.
func silence(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// browse starts a browser and collects what it complains about on its console.
func browse(t *testing.T) (ctx context.Context, complaints *[]string) {
	t.Helper()
	program := os.Getenv("CONGVAN_TEST_CHROMIUM")
	if program == "" {
		t.Skip("CONGVAN_TEST_CHROMIUM is not set")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WindowSize(1440, 900))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	complaints = new([]string)
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithListener(func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				*complaints = append(*complaints, e.Entry.Text+" "+e.Entry.URL)
			}
		case *runtime.EventExceptionThrown:
			*complaints = append(*complaints, e.ExceptionDetails.Text)
		}
	}))
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	return ctx, complaints
}

// widths at which pages are opened: a desk, and the narrowest phone, on which nothing may scroll sideways either.
var widths = []int64{1440, 320}

func TestBrowserPagesFitTheirScreenAndBreakNoRule(t *testing.T) {
	ctx, complaints := browse(t)
	server := serve(t)
	axe := ""
	if path := os.Getenv("CONGVAN_TEST_AXE"); path != "" {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		axe = string(content)
	}
	for _, s := range samples() {
		for _, width := range widths {
			t.Run(fmt.Sprintf("%s/%d", s.name, width), func(t *testing.T) {
				*complaints = nil
				open(t, ctx, server.URL+"/"+s.name+"?lang=vi", width)
				if overflow := eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); overflow > 0 {
					t.Errorf("the page scrolls sideways by %d px: %s", overflow, widest(t, ctx))
				}
				if axe != "" {
					judge(t, ctx, axe)
				}
				if len(*complaints) > 0 {
					t.Errorf("console: %s", strings.Join(*complaints, "\n"))
				}
				picture(t, ctx, fmt.Sprintf("%s-%d", s.name, width))
			})
		}
	}
}

func TestBrowserThePDFIsDrawn(t *testing.T) {
	ctx, complaints := browse(t)
	open(t, ctx, serve(t).URL+"/document?lang=vi", 1440)
	eventually(t, ctx, `document.querySelector("canvas[data-drawn]") !== null`)
	if !eval[bool](t, ctx, `(() => {
		const canvas = document.querySelector("canvas[data-drawn]");
		const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
		for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 0 && pixels[i] < 100) return true;
		return false;
	})()`) {
		t.Error("the page is blank")
	}
	if len(*complaints) > 0 {
		t.Errorf("console: %v", *complaints)
	}
}

func TestBrowserSingleKeysActOnlyOutsideFields(t *testing.T) {
	ctx, _ := browse(t)
	open(t, ctx, serve(t).URL+"/receive?lang=vi", 1440)
	do(t, ctx, chromedp.KeyEvent("2"), chromedp.KeyEvent("t"))
	if !eval[bool](t, ctx, `document.getElementById("field-08").checked`) {
		t.Error("2 did not choose the second field")
	}
	if !eval[bool](t, ctx, `document.querySelector("summary[data-key=t]").parentElement.open`) {
		t.Error("T did not open the refusal")
	}
	do(t, ctx, chromedp.Focus(chromedp.CSS("#reason")), chromedp.KeyEvent("1 l t"))
	if typed := eval[string](t, ctx, `document.getElementById("reason").value`); typed != "1 l t" {
		t.Errorf("typed %q into the reason", typed)
	}
	if !eval[bool](t, ctx, `document.getElementById("field-08").checked`) {
		t.Error("typing 1 into the reason chose the first field")
	}
}

func open(t *testing.T, ctx context.Context, url string, width int64) {
	t.Helper()
	do(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url), chromedp.WaitReady(chromedp.CSS("main")))
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, ctx context.Context, expression string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// eventually waits until an expression is true. chromedp's own Poll makes functions from text, which the content policy forbids.
func eventually(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for !eval[bool](t, ctx, expression) {
		do(t, ctx, chromedp.Sleep(50*time.Millisecond))
	}
}

// widest names what sticks out, for whoever has to mend it.
func widest(t *testing.T, ctx context.Context) string {
	t.Helper()
	return eval[string](t, ctx, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
		.slice(0, 5).map(e => e.tagName + "." + e.className + "#" + e.id).join(", ")`)
}

// judge asks axe-core for violations of WCAG 2.2 AA and its good practice.
func judge(t *testing.T, ctx context.Context, axe string) {
	t.Helper()
	eval[chromedp.Void](t, ctx, axe+"; ({})")
	found := eval[string](t, ctx, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v =>
		({id: v.id, nodes: v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.failureSummary)}))))`, chromedp.EvalAwaitPromise)
	var violations []struct {
		ID    string   `json:"id"`
		Nodes []string `json:"nodes"`
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		t.Errorf("axe: %s: %s", v.ID, strings.Join(v.Nodes, "\n\t"))
	}
}

// picture keeps the whole page for the eye when a folder is named.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("CONGVAN_TEST_SCREENS")
	if folder == "" {
		return
	}
	image, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "page-"+name+".png"), image, 0o644); err != nil {
		t.Fatal(err)
	}
}

// smallPDF is one A4 page with a line of text, written by hand (ISO 32000-1, 7.5).
func smallPDF() []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	out.WriteString("%PDF-1.7\n")
	text := "BT /F 24 Tf 90 700 Td (2417/UBND-NNMT) Tj ET"
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

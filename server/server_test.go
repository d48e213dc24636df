package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"congvan/office"
	"congvan/server/web"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
)

// serve builds a server whose log can be read, with one more route that does what the test wants.
func serve(t *testing.T, config Config, act echo.HandlerFunc) (http.Handler, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	config.Log = slog.New(office.LogHandler{Handler: slog.NewTextHandler(&log, nil)})
	handler := New(config, &web.Site{Log: config.Log, Clock: office.SystemClock, Sessions: scs.New()})
	if act != nil {
		handler.(*echo.Echo).Any("/act", act)
	}
	return handler, &log
}

func ask(handler http.Handler, method, path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestEveryAnswerCarriesTheContentPolicy(t *testing.T) {
	handler, _ := serve(t, Config{Secure: true}, nil)
	for _, path := range []string{"/healthz", "/no-such-page", "/static/0/app.css"} {
		h := ask(handler, http.MethodGet, path).Header()
		if p := h.Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "inline") {
			t.Errorf("%s: policy %q", path, p)
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Strict-Transport-Security", "X-Request-Id"} {
			if h.Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
	}
}

func TestPapersStayOutOfCaches(t *testing.T) {
	handler, _ := serve(t, Config{}, nil)
	if got := ask(handler, http.MethodGet, "/no-such-page").Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q, want no-store", got)
	}
}

func TestAnotherSitesFormIsRefused(t *testing.T) {
	done := false
	handler, _ := serve(t, Config{}, func(c echo.Context) error { done = true; return c.NoContent(204) })
	w := ask(handler, http.MethodPost, "/act", header("Sec-Fetch-Site", "cross-site"))
	if w.Code != http.StatusForbidden || done {
		t.Fatalf("status %d, done %v", w.Code, done)
	}
	if w := ask(handler, http.MethodPost, "/act", header("Sec-Fetch-Site", "same-origin")); w.Code != 204 {
		t.Fatalf("our own form: status %d", w.Code)
	}
}

func TestABodyOverTheLimitIsTooLarge(t *testing.T) {
	handler, _ := serve(t, Config{MaxUpload: 10}, func(c echo.Context) error {
		_, err := io.ReadAll(c.Request().Body)
		return err
	})
	for contentType, limit := range map[string]int{"application/x-www-form-urlencoded": formLimit, "multipart/form-data": formLimit + 10} {
		for size, want := range map[int]int{limit: 200, limit + 1: 413} {
			r := httptest.NewRequest(http.MethodPost, "/act", strings.NewReader(strings.Repeat("x", size)))
			r.Header.Set("Content-Type", contentType)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s, %d bytes: status %d, want %d", contentType, size, w.Code, want)
			}
		}
	}
}

func TestAPanicIsAPageInWordsAndALineInTheLog(t *testing.T) {
	handler, log := serve(t, Config{}, func(echo.Context) error { panic("the seal is missing") })
	w := ask(handler, http.MethodGet, "/act")
	if w.Code != 500 || strings.Contains(w.Body.String(), "seal is missing") || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "the seal is missing") || !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("log %s", log)
	}
}

func TestTheLogHoldsNoPersonalData(t *testing.T) {
	handler, log := serve(t, Config{}, func(c echo.Context) error { return c.NoContent(204) })
	ask(handler, http.MethodGet, "/act?q=don-to-cao-nguyen-van-a", header("Cookie", "session=abc"), header("X-Forwarded-For", "203.0.113.9"))
	for _, secret := range []string{"nguyen-van-a", "abc", "203.0.113.9", "192.0.2.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
	if !strings.Contains(log.String(), "route=/act") {
		t.Errorf("the log does not name the route: %s", log)
	}
}

func TestAProgramGetsRFC9457AndAPersonAPage(t *testing.T) {
	handler, _ := serve(t, Config{}, nil)
	if w := ask(handler, http.MethodGet, "/api/no-such"); w.Header().Get("Content-Type") != "application/problem+json" || w.Code != 404 {
		t.Errorf("API: status %d, type %q", w.Code, w.Header().Get("Content-Type"))
	}
	w := ask(handler, http.MethodGet, "/no-such")
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || !strings.Contains(w.Body.String(), "Không có trang này") {
		t.Errorf("page: type %q, body %s", w.Header().Get("Content-Type"), w.Body)
	}
}

func TestTheReadersLanguageIsOwnChoiceThenTheBrowsers(t *testing.T) {
	handler, _ := serve(t, Config{}, nil)
	english, vietnamese := "There is no such page", "Không có trang này"
	tests := []struct{ cookie, browser, want string }{
		{"", "", vietnamese},
		{"", "en-GB,en;q=0.9", english},
		{"lang=vi", "en-GB", vietnamese},
		{"lang=en", "vi", english},
	}
	for _, test := range tests {
		w := ask(handler, http.MethodGet, "/no-such", header("Cookie", test.cookie), header("Accept-Language", test.browser))
		if !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("cookie %q, browser %q: want %q", test.cookie, test.browser, test.want)
		}
	}
}

func TestSwitchingTheLanguageLeadsBackAndNowhereElse(t *testing.T) {
	handler, _ := serve(t, Config{}, nil)
	for back, want := range map[string]string{"/work?part=sign": "/work?part=sign", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/", "": "/"} {
		r := httptest.NewRequest(http.MethodPost, "/language", strings.NewReader("lang=en&back="+back))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("back %q: status %d to %q, want %q", back, w.Code, w.Header().Get("Location"), want)
		}
	}
}

func TestReadinessNamesEachPartButNotWhyItFails(t *testing.T) {
	parts := []Part{
		{Name: "database (postgresql)", Ask: func(context.Context) error { return errors.New("dial postgres 10.0.0.7") }},
		{Name: "objects (local)", Ask: func(context.Context) error { return nil }, Note: func(context.Context) string { return "one of two" }},
	}
	handler, log := serve(t, Config{Parts: parts}, nil)
	w := ask(handler, http.MethodGet, "/readyz")
	if w.Code != http.StatusServiceUnavailable || w.Body.String() != "not ready\ndatabase (postgresql): does not answer\nobjects (local): ok (one of two)\n" {
		t.Errorf("status %d, body %q", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "10.0.0.7") {
		t.Errorf("the log does not say why: %s", log)
	}
	if w := ask(handler, http.MethodGet, "/healthz"); w.Code != 200 {
		t.Errorf("/healthz: status %d: the process itself is well", w.Code)
	}
}

func TestADrainingServerSaysSoAndStillAnswers(t *testing.T) {
	drain := NewDrain()
	handler, _ := serve(t, Config{Drain: drain}, func(c echo.Context) error { return c.NoContent(204) })
	if w := ask(handler, http.MethodGet, "/act"); w.Header().Get("Connection") == "close" {
		t.Error("asks for connections to be closed before it drains")
	}
	drain.Begin()
	drain.Begin()
	if w := ask(handler, http.MethodGet, "/readyz"); w.Code != 503 || !strings.HasPrefix(w.Body.String(), "draining") {
		t.Errorf("/readyz: status %d, %q", w.Code, w.Body)
	}
	if w := ask(handler, http.MethodGet, "/act"); w.Code != 204 || w.Header().Get("Connection") != "close" {
		t.Errorf("status %d, Connection %q", w.Code, w.Header().Get("Connection"))
	}
}

func TestTooManyRequestsFromOneAddressAreTurnedAway(t *testing.T) {
	handler, _ := serve(t, Config{Rate: 1}, nil)
	codes := map[int]int{}
	for range 12 {
		codes[ask(handler, http.MethodGet, "/no-such-page", header("X-Forwarded-For", "198.51.100.7")).Code]++
	}
	if codes[429] == 0 {
		t.Errorf("codes %v", codes)
	}
	// A client may write what it likes into X-Forwarded-For: without a trusted proxy it makes no new address.
	if w := ask(handler, http.MethodGet, "/no-such-page", header("X-Forwarded-For", "198.51.100.8")); w.Code != 429 {
		t.Errorf("another X-Forwarded-For: status %d, want 429", w.Code)
	}
	// Who watches over the server is never turned away: it would take the server for dead.
	for _, path := range []string{"/healthz", "/readyz"} {
		if w := ask(handler, http.MethodGet, path); w.Code != 200 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

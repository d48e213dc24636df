package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"congvan/office"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
)

// visitors builds the site without services: whoever is not signed in must never get as far as one.
func visitors() *echo.Echo {
	site := &Site{Clock: office.SystemClock, Sessions: scs.New()}
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) { _ = site.ShowError(c, err) }
	site.Routes(e)
	return e
}

// public are the routes that anybody may ask.
var public = map[string]bool{
	"GET /sign-in": true, "POST /sign-in": true, "POST /sign-out": true, "GET /verify": true, "POST /verify": true,
	"POST /language": true, "POST /keys": true,
}

func TestWhoIsNotSignedInReachesNoPageButThePublicOnes(t *testing.T) {
	e, asked := visitors(), 0
	for _, route := range e.Routes() {
		if public[route.Method+" "+route.Path] || route.Method == echo.RouteNotFound {
			continue
		}
		path := strings.NewReplacer(":id", "01a20a92-7fee-7d74-9943-2a512c248f83", ":delivery", "01a20a92-7fee-7d74-9943-2a512c248f84").Replace(route.Path)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(route.Method, path, strings.NewReader("version=1")))
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
			t.Errorf("%s %s: status %d to %q, want the sign-in page", route.Method, route.Path, w.Code, w.Header().Get("Location"))
		}
		asked++
	}
	if asked < 30 {
		t.Errorf("only %d routes were asked", asked)
	}
}

func TestSigningInLeadsBackToThePageThatWasAskedFor(t *testing.T) {
	w := httptest.NewRecorder()
	visitors().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/work?part=sign", nil))
	if got := w.Header().Get("Location"); got != "/sign-in?back=%2Fwork%3Fpart%3Dsign" {
		t.Errorf("Location %q", got)
	}
	// What was sent by a form cannot be asked for again by a link.
	w = httptest.NewRecorder()
	visitors().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/seal", nil))
	if got := w.Header().Get("Location"); got != "/sign-in" {
		t.Errorf("after a form: Location %q", got)
	}
}

func TestThePublicPagesNeedNobody(t *testing.T) {
	for _, path := range []string{"/sign-in", "/verify"} {
		w := httptest.NewRecorder()
		visitors().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestOnlyPathsOfThisSiteAreLedBackTo(t *testing.T) {
	for path, want := range map[string]string{
		"/work": "/work", "/receive/1?x=/y": "/receive/1?x=/y", "": "/", "work": "/", "//evil.example/": "/", "/\\evil.example": "/",
		"https://evil.example/": "/", "/\tevil": "/", "/a\r\nSet-Cookie: x": "/",
	} {
		if got := localPath(path); got != want {
			t.Errorf("%q leads to %q, want %q", path, got, want)
		}
	}
}

package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"congvan/office"
	"congvan/office/dispatch"

	"github.com/labstack/echo/v4"
)

// Whatever an address or a form says, the way back stays on this site as browsers read addresses (WHATWG URL: a backslash is a slash, tabs and
// line ends are not there).
func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/work", "//evil.example", `/\evil.example`, "/\t/evil.example", "https://evil.example", "/%2f/evil.example", "/work?back=//x", ""} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://congvan.example/sign-in")
	f.Fuzz(func(t *testing.T, path string) {
		got := localPath(path)
		if len(got) == 0 || got[0] != '/' || len(got) > 1 && (got[1] == '/' || got[1] == '\\') {
			t.Errorf("%q leads to %q", path, got)
		}
		if to, err := base.Parse(got); err == nil && to.Host != base.Host {
			t.Errorf("%q leads to %s", path, to.Host)
		}
	})
}

// Whatever the address of the search page says is a query within bounds or a complaint about the input.
func FuzzSearchAddress(f *testing.F) {
	for _, seed := range []string{"q=đất&kind=CV&page=2", "year=x", "from=2026-02-30", "to=9999-12-31&sort=newest", "page=9223372036854775807", "%zz=&;", "q=%00&field=07&field="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		r := httptest.NewRequest(http.MethodGet, "/search", nil)
		r.URL.RawQuery = raw
		c := echo.New().NewContext(r, httptest.NewRecorder())
		query, err := searchQuery(c, pageNumber(c))
		if err != nil && office.KindOf(err) != office.KindInvalid {
			t.Errorf("%q: %v", raw, err)
		}
		if query.Offset < 0 || query.Limit != hits {
			t.Errorf("%q: from %d, %d of them", raw, query.Offset, query.Limit)
		}
		pager(c, pageNumber(c), lines, 7)
	})
}

// Whatever the forms of a paper say is read or complained about.
func FuzzForms(f *testing.F) {
	f.Add("lead=01a20a92-7fee-7d74-9943-2a512c248f83&cooperate=x&due=2026-11-23&version=3&field=other&other=07")
	f.Add("lead=&inform=%ff&due=31/12/2026&version=99999999999999999999&field=none&area=tdp-1")
	f.Add("%zz;=&&")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest(http.MethodPost, "/drafts", nil)
		r.PostForm, _ = url.ParseQuery(body)
		r.Form = r.PostForm
		c := echo.New().NewContext(r, httptest.NewRecorder())
		if _, err := assignment(c); err != nil && office.KindOf(err) != office.KindInvalid {
			t.Errorf("%q as an assignment: %v", body, err)
		}
		if _, err := (&Site{}).said(c); err != nil && office.KindOf(err) != office.KindInvalid {
			t.Errorf("%q as a draft: %v", body, err)
		}
		in := typed{field: c.FormValue("field"), other: c.FormValue("other"), area: c.FormValue("area")}
		if _, err := in.choice(dispatch.Choice{Fields: []office.FieldCode{"07"}}); err != nil && office.KindOf(err) != office.KindInvalid {
			t.Errorf("%q as a choice: %v", body, err)
		}
		version(c)
	})
}

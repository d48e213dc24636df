package security

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"congvan/demo"
)

// Visitor is a browser: it keeps cookies and has an address of its own, so that the limit of one address is not that of another.
type Visitor struct {
	t       *testing.T
	city    *City
	address string
	cookies map[string]string
}

var visitors atomic.Int64

func (c *City) visitor(t *testing.T) *Visitor {
	n := visitors.Add(1)
	return &Visitor{t: t, city: c, address: fmt.Sprintf("10.1.%d.%d:4711", n/250, n%250+1), cookies: map[string]string{}}
}

// as is a visitor signed in as somebody.
func (c *City) as(t *testing.T, role Role) *Visitor {
	t.Helper()
	v := c.visitor(t)
	if role != nobody {
		if w := v.signIn(role, demo.Password); w.Code != http.StatusSeeOther {
			t.Fatalf("%s cannot sign in: status %d", role, w.Code)
		}
	}
	return v
}

func (v *Visitor) signIn(role Role, password string) *httptest.ResponseRecorder {
	return v.post("/sign-in", url.Values{"account": {string(role)}, "password": {password}})
}

func (v *Visitor) get(path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	return v.do(httptest.NewRequest(http.MethodGet, path, nil), change...)
}

func (v *Visitor) post(path string, form url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r, change...)
}

// sendFile posts a form with fields and one file.
func (v *Visitor) sendFile(path, name string, content io.Reader, fields url.Values) *httptest.ResponseRecorder {
	v.t.Helper()
	reader, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	go func() {
		for key, values := range fields {
			for _, value := range values {
				_ = form.WriteField(key, value)
			}
		}
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = io.Copy(part, content)
		}
		_ = form.Close()
		_ = writer.CloseWithError(err)
	}()
	defer reader.Close()
	r := httptest.NewRequest(http.MethodPost, path, reader)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.do(r)
}

func (v *Visitor) do(r *http.Request, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r.RemoteAddr = v.address
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	v.city.handler.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if v.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 || cookie.Value == "" {
			delete(v.cookies, cookie.Name)
		} else if cookie.Name == sessionCookie {
			keepToken(cookie.Value)
		}
	}
	return w
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

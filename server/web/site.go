// Package web serves the pages: handlers that read requests, ask the services, and fill the views of package page.
//
// A handler asks whether the person may before it reads what was sent, and tells "you may not know of it" and "there is none" alike. After
// an act it answers 303 to the page where the person goes on; a refused form comes back with what was typed and a message at each field.
package web

import (
	"log/slog"
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/server/problem"
	"congvan/server/web/page"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// Site is everything the pages need.
type Site struct {
	Log    *slog.Logger
	Clock  office.Clock
	Secure bool // served over TLS: cookies are sent over nothing else
}

// Routes hangs the pages into the router.
func (s *Site) Routes(e *echo.Echo) {
	e.POST("/language", s.chooseLanguage)
	e.POST("/keys", s.switchKeys)
}

const (
	languageCookie = "lang"
	keysCookie     = "keys"
	cookieYear     = 365 * 24 * 60 * 60 // seconds
)

// Language is the reader's language: the own choice, else the browser's.
func (s *Site) Language(c echo.Context) language.Lang {
	own := ""
	if cookie, err := c.Cookie(languageCookie); err == nil {
		own = cookie.Value
	}
	return language.Choose(own, c.Request().Header.Get("Accept-Language"))
}

// chooseLanguage keeps the reader's choice: POST /language.
func (s *Site) chooseLanguage(c echo.Context) error {
	lang := language.Lang(c.FormValue("lang"))
	if !lang.Valid() {
		return office.Invalid("web.error.language", "lang", string(lang))
	}
	s.keep(c, languageCookie, string(lang))
	return back(c)
}

// switchKeys switches the keys of one letter off and on: POST /keys (WCAG 2.1.4).
func (s *Site) switchKeys(c echo.Context) error {
	s.keep(c, keysCookie, c.FormValue("single"))
	return back(c)
}

func singleKeys(c echo.Context) bool {
	cookie, err := c.Cookie(keysCookie)
	return err != nil || cookie.Value != "off"
}

func (s *Site) keep(c echo.Context, name, value string) {
	c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: cookieYear, HttpOnly: true, Secure: s.Secure,
		SameSite: http.SameSiteLaxMode})
}

// back leads to where the form says it stood, if that is a page of ours.
func back(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, localPath(c.FormValue("back")))
}

// localPath is the path itself when it leads nowhere but into this site, and the front page otherwise: a link in a mail must not make our
// sign-in send people elsewhere.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// show renders a view: in the person's frame when somebody is signed in, in the visitors' otherwise.
func (s *Site) show(c echo.Context, status int, view page.View) error {
	return s.render(c, status, page.PlainPage(c.Request().URL.RequestURI(), view))
}

func (s *Site) render(c echo.Context, status int, component templ.Component) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().Header().Add("Vary", "Accept-Language, Cookie")
	c.Response().WriteHeader(status)
	return component.Render(page.WithLanguage(c.Request().Context(), s.Language(c)), c.Response())
}

// ShowError answers a failed request with a page in words.
func (s *Site) ShowError(c echo.Context, err error) error {
	p := problem.Of(s.Language(c), err, c.Response().Header().Get(echo.HeaderXRequestID))
	view := page.Failure{Status: p.Status, Key: problem.TitleKey(p.Status), Detail: p.Detail}
	if problem.Internal(err) {
		view.Request = p.Request
	}
	return s.show(c, p.Status, page.PlainFailure{Failure: view})
}

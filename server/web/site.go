// Package web serves the pages: handlers that read requests, ask the services, and fill the views of package page.
//
// A handler asks whether the person may before it reads what was sent, and tells "you may not know of it" and "there is none" alike. After
// an act it answers 303 to the page where the person goes on; a refused form comes back with what was typed and a message at each field.
package web

import (
	"log/slog"
	"net/http"
	"strings"

	"congvan/identity"
	"congvan/language"
	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/annex"
	"congvan/office/approval"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/fields"
	"congvan/office/find"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/reorganisation"
	"congvan/office/report"
	"congvan/office/seal"
	"congvan/server/web/page"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
)

// Site is everything the pages need.
type Site struct {
	Log       *slog.Logger
	Clock     office.Clock
	Secure    bool          // served over TLS: cookies are sent over nothing else
	MaxUpload int64         // bytes of an uploaded file
	Demo      []DemoAccount // shown on the sign-in page of a demonstration

	Watch    Watch           // tells of what changes
	Draining func() bool     // whether the server is about to end and takes no new streams; nil: never
	Ending   <-chan struct{} // closed when the streams are to end; nil: never

	Sessions   *scs.SessionManager
	Identity   *identity.Service
	Org        *org.Service
	Regulation *regulation.Service
	Annex      *annex.Service
	Fields     *fields.Service
	Seal       *seal.Service
	Desk       *desk.Service
	Document   *document.Service
	Register   *register.Service
	Approval   *approval.Service
	Dispatch   *dispatch.Service
	Find       *find.Service
	Webhook    *webhook.Service
	Report     *report.Service
	Reorganise *reorganisation.Service

	streams streams
}

// DemoAccount is a fictional person of the demonstration, shown on the sign-in page so that a newcomer can walk in.
type DemoAccount = page.DemoAccount

// Routes hangs the pages into the router.
func (s *Site) Routes(e *echo.Echo) {
	e.POST("/language", s.chooseLanguage)
	e.POST("/keys", s.switchKeys)
	g := e.Group("", echo.WrapMiddleware(s.Sessions.LoadAndSave))
	s.public(g)
	s.received(g)
	s.issued(g)
	s.watched(g)
	s.peoplePages(g)
	s.connected(g)
	s.otherwise(g)
	s.classified(g)
	s.entitled(g)
	s.ruled(g)
	s.lived(g)
	s.reorganised(g)
	s.exchanged(g)
	s.covered(g)
}

// public are the pages for everybody.
func (s *Site) public(g *echo.Group) {
	g.GET("/sign-in", s.signInPage)
	g.POST("/sign-in", s.signIn)
	g.POST("/sign-out", s.signOut)
	g.GET("/password", s.passwordPage)
	g.POST("/password", s.changePassword)
	g.GET("/tokens", s.in(s.tokensPage))
	g.POST("/tokens", s.in(s.makeToken))
	g.POST("/tokens/:id/revoke", s.in(s.revokeToken))
	g.GET("/verify", s.verifyPage)
	g.POST("/verify", s.verify)
}

// received are the pages of papers that came in.
func (s *Site) received(g *echo.Group) {
	g.GET("/", s.in(s.home))
	g.GET(LivePath, s.in(s.live))
	g.GET(LivePath+"/frame", s.in(s.liveFrame))
	g.GET("/work", s.in(s.workList))
	g.GET("/notices", s.in(s.noticesPage))
	g.POST("/notices/seen", s.in(s.seeNotices))
	g.GET("/deliveries/:id", s.in(s.deliveryPage))
	g.GET("/deliveries/:id/file", s.in(s.deliveryFile))
	g.POST("/deliveries/:id/assign", s.in(s.assign))
	g.POST("/deliveries/:id/endorse", s.in(s.endorse))
	g.POST("/deliveries/:id/distribute", s.in(s.distribute))
	g.POST("/deliveries/:id/start", s.in(s.start))
	g.POST("/deliveries/:id/hand-down", s.in(s.handDown))
	g.POST("/deliveries/:id/finish", s.in(s.finish))
	g.POST("/deliveries/:id/hand-back", s.in(s.handBack))
	g.POST("/deliveries/:id/field", s.in(s.wrongField))
	g.GET("/receive", s.in(s.receivePage))
	g.GET("/receive/:id", s.in(s.receivePage))
	g.GET("/receive/:id/compare", s.in(s.comparePage))
	g.POST("/receive/:id/register", s.in(s.registerDelivery))
	g.POST("/receive/:id/refuse", s.in(s.refuseDelivery))
	g.GET("/queue", s.in(s.queuePage))
	g.GET("/search", s.in(s.searchPage))
	s.registers(g)
}

// issued are the pages of the organ's own documents, from draft to dispatch.
func (s *Site) issued(g *echo.Group) {
	g.GET("/outgoing", s.in(s.outgoingPage))
	g.GET("/documents/:id", s.in(s.issuedPage))
	g.GET("/documents/:id/file", s.in(s.documentFile))
	g.GET("/drafts/new", s.in(s.newDraftPage))
	g.POST("/drafts", s.in(s.createDraft))
	g.POST("/drafts/submit", s.in(s.createDraft))
	g.GET("/drafts/:id", s.in(s.draftPage))
	g.POST("/drafts/:id", s.in(s.reviseDraft))
	g.POST("/drafts/:id/submit", s.in(s.reviseDraft))
	g.GET("/sign", s.in(s.signListPage))
	g.GET("/sign/:id", s.in(s.signPage))
	g.POST("/sign/:id", s.in(s.sign))
	g.POST("/sign/:id/return", s.in(s.sendBack))
	g.GET("/seal", s.in(s.sealPage))
	g.GET("/seal/:id", s.in(s.sealPage))
	g.POST("/seal", s.in(s.sealSeen))
	g.POST("/seal/:id/seen", s.in(s.markSeen))
	g.POST("/seal/:id/aside", s.in(s.putAside))
}

// watched are the pages with which a sender follows what it sent.
func (s *Site) watched(g *echo.Group) {
	g.GET("/dispatch/:id", s.in(s.dispatchPage))
	g.POST("/dispatch/:id/preview", s.in(s.dispatchPreview))
	g.POST("/dispatch/:id/groups", s.in(s.keepGroup))
	g.POST("/dispatch/:id/groups/drop", s.in(s.dropGroup))
	g.POST("/dispatch/:id", s.in(s.send))
	g.GET("/documents/:id/progress", s.in(s.progressPage))
	g.GET("/documents/:id/recipients/:delivery", s.in(s.trackedPage))
	g.POST("/documents/:id/recipients/:delivery/acknowledge", s.in(s.acknowledge))
	g.GET("/board", s.in(s.boardPage))
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

func (s *Site) render(c echo.Context, status int, component templ.Component) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().Header().Add("Vary", "Accept-Language, Cookie")
	c.Response().WriteHeader(status)
	return component.Render(page.WithLanguage(c.Request().Context(), s.Language(c)), c.Response())
}

package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"congvan/identity"
	"congvan/language"
	"congvan/office"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// What a session holds. Sessions lie in the database, so any server reads them.
const (
	sessionAccount    = "account"    // identifier of the account that signed in
	sessionGeneration = "generation" // of the account then: a new password or a lock ends the session
	sessionDone       = "done"       // what the last act did, shown once
)

// who is what is known of the reader, found once a request.
type who struct {
	actor      office.Actor
	mustChange bool // the password was given by another: only changing it is allowed
	err        error
}

const whoKey = "who"

// actor is who asks, or why nobody does.
func (s *Site) actor(c echo.Context) (office.Actor, error) {
	if known, ok := c.Get(whoKey).(who); ok {
		return known.actor, known.err
	}
	found := s.find(c.Request().Context())
	c.Set(whoKey, found)
	return found.actor, found.err
}

var errNobody = &office.Error{Kind: office.KindUnauthenticated, Key: "web.error.unauthenticated"}

func (s *Site) find(ctx context.Context) who {
	id, err := office.ParseID("", s.Sessions.GetString(ctx, sessionAccount))
	if err != nil {
		return who{err: errNobody}
	}
	account, err := s.Identity.Account(ctx, id)
	if err != nil {
		return who{err: err}
	}
	if account.Locked() || account.Generation != s.Sessions.GetInt(ctx, sessionGeneration) {
		return who{err: errNobody}
	}
	actor, err := s.Regulation.Actor(ctx, account.PersonID)
	actor.Account = account.ID
	return who{actor: actor, mustChange: account.MustChange, err: err}
}

// in lets only signed-in people reach a page; the others sign in first and come back to it.
func (s *Site) in(handle func(echo.Context, office.Actor) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		actor, err := s.actor(c)
		if err != nil {
			return err
		}
		if s.mustChange(c) {
			return c.Redirect(http.StatusSeeOther, "/password")
		}
		return handle(c, actor)
	}
}

func (s *Site) mustChange(c echo.Context) bool {
	known, _ := c.Get(whoKey).(who)
	return known.mustChange
}

// passwordPage lets somebody change the own password: GET /password. Who was given one by another comes nowhere else before.
func (s *Site) passwordPage(c echo.Context) error {
	actor, err := s.actor(c)
	if err != nil {
		return err
	}
	return s.showPassword(c, actor, http.StatusOK, "")
}

// showPassword puts the form into the frame of the person's pages, unless these are closed to him until it is filled in.
func (s *Site) showPassword(c echo.Context, actor office.Actor, status int, refused string) error {
	view := page.Password{Must: s.mustChange(c), Refused: refused}
	if view.Must {
		return s.plain(c, status, page.PlainPassword{Password: view})
	}
	return s.show(c, actor, status, view)
}

// changePassword changes it and begins a new session, for all others end: POST /password.
func (s *Site) changePassword(c echo.Context) error {
	actor, err := s.actor(c)
	if err != nil {
		return err
	}
	account, err := s.Identity.ChangePassword(c.Request().Context(), actor.Account, c.FormValue("old"), c.FormValue("password"))
	if kind := office.KindOf(err); kind == office.KindInvalid || kind == office.KindUnauthenticated {
		return s.showPassword(c, actor, http.StatusUnprocessableEntity, s.words(c, err))
	}
	if err != nil {
		return err
	}
	if err := s.begin(c, account); err != nil {
		return err
	}
	s.done(c, "web.done.password")
	return c.Redirect(http.StatusSeeOther, "/")
}

// signInPage asks who somebody is: GET /sign-in.
func (s *Site) signInPage(c echo.Context) error {
	if _, err := s.actor(c); err == nil {
		return c.Redirect(http.StatusSeeOther, localPath(c.QueryParam("back")))
	}
	return s.plain(c, http.StatusOK, page.SignIn{Back: c.QueryParam("back"), Demo: s.Demo})
}

// signIn begins a session: POST /sign-in.
func (s *Site) signIn(c echo.Context) error {
	account, err := s.Identity.SignIn(c.Request().Context(), c.FormValue("account"), c.FormValue("password"))
	if office.KindOf(err) == office.KindUnauthenticated {
		return s.plain(c, http.StatusUnprocessableEntity, page.SignIn{Account: c.FormValue("account"), Back: c.FormValue("back"),
			Refused: s.words(c, err), Demo: s.Demo})
	}
	if err != nil {
		return err
	}
	if err := s.begin(c, account); err != nil {
		return err
	}
	return back(c)
}

// begin gives the session a new token, so that one that was planted before is worth nothing, and nothing of who used the browser before.
func (s *Site) begin(c echo.Context, account identity.Account) error {
	ctx := c.Request().Context()
	if err := s.Sessions.Clear(ctx); err != nil {
		return err
	}
	if err := s.Sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.Sessions.Put(ctx, sessionAccount, account.ID.String())
	s.Sessions.Put(ctx, sessionGeneration, account.Generation)
	return nil
}

// signOut ends the session: POST /sign-out.
func (s *Site) signOut(c echo.Context) error {
	if err := s.Sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/sign-in")
}

func toSignIn(c echo.Context) error {
	path := "/sign-in"
	if c.Request().Method == http.MethodGet {
		path += "?back=" + url.QueryEscape(c.Request().URL.RequestURI())
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// words are an error in the reader's words.
func (s *Site) words(c echo.Context, err error) string {
	var e *office.Error
	if errors.As(err, &e) {
		return language.Text(s.Language(c), e.Key, e.Args...)
	}
	return language.Text(s.Language(c), "web.error.internal")
}

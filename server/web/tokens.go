package web

import (
	"net/http"
	"strconv"
	"time"

	"congvan/identity"
	"congvan/language"
	"congvan/office"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// tokensPage lists the tokens with which other systems act for the account: GET /tokens. The administrator sees those of the organ.
func (s *Site) tokensPage(c echo.Context, actor office.Actor) error {
	return s.showTokens(c, actor, http.StatusOK, page.Tokens{Days: "90"})
}

// makeToken makes one and shows its secret, this once: POST /tokens.
func (s *Site) makeToken(c echo.Context, actor office.Actor) error {
	if !identity.MayMakeToken(actor) {
		return office.Forbidden("identity.token_needs_post")
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	view := page.Tokens{Name: form.Get("name"), Days: form.Get("days"), Chosen: form["scopes"]}
	days, err := strconv.Atoi(view.Days)
	if err != nil {
		days = 0 // the service says how many there may be
	}
	wanted := identity.NewToken{Name: view.Name, For: time.Duration(days) * 24 * time.Hour}
	for _, scope := range view.Chosen {
		wanted.Scopes = append(wanted.Scopes, identity.Scope(scope))
	}
	_, secret, err := s.Identity.MakeToken(c.Request().Context(), actor, wanted)
	if err != nil {
		messages, ok := s.refused(c, err, nil)
		if !ok {
			return err
		}
		view.Errors = messages
		return s.showTokens(c, actor, http.StatusUnprocessableEntity, view)
	}
	return s.showTokens(c, actor, http.StatusCreated, page.Tokens{Days: "90", Secret: secret.Reveal()})
}

// revokeToken ends one at once: POST /tokens/:id/revoke.
func (s *Site) revokeToken(c echo.Context, actor office.Actor) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	revoked, err := s.Identity.RevokeToken(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	s.done(c, "web.done.token_revoked", revoked.Name)
	return c.Redirect(http.StatusSeeOther, "/tokens")
}

func (s *Site) showTokens(c echo.Context, actor office.Actor, status int, view page.Tokens) error {
	all, err := s.Identity.Tokens(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	view.May, view.Oversees = identity.MayMakeToken(actor), identity.MayOversee(actor)
	for _, scope := range identity.Scopes() {
		view.Scopes = append(view.Scopes, page.Option{Value: string(scope), Text: scopeName(lang, scope), Note: string(scope), Chosen: contains(view.Chosen, string(scope))})
	}
	for _, t := range all {
		row := page.TokenRow{Name: t.Name, Account: t.Account, Hint: t.Hint, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt, LastUsedAt: t.LastUsedAt, RevokedAt: t.RevokedAt,
			Expired: t.Expired(s.Clock()), Revoke: "/tokens/" + t.ID.String() + "/revoke"}
		for _, scope := range t.Scopes.List() {
			row.Scopes = append(row.Scopes, scopeName(lang, scope))
		}
		view.Rows = append(view.Rows, row)
	}
	return s.show(c, actor, status, view)
}

func scopeName(lang language.Lang, scope identity.Scope) string {
	return language.Text(lang, "identity.scope."+string(scope))
}

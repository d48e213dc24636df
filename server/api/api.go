// Package api serves the REST API under /api/v1, its description and its reference page.
//
// openapi.yaml is written first and is the contract with other offices: the server's interface and the Go client (package client) are generated
// from it, requests are validated against it, and the reference page at /api/ is drawn from it. A handler asks the slices' services, as a page
// does; what it may not do a page may not do either.
//
// A request passes these gates, outermost first: the operation is looked up, the token is asked for, its rate and its scope are checked, the
// operation's guard says whether the actor may know of the thing and do this to it, and only then is the input looked at. What must not happen
// twice is then done once (Idempotency-Key).
package api

import (
	"context"
	_ "embed"
	"log/slog"
	"net/http"

	"congvan/audit"
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

	"github.com/labstack/echo/v4"
)

//go:embed openapi.yaml
var description []byte

// Description is the OpenAPI file as it is served.
func Description() []byte { return description }

// Prefix is where the operations are.
const Prefix = "/api/v1"

// API is everything that the operations need.
type API struct {
	Log   *slog.Logger
	Clock office.Clock
	Rate  int // requests a minute with one token; zero: 600

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
	Audit      audit.Exporter
}

var _ StrictServerInterface = (*API)(nil)

// Routes hangs the operations and their description into the router.
func (a *API) Routes(e *echo.Echo) {
	e.GET("/api/openapi.yaml", a.serveDescription)
	g := e.Group(Prefix, a.gates()...)
	RegisterHandlers(g, NewStrictHandler(a, nil))
}

// serveDescription sends the contract: GET /api/openapi.yaml. It is the same for everybody, so any tool may read it without a token.
func (a *API) serveDescription(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", description)
}

// caller is who asks: the actor that the token stands for, in the organ of the token.
type caller struct {
	office.Actor
	account identity.Account
	token   identity.Token
	lang    language.Lang
	request *http.Request // for what HTTP itself knows of files: ranges and what the caller has already
}

type callerKey struct{}

func withCaller(ctx context.Context, who caller) context.Context {
	return context.WithValue(ctx, callerKey{}, who)
}

// callerOf is who asks. Every handler runs behind the gate that put it there.
func callerOf(ctx context.Context) caller { return ctx.Value(callerKey{}).(caller) }

// text is a text of the catalogue in the caller's language.
func (c caller) text(key string, args ...any) string { return language.Text(c.lang, key, args...) }

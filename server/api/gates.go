package api

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/server/problem"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

// uuidForm is that of all versions: kin-openapi's own pattern stops at version 5, and ours are of version 7.
const uuidForm = `^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`

// gates are what every operation passes, outermost first.
func (a *API) gates() []echo.MiddlewareFunc {
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewRegexpFormatValidator(uuidForm))
	openapi3.DefineStringFormatValidator("date", openapi3.NewCallbackValidator(isDay))
	limit := newLimiter(a.Rate, a.Clock)
	return []echo.MiddlewareFunc{a.translated, lookedUp(operations(load())), a.authenticated, limit.gate, scoped, a.guarded, validated, a.once}
}

// isDay wants a day that there is: the validator's own pattern lets 30 February pass.
func isDay(text string) error {
	_, err := time.Parse(time.DateOnly, text)
	return err
}

// authenticated finds who asks. Only the Authorization header counts: a cookie, which a browser sends by itself, is never looked at here, so another
// site's page cannot act in somebody's name.
func (a *API) authenticated(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		kind, secret, _ := strings.Cut(c.Request().Header.Get("Authorization"), " ")
		if secret = strings.TrimSpace(secret); !strings.EqualFold(kind, "Bearer") || secret == "" {
			return challenge(c, "", &office.Error{Kind: office.KindUnauthenticated, Key: "api.no_token"})
		}
		token, account, err := a.Identity.Bearer(ctx, secret)
		if err != nil {
			return challenge(c, "invalid_token", err)
		}
		actor, err := a.Regulation.Actor(ctx, account.PersonID)
		if err != nil {
			return err
		}
		actor.Account = account.ID
		if actor.Organ != token.OrganID {
			return office.Forbidden("api.token_foreign")
		}
		who := caller{Actor: actor, account: account, token: token, lang: language.Choose("", c.Request().Header.Get("Accept-Language")), request: c.Request()}
		c.SetRequest(c.Request().WithContext(withCaller(ctx, who)))
		return next(c)
	}
}

// challenge says what is wrong with the token where RFC 6750 §3 has it.
func challenge(c echo.Context, code string, err error) error {
	if problem.Status(err) != http.StatusUnauthorized {
		return err
	}
	value := `Bearer realm="congvan"`
	if code != "" {
		value += fmt.Sprintf(`, error=%q`, code)
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, value)
	return err
}

// scoped refuses what the token was not given.
func scoped(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		scope := operationOf(c).scope
		if scope != "" && !callerOf(c.Request().Context()).token.Has(scope) {
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, fmt.Sprintf(`Bearer realm="congvan", error="insufficient_scope", scope=%q`, string(scope)))
			return office.Forbidden("api.scope_missing", string(scope))
		}
		return next(c)
	}
}

// translated gives errors the statuses that the description promises.
func (a *API) translated(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if err == nil {
			return nil
		}
		if o, ok := c.Get(operationKey).(*operation); ok && o.has("If-Match") && office.KindOf(err) == office.KindStale {
			return problem.WithStatus(http.StatusPreconditionFailed, err)
		}
		return err
	}
}

// etag is a version as an entity tag.
func etag(version int) *string {
	tag := fmt.Sprintf(`"%d"`, version)
	return &tag
}

// versionOf reads the version of an If-Match header, whose form the description holds.
func versionOf(tag string) int {
	var version int
	if _, err := fmt.Sscanf(tag, `"%d"`, &version); err != nil {
		return -1 // no version has this number
	}
	return version
}

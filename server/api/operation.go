package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"congvan/identity"
	"congvan/office"
	"congvan/server/problem"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"
)

// guard says whether the actor may know of what the path names, and do this to it, before anything that was sent is looked at. The use case
// decides again, in its transaction. An operation whose input is only its path needs none.
type guard func(a *API, ctx context.Context, who caller, path func(name string) (office.ID, error)) error

// guards are those of the operations, by operationId. Each group has its own in the file of its handlers.
func guards() map[string]guard {
	all := map[string]guard{}
	for _, group := range []map[string]guard{documentGuards, approvalGuards, dispatchGuards, deliveryGuards, regulationGuards, modelGuards, annexGuards, webhookGuards, registerGuards, reorganisationGuards, coverageGuards, peopleGuards,
		overruleGuards, fieldGuards, authorityGuards} {
		maps.Copy(all, group)
	}
	return all
}

// operation is one operation of the description, with what the gates need to know of it.
type operation struct {
	id         string
	route      routers.Route
	scope      identity.Scope // none: any token
	guard      guard
	parameters map[string]*openapi3.Parameter // by place and name: "query limit"
	body       string                         // type of its body, "" for none; what is not JSON a handler reads itself
}

const jsonBody = "application/json"

// has reports whether the operation takes a header.
func (o *operation) has(header string) bool { return o.parameters["header "+header] != nil }

// needs reports whether the operation cannot go without a header.
func (o *operation) needs(header string) bool {
	return o.has(header) && o.parameters["header "+header].Required
}

// operations reads the description: by method and the router's path, "GET /api/v1/documents/:document".
func operations(spec *openapi3.T) map[string]*operation {
	all, guards := map[string]*operation{}, guards()
	// The schemas of requests use nothing that OpenAPI 3.0 does not know, and the validator for 3.0 is the one that need not compile a schema
	// for each request and that says what exactly is wrong.
	plain := *spec
	plain.OpenAPI = "3.0.3"
	for path, item := range spec.Paths.Map() {
		for method, op := range item.Operations() {
			o := &operation{id: op.OperationID, guard: guards[op.OperationID], parameters: map[string]*openapi3.Parameter{},
				route: routers.Route{Spec: &plain, Path: path, PathItem: item, Method: method, Operation: op}}
			for _, list := range []openapi3.Parameters{item.Parameters, op.Parameters} {
				for _, p := range list {
					o.parameters[p.Value.In+" "+p.Value.Name] = p.Value
				}
			}
			if op.Security != nil {
				for _, scopes := range *op.Security {
					for _, scope := range scopes["bearer"] {
						o.scope = identity.Scope(scope)
					}
				}
			}
			if op.RequestBody != nil {
				for kind := range op.RequestBody.Value.Content {
					o.body = kind
				}
			}
			all[method+" "+Prefix+strings.NewReplacer("{", ":", "}", "").Replace(path)] = o
		}
	}
	return all
}

// load reads the embedded description, which a test holds to be sound.
func load() *openapi3.T {
	spec, err := openapi3.NewLoader().LoadFromData(description)
	if err != nil {
		panic(err)
	}
	return spec
}

const operationKey = "operation"

func operationOf(c echo.Context) *operation { return c.Get(operationKey).(*operation) }

// lookedUp finds the operation of the request.
func lookedUp(all map[string]*operation) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			o := all[c.Request().Method+" "+c.Path()]
			if o == nil {
				return elsewhere(c, all)
			}
			c.Set(operationKey, o)
			return next(c)
		}
	}
}

// pathID reads an identifier of the path. One that is none names nothing.
func pathID(c echo.Context) func(string) (office.ID, error) {
	return func(name string) (office.ID, error) {
		id, err := office.ParseID("", c.Param(name))
		if err != nil {
			return id, office.NotFound("web.error.not_found")
		}
		return id, nil
	}
}

// guarded asks the operation's guard.
func (a *API) guarded(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		for _, name := range c.ParamNames() {
			if _, err := pathID(c)(name); err != nil {
				return err
			}
		}
		if o := operationOf(c); o.guard != nil {
			if err := o.guard(a, ctx, callerOf(ctx), pathID(c)); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// elsewhere says that there is no such address, or that it does not take the method, and then which it takes (RFC 9110 §15.5.6).
func elsewhere(c echo.Context, all map[string]*operation) error {
	asked := strings.Split(strings.TrimPrefix(c.Request().URL.Path, Prefix), "/")
	var methods []string
	for _, o := range all {
		steps := strings.Split(o.route.Path, "/")
		if slices.EqualFunc(asked, steps, func(a, step string) bool { return a == step || strings.HasPrefix(step, "{") }) {
			methods = append(methods, o.route.Method)
		}
	}
	if len(methods) == 0 {
		return office.NotFound("api.no_route")
	}
	slices.Sort(methods)
	c.Response().Header().Set(echo.HeaderAllow, strings.Join(methods, ", "))
	return problem.WithStatus(http.StatusMethodNotAllowed, office.NotFound("api.method", c.Request().Method))
}

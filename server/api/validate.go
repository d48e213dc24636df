package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"congvan/office"
	"congvan/server/problem"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"
)

// validated holds the request to the description. All that is wrong is told at once, each fault with its place, and without a word of how the
// description puts it.
func validated(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		o, r := operationOf(c), c.Request()
		if o.needs("If-Match") && r.Header.Get("If-Match") == "" {
			return problem.WithStatus(http.StatusPreconditionRequired, office.Invalid("api.if_match_needed", "If-Match"))
		}
		if o.needs(keyHeader) && r.Header.Get(keyHeader) == "" {
			return problem.WithStatus(http.StatusBadRequest, office.Invalid("api.key_needed", keyHeader))
		}
		if err := described(o, r); err != nil {
			return err
		}
		path := map[string]string{}
		for _, name := range c.ParamNames() {
			path[name] = c.Param(name)
		}
		err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{Request: r, PathParams: path, Route: &o.route,
			Options: &openapi3filter.Options{MultiError: true, ExcludeRequestBody: o.body != jsonBody, SkipSettingDefaults: true,
				AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}})
		if err != nil {
			return faults(err)
		}
		return next(c)
	}
}

// described refuses parameters that the operation does not have, a body where it takes none, and one of another type.
func described(o *operation, r *http.Request) error {
	var unknown []error
	for name, values := range r.URL.Query() {
		if o.parameters["query "+name] == nil {
			unknown = append(unknown, office.Invalid("api.unknown_parameter", name))
		} else if len(values) > 1 {
			unknown = append(unknown, office.Invalid("api.value", name))
		}
	}
	if len(unknown) > 0 {
		return errors.Join(unknown...)
	}
	if kind := r.Header.Get(echo.HeaderContentType); o.body != "" && kind != "" && o.route.Operation.RequestBody.Value.Content.Get(kind) == nil {
		return problem.WithStatus(http.StatusUnsupportedMediaType, office.Invalid("api.media_type", "Content-Type", o.body, kind))
	}
	return nil
}

// faults are a validator's complaints as errors of the office.
func faults(err error) error {
	var all []error
	var status int
	for _, one := range flat(err) {
		fault, code := faultOf(one)
		all = append(all, fault...)
		if code != 0 {
			status = code
		}
	}
	if status != 0 {
		return problem.WithStatus(status, errors.Join(all...))
	}
	return errors.Join(all...)
}

func flat(err error) []error {
	if many, ok := err.(openapi3.MultiError); ok {
		var all []error
		for _, one := range many {
			all = append(all, flat(one)...)
		}
		return all
	}
	return []error{err}
}

// faultOf is one complaint. status is that of what cannot be read at all, 0 otherwise.
func faultOf(err error) (all []error, status int) {
	var request *openapi3filter.RequestError
	if !errors.As(err, &request) {
		return []error{err}, 0
	}
	var tooLarge *http.MaxBytesError
	if errors.As(request.Err, &tooLarge) {
		return []error{&office.Error{Kind: office.KindTooLarge, Key: "web.error.too_large"}}, http.StatusRequestEntityTooLarge
	}
	if request.Parameter != nil {
		return parameterFaults(request), 0
	}
	var syntax *json.SyntaxError
	var parse *openapi3filter.ParseError
	switch {
	case errors.Is(request.Err, openapi3filter.ErrInvalidRequired):
		return []error{office.Invalid("api.no_body", "")}, http.StatusBadRequest
	case errors.As(request.Err, &syntax):
		return []error{office.Invalid("api.not_json", "", fmt.Sprintf("%s (byte %d)", syntax.Error(), syntax.Offset))}, http.StatusBadRequest
	case errors.As(request.Err, &parse):
		return []error{office.Invalid("api.not_json", "", parse.RootCause().Error())}, http.StatusBadRequest
	case strings.HasPrefix(request.Reason, "header Content-Type"):
		return []error{office.Invalid("api.media_type", "Content-Type", "application/json", "")}, http.StatusUnsupportedMediaType
	}
	for _, one := range flat(request.Err) {
		var schema *openapi3.SchemaError
		if errors.As(one, &schema) {
			all = append(all, schemaFault(schema, "/"+strings.Join(pointer(schema), "/")))
		} else {
			all = append(all, office.Invalid("api.value", "/").Because(one))
		}
	}
	return all, 0
}

func parameterFaults(request *openapi3filter.RequestError) (all []error) {
	name := request.Parameter.Name
	if errors.Is(request.Err, openapi3filter.ErrInvalidRequired) {
		return []error{office.Invalid("api.missing", name)}
	}
	for _, one := range flat(request.Err) {
		var schema *openapi3.SchemaError
		if errors.As(one, &schema) {
			fault := schemaFault(schema, name)
			if schema.SchemaField == "pattern" && request.Parameter.Example != nil {
				fault = office.Invalid("api.pattern", name, request.Parameter.Example)
			}
			all = append(all, fault)
			continue
		}
		kind := "string"
		if types := request.Parameter.Schema.Value.Type; types != nil && len(types.Slice()) > 0 {
			kind = types.Slice()[0]
		}
		all = append(all, office.Invalid("api.type", name, kind).Because(one))
	}
	return all
}

// pointer escapes the steps to the value at fault (RFC 6901 §3).
func pointer(e *openapi3.SchemaError) []string {
	steps := append([]string(nil), e.JSONPointer()...)
	for i, step := range steps {
		steps[i] = escaped(step)
	}
	return steps
}

func escaped(step string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(step) }

// schemaFault puts one broken rule into words.
func schemaFault(e *openapi3.SchemaError, field string) *office.Error {
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return office.Invalid("api.missing", field)
	case "properties", "additionalProperties":
		var name string
		if _, err := fmt.Sscanf(e.Reason, "property %q", &name); err == nil { // the one place where the validator says which
			field = strings.TrimSuffix(field, "/") + "/" + escaped(name)
		}
		return office.Invalid("api.unknown_field", field)
	case "type":
		return office.Invalid("api.type", field, strings.Join(s.Type.Slice(), ", "))
	case "enum":
		words := make([]string, len(s.Enum))
		for i, word := range s.Enum {
			words[i] = fmt.Sprint(word)
		}
		return office.Invalid("api.enum", field, strings.Join(words, ", "))
	case "maxLength":
		return office.Invalid("api.too_long", field, int(*s.MaxLength))
	case "minLength":
		return office.Invalid("api.too_short", field, int(s.MinLength))
	case "maxItems":
		return office.Invalid("api.too_many_items", field, int(*s.MaxItems))
	case "minItems":
		return office.Invalid("api.too_few_items", field, int(s.MinItems))
	case "uniqueItems":
		return office.Invalid("api.repeated_items", field)
	case "maximum":
		return office.Invalid("api.too_large_number", field, int(*s.Max))
	case "minimum":
		return office.Invalid("api.too_small_number", field, int(*s.Min))
	case "format":
		return office.Invalid("api.format", field, s.Format)
	default:
		return office.Invalid("api.value", field)
	}
}

package api

import (
	"slices"
	"testing"

	"congvan/identity"

	"github.com/getkin/kin-openapi/openapi3"
)

// open are the operations that anybody with the scope may ask: they read the own organ's rules, and keep nothing.
var open = []string{"tryDecision"}

func TestEveryOperationThatBringsInputHasItsGuard(t *testing.T) {
	for key, o := range operations(load()) {
		if o.body != "" && o.guard == nil && !slices.Contains(open, o.id) {
			t.Errorf("%s (%s): say who may, before the input is looked at", key, o.id)
		}
	}
	known := map[string]bool{}
	for _, o := range operations(load()) {
		known[o.id] = true
	}
	for id := range guards() {
		if !known[id] {
			t.Errorf("%s has a guard and is no operation", id)
		}
	}
}

func TestEveryScopeOfTheDescriptionIsOne(t *testing.T) {
	for key, o := range operations(load()) {
		if o.scope == "" && o.id != "getMe" {
			t.Errorf("%s asks for no scope", key)
		}
		if o.scope != "" && !slices.Contains(identity.Scopes(), o.scope) {
			t.Errorf("%s asks for the scope %s, which no token can have", key, o.scope)
		}
	}
}

// The validator runs the description as 3.0 (see operations): a keyword that 3.0 lacks would be passed over in silence. And a body that takes
// fields or texts without end is not a contract.
func TestSchemasOfRequestsAreClosedAndBounded(t *testing.T) {
	for key, o := range operations(load()) {
		if o.body != jsonBody {
			continue
		}
		schema := o.route.Operation.RequestBody.Value.Content[jsonBody].Schema.Value
		if schema.AdditionalProperties.Has == nil || *schema.AdditionalProperties.Has {
			t.Errorf("%s takes fields that are not described", key)
		}
		for name, field := range schema.Properties {
			bounded(t, key+" "+name, field.Value)
		}
	}
}

func bounded(t *testing.T, where string, s *openapi3.Schema) {
	t.Helper()
	switch {
	case s.Type == nil || len(s.Type.Slice()) != 1:
		t.Errorf("%s is not of exactly one type", where)
	case s.Type.Is("string") && s.MaxLength == nil && len(s.Enum) == 0 && s.Format == "":
		t.Errorf("%s takes a text without end", where)
	case s.Type.Is("array"):
		if s.MaxItems == nil {
			t.Errorf("%s takes a list without end", where)
		}
		bounded(t, where+"[]", s.Items.Value)
	}
}

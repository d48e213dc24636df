package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"congvan/server/web/page"

	"github.com/getkin/kin-openapi/openapi3"
)

// Reference is the description as a page: the prose, the operations by tag, an example for curl with each, and the schemas.
func Reference() page.Reference {
	spec := load()
	v := page.Reference{Name: spec.Info.Title, Version: spec.Info.Version, Summary: spec.Info.Summary, About: spec.Info.Description}
	for _, tag := range spec.Tags {
		g := page.ReferenceGroup{Name: tag.Name, About: tag.Description}
		for _, path := range spec.Paths.InMatchingOrder() {
			for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
				item := spec.Paths.Value(path)
				if op := item.GetOperation(method); op != nil && slices.Contains(op.Tags, tag.Name) {
					g.Operations = append(g.Operations, referenceOperation(method, path, item, op))
				}
			}
		}
		slices.SortStableFunc(g.Operations, func(a, b page.ReferenceOperation) int { return at(a) - at(b) })
		v.Groups = append(v.Groups, g)
	}
	for _, name := range sorted(spec.Components.Schemas) {
		v.Schemas = append(v.Schemas, referenceSchema(name, spec.Components.Schemas[name].Value))
	}
	return v
}

// at is where an operation stands in the description, whose order is the order of the work.
func at(o page.ReferenceOperation) int {
	return strings.Index(string(description), "operationId: "+o.ID+"\n")
}

func referenceOperation(method, path string, item *openapi3.PathItem, op *openapi3.Operation) page.ReferenceOperation {
	o := page.ReferenceOperation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, About: op.Description}
	if op.Security != nil {
		for _, scopes := range *op.Security {
			o.Scope = strings.Join(scopes["bearer"], ", ")
		}
	}
	for _, list := range []openapi3.Parameters{item.Parameters, op.Parameters} {
		for _, p := range list {
			f := referenceField(p.Value.Name, p.Value.Schema, p.Value.Required)
			f.Place, f.About = p.Value.In, p.Value.Description
			o.Parameters = append(o.Parameters, f)
		}
	}
	if op.RequestBody != nil {
		for kind, content := range op.RequestBody.Value.Content {
			o.BodyKind = kind
			o.Body = properties(content.Schema.Value)
		}
	}
	for _, status := range sorted(op.Responses.Map()) {
		response := op.Responses.Value(status).Value
		a := page.ReferenceAnswer{Status: status, About: *response.Description}
		for _, content := range response.Content {
			a.Schema = nameOf(content.Schema)
		}
		o.Answers = append(o.Answers, a)
	}
	o.Curl = curl(o, op)
	return o
}

func referenceSchema(name string, s *openapi3.Schema) page.ReferenceSchema {
	v := page.ReferenceSchema{Name: name, About: s.Description, Fields: properties(s)}
	for _, value := range s.Enum {
		v.Values = append(v.Values, fmt.Sprint(value))
	}
	return v
}

// properties lists those of an object, and of all that it is made of, the needed ones first.
func properties(s *openapi3.Schema) []page.ReferenceField {
	var all []page.ReferenceField
	for _, part := range s.AllOf {
		all = append(all, properties(part.Value)...)
	}
	for _, name := range sorted(s.Properties) {
		all = append(all, referenceField(name, s.Properties[name], slices.Contains(s.Required, name)))
	}
	slices.SortStableFunc(all, func(a, b page.ReferenceField) int {
		switch {
		case a.Needed == b.Needed:
			return 0
		case a.Needed:
			return -1
		default:
			return 1
		}
	})
	return all
}

func referenceField(name string, ref *openapi3.SchemaRef, needed bool) page.ReferenceField {
	return page.ReferenceField{Name: name, Type: typeOf(ref), Schema: nameOf(ref), Needed: needed, About: ref.Value.Description}
}

// nameOf is the schema that a reference leads to, also through a list; "" when the type is plain.
func nameOf(ref *openapi3.SchemaRef) string {
	if ref == nil {
		return ""
	}
	if ref.Ref != "" {
		return ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]
	}
	return nameOf(ref.Value.Items)
}

// typeOf is a type in words: "list of uuid", "text, at most 500 characters".
func typeOf(ref *openapi3.SchemaRef) string {
	s := ref.Value
	switch {
	case s.Items != nil:
		return "list of " + typeOf(s.Items)
	case ref.Ref != "":
		return nameOf(ref)
	case s.Format != "" && s.Format != "int64":
		return s.Format
	case s.MaxLength != nil:
		return fmt.Sprintf("text, at most %d characters", *s.MaxLength)
	case s.Type == nil || len(s.Type.Slice()) == 0:
		return "object"
	case s.Type.Is("string"):
		return "text"
	default:
		return s.Type.Slice()[0]
	}
}

// curl is an example that can be pasted: the token in TOKEN, the server in SERVER.
func curl(o page.ReferenceOperation, op *openapi3.Operation) string {
	path := strings.NewReplacer("{", "$", "}", "").Replace(o.Path)
	lines := []string{"curl -H \"Authorization: Bearer $TOKEN\""}
	if o.Method != "GET" {
		lines[0] = "curl -X " + o.Method + lines[0][len("curl"):]
	}
	for _, p := range o.Parameters {
		switch p.Name {
		case "If-Match":
			lines = append(lines, `-H 'If-Match: "7"'`)
		case keyHeader:
			lines = append(lines, `-H 'Idempotency-Key: 5e0c9a8e-1'`)
		}
	}
	switch o.BodyKind {
	case "":
	case jsonBody:
		body, err := json.Marshal(exampleOf(op.RequestBody.Value.Content[jsonBody]))
		if err != nil {
			body = []byte("{}")
		}
		lines = append(lines, "-H 'Content-Type: application/json'", "-d '"+string(body)+"'")
	default:
		lines = append(lines, "-H 'Content-Type: "+o.BodyKind+"'", "--data-binary @van-ban.pdf")
	}
	return strings.Join(append(lines, `"$SERVER`+Prefix+path+`"`), " \\\n  ")
}

// exampleOf is the description's example, or one made of what is needed.
func exampleOf(content *openapi3.MediaType) any {
	if content.Example != nil {
		return content.Example
	}
	return sample(content.Schema.Value)
}

func sample(s *openapi3.Schema) any {
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Items != nil:
		return []any{sample(s.Items.Value)}
	case s.Type != nil && s.Type.Is("object"):
		object := map[string]any{}
		for _, name := range s.Required {
			object[name] = sample(s.Properties[name].Value)
		}
		return object
	case s.Type != nil && s.Type.Is("boolean"):
		return true
	case s.Type != nil && s.Type.Is("integer"):
		return 1
	case s.Format == "uuid":
		return "01932f0e-7b0a-7cc3-9c42-4b5f3f3d8c11"
	default:
		return "…"
	}
}

func sorted[T any](all map[string]T) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

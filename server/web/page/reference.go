package page

import (
	"bytes"
	"context"
	"strings"

	"github.com/a-h/templ"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Reference is the REST API as its description has it, for engineers of other offices. Its prose is English, as the description's is.
type Reference struct {
	Name    string
	Version string
	Summary string
	About   string // Markdown
	Groups  []ReferenceGroup
	Schemas []ReferenceSchema
}

// ReferenceGroup is the operations of one tag.
type ReferenceGroup struct {
	Name       string
	About      string // Markdown
	Operations []ReferenceOperation
}

// ReferenceOperation is one operation.
type ReferenceOperation struct {
	ID, Method, Path string
	Summary          string
	About            string // Markdown
	Scope            string // none: any token
	Parameters       []ReferenceField
	Body             []ReferenceField
	BodyKind         string
	Answers          []ReferenceAnswer
	Curl             string
}

// ReferenceField is a parameter, or a field of a body or a schema.
type ReferenceField struct {
	Name, Place, Type string
	Schema            string // the schema that the type leads to
	Needed            bool
	About             string // Markdown
}

// ReferenceAnswer is an answer by its status.
type ReferenceAnswer struct {
	Status, About, Schema string
}

// ReferenceSchema is a thing that bodies and answers are made of.
type ReferenceSchema struct {
	Name, About string
	Fields      []ReferenceField
	Values      []string
}

// Title of the page.
func (v Reference) Title(ctx context.Context) string { return t(ctx, "web.reference.title", v.Name) }

// Body of the page.
func (v Reference) Body() templ.Component { return reference(v) }

func (g ReferenceGroup) anchor() string  { return "tag-" + strings.ToLower(g.Name) }
func (s ReferenceSchema) anchor() string { return "schema-" + s.Name }

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table))

// prose renders Markdown of our own description. goldmark leaves out HTML that stands in it.
func prose(text string) templ.Component {
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		return templ.Raw(templ.EscapeString(text))
	}
	// Wide blocks and tables are scrolled on a phone, so the keyboard must reach them.
	return templ.Raw(strings.NewReplacer("<pre>", `<pre tabindex="0">`, "<h2>", "<h3>", "</h2>", "</h3>", "<table>", `<table class="table" tabindex="0">`).Replace(out.String()))
}

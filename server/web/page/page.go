// Package page holds what the pages look like: one templ component a page, each taking a plain view struct, and the small parts they share,
// named after the office's work (DeliveryState, Deadline, SignatureReport).
//
// The package knows no services: handlers fill the views. All text comes from the catalogues through t and rich; what a view carries as a
// string is data (a subject, a name) or words that a slice has already written in the reader's language. Every page works without script:
// what acts is a form, what leads somewhere is a link. Element names that scripts and tests hold on to are data-attributes.
package page

import (
	"context"
	"strings"
	"time"

	"congvan/language"
	"congvan/office"

	"github.com/a-h/templ"
)

// View is one page: its title and its content. Handlers fill views, the site puts the frame around them.
type View interface {
	Title(ctx context.Context) string
	Body() templ.Component
}

type languageKey struct{}

// WithLanguage puts the reader's language into the context that pages are rendered with.
func WithLanguage(ctx context.Context, lang language.Lang) context.Context {
	return context.WithValue(ctx, languageKey{}, lang)
}

// Language is the reader's language; Vietnamese when nobody said.
func Language(ctx context.Context) language.Lang {
	lang, ok := ctx.Value(languageKey{}).(language.Lang)
	if !ok {
		return language.Vietnamese
	}
	return lang
}

// t is a text of the catalogue in the reader's language.
func t(ctx context.Context, key string, args ...any) string {
	return language.Text(Language(ctx), key, args...)
}

// rich is a catalogue text that may hold <b>…</b>. Arguments are escaped; the text itself is ours, and a test holds that it has no other tag.
func rich(ctx context.Context, key string, args ...any) templ.Component {
	lang := Language(ctx)
	escaped := make([]any, len(args))
	for i, arg := range args {
		escaped[i] = templ.EscapeString(language.Argument(lang, arg))
	}
	return templ.Raw(language.Text(lang, key, escaped...))
}

// Phrase is a text of the catalogue with its arguments, for views that choose words before the language is known.
type Phrase struct {
	Key  string
	Args []any
}

// Say makes a Phrase.
func Say(key string, args ...any) Phrase { return Phrase{key, args} }

func (p Phrase) in(ctx context.Context) string {
	if p.Key == "" {
		return ""
	}
	return t(ctx, p.Key, p.Args...)
}

func day(ctx context.Context, d office.Day) string { return language.Date(Language(ctx), d.Time()) }
func longDay(ctx context.Context, d office.Day) string {
	return language.LongDate(Language(ctx), d.Time())
}
func moment(ctx context.Context, at time.Time) string    { return language.DateTime(Language(ctx), at) }
func timeOfDay(ctx context.Context, at time.Time) string { return language.Clock(Language(ctx), at) }
func size(ctx context.Context, bytes int64) string       { return language.Bytes(Language(ctx), bytes) }
func count(ctx context.Context, n int) string            { return language.Number(Language(ctx), int64(n)) }

// iso is a moment for the datetime attribute of <time>.
func iso(at time.Time) string { return at.In(office.Hanoi).Format("2006-01-02T15:04:05-07:00") }

// class joins the class names whose condition holds: class("row", true, "row--late", late).
func class(pairs ...any) string {
	var names []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1].(bool) {
			names = append(names, pairs[i].(string))
		}
	}
	return strings.Join(names, " ")
}

// Option is one choice of a select, of radio buttons or of tick boxes.
type Option struct {
	Value  string
	Text   string
	Note   string // a second line: who holds it, who said so
	Chosen bool
}

// Group is a headed part of a list of options.
type Group struct {
	Name    string
	Options []Option
}

// Chosen counts the chosen options of the group.
func (g Group) Chosen() int {
	n := 0
	for _, o := range g.Options {
		if o.Chosen {
			n++
		}
	}
	return n
}

// Post is a seat with its holder of today: the post carries the work, the person follows.
type Post struct {
	Title    string
	Holder   string // empty when the post is vacant
	Note     string // in whose stead, until when; words
	Vacant   bool
	Away     bool // its holder is away today
	StandsIn bool // somebody answers for it in the holder's stead
}

// FieldError is one input at fault: the name of the input and what to do, in words.
type FieldError struct {
	Field string
	Text  string
}

// Errors are the inputs at fault of a form that was refused. What was typed is kept by the view itself.
type Errors []FieldError

// At is the message of one input, empty when there is none.
func (e Errors) At(field string) string {
	for _, f := range e {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// Key is one line of the list of keys at the foot of a page.
type Key struct {
	Keys []string // as printed on the keyboard
	Does string   // catalogue key
}

func chosen(list []Option) int { return Group{Options: list}.Chosen() }

func dayOf(ctx context.Context, at time.Time) string { return language.Date(Language(ctx), at) }

package page

import (
	"context"

	"github.com/a-h/templ"
)

// Failure is a request that could not be answered, in words.
type Failure struct {
	Status  int
	Key     string // catalogue key of what kind of failure; Key + ".hint" says what to do
	Detail  string // what happened here, in words; empty when there is nothing to say beside the kind
	Request string // the request's number, to quote when asking for help; shown when the fault is ours
}

// Title of the page.
func (v Failure) Title(ctx context.Context) string { return t(ctx, v.Key) }

// Body of the page inside a signed-in person's frame.
func (v Failure) Body() templ.Component { return failure(v) }

// PlainFailure is the same page for visitors.
type PlainFailure struct{ Failure }

// Body of the page inside the visitors' frame.
func (v PlainFailure) Body() templ.Component { return plainFailure(v.Failure) }

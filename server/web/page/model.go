package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Models is the page of the regulations that may be copied.
type Models struct {
	Tabs   []Tab
	Rows   []ModelRow
	Offer  []Option // organs whose regulation the reader may offer
	Errors Errors
}

// ModelRow is a regulation in force that may be copied.
type ModelRow struct {
	Organ         string
	Number        string
	Title         string
	EffectiveFrom office.Day
	Href          string // to copy it; none for the own one
	Withdraw      string // identifier of the organ, where the reader may withdraw it
}

// Title names the page.
func (v Models) Title(ctx context.Context) string { return t(ctx, "assist.model.title") }

// Body is the page.
func (v Models) Body() templ.Component { return models(v) }

// Model is the page on which a model is adapted: who of the own organ takes whose place.
type Model struct {
	Tabs          []Tab
	Address       string
	Organ         string
	Number        string
	EffectiveFrom office.Day
	Posts         []CounterpartRow
	Departments   []CounterpartRow
	Dropped       []ReadPhrase
	Kept          int
	Name          string
	Errors        Errors
}

// CounterpartRow is a post or department of the model with those of the own organ.
type CounterpartRow struct {
	Input string // name of its input
	Name  string
	Own   []Option
	Why   string // key
	Look  bool   // the proposal should be looked at
}

// Title names the page.
func (v Model) Title(ctx context.Context) string { return t(ctx, "assist.model.adapt", v.Organ) }

// Body is the page.
func (v Model) Body() templ.Component { return model(v) }

package dispatch

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
)

// Source is who said a fact.
type Source string

// The sources that exist today.
const (
	FromSender     Source = "sender"      // the dispatch carried it
	FromClerk      Source = "clerk"       // the recipient's clerk chose otherwise
	FromWrongField Source = "wrong_field" // somebody who received the paper named the right one
)

// Fact is one thing that routing asks about a delivery, with who said so and who confirmed it.
type Fact struct {
	DeliveryID  office.ID
	Revision    int
	Name        string // field, area
	Value       string
	Principal   bool
	Source      Source
	Detail      string
	ConfirmedBy *office.ID // nil when the organ's rule took the sender's word
	StatedAt    time.Time
}

// Names of facts.
const (
	FactField = "field"
	FactArea  = "area"
)

// Choice is what a person says about a delivery: the fields and areas it is about, the first of each the principal.
type Choice struct {
	Fields []office.FieldCode
	Areas  []office.AreaCode
	// Accepts says that the person takes in a paper whose signatures are undetermined or missing; the event keeps it.
	Accepts bool
}

// check refuses fields that do not exist and areas of another commune. No field at all is a choice too: unclassified.
func (c Choice) check(ctx context.Context, tx *database.Tx, organ office.ID) error {
	for _, f := range c.Fields {
		if !regulation.FieldKnown(f) {
			return office.Invalid("dispatch.unknown_field", "fields", string(f))
		}
	}
	if len(c.Areas) == 0 {
		return nil
	}
	structure, err := org.StructureOf(ctx, tx, organ, tx.Today())
	if err != nil {
		return err
	}
	known := map[office.AreaCode]bool{}
	for _, a := range structure.Areas {
		known[a.Code] = true
	}
	for _, a := range c.Areas {
		if !known[a] {
			return office.Invalid("dispatch.unknown_area", "areas", string(a))
		}
	}
	return nil
}

// proposed is what the sender said, as a choice.
func proposed(fields []document.Field) Choice {
	var c Choice
	for _, f := range fields { // the principal comes first
		c.Fields = append(c.Fields, f.FieldCode)
	}
	return c
}

// facts turns a choice into facts, each with its source: what the sender said too stays the sender's.
func (c Choice) facts(delivery office.ID, revision int, sender Choice, otherwise Source, confirmed *office.ID, at time.Time) []Fact {
	said := map[office.FieldCode]bool{}
	for i, f := range sender.Fields {
		said[f] = i == 0
	}
	var all []Fact
	for i, f := range c.Fields {
		source := otherwise
		if principal, ok := said[f]; ok && principal == (i == 0) {
			source = FromSender
		}
		all = append(all, Fact{DeliveryID: delivery, Revision: revision, Name: FactField, Value: string(f), Principal: i == 0, Source: source,
			ConfirmedBy: confirmed, StatedAt: at})
	}
	for i, a := range c.Areas {
		all = append(all, Fact{DeliveryID: delivery, Revision: revision, Name: FactArea, Value: string(a), Principal: i == 0, Source: otherwise,
			ConfirmedBy: confirmed, StatedAt: at})
	}
	return all
}

// asked turns a choice into the question for routing.
func (c Choice) asked(d Delivery) routing.Facts {
	facts := routing.Facts{Kind: routing.Kind(d.Kind), Urgency: routing.Urgency(d.Urgency), Issuer: routing.Issuer(d.SenderID.String())}
	for i, f := range c.Fields {
		if i == 0 {
			facts.Field = routing.Field(f)
		} else {
			facts.OtherFields = append(facts.OtherFields, routing.Field(f))
		}
	}
	for i, a := range c.Areas {
		if i == 0 {
			facts.Area = routing.Area(a)
		} else {
			facts.OtherAreas = append(facts.OtherAreas, routing.Area(a))
		}
	}
	return facts
}

func insertFacts(ctx context.Context, tx *database.Tx, facts []Fact) error {
	rows := make([][]any, len(facts))
	for i, f := range facts {
		rows[i] = []any{f.DeliveryID, f.Revision, f.Name, f.Value, f.Principal, f.Source, f.Detail, f.ConfirmedBy, f.StatedAt}
	}
	return tx.InsertMany(ctx, `insert into delivery_facts
		(delivery_id, revision, name, value, principal, source, detail, confirmed_by, stated_at)`, rows, "")
}

// factsOf reads the facts of a revision, the principal ones first.
func factsOf(ctx context.Context, tx *database.Tx, delivery office.ID, revision int) ([]Fact, error) {
	var all []Fact
	err := tx.Select(ctx, &all, `select delivery_id, revision, name, value, principal, source, detail, confirmed_by, stated_at
		from delivery_facts where delivery_id = $1 and revision = $2 order by name desc, principal desc, value`, delivery, revision)
	return all, err
}

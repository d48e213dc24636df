package regulation

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Charges tell who was in charge of each field on a day: "ai phụ trách lĩnh vực X (địa bàn Y) vào ngày D?".
type Charges struct {
	Day     office.Day
	Area    office.AreaCode // "" asks for papers that name no area
	Areas   []org.Area      // of the organ that day
	Version Version         // the zero ID says that none was in force: everything goes to the head
	Fields  []Charge        // in the order of the tree, those that papers are put into
}

// Charge is who was in charge of one field.
type Charge struct {
	Field office.FieldCode
	Named
	Clauses []string      // references of those by which it was so
	Flags   routing.Flags // gap, conflict, general clause only, vacant …
}

// On tells who is in charge of each field on a day, past, present or to come, by which clauses, and who has the desk that day, as far as is known today.
// It is asked about a plain paper of which nothing but field and area is known.
func (s *Service) On(ctx context.Context, actor office.Actor, day office.Day, area office.AreaCode) (Charges, error) {
	c := Charges{Day: day, Area: area}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		b, err := s.bench(ctx, tx, actor.Organ, day)
		if err != nil {
			return err
		}
		c.Areas, c.Version = b.structure.Areas, b.rules.version
		if area != "" && !slices.ContainsFunc(c.Areas, func(a org.Area) bool { return a.Code == area }) {
			return office.Invalid("regulation.facts.foreign_area", "area", string(area))
		}
		for _, field := range Leaves() {
			c.Fields = append(c.Fields, b.charge(field, area, day))
		}
		return nil
	})
	return c, err
}

func (b *bench) charge(field office.FieldCode, area office.AreaCode, day office.Day) Charge {
	a := b.decide(routing.Facts{Field: routing.Field(field), Area: routing.Area(area)}, day)
	return Charge{Field: field, Named: nameIn(b.structure, a), Clauses: b.rules.version.Because(&a.Decision), Flags: a.Flags()}
}

// Leaves are the fields that papers are put into: those with none below.
func Leaves() []office.FieldCode {
	var all []office.FieldCode
	for _, f := range fields() {
		if !slices.ContainsFunc(fields(), func(below Field) bool { return below.Parent == f.Code }) {
			all = append(all, f.Code)
		}
	}
	return all
}

// Tell says in a word what is odd about a charge; nothing when nothing is.
func (c *Charge) Tell(lang language.Lang) string {
	for _, flag := range []routing.Flags{routing.NoRegulation, routing.Conflict, routing.Gap, routing.GeneralOnly, routing.OfficeLeads, routing.Vacant} {
		if c.Flags.Has(flag) {
			return language.Text(lang, "lifecycle.charge."+flag.Words()[0])
		}
	}
	return ""
}

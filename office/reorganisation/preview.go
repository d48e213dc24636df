package reorganisation

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
)

// View is a change of organisation with everything that it does, or did.
type View struct {
	org.Reorganisation
	Rows     []Row
	Faults   []*office.Error // what is to be mended before it can be approved
	Organs   []OrganPlan     // what becomes of each organ that ends or gives something away
	Parts    []PartPlan      // departments and posts of organs that go on
	Drafts   []Draft
	Fields   []FieldPlan
	Outcomes []Outcome            // once it is being carried out
	Names    map[office.ID]string // short names of the organs that it may speak of
	Choices  Choices
}

// Row is a succession in names.
type Row struct {
	org.Succession
	OldName, NewName string
}

// OrganPlan is what becomes of an organ.
type OrganPlan struct {
	Organ       org.Organ
	Ends        bool
	Heirs       []string
	Open        map[dispatch.State]int // work that goes on elsewhere, or, where the organ only gives some away, all that is open
	Unsent      map[document.State]int // documents of its own that have not gone out: they are to be issued before the day
	Registers   []register.Register    // to be closed
	Delegations []regulation.Delegation
	Groups      int // groups of recipients that name it
	Trusting    int // organs in which its papers register by themselves
}

// PartPlan is what becomes of a department or post.
type PartPlan struct {
	Row  Row
	Open int // papers on the desks concerned
}

// FieldPlan is what becomes of a field.
type FieldPlan struct {
	Row  Row
	Open int // registered papers of it in all organs
}

// Get is a change that the actor's organ entered, with all that it is going to do as things stand, or what it has done.
func (s *Service) Get(ctx context.Context, actor office.Actor, id office.ID) (View, error) {
	var v View
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		if v.Reorganisation, err = mine(ctx, tx, actor, id, ""); err != nil {
			return err
		}
		return v.fill(ctx, tx)
	})
	return v, err
}

func (v *View) fill(ctx context.Context, tx *database.Tx) error {
	r := v.Reorganisation
	w, err := worldOf(ctx, tx, r)
	if err != nil {
		return err
	}
	v.Names = map[office.ID]string{}
	for id, s := range w.structures {
		v.Names[id] = s.Organ.ShortName
	}
	for _, row := range r.Mapping {
		v.Rows = append(v.Rows, Row{row, w.name(row.Part, row.Old), w.name(row.Part, row.New)})
	}
	v.Choices = w.choices(r.Mapping)
	if r.State == org.ReorganisationRunning || r.State == org.ReorganisationDone {
		v.Outcomes, err = outcomesOf(ctx, tx, r.ID)
		return err
	}
	if v.Faults, err = faultsOf(ctx, tx, r); err != nil {
		return err
	}
	if v.Drafts, err = draftsOf(ctx, tx, r); err != nil {
		return err
	}
	if err := v.planOrgans(ctx, tx, w); err != nil {
		return err
	}
	return v.planParts(ctx, tx)
}

func (v *View) planOrgans(ctx context.Context, tx *database.Tx, w world) error {
	m := v.Mapping
	for _, id := range m.Organs(false) {
		s := w.structures[id]
		if s == nil {
			continue
		}
		p := OrganPlan{Organ: s.Organ, Ends: m.Ends(org.PartOrgan, id.String())}
		for _, heir := range m.Heirs(id) {
			p.Heirs = append(p.Heirs, w.name(org.PartOrgan, heir.String()))
		}
		var err error
		if p.Open, err = dispatch.CountOpen(ctx, tx, id); err != nil {
			return err
		}
		if p.Ends {
			if err := p.ending(ctx, tx, v.EffectiveOn); err != nil {
				return err
			}
		}
		v.Organs = append(v.Organs, p)
	}
	return nil
}

func (p *OrganPlan) ending(ctx context.Context, tx *database.Tx, day office.Day) error {
	for _, read := range []func() error{
		func() (err error) { p.Unsent, err = document.CountUnsent(ctx, tx, p.Organ.ID); return },
		func() (err error) { p.Registers, err = register.OpenOf(ctx, tx, p.Organ.ID); return },
		func() (err error) { p.Groups, err = dispatch.CountGroups(ctx, tx, p.Organ.ID); return },
		func() error {
			trusting, err := org.Trusting(ctx, tx, p.Organ.ID)
			p.Trusting = len(trusting)
			return err
		},
		func() error {
			all, err := regulation.DelegationsOn(ctx, tx, []office.ID{p.Organ.ID}, day)
			p.Delegations = all[p.Organ.ID]
			return err
		},
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// planParts tells of departments and posts of organs that go on, and of fields.
func (v *View) planParts(ctx context.Context, tx *database.Tx) error {
	for _, row := range v.Rows {
		if row.Names != nil {
			continue
		}
		switch row.Part {
		case org.PartField:
			n, err := dispatch.CountWithField(ctx, tx, row.Old)
			if err != nil {
				return err
			}
			v.Fields = append(v.Fields, FieldPlan{row, n})
		case org.PartPost, org.PartDepartment:
			n, err := openAt(ctx, tx, row)
			if err != nil {
				return err
			}
			v.Parts = append(v.Parts, PartPlan{row, n})
		}
	}
	return nil
}

func openAt(ctx context.Context, tx *database.Tx, row Row) (int, error) {
	id, err := office.ParseID("old", row.Old)
	if err != nil {
		return 0, nil
	}
	posts := []office.ID{id}
	if row.Part == org.PartDepartment {
		if posts, err = org.PostsOf(ctx, tx, posts); err != nil {
			return 0, err
		}
	}
	return dispatch.CountAt(ctx, tx, posts)
}

// Moved is how many papers went on elsewhere.
func (v View) Moved() int {
	return len(v.Of(StepWork))
}

// Of are the outcomes of a step.
func (v View) Of(step Step) []Outcome {
	return slices.DeleteFunc(slices.Clone(v.Outcomes), func(o Outcome) bool { return o.Step != step })
}

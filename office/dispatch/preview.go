package dispatch

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
)

// Foreseen is who would get a document in one recipient organ, as its rules stand today.
type Foreseen struct {
	Organ  org.Organ
	Answer regulation.Answer
}

// Preview tells, for each recipient, who would get the document if it were sent now. Nothing is stored.
func (s *Service) Preview(ctx context.Context, actor office.Actor, documentID office.ID, recipients []office.ID) ([]Foreseen, error) {
	var all []Foreseen
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := document.Of(ctx, tx, documentID)
		if err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("document.none")
		}
		fields, err := document.Fields(ctx, tx, documentID)
		if err != nil {
			return err
		}
		all, err = s.foresee(ctx, tx, actor.Organ, Paper{Kind: d.Kind, Urgency: d.Urgency, Choice: proposed(fields)}, recipients)
		return err
	})
	return all, err
}

// Paper is what routing would ask about a document that may not exist yet.
type Paper struct {
	Kind    office.KindCode
	Urgency office.Urgency
	Choice  Choice
}

// Foresee is Preview for a paper that is only being thought of: while the drafter picks fields and recipients.
func (s *Service) Foresee(ctx context.Context, actor office.Actor, p Paper, recipients []office.ID) ([]Foreseen, error) {
	var all []Foreseen
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		all, err = s.foresee(ctx, tx, actor.Organ, p, recipients)
		return err
	})
	return all, err
}

func (s *Service) foresee(ctx context.Context, tx *database.Tx, sender office.ID, p Paper, recipients []office.ID) ([]Foreseen, error) {
	if err := reachable(ctx, tx, sender, recipients); err != nil {
		return nil, err
	}
	organs, err := org.Organs(ctx, tx, recipients)
	if err != nil {
		return nil, err
	}
	asked := p.Choice.asked(Delivery{Kind: p.Kind, Urgency: p.Urgency, SenderID: sender})
	answers, err := s.regulation.DecideMany(ctx, tx, recipients, func(office.ID) routing.Facts { return asked }, tx.Today())
	if err != nil {
		return nil, err
	}
	all := make([]Foreseen, len(organs))
	for i, o := range organs {
		all[i] = Foreseen{o, answers[o.ID]}
	}
	return all, nil
}

// lookAt are routing's marks that a person should look at, in the order in which they matter; the others explain and need nobody.
var lookAt = []string{"conflict", "gap", "no_regulation", "unclassified", "everyone_away", "office_leads", "vacant", "to_superior"}

// LookAt lists the marks that a person should look at.
func LookAt() []string { return slices.Clone(lookAt) }

// FirstFlag is the first of routing's marks that a person should look at; none when nothing is wrong.
func FirstFlag(words []string) string {
	for _, flag := range lookAt {
		if slices.Contains(words, flag) {
			return flag
		}
	}
	return ""
}

// Flag is the mark for which somebody should look at a recipient before the document is sent.
func (f Foreseen) Flag() string { return FirstFlag(f.Answer.Flags().Words()) }

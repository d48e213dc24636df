package regulation

import (
	"context"
	"errors"
	"slices"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// MayRead is the policy for reading a version. A regulation is posted on the organ's wall: whoever works there may read it, drafts only who keeps it.
func MayRead(actor office.Actor, v Version) bool {
	return v.OrganID == actor.Organ && (v.State != StateDraft || MayKeep(actor, v.OrganID))
}

// List lists the versions of the actor's organ that he may read, without their clauses, each with its state today.
func (s *Service) List(ctx context.Context, actor office.Actor) ([]Version, error) {
	var all []Version
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		all, err = Versions(ctx, tx, actor.Organ, tx.Today())
		return err
	})
	return slices.DeleteFunc(all, func(v Version) bool { return !MayRead(actor, v) }), err
}

// Get reads a version of the actor's organ with its clauses, and its state today.
func (s *Service) Get(ctx context.Context, actor office.Actor, id office.ID) (Version, error) {
	var v Version
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		if v, err = VersionOf(ctx, tx, id); err != nil {
			return err
		}
		if !MayRead(actor, v) {
			return office.NotFound("regulation.no_version")
		}
		all, err := Versions(ctx, tx, v.OrganID, tx.Today())
		for _, listed := range all {
			if listed.ID == id {
				v.State = listed.State
			}
		}
		return err
	})
	return v, err
}

// Trial is what the rules in force on a day would answer for a paper that nobody has sent.
type Trial struct {
	Answer      Answer
	Named       Named
	Explanation Explanation
}

// Try answers for made-up facts by the version in force in the actor's organ on a day, and stores nothing. The error names every fact that is not
// known: a real paper may have one, and it would match no clause; who tries something out has mistyped it.
func (s *Service) Try(ctx context.Context, actor office.Actor, lang language.Lang, facts routing.Facts, day office.Day) (Trial, error) {
	return s.try(ctx, lang, actor.Organ, facts, day, func(tx *database.Tx) (Answer, error) { return s.Decide(ctx, tx, actor.Organ, facts, day) })
}

// TryBy answers as [Service.Try] does, but by a version that the actor may read, whether it is in force, was, or is a draft. Without a day it is asked
// for today or, if that is later, for the version's first day.
func (s *Service) TryBy(ctx context.Context, actor office.Actor, lang language.Lang, version office.ID, facts routing.Facts, day office.Day) (Trial, error) {
	v, err := s.Get(ctx, actor, version)
	if err != nil {
		return Trial{}, err
	}
	if day == "" {
		day = max(actor.Day, v.EffectiveFrom)
	}
	return s.try(ctx, lang, v.OrganID, facts, day, func(tx *database.Tx) (Answer, error) { return decideBy(ctx, tx, v, facts, day) })
}

func (s *Service) try(ctx context.Context, lang language.Lang, organ office.ID, facts routing.Facts, day office.Day, decide func(*database.Tx) (Answer, error)) (Trial, error) {
	var t Trial
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		structure, err := org.StructureOf(ctx, tx, organ, day)
		if err != nil {
			return err
		}
		if err := checkFacts(facts, structure); err != nil {
			return err
		}
		if t.Answer, err = decide(tx); err != nil {
			return err
		}
		t.Named = nameIn(structure, t.Answer)
		t.Explanation, err = s.Explain(ctx, tx, lang, Stored{Record: Record{Organ: organ, Answer: t.Answer}})
		return err
	})
	return t, err
}

// decideBy answers for one paper by a version, whichever is in force.
func decideBy(ctx context.Context, tx *database.Tx, v Version, facts routing.Facts, day office.Day) (Answer, error) {
	var senders []office.ID
	sender, err := office.ParseID("", string(facts.Issuer))
	if err == nil { // else it is a class of issuers, or not known
		senders = append(senders, sender)
	}
	r, err := Rehearse(ctx, tx, v, day, senders)
	if err != nil {
		return Answer{}, err
	}
	return r.Answer(facts, sender), nil
}

func checkFacts(f routing.Facts, s *org.Structure) error {
	var faults []error
	unknown := func(key, field, value string) { faults = append(faults, office.Invalid(key, field, value)) }
	fields := f.OtherFields
	if f.Field != "" {
		fields = append([]routing.Field{f.Field}, fields...)
	}
	for _, field := range fields {
		if !FieldKnown(office.FieldCode(field)) {
			unknown("regulation.facts.unknown_field", "fields", string(field))
		}
	}
	areas := f.OtherAreas
	if f.Area != "" {
		areas = append([]routing.Area{f.Area}, areas...)
	}
	for _, area := range areas {
		if !slices.ContainsFunc(s.Areas, func(a org.Area) bool { return routing.Area(a.Code) == area }) {
			unknown("regulation.facts.foreign_area", "areas", string(area))
		}
	}
	if f.Kind != "" && !slices.Contains(kinds, string(f.Kind)) {
		unknown("regulation.facts.unknown_kind", "kind", string(f.Kind))
	}
	posts := append([]routing.Post{f.Named, f.Continues}, f.Excluded...)
	for i, name := range append([]string{"named", "continues"}, slices.Repeat([]string{"excluded"}, len(f.Excluded))...) {
		if id, err := office.ParseID("", string(posts[i])); posts[i] != "" {
			if _, ok := s.Post(id); err != nil || !ok {
				unknown("regulation.facts.unknown_post", name, string(posts[i]))
			}
		}
	}
	return errors.Join(faults...)
}

package regulation

import (
	"context"
	"errors"
	"strings"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
)

// Adoption is the document that adopts a version, and the version's first day in force.
//
// The first day may be past: a decision often takes effect on a day before somebody enters it. What the rules were on a past day is then told by the
// new version, but no decision that was made is rewritten: it stays as it was stored, with the version that made it.
type Adoption struct {
	Number        string     // "112/QĐ-UBND"
	AdoptedOn     office.Day // its date
	EffectiveFrom office.Day
	Document      *office.ID // the document itself, where it is in the system
	Revision      int        // of the draft as it was looked at; 0 adopts it as it stands
}

// Adopt turns a draft into a version that is in force from a day on.
func (s *Service) Adopt(ctx context.Context, actor office.Actor, id office.ID, a Adoption) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := AdoptDraft(ctx, tx, actor, id, a)
		return err
	})
}

// AdoptDraft is [Service.Adopt] inside a transaction that does more: handing over the open work. Like every change of a draft it is for those who keep the
// regulation; nobody else learns that there is one.
func AdoptDraft(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, a Adoption) (Version, error) {
	v, err := keptDraft(ctx, tx, actor, id)
	if err != nil {
		return v, err
	}
	if a.Revision != 0 && a.Revision != v.Revision {
		return v, office.Stale("regulation.stale")
	}
	if err := check(ctx, tx, &v); err != nil { // the organ may have changed since the draft
		return v, err
	}
	if err := adopt(ctx, tx, actor, v.OrganID, id, a); err != nil {
		return v, err
	}
	return VersionOf(ctx, tx, id)
}

// check says what is missing, all at once.
func (a *Adoption) check() error {
	a.Number = strings.TrimSpace(a.Number)
	var faults []error
	for _, part := range []struct{ value, key, field string }{
		{a.Number, "regulation.number_missing", "number"},
		{string(a.AdoptedOn), "regulation.adopted_on_missing", "adopted_on"},
		{string(a.EffectiveFrom), "regulation.effective_from_missing", "effective_from"},
	} {
		if part.value == "" {
			faults = append(faults, office.Invalid(part.key, part.field))
		}
	}
	return errors.Join(faults...)
}

func adopt(ctx context.Context, tx *database.Tx, actor office.Actor, organ, id office.ID, a Adoption) error {
	if err := a.check(); err != nil {
		return err
	}
	changed, err := tx.Exec(ctx, `update regulation_versions set state = 'adopted', number = $2, adopted_on = $3, effective_from = $4, document_id = $5
		where id = $1 and state = 'draft'`, id, a.Number, a.AdoptedOn, a.EffectiveFrom, a.Document)
	switch {
	case database.Violates(err, "regulation_versions_start", "regulation_versions.organ_id"):
		return &office.Error{Kind: office.KindConflict, Key: "regulation.same_start", Field: "effective_from", Args: []any{a.EffectiveFrom}, Cause: err}
	case err != nil:
		return err
	case changed == 0:
		return office.Conflict("regulation.adopted_already")
	}
	return audit.Record(ctx, tx, audit.Event{Organ: organ, Actor: actor, Action: "regulation.adopt", Object: id,
		Detail: a.Number + " từ " + string(a.EffectiveFrom)})
}

package regulation

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/routing"
)

// Draft keeps a version that is not in force. Its clauses must already be sound; the error names every one that is not.
func (s *Service) Draft(ctx context.Context, actor office.Actor, v Version) (office.ID, error) {
	return s.enter(ctx, actor, v, nil)
}

// DraftFrom keeps a draft with the content of a version of the actor's organ: how a part of a regulation is changed ("from 2 December the second deputy
// takes three fields"). The draft is named title, or as the version is when that is empty. It is not checked: what has become unsound since, because a
// post was abolished, is what the draft is there to mend.
func (s *Service) DraftFrom(ctx context.Context, actor office.Actor, from office.ID, title string) (office.ID, error) {
	id := office.NewID()
	return id, s.db.Write(ctx, func(tx *database.Tx) error {
		v, err := VersionOf(ctx, tx, from)
		switch {
		case err != nil:
			return err
		case !MayRead(actor, v):
			return office.NotFound("regulation.no_version")
		case !MayKeep(actor, v.OrganID):
			return office.Forbidden("regulation.only_organiser")
		}
		v.ID, v.Title = id, cmp.Or(title, v.Title)
		for i := range v.Clauses {
			v.Clauses[i].ID = office.NewID()
		}
		return Put(ctx, tx, actor, v, nil)
	})
}

// Revise replaces the content of a draft: its title, clauses, precedence, substitutes and deputy. v.Revision is the one that was read; when somebody has
// changed the draft since, nothing is and the error is of kind stale. Clauses that the draft has already keep their identifiers, others get new ones. The
// error names everything that the change made wrong, by its place: "clauses[3].fields". What comes back is the draft at its next revision.
func (s *Service) Revise(ctx context.Context, actor office.Actor, v Version) (Version, error) {
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		kept, err := keptDraft(ctx, tx, actor, v.ID)
		if err != nil {
			return err
		}
		if kept.Revision != v.Revision {
			return office.Stale("regulation.stale")
		}
		v.OrganID = kept.OrganID
		v.identify(kept.Clauses)
		if err := checkChange(ctx, tx, &kept, &v); err != nil {
			return err
		}
		if err := v.replace(ctx, tx); err != nil {
			return err
		}
		v, err = VersionOf(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: v.OrganID, Actor: actor, Action: "regulation.revise", Object: v.ID, Detail: v.Title})
	})
	return v, err
}

// keptDraft reads a draft for somebody who is to change it, and holds it until the transaction ends.
func keptDraft(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID) (Version, error) {
	var locked office.ID
	err := tx.Get(ctx, &locked, `select id from regulation_versions where id = $1`+tx.ForUpdate(), id)
	if err != nil && !database.NoRows(err) {
		return Version{}, err
	}
	v, err := VersionOf(ctx, tx, id)
	switch {
	case err != nil:
		return Version{}, err
	case !MayKeep(actor, v.OrganID):
		return Version{}, office.NotFound("regulation.no_version")
	case v.State != StateDraft:
		return Version{}, office.Conflict("regulation.adopted_already")
	}
	return v, nil
}

// checkChange is check, but for what was wrong with the draft before: where a post has been abolished, its clauses are mended one by one. A version
// with something wrong is not adopted, and coverage lists it.
func checkChange(ctx context.Context, tx *database.Tx, kept, v *Version) error {
	known := map[string]bool{}
	for _, fault := range office.All(check(ctx, tx, kept)) {
		known[kept.told(fault)] = true
	}
	var faults []error
	for _, fault := range office.All(check(ctx, tx, v)) {
		if fault.Kind != office.KindInvalid || !known[v.told(fault)] {
			faults = append(faults, fault)
		}
	}
	return errors.Join(faults...)
}

// told is a fault with the clause that it is in, wherever that stands.
func (v *Version) told(fault *office.Error) string {
	place := fault.Field
	var at int
	var part string
	if n, _ := fmt.Sscanf(place, "clauses[%d].%s", &at, &part); n == 2 && at >= 0 && at < len(v.Clauses) {
		place = v.Clauses[at].ID.String() + "." + part
	}
	return fmt.Sprint(fault.Key, place, fault.Args)
}

// identify gives new identifiers to the clauses that are not of the draft, or stand in it twice.
func (v *Version) identify(kept []Clause) {
	free := make(map[office.ID]bool, len(kept))
	for _, c := range kept {
		free[c.ID] = true
	}
	for i := range v.Clauses {
		if c := &v.Clauses[i]; free[c.ID] {
			delete(free, c.ID)
		} else {
			c.ID = office.NewID()
		}
	}
}

// replace writes the version over what is stored of it.
func (v *Version) replace(ctx context.Context, tx *database.Tx) error {
	_, err := tx.Exec(ctx, `update regulation_versions set title = $2, precedence = $3, substitutes = $4, deputy_id = $5, revision = revision + 1 where id = $1`,
		v.ID, v.Title, database.JSON[[]routing.Selector]{V: v.Precedence}, database.JSON[map[office.ID][]office.ID]{V: v.Substitutes}, v.DeputyID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from regulation_clauses where version_id = $1`, v.ID); err != nil {
		return err
	}
	return insertClauses(ctx, tx, v)
}

// Discard drops a draft. Nothing was ever decided by it, so nothing of it is kept but the audit's word that it was there.
func (s *Service) Discard(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		v, err := keptDraft(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		for _, statement := range []string{
			`delete from regulation_clauses where version_id = $1`, `delete from regulation_versions where id = $1`,
		} {
			if _, err := tx.Exec(ctx, statement, id); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Event{Organ: v.OrganID, Actor: actor, Action: "regulation.discard", Object: id, Detail: v.Title})
	})
}

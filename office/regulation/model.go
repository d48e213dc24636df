package regulation

import (
	"context"
	"slices"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Model is a regulation in force that the other organs of the same superior may copy and adapt (quy chế mẫu).
type Model struct {
	Organ     org.Organ
	Version   Version // in force on the day, without its clauses
	OfferedAt time.Time
}

// MayOffer is the policy for offering an organ's regulation as a model: who keeps it, and who keeps that of the superior organ.
func MayOffer(actor office.Actor, organ org.Organ) bool {
	return MayKeep(actor, organ.ID) || organ.SuperiorID != nil && *organ.SuperiorID == actor.Organ && actor.Has(office.RoleOrganiser)
}

// OfferModel lets the organs of the same superior copy the organ's regulation: whatever version is in force on the day they look. Offering twice
// changes nothing.
func (s *Service) OfferModel(ctx context.Context, actor office.Actor, organ office.ID) error {
	return s.offering(ctx, actor, organ, "regulation.offer_model", func(tx *database.Tx) error {
		if v, err := InForce(ctx, tx, organ, tx.Today()); err != nil || v.ID == (office.ID{}) {
			return orElse(err, office.Conflict("assist.model_none_in_force"))
		}
		var by *office.ID
		if actor.Person != (office.ID{}) {
			by = &actor.Person
		}
		_, err := tx.Exec(ctx, `insert into regulation_models (organ_id, offered_by, offered_at) values ($1,$2,$3) on conflict (organ_id) do nothing`,
			organ, by, tx.Now())
		return err
	})
}

// WithdrawModel ends the offer. Drafts that were copied stay.
func (s *Service) WithdrawModel(ctx context.Context, actor office.Actor, organ office.ID) error {
	return s.offering(ctx, actor, organ, "regulation.withdraw_model", func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `delete from regulation_models where organ_id = $1`, organ)
		return err
	})
}

func (s *Service) offering(ctx context.Context, actor office.Actor, organ office.ID, action string, do func(*database.Tx) error) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		o, err := org.OrganOf(ctx, tx, organ)
		if office.KindOf(err) == office.KindNotFound || err == nil && !MayOffer(actor, o) {
			return office.NotFound("assist.no_model")
		}
		if err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: organ, Actor: actor, Action: action, Object: organ, Detail: o.ShortName})
	})
}

func orElse(err error, otherwise *office.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// Models lists what the actor may copy: the models of the organs that have the same superior as his, and for the superior organ those below it, in the
// order of their locality's code; his own organ's too, so that he sees that it is offered.
func (s *Service) Models(ctx context.Context, actor office.Actor) ([]Model, error) {
	if !MayKeep(actor, actor.Organ) {
		return nil, office.Forbidden("regulation.only_organiser")
	}
	var models []Model
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		own, err := org.OrganOf(ctx, tx, actor.Organ)
		if err != nil {
			return err
		}
		models, err = modelsFor(ctx, tx, own)
		return err
	})
	return models, err
}

func modelsFor(ctx context.Context, tx *database.Tx, own org.Organ) ([]Model, error) {
	superior := own.ID
	if own.SuperiorID != nil {
		superior = *own.SuperiorID
	}
	var rows []struct {
		OrganID   office.ID
		OfferedAt time.Time
	}
	err := tx.Select(ctx, &rows, `select m.organ_id, m.offered_at from regulation_models m join organs o on o.id = m.organ_id
		where o.superior_id in ($1, $2) or o.id = $2`, superior, own.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids, offered := make([]office.ID, len(rows)), map[office.ID]time.Time{}
	for i, r := range rows {
		ids[i], offered[r.OrganID] = r.OrganID, r.OfferedAt
	}
	organs, err := org.Organs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	versions, err := inForce(ctx, tx, ids, tx.Today())
	var models []Model
	for _, o := range organs {
		if v := versions[o.ID]; v != nil {
			models = append(models, Model{o, *v, offered[o.ID]})
		}
	}
	return models, err
}

// modelOf is an organ's model as another organ may see it, with the version's clauses and the organ's parts.
func modelOf(ctx context.Context, tx *database.Tx, actor office.Actor, organ office.ID) (Model, *org.Structure, error) {
	own, err := org.OrganOf(ctx, tx, actor.Organ)
	if err != nil {
		return Model{}, nil, err
	}
	models, err := modelsFor(ctx, tx, own)
	if err != nil {
		return Model{}, nil, err
	}
	for _, m := range models {
		if m.Organ.ID != organ || organ == actor.Organ {
			continue
		}
		if m.Version, err = VersionOf(ctx, tx, m.Version.ID); err != nil {
			return Model{}, nil, err
		}
		structure, err := org.StructureOf(ctx, tx, organ, tx.Today())
		return m, structure, err
	}
	return Model{}, nil, office.NotFound("assist.no_model")
}

// Offerable are the organs whose regulation the actor may offer: his own, and for who keeps the superior organ's those below it, as far as they have a
// version in force.
func (s *Service) Offerable(ctx context.Context, actor office.Actor) ([]org.Organ, error) {
	var organs []org.Organ
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		own, err := org.OrganOf(ctx, tx, actor.Organ)
		if err != nil {
			return err
		}
		below, err := org.Subordinates(ctx, tx, actor.Organ)
		if err != nil {
			return err
		}
		organs = slices.DeleteFunc(append([]org.Organ{own}, below...), func(o org.Organ) bool { return !MayOffer(actor, o) })
		if len(organs) == 0 {
			return nil
		}
		ids := make([]office.ID, len(organs))
		for i, o := range organs {
			ids[i] = o.ID
		}
		versions, err := inForce(ctx, tx, ids, tx.Today())
		organs = slices.DeleteFunc(organs, func(o org.Organ) bool { return versions[o.ID] == nil })
		return err
	})
	return organs, err
}

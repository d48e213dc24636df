package audit

import (
	"context"

	"congvan/database"
	"congvan/office"
)

// Sealed is an event with its place in the chain of its organ: what another system needs to keep the record and to prove it.
type Sealed struct {
	Entry
	Number int64  // from 1, without gaps
	Leaf   []byte // hash of the canonical text
	Hash   []byte // of the chain at this event
}

// MayExport is the policy for taking the organ's record out: its administrator. The record tells of confidential papers too, whose very existence a
// head or a chief of office may not know.
func MayExport(actor office.Actor) bool {
	return actor.Organ != (office.ID{}) && actor.Has(office.RoleAdministrator)
}

// Exporter takes records out of a database.
type Exporter struct{ DB *database.DB }

// Export gives the sealed events of the actor's organ after one in the chain, in the chain's order. It is that of sealing: nothing is ever put in
// between, so whoever goes on from the last number he has misses nothing. The last few seconds are not sealed yet and come later.
func (x Exporter) Export(ctx context.Context, actor office.Actor, after int64, limit int) ([]Sealed, error) {
	if !MayExport(actor) {
		return nil, office.Forbidden("audit.only_administrator")
	}
	var all []Sealed
	err := x.DB.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select e.id, e.organ_id, e.at, e.account_id, e.person_id, e.name, e.title, e.action, e.object_id, e.detail,
			l.number, l.leaf, l.hash from audit_links l join audit_events e on e.id = l.event_id
			where l.organ_id = $1 and l.stream = $2 and l.number > $3 order by l.number limit $4`, actor.Organ, string(events), after, limit)
	})
	return all, err
}

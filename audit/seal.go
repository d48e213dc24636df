package audit

import (
	"context"
	"crypto"
	"fmt"

	"congvan/database"
	"congvan/office"
)

// Stamper is a time-stamping authority (RFC 3161): it gives a token over a digest.
type Stamper interface {
	TimeStamp(ctx context.Context, hash crypto.Hash, digest []byte) (token []byte, err error)
}

// Sealer chains what was recorded. Several servers may run one each: the row of a chain lets one at a time work on it.
type Sealer struct {
	DB      *database.DB
	Stamper Stamper
}

// batch is how many events are chained in one transaction.
const batch = 1000

// chain names one chain.
type chain struct {
	OrganID office.ID
	Stream  stream
}

// head is the end of a chain.
type head struct {
	chain
	Number int64
	Hash   []byte
}

// Seal chains all committed events that are not chained yet, and about once a minute makes a root over the chains and has it time-stamped. It is
// meant to be called every few seconds. An authority that does not answer is an error, but keeps nothing from being chained.
func (s Sealer) Seal(ctx context.Context) error {
	if err := s.chain(ctx); err != nil {
		return fmt.Errorf("seal the audit events: %w", err)
	}
	return s.stamp(ctx)
}

func (s Sealer) chain(ctx context.Context) error {
	var chains []chain
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &chains, "select distinct organ_id, stream from audit_pending")
	})
	for i := 0; err == nil && i < len(chains); i++ {
		for sealed := batch; err == nil && sealed == batch; {
			sealed, err = s.sealBatch(ctx, chains[i])
		}
	}
	return err
}

func (s Sealer) sealBatch(ctx context.Context, c chain) (sealed int, err error) {
	err = s.DB.Write(ctx, func(tx *database.Tx) error {
		at, err := lockChain(ctx, tx, c)
		if err != nil {
			return err
		}
		var waiting []Entry
		if err := tx.Select(ctx, &waiting, `select e.id, e.organ_id, e.at, e.account_id, e.person_id, e.name, e.title, e.action, e.object_id, e.detail
			from audit_pending p join `+c.Stream.table()+` e on e.id = p.event_id
			where p.organ_id = $1 and p.stream = $2 order by p.event_id limit $3`, c.OrganID, string(c.Stream), batch); err != nil {
			return err
		}
		sealed = len(waiting)
		return appendLinks(ctx, tx, at, waiting)
	})
	return sealed, err
}

// lockChain gives the chain's end, which nobody else moves until the transaction ends.
func lockChain(ctx context.Context, tx *database.Tx, c chain) (head, error) {
	if _, err := tx.Exec(ctx, "insert into audit_chains (organ_id, stream, hash) values ($1, $2, $3) on conflict do nothing",
		c.OrganID, string(c.Stream), nothing()); err != nil {
		return head{}, err
	}
	var h head
	err := tx.Get(ctx, &h, "select organ_id, stream, number, hash from audit_chains where organ_id = $1 and stream = $2"+tx.ForUpdate(),
		c.OrganID, string(c.Stream))
	return h, err
}

func appendLinks(ctx context.Context, tx *database.Tx, at head, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	links, ids := make([][]any, len(entries)), make([]office.ID, len(entries))
	for i, e := range entries {
		leaf := e.leaf(at.Stream)
		at.Number, at.Hash = at.Number+1, next(at.Hash, leaf)
		links[i] = []any{at.OrganID, string(at.Stream), at.Number, e.ID, leaf, at.Hash}
		ids[i] = e.ID
	}
	if err := tx.InsertMany(ctx, "insert into audit_links (organ_id, stream, number, event_id, leaf, hash)", links, ""); err != nil {
		return err
	}
	marks, args := database.In(1, ids)
	if _, err := tx.Exec(ctx, "delete from audit_pending where event_id in ("+marks+")", args...); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "update audit_chains set number = $1, hash = $2 where organ_id = $3 and stream = $4",
		at.Number, at.Hash, at.OrganID, string(at.Stream))
	return err
}

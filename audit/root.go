package audit

import (
	"context"
	"crypto"
	"fmt"
	"slices"
	"time"

	"congvan/database"
)

// roots is the chain of roots; its row in audit_chains lets one sealer at a time add to it.
var roots = chain{Stream: "roots"}

// rootEvery is the least time between two roots. Each holds a row for every chain that grew, and costs the authority a signature.
const rootEvery = time.Minute

// stamp gathers the ends of the chains that grew since the last root into a new root, and has every root that lacks one time-stamped. When the
// authority does not answer, the roots wait for the next call.
func (s Sealer) stamp(ctx context.Context) error {
	if err := s.DB.Write(ctx, func(tx *database.Tx) error { return addRoot(ctx, tx) }); err != nil {
		return fmt.Errorf("make the audit root: %w", err)
	}
	var bare []struct {
		Number int64
		Root   []byte
	}
	if err := s.DB.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &bare, `select number, root from audit_roots r
			where not exists (select 1 from audit_stamps s where s.root_number = r.number) order by number`)
	}); err != nil {
		return err
	}
	for _, r := range bare {
		// A root is a SHA-256 value; the token is over the root itself, not over its hash.
		token, err := s.Stamper.TimeStamp(ctx, crypto.SHA256, r.Root)
		if err != nil {
			return fmt.Errorf("time-stamp the audit root %d: %w", r.Number, err)
		}
		if err := s.DB.Write(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, "insert into audit_stamps (root_number, token) values ($1, $2) on conflict do nothing", r.Number, token)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func addRoot(ctx context.Context, tx *database.Tx) error {
	last, err := lockChain(ctx, tx, roots)
	if err != nil {
		return err
	}
	var recent int
	if err := tx.Get(ctx, &recent, "select count(*) from audit_roots where number = $1 and at > $2", last.Number, tx.Now().Add(-rootEvery)); err != nil ||
		recent > 0 {
		return err
	}
	var heads []head
	if err := tx.Select(ctx, &heads, "select organ_id, stream, number, hash from audit_chains where number > rooted and stream <> $1"+
		tx.ForUpdate(), string(roots.Stream)); err != nil || len(heads) == 0 {
		return err
	}
	sortHeads(heads)
	root, err := rootOf(last.Hash, heads)
	if err != nil {
		return err
	}
	number := last.Number + 1
	if _, err := tx.Exec(ctx, "insert into audit_roots (number, at, root) values ($1, $2, $3)", number, tx.Now(), root); err != nil {
		return err
	}
	rows := make([][]any, len(heads))
	for i, h := range heads {
		rows[i] = []any{number, h.OrganID, string(h.Stream), h.Number, h.Hash}
	}
	if err := tx.InsertMany(ctx, "insert into audit_heads (root_number, organ_id, stream, number, hash)", rows, ""); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update audit_chains set rooted = number where exists (select 1 from audit_heads h
		where h.root_number = $1 and h.organ_id = audit_chains.organ_id and h.stream = audit_chains.stream)`, number); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update audit_chains set number = $1, hash = $2 where organ_id = $3 and stream = $4",
		number, root, roots.OrganID, string(roots.Stream))
	return err
}

// sortHeads puts heads into the order in which they are hashed.
func sortHeads(heads []head) {
	slices.SortFunc(heads, func(a, b head) int { return slices.Compare(a.canonicalKey(), b.canonicalKey()) })
}

func (c chain) canonicalKey() []string { return []string{c.OrganID.String(), string(c.Stream)} }

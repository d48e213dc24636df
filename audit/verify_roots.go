package audit

import (
	"bytes"
	"context"

	"congvan/office"
)

// loose finds events that no link and no waiting row speaks of, and waiting rows whose event is gone.
func (v *verifier) loose(ctx context.Context) error {
	for _, s := range streams {
		var inserted []chainedEvent
		if err := v.read(ctx, &inserted, `select e.organ_id, e.id as event_id from `+s.table()+` e
			where not exists (select 1 from audit_links l where l.event_id = e.id)
			and not exists (select 1 from audit_pending p where p.event_id = e.id) order by e.id`); err != nil {
			return err
		}
		for _, e := range inserted {
			v.problem(Inserted, chain{e.OrganID, s}, 0, e.EventID)
		}
		var deleted []chainedEvent
		if err := v.read(ctx, &deleted, `select p.organ_id, p.event_id from audit_pending p
			where p.stream = $1 and not exists (select 1 from `+s.table()+` e where e.id = p.event_id) order by p.event_id`, string(s)); err != nil {
			return err
		}
		for _, e := range deleted {
			v.problem(Deleted, chain{e.OrganID, s}, 0, e.EventID)
		}
	}
	return nil
}

type chainedEvent struct {
	OrganID office.ID
	EventID office.ID
}

// heads compares the chains with the heads that the roots were made over, and with the ends that the sealer noted.
func (v *verifier) heads(ctx context.Context) error {
	var differing []head
	if err := v.read(ctx, &differing, `select distinct h.organ_id, h.stream, h.number from (
		select organ_id, stream, number, hash from audit_heads
		union all select organ_id, stream, number, hash from audit_chains where stream <> $1 and number > 0) h
		left join audit_links l on l.organ_id = h.organ_id and l.stream = h.stream and l.number = h.number
		where l.hash is null or l.hash <> h.hash order by h.organ_id, h.stream, h.number`, string(roots.Stream)); err != nil {
		return err
	}
	for _, h := range differing {
		v.problem(HeadDiffers, h.chain, h.Number, office.ID{})
	}
	return nil
}

// rootRow is a root with its time stamp, which may be missing.
type rootRow struct {
	Number int64
	Root   []byte
	Token  []byte
}

// roots makes every root anew from the one before and its heads, and checks its time stamp.
func (v *verifier) roots(ctx context.Context) error {
	made, err := v.rootsMade(ctx) // before the roots are read, which may become more meanwhile
	if err != nil {
		return err
	}
	var all []rootRow
	if err := v.read(ctx, &all, `select r.number, r.root, s.token from audit_roots r left join audit_stamps s on s.root_number = r.number
		order by r.number`); err != nil {
		return err
	}
	before, number, bare := nothing(), int64(0), int64(0)
	for _, r := range all {
		for number++; number < r.Number; number++ {
			v.problem(RootMissing, chain{}, number, office.ID{})
			before = nil
		}
		if err := v.root(ctx, before, r); err != nil {
			return err
		}
		if len(r.Token) == 0 {
			bare = r.Number
		} else if v.stamp(r); bare != 0 {
			v.problem(StampsMissing, chain{}, bare, office.ID{})
			bare = 0
		}
		before = r.Root
	}
	for number++; number <= made; number++ {
		v.problem(RootMissing, chain{}, number, office.ID{})
	}
	return nil
}

func (v *verifier) root(ctx context.Context, before []byte, r rootRow) error {
	v.report.Roots++
	var heads []head
	if err := v.read(ctx, &heads, "select organ_id, stream, number, hash from audit_heads where root_number = $1", r.Number); err != nil {
		return err
	}
	sortHeads(heads)
	root, err := rootOf(before, heads)
	if err == nil && before != nil && !bytes.Equal(root, r.Root) {
		v.problem(RootDiffers, chain{}, r.Number, office.ID{})
	}
	return err
}

func (v *verifier) stamp(r rootRow) {
	at, err := v.check(r.Token, r.Root)
	if err != nil {
		v.problem(StampInvalid, chain{}, r.Number, office.ID{})
		return
	}
	v.report.Stamped++
	v.report.Until = at
}

// rootsMade is how many roots the sealer noted that it made.
func (v *verifier) rootsMade(ctx context.Context) (int64, error) {
	var made []int64
	err := v.read(ctx, &made, "select number from audit_chains where stream = $1", string(roots.Stream))
	if err != nil || len(made) == 0 {
		return 0, err
	}
	return made[0], nil
}

func (v *verifier) waiting(ctx context.Context) error {
	var counts []int
	err := v.read(ctx, &counts, "select count(*) from audit_pending")
	if err == nil {
		v.report.Waiting = counts[0]
	}
	return err
}

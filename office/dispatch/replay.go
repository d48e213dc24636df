package dispatch

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
)

// Replay is what a version of a regulation would have made of the papers that an organ took in within a period.
type Replay struct {
	Version  regulation.Version
	From, To office.Day           // first and last day of the period
	Decided  int                  // papers with a decision, without the confidential ones
	Moved    int                  // of these, those that would go to another leader or department
	Hidden   int                  // confidential papers that would move: told as a number only
	Leaders  []Load               // whoever leads before or after, those with the most papers first
	Moves    []Move               // one page of those that would move, the latest first
	Names    map[office.ID]string // of the leaders and the departments
}

// Load is how many papers a leader's post has.
type Load struct {
	Leader        office.ID // zero: the queue of the office, or another organ
	Before, After int
}

// Move is a paper that would go to other hands. Of a paper that the actor may not open he is told number and field only.
type Move struct {
	Delivery office.ID
	Number   *int   // số đến
	Code     string // "" where the actor may not open it
	Field    office.FieldCode
	May      bool // the actor may open it
	From, To Hands
	Was, Is  []string // the clauses by which it was so, and would be so

	decision office.ID
	would    *routing.Decision
}

// maxReplay is the longest period that is replayed, in days: a year.
const maxReplay = 366

// MayReplay is the policy for trying a version on an organ's papers: who keeps its regulation, and its head.
func MayReplay(actor office.Actor) bool {
	return regulation.MayKeep(actor, actor.Organ) || actor.Has(office.RoleHead)
}

// Replay tries a version of the actor's organ on the papers that it took in from a day to another, both included, and tells which would go to other hands
// than they were given to, and why. Compared are the decisions that rules made; what a person ordered against them stays out. Nothing is stored. Moves are
// told from offset on, at most limit.
func (s *Service) Replay(ctx context.Context, actor office.Actor, id office.ID, from, to office.Day, limit, offset int) (Replay, error) {
	r := Replay{From: from, To: to}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		v, err := s.tried(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := checkPeriod(from, to); err != nil {
			return err
		}
		r.Version = v
		all, err := decisions(ctx, tx, `d.organ_id = $1 and d.registered_at >= $2 and d.registered_at < $3`, v.OrganID, from.Time().UTC(), to.Add(1).Time().UTC())
		if err != nil {
			return err
		}
		asked, err := rehearse(ctx, tx, v, tx.Today(), all)
		if err != nil {
			return err
		}
		if err := r.run(all, asked); err != nil {
			return err
		}
		slices.Reverse(r.Moves)
		r.Moves = r.Moves[min(offset, len(r.Moves)):min(offset+limit, len(r.Moves))]
		if r.Names, err = namesOf(ctx, tx, r.hands()); err != nil {
			return err
		}
		return tell(ctx, tx, actor, &v, r.Moves)
	})
	return r, err
}

// tried reads a version for somebody who may try it out.
func (s *Service) tried(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID) (regulation.Version, error) {
	v, err := regulation.VersionOf(ctx, tx, id)
	switch {
	case err != nil:
		return v, err
	case !regulation.MayRead(actor, v):
		return v, office.NotFound("regulation.no_version")
	case !MayReplay(actor):
		return v, office.Forbidden("lifecycle.only_keeper")
	}
	return v, nil
}

func checkPeriod(from, to office.Day) error {
	switch {
	case from == "":
		return office.Invalid("lifecycle.day_missing", "from")
	case to == "":
		return office.Invalid("lifecycle.day_missing", "to")
	case to < from:
		return office.Invalid("lifecycle.period_backwards", "to", from, to)
	case to >= from.Add(maxReplay):
		return office.Invalid("lifecycle.period_long", "to", from, to)
	}
	return nil
}

// run asks about every paper and counts.
func (r *Replay) run(all []decided, asked *rehearsed) error {
	loads := map[office.ID]*Load{}
	load := func(leader office.ID) *Load {
		if loads[leader] == nil {
			loads[leader] = &Load{Leader: leader}
		}
		return loads[leader]
	}
	for i := range all {
		d := &all[i]
		would, err := asked.ask(d)
		if err != nil {
			return err
		}
		was := d.by()
		switch {
		case d.Confidential && was != would.Hands:
			r.Hidden++
			continue
		case d.Confidential:
			continue
		}
		r.Decided++
		load(was.Leader).Before++
		load(would.Leader).After++
		if was != would.Hands {
			r.Moves = append(r.Moves, Move{Delivery: d.ID, Number: d.NumberIn, Code: d.Code, Field: would.field, From: was, To: would.Hands,
				decision: d.DecisionID, would: would.decision})
		}
	}
	r.Moved = len(r.Moves)
	for _, l := range loads {
		r.Leaders = append(r.Leaders, *l)
	}
	slices.SortFunc(r.Leaders, func(a, b Load) int {
		if more := max(b.Before, b.After) - max(a.Before, a.After); more != 0 {
			return more
		}
		return slices.Compare(a.Leader[:], b.Leader[:])
	})
	return nil
}

// hands are all that the replay speaks of.
func (r *Replay) hands() map[Hands]bool {
	all := map[Hands]bool{}
	for _, l := range r.Leaders {
		all[Hands{Leader: l.Leader}] = true
	}
	for _, m := range r.Moves {
		all[m.From], all[m.To] = true, true
	}
	return all
}

// tell adds to a page of moves the clauses, and takes away what the actor may not read.
func tell(ctx context.Context, tx *database.Tx, actor office.Actor, v *regulation.Version, moves []Move) error {
	ids, made := make([]office.ID, len(moves)), make([]office.ID, len(moves))
	for i := range moves {
		ids[i], made[i] = moves[i].Delivery, moves[i].decision
	}
	may, err := readable(ctx, tx, actor, ids)
	if err != nil {
		return err
	}
	was, err := regulation.ReasonsOf(ctx, tx, made)
	if err != nil {
		return err
	}
	for i := range moves {
		m := &moves[i]
		m.Was, m.Is = was[m.decision], v.Because(m.would)
		if m.May = may[m.Delivery]; !m.May {
			m.Delivery, m.Code = office.ID{}, ""
		}
	}
	return nil
}

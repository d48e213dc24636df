package regulation

import (
	"context"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/routing"
)

// CauseOverruled is the cause of a decision in which somebody said who leads.
const CauseOverruled = "overruled"

// DecideFor is Decide where somebody has said which post leads: the regulation's answer with that post in the leader's place and whoever has its
// desk that day. Whom a conflict was between need not cooperate any more.
func (s *Service) DecideFor(ctx context.Context, tx *database.Tx, organ office.ID, facts routing.Facts, leader office.ID, day office.Day) (Answer, error) {
	a, err := s.Decide(ctx, tx, organ, facts, day)
	if err != nil {
		return a, err
	}
	b, err := s.bench(ctx, tx, organ, day)
	if err != nil {
		return a, err
	}
	d, post := &a.Decision, postOf(leader)
	dropped := append(b.tied(d), post)
	d.CoPosts = slices.DeleteFunc(d.CoPosts, func(p routing.Post) bool { return slices.Contains(dropped, p) })
	d.Leader, d.Way = routing.Owner{Post: post}, routing.ToLeader
	d.Flags &^= routing.Conflict | routing.Gap | routing.GeneralOnly | routing.NoRegulation
	a.Leader = b.rules.engine.ResolvePost(&b.staffing, post, routing.Matter{Field: a.Facts.Field, Excluded: a.Facts.Excluded})
	return a, nil
}

// tied are the posts between which the leader's question ended in a conflict.
func (b *bench) tied(d *routing.Decision) []routing.Post {
	var posts []routing.Post
	for _, id := range decisive(d) {
		for _, c := range b.rules.version.Clauses {
			if c.ID.String() == string(id) && c.PostID != nil && d.Flags.Has(routing.Conflict) {
				posts = append(posts, postOf(*c.PostID))
			}
		}
	}
	return posts
}

// decisive are the clauses that named the leader, or between which the leader's question ended in a conflict.
func decisive(d *routing.Decision) []routing.ClauseID {
	var ids []routing.ClauseID
	for _, m := range d.Matches {
		q := d.Questions[m.Question]
		if q.Slot == routing.SlotLeader && !q.Other && (m.Fate == routing.FateWon || m.Fate == routing.FateTied) {
			ids = append(ids, m.Clause)
		}
	}
	return ids
}

// won are the clauses that named the leader, as the decision's row keeps them. Of a conflict none did.
func won(d *routing.Decision) string {
	if d.Flags.Has(routing.Conflict) {
		return ""
	}
	ids := decisive(d)
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, " ")
}

// Decisive are the clauses that named the leader of a stored decision, or between which a conflict stood, with their references.
func Decisive(ctx context.Context, tx *database.Tx, stored Stored) ([]Clause, error) {
	ids := decisive(&stored.Answer.Decision)
	if stored.Answer.Version == (office.ID{}) || len(ids) == 0 {
		return nil, nil
	}
	v, err := VersionOf(ctx, tx, stored.Answer.Version)
	return slices.DeleteFunc(v.Clauses, func(c Clause) bool { return !slices.Contains(ids, routing.ClauseID(c.ID.String())) }), err
}

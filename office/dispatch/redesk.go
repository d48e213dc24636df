package dispatch

import (
	"context"
	"slices"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/notice"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/search"
)

// Redesk moves what lies open on desks within an organ, after its posts, departments or fields changed: the rows go to the posts that take their place,
// facts and decision are asked anew, state and deadline stay. What nothing of moves is left alone.
func (s *Service) Redesk(ctx context.Context, tx *database.Tx, h Handing, id office.ID) (*Moved, error) {
	d, err := of(ctx, tx, id, tx.ForUpdate())
	if err != nil || d.State == Refused || d.State == Done {
		return nil, err
	}
	structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
	if err != nil {
		return nil, err
	}
	items, err := desk.OnDelivery(ctx, tx, d.ID)
	if err != nil {
		return nil, err
	}
	to, told := redesked(h.Mapping, structure, items)
	facts, choice, err := factsAfter(ctx, tx, h.Mapping, d, structure)
	if err != nil {
		return nil, err
	}
	before, err := factsOf(ctx, tx, d.ID, d.FactsRevision)
	if err != nil || len(to) == 0 && !restated(before, facts) {
		return nil, err
	}
	if err := desk.Move(ctx, tx, items, to); err != nil {
		return nil, err
	}
	if d.FactsRevision > 0 {
		if d, err = s.askAnew(ctx, tx, h, d, structure, facts, choice); err != nil {
			return nil, err
		}
	}
	if err := note(ctx, tx, d, causeReorganised, byRule, h.Basis); err != nil {
		return nil, err
	}
	if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: d.DocumentID}); err != nil {
		return nil, err
	}
	if err := tellDesks(ctx, tx, d, told); err != nil {
		return nil, err
	}
	return &Moved{From: d.ID, To: d.ID, Organ: d.OrganID, Code: d.Code, State: d.State},
		audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Action: "dispatch.reorganised", Object: d.ID, Detail: d.Code})
}

// redesked tells which open rows go to which post, and the rows as they lie then. The rows' fields become those of the new organisation.
func redesked(m org.Mapping, to *org.Structure, items []desk.Item) (posts map[office.ID]office.ID, told []desk.Item) {
	posts = map[office.ID]office.ID{}
	for i, it := range items {
		if it.State != "open" || it.OrganID != to.Organ.ID {
			continue
		}
		field, refiled := m.To(org.PartField, string(it.FieldCode), org.Matter{})
		post := successorAt(m, to, it)
		switch {
		case post != nil:
			posts[it.ID] = *post
		case refiled:
			posts[it.ID] = it.PostID
		default:
			continue
		}
		items[i].FieldCode = office.FieldCode(field)
		it.PostID, it.FieldCode = posts[it.ID], items[i].FieldCode
		told = append(told, it)
	}
	return posts, told
}

// restated reports whether facts say anything else than before.
func restated(before, now []Fact) bool {
	said := func(facts []Fact) []string {
		var all []string
		for _, f := range facts {
			if f.Name == FactField || f.Name == FactArea {
				all = append(all, f.Name+" "+f.Value)
			}
		}
		return all
	}
	return !slices.Equal(said(before), said(now))
}

// askAnew stores the facts as they are now with a new decision, and names on the delivery the posts that have it. The decision that came before stays.
func (s *Service) askAnew(ctx context.Context, tx *database.Tx, h Handing, d Delivery, to *org.Structure, facts []Fact, choice Choice) (Delivery, error) {
	asked, revision := choice.asked(d), d.FactsRevision+1
	answer, err := s.regulation.Decide(ctx, tx, d.OrganID, asked, tx.Today())
	if err != nil {
		return d, err
	}
	for i := range facts {
		facts[i].Revision, facts[i].StatedAt = revision, tx.Now()
	}
	if err := insertFacts(ctx, tx, facts); err != nil {
		return d, err
	}
	decision, err := s.regulation.Store(ctx, tx, regulation.Record{Organ: d.OrganID, Delivery: d.ID, Cause: causeReorganised, FactsRevision: revision,
		Facts: asked, Answer: answer})
	if err != nil {
		return d, err
	}
	err = tx.Get(ctx, &d, `update deliveries set version = version + 1, facts_revision = $2, decision_id = $3, leader_post = coalesce($4, leader_post),
		department_id = coalesce($5, department_id), officer_post = coalesce($6, officer_post) where id = $1 returning `+columns,
		d.ID, revision, decision, postAfter(h.Mapping, to, d.LeaderPost), departmentAfter(h.Mapping, to, d.DepartmentID), postAfter(h.Mapping, to, d.OfficerPost))
	return d, err
}

func tellDesks(ctx context.Context, tx *database.Tx, d Delivery, items []desk.Item) error {
	notices := make([]notice.Notice, len(items))
	for i, item := range items {
		notices[i] = noticeOf(d, item)
	}
	return notice.Give(ctx, tx, notices...)
}

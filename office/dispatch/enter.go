package dispatch

import (
	"context"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/routing"
)

// registration is everything that taking a delivery in writes, read and decided beforehand.
type registration struct {
	delivery Delivery
	choice   Choice
	sender   Choice // what the sender said
	answer   regulation.Answer
	waiting  bool // on the clerks' desks
	by       doer
	clerk    *office.ID // nil when the organ's rule registers
}

// prepare reads what registering one delivery needs.
func (s *Service) prepare(ctx context.Context, tx *database.Tx, d Delivery, choice Choice) (registration, error) {
	r := registration{delivery: d, choice: choice, waiting: true}
	fields, err := document.Fields(ctx, tx, d.DocumentID)
	if err != nil {
		return r, err
	}
	r.sender = proposed(fields)
	r.answer, err = s.regulation.Decide(ctx, tx, d.OrganID, choice.asked(d), tx.Today())
	return r, err
}

// prepareAll reads what registering several deliveries of one document by rule needs, on the sender's facts, with one query a table.
func (s *Service) prepareAll(ctx context.Context, tx *database.Tx, deliveries []Delivery) ([]registration, error) {
	waiting, err := desk.Waiting(ctx, tx, desk.Receive, idsOf(deliveries))
	if err != nil {
		return nil, err
	}
	fields, err := document.Fields(ctx, tx, deliveries[0].DocumentID)
	if err != nil {
		return nil, err
	}
	said := proposed(fields)
	answers, err := s.regulation.DecideMany(ctx, tx, organsOf(deliveries), func(office.ID) routing.Facts { return said.asked(deliveries[0]) }, tx.Today())
	if err != nil {
		return nil, err
	}
	all := make([]registration, len(deliveries))
	for i, d := range deliveries {
		all[i] = registration{delivery: d, choice: said, sender: said, answer: answers[d.OrganID], waiting: waiting[d.ID], by: byRule}
	}
	return all, nil
}

// enter writes a registration: the number on arrival, the facts, the decision, the delivery by compare-and-swap, the work and the events.
func (s *Service) enter(ctx context.Context, tx *database.Tx, r registration) (Delivery, error) {
	d := r.delivery
	to, ok := After(ActRegister, d.State)
	if !ok {
		return d, office.Conflict("dispatch.state_forbids", string(ActRegister), string(d.State))
	}
	taken, err := register.Take(ctx, tx, register.Taking{Organ: d.OrganID, Direction: register.In, Series: register.Common,
		DocumentID: &d.DocumentID, DeliveryID: &d.ID, Code: func(int) string { return d.Code }, Subject: d.Subject, By: r.clerk})
	if err != nil {
		return d, err
	}
	if r.waiting {
		if err := desk.CloseDelivery(ctx, tx, d.ID, desk.Receive); err != nil {
			return d, err
		}
	}
	revision := d.FactsRevision + 1
	if err := insertFacts(ctx, tx, r.choice.facts(d.ID, revision, r.sender, FromClerk, r.clerk, tx.Now())); err != nil {
		return d, err
	}
	decision, err := s.regulation.Store(ctx, tx, regulation.Record{Organ: d.OrganID, Delivery: d.ID, Cause: "registered", FactsRevision: revision,
		Facts: r.choice.asked(d), Answer: r.answer, By: r.clerk})
	if err != nil {
		return d, err
	}
	got, now := outcomeOf(r.answer), tx.Now()
	items, assigned := got.items(d, r.answer)
	passed := []State{to}
	if assigned {
		if to, ok = After(ActAssign, to); ok {
			passed = append(passed, to)
		}
	}
	d.State, d.NumberIn, d.EntryID, d.RegisteredAt, d.RegisteredBy = to, &taken.Number, &taken.Entry, &now, r.clerk
	d.FactsRevision, d.DecisionID, d.LeaderPost, d.DepartmentID, d.OfficerPost = revision, &decision, got.leader, got.department, got.officer
	d.Flags = strings.Join(r.answer.Flags().Words(), " ")
	if err := swap(ctx, tx, &d); err != nil {
		return d, err
	}
	if err := hand(ctx, tx, d, items...); err != nil {
		return d, err
	}
	return d, noteEntry(ctx, tx, d, passed, r.by)
}

// swap writes what registering changes of a delivery, if it still has the version that it was read with.
func swap(ctx context.Context, tx *database.Tx, d *Delivery) error {
	n, err := tx.Exec(ctx, `update deliveries set version = version + 1, state = $3, number_in = $4, entry_id = $5, registered_at = $6,
		registered_by = $7, facts_revision = $8, decision_id = $9, leader_post = $10, department_id = $11, officer_post = $12, flags = $13
		where id = $1 and version = $2`,
		d.ID, d.Version, d.State, d.NumberIn, d.EntryID, d.RegisteredAt, d.RegisteredBy, d.FactsRevision, d.DecisionID, d.LeaderPost, d.DepartmentID,
		d.OfficerPost, d.Flags)
	if err != nil {
		return err
	}
	if n == 0 {
		return office.Conflict(changedMeanwhile, d.Code)
	}
	d.Version++
	return nil
}

// noteEntry keeps the events of taking in: 03, and 04 where the organ's way assigns at once.
func noteEntry(ctx context.Context, tx *database.Tx, d Delivery, passed []State, by doer) error {
	rows := make([][]any, len(passed))
	for i, state := range passed {
		detail := d.Verdict
		if state == Assigned {
			by, detail = byRule, "way"
		}
		rows[i] = []any{office.NewID(), d.ID, d.OrganID, string(state), tx.Now(), by.person, by.post, by.capacity, detail}
	}
	return tx.InsertMany(ctx, `insert into delivery_events (id, delivery_id, organ_id, code, at, person_id, post_id, capacity, detail)`, rows, "")
}

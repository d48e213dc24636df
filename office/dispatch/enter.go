package dispatch

import (
	"cmp"
	"context"
	"strings"
	"time"

	"congvan/database"
	"congvan/notice"
	"congvan/notice/webhook"
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

	// Of work that goes on from another organ; else empty.
	cause  string      // of the decision; empty is "registered"
	stated []Fact      // the facts with who said them, in place of the choice's
	placed []desk.Item // the desks, in place of the decision's
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

// enter writes one registration.
func (s *Service) enter(ctx context.Context, tx *database.Tx, r registration) (Delivery, error) {
	entered, err := s.enterAll(ctx, tx, []registration{r})
	if err != nil {
		return r.delivery, err
	}
	return entered[0], nil
}

// enterAll writes registrations of different organs: the numbers on arrival, the facts, the decisions, the deliveries by compare-and-swap, the
// work and the events, with one statement a table but for the deliveries themselves.
func (s *Service) enterAll(ctx context.Context, tx *database.Tx, all []registration) ([]Delivery, error) {
	taken, err := takeNumbers(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	decisions, err := s.keepDecisions(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	entered := make([]Delivery, len(all))
	var w written
	for i, r := range all {
		if r.waiting {
			if err := desk.CloseDelivery(ctx, tx, r.delivery.ID, desk.Receive); err != nil {
				return nil, err
			}
		}
		d, passed := r.becomes(taken[i], decisions[i], tx.Now())
		if err := swap(ctx, tx, &d); err != nil {
			return nil, err
		}
		entered[i] = d
		w.add(d, r, passed, tx.Now())
	}
	return entered, w.insert(ctx, tx)
}

func takeNumbers(ctx context.Context, tx *database.Tx, all []registration) ([]register.Taken, error) {
	takings := make([]register.Taking, len(all))
	for i, r := range all {
		d := r.delivery
		if _, ok := After(ActRegister, d.State); !ok {
			return nil, office.Conflict("dispatch.state_forbids", string(ActRegister), string(d.State))
		}
		takings[i] = register.Taking{Organ: d.OrganID, Direction: register.In, Series: register.Common, DocumentID: &d.DocumentID, DeliveryID: &d.ID,
			Code: func(int) string { return d.Code }, Subject: d.Subject, By: r.clerk}
	}
	return register.TakeMany(ctx, tx, takings)
}

func (s *Service) keepDecisions(ctx context.Context, tx *database.Tx, all []registration) ([]office.ID, error) {
	records := make([]regulation.Record, len(all))
	for i, r := range all {
		records[i] = regulation.Record{Organ: r.delivery.OrganID, Delivery: r.delivery.ID, Cause: cmp.Or(r.cause, "registered"), FactsRevision: r.delivery.FactsRevision + 1,
			Facts: r.choice.asked(r.delivery), Answer: r.answer, By: r.clerk}
	}
	return s.regulation.StoreMany(ctx, tx, records)
}

// becomes is the delivery as registering leaves it, and the states that it passes: 03, and 04 where the organ's way assigns at once.
func (r registration) becomes(taken register.Taken, decision office.ID, now time.Time) (Delivery, []State) {
	d, got := r.delivery, outcomeOf(r.answer)
	passed := []State{Received}
	if len(r.placed) > 0 {
		got.department, got.officer = nil, nil // who has it is named by those who had it
	} else if _, assigned := got.items(d, r.answer); assigned {
		passed = append(passed, Assigned)
	}
	d.State, d.NumberIn, d.EntryID, d.RegisteredAt, d.RegisteredBy = passed[len(passed)-1], &taken.Number, &taken.Entry, &now, r.clerk
	d.FactsRevision, d.DecisionID, d.LeaderPost, d.DepartmentID, d.OfficerPost = d.FactsRevision+1, &decision, got.leader, got.department, got.officer
	d.Flags = strings.Join(r.answer.Flags().Words(), " ")
	return d, passed
}

// written gathers the rows that registrations add beside the deliveries.
type written struct {
	facts   []Fact
	items   []desk.Item
	notices []notice.Notice
	events  [][]any
	told    []webhook.Event
}

func (w *written) add(d Delivery, r registration, passed []State, now time.Time) {
	w.facts = append(w.facts, r.facts(d, now)...)
	for _, item := range r.items(d) {
		w.items, w.notices = append(w.items, item), append(w.notices, noticeOf(d, item))
	}
	w.notices = append(w.notices, alarms(d, r.answer.Leader)...)
	for _, state := range passed {
		by, detail := r.by, d.Verdict
		if state == Assigned {
			by, detail = byRule, "way"
		}
		w.events = append(w.events, []any{office.NewID(), d.ID, d.OrganID, string(state), now, by.person, by.post, by.capacity, detail})
		w.told = append(w.told, changed(d, state, now)...)
	}
}

// facts are those that the delivery is registered with.
func (r registration) facts(d Delivery, now time.Time) []Fact {
	if r.cause == "" {
		return r.choice.facts(d.ID, d.FactsRevision, r.sender, FromClerk, r.clerk, now)
	}
	for i := range r.stated {
		r.stated[i].DeliveryID, r.stated[i].Revision, r.stated[i].StatedAt = d.ID, d.FactsRevision, now
	}
	return r.stated
}

// items are the rows on desks that registering makes.
func (r registration) items(d Delivery) []desk.Item {
	if len(r.placed) > 0 {
		return r.placed
	}
	items, _ := outcomeOf(r.answer).items(d, r.answer)
	return items
}

func (w *written) insert(ctx context.Context, tx *database.Tx) error {
	if err := insertFacts(ctx, tx, w.facts); err != nil {
		return err
	}
	if err := desk.Give(ctx, tx, w.items...); err != nil {
		return err
	}
	if err := notice.Give(ctx, tx, w.notices...); err != nil {
		return err
	}
	if err := webhook.Emit(ctx, tx, w.told...); err != nil {
		return err
	}
	return tx.InsertMany(ctx, `insert into delivery_events (id, delivery_id, organ_id, code, at, person_id, post_id, capacity, detail)`, w.events, "")
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
		return office.Stale(changedMeanwhile, d.Code)
	}
	d.Version++
	wakeSender(tx, *d)
	return nil
}

package dispatch

import (
	"context"
	"strings"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/notice"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/search"
	"congvan/signing"
)

// MayRegister is the policy for taking in and sending back: the recipient's clerk (NĐ 30/2020 Điều 21, 22).
func MayRegister(actor office.Actor, d Delivery) bool {
	return actor.Organ == d.OrganID && actor.Has(office.RoleClerk)
}

// Register takes a delivery in: number on arrival, facts as the clerk confirms them, and the decision by the version in force today, in one
// transaction. A paper whose signature is not valid is refused here; an undetermined or unsigned one may be accepted by the clerk, and the
// event says so.
func (s *Service) Register(ctx context.Context, actor office.Actor, id office.ID, version int, choice Choice) (Delivery, error) {
	var d Delivery
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var err error
		if d, err = mine(ctx, tx, actor, id, version); err != nil {
			return err
		}
		if !MayRegister(actor, d) {
			return office.Forbidden("dispatch.only_recipient_clerk")
		}
		if _, ok := After(ActRegister, d.State); !ok {
			return office.Conflict("dispatch.state_forbids", string(ActRegister), string(d.State))
		}
		if err := acceptable(d, choice); err != nil {
			return err
		}
		if err := choice.check(ctx, tx, d.OrganID); err != nil {
			return err
		}
		r, err := s.prepare(ctx, tx, d, choice)
		if err != nil {
			return err
		}
		r.by, r.clerk = clerkOf(actor), &actor.Person
		if err := r.learn(ctx, tx); err != nil {
			return err
		}
		if d, err = s.enter(ctx, tx, r); err != nil {
			return err
		}
		if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: d.DocumentID}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: "dispatch.register", Object: d.ID, Detail: d.Code})
	})
	return d, err
}

// acceptable refuses signatures that are not valid, and those that nobody can judge until a person says that he accepts them.
func acceptable(d Delivery, choice Choice) error {
	switch signing.Verdict(d.Verdict) {
	case signing.Valid:
		return nil
	case signing.NotValid:
		return office.Conflict("dispatch.not_valid", d.Code)
	}
	if !choice.Accepts {
		return office.Invalid("dispatch.acceptance_needed", "accept", d.Verdict)
	}
	return nil
}

// route stores a new set of facts, has it decided, and puts the paper on the desks that the decision names, in the way of the organ.
func (s *Service) route(ctx context.Context, tx *database.Tx, d Delivery, choice Choice, otherwise Source, cause string, by doer, person *office.ID) (Delivery, error) {
	fields, err := document.Fields(ctx, tx, d.DocumentID)
	if err != nil {
		return d, err
	}
	revision := d.FactsRevision + 1
	if err := insertFacts(ctx, tx, choice.facts(d.ID, revision, proposed(fields), otherwise, person, tx.Now())); err != nil {
		return d, err
	}
	asked := choice.asked(d)
	answer, err := s.regulation.Decide(ctx, tx, d.OrganID, asked, tx.Today())
	if err != nil {
		return d, err
	}
	decision, err := s.regulation.Store(ctx, tx, regulation.Record{Organ: d.OrganID, Delivery: d.ID, Cause: cause, FactsRevision: revision,
		Facts: asked, Answer: answer, By: person})
	if err != nil {
		return d, err
	}
	return s.place(ctx, tx, d, placing{answer: answer, decision: decision, revision: revision, by: by})
}

type placing struct {
	answer   regulation.Answer
	decision office.ID
	revision int
	by       doer
}

// place writes the decision's outcome on the delivery and gives the work.
func (s *Service) place(ctx context.Context, tx *database.Tx, d Delivery, p placing) (Delivery, error) {
	got := outcomeOf(p.answer)
	err := tx.Get(ctx, &d, `update deliveries set facts_revision = $2, decision_id = $3, leader_post = $4, department_id = $5, officer_post = $6,
		flags = $7 where id = $1 returning `+columns,
		d.ID, p.revision, p.decision, got.leader, got.department, got.officer, strings.Join(p.answer.Flags().Words(), " "))
	if err != nil {
		return d, err
	}
	items, assigned := got.items(d, p.answer)
	if err := hand(ctx, tx, d, items...); err != nil {
		return d, err
	}
	if err := notice.Give(ctx, tx, alarms(d, p.answer.Leader)...); err != nil {
		return d, err
	}
	if assigned {
		if d, err = move(ctx, tx, d, ActAssign, byRule, "way", ""); err != nil {
			return d, err
		}
	}
	return d, jobs.Insert(ctx, tx, search.IndexArgs{Document: d.DocumentID})
}

// Refusal says why a paper goes back and how to mend it.
type Refusal struct {
	Code   string // of RefusalCodes
	Reason string
	Mend   string
}

// RefusalCodes are the reasons for which a paper is sent back; each is a catalogue key below "dispatch.refusal_".
func RefusalCodes() []string {
	return []string{"wrong_recipient", "not_authentic", "incomplete", "duplicate", "wrong_form"}
}

// Refuse sends a delivery back to its sender (02), always with a reason and how to mend it. After it was registered its số đến stays, marked
// "trả lại".
func (s *Service) Refuse(ctx context.Context, actor office.Actor, id office.ID, version int, refusal Refusal) (Delivery, error) {
	if err := refusal.check(); err != nil {
		return Delivery{}, err
	}
	var d Delivery
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var err error
		if d, err = mine(ctx, tx, actor, id, version); err != nil {
			return err
		}
		if !MayRegister(actor, d) {
			return office.Forbidden("dispatch.only_recipient_clerk")
		}
		d, err = move(ctx, tx, d, ActRefuse, clerkOf(actor), refusal.Code+": "+refusal.Reason,
			`refusal_code = $4, refusal_reason = $5, refusal_mend = $6, closed_at = $7`, refusal.Code, refusal.Reason, refusal.Mend, tx.Now())
		if err != nil {
			return err
		}
		if d.EntryID != nil {
			if err := register.Return(ctx, tx, *d.EntryID, refusal.Reason); err != nil {
				return err
			}
		}
		if err := desk.CloseDelivery(ctx, tx, d.ID); err != nil {
			return err
		}
		if err := s.tellSender(ctx, tx, d); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: "dispatch.refuse", Object: d.ID, Detail: d.Code})
	})
	return d, err
}

func (r *Refusal) check() error {
	r.Reason, r.Mend = strings.TrimSpace(r.Reason), strings.TrimSpace(r.Mend)
	known := false
	for _, code := range RefusalCodes() {
		known = known || code == r.Code
	}
	switch {
	case !known:
		return office.Invalid("dispatch.unknown_refusal", "code", r.Code)
	case r.Reason == "":
		return office.Invalid("dispatch.reason_needed", "reason")
	case r.Mend == "":
		return office.Invalid("dispatch.mend_needed", "mend")
	}
	return nil
}

// tellSender puts the refused paper on the desks of the sender's clerks: somebody must mend it.
func (s *Service) tellSender(ctx context.Context, tx *database.Tx, d Delivery) error {
	sender, err := org.StructureOf(ctx, tx, d.SenderID, tx.Today())
	if err != nil {
		return err
	}
	var items []desk.Item
	for _, clerk := range sender.WithRole(office.RoleClerk) {
		items = append(items, desk.Item{OrganID: d.SenderID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: clerk.ID, Part: desk.Dispatch,
			UrgencyRank: d.UrgencyRank})
	}
	return hand(ctx, tx, d, items...)
}

// clerkOf is the actor in his post as clerk.
func clerkOf(actor office.Actor) doer {
	for _, p := range actor.Posts {
		if p.Role == office.RoleClerk {
			return as(actor, p)
		}
	}
	return doer{person: &actor.Person}
}

// Acknowledge takes a refused delivery off the desks of the sender's clerks: somebody has seen why it came back and acts on it.
func (s *Service) Acknowledge(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		d, err := of(ctx, tx, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if d.SenderID != actor.Organ {
			return office.NotFound("dispatch.no_delivery")
		}
		if !actor.Has(office.RoleClerk) {
			return office.Forbidden("dispatch.only_clerk")
		}
		if d.State != Refused {
			return office.Conflict("dispatch.state_forbids", "acknowledge", string(d.State))
		}
		if err := desk.CloseDelivery(ctx, tx, d.ID, desk.Dispatch); err != nil {
			return err
		}
		if err := note(ctx, tx, d, "acknowledged", clerkOf(actor), ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: actor.Organ, Actor: actor, Action: "dispatch.acknowledge", Object: d.ID, Detail: d.Code})
	})
}

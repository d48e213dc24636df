package dispatch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/notice"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/regulation"
	"congvan/search"
)

// Rules of handing over (bàn giao):
//   - a paper that waits to be assigned (03) goes the whole way again, by the new version;
//   - of one that is worked on (04, 05) only what differs changes hands: its new leader is told, and where another department leads, the work goes to
//     that one's officer or head, assigned anew (04);
//   - each is a decision of its own with the cause "handed_over", an event that names the adopting document, and word to those who get and who give;
//   - on the day the state is looked at again: what was finished, sent back or has come to the right hands meanwhile is left.

// HandOverArgs asks that the open work be handed over that was ticked when a version was adopted.
type HandOverArgs struct {
	Version office.ID `json:"version"`
}

// Kind names the job.
func (HandOverArgs) Kind() string { return "dispatch.hand_over" }

// Outcome is what came of a paper that was to be handed over.
type Outcome string

// The outcomes.
const (
	HandOverWaiting Outcome = "waiting" // for the version's first day
	HandOverDone    Outcome = "done"
	HandOverLeft    Outcome = "left" // it was closed, or in the right hands, by then
)

// HandOver is a paper that an officer ticked when he adopted a version.
type HandOver struct {
	VersionID  office.ID
	DeliveryID office.ID
	OrganID    office.ID
	Day        office.Day // the version's first, or that of the adoption when that is later
	OrderedBy  *office.ID
	OrderedAt  time.Time
	Outcome    Outcome
	SettledAt  *time.Time
	NumberIn   *int // số đến of the delivery
}

const handOvers = `select h.version_id, h.delivery_id, h.organ_id, h.day, h.ordered_by, h.ordered_at, h.outcome, h.settled_at, d.number_in
	from hand_overs h join deliveries d on d.id = h.delivery_id where h.version_id = $1`

// HandOver hands over what waits for a version, each paper in a transaction of its own. It may run twice; before the day it only puts itself off.
func (s *Service) HandOver(ctx context.Context, version office.ID) error {
	var v regulation.Version
	var waiting []HandOver
	var asked *regulation.Rehearsal
	var early bool
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		if v, err = regulation.VersionOf(ctx, tx, version); err != nil {
			return err
		}
		if err := tx.Select(ctx, &waiting, handOvers+` and h.outcome = 'waiting' order by h.delivery_id`, version); err != nil || len(waiting) == 0 {
			return err
		}
		if early = waiting[0].Day > tx.Today(); early {
			return nil
		}
		from, err := sendersOf(ctx, tx, waiting)
		if err != nil {
			return err
		}
		asked, err = regulation.Rehearse(ctx, tx, v, tx.Today(), from)
		return err
	})
	if err != nil || early {
		if err == nil {
			err = s.putOff(ctx, version, waiting)
		}
		return err
	}
	for _, h := range waiting {
		if one := s.handOver(ctx, v, asked, h); one != nil {
			err = errors.Join(err, fmt.Errorf("hand over delivery %s: %w", h.DeliveryID, one))
		}
	}
	return err
}

// putOff has the work done on its day: a server's clock may be ahead of the one that put the job in.
func (s *Service) putOff(ctx context.Context, version office.ID, waiting []HandOver) error {
	if len(waiting) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		return jobs.Insert(ctx, tx, HandOverArgs{version}, jobs.At(waiting[0].Day.Time()))
	})
}

func sendersOf(ctx context.Context, tx *database.Tx, all []HandOver) ([]office.ID, error) {
	ids := make([]office.ID, len(all))
	for i, h := range all {
		ids[i] = h.DeliveryID
	}
	marks, args := database.In(1, ids)
	var from []office.ID
	err := tx.Select(ctx, &from, `select distinct sender_id from deliveries where id in (`+marks+`)`, args...)
	return from, err
}

// handOver hands one paper over, or leaves it.
func (s *Service) handOver(ctx context.Context, v regulation.Version, asked *regulation.Rehearsal, h HandOver) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		d, err := of(ctx, tx, h.DeliveryID, tx.ForUpdate())
		if err != nil {
			return err
		}
		changed, err := tx.Exec(ctx, `update hand_overs set outcome = 'done', settled_at = $3
			where version_id = $1 and delivery_id = $2 and outcome = 'waiting'`, h.VersionID, h.DeliveryID, tx.Now())
		if err != nil || changed == 0 {
			return err
		}
		moved, err := s.give(ctx, tx, d, v, asked, h.OrderedBy)
		if err != nil || moved {
			return err
		}
		_, err = tx.Exec(ctx, `update hand_overs set outcome = 'left' where version_id = $1 and delivery_id = $2`, h.VersionID, h.DeliveryID)
		return err
	})
}

// give decides about a paper by a version and moves what differs. It reports whether anything did.
func (s *Service) give(ctx context.Context, tx *database.Tx, d Delivery, v regulation.Version, asked *regulation.Rehearsal, by *office.ID) (bool, error) {
	current, err := regulation.InForce(ctx, tx, d.OrganID, tx.Today())
	if err != nil || current.ID != v.ID || !open(d.State) {
		return false, err
	}
	found, err := decisions(ctx, tx, `d.id = $1`, d.ID)
	if err != nil || len(found) == 0 {
		return false, err
	}
	facts, err := found[0].asked()
	if err != nil {
		return false, err
	}
	answer := asked.Answer(facts, d.SenderID)
	if handsBy(&answer.Decision) == handsOf(d.LeaderPost, d.DepartmentID) {
		return false, nil
	}
	items, err := desk.OnDelivery(ctx, tx, d.ID)
	if err != nil {
		return false, err
	}
	decision, err := s.regulation.Store(ctx, tx, regulation.Record{Organ: d.OrganID, Delivery: d.ID, Cause: "handed_over", FactsRevision: d.FactsRevision,
		Facts: facts, Answer: answer, By: by})
	if err != nil {
		return false, err
	}
	t := transfer{delivery: d, items: items, to: outcomeOf(answer), placing: placing{answer, decision, d.FactsRevision, byRule}, number: v.Number}
	if err := s.carry(ctx, tx, &t); err != nil {
		return false, err
	}
	return true, t.record(ctx, tx, by)
}

func open(state State) bool {
	for _, o := range Open() {
		if o == state {
			return true
		}
	}
	return false
}

// transfer is one paper on its way from hands to hands.
type transfer struct {
	delivery Delivery // as it is by now
	items    []desk.Item
	to       outcome
	placing  placing
	number   string // of the adopting document
}

// carry moves the work: see the rules at the head of this file.
func (s *Service) carry(ctx context.Context, tx *database.Tx, t *transfer) error {
	d := t.delivery
	another := !same(d.DepartmentID, t.to.department)
	if d.State == Received || another && t.to.handler == nil {
		return s.anew(ctx, tx, t)
	}
	leader := same(d.LeaderPost, t.to.leader)
	err := tx.Get(ctx, &d, `update deliveries set version = version + 1, decision_id = $2, leader_post = $3, flags = $4 where id = $1 returning `+columns,
		d.ID, t.placing.decision, t.to.leader, strings.Join(t.placing.answer.Flags().Words(), " "))
	if err != nil {
		return err
	}
	if t.delivery = d; another {
		if err := t.reassign(ctx, tx); err != nil {
			return err
		}
	}
	if !leader && t.to.leader != nil {
		return hand(ctx, tx, d, t.item(*t.to.leader, desk.Inform))
	}
	return nil
}

// anew sends the paper the whole way that papers go, from the distributor or the leader on.
func (s *Service) anew(ctx context.Context, tx *database.Tx, t *transfer) (err error) {
	if t.delivery, err = move(ctx, tx, t.delivery, ActReroute, byRule, "", ""); err != nil {
		return err
	}
	if err := desk.CloseDelivery(ctx, tx, t.delivery.ID); err != nil {
		return err
	}
	t.delivery, err = s.place(ctx, tx, t.delivery, t.placing)
	return err
}

// reassign gives the work to the officer or the head of the department that leads now.
func (t *transfer) reassign(ctx context.Context, tx *database.Tx) (err error) {
	t.delivery, err = move(ctx, tx, t.delivery, ActAssign, byRule, "way", `department_id = $4, officer_post = $5`, t.to.department, t.to.officer)
	if err != nil {
		return err
	}
	if err := desk.CloseDelivery(ctx, tx, t.delivery.ID, desk.Handle); err != nil {
		return err
	}
	return hand(ctx, tx, t.delivery, t.item(*t.to.handler, desk.Handle))
}

func (t *transfer) item(post office.ID, part desk.Part) desk.Item {
	d := t.delivery
	return desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: post, Part: part,
		FieldCode: t.placing.answer.Field(), UrgencyRank: d.UrgencyRank, DueOn: dueOn(t.items)}
}

// record keeps the event, tells those who give the paper away, and has it indexed for those who get it.
func (t *transfer) record(ctx context.Context, tx *database.Tx, by *office.ID) error {
	d := t.delivery
	if err := note(ctx, tx, d, "handed_over", doer{person: by}, t.number); err != nil {
		return err
	}
	still, err := desk.OnDelivery(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	var told []notice.Notice
	for _, before := range t.items {
		if before.State == "open" && (before.Part == desk.Lead || before.Part == desk.Handle) && !openFor(still, before.PostID) {
			n := noticeOf(d, before)
			if !d.Confidential {
				n.Key, n.Args = "lifecycle.notice_handed_over", []string{d.Code, t.number}
			}
			told = append(told, n)
		}
	}
	if err := notice.Give(ctx, tx, told...); err != nil {
		return err
	}
	if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: d.DocumentID}); err != nil {
		return err
	}
	event := audit.Event{Organ: d.OrganID, Action: "dispatch.hand_over", Object: d.ID, Detail: d.Code + " theo " + t.number}
	if by != nil {
		event.Actor.Person = *by
	}
	return audit.Record(ctx, tx, event)
}

func openFor(items []desk.Item, post office.ID) bool {
	for _, item := range items {
		if item.PostID == post && item.State == "open" {
			return true
		}
	}
	return false
}

func same(a, b *office.ID) bool { return a == b || a != nil && b != nil && *a == *b }

// Package dispatch sends one document to its recipients and moves every delivery from arrival to its end.
//
// A dispatch is one transaction of the sender: the document's state, a delivery row for each recipient, the audit event and the fan-out job
// commit together or not at all. Everything that moves a delivery stands in this package, each move a compare-and-swap on the delivery's
// version, one event kept, and the sender sees the code.
package dispatch

import (
	"context"
	"slices"
	"strings"
	"time"

	"congvan/database"
	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/desk"
)

// Delivery is one recipient organ's receipt of a document.
type Delivery struct {
	ID            office.ID
	OrganID       office.ID // the recipient
	SenderID      office.ID
	DispatchID    office.ID
	DocumentID    office.ID
	Version       int
	State         State
	Subject       string
	Code          string // the paper's number and symbol
	Kind          office.KindCode
	Urgency       office.Urgency
	UrgencyRank   int
	Confidential  bool
	SHA256        string // of the bytes that the sender froze
	Verdict       string // of the signatures, made from the bytes as they arrived
	ReportID      *office.ID
	Trouble       string // why it could not arrive yet; a catalogue key
	NumberIn      *int   // số đến
	EntryID       *office.ID
	FactsRevision int
	DecisionID    *office.ID
	LeaderPost    *office.ID
	DepartmentID  *office.ID
	OfficerPost   *office.ID
	Flags         string // routing's flags, separated by spaces
	SentAt        time.Time
	ArrivedAt     *time.Time
	OpenedAt      *time.Time // first opened by somebody of the recipient
	RegisteredAt  *time.Time
	RegisteredBy  *office.ID // nil when the organ's rule registered it
	ClosedAt      *time.Time
	RefusalCode   string
	RefusalReason string
	RefusalMend   string
	Note          string     // with which it was finished
	SucceededBy   *office.ID // the delivery in which its work goes on, of the organ that took the place of its own
	Succeeds      *office.ID // the one that it goes on from
}

const columns = `id, organ_id, sender_id, dispatch_id, document_id, version, state, subject, code, kind, urgency, urgency_rank, confidential, sha256,
	verdict, report_id, trouble, number_in, entry_id, facts_revision, decision_id, leader_post, department_id, officer_post, flags, sent_at,
	arrived_at, opened_at, registered_at, registered_by, closed_at, refusal_code, refusal_reason, refusal_mend, note, succeeded_by, succeeds`

// Has reports whether the delivery carries one of routing's flags.
func (d Delivery) Has(flag string) bool { return slices.Contains(strings.Fields(d.Flags), flag) }

// changedMeanwhile is the key of the conflict that a lost compare-and-swap is.
const changedMeanwhile = "dispatch.changed_meanwhile"

// of reads one delivery.
func of(ctx context.Context, tx *database.Tx, id office.ID, suffix string) (Delivery, error) {
	var d Delivery
	err := tx.Get(ctx, &d, `select `+columns+` from deliveries where id = $1`+suffix, id)
	if database.NoRows(err) {
		return d, office.NotFound("dispatch.no_delivery")
	}
	return d, err
}

// mine reads a delivery of the actor's own organ in order to change it. One of another organ does not exist for him.
func mine(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, version int) (Delivery, error) {
	d, err := of(ctx, tx, id, tx.ForUpdate())
	if err != nil {
		return d, err
	}
	if d.OrganID != actor.Organ {
		return d, office.NotFound("dispatch.no_delivery")
	}
	if d.SucceededBy != nil {
		return d, office.Conflict("dispatch.succeeded", d.Code)
	}
	if version != 0 && version != d.Version {
		return d, office.Stale(changedMeanwhile, d.Code)
	}
	return d, nil
}

// Event is something that happened to a delivery. Every event is kept; repeats and late ones are normal.
type Event struct {
	ID         office.ID
	DeliveryID office.ID
	OrganID    office.ID
	Code       string // a state's code, or what else happened: "opened", "facts", "endorse"
	At         time.Time
	PersonID   *office.ID
	PostID     *office.ID
	Capacity   office.Capacity
	Detail     string
}

// move makes an act happen: compare-and-swap on the version, with further columns set ("number_in = $4"), whose parameters start at $4, and
// the event. It returns the delivery as it is then.
func move(ctx context.Context, tx *database.Tx, d Delivery, act Act, by doer, detail, set string, args ...any) (Delivery, error) {
	to, ok := After(act, d.State)
	if !ok {
		return d, office.Conflict("dispatch.state_forbids", string(act), string(d.State))
	}
	if set != "" {
		set = ", " + set
	}
	var moved Delivery
	err := tx.Get(ctx, &moved, `update deliveries set version = version + 1, state = $3`+set+` where id = $1 and version = $2
		returning `+columns, append([]any{d.ID, d.Version, to}, args...)...)
	if database.NoRows(err) {
		return d, office.Stale(changedMeanwhile, d.Code)
	}
	if err != nil {
		return d, err
	}
	if err := webhook.Emit(ctx, tx, changed(moved, to, tx.Now())...); err != nil {
		return d, err
	}
	return moved, note(ctx, tx, moved, string(to), by, detail)
}

// wakeSender has those of the sender who follow the papers' way look again.
func wakeSender(tx *database.Tx, deliveries ...Delivery) {
	for _, d := range deliveries {
		tx.Wake(office.DocumentTopic(d.DocumentID))
	}
}

// doer is who did something, for the record: a person in a capacity, or nobody when a rule or a job did it.
type doer struct {
	person   *office.ID
	post     *office.ID
	capacity office.Capacity
}

var byRule = doer{}

// as is the actor in the post that he acts for.
func as(actor office.Actor, post office.HeldPost) doer {
	return doer{&actor.Person, &post.Post, post.Capacity}
}

// note keeps an event.
func note(ctx context.Context, tx *database.Tx, d Delivery, code string, by doer, detail string) error {
	_, err := tx.Exec(ctx, `insert into delivery_events (id, delivery_id, organ_id, code, at, person_id, post_id, capacity, detail)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		office.NewID(), d.ID, d.OrganID, code, tx.Now(), by.person, by.post, by.capacity, detail)
	return err
}

// events lists a delivery's events, oldest first.
func events(ctx context.Context, tx *database.Tx, delivery office.ID) ([]Event, error) {
	var all []Event
	err := tx.Select(ctx, &all, `select id, delivery_id, organ_id, code, at, person_id, post_id, capacity, detail
		from delivery_events where delivery_id = $1 order by at, id`, delivery)
	return all, err
}

// MaySee is the policy for reading a delivery inside the recipient organ.
func MaySee(actor office.Actor, d Delivery, confidential bool, work []desk.Item) bool {
	return desk.MaySee(actor, d.OrganID, confidential, work)
}

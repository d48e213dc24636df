// Package audit keeps who did what, so that nobody can change it unseen.
//
// An event is a plain row, written in the transaction that causes it: both happen or neither. The rows are append-only (the database refuses
// changes). Some seconds later a Sealer chains the committed rows of each organ with SHA-256, gathers the ends of the chains into a Merkle root
// and has it time-stamped. Verify proves all of it offline and names each row that was altered, deleted or put in since. What was altered
// before its seal is not covered; Lag tells how much that is.
package audit

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
)

// Event is something that happened, to be recorded.
type Event struct {
	Organ  office.ID    // whose record it is; the zero ID is the installation's own
	Actor  office.Actor // who did it; the zero Actor is the system
	Action string       // "document.signed"
	Object office.ID    // what it happened to
	Detail string       // more, in words or JSON; kept to the byte
}

// Entry is a recorded event.
type Entry struct {
	ID        office.ID
	OrganID   office.ID
	At        time.Time
	AccountID office.ID
	PersonID  office.ID
	Name      string // the person's name and title on that day
	Title     string
	Action    string
	ObjectID  office.ID
	Detail    string
}

// stream is one of the two records of an organ; each has chains of its own.
type stream string

const (
	events   stream = "events"
	readings stream = "readings"
)

var streams = []stream{events, readings}

// table holds the stream's rows.
func (s stream) table() string { return "audit_" + string(s) }

const columns = "id, organ_id, at, account_id, person_id, name, title, action, object_id, detail"

// Record records an event in the transaction that causes it.
func Record(ctx context.Context, tx *database.Tx, event Event) error {
	return record(ctx, tx, events, []Event{event})
}

// RecordMany records many events with few statements.
func RecordMany(ctx context.Context, tx *database.Tx, all []Event) error {
	return record(ctx, tx, events, all)
}

// RecordReading records that somebody opened a paper. Readings are many and have a table of their own.
func RecordReading(ctx context.Context, tx *database.Tx, reading Event) error {
	return record(ctx, tx, readings, []Event{reading})
}

func record(ctx context.Context, tx *database.Tx, to stream, all []Event) error {
	rows, pending := make([][]any, len(all)), make([][]any, len(all))
	for i, e := range all {
		id := office.NewID()
		rows[i] = []any{id, e.Organ, tx.Now(), e.Actor.Account, e.Actor.Person, e.Actor.Name, e.Actor.Title(), e.Action, e.Object, e.Detail}
		pending[i] = []any{id, string(to), e.Organ, tx.Now()}
	}
	if err := tx.InsertMany(ctx, "insert into "+to.table()+" ("+columns+")", rows, ""); err != nil {
		return err
	}
	return tx.InsertMany(ctx, "insert into audit_pending (event_id, stream, organ_id, at)", pending, "")
}

// Of gives the events of one object, oldest first.
func Of(ctx context.Context, tx *database.Tx, object office.ID) ([]Entry, error) {
	var all []Entry
	err := tx.Select(ctx, &all, "select "+columns+" from audit_events where object_id = $1 order by id", object)
	return all, err
}

// ReadingsOf gives who opened one object, oldest first.
func ReadingsOf(ctx context.Context, tx *database.Tx, object office.ID) ([]Entry, error) {
	var all []Entry
	err := tx.Select(ctx, &all, "select "+columns+" from audit_readings where object_id = $1 order by id", object)
	return all, err
}

// Lag tells how many events are not sealed yet, and since when the oldest of them waits.
func Lag(ctx context.Context, tx *database.Tx) (waiting int, since time.Time, err error) {
	if err := tx.Get(ctx, &waiting, "select count(*) from audit_pending"); err != nil || waiting == 0 {
		return 0, time.Time{}, err
	}
	var oldest struct{ At time.Time }
	err = tx.Get(ctx, &oldest, "select at from audit_pending order by at limit 1")
	if database.NoRows(err) { // sealed meanwhile
		return 0, time.Time{}, nil
	}
	return waiting, oldest.At, err
}

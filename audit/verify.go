package audit

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"congvan/database"
	"congvan/office"
)

// Fault is what is wrong with a row.
type Fault string

// The faults.
const (
	Altered       Fault = "altered"        // an event is not what was sealed
	Deleted       Fault = "deleted"        // an event that was recorded is gone
	Inserted      Fault = "inserted"       // an event was put in beside the program: it waits for no seal and has none
	LinkAltered   Fault = "link_altered"   // a link of a chain does not follow from the one before
	LinkMissing   Fault = "link_missing"   // a link of a chain is gone
	HeadDiffers   Fault = "head_differs"   // a chain is not the one that a root was made over
	RootDiffers   Fault = "root_differs"   // a root does not follow from the one before and its heads
	RootMissing   Fault = "root_missing"   // a root is gone
	StampInvalid  Fault = "stamp_invalid"  // the time stamp is not one over the root
	StampsMissing Fault = "stamps_missing" // a root without time stamp lies before one with
)

// Problem names one row that is not as it was sealed.
type Problem struct {
	Fault  Fault     `json:"fault"`
	Stream string    `json:"stream,omitempty"` // "events" or "readings"
	Organ  office.ID `json:"organ"`
	Number int64     `json:"number,omitempty"` // of the link, or of the root when there is no stream
	Event  office.ID `json:"event"`
}

func (p Problem) String() string {
	if p.Stream == "" {
		return fmt.Sprintf("%s: root %d", p.Fault, p.Number)
	}
	return fmt.Sprintf("%s: %s of organ %s, link %d, event %s", p.Fault, p.Stream, p.Organ, p.Number, p.Event)
}

// Report is what Verify found.
type Report struct {
	Links    int64     `json:"links"`   // events proven to be as they were sealed, but for the problems
	Waiting  int       `json:"waiting"` // events not sealed yet: nothing can be said of them
	Roots    int64     `json:"roots"`
	Stamped  int64     `json:"stamped"` // roots with a valid time stamp
	Until    time.Time `json:"until"`   // time of the last valid time stamp: what it covers was there by then
	Problems []Problem `json:"problems"`
}

// CheckStamp checks a time-stamping authority's token over a digest and gives its time.
type CheckStamp func(token, digest []byte) (time.Time, error)

// verifier walks through everything that was recorded.
type verifier struct {
	db     *database.DB
	check  CheckStamp
	report Report
}

// Verify proves that the recorded events are those that were sealed, in one pass over all of them. It needs no network: check knows the
// authorities' certificates. The events may grow while it runs. An error means that it could not look, not that it found something.
func Verify(ctx context.Context, db *database.DB, check CheckStamp) (Report, error) {
	v := &verifier{db: db, check: check, report: Report{Problems: []Problem{}}}
	for _, step := range []func(context.Context) error{v.chains, v.loose, v.heads, v.roots, v.waiting} {
		if err := step(ctx); err != nil {
			return v.report, fmt.Errorf("verify the audit events: %w", err)
		}
	}
	return v.report, nil
}

func (v *verifier) problem(fault Fault, c chain, number int64, event office.ID) {
	v.report.Problems = append(v.report.Problems, Problem{Fault: fault, Stream: string(c.Stream), Organ: c.OrganID, Number: number, Event: event})
}

func (v *verifier) read(ctx context.Context, dst any, query string, args ...any) error {
	return v.db.Read(ctx, func(tx *database.Tx) error { return tx.Select(ctx, dst, query, args...) })
}

// chains walks each chain from its first link to where its row says that it ends.
func (v *verifier) chains(ctx context.Context) error {
	var ends []head
	if err := v.read(ctx, &ends, `select c.organ_id, c.stream, max(c.number) as number from (
		select organ_id, stream, number from audit_chains where stream <> $1
		union all select organ_id, stream, max(number) from audit_links group by organ_id, stream) c
		group by c.organ_id, c.stream order by c.organ_id, c.stream`, string(roots.Stream)); err != nil {
		return err
	}
	for _, end := range ends {
		if err := v.chain(ctx, end); err != nil {
			return err
		}
	}
	return nil
}

// link is a link of a chain.
type link struct {
	Number  int64
	EventID office.ID
	Leaf    []byte
	Hash    []byte
}

func (v *verifier) chain(ctx context.Context, end head) error {
	w := walk{verifier: v, chain: end.chain, hash: nothing()}
	for w.number < end.Number {
		links, entries, err := v.page(ctx, end, w.number)
		if err != nil {
			return err
		}
		for _, l := range links {
			w.step(l, entries)
		}
		if len(links) < batch {
			w.missingUntil(end.Number + 1)
		}
	}
	return nil
}

// page reads the links after a number, up to the chain's end, with the events that they are over.
func (v *verifier) page(ctx context.Context, end head, after int64) (links []link, entries map[office.ID]Entry, err error) {
	if err := v.read(ctx, &links, `select number, event_id, leaf, hash from audit_links
		where organ_id = $1 and stream = $2 and number > $3 and number <= $4 order by number limit $5`,
		end.OrganID, string(end.Stream), after, end.Number, batch); err != nil {
		return nil, nil, err
	}
	ids := make([]office.ID, len(links))
	for i, l := range links {
		ids[i] = l.EventID
	}
	marks, args := database.In(1, ids)
	var found []Entry
	if err := v.read(ctx, &found, "select "+columns+" from "+end.Stream.table()+" where id in ("+marks+")", args...); err != nil {
		return nil, nil, err
	}
	entries = make(map[office.ID]Entry, len(found))
	for _, e := range found {
		entries[e.ID] = e
	}
	return links, entries, nil
}

// walk is where a pass over one chain stands.
type walk struct {
	*verifier
	chain
	number int64  // of the last link seen
	hash   []byte // its hash; nil when it is missing, and the next one cannot be checked against it
}

func (w *walk) step(l link, entries map[office.ID]Entry) {
	w.missingUntil(l.Number)
	w.number = l.Number
	w.report.Links++
	entry, there := entries[l.EventID]
	switch {
	case !there:
		w.problem(Deleted, w.chain, l.Number, l.EventID)
	case !bytes.Equal(entry.leaf(w.Stream), l.Leaf):
		w.problem(Altered, w.chain, l.Number, l.EventID)
	}
	if w.hash != nil && !bytes.Equal(next(w.hash, l.Leaf), l.Hash) {
		w.problem(LinkAltered, w.chain, l.Number, l.EventID)
	}
	w.hash = l.Hash
}

// missingUntil notes the links between the last one seen and number.
func (w *walk) missingUntil(number int64) {
	for w.number+1 < number {
		w.number++
		w.hash = nil
		w.problem(LinkMissing, w.chain, w.number, office.ID{})
	}
}

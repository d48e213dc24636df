package audit_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
)

// notary is a time-stamping authority of the tests: its token is a MAC that an intruder in the database cannot make.
type notary struct {
	key    []byte
	asleep bool
}

func (n *notary) TimeStamp(_ context.Context, _ crypto.Hash, digest []byte) ([]byte, error) {
	if n.asleep {
		return nil, errors.New("no answer")
	}
	return n.token(digest), nil
}

func (n *notary) token(digest []byte) []byte {
	mac := hmac.New(sha256.New, n.key)
	mac.Write(digest)
	return mac.Sum(nil)
}

func (n *notary) check(token, digest []byte) (time.Time, error) {
	if !bytes.Equal(token, n.token(digest)) {
		return time.Time{}, errors.New("not my token")
	}
	return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), nil
}

// record is an office's records for the tests: two organs with a few events each.
type record struct {
	t      *testing.T
	db     *database.DB
	sealer audit.Sealer
	notary *notary
	organs []office.ID
	paper  office.ID
	clock  *clock
}

// clock is a clock that the test moves.
type clock struct{ now atomic.Int64 }

func (c *clock) read() time.Time { return time.UnixMicro(c.now.Load()).UTC() }

func (c *clock) advance(d time.Duration) { c.now.Add(d.Microseconds()) }

// each runs f with a record on every engine.
func each(t *testing.T, f func(t *testing.T, r *record)) {
	c := &clock{}
	c.advance(time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC).Sub(time.Unix(0, 0)))
	databasetest.EachAt(t, c.read, func(t *testing.T, db *database.DB) { f(t, newRecord(t, db, c)) })
}

func newRecord(t *testing.T, db *database.DB, c *clock) *record {
	n := &notary{key: []byte("of the tests")}
	r := &record{t: t, db: db, notary: n, clock: c, sealer: audit.Sealer{DB: db, Stamper: n}, paper: office.NewID(),
		organs: []office.ID{office.NewID(), office.NewID()}}
	for i := range 5 {
		r.write(fmt.Sprintf("step %d", i))
	}
	return r
}

// write records one event and one reading in each organ, a second after the last.
func (r *record) write(action string) {
	r.t.Helper()
	r.clock.advance(time.Second)
	ctx := context.Background()
	err := r.db.Write(ctx, func(tx *database.Tx) error {
		for _, organ := range r.organs {
			event := audit.Event{Organ: organ, Action: action, Object: r.paper, Detail: "{\"số\": 15,\"ký hiệu\": \"QĐ-UBND\"}",
				Actor: office.Actor{Account: office.NewID(), Person: office.NewID(), Name: "Nguyễn Thị Minh Hà"}}
			if err := audit.Record(ctx, tx, event); err != nil {
				return err
			}
			if err := audit.RecordReading(ctx, tx, event); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// seal seals a minute later, so that there is a new root.
func (r *record) seal() {
	r.t.Helper()
	r.clock.advance(time.Minute)
	if err := r.sealer.Seal(context.Background()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *record) verify() audit.Report {
	r.t.Helper()
	report, err := audit.Verify(context.Background(), r.db, r.notary.check)
	if err != nil {
		r.t.Fatal(err)
	}
	return report
}

// event is the identifier of the first organ's event with this number.
func (r *record) event(number int64) office.ID {
	r.t.Helper()
	ctx := context.Background()
	var id office.ID
	err := r.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, &id, "select event_id from audit_links where organ_id = $1 and stream = 'events' and number = $2", r.organs[0], number)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// intrude does what the program never does: it takes the triggers away and changes rows.
func (r *record) intrude(statement string, args ...any) {
	r.t.Helper()
	ctx := context.Background()
	for _, table := range []string{"audit_events", "audit_readings", "audit_links", "audit_roots", "audit_heads", "audit_stamps"} {
		drops := []string{"drop trigger if exists " + table + "_no_update", "drop trigger if exists " + table + "_no_delete"}
		if r.db.Engine() == database.PostgreSQL {
			drops = []string{"drop trigger if exists " + table + "_append_only on " + table}
		}
		for _, drop := range drops {
			if _, err := r.db.Pool().ExecContext(ctx, drop); err != nil {
				r.t.Fatal(err)
			}
		}
	}
	result, err := r.db.Pool().ExecContext(ctx, statement, args...)
	if err != nil {
		r.t.Fatal(err)
	}
	if rows, _ := result.RowsAffected(); rows == 0 {
		r.t.Fatalf("the intrusion changed nothing: %s", statement)
	}
}

func (r *record) wantOnly(faults ...audit.Fault) []audit.Problem {
	r.t.Helper()
	problems := r.verify().Problems
	var found []audit.Fault
	for _, p := range problems {
		found = append(found, p.Fault)
	}
	if !slices.Equal(found, faults) {
		r.t.Fatalf("found %v, want %v", problems, faults)
	}
	return problems
}

func TestUntouchedEventsVerify(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		r.write("later")
		r.seal()
		r.write("not sealed yet")
		report := r.verify()
		if len(report.Problems) != 0 || report.Links != 24 || report.Waiting != 4 || report.Roots != 2 || report.Stamped != 2 || report.Until.IsZero() {
			t.Errorf("%+v", report)
		}
	})
}

func TestAnAlteredRowIsFoundAndNamed(t *testing.T) {
	changes := []string{
		"detail = 'khác'", "action = 'step 9'", "name = 'Trần Văn Nam'", "at = (select max(at) from audit_events)", "title = 'Chủ tịch'",
		"object_id = '00000000-0000-0000-0000-000000000001'", "person_id = '00000000-0000-0000-0000-000000000001'",
		"account_id = '00000000-0000-0000-0000-000000000001'", "organ_id = '00000000-0000-0000-0000-000000000001'",
	}
	each(t, func(t *testing.T, r *record) {
		for range changes {
			r.write("more")
		}
		r.seal()
		var found []audit.Fault
		for i, change := range changes {
			number := int64(i + 1)
			r.intrude("update audit_events set "+change+" where id = $1", r.event(number))
			found = append(found, audit.Altered)
			if p := r.wantOnly(found...)[i]; p.Event != r.event(number) || p.Organ != r.organs[0] || p.Number != number {
				t.Errorf("%s: the wrong row is named: %v", change, p)
			}
		}
	})
}

func TestReadingsAreSealedTheSameWay(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		r.intrude("update audit_readings set name = 'Trần Văn Nam' where organ_id = $1 and action = 'step 2'", r.organs[1])
		if p := r.wantOnly(audit.Altered)[0]; p.Stream != "readings" || p.Organ != r.organs[1] || p.Number != 3 {
			t.Errorf("the wrong row is named: %v", p)
		}
	})
}

func TestADeletedRowIsFoundAndNamed(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		gone := r.event(2)
		r.intrude("delete from audit_events where id = $1", gone)
		if p := r.wantOnly(audit.Deleted)[0]; p.Event != gone || p.Number != 2 {
			t.Errorf("the wrong row is named: %v", p)
		}
	})
}

func TestARowDeletedTogetherWithItsLinkIsFound(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		gone := r.event(2)
		r.intrude("delete from audit_events where id = $1", gone)
		r.intrude("delete from audit_links where event_id = $1", gone)
		if p := r.wantOnly(audit.LinkMissing)[0]; p.Number != 2 || p.Organ != r.organs[0] {
			t.Errorf("the wrong link is named: %v", p)
		}
	})
}

func TestTheLastRowDeletedTogetherWithItsLinkIsFound(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		last := r.event(5)
		r.intrude("delete from audit_events where id = $1", last)
		r.intrude("delete from audit_links where event_id = $1", last)
		r.intrude("update audit_chains set number = 4, hash = (select hash from audit_links l where l.organ_id = audit_chains.organ_id and l.stream = 'events' and l.number = 4) where organ_id = $1 and stream = 'events'", r.organs[0])
		if p := r.wantOnly(audit.HeadDiffers)[0]; p.Number != 5 || p.Organ != r.organs[0] {
			t.Errorf("the wrong head is named: %v", p)
		}
	})
}

func TestAnInsertedRowIsFoundAndNamed(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		forged := office.NewID()
		r.intrude(`insert into audit_events (id, organ_id, at, account_id, person_id, name, title, action, object_id, detail)
			select $1, organ_id, at, account_id, person_id, name, title, 'document.signed', object_id, detail from audit_events where id = $2`, forged, r.event(1))
		if p := r.wantOnly(audit.Inserted)[0]; p.Event != forged {
			t.Errorf("the wrong row is named: %v", p)
		}
	})
}

func TestALinkChangedToFitAnAlteredRowIsFound(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		r.intrude("update audit_links set leaf = hash where event_id = $1", r.event(4))
		r.wantOnly(audit.Altered, audit.LinkAltered)
	})
}

func TestARootMadeAnewIsGivenAwayByItsTimeStamp(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		r.intrude("update audit_roots set root = (select hash from audit_links where event_id = $1)", r.event(1))
		r.wantOnly(audit.RootDiffers, audit.StampInvalid)
	})
}

func TestRootsTakenAwayAreFound(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		r.write("later")
		r.seal()
		r.intrude("delete from audit_stamps where root_number = 2")
		r.intrude("delete from audit_heads where root_number = 2")
		r.intrude("delete from audit_roots where number = 2")
		if p := r.wantOnly(audit.RootMissing)[0]; p.Number != 2 {
			t.Errorf("the wrong root is named: %v", p)
		}
	})
}

func TestTheDatabaseRefusesChanges(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		ctx := context.Background()
		for _, table := range []string{"audit_events", "audit_readings", "audit_links", "audit_roots", "audit_heads", "audit_stamps"} {
			column := map[string]string{"audit_events": "id", "audit_readings": "id", "audit_links": "number", "audit_roots": "number"}[table]
			if column == "" {
				column = "root_number"
			}
			for _, statement := range []string{"delete from " + table, "update " + table + " set " + column + " = " + column} {
				if _, err := r.db.Pool().ExecContext(ctx, statement); err == nil {
					t.Errorf("allowed: %s", statement)
				}
			}
		}
	})
}

func TestAnEventOfARolledBackTransactionIsNotRecorded(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		ctx, changedMind := context.Background(), errors.New("changed my mind")
		_ = r.db.Write(ctx, func(tx *database.Tx) error {
			if err := audit.Record(ctx, tx, audit.Event{Organ: r.organs[0], Action: "rolled back", Object: r.paper}); err != nil {
				t.Error(err)
			}
			return changedMind
		})
		r.seal()
		var all []audit.Entry
		if err := r.db.Read(ctx, func(tx *database.Tx) (err error) { all, err = audit.Of(ctx, tx, r.paper); return err }); err != nil {
			t.Fatal(err)
		}
		if len(all) != 10 || len(r.verify().Problems) != 0 {
			t.Errorf("%d events, want 10; %v", len(all), r.verify().Problems)
		}
	})
}

func TestTwoSealersAtOnceMakeOneChain(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		other := audit.Sealer{DB: databasetest.Reopen(t, r.db.Source(), r.db.Engine(), r.clock.read), Stamper: r.notary}
		done := make(chan error)
		for _, sealer := range []audit.Sealer{r.sealer, other} {
			go func() {
				for range 20 {
					r.clock.advance(time.Minute)
					if err := sealer.Seal(context.Background()); err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		for i := range 20 {
			r.write(fmt.Sprintf("busy %d", i))
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		r.seal()
		if report := r.verify(); len(report.Problems) != 0 || report.Links != 100 || report.Waiting != 0 {
			t.Errorf("%+v", report)
		}
	})
}

func TestRootsWaitForAnAuthorityThatDoesNotAnswer(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.notary.asleep = true
		if err := r.sealer.Seal(context.Background()); err == nil {
			t.Fatal("stamped without an answer")
		}
		if report := r.verify(); len(report.Problems) != 0 || report.Roots != 1 || report.Stamped != 0 {
			t.Errorf("%+v", report)
		}
		r.notary.asleep = false
		r.seal()
		if report := r.verify(); len(report.Problems) != 0 || report.Roots != 1 || report.Stamped != 1 {
			t.Errorf("%+v", report)
		}
	})
}

func TestRootsAreMadeAMinuteApart(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		r.seal()
		r.write("a second later")
		r.clock.advance(58 * time.Second)
		if err := r.sealer.Seal(context.Background()); err != nil {
			t.Fatal(err)
		}
		if report := r.verify(); report.Roots != 1 || report.Waiting != 0 {
			t.Errorf("%+v, want one root over what is chained", report)
		}
		r.clock.advance(time.Second)
		if err := r.sealer.Seal(context.Background()); err != nil {
			t.Fatal(err)
		}
		if report := r.verify(); report.Roots != 2 {
			t.Errorf("%+v, want two roots", report)
		}
	})
}

func TestTheLagIsKnown(t *testing.T) {
	each(t, func(t *testing.T, r *record) {
		lag := func() (waiting int, since time.Time) {
			ctx := context.Background()
			if err := r.db.Read(ctx, func(tx *database.Tx) (err error) { waiting, since, err = audit.Lag(ctx, tx); return err }); err != nil {
				t.Fatal(err)
			}
			return waiting, since
		}
		if waiting, since := lag(); waiting != 20 || since.IsZero() {
			t.Errorf("%d events wait since %v, want 20", waiting, since)
		}
		r.seal()
		if waiting, since := lag(); waiting != 0 || !since.IsZero() {
			t.Errorf("%d events wait since %v, want none", waiting, since)
		}
	})
}

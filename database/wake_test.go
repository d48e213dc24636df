package database_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
)

// waitFor waits until something was woken; what is never woken fails the test after a time that any waking takes less than.
func waitFor(t *testing.T, woken <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-woken:
	case <-time.After(time.Minute):
		t.Fatalf("%s was not woken", what)
	}
}

func wakeIn(t *testing.T, db *database.DB, result error, topics ...office.Topic) {
	t.Helper()
	err := db.Write(context.Background(), func(tx *database.Tx) error {
		tx.Wake(topics...)
		return result
	})
	if !errors.Is(err, result) {
		t.Fatal(err)
	}
}

// servers are two programs on one database; on SQLite, which one program has for itself, the same twice.
func servers(t *testing.T, db *database.DB) (here, there *database.DB) {
	if db.Engine() == database.SQLite {
		return db, db
	}
	return db, databasetest.Reopen(t, db.Source(), db.Engine(), office.SystemClock)
}

func TestACommittedTransactionWakesThoseWhoWatchAtEveryServer(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		here, there := servers(t, db)
		mine, stop := here.Watch("post:a", "person:x")
		defer stop()
		theirs, stopTheirs := there.Watch("post:a")
		defer stopTheirs()
		hearing(t, here, there)
		drainWoken(mine)
		drainWoken(theirs)
		wakeIn(t, here, errors.New("changed my mind"), "post:a")
		wakeIn(t, here, nil, "post:b")
		markHere, stopMark := here.Watch("marker")
		defer stopMark()
		markThere, stopMarkThere := there.Watch("marker")
		defer stopMarkThere()
		wakeIn(t, here, nil, "marker") // wakings keep their order: when this one has come, the others would have
		waitFor(t, markHere, "the marker here")
		waitFor(t, markThere, "the marker there")
		if len(mine) > 0 || len(theirs) > 0 {
			t.Error("a rolled-back transaction, or another topic, woke somebody")
		}
		wakeIn(t, there, nil, "post:a", "post:a")
		waitFor(t, mine, "who watches here")
		waitFor(t, theirs, "who watches there")
	})
}

func drainWoken(woken <-chan struct{}) {
	select {
	case <-woken:
	default:
	}
}

// hearing waits until every server hears the others: listening begins in the background.
func hearing(t *testing.T, all ...*database.DB) {
	t.Helper()
	for i, db := range all {
		topic := office.Topic(fmt.Sprint("hearing:", i))
		heard, stop := db.Watch(topic)
		waitOrWake(t, heard, func() { wakeIn(t, all[0], nil, topic) })
		stop()
	}
}

func waitOrWake(t *testing.T, heard <-chan struct{}, wake func()) {
	t.Helper()
	for range 600 {
		wake()
		select {
		case <-heard:
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatal("a server never heard")
}

func TestMoreTopicsThanOneNoticeHoldsAllWake(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		topics := make([]office.Topic, 3321)
		for i := range topics {
			topics[i] = office.PostTopic(office.NewID())
		}
		first, stop := db.Watch(topics[0])
		defer stop()
		last, stopLast := db.Watch(topics[len(topics)-1])
		defer stopLast()
		hearing(t, db)
		drainWoken(first)
		drainWoken(last)
		wakeIn(t, db, nil, topics...)
		waitFor(t, first, "the first")
		waitFor(t, last, "the last")
	})
}

func TestWhoStoppedWatchingIsNotWoken(t *testing.T) {
	db := databasetest.Open(t, database.SQLite, office.SystemClock)
	gone, stop := db.Watch("post:a")
	stays, stopStays := db.Watch("post:a")
	defer stopStays()
	stop()
	wakeIn(t, db, nil, "post:a")
	waitFor(t, stays, "who stays")
	if len(gone) != 0 {
		t.Error("who left was woken")
	}
}

func TestAServerHearsAgainAfterItsConnectionWasCut(t *testing.T) {
	db := databasetest.Open(t, database.PostgreSQL, office.SystemClock)
	woken, stop := db.Watch("post:a")
	defer stop()
	hearing(t, db)
	err := db.Write(context.Background(), func(tx *database.Tx) error {
		_, err := tx.Exec(context.Background(), `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen congvan_wake' and datname = current_database()`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	drainWoken(woken)
	waitFor(t, woken, "who watched when the connection was cut") // something may have been missed
	wakeIn(t, db, nil, "post:a")
	waitFor(t, woken, "who watches on the new connection")
}

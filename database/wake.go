package database

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"congvan/office"
)

// Wake tells those who Watch one of the topics, at whichever server on this database, to look again once the transaction has committed. A
// rolled-back transaction wakes nobody.
//
// It is a hint and may be lost (a server that is being reached again): who watches looks by himself from time to time. On PostgreSQL it is a
// NOTIFY in the transaction itself, on SQLite, which one process has for itself, a function after the commit.
func (tx *Tx) Wake(topics ...office.Topic) {
	if tx.woken == nil {
		tx.woken = map[office.Topic]bool{}
	}
	for _, topic := range topics {
		tx.woken[topic] = true
	}
}

// Watch gives a channel on which something comes after a topic was woken, and a function that ends the watching. Several wakings while nobody
// reads are one.
func (db *DB) Watch(topics ...office.Topic) (woken <-chan struct{}, stop func()) {
	if db.engine == PostgreSQL {
		db.wakes.hear.Do(func() {
			ctx, cancel := context.WithCancel(context.Background())
			db.wakes.deaf = cancel
			go db.wakes.listen(ctx, db.source)
		})
	}
	return db.wakes.watch(topics)
}

const (
	wakeChannel = "congvan_wake"
	wakePayload = 7900 // bytes: NOTIFY takes less than 8,000

	hearAgain = time.Second      // after the connection was lost
	hearCheck = 30 * time.Second // a connection on which nothing comes may be dead
)

// notify sends the topics with the transaction. PostgreSQL delivers nothing of one that is rolled back.
func (tx *Tx) notify(ctx context.Context) error {
	if len(tx.woken) == 0 {
		return nil
	}
	topics := slices.Sorted(maps.Keys(tx.woken))
	if tx.db.engine == SQLite {
		tx.AfterCommit(func() { tx.db.wakes.wake(topics) })
		return nil
	}
	for _, payload := range payloads(topics) {
		if _, err := tx.tx.ExecContext(ctx, "select pg_notify($1, $2)", wakeChannel, payload); err != nil {
			return fmt.Errorf("tell the other servers: %w", err)
		}
	}
	return nil
}

// payloads packs topics into as few notices as they fit in.
func payloads(topics []office.Topic) []string {
	var all []string
	var one strings.Builder
	for _, topic := range topics {
		if one.Len() > 0 && one.Len()+1+len(topic) > wakePayload {
			all = append(all, one.String())
			one.Reset()
		}
		if one.Len() > 0 {
			one.WriteByte(' ')
		}
		one.WriteString(string(topic))
	}
	return append(all, one.String())
}

// wakes are who watches what in this process.
type wakes struct {
	hear sync.Once
	deaf context.CancelFunc

	mu       sync.Mutex
	watchers map[office.Topic]map[chan struct{}]bool
}

func (w *wakes) watch(topics []office.Topic) (woken <-chan struct{}, stop func()) {
	channel := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watchers == nil {
		w.watchers = map[office.Topic]map[chan struct{}]bool{}
	}
	for _, topic := range topics {
		if w.watchers[topic] == nil {
			w.watchers[topic] = map[chan struct{}]bool{}
		}
		w.watchers[topic][channel] = true
	}
	return channel, func() { w.leave(channel, topics) }
}

func (w *wakes) leave(channel chan struct{}, topics []office.Topic) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, topic := range topics {
		if delete(w.watchers[topic], channel); len(w.watchers[topic]) == 0 {
			delete(w.watchers, topic)
		}
	}
}

func (w *wakes) wake(topics []office.Topic) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, topic := range topics {
		wakeEach(w.watchers[topic])
	}
}

// wakeAll wakes everybody: something may have been missed.
func (w *wakes) wakeAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, watchers := range w.watchers {
		wakeEach(watchers)
	}
}

func wakeEach(watchers map[chan struct{}]bool) {
	for channel := range watchers {
		select {
		case channel <- struct{}{}:
		default: // woken already, and has not looked yet
		}
	}
}

// listen hears what any server wakes, until ctx ends; a lost connection is made anew.
func (w *wakes) listen(ctx context.Context, source string) {
	for ctx.Err() == nil {
		_ = w.listenOnce(ctx, source) // whatever it was: the database's own readiness tells of it
		select {
		case <-ctx.Done():
		case <-time.After(hearAgain):
		}
	}
}

func (w *wakes) listenOnce(ctx context.Context, source string) error {
	conn, err := pgx.Connect(ctx, source)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "listen "+wakeChannel); err != nil {
		return err
	}
	w.wakeAll()
	for {
		waiting, stop := context.WithTimeout(ctx, hearCheck)
		heard, err := conn.WaitForNotification(waiting)
		stop()
		switch {
		case err == nil:
			w.wake(topicsOf(heard.Payload))
		case ctx.Err() != nil:
			return ctx.Err()
		case waiting.Err() != nil: // nothing came: is anybody there?
			if err := ping(ctx, conn); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

func ping(ctx context.Context, conn *pgx.Conn) error {
	ctx, stop := context.WithTimeout(ctx, hearCheck)
	defer stop()
	return conn.Ping(ctx)
}

func topicsOf(payload string) []office.Topic {
	var topics []office.Topic
	for topic := range strings.FieldsSeq(payload) {
		topics = append(topics, office.Topic(topic))
	}
	return topics
}

// close ends the listening.
func (w *wakes) close() {
	w.hear.Do(func() {}) // nobody begins to listen from here on
	if w.deaf != nil {
		w.deaf()
	}
}

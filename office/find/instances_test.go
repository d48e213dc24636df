package find_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/find"
	"congvan/office/org/orgtest"
	"congvan/search"
	"congvan/search/embedded"
)

// server is an index that can be away, or refuse a document, as a search server can.
type server struct {
	*embedded.Engine
	down     atomic.Bool
	lost     atomic.Bool // it says that it is not complete
	bad      office.ID   // a document that it refuses
	searched atomic.Int32
	during   func() // called when a rebuild has read everything and has not swapped yet
}

var errAway = search.Unavailable(errors.New("connection refused"))

func (s *server) Put(ctx context.Context, documents ...search.Document) error {
	if s.down.Load() {
		return errAway
	}
	var kept []search.Document
	var err error
	for _, d := range documents {
		if d.ID == s.bad {
			err = fmt.Errorf("the document %s is refused", d.ID)
		} else {
			kept = append(kept, d)
		}
	}
	return errors.Join(err, s.Engine.Put(ctx, kept...))
}

func (s *server) Delete(ctx context.Context, ids ...office.ID) error {
	if s.down.Load() {
		return errAway
	}
	return s.Engine.Delete(ctx, ids...)
}

func (s *server) Holds(ctx context.Context, id office.ID) (bool, error) {
	if s.down.Load() {
		return false, errAway
	}
	return s.Engine.Holds(ctx, id)
}

func (s *server) Search(ctx context.Context, scope search.Scope, q search.Query) (search.Result, error) {
	s.searched.Add(1)
	if s.down.Load() {
		return search.Result{}, errAway
	}
	return s.Engine.Search(ctx, scope, q)
}

func (s *server) Complete(ctx context.Context) (bool, error) {
	if s.down.Load() {
		return false, errAway
	}
	complete, err := s.Engine.Complete(ctx)
	return complete && !s.lost.Load(), err
}

func (s *server) Ready(ctx context.Context) error {
	if s.down.Load() {
		return errAway
	}
	return s.Engine.Ready(ctx)
}

func (s *server) Rebuild(ctx context.Context, source iter.Seq2[search.Document, error]) error {
	if s.down.Load() {
		return errAway
	}
	return s.Engine.Rebuild(ctx, func(yield func(search.Document, error) bool) {
		for d, err := range source {
			if !yield(d, err) {
				return
			}
		}
		if s.during != nil {
			s.during()
		}
	})
}

// pair is a world with two servers.
type pair struct {
	*world
	a, b *server
}

func eachPair(t *testing.T, f func(t *testing.T, p *pair)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := &world{t: t, db: db, city: orgtest.Found(t, db, "00001", "thành phố Thử Nghiệm", nil)}
		p := &pair{world: w, a: newServer(t), b: newServer(t)}
		p.find = p.another()
		if err := errors.Join(p.find.Register(ctx), p.find.Rebuild(ctx)); err != nil {
			t.Fatal(err)
		}
		f(t, p)
	})
}

func newServer(t *testing.T) *server {
	t.Helper()
	engine, err := embedded.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	return &server{Engine: engine}
}

// another is the program on another machine.
func (p *pair) another() *find.Service {
	return find.New(p.db, slog.New(slog.DiscardHandler), find.Instance{Name: "a:7700", Engine: p.a}, find.Instance{Name: "b:7700", Engine: p.b})
}

func (p *pair) total(text string) int {
	p.t.Helper()
	return p.search(p.city.Actor(orgtest.Clerk), words(text)).Total
}

// holds tells what each server has, whatever the readers are shown.
func (p *pair) holds(paper office.ID) (a, b bool) {
	p.t.Helper()
	a, errA := p.a.Engine.Holds(ctx, paper)
	b, errB := p.b.Engine.Holds(ctx, paper)
	if err := errors.Join(errA, errB); err != nil {
		p.t.Fatal(err)
	}
	return a, b
}

func (p *pair) keepUp() {
	p.t.Helper()
	if err := p.find.KeepUp(ctx); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pair) behind() map[string]int {
	p.t.Helper()
	states, err := p.find.States(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	behind := make(map[string]int)
	for _, state := range states {
		behind[state.Name] = state.Behind
	}
	return behind
}

func TestADocumentIsInEveryIndexWhenItsJobIsDone(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		paper := p.paper("Thu hồi đất", "07", "")
		p.index(paper)
		if a, b := p.holds(paper); !a || !b {
			t.Errorf("a %v, b %v", a, b)
		}
		if p.total("đất") != 1 || p.a.searched.Load() != 1 || p.b.searched.Load() != 0 {
			t.Errorf("searched a %d, b %d", p.a.searched.Load(), p.b.searched.Load())
		}
	})
}

func TestOneServerAwayHidesNothingAndLosesNothing(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		old := p.paper("Thu hồi đất cũ", "07", "")
		p.index(old)
		p.a.down.Store(true)
		fresh := p.paper("Thu hồi đất mới", "07", "")
		p.index(fresh)
		if got := p.total("thu hồi đất"); got != 2 {
			t.Errorf("one away: total %d", got)
		}
		if held, err := p.find.Searchable(ctx, fresh); !held || err != nil {
			t.Errorf("searchable: %v, %v", held, err)
		}
		if err := p.find.Ready(ctx); err != nil {
			t.Errorf("ready: %v", err)
		}
		p.exec(`update documents set subject = 'Giao đất cũ' where id = $1`, old)
		p.index(old)
		p.keepUp() // it is still away
		if got := p.behind(); got["a:7700"] != 2 || got["b:7700"] != 0 {
			t.Errorf("behind: %v", got)
		}
		p.a.down.Store(false)
		p.find = p.another() // whose memory has no failure: only the records keep it from the server that lags
		if got := p.total("thu hồi đất"); got != 1 || p.total("giao đất") != 1 {
			t.Errorf("a lagging server is read: total %d", got)
		}
		p.keepUp()
		if a, _ := p.holds(fresh); !a || p.behind()["a:7700"] != 0 {
			t.Errorf("after it came back: holds %v, behind %v", a, p.behind())
		}
		before := p.a.searched.Load()
		if got := p.total("giao đất"); got != 1 || p.a.searched.Load() == before {
			t.Errorf("it is not read again, or not right: total %d", got)
		}
	})
}

func TestAReaderIsSentOnWithinTheRequest(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.index(p.paper("Thu hồi đất", "07", ""))
		p.a.down.Store(true)
		if got := p.total("đất"); got != 1 {
			t.Errorf("total %d", got)
		}
		asked := p.a.searched.Load()
		if got := p.total("đất"); got != 1 || p.a.searched.Load() != asked {
			t.Errorf("total %d; a server that just failed is asked first again: %v", got, p.a.searched.Load() != asked)
		}
		p.b.down.Store(true)
		if _, err := p.find.Search(ctx, p.city.Actor(orgtest.Clerk), words("đất")); office.KindOf(err) != office.KindUnavailable {
			t.Errorf("both away: %v", err)
		}
		p.a.down.Store(false)
		if got := p.total("đất"); got != 1 {
			t.Errorf("one back: total %d", got)
		}
	})
}

func TestAServerThatLostItsIndexIsNotReadUntilItIsRebuilt(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		paper := p.paper("Thu hồi đất", "07", "")
		p.index(paper)
		if err := p.a.Engine.Delete(ctx, paper); err != nil {
			t.Fatal(err)
		}
		p.a.lost.Store(true)
		p.keepUp()
		if got := p.total("đất"); got != 1 {
			t.Errorf("an empty index is read: total %d", got)
		}
		meanwhile := p.paper("Giao đất", "07", "")
		p.index(meanwhile)
		p.a.lost.Store(false)
		p.work() // the rebuild that was put in
		if a, _ := p.holds(paper); !a {
			t.Error("it was not rebuilt")
		}
		if a, _ := p.holds(meanwhile); !a {
			t.Error("what came meanwhile is missing")
		}
		before := p.a.searched.Load()
		if got := p.total("đất"); got != 2 || p.a.searched.Load() == before {
			t.Errorf("it is not read again: total %d", got)
		}
	})
}

func TestWhatAnotherServerIndexesDuringARebuildIsInTheNewIndex(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		kept, changed := p.paper("Thu hồi đất", "07", ""), p.paper("Giao đất", "07", "")
		p.index(kept, changed)
		// Another machine reaches the index in use, but this one's engine does not see what it puts there.
		inUse := newServer(t)
		elsewhere := find.New(p.db, slog.New(slog.DiscardHandler), find.Instance{Name: "a:7700", Engine: inUse}, find.Instance{Name: "b:7700", Engine: p.b})
		var fresh office.ID
		p.a.during = func() { // the source has been read
			p.a.during = nil
			fresh = p.paper("Cho thuê đất", "07", "")
			p.exec(`update documents set subject = 'Bán đấu giá' where id = $1`, changed)
			if err := errors.Join(elsewhere.Index(ctx, fresh), elsewhere.Index(ctx, changed)); err != nil {
				t.Error(err)
			}
			if held, err := inUse.Engine.Holds(ctx, fresh); !held || err != nil {
				t.Errorf("during the rebuild it is hidden: %v, %v", held, err)
			}
		}
		if err := p.find.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if a, b := p.holds(fresh); !a || !b {
			t.Errorf("a %v, b %v", a, b)
		}
		if got, err := p.a.Engine.Search(ctx, search.Scope{Principals: []string{search.OrganPrincipal(p.city.ID)}}, search.Query{Text: `"giao đất"`}); err != nil || got.Total != 0 {
			t.Errorf("the new index has what was changed meanwhile: %d, %v", got.Total, err)
		}
		if got := p.behind(); got["a:7700"]+got["b:7700"] != 0 {
			t.Errorf("behind: %v", got)
		}
	})
}

func TestARebuildWhoseServerWasKilledIsBegunAgain(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		if err := p.find.Want(ctx); err != nil {
			t.Fatal(err)
		}
		p.keepUp()
		p.keepUp() // while the leases last nothing more is put in
		if got := p.rebuilds(); got != 2 {
			t.Fatalf("%d rebuilds are waiting, want one for each index", got)
		}
		p.exec(`delete from river_job where kind = 'search.rebuild'`) // the servers that took them died
		p.exec(`update search_indexes set rebuild_until = $1`, time.Now().UTC().Add(-time.Second))
		p.keepUp()
		if got := p.rebuilds(); got != 2 {
			t.Errorf("%d rebuilds are waiting after the leases ended", got)
		}
		p.work()
		states, err := p.find.States(ctx)
		if err != nil || slices.ContainsFunc(states, func(s find.State) bool { return !s.Complete || s.RebuildUntil != nil }) {
			t.Errorf("%+v, %v", states, err)
		}
		p.keepUp()
		if got := p.rebuilds(); got != 0 {
			t.Errorf("%d rebuilds are wanted again", got)
		}
	})
}

func (p *pair) rebuilds() (waiting int) {
	p.t.Helper()
	counts, err := jobs.CountByKind(ctx, p.db)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, kind := range counts {
		if kind.Kind == "search.rebuild" {
			waiting = kind.Waiting + kind.Running
		}
	}
	return waiting
}

func TestADocumentThatAServerRefusesKeepsItNotBehind(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		bad, good := p.paper("Thu hồi đất", "07", ""), p.paper("Giao đất", "07", "")
		p.a.down.Store(true)
		p.index(bad, good)
		p.a.bad = bad
		p.a.down.Store(false)
		p.keepUp()
		if a, _ := p.holds(good); !a || p.behind()["a:7700"] != 0 {
			t.Errorf("holds the good one %v, behind %v", a, p.behind())
		}
		if err := p.find.Index(ctx, bad); err == nil {
			t.Error("the job of the bad one does not fail: nobody would learn of it")
		}
	})
}

func TestAnIndexThatIsNewToTheRecordsIsRebuiltWhateverItHolds(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		paper := p.paper("Thu hồi đất", "07", "")
		p.index(paper)
		one := find.New(p.db, slog.New(slog.DiscardHandler), find.Instance{Name: "a:7700", Engine: p.a})
		if err := one.Register(ctx); err != nil { // the second server is taken out of the settings
			t.Fatal(err)
		}
		fresh := p.paper("Giao đất", "07", "")
		if err := one.Index(ctx, fresh); err != nil {
			t.Fatal(err)
		}
		if err := p.find.Register(ctx); err != nil { // and put in again
			t.Fatal(err)
		}
		p.a.down.Store(true)
		if _, err := p.find.Search(ctx, p.city.Actor(orgtest.Clerk), words("đất")); office.KindOf(err) != office.KindUnavailable {
			t.Errorf("an index that lacks a document is read: %v", err)
		}
		p.keepUp()
		p.work()
		if got := p.total("đất"); got != 2 {
			t.Errorf("after its rebuild: total %d", got)
		}
	})
}

func TestWhatIsIndexedRightAfterTheStartIsFoundWhenTheJobsAreDone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := &world{t: t, db: db, city: orgtest.Found(t, db, "00001", "thành phố Thử Nghiệm", nil)}
		w.find = find.New(db, slog.New(slog.DiscardHandler), find.Instance{Name: "embedded", Engine: newServer(t)})
		if err := w.find.Start(ctx); err != nil {
			t.Fatal(err)
		}
		w.index(w.paper("Thu hồi đất", "07", ""))
		w.work()
		if got := w.search(w.city.Actor(orgtest.Clerk), words("đất")); got.Total != 1 {
			t.Errorf("total %d", got.Total)
		}
	})
}

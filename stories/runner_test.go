package stories

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/app"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/parse"
	"congvan/search/meilisearch/meilisearchtest"
)

var ctx = context.Background()

// shared is what all stories have in common because it is slow to make: the compiled pdfium and the keys of the development authority.
var shared string

func TestMain(m *testing.M) {
	parse.ServeIfChild()
	var err error
	if shared, err = os.MkdirTemp("", "congvan-stories-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(shared)
	os.Exit(code)
}

// Clock is a clock that only the story moves.
type Clock struct {
	mutex sync.Mutex
	now   time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.now
}

// Move moves the clock forward.
func (c *Clock) Move(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.now = c.now.Add(d)
}

// To moves the clock to an hour of a day in Hà Nội.
func (c *Clock) To(day office.Day, hour, minute int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.now = day.Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute).UTC()
}

// monday is the day on which every story begins, at eight in the morning in Hà Nội.
const (
	monday    office.Day = "2026-11-23"
	tuesday   office.Day = "2026-11-24"
	wednesday office.Day = "2026-11-25"
)

// Story is one telling on one engine.
type Story struct {
	*testing.T
	*app.App
	Clock  *Clock
	City   *Office
	Ward   *Office // its clerk takes papers in; papers go to the leader in charge
	Market *Office // papers of the city register by themselves and go to leader and department at once
	Hill   *Office // papers of the city register by themselves; the chief of office distributes them
	place  place
	runs   bool
}

// Tell tells a story on every engine.
func Tell(t *testing.T, story func(s *Story)) {
	t.Helper()
	for _, engine := range databasetest.Engines {
		t.Run(string(engine), func(t *testing.T) { story(open(t, engine)) })
	}
}

func open(t *testing.T, engine database.Engine) *Story {
	t.Helper()
	source := databasetest.Source(t, engine)
	data := t.TempDir()
	if engine == database.SQLite { // its file is among the data, with no setting
		data, source = filepath.Dir(source), ""
	}
	share(t, data, "cache")
	share(t, data, "development-keys")
	s := &Story{T: t, Clock: &Clock{}, place: newPlace(t, engine, data)}
	s.Clock.To(monday, 8, 0)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	var err error
	settings := app.Settings{Data: data, Database: app.Secret(source), Workers: 4, Upload: 1 << 20,
		Objects: s.place.settings(), Search: searchOf(t, engine)}
	if s.App, err = app.Open(ctx, settings, s.Clock.Now, log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.App.Close(); err != nil {
			t.Error(err)
		}
	})
	s.found()
	return s
}

// searchOf has the stories on PostgreSQL search on two Meilisearch servers, as in service, where the tests have them; the others on the embedded index.
func searchOf(t *testing.T, engine database.Engine) app.SearchSettings {
	t.Helper()
	if engine != database.PostgreSQL || os.Getenv(meilisearchtest.Address) == "" {
		return app.SearchSettings{}
	}
	var urls, keys []string
	servers := meilisearchtest.Servers(t)
	for _, server := range servers {
		urls, keys = append(urls, server.URL), append(keys, server.Key)
	}
	return app.SearchSettings{Servers: strings.Join(urls, ","), Key: app.Secret(strings.Join(keys, ",")), Prefix: servers[0].Prefix}
}

// share has a folder of a story's data be one that all stories use.
func share(t *testing.T, data, name string) {
	t.Helper()
	common := filepath.Join(shared, name)
	if err := os.MkdirAll(common, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(common, filepath.Join(data, name)); err != nil {
		t.Fatal(err)
	}
}

// Work lets the background jobs run until none is left.
func (s *Story) Work() {
	s.Helper()
	if !s.runs {
		s.runs = true
		if err := s.App.Run(ctx); err != nil {
			s.Fatal(err)
		}
	}
	patience, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	if err := s.App.Idle(patience); err != nil {
		s.Fatal(err)
	}
}

// count counts rows, for what no use case shows.
func (s *Story) count(query string, args ...any) int {
	s.Helper()
	var n int
	if err := s.Database.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &n, query, args...) }); err != nil {
		s.Fatal(err)
	}
	return n
}

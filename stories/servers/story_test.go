package servers

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"congvan/app"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/demo"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/search/meilisearch/meilisearchtest"
	"congvan/storage/minio/miniotest"
)

var ctx = context.Background()

// city is the demonstration's city on parts that several servers share.
type city struct {
	t         testing.TB
	common    []string // the settings that all servers have
	shared    string   // the folder of the development authority's keys, and of the compiled pdfium
	loader    *app.App // loads the city and asks the database; does no jobs
	services  demo.Services
	installed demo.Installed
}

func found(t testing.TB) *city {
	t.Helper()
	source := databasetest.Source(t, database.PostgreSQL)
	bucket := miniotest.Find(t).Bucket(t)
	search := meilisearchtest.Servers(t)
	c := &city{t: t, shared: t.TempDir()}
	c.common = []string{"CONGVAN_DATABASE=" + source, "CONGVAN_OBJECTS_ADDRESS=" + bucket.Address, "CONGVAN_OBJECTS_KEY=" + bucket.Key,
		"CONGVAN_OBJECTS_SECRET=" + bucket.Secret, "CONGVAN_SEARCH=" + search[0].URL + "," + search[1].URL,
		"CONGVAN_SEARCH_KEY=" + search[0].Key + "," + search[1].Key, "CONGVAN_SEARCH_PREFIX=" + search[0].Prefix,
		"CONGVAN_ADDRESS=127.0.0.1:0", "CONGVAN_RATE=100000", "CONGVAN_GRACE=2s", "CONGVAN_PROXIED=true"}
	settings := app.Settings{Data: c.folder(), Database: app.Secret(source)}
	settings.Objects = app.ObjectSettings{Address: bucket.Address, Key: bucket.Key, Secret: app.Secret(bucket.Secret)}
	settings.Search = app.SearchSettings{Servers: search[0].URL + "," + search[1].URL, Key: app.Secret(search[0].Key + "," + search[1].Key), Prefix: search[0].Prefix}
	a, err := app.Open(ctx, settings, office.SystemClock, slog.New(slog.NewTextHandler(io.Discard, nil)))
	must(t, err)
	t.Cleanup(func() { must(t, a.Close()) })
	c.loader = a
	c.services = demo.Services{Database: a.Database, Identity: a.Identity, Org: a.Org, Regulation: a.Regulation, Register: a.Register,
		Seal: a.Seal, Authority: a.Authority, Document: a.Document, Approval: a.Approval, Dispatch: a.Dispatch}
	files, err := demo.Load()
	must(t, err)
	c.installed, err = demo.Install(ctx, c.services, files, office.DayOf(a.Clock()), func(int, int) {})
	must(t, err)
	return c
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// folder is a data folder of one server's own; only the development authority's keys and the compiled pdfium are shared.
func (c *city) folder() string {
	c.t.Helper()
	data := c.t.TempDir()
	for _, name := range []string{"development-keys", "cache"} {
		must(c.t, os.MkdirAll(filepath.Join(c.shared, name), 0o700))
		must(c.t, os.Symlink(filepath.Join(c.shared, name), filepath.Join(data, name)))
	}
	return data
}

func (c *city) server() *server { return start(c.t, append(c.common, "CONGVAN_DATA="+c.folder())) }

// count counts rows, for what no use case shows.
func (c *city) count(query string, args ...any) (n int) {
	c.t.Helper()
	must(c.t, c.loader.Database.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &n, query, args...) }))
	return n
}

// silent is a teller who says nothing.
type silent struct{}

func (silent) Step(string, ...any)            {}
func (silent) Progress(string) func(int, int) { return func(int, int) {} }

func TestSeveralServersAreOne(t *testing.T) {
	c := found(t)
	a, b := c.server(), c.server()
	t.Run("a session begun at one is known at the other", func(t *testing.T) { c.sessions(t, a, b) })
	t.Run("wrong passwords are counted together", func(t *testing.T) { c.lockOut(t, a, b) })
	t.Run("a page hears of what happened at the other", func(t *testing.T) { c.live(t, a, b) })
	t.Run("a dispatch outlives the server that was at it", func(t *testing.T) { c.killed(t, a, b) })
	t.Run("a server drains without a failed request", func(t *testing.T) { c.drained(t, c.server(), b) })
}

func (c *city) sessions(t *testing.T, a, b *server) {
	r := newReader(t)
	session := r.signIn(a.address, "thanhpho.vanthu", demo.Password)
	if got := r.status(http.MethodGet, b.address+"/work", nil, session); got != "200 " {
		t.Errorf("the work list at the other server: %s", got)
	}
	if got := r.status(http.MethodPost, b.address+"/sign-out", nil, session); got != "303 /sign-in" {
		t.Errorf("signing out at the other server: %s", got)
	}
	if got := r.status(http.MethodGet, a.address+"/work", nil, session); got != "303 /sign-in" {
		t.Errorf("after signing out there, here: %s", got)
	}
}

func (c *city) lockOut(t *testing.T, a, b *server) {
	r := newReader(t)
	try := func(s *server, password string) string {
		return r.status(http.MethodPost, s.address+"/sign-in", url.Values{"account": {"lang.vanthu"}, "password": {password}}, nil)
	}
	for i := range 5 {
		try([]*server{a, b}[i%2], "không phải mật khẩu này")
	}
	for _, s := range []*server{a, b} {
		if got := try(s, demo.Password); got != "422 " {
			t.Errorf("after five wrong tries at two servers the right password: %s", got)
		}
	}
}

func (c *city) live(t *testing.T, a, b *server) {
	r := newReader(t)
	session := r.signIn(a.address, "thanhpho.vanthu", demo.Password)
	here, there := follow(t, a.address+"/live", session), follow(t, b.address+"/live", session)
	clerk, err := c.services.Actor(ctx, c.installed.Office.People["vanthu"], c.installed.Today)
	must(t, err)
	seen := func() { // what the clerk does in one tab his other tabs hear of, wherever they are
		must(t, c.loader.Dispatch.SeeNotices(ctx, clerk, office.NewID()))
	}
	eventually(t, "both streams told to look again", func() bool {
		seen()
		return here.looks.Load() > 0 && there.looks.Load() > 0
	})
	if got := r.status(http.MethodPost, a.address+"/sign-out", nil, session); got != "303 /sign-in" {
		t.Fatalf("signing out: %s", got)
	}
}

// killed has one server begin a dispatch, kills it in the middle, and looks at what the other makes of it.
func (c *city) killed(t *testing.T, a, b *server) {
	follower := newReader(t).signIn(b.address, "thanhpho.vanthu", demo.Password)
	b.signal(syscall.SIGSTOP) // so that a takes the job
	told := make(chan error, 1)
	var tally dispatch.Tally
	go func() {
		var err error
		tally, err = demo.Tell(ctx, c.services, c.installed, nil, silent{})
		told <- err
	}()
	recipients := len(c.installed.Places)
	eventually(t, "some have the directive and not yet all", func() bool {
		arrived := c.count("select count(*) from deliveries where arrived_at is not null")
		if arrived > 0 {
			a.signal(syscall.SIGKILL)
		}
		return arrived > 0
	})
	a.end()
	if left := c.count("select count(*) from river_job where kind like 'dispatch.%' and state <> 'completed'"); left == 0 {
		t.Fatal("the server had done everything before it was killed: nothing was tried")
	}
	b.signal(syscall.SIGCONT)
	progress := follow(t, b.address+"/live?document="+c.directive(), follower)
	page := look(t, follower, b.address+"/documents/"+c.directive()+"/progress")
	page.picture("servers-killed")
	must(t, <-told)
	c.everythingOnce(t, recipients, tally)
	eventually(t, "the page of the sender was told to look again", func() bool { return progress.looks.Load() > 0 })
	page.shows(fmt.Sprintf("%d / %d", recipients, recipients))
	page.shows(fmt.Sprintf("\n%d\n01 ", tally.Waiting)) // and the others registered
	page.picture("servers-done")
	c.found(t, recipients)
}

func (c *city) directive() (id string) {
	c.t.Helper()
	must(c.t, c.loader.Database.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &id, "select document_id from dispatches") }))
	return id
}

func (c *city) everythingOnce(t *testing.T, recipients int, tally dispatch.Tally) {
	t.Helper()
	if tally.Recipients != recipients || tally.Delivered != recipients || !tally.Consistent() {
		t.Errorf("the table: %+v", tally)
	}
	for what, question := range map[string]string{
		"deliveries":               "select count(*) from deliveries",
		"deliveries that arrived":  "select count(*) from deliveries where arrived_at is not null",
		"arrivals that were noted": "select count(*) from delivery_events where code = '01'",
		"of different deliveries":  "select count(distinct delivery_id) from delivery_events where code = '01'",
	} {
		if got := c.count(question); got != recipients {
			t.Errorf("%s: %d, want %d", what, got, recipients)
		}
	}
	for what, question := range map[string]string{
		"registrations":          "select count(*) from delivery_events where code = '03'",
		"registered deliveries":  "select count(*) from deliveries where registered_at is not null",
		"numbers that were used": "select count(distinct (organ_id, number_in)) from deliveries where number_in is not null",
	} {
		if got := c.count(question); got != tally.Registered {
			t.Errorf("%s: %d, want %d", what, got, tally.Registered)
		}
	}
	if failed := c.count("select count(*) from river_job where state in ('discarded', 'cancelled')"); failed > 0 {
		t.Errorf("%d jobs were given up", failed)
	}
}

// found waits until the directive is in the search index.
func (c *city) found(t *testing.T, recipients int) {
	t.Helper()
	id, err := office.ParseID("", c.directive())
	must(t, err)
	eventually(t, fmt.Sprintf("the directive to %d is found", recipients), func() bool {
		held, err := c.loader.Find.Searchable(ctx, id)
		return err == nil && held
	})
}

// drained has people work at one address while one of the two servers behind it is told to end.
func (c *city) drained(t *testing.T, a, b *server) {
	front := balance(t, a, b)
	r := newReader(t)
	session := r.signIn(front.URL, "thanhpho.vanthu", demo.Password)
	stream := follow(t, a.address+"/live", session)
	var answered, during atomic.Int64
	var draining atomic.Bool
	stop := make(chan struct{})
	var working sync.WaitGroup
	for worker := range 8 {
		own := newReader(t)
		paths := []string{"/work", "/board", "/notices", "/outgoing", "/live/frame?at=/work"}
		working.Go(func() {
			for i := worker; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				path := paths[i%len(paths)]
				answer, err := own.send(http.MethodGet, front.URL+path, nil, session)
				if err != nil || answer.StatusCode != http.StatusOK {
					t.Errorf("%s: %v, %v", path, answer, err)
					return
				}
				answered.Add(1)
				if draining.Load() {
					during.Add(1)
				}
			}
		})
	}
	eventually(t, "people work", func() bool { return answered.Load() > 40 })
	draining.Store(true)
	a.signal(syscall.SIGTERM)
	eventually(t, "the server says that it drains, and still answers", func() bool {
		return strings.HasPrefix(c.readiness(a), "draining\n")
	})
	if code := a.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	<-stream.ended
	after := answered.Load()
	eventually(t, "people work on", func() bool { return answered.Load() > after+20 })
	close(stop)
	working.Wait()
	if during.Load() == 0 {
		t.Error("nobody asked for anything while the server drained")
	}
	t.Logf("%d requests answered, %d of them from the drain on", answered.Load(), during.Load())
}

func (c *city) readiness(s *server) string {
	answer, err := http.Get(s.address + "/readyz")
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return string(body)
}

package minio_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"congvan/office"
	"congvan/storage"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/collectors"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// line is a store whose line to the server can be made bad, and another with a good one.
type line struct {
	bucket
	proxy *toxiproxy.Proxy
	store *minio.Store // over the line
	sound *minio.Store
}

func newLine(t *testing.T) *line {
	t.Helper()
	server := miniotest.Find(t)
	l := &line{bucket: bucket{server, server.Bucket(t)}}
	watched := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	watched.Metrics.ProxyMetrics = collectors.NewProxyMetricCollectors()
	l.proxy = toxiproxy.NewProxy(watched, t.Name(), "127.0.0.1:0", server.URL.Host)
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.proxy.Stop)
	over := l.options
	over.Address = (&url.URL{Scheme: "http", Host: l.proxy.Listen, Path: l.name()}).String()
	l.store, l.sound = miniotest.Open(t, over), miniotest.Open(t, l.options)
	return l
}

// spoil makes the line bad in a direction, for new connections and those that are open.
func (l *line) spoil(t *testing.T, toxic, stream, attributes string) {
	t.Helper()
	if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(`{"name":"bad","type":%q,"stream":%q,"attributes":{%s}}`, toxic, stream, attributes))); err != nil {
		t.Fatal(err)
	}
}

func (l *line) repair(t *testing.T) {
	t.Helper()
	if err := l.proxy.Toxics.RemoveToxic(t.Context(), "bad"); err != nil {
		t.Fatal(err)
	}
}

// random is content that nobody put before.
func random(size int) []byte {
	var seed [32]byte
	copy(seed[:], fmt.Sprint(size, "congvan"))
	content := make([]byte, size)
	_, _ = rand.NewChaCha8(seed).Read(content)
	return content
}

// wantOne checks that the object is there whole, in one version, with no upload left half done.
func (l *line) wantOne(t *testing.T, content []byte) {
	t.Helper()
	name := storage.HashOf(content)
	if err := storage.Verify(t.Context(), l.sound, name); err != nil {
		t.Errorf("what was put: %v", err)
	}
	if versions := l.versions(t, key(name)); len(versions) != 1 {
		t.Errorf("%d versions", len(versions))
	}
	l.wantNoUploads(t, name)
}

func (l *line) wantNothing(t *testing.T, content []byte) {
	t.Helper()
	name := storage.HashOf(content)
	if versions := l.versions(t, key(name)); len(versions) != 0 {
		t.Errorf("%d versions of what could not be put", len(versions))
	}
	l.wantNoUploads(t, name)
}

func (l *line) wantNoUploads(t *testing.T, name storage.Hash) {
	t.Helper()
	for upload := range l.ListIncompleteUploads(context.Background(), l.name(), key(name), true) {
		t.Errorf("an upload was left half done: %+v", upload)
	}
	if files, err := os.ReadDir(l.options.Spool); err != nil || len(files) != 0 {
		t.Errorf("left in the spool: %v, %v", files, err)
	}
}

// unmarked is content without any more abilities than to be read once.
func unmarked(content []byte) io.Reader { return io.MultiReader(bytes.NewReader(content)) }

func TestAPutThatIsCutOffKeepsNothingAndSucceedsWhenRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		size  int
		toxic string
		of    string
	}{
		"in the middle": {2 << 20, "limit_data", `"bytes":400000`}, "of several parts, in the middle of the first": {33 << 20, "limit_data", `"bytes":400000`},
		"reset": {2 << 20, "reset_peer", `"timeout":0`},
	} {
		t.Run(name, func(t *testing.T) {
			l, content := newLine(t), random(c.size)
			l.spoil(t, c.toxic, "upstream", c.of)
			_, err := l.store.Put(t.Context(), unmarked(content), int64(c.size))
			if office.KeyOf(err) != "storage.unavailable" {
				t.Errorf("got %v", err)
			}
			l.wantNothing(t, content)
			l.repair(t)
			if _, err := l.store.Put(t.Context(), unmarked(content), int64(c.size)); err != nil {
				t.Errorf("again: %v", err)
			}
			l.wantOne(t, content)
		})
	}
}

// Each connection carries two parts and a half: the third is cut off, and sent again over another.
func TestAPartThatIsCutOffIsSentAgain(t *testing.T) {
	l, content := newLine(t), random(3*16<<20)
	l.spoil(t, "limit_data", "upstream", `"bytes":42000000`)
	if _, err := l.store.Put(t.Context(), bytes.NewReader(content), int64(len(content))); err != nil {
		t.Errorf("got %v", err)
	}
	l.wantOne(t, content)
}

// The server keeps the object and its answer is lost. That is no half: the next put finds it.
func TestAPutWhoseAnswerIsLostIsFoundByTheNext(t *testing.T) {
	l, content := newLine(t), random(1<<20)
	l.spoil(t, "limit_data", "downstream", `"bytes":0`)
	if _, err := l.store.Put(t.Context(), unmarked(content), int64(len(content))); office.KeyOf(err) != "storage.unavailable" {
		t.Errorf("got %v", err)
	}
	l.repair(t)
	if _, err := l.store.Put(t.Context(), unmarked(content), int64(len(content))); err != nil {
		t.Errorf("again: %v", err)
	}
	l.wantOne(t, content)
}

func TestAReadThatIsCutOffIsNoDamage(t *testing.T) {
	l, content := newLine(t), random(2<<20)
	object, err := l.store.Put(t.Context(), bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	l.spoil(t, "limit_data", "downstream", `"bytes":300000`)
	if err := storage.Verify(t.Context(), l.store, object.Hash); office.KeyOf(err) != "storage.unavailable" {
		t.Errorf("read to the end: %v", err)
	}
	if _, err := storage.Read(t.Context(), l.store, object.Hash, object.Size); office.KeyOf(err) != "storage.unavailable" {
		t.Errorf("read whole: %v", err)
	}
	view, err := l.store.View(t.Context(), object.Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	if n, err := io.Copy(io.Discard, view); office.KeyOf(err) != "storage.unavailable" || n == 0 {
		t.Errorf("viewed %d bytes: %v", n, err)
	}
	l.repair(t)
	if err := storage.Verify(t.Context(), l.store, object.Hash); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestASlowLineIsOnlySlow(t *testing.T) {
	l, content := newLine(t), random(1<<20)
	l.spoil(t, "latency", "downstream", `"latency":300`)
	object, err := l.store.Put(t.Context(), bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if err := storage.Verify(t.Context(), l.store, object.Hash); err != nil {
		t.Error(err)
	}
	// Who no longer waits is let go, and told that it was himself.
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if err := storage.Verify(ctx, l.store, object.Hash); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatIsGoneIsUnavailableUntilItIsBack(t *testing.T) {
	l, content := newLine(t), random(1000)
	object, err := l.store.Put(t.Context(), bytes.NewReader(content), 1000)
	if err != nil {
		t.Fatal(err)
	}
	l.proxy.Stop()
	_, stat := l.store.Stat(t.Context(), object.Hash)
	_, view := l.store.View(t.Context(), object.Hash)
	_, put := l.store.Put(t.Context(), strings.NewReader("another"), 100)
	for what, err := range map[string]error{"stat": stat, "view": view, "put": put, "ready": l.store.Ready(t.Context()),
		"verify": storage.Verify(t.Context(), l.store, object.Hash), "freeze": l.store.Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)),
		"delete": l.store.Delete(t.Context(), object.Hash)} {
		if office.KeyOf(err) != "storage.unavailable" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.store.Ready(t.Context()), storage.Verify(t.Context(), l.store, object.Hash)); err != nil {
		t.Errorf("back: %v", err)
	}
}

// The bytes are changed on their way: the server hashes what it got and refuses it.
func TestWhatWasChangedOnTheWayIsNotKept(t *testing.T) {
	server := miniotest.Find(t)
	l := &line{bucket: bucket{server, server.Bucket(t)}}
	l.sound = miniotest.Open(t, l.options)
	changing := forwarding(t, server, func(r *http.Request, body []byte) []byte {
		if r.Method == http.MethodPut && len(body) > 0 {
			body[len(body)/2] ^= 1
		}
		return body
	})
	over := l.options
	over.Address = changing.URL + "/" + l.name()
	store := miniotest.Open(t, over)
	for _, size := range []int{100_000, 17 << 20} {
		content := random(size)
		if _, err := store.Put(t.Context(), bytes.NewReader(content), int64(size)); office.KeyOf(err) != "storage.unavailable" {
			t.Errorf("%d bytes: %v", size, err)
		}
		l.wantNothing(t, content)
	}
}

// The version that mends is locked like the one that was dispatched; the damaged one between them is not.
func TestWhatIsMendedIsLockedLikeTheOriginal(t *testing.T) {
	l, content := newLine(t), random(100_000)
	object, err := l.store.Put(t.Context(), bytes.NewReader(content), 100_000)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.store.Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	l.overwrite(t, object.Hash, content[:50_000])
	if _, err := l.store.Put(t.Context(), unmarked(content), 100_000); err != nil {
		t.Errorf("mend: %v", err)
	}
	for i, v := range l.versions(t, key(object.Hash)) {
		_, until, err := l.GetObjectRetention(t.Context(), l.name(), v.Key, v.VersionID)
		if locked := err == nil && until.After(time.Now()); locked != (i != 1) {
			t.Errorf("version %d from the newest is locked: %v (%v)", i, locked, err)
		}
	}
}

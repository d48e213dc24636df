// Package storagetest holds the promises of storage.Store as tests. Every implementation runs them.
package storagetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"congvan/office"
	"congvan/storage"
)

// Subject is a store under test, empty, and what the suite needs to do behind its back.
type Subject struct {
	Store storage.Store
	// Damage puts other bytes in the place of an object's, as a failing disk would.
	Damage func(t *testing.T, name storage.Hash, bytes []byte)
	// Pass moves the clock by which the store tells whether an object is still frozen.
	Pass func(time.Duration)
	// Now is that clock.
	Now office.Clock
}

const limit = 1 << 20

// Run checks every promise on a new subject each.
func Run(t *testing.T, subject func(t *testing.T) Subject) {
	for name, promise := range map[string]func(*testing.T, Subject){
		"what is put is read back":                               putIsReadBack,
		"an empty object is an object":                           emptyObject,
		"an object is named by its SHA-256":                      namedByHash,
		"putting twice keeps one object":                         putTwice,
		"many may put the same at once":                          putAtOnce,
		"what is larger than the limit is refused":               tooLarge,
		"nothing is kept of content that fails":                  failingContent,
		"a cancelled context stops putting and reading":          cancelled,
		"an object that is not there is not found":               notFound,
		"a name that is no hash is refused":                      badHash,
		"a damaged object is reported at its end and named":      damaged,
		"a shortened or lengthened object is reported":           wrongSize,
		"putting again mends a damaged object":                   mended,
		"any part can be viewed":                                 viewed,
		"a deleted object is gone and can be put again":          deleted,
		"a frozen object stays until its moment":                 frozen,
		"freezing again lengthens and never shortens":            frozenAgain,
		"Read gives the whole object within the caller's limit":  readWhole,
		"a store that can be written to is ready":                ready,
		"an object of several megabytes passes through in parts": large,
	} {
		t.Run(name, func(t *testing.T) { promise(t, subject(t)) })
	}
}

func put(t *testing.T, s Subject, content []byte) storage.Hash {
	t.Helper()
	object, err := s.Store.Put(t.Context(), bytes.NewReader(content), limit)
	if err != nil {
		t.Fatalf("put: %v", err)
	}
	if object.Size != int64(len(content)) {
		t.Fatalf("put says %d bytes, it were %d", object.Size, len(content))
	}
	return object.Hash
}

func read(t *testing.T, s Subject, name storage.Hash) []byte {
	t.Helper()
	reader, err := s.Store.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	defer reader.Close()
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return content
}

func wantError(t *testing.T, err error, kind office.Kind, key string) {
	t.Helper()
	if office.KindOf(err) != kind || office.KeyOf(err) != key {
		t.Errorf("got the error %v, want %s", err, key)
	}
}

func wantGone(t *testing.T, s Subject, name storage.Hash) {
	t.Helper()
	_, err := s.Store.Stat(t.Context(), name)
	wantError(t, err, office.KindNotFound, "storage.not_found")
}

func putIsReadBack(t *testing.T, s Subject) {
	content := []byte("%PDF-1.7 chỉ thị")
	name := put(t, s, content)
	if got := read(t, s, name); !bytes.Equal(got, content) {
		t.Errorf("got %q", got)
	}
	object, err := s.Store.Stat(t.Context(), name)
	if err != nil || object != (storage.Object{Hash: name, Size: int64(len(content))}) {
		t.Errorf("stat: got %+v, %v", object, err)
	}
}

func emptyObject(t *testing.T, s Subject) {
	name := put(t, s, nil)
	if name != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("no bytes are named %s", name)
	}
	if got := read(t, s, name); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func namedByHash(t *testing.T, s Subject) {
	content := []byte("abc") // FIPS 180-2 appendix B.1
	if name := put(t, s, content); name != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || name != storage.HashOf(content) {
		t.Errorf("named %s", name)
	}
}

func putTwice(t *testing.T, s Subject) {
	content := []byte("once")
	if first, second := put(t, s, content), put(t, s, content); first != second {
		t.Errorf("two names: %s, %s", first, second)
	}
	if got := read(t, s, storage.HashOf(content)); !bytes.Equal(got, content) {
		t.Errorf("got %q", got)
	}
}

func putAtOnce(t *testing.T, s Subject) {
	content := bytes.Repeat([]byte("126 xã, phường "), 1000)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := s.Store.Put(t.Context(), bytes.NewReader(content), limit); err != nil {
				t.Errorf("put: %v", err)
			}
		})
	}
	group.Wait()
	if got := read(t, s, storage.HashOf(content)); !bytes.Equal(got, content) {
		t.Error("what is read back is not what was put")
	}
}

func tooLarge(t *testing.T, s Subject) {
	content := []byte("0123456789")
	if _, err := s.Store.Put(t.Context(), bytes.NewReader(content), 10); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
	_, err := s.Store.Put(t.Context(), strings.NewReader("0123456789a"), 10)
	wantError(t, err, office.KindTooLarge, "storage.too_large")
	wantGone(t, s, storage.HashOf([]byte("0123456789a")))
}

var errBroken = errors.New("the sender hung up")

func failingContent(t *testing.T, s Subject) {
	half := "half of a paper"
	_, err := s.Store.Put(t.Context(), io.MultiReader(strings.NewReader(half), iotest.ErrReader(errBroken)), limit)
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v, want the cause", err)
	}
	wantGone(t, s, storage.HashOf([]byte(half)))

	_, err = s.Store.Put(t.Context(), iotest.ErrReader(office.Invalid("document.not_pdf", "file")), limit)
	wantError(t, err, office.KindInvalid, "document.not_pdf")
}

func cancelled(t *testing.T, s Subject) {
	name := put(t, s, []byte("a paper"))
	ctx, cancel := context.WithCancel(t.Context())
	reader, err := s.Store.Open(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	cancel()
	if _, err := io.ReadAll(reader); !errors.Is(err, context.Canceled) {
		t.Errorf("reading: got %v", err)
	}
	if _, err := s.Store.Put(ctx, strings.NewReader("another"), limit); !errors.Is(err, context.Canceled) {
		t.Errorf("putting: got %v", err)
	}
	wantGone(t, s, storage.HashOf([]byte("another")))
}

func notFound(t *testing.T, s Subject) {
	everyCall(t, s, storage.HashOf([]byte("nobody put this")), office.KindNotFound, "storage.not_found")
}

func badHash(t *testing.T, s Subject) {
	valid := string(storage.HashOf([]byte("x")))
	for _, name := range []string{"", "../../../etc/passwd", strings.ToUpper(valid), valid[:63], valid + "0", valid[:62] + "/.", "ab" + strings.Repeat("\x00", 62)} {
		everyCall(t, s, storage.Hash(name), office.KindInvalid, "storage.bad_hash")
		_, err := storage.ParseHash("hash", name)
		wantError(t, err, office.KindInvalid, "storage.bad_hash")
	}
	if name, err := storage.ParseHash("hash", valid); err != nil || string(name) != valid {
		t.Errorf("a hash is refused: %v", err)
	}
}

// everyCall asks for one object in every way.
func everyCall(t *testing.T, s Subject, name storage.Hash, kind office.Kind, key string) {
	t.Helper()
	_, err := s.Store.Stat(t.Context(), name)
	wantError(t, err, kind, key)
	_, err = s.Store.Open(t.Context(), name)
	wantError(t, err, kind, key)
	_, err = s.Store.View(t.Context(), name)
	wantError(t, err, kind, key)
	wantError(t, s.Store.Freeze(t.Context(), name, s.Now().Add(time.Hour)), kind, key)
	wantError(t, s.Store.Delete(t.Context(), name), kind, key)
	_, err = storage.Read(t.Context(), s.Store, name, limit)
	wantError(t, err, kind, key)
}

func damaged(t *testing.T, s Subject) {
	name := put(t, s, []byte("phạt 1.000.000 đồng"))
	s.Damage(t, name, []byte("phạt 9.000.000 đồng"))
	for how, err := range map[string]error{
		"Verify": storage.Verify(t.Context(), s.Store, name),
		"Read":   second(storage.Read(t.Context(), s.Store, name, limit)),
	} {
		wantError(t, err, office.KindInternal, "storage.corrupt")
		if err == nil || !strings.Contains(err.Error(), string(name)) {
			t.Errorf("%s: the error does not name the object: %v", how, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func wrongSize(t *testing.T, s Subject) {
	for _, bytes := range []string{"", "a pap", "a paper and more"} {
		name := put(t, s, []byte("a paper"))
		s.Damage(t, name, []byte(bytes))
		wantError(t, storage.Verify(t.Context(), s.Store, name), office.KindInternal, "storage.corrupt")
		_, err := storage.Read(t.Context(), s.Store, name, limit)
		wantError(t, err, office.KindInternal, "storage.corrupt")
	}
}

func mended(t *testing.T, s Subject) {
	content := []byte("a paper of the office")
	name := put(t, s, content)
	if err := s.Store.Freeze(t.Context(), name, s.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.Damage(t, name, []byte("A paper of the office"))
	put(t, s, content)
	if got := read(t, s, name); !bytes.Equal(got, content) {
		t.Errorf("got %q", got)
	}
	wantError(t, s.Store.Delete(t.Context(), name), office.KindConflict, "storage.frozen")
}

func viewed(t *testing.T, s Subject) {
	name := put(t, s, []byte("0123456789"))
	view, err := s.Store.View(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	if size, err := view.Seek(0, io.SeekEnd); size != 10 || err != nil {
		t.Errorf("size by seeking: %d, %v", size, err)
	}
	for offset, want := range map[int64]string{0: "012", 7: "789", 4: "456"} {
		if _, err := view.Seek(offset, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		part := make([]byte, 3)
		if _, err := io.ReadFull(view, part); err != nil || string(part) != want {
			t.Errorf("from %d: got %q, %v", offset, part, err)
		}
	}
}

func deleted(t *testing.T, s Subject) {
	content := []byte("to be purged")
	name := put(t, s, content)
	other := put(t, s, []byte("to be kept"))
	if err := s.Store.Delete(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	wantGone(t, s, name)
	read(t, s, other)
	if again := put(t, s, content); !bytes.Equal(read(t, s, again), content) {
		t.Error("what is put again is not read back")
	}
}

func frozen(t *testing.T, s Subject) {
	name := put(t, s, []byte("dispatched"))
	if err := s.Store.Freeze(t.Context(), name, s.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantError(t, s.Store.Delete(t.Context(), name), office.KindConflict, "storage.frozen")
	read(t, s, name)
	s.Pass(time.Hour)
	if err := s.Store.Delete(t.Context(), name); err != nil {
		t.Errorf("after the moment: %v", err)
	}
	wantGone(t, s, name)
}

func frozenAgain(t *testing.T, s Subject) {
	name := put(t, s, []byte("dispatched twice"))
	for _, hours := range []time.Duration{2, 1, 3, 2} {
		if err := s.Store.Freeze(t.Context(), name, s.Now().Add(hours*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	s.Pass(3*time.Hour - time.Minute) // a server's clock goes on meanwhile
	wantError(t, s.Store.Delete(t.Context(), name), office.KindConflict, "storage.frozen")
	s.Pass(time.Minute)
	if err := s.Store.Delete(t.Context(), name); err != nil {
		t.Errorf("after the last moment: %v", err)
	}
}

func readWhole(t *testing.T, s Subject) {
	content := []byte("0123456789")
	name := put(t, s, content)
	got, err := storage.Read(t.Context(), s.Store, name, 10)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("got %q, %v", got, err)
	}
	_, err = storage.Read(t.Context(), s.Store, name, 9)
	wantError(t, err, office.KindTooLarge, "storage.too_large")
}

func ready(t *testing.T, s Subject) {
	if err := s.Store.Ready(t.Context()); err != nil {
		t.Errorf("not ready: %v", err)
	}
}

func large(t *testing.T, s Subject) {
	const size = 9 << 20
	object, err := s.Store.Put(t.Context(), iotest.OneByteReader(bytes.NewReader([]byte("x"))), size)
	if err != nil || object.Size != 1 {
		t.Fatalf("byte by byte: %+v, %v", object, err)
	}
	content := bytes.Repeat([]byte("0123456789abcde\n"), size/16)
	object, err = s.Store.Put(t.Context(), bytes.NewReader(content), size)
	if err != nil || object.Hash != storage.HashOf(content) {
		t.Fatalf("put: %+v, %v", object, err)
	}
	if err := storage.Verify(t.Context(), s.Store, object.Hash); err != nil {
		t.Error(err)
	}
}

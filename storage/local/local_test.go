package local_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congvan/office"
	"congvan/storage"
	"congvan/storage/local"
	"congvan/storage/storagetest"
)

func TestAFolderKeepsThePromisesOfAStore(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) storagetest.Subject {
		dir, now := t.TempDir(), time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		return storagetest.Subject{
			Store:  open(t, dir, clock),
			Damage: func(t *testing.T, name storage.Hash, content []byte) { overwrite(t, objectPath(dir, name), content) },
			Pass:   func(d time.Duration) { now = now.Add(d) },
			Now:    clock,
		}
	})
}

func open(t *testing.T, dir string, clock office.Clock) *local.Store {
	t.Helper()
	store, err := local.Open(dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func objectPath(dir string, name storage.Hash) string {
	return filepath.Join(dir, "objects", string(name[:2]), string(name[2:4]), string(name))
}

func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestObjectsOutliveTheProcess(t *testing.T) {
	dir := t.TempDir()
	content := []byte("a paper")
	object, err := open(t, dir, office.SystemClock).Put(t.Context(), bytes.NewReader(content), 100)
	if err != nil {
		t.Fatal(err)
	}
	until := time.Now().Add(time.Hour)
	if err := open(t, dir, office.SystemClock).Freeze(t.Context(), object.Hash, until); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir, office.SystemClock)
	if got, err := storage.Read(t.Context(), again, object.Hash, 100); err != nil || !bytes.Equal(got, content) {
		t.Errorf("got %q, %v", got, err)
	}
	if err := again.Delete(t.Context(), object.Hash); office.KeyOf(err) != "storage.frozen" {
		t.Errorf("deleting what another process froze: %v", err)
	}
}

func TestNobodyElseMayReadTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "objects of the office")
	store := open(t, dir, office.SystemClock)
	object, err := store.Put(t.Context(), strings.NewReader("a paper"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(objectPath(dir, object.Hash)); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("an object can be written to: %v, %v", info.Mode(), err)
	}
}

func TestWhatAKilledProcessLeftIsClearedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, office.SystemClock)
	left, growing := filepath.Join(dir, "temp", "put-1"), filepath.Join(dir, "temp", "put-2")
	for _, path := range []string{left, growing} {
		if err := os.WriteFile(path, []byte("half a paper"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(left, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	open(t, dir, office.SystemClock)
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("yesterday's file is still there: %v", err)
	}
	if _, err := os.Stat(growing); err != nil {
		t.Errorf("what another process is writing was taken away: %v", err)
	}
}

func TestPuttingLeavesNothingInTemp(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir, office.SystemClock)
	for _, content := range []string{"a paper", "a paper", "too large for the limit"} {
		_, _ = store.Put(t.Context(), strings.NewReader(content), 10)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "temp"))
	if err != nil || len(entries) > 0 {
		t.Errorf("left in temp: %v, %v", entries, err)
	}
}

func TestAFolderThatCannotBeMadeIsUnavailable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := local.Open(file, office.SystemClock)
	if office.KindOf(err) != office.KindUnavailable {
		t.Errorf("got %v", err)
	}
}

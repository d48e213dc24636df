package minio_test

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"congvan/office"
	"congvan/storage"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"

	client "github.com/minio/minio-go/v7"
)

// twoServers are two stores on one bucket, as two servers of the program have.
func twoServers(t *testing.T) (bucket, [2]*minio.Store) {
	t.Helper()
	server := miniotest.Find(t)
	b := bucket{server, server.Bucket(t)}
	return b, [2]*minio.Store{miniotest.Open(t, b.options), miniotest.Open(t, b.options)}
}

func TestTwoServersThatPutTheSameAtOnceKeepOneVersion(t *testing.T) {
	b, stores := twoServers(t)
	for _, size := range []int{50_000, 17 << 20} {
		content := random(size)
		var group sync.WaitGroup
		for i := range 6 {
			group.Go(func() {
				object, err := stores[i%2].Put(t.Context(), bytes.NewReader(content), int64(size))
				if err != nil || object.Hash != storage.HashOf(content) || object.Size != int64(size) {
					t.Errorf("put: %+v, %v", object, err)
				}
			})
		}
		group.Wait()
		if versions := b.versions(t, key(storage.HashOf(content))); len(versions) != 1 {
			t.Errorf("%d bytes: %d versions", size, len(versions))
		}
		if err := storage.Verify(t.Context(), stores[0], storage.HashOf(content)); err != nil {
			t.Error(err)
		}
	}
}

func TestOfFreezesAtOnceTheLongestHolds(t *testing.T) {
	b, stores := twoServers(t)
	object, err := stores[0].Put(t.Context(), bytes.NewReader([]byte("dispatched")), 100)
	if err != nil {
		t.Fatal(err)
	}
	longest := time.Now().Add(9 * time.Hour)
	var group sync.WaitGroup
	for i := range 9 {
		group.Go(func() {
			if err := stores[i%2].Freeze(t.Context(), object.Hash, longest.Add(-time.Duration(i)*time.Hour)); err != nil {
				t.Errorf("freeze: %v", err)
			}
		})
	}
	group.Wait()
	_, until, err := b.GetObjectRetention(t.Context(), b.name(), key(object.Hash), "")
	if err != nil || until.Before(longest) {
		t.Errorf("locked until %v, %v; want %v", until, err, longest)
	}
	if err := stores[1].Delete(t.Context(), object.Hash); office.KeyOf(err) != "storage.frozen" {
		t.Errorf("delete: %v", err)
	}
}

func TestNothingIsLockedBeforeItIsFrozen(t *testing.T) {
	b, stores := twoServers(t)
	object, err := stores[0].Put(t.Context(), bytes.NewReader([]byte("a draft")), 100)
	if err != nil {
		t.Fatal(err)
	}
	if mode, until, err := b.GetObjectRetention(t.Context(), b.name(), key(object.Hash), ""); err == nil {
		t.Errorf("a draft is locked: %v until %v", *mode, until)
	}
	if err := stores[0].Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if mode, _, err := b.GetObjectRetention(t.Context(), b.name(), key(object.Hash), ""); err != nil || *mode != "GOVERNANCE" {
		t.Errorf("what was dispatched is locked as %v, %v", mode, err)
	}
	// Put again, as by a second paper with the same bytes, it stays locked.
	if _, err := stores[1].Put(t.Context(), bytes.NewReader([]byte("a draft")), 100); err != nil {
		t.Fatal(err)
	}
	if err := stores[1].Delete(t.Context(), object.Hash); office.KeyOf(err) != "storage.frozen" {
		t.Errorf("delete: %v", err)
	}
}

// Somebody else hides an object under a marker of deletion. It is put again on top, and what was dispatched below stays locked.
func TestAnObjectThatWasHiddenIsPutAgain(t *testing.T) {
	b, stores := twoServers(t)
	content := []byte("dispatched")
	object, err := stores[0].Put(t.Context(), bytes.NewReader(content), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := stores[0].Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := b.RemoveObject(t.Context(), b.name(), key(object.Hash), client.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := stores[0].Stat(t.Context(), object.Hash); office.KeyOf(err) != "storage.not_found" {
		t.Errorf("hidden: %v", err)
	}
	if _, err := stores[0].Put(t.Context(), bytes.NewReader(content), 100); err != nil {
		t.Fatal(err)
	}
	if err := stores[0].Delete(t.Context(), object.Hash); office.KeyOf(err) != "storage.frozen" {
		t.Errorf("delete: %v", err)
	}
	b.pass(t, time.Hour)
	if err := stores[0].Delete(t.Context(), object.Hash); err != nil {
		t.Errorf("delete after the moment: %v", err)
	}
	if versions := b.versions(t, ""); len(versions) != 0 {
		t.Errorf("left behind: %+v", versions)
	}
}

// A disk of the server loses bytes of an object. The server notices, and cannot give it; put again it is there again, locked as before.
func TestWhatTheServersDiskLostIsMendedByPuttingAgain(t *testing.T) {
	b, stores := twoServers(t)
	content := random(300_000) // smaller ones lie in one file with what the server knows of them
	object, err := stores[0].Put(t.Context(), bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if err := stores[0].Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	turnOneBit(t, filepath.Join(b.Folder(t), b.name(), key(object.Hash), "*", "part.1"))
	if err := storage.Verify(t.Context(), stores[0], object.Hash); office.KindOf(err) != office.KindUnavailable {
		t.Errorf("read: %v", err)
	}
	if _, err := stores[1].Put(t.Context(), bytes.NewReader(content), int64(len(content))); err != nil {
		t.Fatalf("put again: %v", err)
	}
	if err := storage.Verify(t.Context(), stores[0], object.Hash); err != nil {
		t.Errorf("mended: %v", err)
	}
	if err := stores[0].Delete(t.Context(), object.Hash); office.KeyOf(err) != "storage.frozen" {
		t.Errorf("delete: %v", err)
	}
}

func turnOneBit(t *testing.T, pattern string) {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", pattern, found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(found[0], content, 0o600); err != nil {
		t.Fatal(err)
	}
}

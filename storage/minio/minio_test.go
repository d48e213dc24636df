package minio_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"congvan/office"
	"congvan/storage"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"
	"congvan/storage/storagetest"

	client "github.com/minio/minio-go/v7"
)

func TestABucketKeepsThePromisesOfAStore(t *testing.T) {
	server := miniotest.Find(t)
	storagetest.Run(t, func(t *testing.T) storagetest.Subject {
		b := bucket{server, server.Bucket(t)}
		return storagetest.Subject{
			Store:  miniotest.Open(t, b.options),
			Damage: func(t *testing.T, name storage.Hash, content []byte) { b.overwrite(t, name, content) },
			Pass:   func(d time.Duration) { b.pass(t, d) },
			Now:    office.SystemClock,
		}
	})
}

// bucket is a bucket under test and what its server's owner may do to it behind the store's back.
type bucket struct {
	*miniotest.Server
	options minio.Options
}

func (b bucket) name() string { return miniotest.BucketOf(b.options) }

func key(name storage.Hash) string { return string(name[:2] + "/" + name[2:4] + "/" + name) }

// overwrite puts another version above an object.
func (b bucket) overwrite(t *testing.T, name storage.Hash, content []byte) {
	t.Helper()
	if _, err := b.PutObject(t.Context(), b.name(), key(name), bytes.NewReader(content), int64(len(content)), client.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
}

// pass lets time pass for every lock: the server's clock cannot be moved, its owner can bring the moments nearer.
func (b bucket) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for _, v := range b.versions(t, "") {
		if v.IsDeleteMarker {
			continue
		}
		mode, until, err := b.GetObjectRetention(t.Context(), b.name(), v.Key, v.VersionID)
		if client.ToErrorResponse(err).Code == "NoSuchObjectLockConfiguration" {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		nearer := until.Add(-d)
		options := client.PutObjectRetentionOptions{GovernanceBypass: true, VersionID: v.VersionID, Mode: mode, RetainUntilDate: &nearer}
		if !nearer.After(time.Now().Add(time.Second)) { // S3 keeps whole seconds
			options.Mode, options.RetainUntilDate = nil, nil
		}
		if err := b.PutObjectRetention(t.Context(), b.name(), v.Key, options); err != nil {
			t.Fatal(err)
		}
	}
}

// versions lists all versions below a prefix, the newest first.
func (b bucket) versions(t *testing.T, prefix string) (all []client.ObjectInfo) {
	t.Helper()
	for v := range b.ListObjectsIter(context.Background(), b.name(), client.ListObjectsOptions{Prefix: prefix, WithVersions: true, Recursive: true}) {
		if v.Err != nil {
			t.Fatal(v.Err)
		}
		all = append(all, v)
	}
	return all
}

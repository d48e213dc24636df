package minio_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"congvan/office"
	"congvan/storage"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"
)

// documentedPolicy is the policy that docs/operations.md tells operators to give the program, for the bucket of the options.
func documentedPolicy(t *testing.T, options minio.Options) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "<!-- policy -->\n\n```json\n")
	policy, _, ended := strings.Cut(rest, "```")
	if !found || !ended || !json.Valid([]byte(policy)) {
		t.Fatal("docs/operations.md holds no policy in JSON")
	}
	return strings.ReplaceAll(policy, "arn:aws:s3:::congvan", "arn:aws:s3:::"+miniotest.BucketOf(options))
}

func TestTheDocumentedPolicyIsEnoughAndNoMore(t *testing.T) {
	server := miniotest.Find(t)
	options := server.Bucket(t)
	restricted := server.Restricted(t, options, documentedPolicy(t, options))
	store := miniotest.Open(t, restricted)
	if err := store.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	content := bytes.Repeat([]byte("a paper of several parts "), 1<<20)
	object, err := store.Put(t.Context(), bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := storage.Read(t.Context(), store, object.Hash, object.Size); err != nil || !bytes.Equal(got, content) {
		t.Errorf("read: %v", err)
	}
	view, err := store.View(t.Context(), object.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := view.Read(make([]byte, 10)); n == 0 || err != nil {
		t.Errorf("view: %v", err)
	}
	view.Close()
	// Mending looks at the versions.
	bucket{server, options}.overwrite(t, object.Hash, []byte("damage"))
	if _, err := store.Put(t.Context(), bytes.NewReader(content), object.Size); err != nil {
		t.Errorf("mend: %v", err)
	}
	if err := store.Freeze(t.Context(), object.Hash, time.Now().Add(time.Hour)); err != nil {
		t.Errorf("freeze: %v", err)
	}
	if err := store.Delete(t.Context(), object.Hash); office.KeyOf(err) != "storage.frozen" {
		t.Errorf("delete what is frozen: %v", err)
	}
	other, err := store.Put(t.Context(), strings.NewReader("never dispatched"), 100)
	if err != nil {
		t.Fatal(err)
	}
	// To delete is not among the rights: a server that was taken over deletes nothing. The right for a purge is given for the purge.
	if err := store.Delete(t.Context(), other.Hash); office.KindOf(err) != office.KindUnavailable {
		t.Errorf("delete without the right: %v", err)
	}
	if got, err := storage.Read(t.Context(), store, other.Hash, 100); err != nil || string(got) != "never dispatched" {
		t.Errorf("after a delete that was refused: %q, %v", got, err)
	}
}

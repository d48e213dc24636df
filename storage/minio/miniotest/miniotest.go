// Package miniotest gives a test a bucket of its own on a real MinIO server.
//
// The server is the one that CONGVAN_TEST_MINIO names ("make test" starts one). Without it the test says that it was skipped; with CI set it
// fails. A test that believes it ran on MinIO and did not is worse than none, so the server is asked what it is.
package miniotest

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"congvan/office"
	"congvan/storage/minio"

	"github.com/google/uuid"
	client "github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Address is the environment variable that names the MinIO server of the tests with the keys of its owner: "http://key:secret@127.0.0.1:9000".
const Address = "CONGVAN_TEST_MINIO"

// Folder is the environment variable that names the folder in which that server keeps its objects, for tests of failing disks.
const Folder = "CONGVAN_TEST_MINIO_FOLDER"

// Server is the MinIO server of the tests.
type Server struct {
	*client.Client // with the keys of its owner
	URL            *url.URL
	Key, Secret    string
}

// Find gives the server. It skips the test (with CI set: fails it) when there is none.
func Find(t testing.TB) *Server {
	t.Helper()
	address := os.Getenv(Address)
	if address == "" {
		missing(t, Address+` names no MinIO server; "make test" starts one`)
	}
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		t.Fatalf("%s is not http://key:secret@host:port", Address)
	}
	secret, _ := u.User.Password()
	s := &Server{URL: &url.URL{Scheme: u.Scheme, Host: u.Host}, Key: u.User.Username(), Secret: secret}
	s.recognise(t)
	s.Client, err = client.New(u.Host, &client.Options{Creds: credentials.NewStaticV4(s.Key, s.Secret, ""), Secure: u.Scheme == "https", Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Folder is where the server keeps its objects. It skips the test (with CI set: fails it) when that is not told, as of a server elsewhere.
func (s *Server) Folder(t testing.TB) string {
	t.Helper()
	folder := os.Getenv(Folder)
	if folder == "" {
		missing(t, Folder+` does not name the MinIO server's folder; "make test" does`)
	}
	return folder
}

// recognise asks the server what it is.
func (s *Server) recognise(t testing.TB) {
	t.Helper()
	answer, err := http.Get(s.URL.JoinPath("minio/health/ready").String())
	if err != nil {
		t.Fatalf("the MinIO server of %s does not answer: %v", Address, err)
	}
	answer.Body.Close()
	if name := answer.Header.Get("Server"); name != "MinIO" || answer.StatusCode != http.StatusOK {
		t.Fatalf("meant to test on MinIO and reached %q (%s)", name, answer.Status)
	}
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// Bucket makes a bucket with versions and locks, which is emptied and removed when the test ends, and gives the options to open it.
func (s *Server) Bucket(t testing.TB) minio.Options {
	t.Helper()
	return s.BucketWith(t, client.MakeBucketOptions{ObjectLocking: true})
}

// BucketWith makes a bucket of any sort.
func (s *Server) BucketWith(t testing.TB, options client.MakeBucketOptions) minio.Options {
	t.Helper()
	name := "congvan-" + uuid.NewString()
	if err := s.MakeBucket(context.Background(), name, options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.empty(t, name) })
	return minio.Options{Address: s.URL.JoinPath(name).String(), Key: s.Key, Secret: s.Secret, Spool: t.TempDir()}
}

// BucketOf is the bucket's name in options.
func BucketOf(options minio.Options) string {
	return options.Address[strings.LastIndexByte(options.Address, '/')+1:]
}

// empty removes every version, bypassing locks as only the server's owner may, and the bucket.
func (s *Server) empty(t testing.TB, bucket string) {
	ctx := context.Background()
	for o := range s.ListObjectsIter(ctx, bucket, client.ListObjectsOptions{WithVersions: true, Recursive: true}) {
		err := o.Err
		if err == nil {
			err = s.RemoveObject(ctx, bucket, o.Key, client.RemoveObjectOptions{VersionID: o.VersionID, GovernanceBypass: true})
		}
		if err != nil {
			t.Errorf("empty the bucket: %v", err)
			return
		}
	}
	if err := s.RemoveBucket(ctx, bucket); err != nil {
		t.Errorf("remove the bucket: %v", err)
	}
}

// Open opens a store on a bucket and closes it when the test ends.
func Open(t testing.TB, options minio.Options) *minio.Store {
	t.Helper()
	store, err := minio.Open(context.Background(), options, office.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// Restricted gives options with keys that may only what a policy says.
func (s *Server) Restricted(t testing.TB, options minio.Options, policy string) minio.Options {
	t.Helper()
	keys, err := credentials.NewSTSAssumeRole(s.URL.String(), credentials.STSAssumeRoleOptions{AccessKey: s.Key, SecretKey: s.Secret, Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	got, err := keys.GetWithContext(nil)
	if err != nil {
		t.Fatalf("keys with the policy %s: %v", policy, err)
	}
	options.Key, options.Secret, options.Token = got.AccessKeyID, got.SecretAccessKey, got.SessionToken
	return options
}

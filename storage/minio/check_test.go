package minio_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/office"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"

	client "github.com/minio/minio-go/v7"
)

// faults are the keys of everything that opening a store finds wrong.
func faults(t *testing.T, options minio.Options, clock office.Clock) (keys []string, text string) {
	t.Helper()
	store, err := minio.Open(t.Context(), options, clock)
	if err == nil {
		store.Close()
		return nil, ""
	}
	for _, fault := range office.All(err) {
		if fault.Kind != office.KindUnavailable {
			t.Errorf("%v is of the kind %v", fault, fault.Kind)
		}
		keys = append(keys, fault.Key)
	}
	return keys, err.Error()
}

func TestEveryWrongBucketIsRefusedInWords(t *testing.T) {
	server := miniotest.Find(t)
	good := server.Bucket(t)
	with := func(change func(*minio.Options)) minio.Options {
		options := good
		change(&options)
		return options
	}
	plain, versioned := server.BucketWith(t, client.MakeBucketOptions{}), server.BucketWith(t, client.MakeBucketOptions{})
	if err := server.EnableVersioning(t.Context(), miniotest.BucketOf(versioned)); err != nil {
		t.Fatal(err)
	}
	locksAll := server.Bucket(t)
	mode, validity, unit := client.Governance, uint(1), client.Days
	if err := server.SetBucketObjectLockConfig(t.Context(), miniotest.BucketOf(locksAll), &mode, &validity, &unit); err != nil {
		t.Fatal(err)
	}
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>a page</html>")) }))
	defer page.Close()
	ahead := func() time.Time { return time.Now().Add(2 * time.Minute) }

	for _, c := range []struct {
		name    string
		options minio.Options
		clock   office.Clock
		want    []string
	}{
		{"a good one", good, time.Now, nil},
		{"no such bucket", with(func(o *minio.Options) { o.Address += "-2" }), time.Now, []string{"storage.bucket.none"}},
		{"an unknown key", with(func(o *minio.Options) { o.Key = "nobody" }), time.Now, []string{"storage.server.keys"}},
		{"a wrong secret", with(func(o *minio.Options) { o.Secret = "wrong-secret" }), time.Now, []string{"storage.server.keys"}},
		{"no versions, no lock: both are told", plain, time.Now, []string{"storage.bucket.versioning", "storage.bucket.lock"}},
		{"no lock", versioned, time.Now, []string{"storage.bucket.lock"}},
		{"a rule that locks all", locksAll, time.Now, []string{"storage.bucket.locks_all"}},
		{"a clock two minutes ahead", good, ahead, []string{"storage.server.clock"}},
		{"everything at once", plain, ahead, []string{"storage.server.clock", "storage.bucket.versioning", "storage.bucket.lock"}},
		{"nobody there", with(func(o *minio.Options) { o.Address = closed.URL + "/congvan" }), time.Now, []string{"storage.server.unreachable"}},
		{"no object store", with(func(o *minio.Options) { o.Address = page.URL + "/congvan" }), time.Now, []string{"storage.server.unreachable"}},
		{"https where http is spoken", with(func(o *minio.Options) { o.Address = strings.Replace(o.Address, "http:", "https:", 1) }), time.Now,
			[]string{"storage.server.unreachable"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			keys, text := faults(t, c.options, c.clock)
			if !slices.Equal(keys, c.want) {
				t.Errorf("told %v, want %v\n%s", keys, c.want, text)
			}
			if strings.Contains(text, c.options.Secret) {
				t.Errorf("the secret is told: %s", text)
			}
		})
	}
}

func TestEachMissingRightIsNamed(t *testing.T) {
	server := miniotest.Find(t)
	options := server.Bucket(t)
	for name, denied := range map[string]string{
		"s3:GetBucketVersioning": "s3:GetBucketVersioning", "s3:GetBucketObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
		"s3:ListBucket": "s3:ListBucket", "s3:GetObject": "s3:GetObject", "s3:GetObjectVersion": "s3:GetObjectVersion",
		"s3:PutObject, s3:AbortMultipartUpload": "s3:PutObject", "s3:GetObjectRetention": "s3:GetObjectRetention",
		"s3:PutObjectRetention": "s3:PutObjectRetention",
	} {
		t.Run(denied, func(t *testing.T) {
			keys, text := faults(t, server.Restricted(t, options, without(t, options, denied)), time.Now)
			if !slices.Contains(keys, "storage.bucket.rights") || !strings.Contains(text, name) {
				t.Errorf("told %v: %s", keys, text)
			}
		})
	}
	keys, text := faults(t, server.Restricted(t, options, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["s3:*"],"Resource":["arn:aws:s3:::*"]}]}`), time.Now)
	if !slices.Equal(keys, []string{"storage.bucket.rights"}) || !strings.Contains(text, "s3:PutObject") {
		t.Errorf("without any right: told %v: %s", keys, text)
	}
}

// without is the policy of the documentation for a bucket, less one right.
func without(t *testing.T, options minio.Options, denied string) string {
	t.Helper()
	var policy struct {
		Version   string
		Statement []map[string]any
	}
	if err := json.Unmarshal([]byte(documentedPolicy(t, options)), &policy); err != nil {
		t.Fatal(err)
	}
	policy.Statement = append(policy.Statement, map[string]any{"Effect": "Deny", "Action": []string{denied},
		"Resource": []string{"arn:aws:s3:::" + miniotest.BucketOf(options), "arn:aws:s3:::" + miniotest.BucketOf(options) + "/*"}})
	text, err := json.Marshal(policy)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// forwarding is a proxy that changes requests on their way to the server.
func forwarding(t *testing.T, server *miniotest.Server, change func(*http.Request, []byte) []byte) *httptest.Server {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		body = change(r, body)
		out := r.Clone(r.Context())
		out.RequestURI, out.URL.Scheme, out.URL.Host = "", server.URL.Scheme, server.URL.Host // Host stays what was signed
		out.Body = io.NopCloser(bytes.NewReader(body))
		answer, err := http.DefaultTransport.RoundTrip(out)
		if err != nil {
			t.Error(err)
			return
		}
		defer answer.Body.Close()
		for name, values := range answer.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	}))
	t.Cleanup(proxy.Close)
	return proxy
}

func TestAServerThatRefusesForItsClockIsRecognised(t *testing.T) {
	server := miniotest.Find(t)
	options := server.Bucket(t)
	late := forwarding(t, server, func(r *http.Request, body []byte) []byte {
		r.Header.Set("X-Amz-Date", time.Now().UTC().Add(-20*time.Minute).Format("20060102T150405Z"))
		return body
	})
	options.Address = late.URL + "/" + miniotest.BucketOf(options)
	if keys, text := faults(t, options, time.Now); !slices.Equal(keys, []string{"storage.server.clock"}) {
		t.Errorf("told %v: %s", keys, text)
	}
}

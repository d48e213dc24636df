package minio_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"congvan/storage"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"
)

// lend puts a paper into a bucket and asks for its address.
func lend(t *testing.T, store *minio.Store, content []byte) string {
	t.Helper()
	object, err := store.Put(t.Context(), bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	view, err := store.View(t.Context(), object.Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	address, err := view.(storage.Lender).Address(t.Context(), storage.Served{MediaType: "application/pdf", Disposition: `attachment; filename*=utf-8''c%C3%B4ng%20v%C4%83n.pdf`})
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func TestALentAddressServesThisFileAsADownloadAndNothingElse(t *testing.T) {
	server := miniotest.Find(t)
	options := server.Bucket(t)
	options.Public = strings.Replace(server.URL.String(), "127.0.0.1", "localhost", 1) // readers may know the server by another name
	store := miniotest.Open(t, options)
	address := lend(t, store, []byte("%PDF-1.7 a paper"))
	other, err := store.Put(t.Context(), strings.NewReader("another paper"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(address, options.Public+"/") || strings.Contains(address, options.Secret) {
		t.Errorf("the address is %s", address)
	}
	if status, body, h := ask(t, http.MethodGet, address); status != http.StatusOK || body != "%PDF-1.7 a paper" || h.Get("Content-Type") != "application/pdf" ||
		!strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") || h.Get("Cache-Control") != "private, no-store" {
		t.Errorf("status %d, %q, %v", status, body, h)
	}
	change := func(name, value string) string {
		u, _ := url.Parse(address)
		query := u.Query()
		query.Set(name, value)
		u.RawQuery = query.Encode()
		return u.String()
	}
	path, query, _ := strings.Cut(address, "?")
	for what, c := range map[string]struct{ method, address string }{
		"shown instead of downloaded": {http.MethodGet, change("response-content-disposition", "inline")},
		"as a page":                   {http.MethodGet, change("response-content-type", "text/html")},
		"for longer":                  {http.MethodGet, change("X-Amz-Expires", "3600")},
		"another version":             {http.MethodGet, change("versionId", "")},
		"another object":              {http.MethodGet, options.Public + "/" + miniotest.BucketOf(options) + "/" + key(other.Hash) + "?" + query},
		"without the signature":       {http.MethodGet, path},
		"deleting":                    {http.MethodDelete, address},
		"overwriting":                 {http.MethodPut, address},
	} {
		if status, _, _ := ask(t, c.method, c.address); status != http.StatusForbidden {
			t.Errorf("%s: status %d", what, status)
		}
	}
}

func ask(t *testing.T, method, address string) (int, string, http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Header
}

func TestNothingIsLentUnlessAskedFor(t *testing.T) {
	server := miniotest.Find(t)
	options := server.Bucket(t)
	if address := lend(t, miniotest.Open(t, options), []byte("a paper")); address != "" {
		t.Errorf("lent at %s", address)
	}
}

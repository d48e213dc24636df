package security

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"congvan/app"
	"congvan/storage/minio/miniotest"
)

// downloading is what a browser says when it is told to go to an address, and not when a page's script reads it.
var downloading = header("Sec-Fetch-Dest", "document")

// A city whose files lie in a bucket from which browsers may fetch them.
func lending(t *testing.T) (*City, *miniotest.Server) {
	t.Helper()
	server := miniotest.Find(t)
	bucket := server.Bucket(t)
	c := build(t, app.ObjectSettings{Address: bucket.Address, Key: bucket.Key, Secret: app.Secret(bucket.Secret), Public: server.URL.String()})
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		os.RemoveAll(c.Settings.Data)
	})
	return c, server
}

func TestADownloadIsLentToWhoMaySeeThePaperAndToNobodyElse(t *testing.T) {
	c, server := lending(t)
	const words = "Tờ trình về việc cho mượn tệp."
	draft := c.draft(t, Paper{Subject: "tệp được tải", Body: words})
	sent := c.send(t, Paper{Subject: "tệp được phát hành", Body: words})
	secretDraft := c.draft(t, Paper{Subject: "tệp kín", Confidential: true})
	for what, f := range map[string]struct {
		path string
		may  []Role
		not  []Role
		lent bool
	}{
		"a draft":              {"/documents/" + draft.ID.String() + "/file", []Role{"thanhpho.chuyenvien"}, []Role{nobody, "hoankiem.vanthu", "lang.vanthu"}, true},
		"a delivery":           {"/deliveries/" + sent.ID.String() + "/file", []Role{"hoankiem.vanthu"}, []Role{nobody, "lang.vanthu"}, true},
		"a confidential draft": {"/documents/" + secretDraft.ID.String() + "/file", []Role{"thanhpho.chuyenvien"}, []Role{nobody, "lang.vanthu"}, false},
	} {
		for _, role := range f.not {
			w := c.as(t, role).get(f.path, downloading)
			if strings.Contains(w.Header().Get("Location")+w.Body.String(), "X-Amz-") || w.Code == http.StatusOK || w.Code == http.StatusFound {
				t.Errorf("%s is lent to %q: status %d", what, role, w.Code)
			}
		}
		for _, role := range f.may {
			v := c.as(t, role)
			shown := v.get(f.path)
			if shown.Code != http.StatusOK || !strings.HasPrefix(shown.Body.String(), "%PDF") {
				t.Errorf("%s, on the page: status %d", what, shown.Code)
			}
			if part := v.get(f.path, header("Range", "bytes=0-4")); part.Code != http.StatusPartialContent || part.Body.String() != "%PDF-" {
				t.Errorf("%s, a part: status %d, %q", what, part.Code, part.Body)
			}
			w := v.get(f.path, downloading)
			if !f.lent {
				if w.Code != http.StatusOK || w.Body.String() != shown.Body.String() {
					t.Errorf("%s: status %d", what, w.Code)
				}
				continue
			}
			address := w.Header().Get("Location")
			if w.Code != http.StatusFound || !strings.HasPrefix(address, server.URL.String()+"/") || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: status %d, %v", what, w.Code, w.Header())
				continue
			}
			if got := fetch(t, address); got != shown.Body.String() {
				t.Errorf("%s: what is fetched is not the file (%d bytes)", what, len(got))
			}
		}
	}
	if log := c.log.String(); strings.Contains(log, "X-Amz-") || strings.Contains(log, server.Secret) {
		t.Error("the log holds an address or a secret")
	}
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("fetched: %s, %v, %v", answer.Status, answer.Header, err)
	}
	return string(body)
}

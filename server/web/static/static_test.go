package static

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, path, encoding string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func TestAFileUnderTodaysHashMayBeKeptForGood(t *testing.T) {
	w := get(t, Path("app.css"), "")
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Fatalf("status %d, Cache-Control %q", w.Code, w.Header().Get("Cache-Control"))
	}
}

func TestAFileUnderAnotherBuildsHashIsAskedForAgain(t *testing.T) {
	w := get(t, Prefix+"000000000000/app.css", "")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-cache" {
		t.Fatalf("status %d, Cache-Control %q", w.Code, w.Header().Get("Cache-Control"))
	}
}

func TestThePackedFileIsTheFile(t *testing.T) {
	w := get(t, Path("keys.js"), "br, gzip")
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(r)
	if err != nil || string(unpacked) != string(all["keys.js"].plain) {
		t.Fatalf("unpacked %d bytes, %v; want the %d of keys.js", len(unpacked), err, len(all["keys.js"].plain))
	}
}

func TestWhatIsNotEmbeddedIsNotFound(t *testing.T) {
	for _, path := range []string{Prefix, Path("static.go"), Path("../static.go"), Path("fonts")} {
		if w := get(t, path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
	}
}

func TestEveryFileThatTheStylesheetNamesIsThere(t *testing.T) {
	for _, m := range regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(string(all["app.css"].plain), -1) {
		if _, ok := all[m[1]]; !ok {
			t.Errorf("app.css names %s, which is not embedded", m[1])
		}
	}
}

func TestEveryVendoredPartCarriesItsLicence(t *testing.T) {
	for _, name := range []string{"fonts/LICENSE-be-vietnam-pro.txt", "fonts/LICENSE-source-sans-3.txt", "htmx/LICENSE-htmx.txt",
		"htmx/LICENSE-idiomorph.txt", "pdfjs/LICENSE-pdfjs.txt", "pdfjs/wasm/LICENSE_JBIG2", "pdfjs/wasm/LICENSE_OPENJPEG",
		"pdfjs/wasm/LICENSE_QCMS"} {
		if w := get(t, Path(name), ""); w.Code != http.StatusOK || w.Header().Get("Content-Type") != types[".txt"] {
			t.Errorf("%s: status %d, type %q", name, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

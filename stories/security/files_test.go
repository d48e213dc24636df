package security

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"congvan/office"
)

// endless gives n bytes of nothing.
func endless(n int64) io.Reader { return io.LimitReader(zeros{}, n) }

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestAFileOverTheLimitIsRefusedInWords(t *testing.T) {
	c := found(t)
	draft := c.draft(t, Paper{Subject: "bản quá cỡ"})
	fields := url.Values{"version": {"2"}, "kind": {"CV"}, "subject": {"bản quá cỡ"}, "urgency": {"thuong"}, "notation": {"UBND-NNMT"}, "principal": {"07"}}
	for name, size := range map[string]int64{"just over": upload + 1, "far over": upload + 4<<20} {
		for path, v := range map[string]*Visitor{"/verify": c.visitor(t), "/drafts/" + draft.ID.String(): c.as(t, "thanhpho.chuyenvien")} {
			w := v.sendFile(path, "qua-co.pdf", endless(size), fields)
			if path == "/verify" && w.Code != http.StatusRequestEntityTooLarge {
				t.Errorf("%s, %s: status %d", path, name, w.Code)
			}
			if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), "lớn") {
				t.Errorf("%s, %s: status %d, not told in words", path, name, w.Code)
			}
		}
	}
}

func TestAFormOverTheLimitChangesNothing(t *testing.T) {
	c := found(t)
	v := c.as(t, "lang.vanthu")
	for _, path := range []string{"/drafts", "/language", "/notices/seen", "/sign-in"} {
		if w := v.post(path, url.Values{"subject": {strings.Repeat("x", 2<<20)}, "account": {"lang.vanthu"}}); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestWhatIsNoFormIsNoFaultOfOurs(t *testing.T) {
	c := found(t)
	v := c.visitor(t)
	for _, kind := range []string{"", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/json", "multipart/mixed; boundary=y"} {
		if w := v.post("/verify", url.Values{"file": {"x"}}, header("Content-Type", kind)); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%q: status %d", kind, w.Code)
		}
	}
}

func TestNothingOfAnUploadStaysBehind(t *testing.T) {
	c := found(t)
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	for _, size := range []int64{2 << 20, upload + 1} {
		c.visitor(t).sendFile("/verify", "bi-mat.pdf", endless(size), nil)
	}
	left, err := os.ReadDir(folder)
	must(t, err)
	for _, entry := range left {
		t.Errorf("%s is left", entry.Name())
	}
}

func TestAnybodysChecksOfFilesAreFewerThanPages(t *testing.T) {
	c := found(t)
	v := c.visitor(t)
	turned := func() bool {
		return v.sendFile("/verify", "x.pdf", strings.NewReader(""), nil).Code == http.StatusTooManyRequests
	}
	tries := 1
	for ; tries < 400 && !turned(); tries++ {
	}
	if tries == 400 {
		t.Error("four hundred checks at once were all taken")
	}
	if w := v.get("/verify"); w.Code != http.StatusOK {
		t.Errorf("the page itself: status %d", w.Code)
	}
}

func TestAFilesNameCannotWriteHeaders(t *testing.T) {
	c := found(t)
	for _, name := range []string{`Kế hoạch "phòng cháy".pdf`, "một\r\nSet-Cookie: a=b\r\n\r\n.pdf", `..\..\windows\system.ini.pdf`, "../../../etc/passwd", "a;b=c.pdf", "\x00\x01.pdf", strings.Repeat("dài ", 200) + ".pdf"} {
		draft, drafter := c.draft(t, Paper{Subject: "tên tệp"}), c.as(t, "thanhpho.chuyenvien")
		w := drafter.get("/documents/" + draft.ID.String() + "/file")
		if w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
		taken, err := c.Document.Upload(ctx, c.actor(t, "thanhpho.chuyenvien"), draft.ID, draft.Version, name, bytes.NewReader(pdf(t, Paper{Subject: "tên tệp"})))
		if err != nil {
			if office.KindOf(err) != office.KindInvalid {
				t.Errorf("%q: %v", name, err)
			}
			continue
		}
		w = drafter.get("/documents/" + taken.ID.String() + "/file")
		disposition, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
		if w.Code != http.StatusOK || err != nil || disposition != "inline" || params["filename"] == "" || strings.ContainsAny(params["filename"], "\r\n/\\") {
			t.Errorf("%q: status %d, %q, %v", name, w.Code, w.Header().Get("Content-Disposition"), err)
		}
		if w.Header().Get("Set-Cookie") == "a=b" || w.Header().Get("Content-Type") != "application/pdf" {
			t.Errorf("%q: headers %v", name, w.Header())
		}
	}
}

func TestPartsOfAFileAreForThoseWhoMayReadIt(t *testing.T) {
	c := found(t)
	d := c.assign(t, Paper{Subject: "đọc từng phần"}, "Xem trang đầu")
	path := "/deliveries/" + d.ID.String() + "/file"
	w := c.as(t, "hoankiem.diachinh").get(path, header("Range", "bytes=0-7"))
	if w.Code != http.StatusPartialContent || !strings.HasPrefix(w.Body.String(), "%PDF-") || w.Body.Len() != 8 {
		t.Fatalf("the officer: status %d, %d bytes", w.Code, w.Body.Len())
	}
	tag := w.Header().Get("ETag")
	for _, role := range []Role{"hoankiem.giaoduc", "lang.vanthu", "thanhpho.vanthu"} {
		v := c.as(t, role)
		for _, change := range []func(*http.Request){header("Range", "bytes=0-7"), header("Range", "bytes=-1"), header("If-None-Match", tag), header("If-Match", tag), header("If-Range", tag)} {
			if w := v.get(path, change); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "%PDF") || w.Header().Get("ETag") != "" || w.Header().Get("Content-Range") != "" {
				t.Errorf("%s: status %d, headers %v", role, w.Code, w.Header())
			}
		}
	}
	if w := c.visitor(t).get(path, header("If-None-Match", tag)); w.Code != http.StatusSeeOther {
		t.Errorf("nobody: status %d", w.Code)
	}
}

func TestEmbeddedFilesLeadNowhereElse(t *testing.T) {
	c := found(t)
	v := c.visitor(t)
	for _, path := range []string{"/static/../go.mod", "/static/0/../../main.go", "/static/0/..%2f..%2fsite.go", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/0//etc/passwd", "/static/",
		"/static/0/", `/static/0/..\site.go`, "/static/0/%00", "/static/0/static.go"} {
		w := v.get(path)
		if w.Code == http.StatusOK || w.Code >= 500 || strings.Contains(w.Body.String(), "package static") || strings.Contains(w.Body.String(), "root:") {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

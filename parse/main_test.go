package parse_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"congvan/paper"
	"congvan/parse"
)

// TestMain lets the test program be its own child.
func TestMain(m *testing.M) {
	parse.ServeIfChild()
	if os.Getenv(shutInMark) != "" {
		os.Exit(tryForbidden())
	}
	os.Exit(m.Run())
}

// newPool makes a pool that ends with the test. The compiled pdfium is kept between runs, in the user's own cache.
func newPool(t *testing.T, options parse.Options) *parse.Pool {
	t.Helper()
	if cache, err := os.UserCacheDir(); err == nil {
		options.CacheDir = filepath.Join(cache, "congvan-test-pdfium")
	}
	pool := parse.New(options)
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	return pool
}

// goodPaper is a paper of our own.
func goodPaper(t *testing.T) []byte {
	t.Helper()
	file, err := paper.Write(paper.Draft{
		Issuer: "Ủy ban nhân dân\nthành phố Hà Nội", Symbol: "UBND-VX", Place: "Hà Nội", Subject: "tăng cường phòng cháy, chữa cháy",
		To: []string{"Ủy ban nhân dân các phường, xã"}, Body: []string{"Ủy ban nhân dân Thành phố yêu cầu thực hiện các nội dung sau."},
		Authority: []string{"TM. Ủy ban nhân dân", "Chủ tịch"}, Signer: "Nguyễn Văn Mẫu", Recipients: []string{"Như trên"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// pdf joins objects, numbered from 1, the first the catalogue, to a file with a right cross-reference table.
func pdf(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var table bytes.Buffer
	fmt.Fprintf(&table, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "%strailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n", table.String(), len(objects)+1, start)
	return out.Bytes()
}

func stream(dictionary string, data []byte) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(data), data)
}

// deflated packs data as /FlateDecode wants it.
func deflated(t *testing.T, write func(w *zlib.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if err := write(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const catalogue = "<< /Type /Catalog /Pages 2 0 R >>"

// bomb is a file of a few kilobytes whose page unpacks to half a gigabyte of white space.
func bomb(t *testing.T) []byte {
	t.Helper()
	chunk := make([]byte, 1<<20)
	once := deflated(t, func(w *zlib.Writer) error {
		for range 512 {
			if _, err := w.Write(chunk); err != nil {
				return err
			}
		}
		return nil
	})
	twice := deflated(t, func(w *zlib.Writer) error { _, err := w.Write(once); return err })
	return pdf(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
		stream("/Filter [/FlateDecode /FlateDecode]", twice))
}

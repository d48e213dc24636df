package parse_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"congvan/office"
	"congvan/parse"
)

func encrypted(t *testing.T, user string) []byte {
	t.Helper()
	api.DisableConfigDir()
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(goodPaper(t)), &out, model.NewAESConfiguration(user, "chu", 256)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// smallMemory is enough for a paper and too little for a bomb.
const smallMemory = 384 << 20

// Every bad file has its own clear error, and after each the pool reads the next paper.
func TestBadFileGetsItsErrorAndThePoolGoesOn(t *testing.T) {
	pool := newPool(t, parse.Options{Children: 1, File: 1 << 20, Memory: smallMemory})
	good := goodPaper(t)
	for _, bad := range []struct {
		name string
		file []byte
		key  string
		kind office.Kind
	}{
		{"empty", nil, "parse.empty", office.KindInvalid},
		{"a web page", []byte("<!DOCTYPE html><html></html>"), "parse.not_pdf", office.KindInvalid},
		{"larger than the limit", append([]byte("%PDF-1.7\n"), make([]byte, 1<<20)...), "parse.too_large", office.KindTooLarge},
		{"encrypted with a password", encrypted(t, "matkhau"), "parse.encrypted", office.KindInvalid},
		{"encrypted without a password to open", encrypted(t, ""), "parse.encrypted", office.KindInvalid},
		{"cut short", good[:200], "parse.malformed", office.KindInvalid},
		{"nothing behind the header", []byte("%PDF-1.7\nkhông phải PDF"), "parse.malformed", office.KindInvalid},
		{"a page tree that goes in a circle", pdf(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"), "parse.malformed", office.KindInvalid},
		{"no pages", pdf(catalogue, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>"), "parse.malformed", office.KindInvalid},
		{"a file that fills the memory", bomb(t), "parse.killed", office.KindInvalid},
	} {
		_, err := pool.Inspect(context.Background(), bytes.NewReader(bad.file), int64(len(bad.file)), parse.Wanted{})
		if office.KeyOf(err) != bad.key || office.KindOf(err) != bad.kind {
			t.Errorf("%s: got %v, want %s", bad.name, err, bad.key)
		}
		result, err := pool.Inspect(context.Background(), bytes.NewReader(good), int64(len(good)), parse.Wanted{})
		if err != nil || result.PageCount != 1 {
			t.Fatalf("after %s the pool does not read a good paper: %v", bad.name, err)
		}
	}
}

func TestKilledChildLeavesItsReasonForTheLog(t *testing.T) {
	pool := newPool(t, parse.Options{Memory: smallMemory})
	file := bomb(t)
	_, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{})
	if office.KeyOf(err) != "parse.killed" || !strings.Contains(err.Error(), "memory") {
		t.Errorf("got %v", err)
	}
}

// endless draws a form that draws itself twice, and so on.
func endless() []byte {
	form := stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>", []byte("/X Do /X Do"))
	return pdf(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		stream("", []byte("/X Do")), form)
}

func TestFileThatTakesTooLongIsStopped(t *testing.T) {
	pool := newPool(t, parse.Options{Children: 1, Time: 500 * time.Millisecond})
	file, good := endless(), goodPaper(t)
	_, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{})
	if office.KeyOf(err) != "parse.timeout" {
		t.Errorf("got %v", err)
	}
	if _, err := pool.Picture(context.Background(), bytes.NewReader(good), int64(len(good)), 1, 60, 60); err != nil {
		t.Errorf("the next paper: %v", err)
	}
}

func TestAnswerLargerThanAllowedIsRefused(t *testing.T) {
	pool := newPool(t, parse.Options{Output: 1000})
	good := goodPaper(t)
	_, err := pool.Inspect(context.Background(), bytes.NewReader(good), int64(len(good)), parse.Wanted{Words: true})
	if office.KeyOf(err) != "parse.output" {
		t.Errorf("got %v", err)
	}
}

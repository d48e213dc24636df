package pdffile_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"congvan/signing/internal/pdffile"
)

// file writes objects and a table; more goes into the trailer.
func file(more string, objects ...string) []byte {
	out := []byte("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, len(out))
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		out = fmt.Appendf(out, "%010d 00000 n \n", n)
	}
	return fmt.Appendf(out, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, more, xref)
}

func open(t *testing.T, data []byte) *pdffile.File {
	t.Helper()
	f, err := pdffile.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestValuesAreReadAsTheStandardWritesThem(t *testing.T) {
	f := open(t, file("", `<< /A (a\(b\)\101\n) /B#20C <48 49> /D [1 -2.5 true null 3 0 R] /E << /F /G >> % comment
		>>`))
	d := f.Dict(f.Trailer["Root"])
	if got := string(d["A"].(pdffile.String).Bytes); got != "a(b)A\n" {
		t.Errorf("%q", got)
	}
	hex := d["B C"].(pdffile.String)
	if string(hex.Bytes) != "HI" || hex.Exact {
		t.Errorf("%+v", hex)
	}
	if got := fmt.Sprint(d["D"]); got != "[1 -2.5 true <nil> {3 0}]" {
		t.Error(got)
	}
	if f.Name(f.Dict(d["E"])["F"]) != "G" || len(f.Problems) > 0 {
		t.Errorf("%+v", f.Problems)
	}
}

func TestAKeyThatStandsTwiceIsRefused(t *testing.T) {
	f := open(t, file("", "<< /Pages 2 0 R /Pages 3 0 R >>"))
	if f.Dict(f.Trailer["Root"]) != nil || len(f.Problems) == 0 {
		t.Error("read one of the two")
	}
}

func TestObjectsThatATableHidesAreFoundInTheStreamBesideIt(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	fmt.Fprintf(w, "7 0 << /Hidden true >>")
	w.Close()
	base := file("", "<< /Type /Catalog /Struct 7 0 R >>",
		fmt.Sprintf("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", packed.Len(), packed.Bytes()))
	table := bytes.Index(base, []byte("xref\n"))
	rows := "\x02\x00\x02\x00" // object 7: stream 2, index 0
	stream := fmt.Sprintf("9 0 obj\n<< /Type /XRef /W [1 2 1] /Index [7 1] /Size 10 /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(rows), rows)
	hybrid := append(bytes.Clone(base[:table]), stream...)
	at := len(hybrid)
	hybrid = append(hybrid, bytes.Replace(base[table:], []byte("/Root"), fmt.Appendf(nil, "/XRefStm %d /Root", table), 1)...)
	hybrid = append(hybrid[:bytes.LastIndex(hybrid, []byte("startxref"))], fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at)...)
	f := open(t, hybrid)
	if f.Dict(f.Dict(f.Trailer["Root"])["Struct"])["Hidden"] != true {
		t.Errorf("not found: %v", f.Problems)
	}
}

func TestCirclesAndDepthsEnd(t *testing.T) {
	for name, data := range map[string][]byte{
		"nested": file("", strings.Repeat("[", 1000)+strings.Repeat("]", 1000)),
		"itself": file("", "1 0 R"),
		"pages":  file("", "<< /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>", "<< /Kids [2 0 R] >>", "<< /Kids [3 0 R] /FT /Sig >>"),
		"length": file("", "<< /Length 1 0 R >>\nstream\nx\nendstream"),
	} {
		f := open(t, data)
		f.PageNumbers()
		f.SignatureFields()
		if name == "nested" && len(f.Problems) == 0 && f.Get(f.Trailer["Root"]) != nil {
			t.Error("read what is nested too deeply")
		}
	}
	if _, err := pdffile.Open(file("/Prev 9", "<< >>")); err == nil {
		t.Error("a cross-reference that leads into an object")
	}
}

func TestAnInflatingStreamIsStopped(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	zeros := make([]byte, 1<<20)
	for range 80 {
		w.Write(zeros)
	}
	w.Close()
	f := open(t, file("", "<< /Type /Catalog >>", fmt.Sprintf("<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", packed.Len(), packed.Bytes())))
	if _, ok := f.Decode(f.Object(2).(*pdffile.Stream)); ok {
		t.Error("80 MB were unpacked")
	}
}

func TestEqualMeaningIsNoChange(t *testing.T) {
	a := open(t, file("", "<< /Type /Catalog /Box [0 0 595.28 842] /S (a) >>"))
	b := open(t, file("", "<< /S <61> /Box [0 0 595.280000 842.0] /Type /Catalog >>"))
	if changes, err := pdffile.Compare(a, b); err != nil || len(changes) > 0 {
		t.Errorf("%v %v", changes, err)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	source := `<< /A [1 2.5 (x) <FEFF1EA1> /N#20m true null 4 0 R << /B (\() >>] >>`
	f := open(t, file("", source))
	var out strings.Builder
	pdffile.Write(&out, f.Get(f.Trailer["Root"]))
	g := open(t, file("", out.String()))
	if changes, err := pdffile.Compare(f, g); err != nil || len(changes) > 0 {
		t.Errorf("%s: %v %v", out.String(), changes, err)
	}
}

func TestAFileThatIsNonePDFIsRefused(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("<html>"), []byte("startxref\n999999\n")} {
		if _, err := pdffile.Open(data); err == nil || errors.Is(err, pdffile.ErrLimit) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

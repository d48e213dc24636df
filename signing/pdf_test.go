package signing_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// objects are the bodies of a hand-made PDF by number.
type objects map[int]string

// stream writes a stream object's body.
func stream(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

// paperObjects are a page of text: catalog 1, pages 2, page 3, content 4, font 5.
func paperObjects(text string) objects {
	return objects{
		1: "<< /Type /Catalog /Pages 2 0 R >>",
		2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		4: stream("", "BT /F1 14 Tf 72 700 Td ("+text+") Tj ET"),
		5: "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
	}
}

func newPaper(version, text string) []byte { return write(version, paperObjects(text)) }

// write makes a whole file.
func write(version string, o objects) []byte {
	return update([]byte("%PDF-"+version+"\n%\xe2\xe3\xcf\xd3\n"), o, "/Root 1 0 R")
}

// update appends an incremental update with these objects; trailer may name
// another root.
func update(pdf []byte, o objects, trailer string) []byte {
	out := bytes.Clone(pdf)
	prev := lastXref(pdf)
	numbers, size := make([]int, 0, len(o)), highest(pdf)
	for n := range o {
		numbers, size = append(numbers, n), max(size, n)
	}
	sort.Ints(numbers)
	at := map[int]int{}
	for _, n := range numbers {
		at[n] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", n, o[n])
	}
	xref := len(out)
	out = append(out, "xref\n"...)
	if prev < 0 {
		out = append(out, "0 1\n0000000000 65535 f \n"...)
	} else {
		trailer += fmt.Sprintf(" /Prev %d", prev)
	}
	for _, n := range numbers {
		out = fmt.Appendf(out, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	return fmt.Appendf(out, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", size+1, trailer, xref)
}

// revise appends an update that keeps the current root.
func revise(t testing.TB, pdf []byte, o objects) []byte {
	t.Helper()
	return update(pdf, o, "/Root "+root(t, pdf))
}

func root(t testing.TB, pdf []byte) string {
	t.Helper()
	all := regexp.MustCompile(`/Root (\d+ 0 R)`).FindAllSubmatch(pdf, -1)
	if all == nil {
		t.Fatal("no root")
	}
	return string(all[len(all)-1][1])
}

func lastXref(pdf []byte) int {
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	if at < 0 {
		return -1
	}
	n, _ := strconv.Atoi(strings.Fields(string(pdf[at:]))[1])
	return n
}

func highest(pdf []byte) int {
	top := 0
	for _, m := range regexp.MustCompile(`(?m)^(\d+) 0 obj`).FindAllSubmatch(pdf, -1) {
		n, _ := strconv.Atoi(string(m[1]))
		top = max(top, n)
	}
	return top
}

// object returns the newest body of an object.
func object(t testing.TB, pdf []byte, n int) string {
	t.Helper()
	head := fmt.Sprintf("\n%d 0 obj\n", n)
	at := bytes.LastIndex(pdf, []byte(head))
	if at < 0 {
		t.Fatalf("no object %d", n)
	}
	body := pdf[at+len(head):]
	return string(body[:bytes.Index(body, []byte("\nendobj"))])
}

// hole is a hand-made signature field whose value is still missing.
type hole struct {
	pdf        []byte
	start, end int
}

const room = 16000

// prepareByHand adds a signature field without the product's own writer, with
// extra entries in the signature's dictionary.
func prepareByHand(t testing.TB, pdf []byte, subFilter, extra string, more objects) hole {
	t.Helper()
	next := highest(pdf) + 1
	number, form := withField(t, pdf, next)
	o := objects{
		number:   form,
		next:     fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 0 0] /F 132 /T (Hand %d) /V %d 0 R >>", next, next+1),
		next + 1: fmt.Sprintf("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s %s /ByteRange [0 ********** ********** **********] /Contents <%s> >>", subFilter, extra, strings.Repeat("0", room)),
	}
	for n, body := range more {
		o[n] = body
	}
	out := hole{pdf: revise(t, pdf, o)}
	out.start = bytes.LastIndex(out.pdf, []byte("/Contents <")) + len("/Contents ")
	out.end = out.start + room + 2
	place := bytes.LastIndex(out.pdf, []byte("********** ********** **********"))
	copy(out.pdf[place:], fmt.Sprintf("%-32s", fmt.Sprintf("%d %d %d", out.start, out.end, len(out.pdf)-out.end)))
	return out
}

// withField returns the object that holds the form, or will hold it, with a
// further field.
func withField(t testing.TB, pdf []byte, field int) (number int, body string) {
	t.Helper()
	number = rootNumber(t, pdf)
	catalog := object(t, pdf, number)
	if m := regexp.MustCompile(`/AcroForm (\d+) 0 R`).FindStringSubmatch(catalog); m != nil {
		number, _ = strconv.Atoi(m[1])
		catalog = object(t, pdf, number)
	}
	if strings.Contains(catalog, "/Fields [") {
		return number, strings.Replace(catalog, "/Fields [", fmt.Sprintf("/Fields [%d 0 R ", field), 1)
	}
	return number, strings.TrimSuffix(strings.TrimSpace(catalog), ">>") +
		fmt.Sprintf("/AcroForm << /SigFlags 3 /Fields [%d 0 R] >> >>", field)
}

func (h hole) content() []byte {
	return append(bytes.Clone(h.pdf[:h.start]), h.pdf[h.end:]...)
}

func (h hole) digest() []byte {
	d := sha256.Sum256(h.content())
	return d[:]
}

func (h hole) fill(cms []byte) []byte {
	out := bytes.Clone(h.pdf)
	copy(out[h.start+1:], fmt.Sprintf("%x", cms))
	return out
}

package signing

import (
	"bytes"
	"regexp"
	"sort"
	"strings"
	"time"

	"congvan/signing/internal/pdffile"
)

// maxSignatures is more than any office puts on a paper.
const maxSignatures = 64

// found is a signature dictionary and where it lies.
type found struct {
	field string
	page  int
	dict  pdffile.Dict
	// inForm: a field of the final revision still shows it.
	inForm   bool
	contents pdffile.String
	// hole and end: the value is data[hole[0]:hole[1]], the signed state data[:end].
	hole [2]int
	end  int
}

// discover finds the signatures of a file: those in its form, and those whose
// dictionary is written in the bytes though no field of the last revision
// leads there any more.
func discover(f *pdffile.File) []*found {
	var out []*found
	pages := f.PageNumbers()
	at := map[int]bool{}
	for _, field := range f.SignatureFields() {
		if field.Value == nil {
			continue
		}
		// A value that cannot be read is a broken signature, not none.
		s := newFound(f, f.Dict(field.Value))
		s.field, s.inForm = field.Name, true
		s.page = pageOf(f, field.Dict, pages)
		if at[s.contents.Start] = true; len(out) < maxSignatures {
			out = append(out, s)
		}
	}
	for _, object := range f.ObjectsWith("/ByteRange", 4*maxSignatures) {
		dict := signatureDict(f, object.Value)
		if dict == nil || usageRights(f, dict) {
			continue
		}
		s := newFound(f, dict)
		if !at[s.contents.Start] && len(out) < maxSignatures {
			at[s.contents.Start] = true
			out = append(out, s)
		}
	}
	if len(out) == 0 && traces.Match(f.Data) {
		out = append(out, &found{})
	}
	return out
}

// traces of a signature whose object cannot be read any more.
var traces = regexp.MustCompile(`/ByteRange\s*\[\s*[0-9]`)

func newFound(f *pdffile.File, dict pdffile.Dict) *found {
	s := &found{dict: dict}
	s.contents, _ = f.Get(dict["Contents"]).(pdffile.String)
	return s
}

// pageOf finds a widget's page by its own entry; only visible ones have one to show.
func pageOf(f *pdffile.File, field pdffile.Dict, pages map[uint32]int) int {
	rect := f.Array(field["Rect"])
	if len(rect) != 4 || rect[0] == rect[2] && rect[1] == rect[3] {
		return 0
	}
	ref, _ := field["P"].(pdffile.Ref)
	return pages[ref.Num]
}

// signatureDict takes a signature dictionary out of an object: itself, or the
// value of a field that holds it directly.
func signatureDict(f *pdffile.File, v pdffile.Value) pdffile.Dict {
	dict, _ := v.(pdffile.Dict)
	if direct, ok := dict["V"].(pdffile.Dict); ok {
		dict = direct
	}
	if dict["ByteRange"] == nil || dict["Contents"] == nil {
		return nil
	}
	return dict
}

// usageRights are not about the document but about what a viewer may do with it.
func usageRights(f *pdffile.File, dict pdffile.Dict) bool {
	for _, r := range f.Array(dict["Reference"]) {
		if f.Name(f.Dict(r)["TransformMethod"]) == "UR3" {
			return true
		}
	}
	return false
}

// certification reads the DocMDP level (ISO 32000-2 §12.8.2.2).
func certification(f *pdffile.File, dict pdffile.Dict) int {
	for _, r := range f.Array(dict["Reference"]) {
		reference := f.Dict(r)
		if f.Name(reference["TransformMethod"]) != "DocMDP" {
			continue
		}
		if p, ok := pdffile.Int(f.Get(f.Dict(reference["TransformParams"])["P"])); ok && p >= 1 && p <= 3 {
			return p
		}
		return 2
	}
	return 0
}

// locate holds the ByteRange against the value's place: it must cover the file
// from its first byte to the end of a revision, all but the value itself.
func (s *found) locate(f *pdffile.File) []Reason {
	var r [4]int
	list := f.Array(s.dict["ByteRange"])
	for i := range r {
		n, ok := 0, len(list) == 4
		if ok {
			n, ok = pdffile.Int(f.Get(list[i]))
		}
		if !ok || n < 0 {
			return []Reason{{Code: ByteRangeInvalid}}
		}
		r[i] = n
	}
	size := len(f.Data)
	switch end := r[2] + r[3]; {
	case r[2] > size || end > size:
		return []Reason{{Code: CutOut}}
	case r[1] != s.contents.Start || r[2] != s.contents.End || !s.contents.Hex:
		if r[0] == 0 && r[1] < r[2] && f.Data[r[1]] == '<' && f.Data[r[2]-1] == '>' {
			return []Reason{{Code: ByteRangeInvalid}}
		}
		return []Reason{{Code: Overwritten}}
	case r[0] != 0 || !s.contents.Exact || !pdffile.Complete(f.Data[:end]):
		return []Reason{{Code: ByteRangeInvalid}}
	default:
		s.hole, s.end = [2]int{r[1], r[2]}, end
	}
	return nil
}

// empty tells whether nothing was ever written into the hole.
func (s *found) empty() bool {
	return len(bytes.Trim(s.contents.Bytes, "\x00")) == 0
}

// byEnd orders signatures as they were made.
func byEnd(list []*found) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].end < list[j].end })
}

// pdfTime reads a date (ISO 32000-2 §7.9.4), e.g. D:20261123101500+07'00'.
func pdfTime(v pdffile.Value) time.Time {
	text := strings.TrimPrefix(pdffile.Text(v), "D:")
	text = strings.TrimSuffix(strings.ReplaceAll(text, "'", ""), "Z0000")
	for _, layout := range []string{"20060102150405-0700", "20060102150405-07", "20060102150405Z", "20060102150405", "200601021504"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}

package signing

import (
	"fmt"
	"sort"
	"strings"

	"github.com/digitorus/pdfsign/sign"

	"congvan/signing/internal/pdffile"
)

// signable refuses what the writer would damage, loop on or overflow its stack
// with, before the writer sees it.
func signable(data []byte, r Request) (*pdffile.File, error) {
	refuse := func(why string) (*pdffile.File, error) {
		return nil, fmt.Errorf("%w: %s", ErrNotSignable, why)
	}
	file, err := pdffile.Open(data)
	if err != nil {
		return refuse(err.Error())
	}
	if file.Trailer["Encrypt"] != nil {
		return refuse("encrypted")
	}
	pages := file.PageNumbers()
	if r.Appearance != nil && (r.Appearance.Page() < 1 || r.Appearance.Page() > len(pages)) {
		return refuse(fmt.Sprintf("no page %d", r.Appearance.Page()))
	}
	for _, field := range file.SignatureFields() {
		if value := file.Dict(field.Value); value != nil && certification(file, value) == 1 {
			return refuse("certified against any change")
		}
	}
	if r.Appearance != nil {
		if err := writablePage(file, pages, r.Appearance.Page()); err != nil {
			return nil, err
		}
	}
	if len(file.Problems) > 0 {
		return refuse(file.Problems[0])
	}
	return file, nil
}

// writablePage: the writer copies the page's dictionary and loses streams and
// annotations that stand in it directly.
func writablePage(file *pdffile.File, pages map[uint32]int, page int) error {
	for num, n := range pages {
		if n != page {
			continue
		}
		for _, v := range file.Array(file.Dict(pdffile.Ref{Num: num})["Annots"]) {
			if _, ok := v.(pdffile.Ref); !ok {
				return fmt.Errorf("%w: annotation written into the page", ErrNotSignable)
			}
		}
	}
	return nil
}

// writeForm adds the form as an object of its own, to which the catalog is made
// to refer. The library puts the form into the catalog and drops its entries
// (/DA, /DR, /NeedAppearances …); poppler adds no field to such a form. There is
// room for the number of the field that is yet to come.
func (w *writer) writeForm(context *sign.SignContext) error {
	form := w.file.Dict(w.file.Dict(w.file.Trailer["Root"])["AcroForm"])
	var b strings.Builder
	b.WriteString("<<")
	for _, key := range sorted(form) {
		if key != "Fields" && key != "SigFlags" {
			fmt.Fprintf(&b, " %s ", pdffile.Name(key).Token())
			pdffile.Write(&b, form[key])
		}
	}
	b.WriteString(" /SigFlags 3 /Fields [")
	for _, v := range w.file.Array(form["Fields"]) {
		if _, ok := v.(pdffile.Ref); !ok {
			return fmt.Errorf("form field written into the form")
		}
		pdffile.Write(&b, v)
		b.WriteByte(' ')
	}
	b.WriteString("%field%      ] >>")
	number, err := context.AddObject([]byte(b.String()))
	w.form = number
	return err
}

func sorted(d pdffile.Dict) []pdffile.Name {
	keys := make([]pdffile.Name, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}

// linkForm replaces the library's own form by a reference of the same length.
func (w *writer) linkForm(tail []byte) error {
	text := string(tail)
	start := strings.LastIndex(text, "  /AcroForm <<\n")
	end := strings.Index(text[max(start, 0):], "  >>\n")
	if start < 0 || end < 0 {
		return fmt.Errorf("%w: form not found", ErrNotSignable)
	}
	own := text[start : start+end+len("  >>\n")]
	field := own[:strings.Index(own, "]")]
	field = field[strings.LastIndexAny(field[:len(field)-len(" 0 R")], " [")+1:]
	reference := fmt.Sprintf("  /AcroForm %d 0 R", w.form)
	place := strings.Index(text, "%field%")
	if len(reference)+1 > len(own) || place < 0 || len(field) > len("%field%      ") {
		return fmt.Errorf("%w: no room in the form", ErrNotSignable)
	}
	copy(tail[start:], reference+strings.Repeat(" ", len(own)-len(reference)-1)+"\n")
	copy(tail[place:], field+strings.Repeat(" ", len("%field%      ")-len(field)))
	return nil
}

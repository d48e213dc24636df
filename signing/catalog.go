package signing

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"github.com/digitorus/pdfsign/sign"

	"congvan/signing/internal/pdffile"
)

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
	b.WriteString(fieldPlace + "] >>")
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

// mendCatalog writes our own catalog over the library's, at unchanged length.
// The library doubles /Version, escapes no string, and makes null of what its
// reader cannot find (objects in the stream of a hybrid file).
func (w *writer) mendCatalog(tail []byte) error {
	start := bytes.LastIndex(tail, []byte("<<\n  /Type /Catalog\n"))
	length := -1
	if start >= 0 {
		length = bytes.Index(tail[start:], []byte("\nendobj"))
	}
	if length < 0 {
		return fmt.Errorf("%w: catalog not found", ErrNotSignable)
	}
	own := string(tail[start : start+length])
	if err := w.nameField(tail, own); err != nil {
		return err
	}
	catalog := w.catalog()
	if len(catalog) > length {
		return fmt.Errorf("%w: no room for the catalog", ErrNotSignable)
	}
	copy(tail[start:], catalog+strings.Repeat(" ", length-len(catalog)))
	return nil
}

// catalog is the file's catalog with our form, and the version that Thông tư
// 15/2025/TT-BKHCN asks of signed files.
func (w *writer) catalog() string {
	dict := pdffile.Dict{"AcroForm": pdffile.Ref{Num: w.form}}
	for key, v := range w.file.Dict(w.file.Trailer["Root"]) {
		if key != "AcroForm" {
			dict[key] = v
		}
	}
	if header := w.file.Data[:min(8, len(w.file.Data))]; w.file.Name(dict["Version"]) < "1.7" && string(header) < "%PDF-1.7" {
		dict["Version"] = pdffile.Name("1.7")
	}
	var b strings.Builder
	pdffile.Write(&b, dict)
	return b.String()
}

// nameField puts the number of the new field, the last one of the library's
// own form, into ours.
func (w *writer) nameField(tail []byte, own string) error {
	_, list, ok := strings.Cut(own, "/Fields [")
	list, _, closed := strings.Cut(list, "]")
	words := strings.Fields(list)
	place := bytes.Index(tail, []byte(fieldPlace))
	if !ok || !closed || len(words) < 3 || place < 0 {
		return fmt.Errorf("%w: form not found", ErrNotSignable)
	}
	field := strings.Join(words[len(words)-3:], " ")
	if len(field) > len(fieldPlace) {
		return fmt.Errorf("%w: no room in the form", ErrNotSignable)
	}
	copy(tail[place:], field+strings.Repeat(" ", len(fieldPlace)-len(field)))
	return nil
}

// fieldPlace holds the place of a reference; a percent sign begins no value.
const fieldPlace = "%field%      "

package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"congvan/office"
)

// Read reads a workbook or a JSON document; which of them it is, its first bytes say.
func Read(file []byte, forms []Form) (*Book, error) {
	if IsJSON(file) {
		return ReadJSON(bytes.TrimPrefix(file, []byte(byteOrderMark)), forms)
	}
	return ReadWorkbook(file, forms)
}

// byteOrderMark is what some editors put before a text.
const byteOrderMark = "\xef\xbb\xbf"

// IsJSON reports whether a file begins as a JSON document does.
func IsJSON(file []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(file, " \t\r\n"+byteOrderMark), []byte("{"))
}

// ReadJSON reads the tables of a JSON document: an object with one list of objects a form. Faults are gathered in the book; the error is for
// what is no such document.
func ReadJSON(file []byte, forms []Form) (*Book, error) {
	if len(file) > MaxFile {
		return nil, &office.Error{Kind: office.KindTooLarge, Key: "sheet.too_large", Field: "file", Args: []any{MaxFile >> 20}}
	}
	r := jsonReader{builder: newBuilder(), decoder: json.NewDecoder(bytes.NewReader(file)), forms: forms}
	r.decoder.UseNumber()
	err := r.document()
	if err == nil {
		if _, more := r.decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the document")
		}
	}
	if err != nil {
		line := 1 + bytes.Count(file[:min(int(r.decoder.InputOffset()), len(file))], []byte("\n"))
		return nil, office.Invalid("sheet.not_json", "file", line).Because(err)
	}
	return r.book, nil
}

type jsonReader struct {
	builder
	decoder *json.Decoder
	forms   []Form
}

// members goes through an object; each must read the member's value.
func (r *jsonReader) members(pointer string, each func(key, pointer string) error) error {
	seen := map[string]bool{}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		key := token.(string)
		at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
		if seen[key] {
			r.fault(Place{Pointer: at}, "sheet.column_twice", key)
		}
		seen[key] = true
		if err := each(key, at); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

// open reads the beginning of an object or list; when something else stands there it is read whole, told, and false.
func (r *jsonReader) open(pointer string, want json.Delim) (bool, error) {
	token, err := r.decoder.Token()
	if err != nil || token == want {
		return err == nil, err
	}
	r.fault(Place{Pointer: pointer}, map[json.Delim]string{'{': "sheet.want_object", '[': "sheet.want_list"}[want])
	return false, r.skipFrom(token)
}

// skipFrom reads to the end of the value that began with a token.
func (r *jsonReader) skipFrom(token json.Token) error {
	depth := 0
	for {
		if delim, ok := token.(json.Delim); ok {
			if delim == '{' || delim == '[' {
				depth++
			} else {
				depth--
			}
		}
		if depth == 0 {
			return nil
		}
		var err error
		if token, err = r.decoder.Token(); err != nil {
			return err
		}
	}
}

func (r *jsonReader) skip() error {
	token, err := r.decoder.Token()
	if err != nil {
		return err
	}
	return r.skipFrom(token)
}

func (r *jsonReader) document() error {
	if ok, err := r.open("", '{'); !ok {
		return err
	}
	return r.members("", func(key, at string) error {
		form := slices.IndexFunc(r.forms, func(f Form) bool { return f.Key == key })
		if form < 0 {
			r.fault(Place{Pointer: at}, "sheet.unknown_column", key)
			return r.skip()
		}
		return r.table(&r.forms[form], at)
	})
}

func (r *jsonReader) table(form *Form, at string) error {
	if ok, err := r.open(at, '['); !ok {
		return err
	}
	for n := 0; r.decoder.More(); n++ {
		if n == form.most() {
			r.fault(Place{Pointer: at}, "sheet.too_many_rows", form.most())
		}
		if n >= form.most() {
			if err := r.skip(); err != nil {
				return err
			}
			continue
		}
		if err := r.object(form, at+"/"+strconv.Itoa(n)); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

func (r *jsonReader) object(form *Form, at string) error {
	if ok, err := r.open(at, '{'); !ok {
		return err
	}
	places, cells := map[string]Place{}, map[string]raw{}
	err := r.members(at, func(key, at string) error {
		if form.column(key) == nil {
			r.fault(Place{Pointer: at}, "sheet.unknown_column", key)
			return r.skip()
		}
		places[key] = Place{Pointer: at}
		cell, err := r.value(at)
		cells[key] = cell
		return err
	})
	r.row(form, Place{Pointer: at}, places, cells)
	return err
}

// value reads a text, a yes or no, or a list of texts; null is nothing.
func (r *jsonReader) value(at string) (raw, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return raw{}, err
	}
	switch v := token.(type) {
	case string:
		return raw{texts: []string{v}}, nil
	case bool:
		return raw{texts: []string{strconv.FormatBool(v)}}, nil
	case nil:
		return raw{}, nil
	}
	if token != json.Delim('[') {
		r.fault(Place{Pointer: at}, "sheet.want_text")
		return raw{told: true}, r.skipFrom(token)
	}
	cell := raw{list: true}
	for n := 0; r.decoder.More(); n++ {
		token, err := r.decoder.Token()
		if err != nil {
			return cell, err
		}
		if text, is := token.(string); is {
			cell.texts = append(cell.texts, text)
			continue
		}
		cell.told = true
		r.fault(Place{Pointer: fmt.Sprintf("%s/%d", at, n)}, "sheet.want_text")
		if err := r.skipFrom(token); err != nil {
			return cell, err
		}
	}
	_, err = r.decoder.Token()
	return cell, err
}

package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"congvan/office"
)

// part is a sheet as it lies in the workbook's archive, with what must not stand in it.
type part struct {
	name   string
	file   string
	hidden bool
	odd    []Fault
	wrong  map[string]bool // cells at fault, "B7"
}

// lookInto looks at the archive before it is unpacked: how much is in it, which sheets, which of their cells say something else than they show.
func lookInto(file []byte) ([]part, error) {
	if len(file) > MaxFile {
		return nil, &office.Error{Kind: office.KindTooLarge, Key: "sheet.too_large", Field: "file", Args: []any{MaxFile >> 20}}
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, office.Invalid("sheet.not_a_workbook", "file").Because(err)
	}
	// archive/zip reads no more of an entry than its header promises, so the promises bound what is unpacked.
	var total uint64
	for _, entry := range archive.File {
		if total += entry.UncompressedSize64; total > maxUnzipped || entry.UncompressedSize64 > maxUnzipped || len(archive.File) > maxParts {
			return nil, &office.Error{Kind: office.KindTooLarge, Key: "sheet.unpacks_too_large", Field: "file", Args: []any{maxUnzipped >> 20}}
		}
	}
	parts, err := sheetsOf(archive)
	if err != nil {
		return nil, office.Invalid("sheet.not_a_workbook", "file").Because(err)
	}
	for i := range parts {
		if parts[i].hidden || parts[i].file == "" {
			continue
		}
		if err := parts[i].scan(archive); err != nil {
			return nil, office.Invalid("sheet.not_a_workbook", "file").Because(err)
		}
	}
	return parts, nil
}

// sheetsOf lists the sheets of a workbook in their order (ECMA-376 part 1, 18.2.20).
func sheetsOf(archive *zip.Reader) ([]part, error) {
	var book struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(decode(archive, "xl/workbook.xml", &book), decode(archive, "xl/_rels/workbook.xml.rels", &relations)); err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, r := range relations.All {
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		files[r.ID] = strings.TrimPrefix(target, "/")
	}
	parts := make([]part, len(book.Sheets))
	for i, s := range book.Sheets {
		parts[i] = part{name: s.Name, file: files[s.ID], hidden: s.State != "" && s.State != "visible", wrong: map[string]bool{}}
	}
	return parts, nil
}

func decode(archive *zip.Reader, name string, into any) error {
	file, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return xml.NewDecoder(file).Decode(into)
}

// scan goes through a sheet's cells for formulas, errors and merged cells (ECMA-376 part 1, 18.3.1).
func (p *part) scan(archive *zip.Reader) error {
	file, err := archive.Open(p.file)
	if err != nil {
		return err
	}
	defer file.Close()
	decoder, cell, inFormula := xml.NewDecoder(file), "", false
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if text, is := token.(xml.CharData); is && inFormula {
			p.odd[len(p.odd)-1].Found = short("=" + strings.TrimPrefix(string(text), "="))
		}
		inFormula = false
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "c":
			cell = attribute(start, "r")
			if attribute(start, "t") == "e" {
				p.found(cell, "sheet.error_value")
			}
		case "f":
			inFormula = !p.wrong[cell]
			p.found(cell, "sheet.formula")
		case "mergeCell":
			area := attribute(start, "ref")
			first, _, _ := strings.Cut(area, ":")
			p.found(first, "sheet.merged", area)
		}
	}
}

// found notes something odd at a cell, once a cell.
func (p *part) found(cell, key string, args ...any) {
	if p.wrong[cell] {
		return
	}
	p.wrong[cell] = true
	column := strings.TrimRight(cell, "0123456789")
	row := 0
	for _, digit := range cell[len(column):] {
		row = min(row*10+int(digit-'0'), 1<<21)
	}
	heading := any(column)
	if key == "sheet.merged" {
		heading = args[0]
	}
	p.odd = append(p.odd, Fault{Place: Place{Sheet: p.name, Row: row, Column: column}, Key: key, Args: []any{heading}})
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

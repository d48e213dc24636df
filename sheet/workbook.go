package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"congvan/office"
)

// ReadWorkbook reads the tables of a workbook. Faults are gathered in the book; the error is for what is no workbook, or too large to be looked at.
func ReadWorkbook(file []byte, forms []Form) (book *Book, err error) {
	// excelize answers some damaged files with a panic. What it was given is at fault, not the program.
	defer func() {
		if broken := recover(); broken != nil {
			book, err = nil, office.Invalid("sheet.not_a_workbook", "file").Because(fmt.Errorf("%v", broken))
		}
	}()
	parts, err := lookInto(file)
	if err != nil {
		return nil, err
	}
	open, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, office.Invalid("sheet.not_a_workbook", "file").Because(err)
	}
	defer open.Close()
	r := workbookReader{builder: newBuilder(), file: open}
	if props, err := open.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.from1904 = *props.Date1904
	}
	for _, part := range parts {
		if err := r.sheet(part, forms); err != nil {
			return nil, err
		}
	}
	return r.book, nil
}

type workbookReader struct {
	builder
	file     *excelize.File
	from1904 bool
}

// sheet reads one sheet of the workbook.
func (r *workbookReader) sheet(part part, forms []Form) error {
	at := slices.IndexFunc(forms, func(f Form) bool { return sameName(f.Title, part.name) })
	switch {
	case part.hidden:
		r.fault(Place{Sheet: part.name}, "sheet.hidden")
		return nil
	case sameName(part.name, GuideTitle), sameName(part.name, ListsTitle):
		return nil
	case at < 0:
		r.fault(Place{Sheet: part.name}, "sheet.unknown_sheet")
		return nil
	}
	r.book.Faults = append(r.book.Faults, part.odd...)
	rows, err := r.file.Rows(part.name)
	if err != nil {
		return office.Invalid("sheet.not_a_workbook", "file").Because(err)
	}
	defer rows.Close()
	var head []*Column
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return office.Invalid("sheet.not_a_workbook", "file").Because(err)
		}
		switch {
		case number == 1:
			head = r.head(part.name, &forms[at], cells)
		case number-1 > forms[at].most() && !empty(cells):
			r.fault(Place{Sheet: part.name, Row: number, Column: "A"}, "sheet.too_many_rows", forms[at].most())
			return nil
		default:
			r.cells(part, &forms[at], head, number, cells)
		}
	}
	return rows.Error()
}

// head finds the form's columns in the first row.
func (r *workbookReader) head(sheet string, form *Form, cells []string) []*Column {
	head := make([]*Column, len(cells))
	for i, text := range cells {
		place := Place{sheet, 1, letters(i), ""}
		text = strings.TrimSuffix(strings.TrimSpace(text), "*") // marks what is required
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		at := slices.IndexFunc(form.Columns, func(c Column) bool { return sameName(c.Heading, text) })
		switch {
		case at < 0:
			r.fault(place, "sheet.unknown_column", text)
		case slices.Contains(head, &form.Columns[at]):
			r.fault(place, "sheet.column_twice", text)
		default:
			head[i] = &form.Columns[at]
		}
	}
	for i := range form.Columns {
		if c := &form.Columns[i]; c.Required && !slices.Contains(head, c) {
			r.fault(Place{sheet, 1, "A", ""}, "sheet.column_missing", c.Heading)
		}
	}
	return head
}

func (r *workbookReader) cells(part part, form *Form, head []*Column, number int, texts []string) {
	places, cells := map[string]Place{}, map[string]raw{}
	for i, column := range head {
		if column != nil {
			places[column.Key] = Place{part.name, number, letters(i), ""}
		}
	}
	for i, text := range texts {
		if strings.TrimSpace(text) == "" {
			continue
		}
		place := Place{part.name, number, letters(i), ""}
		switch {
		case i >= len(head) || head[i] == nil:
			r.fault(place, "sheet.no_heading")
		case part.wrong[place.Column+strconv.Itoa(number)]:
			cells[head[i].Key] = raw{told: true}
		default:
			cells[head[i].Key] = raw{texts: []string{text}, workbook: true, from1904: r.from1904}
		}
	}
	if !empty(texts) {
		r.row(form, Place{part.name, number, "A", ""}, places, cells)
	}
}

func empty(cells []string) bool {
	return !slices.ContainsFunc(cells, func(text string) bool { return strings.TrimSpace(text) != "" })
}

func sameName(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(strings.TrimSpace(a)), norm.NFC.String(strings.TrimSpace(b)))
}

// letters is the name of a column counted from 0: "A", "AB".
func letters(column int) string {
	name, err := excelize.ColumnNumberToName(column + 1)
	if err != nil {
		return "?"
	}
	return name
}

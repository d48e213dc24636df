package sheet

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"congvan/office"
)

// GuideTitle is the sheet that explains the others; reading passes over it.
const GuideTitle = "Hướng dẫn"

// Values are the cells of a row to be written, by column: string, []string, office.Day or bool.
type Values map[string]any

// Add puts one more text into a column that holds several.
func (v Values) Add(column, text string) {
	list, _ := v[column].([]string)
	v[column] = append(list, text)
}

// WriteWorkbook writes a workbook of the forms with these rows: the same that ReadWorkbook reads. Without rows it is the empty form. Columns with
// choices offer them, from a sheet of lists. The first sheet explains the others: the lines of guide, then every column.
func WriteWorkbook(w io.Writer, forms []Form, guide []string, tables map[string][]Values) error {
	file := excelize.NewFile()
	defer file.Close()
	t := templateWriter{file: file}
	t.keep(file.SetSheetName("Sheet1", GuideTitle))
	t.styles()
	t.guide(forms, guide)
	t.gather(forms)
	for i := range forms {
		t.form(&forms[i], tables[forms[i].Key])
	}
	t.lists()
	if t.err != nil {
		return t.err
	}
	_, err := file.WriteTo(w)
	return err
}

type templateWriter struct {
	file             *excelize.File
	head, text, date int
	wrapped, bold    int
	listed           []*Column // whose choices the sheet of lists holds, in its order
	err              error
}

func (t *templateWriter) keep(err error) {
	if err != nil && t.err == nil {
		t.err = err
	}
}

func (t *templateWriter) styles() {
	text, date := formatText, formatDate
	for _, s := range []struct {
		into  *int
		style excelize.Style
	}{
		{&t.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6F0"}}, CustomNumFmt: &text}},
		{&t.text, excelize.Style{CustomNumFmt: &text}}, {&t.date, excelize.Style{CustomNumFmt: &date}},
		{&t.bold, excelize.Style{Font: &excelize.Font{Bold: true}, CustomNumFmt: &text}},
		{&t.wrapped, excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, CustomNumFmt: &text}},
	} {
		made, err := t.file.NewStyle(&s.style)
		t.keep(err)
		*s.into = made
	}
}

// guide writes the sheet of explanations.
func (t *templateWriter) guide(forms []Form, lines []string) {
	stream, err := t.file.NewStreamWriter(GuideTitle)
	if err != nil {
		t.keep(err)
		return
	}
	for i, width := range []float64{24, 28, 90} {
		t.keep(stream.SetColWidth(i+1, i+1, width))
	}
	row := 0
	line := func(style int, texts ...string) {
		row++
		cells := make([]any, len(texts))
		for i, text := range texts {
			cells[i] = excelize.Cell{StyleID: style, Value: text}
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		t.keep(err)
		t.keep(stream.SetRow(at, cells))
	}
	for _, text := range lines {
		line(t.text, text)
	}
	for _, form := range forms {
		line(t.bold, form.Title, "", form.Note)
		for i := range form.Columns {
			c := &form.Columns[i]
			line(t.wrapped, "", c.title(), c.explained())
		}
	}
	t.keep(stream.Flush())
}

// title is the heading, with a star where something must stand.
func (c *Column) title() string {
	if c.Required {
		return c.Heading + " *"
	}
	return c.Heading
}

func (c *Column) explained() string {
	parts := []string{c.Note}
	switch {
	case c.Kind == Day:
		parts = append(parts, "Ngày, tháng, năm: 31/12/2026.")
	case c.Kind == List:
		parts = append(parts, "Nhiều giá trị cách nhau bằng dấu chấm phẩy.")
	case c.Kind == Flag:
		parts = append(parts, "Ghi x nếu đúng.")
	}
	switch n := len(c.Choices); {
	case n > fewChoices:
		parts = append(parts, "Tên hoặc mã ở trang “"+ListsTitle+"”.")
	case n > 0:
		parts = append(parts, "Một trong: "+c.choices(true)+".")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// form writes one sheet: headings, rows, and the lists that its cells offer.
func (t *templateWriter) form(form *Form, rows []Values) {
	_, err := t.file.NewSheet(form.Title)
	t.keep(err)
	t.offer(form) // before the stream: it writes what the sheet has besides its rows
	stream, err := t.file.NewStreamWriter(form.Title)
	if err != nil {
		t.keep(err)
		return
	}
	head := make([]any, len(form.Columns))
	for i := range form.Columns {
		c := &form.Columns[i]
		head[i] = excelize.Cell{StyleID: t.head, Value: c.title()}
		t.keep(stream.SetColWidth(i+1, i+1, 24))
		t.keep(stream.SetColStyle(i+1, i+1, t.styleOf(c)))
	}
	t.keep(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	t.keep(stream.SetRow("A1", head))
	for n, row := range rows {
		cells := make([]any, len(form.Columns))
		for i := range form.Columns {
			cells[i] = t.cell(&form.Columns[i], row[form.Columns[i].Key])
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		t.keep(err)
		t.keep(stream.SetRow(at, cells))
	}
	t.keep(stream.Flush())
}

func (t *templateWriter) styleOf(c *Column) int {
	if c.Kind == Day {
		return t.date
	}
	return t.text
}

func (t *templateWriter) cell(c *Column, value any) any {
	cell := excelize.Cell{StyleID: t.styleOf(c)}
	switch v := value.(type) {
	case office.Day:
		if v != "" {
			cell.Value = serial(v)
		}
	case bool:
		if v {
			cell.Value = "x"
		}
	case []string:
		words := make([]string, len(v))
		for i, one := range v {
			words[i] = c.word(one)
		}
		if len(words) > 0 {
			cell.Value = strings.Join(words, "; ")
		}
	case string:
		if v != "" {
			cell.Value = c.word(v)
		}
	}
	if cell.Value == nil {
		return nil
	}
	return cell
}

// word is the word for a value.
func (c *Column) word(value string) string {
	for _, choice := range c.Choices {
		if choice.Value == value {
			return choice.Word
		}
	}
	return value
}

// WriteJSON writes the same tables as a JSON document, as ReadJSON reads it.
func WriteJSON(w io.Writer, forms []Form, tables map[string][]Values) error {
	document := map[string][]Values{}
	for _, form := range forms {
		if rows := tables[form.Key]; len(rows) > 0 {
			document[form.Key] = rows
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}

package sheet

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"congvan/office"
)

// Look is how a cell looks.
type Look int

// The looks.
const (
	Plain  Look = iota // a cell of the table
	Title              // the table's own name, large and in the middle
	Strong             // bold, in the middle
	Middle             // in the middle, without a border
	Head               // a heading of the table
	Struck             // a cell of the table that holds no more
	looks
)

// Cell of a printed table. Value is a string, an int, a time.Time or an [office.Day]; days and moments become dates of the workbook.
type Cell struct {
	Value any
	Look  Look
}

// Print writes one printed sheet row by row: what is written is not kept in memory, so a register of any length can be made.
type Print struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	styles [looks]struct{ text, number, date int }
	row    int
	errs   error
}

// NewPrint begins a sheet with columns of these widths, in characters.
func NewPrint(name string, widths ...float64) (*Print, error) {
	p := &Print{file: excelize.NewFile()}
	err := p.file.SetSheetName("Sheet1", name)
	if err == nil {
		err = p.makeStyles()
	}
	if err == nil {
		err = p.page(name)
	}
	if err == nil {
		p.stream, err = p.file.NewStreamWriter(name)
	}
	for i, width := range widths {
		if err == nil {
			err = p.stream.SetColWidth(i+1, i+1, width)
		}
	}
	if err != nil {
		return nil, errors.Join(err, p.file.Close())
	}
	return p, nil
}

// page sets the paper: A4 on its side, as wide as the table, for binding on the left.
func (p *Print) page(name string) error {
	a4, landscape, wide, tall, fit := 9, "landscape", 1, 0, true
	left, other := 0.8, 0.5
	return errors.Join(
		p.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		p.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}),
		p.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &left, Right: &other, Top: &other, Bottom: &other}))
}

// Formats of cells: text stays text however it begins, numbers and dates as Việt Nam writes them.
const (
	formatText   = "@"
	formatNumber = "#,##0"
	formatDate   = `dd"/"mm"/"yyyy`
)

func (p *Print) makeStyles() error {
	border := []excelize.Border{{Type: "left", Color: "000000", Style: 1}, {Type: "right", Color: "000000", Style: 1},
		{Type: "top", Color: "000000", Style: 1}, {Type: "bottom", Color: "000000", Style: 1}}
	middle := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	table := &excelize.Alignment{Vertical: "top", WrapText: true}
	font := func(size float64, bold, strike bool) *excelize.Font {
		return &excelize.Font{Family: "Times New Roman", Size: size, Bold: bold, Strike: strike}
	}
	for look, style := range map[Look]excelize.Style{
		Plain: {Font: font(11, false, false), Alignment: table, Border: border}, Struck: {Font: font(11, false, true), Alignment: table, Border: border},
		Title: {Font: font(14, true, false), Alignment: middle}, Strong: {Font: font(12, true, false), Alignment: middle},
		Middle: {Font: font(12, false, false), Alignment: middle}, Head: {Font: font(11, true, false), Alignment: middle, Border: border},
	} {
		for format, into := range map[string]*int{formatText: &p.styles[look].text, formatNumber: &p.styles[look].number, formatDate: &p.styles[look].date} {
			style.CustomNumFmt = &format
			made, err := p.file.NewStyle(&style)
			if err != nil {
				return err
			}
			*into = made
		}
	}
	return nil
}

// Freeze keeps the first rows in sight while the reader scrolls. It comes before the first row.
func (p *Print) Freeze(rows int) {
	top, err := excelize.CoordinatesToCellName(1, rows+1)
	p.keep(err)
	p.keep(p.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: rows, TopLeftCell: top, ActivePane: "bottomLeft"}))
}

// Repeat prints the rows from first to last at the top of every page.
func (p *Print) Repeat(first, last int) {
	name := strings.ReplaceAll(p.stream.Sheet, "'", "''")
	from, err := excelize.CoordinatesToCellName(1, first, true)
	p.keep(err)
	to, err := excelize.CoordinatesToCellName(1, last, true)
	p.keep(err)
	rows := func(cell string) string { return cell[strings.LastIndex(cell, "$"):] }
	p.keep(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.stream.Sheet, RefersTo: "'" + name + "'!" + rows(from) + ":" + rows(to)}))
}

// Line writes the next row.
func (p *Print) Line(cells ...Cell) {
	p.row++
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = p.cell(cell)
	}
	at, err := excelize.CoordinatesToCellName(1, p.row)
	p.keep(err)
	p.keep(p.stream.SetRow(at, values))
}

// Span joins cells of the row last written, from one column to another, counted from 1.
func (p *Print) Span(from, to int) {
	first, err := excelize.CoordinatesToCellName(from, p.row)
	p.keep(err)
	last, err := excelize.CoordinatesToCellName(to, p.row)
	p.keep(err)
	p.keep(p.stream.MergeCell(first, last))
}

func (p *Print) cell(c Cell) any {
	style := p.styles[c.Look]
	switch v := c.Value.(type) {
	case office.Day:
		if v == "" {
			return excelize.Cell{StyleID: style.text}
		}
		return excelize.Cell{StyleID: style.date, Value: serial(v)}
	case time.Time:
		return p.cell(Cell{office.DayOf(v), c.Look})
	case int:
		return excelize.Cell{StyleID: style.number, Value: v}
	case string:
		return excelize.Cell{StyleID: style.text, Value: Guarded(v)}
	default:
		return excelize.Cell{StyleID: style.text}
	}
}

// serial is a day as a workbook counts it: from 30 December 1899.
func serial(day office.Day) int {
	return int(day.Time().Sub(office.Day("1899-12-30").Time()).Hours() / 24)
}

// Guarded is a text that no program takes for a formula, also when the table is saved as CSV and opened again: subjects come from outside.
// (OWASP, CSV Injection.) Control characters, which XML cannot hold, become spaces.
func Guarded(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, text)
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// keep remembers the first errors; Finish tells them.
func (p *Print) keep(err error) {
	if err != nil && p.errs == nil {
		p.errs = err
	}
}

// Finish writes the workbook. Close must follow.
func (p *Print) Finish(w io.Writer) error {
	if p.errs != nil {
		return p.errs
	}
	if err := p.stream.Flush(); err != nil {
		return err
	}
	_, err := p.file.WriteTo(w)
	return err
}

// Close removes what is kept beside memory.
func (p *Print) Close() error { return p.file.Close() }

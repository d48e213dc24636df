package paper

import (
	"fmt"
	"strings"
)

// Annex is a phụ lục made of tables, in a file of its own (NĐ 30/2020, appendix I, part III, 1).
type Annex struct {
	Title    string // its name, set in capitals; a line break in it is kept
	Attached string // which paper it belongs to: "(Kèm theo Quyết định số 112/QĐ-UBND ngày 20 tháng 11 năm 2026 của …)"
	Parts    []AnnexPart
}

// AnnexPart is a heading with what stands below it: a table, or paragraphs.
type AnnexPart struct {
	Heading string // "I. LÃNH ĐẠO PHỤ TRÁCH"
	Table   *Table
	Text    []string
}

// Table is a table whose head stands again on every page that it goes on to.
type Table struct {
	Columns []TableColumn
	Rows    [][]Cell // one cell a column
}

// TableColumn is a column; Share is its part of the width, of the sum of all shares.
type TableColumn struct {
	Head    string
	Share   float64
	Centred bool
}

// Cell is the paragraphs of a cell.
type Cell []Paragraph

// Paragraph of a cell, in one cut of the typeface.
type Paragraph struct {
	Text         string
	Bold, Italic bool
}

// Sizes and distances of a table. The decree sets the size of the text, not of tables; 12 points leave room for six columns.
const (
	tableSize    = 12
	tableLeading = 14.5
	cellPadding  = 4
)

// WriteAnnex lays an annex out as an A4 paper. Its pages are numbered by themselves (appendix I, part III, 1.đ). The same annex gives the same bytes.
//
// Errors are of type *Error: paper.missing_part, paper.letter_missing.
func WriteAnnex(a Annex) ([]byte, error) {
	a = a.normal()
	if a.Title == "" {
		return nil, refuse("paper.missing_part", "title")
	}
	w := &annexWriter{writer: writer{sheet: newSheet(strings.ReplaceAll(a.Title, "\n", " "))}}
	if err := w.drawable(a.text()); err != nil {
		return nil, err
	}
	w.nextPage()
	w.annexHead(a)
	for _, part := range a.Parts {
		w.part(part)
	}
	return w.bytes()
}

// normal is the annex in composed letters.
func (a Annex) normal() Annex {
	a.Title, a.Attached = clean(a.Title), clean(a.Attached)
	parts := make([]AnnexPart, len(a.Parts))
	for i, p := range a.Parts {
		parts[i] = AnnexPart{Heading: clean(p.Heading), Text: paragraphs(p.Text)}
		if p.Table != nil {
			parts[i].Table = p.Table.normal()
		}
	}
	a.Parts = parts
	return a
}

func (t *Table) normal() *Table {
	out := &Table{Columns: t.Columns, Rows: make([][]Cell, len(t.Rows))}
	for i, row := range t.Rows {
		out.Rows[i] = make([]Cell, len(row))
		for j, cell := range row {
			for _, p := range cell {
				if p.Text = strings.Join(strings.Fields(clean(p.Text)), " "); p.Text != "" {
					out.Rows[i][j] = append(out.Rows[i][j], p)
				}
			}
		}
	}
	return out
}

// text is all that the annex says.
func (a Annex) text() string {
	var out strings.Builder
	fmt.Fprint(&out, a.Title, a.Attached)
	for _, p := range a.Parts {
		fmt.Fprint(&out, p.Heading, p.Text)
		if p.Table != nil {
			fmt.Fprint(&out, p.Table.Columns, p.Table.Rows)
		}
	}
	return out.String()
}

// annexWriter sets an annex.
type annexWriter struct {
	writer
}

// annexHead sets the word Phụ lục in small letters, 14 points, bold; the name in capitals; below it in italics which paper it belongs to (1.b and 1.c).
func (w *annexWriter) annexHead(a Annex) {
	middle := marginLeft + textWidth/2
	w.y += bodySize
	w.font(bold, bodySize)
	w.centred(middle, w.y, "Phụ lục")
	w.pdf.AddOutline("Phụ lục")
	for line := range strings.Lines(strings.ToUpper(a.Title)) {
		for _, words := range w.balanced(line, textWidth) {
			w.y += bodyLeading
			w.centred(middle, w.y, words)
		}
	}
	w.font(italic, bodySize)
	last := ""
	for _, words := range w.balanced(a.Attached, textWidth) {
		w.y += bodyLeading
		w.centred(middle, w.y, words)
		last = words
	}
	w.y = w.shortRule(middle, w.y, last) + 8
}

// part sets a heading and what stands below it. A heading never stands alone at the foot of a page.
func (w *annexWriter) part(p AnnexPart) {
	if w.y+4*bodyLeading > bottom {
		w.nextPage()
	}
	if p.Heading != "" {
		w.pdf.AddOutline(p.Heading)
		w.place(w.paragraph(p.Heading, bold))
		w.y += paragraphGap
	}
	for _, text := range p.Text {
		w.place(w.paragraph(text, regular))
	}
	if p.Table != nil {
		w.table(p.Table)
	}
	w.y += paragraphGap
}

// place puts lines on pages.
func (w *annexWriter) place(lines []setLine) {
	for _, line := range lines {
		if w.y+bodyLeading+line.gap > bottom {
			w.nextPage()
		}
		w.y += bodyLeading + line.gap
		w.draw(line)
	}
}

// cellLine is one line of a cell.
type cellLine struct {
	words string
	cut   cut
}

// table sets a table, its head on every page.
func (w *annexWriter) table(t *Table) {
	edges := columnEdges(t.Columns)
	head := w.headLines(t, edges)
	w.row(head, edges, nil)
	for _, row := range t.Rows {
		w.placeRow(t, w.cellLines(t, row, edges), head, edges)
	}
}

// columnEdges are the x of the lines between columns, from left to right.
func columnEdges(columns []TableColumn) []float64 {
	total := 0.0
	for _, c := range columns {
		total += c.Share
	}
	edges, x := []float64{marginLeft}, 0.0
	for _, c := range columns {
		x += c.Share / total * textWidth
		edges = append(edges, marginLeft+x)
	}
	return edges
}

func (w *annexWriter) headLines(t *Table, edges []float64) [][]cellLine {
	cells := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = Cell{{Text: c.Head, Bold: true}}
	}
	return w.cellLines(t, cells, edges)
}

// cellLines cuts the cells of a row into lines.
func (w *annexWriter) cellLines(t *Table, row []Cell, edges []float64) [][]cellLine {
	lines := make([][]cellLine, len(t.Columns))
	for i := range t.Columns {
		if i >= len(row) {
			continue
		}
		width := edges[i+1] - edges[i] - 2*cellPadding
		for _, p := range row[i] {
			c := p.cut()
			w.font(c, tableSize)
			for _, words := range w.wrap(p.Text, width, width) {
				lines[i] = append(lines[i], cellLine{words, c})
			}
		}
	}
	return lines
}

func (p Paragraph) cut() cut {
	switch {
	case p.Bold && p.Italic:
		return boldItalic
	case p.Bold:
		return bold
	case p.Italic:
		return italic
	default:
		return regular
	}
}

// rowHeight is what the lines of a row need.
func rowHeight(lines [][]cellLine) float64 {
	most := 1
	for _, cell := range lines {
		most = max(most, len(cell))
	}
	return float64(most)*tableLeading + 2*cellPadding
}

// placeRow puts a row on the page, or on the next one below the head; what is longer than a page goes on from one to the other.
func (w *annexWriter) placeRow(t *Table, lines, head [][]cellLine, edges []float64) {
	whole := bottom - marginTop - rowHeight(head)
	for rowHeight(lines) > bottom-w.y {
		fit := int((bottom - w.y - 2*cellPadding) / tableLeading)
		if rowHeight(lines) > whole && fit > 1 {
			var now [][]cellLine
			now, lines = cutRow(lines, fit)
			w.row(now, edges, t)
		}
		w.nextPage()
		w.row(head, edges, nil)
	}
	w.row(lines, edges, t)
}

// cutRow parts the lines of every cell after so many.
func cutRow(lines [][]cellLine, after int) (now, then [][]cellLine) {
	for _, cell := range lines {
		n := min(after, len(cell))
		now, then = append(now, cell[:n]), append(then, cell[n:])
	}
	return now, then
}

// row draws a row with its frame; of the head, which has no table, every cell is centred.
func (w *annexWriter) row(lines [][]cellLine, edges []float64, t *Table) {
	height := rowHeight(lines)
	w.pdf.SetLineWidth(0.5)
	for i, cell := range lines {
		w.pdf.RectFromUpperLeft(edges[i], w.y, edges[i+1]-edges[i], height)
		y := w.y + cellPadding
		if t == nil {
			y += (height - 2*cellPadding - float64(len(cell))*tableLeading) / 2
		}
		for _, line := range cell {
			w.font(line.cut, tableSize)
			y += tableLeading
			if t == nil || t.Columns[i].Centred {
				w.centred((edges[i]+edges[i+1])/2, y-3.5, line.words)
			} else {
				w.text(edges[i]+cellPadding, y-3.5, line.words)
			}
		}
	}
	w.y += height
}

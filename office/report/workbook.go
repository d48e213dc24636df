package report

import (
	"context"
	"io"
	"strconv"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/sheet"
)

// The ten columns of each register, NĐ 30/2020 appendix IV, parts I and VI, with their widths.
var (
	outgoing = []column{{"code", 16}, {"dated", 12}, {"subject", 48}, {"signer", 24}, {"recipients", 28}, {"copy", 22}, {"copies", 9}, {"sent", 12}, {"receipt", 12}, {"note", 28}}
	incoming = []column{{"at", 12}, {"number", 9}, {"author", 24}, {"code", 18}, {"dated", 12}, {"subject", 48}, {"to", 24}, {"passed", 12}, {"receipt", 12}, {"note", 28}}
)

type column struct {
	key   string
	width float64
}

// written is how many lines are read and written at a time.
const written = 1_000

// Workbook writes a register of the actor's organ as a workbook, in the form of the decree and in Vietnamese, for it is kept: the lowest number first.
func (s *Service) Workbook(ctx context.Context, actor office.Actor, q Query, w io.Writer) error {
	actor, err := q.reader(actor)
	if err != nil {
		return err
	}
	columns := incoming
	if q.Direction == register.Out {
		columns = outgoing
	}
	widths := make([]float64, len(columns))
	for i, c := range columns {
		widths[i] = c.width
	}
	print, err := sheet.NewPrint(word("sheet."+string(q.Direction)), widths...)
	if err != nil {
		return err
	}
	defer print.Close()
	print.Freeze(headRows)
	if err := s.db.Read(ctx, func(tx *database.Tx) error { return q.write(ctx, tx, actor, print, columns) }); err != nil {
		return err
	}
	return print.Finish(w)
}

// word is a word of the printed register.
func word(key string, args ...any) string {
	return language.Text(language.Vietnamese, "report.register."+key, args...)
}

// headRows are those above the first line: who keeps the register, its name, what it holds, the headings and their numbers.
const headRows = 7

func (q Query) write(ctx context.Context, tx *database.Tx, actor office.Actor, print *sheet.Print, columns []column) error {
	organ, err := org.OrganOf(ctx, tx, actor.Organ)
	if err != nil {
		return err
	}
	found, err := q.conditions(ctx, tx, actor)
	if err != nil {
		return err
	}
	counted, err := totals(ctx, tx, *found, q.Year)
	if err != nil {
		return err
	}
	q.head(ctx, tx, organ, counted, print, columns)
	for above := 0; ; {
		part := *found
		part.args = append([]any(nil), found.args...)
		part.and(`e.number > ?`, above)
		lines, err := lines(ctx, tx, actor, part, "asc", written)
		if err != nil {
			return err
		}
		for _, line := range lines {
			line.print(print, columns)
		}
		if len(lines) < written {
			return nil
		}
		above = lines[len(lines)-1].Number
	}
}

// head writes the block above the table, as on the cover and first page of the decree's form.
func (q Query) head(ctx context.Context, tx *database.Tx, organ org.Organ, counted Totals, print *sheet.Print, columns []column) {
	wide := len(columns)
	across := func(look sheet.Look, text string) {
		cells := make([]sheet.Cell, wide)
		for i := range cells {
			cells[i] = sheet.Cell{Look: look}
		}
		cells[0].Value = text
		print.Line(cells...)
		print.Span(1, wide)
	}
	superior := ""
	if organ.SuperiorID != nil {
		if above, err := org.OrganOf(ctx, tx, *organ.SuperiorID); err == nil {
			superior = strings.ToUpper(above.Name)
		}
	}
	across(sheet.Middle, superior)
	across(sheet.Strong, strings.ToUpper(organ.Name))
	across(sheet.Title, strings.ToUpper(word("title."+string(q.Direction))))
	across(sheet.Middle, word("period", strconv.Itoa(q.Year), q.span()))
	across(sheet.Middle, word("totals", counted.All, counted.ByState[Void], counted.ByState[Reserved], counted.ByState[Outside], counted.ByState[Returned]))
	names, numbers := make([]sheet.Cell, wide), make([]sheet.Cell, wide)
	for i, c := range columns {
		names[i] = sheet.Cell{Value: word("col." + string(q.Direction) + "." + c.key), Look: sheet.Head}
		numbers[i] = sheet.Cell{Value: "(" + strconv.Itoa(i+1) + ")", Look: sheet.Head}
	}
	print.Line(names...)
	print.Line(numbers...)
	print.Repeat(headRows-1, headRows)
}

// span tells the days that the sheet is narrowed to.
func (q Query) span() string {
	from, to := q.From, q.To
	if from == "" {
		from = office.NewDay(q.Year, 1, 1)
	}
	if to == "" {
		to = office.NewDay(q.Year, 12, 31)
	}
	return word("span", language.Date(language.Vietnamese, from.Time()), language.Date(language.Vietnamese, to.Time()))
}

// print writes a line. A number without a paper is a line too, with what became of it.
func (l Line) print(print *sheet.Print, columns []column) {
	cells := make([]sheet.Cell, len(columns))
	for i, c := range columns {
		cells[i] = sheet.Cell{Value: l.value(c.key)}
		if l.State == Void && c.key != "note" {
			cells[i].Look = sheet.Struck
		}
	}
	print.Line(cells...)
}

func (l Line) value(key string) any {
	switch key {
	case "at":
		return l.EnteredAt
	case "number":
		return register.FormatNumber(l.Number)
	case "code":
		return l.Code
	case "dated":
		return l.Dated
	case "subject":
		return l.Paper()
	case "author":
		return l.Author
	case "to":
		return l.To
	case "passed":
		return moment(l.PassedAt)
	case "signer":
		return l.Signer
	case "recipients":
		return l.Whither()
	case "copy":
		return l.Department
	case "copies":
		if l.Recipients > 0 {
			return l.Recipients
		}
	case "sent":
		return moment(l.SentAt)
	case "note":
		return l.Note(language.Vietnamese)
	}
	return nil
}

package sheet

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"congvan/office"
)

// Book is what was read: the rows of each table, and everything wrong with them.
type Book struct {
	Faults []Fault
	rows   map[string][]Row
}

// Rows are those of the table with that key, in their order.
func (b *Book) Rows(form string) []Row { return b.rows[form] }

// Keep leaves the rows out of a table for which keep says no.
func (b *Book) Keep(form string, keep func(Row) bool) {
	b.rows[form] = slices.DeleteFunc(b.rows[form], func(r Row) bool { return !keep(r) })
}

// Row is one row of a table, its cells checked against the form.
type Row struct {
	place  Place
	places map[string]Place
	found  map[string]string // the cells as they were written
	wrong  map[string]bool   // columns whose cells are at fault
	values map[string]any    // string, []string, office.Day or bool; left out when empty or wrong
}

// Text is the text in a column, "" when there is none.
func (r Row) Text(key string) string { text, _ := r.values[key].(string); return text }

// List are the texts in a column.
func (r Row) List(key string) []string { list, _ := r.values[key].([]string); return list }

// Day is the day in a column.
func (r Row) Day(key string) office.Day { day, _ := r.values[key].(office.Day); return day }

// Flag is whether a column says yes.
func (r Row) Flag(key string) bool { flag, _ := r.values[key].(bool); return flag }

// Wrong reports whether what stands in a column is at fault: that has been told, and nothing more can be said of it.
func (r Row) Wrong(key string) bool { return r.wrong[key] }

// At is the place of a column in this row, or of the row where nothing stands there.
func (r Row) At(key string) Place {
	if place, ok := r.places[key]; ok {
		return place
	}
	return r.place
}

// Fault is one thing wrong with a column of this row.
func (r Row) Fault(column, key string, args ...any) Fault {
	return Fault{Place: r.At(column), Key: key, Args: args, Found: r.found[column]}
}

// raw is a cell as it was found.
type raw struct {
	texts    []string // one, or several when JSON had a list
	list     bool
	told     bool // what is wrong with it has been told
	workbook bool // of a workbook: a number may be a date …
	from1904 bool // … counted from 1904
}

// builder gathers rows and faults.
type builder struct {
	book      *Book
	choosing  map[*Column]*choices
	proposals int // made so far
}

func newBuilder() builder {
	return builder{book: &Book{rows: map[string][]Row{}}, choosing: map[*Column]*choices{}}
}

func (b *builder) fault(place Place, key string, args ...any) {
	b.book.Faults = append(b.book.Faults, Fault{Place: place, Key: key, Args: args})
}

// row checks the cells of a row against the form and adds it to its table. A row with nothing in it is passed over.
func (b *builder) row(form *Form, place Place, places map[string]Place, cells map[string]raw) {
	row := Row{place: place, places: places, found: map[string]string{}, wrong: map[string]bool{}, values: map[string]any{}}
	for i := range form.Columns {
		column := &form.Columns[i]
		cell := cells[column.Key]
		switch {
		case cell.told:
			row.wrong[column.Key] = true
			continue
		case blank(cell):
			if column.Required {
				b.fault(row.At(column.Key), "sheet.required", column.Heading)
			}
			continue
		}
		value, wrong := b.value(column, cell)
		for _, w := range wrong {
			b.book.Faults = append(b.book.Faults, Fault{Place: row.At(column.Key), Key: w.key, Args: append([]any{column.Heading}, w.args...), Found: cell.text()})
		}
		if row.found[column.Key] = cell.text(); len(wrong) > 0 {
			row.wrong[column.Key] = true
		} else {
			row.values[column.Key] = value
		}
	}
	b.book.rows[form.Key] = append(b.book.rows[form.Key], row)
}

// text is the cell as it was written, on one line.
func (c raw) text() string { return short(strings.Join(c.texts, "; ")) }

// short is a text cut at the usual length.
func short(text string) string {
	if letters := []rune(text); len(letters) > usualLongest {
		return string(letters[:usualLongest]) + "…"
	}
	return text
}

func blank(cell raw) bool {
	return !slices.ContainsFunc(cell.texts, func(text string) bool { return strings.TrimSpace(text) != "" })
}

// wrong is one thing wrong with a cell; the column's heading comes before the arguments.
type wrong struct {
	key  string
	args []any
}

// value reads a cell as the column wants it, and says everything wrong with it.
func (b *builder) value(c *Column, cell raw) (any, []wrong) {
	if cell.list && c.Kind != List {
		return nil, []wrong{{"sheet.no_list", nil}}
	}
	if c.Kind == List {
		return b.list(c, cell)
	}
	value, key, args := any(nil), "", []any(nil)
	switch c.Kind {
	case Day:
		value, key, args = day(cell)
	case Flag:
		value, key, args = flag(cell.texts[0])
	default:
		value, key, args = b.text(c, cell.texts[0], cell.workbook)
	}
	if key != "" {
		return nil, []wrong{{key, args}}
	}
	return value, nil
}

func (b *builder) list(c *Column, cell raw) (any, []wrong) {
	texts := cell.texts
	if !cell.list {
		texts = strings.FieldsFunc(cell.texts[0], func(r rune) bool { return r == ';' || r == '\n' || r == '\r' })
	}
	var list []string
	var faults []wrong
	for _, one := range texts {
		if strings.TrimSpace(one) == "" {
			continue
		}
		text, key, args := b.text(c, one, cell.workbook)
		if key == "" && slices.Contains(list, text) {
			key, args = "sheet.twice_in_list", []any{strings.TrimSpace(one)}
		}
		if key != "" {
			faults = append(faults, wrong{key, args})
			continue
		}
		list = append(list, text)
	}
	return list, faults
}

// text is one text, trimmed and composed (NFC).
func (b *builder) text(c *Column, found string, workbook bool) (string, string, []any) {
	text := strings.TrimSpace(norm.NFC.String(found))
	longest := c.Longest
	if longest == 0 {
		longest = usualLongest
	}
	switch {
	case !utf8.ValidString(found):
		return "", "sheet.not_text", nil
	case utf8.RuneCountInString(text) > longest:
		return "", "sheet.too_long", []any{longest}
	case strings.ContainsFunc(text, unicode.IsControl):
		return "", "sheet.control", nil
	case strings.HasPrefix(text, "="):
		return "", "sheet.formula", nil
	}
	if c.Choices == nil {
		return text, "", nil
	}
	return b.choose(c, text, workbook)
}

// choices lists what a column may hold: words in a workbook, values in JSON.
func (c *Column) choices(workbook bool) string {
	words := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		if words[i] = choice.Value; workbook {
			words[i] = choice.Word
		}
	}
	return strings.Join(words, ", ")
}

// The days that an office can mean. A number outside of them in a cell is not a date but a slip.
const (
	firstDay = office.Day("1945-09-02")
	lastDay  = office.Day("2100-01-01")
)

func day(cell raw) (any, string, []any) {
	text := strings.TrimSpace(cell.texts[0])
	found := office.Day("")
	if serial, err := strconv.ParseFloat(text, 64); err == nil && cell.workbook {
		at, err := excelize.ExcelDateToTime(serial, cell.from1904)
		if err != nil || serial != float64(int(serial)) {
			return nil, "sheet.bad_day", []any{text}
		}
		found = office.NewDay(at.Year(), at.Month(), at.Day())
	} else {
		for _, layout := range []string{"2006-01-02", "2/1/2006"} {
			if at, err := time.Parse(layout, text); err == nil {
				found = office.NewDay(at.Year(), at.Month(), at.Day())
			}
		}
	}
	if found < firstDay || found >= lastDay {
		return nil, "sheet.bad_day", []any{text}
	}
	return found, "", nil
}

func flag(text string) (any, string, []any) {
	switch strings.ToLower(strings.TrimSpace(norm.NFC.String(text))) {
	case "x", "có", "true", "1", "yes":
		return true, "", nil
	case "không", "false", "0", "no":
		return false, "", nil
	default:
		return nil, "sheet.bad_flag", []any{text}
	}
}

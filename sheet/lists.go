package sheet

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// ListsTitle is the sheet with what the columns may hold, which their cells offer; reading passes over it.
const ListsTitle = "Danh mục"

// gather finds the columns with choices whose lists are to be written: those that have the same share one.
func (t *templateWriter) gather(forms []Form) {
	for i := range forms {
		for j := range forms[i].Columns {
			if c := &forms[i].Columns[j]; len(c.Choices) > 0 && t.listOf(c) < 0 {
				t.listed = append(t.listed, c)
			}
		}
	}
}

// lists writes the sheet of lists: the values and words of each.
func (t *templateWriter) lists() {
	if len(t.listed) == 0 {
		return
	}
	_, err := t.file.NewSheet(ListsTitle)
	t.keep(err)
	stream, err := t.file.NewStreamWriter(ListsTitle)
	if err != nil {
		t.keep(err)
		return
	}
	longest := 0
	for i, c := range t.listed {
		t.keep(stream.SetColWidth(2*i+1, 2*i+1, 14))
		t.keep(stream.SetColWidth(2*i+2, 2*i+2, 36))
		longest = max(longest, len(c.Choices))
	}
	t.keep(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	for row := range longest + 1 {
		t.keep(stream.SetRow(fmt.Sprintf("A%d", row+1), t.listRow(row)))
	}
	t.keep(stream.Flush())
}

// listRow is a row of the sheet of lists; the first are the headings.
func (t *templateWriter) listRow(row int) []any {
	cells := make([]any, 2*len(t.listed))
	for i, c := range t.listed {
		switch {
		case row == 0:
			cells[2*i], cells[2*i+1] = excelize.Cell{StyleID: t.head, Value: c.Heading + ": mã"}, excelize.Cell{StyleID: t.head, Value: c.Heading}
		case row <= len(c.Choices):
			cells[2*i], cells[2*i+1] = excelize.Cell{StyleID: t.text, Value: c.Choices[row-1].Value}, excelize.Cell{StyleID: t.text, Value: c.Choices[row-1].Word}
		}
	}
	return cells
}

// listOf is the number of the list that holds a column's choices; -1 when none does yet.
func (t *templateWriter) listOf(c *Column) int {
	return slices.IndexFunc(t.listed, func(one *Column) bool { return slices.Equal(one.Choices, c.Choices) })
}

// offer lets cells with choices offer them. A cell that takes several offers one and lets the others be written behind it.
func (t *templateWriter) offer(form *Form) {
	for i := range form.Columns {
		c := &form.Columns[i]
		if c.Kind != Flag && len(c.Choices) == 0 {
			continue
		}
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(fmt.Sprintf("%s2:%s%d", letters(i), letters(i), form.most()+1))
		if c.Kind == Flag {
			t.keep(rule.SetDropList([]string{"x"}))
		} else {
			words := letters(2*t.listOf(c) + 1)
			rule.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$2:$%s$%d", ListsTitle, words, words, len(c.Choices)+1))
		}
		if c.Kind == List {
			rule.SetInput(c.Heading, "Chọn một, hoặc ghi nhiều giá trị cách nhau bằng dấu chấm phẩy.")
		} else {
			rule.SetError(excelize.DataValidationErrorStyleWarning, c.Heading, "Giá trị không có trong danh sách. Có thể ghi mã ở trang “"+ListsTitle+"”.")
		}
		t.keep(t.file.AddDataValidation(form.Title, rule))
	}
}

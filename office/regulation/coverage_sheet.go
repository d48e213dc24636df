package regulation

import (
	"context"
	"fmt"
	"io"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
	"congvan/sheet"
)

// coverageColumns are those of the report with their widths; their headings stand in the catalogue.
var coverageColumns = []struct {
	key   string
	width float64
}{
	{"number", 6}, {"organ", 30}, {"regulation", 18}, {"since", 12}, {"covered", 10}, {"gaps", 10}, {"overlaps", 10}, {"general", 10},
	{"office", 10}, {"vacant", 10}, {"dead", 10}, {"problems", 10}, {"what", 60},
}

// CoverageWorkbook writes the report on the organs below the actor's own as a workbook, in Vietnamese, for it is handed on: the worst first.
func (s *Service) CoverageWorkbook(ctx context.Context, actor office.Actor, day office.Day, w io.Writer) error {
	all, err := s.CoverageBelow(ctx, actor, day)
	if err != nil {
		return err
	}
	var own org.Organ
	if err := s.db.Read(ctx, func(tx *database.Tx) (err error) { own, err = org.OrganOf(ctx, tx, actor.Organ); return err }); err != nil {
		return err
	}
	widths := make([]float64, len(coverageColumns))
	for i, c := range coverageColumns {
		widths[i] = c.width
	}
	print, err := sheet.NewPrint(reported("name"), widths...)
	if err != nil {
		return err
	}
	defer print.Close()
	const head = 4
	print.Freeze(head)
	printCoverageHead(print, own, day, len(all))
	print.Repeat(head, head)
	for i := range all {
		all[i].print(print, i+1)
	}
	return print.Finish(w)
}

// reported is a word of the report.
func reported(key string, args ...any) string {
	return language.Text(language.Vietnamese, "coverage.sheet."+key, args...)
}

func printCoverageHead(print *sheet.Print, own org.Organ, day office.Day, organs int) {
	across := func(look sheet.Look, text string) {
		print.Line(sheet.Cell{Value: text, Look: look})
		print.Span(1, len(coverageColumns))
	}
	across(sheet.Strong, strings.ToUpper(own.Name))
	across(sheet.Title, reported("title"))
	across(sheet.Middle, reported("about", organs, day))
	cells := make([]sheet.Cell, len(coverageColumns))
	for i, c := range coverageColumns {
		cells[i] = sheet.Cell{Value: reported(c.key), Look: sheet.Head}
	}
	print.Line(cells...)
}

// print writes an organ's row.
func (c *Coverage) print(print *sheet.Print, number int) {
	f := c.Figures()
	regulation := c.Version.Number
	if c.Version.ID == (office.ID{}) {
		regulation = reported("none")
	}
	print.Line(sheet.Cell{Value: number}, sheet.Cell{Value: c.Organ.ShortName}, sheet.Cell{Value: regulation}, sheet.Cell{Value: c.Version.EffectiveFrom},
		sheet.Cell{Value: Percent(f.Leader)}, sheet.Cell{Value: f.Gaps}, sheet.Cell{Value: f.Overlaps}, sheet.Cell{Value: f.General},
		sheet.Cell{Value: f.OfficeLeads}, sheet.Cell{Value: f.Vacant}, sheet.Cell{Value: f.Dead}, sheet.Cell{Value: f.Problems}, sheet.Cell{Value: c.worst()})
}

// worst are the titles of what an organ has to mend, the first of many.
func (c *Coverage) worst() string {
	const most = 6
	var titles []string
	for _, told := range c.Tell(language.Vietnamese) {
		if told.Kind != routing.FindingOutranked && told.Kind != routing.FindingOtherLeader && told.Kind != routing.FindingVacant {
			titles = append(titles, told.Title)
		}
	}
	if len(titles) > most {
		titles = append(titles[:most-1], reported("more", len(titles)-most+1))
	}
	return strings.Join(titles, "\n")
}

// Percent is the part of the cells that a clause of their own covers: "97,4 %".
func Percent(c routing.Counts) string {
	part := Permille(c)
	if part%10 == 0 {
		return fmt.Sprintf("%d %%", part/10)
	}
	return fmt.Sprintf("%d,%d %%", part/10, part%10)
}

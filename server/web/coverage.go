package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// covered hangs in what regulations leave open.
func (s *Site) covered(g *echo.Group) {
	g.GET("/coverage", s.in(s.coveragesPage))
	g.GET("/coverage/workbook", s.in(s.coverageWorkbook))
	g.GET("/coverage/:id", s.in(s.coveragePage))
}

// dayAsked is the day of the address, or today.
func dayAsked(c echo.Context, actor office.Actor) (office.Day, error) {
	if text := c.QueryParam("day"); text != "" {
		return office.ParseDay("day", text)
	}
	return actor.Day, nil
}

// coveragesPage is the report on all organs below: GET /coverage?day=2026-12-01&only=gap&sort=vacant. Who oversees none is shown his own organ's.
func (s *Site) coveragesPage(c echo.Context, actor office.Actor) error {
	day, err := dayAsked(c, actor)
	if err != nil {
		return err
	}
	var all []regulation.Coverage
	if regulation.MayOversee(actor) {
		if all, err = s.Regulation.CoverageBelow(c.Request().Context(), actor, day); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return c.Redirect(http.StatusSeeOther, "/coverage/"+actor.Organ.String()+"?day="+string(day))
	}
	view := coverages(c, s.Language(c), day, all)
	view.Tabs = regulationTabs(actor, "/coverage")
	return s.show(c, actor, http.StatusOK, view)
}

// coverageWorkbook gives the report as a workbook: GET /coverage/workbook.
func (s *Site) coverageWorkbook(c echo.Context, actor office.Actor) error {
	if !regulation.MayOversee(actor) {
		return office.Forbidden("coverage.only_overseers")
	}
	day, err := dayAsked(c, actor)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	header.Set(echo.HeaderContentDisposition, `attachment; filename="do-phu-quy-che-`+string(day)+`.xlsx"`)
	err = s.Regulation.CoverageWorkbook(c.Request().Context(), actor, day, c.Response())
	if err != nil && !c.Response().Committed {
		header.Del(echo.HeaderContentType)
		header.Del(echo.HeaderContentDisposition)
	}
	return err
}

// organCoverage is a coverage with its figures, added up once.
type organCoverage struct {
	*regulation.Coverage
	regulation.Figures
}

// count is what a column of the list counts.
func (o organCoverage) count(column string) int {
	return map[string]int{"gap": o.Gaps, "overlap": o.Overlaps, "general": o.General, "office": o.OfficeLeads, "vacant": o.Vacant, "dead": o.Dead,
		"problem": o.Problems, "none": nothing(o.Version.ID == office.ID{}), "open": nothing(o.ToMend() > 0)}[column]
}

func nothing(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// coverageFigures are what the figures above the list count, each with its look; rare ones stand there only when there are any.
var coverageFigures = []struct {
	column, tone string
	rare         bool
}{
	{"none", "warn", true}, {"gap", "warn", false}, {"overlap", "warn", false}, {"general", "general", false}, {"office", "", false},
	{"vacant", "warn", false}, {"dead", "", false}, {"problem", "warn", true},
}

// coverageOrders are the orders of the list; the empty one is the worst first.
var coverageOrders = []string{"", "organ", "gap", "overlap", "general", "office", "vacant", "dead"}

func coverages(c echo.Context, lang language.Lang, day office.Day, all []regulation.Coverage) page.Coverages {
	organs := make([]organCoverage, len(all))
	for i := range all {
		organs[i] = organCoverage{&all[i], all[i].Figures()}
	}
	only, field, order := c.QueryParam("only"), c.QueryParam("field"), c.QueryParam("sort")
	lead := func(only, field, order string) string {
		query := url.Values{"day": {string(day)}}
		for name, value := range map[string]string{"only": only, "field": field, "sort": order} {
			if value != "" {
				query.Set(name, value)
			}
		}
		return "/coverage?" + query.Encode() + "#list"
	}
	view := page.Coverages{Day: day, Workbook: "/coverage/workbook?day=" + string(day), Heading: coverageHeading(organs)}
	for _, f := range coverageFigures {
		n, tone := organsWith(organs, f.column), f.tone
		switch {
		case n == 0 && f.rare:
			continue
		case n == 0:
			tone = "ok"
		}
		view.Figures = append(view.Figures, page.Figure{Count: n, Text: "coverage.fig." + f.column, Tone: tone, Href: lead(f.column, "", order), Current: only == f.column})
	}
	view.Organs, view.Fields = len(organs), fieldHoles(lang, organs, func(field string) string { return lead("", field, order) })
	view.Groups, view.Legend = coverageTiles(organs, day)
	for _, by := range coverageOrders {
		view.Sorts = append(view.Sorts, page.Filter{Text: "coverage.sort." + cmp.Or(by, "worst"), Href: lead(only, field, by), Current: by == order})
	}
	listed := listedOrgans(organs, only, order)
	view.Listed = page.Say("coverage.list."+cmp.Or(knownFigure(only), "all"), len(listed))
	if code := office.FieldCode(field); regulation.FieldKnown(code) {
		listed = slices.DeleteFunc(listed, func(o organCoverage) bool { return o.hole(routing.Field(field)) == 0 })
		view.Listed = page.Say("coverage.list.field", regulation.FieldIn(lang, code), len(listed))
	}
	view.Pager = pager(c, pageNumber(c), coverageLines, len(listed))
	from := min((pageNumber(c)-1)*coverageLines, len(listed))
	for _, o := range listed[from:min(from+coverageLines, len(listed))] {
		view.Rows = append(view.Rows, coverageRow(o, day))
	}
	return view
}

// hole is the worst that an organ's clauses leave of a field, 0 when they cover it.
func (o organCoverage) hole(field routing.Field) routing.Cover {
	at := slices.IndexFunc(o.Coverage.Fields, func(f routing.FieldCoverage) bool { return f.Field == field })
	switch counts := o.Coverage.Fields[at].Leader.Counts; {
	case counts.Gap > 0:
		return routing.Uncovered
	case counts.Overlap > 0:
		return routing.Overlap
	case counts.General > 0:
		return routing.ByGeneral
	}
	return 0
}

// fieldHoles are the fields that some organ leaves open, those that most do first.
func fieldHoles(lang language.Lang, organs []organCoverage, lead func(field string) string) []page.FieldHole {
	var holes []page.FieldHole
	for _, f := range regulation.Leaves() {
		h := page.FieldHole{Code: string(f), Name: regulation.FieldIn(lang, f), Href: lead(string(f))}
		for _, o := range organs {
			switch o.hole(routing.Field(f)) {
			case routing.Uncovered:
				h.Gaps++
			case routing.Overlap:
				h.Overlaps++
			case routing.ByGeneral:
				h.General++
			}
		}
		if h.Gaps+h.Overlaps+h.General > 0 {
			holes = append(holes, h)
		}
	}
	slices.SortStableFunc(holes, func(a, b page.FieldHole) int {
		return cmp.Or(cmp.Compare(b.Gaps+b.Overlaps+b.General, a.Gaps+a.Overlaps+a.General), cmp.Compare(b.Gaps, a.Gaps))
	})
	return holes
}

// coverageLines is how many organs a page lists.
const coverageLines = 50

func coverageHeading(organs []organCoverage) page.Phrase {
	if n := organsWith(organs, "gap"); n > 0 {
		return page.Say("coverage.heading.gaps", n, len(organs))
	}
	if n := organsWith(organs, "open"); n > 0 {
		return page.Say("coverage.heading.open", n, len(organs))
	}
	return page.Say("coverage.heading.sound", len(organs))
}

// organsWith is how many organs have something in a column.
func organsWith(organs []organCoverage, column string) (n int) {
	for _, o := range organs {
		n += nothing(o.count(column) > 0)
	}
	return n
}

func knownFigure(column string) string {
	for _, f := range coverageFigures {
		if f.column == column {
			return column
		}
	}
	return ""
}

// listedOrgans are those with something in a column, in an order; what is not known asks nothing.
func listedOrgans(organs []organCoverage, only, order string) []organCoverage {
	listed := slices.DeleteFunc(slices.Clone(organs), func(o organCoverage) bool { return knownFigure(only) != "" && o.count(only) == 0 })
	switch {
	case order == "organ":
		slices.SortStableFunc(listed, func(a, b organCoverage) int { return language.Compare(a.Organ.ShortName, b.Organ.ShortName) })
	case slices.Contains(coverageOrders[1:], order):
		slices.SortStableFunc(listed, func(a, b organCoverage) int { return b.count(order) - a.count(order) })
	}
	return listed
}

func coverageAddress(o organCoverage, day office.Day) string {
	return "/coverage/" + o.Organ.ID.String() + "?day=" + string(day)
}

// coverageTiles puts organs where the eye has learnt them, each with how many things are to be mended.
func coverageTiles(organs []organCoverage, day office.Day) ([]page.TileGroup, []page.Legend) {
	looks := map[string]int{}
	var phuong, xa []page.Tile
	byPlace := slices.Clone(organs)
	slices.SortStableFunc(byPlace, func(a, b organCoverage) int { return cmp.Compare(a.Organ.LocalityCode, b.Organ.LocalityCode) })
	for _, o := range byPlace {
		tile := page.Tile{Href: coverageAddress(o, day), Look: coverageLook(o), Mark: language.Number(language.Vietnamese, int64(o.ToMend()))}
		tile.Words = page.Say("coverage.tile."+tile.Look, o.ToMend())
		switch tile.Look {
		case "done":
			tile.Mark = "✓"
		case "silent":
			tile.Mark = "–"
		}
		looks[tile.Look]++
		tile.Prefix, tile.Name = communeName(o.Organ)
		if isPhuong(o.Organ) {
			phuong = append(phuong, tile)
		} else {
			xa = append(xa, tile)
		}
	}
	var legend []page.Legend
	for _, look := range []string{"soon", "general", "doing", "done", "silent"} {
		legend = append(legend, page.Legend{Look: look, Text: "coverage.look." + look, Count: looks[look]})
	}
	return tileGroups(phuong, xa), legend
}

// coverageLook is the look of an organ's tile: what weighs most decides.
func coverageLook(o organCoverage) string {
	switch {
	case o.Version.ID == office.ID{}:
		return "silent"
	case o.Gaps+o.Overlaps+o.Problems > 0:
		return "soon"
	case o.General > 0:
		return "general"
	case o.ToMend() > 0:
		return "doing"
	default:
		return "done"
	}
}

// coverBar is a bar of 1,000 parts. What is there at all is seen: it has two parts at least.
func coverBar(c routing.Counts) page.CoverBar {
	total := c.Total()
	if total == 0 {
		return page.CoverBar{}
	}
	part := func(n uint64) int {
		if n == 0 {
			return 0
		}
		return max(2, int(n*1000/total))
	}
	b := page.CoverBar{Gap: part(c.Gap), Overlap: part(c.Overlap), General: part(c.General)}
	b.Covered = max(0, 1000-b.Gap-b.Overlap-b.General)
	return b
}

func coverageRow(o organCoverage, day office.Day) page.CoverageRow {
	row := page.CoverageRow{Href: coverageAddress(o, day), Organ: o.Organ.ShortName, Version: o.Version.Number, Since: o.Version.EffectiveFrom,
		Bar: coverBar(o.Figures.Leader), Covered: regulation.Percent(o.Figures.Leader), Gaps: o.Gaps, Overlaps: o.Overlaps, General: o.General,
		OfficeLeads: o.OfficeLeads, Vacant: o.Vacant, Dead: o.Dead, Problems: o.Figures.Problems}
	return row
}

// coveragePage is what the regulation of one organ leaves open: GET /coverage/:id?day=2026-12-01.
func (s *Site) coveragePage(c echo.Context, actor office.Actor) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	day, err := dayAsked(c, actor)
	if err != nil {
		return err
	}
	found, err := s.Regulation.Coverage(c.Request().Context(), actor, id, day)
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, coverageView(s.Language(c), actor, &found))
}

// findingLooks are the looks of findings by their kind, in the order in which the kinds are told.
var findingLooks = []struct {
	kind       routing.FindingKind
	look, icon string
}{
	{regulation.FindingNoRegulation, "warn", "gap"}, {regulation.FindingProblem, "stop", "stop"}, {routing.FindingGap, "warn", "gap"}, {routing.FindingOverlap, "warn", "split"},
	{routing.FindingVacant, "warn", "away"}, {routing.FindingGeneral, "general", "info"}, {routing.FindingDead, "info", "rule"},
	{routing.FindingOutranked, "info", "info"}, {routing.FindingOtherLeader, "info", "people"},
}

func coverageView(lang language.Lang, actor office.Actor, found *regulation.Coverage) page.Coverage {
	o := organCoverage{found, found.Figures()}
	view := page.Coverage{
		Back: found.Organ.ID != actor.Organ, Organ: found.Organ.ShortName, Day: found.Day, Since: found.Version.EffectiveFrom,
		Bar: coverBar(o.Figures.Leader), Covered: regulation.Percent(o.Figures.Leader), Heading: page.Say("coverage.organ.heading", o.ToMend()),
	}
	link := func(regulation.ClauseRef) string { return "" }
	if found.Version.ID != (office.ID{}) {
		view.Version = found.Version.Number
		if found.Organ.ID == actor.Organ {
			view.Href = "/regulations/" + found.Version.ID.String()
			link = func(c regulation.ClauseRef) string { return view.Href + "?clause=" + c.ID.String() + "#clause" }
		}
	}
	if found.Organ.ID == actor.Organ {
		view.Tabs = regulationTabs(actor, "/coverage")
	}
	told := found.Tell(lang)
	for _, l := range findingLooks {
		group := page.CoverageGroup{Kind: string(l.kind), Look: l.look, Icon: l.icon}
		for _, f := range told {
			if f.Kind == l.kind {
				group.Items = append(group.Items, finding(f, link))
			}
		}
		if len(group.Items) > 0 {
			view.Groups = append(view.Groups, group)
		}
	}
	for _, f := range coverageFigures[1:] {
		if n := o.count(f.column); n > 0 && view.Version != "" {
			view.Figures = append(view.Figures, page.Figure{Count: n, Text: "coverage.organ.fig." + f.column, Tone: f.tone, Href: "#" + f.column})
		}
	}
	view.Fields = coverageFields(lang, found)
	return view
}

func finding(f regulation.Told, link func(regulation.ClauseRef) string) page.CoverageFinding {
	out := page.CoverageFinding{Title: f.Title, Text: f.Text, Mend: f.Mend}
	for _, c := range f.Clauses {
		out.Clauses = append(out.Clauses, page.ClauseLink{Reference: c.Reference, Says: c.Says, Href: link(c)})
	}
	return out
}

// coverageFields are the fields in the order of the tree, each with who is in charge.
func coverageFields(lang language.Lang, found *regulation.Coverage) []page.CoverageField {
	var rows []page.CoverageField
	shares := func(s routing.SlotCoverage) (all []page.CoverageShare) {
		for _, share := range found.TellShares(lang, s) {
			all = append(all, page.CoverageShare(share))
		}
		return all
	}
	for _, f := range found.Fields {
		if f.Field == "" {
			continue
		}
		row := page.CoverageField{Group: f.Group, Code: string(f.Field), Name: regulation.FieldIn(lang, office.FieldCode(f.Field))}
		if !f.Group {
			row.Bar, row.Leaders, row.Department = coverBar(f.Leader.Counts), shares(f.Leader), shares(f.Department)
			row.LeaderGap, row.DepartmentGap = f.Leader.Gap > 0, f.Department.Gap > 0
		}
		rows = append(rows, row)
	}
	return rows
}

package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/register"
	"congvan/office/report"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// lines is how many numbers of a register one page shows.
const lines = 50

// addresses of the registers.
var registerAddress = map[register.Direction]string{register.In: "/registers/incoming", register.Out: "/registers/outgoing"}

// columns of the registers, NĐ 30/2020 appendix IV; the words stand in the catalogue of report.
var registerColumns = map[register.Direction][]string{
	register.In:  {"at", "number", "author", "code", "dated", "subject", "to", "passed", "receipt", "note"},
	register.Out: {"code", "dated", "subject", "signer", "recipients", "copy", "copies", "sent", "receipt", "note"},
}

// registers hangs in the pages of both registers.
func (s *Site) registers(g *echo.Group) {
	for direction, address := range registerAddress {
		of := func(page func(echo.Context, office.Actor, register.Direction) error) echo.HandlerFunc {
			return s.in(func(c echo.Context, actor office.Actor) error { return page(c, actor, direction) })
		}
		g.GET(address, of(s.registerPage))
		g.GET(address+"/workbook", of(s.registerWorkbook))
		g.POST(address+"/reserve", of(s.reserveNumber))
		g.POST(address+"/outside", of(s.numberUsedOutside))
		g.POST(address+"/void", of(s.voidNumber))
		g.POST(address+"/open", of(s.openRegister))
	}
}

// registerPage shows a page of a register: GET /registers/incoming?year=2026&words=…&below=1107.
func (s *Site) registerPage(c echo.Context, actor office.Actor, direction register.Direction) error {
	if !register.MayRead(actor) {
		return office.Forbidden("register.may_not_read")
	}
	keep := page.RegisterKeeping{}
	if number := c.QueryParam("void"); number != "" {
		keep.Act, keep.Number = "void", number
	}
	return s.showRegister(c, actor, http.StatusOK, direction, keep, nil)
}

// registerWorkbook gives the same lines as a workbook: GET /registers/incoming/workbook.
func (s *Site) registerWorkbook(c echo.Context, actor office.Actor, direction register.Direction) error {
	if !register.MayRead(actor) {
		return office.Forbidden("register.may_not_read")
	}
	query := registerQuery(c, actor, direction)
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	header.Set(echo.HeaderContentDisposition, `attachment; filename="so-van-ban-`+map[register.Direction]string{register.In: "den", register.Out: "di"}[direction]+"-"+strconv.Itoa(query.Year)+`.xlsx"`)
	err := s.Report.Workbook(c.Request().Context(), actor, query, c.Response())
	if err != nil && !c.Response().Committed {
		header.Del(echo.HeaderContentType)
		header.Del(echo.HeaderContentDisposition)
	}
	return err
}

// registerQuery is what the address asks for. What cannot be read asks nothing.
func registerQuery(c echo.Context, actor office.Actor, direction register.Direction) report.Query {
	q := report.Query{Direction: direction, Year: numberOr(c.QueryParam("year"), actor.Day.Year()), Series: register.Common, Party: c.QueryParam("party"),
		Words: c.QueryParam("words"), Kind: office.KindCode(c.QueryParam("kind")), State: report.State(c.QueryParam("state"))}
	q.Year = min(max(q.Year, firstYear), actor.Day.Year())
	if series := c.FormValue("series"); series != "" {
		q.Series = series
	}
	q.Organ, _ = office.ParseID("organ", c.QueryParam("organ"))
	q.From, _ = office.ParseDay("from", c.QueryParam("from"))
	q.To, _ = office.ParseDay("to", c.QueryParam("to"))
	if _, known := document.KindOf(q.Kind); !known {
		q.Kind = ""
	}
	if !slices.Contains(report.States, q.State) {
		q.State = ""
	}
	return q
}

// firstYear is before every register that there can be.
const firstYear = 2000

func (s *Site) showRegister(c echo.Context, actor office.Actor, status int, direction register.Direction, keep page.RegisterKeeping, messages page.Errors) error {
	ctx, lang, q := c.Request().Context(), s.Language(c), registerQuery(c, actor, direction)
	found, err := s.Report.Register(ctx, actor, q, report.Cursor{Below: numberOr(c.QueryParam("below"), 0), Above: numberOr(c.QueryParam("above"), 0)}, lines)
	if err != nil {
		return err
	}
	series, err := s.Report.Series(ctx, actor, q)
	if err != nil {
		return err
	}
	names, err := s.Org.Names(ctx, append([]office.ID{actor.Organ}, actor.Inherits...))
	if err != nil {
		return err
	}
	keeps, err := s.Register.MayKeep(ctx, actor)
	if err != nil {
		return err
	}
	address, own := registerAddress[direction], q.Organ == office.ID{} || q.Organ == actor.Organ
	view := page.Register{Organ: names[cmp.Or(q.Organ, actor.Organ)], Year: strconv.Itoa(q.Year), Outgoing: direction == register.Out, Address: address, Other: registerAddress[other(direction)],
		Workbook: address + "/workbook?" + withoutPage(c).Encode(), Total: found.Totals.All, Months: found.Totals.ByMonth, Columns: registerColumns[direction],
		Filter: registerFilter(lang, actor, q, series), Figures: registerFigures(c, address, q, found.Totals), Errors: messages}
	if now := q.Year == actor.Day.Year(); now {
		next, begun := series[q.Series]
		view.Next = register.FormatNumber(max(next, 1))
		if keeps && own {
			keep.Open = !begun
			view.Keep = &keep
		}
	}
	for _, organ := range actor.Inherits {
		view.Former = append(view.Former, page.Option{Value: address + "?organ=" + organ.String(), Text: names[organ], Chosen: organ == q.Organ})
	}
	if !own {
		view.Of, view.Next = q.Organ.String(), ""
	}
	for _, line := range found.Lines {
		view.Rows = append(view.Rows, registerRow(lang, line, view.Columns, view.Keep != nil, address))
	}
	if n := len(found.Lines); n > 0 {
		view.From, view.To = register.FormatNumber(found.Lines[n-1].Number), register.FormatNumber(found.Lines[0].Number)
	}
	view.Newer, view.Older = turned(c, address, "above", found.Newer), turned(c, address, "below", found.Older)
	return s.show(c, actor, status, view)
}

func other(direction register.Direction) register.Direction {
	if direction == register.In {
		return register.Out
	}
	return register.In
}

// withoutPage is what the address asks for, from the first page on.
func withoutPage(c echo.Context) url.Values {
	query := c.Request().URL.Query()
	for _, name := range []string{"below", "above", "void"} {
		query.Del(name)
	}
	return query
}

// turned is the address of the page on one side of this, none when there is none.
func turned(c echo.Context, address, side string, number int) string {
	if number == 0 {
		return ""
	}
	query := withoutPage(c)
	query.Set(side, strconv.Itoa(number))
	return address + "?" + query.Encode()
}

func registerFilter(lang language.Lang, actor office.Actor, q report.Query, series map[string]int) page.RegisterFilter {
	f := page.RegisterFilter{Years: years(actor.Day.Year(), q.Year), From: q.From, To: q.To, Party: q.Party, Words: q.Words,
		Used: q.From != "" || q.To != "" || q.Party != "" || q.Words != "" || q.Kind != "" || q.State != ""}
	offered := []string{register.Common}
	for one := range series {
		if one != register.Common {
			offered = append(offered, one)
		}
	}
	slices.Sort(offered[1:])
	for _, one := range offered {
		text := one
		if one == register.Common || one == register.Trials {
			text = language.Text(lang, "web.register.series."+one)
		}
		f.Series = append(f.Series, page.Option{Value: one, Text: text, Chosen: one == q.Series})
	}
	f.Kinds = []page.Option{{Text: language.Text(lang, "web.register.any")}}
	for _, kind := range document.Kinds() {
		f.Kinds = append(f.Kinds, page.Option{Value: string(kind.Code), Text: kind.Name, Chosen: kind.Code == q.Kind})
	}
	f.States = []page.Option{{Text: language.Text(lang, "web.register.any")}}
	for _, state := range report.States {
		f.States = append(f.States, page.Option{Value: string(state), Text: language.Text(lang, "web.register.state."+string(state)), Chosen: state == q.State})
	}
	return f
}

// registerFigures count the lines by state; each leads to its lines.
func registerFigures(c echo.Context, address string, q report.Query, totals report.Totals) []page.Figure {
	lead := func(state report.State) string {
		query := withoutPage(c)
		query.Set("state", string(state))
		return address + "?" + query.Encode()
	}
	figures := []page.Figure{{Count: totals.All, Text: "web.register.fig.all", Href: lead(""), Current: q.State == ""}}
	for _, state := range report.States {
		if n := totals.ByState[state]; n > 0 || state == q.State {
			figures = append(figures, page.Figure{Count: n, Text: "web.register.fig." + string(state), Href: lead(state), Current: q.State == state})
		}
	}
	return figures
}

// registerRow is a line in the columns of its register.
func registerRow(lang language.Lang, line report.Line, columns []string, keeps bool, address string) page.RegisterRow {
	row := page.RegisterRow{State: string(line.State)}
	if keeps && (line.State == report.Reserved || line.State == report.Outside) {
		row.Void = address + "?void=" + strconv.Itoa(line.Number) + "#void"
	}
	bare := line.DocumentID == nil && line.Subject == "" && line.State != report.Used // no paper bears it
	for i, column := range columns {
		if bare && column != "at" && column != "number" && (column != "code" || i > 0) {
			row.Cells = append(row.Cells, page.RegisterCell{Column: "note", Text: registerText(lang, line, "note"), Span: len(columns) - i})
			break
		}
		cell := page.RegisterCell{Column: column, Text: registerText(lang, line, column), Number: column == "number" || column == "code"}
		switch {
		case column != "code" || line.Hidden:
		case line.DeliveryID != nil:
			cell.Href = "/deliveries/" + line.DeliveryID.String()
		case line.DocumentID != nil:
			cell.Href = "/documents/" + line.DocumentID.String()
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func registerText(lang language.Lang, line report.Line, column string) string {
	date := func(at *time.Time) string {
		if at == nil {
			return ""
		}
		return language.Date(lang, *at)
	}
	switch column {
	case "at":
		return language.Date(lang, line.EnteredAt)
	case "number":
		return register.FormatNumber(line.Number)
	case "code":
		return line.Code
	case "dated":
		if line.Dated != "" {
			return language.Date(lang, line.Dated.Time())
		}
	case "subject":
		return line.Paper()
	case "author":
		return line.Author
	case "to":
		return line.To
	case "passed":
		return date(line.PassedAt)
	case "signer":
		return line.Signer
	case "recipients":
		return line.Whither()
	case "copy":
		return line.Department
	case "copies":
		if line.Recipients > 0 {
			return strconv.Itoa(line.Recipients)
		}
	case "sent":
		return date(line.SentAt)
	case "note":
		return line.Note(lang)
	}
	return ""
}

func numberOr(text string, otherwise int) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return otherwise
	}
	return n
}

// lastPage is beyond every list; a number without bound would overflow what is counted with it.
const lastPage = 1_000_000

// pageNumber is the page of a list that the address asks for, from 1.
func pageNumber(c echo.Context) int { return min(max(1, numberOr(c.QueryParam("page"), 1)), lastPage) }

func years(now, chosen int) []page.Option {
	var options []page.Option
	for y := now; y > now-3; y-- {
		options = append(options, page.Option{Value: strconv.Itoa(y), Text: strconv.Itoa(y), Chosen: y == chosen})
	}
	return options
}

// pager leads through a list whose address keeps its other parameters.
func pager(c echo.Context, number, size, total int) page.Pager {
	address := func(n int) string {
		query := c.Request().URL.Query()
		query.Set("page", strconv.Itoa(n))
		return c.Request().URL.Path + "?" + query.Encode()
	}
	p := page.Pager{From: min((number-1)*size+1, total), To: min(number*size, total), Total: total}
	if number > 1 {
		p.Prev = address(number - 1)
	}
	if number*size < total {
		p.Next = address(number + 1)
	}
	return p
}

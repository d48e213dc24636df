package web

import (
	"net/http"
	"strconv"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/register"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// lines is how many numbers of a register one page shows.
const lines = 50

// incomingRegister shows the register of incoming documents: GET /registers/incoming?year=2026&page=1.
func (s *Site) incomingRegister(c echo.Context, actor office.Actor) error {
	return s.registerPage(c, actor, register.In)
}

// outgoingRegister shows that of outgoing documents: GET /registers/outgoing.
func (s *Site) outgoingRegister(c echo.Context, actor office.Actor) error {
	return s.registerPage(c, actor, register.Out)
}

func (s *Site) registerPage(c echo.Context, actor office.Actor, direction register.Direction) error {
	ctx := c.Request().Context()
	year, number := numberOr(c.QueryParam("year"), actor.Day.Year()), pageNumber(c)
	found, err := s.Register.List(ctx, actor, direction, year, number, lines)
	if err != nil {
		return err
	}
	names, err := s.Org.Names(ctx, []office.ID{actor.Organ})
	if err != nil {
		return err
	}
	next, err := s.nextNumber(c, actor, direction, register.Common)
	if err != nil {
		return err
	}
	fill := s.receivedRows
	if direction == register.Out {
		fill = s.issuedRows
	}
	rows, err := fill(c, actor, found.Entries)
	if err != nil {
		return err
	}
	view := page.Register{Organ: names[actor.Organ], Year: strconv.Itoa(year), Outgoing: direction == register.Out, Issued: found.Total, Next: next,
		Rows: rows, Years: years(actor.Day.Year(), year), Pager: pager(c, number, lines, found.Total)}
	return s.show(c, actor, http.StatusOK, view)
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

// receivedRows fills the lines of the incoming register with what the deliveries say.
func (s *Site) receivedRows(c echo.Context, actor office.Actor, entries []register.Entry) ([]page.RegisterRow, error) {
	ctx := c.Request().Context()
	ids := objects(entries, func(e register.Entry) *office.ID { return e.DeliveryID })
	deliveries, err := s.Dispatch.Summaries(ctx, actor, ids)
	if err != nil {
		return nil, err
	}
	issued, err := s.Dispatch.IssuedOn(ctx, actor, ids)
	if err != nil {
		return nil, err
	}
	var senders []office.ID
	for _, d := range deliveries {
		senders = append(senders, d.SenderID)
	}
	names, err := s.Org.Names(ctx, senders)
	if err != nil {
		return nil, err
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return nil, err
	}
	rows := make([]page.RegisterRow, len(entries))
	for i, e := range entries {
		rows[i] = registerRow(e)
		if e.DeliveryID == nil {
			continue
		}
		d, row := deliveries[*e.DeliveryID], &rows[i]
		row.Author, row.Href, row.Dated = names[d.SenderID], "/deliveries/"+d.ID.String(), issued[d.ID]
		row.Subject = registeredSubject(e, d.Kind)
		row.To, row.Passed = passedTo(d, func(post office.ID) string { return seated(organ, post).Title })
	}
	return rows, nil
}

// issuedRows fills the lines of the outgoing register with what the documents and their dispatch say.
func (s *Site) issuedRows(c echo.Context, actor office.Actor, entries []register.Entry) ([]page.RegisterRow, error) {
	ctx, lang := c.Request().Context(), s.Language(c)
	ids := objects(entries, func(e register.Entry) *office.ID { return e.DocumentID })
	documents, err := s.Document.Summaries(ctx, actor, ids)
	if err != nil {
		return nil, err
	}
	sent, err := s.Dispatch.SentOf(ctx, actor, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]page.RegisterRow, len(entries))
	for i, e := range entries {
		rows[i] = registerRow(e)
		if e.DocumentID == nil {
			continue
		}
		d, readable := documents[*e.DocumentID]
		if !readable {
			continue // confidential: the number stands, what it is about does not
		}
		row := &rows[i]
		row.Author, row.Href, row.Dated, row.Kept = d.SignerName, "/documents/"+d.ID.String(), d.IssuedOn, language.Text(lang, "web.register.clerk")
		row.Subject, row.Recipients, row.Passed = registeredSubject(e, d.Kind), sent[d.ID].Recipients, sent[d.ID].SentAt
		if d.Trial {
			row.Note = language.Text(lang, "web.register.trial")
		}
	}
	return rows, nil
}

func registerRow(e register.Entry) page.RegisterRow {
	return page.RegisterRow{Number: register.FormatNumber(e.Number), At: e.EnteredAt, Code: e.Code, Subject: e.Subject, State: string(e.State), Reason: e.Reason}
}

// registeredSubject is kind and subject as the register has them; nothing when the subject is kept back because the paper is confidential.
func registeredSubject(e register.Entry, kind office.KindCode) string {
	if e.Subject == "" {
		return ""
	}
	if kind == "CV" { // named by its "V/v" alone, as on its page
		return kindName(kind) + " " + shownSubject(kind, e.Subject)
	}
	return kindName(kind) + ": " + e.Subject
}

// objects are the papers that entries are about.
func objects(entries []register.Entry, of func(register.Entry) *office.ID) []office.ID {
	var ids []office.ID
	for _, e := range entries {
		if id := of(e); id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}

// passedTo is whom a registered paper was passed to, and when.
func passedTo(d dispatch.Delivery, title func(office.ID) string) (to string, at time.Time) {
	if d.LeaderPost == nil || d.RegisteredAt == nil {
		return "", at
	}
	return title(*d.LeaderPost), *d.RegisteredAt
}

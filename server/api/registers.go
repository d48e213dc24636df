package api

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"congvan/office"
	"congvan/office/register"
	"congvan/office/report"
)

// registerGuards are those of the operations on registers.
var registerGuards = map[string]guard{
	"listEntries":   mayReadRegister,
	"getWorkbook":   mayReadRegister,
	"reserveNumber": mayKeepRegister,
	"voidEntry":     mayKeepRegister,
}

func mayReadRegister(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !register.MayRead(who.Actor) {
		return office.Forbidden("register.may_not_read")
	}
	return nil
}

func mayKeepRegister(a *API, ctx context.Context, who caller, _ func(string) (office.ID, error)) error {
	may, err := a.Register.MayKeep(ctx, who.Actor)
	if err == nil && !may {
		return office.Forbidden("register.only_clerk")
	}
	return err
}

var directions = map[Direction]register.Direction{DirectionIncoming: register.In, DirectionOutgoing: register.Out}

// wanted are the lines that a request asks for.
func wanted(who caller, p ListEntriesParams) report.Query {
	return report.Query{Organ: given(p.Organ), Direction: directions[p.Direction], Year: cmp.Or(given(p.Year), who.Day.Year()), Series: cmp.Or(given(p.Series), register.Common),
		State: report.State(given(p.State)), Kind: office.KindCode(given(p.Kind)), Words: given(p.Words), Party: given(p.Party), From: dayOf(p.From), To: dayOf(p.To)}
}

// ListEntries reads a register: GET /registers/entries. Its cursor is a number of the register.
func (a *API) ListEntries(ctx context.Context, r ListEntriesRequestObject) (ListEntriesResponseObject, error) {
	who := callerOf(ctx)
	q := wanted(who, r.Params)
	l := listOf(who, "entries", string(q.Direction), strconv.Itoa(q.Year), q.Series, string(q.State), string(q.Kind), q.Words, q.Party, string(q.From), string(q.To), q.Organ.String())
	position, err := l.position(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	var at report.Cursor
	if position != "" {
		if at.Below, err = strconv.Atoi(position); err != nil || at.Below < 1 {
			return nil, office.Invalid("api.bad_cursor", "cursor").Because(err)
		}
	}
	found, err := a.Report.Register(ctx, who.Actor, q, at, limitOf(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	page := ListEntries200JSONResponse{Items: make([]Entry, len(found.Lines)), Total: found.Totals.All}
	for i, line := range found.Lines {
		page.Items[i] = entryOf(line)
	}
	if found.Older > 0 {
		next := l.cursor(strconv.Itoa(found.Older))
		page.Next = &next
	}
	return page, nil
}

func entryOf(l report.Line) Entry {
	return Entry{Id: l.ID, Number: l.Number, State: EntryState(l.State), Code: some(l.Code), Kind: some(KindCode(l.Kind)), Subject: some(l.Subject), Hidden: l.Hidden,
		Dated: dateOrNone(l.Dated), EnteredAt: l.EnteredAt, Reason: some(l.Reason), Document: l.DocumentID, Delivery: l.DeliveryID, Author: some(l.Author),
		PassedTo: some(l.To), PassedAt: l.PassedAt, Signer: some(l.Signer), Department: some(l.Department), Recipients: some(l.Recipients),
		RecipientNames: some(l.Names), SentAt: l.SentAt}
}

// GetWorkbook reads a register as a workbook: GET /registers/workbook.
func (a *API) GetWorkbook(ctx context.Context, r GetWorkbookRequestObject) (GetWorkbookResponseObject, error) {
	who := callerOf(ctx)
	q := wanted(who, ListEntriesParams{Direction: r.Params.Direction, Year: r.Params.Year, Series: r.Params.Series, State: r.Params.State, Kind: r.Params.Kind,
		Words: r.Params.Words, Party: r.Params.Party, From: r.Params.From, To: r.Params.To, Organ: r.Params.Organ})
	return workbookAnswer{"so-van-ban.xlsx", func(w http.ResponseWriter) error { return a.Report.Workbook(ctx, who.Actor, q, w) }}, nil
}

// workbookAnswer writes a workbook while it is made.
type workbookAnswer struct {
	name  string
	write func(http.ResponseWriter) error
}

// VisitGetWorkbookResponse sends a register.
func (b workbookAnswer) VisitGetWorkbookResponse(w http.ResponseWriter) error { return b.send(w) }

// VisitGetCoverageWorkbookResponse sends the report on coverage.
func (b workbookAnswer) VisitGetCoverageWorkbookResponse(w http.ResponseWriter) error {
	return b.send(w)
}

// send writes it. What fails before the first byte is answered as every failure is.
func (b workbookAnswer) send(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="`+b.name+`"`)
	err := b.write(w)
	if err != nil {
		w.Header().Del("Content-Type")
		w.Header().Del("Content-Disposition")
	}
	return err
}

// ReserveNumber takes a number without a paper: POST /registers/reservations.
func (a *API) ReserveNumber(ctx context.Context, r ReserveNumberRequestObject) (ReserveNumberResponseObject, error) {
	number, err := a.Register.Reserve(ctx, callerOf(ctx).Actor, directions[r.Body.Direction], cmp.Or(given(r.Body.Series), register.Common), r.Body.Reason)
	if err != nil {
		return nil, inBody(err)
	}
	return ReserveNumber201JSONResponse{Number: number}, nil
}

// VoidEntry voids a number: POST /registers/entries/{entry}/void.
func (a *API) VoidEntry(ctx context.Context, r VoidEntryRequestObject) (VoidEntryResponseObject, error) {
	return VoidEntry204Response{}, inBody(a.Register.Void(ctx, callerOf(ctx).Actor, r.Entry, r.Body.Reason))
}

package api

import (
	"context"
	"slices"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/regulation"
)

// dispatchGuards are those of the operations that bring input to a dispatch.
var dispatchGuards = map[string]guard{"previewDispatch": maySend, "sendDocument": maySend, "keepRecipientGroup": mayGroup, "dropRecipientGroup": mayGroup}

func mayGroup(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !dispatch.MayGroup(who.Actor) {
		return office.Forbidden("dispatch.only_clerk")
	}
	return nil
}

func maySend(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	id, err := path("document")
	if err != nil {
		return err
	}
	d, err := a.Document.Get(ctx, who.Actor, id)
	if err == nil && !dispatch.MaySend(who.Actor, d.Document) {
		return office.Forbidden("dispatch.only_clerk")
	}
	return err
}

// ListRecipients lists whom the organ may dispatch to: GET /recipients.
func (a *API) ListRecipients(ctx context.Context, _ ListRecipientsRequestObject) (ListRecipientsResponseObject, error) {
	all, err := a.Dispatch.Recipients(ctx, callerOf(ctx).Actor)
	list := ListRecipients200JSONResponse{Items: make([]Organ, len(all))}
	for i, o := range all {
		list.Items[i] = Organ{Id: o.ID, Name: o.Name, ShortName: o.ShortName, Locality: string(o.LocalityCode)}
	}
	return list, err
}

// ListRecipientGroups lists the organ's groups: GET /recipient-groups.
func (a *API) ListRecipientGroups(ctx context.Context, _ ListRecipientGroupsRequestObject) (ListRecipientGroupsResponseObject, error) {
	all, err := a.Dispatch.Groups(ctx, callerOf(ctx).Actor)
	list := ListRecipientGroups200JSONResponse{Items: make([]RecipientGroup, len(all))}
	for i, g := range all {
		list.Items[i] = groupOf(g)
	}
	return list, err
}

// KeepRecipientGroup makes a group or changes its members: PUT /recipient-groups.
func (a *API) KeepRecipientGroup(ctx context.Context, r KeepRecipientGroupRequestObject) (KeepRecipientGroupResponseObject, error) {
	kept, err := a.Dispatch.KeepGroup(ctx, callerOf(ctx).Actor, r.Body.Name, r.Body.Members)
	for _, e := range office.All(err) {
		if e.Field == "recipients" {
			e.Field = "members"
		}
	}
	if err != nil {
		return nil, inBody(err)
	}
	return KeepRecipientGroup200JSONResponse(groupOf(kept)), nil
}

// DropRecipientGroup drops a group: DELETE /recipient-groups/{group}.
func (a *API) DropRecipientGroup(ctx context.Context, r DropRecipientGroupRequestObject) (DropRecipientGroupResponseObject, error) {
	return DropRecipientGroup204Response{}, a.Dispatch.DropGroup(ctx, callerOf(ctx).Actor, r.Group)
}

func groupOf(g dispatch.Group) RecipientGroup {
	return RecipientGroup{Id: g.ID, Name: g.Name, Members: append([]office.ID{}, g.Members...)}
}

// PreviewDispatch tells who would get a document: POST /documents/{document}/preview.
func (a *API) PreviewDispatch(ctx context.Context, r PreviewDispatchRequestObject) (PreviewDispatchResponseObject, error) {
	who := callerOf(ctx)
	all, err := a.Dispatch.Preview(ctx, who.Actor, r.Document, r.Body.Recipients)
	if err != nil {
		return nil, inBody(err)
	}
	asked := make([]regulation.OfOrgan, len(all))
	for i, f := range all {
		asked[i] = regulation.OfOrgan{Organ: f.Organ.ID, Answer: f.Answer}
	}
	names, err := a.Regulation.Name(ctx, who.Day, asked...)
	if err != nil {
		return nil, err
	}
	preview := PreviewDispatch200JSONResponse{Items: make([]Foreseen, len(all)), Flagged: flagged(all)}
	for i, f := range all {
		n := names[i]
		preview.Items[i] = Foreseen{Organ: Named{f.Organ.ID, f.Organ.ShortName}, Leader: some(n.Leader), Person: some(n.Person), StoodIn: some(n.StoodIn),
			Department: some(n.Department), Officer: some(n.Officer), Flag: some(f.Flag())}
	}
	return preview, nil
}

func flagged(all []dispatch.Foreseen) (n int) {
	for _, f := range all {
		if f.Flag() != "" {
			n++
		}
	}
	return n
}

// SendDocument dispatches a sealed document: POST /documents/{document}/dispatch.
func (a *API) SendDocument(ctx context.Context, r SendDocumentRequestObject) (SendDocumentResponseObject, error) {
	who := callerOf(ctx)
	if err := a.seen(ctx, who, r.Document, *r.Body); err != nil {
		return nil, inBody(err)
	}
	// The key stands in the dispatch's own row too, with the token: what a server forgot when it died is still sent once.
	sent, err := a.Dispatch.Send(ctx, who.Actor, r.Document, r.Body.Recipients, who.token.ID.String()+"/"+r.Params.IdempotencyKey)
	if err != nil {
		return nil, inBody(err)
	}
	location := Prefix + "/jobs/" + sent.ID.String()
	return SendDocument202JSONResponse{Body: dispatchOf(sent), Headers: SendDocument202ResponseHeaders{Location: &location}}, nil
}

// seen refuses to send to recipients that the preview flags until somebody says that he has looked. Of a document that went out already the
// dispatch itself says whether it is the same request.
func (a *API) seen(ctx context.Context, who caller, id office.ID, d Dispatching) error {
	kept, err := a.Document.Get(ctx, who.Actor, id)
	if err != nil || given(d.FlaggedSeen) || kept.State != document.StateSealed {
		return err
	}
	all, err := a.Dispatch.Preview(ctx, who.Actor, id, d.Recipients)
	if err == nil && flagged(all) > 0 {
		return office.Invalid("api.flagged", "flagged_seen", flagged(all))
	}
	return err
}

func dispatchOf(d dispatch.Dispatch) Dispatch {
	return Dispatch{Id: d.ID, Document: d.DocumentID, Recipients: d.Recipients, SentAt: d.SentAt}
}

// ListDispatches lists what the organ has sent: GET /dispatches.
func (a *API) ListDispatches(ctx context.Context, r ListDispatchesRequestObject) (ListDispatchesResponseObject, error) {
	who := callerOf(ctx)
	l, limit := listOf(who, "dispatches"), limitOf(r.Params.Limit)
	before, err := l.before(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := a.Dispatch.Sent(ctx, who.Actor, before, limit+1)
	if err != nil {
		return nil, err
	}
	all, more := cut(all, limit)
	page := ListDispatches200JSONResponse{Items: make([]Dispatch, len(all))}
	for i, d := range all {
		page.Items[i] = dispatchOf(d)
	}
	if more {
		page.Next = l.next(all[len(all)-1].ID)
	}
	return page, nil
}

// GetDispatch tells how a dispatch goes: GET /documents/{document}/dispatch.
func (a *API) GetDispatch(ctx context.Context, r GetDispatchRequestObject) (GetDispatchResponseObject, error) {
	who := callerOf(ctx)
	p, err := a.Dispatch.ProgressOf(ctx, who.Actor, r.Document)
	if err != nil {
		return nil, err
	}
	t, err := a.Dispatch.TallyOf(ctx, who.Actor, r.Document)
	return GetDispatch200JSONResponse{Dispatch: dispatchOf(p.Dispatch), Counts: counts(p), Late: p.Late, Delivered: t.Delivered, Registered: t.Registered,
		Waiting: t.Waiting, Routed: t.Routed, Gaps: t.Gaps, Conflicts: t.Conflicts, Substitutions: t.Substitutions}, err
}

func counts(p dispatch.Progress) StateCounts {
	all := StateCounts{}
	for state, n := range p.Counts {
		all[string(state)] = n
	}
	return all
}

// ListDispatchDeliveries tells where a dispatch lies: GET /documents/{document}/dispatch/deliveries.
func (a *API) ListDispatchDeliveries(ctx context.Context, r ListDispatchDeliveriesRequestObject) (ListDispatchDeliveriesResponseObject, error) {
	who := callerOf(ctx)
	p, err := a.Dispatch.ProgressOf(ctx, who.Actor, r.Document)
	if err != nil {
		return nil, err
	}
	f := trackedFilter{given(r.Params.State), given(r.Params.Late)}
	items, next, err := f.page(p.Tracked, listOf(who, "dispatch", append(f.words(), r.Document.String())...), r.Params.Cursor, limitOf(r.Params.Limit))
	return ListDispatchDeliveries200JSONResponse{Items: items, Next: next}, err
}

// boardDays is how far back the board looks unless it is told.
const boardDays = 30

// GetBoard is the sender's tracking board: GET /board.
func (a *API) GetBoard(ctx context.Context, r GetBoardRequestObject) (GetBoardResponseObject, error) {
	who := callerOf(ctx)
	since := who.Day.Add(-boardDays)
	if r.Params.Since != nil {
		since = office.Day(r.Params.Since.String())
	}
	p, err := a.Dispatch.Board(ctx, who.Actor, since)
	if err != nil {
		return nil, err
	}
	f := trackedFilter{given(r.Params.State), given(r.Params.Late)}
	items, next, err := f.page(p.Tracked, listOf(who, "board", append(f.words(), string(since))...), r.Params.Cursor, limitOf(r.Params.Limit))
	return GetBoard200JSONResponse{Since: date(since), Counts: counts(p), Late: p.Late, Items: items, Next: next}, err
}

// AcknowledgeRefusal notes that somebody has seen why a paper came back: POST /board/{delivery}/acknowledge.
func (a *API) AcknowledgeRefusal(ctx context.Context, r AcknowledgeRefusalRequestObject) (AcknowledgeRefusalResponseObject, error) {
	return AcknowledgeRefusal204Response{}, a.Dispatch.Acknowledge(ctx, callerOf(ctx).Actor, r.Delivery)
}

// trackedFilter chooses among the deliveries that a sender follows.
type trackedFilter struct {
	state DeliveryState
	late  bool
}

func (f trackedFilter) words() []string {
	words := []string{string(f.state), "any"}
	if f.late {
		words[1] = "late"
	}
	return words
}

// page goes on after the delivery that a cursor names: what is sent meanwhile does not move the others.
func (f trackedFilter) page(all []dispatch.Tracked, l list, cursor *string, limit int) ([]Tracked, *string, error) {
	after, err := l.before(cursor)
	if err != nil {
		return nil, nil, err
	}
	if after != (office.ID{}) {
		at := slices.IndexFunc(all, func(t dispatch.Tracked) bool { return t.Delivery.ID == after })
		if at < 0 {
			return nil, nil, office.Invalid("api.bad_cursor", "cursor")
		}
		all = all[at+1:]
	}
	items := []Tracked{}
	for _, t := range all {
		if f.state != "" && DeliveryState(t.Delivery.State) != f.state || f.late && !t.Late {
			continue
		}
		if len(items) == limit {
			return items, l.next(items[limit-1].Id), nil
		}
		items = append(items, trackedOf(t))
	}
	return items, nil, nil
}

func trackedOf(t dispatch.Tracked) Tracked {
	d := t.Delivery
	return Tracked{Id: d.ID, Document: d.DocumentID, Code: d.Code, Organ: Named{t.Organ.ID, t.Organ.ShortName}, State: DeliveryState(d.State), Late: t.Late,
		Leader: some(t.PostTitle), SentAt: d.SentAt, ArrivedAt: d.ArrivedAt, OpenedAt: d.OpenedAt, RegisteredAt: d.RegisteredAt, Refusal: refusalOf(d)}
}

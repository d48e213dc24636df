package api

import (
	"cmp"
	"context"
	"strconv"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/regulation"
)

// AdoptRegulation adopts a draft and has open work handed over: POST /regulations/{regulation}/adopt.
func (a *API) AdoptRegulation(ctx context.Context, r AdoptRegulationRequestObject) (AdoptRegulationResponseObject, error) {
	_, err := a.Dispatch.AdoptRegulation(ctx, callerOf(ctx).Actor, r.Regulation, regulation.Adoption{Number: r.Body.Number, AdoptedOn: dayOf(&r.Body.AdoptedOn),
		EffectiveFrom: dayOf(&r.Body.EffectiveFrom), Document: r.Body.Document}, given(r.Body.HandOver))
	if err != nil {
		return nil, inVersion(err)
	}
	v, _, err := a.regulation(ctx, r.Regulation)
	return AdoptRegulation200JSONResponse(v), err
}

// CompareRegulations tells what differs from one version to another: GET /regulations/{regulation}/changes.
func (a *API) CompareRegulations(ctx context.Context, r CompareRegulationsRequestObject) (CompareRegulationsResponseObject, error) {
	who := callerOf(ctx)
	c, err := a.Regulation.Compare(ctx, who.Actor, r.Params.From, r.Regulation)
	if err != nil {
		return nil, err
	}
	out := CompareRegulations200JSONResponse{Clauses: []ClauseChange{}, Shifts: []Shift{}, TooFine: c.TooFine}
	for _, d := range c.Differences(who.lang) {
		out.Clauses = append(out.Clauses, ClauseChange{Change: ClauseChangeChange(d.Change), Reference: d.Reference, Before: some(d.Before), After: some(d.After)})
	}
	for _, s := range c.Shifts(who.lang) {
		out.Shifts = append(out.Shifts, Shift{Slot: s.Slot, Fields: s.Fields, Papers: some(s.Papers), From: s.From, To: s.To})
	}
	return out, nil
}

// ReplayRegulation tries a version on past papers: GET /regulations/{regulation}/replay.
func (a *API) ReplayRegulation(ctx context.Context, r ReplayRegulationRequestObject) (ReplayRegulationResponseObject, error) {
	who, from, to, limit := callerOf(ctx), dayOf(&r.Params.From), dayOf(&r.Params.To), limitOf(r.Params.Limit)
	l := listOf(who, "replay", r.Regulation.String(), string(from), string(to))
	position, err := l.position(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	offset, err := strconv.Atoi(cmp.Or(position, "0"))
	if err != nil || offset < 0 {
		return nil, office.Invalid("api.bad_cursor", "cursor").Because(err)
	}
	found, err := a.Dispatch.Replay(ctx, who.Actor, r.Regulation, from, to, limit, offset)
	if err != nil {
		return nil, err
	}
	out := ReplayRegulation200JSONResponse{Decided: found.Decided, Moved: found.Moved, Hidden: found.Hidden, Leaders: []LeaderLoad{}, Items: []MovedPaper{}}
	for _, load := range found.Leaders {
		out.Leaders = append(out.Leaders, LeaderLoad{Leader: some(load.Leader), Title: some(found.Names[load.Leader]), Before: load.Before, After: load.After})
	}
	for _, m := range found.Moves {
		out.Items = append(out.Items, MovedPaper{Delivery: some(m.Delivery), Number: m.Number, Code: some(m.Code), Field: string(m.Field),
			From: handsOut(m.From, found.Names), To: handsOut(m.To, found.Names), Was: words[string](m.Was), WouldBe: words[string](m.Is)})
	}
	if next := offset + len(found.Moves); next < found.Moved {
		out.Next = some(l.cursor(strconv.Itoa(next)))
	}
	return out, nil
}

func handsOut(h dispatch.Hands, names map[office.ID]string) Hands {
	return Hands{Leader: some(h.Leader), LeaderTitle: some(names[h.Leader]), Department: some(h.Department), DepartmentName: some(names[h.Department])}
}

// ListOpenWork lists the open work that a version moves: GET /regulations/{regulation}/open-work.
func (a *API) ListOpenWork(ctx context.Context, r ListOpenWorkRequestObject) (ListOpenWorkResponseObject, error) {
	found, err := a.Dispatch.OpenWork(ctx, callerOf(ctx).Actor, r.Regulation, dayOf(r.Params.Day))
	out := ListOpenWork200JSONResponse{Hidden: found.Hidden, Items: make([]OpenPaper, len(found.Work))}
	for i, w := range found.Work {
		out.Items[i] = OpenPaper{Delivery: w.Delivery, Number: w.Number, Code: some(w.Code), Field: string(w.Field), State: DeliveryState(w.State),
			From: handsOut(w.From, found.Names), To: handsOut(w.To, found.Names), Ordered: w.Ordered, WouldBe: words[string](w.Is)}
	}
	return out, err
}

// ListHandOvers lists what is handed over with a version: GET /regulations/{regulation}/hand-overs.
func (a *API) ListHandOvers(ctx context.Context, r ListHandOversRequestObject) (ListHandOversResponseObject, error) {
	all, err := a.Dispatch.HandedOver(ctx, callerOf(ctx).Actor, r.Regulation)
	out := ListHandOvers200JSONResponse{Items: make([]HandOver, len(all))}
	for i, h := range all {
		out.Items[i] = HandOver{Delivery: h.DeliveryID, Day: date(h.Day), Outcome: HandOverOutcome(h.Outcome), OrderedAt: h.OrderedAt, SettledAt: h.SettledAt}
	}
	return out, err
}

// ListCharges tells who is in charge of each field on a day: GET /charges.
func (a *API) ListCharges(ctx context.Context, r ListChargesRequestObject) (ListChargesResponseObject, error) {
	who := callerOf(ctx)
	c, err := a.Regulation.On(ctx, who.Actor, cmp.Or(dayOf(r.Params.Day), who.Day), office.AreaCode(given(r.Params.Area)))
	if err != nil {
		return nil, err
	}
	out := ListCharges200JSONResponse{Day: date(c.Day), Regulation: some(c.Version.ID), Items: make([]Charge, len(c.Fields))}
	for i, f := range c.Fields {
		out.Items[i] = Charge{Field: FieldCode(f.Field), Name: regulation.FieldIn(who.lang, f.Field), Leader: f.Leader, Person: some(f.Person), StoodIn: some(f.StoodIn),
			Department: f.Department, Clauses: words[string](f.Clauses), Flags: words[string](f.Flags.Words())}
	}
	return out, nil
}

package api

import (
	"context"

	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
)

// ListDesks tells who has which desk on a day: GET /organ/desks.
func (a *API) ListDesks(ctx context.Context, r ListDesksRequestObject) (ListDesksResponseObject, error) {
	desks, err := a.Regulation.DesksOn(ctx, callerOf(ctx).Actor, dayOf(r.Params.Day))
	if err != nil {
		return nil, err
	}
	list := ListDesks200JSONResponse{Items: make([]Desk, len(desks))}
	for i, d := range desks {
		list.Items[i] = deskOf(d)
	}
	return list, nil
}

func deskOf(d regulation.Desk) Desk {
	desk := Desk{Post: d.Post, Title: d.Title, As: d.As, Owner: some(d.Owner), People: make([]Named, len(d.People)), Because: some(d.Because), Number: some(d.Number),
		Until: dateOrNone(d.Until)}
	for i, p := range d.People {
		desk.People[i] = Named{p.ID, p.Name}
	}
	if fields := words[string](d.Fields); len(fields) > 0 {
		desk.Fields = &fields
	}
	return desk
}

// ListAbsences tells who is away on some days: GET /organ/absences.
func (a *API) ListAbsences(ctx context.Context, r ListAbsencesRequestObject) (ListAbsencesResponseObject, error) {
	t, err := a.Org.Timeline(ctx, callerOf(ctx).Actor, dayOf(&r.Params.From), dayOf(&r.Params.To))
	return ListAbsences200JSONResponse{Items: absenceRecords(t.Absences)}, err
}

func absenceRecords(all []org.Absence) []AbsenceRecord {
	list := make([]AbsenceRecord, len(all))
	for i, away := range all {
		list[i] = AbsenceRecord{Id: away.ID, Person: away.PersonID, From: date(away.StartsOn), To: dateOrNone(away.EndsOn), Reason: some(away.Reason), EnteredBy: away.EnteredBy}
	}
	return list
}

// absenceOf is an absence as it was told: the caller's own when nobody is named.
func absenceOf(who caller, b *AbsenceTelling) org.Absence {
	away := org.Absence{PersonID: who.Person, StartsOn: dayOf(&b.From), EndsOn: dayOf(b.To), Reason: given(b.Reason)}
	if b.Person != nil {
		away.PersonID = *b.Person
	}
	return away
}

// TellAway enters an absence: POST /organ/absences.
func (a *API) TellAway(ctx context.Context, r TellAwayRequestObject) (TellAwayResponseObject, error) {
	who := callerOf(ctx)
	id, err := a.Org.TellAway(ctx, who.Actor, absenceOf(who, r.Body))
	return TellAway201JSONResponse{Id: id}, aboutPeople(err)
}

// PreviewAbsence tells what an absence would change: POST /organ/absences/preview.
func (a *API) PreviewAbsence(ctx context.Context, r PreviewAbsenceRequestObject) (PreviewAbsenceResponseObject, error) {
	who := callerOf(ctx)
	changes, err := a.Regulation.WhileAway(ctx, who.Actor, absenceOf(who, r.Body))
	list := PreviewAbsence200JSONResponse{Items: make([]DeskChange, len(changes))}
	for i, c := range changes {
		list.Items[i] = DeskChange{From: date(c.From), To: dateOrNone(c.To), Desk: deskOf(c.Desk)}
	}
	return list, aboutPeople(err)
}

// EndAbsence lets an absence end earlier: POST /organ/absences/{absence}/end.
func (a *API) EndAbsence(ctx context.Context, r EndAbsenceRequestObject) (EndAbsenceResponseObject, error) {
	return EndAbsence204Response{}, ending(a.Org.EndAbsence(ctx, callerOf(ctx).Actor, r.Absence, dayOf(&r.Body.On)))
}

// ListDelegations lists what the head hands over: GET /organ/delegations.
func (a *API) ListDelegations(ctx context.Context, _ ListDelegationsRequestObject) (ListDelegationsResponseObject, error) {
	all, err := a.Regulation.Delegations(ctx, callerOf(ctx).Actor)
	list := ListDelegations200JSONResponse{Items: make([]DelegationRecord, len(all))}
	for i, d := range all {
		list.Items[i] = DelegationRecord{Id: d.ID, FromPost: d.FromPost, ToPost: d.ToPost, Fields: words[string](d.Fields), Number: d.Number, From: date(d.StartsOn), To: dateOrNone(d.EndsOn)}
	}
	return list, err
}

// Delegate hands matters of a post over: POST /organ/delegations.
func (a *API) Delegate(ctx context.Context, r DelegateRequestObject) (DelegateResponseObject, error) {
	who := callerOf(ctx)
	id, err := a.Regulation.Delegate(ctx, who.Actor, regulation.Delegation{OrganID: who.Organ, FromPost: r.Body.FromPost, ToPost: r.Body.ToPost,
		Fields: words[office.FieldCode](given(r.Body.Fields)), Number: r.Body.Number, StartsOn: dayOf(&r.Body.From), EndsOn: dayOf(r.Body.To)})
	return Delegate201JSONResponse{Id: id}, aboutPeople(err)
}

// EndDelegation ends a delegation: POST /organ/delegations/{delegation}/end.
func (a *API) EndDelegation(ctx context.Context, r EndDelegationRequestObject) (EndDelegationResponseObject, error) {
	return EndDelegation204Response{}, ending(a.Regulation.EndDelegation(ctx, callerOf(ctx).Actor, r.Delegation, dayOf(&r.Body.On)))
}

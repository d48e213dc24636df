package api

import (
	"context"

	"congvan/office"
	"congvan/office/regulation"
)

// modelGuards are those of the operations on models.
var modelGuards = map[string]guard{
	"listModels": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		return mayKeep(who)
	},
	"adaptModel": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		return mayKeep(who)
	},
	"draftFromModel": func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		organ, err := path("organ")
		if err != nil {
			return err
		}
		_, err = a.Regulation.AdaptModel(ctx, who.Actor, organ)
		return err
	},
}

// ListModels lists what may be copied: GET /model-regulations.
func (a *API) ListModels(ctx context.Context, _ ListModelsRequestObject) (ListModelsResponseObject, error) {
	all, err := a.Regulation.Models(ctx, callerOf(ctx).Actor)
	list := ListModels200JSONResponse{Items: make([]ModelSummary, len(all))}
	for i, m := range all {
		list.Items[i] = modelOut(m)
	}
	return list, err
}

func modelOut(m regulation.Model) ModelSummary {
	return ModelSummary{Organ: m.Organ.ID, Name: m.Organ.ShortName, Number: m.Version.Number, Title: m.Version.Title, EffectiveFrom: date(m.Version.EffectiveFrom)}
}

// AdaptModel proposes who takes whose place: GET /model-regulations/{organ}.
func (a *API) AdaptModel(ctx context.Context, r AdaptModelRequestObject) (AdaptModelResponseObject, error) {
	adapted, err := a.Regulation.AdaptModel(ctx, callerOf(ctx).Actor, r.Organ)
	if err != nil {
		return nil, err
	}
	return AdaptModel200JSONResponse{Model: modelOut(adapted.Model), Posts: counterpartsOut(adapted.Posts), Departments: counterpartsOut(adapted.Departments),
		Dropped: droppedOut(adapted.Dropped), Kept: adapted.Kept}, nil
}

func counterpartsOut(all []regulation.Counterpart) []Counterpart {
	out := make([]Counterpart, len(all))
	for i, c := range all {
		out[i] = Counterpart{Theirs: c.ID, Name: c.Name, By: string(c.By), Own: some(c.Own)}
	}
	return out
}

func droppedOut(all []regulation.Dropped) []DroppedClause {
	out := make([]DroppedClause, len(all))
	for i, d := range all {
		out[i] = DroppedClause{Reference: d.Reference, Wording: some(d.Wording), Why: string(d.Why)}
	}
	return out
}

// DraftFromModel makes a draft by a model: POST /model-regulations/{organ}/draft.
func (a *API) DraftFromModel(ctx context.Context, r DraftFromModelRequestObject) (DraftFromModelResponseObject, error) {
	places := regulation.Places{Posts: placesIn(r.Body.Posts), Departments: placesIn(r.Body.Departments)}
	id, dropped, err := a.Regulation.DraftFromModel(ctx, callerOf(ctx).Actor, r.Organ, given(r.Body.Title), places)
	if err != nil {
		return nil, inVersion(err)
	}
	draft, tag, err := a.regulation(ctx, id)
	location := Prefix + "/regulations/" + id.String()
	return DraftFromModel201JSONResponse{Body: DraftedFromModel{Draft: draft, Dropped: droppedOut(dropped)},
		Headers: DraftFromModel201ResponseHeaders{ETag: tag, Location: &location}}, err
}

func placesIn(list []Place) map[office.ID]office.ID {
	places := make(map[office.ID]office.ID, len(list))
	for _, p := range list {
		places[p.Theirs] = p.Own
	}
	return places
}

// OfferModel offers an organ's regulation: PUT /model-regulations/{organ}.
func (a *API) OfferModel(ctx context.Context, r OfferModelRequestObject) (OfferModelResponseObject, error) {
	return OfferModel204Response{}, a.Regulation.OfferModel(ctx, callerOf(ctx).Actor, r.Organ)
}

// WithdrawModel ends the offer: DELETE /model-regulations/{organ}.
func (a *API) WithdrawModel(ctx context.Context, r WithdrawModelRequestObject) (WithdrawModelResponseObject, error) {
	return WithdrawModel204Response{}, a.Regulation.WithdrawModel(ctx, callerOf(ctx).Actor, r.Organ)
}

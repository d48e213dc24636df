package api

import (
	"context"

	"congvan/office"
	"congvan/office/regulation"
)

// authorityGuards are those of the head's word by which others sign.
var authorityGuards = map[string]guard{
	"authorise":        mayAuthorise,
	"endAuthorisation": mayAuthorise,
	"entrustDocument": func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		id, err := path("document")
		if err != nil {
			return err
		}
		return a.Approval.MayEntrust(ctx, who.Actor, id)
	},
}

func mayAuthorise(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !regulation.MayDelegate(who.Actor, who.Organ) {
		return office.Forbidden("authority.only_head")
	}
	return nil
}

// WhoMaySign tells who may sign a paper of a field and kind: GET /organ/signers.
func (a *API) WhoMaySign(ctx context.Context, r WhoMaySignRequestObject) (WhoMaySignResponseObject, error) {
	asked := regulation.ToSign{Kind: "CV"}
	if r.Params.Kind != nil {
		asked.Kind = office.KindCode(*r.Params.Kind)
	}
	if field := office.FieldCode(given(r.Params.Field)); field != "" {
		if !regulation.FieldKnown(field) {
			return nil, office.Invalid("dispatch.unknown_field", "field", string(field))
		}
		asked.Fields = []office.FieldCode{field}
	}
	items, err := a.signers(ctx, callerOf(ctx), asked)
	return WhoMaySign200JSONResponse{Items: items}, err
}

// ListAuthorisations lists whom the head authorises to sign TUQ.: GET /organ/authorisations.
func (a *API) ListAuthorisations(ctx context.Context, _ ListAuthorisationsRequestObject) (ListAuthorisationsResponseObject, error) {
	all, err := a.Regulation.Authorisations(ctx, callerOf(ctx).Actor)
	return ListAuthorisations200JSONResponse{Items: each(all, func(w regulation.Authorisation) AuthorisationRecord {
		return AuthorisationRecord{Id: w.ID, Post: w.PostID, Fields: words[string](w.Fields), Kinds: words[string](w.Kinds), Number: w.Number, From: date(w.StartsOn), To: date(w.EndsOn)}
	})}, err
}

// Authorise enters an authorisation to sign TUQ.: POST /organ/authorisations.
func (a *API) Authorise(ctx context.Context, r AuthoriseRequestObject) (AuthoriseResponseObject, error) {
	who := callerOf(ctx)
	id, err := a.Regulation.Authorise(ctx, who.Actor, regulation.Authorisation{OrganID: who.Organ, PostID: r.Body.Post, Fields: words[office.FieldCode](given(r.Body.Fields)),
		Kinds: words[office.KindCode](given(r.Body.Kinds)), Number: r.Body.Number, StartsOn: dayOf(&r.Body.From), EndsOn: dayOf(&r.Body.To)})
	return Authorise201JSONResponse{Id: id}, aboutPeople(err)
}

// EndAuthorisation ends one: POST /organ/authorisations/{authorisation}/end.
func (a *API) EndAuthorisation(ctx context.Context, r EndAuthorisationRequestObject) (EndAuthorisationResponseObject, error) {
	return EndAuthorisation204Response{}, ending(a.Regulation.EndAuthorisation(ctx, callerOf(ctx).Actor, r.Authorisation, dayOf(&r.Body.On)))
}

// EntrustDocument assigns one paper to a deputy to sign: POST /documents/{document}/entrust.
func (a *API) EntrustDocument(ctx context.Context, r EntrustDocumentRequestObject) (EntrustDocumentResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Approval.Entrust(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch), r.Body.Deputy, r.Body.Basis); err != nil {
		for _, e := range office.All(err) {
			if e.Field == "post" {
				e.Field = "deputy"
			}
		}
		return nil, inBody(err)
	}
	body, err := a.document(ctx, who, r.Document)
	return EntrustDocument200JSONResponse{Body: body, Headers: EntrustDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}

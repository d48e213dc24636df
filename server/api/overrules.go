package api

import (
	"context"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/fields"
)

// overruleGuards are those of what is decided against the regulation and of other fields that are proposed.
var overruleGuards = map[string]guard{
	"overruleDelivery": mayBegin(dispatch.Overruling),
	"proposeField":     mayBegin(dispatch.Proposing),
	"answerField":      mayBegin(dispatch.Answering),
	"listOverrules": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		if !dispatch.MayReadOverrules(who.Actor) {
			return office.Forbidden("overrule.may_not_read")
		}
		return nil
	},
}

// OverruleDelivery gives a paper to another leader, or takes it: POST /deliveries/{delivery}/overrule.
func (a *API) OverruleDelivery(ctx context.Context, r OverruleDeliveryRequestObject) (OverruleDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.Overrule(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Body.Leader, r.Body.Reason))
	return OverruleDelivery200JSONResponse{body, OverruleDelivery200ResponseHeaders{ETag: tag}}, err
}

// ListFieldGuesses proposes fields for a paper: GET /deliveries/{delivery}/field-guesses.
func (a *API) ListFieldGuesses(ctx context.Context, r ListFieldGuessesRequestObject) (ListFieldGuessesResponseObject, error) {
	who := callerOf(ctx)
	all, err := a.Dispatch.Guesses(ctx, who.Actor, r.Delivery)
	return ListFieldGuesses200JSONResponse{Items: each(all, func(g fields.Guess) FieldGuess {
		return FieldGuess{Field: FieldCode(g.Field), Source: string(g.Source), Row: g.Row, Why: who.text(g.Key, g.Args...)}
	})}, err
}

// ProposeField asks the leader to give the paper another field: POST /deliveries/{delivery}/field-proposals.
func (a *API) ProposeField(ctx context.Context, r ProposeFieldRequestObject) (ProposeFieldResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.ProposeField(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), office.FieldCode(r.Body.Field), r.Body.Reason))
	return ProposeField200JSONResponse{body, ProposeField200ResponseHeaders{ETag: tag}}, err
}

// AnswerField accepts or declines a proposed field: POST /deliveries/{delivery}/field-proposals/{proposal}.
func (a *API) AnswerField(ctx context.Context, r AnswerFieldRequestObject) (AnswerFieldResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.AnswerField(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Proposal, r.Body.Accept, given(r.Body.Answer)))
	return AnswerField200JSONResponse{body, AnswerField200ResponseHeaders{ETag: tag}}, err
}

// ListOverrules tells where regulation and senders are wrong: GET /overrules.
func (a *API) ListOverrules(ctx context.Context, r ListOverrulesRequestObject) (ListOverrulesResponseObject, error) {
	all, err := a.Dispatch.Overruled(ctx, callerOf(ctx).Actor, dayOf(&r.Params.From), dayOf(&r.Params.To).Add(-1))
	if err != nil {
		return nil, err
	}
	names, err := a.Org.Names(ctx, each(all.Senders, func(w dispatch.WrongSender) office.ID { return w.ID }))
	return ListOverrules200JSONResponse{From: r.Params.From, To: r.Params.To, Rulings: each(all.Rulings, overrulePaper),
		Clauses: each(all.Clauses, func(c dispatch.OverruledClause) OverruledClause {
			return OverruledClause{Id: c.ID, Regulation: c.VersionID, Reference: c.Reference, Times: c.Times, Decided: c.Decided, Papers: each(c.Papers, overrulePaper)}
		}),
		Senders: each(all.Senders, func(w dispatch.WrongSender) WrongSender {
			return WrongSender{Organ: Named{w.ID, names[w.ID]}, Wrong: w.Wrong, Papers: w.Papers, Field: string(w.Named)}
		})}, err
}

// KeepRuling puts a ruling into a draft of the regulation: POST /overrules/{overrule}/draft.
func (a *API) KeepRuling(ctx context.Context, r KeepRulingRequestObject) (KeepRulingResponseObject, error) {
	draft, err := a.Dispatch.KeepRuling(ctx, callerOf(ctx).Actor, r.Overrule)
	return KeepRuling201JSONResponse{Id: draft}, err
}

func overruleOf(o dispatch.Overrule) Overrule {
	return Overrule{Id: o.ID, Delivery: o.DeliveryID, Kind: string(o.Kind), Field: some(FieldCode(o.FieldCode)), Area: some(string(o.AreaCode)), FromPost: o.FromPost,
		ToPost: o.ToPost, Reason: some(o.Reason), Person: o.PersonID, Post: o.PostID, At: o.MadeAt}
}

func overrulePaper(p dispatch.OverrulePaper) Overrule {
	o := overruleOf(p.Overrule)
	o.NumberIn, o.Code, o.Subject = p.NumberIn, some(p.Code), some(p.Subject)
	return o
}

func fieldProposalOf(p dispatch.FieldProposal) FieldProposal {
	return FieldProposal{Id: p.ID, Field: FieldCode(p.FieldCode), Reason: p.Reason, State: string(p.State), Person: p.PersonID, Post: p.PostID, At: p.MadeAt,
		Answer: some(p.Answer), AnsweredBy: p.AnsweredBy, AnsweredAt: p.AnsweredAt}
}

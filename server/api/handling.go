package api

import (
	"context"

	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
)

// deliveryGuards are those of the acts on a delivery that bring input.
var deliveryGuards = map[string]guard{
	"registerDelivery":   mayRegister,
	"refuseDelivery":     mayRegister,
	"distributeDelivery": mayBegin(dispatch.Distributing),
	"endorseDelivery":    mayBegin(dispatch.Assigning),
	"assignDelivery":     mayBegin(dispatch.Assigning),
	"startDelivery":      mayBegin(dispatch.Working),
	"handDownDelivery":   mayBegin(dispatch.Working),
	"finishDelivery":     mayBegin(dispatch.Working),
	"handBackDelivery":   mayBegin(dispatch.GivingBack),
	"correctField":       mayBegin(dispatch.Classifying),
}

func mayBegin(duty dispatch.Duty) guard {
	return func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		id, err := path("delivery")
		if err != nil {
			return err
		}
		return a.Dispatch.MayBegin(ctx, who.Actor, id, duty)
	}
}

func mayRegister(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	id, err := path("delivery")
	if err != nil {
		return err
	}
	return a.Dispatch.MayBeginRegister(ctx, who.Actor, id)
}

// acted is the answer of an act: the delivery as it stands now, with its version.
func (a *API) acted(d dispatch.Delivery, err error) (DeliverySummary, *string, error) {
	return a.deliverySummary(d), etag(d.Version), inBody(err)
}

// RegisterDelivery takes a delivery in (03): POST /deliveries/{delivery}/register.
func (a *API) RegisterDelivery(ctx context.Context, r RegisterDeliveryRequestObject) (RegisterDeliveryResponseObject, error) {
	choice := dispatch.Choice{Fields: words[office.FieldCode](r.Body.Fields), Areas: words[office.AreaCode](given(r.Body.Areas)), Accepts: given(r.Body.AcceptSignatures)}
	body, tag, err := a.acted(a.Dispatch.Register(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), choice))
	return RegisterDelivery200JSONResponse{body, RegisterDelivery200ResponseHeaders{ETag: tag}}, err
}

// RefuseDelivery sends a delivery back (02): POST /deliveries/{delivery}/refuse.
func (a *API) RefuseDelivery(ctx context.Context, r RefuseDeliveryRequestObject) (RefuseDeliveryResponseObject, error) {
	refusal := dispatch.Refusal{Code: r.Body.Code, Reason: r.Body.Reason, Mend: r.Body.Mend}
	body, tag, err := a.acted(a.Dispatch.Refuse(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), refusal))
	return RefuseDelivery200JSONResponse{body, RefuseDelivery200ResponseHeaders{ETag: tag}}, err
}

// DistributeDelivery confirms the leader: POST /deliveries/{delivery}/distribute.
func (a *API) DistributeDelivery(ctx context.Context, r DistributeDeliveryRequestObject) (DistributeDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.Distribute(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Body.Leader, given(r.Body.Reason)))
	return DistributeDelivery200JSONResponse{body, DistributeDelivery200ResponseHeaders{ETag: tag}}, err
}

// EndorseDelivery writes a leader's words: POST /deliveries/{delivery}/endorse.
func (a *API) EndorseDelivery(ctx context.Context, r EndorseDeliveryRequestObject) (EndorseDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.Endorse(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Body.Text))
	return EndorseDelivery200JSONResponse{body, EndorseDelivery200ResponseHeaders{ETag: tag}}, err
}

// AssignDelivery gives the work (04): POST /deliveries/{delivery}/assign.
func (a *API) AssignDelivery(ctx context.Context, r AssignDeliveryRequestObject) (AssignDeliveryResponseObject, error) {
	assignment := dispatch.Assignment{Handler: r.Body.Handler, Cooperate: given(r.Body.Cooperate), Inform: given(r.Body.Inform), Text: given(r.Body.Text)}
	if r.Body.DueOn != nil {
		assignment.DueOn = office.Day(r.Body.DueOn.String())
	}
	body, tag, err := a.acted(a.Dispatch.Assign(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), assignment))
	return AssignDelivery200JSONResponse{body, AssignDelivery200ResponseHeaders{ETag: tag}}, err
}

// StartDelivery is the handler's first act (05): POST /deliveries/{delivery}/start.
func (a *API) StartDelivery(ctx context.Context, r StartDeliveryRequestObject) (StartDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.Start(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch)))
	return StartDelivery200JSONResponse{body, StartDelivery200ResponseHeaders{ETag: tag}}, err
}

// HandDownDelivery gives the work to somebody of the own department: POST /deliveries/{delivery}/hand-down.
func (a *API) HandDownDelivery(ctx context.Context, r HandDownDeliveryRequestObject) (HandDownDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.HandDown(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Body.Officer, given(r.Body.Text)))
	return HandDownDelivery200JSONResponse{body, HandDownDelivery200ResponseHeaders{ETag: tag}}, err
}

// FinishDelivery ends the work (06): POST /deliveries/{delivery}/finish.
func (a *API) FinishDelivery(ctx context.Context, r FinishDeliveryRequestObject) (FinishDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.Finish(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Body.Note))
	return FinishDelivery200JSONResponse{body, FinishDelivery200ResponseHeaders{ETag: tag}}, err
}

// HandBackDelivery gives the paper back: POST /deliveries/{delivery}/hand-back.
func (a *API) HandBackDelivery(ctx context.Context, r HandBackDeliveryRequestObject) (HandBackDeliveryResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.HandBack(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), r.Body.Reason))
	return HandBackDelivery200JSONResponse{body, HandBackDelivery200ResponseHeaders{ETag: tag}}, err
}

// CorrectField names the right field: POST /deliveries/{delivery}/wrong-field.
func (a *API) CorrectField(ctx context.Context, r CorrectFieldRequestObject) (CorrectFieldResponseObject, error) {
	body, tag, err := a.acted(a.Dispatch.WrongField(ctx, callerOf(ctx).Actor, r.Delivery, versionOf(r.Params.IfMatch), office.FieldCode(r.Body.Field)))
	return CorrectField200JSONResponse{body, CorrectField200ResponseHeaders{ETag: tag}}, err
}

func deskItemOf(w desk.Item) DeskItem {
	return DeskItem{Post: w.PostID, Part: string(w.Part), Open: w.State == "open", Field: some(FieldCode(w.FieldCode)), DueOn: dateOrNone(w.DueOn), Since: w.Since}
}

func endorsementOf(e desk.Endorsement) Endorsement {
	return Endorsement{Post: e.PostID, Person: e.PersonID, Capacity: string(e.Capacity), Text: e.Text, At: e.CreatedAt}
}

package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/seal"
)

// ListWork is what waits for the caller: GET /work. The list goes by urgency, so its cursor is a place in it.
func (a *API) ListWork(ctx context.Context, r ListWorkRequestObject) (ListWorkResponseObject, error) {
	who, limit := callerOf(ctx), limitOf(r.Params.Limit)
	l := listOf(who, "work", who.Person.String())
	position, err := l.position(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	offset := 0
	if position != "" {
		if offset, err = strconv.Atoi(position); err != nil || offset < 0 {
			return nil, office.Invalid("api.bad_cursor", "cursor")
		}
	}
	all, total, err := a.Desk.List(ctx, who.Actor, limit, offset)
	list := ListWork200JSONResponse{Total: total, Items: make([]WorkItem, len(all))}
	for i, w := range all {
		list.Items[i] = WorkItem{Id: w.ID, Part: string(w.Part), Document: w.DocumentID, Delivery: w.DeliveryID, Post: w.PostID, Field: some(FieldCode(w.FieldCode)),
			DueOn: dateOrNone(w.DueOn), Since: w.Since}
	}
	if offset+len(all) < total && len(all) > 0 {
		next := l.cursor(strconv.Itoa(offset + len(all)))
		list.Next = &next
	}
	return list, err
}

// ListDeliveries lists the organ's deliveries: GET /deliveries.
func (a *API) ListDeliveries(ctx context.Context, r ListDeliveriesRequestObject) (ListDeliveriesResponseObject, error) {
	who, states, limit := callerOf(ctx), words[dispatch.State](given(r.Params.State)), limitOf(r.Params.Limit)
	l := listOf(who, "deliveries", words[string](states)...)
	before, err := l.before(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := a.Dispatch.Page(ctx, who.Actor, states, before, limit+1)
	if err != nil {
		return nil, err
	}
	all, more := cut(all, limit)
	page := ListDeliveries200JSONResponse{Items: make([]DeliverySummary, len(all))}
	for i, d := range all {
		page.Items[i] = a.deliverySummary(d)
	}
	if more {
		page.Next = l.next(all[len(all)-1].ID)
	}
	return page, nil
}

// GetDelivery reads a delivery, and notes that it was opened: GET /deliveries/{delivery}.
func (a *API) GetDelivery(ctx context.Context, r GetDeliveryRequestObject) (GetDeliveryResponseObject, error) {
	who := callerOf(ctx)
	if err := a.Dispatch.Open(ctx, who.Actor, r.Delivery); err != nil {
		return nil, err
	}
	v, err := a.Dispatch.Get(ctx, who.Actor, r.Delivery)
	if err != nil {
		return nil, err
	}
	if err := a.Desk.MarkRead(ctx, who.Actor, v.DocumentID); err != nil {
		return nil, err
	}
	return GetDelivery200JSONResponse{Body: a.delivery(who, v), Headers: GetDelivery200ResponseHeaders{ETag: etag(v.Version)}}, nil
}

// GetDeliveryFile sends the bytes that the sender froze: GET /deliveries/{delivery}/file.
func (a *API) GetDeliveryFile(ctx context.Context, r GetDeliveryFileRequestObject) (GetDeliveryFileResponseObject, error) {
	who := callerOf(ctx)
	file, content, err := a.Dispatch.File(ctx, who.Actor, r.Delivery)
	return fileAnswer{file, content, who.request}, err
}

// ExplainDelivery tells why a delivery came to its owner: GET /deliveries/{delivery}/explanation.
func (a *API) ExplainDelivery(ctx context.Context, r ExplainDeliveryRequestObject) (ExplainDeliveryResponseObject, error) {
	who := callerOf(ctx)
	told, err := a.Dispatch.Explain(ctx, who.Actor, r.Delivery, who.lang)
	if err != nil {
		return nil, err
	}
	v, err := a.Dispatch.Get(ctx, who.Actor, r.Delivery)
	if err != nil {
		return nil, err
	}
	if told == nil || len(v.Decisions) == 0 {
		return nil, office.Conflict("api.not_decided")
	}
	last := v.Decisions[len(v.Decisions)-1]
	e := ExplainDelivery200JSONResponse{Answer: told.Answer, Way: some(told.Way), Steps: make([]ExplanationStep, len(told.Steps)),
		Decision: Decision{Id: last.ID, Cause: last.Cause, Regulation: some(last.Answer.Version), Day: date(last.Answer.Day), Field: some(FieldCode(last.Answer.Field())),
			Flags: append([]string{}, last.Answer.Flags().Words()...), MadeAt: last.MadeAt}}
	for i, s := range told.Steps {
		e.Steps[i] = stepOf(s)
	}
	return e, nil
}

func (a *API) deliverySummary(d dispatch.Delivery) DeliverySummary {
	s := DeliverySummary{Id: d.ID, Version: d.Version, State: DeliveryState(d.State), Document: d.DocumentID, Sender: d.SenderID, Code: d.Code, Kind: KindCode(d.Kind),
		Subject: d.Subject, Urgency: Urgency(d.Urgency), Confidential: d.Confidential, Sha256: d.SHA256, Verdict: some(d.Verdict), Late: d.Late(a.Clock()),
		NumberIn: d.NumberIn, LeaderPost: d.LeaderPost, Department: d.DepartmentID, OfficerPost: d.OfficerPost, SentAt: d.SentAt, ArrivedAt: d.ArrivedAt,
		OpenedAt: d.OpenedAt, RegisteredAt: d.RegisteredAt, ClosedAt: d.ClosedAt, Refusal: refusalOf(d), Note: some(d.Note)}
	if flags := strings.Fields(d.Flags); len(flags) > 0 {
		s.Flags = &flags
	}
	return s
}

func refusalOf(d dispatch.Delivery) *Refusal {
	if d.RefusalCode == "" {
		return nil
	}
	return &Refusal{Code: d.RefusalCode, Reason: d.RefusalReason, Mend: d.RefusalMend}
}

// delivery is a delivery with everything that its organ knows of it.
func (a *API) delivery(who caller, v dispatch.View) Delivery {
	s := a.deliverySummary(v.Delivery)
	d := Delivery{Id: s.Id, Version: s.Version, State: s.State, Document: s.Document, Sender: s.Sender, Code: s.Code, Kind: s.Kind, Subject: s.Subject, Urgency: s.Urgency,
		Confidential: s.Confidential, Sha256: s.Sha256, Verdict: s.Verdict, Late: s.Late, NumberIn: s.NumberIn, LeaderPost: s.LeaderPost, Department: s.Department,
		OfficerPost: s.OfficerPost, Flags: s.Flags, SentAt: s.SentAt, ArrivedAt: s.ArrivedAt, OpenedAt: s.OpenedAt, RegisteredAt: s.RegisteredAt, ClosedAt: s.ClosedAt,
		Refusal: s.Refusal, Note: s.Note, SenderName: v.SenderName, IssuedOn: dateOrNone(v.Document.IssuedOn), File: fileOf(v.Main),
		Attachments: each(v.Attachments, fileOf), Proposed: words[FieldCode](v.Proposed.Fields), Acts: actsOf(v),
		Facts: each(v.Facts, func(f dispatch.Fact) Fact {
			return Fact{Name: f.Name, Value: f.Value, Principal: f.Principal, Source: string(f.Source)}
		}),
		Work: each(v.Work, deskItemOf),
		Events: each(v.Events, func(e dispatch.Event) Event {
			return Event{Code: e.Code, At: e.At, Person: e.PersonID, Post: e.PostID, Capacity: some(string(e.Capacity)), Detail: some(e.Detail)}
		}),
		Endorsements:   each(v.Endorsements, endorsementOf),
		Overrules:      each(v.Overrules, overruleOf),
		FieldProposals: each(v.Proposals, fieldProposalOf),
		Duplicates:     each(v.Duplicates, func(d dispatch.Delivery) office.ID { return d.ID })}
	if v.Report != nil {
		report := SignatureReport{Verdict: string(v.Report.Verdict), Headline: seal.Headline(who.lang, *v.Report), Advice: seal.Advice(who.lang, *v.Report),
			Findings: each(seal.Findings(who.lang, v.Report.Reasons), func(f seal.Finding) Finding { return Finding{Code: string(f.Code), Text: f.Text} })}
		d.Signatures = &report
	}
	return d
}

// actsOf are what the state allows and the reader may do, acts against the regulation too.
func actsOf(v dispatch.View) []string {
	acts := words[string](v.Acts)
	waits := slices.ContainsFunc(v.Proposals, func(p dispatch.FieldProposal) bool { return p.State == dispatch.ProposalOpen })
	for _, act := range []struct {
		name string
		may  bool
	}{{"overrule", v.MayOverrule}, {"propose_field", v.MayPropose && !waits}, {"answer_field", v.MayAnswer && waits}} {
		if act.may {
			acts = append(acts, act.name)
		}
	}
	return acts
}

// each turns every item of a list into what stands for it in an answer; the list is never null.
func each[From, To any](all []From, to func(From) To) []To {
	list := make([]To, len(all))
	for i, one := range all {
		list[i] = to(one)
	}
	return list
}

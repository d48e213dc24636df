package api

import (
	"context"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/office/reorganisation"
)

// reorganisationGuards are those of the operations that bring a change of organisation.
var reorganisationGuards = map[string]guard{
	"enterReorganisation": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		if !reorganisation.MayKeep(who.Actor) {
			return office.Forbidden("reorganisation.only_organiser")
		}
		return nil
	},
	"reviseReorganisation": func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		id, err := path("reorganisation")
		if err == nil {
			_, err = a.Reorganise.Get(ctx, who.Actor, id)
		}
		return err
	},
}

// ListReorganisations lists the changes that the organ entered: GET /reorganisations.
func (a *API) ListReorganisations(ctx context.Context, _ ListReorganisationsRequestObject) (ListReorganisationsResponseObject, error) {
	all, err := a.Reorganise.List(ctx, callerOf(ctx).Actor)
	list := ListReorganisations200JSONResponse{Items: make([]ReorganisationSummary, len(all))}
	for i, r := range all {
		list.Items[i] = ReorganisationSummary{Id: r.ID, Title: r.Title, Number: r.Number, Dated: date(r.Dated), EffectiveOn: date(r.EffectiveOn), State: ReorganisationState(r.State)}
	}
	return list, err
}

// EnterReorganisation keeps a new change: POST /reorganisations.
func (a *API) EnterReorganisation(ctx context.Context, r EnterReorganisationRequestObject) (EnterReorganisationResponseObject, error) {
	kept, err := a.Reorganise.Enter(ctx, callerOf(ctx).Actor, reorganisationIn(*r.Body))
	if err != nil {
		return nil, inBody(err)
	}
	answer, tag, err := a.reorganisationOf(ctx, kept.ID)
	return EnterReorganisation201JSONResponse{Body: answer, Headers: EnterReorganisation201ResponseHeaders{ETag: tag}}, err
}

// GetReorganisation reads a change: GET /reorganisations/{reorganisation}.
func (a *API) GetReorganisation(ctx context.Context, r GetReorganisationRequestObject) (GetReorganisationResponseObject, error) {
	answer, tag, err := a.reorganisationOf(ctx, r.Reorganisation)
	return GetReorganisation200JSONResponse{Body: answer, Headers: GetReorganisation200ResponseHeaders{ETag: tag}}, err
}

// ReviseReorganisation says anew what a draft is: PUT /reorganisations/{reorganisation}.
func (a *API) ReviseReorganisation(ctx context.Context, r ReviseReorganisationRequestObject) (ReviseReorganisationResponseObject, error) {
	change := reorganisationIn(*r.Body)
	change.ID, change.Revision = r.Reorganisation, versionOf(r.Params.IfMatch)
	if _, err := a.Reorganise.Revise(ctx, callerOf(ctx).Actor, change); err != nil {
		return nil, inBody(err)
	}
	answer, tag, err := a.reorganisationOf(ctx, r.Reorganisation)
	return ReviseReorganisation200JSONResponse{Body: answer, Headers: ReviseReorganisation200ResponseHeaders{ETag: tag}}, err
}

// ApproveReorganisation has a change wait for its day: POST /reorganisations/{reorganisation}/approve.
func (a *API) ApproveReorganisation(ctx context.Context, r ApproveReorganisationRequestObject) (ApproveReorganisationResponseObject, error) {
	if _, err := a.Reorganise.Approve(ctx, callerOf(ctx).Actor, r.Reorganisation, versionOf(r.Params.IfMatch)); err != nil {
		return nil, atSuccessions(err)
	}
	answer, tag, err := a.reorganisationOf(ctx, r.Reorganisation)
	return ApproveReorganisation200JSONResponse{Body: answer, Headers: ApproveReorganisation200ResponseHeaders{ETag: tag}}, err
}

// WithdrawReorganisation gives a change up: POST /reorganisations/{reorganisation}/withdraw.
func (a *API) WithdrawReorganisation(ctx context.Context, r WithdrawReorganisationRequestObject) (WithdrawReorganisationResponseObject, error) {
	if _, err := a.Reorganise.Withdraw(ctx, callerOf(ctx).Actor, r.Reorganisation, versionOf(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	answer, tag, err := a.reorganisationOf(ctx, r.Reorganisation)
	return WithdrawReorganisation200JSONResponse{Body: answer, Headers: WithdrawReorganisation200ResponseHeaders{ETag: tag}}, err
}

func reorganisationIn(e ReorganisationEntry) org.Reorganisation {
	r := org.Reorganisation{Title: e.Title, Number: e.Number, Dated: office.Day(e.Dated.String()), EffectiveOn: office.Day(e.EffectiveOn.String())}
	for _, s := range e.Successions {
		row := org.Succession{Part: org.Part(s.Part), Old: s.Old, New: given(s.New), Scope: org.Scope{Fields: words[office.FieldCode](given(s.Fields)), Areas: words[office.AreaCode](given(s.Areas))}}
		if s.Rename != nil {
			row.Names = &org.Names{Name: s.Rename.Name, ShortName: given(s.Rename.ShortName), Abbreviation: given(s.Rename.Abbreviation), PlaceName: given(s.Rename.PlaceName)}
		}
		r.Mapping = append(r.Mapping, row)
	}
	return r
}

// atSuccessions turns the places of faults, "successions[2].new", into pointers: "/successions/2/new".
func atSuccessions(err error) error {
	for _, e := range office.All(err) {
		e.Field = pointerTo(e.Field)
	}
	return err
}

func pointerTo(place string) string {
	if place == "" {
		return ""
	}
	return "/" + strings.NewReplacer("[", "/", "].", "/", ".", "/").Replace(place)
}

func (a *API) reorganisationOf(ctx context.Context, id office.ID) (Reorganisation, *string, error) {
	who := callerOf(ctx)
	v, err := a.Reorganise.Get(ctx, who.Actor, id)
	if err != nil {
		return Reorganisation{}, nil, err
	}
	answer := Reorganisation{Id: v.ID, Title: v.Title, Number: v.Number, Dated: date(v.Dated), EffectiveOn: date(v.EffectiveOn), State: ReorganisationState(v.State),
		Version: v.Revision, Successions: []Succession{}, Faults: []ReorganisationFault{}, Organs: []ReorganisationOrgan{}, Drafts: []ReorganisationDraft{}, Moved: v.Moved(), StartedAt: v.StartedAt, DoneAt: v.DoneAt}
	for _, s := range v.Mapping {
		answer.Successions = append(answer.Successions, successionOf(s))
	}
	answer.plan(who.lang, v)
	return answer, etag(v.Revision), nil
}

func successionOf(s org.Succession) Succession {
	row := Succession{Part: SuccessionPart(s.Part), Old: s.Old, New: some(s.New)}
	if fields := words[string](s.Scope.Fields); len(fields) > 0 {
		row.Fields = &fields
	}
	if areas := words[string](s.Scope.Areas); len(areas) > 0 {
		row.Areas = &areas
	}
	if s.Names != nil {
		row.Rename = &Renaming{Name: s.Names.Name, ShortName: some(s.Names.ShortName), Abbreviation: some(s.Names.Abbreviation), PlaceName: some(s.Names.PlaceName)}
	}
	return row
}

// plan tells what a change does, or did.
func (r *Reorganisation) plan(lang language.Lang, v reorganisation.View) {
	for _, f := range v.Faults {
		r.Faults = append(r.Faults, ReorganisationFault{Pointer: pointerTo(f.Field), Detail: language.Text(lang, f.Key, f.Args...)})
	}
	for _, p := range v.Organs {
		plan := ReorganisationOrgan{Organ: Named{p.Organ.ID, p.Organ.ShortName}, Ends: p.Ends, Heirs: append([]string{}, p.Heirs...), Registers: len(p.Registers),
			Delegations: len(p.Delegations), Groups: p.Groups}
		for _, n := range p.Open {
			plan.Open += n
		}
		for _, n := range p.Unsent {
			plan.Unsent += n
		}
		r.Organs = append(r.Organs, plan)
	}
	for _, d := range v.Drafts {
		r.Drafts = append(r.Drafts, ReorganisationDraft{Organ: Named{d.Organ.ID, d.Organ.ShortName}, From: d.From, Clauses: d.Clauses, Lost: lostOf(lang, d.Lost)})
	}
	for _, o := range v.Of(reorganisation.StepDraft) {
		r.Drafts = append(r.Drafts, ReorganisationDraft{Organ: Named{o.Organ, v.Names[o.Organ]}, From: o.Detail.From, Clauses: o.Detail.Count, Regulation: o.Object, Lost: lostOf(lang, o.Detail.Lost)})
	}
}

func lostOf(lang language.Lang, lost []regulation.Lost) []LostRule {
	rules := []LostRule{}
	for _, l := range lost {
		rules = append(rules, LostRule{Reference: l.Reference, Why: language.Text(lang, l.Why)})
	}
	return rules
}

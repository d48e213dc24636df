package api

import (
	"cmp"
	"context"
	"encoding/json"
	"regexp"
	"slices"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/regulation"
	"congvan/routing"
)

// regulationGuards are those of the operations on regulations.
var regulationGuards = map[string]guard{
	"draftRegulation": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		return mayKeep(who)
	},
	"proposeClauses": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		return mayKeep(who)
	},
	"adoptRegulation":     mayKeepVersion,
	"reviseRegulation":    mayKeepVersion,
	"draftFromRegulation": mayKeepVersion,
	"compareRegulations":  mayReadVersion,
	"replayRegulation":    mayTryVersion,
	"listOpenWork":        mayTryVersion,
}

// mayKeepVersion is the guard of what is done to a version, or with it.
func mayKeepVersion(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	if err := mayReadVersion(a, ctx, who, path); err != nil {
		return err
	}
	return mayKeep(who)
}

// mayReadVersion is the guard of what tells of a version.
func mayReadVersion(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	id, err := path("regulation")
	if err != nil {
		return err
	}
	_, err = a.Regulation.Get(ctx, who.Actor, id)
	return err
}

// mayTryVersion is the guard of what tries a version on the organ's papers.
func mayTryVersion(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	if err := mayReadVersion(a, ctx, who, path); err != nil {
		return err
	}
	if !dispatch.MayReplay(who.Actor) {
		return office.Forbidden("lifecycle.only_keeper")
	}
	return nil
}

func mayKeep(who caller) error {
	if !regulation.MayKeep(who.Actor, who.Organ) {
		return office.Forbidden("regulation.only_organiser")
	}
	return nil
}

// ListFields gives the tree of fields: GET /fields.
func (a *API) ListFields(ctx context.Context, _ ListFieldsRequestObject) (ListFieldsResponseObject, error) {
	lang, tree := callerOf(ctx).lang, ListFields200JSONResponse{Items: []Field{}}
	for _, f := range regulation.Fields() {
		tree.Items = append(tree.Items, Field{Code: FieldCode(f.Code), Name: regulation.FieldIn(lang, f.Code), Parent: some(FieldCode(f.Parent))})
	}
	return tree, nil
}

// ListRegulations lists the versions: GET /regulations.
func (a *API) ListRegulations(ctx context.Context, _ ListRegulationsRequestObject) (ListRegulationsResponseObject, error) {
	all, err := a.Regulation.List(ctx, callerOf(ctx).Actor)
	list := ListRegulations200JSONResponse{Items: make([]RegulationSummary, len(all))}
	for i, v := range all {
		list.Items[i] = RegulationSummary{Id: v.ID, Title: v.Title, State: RegulationState(v.State), Number: some(v.Number), AdoptedOn: dateOrNone(v.AdoptedOn),
			EffectiveFrom: dateOrNone(v.EffectiveFrom), CreatedAt: v.CreatedAt}
	}
	return list, err
}

// GetRegulation reads a version: GET /regulations/{regulation}.
func (a *API) GetRegulation(ctx context.Context, r GetRegulationRequestObject) (GetRegulationResponseObject, error) {
	v, tag, err := a.regulation(ctx, r.Regulation)
	return GetRegulation200JSONResponse{Body: v, Headers: GetRegulation200ResponseHeaders{ETag: tag}}, err
}

// regulation reads a version as it stands now, with its entity tag.
func (a *API) regulation(ctx context.Context, id office.ID) (Regulation, *string, error) {
	v, err := a.Regulation.Get(ctx, callerOf(ctx).Actor, id)
	if err != nil {
		return Regulation{}, nil, err
	}
	return regulationOut(v), etag(v.Revision), nil
}

func regulationOut(v regulation.Version) Regulation {
	out := Regulation{Id: v.ID, Title: v.Title, State: RegulationState(v.State), Number: some(v.Number), AdoptedOn: dateOrNone(v.AdoptedOn),
		EffectiveFrom: dateOrNone(v.EffectiveFrom), CreatedAt: v.CreatedAt, Deputy: v.DeputyID,
		Precedence: make([]Selector, len(v.Precedence)), Substitutes: []Substitution{}, Clauses: make([]Clause, len(v.Clauses))}
	for i, s := range v.Precedence {
		out.Precedence[i] = Selector(s.String())
	}
	for post, by := range v.Substitutes {
		out.Substitutes = append(out.Substitutes, Substitution{Post: post, By: by})
	}
	slices.SortFunc(out.Substitutes, func(a, b Substitution) int { return slices.Compare(a.Post[:], b.Post[:]) })
	for i, c := range v.Clauses {
		out.Clauses[i] = clauseOut(c)
	}
	return out
}

func clauseOut(c regulation.Clause) Clause {
	id := c.ID
	return Clause{Id: &id, Reference: c.Reference, Wording: some(c.Wording), Slot: ClauseSlot(c.Slot.String()), Post: c.PostID, Department: c.DepartmentID,
		Urgencies: listOrNone[Urgency](c.Urgencies), Kinds: listOrNone[KindCode](c.Kinds), Fields: listOrNone[FieldCode](c.Fields),
		Issuers: listOrNone[string](c.Issuers), Areas: listOrNone[string](c.Areas)}
}

// listOrNone leaves an empty list out.
func listOrNone[To, From ~string](all []From) *[]To {
	if len(all) == 0 {
		return nil
	}
	list := words[To](all)
	return &list
}

// DraftRegulation keeps a draft: POST /regulations.
func (a *API) DraftRegulation(ctx context.Context, r DraftRegulationRequestObject) (DraftRegulationResponseObject, error) {
	who := callerOf(ctx)
	v, err := contentOf(r.Body)
	if err != nil {
		return nil, err
	}
	v.OrganID = who.Organ
	for i := range v.Clauses {
		v.Clauses[i].ID = office.ID{} // it names a clause of the version that was read, and a draft has clauses of its own
	}
	id, err := a.Regulation.Draft(ctx, who.Actor, v)
	if err != nil {
		return nil, inVersion(err)
	}
	body, tag, err := a.regulation(ctx, id)
	return DraftRegulation201JSONResponse{Body: body, Headers: DraftRegulation201ResponseHeaders{ETag: tag, Location: regulationAt(id)}}, err
}

// regulationAt is the address of a version.
func regulationAt(id office.ID) *string {
	location := Prefix + "/regulations/" + id.String()
	return &location
}

// DraftFromRegulation keeps a draft with the content of a version: POST /regulations/{regulation}/drafts.
func (a *API) DraftFromRegulation(ctx context.Context, r DraftFromRegulationRequestObject) (DraftFromRegulationResponseObject, error) {
	id, err := a.Regulation.DraftFrom(ctx, callerOf(ctx).Actor, r.Regulation, given(r.Body.Title))
	if err != nil {
		return nil, err
	}
	body, tag, err := a.regulation(ctx, id)
	return DraftFromRegulation201JSONResponse{Body: body, Headers: DraftFromRegulation201ResponseHeaders{ETag: tag, Location: regulationAt(id)}}, err
}

// ReviseRegulation says anew what a draft is: PUT /regulations/{regulation}.
func (a *API) ReviseRegulation(ctx context.Context, r ReviseRegulationRequestObject) (ReviseRegulationResponseObject, error) {
	v, err := contentOf(r.Body)
	if err != nil {
		return nil, err
	}
	v.ID, v.Revision = r.Regulation, versionOf(r.Params.IfMatch)
	if v, err = a.Regulation.Revise(ctx, callerOf(ctx).Actor, v); err != nil {
		return nil, inVersion(err)
	}
	return ReviseRegulation200JSONResponse{Body: regulationOut(v), Headers: ReviseRegulation200ResponseHeaders{ETag: etag(v.Revision)}}, nil
}

// DiscardRegulation drops a draft: DELETE /regulations/{regulation}.
func (a *API) DiscardRegulation(ctx context.Context, r DiscardRegulationRequestObject) (DiscardRegulationResponseObject, error) {
	return DiscardRegulation204Response{}, a.Regulation.Discard(ctx, callerOf(ctx).Actor, r.Regulation)
}

// contentOf is what a version says, as it was sent.
func contentOf(body *RegulationDraft) (regulation.Version, error) {
	v := regulation.Version{Title: body.Title, DeputyID: body.Deputy, Substitutes: map[office.ID][]office.ID{}}
	for _, word := range given(body.Precedence) {
		var s routing.Selector
		if err := s.UnmarshalText([]byte(word)); err != nil {
			return v, err
		}
		v.Precedence = append(v.Precedence, s)
	}
	for _, s := range given(body.Substitutes) {
		v.Substitutes[s.Post] = s.By
	}
	for _, c := range body.Clauses {
		in, err := clauseIn(c)
		if err != nil {
			return v, err
		}
		v.Clauses = append(v.Clauses, in)
	}
	return v, nil
}

func clauseIn(c Clause) (regulation.Clause, error) {
	in := regulation.Clause{ID: given(c.Id), Reference: c.Reference, Wording: given(c.Wording), PostID: c.Post, DepartmentID: c.Department,
		Selectors: regulation.Selectors{Urgencies: words[office.Urgency](given(c.Urgencies)), Kinds: words[office.KindCode](given(c.Kinds)),
			Fields: words[office.FieldCode](given(c.Fields)), Issuers: given(c.Issuers), Areas: words[office.AreaCode](given(c.Areas))}}
	err := in.Slot.UnmarshalText([]byte(c.Slot))
	return in, err
}

var clausePlace = regexp.MustCompile(`^clauses\[(\d+)\]\.`)

// inVersion turns places in a version, "clauses[3].fields", into pointers into the body.
func inVersion(err error) error {
	for _, e := range office.All(err) {
		e.Field = clausePlace.ReplaceAllString(e.Field, "/clauses/$1/")
	}
	return inBody(err)
}

// TryDecision asks the engine about a paper that nobody has sent: POST /decisions/try.
func (a *API) TryDecision(ctx context.Context, r TryDecisionRequestObject) (TryDecisionResponseObject, error) {
	who := callerOf(ctx)
	trial, err := a.try(ctx, who, *r.Body)
	if err != nil {
		return nil, inBody(err)
	}
	text, err := json.Marshal(trial.Answer.Decision)
	if err != nil {
		return nil, err
	}
	d := TryDecision200JSONResponse{Day: date(trial.Answer.Day), Leader: trial.Named.Leader, Person: some(trial.Named.Person), StoodIn: some(trial.Named.StoodIn),
		Department: trial.Named.Department, Officer: some(trial.Named.Officer), Answer: trial.Explanation.Answer, Flags: trial.Answer.Flags().Words(),
		Steps: make([]ExplanationStep, len(trial.Explanation.Steps))}
	if trial.Answer.Version != (office.ID{}) {
		d.Regulation = &trial.Answer.Version
	}
	for i, s := range trial.Explanation.Steps {
		d.Steps[i] = stepOf(s)
	}
	return d, json.Unmarshal(text, &d.Detail)
}

func (a *API) try(ctx context.Context, who caller, f Facts) (regulation.Trial, error) {
	if f.Regulation != nil {
		return a.Regulation.TryBy(ctx, who.Actor, who.lang, *f.Regulation, factsOf(f), dayOf(f.Day))
	}
	return a.Regulation.Try(ctx, who.Actor, who.lang, factsOf(f), cmp.Or(dayOf(f.Day), who.Day))
}

func stepOf(s regulation.Step) ExplanationStep {
	step := ExplanationStep{Title: s.Title, Text: some(s.Text), Clauses: make([]ClauseLine, len(s.Clauses))}
	for i, c := range s.Clauses {
		step.Clauses[i] = ClauseLine{Reference: c.Reference, Text: c.Text, Applies: c.Applies, Outcome: c.Outcome, Lost: some(c.Lost)}
	}
	return step
}

func factsOf(f Facts) routing.Facts {
	facts := routing.Facts{Kind: routing.Kind(given(f.Kind)), Issuer: routing.Issuer(given(f.Issuer)), Urgency: routing.Urgency(given(f.Urgency))}
	if fields := words[routing.Field](given(f.Fields)); len(fields) > 0 {
		facts.Field, facts.OtherFields = fields[0], fields[1:]
	}
	if areas := words[routing.Area](given(f.Areas)); len(areas) > 0 {
		facts.Area, facts.OtherAreas = areas[0], areas[1:]
	}
	if f.Named != nil {
		facts.Named = routing.Post(f.Named.String())
	}
	if f.Continues != nil {
		facts.Continues = routing.Post(f.Continues.String())
	}
	for _, post := range given(f.Excluded) {
		facts.Excluded = append(facts.Excluded, routing.Post(post.String()))
	}
	return facts
}

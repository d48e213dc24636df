package api

import (
	"context"
	"net/http"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
)

// coverageGuards are those of the operations on the organs below.
var coverageGuards = map[string]guard{"listCoverage": mayOversee, "getCoverageWorkbook": mayOversee}

func mayOversee(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !regulation.MayOversee(who.Actor) {
		return office.Forbidden("coverage.only_overseers")
	}
	return nil
}

// dayAsked is the day that a request names, or today.
func dayAsked(who caller, day office.Day) office.Day {
	if day == "" {
		return who.Day
	}
	return day
}

// ListCoverage is the report on the organs below: GET /coverage.
func (a *API) ListCoverage(ctx context.Context, r ListCoverageRequestObject) (ListCoverageResponseObject, error) {
	who := callerOf(ctx)
	day := dayAsked(who, dayOf(r.Params.Day))
	all, err := a.Regulation.CoverageBelow(ctx, who.Actor, day)
	list := ListCoverage200JSONResponse{Day: date(day), Items: make([]CoverageSummary, len(all))}
	for i := range all {
		list.Items[i] = coverageSummary(&all[i])
	}
	return list, err
}

// GetCoverageWorkbook is the same as a workbook: GET /coverage/workbook.
func (a *API) GetCoverageWorkbook(ctx context.Context, r GetCoverageWorkbookRequestObject) (GetCoverageWorkbookResponseObject, error) {
	who := callerOf(ctx)
	day := dayAsked(who, dayOf(r.Params.Day))
	return workbookAnswer{"do-phu-quy-che-" + string(day) + ".xlsx", func(w http.ResponseWriter) error {
		return a.Regulation.CoverageWorkbook(ctx, who.Actor, day, w)
	}}, nil
}

// GetCoverage is what one organ's regulation leaves open: GET /coverage/{organ}.
func (a *API) GetCoverage(ctx context.Context, r GetCoverageRequestObject) (GetCoverageResponseObject, error) {
	who := callerOf(ctx)
	c, err := a.Regulation.Coverage(ctx, who.Actor, r.Organ, dayAsked(who, dayOf(r.Params.Day)))
	if err != nil {
		return nil, err
	}
	return GetCoverage200JSONResponse(coverageOf(who, &c)), nil
}

// GetRegulationCoverage is what a version would leave open: GET /regulations/{regulation}/coverage.
func (a *API) GetRegulationCoverage(ctx context.Context, r GetRegulationCoverageRequestObject) (GetRegulationCoverageResponseObject, error) {
	who := callerOf(ctx)
	v, err := a.Regulation.Get(ctx, who.Actor, r.Regulation)
	if err != nil {
		return nil, err
	}
	c, err := a.Regulation.CoverageOf(ctx, who.Actor, v)
	if err != nil {
		return nil, err
	}
	return GetRegulationCoverage200JSONResponse(coverageOf(who, &c)), nil
}

func coverageSummary(c *regulation.Coverage) CoverageSummary {
	f := c.Figures()
	s := CoverageSummary{Organ: c.Organ.ID, Name: c.Organ.ShortName, Fields: f.Fields, Gaps: f.Gaps, Overlaps: f.Overlaps, General: f.General,
		OfficeLeads: f.OfficeLeads, Vacant: f.Vacant, Dead: f.Dead, Problems: f.Problems, Leader: cells(f.Leader), Department: cells(f.Department)}
	if c.Version.ID != (office.ID{}) {
		s.Regulation, s.Number, s.EffectiveFrom = &c.Version.ID, some(c.Version.Number), dateOrNone(c.Version.EffectiveFrom)
	}
	return s
}

func cells(c routing.Counts) Cells {
	return Cells{Covered: int64(c.Covered), General: int64(c.General), Gap: int64(c.Gap), Overlap: int64(c.Overlap)}
}

func coverageOf(who caller, c *regulation.Coverage) Coverage {
	out := Coverage{Day: date(c.Day), Summary: coverageSummary(c), Findings: []CoverageFinding{}, Fields: []FieldCoverage{}}
	for _, told := range c.Tell(who.lang) {
		out.Findings = append(out.Findings, findingOf(told))
	}
	slot := func(s routing.SlotCoverage) SlotCoverage { return slotCoverage(who, c, s) }
	for _, f := range c.Coverage.Fields {
		if f.Field == "" {
			continue
		}
		row := FieldCoverage{Field: FieldCode(f.Field), Name: regulation.FieldIn(who.lang, office.FieldCode(f.Field)),
			Leader: slot(f.Leader), Department: slot(f.Department), Officer: slot(f.Officer)}
		if f.Group {
			row.Group = &f.Group
		}
		out.Fields = append(out.Fields, row)
	}
	return out
}

func findingOf(told regulation.Told) CoverageFinding {
	f := told.Finding
	out := CoverageFinding{Kind: CoverageFindingKind(told.Kind), Title: told.Title, Text: told.Text, Mend: some(told.Mend), Fields: listOrNone[FieldCode](f.Fields),
		Clauses: clausesOf(told.Clauses), By: clausesOf(told.By), Posts: idsOrNone(f.Posts), Departments: idsOrNone(f.Departments)}
	if f.Slot != 0 {
		out.Slot = some(f.Slot.String())
	}
	if f.Cells > 0 {
		n := int64(f.Cells)
		out.Cells = &n
	}
	if len(f.Boxes) > 0 {
		boxes := make([]CellBox, len(f.Boxes))
		for i, b := range f.Boxes {
			boxes[i] = CellBox{Fields: cellValues(b.Fields), Areas: cellValues(b.Areas), Kinds: cellValues(b.Kinds), Issuers: cellValues(b.Issuers),
				Urgencies: cellValues(b.Urgencies)}
		}
		out.Boxes = &boxes
	}
	return out
}

func cellValues[V ~string](v routing.Values[V]) CellValues {
	return CellValues{Except: v.Except, List: append([]string{}, words[string](v.List)...)}
}

func clausesOf(refs []regulation.ClauseRef) *[]CoverageClause {
	if len(refs) == 0 {
		return nil
	}
	all := make([]CoverageClause, len(refs))
	for i, c := range refs {
		all[i] = CoverageClause{Id: c.ID, Reference: c.Reference, Says: c.Says}
	}
	return &all
}

// idsOrNone are identifiers as routing carries them.
func idsOrNone[V ~string](list []V) *[]office.ID {
	if len(list) == 0 {
		return nil
	}
	ids := idsOf(list)
	return &ids
}

func idsOf[V ~string](list []V) []office.ID {
	ids := make([]office.ID, 0, len(list))
	for _, text := range list {
		if id, err := office.ParseID("", string(text)); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func slotCoverage(who caller, c *regulation.Coverage, s routing.SlotCoverage) SlotCoverage {
	out := SlotCoverage{Cells: cells(s.Counts), Shares: make([]CoverageShare, len(s.Shares))}
	for i, told := range c.TellShares(who.lang, s) {
		share := &s.Shares[i]
		out.Shares[i] = CoverageShare{Who: told.Who, Where: some(told.Where), Cells: cells(share.Counts), Clauses: idsOf(share.Clauses)}
		for _, id := range idsOf([]routing.Post{share.Post}) {
			out.Shares[i].Post = &id
		}
		for _, id := range idsOf([]routing.Department{share.Department}) {
			out.Shares[i].Department = &id
		}
	}
	return out
}

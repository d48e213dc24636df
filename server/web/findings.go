package web

import (
	"slices"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"
)

// findingUnreferenced are clauses of a draft that do not say where they stand in the regulation's text.
const findingUnreferenced routing.FindingKind = "unreferenced"

// findingOrder is the order in which findings are told: what must be mended first, what is only to be known last.
func findingOrder() []routing.FindingKind {
	return append([]routing.FindingKind{regulation.FindingNoRegulation, regulation.FindingProblem, findingUnreferenced}, routing.FindingKinds()...)
}

// tones of the figures of findings; those that are only to be known have none.
var findingTones = map[routing.FindingKind]string{routing.FindingGap: "warn", routing.FindingOverlap: "warn", routing.FindingVacant: "warn",
	regulation.FindingProblem: "warn", findingUnreferenced: "warn", routing.FindingGeneral: "general"}

// findings are what the version leaves open, each with links to where it is; nil when it was not analysed.
func (s *sheet) findings() *page.Findings {
	if s.coverage == nil {
		return nil
	}
	groups := map[routing.FindingKind][]page.Finding{}
	for _, told := range s.coverage.Tell(s.lang) {
		groups[told.Kind] = append(groups[told.Kind], page.Finding{Title: told.Title, Text: told.Text, Mend: told.Mend, Links: s.places(told)})
	}
	if s.edits {
		groups[findingUnreferenced] = s.unreferenced()
	}
	all := page.Findings{}
	for _, kind := range findingOrder() {
		list := groups[kind]
		if len(list) == 0 {
			continue
		}
		all.Figures = append(all.Figures, page.Figure{Count: len(list), Text: "matrix.figure." + string(kind), Href: "#f-" + string(kind), Tone: findingTones[kind]})
		all.Groups = append(all.Groups, page.FindingGroup{Kind: string(kind), List: list})
	}
	return &all
}

// places are the links from a finding to its clauses, and to the rows of its fields when those are on the page.
func (s *sheet) places(told regulation.Told) []page.Option {
	var links []page.Option
	for _, k := range append(slices.Clone(told.Clauses), told.By...) {
		if k.ID != (office.ID{}) {
			links = append(links, page.Option{Value: s.clauseAddress(k.ID.String()) + "#clause", Text: k.Reference, Note: k.Says})
		}
	}
	if s.view == "matrix" && told.Kind != routing.FindingOtherLeader {
		for _, f := range told.Finding.Fields {
			links = append(links, page.Option{Value: "#" + s.cellOf(f, told.Finding.Slot), Text: s.phrase("matrix.to_row", string(f))})
		}
	}
	return links
}

// cellOf is the first cell of a field for a slot: where whoever mends it begins.
func (s *sheet) cellOf(f routing.Field, slot routing.Slot) string {
	for i, c := range s.columns() {
		if c.slot == slot {
			return "c-" + string(f) + "-" + number(i)
		}
	}
	return "r-" + string(f)
}

// unreferenced are the clauses whose place in the text is not written down yet.
func (s *sheet) unreferenced() []page.Finding {
	var list []page.Finding
	for _, k := range s.Clauses {
		if k.Reference == "" {
			words := s.Words[k.ID]
			list = append(list, page.Finding{Title: words.Whom, Text: words.Asks,
				Links: []page.Option{{Value: s.clauseAddress(k.ID.String()) + "#clause", Text: s.phrase("matrix.unreferenced.write")}}})
		}
	}
	return list
}

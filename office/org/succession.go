package org

import (
	"slices"
	"strconv"
	"strings"

	"congvan/office"
)

// Part is what a succession is about.
type Part string

// The parts.
const (
	PartOrgan      Part = "organ"
	PartDepartment Part = "department"
	PartPost       Part = "post"
	PartArea       Part = "area"
	PartField      Part = "field"
)

// Names are what an organ, a department or a post is called. Of a department and a post only Name and Abbreviation count.
type Names struct {
	Name         string `json:"name,omitempty"`
	ShortName    string `json:"short_name,omitempty"`
	Abbreviation string `json:"abbreviation,omitempty"`
	PlaceName    string `json:"place_name,omitempty"`
}

// Scope narrows a succession to some matters. Empty lists mean all: all that no narrower succession of the same old part takes.
type Scope struct {
	Fields []office.FieldCode `json:"fields,omitempty"`
	Areas  []office.AreaCode  `json:"areas,omitempty"` // of the old organ's locality
}

// Empty reports whether the scope narrows nothing.
func (s Scope) Empty() bool { return len(s.Fields) == 0 && len(s.Areas) == 0 }

func (s Scope) covers(m Matter) bool {
	return (len(s.Fields) == 0 || slices.Contains(s.Fields, m.Field)) && (len(s.Areas) == 0 || slices.Contains(s.Areas, m.Area))
}

// meets reports whether two scopes of one old part take the same matters and neither is the rest of the other.
func (s Scope) meets(other Scope) bool {
	return s.Empty() == other.Empty() && s.with(other)
}

// with reports whether a matter may be of both scopes.
func (s Scope) with(other Scope) bool {
	return shares(s.Fields, other.Fields) && shares(s.Areas, other.Areas)
}

func shares[T comparable](a, b []T) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) })
}

// Matter is what of a paper decides where it goes.
type Matter struct {
	Field office.FieldCode
	Area  office.AreaCode
}

// Succession says what takes the place of what, or, with Names, what is called otherwise from then on.
type Succession struct {
	ID    office.ID
	Part  Part
	Old   string // the identifier of an organ, department or post; AreaKey of an area; the code of a field
	New   string // the successor; empty in a rename
	Scope Scope
	Names *Names
}

// AreaKey names an area of an organ's locality in a succession.
func AreaKey(organ office.ID, area office.AreaCode) string {
	return organ.String() + "/" + string(area)
}

// Mapping is what a change of organisation says: all its successions.
type Mapping []Succession

// Faults are what is wrong with a mapping by itself, all at once: a part that succeeds itself, successions that lead in a circle, two that take the
// same matters of one part, an area or field with a scope. Field names the row: "successions[2].new".
func (m Mapping) Faults() []*office.Error {
	var faults []*office.Error
	for i, s := range m {
		at := "successions[" + strconv.Itoa(i) + "]."
		switch {
		case s.Old == "":
			faults = append(faults, office.Invalid("reorganisation.old_missing", at+"old"))
		case s.Names != nil && strings.TrimSpace(s.Names.Name) == "":
			faults = append(faults, office.Invalid("reorganisation.name_missing", at+"name"))
		case s.Names == nil && s.New == "":
			faults = append(faults, office.Invalid("reorganisation.new_missing", at+"new"))
		case s.Old == s.New:
			faults = append(faults, office.Invalid("reorganisation.succeeds_itself", at+"new"))
		case (s.Part == PartArea || s.Part == PartField) && !s.Scope.Empty():
			faults = append(faults, office.Invalid("reorganisation.scope_here", at+"scope"))
		case m.twice(i):
			faults = append(faults, office.Invalid("reorganisation.overlaps", at+"old"))
		case s.Names == nil && m.circles(s):
			faults = append(faults, office.Invalid("reorganisation.circle", at+"new"))
		}
	}
	return faults
}

// twice reports whether an earlier row takes matters of the same part that row i takes too, or names it too.
func (m Mapping) twice(i int) bool {
	s := m[i]
	return slices.ContainsFunc(m[:i], func(earlier Succession) bool {
		return earlier.Part == s.Part && earlier.Old == s.Old && (earlier.Names == nil) == (s.Names == nil) && earlier.Scope.meets(s.Scope)
	})
}

// circles reports whether the successors of s lead back to its old part for a matter of s: two departments may give each other different fields.
// Every part is visited once: neither depth nor a loop elsewhere hangs it.
func (m Mapping) circles(s Succession) bool {
	seen, next := map[string]bool{}, []string{s.New}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if at == s.Old {
			return true
		}
		if seen[at] {
			continue
		}
		seen[at] = true
		for _, t := range m {
			if t.Part == s.Part && t.Names == nil && t.Old == at && s.Scope.with(t.Scope) {
				next = append(next, t.New)
			}
		}
	}
	return false
}

// To is what takes the place of a part for a matter: of the successions that cover it the one with a scope before the rest, and so on from there.
// moved is false where nothing does. It ends for every mapping, also for one that was never checked.
func (m Mapping) To(part Part, old string, about Matter) (successor string, moved bool) {
	seen := map[string]bool{}
	for !seen[old] {
		seen[old] = true
		step, ok := m.step(part, old, about)
		if !ok {
			return old, moved
		}
		old, moved = step, true
	}
	return old, moved
}

func (m Mapping) step(part Part, old string, about Matter) (string, bool) {
	var rest string
	for _, s := range m {
		if s.Part != part || s.Old != old || s.Names != nil {
			continue
		}
		if s.Scope.Empty() {
			rest = s.New
		} else if s.Scope.covers(about) {
			return s.New, true
		}
	}
	return rest, rest != ""
}

// Of are the successions of one old part, those with a scope first; renames are left out.
func (m Mapping) Of(part Part, old string) []Succession {
	var found []Succession
	for _, s := range m {
		if s.Part == part && s.Old == old && s.Names == nil {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b Succession) int {
		switch {
		case a.Scope.Empty() == b.Scope.Empty():
			return 0
		case b.Scope.Empty():
			return -1
		}
		return 1
	})
	return found
}

// Olds are the old parts of a kind, each once, in the order of the rows; ending keeps those that nothing of is left: what has a successor for the rest.
func (m Mapping) Olds(part Part, ending bool) []string {
	var olds []string
	for _, s := range m {
		if s.Part == part && s.Names == nil && !slices.Contains(olds, s.Old) && (!ending || m.Ends(part, s.Old)) {
			olds = append(olds, s.Old)
		}
	}
	return olds
}

// Ends reports whether a part is no more afterwards: something takes all the rest of it. What only gives some matters away goes on.
func (m Mapping) Ends(part Part, old string) bool {
	return slices.ContainsFunc(m, func(s Succession) bool { return s.Part == part && s.Old == old && s.Names == nil && s.Scope.Empty() })
}

// Organs are Olds of organs as identifiers; those that are none are left out.
func (m Mapping) Organs(ending bool) []office.ID { return idsIn(m.Olds(PartOrgan, ending)) }

// Heirs are the organs that take the place of one, the main one, which takes the rest, last.
func (m Mapping) Heirs(organ office.ID) []office.ID {
	var heirs []string
	for _, s := range m.Of(PartOrgan, organ.String()) {
		heir, _ := m.To(PartOrgan, s.New, Matter{})
		heirs = slices.DeleteFunc(heirs, func(h string) bool { return h == heir })
		heirs = append(heirs, heir)
	}
	return idsIn(heirs)
}

func idsIn(texts []string) []office.ID {
	var ids []office.ID
	for _, text := range texts {
		if id, err := office.ParseID("", text); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

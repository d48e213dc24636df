package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
)

// asked is what selectors ask of a paper besides its field, short enough for a cell.
func (s *sheet) asked(sel regulation.Selectors) string {
	return s.within(routing.Box{
		Areas:     routing.Values[routing.Area]{List: retyped[routing.Area](sel.Areas), Except: len(sel.Areas) == 0},
		Kinds:     routing.Values[routing.Kind]{List: retyped[routing.Kind](sel.Kinds), Except: len(sel.Kinds) == 0},
		Issuers:   routing.Values[routing.Issuer]{List: retyped[routing.Issuer](sel.Issuers), Except: len(sel.Issuers) == 0},
		Urgencies: routing.Values[routing.Urgency]{List: retyped[routing.Urgency](sel.Urgencies), Except: len(sel.Urgencies) == 0},
	})
}

func retyped[To, From ~string](list []From) []To {
	out := make([]To, len(list))
	for i, value := range list {
		out[i] = To(value)
	}
	return out
}

// within is a set of papers in words, but for their fields.
func (s *sheet) within(b routing.Box) string {
	var parts []string
	say := func(any, except bool, words string) {
		switch {
		case any:
		case except:
			parts = append(parts, s.phrase("matrix.within.except", words))
		default:
			parts = append(parts, words)
		}
	}
	areas := strings.ReplaceAll(s.areas(retyped[office.AreaCode](b.Areas.List)), "Tổ dân phố", "TDP")
	say(b.Areas.Any(), b.Areas.Except, areas)
	say(b.Kinds.Any(), b.Kinds.Except, strings.Join(retyped[string](b.Kinds.List), ", "))
	say(b.Issuers.Any(), b.Issuers.Except, joined(b.Issuers.List, s.issuer))
	say(b.Urgencies.Any(), b.Urgencies.Except, joined(b.Urgencies.List, func(u routing.Urgency) string { return s.phrase("web.urgency." + string(u)) }))
	return strings.Join(parts, "; ")
}

func joined[V any](list []V, name func(V) string) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = name(v)
	}
	return strings.Join(names, ", ")
}

func (s *sheet) issuer(i routing.Issuer) string {
	if name := s.Issuers[i]; name != "" {
		return name
	}
	return s.phrase("regulation.issuer." + string(i))
}

var numberedName = regexp.MustCompile(`^(.*\D)(\d+)$`)

// areas names areas, those that are counted through by their ends: "Tổ dân phố 1–10".
func (s *sheet) areas(codes []office.AreaCode) string {
	var names []string
	for _, a := range s.Structure.Areas {
		if slices.Contains(codes, a.Code) {
			names = append(names, a.Name)
		}
	}
	slices.SortFunc(names, byNumber)
	return strings.Join(runs(names), ", ")
}

func byNumber(a, b string) int {
	stemA, nA := counted(a)
	stemB, nB := counted(b)
	if stemA != stemB {
		return strings.Compare(a, b)
	}
	return nA - nB
}

// counted parts a name that ends in a number.
func counted(name string) (stem string, n int) {
	parts := numberedName.FindStringSubmatch(name)
	if parts == nil {
		return name, -1
	}
	n, err := strconv.Atoi(parts[2])
	if err != nil {
		return name, -1
	}
	return parts[1], n
}

// runs joins names of one stem whose numbers follow one another.
func runs(names []string) []string {
	var out []string
	for i := 0; i < len(names); {
		stem, first := counted(names[i])
		last, j := first, i+1
		for j < len(names) {
			next, n := counted(names[j])
			if first < 0 || next != stem || n != last+1 {
				break
			}
			last, j = n, j+1
		}
		name := names[i]
		if last > first {
			name += "–" + strconv.Itoa(last)
		}
		out, i = append(out, name), j
	}
	return out
}

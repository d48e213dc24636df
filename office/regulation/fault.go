package regulation

import (
	"fmt"
	"slices"
	"strings"

	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// fault puts a problem that routing found into the office's words: the sentence's arguments are the clause's reference (or the post whose
// substitutes are at fault) and the value, Field is the place in the version, "clauses[3].fields".
func fault(p routing.Problem, v *Version, s *org.Structure) *office.Error {
	if p.Clause != "" {
		i := slices.IndexFunc(v.Clauses, func(c Clause) bool { return c.ID.String() == string(p.Clause) })
		return office.Invalid("regulation."+string(p.Kind), fmt.Sprintf("clauses[%d].%s", i, p.Part), p.Reference, titleOf(s, p.Value))
	}
	switch {
	case p.Kind == routing.UnknownPost && p.Part == "deputy":
		return office.Invalid("regulation.unknown_deputy", p.Part, p.Value)
	case p.Kind == routing.BadPrecedence:
		return office.Invalid("regulation.bad_precedence", p.Part, p.Value)
	default:
		return office.Invalid("regulation."+string(p.Kind), p.Part, titleOf(s, p.Reference), titleOf(s, p.Value))
	}
}

// PlaceOf is which clause, counted from 0, and which part of it the Field of a fault names: "clauses[3].fields". It reports false for what is not about a
// clause.
func PlaceOf(field string) (clause int, part string, ok bool) {
	if _, err := fmt.Sscanf(field, "clauses[%d].", &clause); err != nil || clause < 0 {
		return 0, "", false
	}
	_, part, ok = strings.Cut(field, ".")
	return clause, part, ok
}

// titleOf is the title of the post with that identifier, or the text itself.
func titleOf(s *org.Structure, text string) string {
	id, err := office.ParseID("", text)
	if err != nil {
		return text
	}
	if p, ok := s.Post(id); ok {
		return p.Title
	}
	return text
}

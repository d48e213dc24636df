package routing

import (
	"slices"
	"strings"
)

// compiler collects what is wrong while a regulation is compiled.
type compiler struct {
	trees    *Trees
	organ    *seating
	seen     map[ClauseID]bool
	problems []Problem
}

func (c *compiler) checkOrgan(o Organ) {
	if c.organ.post(o.Head) == none {
		c.problems = append(c.problems, Problem{Kind: NoHead, Part: "post", Value: string(o.Head)})
	}
	if c.organ.unit(o.Office) == none {
		c.problems = append(c.problems, Problem{Kind: NoOffice, Part: "department", Value: string(o.Office)})
	}
	if len(c.organ.posts) == maxPosts && len(o.Posts) > maxPosts {
		c.problems = append(c.problems, Problem{Kind: TooManyPosts})
	}
}

func (c *compiler) checkRegulation(r Regulation) {
	if r.Deputy != "" && c.organ.post(r.Deputy) == none {
		c.problems = append(c.problems, Problem{Kind: UnknownPost, Part: "deputy", Value: string(r.Deputy)})
	}
	posts := make([]Post, 0, len(r.Substitutes))
	for post := range r.Substitutes {
		posts = append(posts, post)
	}
	slices.Sort(posts)
	for _, post := range posts {
		c.checkSubstitutes(post, r.Substitutes[post])
	}
}

func (c *compiler) checkSubstitutes(post Post, list []Post) {
	report := func(kind ProblemKind, value Post) {
		c.problems = append(c.problems, Problem{Kind: kind, Reference: string(post), Part: "substitutes", Value: string(value)})
	}
	if c.organ.post(post) == none {
		report(UnknownPost, post)
	}
	for i, substitute := range list {
		switch {
		case substitute == post:
			report(OwnSubstitute, substitute)
		case c.organ.post(substitute) == none:
			report(UnknownPost, substitute)
		case slices.Contains(list[:i], substitute):
			report(RepeatSubstitute, substitute)
		}
	}
}

// precedence is the declared order with the default's for what it leaves out.
func (c *compiler) precedence(declared []Selector) [selectors]Selector {
	var order []Selector
	for _, s := range declared {
		if s >= ByUrgency && s <= ByArea && !slices.Contains(order, s) {
			order = append(order, s)
		}
	}
	if len(declared) > 0 && (len(order) != selectors || len(declared) != selectors) {
		words := make([]string, len(declared))
		for i, s := range declared {
			words[i] = s.String()
		}
		c.problems = append(c.problems, Problem{Kind: BadPrecedence, Part: "precedence", Value: strings.Join(words, ", ")})
	}
	for _, s := range DefaultPrecedence() {
		if !slices.Contains(order, s) {
			order = append(order, s)
		}
	}
	return [selectors]Selector(order)
}

// check is the clause without what is not known, and whether it still says anything.
func (c *compiler) check(clause Clause) (Clause, bool) {
	report := func(kind ProblemKind, part, value string) {
		c.problems = append(c.problems, Problem{Kind: kind, Clause: clause.ID, Reference: clause.Reference, Part: part, Value: value})
	}
	if c.seen[clause.ID] {
		report(DuplicateClause, "", string(clause.ID))
		return clause, false
	}
	c.seen[clause.ID] = true
	ok := c.checkTarget(&clause, report)
	ok = known(&clause.Urgencies, c.trees.urgencies.has, UnknownUrgency, "urgencies", report) && ok
	ok = known(&clause.Kinds, c.trees.kinds.has, UnknownKind, "kinds", report) && ok
	ok = known(&clause.Fields, c.trees.fields.has, UnknownField, "fields", report) && ok
	ok = known(&clause.Issuers, c.trees.issuers.has, UnknownIssuer, "issuers", report) && ok
	ok = known(&clause.Areas, func(a Area) bool { return c.organ.areas[a] }, ForeignArea, "areas", report) && ok
	return clause, ok
}

func (c *compiler) checkTarget(clause *Clause, report func(kind ProblemKind, part, value string)) bool {
	before := len(c.problems)
	switch {
	case clause.Slot == 0 || clause.Slot >= slotEnd:
		report(UnknownSlot, "slot", clause.Slot.String())
	case clause.Slot.TakesDepartment() && clause.Post != "":
		report(TargetMixed, "post", string(clause.Post))
	case !clause.Slot.TakesDepartment() && clause.Department != "":
		report(TargetMixed, "department", string(clause.Department))
	case clause.Slot.TakesDepartment() && clause.Department == "":
		report(TargetMissing, "department", "")
	case !clause.Slot.TakesDepartment() && clause.Post == "":
		report(TargetMissing, "post", "")
	case clause.Slot.TakesDepartment() && c.organ.unit(clause.Department) == none:
		report(UnknownDepartment, "department", string(clause.Department))
	case !clause.Slot.TakesDepartment() && c.organ.post(clause.Post) == none:
		report(UnknownPost, "post", string(clause.Post))
	}
	return len(c.problems) == before
}

// known leaves the unknown values out of a list, and reports whether the list still restricts what it restricted.
func known[V ~string](list *[]V, has func(V) bool, kind ProblemKind, part string, report func(kind ProblemKind, part, value string)) bool {
	if len(*list) == 0 {
		return true
	}
	kept := make([]V, 0, len(*list))
	for _, v := range *list {
		if has(v) {
			kept = append(kept, v)
		} else {
			report(kind, part, string(v))
		}
	}
	*list = kept
	return len(kept) > 0
}

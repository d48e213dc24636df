package routing_test

import (
	"slices"

	"congvan/routing"
)

// reference is DESIGN's section on routing written down as plainly as possible, one rule at a time and with no thought
// of speed. The engine has to agree with it on everything but the explanation.
type reference struct {
	regulation  routing.Regulation
	clauses     []plain // split: one value a selector
	fieldParent map[routing.Field]routing.Field
	issuerUp    map[routing.Issuer]routing.Issuer
	organ       routing.Organ
}

// plain is a clause with at most one value a selector.
type plain struct {
	values [6]string
	routing.Clause
}

func newReference(r routing.Regulation) *reference {
	ref := &reference{regulation: r, organ: organ(), fieldParent: map[routing.Field]routing.Field{}, issuerUp: map[routing.Issuer]routing.Issuer{}}
	for _, n := range fieldNodes {
		ref.fieldParent[n.Value] = n.Parent
	}
	for _, n := range issuerNodes {
		ref.issuerUp[n.Value] = n.Parent
	}
	for _, c := range r.Clauses {
		ref.clauses = append(ref.clauses, split(c)...)
	}
	return ref
}

func split(c routing.Clause) []plain {
	var all []plain
	for _, u := range orBlank(c.Urgencies) {
		for _, k := range orBlank(c.Kinds) {
			for _, f := range orBlank(c.Fields) {
				for _, i := range orBlank(c.Issuers) {
					for _, a := range orBlank(c.Areas) {
						p := plain{Clause: c}
						p.values = [6]string{"", string(u), string(k), string(f), string(i), string(a)}
						all = append(all, p)
					}
				}
			}
		}
	}
	return all
}

func orBlank[V ~string](list []V) []V {
	if len(list) == 0 {
		return []V{""}
	}
	return list
}

// lines are the facts' values with their ancestors, narrowest first.
func (ref *reference) lines(f routing.Facts) [6][]string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	var lines [6][]string
	lines[routing.ByUrgency], lines[routing.ByKind], lines[routing.ByArea] = one(string(f.Urgency)), one(string(f.Kind)), one(string(f.Area))
	for v, ok := f.Field, true; ok && v != ""; v = ref.fieldParent[v] {
		if _, ok = ref.fieldParent[v]; ok {
			lines[routing.ByField] = append(lines[routing.ByField], string(v))
		}
	}
	for v := f.Issuer; v != ""; v = ref.issuerUp[v] {
		lines[routing.ByIssuer] = append(lines[routing.ByIssuer], string(v))
	}
	return lines
}

// width of a clause on a selector: 0 the fact's own value, more for an ancestor, most for blank; -1 does not match.
func width(c plain, lines [6][]string, s routing.Selector) int {
	if c.values[s] == "" {
		return 100
	}
	return slices.Index(lines[s], c.values[s])
}

func (ref *reference) matching(slot routing.Slot, f routing.Facts) []plain {
	lines := ref.lines(f)
	var found []plain
	for _, c := range ref.clauses {
		ok := c.Slot == slot
		for s := routing.ByUrgency; s <= routing.ByArea; s++ {
			ok = ok && width(c, lines, s) >= 0
		}
		if ok {
			found = append(found, c)
		}
	}
	return found
}

func (ref *reference) undominated(found []plain, f routing.Facts) []plain {
	lines := ref.lines(f)
	var winners []plain
	for _, c := range found {
		beaten := false
		for _, other := range found {
			nowhereWider, somewhereNarrower := true, false
			for s := routing.ByUrgency; s <= routing.ByArea; s++ {
				mine, theirs := width(c, lines, s), width(other, lines, s)
				nowhereWider = nowhereWider && theirs <= mine
				somewhereNarrower = somewhereNarrower || theirs < mine
			}
			beaten = beaten || nowhereWider && somewhereNarrower
		}
		if !beaten {
			winners = append(winners, c)
		}
	}
	return winners
}

func targets(clauses []plain) []string {
	var names []string
	for _, c := range clauses {
		names = append(names, string(c.Post)+string(c.Department))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// settle is the target (blank for none or a conflict), whether it is a conflict, and the targets that lost on the way.
func (ref *reference) settle(found []plain, f routing.Facts, favoured ...routing.Post) (target string, conflict bool, lost []string, winners []plain) {
	winners = ref.undominated(found, f)
	all := targets(winners)
	if len(all) <= 1 {
		return first(all), false, nil, winners
	}
	for _, post := range favoured {
		if post != "" && slices.Contains(all, string(post)) {
			return string(post), false, all, winners
		}
	}
	lines := ref.lines(f)
	left := winners
	for _, s := range ref.regulation.Precedence {
		best := 1000
		for _, c := range left {
			best = min(best, width(c, lines, s))
		}
		left = slices.DeleteFunc(slices.Clone(left), func(c plain) bool { return width(c, lines, s) > best })
		if names := targets(left); len(names) == 1 {
			return names[0], false, all, left
		}
	}
	return "", true, all, left
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

func (ref *reference) departmentOf(post routing.Post) routing.Department {
	for _, s := range ref.organ.Posts {
		if s.Post == post {
			return s.Department
		}
	}
	return ""
}

func (ref *reference) headOf(department routing.Department) routing.Post {
	for _, u := range ref.organ.Departments {
		if u.Department == department {
			return u.Head
		}
	}
	return ""
}

func (ref *reference) decide(f routing.Facts) routing.Decision {
	out := func(p routing.Post) bool { return slices.Contains(f.Excluded, p) }
	d := routing.Decision{Version: "v1", Leader: routing.Owner{Post: "CT"}, Department: "VP"}
	if _, known := ref.fieldParent[f.Field]; !known {
		d.Flags |= routing.Unclassified
		d.Way, d.Distributor = routing.ToDistributor, "CVP"
	}
	if out("CT") {
		d.Leader = routing.Owner{Kind: routing.OwnerSuperior, Organ: "UBND-TP"}
		d.Flags |= routing.ToSuperior
		return d
	}
	var co, inform []string
	var coDepartments []string
	favoured := []routing.Post{f.Named, f.Continues}
	favoured = slices.DeleteFunc(favoured, func(p routing.Post) bool { return p == "" || out(p) })

	found := ref.matching(routing.SlotLeader, f)
	target, conflict, lost, winners := ref.settle(found, f, favoured...)
	co = append(co, lost...)
	switch {
	case target != "":
		d.Leader.Post = routing.Post(target)
		if out(routing.Post(target)) {
			d.Flags |= routing.ExcludedPassed
			d.Leader.Post = "CT"
			for _, substitute := range slices.Backward(ref.regulation.Substitutes[routing.Post(target)]) {
				if !out(substitute) {
					d.Leader.Post = substitute
				}
			}
		}
		if !slices.ContainsFunc(winners, func(c plain) bool { return !c.General() }) {
			d.Flags |= routing.GeneralOnly
		}
	case conflict:
		d.Flags |= routing.Conflict
	default:
		d.Flags |= routing.Gap
	}

	target, conflict, lost, _ = ref.settle(ref.matching(routing.SlotDepartment, f), f)
	coDepartments = append(coDepartments, lost...)
	switch {
	case target == "":
		d.Flags |= routing.OfficeLeads
		if conflict {
			d.Flags |= routing.DepartmentTied
		}
	case out(ref.headOf(routing.Department(target))):
		d.Flags |= routing.OfficeLeads | routing.DepartmentPassed | routing.ExcludedPassed
	default:
		d.Department = routing.Department(target)
	}

	found = slices.DeleteFunc(ref.matching(routing.SlotOfficer, f), func(c plain) bool { return ref.departmentOf(c.Post) != d.Department })
	target, conflict, lost, _ = ref.settle(found, f, favoured...)
	if !conflict {
		co = append(co, lost...)
	}
	if target != "" && out(routing.Post(target)) {
		d.Flags |= routing.ExcludedPassed
		target = ""
	}
	if d.Officer = routing.Post(target); target == "" {
		d.Flags |= routing.HandDown
	}
	for _, p := range favoured {
		if p == d.Leader.Post || p == d.Officer {
			d.Flags |= routing.NamedLeads
		} else {
			d.Flags |= routing.NamedCooperates
			co = append(co, string(p))
		}
	}

	fields, areas := append([]routing.Field{f.Field}, f.OtherFields...), append([]routing.Area{f.Area}, f.OtherAreas...)
	for i, field := range fields {
		for j, area := range areas {
			asked := f
			asked.Field, asked.Area = field, area
			for _, slot := range []routing.Slot{routing.SlotCoLeader, routing.SlotCoDepartment, routing.SlotInform} {
				names := targets(ref.matching(slot, asked))
				switch slot {
				case routing.SlotCoLeader:
					co = append(co, names...)
				case routing.SlotCoDepartment:
					coDepartments = append(coDepartments, names...)
				default:
					inform = append(inform, names...)
				}
			}
			if i+j == 0 || field == "" && len(fields) > 1 || area == "" && len(areas) > 1 {
				continue
			}
			for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment} {
				target, conflict, _, _ := ref.settle(ref.matching(slot, asked), asked)
				switch {
				case conflict:
					d.Flags |= routing.OtherConflict
				case target == "":
					d.Flags |= routing.OtherGap
				case slot == routing.SlotLeader:
					co = append(co, target)
				default:
					coDepartments = append(coDepartments, target)
				}
			}
		}
	}
	return ref.tidy(d, f, co, coDepartments, inform)
}

func (ref *reference) tidy(d routing.Decision, f routing.Facts, co, coDepartments, inform []string) routing.Decision {
	keep := func(p routing.Post) bool {
		if slices.Contains(f.Excluded, p) {
			d.Flags |= routing.ExcludedPassed
			return false
		}
		return p != d.Leader.Post && p != d.Officer && !slices.Contains(d.CoPosts, p)
	}
	slices.Sort(co)
	slices.Sort(coDepartments)
	slices.Sort(inform)
	for _, name := range slices.Compact(co) {
		if keep(routing.Post(name)) {
			d.CoPosts = append(d.CoPosts, routing.Post(name))
		}
	}
	for _, name := range slices.Compact(inform) {
		if keep(routing.Post(name)) {
			d.Inform = append(d.Inform, routing.Post(name))
		}
	}
	for _, name := range slices.Compact(coDepartments) {
		switch {
		case slices.Contains(f.Excluded, ref.headOf(routing.Department(name))):
			d.Flags |= routing.ExcludedPassed
		case routing.Department(name) != d.Department:
			d.CoDepartments = append(d.CoDepartments, routing.Department(name))
		}
	}
	return d
}

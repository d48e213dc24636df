package engines

import (
	"congvan/routing"
	"congvan/routing/routingtest"
)

// selector is one of the five things that a clause asks, in the order of the precedence.
type selector int

const (
	byUrgency selector = iota
	byKind
	byField
	byIssuer
	byArea
	selectors
)

var names = [selectors]string{"urgency", "kind", "field", "issuer", "area"}

// paper is what is known of a paper, by selector.
type paper [selectors]string

func paperOf(f *routing.Facts) paper {
	return paper{string(f.Urgency), string(f.Kind), string(f.Field), string(f.Issuer), string(f.Area)}
}

// rule is a clause with its lists written out: a field that has fields below it stands for those too. The level says how narrowly
// each value is matched.
type rule struct {
	id         string
	slot       routing.Slot
	target     string
	department string                    // of an officer's post
	levels     [selectors]map[string]int // nil where the clause asks nothing
}

// rulesOf writes out a regulation's clauses.
func rulesOf(r routing.Regulation, o routing.Organ) []rule {
	seats := map[routing.Post]routing.Department{}
	for _, s := range o.Posts {
		seats[s.Post] = s.Department
	}
	fields, issuers := routingtest.Fields(), routingtest.Issuers()
	rules := make([]rule, len(r.Clauses))
	for i, c := range r.Clauses {
		rules[i] = rule{id: string(c.ID), slot: c.Slot, target: string(c.Post) + string(c.Department), department: string(seats[c.Post]),
			levels: [selectors]map[string]int{flat(c.Urgencies), flat(c.Kinds), below(c.Fields, fields), below(c.Issuers, issuers), flat(c.Areas)}}
	}
	return rules
}

func flat[V ~string](list []V) map[string]int {
	if len(list) == 0 {
		return nil
	}
	levels := map[string]int{}
	for _, v := range list {
		levels[string(v)] = 1
	}
	return levels
}

// below are the levels of everything that a list of nodes stands for: 1 by a root, more below.
func below[V ~string](list []V, nodes []routing.Node[V]) map[string]int {
	if len(list) == 0 {
		return nil
	}
	parent := map[V]V{}
	for _, n := range nodes {
		parent[n.Value] = n.Parent
	}
	named := flat(list)
	levels := map[string]int{}
	for _, n := range nodes {
		for v := n.Value; v != ""; v = parent[v] {
			if _, ok := named[string(v)]; ok {
				levels[string(n.Value)] = depth(v, parent)
				break
			}
		}
	}
	return levels
}

func depth[V ~string](v V, parent map[V]V) int {
	if v == "" {
		return 0
	}
	return 1 + depth(parent[v], parent)
}

// answer is what every engine has to find.
type answer struct {
	leader, department, officer string
	matched                     []int // the rules that the paper matches, in their order
}

// settle finds leader, department and officer among the rules that matched. What an organ has for want of a rule is its head and its office.
func settle(a *answer, rules []rule, p *paper, head, office string) {
	a.leader = narrowest(rules, a.matched, p, routing.SlotLeader, "")
	if a.leader == "" {
		a.leader = head
	}
	a.department = narrowest(rules, a.matched, p, routing.SlotDepartment, "")
	if a.department == "" {
		a.department = office
	}
	a.officer = narrowest(rules, a.matched, p, routing.SlotOfficer, a.department)
}

// narrowest is the target of the rule of a slot that is the narrowest in the order of the precedence; empty where there is none, or where several are
// and name different targets.
func narrowest(rules []rule, matched []int, p *paper, slot routing.Slot, department string) string {
	best, target := -1, ""
	for _, n := range matched {
		r := &rules[n]
		if r.slot != slot || department != "" && r.department != department {
			continue
		}
		narrow := 0
		for s := range selectors {
			narrow = narrow<<4 | r.levels[s][p[s]]
		}
		switch {
		case narrow > best:
			best, target = narrow, r.target
		case narrow == best && r.target != target:
			target = ""
		}
	}
	return target
}

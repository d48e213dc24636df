package engines

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/casbin/casbin/v3"
	"github.com/casbin/casbin/v3/effector"
	"github.com/casbin/casbin/v3/model"
)

// casbinModel asks the field first, since that rules out most. What a policy says of a selector is the name of a set of values; "-" is any.
const casbinModel = `
[request_definition]
r = field, area, kind, issuer, urgency

[policy_definition]
p = rule, field, area, kind, issuer, urgency

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = (p.field == "-" || admits(p.field, r.field)) && (p.area == "-" || admits(p.area, r.area)) && (p.kind == "-" || admits(p.kind, r.kind)) && (p.issuer == "-" || admits(p.issuer, r.issuer)) && (p.urgency == "-" || admits(p.urgency, r.urgency))
`

// casbinRules are clauses as policies of one enforcer.
type casbinRules struct {
	rules    []rule
	enforcer *casbin.Enforcer
	all      *all
}

// all is the effect of a request: that it goes on to the last policy, and which of them matched.
type all struct{ matched []int }

// MergeEffects notes a match and never has enough.
func (a *all) MergeEffects(_ string, _ []effector.Effect, matches []float64, policy, _ int) (effector.Effect, int, error) {
	if matches[policy] != 0 {
		a.matched = append(a.matched, policy)
	}
	return effector.Indeterminate, -1, nil
}

func newCasbin(rules []rule) (*casbinRules, error) {
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		return nil, err
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, err
	}
	c := &casbinRules{rules, e, &all{}}
	e.SetEffector(c.all)
	sets := map[string]map[string]bool{}
	e.AddFunction("admits", func(args ...any) (any, error) { return sets[args[0].(string)][args[1].(string)], nil })
	policies := make([][]string, len(rules))
	for i := range rules {
		policies[i] = []string{strconv.Itoa(i)}
		for _, s := range []selector{byField, byArea, byKind, byIssuer, byUrgency} {
			policies[i] = append(policies[i], setOf(sets, rules[i].levels[s]))
		}
	}
	_, err = e.AddPolicies(policies)
	return c, err
}

// setOf is the name of a set of values: the values.
func setOf(sets map[string]map[string]bool, levels map[string]int) string {
	if levels == nil {
		return "-"
	}
	values := slices.Sorted(maps.Keys(levels))
	name := strings.Join(values, "|")
	sets[name] = map[string]bool{}
	for _, v := range values {
		sets[name][v] = true
	}
	return name
}

// match finds the rules that a paper matches.
func (c *casbinRules) match(p *paper, matched []int) ([]int, error) {
	c.all.matched = matched
	_, err := c.enforcer.Enforce(p[byField], p[byArea], p[byKind], p[byIssuer], p[byUrgency])
	return c.all.matched, err
}

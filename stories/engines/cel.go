package engines

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// celRules are clauses as expressions, one program each: field in ["05", "07"] && area == "TDP-12".
type celRules struct {
	rules    []rule
	programs []cel.Program
}

func celEnvironment() (*cel.Env, error) {
	var variables []cel.EnvOption
	for _, name := range names {
		variables = append(variables, cel.Variable(name, cel.StringType))
	}
	return cel.NewEnv(variables...)
}

func newCEL(env *cel.Env, rules []rule) (*celRules, error) {
	c := &celRules{rules: rules}
	for i := range rules {
		ast, issues := env.Compile(expression(&rules[i]))
		if issues.Err() != nil {
			return nil, issues.Err()
		}
		program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize)) // lists of constants become sets
		if err != nil {
			return nil, err
		}
		c.programs = append(c.programs, program)
	}
	return c, nil
}

// expression asks the field first, since that rules out most.
func expression(r *rule) string {
	var parts []string
	for _, s := range []selector{byField, byArea, byKind, byIssuer, byUrgency} {
		values := slices.Sorted(maps.Keys(r.levels[s]))
		for i, v := range values {
			values[i] = fmt.Sprintf("%q", v)
		}
		switch len(values) {
		case 0:
		case 1:
			parts = append(parts, names[s]+" == "+values[0])
		default:
			parts = append(parts, names[s]+" in ["+strings.Join(values, ", ")+"]")
		}
	}
	if len(parts) == 0 {
		return "true"
	}
	return strings.Join(parts, " && ")
}

// known hands a paper to the programs without a map in between.
type known struct{ values [selectors]ref.Val }

// ResolveName gives the value of a variable.
func (k *known) ResolveName(name string) (any, bool) {
	for s, n := range names {
		if n == name {
			return k.values[s], true
		}
	}
	return nil, false
}

// Parent is there for what stands around; there is nothing.
func (k *known) Parent() cel.Activation { return nil }

// match finds the rules that a paper matches.
func (c *celRules) match(p *paper, matched []int) ([]int, error) {
	var k known
	for s, v := range p {
		k.values[s] = types.String(v)
	}
	for i, program := range c.programs {
		value, _, err := program.Eval(&k)
		if err != nil {
			return nil, err
		}
		if value == types.True {
			matched = append(matched, i)
		}
	}
	return matched, nil
}

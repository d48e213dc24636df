package demo

import (
	"cmp"
	"errors"
	"slices"

	"congvan/office"
)

// checker holds what the checks look up, the places of what they speak of, and the faults found.
type checker struct {
	city    *City
	places  map[string]place // the top of each YAML file
	fields  map[office.FieldCode]bool
	issuers map[string]bool
	kinds   map[office.KindCode]bool
	areasOf map[office.AreaCode]string // the one organ that has the area, to tell a stranger's area from a slip
	faults  []error
}

func newChecker(city *City) *checker {
	c := &checker{
		city: city, places: map[string]place{},
		fields: map[office.FieldCode]bool{}, issuers: map[string]bool{}, kinds: map[office.KindCode]bool{},
		areasOf: map[office.AreaCode]string{},
	}
	for _, f := range city.Fields {
		c.fields[office.FieldCode(f.Code)] = true
	}
	for _, i := range city.Issuers {
		c.issuers[i.Code] = true
	}
	for _, k := range city.Kinds {
		c.kinds[k.Code] = true
	}
	return c
}

// fault keeps an error, and passes over none.
func (c *checker) fault(err error) {
	if err != nil {
		c.faults = append(c.faults, err)
	}
}

// want keeps a fault at a place unless it holds.
func (c *checker) want(holds bool, at place, format string, args ...any) {
	if !holds {
		c.fault(at.errorf(format, args...))
	}
}

// all checks every organ and paper, and writes out the spans of areas.
func (c *checker) all() error {
	c.trees()
	for _, organ := range c.city.Communes {
		for _, area := range organ.Areas.List() {
			if _, taken := c.areasOf[area.Code]; taken {
				c.areasOf[area.Code] = "" // tổ dân phố 3 is everywhere
			} else {
				c.areasOf[area.Code] = organ.Name
			}
		}
	}
	c.organ(&c.city.Office)
	for i := range c.city.Communes {
		c.organ(&c.city.Communes[i])
	}
	c.accounts()
	for i := range c.city.Papers {
		c.paper(&c.city.Papers[i])
	}
	slices.SortStableFunc(c.faults, inFileOrder)
	return errors.Join(c.faults...)
}

// inFileOrder puts faults in the order in which somebody mends them.
func inFileOrder(a, b error) int {
	var x, y *FileError
	if !errors.As(a, &x) || !errors.As(b, &y) {
		return 0
	}
	return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Problem, y.Problem))
}

// trees wants every parent to stand before its children, which also rules out loops.
func (c *checker) trees() {
	for file, nodes := range map[string][]Node{"city/fields.csv": c.city.Fields, "city/issuers.csv": c.city.Issuers} {
		seen := map[string]bool{"": true}
		for i, node := range nodes {
			if !seen[node.Parent] {
				c.fault(&FileError{File: file, Line: i + 2, Problem: "no " + node.Parent + " above " + node.Code})
			}
			if seen[node.Code] {
				c.fault(&FileError{File: file, Line: i + 2, Problem: node.Code + " stands here twice"})
			}
			seen[node.Code] = true
		}
	}
}

// accounts wants user names to differ between organs; within one the file's keys already do.
func (c *checker) accounts() {
	owner := map[string]string{}
	for _, organ := range append([]Organ{c.city.Office}, c.city.Communes...) {
		other, taken := owner[organ.Accounts]
		c.want(!taken, c.places[organ.File].at("accounts"), "duplicate user names: %q begins the accounts of %s too", organ.Accounts, other)
		owner[organ.Accounts] = organ.Name
	}
}

// values wants every value of a selector to be known.
func values[V ~string](c *checker, at place, key, what string, list []V, known func(V) bool) {
	for i, value := range list {
		c.want(known(value), at.at(key, i), "unknown %s %q", what, string(value))
		c.want(!slices.Contains(list[:i], value), at.at(key, i), "%s %q stands here twice", what, string(value))
	}
}

func (c *checker) fieldList(at place, key string, list []office.FieldCode) {
	values(c, at, key, "field", list, func(f office.FieldCode) bool { return c.fields[f] })
}

func (c *checker) issuerList(at place, key string, list []string) {
	values(c, at, key, "issuer", list, func(i string) bool { return c.issuers[i] })
}

func (c *checker) days(at place, from, to When, fromKey, toKey string) {
	for key, day := range map[string]When{fromKey: from, toKey: to} {
		if err := day.check(); err != nil {
			c.fault(at.at(key).errorf("%v", err))
		}
	}
	c.want(from != "", at, "no %s", fromKey)
	// Fixed days are past and relative ones keep their distance, so any day shows their order.
	const someDay = office.Day("2026-11-23")
	c.want(to == "" || from.On(someDay) < to.On(someDay), at, "%s is not before %s", fromKey, toKey)
}

package demo

import (
	"errors"
	"maps"
	"slices"

	"congvan/office"
)

func (c *checker) regulations(d *desk) {
	c.want(len(d.organ.Regulations) > 0, d.top, "no regulation")
	for i := range d.organ.Regulations {
		r, at := &d.organ.Regulations[i], d.top.at("regulations", i)
		c.want(r.AdoptedBy.Number != "", at, "no number of the document that adopts it")
		for key, day := range map[string]When{"date": r.AdoptedBy.Date, "effective": r.Effective} {
			err := day.check()
			if err == nil && day == "" {
				err = errors.New("no day")
			}
			if err != nil {
				c.fault(at.at("adopted_by").at(key).errorf("%s: %v", key, err))
			}
		}
		c.precedence(at, r.Precedence)
		c.substitutes(d, at, r)
		c.clauses(d, at, r)
	}
}

var selectors = []string{"area", "field", "issuer", "kind", "urgency"}

func (c *checker) precedence(at place, order []string) {
	c.want(len(order) == 0 || slices.Equal(slices.Sorted(slices.Values(order)), selectors), at.at("precedence"),
		"a precedence names each of %v once", selectors)
}

func (c *checker) substitutes(d *desk, at place, r *Regulation) {
	c.known(d, at.at("deputy"), r.Deputy)
	c.want(d.posts[r.Deputy].Role == office.RoleDeputy, at.at("deputy"), "%s is no deputy of the head", r.Deputy)
	for _, post := range slices.Sorted(maps.Keys(r.Substitutes)) {
		list, here := r.Substitutes[post], at.at("substitutes", string(post))
		c.known(d, here, post)
		for i, substitute := range list {
			c.known(d, here.at(i), substitute)
			c.want(substitute != post, here.at(i), "post %q stands in its own list of substitutes", post)
			c.want(!slices.Contains(list[:i], substitute), here.at(i), "substitute %q stands here twice", substitute)
		}
	}
}

func (c *checker) clauses(d *desk, at place, r *Regulation) {
	seen := map[string]bool{}
	for i := range r.Clauses {
		clause, here := &r.Clauses[i], at.at("clauses", i)
		c.want(clause.At != "", here, "a clause needs its place in the regulation")
		c.want(!seen[clause.At], here.at("at"), "%s stands here twice", clause.At)
		seen[clause.At] = true
		c.slot(d, here, clause)
		c.selectors(here, clause)
		c.areas(d, here, clause)
	}
}

// slot wants one slot, filled by a post or department of the organ that may stand there.
func (c *checker) slot(d *desk, at place, clause *Clause) {
	fills := clause.Fills()
	c.want(len(fills) == 1, at, "a clause fills one slot, not %d", len(fills))
	for _, fill := range fills {
		if fill.Department != "" {
			c.want(d.departments[fill.Department], at.at(fill.Slot), "no department %q here", fill.Department)
			continue
		}
		c.known(d, at.at(fill.Slot), fill.Post)
		role := d.posts[fill.Post].Role
		leads := role == office.RoleHead || role == office.RoleDeputy
		c.want(leads || fill.Slot != "leader" && fill.Slot != "co_leader", at.at(fill.Slot), "%s is no leader", fill.Post)
	}
}

func (c *checker) selectors(at place, clause *Clause) {
	c.fieldList(at, "fields", clause.Fields)
	c.issuerList(at, "issuers", clause.Issuers)
	values(c, at, "kinds", "kind of document", clause.Kinds, func(k office.KindCode) bool { return c.kinds[k] })
	values(c, at, "urgencies", "urgency", clause.Urgencies, office.Urgency.Valid)
}

// areas writes the clause's areas out, and says of a stranger's area whose it is.
func (c *checker) areas(d *desk, at place, clause *Clause) {
	list := d.organ.Areas.List()
	var codes []office.AreaCode
	for i, value := range clause.Areas {
		more, err := expand(value, list)
		var missing noArea
		if errors.As(err, &missing) && c.areasOf[office.AreaCode(missing)] != "" {
			c.fault(at.at("areas", i).errorf("area %q is one of %s, not of %s", string(missing), c.areasOf[office.AreaCode(missing)], d.organ.Name))
		} else if err != nil {
			c.fault(at.at("areas", i).errorf("%v", err))
		}
		codes = append(codes, more...)
	}
	clause.Areas = codes
}

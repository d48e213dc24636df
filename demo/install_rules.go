package demo

import (
	"context"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
)

// rules enters the organ's regulation, version by version, and its delegations.
func (i installer) rules(ctx context.Context, p Placed) error {
	for _, r := range p.Organ.Regulations {
		version, err := i.version(p, r)
		if err != nil {
			return err
		}
		if _, err := i.Regulation.Enter(ctx, i.actor, version); err != nil {
			return err
		}
	}
	for _, d := range p.Organ.Delegations {
		if _, err := i.Regulation.Delegate(ctx, i.actor, regulation.Delegation{OrganID: p.ID, FromPost: p.Posts[d.Of], ToPost: p.Posts[d.To],
			Fields: d.Fields, Number: d.Paper, StartsOn: d.From.On(i.today), EndsOn: d.Until.On(i.today)}); err != nil {
			return err
		}
	}
	return nil
}

func (i installer) version(p Placed, r Regulation) (regulation.Version, error) {
	v := regulation.Version{OrganID: p.ID, Title: "Quy chế phân công lãnh đạo " + shortName(p.Organ.Name), Number: r.AdoptedBy.Number,
		AdoptedOn: r.AdoptedBy.Date.On(i.today), EffectiveFrom: r.Effective.On(i.today), Substitutes: map[office.ID][]office.ID{}}
	for _, word := range r.Precedence {
		var selector routing.Selector
		if err := selector.UnmarshalText([]byte(word)); err != nil {
			return v, err
		}
		v.Precedence = append(v.Precedence, selector)
	}
	if id, ok := p.Posts[r.Deputy]; ok {
		v.DeputyID = &id
	}
	for post, list := range r.Substitutes {
		for _, substitute := range list {
			v.Substitutes[p.Posts[post]] = append(v.Substitutes[p.Posts[post]], p.Posts[substitute])
		}
	}
	for _, c := range r.Clauses {
		clause, err := placedClause(p, c)
		if err != nil {
			return v, err
		}
		v.Clauses = append(v.Clauses, clause)
	}
	return v, nil
}

func placedClause(p Placed, c Clause) (regulation.Clause, error) {
	clause := regulation.Clause{Reference: c.At, Wording: c.Text, Selectors: regulation.Selectors{Urgencies: c.Urgencies, Kinds: c.Kinds,
		Fields: c.Fields, Issuers: c.Issuers, Areas: c.Areas}}
	fill := c.Fills()[0]
	if err := clause.Slot.UnmarshalText([]byte(fill.Slot)); err != nil {
		return clause, err
	}
	if id, ok := p.Posts[fill.Post]; ok {
		clause.PostID = &id
	}
	if id, ok := p.Departments[fill.Department]; ok {
		clause.DepartmentID = &id
	}
	return clause, nil
}

package regulation

import (
	"context"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Explain puts a decision into words, with the names of the day it was made for. A preview that was never stored is explained the same way:
// Stored{Record: Record{Organ: …, Answer: …}}.
func (s *Service) Explain(ctx context.Context, tx *database.Tx, lang language.Lang, stored Stored) (Explanation, error) {
	n, err := namesOf(ctx, tx, stored)
	if err != nil {
		return Explanation{}, err
	}
	t := teller{lang: lang, names: n, Answer: stored.Answer}
	if stored.Cause == CauseOverruled {
		t.overruled = stored.Reason
	}
	return t.explain(), nil
}

func namesOf(ctx context.Context, tx *database.Tx, stored Stored) (names, error) {
	a := stored.Answer
	structure, err := org.StructureOf(ctx, tx, stored.Organ, a.Day)
	if err != nil {
		return names{}, err
	}
	n := structureNames(structure)
	if a.Version != (office.ID{}) {
		v, err := VersionOf(ctx, tx, a.Version)
		if err != nil {
			return names{}, err
		}
		n.version = &v
	}
	if structure.Organ.SuperiorID != nil {
		superior, err := org.OrganNames(ctx, tx, []office.ID{*structure.Organ.SuperiorID})
		if err != nil {
			return names{}, err
		}
		n.superior = superior[*structure.Organ.SuperiorID]
	}
	if n.issuers, err = issuerNames(ctx, tx, &a.Facts, n.version); err != nil {
		return names{}, err
	}
	n.delegations, err = delegationsByID(ctx, tx, stored.Organ, a.Day)
	return n, err
}

// structureNames are the names within an organ.
func structureNames(s *org.Structure) names {
	n := names{
		organ: s.Organ.ShortName, posts: map[routing.Post]string{}, departments: map[routing.Department]string{},
		people: map[routing.Person]string{}, areas: map[routing.Area]string{},
	}
	for _, p := range s.Posts {
		n.posts[postOf(p.ID)] = p.Title
		if p.Role == office.RoleChiefOfOffice && n.chief == "" {
			n.chief = p.Title
		}
	}
	for _, d := range s.Departments {
		n.departments[routing.Department(d.ID.String())] = d.Name
	}
	for _, p := range s.People {
		n.people[personOf(p.ID)] = p.Name
	}
	for _, a := range s.Areas {
		n.areas[routing.Area(a.Code)] = a.Name
	}
	return n
}

// issuerNames are the names of the organs that the paper comes from or that clauses name.
func issuerNames(ctx context.Context, tx *database.Tx, f *routing.Facts, v *Version) (map[routing.Issuer]string, error) {
	issuers := []string{string(f.Issuer)}
	if v != nil {
		for _, c := range v.Clauses {
			issuers = append(issuers, c.Issuers...)
		}
	}
	var ids []office.ID
	for _, issuer := range issuers {
		if id, err := office.ParseID("", issuer); err == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	organs, err := org.OrganNames(ctx, tx, ids)
	found := make(map[routing.Issuer]string, len(organs))
	for id, name := range organs {
		found[routing.Issuer(id.String())] = name
	}
	return found, err
}

func delegationsByID(ctx context.Context, tx *database.Tx, organ office.ID, day office.Day) (map[string]Delegation, error) {
	all, err := DelegationsOn(ctx, tx, []office.ID{organ}, day)
	found := map[string]Delegation{}
	for _, d := range all[organ] {
		found[d.ID.String()] = d
	}
	return found, err
}

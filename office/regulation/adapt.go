package regulation

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
)

// Adaptation is a model beside the own organ: which of the own posts and departments take the places of the model's. It is a proposal until a person
// has looked at it.
type Adaptation struct {
	Model       Model
	Posts       []Counterpart // of the posts that the model names, in its order
	Departments []Counterpart
	Dropped     []Dropped // clauses that are not copied, whatever takes whose place
	Kept        int       // clauses that are copied when everybody named has a counterpart
}

// Counterpart is a post or department of the model, and the own one in its place.
type Counterpart struct {
	ID   office.ID
	Name string
	Own  office.ID // zero: none, and clauses that name it are dropped
	By   Likeness
}

// Likeness is why two posts or departments are taken for each other's counterparts.
type Likeness string

// The likenesses, from the surest on. Only the first two leave little to doubt.
const (
	SameName  Likeness = "name"
	SameCode  Likeness = "code"  // in the lists of the organs
	SameRole  Likeness = "role"  // the only one of its role in both
	SameOrder Likeness = "order" // as many of this role in both, the first for the first
	NoneAlike Likeness = "none"
)

// Dropped is a clause of the model that is not copied.
type Dropped struct {
	Reference string
	Wording   string
	Why       WhyDropped
}

// WhyDropped says why.
type WhyDropped string

// The reasons. A clause that asks for an area of the other locality is dropped whole: without the area it would take papers that it was not meant for.
const (
	OfOtherAreas  WhyDropped = "areas"
	OfNobodyHere  WhyDropped = "nobody"
	OfOtherOrgans WhyDropped = "organs"
)

// Places says which own post or department takes the place of one of the model's.
type Places struct{ Posts, Departments map[office.ID]office.ID }

// AdaptModel proposes how a model becomes a regulation of the actor's organ.
func (s *Service) AdaptModel(ctx context.Context, actor office.Actor, organ office.ID) (Adaptation, error) {
	if !MayKeep(actor, actor.Organ) {
		return Adaptation{}, office.Forbidden("regulation.only_organiser")
	}
	var a Adaptation
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		model, theirs, err := modelOf(ctx, tx, actor, organ)
		if err != nil {
			return err
		}
		own, err := org.StructureOf(ctx, tx, actor.Organ, tx.Today())
		if err != nil {
			return err
		}
		a = Adaptation{Model: model, Posts: postsLike(&model.Version, theirs, own), Departments: departmentsLike(&model.Version, theirs, own)}
		adapted, dropped := adapt(&model.Version, everybody(theirs))
		a.Kept, a.Dropped = len(adapted.Clauses), dropped
		return nil
	})
	return a, err
}

// DraftFromModel keeps a draft of the actor's organ with the content of a model, each post and department replaced by the one in its place. What
// comes back too are the clauses that were not copied.
func (s *Service) DraftFromModel(ctx context.Context, actor office.Actor, organ office.ID, title string, places Places) (office.ID, []Dropped, error) {
	if !MayKeep(actor, actor.Organ) {
		return office.ID{}, nil, office.Forbidden("regulation.only_organiser")
	}
	var v Version
	var dropped []Dropped
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		model, _, err := modelOf(ctx, tx, actor, organ)
		if err != nil {
			return err
		}
		v, dropped = adapt(&model.Version, places)
		v.ID, v.OrganID, v.Title = office.NewID(), actor.Organ, cmp.Or(strings.TrimSpace(title), model.Version.Title)
		if len(v.Clauses) == 0 {
			return office.Invalid("assist.model_nothing_left", "posts")
		}
		if err := check(ctx, tx, &v); err != nil {
			return err
		}
		return Put(ctx, tx, actor, v, nil)
	})
	return v.ID, dropped, err
}

// adapt is a version with everybody replaced, and what could not be copied.
func adapt(model *Version, places Places) (Version, []Dropped) {
	v := Version{Precedence: model.Precedence, Substitutes: map[office.ID][]office.ID{}}
	var dropped []Dropped
	for _, c := range model.Clauses {
		why := WhyDropped("")
		post, ownPost := placed(places.Posts, c.PostID)
		department, ownDepartment := placed(places.Departments, c.DepartmentID)
		switch {
		case len(c.Areas) > 0:
			why = OfOtherAreas
		case slices.ContainsFunc(c.Issuers, func(issuer string) bool { return !slices.Contains(Classes(), issuer) }):
			why = OfOtherOrgans
		case !ownPost || !ownDepartment:
			why = OfNobodyHere
		}
		if why != "" {
			dropped = append(dropped, Dropped{c.Reference, c.Wording, why})
			continue
		}
		c.ID, c.PostID, c.DepartmentID = office.NewID(), post, department
		v.Clauses = append(v.Clauses, c)
	}
	v.DeputyID, _ = placed(places.Posts, model.DeputyID)
	for _, post := range sortedPosts(model.Substitutes) {
		v.substitute(places, post, model.Substitutes[post])
	}
	return v, dropped
}

// substitute copies the substitutes of a post. Where two of the model's posts have one counterpart nobody becomes his own substitute.
func (v *Version) substitute(places Places, post office.ID, list []office.ID) {
	own, ok := places.Posts[post]
	if !ok || len(v.Substitutes[own]) > 0 {
		return
	}
	for _, substitute := range list {
		if by, ok := places.Posts[substitute]; ok && by != own && !slices.Contains(v.Substitutes[own], by) {
			v.Substitutes[own] = append(v.Substitutes[own], by)
		}
	}
}

// placed is the own one in the place of a post or department of the model; of none it is none.
func placed(places map[office.ID]office.ID, id *office.ID) (own *office.ID, ok bool) {
	if id == nil {
		return nil, true
	}
	if to, known := places[*id]; known && to != (office.ID{}) {
		return &to, true
	}
	return nil, false
}

// everybody puts everybody in his own place: what is dropped then is dropped in any case.
func everybody(s *org.Structure) Places {
	places := Places{map[office.ID]office.ID{}, map[office.ID]office.ID{}}
	for _, p := range s.Posts {
		places.Posts[p.ID] = p.ID
	}
	for _, d := range s.Departments {
		places.Departments[d.ID] = d.ID
	}
	return places
}

// postsLike proposes own posts in place of those that a version names.
func postsLike(v *Version, theirs, own *org.Structure) []Counterpart {
	named := map[office.ID]bool{}
	for _, c := range v.Clauses {
		if c.PostID != nil {
			named[*c.PostID] = true
		}
	}
	if v.DeputyID != nil {
		named[*v.DeputyID] = true
	}
	for post, list := range v.Substitutes {
		named[post] = true
		for _, substitute := range list {
			named[substitute] = true
		}
	}
	var list []Counterpart
	for _, p := range theirs.Posts {
		if named[p.ID] {
			to, by := postLike(p, theirs, own)
			list = append(list, Counterpart{p.ID, p.Title, to, by})
		}
	}
	return list
}

func postLike(p org.Post, theirs, own *org.Structure) (office.ID, Likeness) {
	find := func(same func(org.Post) bool) (office.ID, bool) {
		i := slices.IndexFunc(own.Posts, same)
		if i < 0 {
			return office.ID{}, false
		}
		return own.Posts[i].ID, true
	}
	if id, ok := find(func(o org.Post) bool { return language.Fold(o.Title) == language.Fold(p.Title) }); ok {
		return id, SameName
	}
	if id, ok := find(func(o org.Post) bool { return p.Code != "" && o.Code == p.Code && o.Role == p.Role }); ok {
		if p.Role == office.RoleDeputy { // "pct-1" says which comes first, not what he is in charge of
			return id, SameOrder
		}
		return id, SameCode
	}
	before, after := theirs.WithRole(p.Role), own.WithRole(p.Role)
	if len(before) != len(after) || !p.Role.Leading() { // officers of one role do different things
		return office.ID{}, NoneAlike
	}
	place := slices.IndexFunc(before, func(o org.Post) bool { return o.ID == p.ID })
	switch {
	case len(before) == 1:
		return after[0].ID, SameRole
	case p.Role == office.RoleDeputy:
		return after[place].ID, SameOrder
	}
	return office.ID{}, NoneAlike
}

// departmentsLike proposes own departments in place of those that a version names.
func departmentsLike(v *Version, theirs, own *org.Structure) []Counterpart {
	named := map[office.ID]bool{}
	for _, c := range v.Clauses {
		if c.DepartmentID != nil {
			named[*c.DepartmentID] = true
		}
	}
	var list []Counterpart
	for _, d := range theirs.Departments {
		if named[d.ID] {
			to, by := departmentLike(d, own)
			list = append(list, Counterpart{d.ID, d.Name, to, by})
		}
	}
	return list
}

func departmentLike(d org.Department, own *org.Structure) (office.ID, Likeness) {
	for _, like := range []struct {
		by   Likeness
		same func(org.Department) bool
	}{
		{SameName, func(o org.Department) bool { return language.Fold(o.Name) == language.Fold(d.Name) }},
		{SameCode, func(o org.Department) bool {
			return d.Code != "" && o.Code == d.Code || o.Abbreviation != "" && o.Abbreviation == d.Abbreviation
		}},
		{SameRole, func(o org.Department) bool { return o.IsOffice && d.IsOffice }},
	} {
		if i := slices.IndexFunc(own.Departments, like.same); i >= 0 {
			return own.Departments[i].ID, like.by
		}
	}
	return office.ID{}, NoneAlike
}

// Proposed is what the adaptation proposes, for who takes it as it is.
func (a Adaptation) Proposed() Places {
	places := Places{map[office.ID]office.ID{}, map[office.ID]office.ID{}}
	for _, list := range []struct {
		of []Counterpart
		to map[office.ID]office.ID
	}{{a.Posts, places.Posts}, {a.Departments, places.Departments}} {
		for _, c := range list.of {
			if c.Own != (office.ID{}) {
				list.to[c.ID] = c.Own
			}
		}
	}
	return places
}

// sortedPosts are the posts that have substitutes, so that what is copied does not depend on the order of a map.
func sortedPosts(list map[office.ID][]office.ID) []office.ID {
	return slices.SortedFunc(maps.Keys(list), func(a, b office.ID) int { return slices.Compare(a[:], b[:]) })
}

package regulation

import (
	"context"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// rules are a version compiled for an organ as it stands.
type rules struct {
	version Version
	engine  *routing.Engine
	trees   *routing.Trees
	named   map[routing.Issuer]bool // the organs that clauses name
	seating seating                 // what of the organ went into the engine
}

// rulesOf compiles the versions in force in several organs on a day, those that are not compiled yet.
func (s *Service) rulesOf(ctx context.Context, tx *database.Tx, organs map[office.ID]*seats, day office.Day) (map[office.ID]*rules, error) {
	ids := make([]office.ID, 0, len(organs))
	for id := range organs {
		ids = append(ids, id)
	}
	versions, err := inForce(ctx, tx, ids, day)
	if err != nil {
		return nil, err
	}
	found := make(map[office.ID]*rules, len(organs))
	missing := map[office.ID]*Version{} // by version
	for id, k := range organs {
		v, ok := versions[id]
		if !ok {
			v = &Version{OrganID: id}
		}
		if r := s.cached(v, k.seating()); r != nil {
			found[id] = r
		} else {
			missing[v.key()] = v
		}
	}
	if err := loadClauses(ctx, tx, missing); err != nil {
		return nil, err
	}
	for _, v := range missing {
		r, err := compile(ctx, tx, v, organs[v.OrganID])
		if err != nil {
			return nil, err
		}
		s.keep(r)
		found[v.OrganID] = r
	}
	return found, nil
}

// key is the version, or the organ where it has none.
func (v *Version) key() office.ID {
	if v.ID == (office.ID{}) {
		return v.OrganID
	}
	return v.ID
}

func (s *Service) cached(v *Version, made seating) *rules {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if r := s.rules[v.key()]; r != nil && r.seating == made {
		return r
	}
	return nil
}

func (s *Service) keep(r *rules) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.rules[r.version.key()] = r
}

// compile makes the engine. Problems are left to routing: a post abolished since the version was adopted must not stop papers from finding
// an owner; coverage lists such clauses.
func compile(ctx context.Context, tx *database.Tx, v *Version, k *seats) (*rules, error) {
	trees, named, err := treesFor(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	engine, _ := routing.Compile(v.in(), trees, organOf(k.structure))
	return &rules{version: *v, engine: engine, trees: trees, named: named, seating: k.seating()}, nil
}

// treesFor are the shared domains, or ones with the organs that the version names as issuers.
func treesFor(ctx context.Context, tx *database.Tx, v *Version) (*routing.Trees, map[routing.Issuer]bool, error) {
	organs, err := namedIn(ctx, tx, v)
	if err != nil {
		return nil, nil, err
	}
	trees, named := treesOf(organs)
	return trees, named, nil
}

// namedIn are the organs that a version's clauses name as issuers.
func namedIn(ctx context.Context, tx *database.Tx, v *Version) ([]org.Organ, error) {
	var ids []office.ID
	for _, c := range v.Clauses {
		for _, issuer := range c.Issuers {
			if id, err := office.ParseID("issuers", issuer); err == nil {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return org.Organs(ctx, tx, ids)
}

func treesOf(organs []org.Organ) (*routing.Trees, map[routing.Issuer]bool) {
	if len(organs) == 0 {
		return domains(), nil
	}
	named := make(map[routing.Issuer]bool, len(organs))
	nodes := make([]routing.Node[routing.Issuer], len(organs))
	for i, o := range organs {
		nodes[i] = routing.Node[routing.Issuer]{Value: routing.Issuer(o.ID.String()), Parent: routing.Issuer(o.IssuerClass)}
		named[nodes[i].Value] = true
	}
	return domainsWith(nodes), named
}

// organOf is the organ as routing reads it.
func organOf(s *org.Structure) routing.Organ {
	o := routing.Organ{}
	if s.Organ.SuperiorID != nil {
		o.Superior = routing.OrganID(s.Organ.SuperiorID.String())
	}
	for _, d := range s.Departments {
		o.Departments = append(o.Departments, routing.Unit{Department: routing.Department(d.ID.String()), Head: headOf(s, d)})
		if d.IsOffice {
			o.Office = routing.Department(d.ID.String())
		}
	}
	for _, p := range s.Posts {
		seat := routing.Seat{Post: postOf(p.ID)}
		if p.DepartmentID != nil {
			seat.Department = routing.Department(p.DepartmentID.String())
		}
		o.Posts = append(o.Posts, seat)
		switch {
		case p.Role == office.RoleHead && o.Head == "":
			o.Head = seat.Post
		case p.Role == office.RoleChiefOfOffice && o.ChiefOfOffice == "":
			o.ChiefOfOffice = seat.Post
		}
	}
	for _, a := range s.Areas {
		o.Areas = append(o.Areas, routing.Area(a.Code))
	}
	switch s.Organ.Way {
	case org.ByDistributor:
		o.Way = routing.ToDistributor
	case org.ToLeaderAndDepartment:
		o.Way = routing.ToLeaderAndDepartment
	}
	return o
}

// headOf is the post that heads a department; the office's is the chief of office.
func headOf(s *org.Structure, d org.Department) routing.Post {
	for _, p := range s.Posts {
		if p.DepartmentID != nil && *p.DepartmentID == d.ID && (p.Role == office.RoleDepartmentHead || p.Role == office.RoleChiefOfOffice) {
			return postOf(p.ID)
		}
	}
	return ""
}

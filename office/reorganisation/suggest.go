package reorganisation

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
)

// Suggest adds rows to a draft for the departments, posts and areas of organs that end and have one heir: to what the heir has of the same code, else
// of the same name or title, else of the same leading role. What is mapped already stays; what finds nothing is for a person to map.
func (s *Service) Suggest(ctx context.Context, actor office.Actor, id office.ID, revision int) (org.Reorganisation, error) {
	var r org.Reorganisation
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		if r, err = mine(ctx, tx, actor, id, ""); err != nil {
			return err
		}
		w, err := worldOf(ctx, tx, r)
		if err != nil {
			return err
		}
		for _, old := range r.Mapping.Organs(true) {
			heirs := r.Mapping.Heirs(old)
			if len(heirs) == 1 && w.structures[old] != nil && w.structures[heirs[0]] != nil {
				r.Mapping = append(r.Mapping, suggested(r.Mapping, w.structures[old], w.structures[heirs[0]])...)
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	if revision != 0 {
		r.Revision = revision
	}
	return s.Revise(ctx, actor, r)
}

func suggested(m org.Mapping, from, to *org.Structure) org.Mapping {
	var rows org.Mapping
	add := func(part org.Part, old, successor string) {
		if successor != "" && len(m.Of(part, old)) == 0 {
			rows = append(rows, org.Succession{Part: part, Old: old, New: successor})
		}
	}
	for _, d := range from.Departments {
		add(org.PartDepartment, d.ID.String(), departmentLike(d, to))
	}
	for _, p := range from.OpenPosts() {
		add(org.PartPost, p.ID.String(), postLike(p, to))
	}
	for _, a := range from.Areas {
		i := slices.IndexFunc(to.Areas, func(b org.Area) bool { return alike(a.Name, b.Name) })
		if i >= 0 {
			add(org.PartArea, org.AreaKey(from.Organ.ID, a.Code), org.AreaKey(to.Organ.ID, to.Areas[i].Code))
		}
	}
	return rows
}

func alike(a, b string) bool { return language.Fold(a) == language.Fold(b) }

func departmentLike(d org.Department, to *org.Structure) string {
	for _, like := range []func(org.Department) bool{
		func(o org.Department) bool { return d.Code != "" && o.Code == d.Code },
		func(o org.Department) bool { return alike(o.Name, d.Name) },
		func(o org.Department) bool { return d.IsOffice && o.IsOffice },
	} {
		for _, o := range to.Departments {
			if o.OpenOn(to.Day) && like(o) {
				return o.ID.String()
			}
		}
	}
	return ""
}

// sole are the roles of which an organ has one post.
var sole = []office.Role{office.RoleHead, office.RoleChiefOfOffice, office.RoleClerk, office.RoleOrganiser}

func postLike(p org.Post, to *org.Structure) string {
	for _, like := range []func(org.Post) bool{
		func(o org.Post) bool { return p.Code != "" && o.Code == p.Code },
		func(o org.Post) bool { return alike(o.Title, p.Title) },
		func(o org.Post) bool { return slices.Contains(sole, p.Role) && o.Role == p.Role },
	} {
		for _, o := range to.OpenPosts() {
			if like(o) {
				return o.ID.String()
			}
		}
	}
	return ""
}

// Choices are what a mapping may speak of: the actor's organ and those below it, and the parts of the organs that a change is about.
type Choices struct {
	Organs []org.Organ
	Places []*org.Structure
	City   bool // nobody stands above the actor's organ: it may move fields
}

func (w world) choices(m org.Mapping) Choices {
	c := Choices{City: w.own.SuperiorID == nil}
	about := map[office.ID]bool{w.own.ID: true}
	for _, id := range idsOf(m.Olds(org.PartOrgan, false)) {
		about[id] = true
		for _, heir := range m.Heirs(id) {
			about[heir] = true
		}
	}
	for id, s := range w.structures {
		if s.Organ.OpenOn(w.day) || m.Ends(org.PartOrgan, id.String()) {
			c.Organs = append(c.Organs, s.Organ)
		}
		if about[id] {
			c.Places = append(c.Places, s)
		}
	}
	slices.SortFunc(c.Organs, inOrder)
	slices.SortFunc(c.Places, func(a, b *org.Structure) int { return inOrder(a.Organ, b.Organ) })
	return c
}

func inOrder(a, b org.Organ) int {
	if a.LocalityCode != b.LocalityCode {
		if a.LocalityCode < b.LocalityCode {
			return -1
		}
		return 1
	}
	return language.Compare(a.ShortName, b.ShortName)
}

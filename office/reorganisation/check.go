package reorganisation

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
)

// world is what a mapping may speak of: the organ that entered it and those below it, as they stand on the day.
type world struct {
	own        org.Organ
	structures map[office.ID]*org.Structure
	claimed    map[string]string // what another approved change gives a successor or a name, and its title
	day        office.Day
}

func worldOf(ctx context.Context, tx *database.Tx, r org.Reorganisation) (world, error) {
	w := world{day: r.EffectiveOn}
	var err error
	if w.own, err = org.OrganOf(ctx, tx, r.OrganID); err != nil {
		return w, err
	}
	below, err := org.Subordinates(ctx, tx, r.OrganID)
	if err != nil {
		return w, err
	}
	ids := append(r.Mapping.Organs(true), r.OrganID) // what this very change has closed is spoken of still
	for _, o := range below {
		ids = append(ids, o.ID)
	}
	if w.structures, err = org.Structures(ctx, tx, ids, r.EffectiveOn); err != nil {
		return w, err
	}
	for id, s := range w.structures {
		if id != r.OrganID && (s.Organ.SuperiorID == nil || *s.Organ.SuperiorID != r.OrganID) {
			delete(w.structures, id)
		}
	}
	w.claimed, err = org.Claimed(ctx, tx, r.ID)
	return w, err
}

// faultsOf is everything that keeps a change from being approved: what is wrong with the mapping by itself, and with it in this city.
func faultsOf(ctx context.Context, tx *database.Tx, r org.Reorganisation) ([]*office.Error, error) {
	w, err := worldOf(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	faults := r.Mapping.Faults()
	if len(r.Mapping) == 0 {
		faults = append(faults, office.Invalid("reorganisation.empty", "successions"))
	}
	for i, s := range r.Mapping {
		faults = append(faults, w.faults(r.Mapping, s, "successions["+strconv.Itoa(i)+"].")...)
	}
	return faults, nil
}

func (w world) faults(m org.Mapping, s org.Succession, at string) []*office.Error {
	var faults []*office.Error
	wrong := func(is bool, key, field string, args ...any) {
		if is {
			faults = append(faults, office.Invalid(key, at+field, args...))
		}
	}
	title, taken := w.claimed[s.Old]
	wrong(taken, "reorganisation.claimed", "old", title)
	wrong(s.Old != "" && !w.knows(s.Part, s.Old, true), "reorganisation.unknown_part", "old", s.Old)
	wrong(s.New != "" && !w.knows(s.Part, s.New, false), "reorganisation.unknown_part", "new", s.New)
	for _, f := range s.Scope.Fields {
		wrong(!regulation.FieldKnown(f), "reorganisation.unknown_field", "scope.fields", string(f))
	}
	for _, a := range s.Scope.Areas {
		wrong(s.Part == org.PartOrgan && !w.knows(org.PartArea, s.Old+"/"+string(a), true), "reorganisation.unknown_area", "scope.areas", string(a))
		wrong(s.Part != org.PartOrgan, "reorganisation.scope_here", "scope.areas")
	}
	seat := s.Part == org.PartPost || s.Part == org.PartDepartment
	wrong(seat && s.New != "" && !w.leadsThere(m, s), "reorganisation.other_organ", "new", w.name(s.Part, s.Old), w.name(s.Part, s.New))
	wrong(s.Part == org.PartField && w.own.SuperiorID != nil, "reorganisation.fields_by_city", "part")
	return faults
}

// leadsThere reports whether a post or department goes to the same organ, or to one that takes the place of its organ. An unknown one is told of
// otherwise.
func (w world) leadsThere(m org.Mapping, s org.Succession) bool {
	from, to := w.ownerOf(s.Part, s.Old), w.ownerOf(s.Part, s.New)
	return from == nil || to == nil || from == to || slices.Contains(m.Heirs(from.Organ.ID), to.Organ.ID)
}

// ownerOf is the organ that a post or department is of.
func (w world) ownerOf(part org.Part, text string) *org.Structure {
	id, err := office.ParseID("", text)
	if err != nil {
		return nil
	}
	for _, s := range w.structures {
		_, post := s.Post(id)
		_, department := s.Department(id)
		if part == org.PartPost && post || part == org.PartDepartment && department {
			return s
		}
	}
	return nil
}

// knows reports whether a part is there. One that is closed is there as an old part only.
func (w world) knows(part org.Part, text string, old bool) bool {
	id, _ := office.ParseID("", text)
	switch part {
	case org.PartField:
		return regulation.FieldKnown(office.FieldCode(text))
	case org.PartArea:
		_, known := w.area(text)
		return known
	case org.PartOrgan:
		s := w.structures[id]
		return s != nil && (old || s.Organ.OpenOn(w.day))
	}
	owner := w.ownerOf(part, text)
	if owner == nil {
		return false
	}
	post, isPost := owner.Post(id)
	department, isDepartment := owner.Department(id)
	return old || isPost && post.OpenOn(w.day) || isDepartment && department.OpenOn(w.day)
}

// area is the name of an area of an organ's locality by its key.
func (w world) area(key string) (name string, known bool) {
	owner, code, _ := strings.Cut(key, "/")
	id, _ := office.ParseID("", owner)
	s := w.structures[id]
	if s == nil {
		return key, false
	}
	i := slices.IndexFunc(s.Areas, func(a org.Area) bool { return string(a.Code) == code })
	if i < 0 {
		return key, false
	}
	return s.Areas[i].Name + ", " + s.Organ.PlaceName, true
}

// name is what a part is called; where it is unknown, what it was named by.
func (w world) name(part org.Part, text string) string {
	id, _ := office.ParseID("", text)
	switch part {
	case org.PartField:
		return regulation.FieldName(office.FieldCode(text))
	case org.PartArea:
		name, _ := w.area(text)
		return name
	case org.PartOrgan:
		if s := w.structures[id]; s != nil {
			return s.Organ.ShortName
		}
		return text
	}
	owner := w.ownerOf(part, text)
	if owner == nil {
		return text
	}
	if p, ok := owner.Post(id); ok {
		return p.Title + ", " + owner.Organ.ShortName
	}
	d, _ := owner.Department(id)
	return d.Name + ", " + owner.Organ.ShortName
}

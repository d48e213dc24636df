package regulation

import (
	"context"
	"hash/fnv"
	"io"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// seats are an organ on a day as decisions need it, and what routing is told of it. They are never changed once they are made.
type seats struct {
	structure *org.Structure
	parts     uint64 // tells two states of its departments, posts and areas apart
	staffing  routing.Staffing
}

func seatsOf(s *org.Structure) *seats { return &seats{s, partsOf(s), staffingOf(s)} }

// seatsOn reads organs on a day, those that have moved since they were read the last time.
func (s *Service) seatsOn(ctx context.Context, tx *database.Tx, ids []office.ID, day office.Day) (map[office.ID]*seats, error) {
	organs, err := org.Organs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	all := make(map[office.ID]*seats, len(organs))
	var moved []org.Organ
	for _, o := range organs {
		if all[o.ID] = s.known(o, day); all[o.ID] == nil {
			moved = append(moved, o)
		}
	}
	if len(moved) == 0 {
		return all, nil
	}
	read, err := org.Seats(ctx, tx, moved, day)
	if err != nil {
		return nil, err
	}
	for id, structure := range read {
		all[id] = seatsOf(structure)
		if tx.ReadOnly() { // what a transaction has changed itself may never come to be
			s.remember(all[id])
		}
	}
	return all, nil
}

// known are the seats of an organ that has not moved since, with its own row as it is now.
func (s *Service) known(o org.Organ, day office.Day) *seats {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	k := s.seats[o.ID]
	if k == nil || k.structure.Day != day || k.structure.Organ.Revision != o.Revision {
		return nil
	}
	structure := *k.structure
	structure.Organ = o
	return &seats{&structure, k.parts, k.staffing}
}

func (s *Service) remember(k *seats) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.seats[k.structure.Organ.ID] = k
}

// seating is what of an organ goes into its engine.
type seating struct {
	way      org.Way
	superior office.ID
	parts    uint64
}

func (k *seats) seating() seating {
	made := seating{way: k.structure.Organ.Way, parts: k.parts}
	if superior := k.structure.Organ.SuperiorID; superior != nil {
		made.superior = *superior
	}
	return made
}

func partsOf(s *org.Structure) uint64 {
	h := fnv.New64a()
	for _, d := range s.Departments {
		h.Write(d.ID[:])
		if d.IsOffice {
			io.WriteString(h, "office")
		}
	}
	for _, p := range s.Posts {
		h.Write(p.ID[:])
		io.WriteString(h, string(p.Role))
		if p.DepartmentID != nil {
			h.Write(p.DepartmentID[:])
		}
	}
	for _, a := range s.Areas {
		io.WriteString(h, string(a.Code))
	}
	return h.Sum64()
}

// staffingOf is who sits where on the structure's day, nothing being handed over.
func staffingOf(s *org.Structure) routing.Staffing {
	staffing := routing.Staffing{Holders: make(map[routing.Post][]routing.Holder, len(s.Posts)), Absent: map[routing.Person]bool{}}
	for _, a := range s.Appointments {
		holder := routing.Holder{Person: personOf(a.PersonID), Capacity: routing.Capacity(a.Kind)}
		staffing.Holders[postOf(a.PostID)] = append(staffing.Holders[postOf(a.PostID)], holder)
	}
	for _, a := range s.Absences {
		staffing.Absent[personOf(a.PersonID)] = true
	}
	for _, d := range s.Duties {
		staffing.Duty = append(staffing.Duty, personOf(d.PersonID))
	}
	return staffing
}

// with is who sits where when matters are handed over.
func (k *seats) with(delegations []Delegation) routing.Staffing {
	staffing := k.staffing
	for _, d := range delegations {
		staffing.Delegations = append(staffing.Delegations, routing.Delegation{
			ID: d.ID.String(), From: postOf(d.FromPost), To: postOf(d.ToPost), Fields: retyped[routing.Field](d.Fields),
		})
		if p, ok := k.structure.Post(d.FromPost); ok && p.Role == office.RoleHead && len(d.Fields) == 0 {
			staffing.Running = postOf(d.ToPost) // giao điều hành
		}
	}
	return staffing
}

func personOf(id office.ID) routing.Person { return routing.Person(id.String()) }

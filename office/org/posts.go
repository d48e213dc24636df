package org

import (
	"context"
	"errors"
	"slices"

	"congvan/database"
	"congvan/office"
)

// roles are those that a post can be given.
var roles = []office.Role{office.RoleHead, office.RoleDeputy, office.RoleChiefOfOffice, office.RoleDepartmentHead, office.RoleDepartmentVice, office.RoleClerk,
	office.RoleOrganiser, office.RoleOfficer, office.RoleInspector, office.RoleAdministrator}

// Roles are those that a post can be given, from the head on.
func Roles() []office.Role { return slices.Clone(roles) }

// CreateDepartment adds a department to the actor's organ. It stands after the others.
func (s *Service) CreateDepartment(ctx context.Context, actor office.Actor, d Department) (office.ID, error) {
	return s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		d.ID, d.OrganID, d.IsOffice, d.Position = office.NewID(), organ.Organ.ID, false, len(organ.Departments)
		if err := d.check(organ); err != nil {
			return deed{}, err
		}
		return deed{"org.create_department", d.ID, d.Name}, AddParts(ctx, tx, Establishment{Organ: organ.Organ, Departments: []Department{d}})
	})
}

// RenameDepartment gives a department another name and abbreviation.
func (s *Service) RenameDepartment(ctx context.Context, actor office.Actor, id office.ID, name, abbreviation string) error {
	_, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		d, ok := organ.Department(id)
		if !ok {
			return deed{}, office.NotFound("people.no_department")
		}
		before := d.Name
		d.Name, d.Abbreviation = name, abbreviation
		if err := d.check(organ); err != nil {
			return deed{}, err
		}
		return deed{"org.rename_department", id, before + " → " + d.Name}, ChangeDepartment(ctx, tx, d)
	})
	return err
}

// CloseDepartment lets a department be no more from a day on. It has no open post then, and is not the organ's office, to which falls what nobody
// else leads.
func (s *Service) CloseDepartment(ctx context.Context, actor office.Actor, id office.ID, day office.Day) error {
	_, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		d, ok := organ.Department(id)
		switch {
		case !ok:
			return deed{}, office.NotFound("people.no_department")
		case day == "":
			return deed{}, office.Invalid("people.end_missing", "closed_on")
		case d.ClosedOn != "":
			return deed{}, office.Conflict("people.closed_already", d.Name, d.ClosedOn)
		case d.IsOffice:
			return deed{}, office.Conflict("people.office_stays", d.Name)
		}
		for _, p := range organ.Posts {
			if p.DepartmentID != nil && *p.DepartmentID == id && p.OpenOn(day) {
				return deed{}, office.Conflict("people.department_has_posts", d.Name, p.Title)
			}
		}
		_, err := tx.Exec(ctx, `update departments set closed_on = $2 where id = $1`, id, day)
		return deed{"org.close_department", id, d.Name + ", " + string(day)}, err
	})
	return err
}

func (d *Department) check(organ *Structure) error {
	faults := []error{named(&d.Name, "name"), named(&d.Abbreviation, "abbreviation")}
	for _, other := range organ.Departments {
		if other.ID != d.ID && other.Name == d.Name {
			faults = append(faults, office.Invalid("people.same_department", "name", d.Name))
		}
	}
	return errors.Join(faults...)
}

// CreatePost adds a post to the actor's organ, without a holder. It stands after the others.
func (s *Service) CreatePost(ctx context.Context, actor office.Actor, p Post) (office.ID, error) {
	return s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		p.ID, p.OrganID, p.Position, p.ClosedOn = office.NewID(), organ.Organ.ID, len(organ.Posts), ""
		if err := p.check(organ); err != nil {
			return deed{}, err
		}
		return deed{"org.create_post", p.ID, p.Title}, AddParts(ctx, tx, Establishment{Organ: organ.Organ, Posts: []Post{p}})
	})
}

// RevisePost gives a post another title, title above signatures, or department. Its role stays: who may do what would change under its holder.
func (s *Service) RevisePost(ctx context.Context, actor office.Actor, revised Post) error {
	_, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		p, ok := organ.Post(revised.ID)
		if !ok {
			return deed{}, office.NotFound("people.no_post")
		}
		before := p.Title
		p.Title, p.Signs, p.DepartmentID = revised.Title, revised.Signs, revised.DepartmentID
		if err := p.check(organ); err != nil {
			return deed{}, err
		}
		return deed{"org.revise_post", p.ID, before + " → " + p.Title}, ChangePost(ctx, tx, p)
	})
	return err
}

// ClosePost lets a post be no more from a day on. Nobody holds it then, and it is not the organ's only head. What lies on its desk is answered for as
// on a post that is vacant.
func (s *Service) ClosePost(ctx context.Context, actor office.Actor, id office.ID, day office.Day) error {
	_, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		p, ok := organ.Post(id)
		switch {
		case !ok:
			return deed{}, office.NotFound("people.no_post")
		case day == "":
			return deed{}, office.Invalid("people.end_missing", "closed_on")
		case p.ClosedOn != "":
			return deed{}, office.Conflict("people.closed_already", p.Title, p.ClosedOn)
		case p.Role == office.RoleHead && len(organ.WithRole(office.RoleHead)) == 1:
			return deed{}, office.Conflict("people.head_stays", p.Title)
		}
		held, err := appointmentsFrom(ctx, tx, organ.Organ.ID, day)
		if err != nil {
			return deed{}, err
		}
		for _, a := range held {
			if a.PostID == id {
				person, _ := organ.Person(a.PersonID)
				return deed{}, office.Conflict("people.post_is_held", p.Title, day, person.Name)
			}
		}
		_, err = tx.Exec(ctx, `update posts set closed_on = $2 where id = $1`, id, day)
		return deed{"org.close_post", id, p.Title + ", " + string(day)}, err
	})
	return err
}

func (p *Post) check(organ *Structure) error {
	faults := []error{named(&p.Title, "title")}
	if p.Signs != "" {
		faults = append(faults, named(&p.Signs, "signs"))
	}
	if !slices.Contains(roles, p.Role) {
		faults = append(faults, office.Invalid("people.unknown_role", "role", string(p.Role)))
	}
	if p.DepartmentID != nil {
		if d, ok := organ.Department(*p.DepartmentID); !ok || !d.OpenOn(organ.Day) {
			faults = append(faults, office.Invalid("people.no_department", "department"))
		}
	}
	for _, other := range organ.OpenPosts() {
		if other.ID != p.ID && other.Title == p.Title && sameDepartment(other, *p) && p.Role.Leading() {
			faults = append(faults, office.Invalid("people.same_post", "title", p.Title))
		}
	}
	return errors.Join(faults...)
}

func sameDepartment(a, b Post) bool {
	if a.DepartmentID == nil || b.DepartmentID == nil {
		return a.DepartmentID == b.DepartmentID
	}
	return *a.DepartmentID == *b.DepartmentID
}

// AddPerson enters somebody who works in the actor's organ; what he holds is said by appointments.
func (s *Service) AddPerson(ctx context.Context, actor office.Actor, name string) (office.ID, error) {
	return s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		p := Person{ID: office.NewID(), OrganID: organ.Organ.ID, Name: name}
		if err := named(&p.Name, "name"); err != nil {
			return deed{}, err
		}
		return deed{"org.add_person", p.ID, p.Name}, AddParts(ctx, tx, Establishment{Organ: organ.Organ, People: []Person{p}})
	})
}

// CorrectName gives a person another name.
func (s *Service) CorrectName(ctx context.Context, actor office.Actor, id office.ID, name string) error {
	_, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		p, ok := organ.Person(id)
		if !ok {
			return deed{}, office.NotFound("org.no_person")
		}
		before := p.Name
		p.Name = name
		if err := named(&p.Name, "name"); err != nil {
			return deed{}, err
		}
		return deed{"org.correct_name", id, before + " → " + p.Name}, RenamePerson(ctx, tx, p)
	})
	return err
}

package org

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
)

// Establishment is everything an organ starts with. Identifiers are chosen by the caller, so that what refers to posts (a regulation, an
// account) can be prepared beside it.
type Establishment struct {
	Organ          Organ
	Identifiers    []string
	TrustedSenders []office.ID
	Departments    []Department
	Posts          []Post
	People         []Person
	Appointments   []Appointment
	Absences       []Absence
	Areas          []Area

	Standing []Post // posts that the organ has already and that appointments may name
}

// AddLocalities enters administrative units; those already there keep their code and take the new name.
func (s *Service) AddLocalities(ctx context.Context, actor office.Actor, all []Locality) error {
	if !actor.Has(office.RoleAdministrator) {
		return office.Forbidden("org.only_administrator")
	}
	rows := make([][]any, len(all))
	for i, l := range all {
		rows[i] = []any{l.Code, l.Name, l.Kind, l.FullName}
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		return tx.InsertMany(ctx, `insert into localities (code, name, kind, full_name)`, rows,
			`on conflict (code) do update set name = excluded.name, kind = excluded.kind, full_name = excluded.full_name`)
	})
}

// Establish founds an organ: all of it or nothing. A second holder of a leading post on one day is refused.
func (s *Service) Establish(ctx context.Context, actor office.Actor, e Establishment) error {
	if !actor.Has(office.RoleAdministrator) {
		return office.Forbidden("org.only_administrator")
	}
	if err := e.check(); err != nil {
		return err
	}
	err := s.db.Write(ctx, func(tx *database.Tx) error { return e.insert(ctx, tx) })
	switch {
	case database.Violates(err, "appointments_one_holder", ""):
		return office.Conflict("org.two_holders", e.Organ.ShortName).Because(err)
	case database.Violates(err, "departments_organ_id_name_key", "departments.organ_id"):
		return office.Conflict("org.same_department", e.Organ.ShortName).Because(err)
	}
	return err
}

// check finds what refers to something outside the organ: the database would refuse it too, but without saying where.
func (e Establishment) check() error {
	departments, posts, people := map[office.ID]bool{}, map[office.ID]bool{}, map[office.ID]bool{}
	for _, d := range e.Departments {
		departments[d.ID] = true
	}
	for _, p := range e.Posts {
		posts[p.ID] = true
		if p.DepartmentID != nil && !departments[*p.DepartmentID] {
			return office.Invalid("org.unknown_department", "posts", p.Title)
		}
	}
	for _, p := range e.People {
		people[p.ID] = true
	}
	for _, a := range e.Appointments {
		if !posts[a.PostID] || !people[a.PersonID] {
			return office.Invalid("org.appointment_outside", "appointments", a.ID)
		}
	}
	for _, a := range e.Absences {
		if !people[a.PersonID] {
			return office.Invalid("org.absence_outside", "absences", a.ID)
		}
	}
	return nil
}

func (e Establishment) insert(ctx context.Context, tx *database.Tx) error {
	o := e.Organ
	if err := Found(ctx, tx, o); err != nil {
		return err
	}
	return AddParts(ctx, tx, e)
}

// Found enters an organ without its parts. It checks nothing.
func Found(ctx context.Context, tx *database.Tx, o Organ) error {
	_, err := tx.Exec(ctx, `insert into organs (id, locality_code, superior_id, name, short_name, abbreviation, issuer_class, style,
		place_name, way, created_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		o.ID, o.LocalityCode, o.SuperiorID, o.Name, o.ShortName, o.Abbreviation, o.IssuerClass, o.Style, o.PlaceName, o.Way, tx.Now())
	return err
}

// AddParts enters what an organ consists of; the organ itself is there. It checks nothing.
func AddParts(ctx context.Context, tx *database.Tx, e Establishment) error {
	for _, table := range e.tables(tx) {
		if err := tx.InsertMany(ctx, table.statement, table.rows, ""); err != nil {
			return err
		}
	}
	return nil
}

type rowsOf struct {
	statement string
	rows      [][]any
}

// tables lists the organ's rows in the order in which they refer to each other.
func (e Establishment) tables(tx *database.Tx) []rowsOf {
	o := e.Organ
	return []rowsOf{
		{`insert into organ_identifiers (identifier, organ_id, starts_on)`, each(e.Identifiers, func(id string) []any {
			return []any{id, o.ID, tx.Today()}
		})},
		{`insert into trusted_senders (organ_id, sender_id)`, each(e.TrustedSenders, func(id office.ID) []any { return []any{o.ID, id} })},
		{`insert into departments (id, organ_id, name, abbreviation, code, is_office, position)`, each(e.Departments, func(d Department) []any {
			return []any{d.ID, o.ID, d.Name, d.Abbreviation, d.Code, d.IsOffice, d.Position}
		})},
		{`insert into posts (id, organ_id, department_id, code, title, signs, role, "leading", position)`, each(e.Posts, func(p Post) []any {
			return []any{p.ID, o.ID, p.DepartmentID, p.Code, p.Title, p.Signs, p.Role, p.Role.Leading(), p.Position}
		})},
		{`insert into people (id, organ_id, name)`, each(e.People, func(p Person) []any { return []any{p.ID, o.ID, p.Name} })},
		{`insert into appointments (id, organ_id, post_id, person_id, kind, "leading", starts_on, ends_on, basis)`,
			each(e.Appointments, func(a Appointment) []any {
				return []any{a.ID, o.ID, a.PostID, a.PersonID, a.Kind, e.leading(a.PostID), a.StartsOn, a.EndsOn, a.Basis}
			})},
		{`insert into absences (id, organ_id, person_id, starts_on, ends_on, reason, entered_by, created_at)`, each(e.Absences, func(a Absence) []any {
			return []any{a.ID, o.ID, a.PersonID, a.StartsOn, a.EndsOn, a.Reason, a.EnteredBy, tx.Now()}
		})},
		{`insert into areas (locality_code, code, name)`, each(e.Areas, func(a Area) []any {
			return []any{o.LocalityCode, a.Code, a.Name}
		})},
	}
}

func (e Establishment) leading(post office.ID) bool {
	for _, p := range slices.Concat(e.Posts, e.Standing) {
		if p.ID == post {
			return p.Role.Leading()
		}
	}
	return false
}

func each[T any](values []T, row func(T) []any) [][]any {
	rows := make([][]any, len(values))
	for i, v := range values {
		rows[i] = row(v)
	}
	return rows
}

// Trusts reports whether valid papers of sender register by themselves in the organ.
func Trusts(ctx context.Context, tx *database.Tx, organ, sender office.ID) (bool, error) {
	var n int
	err := tx.Get(ctx, &n, `select count(*) from trusted_senders where organ_id = $1 and sender_id = $2`, organ, sender)
	return n > 0, err
}

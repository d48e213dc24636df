package org

import (
	"context"

	"congvan/database"
	"congvan/office"
)

// What is told of an organ's parts may change; who held what when does not: an appointment is ended by a day and followed by another. None of
// these checks anything; the use case that calls them did.

// PutLocality enters an administrative unit, or gives the one of that code another name.
func PutLocality(ctx context.Context, tx *database.Tx, l Locality) error {
	_, err := tx.Exec(ctx, `insert into localities (code, name, kind, full_name) values ($1,$2,$3,$4)
		on conflict (code) do update set name = excluded.name, kind = excluded.kind, full_name = excluded.full_name`, l.Code, l.Name, l.Kind, l.FullName)
	return err
}

// PutArea enters a part of a locality, or gives the one of that code another name.
func PutArea(ctx context.Context, tx *database.Tx, a Area) error {
	_, err := tx.Exec(ctx, `insert into areas (locality_code, code, name) values ($1,$2,$3)
		on conflict (locality_code, code) do update set name = excluded.name`, a.LocalityCode, a.Code, a.Name)
	return err
}

// ChangeOrgan changes an organ's names, style and way; the revision tells who keeps its rules compiled.
func ChangeOrgan(ctx context.Context, tx *database.Tx, o Organ) error {
	_, err := tx.Exec(ctx, `update organs set name = $2, short_name = $3, abbreviation = $4, issuer_class = $5, style = $6, place_name = $7, way = $8, revision = revision + 1
		where id = $1`, o.ID, o.Name, o.ShortName, o.Abbreviation, o.IssuerClass, o.Style, o.PlaceName, o.Way)
	return err
}

// ChangeDepartment changes a department's names and whether it is the office.
func ChangeDepartment(ctx context.Context, tx *database.Tx, d Department) error {
	_, err := tx.Exec(ctx, `update departments set name = $2, abbreviation = $3, is_office = $4 where id = $1`, d.ID, d.Name, d.Abbreviation, d.IsOffice)
	return err
}

// ChangePost changes a post's titles and department.
func ChangePost(ctx context.Context, tx *database.Tx, p Post) error {
	_, err := tx.Exec(ctx, `update posts set title = $2, signs = $3, department_id = $4 where id = $1`, p.ID, p.Title, p.Signs, p.DepartmentID)
	return err
}

// RenamePerson changes a person's name.
func RenamePerson(ctx context.Context, tx *database.Tx, p Person) error {
	_, err := tx.Exec(ctx, `update people set name = $2 where id = $1`, p.ID, p.Name)
	return err
}

// EndAppointment ends one on a day, the first on which it holds no more.
func EndAppointment(ctx context.Context, tx *database.Tx, id office.ID, day office.Day) error {
	_, err := tx.Exec(ctx, `update appointments set ends_on = $2 where id = $1`, id, day)
	return err
}

// AppointmentsOf are all appointments in organs, past ones and coming ones too, by organ and from the first on.
func AppointmentsOf(ctx context.Context, tx *database.Tx, organs []office.ID) (map[office.ID][]Appointment, error) {
	marks, args := database.In(1, organs)
	var rows []Appointment
	err := tx.Select(ctx, &rows, `select `+appointmentColumns+` from appointments
		where organ_id in (`+marks+`) order by organ_id, starts_on, id`, args...)
	all := map[office.ID][]Appointment{}
	for _, a := range rows {
		all[a.OrganID] = append(all[a.OrganID], a)
	}
	return all, err
}

// Identifiers are the organs by their identifier (mã định danh) in force on a day.
func Identifiers(ctx context.Context, tx *database.Tx, day office.Day) (map[string]office.ID, error) {
	var rows []struct {
		Identifier string
		OrganID    office.ID
	}
	err := tx.Select(ctx, &rows, `select identifier, organ_id from organ_identifiers where starts_on <= $1 and (ends_on is null or ends_on > $1)`, day)
	all := make(map[string]office.ID, len(rows))
	for _, r := range rows {
		all[r.Identifier] = r.OrganID
	}
	return all, err
}

// TrustedBy are the senders whose valid papers register by themselves, by organ.
func TrustedBy(ctx context.Context, tx *database.Tx, organs []office.ID) (map[office.ID][]office.ID, error) {
	marks, args := database.In(1, organs)
	var rows []struct{ OrganID, SenderID office.ID }
	err := tx.Select(ctx, &rows, `select organ_id, sender_id from trusted_senders where organ_id in (`+marks+`) order by organ_id, sender_id`, args...)
	all := map[office.ID][]office.ID{}
	for _, r := range rows {
		all[r.OrganID] = append(all[r.OrganID], r.SenderID)
	}
	return all, err
}

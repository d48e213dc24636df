package org

import (
	"context"
	"fmt"

	"congvan/database"
	"congvan/office"
)

const organColumns = `id, locality_code, superior_id, name, short_name, abbreviation, issuer_class, style, place_name, way, revision, created_at, closed_on`

// The columns of an organ's parts, in full.
const (
	departmentColumns  = `id, organ_id, name, abbreviation, code, is_office, position, closed_on`
	postColumns        = `id, organ_id, department_id, code, title, signs, role, "leading", position, closed_on`
	appointmentColumns = `id, organ_id, post_id, person_id, kind, starts_on, ends_on, basis, ended_by`
	absenceColumns     = `id, organ_id, person_id, starts_on, ends_on, reason, entered_by, created_at`
	dutyColumns        = `id, organ_id, person_id, rank, starts_on, ends_on, note, created_at`
)

// OrganOf reads one organ.
func OrganOf(ctx context.Context, tx *database.Tx, id office.ID) (Organ, error) {
	var organ Organ
	err := tx.Get(ctx, &organ, `select `+organColumns+` from organs where id = $1`, id)
	if database.NoRows(err) {
		return organ, office.NotFound("org.no_organ", id)
	}
	return organ, err
}

// OrganNames gives the organs' short names.
func OrganNames(ctx context.Context, tx *database.Tx, ids []office.ID) (map[office.ID]string, error) {
	marks, args := database.In(1, ids)
	var rows []struct {
		ID        office.ID
		ShortName string
	}
	if err := tx.Select(ctx, &rows, `select id, short_name from organs where id in (`+marks+`)`, args...); err != nil {
		return nil, err
	}
	names := make(map[office.ID]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.ShortName
	}
	return names, nil
}

// Subordinates are the organs directly below one today, in the order of their locality's code.
func Subordinates(ctx context.Context, tx *database.Tx, superior office.ID) ([]Organ, error) {
	var organs []Organ
	err := tx.Select(ctx, &organs, `select `+organColumns+` from organs where superior_id = $1 and (closed_on is null or closed_on > $2)
		order by locality_code, id`, superior, tx.Today())
	return organs, err
}

// Organs reads organs by identifier, in the order of their locality's code; unknown identifiers are left out.
func Organs(ctx context.Context, tx *database.Tx, ids []office.ID) ([]Organ, error) {
	marks, args := database.In(1, ids)
	var organs []Organ
	err := tx.Select(ctx, &organs, `select `+organColumns+` from organs where id in (`+marks+`) order by locality_code, id`, args...)
	return organs, err
}

// Localities reads all localities in the order of their code.
func Localities(ctx context.Context, tx *database.Tx) ([]Locality, error) {
	var all []Locality
	err := tx.Select(ctx, &all, `select code, name, kind, full_name from localities order by code`)
	return all, err
}

// StructureOf reads an organ as it stands on a day.
func StructureOf(ctx context.Context, tx *database.Tx, id office.ID, day office.Day) (*Structure, error) {
	all, err := Structures(ctx, tx, []office.ID{id}, day)
	if err != nil {
		return nil, err
	}
	s, ok := all[id]
	if !ok {
		return nil, office.NotFound("org.no_organ", id)
	}
	return s, nil
}

// Structures reads several organs as they stand on a day, with one query a table however many they are.
func Structures(ctx context.Context, tx *database.Tx, ids []office.ID, day office.Day) (map[office.ID]*Structure, error) {
	organs, err := Organs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	all, err := structures(ctx, tx, organs, day, columns{
		departments:  departmentColumns,
		posts:        postColumns,
		appointments: appointmentColumns,
		absences:     absenceColumns,
		duties:       dutyColumns,
		areas:        `locality_code, code, name`,
	})
	if err != nil {
		return nil, err
	}
	return all, loadPeople(ctx, tx, ids, all)
}

// Seats reads several organs on a day as far as a decision and the actor of a request need them: which posts there are, who holds them, who is
// away and who is on duty, without people and texts. That is less than half of the structure, and many organs decide at once. On the same day an organ of the same revision has the same
// seats.
func Seats(ctx context.Context, tx *database.Tx, organs []Organ, day office.Day) (map[office.ID]*Structure, error) {
	return structures(ctx, tx, organs, day, columns{
		departments:  `id, organ_id, is_office`,
		posts:        `id, organ_id, department_id, title, role`,
		appointments: `organ_id, post_id, person_id, kind`,
		absences:     `organ_id, person_id`,
		duties:       `organ_id, person_id`,
		areas:        `locality_code, code`,
	})
}

// columns are those to read of each table.
type columns struct{ departments, posts, appointments, absences, duties, areas string }

func structures(ctx context.Context, tx *database.Tx, organs []Organ, day office.Day, read columns) (map[office.ID]*Structure, error) {
	ids, all := make([]office.ID, len(organs)), make(map[office.ID]*Structure, len(organs))
	for i, o := range organs {
		ids[i], all[o.ID] = o.ID, &Structure{Day: day, Organ: o}
	}
	held := ` where starts_on <= $1 and (ends_on is null or ends_on > $1) and organ_id in (%s) order by organ_id, starts_on, id`
	for _, load := range []func() error{
		func() error {
			return fill(ctx, tx, ids, all, `select `+read.departments+` from departments where organ_id in (%s) order by organ_id, position, id`, nil,
				func(s *Structure, d Department) { s.Departments = append(s.Departments, d) })
		},
		func() error {
			return fill(ctx, tx, ids, all, `select `+read.posts+` from posts where organ_id in (%s) order by organ_id, position, id`, nil,
				func(s *Structure, p Post) { s.Posts = append(s.Posts, p) })
		},
		func() error {
			return fill(ctx, tx, ids, all, `select `+read.appointments+` from appointments`+held, []any{day},
				func(s *Structure, a Appointment) { s.Appointments = append(s.Appointments, a) })
		},
		func() error {
			return fill(ctx, tx, ids, all, `select `+read.absences+` from absences`+held, []any{day},
				func(s *Structure, a Absence) { s.Absences = append(s.Absences, a) })
		},
		func() error {
			return fill(ctx, tx, ids, all, `select `+read.duties+` from duties
				where starts_on <= $1 and ends_on > $1 and organ_id in (%s) order by organ_id, rank`, []any{day},
				func(s *Structure, d Duty) { s.Duties = append(s.Duties, d) })
		},
		func() error { return loadAreas(ctx, tx, ids, read, all) },
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func loadPeople(ctx context.Context, tx *database.Tx, ids []office.ID, all map[office.ID]*Structure) error {
	return fill(ctx, tx, ids, all, `select id, organ_id, name from people where organ_id in (%s) order by organ_id, id`, nil,
		func(s *Structure, p Person) { s.People = append(s.People, p) })
}

// owned is a row that belongs to an organ.
type owned interface{ organ() office.ID }

func (d Department) organ() office.ID  { return d.OrganID }
func (p Post) organ() office.ID        { return p.OrganID }
func (p Person) organ() office.ID      { return p.OrganID }
func (a Appointment) organ() office.ID { return a.OrganID }
func (a Absence) organ() office.ID     { return a.OrganID }
func (d Duty) organ() office.ID        { return d.OrganID }

// fill reads rows of several organs, whose identifiers stand where query has %s, after args, and adds each to its organ's structure.
func fill[Row owned](ctx context.Context, tx *database.Tx, ids []office.ID, all map[office.ID]*Structure, query string, args []any, add func(*Structure, Row)) error {
	marks, more := database.In(len(args)+1, ids)
	var rows []Row
	if err := tx.Select(ctx, &rows, fmt.Sprintf(query, marks), append(args, more...)...); err != nil {
		return err
	}
	for _, row := range rows {
		add(all[row.organ()], row)
	}
	return nil
}

func loadAreas(ctx context.Context, tx *database.Tx, ids []office.ID, read columns, all map[office.ID]*Structure) error {
	byLocality := map[office.LocalityCode][]*Structure{}
	var codes []office.LocalityCode
	for _, id := range ids {
		if s, ok := all[id]; ok {
			code := s.Organ.LocalityCode
			if byLocality[code] == nil {
				codes = append(codes, code)
			}
			byLocality[code] = append(byLocality[code], s)
		}
	}
	marks, args := database.In(1, codes)
	var rows []Area
	err := tx.Select(ctx, &rows, `select `+read.areas+` from areas where locality_code in (`+marks+`) order by locality_code, code`, args...)
	for _, r := range rows {
		for _, s := range byLocality[r.LocalityCode] {
			s.Areas = append(s.Areas, r)
		}
	}
	return err
}

// PersonOf reads one person.
func PersonOf(ctx context.Context, tx *database.Tx, id office.ID) (Person, error) {
	var p Person
	err := tx.Get(ctx, &p, `select id, organ_id, name from people where id = $1`, id)
	if database.NoRows(err) {
		return p, office.NotFound("org.no_person", id)
	}
	return p, err
}

// Trusting are the organs in which valid papers of a sender register by themselves.
func Trusting(ctx context.Context, tx *database.Tx, sender office.ID) (map[office.ID]bool, error) {
	var ids []office.ID
	err := tx.Select(ctx, &ids, `select organ_id from trusted_senders where sender_id = $1`, sender)
	trusting := make(map[office.ID]bool, len(ids))
	for _, id := range ids {
		trusting[id] = true
	}
	return trusting, err
}

// PostsWithRole gives, for each of the organs, its posts of a role.
func PostsWithRole(ctx context.Context, tx *database.Tx, role office.Role, organs []office.ID) (map[office.ID][]office.ID, error) {
	marks, args := database.In(2, organs)
	var rows []struct {
		ID      office.ID
		OrganID office.ID
	}
	err := tx.Select(ctx, &rows, `select id, organ_id from posts where role = $1 and organ_id in (`+marks+`) order by organ_id, position, id`,
		append([]any{role}, args...)...)
	posts := make(map[office.ID][]office.ID, len(organs))
	for _, r := range rows {
		posts[r.OrganID] = append(posts[r.OrganID], r.ID)
	}
	return posts, err
}

// PostTitles gives the titles of posts.
func PostTitles(ctx context.Context, tx *database.Tx, ids []office.ID) (map[office.ID]string, error) {
	marks, args := database.In(1, ids)
	var rows []struct {
		ID    office.ID
		Title string
	}
	err := tx.Select(ctx, &rows, `select id, title from posts where id in (`+marks+`)`, args...)
	titles := make(map[office.ID]string, len(rows))
	for _, r := range rows {
		titles[r.ID] = r.Title
	}
	return titles, err
}

// DepartmentNames gives the names of departments.
func DepartmentNames(ctx context.Context, tx *database.Tx, ids []office.ID) (map[office.ID]string, error) {
	marks, args := database.In(1, ids)
	var rows []struct {
		ID   office.ID
		Name string
	}
	err := tx.Select(ctx, &rows, `select id, name from departments where id in (`+marks+`)`, args...)
	names := make(map[office.ID]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

package org_test

import (
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/org/orgtest"
)

// revision is how often an organ's parts have changed.
func revision(t *testing.T, db *database.DB, organ office.ID) int64 {
	t.Helper()
	return at(t, db, organ, orgtest.Day).Organ.Revision
}

func TestEachChangeOfAnOrgansPartsIsCountedAndOfNoOther(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Một", nil)
		neighbour := orgtest.Found(t, db, "00302", "phường Hai", nil)
		still := revision(t, db, neighbour.ID)
		department, post, appointment, absence, duty := office.NewID(), office.NewID(), office.NewID(), office.NewID(), office.NewID()
		for _, change := range []struct {
			statement string
			args      []any
		}{
			{`insert into departments (id, organ_id, name, abbreviation, position) values ($1, $2, 'Phòng Mới', 'PM', 9)`, []any{department, o.ID}},
			{`update departments set is_office = false where id = $1`, []any{o.Departments[orgtest.Office]}},
			{`delete from departments where id = $1`, []any{department}},
			{`insert into posts (id, organ_id, title, role, "leading", position) values ($1, $2, 'Công chức', 'officer', false, 20)`, []any{post, o.ID}},
			{`update posts set role = 'organiser' where id = $1`, []any{post}},
			{`insert into appointments (id, organ_id, post_id, person_id, kind, "leading", starts_on) values ($1, $2, $3, $4, 'primary', false, '2025-07-01')`,
				[]any{appointment, o.ID, post, o.People[orgtest.Clerk]}},
			{`update appointments set ends_on = '2026-07-01' where id = $1`, []any{appointment}},
			{`delete from appointments where id = $1`, []any{appointment}},
			{`delete from posts where id = $1`, []any{post}},
			{`insert into absences (id, organ_id, person_id, starts_on, reason, created_at) values ($1, $2, $3, '2026-01-01', '', '2026-01-01')`,
				[]any{absence, o.ID, o.People[orgtest.Clerk]}},
			{`update absences set ends_on = '2026-02-01' where id = $1`, []any{absence}},
			{`delete from absences where id = $1`, []any{absence}},
			{`insert into duties (id, organ_id, person_id, rank, starts_on, ends_on, created_at) values ($1, $2, $3, 1, '2026-01-01', '2026-02-01', '2026-01-01')`,
				[]any{duty, o.ID, o.People[orgtest.Clerk]}},
			{`update duties set ends_on = '2026-01-15' where id = $1`, []any{duty}},
			{`delete from duties where id = $1`, []any{duty}},
			{`insert into areas (locality_code, code, name) values ($1, 'tdp-9', 'Tổ dân phố số 9')`, []any{o.LocalityCode}},
			{`update areas set name = 'Tổ dân phố số 10' where locality_code = $1 and code = 'tdp-9'`, []any{o.LocalityCode}},
			{`delete from areas where locality_code = $1 and code = 'tdp-9'`, []any{o.LocalityCode}},
		} {
			before := revision(t, db, o.ID)
			if err := db.Write(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, change.statement, change.args...)
				return err
			}); err != nil {
				t.Fatalf("%s: %v", change.statement, err)
			}
			if after := revision(t, db, o.ID); after <= before {
				t.Errorf("%s: revision %d → %d", change.statement, before, after)
			}
		}
		if now := revision(t, db, neighbour.ID); now != still {
			t.Errorf("the neighbour: revision %d → %d", still, now)
		}
	})
}

package dispatch

import (
	"context"

	"congvan/database"
	"congvan/office"
)

// What a change of organisation concerns: open deliveries by organ, post and field, and their numbers for its preview.

// OpenIn lists open deliveries of organs by identifier, from one on. What has gone on elsewhere is open there.
func OpenIn(ctx context.Context, tx *database.Tx, organs []office.ID, after office.ID, limit int) ([]Delivery, error) {
	marks, args := database.In(3, organs)
	var all []Delivery
	err := tx.Select(ctx, &all, `select `+columns+` from deliveries where succeeded_by is null and state in `+openStates+` and id > $1 and organ_id in (`+marks+`)
		order by id limit $2`, append([]any{after, limit}, args...)...)
	return all, err
}

// OpenAt lists deliveries with open work on the desks of posts, by identifier, from one on.
func OpenAt(ctx context.Context, tx *database.Tx, posts []office.ID, after office.ID, limit int) ([]Delivery, error) {
	marks, args := database.In(3, posts)
	var all []Delivery
	err := tx.Select(ctx, &all, `select `+columns+` from deliveries where id > $1 and id in (
		select delivery_id from work where state = 'open' and post_id in (`+marks+`)) order by id limit $2`, append([]any{after, limit}, args...)...)
	return all, err
}

// OpenWithField lists open registered deliveries of all organs whose facts in force name one of some fields, by identifier, from one on.
func OpenWithField(ctx context.Context, tx *database.Tx, fields []string, after office.ID, limit int) ([]Delivery, error) {
	marks, args := database.In(3, fields)
	var all []Delivery
	err := tx.Select(ctx, &all, `select `+columns+` from deliveries where succeeded_by is null and state in ('03', '04', '05') and id > $1 and exists (
		select 1 from delivery_facts f where f.delivery_id = deliveries.id and f.revision = deliveries.facts_revision and f.name = 'field' and f.value in (`+marks+`))
		order by id limit $2`, append([]any{after, limit}, args...)...)
	return all, err
}

// CountOpen counts the open deliveries of an organ by their state.
func CountOpen(ctx context.Context, tx *database.Tx, organ office.ID) (map[State]int, error) {
	var rows []struct {
		State State
		N     int
	}
	err := tx.Select(ctx, &rows, `select state, count(*) as n from deliveries where organ_id = $1 and succeeded_by is null and state in `+openStates+` group by state`, organ)
	counts := make(map[State]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// CountAt counts the deliveries with open work on the desks of posts.
func CountAt(ctx context.Context, tx *database.Tx, posts []office.ID) (n int, err error) {
	marks, args := database.In(1, posts)
	err = tx.Get(ctx, &n, `select count(distinct delivery_id) from work where state = 'open' and post_id in (`+marks+`)`, args...)
	return n, err
}

// CountWithField counts open registered deliveries of all organs whose facts in force name a field.
func CountWithField(ctx context.Context, tx *database.Tx, field string) (n int, err error) {
	err = tx.Get(ctx, &n, `select count(*) from deliveries where succeeded_by is null and state in ('03', '04', '05') and exists (
		select 1 from delivery_facts f where f.delivery_id = deliveries.id and f.revision = deliveries.facts_revision and f.name = 'field' and f.value = $1)`, field)
	return n, err
}

// CountGroups counts the groups of recipients that name an organ.
func CountGroups(ctx context.Context, tx *database.Tx, organ office.ID) (n int, err error) {
	err = tx.Get(ctx, &n, `select count(*) from recipient_group_members where member_id = $1`, organ)
	return n, err
}

package org

import (
	"context"
	"fmt"
	"time"

	"congvan/database"
	"congvan/office"
)

// ReorganisationState is how far a change of organisation is.
type ReorganisationState string

// The states: draft → approved → running → done. One that is withdrawn before its day was never carried out.
const (
	ReorganisationDraft     ReorganisationState = "draft"
	ReorganisationApproved  ReorganisationState = "approved" // waits for its day
	ReorganisationRunning   ReorganisationState = "running"  // a job carries it out
	ReorganisationDone      ReorganisationState = "done"
	ReorganisationWithdrawn ReorganisationState = "withdrawn"
)

// Reorganisation is a change of organisation: communes, departments or posts merge, split, are renamed, fields move, from a day on and by a document.
type Reorganisation struct {
	ID          office.ID
	OrganID     office.ID // who entered it, and alone knows of it before it is carried out
	Title       string
	Number      string     // of the document that orders it: "1656/NQ-UBTVQH15"
	Dated       office.Day // of that document
	EffectiveOn office.Day // the first day of the new organisation
	State       ReorganisationState
	Revision    int // for compare-and-swap
	CreatedBy   *office.ID
	CreatedAt   time.Time
	ApprovedBy  *office.ID
	ApprovedAt  *time.Time
	StartedAt   *time.Time
	DoneAt      *time.Time
	Mapping     Mapping `db:"-"`
}

const reorganisationColumns = `id, organ_id, title, number, dated, effective_on, state, revision, created_by, created_at, approved_by, approved_at,
	started_at, done_at`

// ReorganisationOf reads one with its mapping. suffix may lock it.
func ReorganisationOf(ctx context.Context, tx *database.Tx, id office.ID, suffix string) (Reorganisation, error) {
	var r Reorganisation
	err := tx.Get(ctx, &r, `select `+reorganisationColumns+` from reorganisations where id = $1`+suffix, id)
	if database.NoRows(err) {
		return r, office.NotFound("reorganisation.none")
	}
	if err != nil {
		return r, err
	}
	r.Mapping, err = mappingOf(ctx, tx, id)
	return r, err
}

// Reorganisations lists those that an organ entered, the newest first, without their mappings.
func Reorganisations(ctx context.Context, tx *database.Tx, organ office.ID) ([]Reorganisation, error) {
	var all []Reorganisation
	err := tx.Select(ctx, &all, `select `+reorganisationColumns+` from reorganisations where organ_id = $1 order by id desc`, organ)
	return all, err
}

// DueReorganisations are those to be carried out on a day: approved ones whose day has come, and those that a job left half done.
func DueReorganisations(ctx context.Context, tx *database.Tx, day office.Day) ([]office.ID, error) {
	var ids []office.ID
	err := tx.Select(ctx, &ids, `select id from reorganisations where state in ('approved', 'running') and effective_on <= $1 order by effective_on, id`, day)
	return ids, err
}

func mappingOf(ctx context.Context, tx *database.Tx, id office.ID) (Mapping, error) {
	var rows []struct {
		ID    office.ID
		Part  Part
		OldID string
		NewID string
		Scope database.JSON[Scope]
		Names database.JSON[*Names]
	}
	err := tx.Select(ctx, &rows, `select id, part, old_id, new_id, scope, names from successions where reorganisation_id = $1 order by position`, id)
	m := make(Mapping, len(rows))
	for i, r := range rows {
		m[i] = Succession{ID: r.ID, Part: r.Part, Old: r.OldID, New: r.NewID, Scope: r.Scope.V, Names: r.Names.V}
	}
	return m, err
}

// PutReorganisation enters one, or changes the draft of the same revision. It checks nothing but that.
func PutReorganisation(ctx context.Context, tx *database.Tx, r Reorganisation) error {
	n, err := tx.Exec(ctx, `insert into reorganisations (id, organ_id, title, number, dated, effective_on, state, revision, created_by, created_at)
		values ($1,$2,$3,$4,$5,$6,'draft',1,$7,$8)
		on conflict (id) do update set title = excluded.title, number = excluded.number, dated = excluded.dated, effective_on = excluded.effective_on,
			revision = reorganisations.revision + 1 where reorganisations.state = 'draft' and reorganisations.revision = $9`,
		r.ID, r.OrganID, r.Title, r.Number, r.Dated, r.EffectiveOn, r.CreatedBy, tx.Now(), r.Revision)
	if err != nil {
		return err
	}
	if n == 0 {
		return office.Stale("reorganisation.changed_meanwhile")
	}
	if _, err := tx.Exec(ctx, `delete from successions where reorganisation_id = $1`, r.ID); err != nil {
		return err
	}
	rows := make([][]any, len(r.Mapping))
	for i, s := range r.Mapping {
		rows[i] = []any{office.NewID(), r.ID, r.OrganID, i, s.Part, s.Old, s.New, database.JSON[Scope]{V: s.Scope}, database.JSON[*Names]{V: s.Names}}
	}
	return tx.InsertMany(ctx, `insert into successions (id, reorganisation_id, organ_id, position, part, old_id, new_id, scope, names)`, rows, "")
}

// AdvanceReorganisation moves one from a state to the next, by compare-and-swap on its revision, with further columns set, whose parameters start at $5.
func AdvanceReorganisation(ctx context.Context, tx *database.Tx, r Reorganisation, to ReorganisationState, set string, args ...any) error {
	if set != "" {
		set = ", " + set
	}
	n, err := tx.Exec(ctx, `update reorganisations set state = $4, revision = revision + 1`+set+` where id = $1 and revision = $2 and state = $3`,
		append([]any{r.ID, r.Revision, r.State, to}, args...)...)
	if err == nil && n == 0 {
		err = office.Stale("reorganisation.changed_meanwhile")
	}
	return err
}

// Claimed are the organs that another change of organisation, approved or being carried out, has end or renames: a part has one fate a time.
func Claimed(ctx context.Context, tx *database.Tx, but office.ID) (map[string]string, error) {
	var rows []struct{ OldID, Title string }
	err := tx.Select(ctx, &rows, `select s.old_id, r.title from successions s join reorganisations r on r.id = s.reorganisation_id
		where r.state in ('approved', 'running') and r.id <> $1`, but)
	claimed := make(map[string]string, len(rows))
	for _, row := range rows {
		claimed[row.OldID] = row.Title
	}
	return claimed, err
}

// Rename gives an organ, a department or a post another name and keeps the one before. Done twice for one change of organisation, it does nothing.
func Rename(ctx context.Context, tx *database.Tx, r Reorganisation, s Succession) error {
	id, err := office.ParseID("old", s.Old)
	if err != nil {
		return err
	}
	organ, before, err := called(ctx, tx, s.Part, id)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `insert into former_names (id, organ_id, part, owner_id, names, until, reorganisation_id) values ($1,$2,$3,$4,$5,$6,$7)
		on conflict (owner_id, reorganisation_id) do nothing`, office.NewID(), organ, s.Part, id, database.JSON[Names]{V: before}, r.EffectiveOn, r.ID)
	if err != nil || n == 0 {
		return err
	}
	switch now := s.Names.over(before); s.Part {
	case PartOrgan:
		_, err = tx.Exec(ctx, `update organs set name = $2, short_name = $3, abbreviation = $4, place_name = $5, revision = revision + 1 where id = $1`,
			id, now.Name, now.ShortName, now.Abbreviation, now.PlaceName)
	case PartDepartment:
		_, err = tx.Exec(ctx, `update departments set name = $2, abbreviation = $3 where id = $1`, id, now.Name, now.Abbreviation)
	case PartPost:
		_, err = tx.Exec(ctx, `update posts set title = $2 where id = $1`, id, now.Name)
	}
	return err
}

// over are the names with what is left out kept as it was before.
func (n Names) over(before Names) Names {
	for _, pair := range []struct{ now, was *string }{
		{&n.ShortName, &before.ShortName}, {&n.Abbreviation, &before.Abbreviation}, {&n.PlaceName, &before.PlaceName},
	} {
		if *pair.now == "" {
			*pair.now = *pair.was
		}
	}
	return n
}

// called reads what an organ, department or post is called, and of which organ it is.
func called(ctx context.Context, tx *database.Tx, part Part, id office.ID) (organ office.ID, n Names, err error) {
	query := map[Part]string{
		PartOrgan:      `select id as organ_id, name, short_name, abbreviation, place_name from organs where id = $1`,
		PartDepartment: `select organ_id, name, '' as short_name, abbreviation, '' as place_name from departments where id = $1`,
		PartPost:       `select organ_id, title as name, '' as short_name, '' as abbreviation, '' as place_name from posts where id = $1`,
	}[part]
	var row struct {
		OrganID office.ID
		Names
	}
	if query == "" {
		return organ, n, office.Invalid("reorganisation.not_renamable", "part", string(part))
	}
	err = tx.Get(ctx, &row, query, id)
	if database.NoRows(err) {
		err = office.NotFound("reorganisation.unknown_part")
	}
	return row.OrganID, row.Names, err
}

// FormerName is what something was called up to a day.
type FormerName struct {
	Part    Part
	OwnerID office.ID
	Names   Names
	Until   office.Day // the first day of the next name
}

// FormerNames are the former names within an organ, its own among them, the latest first.
func FormerNames(ctx context.Context, tx *database.Tx, organ office.ID) ([]FormerName, error) {
	var rows []struct {
		Part    Part
		OwnerID office.ID
		Names   database.JSON[Names]
		Until   office.Day
	}
	err := tx.Select(ctx, &rows, `select part, owner_id, names, until from former_names where organ_id = $1 order by until desc, id desc`, organ)
	all := make([]FormerName, len(rows))
	for i, r := range rows {
		all[i] = FormerName{r.Part, r.OwnerID, r.Names.V, r.Until}
	}
	return all, err
}

// CloseParts closes departments and posts that a change of organisation leaves nothing of, and ends who holds the posts. What is closed stays.
func CloseParts(ctx context.Context, tx *database.Tx, departments, posts []office.ID, day office.Day, basis string) error {
	for _, of := range []struct {
		statement string
		ids       []office.ID
		args      []any
	}{
		{`update departments set closed_on = $1 where (closed_on is null or closed_on > $1) and id in (%s)`, departments, []any{day}},
		{`update posts set closed_on = $1 where (closed_on is null or closed_on > $1) and id in (%s)`, posts, []any{day}},
		{`update appointments set ends_on = $1, ended_by = $2 where starts_on < $1 and (ends_on is null or ends_on > $1) and post_id in (%s)`, posts, []any{day, basis}},
	} {
		if err := closing(ctx, tx, of.statement, of.ids, of.args); err != nil {
			return err
		}
	}
	return nil
}

func closing(ctx context.Context, tx *database.Tx, statement string, ids []office.ID, args []any) error {
	if len(ids) == 0 {
		return nil
	}
	marks, more := database.In(len(args)+1, ids)
	_, err := tx.Exec(ctx, fmt.Sprintf(statement, marks), append(args, more...)...)
	return err
}

// CloseOrgan ends an organ on a day: its identifiers, its departments, posts and appointments. Its heirs inherit it and what it had inherited itself.
func CloseOrgan(ctx context.Context, tx *database.Tx, organ office.ID, heirs []office.ID, day office.Day, basis string) error {
	s, err := StructureOf(ctx, tx, organ, day)
	if err != nil {
		return err
	}
	departments, posts := make([]office.ID, len(s.Departments)), make([]office.ID, len(s.Posts))
	for i, d := range s.Departments {
		departments[i] = d.ID
	}
	for i, p := range s.Posts {
		posts[i] = p.ID
	}
	if err := CloseParts(ctx, tx, departments, posts, day, basis); err != nil {
		return err
	}
	for _, statement := range []string{
		`update organs set closed_on = $2, revision = revision + 1 where id = $1`,
		`update organ_identifiers set ends_on = $2 where organ_id = $1 and starts_on < $2 and (ends_on is null or ends_on > $2)`,
	} {
		if _, err := tx.Exec(ctx, statement, organ, day); err != nil {
			return err
		}
	}
	for i, heir := range heirs {
		if err := inherit(ctx, tx, heir, organ, i == len(heirs)-1, day); err != nil {
			return err
		}
	}
	return nil
}

func inherit(ctx context.Context, tx *database.Tx, heir, organ office.ID, main bool, day office.Day) error {
	const row = `insert into organ_heirs (organ_id, predecessor_id, main, since)`
	if err := tx.InsertMany(ctx, row, [][]any{{heir, organ, main, day}}, `on conflict (organ_id, predecessor_id) do nothing`); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, row+` select $1, predecessor_id, main and $3, $4 from organ_heirs where organ_id = $2 and predecessor_id <> $1
		on conflict (organ_id, predecessor_id) do nothing`, heir, organ, main, day)
	return err
}

// Predecessors are the organs whose place an organ has taken, those before them too.
func Predecessors(ctx context.Context, tx *database.Tx, organ office.ID) ([]office.ID, error) {
	var ids []office.ID
	err := tx.Select(ctx, &ids, `select predecessor_id from organ_heirs where organ_id = $1 order by predecessor_id`, organ)
	return ids, err
}

// Adopt lets what hung on an organ that is no more hang on its heirs: who stood below it stands below the main one, whom it trusted and who trusted
// it do so with each of them.
func Adopt(ctx context.Context, tx *database.Tx, organ office.ID, heirs []office.ID) error {
	if len(heirs) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `update organs set superior_id = $2, revision = revision + 1 where superior_id = $1 and id <> $2`, organ, heirs[len(heirs)-1]); err != nil {
		return err
	}
	for _, heir := range heirs {
		for _, statement := range []string{
			`insert into trusted_senders (organ_id, sender_id) select $2, sender_id from trusted_senders where organ_id = $1 and sender_id <> $2
				on conflict (organ_id, sender_id) do nothing`,
			`insert into trusted_senders (organ_id, sender_id) select organ_id, $2 from trusted_senders where sender_id = $1 and organ_id <> $2
				on conflict (organ_id, sender_id) do nothing`,
		} {
			if _, err := tx.Exec(ctx, statement, organ, heir); err != nil {
				return err
			}
		}
	}
	return nil
}

// StopSending has organs be no recipients from a day on. What they have goes on; CloseOrgan ends them.
func StopSending(ctx context.Context, tx *database.Tx, organs []office.ID, day office.Day) error {
	return closing(ctx, tx, `update organs set closed_on = $1, revision = revision + 1 where closed_on is null and id in (%s)`, organs, []any{day})
}

// PostsOf are the posts of departments.
func PostsOf(ctx context.Context, tx *database.Tx, departments []office.ID) ([]office.ID, error) {
	marks, args := database.In(1, departments)
	var ids []office.ID
	err := tx.Select(ctx, &ids, `select id from posts where department_id in (`+marks+`) order by id`, args...)
	return ids, err
}

// OwnersOf are posts by their organ.
func OwnersOf(ctx context.Context, tx *database.Tx, posts []office.ID) (map[office.ID][]office.ID, error) {
	marks, args := database.In(1, posts)
	var rows []struct{ ID, OrganID office.ID }
	err := tx.Select(ctx, &rows, `select id, organ_id from posts where id in (`+marks+`) order by organ_id, position, id`, args...)
	owners := map[office.ID][]office.ID{}
	for _, r := range rows {
		owners[r.OrganID] = append(owners[r.OrganID], r.ID)
	}
	return owners, err
}

// SameOrgan tells the organ of a post, and whether another is of it too.
func SameOrgan(ctx context.Context, tx *database.Tx, post, other office.ID) (organ office.ID, same bool, err error) {
	owners, err := OwnersOf(ctx, tx, []office.ID{post, other})
	for id, posts := range owners {
		if len(posts) == 2 {
			return id, true, err
		}
	}
	return organ, false, err
}

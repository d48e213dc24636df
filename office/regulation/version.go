package regulation

import (
	"context"
	"errors"
	"strings"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// MayKeep is the policy for regulations: the organ's organisation officer, or the administrator who sets the organ up.
func MayKeep(actor office.Actor, organ office.ID) bool {
	return actor.Has(office.RoleAdministrator) || actor.Organ == organ && actor.Has(office.RoleOrganiser)
}

// Enter takes a version in together with the document that adopted it.
func (s *Service) Enter(ctx context.Context, actor office.Actor, v Version) (office.ID, error) {
	return s.enter(ctx, actor, v, &Adoption{Number: v.Number, AdoptedOn: v.AdoptedOn, EffectiveFrom: v.EffectiveFrom})
}

func (s *Service) enter(ctx context.Context, actor office.Actor, v Version, adoption *Adoption) (office.ID, error) {
	if !MayKeep(actor, v.OrganID) {
		return office.ID{}, office.Forbidden("regulation.only_organiser")
	}
	v.name()
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		if err := check(ctx, tx, &v); err != nil {
			return err
		}
		return Put(ctx, tx, actor, v, adoption)
	})
	return v.ID, err
}

// name gives identifiers to the version and to those of its clauses that have none.
func (v *Version) name() {
	if v.ID == (office.ID{}) {
		v.ID = office.NewID()
	}
	for i := range v.Clauses {
		if v.Clauses[i].ID == (office.ID{}) {
			v.Clauses[i].ID = office.NewID()
		}
	}
}

func insertVersion(ctx context.Context, tx *database.Tx, actor office.Actor, v *Version) error {
	var by *office.ID
	if actor.Person != (office.ID{}) {
		by = &actor.Person
	}
	_, err := tx.Exec(ctx, `insert into regulation_versions (id, organ_id, title, state, precedence, substitutes, deputy_id, created_by, created_at)
		values ($1,$2,$3,'draft',$4,$5,$6,$7,$8)`, v.ID, v.OrganID, v.Title, database.JSON[[]routing.Selector]{V: v.Precedence},
		database.JSON[map[office.ID][]office.ID]{V: v.Substitutes}, v.DeputyID, by, tx.Now())
	if err != nil {
		return err
	}
	return insertClauses(ctx, tx, v)
}

func insertClauses(ctx context.Context, tx *database.Tx, v *Version) error {
	rows := make([][]any, len(v.Clauses))
	for i, c := range v.Clauses {
		rows[i] = []any{c.ID, v.ID, v.OrganID, i, c.Reference, c.Wording, c.Slot.String(), c.PostID, c.DepartmentID, database.JSON[Selectors]{V: c.Selectors}}
	}
	return tx.InsertMany(ctx, `insert into regulation_clauses
		(id, version_id, organ_id, position, reference, wording, slot, post_id, department_id, selectors)`, rows, "")
}

// check compiles the version against the organ as it stands today; the error joins one office.Error for each thing wrong.
func check(ctx context.Context, tx *database.Tx, v *Version) error {
	structure, err := org.StructureOf(ctx, tx, v.OrganID, tx.Today())
	if err != nil {
		return err
	}
	organs, err := namedIn(ctx, tx, v)
	if err != nil {
		return err
	}
	var faults []error
	for _, fault := range Check(v, structure, organs) {
		faults = append(faults, fault)
	}
	return errors.Join(faults...)
}

// Check compiles a version against an organ as it stands, or is going to. issuers are the organs that its clauses name. Each error is one thing
// wrong; its Field says where in the version: "clauses[3].fields".
func Check(v *Version, s *org.Structure, issuers []org.Organ) []*office.Error {
	trees, _ := treesOf(issuers)
	_, problems := routing.Compile(v.in(), trees, organOf(s))
	var faults []*office.Error
	if strings.TrimSpace(v.Title) == "" {
		faults = append(faults, office.Invalid("regulation.title_missing", "title"))
	}
	for _, p := range problems {
		faults = append(faults, fault(p, v, s))
	}
	return faults
}

// Put enters a version, and with an adoption adopts it. It checks nothing but that no other version starts on that day.
func Put(ctx context.Context, tx *database.Tx, actor office.Actor, v Version, adoption *Adoption) error {
	if err := insertVersion(ctx, tx, actor, &v); err != nil {
		return err
	}
	if adoption == nil {
		return audit.Record(ctx, tx, audit.Event{Organ: v.OrganID, Actor: actor, Action: "regulation.draft", Object: v.ID, Detail: v.Title})
	}
	return adopt(ctx, tx, actor, v.OrganID, v.ID, *adoption)
}

// versionRow is a version as it is stored, without its clauses.
type versionRow struct {
	ID            office.ID
	OrganID       office.ID
	Title         string
	State         State
	Number        string
	AdoptedOn     office.Day
	EffectiveFrom office.Day
	Precedence    database.JSON[[]routing.Selector]
	Substitutes   database.JSON[map[office.ID][]office.ID]
	DeputyID      *office.ID
	DocumentID    *office.ID
	Revision      int
	CreatedAt     time.Time
}

const versionColumns = `id, organ_id, title, state, number, adopted_on, effective_from, precedence, substitutes, deputy_id, document_id, revision, created_at`

func (r versionRow) version() Version {
	return Version{
		ID: r.ID, OrganID: r.OrganID, Title: r.Title, State: r.State, Number: r.Number, AdoptedOn: r.AdoptedOn,
		EffectiveFrom: r.EffectiveFrom, Precedence: r.Precedence.V, Substitutes: r.Substitutes.V, DeputyID: r.DeputyID, DocumentID: r.DocumentID, Revision: r.Revision, CreatedAt: r.CreatedAt,
	}
}

// VersionOf reads a version with its clauses. It checks nothing.
func VersionOf(ctx context.Context, tx *database.Tx, id office.ID) (Version, error) {
	var row versionRow
	err := tx.Get(ctx, &row, `select `+versionColumns+` from regulation_versions where id = $1`, id)
	if database.NoRows(err) {
		return Version{}, office.NotFound("regulation.no_version")
	}
	if err != nil {
		return Version{}, err
	}
	v := row.version()
	return v, loadClauses(ctx, tx, map[office.ID]*Version{v.ID: &v})
}

// Versions lists an organ's versions without their clauses, drafts first, then from the last to the first, each with its state on a day.
func Versions(ctx context.Context, tx *database.Tx, organ office.ID, day office.Day) ([]Version, error) {
	var rows []versionRow
	err := tx.Select(ctx, &rows, `select `+versionColumns+` from regulation_versions where organ_id = $1
		order by case when state = 'draft' then 0 else 1 end, effective_from desc, created_at desc`, organ)
	all := make([]Version, len(rows))
	state := StateInForce
	for i, r := range rows {
		all[i] = r.version()
		if r.State == StateAdopted && r.EffectiveFrom <= day {
			all[i].State, state = state, StateSuperseded
		}
	}
	return all, err
}

// InForce is the version of an organ on a day: the adopted one with the latest start. The zero Version says that there is none yet.
func InForce(ctx context.Context, tx *database.Tx, organ office.ID, day office.Day) (Version, error) {
	versions, err := inForce(ctx, tx, []office.ID{organ}, day)
	if err != nil || versions[organ] == nil {
		return Version{OrganID: organ}, err
	}
	v := versions[organ]
	return *v, loadClauses(ctx, tx, map[office.ID]*Version{v.ID: v})
}

// inForce are the versions on a day, by organ, without their clauses.
func inForce(ctx context.Context, tx *database.Tx, organs []office.ID, day office.Day) (map[office.ID]*Version, error) {
	marks, args := database.In(2, organs)
	var rows []versionRow
	err := tx.Select(ctx, &rows, `select `+versionColumns+` from regulation_versions v
		where state = 'adopted' and effective_from <= $1 and organ_id in (`+marks+`) and not exists (select 1 from regulation_versions w
			where w.organ_id = v.organ_id and w.state = 'adopted' and w.effective_from <= $1 and w.effective_from > v.effective_from)`,
		append([]any{day}, args...)...)
	found := make(map[office.ID]*Version, len(rows))
	for _, r := range rows {
		v := r.version()
		found[r.OrganID] = &v
	}
	return found, err
}

// loadClauses reads the clauses of versions, by identifier, with one query.
func loadClauses(ctx context.Context, tx *database.Tx, versions map[office.ID]*Version) error {
	ids := make([]office.ID, 0, len(versions))
	for _, v := range versions {
		if v.ID != (office.ID{}) {
			ids = append(ids, v.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	marks, args := database.In(1, ids)
	var rows []struct {
		ID           office.ID
		VersionID    office.ID
		Reference    string
		Wording      string
		Slot         string
		PostID       *office.ID
		DepartmentID *office.ID
		Selectors    database.JSON[Selectors]
	}
	err := tx.Select(ctx, &rows, `select id, version_id, reference, wording, slot, post_id, department_id, selectors
		from regulation_clauses where version_id in (`+marks+`) order by version_id, position`, args...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := Clause{ID: r.ID, Reference: r.Reference, Wording: r.Wording, PostID: r.PostID, DepartmentID: r.DepartmentID, Selectors: r.Selectors.V}
		if err := c.Slot.UnmarshalText([]byte(r.Slot)); err != nil {
			return err
		}
		versions[r.VersionID].Clauses = append(versions[r.VersionID].Clauses, c)
	}
	return nil
}

package regulation

import (
	"context"
	"errors"
	"slices"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Delegation is what the head of an organ hands over: the matters of a post, all of them or those of some fields, to another post from a day
// up to another or without end, by a document (ủy quyền, giao điều hành).
type Delegation struct {
	ID        office.ID
	OrganID   office.ID
	FromPost  office.ID
	ToPost    office.ID
	Fields    []office.FieldCode // groups or leaves; empty hands over everything
	Number    string             // of the document: "33/TB-UBND"
	StartsOn  office.Day
	EndsOn    office.Day // first day no more; empty is open
	CreatedAt time.Time
}

// MayDelegate is the policy for handing over: the head of the organ, its organisation officer who enters the head's document, the
// administrator who sets the organ up.
func MayDelegate(actor office.Actor, organ office.ID) bool {
	return MayKeep(actor, organ) || actor.Organ == organ && actor.Has(office.RoleHead)
}

// Delegations are those of the actor's organ, past ones and coming ones too, the latest first. Who handed what over to whom is no secret inside it.
func (s *Service) Delegations(ctx context.Context, actor office.Actor) ([]Delegation, error) {
	var all []Delegation
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		found, err := DelegationsOf(ctx, tx, []office.ID{actor.Organ})
		all = found[actor.Organ]
		slices.Reverse(all)
		return err
	})
	return all, err
}

// Delegate records a handing-over. Two of one post may overlap in time only where one is narrower: a field that another one hands over on
// one of the days is refused.
func (s *Service) Delegate(ctx context.Context, actor office.Actor, d Delegation) (office.ID, error) {
	if !MayDelegate(actor, d.OrganID) {
		return office.ID{}, office.Forbidden("regulation.only_head_delegates")
	}
	if d.ID == (office.ID{}) {
		d.ID = office.NewID()
	}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
		if err != nil {
			return err
		}
		beside, err := DelegationsOf(ctx, tx, []office.ID{d.OrganID})
		if err != nil {
			return err
		}
		if err := errors.Join(d.check(structure), d.inTheWay(beside[d.OrganID])); err != nil {
			return err
		}
		if err := PutDelegation(ctx, tx, actor, d); err != nil {
			return err
		}
		return org.Wake(ctx, tx, d.OrganID)
	})
	if database.Violates(err, "delegations_one_scope", "") { // somebody was faster
		return d.ID, office.Conflict("regulation.delegation_overlaps", d.Number, "", "").Because(err)
	}
	return d.ID, err
}

// PutDelegation enters a handing-over. It checks nothing.
func PutDelegation(ctx context.Context, tx *database.Tx, actor office.Actor, d Delegation) error {
	if err := d.insert(ctx, tx, actor); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: "regulation.delegate", Object: d.ID, Detail: d.Number})
}

func (d *Delegation) check(s *org.Structure) error {
	from, fromKnown := s.Post(d.FromPost)
	to, toKnown := s.Post(d.ToPost)
	switch {
	case !fromKnown:
		return office.Invalid("people.no_post", "from_post")
	case !toKnown || !to.OpenOn(d.StartsOn):
		return office.Invalid("people.no_post", "to_post")
	case d.FromPost == d.ToPost:
		return office.Invalid("regulation.delegates_to_itself", "to_post", from.Title)
	case d.Number == "":
		return office.Invalid("regulation.number_missing", "number")
	case d.StartsOn == "" || d.EndsOn != "" && d.EndsOn <= d.StartsOn:
		return office.Invalid("org.bad_interval", "ends_on", string(d.StartsOn), string(d.EndsOn))
	}
	seen := map[office.FieldCode]bool{}
	for _, f := range d.Fields {
		if !FieldKnown(f) {
			return office.Invalid("regulation.unknown_field", "fields", d.Number, string(f))
		}
		if seen[f] {
			return office.Invalid("regulation.field_twice", "fields", FieldName(f))
		}
		seen[f] = true
	}
	return nil
}

func (d *Delegation) insert(ctx context.Context, tx *database.Tx, actor office.Actor) error {
	var by *office.ID
	if actor.Person != (office.ID{}) {
		by = &actor.Person
	}
	_, err := tx.Exec(ctx, `insert into delegations (id, organ_id, from_post, to_post, number, starts_on, ends_on, created_by, created_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, d.ID, d.OrganID, d.FromPost, d.ToPost, d.Number, d.StartsOn, d.EndsOn, by, tx.Now())
	if err != nil {
		return err
	}
	scope := d.Fields
	if len(scope) == 0 {
		scope = []office.FieldCode{""}
	}
	rows := make([][]any, len(scope))
	for i, f := range scope {
		rows[i] = []any{d.ID, d.FromPost, f, d.StartsOn, d.EndsOn}
	}
	return tx.InsertMany(ctx, `insert into delegation_fields (delegation_id, from_post, field_code, starts_on, ends_on)`, rows, "")
}

// EndDelegation lets a delegation end on a day, the first on which it holds no more. What was done under it stays. One that has not begun is taken back
// by naming its first day.
func (s *Service) EndDelegation(ctx context.Context, actor office.Actor, id office.ID, day office.Day) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		var d struct {
			OrganID  office.ID
			Number   string
			StartsOn office.Day
			EndsOn   office.Day
		}
		err := tx.Get(ctx, &d, `select organ_id, number, starts_on, ends_on from delegations where id = $1`+tx.ForUpdate(), id)
		if database.NoRows(err) || err == nil && !MayDelegate(actor, d.OrganID) {
			return office.NotFound("regulation.no_delegation")
		}
		if err != nil {
			return err
		}
		takenBack := day == d.StartsOn && d.StartsOn > tx.Today()
		if day <= d.StartsOn && !takenBack || d.EndsOn != "" && day > d.EndsOn {
			return office.Invalid("regulation.bad_end", "ends_on", d.Number)
		}
		if err := endDelegation(ctx, tx, id, day, takenBack); err != nil {
			return err
		}
		if err := org.Wake(ctx, tx, d.OrganID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: "regulation.end_delegation", Object: id, Detail: d.Number})
	})
}

func endDelegation(ctx context.Context, tx *database.Tx, id office.ID, day office.Day, takenBack bool) error {
	statements, args := []string{`update delegations set ends_on = $2 where id = $1`, `update delegation_fields set ends_on = $2 where delegation_id = $1`}, []any{id, day}
	if takenBack {
		statements, args = []string{`delete from delegation_fields where delegation_id = $1`, `delete from delegations where id = $1`}, []any{id}
	}
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// DelegationsOn are the delegations in force in organs on a day, the earliest first.
func DelegationsOn(ctx context.Context, tx *database.Tx, organs []office.ID, day office.Day) (map[office.ID][]Delegation, error) {
	marks, args := database.In(2, organs)
	return readDelegations(ctx, tx, `starts_on <= $1 and (ends_on is null or ends_on > $1) and organ_id in (`+marks+`)`, append([]any{day}, args...))
}

func readDelegations(ctx context.Context, tx *database.Tx, where string, args []any) (map[office.ID][]Delegation, error) {
	var all []Delegation
	err := tx.Select(ctx, &all, `select id, organ_id, from_post, to_post, number, starts_on, ends_on, created_at from delegations
		where `+where+` order by starts_on, id`, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]office.ID, len(all))
	for i, d := range all {
		ids[i] = d.ID
	}
	scopes, err := scopesOf(ctx, tx, ids)
	byOrgan := map[office.ID][]Delegation{}
	for _, d := range all {
		d.Fields = scopes[d.ID]
		byOrgan[d.OrganID] = append(byOrgan[d.OrganID], d)
	}
	return byOrgan, err
}

func scopesOf(ctx context.Context, tx *database.Tx, delegations []office.ID) (map[office.ID][]office.FieldCode, error) {
	marks, args := database.In(1, delegations)
	var rows []struct {
		DelegationID office.ID
		FieldCode    office.FieldCode
	}
	err := tx.Select(ctx, &rows, `select delegation_id, field_code from delegation_fields
		where field_code <> '' and delegation_id in (`+marks+`) order by delegation_id, field_code`, args...)
	scopes := map[office.ID][]office.FieldCode{}
	for _, r := range rows {
		scopes[r.DelegationID] = append(scopes[r.DelegationID], r.FieldCode)
	}
	return scopes, err
}

// DelegationsOf are all delegations in organs, past ones and coming ones too, by organ and from the first on.
func DelegationsOf(ctx context.Context, tx *database.Tx, organs []office.ID) (map[office.ID][]Delegation, error) {
	marks, args := database.In(1, organs)
	return readDelegations(ctx, tx, `organ_id in (`+marks+`)`, args)
}

// CheckDelegation says what is wrong with a delegation for an organ as it stands or is going to, and beside the delegations that it has. One that
// is there already is not wrong.
func CheckDelegation(d Delegation, s *org.Structure, beside []Delegation) *office.Error {
	if err := d.check(s); err != nil {
		return office.All(err)[0]
	}
	others := slices.DeleteFunc(slices.Clone(beside), func(other Delegation) bool { return d.Same(other) })
	if err := d.inTheWay(others); err != nil {
		return office.All(err)[0]
	}
	return nil
}

// inTheWay finds a delegation of the same post that covers a field as narrowly on one of the days, and names it.
func (d *Delegation) inTheWay(beside []Delegation) error {
	for _, other := range beside {
		if other.FromPost != d.FromPost || !d.overlaps(other) {
			continue
		}
		if len(d.Fields) == 0 && len(other.Fields) == 0 || slices.ContainsFunc(d.Fields, func(f office.FieldCode) bool { return slices.Contains(other.Fields, f) }) {
			conflict := office.Conflict("regulation.delegation_overlaps", d.Number, other.Number, other.StartsOn)
			conflict.Field = "starts_on"
			return conflict
		}
	}
	return nil
}

func (d Delegation) overlaps(other Delegation) bool {
	return (d.EndsOn == "" || other.StartsOn < d.EndsOn) && (other.EndsOn == "" || d.StartsOn < other.EndsOn)
}

// Same reports whether two delegations say the same.
func (d Delegation) Same(other Delegation) bool {
	fields := func(list []office.FieldCode) []office.FieldCode { return slices.Sorted(slices.Values(list)) }
	return d.FromPost == other.FromPost && d.ToPost == other.ToPost && d.Number == other.Number && d.StartsOn == other.StartsOn && d.EndsOn == other.EndsOn &&
		slices.Equal(fields(d.Fields), fields(other.Fields))
}

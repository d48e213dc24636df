package regulation

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Authorisation is the head's written word by which a post signs what the regulation does not let it sign (NĐ 30/2020 Điều 13): TUQ. papers of
// some fields or kinds up to a day (13.3), or, KT., one paper (13.1, 13.2).
type Authorisation struct {
	ID         office.ID
	OrganID    office.ID
	PostID     office.ID
	DocumentID *office.ID         // the one paper; nil is TUQ.
	Fields     []office.FieldCode // TUQ. of these, groups or leaves …
	Kinds      []office.KindCode  // … and these kinds; an empty list admits all, never both
	Number     string             // of the head's document: "12/GUQ-UBND"
	StartsOn   office.Day
	EndsOn     office.Day // first day no more; empty only for the one paper
	CreatedBy  *office.ID
	CreatedAt  time.Time
}

// scope is what an authorisation admits, as it is stored.
type scope struct {
	Fields []office.FieldCode `json:"fields,omitempty"`
	Kinds  []office.KindCode  `json:"kinds,omitempty"`
}

// maxBasis is the length of the words that name a document.
const maxBasis = 200

// on reports whether the authorisation holds on a day.
func (a Authorisation) on(day office.Day) bool {
	return a.StartsOn <= day && (a.EndsOn == "" || day < a.EndsOn)
}

// right is what a TUQ. gives its post for a paper on a day, or why it does not.
func (a Authorisation) right(paper ToSign, day office.Day) right {
	switch {
	case day < a.StartsOn:
		return barred("authorised_later", a.Number, a.StartsOn)
	case !a.on(day):
		return barred("authorised_past", a.Number, a.EndsOn.Add(-1))
	case len(a.Kinds) > 0 && !slices.Contains(a.Kinds, paper.Kind):
		return barred("authorised_other_kind", a.Number)
	case len(a.Fields) > 0 && !slices.ContainsFunc(paper.Fields[:min(1, len(paper.Fields))], a.covers):
		return barred("authorised_other_field", a.Number)
	}
	return entitled(RightAuthorised, a.Number)
}

func (a Authorisation) covers(field office.FieldCode) bool {
	for _, node := range fields() {
		if node.Code == field {
			return slices.Contains(a.Fields, field) || slices.Contains(a.Fields, node.Parent)
		}
	}
	return false
}

// Authorise keeps the head's written authorisation to sign TUQ. Its post heads a part of the organ, its scope and its time are limited
// (Điều 13.3). The error names everything that is wrong.
func (s *Service) Authorise(ctx context.Context, actor office.Actor, a Authorisation) (office.ID, error) {
	if !MayDelegate(actor, a.OrganID) {
		return office.ID{}, office.Forbidden("authority.only_head")
	}
	a.ID, a.DocumentID, a.Number = office.NewID(), nil, strings.TrimSpace(a.Number)
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		structure, err := org.StructureOf(ctx, tx, a.OrganID, tx.Today())
		if err != nil {
			return err
		}
		if err := a.check(structure); err != nil {
			return err
		}
		return PutAuthorisation(ctx, tx, actor, a)
	})
	return a.ID, err
}

func (a *Authorisation) check(s *org.Structure) error {
	var faults []error
	wrong := func(key, field string, args ...any) {
		faults = append(faults, office.Invalid("authority.enter."+key, field, args...))
	}
	switch post, ok := s.Post(a.PostID); {
	case !ok:
		wrong("unknown_post", "post")
	case post.Role != office.RoleChiefOfOffice && post.Role != office.RoleDepartmentHead:
		wrong("not_a_head", "post", post.Title)
	}
	if a.Number == "" || utf8.RuneCountInString(a.Number) > maxBasis {
		wrong("number", "number", maxBasis)
	}
	if a.StartsOn == "" {
		wrong("start_missing", "starts_on")
	}
	if a.EndsOn == "" || a.EndsOn <= a.StartsOn {
		wrong("end_missing", "ends_on")
	}
	if len(a.Fields)+len(a.Kinds) == 0 {
		wrong("no_scope", "fields")
	}
	for _, f := range a.Fields {
		if !FieldKnown(f) {
			wrong("unknown_field", "fields", string(f))
		}
	}
	for _, k := range a.Kinds {
		if !slices.Contains(kinds, string(k)) {
			wrong("unknown_kind", "kinds", string(k))
		}
	}
	return errors.Join(faults...)
}

// PutAuthorisation enters the head's word. It checks nothing.
func PutAuthorisation(ctx context.Context, tx *database.Tx, actor office.Actor, a Authorisation) error {
	var by *office.ID
	if actor.Person != (office.ID{}) {
		by = &actor.Person
	}
	_, err := tx.Exec(ctx, `insert into signing_authorisations (id, organ_id, post_id, document_id, number, scope, starts_on, ends_on, created_by, created_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, a.ID, a.OrganID, a.PostID, a.DocumentID, a.Number, database.JSON[scope]{V: scope{a.Fields, a.Kinds}},
		a.StartsOn, a.EndsOn, by, tx.Now())
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Organ: a.OrganID, Actor: actor, Action: "regulation.authorise", Object: a.ID, Detail: a.Number})
}

// EndAuthorisation lets an authorisation to sign TUQ. end on a day, the first on which it holds no more. What was signed under it stays.
func (s *Service) EndAuthorisation(ctx context.Context, actor office.Actor, id office.ID, day office.Day) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		all, err := readAuthorisations(ctx, tx, `id = $1 and document_id is null`+tx.ForUpdate(), id)
		if err != nil {
			return err
		}
		if len(all) == 0 || !MayDelegate(actor, all[0].OrganID) {
			return office.NotFound("authority.none")
		}
		a := all[0]
		if day < a.StartsOn || day > a.EndsOn {
			return office.Invalid("authority.bad_end", "ends_on", a.Number)
		}
		if _, err := tx.Exec(ctx, `update signing_authorisations set ends_on = $2 where id = $1`, id, day); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: a.OrganID, Actor: actor, Action: "regulation.end_authorisation", Object: id, Detail: a.Number})
	})
}

// Authorisations lists the TUQ. of the actor's organ, past ones and coming ones too, the latest first. Who works there may read them.
func (s *Service) Authorisations(ctx context.Context, actor office.Actor) ([]Authorisation, error) {
	var all []Authorisation
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		all, err = readAuthorisations(ctx, tx, `organ_id = $1 and document_id is null`, actor.Organ)
		return err
	})
	slices.Reverse(all)
	return all, err
}

// AssignPaper keeps the head's written assignment of one paper to a post, from today on and in place of an earlier one. It checks nothing.
func AssignPaper(ctx context.Context, tx *database.Tx, actor office.Actor, a Authorisation) error {
	if _, err := tx.Exec(ctx, `update signing_authorisations set ends_on = $2 where document_id = $1 and ends_on is null`, *a.DocumentID, tx.Today()); err != nil {
		return err
	}
	a.ID, a.StartsOn = office.NewID(), tx.Today()
	return PutAuthorisation(ctx, tx, actor, a)
}

// authorisations are the TUQ. of an organ and the head's word about one paper, the earliest first: what is past is still told to who asks why he
// may not sign.
func authorisations(ctx context.Context, tx *database.Tx, organ, document office.ID) ([]Authorisation, error) {
	return readAuthorisations(ctx, tx, `organ_id = $1 and (document_id is null or document_id = $2)`, organ, document)
}

func readAuthorisations(ctx context.Context, tx *database.Tx, where string, args ...any) ([]Authorisation, error) {
	var rows []struct {
		Authorisation
		Scope database.JSON[scope]
	}
	// The lock, if one is asked for, stands at the end of the condition; what it finds is one row, in no order.
	err := tx.Select(ctx, &rows, `select id, organ_id, post_id, document_id, number, scope, starts_on, ends_on, created_by, created_at
		from signing_authorisations where `+where, args...)
	all := make([]Authorisation, len(rows))
	for i, r := range rows {
		all[i] = r.Authorisation
		all[i].Fields, all[i].Kinds = r.Scope.V.Fields, r.Scope.V.Kinds
	}
	slices.SortFunc(all, func(a, b Authorisation) int {
		return cmp.Or(cmp.Compare(a.StartsOn, b.StartsOn), slices.Compare(a.ID[:], b.ID[:]))
	})
	return all, err
}

package fields

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
)

// MayKeep is the policy for the table: the organ's clerk and its chief of office, who classify its papers, and its organisation officer.
func MayKeep(actor office.Actor) bool {
	return actor.Has(office.RoleClerk, office.RoleChiefOfOffice, office.RoleOrganiser)
}

// maxSelector is the length of a symbol or of the words of a procedure.
const maxSelector = 120

const rowColumns = `id, organ_id, issuer, symbol, procedure, field_code, created_by, created_at, changed_at`

// Keep adds a line to the table of the actor's organ, or gives the line that asks the same another field. The error names everything that is wrong.
func (s *Service) Keep(ctx context.Context, actor office.Actor, r Row) (Row, error) {
	if !MayKeep(actor) {
		return r, office.Forbidden("fields.may_not_keep")
	}
	r.ID, r.OrganID = office.NewID(), actor.Organ
	r.Issuer, r.Symbol, r.Procedure = strings.TrimSpace(r.Issuer), strings.ReplaceAll(strings.TrimSpace(r.Symbol), "…", "*"), strings.TrimSpace(r.Procedure)
	r.Symbol = strings.TrimPrefix(r.Symbol, "*/") // "…/UBND-VX": the number is no part of the symbol
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		if err := r.check(ctx, tx); err != nil {
			return err
		}
		err := tx.Get(ctx, &r, `insert into field_rows (`+rowColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$8)
			on conflict (organ_id, issuer, symbol, procedure) do update set field_code = excluded.field_code, changed_at = excluded.changed_at
			returning `+rowColumns, r.ID, r.OrganID, r.Issuer, r.Symbol, r.Procedure, r.FieldCode, actor.Person, tx.Now())
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: r.OrganID, Actor: actor, Action: "fields.keep", Object: r.ID, Detail: string(r.FieldCode)})
	})
	return r, err
}

func (r Row) check(ctx context.Context, tx *database.Tx) error {
	var faults []error
	wrong := func(key, field string, args ...any) {
		faults = append(faults, office.Invalid("fields."+key, field, args...))
	}
	if r.Issuer+r.Symbol+r.Procedure == "" {
		wrong("says_nothing", "issuer")
	}
	if !regulation.FieldKnown(r.FieldCode) {
		wrong("unknown_field", "field", string(r.FieldCode))
	}
	if r.Issuer != "" && !slices.Contains(regulation.Classes(), r.Issuer) {
		id, err := office.ParseID("issuer", r.Issuer)
		if err == nil {
			_, err = org.OrganOf(ctx, tx, id)
		}
		if err != nil {
			wrong("unknown_issuer", "issuer", r.Issuer)
		}
	}
	for field, text := range map[string]string{"symbol": r.Symbol, "procedure": r.Procedure} {
		if utf8.RuneCountInString(text) > maxSelector || text != "" && plain(text) == "" {
			wrong("bad_selector", field, maxSelector)
		}
	}
	return errors.Join(faults...)
}

// Drop takes a line out of the table. What was proposed by it stays counted.
func (s *Service) Drop(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if !MayKeep(actor) {
			return office.Forbidden("fields.may_not_keep")
		}
		n, err := tx.Exec(ctx, `delete from field_rows where id = $1 and organ_id = $2`, id, actor.Organ)
		if err != nil {
			return err
		}
		if n == 0 {
			return office.NotFound("fields.no_row")
		}
		return audit.Record(ctx, tx, audit.Event{Organ: actor.Organ, Actor: actor, Action: "fields.drop", Object: id})
	})
}

func rowsOf(ctx context.Context, tx *database.Tx, organ office.ID) ([]Row, error) {
	var rows []Row
	err := tx.Select(ctx, &rows, `select `+rowColumns+` from field_rows where organ_id = $1 order by issuer, symbol, procedure, id`, organ)
	return rows, err
}

// Propose proposes fields for a paper of an organ, the first proposal first. It checks nothing. continued are those of the matter that the paper
// names; samples are the organ's own confirmed papers.
func Propose(ctx context.Context, tx *database.Tx, organ office.ID, p Paper, continued []Guess, samples []Sample) ([]Guess, error) {
	rows, err := rowsOf(ctx, tx, organ)
	return propose(continued, rows, samples, p), err
}

package fields

import (
	"context"

	"congvan/database"
	"congvan/office"
)

// Use is what was proposed for a paper and which field it has now.
type Use struct {
	Delivery office.ID
	Organ    office.ID
	Issuer   office.ID
	Code     string // number and symbol of the paper
	Source   Source
	Row      *office.ID       // the line that spoke of the paper, whatever was proposed first …
	RowField office.FieldCode // … and the field that it had
	Proposed office.FieldCode // "" when nothing was
	Settled  office.FieldCode // "" when it is unclassified
}

// Record keeps a use, or the field that a paper has got since. It checks nothing.
func Record(ctx context.Context, tx *database.Tx, u Use) error {
	_, err := tx.Exec(ctx, `insert into field_uses (delivery_id, organ_id, issuer_id, symbol, source, row_id, row_field, proposed, settled, settled_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) on conflict (delivery_id) do update set settled = excluded.settled, settled_at = excluded.settled_at`,
		u.Delivery, u.Organ, u.Issuer, SymbolOf(u.Code), u.Source, u.Row, u.RowField, u.Proposed, u.Settled, tx.Now())
	return err
}

// Tally is how a line of the table did since it has its field.
type Tally struct {
	Row
	Right, Wrong int
	Instead      office.FieldCode // the field that most of the wrong ones got
	Times        int              // how many of them
}

// A line is to be mended when it was wrong at least so often, and more often than right, and half of the wrong ones agree on another field.
const leastWrong = 3

// Mend is the field that a line should rather have; "" while it does well enough.
func (t Tally) Mend() office.FieldCode {
	if t.Wrong >= leastWrong && t.Wrong > t.Right && 2*t.Times >= t.Wrong {
		return t.Instead
	}
	return ""
}

// Missing is a line that the table should have: papers of one issuer and symbol that persons gave the same field again and again.
type Missing struct {
	Issuer office.ID
	Symbol string
	Field  office.FieldCode
	Times  int
	Of     int
}

// A line is proposed when at least so many papers of one issuer and symbol came without a field or with a wrong one, and so many in ten of them got one field.
const (
	leastMissing = 4
	mostlyInTen  = 8
)

// Table is the table of an organ with how right it is.
type Table struct {
	Rows    []Tally
	Missing []Missing
}

// Table reads the table of the actor's organ: for whoever works there, as it explains where papers go.
func (s *Service) Table(ctx context.Context, actor office.Actor) (Table, error) {
	var table Table
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		if !MayRead(actor) {
			return office.Forbidden("fields.may_not_read")
		}
		rows, err := rowsOf(ctx, tx, actor.Organ)
		if err != nil {
			return err
		}
		if table.Rows, err = tallies(ctx, tx, actor.Organ, rows); err != nil {
			return err
		}
		table.Missing, err = missing(ctx, tx, actor.Organ, rows)
		return err
	})
	return table, err
}

// MayRead is the policy for reading the table: who keeps it, and the head.
func MayRead(actor office.Actor) bool { return MayKeep(actor) || actor.Has(office.RoleHead) }

func tallies(ctx context.Context, tx *database.Tx, organ office.ID, rows []Row) ([]Tally, error) {
	var counted []struct {
		RowID   office.ID
		Settled office.FieldCode
		N       int
	}
	err := tx.Select(ctx, &counted, `select u.row_id, u.settled, count(*) as n from field_uses u join field_rows r on r.id = u.row_id
		where u.organ_id = $1 and u.row_field = r.field_code and u.settled <> '' group by u.row_id, u.settled order by n desc, u.settled`, organ)
	all := make([]Tally, len(rows))
	for i, r := range rows {
		all[i].Row = r
		for _, c := range counted {
			switch {
			case c.RowID != r.ID:
			case c.Settled == r.FieldCode:
				all[i].Right += c.N
			default:
				all[i].Wrong += c.N
				if all[i].Times == 0 {
					all[i].Instead, all[i].Times = c.Settled, c.N
				}
			}
		}
	}
	return all, err
}

func missing(ctx context.Context, tx *database.Tx, organ office.ID, rows []Row) ([]Missing, error) {
	var counted []struct {
		IssuerID office.ID
		Symbol   string
		Settled  office.FieldCode
		N        int
	}
	err := tx.Select(ctx, &counted, `select issuer_id, symbol, settled, count(*) as n from field_uses
		where organ_id = $1 and row_id is null and settled <> '' and (source in ('words', 'nobody') or proposed <> settled) group by issuer_id, symbol, settled
		order by issuer_id, symbol, n desc, settled`, organ)
	var all []Missing
	for _, c := range counted {
		if last := len(all) - 1; last >= 0 && all[last].Issuer == c.IssuerID && all[last].Symbol == c.Symbol {
			all[last].Of += c.N
			continue
		}
		all = append(all, Missing{Issuer: c.IssuerID, Symbol: c.Symbol, Field: c.Settled, Times: c.N, Of: c.N})
	}
	return keepSure(all, rows), err
}

// keepSure leaves out what is too seldom, too mixed, or in the table meanwhile.
func keepSure(all []Missing, rows []Row) []Missing {
	var sure []Missing
	for _, m := range all {
		if m.Times < leastMissing || 10*m.Times < mostlyInTen*m.Of {
			continue
		}
		if len(byTable(rows, Paper{Issuers: []string{m.Issuer.String()}, Code: "1/" + m.Symbol})) == 0 {
			sure = append(sure, m)
		}
	}
	return sure
}

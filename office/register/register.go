// Package register keeps the number series of an organ: sổ đăng ký văn bản đi and đến (NĐ 30/2020 Điều 15, 22 and appendix IV).
//
// A register counts without gaps: taking a number locks the register's one row until the transaction ends, and every number that was ever
// taken has its entry: used, void with a reason, reserved with a reason, or returned.
package register

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
)

// Direction tells the two kinds of register.
type Direction string

// The directions.
const (
	Out Direction = "out" // sổ đăng ký văn bản đi
	In  Direction = "in"  // sổ đăng ký văn bản đến
)

// Series of numbers within a register's period.
const (
	Common = "chung"   // one series for all kinds, the usual choice of small organs
	Trials = "mau-thu" // trial papers never take numbers of the real series
)

// State of an entry.
type State string

// The states.
const (
	Used     State = "used"
	Void     State = "void"
	Reserved State = "reserved"
	Returned State = "returned" // số đến of a paper that was sent back later (Điều 21.2b)
)

// FormatNumber writes a number as the decree does: below 10 with a leading zero (appendix I, II.3c).
func FormatNumber(number int) string { return fmt.Sprintf("%02d", number) }

// Code is number and symbol together: "15/QĐ-UBND", or "09-HD/TU" in a Party organ.
func Code(style string, number int, notation string) string {
	if style == "party" {
		return FormatNumber(number) + "-" + notation
	}
	return FormatNumber(number) + "/" + notation
}

// Notation is the symbol of a paper: kind and organ, or for a công văn, which has no abbreviation of its kind, organ and drafting
// department or field (appendix I, II.3b). A Party organ writes a slash where the state writes a dash.
func Notation(style string, kind office.KindCode, organ, department string) string {
	left, right := string(kind), organ
	if kind == "CV" || kind == "TCg" {
		left, right = organ, department
	}
	if right == "" {
		return left
	}
	if style == "party" {
		return left + "/" + right
	}
	return left + "-" + right
}

// Period is the register's period for a day: the year, since numbers begin at 01 on 1 January (Điều 15.1).
func Period(day office.Day) string { return string(day)[:4] }

// Taking is what a number is taken for.
type Taking struct {
	Organ      office.ID
	Direction  Direction
	Series     string
	DocumentID *office.ID
	DeliveryID *office.ID
	Code       func(number int) string // what stands in the entry as the paper's code
	Subject    string
	By         *office.ID // nil when the organ's rule takes it
}

// Taken is a number and its entry.
type Taken struct {
	Number int
	Entry  office.ID
}

// Take takes the next number of the organ's register of this year. It opens the register when the year's first number is asked for.
// It checks nothing; the use case that calls it did.
func Take(ctx context.Context, tx *database.Tx, t Taking) (Taken, error) {
	taken, err := TakeMany(ctx, tx, []Taking{t})
	if err != nil {
		return Taken{}, err
	}
	return taken[0], nil
}

// TakeMany takes a number in each of several registers with two statements. No two takings may be of one register. The registers are locked in the
// order of their organs, whatever order they are asked for in: two that take from the same ones cannot wait for each other.
func TakeMany(ctx context.Context, tx *database.Tx, all []Taking) ([]Taken, error) {
	opening := make([][]any, len(all))
	for i, t := range all {
		opening[i] = []any{office.NewID(), t.Organ, t.Direction, Period(tx.Today()), t.Series, 2, tx.Now()}
	}
	slices.SortFunc(opening, func(a, b []any) int {
		left, right := a[1].(office.ID), b[1].(office.ID)
		return bytes.Compare(left[:], right[:])
	})
	var rows []struct {
		ID      office.ID
		OrganID office.ID
		Number  int
	}
	// One statement takes the rows' locks and the numbers, on both engines.
	err := tx.InsertReturning(ctx, &rows, `insert into registers (id, organ_id, direction, period, series, next_number, opened_at)`, opening,
		`on conflict (organ_id, direction, period, series) do update set next_number = registers.next_number + 1 where registers.closed_at is null
		returning id, organ_id, next_number - 1 as number`)
	if err != nil {
		return nil, err
	}
	if len(rows) < len(all) {
		return nil, office.Conflict("register.closed")
	}
	at := make(map[office.ID]int, len(rows))
	for i, row := range rows {
		at[row.OrganID] = i
	}
	taken, entries := make([]Taken, len(all)), make([][]any, len(all))
	for i, t := range all {
		row := rows[at[t.Organ]]
		taken[i] = Taken{Number: row.Number, Entry: office.NewID()}
		code := t.Code(row.Number)
		entries[i] = []any{taken[i].Entry, row.ID, t.Organ, row.Number, Used, t.DocumentID, t.DeliveryID, code, t.Subject, tx.Now(), t.By, words(code, t.Subject)}
	}
	return taken, tx.InsertMany(ctx, `insert into register_entries
		(id, register_id, organ_id, number, state, document_id, delivery_id, code, subject, entered_at, entered_by, words)`, entries, "")
}

// words is what a search in the register compares with.
func words(texts ...string) string { return language.Fold(strings.Join(texts, " ")) }

// Return marks the entry of a paper that was sent back after it had been registered: the số đến stays (Điều 21.2b).
func Return(ctx context.Context, tx *database.Tx, entry office.ID, reason string) error {
	_, err := tx.Exec(ctx, `update register_entries set state = $2, reason = $3, marked_at = $4 where id = $1`, entry, Returned, reason, tx.Now())
	return err
}

// Service holds the use cases of this noun.
type Service struct{ db *database.DB }

// New makes the service.
func New(db *database.DB) *Service { return &Service{db: db} }

// MayRead reports whether the actor may read the organ's registers: its clerk, head and chief of office.
func MayRead(actor office.Actor) bool { return actor.SeesOrgan() }

// Next foretells the number that a register of the actor's organ gives next this year; the real one is taken with the act. It is no secret
// within the organ: every paper bears one.
func (s *Service) Next(ctx context.Context, actor office.Actor, direction Direction, series string) (int, error) {
	next := 1
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &next, `select next_number from registers where organ_id = $1 and direction = $2 and period = $3 and series = $4`,
			actor.Organ, direction, Period(tx.Today()), series)
		if database.NoRows(err) {
			next, err = 1, nil
		}
		return err
	})
	return next, err
}

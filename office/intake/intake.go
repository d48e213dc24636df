// Package intake takes in what another list already holds: organs, their departments, posts and people, who holds which post, the assignment
// regulations with their clauses, and groups of recipients, from a workbook or a JSON document.
//
// Everything is checked against the installation before anything is written, and every fault is told with its cell. What is taken in is one
// transaction: all of it or nothing. Taking the same in again changes nothing. History is never rewritten: an appointment is ended by a day and
// followed by another, a regulation that says something else than its adopted version becomes a draft beside it, and what a list leaves out stays.
package intake

import (
	"context"
	"crypto/rand"
	"fmt"

	"congvan/audit"
	"congvan/database"
	"congvan/identity"
	"congvan/office"
	"congvan/sheet"
)

// Service holds the use cases of this noun.
type Service struct {
	db       *database.DB
	identity *identity.Service
}

// New makes the service.
func New(db *database.DB, accounts *identity.Service) *Service { return &Service{db, accounts} }

// Read reads a workbook or a JSON document; which of them it is, its first bytes say.
func Read(file []byte) (*sheet.Book, error) { return sheet.Read(file, Forms()) }

// Options of taking in.
type Options struct {
	Organ  string // identifier of the only organ whose rows count; empty takes all
	DryRun bool   // look, and change nothing
}

// Result is what was found, and what changes or would change.
type Result struct {
	Faults  []sheet.Fault
	Changes []Change
	Done    bool // it was written
}

// Change counts what changes of one sort, in the order of [sorts].
type Change struct {
	Sort  string `json:"sort"`
	Count int    `json:"count"`
}

// sorts of changes.
var sorts = []string{"localities", "areas", "organs_new", "organs_changed", "departments_new", "departments_changed", "posts_new", "posts_changed",
	"people_new", "people_changed", "appointments_new", "appointments_ended", "versions_adopted", "versions_drafted", "delegations", "groups"}

// Import takes a book in. With any fault it changes nothing, and the result tells them all.
func (s *Service) Import(ctx context.Context, actor office.Actor, book *sheet.Book, o Options) (Result, error) {
	if !actor.Has(office.RoleAdministrator) {
		return Result{}, office.Forbidden("org.only_administrator")
	}
	if o.Organ != "" {
		only(book, o.Organ)
	}
	password, err := s.identity.Hash(ctx, rand.Text()) // nobody knows it: an account opens when somebody is given a password for it
	if err != nil {
		return Result{}, err
	}
	var result Result
	run := s.db.Write
	if o.DryRun {
		run = s.db.Read
	}
	err = run(ctx, func(tx *database.Tx) error {
		p, err := newPlan(ctx, tx, book)
		if err != nil {
			return err
		}
		p.check()
		result = Result{Faults: append(book.Faults[:len(book.Faults):len(book.Faults)], p.faults...), Changes: p.changes()}
		if len(result.Faults) > 0 || o.DryRun {
			return nil
		}
		result.Done = true
		return p.write(ctx, tx, actor, password)
	})
	switch {
	case database.Violates(err, "appointments_one_holder", ""):
		err = office.Conflict("org.two_holders", "").Because(err)
	case database.Violates(err, "delegations_one_scope", ""):
		err = office.Conflict("regulation.delegation_overlaps", "", "", "").Because(err)
	}
	return result, err
}

// only leaves the rows of other organs out.
func only(book *sheet.Book, organ string) {
	for _, form := range Forms() {
		if form.Columns[0].Key == "organ" {
			book.Keep(form.Key, func(r sheet.Row) bool { return r.Text("organ") == organ })
		}
	}
}

// changes counts what the plan would change.
func (p *plan) changes() []Change {
	var all []Change
	for _, sort := range sorts {
		if n := p.count[sort]; n > 0 {
			all = append(all, Change{sort, n})
		}
	}
	return all
}

// record tells the audit what was taken in for an organ.
func record(ctx context.Context, tx *database.Tx, actor office.Actor, o *organ) error {
	if !o.touched {
		return nil
	}
	return audit.Record(ctx, tx, audit.Event{Organ: o.ID, Actor: actor, Action: "intake.taken_in", Object: o.ID,
		Detail: fmt.Sprintf("%s: %d departments, %d posts, %d people, %d appointments, %d ended", o.code, len(o.add.Departments), len(o.add.Posts),
			len(o.add.People), len(o.add.Appointments), len(o.ended))})
}

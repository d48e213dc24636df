// Package identity knows accounts: who signs in, with what secret, and for how long. It knows no posts and no permissions: an account leads to a
// person, and the callers of this package decide who may make, lock or mend accounts.
package identity

import (
	"context"
	"runtime"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"congvan/database"
	"congvan/office"
)

// Account is somebody who may sign in.
type Account struct {
	ID         office.ID
	PersonID   office.ID
	Name       string
	MustChange bool // the password was given by another: only changing it is allowed
	// Generation goes up with each change of password and each lock. A session holds that of its sign-in and is over when they differ.
	Generation   int
	LockedReason string
	LockedAt     *time.Time
	SignedInAt   *time.Time
	CreatedAt    time.Time

	passwordHash Hash
}

// Locked reports whether the account may not sign in.
func (a Account) Locked() bool { return a.LockedAt != nil }

// Service keeps the accounts.
type Service struct {
	db     *database.DB
	cost   *argon2id.Params
	room   chan struct{} // one place for each password that may be hashed at the same time
	nobody Hash          // compared with when there is no such account, so that the time taken tells nothing
}

// Cost is what one guess of a password costs. The zero value is what a server should use.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
}

// OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one thread; about a tenth of a second.
var defaultCost = Cost{MemoryKiB: 19 * 1024, Passes: 2}

// NewService makes the service. As many passwords are hashed at a time as there are cores, so that a flood of sign-ins cannot take the memory.
func NewService(db *database.DB, cost Cost) (*Service, error) {
	if cost == (Cost{}) {
		cost = defaultCost
	}
	s := &Service{
		db:   db,
		cost: &argon2id.Params{Memory: cost.MemoryKiB, Iterations: cost.Passes, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		room: make(chan struct{}, runtime.NumCPU()),
	}
	var err error
	s.nobody, err = s.Hash(context.Background(), office.NewID().String())
	return s, err
}

// foldName is a user name as it is kept and compared: people type capitals and spaces that they do not mean.
func foldName(name string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(name))) }

// accountRow is an account as the table has it.
type accountRow struct {
	Account
	PasswordHash string
}

func (r accountRow) account() Account {
	r.Account.passwordHash = Hash(r.PasswordHash)
	return r.Account
}

const accountColumns = "id, person_id, name, password_hash, must_change, generation, locked_reason, locked_at, signed_in_at, created_at"

// find reads one account by a unique column; NotFound when there is none.
func find(ctx context.Context, tx *database.Tx, column string, value any, suffix string) (Account, error) {
	var row accountRow
	err := tx.Get(ctx, &row, "select "+accountColumns+" from accounts where "+column+" = $1"+suffix, value)
	if database.NoRows(err) {
		return Account{}, office.NotFound("identity.no_account")
	}
	return row.account(), err
}

// Account gives an account by its identifier.
func (s *Service) Account(ctx context.Context, id office.ID) (Account, error) {
	return s.read(ctx, "id", id)
}

// ByPerson gives the account of a person.
func (s *Service) ByPerson(ctx context.Context, person office.ID) (Account, error) {
	return s.read(ctx, "person_id", person)
}

// ByName gives the account of a user name.
func (s *Service) ByName(ctx context.Context, name string) (Account, error) {
	return s.read(ctx, "name", foldName(name))
}

func (s *Service) read(ctx context.Context, column string, value any) (a Account, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		a, err = find(ctx, tx, column, value, "")
		return err
	})
	return a, err
}

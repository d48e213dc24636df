package identity

import (
	"context"
	"regexp"
	"slices"

	"congvan/database"
	"congvan/office"
)

// NewAccount is an account to be made.
type NewAccount struct {
	PersonID   office.ID
	Name       string
	MustChange bool
}

// userName allows what fits into an address or a form without a second look.
var userName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$`)

// CheckName says whether a user name can be an account's, and gives it as it would be kept.
func CheckName(name string) (string, bool) {
	name = foldName(name)
	return name, userName.MatchString(name)
}

// Named are the persons of accounts by the name of the account; names without one are left out.
func Named(ctx context.Context, tx *database.Tx, names []string) (map[string]office.ID, error) {
	all := map[string]office.ID{}
	for piece := range slices.Chunk(names, 500) {
		marks, args := database.In(1, piece)
		if err := collect(ctx, tx, all, `name in (`+marks+`)`, args); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func collect(ctx context.Context, tx *database.Tx, into map[string]office.ID, where string, args []any) error {
	var rows []struct {
		Name     string
		PersonID office.ID
	}
	err := tx.Select(ctx, &rows, `select name, person_id from accounts where `+where, args...)
	for _, r := range rows {
		into[r.Name] = r.PersonID
	}
	return err
}

// NamesOf are the account names of persons; who has no account is left out.
func NamesOf(ctx context.Context, tx *database.Tx, persons []office.ID) (map[office.ID]string, error) {
	byName, names := map[string]office.ID{}, map[office.ID]string{}
	for piece := range slices.Chunk(persons, 500) {
		marks, args := database.In(1, piece)
		if err := collect(ctx, tx, byName, `person_id in (`+marks+`)`, args); err != nil {
			return nil, err
		}
	}
	for name, person := range byName {
		names[person] = name
	}
	return names, nil
}

// CreateAccount makes an account with a password.
func (s *Service) CreateAccount(ctx context.Context, n NewAccount, password string) (Account, error) {
	if err := checkPassword(foldName(n.Name), password); err != nil {
		return Account{}, err
	}
	hash, err := s.Hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	var made []Account
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		made, err = Add(ctx, tx, []NewAccount{n}, hash)
		return err
	})
	if err != nil {
		return Account{}, err
	}
	return made[0], nil
}

// Add makes accounts inside a transaction, all with the same password, whose strength it cannot check: for an import, after which each must
// change it, and for the demonstration.
func Add(ctx context.Context, tx *database.Tx, all []NewAccount, password Hash) ([]Account, error) {
	accounts, rows := make([]Account, len(all)), make([][]any, len(all))
	for i, n := range all {
		a := Account{ID: office.NewID(), PersonID: n.PersonID, Name: foldName(n.Name), MustChange: n.MustChange, Generation: 1,
			CreatedAt: tx.Now(), passwordHash: password}
		if !userName.MatchString(a.Name) {
			return nil, office.Invalid("identity.bad_name", "name", n.Name)
		}
		accounts[i] = a
		rows[i] = []any{a.ID, a.PersonID, a.Name, string(password), a.MustChange, a.CreatedAt}
	}
	err := tx.InsertMany(ctx, "insert into accounts (id, person_id, name, password_hash, must_change, created_at)", rows, "")
	switch {
	case database.Violates(err, "accounts_name_key", "accounts.name"):
		return nil, (&office.Error{Kind: office.KindConflict, Key: "identity.name_taken", Field: "name"}).Because(err)
	case database.Violates(err, "accounts_person_id_key", "accounts.person_id"):
		return nil, office.Conflict("identity.has_account").Because(err)
	}
	return accounts, err
}

// ChangePassword lets somebody change his own password. It ends all his sessions: the caller begins a new one with the account returned.
func (s *Service) ChangePassword(ctx context.Context, id office.ID, old, password string) (Account, error) {
	a, err := s.Account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if _, err := s.proves(ctx, a.Name, old); err != nil {
		return Account{}, err
	}
	if typed(old) == typed(password) {
		return Account{}, office.Invalid("identity.password_same", "password")
	}
	return s.setPassword(ctx, a, password, false)
}

// SetPassword gives an account a password that its owner must change at the next sign-in, and ends all its sessions.
func (s *Service) SetPassword(ctx context.Context, id office.ID, password string) (Account, error) {
	a, err := s.Account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	return s.setPassword(ctx, a, password, true)
}

func (s *Service) setPassword(ctx context.Context, a Account, password string, mustChange bool) (Account, error) {
	if err := checkPassword(a.Name, password); err != nil {
		return Account{}, err
	}
	hash, err := s.Hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	return s.update(ctx, a.ID, "password_hash = $2, must_change = $3, generation = generation + 1", string(hash), mustChange)
}

// Lock keeps an account from signing in and ends its sessions. reason is for the record.
func (s *Service) Lock(ctx context.Context, id office.ID, reason string) (Account, error) {
	return s.update(ctx, id, "locked_reason = $2, locked_at = $3, generation = generation + 1", reason, s.db.Clock()())
}

// Unlock lets a locked account sign in again, and forgets failed tries under its name.
func (s *Service) Unlock(ctx context.Context, id office.ID) (Account, error) {
	a, err := s.update(ctx, id, "locked_reason = '', locked_at = null")
	if err != nil {
		return Account{}, err
	}
	return a, s.db.Write(ctx, func(tx *database.Tx) error { return forget(ctx, tx, a.Name) })
}

// update changes columns of one account; $1 is its identifier.
func (s *Service) update(ctx context.Context, id office.ID, set string, args ...any) (a Account, err error) {
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, "update accounts set "+set+" where id = $1", append([]any{id}, args...)...); err != nil {
			return err
		}
		a, err = find(ctx, tx, "id", id, "")
		return err
	})
	return a, err
}

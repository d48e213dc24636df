package identity

import (
	"context"
	"math"
	"time"

	"congvan/database"
	"congvan/office"
)

// After freeTries wrong passwords under one name each further try must wait: a minute, then two, four … up to a quarter of an hour. A day
// without a try forgets them. The count is kept for names that do not exist too, so that it tells nothing.
const (
	freeTries   = 5
	firstWait   = time.Minute
	longestWait = 15 * time.Minute
	forgetAfter = 24 * time.Hour
)

// SignIn checks a name and a password. It fails, always as unauthenticated, with identity.wrong (and does not say which of the two is), with
// identity.wait after too many tries, or with identity.locked.
func (s *Service) SignIn(ctx context.Context, name, password string) (Account, error) {
	a, err := s.proves(ctx, name, password)
	if err != nil {
		return Account{}, err
	}
	now := s.db.Clock()()
	return s.update(ctx, a.ID, "signed_in_at = $2", now)
}

// proves gives the account whose password it is.
func (s *Service) proves(ctx context.Context, name, password string) (Account, error) {
	name = foldName(name)
	if err := s.db.Write(ctx, func(tx *database.Tx) error { return countTry(ctx, tx, name) }); err != nil {
		return Account{}, err
	}
	a, err := s.ByName(ctx, name)
	known := err == nil
	if err != nil && office.KindOf(err) != office.KindNotFound {
		return Account{}, err
	}
	if !known {
		a.passwordHash = s.nobody
	}
	right, err := s.matches(ctx, password, a.passwordHash)
	switch {
	case err != nil:
		return Account{}, err
	case !known || !right:
		return Account{}, unauthenticated("identity.wrong")
	case a.Locked():
		return Account{}, unauthenticated("identity.locked", a.LockedReason)
	}
	return a, s.db.Write(ctx, func(tx *database.Tx) error { return forget(ctx, tx, name) })
}

func unauthenticated(key string, args ...any) error {
	return &office.Error{Kind: office.KindUnauthenticated, Key: key, Args: args}
}

// countTry counts a try before it is made, so that many at once are counted too, and refuses it while the name must wait.
func countTry(ctx context.Context, tx *database.Tx, name string) error {
	now := tx.Now()
	if _, err := tx.Exec(ctx, "insert into sign_in_tries (name, tries, last_at, not_before) values ($1, 0, $2, $2) on conflict do nothing",
		name, now); err != nil {
		return err
	}
	var t struct {
		Tries     int
		LastAt    time.Time
		NotBefore time.Time
	}
	if err := tx.Get(ctx, &t, "select tries, last_at, not_before from sign_in_tries where name = $1"+tx.ForUpdate(), name); err != nil {
		return err
	}
	if wait := t.NotBefore.Sub(now); wait > 0 {
		return unauthenticated("identity.wait", int(math.Ceil(wait.Minutes())))
	}
	if now.Sub(t.LastAt) > forgetAfter {
		t.Tries = 0
	}
	t.Tries++
	_, err := tx.Exec(ctx, "update sign_in_tries set tries = $2, last_at = $3, not_before = $4 where name = $1",
		name, t.Tries, now, now.Add(waitAfter(t.Tries)))
	return err
}

// waitAfter is how long the next try must wait after that many.
func waitAfter(tries int) time.Duration {
	if tries < freeTries {
		return 0
	}
	return min(firstWait<<min(tries-freeTries, 10), longestWait)
}

func forget(ctx context.Context, tx *database.Tx, name string) error {
	_, err := tx.Exec(ctx, "delete from sign_in_tries where name = $1", name)
	return err
}

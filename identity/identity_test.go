package identity_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/identity"
	"congvan/office"
)

const right, wrong = "cây đa bến nước", "cây đa sân đình"

// clock is a clock that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// house is an identity service with one account, "ha.ntm".
type house struct {
	*testing.T
	*identity.Service
	clock   *clock
	db      *database.DB
	account identity.Account
}

func each(t *testing.T, f func(h house)) {
	c := &clock{now: time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)}
	databasetest.EachAt(t, c.read, func(t *testing.T, db *database.DB) {
		service, err := identity.NewService(db, identity.Cost{MemoryKiB: 64, Passes: 1})
		if err != nil {
			t.Fatal(err)
		}
		a, err := service.CreateAccount(context.Background(), identity.NewAccount{PersonID: office.NewID(), Name: "Ha.NTM"}, right)
		if err != nil {
			t.Fatal(err)
		}
		f(house{t, service, c, db, a})
	})
}

func (h house) signIn(name, password string) (identity.Account, error) {
	return h.SignIn(context.Background(), name, password)
}

func (h house) wantKey(err error, key string) {
	h.Helper()
	if office.KeyOf(err) != key {
		h.Errorf("error %v, want %s", err, key)
	}
}

func TestTheRightPasswordSignsIn(t *testing.T) {
	each(t, func(h house) {
		a, err := h.signIn(" HA.ntm ", right)
		if err != nil {
			h.Fatal(err)
		}
		if a.ID != h.account.ID || a.PersonID != h.account.PersonID || a.MustChange || a.SignedInAt == nil || !a.SignedInAt.Equal(h.clock.read()) {
			h.Errorf("%+v", a)
		}
	})
}

func TestTheSameLettersTypedOnAnotherKeyboardSignIn(t *testing.T) {
	each(t, func(h house) {
		decomposed := strings.NewReplacer("â", "a\u0302", "ế", "e\u0302\u0301", "ướ", "u\u031bo\u031b\u0301").Replace(right)
		if decomposed == right {
			h.Fatal("the test does not test what it says")
		}
		if _, err := h.signIn("ha.ntm", decomposed); err != nil {
			h.Error(err)
		}
	})
}

func TestAWrongPasswordAndAnUnknownNameAreToldAlike(t *testing.T) {
	each(t, func(h house) {
		_, first := h.signIn("ha.ntm", wrong)
		_, second := h.signIn("nobody", wrong)
		for _, err := range []error{first, second} {
			h.wantKey(err, "identity.wrong")
			if office.KindOf(err) != office.KindUnauthenticated {
				h.Errorf("kind of %v", err)
			}
		}
		if first.Error() != second.Error() {
			h.Errorf("%q and %q", first, second)
		}
	})
}

func TestTooManyWrongPasswordsMustWaitLongerAndLonger(t *testing.T) {
	each(t, func(h house) {
		for _, name := range []string{"ha.ntm", "nobody"} {
			for range 5 {
				_, err := h.signIn(name, wrong)
				h.wantKey(err, "identity.wrong")
			}
			for _, minutes := range []time.Duration{1, 2, 4, 8, 15, 15} {
				h.clock.advance(minutes*time.Minute - time.Second)
				_, err := h.signIn(name, right)
				h.wantKey(err, "identity.wait")
				h.clock.advance(time.Second)
				_, err = h.signIn(name, wrong)
				h.wantKey(err, "identity.wrong")
			}
		}
		h.clock.advance(15 * time.Minute)
		if _, err := h.signIn("ha.ntm", right); err != nil {
			h.Fatal(err)
		}
		for range 4 {
			_, err := h.signIn("ha.ntm", wrong)
			h.wantKey(err, "identity.wrong")
		}
		if _, err := h.signIn("ha.ntm", right); err != nil {
			h.Errorf("a success does not forget the failures before it: %v", err)
		}
	})
}

func TestTriesMadeAtOnceAreCountedToo(t *testing.T) {
	each(t, func(h house) {
		var refused sync.Map
		var all sync.WaitGroup
		for i := range 20 {
			all.Add(1)
			go func() {
				defer all.Done()
				_, err := h.signIn("ha.ntm", wrong)
				refused.Store(i, office.KeyOf(err))
			}()
		}
		all.Wait()
		counts := map[string]int{}
		refused.Range(func(_, key any) bool { counts[key.(string)]++; return true })
		if counts["identity.wrong"] != 5 || counts["identity.wait"] != 15 {
			h.Errorf("%v, want 5 tries and 15 refusals", counts)
		}
	})
}

func TestALockedAccountDoesNotSignInUntilUnlocked(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		locked, err := h.Lock(ctx, h.account.ID, "nghỉ hưu")
		if err != nil || !locked.Locked() || locked.Generation <= h.account.Generation {
			h.Fatalf("%+v, %v", locked, err)
		}
		_, err = h.signIn("ha.ntm", right)
		h.wantKey(err, "identity.locked")
		_, err = h.signIn("ha.ntm", wrong)
		h.wantKey(err, "identity.wrong") // who does not know the password does not learn of the lock
		if _, err := h.Unlock(ctx, h.account.ID); err != nil {
			h.Fatal(err)
		}
		if _, err := h.signIn("ha.ntm", right); err != nil {
			h.Error(err)
		}
	})
}

func TestChangingThePasswordEndsSessionsAndTheDutyToChange(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		given, err := h.SetPassword(ctx, h.account.ID, "tạm thời 2026")
		if err != nil || !given.MustChange || given.Generation <= h.account.Generation {
			h.Fatalf("%+v, %v", given, err)
		}
		_, err = h.ChangePassword(ctx, h.account.ID, right, "đường làng quanh co")
		h.wantKey(err, "identity.wrong")
		_, err = h.ChangePassword(ctx, h.account.ID, "tạm thời 2026", "tạm thời 2026")
		h.wantKey(err, "identity.password_same")
		changed, err := h.ChangePassword(ctx, h.account.ID, "tạm thời 2026", "đường làng quanh co")
		if err != nil || changed.MustChange || changed.Generation <= given.Generation {
			h.Fatalf("%+v, %v", changed, err)
		}
		if _, err := h.signIn("ha.ntm", "đường làng quanh co"); err != nil {
			h.Error(err)
		}
		_, err = h.signIn("ha.ntm", right)
		h.wantKey(err, "identity.wrong")
	})
}

func TestBadAccountsAreRefusedWithTheFieldNamed(t *testing.T) {
	each(t, func(h house) {
		for _, c := range []struct {
			name, password, key, field string
		}{
			{"lan.tt", "ngắn quá", "identity.password_short", "password"},
			{"lan.tt", strings.Repeat("dài quá ", 20), "identity.password_long", "password"},
			{"lan.tt", "tôi là lan.tt đây", "identity.password_name", "password"},
			{"lan.tt", "Mat Khau 123", "identity.password_common", "password"},
			{"lan.tt", "          ", "identity.password_common", "password"},
			{"lan.tt", "aaaaaaaaaaaa", "identity.password_common", "password"},
			{"lan.tt", "không đọc được\xff", "identity.password_text", "password"},
			{"lan trần", right, "identity.bad_name", "name"},
			{"", right, "identity.bad_name", "name"},
			{"HA.NTM", right, "identity.name_taken", "name"},
		} {
			_, err := h.CreateAccount(context.Background(), identity.NewAccount{PersonID: office.NewID(), Name: c.name}, c.password)
			var e *office.Error
			if !errors.As(err, &e) || e.Key != c.key || e.Field != c.field {
				h.Errorf("%q, %q: %v, want %s at %s", c.name, c.password, err, c.key, c.field)
			}
		}
		_, err := h.CreateAccount(context.Background(), identity.NewAccount{PersonID: h.account.PersonID, Name: "other"}, right)
		h.wantKey(err, "identity.has_account")
	})
}

func TestManyAccountsAreAddedWithOneHash(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		hash, err := h.Hash(ctx, right)
		if err != nil {
			h.Fatal(err)
		}
		err = h.db.Write(ctx, func(tx *database.Tx) error {
			_, err := identity.Add(ctx, tx, []identity.NewAccount{
				{PersonID: office.NewID(), Name: "mot"}, {PersonID: office.NewID(), Name: "hai", MustChange: true}}, hash)
			return err
		})
		if err != nil {
			h.Fatal(err)
		}
		if a, err := h.signIn("hai", right); err != nil || !a.MustChange {
			h.Errorf("%+v, %v", a, err)
		}
	})
}

func TestAnUnknownAccountIsNotFound(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		_, account := h.Account(ctx, office.NewID())
		_, lock := h.Lock(ctx, office.NewID(), "")
		_, person := h.ByPerson(ctx, office.NewID())
		for _, err := range []error{account, lock, person} {
			h.wantKey(err, "identity.no_account")
		}
	})
}

package identity_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"congvan/database"
	"congvan/identity"
	"congvan/office"
)

// holder is the actor of the house's account, in an organ, with a post of a role.
func (h house) holder(organ office.ID, role office.Role) office.Actor {
	return office.Actor{Account: h.account.ID, Person: h.account.PersonID, Organ: organ, Name: "Nguyễn Thị Mai Hà", Posts: []office.HeldPost{{Post: office.NewID(), Role: role, Capacity: office.AsHolder}}}
}

func (h house) token(actor office.Actor, holds time.Duration) (identity.Token, identity.Secret) {
	h.Helper()
	made, secret, err := h.MakeToken(context.Background(), actor, identity.NewToken{Name: "một cửa", Scopes: []identity.Scope{identity.ReadDeliveries}, For: holds})
	if err != nil {
		h.Fatal(err)
	}
	return made, secret
}

func TestATokenOpensUntilItExpiresOrIsRevoked(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		actor := h.holder(office.NewID(), office.RoleClerk)
		made, secret := h.token(actor, time.Hour)
		got, account, err := h.Bearer(ctx, secret.Reveal())
		if err != nil || got.ID != made.ID || account.ID != h.account.ID || !got.Has(identity.ReadDeliveries) || got.Has(identity.ReadDocuments) {
			h.Fatalf("%+v, %v", got, err)
		}
		h.clock.advance(time.Hour)
		_, _, err = h.Bearer(ctx, secret.Reveal())
		h.wantKey(err, "identity.token_expired")

		made, secret = h.token(actor, time.Hour)
		for range 2 {
			if _, err := h.RevokeToken(ctx, actor, made.ID); err != nil {
				h.Fatal(err)
			}
		}
		_, _, err = h.Bearer(ctx, secret.Reveal())
		h.wantKey(err, "identity.token_revoked")

		_, secret = h.token(actor, time.Hour)
		if _, err := h.Lock(ctx, h.account.ID, "nghỉ hưu"); err != nil {
			h.Fatal(err)
		}
		_, _, err = h.Bearer(ctx, secret.Reveal())
		h.wantKey(err, "identity.token_account")
	})
}

func TestOnlyItsOwnerAndTheAdministratorOfItsOrganKnowOfAToken(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		organ := office.NewID()
		made, _ := h.token(h.holder(organ, office.RoleClerk), time.Hour)
		for name, c := range map[string]struct {
			actor office.Actor
			sees  bool
		}{
			"a colleague":                         {office.Actor{Account: office.NewID(), Organ: organ, Posts: []office.HeldPost{{Role: office.RoleClerk, Capacity: office.AsHolder}}}, false},
			"another organ's administrator":       {office.Actor{Account: office.NewID(), Organ: office.NewID(), Posts: []office.HeldPost{{Role: office.RoleAdministrator, Capacity: office.AsHolder}}}, false},
			"the administrator of the organ":      {office.Actor{Account: office.NewID(), Organ: organ, Posts: []office.HeldPost{{Role: office.RoleAdministrator, Capacity: office.AsHolder}}}, true},
			"who stands in for its administrator": {office.Actor{Account: office.NewID(), Organ: organ, Posts: []office.HeldPost{{Role: office.RoleAdministrator, Capacity: office.AsSubstitute}}}, false},
		} {
			list, err := h.Tokens(ctx, c.actor)
			if err != nil || (len(list) == 1) != c.sees {
				h.Errorf("%s sees %d tokens, %v", name, len(list), err)
			}
			if !c.sees {
				_, err := h.RevokeToken(ctx, c.actor, made.ID)
				h.wantKey(err, "identity.no_token")
			}
		}
	})
}

func TestABadTokenIsNotMade(t *testing.T) {
	each(t, func(h house) {
		ctx, actor := context.Background(), h.holder(office.NewID(), office.RoleClerk)
		all := identity.Scopes()
		for key, n := range map[string]identity.NewToken{
			"identity.token_name_needed":   {Name: "  ", Scopes: all, For: time.Hour},
			"identity.token_name_long":     {Name: strings.Repeat("d", 101), Scopes: all, For: time.Hour},
			"identity.token_scope_needed":  {Name: "x", For: time.Hour},
			"identity.token_scope_unknown": {Name: "x", Scopes: []identity.Scope{"everything"}, For: time.Hour},
			"identity.token_days":          {Name: "x", Scopes: all, For: 367 * 24 * time.Hour},
		} {
			_, _, err := h.MakeToken(ctx, actor, n)
			h.wantKey(err, key)
		}
		_, _, err := h.MakeToken(ctx, office.Actor{Account: h.account.ID}, identity.NewToken{Name: "x", Scopes: all, For: time.Hour})
		h.wantKey(err, "identity.token_needs_post")
		for range 20 {
			h.token(actor, time.Hour)
		}
		_, _, err = h.MakeToken(ctx, actor, identity.NewToken{Name: "x", Scopes: all, For: time.Hour})
		h.wantKey(err, "identity.token_too_many")
	})
}

func TestASecretStaysOutOfTheTableAndOfLogs(t *testing.T) {
	each(t, func(h house) {
		_, secret := h.token(h.holder(office.NewID(), office.RoleClerk), time.Hour)
		if said := fmt.Sprintf("%v %s %+v", secret, secret, struct{ S identity.Secret }{secret}); strings.Contains(said, secret.Reveal()[10:]) {
			h.Errorf("a log would say %s", said)
		}
		if n := h.rows("select count(*) from api_tokens where hash like '%' || $1 || '%' or name like '%' || $1 || '%'", secret.Reveal()); n != 0 {
			h.Error("the table holds the secret")
		}
	})
}

func TestARequestWithAKeyHappensOnce(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		made, _ := h.token(h.holder(office.NewID(), office.RoleClerk), time.Hour)
		if answered, err := h.Once(ctx, made.ID, "k", "one"); answered != nil || err != nil {
			h.Fatal(answered, err)
		}
		_, err := h.Once(ctx, made.ID, "k", "one")
		h.wantKey(err, "identity.key_in_flight")
		_, err = h.Once(ctx, made.ID, "k", "two")
		h.wantKey(err, "identity.key_used_otherwise")
		want := identity.Answered{Status: 201, Headers: "{}", Body: []byte("made")}
		if err := h.Answer(ctx, made.ID, "k", want); err != nil {
			h.Fatal(err)
		}
		if got, err := h.Once(ctx, made.ID, "k", "one"); err != nil || got == nil || got.Status != 201 || string(got.Body) != "made" {
			h.Errorf("%+v, %v", got, err)
		}
		if err := h.Forget(ctx, made.ID, "k"); err != nil { // what was answered is not forgotten
			h.Fatal(err)
		}
		if got, err := h.Once(ctx, made.ID, "k", "one"); err != nil || got == nil {
			h.Errorf("%+v, %v", got, err)
		}
		if answered, err := h.Once(ctx, made.ID, "died", "one"); answered != nil || err != nil {
			h.Fatal(answered, err)
		}
		h.clock.advance(16 * time.Minute)
		if answered, err := h.Once(ctx, made.ID, "died", "one"); answered != nil || err != nil {
			h.Errorf("the key of a request whose server died is not free: %v, %v", answered, err)
		}
		h.clock.advance(24 * time.Hour)
		if err := h.Sweep(ctx); err != nil {
			h.Fatal(err)
		}
		if n := h.rows("select count(*) from api_requests"); n != 0 {
			h.Errorf("%d answers are kept for ever", n)
		}
	})
}

func (h house) rows(query string, args ...any) (n int) {
	h.Helper()
	if err := h.db.Read(context.Background(), func(tx *database.Tx) error { return tx.Get(context.Background(), &n, query, args...) }); err != nil {
		h.Fatal(err)
	}
	return n
}

func FuzzASecretIsReadOnlyWhole(f *testing.F) {
	for _, seed := range []string{"", "congvan_", "congvan_000000000000000000000000000000000000000", strings.Repeat("đ", 46), "Congvan_0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if secret, ok := identity.ParseSecret(text); ok != (secret != "") || ok && (secret.Reveal() != text || len(text) != 46) {
			t.Errorf("%q was read as %q", text, secret.Reveal())
		}
	})
}

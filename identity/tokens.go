package identity

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
)

// NewToken is a token to be made.
type NewToken struct {
	Name   string
	Scopes []Scope
	For    time.Duration // how long it holds
	How    string        // for the record, when it is not made by its account's own hand: "command line"
}

const (
	longestTokenName = 100
	longestToken     = 366 * 24 * time.Hour // a token that nobody remembers must end by itself
	mostTokens       = 20                   // of one account in force at a time
	usedEvery        = time.Minute          // how exact the note of the last use is: a note is a write
)

func (n NewToken) check() error {
	var faults []error
	switch length := utf8.RuneCountInString(n.Name); {
	case strings.TrimSpace(n.Name) == "":
		faults = append(faults, office.Invalid("identity.token_name_needed", "name"))
	case length > longestTokenName || !utf8.ValidString(n.Name):
		faults = append(faults, office.Invalid("identity.token_name_long", "name", longestTokenName))
	}
	if len(n.Scopes) == 0 {
		faults = append(faults, office.Invalid("identity.token_scope_needed", "scopes"))
	}
	for _, scope := range n.Scopes {
		if !slices.Contains(Scopes(), scope) {
			faults = append(faults, office.Invalid("identity.token_scope_unknown", "scopes", string(scope)))
		}
	}
	if n.For < time.Minute || n.For > longestToken {
		faults = append(faults, office.Invalid("identity.token_days", "days", int(longestToken/(24*time.Hour))))
	}
	return errors.Join(faults...)
}

// MayMakeToken reports whether the actor may have other systems act for him: with an account, and a post to act in.
func MayMakeToken(actor office.Actor) bool {
	return actor.Account != (office.ID{}) && len(actor.Posts) > 0
}

// MakeToken gives the actor's own account a token for his organ. The secret is in the answer and nowhere else.
func (s *Service) MakeToken(ctx context.Context, actor office.Actor, n NewToken) (Token, Secret, error) {
	if !MayMakeToken(actor) {
		return Token{}, "", office.Forbidden("identity.token_needs_post")
	}
	if err := n.check(); err != nil {
		return Token{}, "", err
	}
	secret := newSecret()
	words := make([]string, 0, len(n.Scopes))
	for _, scope := range Scopes() {
		if slices.Contains(n.Scopes, scope) {
			words = append(words, string(scope))
		}
	}
	t := Token{ID: office.NewID(), AccountID: actor.Account, OrganID: actor.Organ, Name: strings.TrimSpace(n.Name), Scopes: ScopeList(strings.Join(words, " ")),
		Hint: secret.hint()}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var held int
		err := tx.Get(ctx, &held, "select count(*) from api_tokens where account_id = $1 and revoked_at is null and expires_at > $2", actor.Account, tx.Now())
		if err != nil {
			return err
		}
		if held >= mostTokens {
			return office.Conflict("identity.token_too_many", mostTokens)
		}
		t.CreatedAt, t.ExpiresAt = tx.Now(), tx.Now().Add(n.For)
		if _, err = tx.Exec(ctx, `insert into api_tokens (id, account_id, organ_id, name, scopes, hash, hint, created_at, expires_at)
			values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, t.ID, t.AccountID, t.OrganID, t.Name, string(t.Scopes), secret.hash(), t.Hint, t.CreatedAt, t.ExpiresAt); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: t.OrganID, Actor: actor, Action: "identity.token_made", Object: t.ID, Detail: strings.TrimSpace(t.Hint + " " + string(t.Scopes) + " " + n.How)})
	})
	return t, secret, err
}

// MayOversee is the policy for the tokens of others: the administrator of their organ.
func MayOversee(actor office.Actor) bool { return actor.Has(office.RoleAdministrator) }

// Tokens lists the actor's own tokens, newest first, and for the administrator those of the organ.
func (s *Service) Tokens(ctx context.Context, actor office.Actor) (all []Token, err error) {
	where, owner := "t.account_id = $1", actor.Account
	if MayOversee(actor) {
		where, owner = "t.organ_id = $1", actor.Organ
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, tokenQuery+" where "+where+" order by t.created_at desc, t.id desc limit 500", owner)
	})
	return all, err
}

const tokenQuery = `select t.id, t.account_id, t.organ_id, t.name, t.scopes, t.hint, t.created_at, t.expires_at, t.last_used_at, t.revoked_at, t.revoked_by,
	a.name as account from api_tokens t join accounts a on a.id = t.account_id`

// RevokeToken ends a token at once: its own account's, or the administrator's organ's. Once revoked it stays so, and saying it twice is no fault.
func (s *Service) RevokeToken(ctx context.Context, actor office.Actor, id office.ID) (t Token, err error) {
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &t, tokenQuery+" where t.id = $1", id)
		if database.NoRows(err) || err == nil && t.AccountID != actor.Account && (t.OrganID != actor.Organ || !MayOversee(actor)) {
			return office.NotFound("identity.no_token")
		}
		if err != nil || t.RevokedAt != nil {
			return err
		}
		now := tx.Now()
		t.RevokedAt, t.RevokedBy = &now, &actor.Account
		if _, err := tx.Exec(ctx, "update api_tokens set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null", id, now, actor.Account); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: t.OrganID, Actor: actor, Action: "identity.token_revoked", Object: id, Detail: t.Hint})
	})
	return t, err
}

// Bearer gives the token and the account behind a secret, and notes the use. It fails, as unauthenticated, with identity.token_wrong,
// token_revoked or token_expired, which only the holder of the secret learns, or with identity.token_account when the account is locked or must
// change its password first.
func (s *Service) Bearer(ctx context.Context, text string) (Token, Account, error) {
	secret, ok := ParseSecret(text)
	if !ok {
		return Token{}, Account{}, unauthenticated("identity.token_wrong")
	}
	var t Token
	var a Account
	now := s.db.Clock()()
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &t, tokenQuery+" where t.hash = $1", secret.hash())
		if database.NoRows(err) {
			return unauthenticated("identity.token_wrong")
		}
		if err == nil {
			a, err = find(ctx, tx, "id", t.AccountID, "")
		}
		return err
	})
	switch {
	case err != nil:
		return Token{}, Account{}, err
	case t.RevokedAt != nil:
		return Token{}, Account{}, unauthenticated("identity.token_revoked")
	case t.Expired(now):
		return Token{}, Account{}, unauthenticated("identity.token_expired", t.ExpiresAt)
	case a.Locked() || a.MustChange:
		return Token{}, Account{}, unauthenticated("identity.token_account")
	}
	return t, a, s.noteUse(ctx, t, now)
}

func (s *Service) noteUse(ctx context.Context, t Token, now time.Time) error {
	if t.LastUsedAt != nil && now.Sub(*t.LastUsedAt) < usedEvery {
		return nil
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, "update api_tokens set last_used_at = $2 where id = $1", t.ID, now)
		return err
	})
}

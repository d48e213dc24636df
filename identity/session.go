package identity

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"congvan/database"
)

// sessionLifetime is a working day with its overtime. There is no idle limit: it would be a write for every page.
const sessionLifetime = 12 * time.Hour

// NewSessions manages sessions that any server on the database can read. secure says that the site is reached by https.
func NewSessions(db *database.DB, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{db}
	m.HashTokenInStore = true // whoever reads the table cannot use what he finds
	m.Lifetime = sessionLifetime
	m.Cookie = scs.SessionCookie{Name: "congvan", HttpOnly: true, Path: "/", Persist: false, SameSite: http.SameSiteLaxMode, Secure: secure}
	if secure {
		// The prefix has browsers refuse the cookie from a subdomain or without https (RFC 6265bis §4.1.3.2).
		m.Cookie.Name = "__Host-congvan"
	}
	return m
}

// sessionStore keeps sessions in the database.
type sessionStore struct{ db *database.DB }

var _ scs.CtxStore = sessionStore{}

// FindCtx gives the data of a session that has not expired.
func (s sessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, &data, "select data from sessions where token = $1 and expires_at > $2", token, tx.Now())
	})
	if database.NoRows(err) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx keeps a session, in the place of one with the same token.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `insert into sessions (token, data, expires_at) values ($1, $2, $3)
			on conflict (token) do update set data = excluded.data, expires_at = excluded.expires_at`, token, data, expiry.UTC())
		return err
	})
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, "delete from sessions where token = $1", token)
		return err
	})
}

// Find, Commit and Delete are what scs calls when it has no context.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Sweep removes expired sessions, forgotten tries and old answers to requests. Nothing depends on it but the size of the tables.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, "delete from sessions where expires_at <= $1", tx.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from sign_in_tries where last_at <= $1", tx.Now().Add(-forgetAfter)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "delete from api_requests where begun_at <= $1", tx.Now().Add(-keepAnswers))
		return err
	})
}

package identity

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
)

// Answered is what was answered to a request that must not happen twice.
type Answered struct {
	Status  int
	Headers string // as the caller wrote them
	Body    []byte
}

const (
	keepAnswers = 24 * time.Hour
	// A request is at most ten minutes on its way. One that began longer ago and has no answer died with its server: its key is free again.
	diedAfter = 15 * time.Minute
)

// Once begins a request under the key that a token chose. It gives the answer of an earlier one; nil lets the caller do the work and then call
// Answer or Forget. The same key for another request is refused (identity.key_used_otherwise), and so is one whose first request still runs
// (identity.key_in_flight).
func (s *Service) Once(ctx context.Context, token office.ID, key, request string) (answered *Answered, err error) {
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		answered = nil
		now := tx.Now()
		begun, err := tx.Exec(ctx, `insert into api_requests (token_id, key, request, begun_at) values ($1, $2, $3, $4) on conflict do nothing`, token, key, request, now)
		if err != nil || begun == 1 {
			return err
		}
		var row struct {
			Request string
			BegunAt time.Time
			Status  *int
			Headers string
			Body    []byte
		}
		if err := tx.Get(ctx, &row, "select request, begun_at, status, headers, body from api_requests where token_id = $1 and key = $2"+tx.ForUpdate(), token, key); err != nil {
			return err
		}
		switch died := row.Status == nil && now.Sub(row.BegunAt) > diedAfter; {
		case row.Request != request:
			return office.Invalid("identity.key_used_otherwise", "Idempotency-Key", key)
		case row.Status != nil:
			answered = &Answered{Status: *row.Status, Headers: row.Headers, Body: row.Body}
			return nil
		case died:
			_, err := tx.Exec(ctx, "update api_requests set begun_at = $3 where token_id = $1 and key = $2", token, key, now)
			return err
		default:
			return office.Conflict("identity.key_in_flight", key)
		}
	})
	return answered, err
}

// Answer keeps what was answered to a request that Once began.
func (s *Service) Answer(ctx context.Context, token office.ID, key string, a Answered) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, "update api_requests set status = $3, headers = $4, body = $5 where token_id = $1 and key = $2", token, key, a.Status, a.Headers, a.Body)
		return err
	})
}

// Forget frees the key of a request that came to nothing, so that it can be tried again.
func (s *Service) Forget(ctx context.Context, token office.ID, key string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, "delete from api_requests where token_id = $1 and key = $2 and status is null", token, key)
		return err
	})
}

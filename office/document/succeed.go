package document

import (
	"context"

	"congvan/database"
	"congvan/office"
)

// Unsent are the states of documents that have not gone out.
func Unsent() []State { return []State{StateDraft, StateSubmitted, StateSigned, StateSealed} }

// CountUnsent counts the documents of an organ that have not gone out, by state: an organ that is no more cannot issue them.
func CountUnsent(ctx context.Context, tx *database.Tx, organ office.ID) (map[State]int, error) {
	marks, args := database.In(2, Unsent())
	var rows []struct {
		State State
		N     int
	}
	err := tx.Select(ctx, &rows, `select state, count(*) as n from documents where organ_id = $1 and state in (`+marks+`) group by state`, append([]any{organ}, args...)...)
	counts := make(map[State]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// MovePost lets a post that takes the place of another in its organ draft and sign what has not gone out. What is signed names its signer still.
func MovePost(ctx context.Context, tx *database.Tx, organ, old, successor office.ID) error {
	for _, column := range []string{"drafter_post", "signer_post"} {
		if _, err := tx.Exec(ctx, `update documents set `+column+` = $3, version = version + 1, updated_at = $4
			where organ_id = $1 and `+column+` = $2 and state in ('draft', 'submitted')`, organ, old, successor, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

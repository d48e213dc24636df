package desk

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
)

// Endorsement is a leader's instruction on a received document (bút phê).
type Endorsement struct {
	ID         office.ID
	OrganID    office.ID
	DeliveryID office.ID
	PostID     office.ID
	PersonID   office.ID
	Capacity   office.Capacity
	Text       string
	CreatedAt  time.Time
}

// Endorse writes an endorsement. It checks nothing; the use case that calls it did.
func Endorse(ctx context.Context, tx *database.Tx, e Endorsement) error {
	_, err := tx.Exec(ctx, `insert into endorsements (id, organ_id, delivery_id, post_id, person_id, capacity, text, created_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8)`, office.NewID(), e.OrganID, e.DeliveryID, e.PostID, e.PersonID, e.Capacity, e.Text, tx.Now())
	return err
}

// Endorsements lists those of a delivery, oldest first.
func Endorsements(ctx context.Context, tx *database.Tx, delivery office.ID) ([]Endorsement, error) {
	var all []Endorsement
	err := tx.Select(ctx, &all, `select id, organ_id, delivery_id, post_id, person_id, capacity, text, created_at
		from endorsements where delivery_id = $1 order by created_at, id`, delivery)
	return all, err
}

// MarkRead remembers that a person has opened a document; the first time stays.
func (s *Service) MarkRead(ctx context.Context, actor office.Actor, document office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `insert into read_marks (person_id, document_id, read_at) values ($1,$2,$3)
			on conflict (person_id, document_id) do nothing`, actor.Person, document, tx.Now())
		return err
	})
}

// Unread tells which of the documents the actor has not opened yet.
func (s *Service) Unread(ctx context.Context, actor office.Actor, documents []office.ID) (map[office.ID]bool, error) {
	marks, args := database.In(2, documents)
	var read []office.ID
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &read, `select document_id from read_marks where person_id = $1 and document_id in (`+marks+`)`,
			append([]any{actor.Person}, args...)...)
	})
	unread := make(map[office.ID]bool, len(documents))
	for _, id := range documents {
		unread[id] = true
	}
	for _, id := range read {
		delete(unread, id)
	}
	return unread, err
}

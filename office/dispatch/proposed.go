package dispatch

import (
	"context"

	"congvan/database"
	"congvan/office"
	"congvan/office/document"
)

// Proposed tells what the senders said about deliveries of the actor's organ, by document, for the list of what waits for its clerk.
func (s *Service) Proposed(ctx context.Context, actor office.Actor, deliveries []Delivery) (map[office.ID]Choice, error) {
	choices := map[office.ID]Choice{}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		for _, d := range deliveries {
			if d.OrganID != actor.Organ {
				return office.NotFound("dispatch.no_delivery")
			}
			fields, err := document.Fields(ctx, tx, d.DocumentID)
			if err != nil {
				return err
			}
			choices[d.DocumentID] = proposed(fields)
		}
		return nil
	})
	return choices, err
}

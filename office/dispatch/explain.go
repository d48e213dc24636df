package dispatch

import (
	"context"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/regulation"
)

// Explain says in words why a registered delivery came to its owner: "Vì sao văn bản này đến với tôi?". Nil before it is registered.
func (s *Service) Explain(ctx context.Context, actor office.Actor, id office.ID, lang language.Lang) (*regulation.Explanation, error) {
	var words *regulation.Explanation
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		if _, err := s.seen(ctx, tx, actor, id); err != nil {
			return err
		}
		stored, err := regulation.StoredDecisions(ctx, tx, id)
		if err != nil || len(stored) == 0 {
			return err
		}
		last, err := s.regulation.Explain(ctx, tx, lang, stored[len(stored)-1])
		words = &last
		return err
	})
	return words, err
}

// WouldReach tells whom a delivery would reach with each of some choices, as the rules stand today. Nothing is stored.
func (s *Service) WouldReach(ctx context.Context, actor office.Actor, id office.ID, choices []Choice) ([]regulation.Answer, error) {
	answers := make([]regulation.Answer, len(choices))
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := s.seen(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		for i, choice := range choices {
			if answers[i], err = s.regulation.Decide(ctx, tx, d.OrganID, choice.asked(d), tx.Today()); err != nil {
				return err
			}
		}
		return nil
	})
	return answers, err
}

// Endorse writes a leader's words on a paper without giving the work to somebody: who has it to lead or to distribute, or the head.
func (s *Service) Endorse(ctx context.Context, actor office.Actor, id office.ID, version int, text string) (Delivery, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Delivery{}, office.Invalid("dispatch.words_needed", "instruction")
	}
	return s.act(ctx, actor, id, version, "dispatch.endorse", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := MayAssign(actor, d, items)
		if !ok {
			return d, office.Forbidden("dispatch.not_yours_to_assign")
		}
		if err := desk.Endorse(ctx, tx, desk.Endorsement{OrganID: d.OrganID, DeliveryID: d.ID, PostID: held.Post, PersonID: actor.Person,
			Capacity: held.Capacity, Text: text}); err != nil {
			return d, err
		}
		return d, note(ctx, tx, d, "endorse", as(actor, held), text)
	})
}

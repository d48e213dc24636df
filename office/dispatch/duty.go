package dispatch

import (
	"context"
	"slices"

	"congvan/office"
	"congvan/office/desk"
)

// Duty is whose an act is: who has or had the paper on the desk in one of the parts, or holds a post of one of the roles. Who no longer has it is
// not refused by it: the act itself tells him that somebody was faster.
type Duty struct {
	refusal string // why not, for the others
	parts   []desk.Part
	roles   []office.Role
}

// The duties of handling.
var (
	Assigning    = Duty{"dispatch.not_yours_to_assign", []desk.Part{desk.Lead, desk.Distribute}, []office.Role{office.RoleHead}}
	Distributing = Duty{"dispatch.not_yours_to_distribute", []desk.Part{desk.Distribute}, []office.Role{office.RoleHead}}
	Working      = Duty{"dispatch.not_yours_to_handle", []desk.Part{desk.Handle}, nil}
	GivingBack   = Duty{"dispatch.not_yours_to_hand_back", []desk.Part{desk.Lead, desk.Handle}, nil}
	Classifying  = Duty{"dispatch.not_yours_to_classify", []desk.Part{desk.Lead, desk.Handle, desk.Cooperate, desk.Distribute},
		[]office.Role{office.RoleClerk, office.RoleChiefOfOffice, office.RoleHead}}
)

func (d Duty) of(actor office.Actor, work []desk.Item) bool {
	for _, item := range work {
		if _, ok := actor.Answers(item.PostID); ok && slices.Contains(d.parts, item.Part) {
			return true
		}
	}
	return slices.ContainsFunc(actor.Posts, func(held office.HeldPost) bool { return slices.Contains(d.roles, held.Role) })
}

// MayBegin tells whether an act on a delivery may be the actor's, before anything that he sent with it is looked at. The act decides.
func (s *Service) MayBegin(ctx context.Context, actor office.Actor, delivery office.ID, d Duty) error {
	paper, err := s.Get(ctx, actor, delivery)
	if err == nil && !d.of(actor, paper.Work) {
		return office.Forbidden(d.refusal)
	}
	return err
}

// MayBeginRegister is MayBegin for taking in and sending back.
func (s *Service) MayBeginRegister(ctx context.Context, actor office.Actor, delivery office.ID) error {
	paper, err := s.Get(ctx, actor, delivery)
	if err == nil && !MayRegister(actor, paper.Delivery) {
		return office.Forbidden("dispatch.only_recipient_clerk")
	}
	return err
}

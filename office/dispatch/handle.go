package dispatch

import (
	"context"
	"strings"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org"
	"congvan/search"
)

// Rules of handling (NĐ 30/2020 Điều 23, 24):
//   - the leader in charge, or the head in his place, endorses and assigns;
//   - who has it to handle starts, hands down inside his department, and finishes with a note;
//   - whoever has it may hand it back with a reason, or say that its field is wrong.

// heldFor finds the post in which the actor has the delivery on the desk in one of the parts.
func heldFor(actor office.Actor, items []desk.Item, parts ...desk.Part) (office.HeldPost, bool) {
	for _, item := range items {
		for _, part := range parts {
			if item.Part != part || !desk.Mine(actor, item) {
				continue
			}
			if held, ok := actor.AnswersIn(item.PostID, item.FieldCode); ok {
				return held, true
			}
		}
	}
	return office.HeldPost{}, false
}

// headPost is the post of the head, when a paper of this field falls to the actor in it today: the head may take any paper of the organ, and so
// may whoever was handed its field over.
func headPost(actor office.Actor, field office.FieldCode) (office.HeldPost, bool) {
	for _, p := range actor.Posts {
		if p.Role == office.RoleHead && p.Covers(field) {
			return p, true
		}
	}
	return office.HeldPost{}, false
}

// act runs one act on a delivery of the actor's organ: read for change, find in which post he acts, do it, record it.
func (s *Service) act(ctx context.Context, actor office.Actor, id office.ID, version int, action string,
	do func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error)) (Delivery, error) {
	var d Delivery
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var err error
		if d, err = mine(ctx, tx, actor, id, 0); err != nil {
			return err
		}
		items, err := desk.OnDelivery(ctx, tx, id)
		if err != nil {
			return err
		}
		// Sight comes before everything that would tell of the paper, its version too.
		if !MaySee(actor, d, d.Confidential, items) {
			return office.NotFound("dispatch.no_delivery")
		}
		if version != 0 && version != d.Version {
			return office.Stale(changedMeanwhile, d.Code)
		}
		if d, err = do(tx, d, items); err != nil {
			return err
		}
		if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: d.DocumentID}); err != nil {
			return err
		}
		standing, err := standingOf(ctx, tx, actor, d.ID)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: action, Object: d.ID, Detail: d.Code + standing})
	})
	return d, err
}

// standingOf is for whom and in which capacity the actor has just acted on a delivery, as its last event keeps it: "; substitute: Phó Chủ tịch". It
// is empty for who acted in a post of his own.
func standingOf(ctx context.Context, tx *database.Tx, actor office.Actor, delivery office.ID) (string, error) {
	var last struct {
		PostID   *office.ID
		Capacity office.Capacity
	}
	err := tx.Get(ctx, &last, `select post_id, capacity from delivery_events where delivery_id = $1 order by at desc, id desc limit 1`, delivery)
	if err != nil || last.PostID == nil || last.Capacity.Own() {
		return "", err
	}
	held, _ := actor.Answers(*last.PostID)
	return "; " + string(last.Capacity) + ": " + held.Title, nil
}

// Assignment is what a leader decides: who leads, who cooperates, who is informed, by when, and his words.
type Assignment struct {
	Handler   office.ID   // the post that leads the work (chủ trì)
	Cooperate []office.ID // posts
	Inform    []office.ID
	DueOn     office.Day
	Text      string // bút phê
}

// MayAssign is the policy for endorsing and assigning: who has the paper to lead today, or the head.
func MayAssign(actor office.Actor, d Delivery, items []desk.Item) (office.HeldPost, bool) {
	if d.OrganID != actor.Organ {
		return office.HeldPost{}, false
	}
	if held, ok := heldFor(actor, items, desk.Lead, desk.Distribute); ok {
		return held, true
	}
	return headPost(actor, fieldOn(items))
}

// Assign endorses and assigns (04). Assigned again, the paper leaves the desks that had it.
func (s *Service) Assign(ctx context.Context, actor office.Actor, id office.ID, version int, a Assignment) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.assign", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := MayAssign(actor, d, items)
		if !ok {
			return d, office.Forbidden("dispatch.not_yours_to_assign")
		}
		structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
		if err != nil {
			return d, err
		}
		handler, err := a.check(structure)
		if err != nil {
			return d, err
		}
		if err := a.mayReceive(held, handler); err != nil {
			return d, err
		}
		if d, err = s.takenOver(ctx, tx, actor, d, items, held, a.Text); err != nil {
			return d, err
		}
		d, err = move(ctx, tx, d, ActAssign, as(actor, held), a.Text, `officer_post = $4, department_id = $5`, officerOf(handler), handler.DepartmentID)
		if err != nil {
			return d, err
		}
		if strings.TrimSpace(a.Text) != "" {
			if err := desk.Endorse(ctx, tx, desk.Endorsement{OrganID: d.OrganID, DeliveryID: d.ID, PostID: held.Post, PersonID: actor.Person,
				Capacity: held.Capacity, Text: strings.TrimSpace(a.Text)}); err != nil {
				return d, err
			}
		}
		if err := desk.CloseDelivery(ctx, tx, d.ID); err != nil {
			return d, err
		}
		return d, hand(ctx, tx, d, a.items(d, fieldOn(items))...)
	})
}

func (a Assignment) check(structure *org.Structure) (org.Post, error) {
	if a.Handler == (office.ID{}) {
		return org.Post{}, office.Invalid("dispatch.handler_needed", "handler")
	}
	handler, ok := structure.Post(a.Handler)
	if !ok || !handler.OpenOn(structure.Day) {
		return handler, office.Invalid("dispatch.unknown_post", "handler", a.Handler.String())
	}
	for name, posts := range map[string][]office.ID{"cooperate": a.Cooperate, "inform": a.Inform} {
		for _, p := range posts {
			if post, ok := structure.Post(p); !ok || !post.OpenOn(structure.Day) {
				return handler, office.Invalid("dispatch.unknown_post", name, p.String())
			}
		}
	}
	if a.DueOn != "" && a.DueOn < structure.Day {
		return handler, office.Invalid("dispatch.due_in_past", "due_on", string(a.DueOn))
	}
	return handler, nil
}

// mayReceive keeps a deputy from giving work to another leader: he hands down, or returns what is not his (Luật 72/2025/QH15: deputies who
// disagree leave it to the head).
func (a Assignment) mayReceive(by office.HeldPost, handler org.Post) error {
	leads := handler.Role == office.RoleHead || handler.Role == office.RoleDeputy
	if by.Role == office.RoleDeputy && leads && handler.ID != by.Post {
		return office.Forbidden("overrule.deputies_never")
	}
	return nil
}

func (a Assignment) items(d Delivery, field office.FieldCode) []desk.Item {
	item := func(post office.ID, part desk.Part) desk.Item {
		return desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: post, Part: part, FieldCode: field,
			UrgencyRank: d.UrgencyRank, DueOn: a.DueOn}
	}
	items := []desk.Item{item(a.Handler, desk.Handle)}
	for _, p := range a.Cooperate {
		items = append(items, item(p, desk.Cooperate))
	}
	for _, p := range a.Inform {
		items = append(items, item(p, desk.Inform))
	}
	return items
}

// officerOf is the post's identifier when an officer was named, none when the head of a department is to hand down.
func officerOf(p org.Post) *office.ID {
	if p.Role == office.RoleOfficer || p.Role == office.RoleOrganiser {
		return &p.ID
	}
	return nil
}

// fieldOn is the deciding field that the delivery's rows carry.
func fieldOn(items []desk.Item) office.FieldCode {
	for _, item := range items {
		if item.FieldCode != "" {
			return item.FieldCode
		}
	}
	return ""
}

// Distribute confirms the proposal: the paper goes to the leader that the decision names, or to another leading post, for which the reason is
// needed: it overrules the regulation.
func (s *Service) Distribute(ctx context.Context, actor office.Actor, id office.ID, version int, leader office.ID, reason string) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.distribute", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := heldFor(actor, items, desk.Distribute)
		if !ok {
			if held, ok = headPost(actor, fieldOn(items)); !ok {
				return d, office.Forbidden("dispatch.not_yours_to_distribute")
			}
		}
		if d.State != Received {
			return d, office.Conflict("dispatch.state_forbids", "distribute", string(d.State))
		}
		post, err := leaderOf(ctx, tx, d, leader)
		if err != nil {
			return d, err
		}
		if d.LeaderPost == nil || *d.LeaderPost != leader {
			return s.overrule(ctx, tx, d, overruling{Kind: Distributed, by: as(actor, held), to: post, reason: reason})
		}
		if _, err := tx.Exec(ctx, `update deliveries set version = version + 1 where id = $1`, d.ID); err != nil {
			return d, err
		}
		if err := desk.CloseDelivery(ctx, tx, d.ID, desk.Distribute, desk.Lead); err != nil {
			return d, err
		}
		if err := hand(ctx, tx, d, desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: leader, Part: desk.Lead,
			FieldCode: fieldOn(items), UrgencyRank: d.UrgencyRank}); err != nil {
			return d, err
		}
		if err := note(ctx, tx, d, "distribute", as(actor, held), reason); err != nil {
			return d, err
		}
		return of(ctx, tx, d.ID, "")
	})
}

// Start is the handler's first act (05).
func (s *Service) Start(ctx context.Context, actor office.Actor, id office.ID, version int) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.start", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := heldFor(actor, items, desk.Handle)
		if !ok {
			return d, office.Forbidden("dispatch.not_yours_to_handle")
		}
		return move(ctx, tx, d, ActStart, as(actor, held), "", "")
	})
}

// HandDown gives the work from the head of a department to a post of the same department.
func (s *Service) HandDown(ctx context.Context, actor office.Actor, id office.ID, version int, to office.ID, text string) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.hand_down", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := heldFor(actor, items, desk.Handle)
		if !ok || held.Role != office.RoleDepartmentHead && held.Role != office.RoleDepartmentVice && held.Role != office.RoleChiefOfOffice {
			return d, office.Forbidden("dispatch.not_yours_to_handle")
		}
		structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
		if err != nil {
			return d, err
		}
		post, ok := structure.Post(to)
		if !ok || !post.OpenOn(structure.Day) || post.DepartmentID == nil || *post.DepartmentID != held.Department {
			return d, office.Invalid("dispatch.not_of_department", "officer", to.String())
		}
		if _, err := tx.Exec(ctx, `update deliveries set officer_post = $2, version = version + 1 where id = $1`, d.ID, to); err != nil {
			return d, err
		}
		if err := desk.CloseDelivery(ctx, tx, d.ID, desk.Handle); err != nil {
			return d, err
		}
		if err := hand(ctx, tx, d, desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: to, Part: desk.Handle,
			FieldCode: fieldOn(items), UrgencyRank: d.UrgencyRank, DueOn: dueOn(items)}); err != nil {
			return d, err
		}
		if err := note(ctx, tx, d, "hand_down", as(actor, held), strings.TrimSpace(text)); err != nil {
			return d, err
		}
		return of(ctx, tx, d.ID, "")
	})
}

func dueOn(items []desk.Item) office.Day {
	for _, item := range items {
		if item.Part == desk.Handle && item.State == "open" {
			return item.DueOn
		}
	}
	return ""
}

// Finish ends the work with a note of what was done (06).
func (s *Service) Finish(ctx context.Context, actor office.Actor, id office.ID, version int, text string) (Delivery, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Delivery{}, office.Invalid("dispatch.note_needed", "note")
	}
	return s.act(ctx, actor, id, version, "dispatch.finish", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := heldFor(actor, items, desk.Handle)
		if !ok {
			return d, office.Forbidden("dispatch.not_yours_to_handle")
		}
		d, err := move(ctx, tx, d, ActFinish, as(actor, held), text, `note = $4, closed_at = $5`, text, tx.Now())
		if err != nil {
			return d, err
		}
		return d, desk.CloseDelivery(ctx, tx, d.ID)
	})
}

// HandBack gives the paper back with a reason: a leader to the distributor, a handler to the leader.
func (s *Service) HandBack(ctx context.Context, actor office.Actor, id office.ID, version int, reason string) (Delivery, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return Delivery{}, office.Invalid("dispatch.reason_needed", "reason")
	}
	return s.act(ctx, actor, id, version, "dispatch.hand_back", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		if held, ok := heldFor(actor, items, desk.Lead); ok {
			if err := s.returned(ctx, tx, d, as(actor, held), reason); err != nil {
				return d, err
			}
			return s.backTo(ctx, tx, d, items, as(actor, held), reason, desk.Lead, desk.Distribute)
		}
		if held, ok := heldFor(actor, items, desk.Handle); ok && d.LeaderPost != nil {
			return s.backTo(ctx, tx, d, items, as(actor, held), reason, desk.Handle, desk.Lead)
		}
		return d, office.Forbidden("dispatch.not_yours_to_hand_back")
	})
}

func (s *Service) backTo(ctx context.Context, tx *database.Tx, d Delivery, items []desk.Item, by doer, reason string, from, to desk.Part) (Delivery, error) {
	post := d.LeaderPost
	if to == desk.Distribute {
		structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
		if err != nil {
			return d, err
		}
		post = distributorOf(structure)
	}
	if err := desk.CloseDelivery(ctx, tx, d.ID, from); err != nil {
		return d, err
	}
	if err := hand(ctx, tx, d, desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: *post, Part: to,
		FieldCode: fieldOn(items), UrgencyRank: d.UrgencyRank}); err != nil {
		return d, err
	}
	if _, err := tx.Exec(ctx, `update deliveries set version = version + 1 where id = $1`, d.ID); err != nil {
		return d, err
	}
	if err := note(ctx, tx, d, "hand_back", by, reason); err != nil {
		return d, err
	}
	return of(ctx, tx, d.ID, "")
}

// distributorOf is the chief of office, or the head of an organ without one.
func distributorOf(structure *org.Structure) *office.ID {
	for _, role := range []office.Role{office.RoleChiefOfOffice, office.RoleHead} {
		if posts := structure.WithRole(role); len(posts) > 0 {
			return &posts[0].ID
		}
	}
	return nil
}

package dispatch

import (
	"context"
	"slices"
	"strings"
	"time"

	"congvan/database"
	"congvan/notice"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/regulation"
)

// Rules of "sai lĩnh vực": whoever has the paper on the desk, and the head, names the right field in one tap. Clerk and distributor do so until the
// first endorsement; afterwards they propose, and the leader accepts or declines.

// MayNameField is the policy for naming the right field at once.
func MayNameField(actor office.Actor, d Delivery, items []desk.Item, endorsed bool) bool {
	if d.OrganID != actor.Organ {
		return false
	}
	if _, ok := heldFor(actor, items, desk.Lead, desk.Handle, desk.Cooperate, desk.Distribute); ok {
		return true
	}
	_, head := headPost(actor, fieldOn(items))
	return head || !endorsed && classifies(actor)
}

// MayProposeField is the policy for proposing another field: clerk and distributor, of a registered paper that is not done.
func MayProposeField(actor office.Actor, d Delivery) bool {
	return d.OrganID == actor.Organ && classifies(actor) && slices.Contains(Open(), d.State)
}

// classifies reports whether the actor classifies papers of his organ: its clerk and its distributor.
func classifies(actor office.Actor) bool {
	return actor.Has(office.RoleClerk, office.RoleChiefOfOffice)
}

// endorsed reports whether a leader has written on the paper or assigned it. What the organ's rule did is no endorsement.
func endorsed(words []desk.Endorsement, events []Event) bool {
	return len(words) > 0 || slices.ContainsFunc(events, func(e Event) bool { return e.Code == string(Assigned) && e.PersonID != nil })
}

func isEndorsed(ctx context.Context, tx *database.Tx, delivery office.ID) (bool, error) {
	words, err := desk.Endorsements(ctx, tx, delivery)
	if err != nil {
		return false, err
	}
	happened, err := events(ctx, tx, delivery)
	return endorsed(words, happened), err
}

// WrongField names the right field of a registered paper: new facts, a new decision, the first ones kept.
func (s *Service) WrongField(ctx context.Context, actor office.Actor, id office.ID, version int, field office.FieldCode) (Delivery, error) {
	if !regulation.FieldKnown(field) {
		return Delivery{}, office.Invalid("dispatch.unknown_field", "field", string(field))
	}
	return s.act(ctx, actor, id, version, "dispatch.wrong_field", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		already, err := isEndorsed(ctx, tx, d.ID)
		if err != nil {
			return d, err
		}
		switch {
		case MayNameField(actor, d, items, already):
		case MayProposeField(actor, d):
			return d, office.Forbidden("overrule.propose_instead")
		default:
			return d, office.Forbidden("dispatch.not_yours_to_classify")
		}
		return s.reclassify(ctx, tx, actor, d, items, field)
	})
}

// reclassify gives a paper its right field and sends it where that leads.
func (s *Service) reclassify(ctx context.Context, tx *database.Tx, actor office.Actor, d Delivery, items []desk.Item, field office.FieldCode) (Delivery, error) {
	choice, err := s.corrected(ctx, tx, d, field)
	if err != nil {
		return d, err
	}
	by := doer{person: &actor.Person}
	if held, ok := heldFor(actor, items, desk.Lead, desk.Handle, desk.Cooperate, desk.Distribute); ok {
		by = as(actor, held)
	}
	if err := dropProposals(ctx, tx, d.ID, actor); err != nil {
		return d, err
	}
	said, err := document.Fields(ctx, tx, d.DocumentID)
	if err != nil {
		return d, err
	}
	if err := mended(ctx, tx, d, proposed(said), field); err != nil {
		return d, err
	}
	if d, err = move(ctx, tx, d, ActReroute, by, string(field), ""); err != nil {
		return d, err
	}
	if err := desk.CloseDelivery(ctx, tx, d.ID); err != nil {
		return d, err
	}
	return s.route(ctx, tx, d, choice, FromWrongField, "wrong_field", by, &actor.Person)
}

// corrected is the choice of the last revision with another principal field. Naming the field that it has already is refused.
func (s *Service) corrected(ctx context.Context, tx *database.Tx, d Delivery, field office.FieldCode) (Choice, error) {
	choice, err := choiceOf(ctx, tx, d)
	if err != nil {
		return choice, err
	}
	if len(choice.Fields) > 0 {
		if choice.Fields[0] == field {
			return choice, office.Conflict("dispatch.field_already", string(field))
		}
		choice.Fields = choice.Fields[1:]
	}
	others := slices.DeleteFunc(choice.Fields, func(f office.FieldCode) bool { return f == field })
	choice.Fields = append([]office.FieldCode{field}, others...)
	return choice, nil
}

// FieldProposal is another field that clerk or distributor propose after the first endorsement.
type FieldProposal struct {
	ID         office.ID
	OrganID    office.ID
	DeliveryID office.ID
	FieldCode  office.FieldCode
	Reason     string
	State      ProposalState
	PersonID   office.ID
	PostID     office.ID
	MadeAt     time.Time
	Answer     string // why it was declined
	AnsweredBy *office.ID
	AnsweredAt *time.Time
}

// ProposalState is what became of a proposal.
type ProposalState string

// The states.
const (
	ProposalOpen     ProposalState = "open"
	ProposalAccepted ProposalState = "accepted"
	ProposalDeclined ProposalState = "declined"
	ProposalDropped  ProposalState = "dropped" // the field was named otherwise meanwhile
)

// Proposing and Answering are the duties of a proposal.
var (
	Proposing = Duty{"overrule.not_yours_to_propose", nil, []office.Role{office.RoleClerk, office.RoleChiefOfOffice}}
	Answering = Duty{"overrule.not_yours_to_answer", []desk.Part{desk.Lead}, []office.Role{office.RoleHead, office.RoleDeputy}}
)

const proposalColumns = `id, organ_id, delivery_id, field_code, reason, state, person_id, post_id, made_at, answer, answered_by, answered_at`

// ProposeField asks the leader of a paper to give it another field. A paper has one proposal at a time.
func (s *Service) ProposeField(ctx context.Context, actor office.Actor, id office.ID, version int, field office.FieldCode, reason string) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.propose_field", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		if !MayProposeField(actor, d) {
			return d, office.Forbidden("overrule.not_yours_to_propose")
		}
		reason, err := reasonOf(reason)
		switch {
		case !regulation.FieldKnown(field):
			return d, office.Invalid("dispatch.unknown_field", "field", string(field))
		case err != nil:
			return d, err
		case d.LeaderPost == nil:
			return d, office.Conflict("overrule.no_leader", d.Code)
		}
		if _, err := s.corrected(ctx, tx, d, field); err != nil {
			return d, err
		}
		by := classifier(actor)
		_, err = tx.Exec(ctx, `insert into field_proposals (id, organ_id, delivery_id, field_code, reason, state, person_id, post_id, made_at)
			values ($1,$2,$3,$4,$5,'open',$6,$7,$8)`, office.NewID(), d.OrganID, d.ID, field, reason, actor.Person, by.post, tx.Now())
		if database.Violates(err, "field_proposals_open", "field_proposals.delivery_id") {
			return d, office.Conflict("overrule.proposed_already", d.Code).Because(err)
		}
		if err != nil {
			return d, err
		}
		if err := note(ctx, tx, d, "propose_field", by, string(field)+": "+reason); err != nil {
			return d, err
		}
		return d, notice.Give(ctx, tx, proposalNotice(d, "overrule.notice_proposed", *d.LeaderPost))
	})
}

// proposalNotice is the word about a proposal. Of a confidential paper it says only that there is one.
func proposalNotice(d Delivery, key string, post office.ID) notice.Notice {
	n := notice.Notice{Organ: d.OrganID, Post: post, Key: key, Args: []string{d.Code}, Object: d.ID}
	if d.Confidential {
		n.Key, n.Args = "dispatch.notice_confidential", nil
	}
	return n
}

// classifier is the actor in the post in which he classifies papers.
func classifier(actor office.Actor) doer {
	for _, p := range actor.Posts {
		if p.Role == office.RoleClerk || p.Role == office.RoleChiefOfOffice {
			return as(actor, p)
		}
	}
	return doer{person: &actor.Person}
}

// leads is the post in which the actor leads a paper today: its leader's, or the head's.
func leads(actor office.Actor, d Delivery, items []desk.Item) (office.HeldPost, bool) {
	if d.LeaderPost != nil {
		if held, ok := actor.Answers(*d.LeaderPost); ok && held.Covers(fieldOn(items)) {
			return held, true
		}
	}
	return headPost(actor, fieldOn(items))
}

// AnswerField accepts a proposal, which gives the paper the proposed field, or declines it.
func (s *Service) AnswerField(ctx context.Context, actor office.Actor, id office.ID, version int, proposal office.ID, accept bool, answer string) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.answer_field", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := leads(actor, d, items)
		if !ok {
			return d, office.Forbidden("overrule.not_yours_to_answer")
		}
		state := ProposalDeclined
		if accept {
			state = ProposalAccepted
		}
		var p FieldProposal
		err := tx.Get(ctx, &p, `update field_proposals set state = $3, answer = $4, answered_by = $5, answered_at = $6
			where id = $1 and delivery_id = $2 and state = 'open' returning `+proposalColumns, proposal, d.ID, state, strings.TrimSpace(answer), actor.Person, tx.Now())
		if database.NoRows(err) {
			return d, office.NotFound("overrule.no_proposal")
		}
		if err != nil {
			return d, err
		}
		if accept {
			return s.reclassify(ctx, tx, actor, d, items, p.FieldCode)
		}
		if err := note(ctx, tx, d, "decline_field", as(actor, held), p.Answer); err != nil {
			return d, err
		}
		return d, notice.Give(ctx, tx, proposalNotice(d, "overrule.notice_declined", p.PostID))
	})
}

// dropProposals closes what is still open: the field was named meanwhile.
func dropProposals(ctx context.Context, tx *database.Tx, delivery office.ID, actor office.Actor) error {
	_, err := tx.Exec(ctx, `update field_proposals set state = 'dropped', answered_by = $2, answered_at = $3 where delivery_id = $1 and state = 'open'`,
		delivery, actor.Person, tx.Now())
	return err
}

// proposalsOf lists the proposals about a delivery, the latest first.
func proposalsOf(ctx context.Context, tx *database.Tx, delivery office.ID) ([]FieldProposal, error) {
	var all []FieldProposal
	err := tx.Select(ctx, &all, `select `+proposalColumns+` from field_proposals where delivery_id = $1 order by made_at desc, id desc`, delivery)
	return all, err
}

// overrulesOf lists the overrules of a delivery, oldest first.
func overrulesOf(ctx context.Context, tx *database.Tx, delivery office.ID) ([]Overrule, error) {
	var all []Overrule
	err := tx.Select(ctx, &all, `select `+overruleColumns+` from overrules where delivery_id = $1 order by made_at, id`, delivery)
	return all, err
}

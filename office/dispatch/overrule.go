package dispatch

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org"
	"congvan/office/regulation"
)

// Who may decide against the regulation, always with a reason (Luật 72/2025/QH15; the model working regulation of NĐ 315/2025/NĐ-CP):
//   - the head takes any open paper, or gives it to a deputy;
//   - a deputy hands down or returns his own, and never gives to another deputy;
//   - the distributor, who confirms where a paper goes first, sends it to another leader.
//
// Each overrule is a row and, but for a return, a new decision; the old one stays readable.

// OverruleKind is what an overrule did.
type OverruleKind string

// The kinds.
const (
	Given       OverruleKind = "given"       // the head gave the paper to another leader
	Taken       OverruleKind = "taken"       // the head took it
	Ruled       OverruleKind = "ruled"       // the head ended a conflict between deputies
	Distributed OverruleKind = "distributed" // the distributor sent it to another leader
	Returned    OverruleKind = "returned"    // its leader gave it back to the distributor
)

// Overrule is an act against a decision of the regulation.
type Overrule struct {
	ID          office.ID
	OrganID     office.ID
	DeliveryID  office.ID
	Kind        OverruleKind
	OverruledID office.ID  // the decision that it went against
	DecisionID  *office.ID // the decision that it made; none when the paper was returned
	VersionID   *office.ID // of the regulation
	FieldCode   office.FieldCode
	AreaCode    office.AreaCode
	FromPost    *office.ID
	ToPost      *office.ID
	Reason      string
	PersonID    office.ID
	PostID      office.ID
	Capacity    office.Capacity
	MadeAt      time.Time
}

const overruleColumns = `id, organ_id, delivery_id, kind, overruled_id, decision_id, version_id, field_code, area_code, from_post, to_post, reason,
	person_id, post_id, capacity, made_at`

// Overruling is the duty of giving and taking papers.
var Overruling = Duty{"overrule.only_head", nil, []office.Role{office.RoleHead}}

// Overrule gives a paper of the organ to a leader, or takes it, whoever has it: the head, at any open state, with a reason.
func (s *Service) Overrule(ctx context.Context, actor office.Actor, id office.ID, version int, leader office.ID, reason string) (Delivery, error) {
	return s.act(ctx, actor, id, version, "dispatch.overrule", func(tx *database.Tx, d Delivery, items []desk.Item) (Delivery, error) {
		held, ok := headPost(actor, fieldOn(items))
		if !ok {
			return d, office.Forbidden("overrule.only_head")
		}
		post, err := leaderOf(ctx, tx, d, leader)
		if err != nil {
			return d, err
		}
		if d.LeaderPost != nil && *d.LeaderPost == leader && !d.Has("conflict") {
			return d, office.Conflict("overrule.leads_already", post.Title)
		}
		kind := Given
		switch {
		case d.Has("conflict"):
			kind = Ruled
		case leader == held.Post:
			kind = Taken
		}
		return s.overrule(ctx, tx, d, overruling{Kind: kind, by: as(actor, held), to: post, reason: reason})
	})
}

// takenOver takes a paper over to the head when he assigns one that another leads; what he writes is the reason.
func (s *Service) takenOver(ctx context.Context, tx *database.Tx, actor office.Actor, d Delivery, items []desk.Item, held office.HeldPost, words string) (Delivery, error) {
	_, own := heldFor(actor, items, desk.Lead, desk.Distribute)
	if own || held.Role != office.RoleHead || d.LeaderPost == nil || *d.LeaderPost == held.Post {
		return d, nil
	}
	if strings.TrimSpace(words) == "" {
		return d, office.Invalid("overrule.words_needed", "text")
	}
	post, err := leaderOf(ctx, tx, d, held.Post)
	if err != nil {
		return d, err
	}
	return s.overrule(ctx, tx, d, overruling{Kind: Taken, by: as(actor, held), to: post, reason: words})
}

// leaderOf is a post of the organ that may lead papers.
func leaderOf(ctx context.Context, tx *database.Tx, d Delivery, id office.ID) (org.Post, error) {
	structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
	if err != nil {
		return org.Post{}, err
	}
	post, ok := structure.Post(id)
	if !ok || post.Role != office.RoleHead && post.Role != office.RoleDeputy {
		return post, office.Invalid("dispatch.not_a_leader", "leader", id.String())
	}
	return post, nil
}

// overruling is an overrule about to happen.
type overruling struct {
	Kind   OverruleKind
	by     doer
	to     org.Post
	reason string
}

// maxReason is the length of a reason.
const maxReason = 2000

// reasonOf checks a reason.
func reasonOf(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > maxReason {
		return text, office.Invalid("dispatch.reason_needed", "reason")
	}
	return text, nil
}

// overrule makes a new decision in which a leader was named by a person, keeps the row, and moves the paper to that leader's desk.
func (s *Service) overrule(ctx context.Context, tx *database.Tx, d Delivery, o overruling) (Delivery, error) {
	reason, err := reasonOf(o.reason)
	if err != nil {
		return d, err
	}
	before, last := d, regulation.Stored{}
	if last, err = lastDecision(ctx, tx, d); err != nil {
		return d, err
	}
	choice, err := choiceOf(ctx, tx, d)
	if err != nil {
		return d, err
	}
	facts := choice.asked(d)
	answer, err := s.regulation.DecideFor(ctx, tx, d.OrganID, facts, o.to.ID, tx.Today())
	if err != nil {
		return d, err
	}
	if d, err = move(ctx, tx, d, ActReroute, o.by, "", ""); err != nil {
		return d, err
	}
	if err := desk.CloseDelivery(ctx, tx, d.ID); err != nil {
		return d, err
	}
	decision, err := s.regulation.Store(ctx, tx, regulation.Record{Organ: d.OrganID, Delivery: d.ID, Cause: regulation.CauseOverruled,
		FactsRevision: d.FactsRevision, Facts: facts, Answer: answer, By: o.by.person, Reason: reason})
	if err != nil {
		return d, err
	}
	if d, err = s.place(ctx, tx, d, placing{answer: answer, decision: decision, revision: d.FactsRevision, by: o.by}); err != nil {
		return d, err
	}
	if err := note(ctx, tx, d, "overrule", o.by, reason); err != nil {
		return d, err
	}
	row := rowOf(before, last, o.by, o.Kind, reason)
	row.DecisionID, row.ToPost = &decision, &o.to.ID
	return d, keepOverrule(ctx, tx, row, last)
}

// returned keeps the row of a leader who gives his paper back to the distributor.
func (s *Service) returned(ctx context.Context, tx *database.Tx, d Delivery, by doer, reason string) error {
	last, err := lastDecision(ctx, tx, d)
	if err != nil {
		return err
	}
	return keepOverrule(ctx, tx, rowOf(d, last, by, Returned, reason), last)
}

// lastDecision is the decision in force. A registered paper has one.
func lastDecision(ctx context.Context, tx *database.Tx, d Delivery) (regulation.Stored, error) {
	stored, err := regulation.StoredDecisions(ctx, tx, d.ID)
	if err == nil && len(stored) == 0 {
		err = office.Conflict("dispatch.state_forbids", string(ActReroute), string(d.State))
	}
	if err != nil {
		return regulation.Stored{}, err
	}
	return stored[len(stored)-1], nil
}

func rowOf(d Delivery, last regulation.Stored, by doer, kind OverruleKind, reason string) Overrule {
	o := Overrule{ID: office.NewID(), OrganID: d.OrganID, DeliveryID: d.ID, Kind: kind, OverruledID: last.ID, FieldCode: last.Answer.Field(),
		AreaCode: office.AreaCode(last.Answer.Facts.Area), FromPost: d.LeaderPost, Reason: reason, PersonID: *by.person, PostID: *by.post, Capacity: by.capacity}
	if last.Answer.Version != (office.ID{}) {
		o.VersionID = &last.Answer.Version
	}
	return o
}

// keepOverrule keeps the row with the clauses that had named the leader. A decision that was itself an overrule rests on no clause.
func keepOverrule(ctx context.Context, tx *database.Tx, o Overrule, last regulation.Stored) error {
	_, err := tx.Exec(ctx, `insert into overrules (`+overruleColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)`,
		o.ID, o.OrganID, o.DeliveryID, o.Kind, o.OverruledID, o.DecisionID, o.VersionID, o.FieldCode, o.AreaCode, o.FromPost, o.ToPost, o.Reason,
		o.PersonID, o.PostID, o.Capacity, tx.Now())
	if err != nil || last.Cause == regulation.CauseOverruled {
		return err
	}
	clauses, err := regulation.Decisive(ctx, tx, last)
	if err != nil {
		return err
	}
	rows := make([][]any, len(clauses))
	for i, c := range clauses {
		rows[i] = []any{o.ID, o.OrganID, c.ID, c.Reference}
	}
	return tx.InsertMany(ctx, `insert into overruled_clauses (overrule_id, organ_id, clause_id, reference)`, rows, "")
}

// choiceOf is what is taken to be true of a delivery now, as a choice.
func choiceOf(ctx context.Context, tx *database.Tx, d Delivery) (Choice, error) {
	var choice Choice
	facts, err := factsOf(ctx, tx, d.ID, d.FactsRevision)
	for _, f := range facts { // the principal ones come first
		if f.Name == FactArea {
			choice.Areas = append(choice.Areas, office.AreaCode(f.Value))
		} else {
			choice.Fields = append(choice.Fields, office.FieldCode(f.Value))
		}
	}
	return choice, err
}

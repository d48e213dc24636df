package dispatch

import (
	"context"
	"slices"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/search"
)

// Rules of a change of organisation:
//   - open work of an organ that is no more goes on in the organ that takes its place, as a delivery of its own with a số đến of that organ; the old
//     delivery stays as it was, leaves the desks and names the new one;
//   - where the successor has the same paper already, the work goes on there and nothing is taken in twice;
//   - work whose post has a successor lies on that post's desk, in the same part and with its deadline; the rest goes where the rules say;
//   - every one that moves gets a new decision with the cause "reorganised", an event and a notice.

// causeReorganised is the cause of the decisions that a change of organisation asks for, and the code of its events.
const causeReorganised = "reorganised"

// Handing is what moves open work: the mapping, and the number of the document that orders it, for the record.
type Handing struct {
	Mapping org.Mapping
	Basis   string
}

// Moved is a delivery that went on elsewhere.
type Moved struct {
	From     office.ID // the delivery
	To       office.ID // the one that goes on: itself where it only changed desks
	Organ    office.ID // where it goes on
	Code     string
	State    State
	Combined bool // the successor had the paper already
}

const openStates = `('sent', '01', '03', '04', '05')`

// GoesTo is the organ that takes a delivery over; moved is false where it stays. Field and area are those of its facts in force, before it is
// registered those that its sender said.
func GoesTo(ctx context.Context, tx *database.Tx, m org.Mapping, d Delivery) (organ office.ID, moved bool, err error) {
	about, err := matterOf(ctx, tx, d)
	if err != nil {
		return organ, false, err
	}
	text, moved := m.To(org.PartOrgan, d.OrganID.String(), about)
	if !moved {
		return d.OrganID, false, nil
	}
	organ, err = office.ParseID("new", text)
	return organ, true, err
}

func matterOf(ctx context.Context, tx *database.Tx, d Delivery) (org.Matter, error) {
	var about org.Matter
	if d.FactsRevision == 0 {
		fields, err := document.Fields(ctx, tx, d.DocumentID)
		if len(fields) > 0 {
			about.Field = fields[0].FieldCode
		}
		return about, err
	}
	facts, err := factsOf(ctx, tx, d.ID, d.FactsRevision)
	for _, f := range facts {
		switch {
		case f.Principal && f.Name == FactField:
			about.Field = office.FieldCode(f.Value)
		case f.Principal && f.Name == FactArea:
			about.Area = office.AreaCode(f.Value)
		}
	}
	return about, err
}

// Succeed has an open delivery go on in the organ that takes its place. It checks nothing; one that has gone on already, or that nobody takes over, is
// left alone.
func (s *Service) Succeed(ctx context.Context, tx *database.Tx, h Handing, id office.ID) (*Moved, error) {
	d, err := of(ctx, tx, id, tx.ForUpdate())
	if err != nil {
		return nil, err
	}
	if d.SucceededBy != nil || d.State == Refused || d.State == Done {
		return nil, nil
	}
	organ, moved, err := GoesTo(ctx, tx, h.Mapping, d)
	if err != nil || !moved {
		return nil, err
	}
	m := Moved{From: d.ID, Organ: organ, Code: d.Code, State: d.State}
	err = tx.Get(ctx, &m.To, `select id from deliveries where dispatch_id = $1 and organ_id = $2`, d.DispatchID, organ)
	switch {
	case err == nil:
		m.Combined = true
	case database.NoRows(err):
		m.To, err = s.goOn(ctx, tx, h, d, organ)
	}
	if err != nil {
		return nil, err
	}
	return &m, s.leave(ctx, tx, h, d, m)
}

// leave takes the old delivery off the desks and writes where it went on. Nothing else of it changes.
func (s *Service) leave(ctx context.Context, tx *database.Tx, h Handing, d Delivery, m Moved) error {
	if _, err := tx.Exec(ctx, `update deliveries set succeeded_by = $2, version = version + 1 where id = $1`, d.ID, m.To); err != nil {
		return err
	}
	if err := desk.CloseDelivery(ctx, tx, d.ID); err != nil {
		return err
	}
	names, err := org.OrganNames(ctx, tx, []office.ID{m.Organ})
	if err != nil {
		return err
	}
	if err := note(ctx, tx, d, causeReorganised, byRule, names[m.Organ]+" ("+h.Basis+")"); err != nil {
		return err
	}
	wakeSender(tx, d)
	if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: d.DocumentID}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Action: "dispatch.succeeded", Object: d.ID, Detail: d.Code + " → " + names[m.Organ]})
}

// goOn makes the delivery in which the work goes on, in the state in which it was.
func (s *Service) goOn(ctx context.Context, tx *database.Tx, h Handing, old Delivery, organ office.ID) (office.ID, error) {
	d := old
	d.ID, d.OrganID, d.Version, d.State = office.NewID(), organ, 1, Arrived
	if old.State == Sent {
		d.State = Sent
	}
	if err := tx.Get(ctx, &d, `insert into deliveries (id, organ_id, sender_id, dispatch_id, document_id, state, subject, code, kind, urgency, urgency_rank,
		confidential, sha256, verdict, report_id, sent_at, arrived_at, succeeds) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)
		returning `+columns, d.ID, d.OrganID, d.SenderID, d.DispatchID, d.DocumentID, d.State, d.Subject, d.Code, d.Kind, d.Urgency, d.UrgencyRank,
		d.Confidential, d.SHA256, d.Verdict, d.ReportID, d.SentAt, d.ArrivedAt, old.ID); err != nil {
		return d.ID, err
	}
	if err := note(ctx, tx, d, causeReorganised, byRule, h.Basis); err != nil {
		return d.ID, err
	}
	switch old.State {
	case Sent:
		return d.ID, jobs.Insert(ctx, tx, ArriveArgs{Dispatch: d.DispatchID})
	case Arrived:
		clerks, err := org.PostsWithRole(ctx, tx, office.RoleClerk, []office.ID{organ})
		if err != nil {
			return d.ID, err
		}
		return d.ID, hand(ctx, tx, d, toReceive(d, clerks[organ])...)
	default:
		return d.ID, s.takeOver(ctx, tx, h, old, d)
	}
}

// takeOver registers in the successor what was registered before, and brings it to the state in which it was, on the desks of the posts that take
// the place of those that had it.
func (s *Service) takeOver(ctx context.Context, tx *database.Tx, h Handing, old, d Delivery) error {
	structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
	if err != nil {
		return err
	}
	facts, choice, err := factsAfter(ctx, tx, h.Mapping, old, structure)
	if err != nil {
		return err
	}
	items, err := desk.OnDelivery(ctx, tx, old.ID)
	if err != nil {
		return err
	}
	placed := placedIn(h.Mapping, structure, items)
	for i := range placed {
		placed[i].OrganID, placed[i].DeliveryID = d.OrganID, &d.ID
	}
	r, err := s.prepare(ctx, tx, d, choice)
	if err != nil {
		return err
	}
	r.waiting, r.by, r.cause, r.stated, r.placed = false, byRule, causeReorganised, facts, placed
	if d, err = s.enter(ctx, tx, r); err != nil {
		return err
	}
	if len(placed) > 0 {
		return s.resume(ctx, tx, h, old, d, structure)
	}
	return nil
}

// resume names on the delivery the posts that have it and passes the states that the work had passed before.
func (s *Service) resume(ctx context.Context, tx *database.Tx, h Handing, old, d Delivery, to *org.Structure) error {
	if err := tx.Get(ctx, &d, `update deliveries set leader_post = coalesce($2, leader_post), department_id = coalesce($3, department_id), officer_post = $4
		where id = $1 returning `+columns, d.ID, postAfter(h.Mapping, to, old.LeaderPost), departmentAfter(h.Mapping, to, old.DepartmentID),
		postAfter(h.Mapping, to, old.OfficerPost)); err != nil {
		return err
	}
	for _, act := range map[State][]Act{Assigned: {ActAssign}, InProgress: {ActAssign, ActStart}}[old.State] {
		if d.State == Assigned && act == ActAssign {
			continue
		}
		var err error
		if d, err = move(ctx, tx, d, act, byRule, h.Basis, ""); err != nil {
			return err
		}
	}
	return nil
}

// factsAfter are the facts in force of a delivery in the words of the new organisation, each still with who said so.
func factsAfter(ctx context.Context, tx *database.Tx, m org.Mapping, d Delivery, to *org.Structure) ([]Fact, Choice, error) {
	facts, err := factsOf(ctx, tx, d.ID, d.FactsRevision)
	var kept []Fact
	var choice Choice
	for _, f := range facts {
		switch f.Name {
		case FactField:
			value, _ := m.To(org.PartField, f.Value, org.Matter{})
			f.Value = value
			if slices.Contains(choice.Fields, office.FieldCode(value)) {
				continue
			}
			choice.Fields = append(choice.Fields, office.FieldCode(value))
		case FactArea:
			area, ok := regulation.AreaAfter(m, d.OrganID, office.AreaCode(f.Value), to)
			if !ok || slices.Contains(choice.Areas, area) {
				continue
			}
			f.Value = string(area)
			choice.Areas = append(choice.Areas, area)
		default: // a post
			f.Value, _ = m.To(org.PartPost, f.Value, org.Matter{})
		}
		f.Detail = causeReorganised
		kept = append(kept, f)
	}
	return kept, choice, err
}

// placedIn are the open rows of items as they lie on the desks of the posts of an organ that take the place of those that had them; none when one of them
// that has to act has no successor there: then the rules say who does.
func placedIn(m org.Mapping, to *org.Structure, items []desk.Item) []desk.Item {
	var placed []desk.Item
	for _, it := range items {
		if it.State != "open" {
			continue
		}
		post := successorAt(m, to, it)
		if post == nil {
			if it.Part == desk.Lead || it.Part == desk.Handle || it.Part == desk.Distribute {
				return nil
			}
			continue
		}
		it.PostID = *post
		if field, moved := m.To(org.PartField, string(it.FieldCode), org.Matter{}); moved {
			it.FieldCode = office.FieldCode(field)
		}
		if !slices.ContainsFunc(placed, func(other desk.Item) bool { return other.PostID == it.PostID && other.Part == it.Part }) {
			placed = append(placed, it)
		}
	}
	return placed
}

// successorAt is the post of an organ that takes over a row: the successor of its post, or the head of the department that took over its department.
func successorAt(m org.Mapping, to *org.Structure, it desk.Item) *office.ID {
	about := org.Matter{Field: it.FieldCode}
	if text, moved := m.To(org.PartPost, it.PostID.String(), about); moved {
		return openPost(to, text)
	}
	if p, ok := to.Post(it.PostID); ok {
		if p.DepartmentID == nil {
			return nil
		}
		text, moved := m.To(org.PartDepartment, p.DepartmentID.String(), about)
		if moved {
			return headOf(to, text)
		}
	}
	return nil
}

func openPost(to *org.Structure, text string) *office.ID {
	id, err := office.ParseID("", text)
	if err != nil {
		return nil
	}
	if p, ok := to.Post(id); !ok || !p.OpenOn(to.Day) {
		return nil
	}
	return &id
}

func headOf(to *org.Structure, department string) *office.ID {
	for _, p := range to.OpenPosts() {
		if p.DepartmentID != nil && p.DepartmentID.String() == department && (p.Role == office.RoleDepartmentHead || p.Role == office.RoleChiefOfOffice) {
			return &p.ID
		}
	}
	return nil
}

func postAfter(m org.Mapping, to *org.Structure, old *office.ID) *office.ID {
	if old == nil {
		return nil
	}
	text, _ := m.To(org.PartPost, old.String(), org.Matter{})
	return openPost(to, text)
}

func departmentAfter(m org.Mapping, to *org.Structure, old *office.ID) *office.ID {
	if old == nil {
		return nil
	}
	text, _ := m.To(org.PartDepartment, old.String(), org.Matter{})
	id, err := office.ParseID("", text)
	if _, ok := to.Department(id); err != nil || !ok {
		return nil
	}
	return &id
}

// SucceedMember has groups of recipients name the organs that take the place of one that is no more. It tells whose groups they are.
func SucceedMember(ctx context.Context, tx *database.Tx, organ office.ID, heirs []office.ID) ([]office.ID, error) {
	var groups []struct{ GroupID, OrganID office.ID }
	if err := tx.Select(ctx, &groups, `select group_id, organ_id from recipient_group_members where member_id = $1 order by group_id`, organ); err != nil {
		return nil, err
	}
	var owners []office.ID
	for _, g := range groups {
		owners = append(owners, g.OrganID)
		for _, heir := range heirs {
			if err := tx.InsertMany(ctx, `insert into recipient_group_members (group_id, organ_id, member_id)`, [][]any{{g.GroupID, g.OrganID, heir}},
				`on conflict (group_id, member_id) do nothing`); err != nil {
				return nil, err
			}
		}
		if _, err := tx.Exec(ctx, `delete from recipient_group_members where group_id = $1 and member_id = $2`, g.GroupID, organ); err != nil {
			return nil, err
		}
	}
	return distinct(owners), nil
}

package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
)

// Hands are who has a paper: the leader in charge and the department that leads. Blank is nobody of the organ: the queue of its office, or another organ.
type Hands struct {
	Leader     office.ID
	Department office.ID
}

func handsOf(leader, department *office.ID) Hands {
	var h Hands
	if leader != nil {
		h.Leader = *leader
	}
	if department != nil {
		h.Department = *department
	}
	return h
}

func handsBy(d *routing.Decision) Hands {
	return handsOf(idOf(string(d.Leader.Post)), idOf(string(d.Department)))
}

// decided is a delivery with what a regulation once decided about it. What a person ordered afterwards does not count: it says nothing of the rules.
type decided struct {
	ID           office.ID
	Code         string
	NumberIn     *int
	SenderID     office.ID
	Confidential bool
	State        State
	RegisteredAt time.Time
	LeaderPost   *office.ID // who has it now
	DepartmentID *office.ID
	DecisionID   office.ID
	Facts        string
	Leader       *string // whom the decision named
	Department   *string
}

func (d *decided) by() Hands  { return handsOf(maybeID(d.Leader), maybeID(d.Department)) }
func (d *decided) now() Hands { return handsOf(d.LeaderPost, d.DepartmentID) }

func maybeID(text *string) *office.ID {
	if text == nil {
		return nil
	}
	return idOf(*text)
}

// decisions reads the deliveries that a condition holds for, each with the last decision that rules made about it, the oldest decision first.
func decisions(ctx context.Context, tx *database.Tx, where string, args ...any) ([]decided, error) {
	var all []decided
	err := tx.Select(ctx, &all, `select d.id, d.code, d.number_in, d.sender_id, d.confidential, d.state, d.registered_at, d.leader_post, d.department_id,
		r.id as decision_id, r.facts, r.decision -> 'leader' ->> 'post' as leader, r.decision ->> 'department' as department
		from deliveries d join routing_decisions r on r.delivery_id = d.id
		where r.cause <> 'overruled' and `+where+` and not exists (select 1 from routing_decisions later
			where later.delivery_id = d.id and later.id > r.id and later.cause <> 'overruled')
		order by d.registered_at, d.id`, args...)
	return all, err
}

// senders are the organs that papers come from, each once.
func senders(all []decided) []office.ID {
	seen := map[office.ID]bool{}
	var ids []office.ID
	for i := range all {
		if id := all[i].SenderID; !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// rehearsed asks a rehearsal about papers. Most papers are alike, so each kind of them is asked once.
type rehearsed struct {
	rehearsal *regulation.Rehearsal
	known     map[question]routed
}

type question struct {
	sender office.ID
	facts  string
}

type routed struct {
	Hands
	field    office.FieldCode
	decision *routing.Decision
}

func rehearse(ctx context.Context, tx *database.Tx, v regulation.Version, day office.Day, all []decided) (*rehearsed, error) {
	r, err := regulation.Rehearse(ctx, tx, v, day, senders(all))
	return &rehearsed{r, map[question]routed{}}, err
}

func (r *rehearsed) ask(d *decided) (routed, error) {
	q := question{d.SenderID, d.Facts}
	if answer, ok := r.known[q]; ok {
		return answer, nil
	}
	facts, err := d.asked()
	if err != nil {
		return routed{}, err
	}
	decision := r.rehearsal.Decide(facts, d.SenderID)
	answer := routed{handsBy(&decision), office.FieldCode(facts.Field), &decision}
	r.known[q] = answer
	return answer, nil
}

func (d *decided) asked() (routing.Facts, error) {
	var facts routing.Facts
	if err := json.Unmarshal([]byte(d.Facts), &facts); err != nil {
		return facts, fmt.Errorf("facts of decision %s: %w", d.DecisionID, err)
	}
	return facts, nil
}

// namesOf are the titles of the posts and the names of the departments in hands.
func namesOf(ctx context.Context, tx *database.Tx, all map[Hands]bool) (map[office.ID]string, error) {
	var leaders, departments []office.ID
	for h := range all {
		leaders, departments = append(leaders, h.Leader), append(departments, h.Department)
	}
	names, err := org.PostTitles(ctx, tx, leaders)
	if err != nil {
		return nil, err
	}
	units, err := org.DepartmentNames(ctx, tx, departments)
	maps.Copy(names, units)
	return names, err
}

// readable tells which of several deliveries an actor may open.
func readable(ctx context.Context, tx *database.Tx, actor office.Actor, ids []office.ID) (map[office.ID]bool, error) {
	items, err := desk.OnDeliveries(ctx, tx, ids)
	may := make(map[office.ID]bool, len(ids))
	for _, id := range ids {
		may[id] = desk.MaySee(actor, actor.Organ, false, items[id])
	}
	return may, err
}

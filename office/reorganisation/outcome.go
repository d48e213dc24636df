package reorganisation

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
)

// Step is what of carrying a change out an outcome tells of.
type Step string

// The steps.
const (
	StepDraft       Step = "draft"       // a draft of rules was made
	StepWork        Step = "work"        // a paper went on elsewhere, or to another desk
	StepRegisters   Step = "registers"   // registers were closed
	StepDelegations Step = "delegations" // delegations ended
	StepGroups      Step = "groups"      // groups of recipients name the successor
	StepClosed      Step = "closed"      // an organ is no more
)

// Outcome is one thing that carrying a change out did.
type Outcome struct {
	Organ  office.ID // whose it is
	Step   Step
	Object *office.ID // the draft, or the delivery that goes on
	Detail Detail
	At     time.Time
}

// Detail is what an outcome tells.
type Detail struct {
	From     []string          `json:"from,omitempty"`  // of a draft: whose rules
	To       *office.ID        `json:"to,omitempty"`    // the organ where it goes on
	State    string            `json:"state,omitempty"` // of a paper that moved
	Combined bool              `json:"combined,omitempty"`
	Count    int               `json:"count,omitempty"`
	Lost     []regulation.Lost `json:"lost,omitempty"`
}

// outcome keeps what was done; first is false where it was kept before, for what is done once.
func outcome(ctx context.Context, tx *database.Tx, r org.Reorganisation, o Outcome) (first bool, err error) {
	n, err := tx.Exec(ctx, `insert into reorganisation_outcomes (id, reorganisation_id, organ_id, step, object_id, detail, at)
		values ($1,$2,$3,$4,$5,$6,$7) on conflict do nothing`, office.NewID(), r.ID, o.Organ, o.Step, o.Object, database.JSON[Detail]{V: o.Detail}, tx.Now())
	return n > 0, err
}

func outcomesOf(ctx context.Context, tx *database.Tx, reorganisation office.ID) ([]Outcome, error) {
	var rows []struct {
		OrganID  office.ID
		Step     Step
		ObjectID *office.ID
		Detail   database.JSON[Detail]
		At       time.Time
	}
	err := tx.Select(ctx, &rows, `select organ_id, step, object_id, detail, at from reorganisation_outcomes where reorganisation_id = $1 order by id`, reorganisation)
	all := make([]Outcome, len(rows))
	for i, r := range rows {
		all[i] = Outcome{r.OrganID, r.Step, r.ObjectID, r.Detail.V, r.At}
	}
	return all, err
}

package dispatch

import (
	"context"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Tally counts how one dispatch went, from the database. Routed, Gaps and Conflicts count the leader's slot of what was registered.
type Tally struct {
	Recipients    int `json:"recipients"`
	Delivered     int `json:"delivered"`     // arrived, whatever happened since
	Registered    int `json:"registered"`    // given a số đến
	Waiting       int `json:"waiting"`       // arrived and not registered
	Routed        int `json:"routed"`        // the leader was named by a clause
	Gaps          int `json:"gaps"`          // by none: the head
	Conflicts     int `json:"conflicts"`     // several were left: the head
	Substitutions int `json:"substitutions"` // the person at the desk is not the post's holder
	Pairs         int `json:"pairs"`         // different (leader's title, department's name)
}

// Consistent reports whether every recipient got it and every registered delivery has exactly one outcome.
func (t Tally) Consistent() bool {
	return t.Delivered == t.Recipients && t.Registered+t.Waiting == t.Recipients && t.Routed+t.Gaps+t.Conflicts == t.Registered
}

// TallyOf counts a dispatch of the actor's organ.
func (s *Service) TallyOf(ctx context.Context, actor office.Actor, documentID office.ID) (Tally, error) {
	var t Tally
	p, err := s.ProgressOf(ctx, actor, documentID)
	if err != nil {
		return t, err
	}
	t.Recipients = p.Dispatch.Recipients
	pairs := map[[2]string]bool{}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		names, err := org.DepartmentNames(ctx, tx, departmentsOf(p.Tracked))
		for _, tracked := range p.Tracked {
			t.count(tracked.Delivery)
			if d := tracked.Delivery; d.RegisteredAt != nil && d.DepartmentID != nil {
				pairs[[2]string{tracked.PostTitle, names[*d.DepartmentID]}] = true
			}
		}
		return err
	})
	t.Pairs = len(pairs)
	return t, err
}

func (t *Tally) count(d Delivery) {
	if d.State != Sent {
		t.Delivered++
	}
	if d.State == Arrived {
		t.Waiting++
	}
	if d.RegisteredAt == nil {
		return
	}
	t.Registered++
	switch {
	case d.Has("conflict"):
		t.Conflicts++
	case d.Has("gap"), d.Has("no_regulation"):
		t.Gaps++
	default:
		t.Routed++
	}
	if d.Has("stood_in") || d.Has("everyone_away") {
		t.Substitutions++
	}
}

func departmentsOf(tracked []Tracked) []office.ID {
	var ids []office.ID
	for _, t := range tracked {
		if t.Delivery.DepartmentID != nil {
			ids = append(ids, *t.Delivery.DepartmentID)
		}
	}
	return distinct(ids)
}

func occurrences(states []State, state State) (n int) {
	for _, s := range states {
		if s == state {
			n++
		}
	}
	return n
}

// FanOut is how far a dispatch is on its way to its recipients.
type FanOut struct {
	Dispatch
	Arrived int // of the recipients, whatever happened since
}

// FanOutOf follows a dispatch of the actor's organ until it has arrived everywhere.
func (s *Service) FanOutOf(ctx context.Context, actor office.Actor, dispatch office.ID) (FanOut, error) {
	var f FanOut
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &f.Dispatch, `select `+dispatchColumns+` from dispatches where id = $1`, dispatch)
		if database.NoRows(err) || err == nil && !MayTrack(actor, f.OrganID) {
			return office.NotFound("dispatch.none")
		}
		if err != nil {
			return err
		}
		var rows []State
		if err := tx.Select(ctx, &rows, `select state from deliveries where succeeded_by is null and dispatch_id = $1`+listable(actor), dispatch); err != nil {
			return err
		}
		if len(rows) == 0 {
			return office.NotFound("dispatch.none") // confidential
		}
		f.Arrived = len(rows) - occurrences(rows, Sent)
		return nil
	})
	return f, err
}

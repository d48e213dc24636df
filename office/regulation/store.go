package regulation

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/routing"
)

// Record is a decision to be kept: what was asked about a delivery, what was answered, and what caused the asking.
type Record struct {
	Organ         office.ID
	Delivery      office.ID
	Cause         string // "registered", "wrong_field", "overruled", "handed_over"
	FactsRevision int
	Facts         routing.Facts
	Answer        Answer
	By            *office.ID // the person; nil for the organ's rule
	Reason        string     // why it goes against the regulation, when it is overruled
}

// Stored is a decision as it was kept. It never changes; a later one is a row of its own.
type Stored struct {
	ID     office.ID
	MadeAt time.Time
	Record
}

// Store keeps a decision. It checks nothing.
func (s *Service) Store(ctx context.Context, tx *database.Tx, r Record) (office.ID, error) {
	ids, err := s.StoreMany(ctx, tx, []Record{r})
	if err != nil {
		return office.ID{}, err
	}
	return ids[0], nil
}

// StoreMany keeps several decisions with few statements; the identifiers come in the same order.
func (s *Service) StoreMany(ctx context.Context, tx *database.Tx, records []Record) ([]office.ID, error) {
	ids, rows := make([]office.ID, len(records)), make([][]any, len(records))
	for i, r := range records {
		ids[i] = office.NewID()
		var version *office.ID
		if r.Answer.Version != (office.ID{}) {
			version = &r.Answer.Version
		}
		rows[i] = []any{ids[i], r.Organ, r.Delivery, version, r.Answer.Day, r.Cause, r.FactsRevision,
			database.JSON[routing.Facts]{V: r.Answer.Facts}, database.JSON[routing.Decision]{V: r.Answer.Decision},
			database.JSON[routing.Resolution]{V: r.Answer.Leader}, database.JSON[routing.Resolution]{V: r.Answer.Handler}, r.By, tx.Now(),
			won(&r.Answer.Decision), r.Reason}
	}
	return ids, tx.InsertMany(ctx, `insert into routing_decisions
		(id, organ_id, delivery_id, version_id, day, cause, facts_revision, facts, decision, leader, handler, made_by, made_at, won, reason)`, rows, "")
}

// StoredDecisions lists the decisions of a delivery, oldest first. It checks nothing.
func StoredDecisions(ctx context.Context, tx *database.Tx, delivery office.ID) ([]Stored, error) {
	var rows []struct {
		ID            office.ID
		OrganID       office.ID
		VersionID     *office.ID
		Day           office.Day
		Cause         string
		FactsRevision int
		Facts         database.JSON[routing.Facts]
		Decision      database.JSON[routing.Decision]
		Leader        database.JSON[routing.Resolution]
		Handler       database.JSON[routing.Resolution]
		MadeBy        *office.ID
		MadeAt        time.Time
		Reason        string
	}
	err := tx.Select(ctx, &rows, `select id, organ_id, version_id, day, cause, facts_revision, facts, decision, leader, handler, made_by, made_at, reason
		from routing_decisions where delivery_id = $1 order by id`, delivery)
	all := make([]Stored, len(rows))
	for i, r := range rows {
		answer := Answer{Day: r.Day, Facts: r.Facts.V, Decision: r.Decision.V, Leader: r.Leader.V, Handler: r.Handler.V}
		if r.VersionID != nil {
			answer.Version = *r.VersionID
		}
		all[i] = Stored{ID: r.ID, MadeAt: r.MadeAt, Record: Record{Organ: r.OrganID, Delivery: delivery, Cause: r.Cause,
			FactsRevision: r.FactsRevision, Facts: r.Facts.V, Answer: answer, By: r.MadeBy, Reason: r.Reason}}
	}
	return all, err
}

package find

import (
	"context"
	"fmt"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/search"
)

// Query is what the search page asks: words and filters for the index, and particulars of the own organ's deliveries.
type Query struct {
	search.Query
	NumberIn int              // số đến; 0 is any
	States   []dispatch.State // of the delivery; none is any
}

// Row is a document found, authorised from the records.
type Row struct {
	Document document.Document
	Own      bool               // the actor may open it as his organ's own paper
	Delivery *dispatch.Delivery // the own organ's receipt of it, if the actor may open that; see columns for what is read
	Hit      search.Hit         // number, subject and snippet with what matched marked
}

// Result is an answer. Total and Facets are counted by the index within the actor's scope.
type Result struct {
	Rows   []Row
	Total  int
	Capped bool // there are more than Total
	Loose  bool // nothing has all the words as they were typed
	Facets map[search.Facet][]search.Count
}

// Search finds documents that the actor may open. The scope is made from the actor and put into the query; Among is the service's own.
func (s *Service) Search(ctx context.Context, actor office.Actor, query Query) (Result, error) {
	narrowed, tooMany, err := s.narrow(ctx, actor, query)
	if err != nil {
		return Result{}, err
	}
	found, err := read(ctx, s, func(e search.Engine) (search.Result, error) { return e.Search(ctx, scopeOf(actor), narrowed) })
	if err != nil {
		return Result{}, err
	}
	rows, dropped, err := s.authorise(ctx, actor, found.Hits)
	if err != nil {
		return Result{}, err
	}
	s.mend(ctx, actor, dropped)
	return Result{Rows: rows, Total: found.Total, Capped: found.Capped || tooMany, Loose: found.Loose, Facets: found.Facets}, nil
}

// narrow turns the particulars of deliveries into the documents that they leave, newest first; tooMany says that there were more than an
// engine takes.
func (s *Service) narrow(ctx context.Context, actor office.Actor, query Query) (narrowed search.Query, tooMany bool, err error) {
	narrowed = query.Query
	narrowed.Among = nil
	if query.NumberIn == 0 && len(query.States) == 0 {
		return narrowed, false, nil
	}
	where, args := `organ_id = $1`, []any{actor.Organ}
	if query.NumberIn != 0 {
		args = append(args, query.NumberIn)
		where += fmt.Sprintf(` and number_in = $%d`, len(args))
	}
	if len(query.States) > 0 {
		marks, more := database.In(len(args)+1, query.States)
		where, args = where+` and state in (`+marks+`)`, append(args, more...)
	}
	narrowed.Among = []office.ID{}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &narrowed.Among, `select document_id from deliveries where `+where+
			fmt.Sprintf(` order by sent_at desc, id desc limit %d`, search.MaxAmong+1), args...)
	})
	if tooMany = len(narrowed.Among) > search.MaxAmong; tooMany {
		narrowed.Among = narrowed.Among[:search.MaxAmong]
	}
	return narrowed, tooMany, err
}

// authorise reads the hits' records and keeps those that the policies of document and dispatch open to the actor.
func (s *Service) authorise(ctx context.Context, actor office.Actor, hits []search.Hit) (rows []Row, dropped []office.ID, err error) {
	ids := make([]office.ID, len(hits))
	for i, hit := range hits {
		ids[i] = hit.ID
	}
	var r records
	if err := s.db.Read(ctx, func(tx *database.Tx) error { return r.read(ctx, tx, actor, ids) }); err != nil {
		return nil, nil, err
	}
	for _, hit := range hits {
		if row, ok := r.row(actor, hit); ok {
			rows = append(rows, row)
		} else {
			dropped = append(dropped, hit.ID)
		}
	}
	return rows, dropped, nil
}

// records is what the records of an actor's organ, and of those whose place it has taken, say of some documents.
type records struct {
	documents  map[office.ID]document.Document
	deliveries map[office.ID]dispatch.Delivery // by document
	work       map[office.ID][]desk.Item       // by document
}

// columns are those of a delivery that a list of hits shows.
const columns = `id, organ_id, sender_id, dispatch_id, document_id, version, state, subject, code, kind, urgency, urgency_rank, number_in,
	leader_post, department_id, officer_post, sent_at, arrived_at, registered_at`

func (r *records) read(ctx context.Context, tx *database.Tx, actor office.Actor, ids []office.ID) (err error) {
	if r.documents, err = document.Many(ctx, tx, ids); err != nil {
		return err
	}
	organs, args := database.In(1, append([]office.ID{actor.Organ}, actor.Inherits...))
	marks, more := database.In(1+len(args), ids)
	args = append(args, more...)
	var deliveries []dispatch.Delivery
	err = tx.Select(ctx, &deliveries, `select `+columns+` from deliveries where organ_id in (`+organs+`) and document_id in (`+marks+`) and state <> 'sent'`, args...)
	if err != nil {
		return err
	}
	var work []desk.Item
	err = tx.Select(ctx, &work, `select id, organ_id, document_id, delivery_id, post_id, field_code, part, state from work
		where organ_id in (`+organs+`) and document_id in (`+marks+`)`, args...)
	r.deliveries = make(map[office.ID]dispatch.Delivery, len(deliveries))
	for _, d := range deliveries {
		if before, ok := r.deliveries[d.DocumentID]; !ok || before.OrganID != actor.Organ { // its own before an inherited one
			r.deliveries[d.DocumentID] = d
		}
	}
	r.work = make(map[office.ID][]desk.Item)
	for _, item := range work {
		r.work[item.DocumentID] = append(r.work[item.DocumentID], item)
	}
	return err
}

// row is a hit as the actor may open it: as a paper of his organ, as one that his organ received, or both; ok is false for neither.
func (r *records) row(actor office.Actor, hit search.Hit) (row Row, ok bool) {
	d, exists := r.documents[hit.ID]
	if !exists {
		return row, false
	}
	var outgoing, incoming []desk.Item
	for _, item := range r.work[hit.ID] {
		if item.DeliveryID == nil {
			outgoing = append(outgoing, item)
		} else {
			incoming = append(incoming, item)
		}
	}
	row = Row{Document: d, Hit: hit, Own: document.MaySee(actor, d, outgoing)}
	if delivery, received := r.deliveries[hit.ID]; received && dispatch.MaySee(actor, delivery, d.Confidential, incoming) {
		row.Delivery = &delivery
	}
	return row, row.Own || row.Delivery != nil
}

// mend reports hits that the records do not open to the actor and has their entries made anew. Nobody's search fails because of it.
func (s *Service) mend(ctx context.Context, actor office.Actor, dropped []office.ID) {
	if len(dropped) == 0 {
		return
	}
	s.log.ErrorContext(ctx, "the search index showed what the records do not open", "organ", actor.Organ, "account", actor.Account, "documents", dropped)
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		for _, id := range dropped {
			if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: id}, jobs.Unique()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.log.ErrorContext(ctx, "the search index is not mended", "error", err)
	}
}

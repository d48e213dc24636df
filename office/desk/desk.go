// Package desk knows which paper lies on which post's desk, and is the one place that answers "is this mine?" and "may I see it?".
//
// Work is given to posts. Who answers for a post today the actor says (regulation made it), so an absence that begins tomorrow moves
// tomorrow's list without a row being written.
package desk

import (
	"context"
	"time"

	"congvan/database"
	"congvan/office"
)

// Part is what a post has to do with a paper.
type Part string

// The parts.
const (
	Draft      Part = "draft"      // writes it
	Sign       Part = "sign"       // is to sign it
	Seal       Part = "seal"       // is to put the seal
	Dispatch   Part = "dispatch"   // is to send it out
	Receive    Part = "receive"    // is to register it
	Distribute Part = "distribute" // is to confirm who gets it
	Lead       Part = "lead"       // leader in charge: endorses, assigns
	Handle     Part = "handle"     // leads the work (chủ trì): head of department or officer
	Cooperate  Part = "cooperate"  // phối hợp
	Inform     Part = "inform"     // để biết
)

// Item is a paper on a post's desk.
type Item struct {
	ID          office.ID
	OrganID     office.ID
	DocumentID  office.ID
	DeliveryID  *office.ID
	PostID      office.ID
	FieldCode   office.FieldCode // the deciding field; "" when unclassified
	Part        Part
	State       string // open or closed
	UrgencyRank int
	DueOn       office.Day
	Since       time.Time
	ClosedAt    *time.Time
	Also        []Item `db:"-"` // in a list: the other parts that its reader has in the same paper
}

const columns = `id, organ_id, document_id, delivery_id, post_id, field_code, part, state, urgency_rank, due_on, since, closed_at`

// Give puts papers on desks. It checks nothing; the use case that calls it did.
func Give(ctx context.Context, tx *database.Tx, items ...Item) error {
	rows := make([][]any, len(items))
	for i, it := range items {
		tx.Wake(office.PostTopic(it.PostID))
		rows[i] = []any{office.NewID(), it.OrganID, it.DocumentID, it.DeliveryID, it.PostID, it.FieldCode, it.Part, "open",
			it.UrgencyRank, it.DueOn, tx.Now()}
	}
	return tx.InsertMany(ctx, `insert into work
		(id, organ_id, document_id, delivery_id, post_id, field_code, part, state, urgency_rank, due_on, since)`, rows, "")
}

// CloseDelivery takes a delivery off desks: of the parts named, or of all when none is named.
func CloseDelivery(ctx context.Context, tx *database.Tx, delivery office.ID, parts ...Part) error {
	return closeWork(ctx, tx, "delivery_id", delivery, parts)
}

// CloseDocument takes an outgoing document off desks: of the parts named, or of all when none is named.
func CloseDocument(ctx context.Context, tx *database.Tx, document office.ID, parts ...Part) error {
	return closeWork(ctx, tx, "delivery_id is null and document_id", document, parts)
}

func closeWork(ctx context.Context, tx *database.Tx, where string, id office.ID, parts []Part) error {
	statement := `update work set state = 'closed', closed_at = $2 where state = 'open' and ` + where + ` = $1`
	args := []any{id, tx.Now()}
	if len(parts) > 0 {
		marks, more := database.In(3, parts)
		statement, args = statement+` and part in (`+marks+`)`, append(args, more...)
	}
	var posts []office.ID
	err := tx.Select(ctx, &posts, statement+` returning post_id`, args...)
	for _, post := range posts {
		tx.Wake(office.PostTopic(post))
	}
	return err
}

// Waiting tells which of several deliveries lie open on a desk of one part.
func Waiting(ctx context.Context, tx *database.Tx, part Part, deliveries []office.ID) (map[office.ID]bool, error) {
	marks, args := database.In(2, deliveries)
	var ids []office.ID
	err := tx.Select(ctx, &ids, `select delivery_id from work where state = 'open' and part = $1 and delivery_id in (`+marks+`)`,
		append([]any{part}, args...)...)
	waiting := make(map[office.ID]bool, len(ids))
	for _, id := range ids {
		waiting[id] = true
	}
	return waiting, err
}

// OnDelivery lists a delivery's rows, oldest first.
func OnDelivery(ctx context.Context, tx *database.Tx, delivery office.ID) ([]Item, error) {
	var items []Item
	err := tx.Select(ctx, &items, `select `+columns+` from work where delivery_id = $1 order by since, id`, delivery)
	return items, err
}

// OnDeliveries lists the rows of several deliveries, oldest first.
func OnDeliveries(ctx context.Context, tx *database.Tx, deliveries []office.ID) (map[office.ID][]Item, error) {
	marks, args := database.In(1, deliveries)
	var items []Item
	err := tx.Select(ctx, &items, `select `+columns+` from work where delivery_id in (`+marks+`) order by since, id`, args...)
	all := make(map[office.ID][]Item, len(deliveries))
	for _, item := range items {
		all[*item.DeliveryID] = append(all[*item.DeliveryID], item)
	}
	return all, err
}

// OnDocument lists an outgoing document's rows, oldest first.
func OnDocument(ctx context.Context, tx *database.Tx, document office.ID) ([]Item, error) {
	var items []Item
	err := tx.Select(ctx, &items, `select `+columns+` from work where delivery_id is null and document_id = $1 order by since, id`, document)
	return items, err
}

// PostsOf are the posts that have or had a document on their desk: the scope of its search entry.
func PostsOf(ctx context.Context, tx *database.Tx, document office.ID) ([]office.ID, error) {
	var posts []office.ID
	err := tx.Select(ctx, &posts, `select distinct post_id from work where document_id = $1 order by post_id`, document)
	return posts, err
}

// Move puts open work on other desks, as it lies: each row is closed and given anew to the post that stands in its place.
func Move(ctx context.Context, tx *database.Tx, items []Item, to map[office.ID]office.ID) error {
	var ids []office.ID
	var given []Item
	for _, it := range items {
		post, ok := to[it.ID]
		if !ok || it.State != "open" {
			continue
		}
		tx.Wake(office.PostTopic(it.PostID))
		ids, it.PostID = append(ids, it.ID), post
		given = append(given, it)
	}
	if len(ids) == 0 {
		return nil
	}
	marks, args := database.In(2, ids)
	if _, err := tx.Exec(ctx, `update work set state = 'closed', closed_at = $1 where state = 'open' and id in (`+marks+`)`, append([]any{tx.Now()}, args...)...); err != nil {
		return err
	}
	return Give(ctx, tx, given...)
}

// MoveDocuments moves an organ's outgoing documents from the desk of one post to that of another.
func MoveDocuments(ctx context.Context, tx *database.Tx, post, successor office.ID) error {
	var items []Item
	if err := tx.Select(ctx, &items, `select `+columns+` from work where state = 'open' and delivery_id is null and post_id = $1 order by id`, post); err != nil {
		return err
	}
	to := make(map[office.ID]office.ID, len(items))
	for _, it := range items {
		to[it.ID] = successor
	}
	return Move(ctx, tx, items, to)
}

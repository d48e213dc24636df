package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"congvan/database"
	"congvan/jobs"
	"congvan/metrics"
	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org"
)

// Dispatch is the sending of one document to its recipients, once.
type Dispatch struct {
	ID             office.ID
	OrganID        office.ID
	DocumentID     office.ID
	IdempotencyKey string
	RequestSHA256  string
	Recipients     int
	SentBy         office.ID
	SentAt         time.Time
}

const dispatchColumns = `id, organ_id, document_id, idempotency_key, request_sha256, recipients, sent_by, sent_at`

// MaySend is the policy for dispatching: the clerk of the issuing organ (NĐ 30/2020 Điều 6.4).
func MaySend(actor office.Actor, d document.Document) bool {
	return actor.Organ == d.OrganID && actor.Has(office.RoleClerk)
}

// Recipients lists the organs that the actor's organ may dispatch to: those below it.
func (s *Service) Recipients(ctx context.Context, actor office.Actor) ([]org.Organ, error) {
	var organs []org.Organ
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		organs, err = org.Subordinates(ctx, tx, actor.Organ)
		return err
	})
	return organs, err
}

// Send dispatches a sealed document. With a key that was used before it answers with the dispatch made then and does nothing; with the same
// key and other recipients it is refused.
func (s *Service) Send(ctx context.Context, actor office.Actor, documentID office.ID, recipients []office.ID, key string) (Dispatch, error) {
	var sent Dispatch
	if key == "" {
		return sent, office.Invalid("dispatch.key_needed", "idempotency_key")
	}
	recipients = distinct(recipients)
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		d, err := document.ForChange(ctx, tx, documentID, 0)
		if err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("document.none")
		}
		if !MaySend(actor, d) {
			return office.Forbidden("dispatch.only_clerk")
		}
		request := requestHash(documentID, recipients)
		if sent, err = earlier(ctx, tx, actor.Organ, key); err == nil {
			return sameRequest(sent, request)
		} else if !database.NoRows(err) {
			return err
		}
		sent = Dispatch{ID: office.NewID(), OrganID: actor.Organ, DocumentID: documentID, IdempotencyKey: key, RequestSHA256: request,
			Recipients: len(recipients), SentBy: actor.Person, SentAt: tx.Now()}
		return send(ctx, tx, actor, d, sent, recipients)
	})
	if database.Violates(err, "dispatches_organ_id_idempotency_key_key", "dispatches.idempotency_key") { // another paper, at the same moment
		return Dispatch{}, office.Conflict("dispatch.key_used_otherwise", key).Because(err)
	}
	return sent, err
}

func send(ctx context.Context, tx *database.Tx, actor office.Actor, d document.Document, sent Dispatch, recipients []office.ID) error {
	if d.State != document.StateSealed {
		return office.Conflict("dispatch.not_sealed", d.CodeText())
	}
	if err := reachable(ctx, tx, actor.Organ, recipients); err != nil {
		return err
	}
	main, err := document.MainFile(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	if err := document.Advance(ctx, tx, d, document.StateDispatched, "frozen_sha256 = $5", main.SHA256); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into dispatches (`+dispatchColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8)`,
		sent.ID, sent.OrganID, sent.DocumentID, sent.IdempotencyKey, sent.RequestSHA256, sent.Recipients, sent.SentBy, sent.SentAt); err != nil {
		return err
	}
	if err := insertDeliveries(ctx, tx, d, sent, main.SHA256, recipients); err != nil {
		return err
	}
	if err := desk.CloseDocument(ctx, tx, d.ID); err != nil {
		return err
	}
	if err := document.Recorded(ctx, tx, actor, d, "dispatch.send"); err != nil {
		return err
	}
	tx.AfterCommit(func() { metrics.Dispatched(sent.Recipients) })
	if !d.Confidential {
		if err := webhook.Emit(ctx, tx, sent.told()); err != nil {
			return err
		}
	}
	return jobs.Insert(ctx, tx, ArriveArgs{Dispatch: sent.ID})
}

func insertDeliveries(ctx context.Context, tx *database.Tx, d document.Document, sent Dispatch, sha256 string, recipients []office.ID) error {
	rows := make([][]any, len(recipients))
	for i, organ := range recipients {
		rows[i] = []any{office.NewID(), organ, d.OrganID, sent.ID, d.ID, Sent, d.Subject, *d.Code, d.Kind, d.Urgency, d.Urgency.Rank(), d.Confidential, sha256, tx.Now()}
	}
	return tx.InsertMany(ctx, `insert into deliveries (id, organ_id, sender_id, dispatch_id, document_id, state, subject, code, kind, urgency,
		urgency_rank, confidential, sha256, sent_at)`, rows, "")
}

// reachable refuses recipients that do not exist or are not below the sender, naming the first.
func reachable(ctx context.Context, tx *database.Tx, sender office.ID, recipients []office.ID) error {
	if len(recipients) == 0 {
		return office.Invalid("dispatch.no_recipient", "recipients")
	}
	known, err := below(ctx, tx, sender, recipients)
	if err != nil {
		return err
	}
	for _, id := range recipients {
		if !known[id] {
			return office.Invalid("dispatch.unknown_recipient", "recipients", id.String())
		}
	}
	return nil
}

// below tells which organs are directly below the sender today. Lists go in pieces: what a list costs grows faster than its length.
func below(ctx context.Context, tx *database.Tx, sender office.ID, organs []office.ID) (map[office.ID]bool, error) {
	known := make(map[office.ID]bool, len(organs))
	for piece := range slices.Chunk(organs, 200) {
		marks, args := database.In(3, piece)
		var found []office.ID
		if err := tx.Select(ctx, &found, `select id from organs where superior_id = $1 and (closed_on is null or closed_on > $2) and id in (`+marks+`)`,
			append([]any{sender, tx.Today()}, args...)...); err != nil {
			return nil, err
		}
		for _, id := range found {
			known[id] = true
		}
	}
	return known, nil
}

func earlier(ctx context.Context, tx *database.Tx, organ office.ID, key string) (Dispatch, error) {
	var sent Dispatch
	err := tx.Get(ctx, &sent, `select `+dispatchColumns+` from dispatches where organ_id = $1 and idempotency_key = $2`, organ, key)
	return sent, err
}

func sameRequest(sent Dispatch, request string) error {
	if sent.RequestSHA256 != request {
		return office.Conflict("dispatch.key_used_otherwise", sent.IdempotencyKey)
	}
	return nil
}

func requestHash(document office.ID, recipients []office.ID) string {
	sum := sha256.New()
	sum.Write(document[:])
	for _, id := range recipients {
		sum.Write(id[:])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// distinct sorts recipients and drops repeats: nobody gets a paper twice.
func distinct(ids []office.ID) []office.ID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b office.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

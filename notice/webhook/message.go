package webhook

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
)

// Event is something that an organ's addresses may be told. Data is written as JSON and holds identifiers and states only.
type Event struct {
	Organ office.ID
	Type  Type
	Data  any
}

// State is what became of a message.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	Failed    State = "failed"
)

// Message is what is to be told to one address.
type Message struct {
	ID       office.ID // the webhook-id
	OrganID  office.ID
	HookID   office.ID
	Type     Type
	Body     string
	State    State
	Tries    int
	CausedAt time.Time
	EndedAt  *time.Time
}

const messageColumns = `id, organ_id, hook_id, type, body, state, tries, caused_at, ended_at`

// Try is one try to tell it.
type Try struct {
	MessageID office.ID
	Number    int // from 1
	At        time.Time
	Status    int    // of the answer; 0: there was none
	Trouble   string // catalogue key: why there was none
	TookMS    int
}

// Emit puts messages for whoever wants to know of the events into the transaction that causes them.
func Emit(ctx context.Context, tx *database.Tx, events ...Event) error {
	if len(events) == 0 {
		return nil
	}
	hooks, err := listening(ctx, tx, events)
	if err != nil || len(hooks) == 0 {
		return err
	}
	var messages []Message
	for _, e := range events {
		for _, hook := range hooks {
			if hook.OrganID != e.Organ || !slices.Contains(hook.Types.V, e.Type) {
				continue
			}
			m, err := newMessage(hook, e.Type, e.Data, tx.Now())
			if err != nil {
				return err
			}
			messages = append(messages, m)
		}
	}
	return put(ctx, tx, messages)
}

// listening are the addresses of the events' organs. Lists go in pieces: what a list costs grows faster than its length.
func listening(ctx context.Context, tx *database.Tx, events []Event) ([]Hook, error) {
	var organs []office.ID
	seen := make(map[office.ID]bool)
	for _, e := range events {
		if !seen[e.Organ] {
			seen[e.Organ] = true
			organs = append(organs, e.Organ)
		}
	}
	var all []Hook
	for piece := range slices.Chunk(organs, 200) {
		marks, args := database.In(1, piece)
		var hooks []Hook
		if err := tx.Select(ctx, &hooks, `select `+hookColumns+` from webhooks where stopped_at is null and organ_id in (`+marks+`)`, args...); err != nil {
			return nil, err
		}
		all = append(all, hooks...)
	}
	return all, nil
}

func newMessage(hook Hook, kind Type, data any, at time.Time) (Message, error) {
	body, err := json.Marshal(struct {
		Type      Type      `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      any       `json:"data"`
	}{kind, at, data})
	return Message{ID: office.NewID(), OrganID: hook.OrganID, HookID: hook.ID, Type: kind, Body: string(body), State: Waiting, CausedAt: at}, err
}

func put(ctx context.Context, tx *database.Tx, messages []Message) error {
	rows, waiting := make([][]any, len(messages)), make([]SendArgs, len(messages))
	for i, m := range messages {
		rows[i] = []any{m.ID, m.OrganID, m.HookID, m.Type, m.Body, m.State, m.CausedAt}
		waiting[i] = SendArgs{Message: m.ID}
	}
	if err := tx.InsertMany(ctx, `insert into webhook_messages (id, organ_id, hook_id, type, body, state, caused_at)`, rows, ""); err != nil {
		return err
	}
	return jobs.InsertMany(ctx, tx, waiting)
}

// Log gives the newest messages to an address before one, or from the newest on, each with its tries.
func (s *Service) Log(ctx context.Context, actor office.Actor, hook, before office.ID, limit int) (messages []Message, tries map[office.ID][]Try, err error) {
	if err := mayKeep(actor); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		older, args := "", []any{hook, actor.Organ, limit}
		if before != (office.ID{}) {
			older, args = "and id < $4", append(args, before)
		}
		if err := tx.Select(ctx, &messages, `select `+messageColumns+` from webhook_messages where hook_id = $1 and organ_id = $2 `+older+`
			order by id desc limit $3`, args...); err != nil {
			return err
		}
		tries, err = triesOf(ctx, tx, messages)
		return err
	})
	return messages, tries, err
}

func triesOf(ctx context.Context, tx *database.Tx, messages []Message) (map[office.ID][]Try, error) {
	ids := make([]office.ID, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	marks, args := database.In(1, ids)
	var rows []Try
	err := tx.Select(ctx, &rows, `select message_id, number, at, status, trouble, took_ms from webhook_tries where message_id in (`+marks+`)
		order by message_id, number`, args...)
	tries := make(map[office.ID][]Try)
	for _, row := range rows {
		tries[row.MessageID] = append(tries[row.MessageID], row)
	}
	return tries, err
}

// Resend tells a message again that ended, well or not.
func (s *Service) Resend(ctx context.Context, actor office.Actor, hook, message office.ID) error {
	_, err := s.change(ctx, actor, hook, "webhook.resend", func(tx *database.Tx, hook *Hook) error {
		if hook.StoppedAt != nil {
			return office.Conflict("webhook.is_stopped")
		}
		var again Message
		err := tx.Get(ctx, &again, `select `+messageColumns+` from webhook_messages where id = $1 and hook_id = $2`+tx.ForUpdate(), message, hook.ID)
		switch {
		case database.NoRows(err):
			return office.NotFound("webhook.no_message")
		case err != nil:
			return err
		case again.State == Waiting:
			return office.Conflict("webhook.still_waiting")
		}
		if _, err := tx.Exec(ctx, `update webhook_messages set state = 'waiting', ended_at = null where id = $1`, again.ID); err != nil {
			return err
		}
		return jobs.Insert(ctx, tx, SendArgs{Message: again.ID, After: again.Tries})
	})
	return err
}

// Probe sends a message of no meaning to an address, to see whether it arrives.
func (s *Service) Probe(ctx context.Context, actor office.Actor, id office.ID) error {
	_, err := s.change(ctx, actor, id, "webhook.probe", func(tx *database.Tx, hook *Hook) error {
		if hook.StoppedAt != nil {
			return office.Conflict("webhook.is_stopped")
		}
		m, err := newMessage(*hook, Test, map[string]office.ID{"webhook": hook.ID}, tx.Now())
		if err != nil {
			return err
		}
		return put(ctx, tx, []Message{m})
	})
	return err
}

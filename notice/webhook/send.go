package webhook

import (
	"context"
	"time"

	"congvan/database"
	"congvan/jobs"
	"congvan/notice"
	"congvan/office"
)

// waits are the times between tries, those that Standard Webhooks recommends ("Retries"): a system that is down overnight misses nothing.
var waits = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour}

// kept is how long messages that have ended can be looked at and sent again.
const kept = 30 * 24 * time.Hour

// SendArgs asks for the next try of a message.
type SendArgs struct {
	Message office.ID `json:"message"`
	After   int       `json:"after"` // tries made before: a job that runs twice tries once
}

// Kind names the job.
func (SendArgs) Kind() string { return "webhook.send" }

type sweepArgs struct{}

func (sweepArgs) Kind() string { return "webhook.sweep" }

// Work registers the workers of this noun.
func (s *Service) Work(r *jobs.Registry) {
	jobs.Register(r, func(ctx context.Context, job jobs.Job[SendArgs]) error { return s.Send(ctx, job.Args) })
	jobs.Register(r, func(ctx context.Context, _ jobs.Job[sweepArgs]) error { return s.Sweep(ctx) })
	jobs.Every(r, 24*time.Hour, sweepArgs{})
}

// Send tries a message once, and puts in the job for its next try when there is to be one.
func (s *Service) Send(ctx context.Context, args SendArgs) error {
	message, hook, err := s.next(ctx, args)
	if err != nil || message.State != Waiting {
		return err
	}
	try := Try{MessageID: message.ID, Number: args.After + 1}
	if hook.StoppedAt != nil {
		try.Trouble = "webhook.trouble_stopped"
	} else {
		try.Status, try.Trouble, try.TookMS = s.post.post(ctx, hook, message)
	}
	if ctx.Err() != nil { // the program ends, which is no fault of the address: the job runs again
		return ctx.Err()
	}
	return s.db.Write(ctx, func(tx *database.Tx) error { return conclude(ctx, tx, hook, message, try) })
}

// next reads a message that waits for just this try; for every other it gives the zero message.
func (s *Service) next(ctx context.Context, args SendArgs) (message Message, hook Hook, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &message, `select `+messageColumns+` from webhook_messages where id = $1 and state = 'waiting' and tries = $2`, args.Message, args.After)
		if database.NoRows(err) { // told already, or removed
			return nil
		}
		if err != nil {
			return err
		}
		return tx.Get(ctx, &hook, `select `+hookColumns+` from webhooks where id = $1`, message.HookID)
	})
	return message, hook, err
}

// answered reports whether the other side took the message.
func (t Try) answered() bool { return t.Status >= 200 && t.Status < 300 }

// gone reports whether the other side asks not to be told any more: 410, as Standard Webhooks has it.
func (t Try) gone() bool { return t.Status == 410 }

// conclude writes a try down with what follows from it.
func conclude(ctx context.Context, tx *database.Tx, hook Hook, message Message, try Try) error {
	state, ended := Waiting, (*time.Time)(nil)
	now := tx.Now()
	switch {
	case try.answered():
		state, ended = Delivered, &now
	case try.gone() || hook.StoppedAt != nil || try.Number > len(waits):
		state, ended = Failed, &now
	}
	n, err := tx.Exec(ctx, `update webhook_messages set state = $3, tries = tries + 1, ended_at = $4 where id = $1 and tries = $2 and state = 'waiting'`,
		message.ID, message.Tries, state, ended)
	if err != nil || n == 0 { // another run of this job was faster
		return err
	}
	if _, err := tx.Exec(ctx, `insert into webhook_tries (id, message_id, number, at, status, trouble, took_ms) values ($1,$2,$3,$4,$5,$6,$7)`,
		office.NewID(), message.ID, try.Number, now, try.Status, try.Trouble, try.TookMS); err != nil {
		return err
	}
	switch state {
	case Waiting:
		return jobs.Insert(ctx, tx, SendArgs{Message: message.ID, After: try.Number}, jobs.At(now.Add(waits[try.Number-1])))
	case Failed:
		return giveUp(ctx, tx, hook, message, try)
	}
	return nil
}

// giveUp stops an address that took nothing since what was now tried for the last time, or does not want to be told, and says so to who made it.
func giveUp(ctx context.Context, tx *database.Tx, hook Hook, message Message, try Try) error {
	if hook.StoppedAt != nil {
		return nil
	}
	hook.StoppedReason = "webhook.stopped_gone"
	if !try.gone() {
		hook.StoppedReason = "webhook.stopped_failing"
		var taken int
		err := tx.Get(ctx, &taken, `select count(*) from webhook_messages where hook_id = $1 and state = 'delivered' and ended_at >= $2`, hook.ID, message.CausedAt)
		if err != nil || taken > 0 {
			return err
		}
	}
	if err := stop(ctx, tx, hook); err != nil {
		return err
	}
	return notice.Give(ctx, tx, notice.Notice{Organ: hook.OrganID, Person: hook.CreatedBy, Key: "webhook.notice_stopped", Args: []string{hook.URL}, Object: hook.ID})
}

// Sweep forgets messages that ended long ago.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `delete from webhook_messages where state <> 'waiting' and caused_at < $1`, tx.Now().Add(-kept))
		return err
	})
}

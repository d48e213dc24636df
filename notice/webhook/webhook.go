// Package webhook tells other systems what happens, by a request to an address of theirs, signed after Standard Webhooks 1.0
// (github.com/standard-webhooks/standard-webhooks).
//
// A message leaves with the transaction that causes it and is tried again for a day, so it comes at least once and may come twice: its identifier
// (webhook-id) tells. It carries identifiers and states, never a subject or a text: what may be read is asked of the API, with a token.
package webhook

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"slices"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
)

// Type is what happened, "delivery.changed".
type Type string

// The types of messages.
const (
	DispatchSent    Type = "dispatch.sent"    // to the sender: a document went out
	DeliveryChanged Type = "delivery.changed" // to sender and recipient: a delivery came into another state
	Test            Type = "webhook.test"     // somebody pressed the button
)

// Types are those that an address can be told of.
func Types() []Type { return []Type{DispatchSent, DeliveryChanged} }

// Hook is an address that is told of an organ's events.
type Hook struct {
	ID            office.ID
	OrganID       office.ID
	URL           string
	Types         database.JSON[[]Type]
	Secret        string // "whsec_" and the key in base64
	OldSecret     string
	OldUntil      *time.Time // until when what is sent is signed with the old secret too
	CreatedBy     office.ID
	CreatedAt     time.Time
	StoppedAt     *time.Time
	StoppedReason string // catalogue key
}

const hookColumns = `id, organ_id, url, types, secret, old_secret, old_until, created_by, created_at, stopped_at, stopped_reason`

// Limits of what one organ may keep.
const (
	maxHooks = 20
	maxURL   = 2048
)

// bothSecrets is how long the old secret holds beside the new one.
const bothSecrets = 24 * time.Hour

// Service keeps the addresses and sends to them.
type Service struct {
	db   *database.DB
	post poster
}

// New makes the service; reach says which addresses it may speak to.
func New(db *database.DB, reach Reach) *Service { return &Service{db: db, post: newPoster(reach)} }

// MayKeep is the policy for an organ's webhooks: its administrator or chief of office, since they carry word out of the house.
func MayKeep(actor office.Actor) bool {
	return actor.Organ != (office.ID{}) && actor.Has(office.RoleAdministrator, office.RoleChiefOfOffice)
}

func mayKeep(actor office.Actor) error {
	if !MayKeep(actor) {
		return office.Forbidden("webhook.only_chief")
	}
	return nil
}

// Create adds an address and gives it a secret, which is told this once.
func (s *Service) Create(ctx context.Context, actor office.Actor, address string, types []Type) (Hook, error) {
	if err := mayKeep(actor); err != nil {
		return Hook{}, err
	}
	if err := checkTypes(types); err != nil {
		return Hook{}, err
	}
	if err := s.checkAddress(ctx, address); err != nil {
		return Hook{}, err
	}
	hook := Hook{ID: office.NewID(), OrganID: actor.Organ, URL: address, Types: database.JSON[[]Type]{V: types}, Secret: newSecret(), CreatedBy: actor.Person}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var kept int
		if err := tx.Get(ctx, &kept, `select count(*) from webhooks where organ_id = $1`, actor.Organ); err != nil {
			return err
		}
		if kept >= maxHooks {
			return office.Conflict("webhook.too_many", maxHooks)
		}
		hook.CreatedAt = tx.Now()
		if _, err := tx.Exec(ctx, `insert into webhooks (id, organ_id, url, types, secret, created_by, created_at) values ($1,$2,$3,$4,$5,$6,$7)`,
			hook.ID, hook.OrganID, hook.URL, hook.Types, hook.Secret, hook.CreatedBy, hook.CreatedAt); err != nil {
			return err
		}
		return record(ctx, tx, actor, "webhook.create", hook)
	})
	if database.Violates(err, "webhooks_organ_id_url_key", "webhooks.url") {
		return Hook{}, office.Conflict("webhook.known").Because(err)
	}
	return hook, err
}

func checkTypes(types []Type) error {
	if len(types) == 0 {
		return office.Invalid("webhook.types_needed", "types")
	}
	for _, t := range types {
		if !slices.Contains(Types(), t) {
			return office.Invalid("webhook.unknown_type", "types", string(t))
		}
	}
	return nil
}

// checkAddress refuses what could never be sent to, before it is kept. What a name leads to is looked at again by every try, for it may change.
func (s *Service) checkAddress(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxURL || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return office.Invalid("webhook.bad_url", "url", maxURL)
	}
	return s.post.reachable(ctx, u)
}

func newSecret() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return "whsec_" + base64.StdEncoding.EncodeToString(key)
}

func record(ctx context.Context, tx *database.Tx, actor office.Actor, action string, hook Hook) error {
	return audit.Record(ctx, tx, audit.Event{Organ: actor.Organ, Actor: actor, Action: action, Object: hook.ID, Detail: hook.URL})
}

// List gives the organ's addresses, without their secrets.
func (s *Service) List(ctx context.Context, actor office.Actor) ([]Hook, error) {
	if err := mayKeep(actor); err != nil {
		return nil, err
	}
	var hooks []Hook
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &hooks, `select `+hookColumns+` from webhooks where organ_id = $1 order by id`, actor.Organ)
	})
	for i := range hooks {
		hooks[i].Secret, hooks[i].OldSecret = "", ""
	}
	return hooks, err
}

// Get gives one of the organ's addresses, without its secrets.
func (s *Service) Get(ctx context.Context, actor office.Actor, id office.ID) (hook Hook, err error) {
	if err := mayKeep(actor); err != nil {
		return hook, err
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		hook, err = own(ctx, tx, actor, id, "")
		return err
	})
	hook.Secret, hook.OldSecret = "", ""
	return hook, err
}

// own reads a hook of the actor's organ. One of another organ does not exist for him.
func own(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, suffix string) (Hook, error) {
	var hook Hook
	err := tx.Get(ctx, &hook, `select `+hookColumns+` from webhooks where id = $1 and organ_id = $2`+suffix, id, actor.Organ)
	if database.NoRows(err) {
		return hook, office.NotFound("webhook.none")
	}
	return hook, err
}

// change runs one act on a hook of the actor's organ and records it.
func (s *Service) change(ctx context.Context, actor office.Actor, id office.ID, action string, do func(tx *database.Tx, hook *Hook) error) (Hook, error) {
	var hook Hook
	if err := mayKeep(actor); err != nil {
		return hook, err
	}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var err error
		if hook, err = own(ctx, tx, actor, id, tx.ForUpdate()); err != nil {
			return err
		}
		if err := do(tx, &hook); err != nil {
			return err
		}
		return record(ctx, tx, actor, action, hook)
	})
	return hook, err
}

// Rotate gives an address a new secret, which is told this once. For a day everything is signed with both.
func (s *Service) Rotate(ctx context.Context, actor office.Actor, id office.ID) (Hook, error) {
	return s.change(ctx, actor, id, "webhook.rotate", func(tx *database.Tx, hook *Hook) error {
		until := tx.Now().Add(bothSecrets)
		hook.OldSecret, hook.OldUntil, hook.Secret = hook.Secret, &until, newSecret()
		_, err := tx.Exec(ctx, `update webhooks set secret = $2, old_secret = $3, old_until = $4 where id = $1`, hook.ID, hook.Secret, hook.OldSecret, until)
		return err
	})
}

// Stop sends nothing more to an address until it is started again; what waits for it fails.
func (s *Service) Stop(ctx context.Context, actor office.Actor, id office.ID) (Hook, error) {
	return s.change(ctx, actor, id, "webhook.stop", func(tx *database.Tx, hook *Hook) error {
		now := tx.Now()
		hook.StoppedAt, hook.StoppedReason = &now, "webhook.stopped_by_hand"
		return stop(ctx, tx, *hook)
	})
}

func stop(ctx context.Context, tx *database.Tx, hook Hook) error {
	_, err := tx.Exec(ctx, `update webhooks set stopped_at = $2, stopped_reason = $3 where id = $1 and stopped_at is null`, hook.ID, tx.Now(), hook.StoppedReason)
	return err
}

// Start lets an address be told again. What failed meanwhile can be sent again, one by one.
func (s *Service) Start(ctx context.Context, actor office.Actor, id office.ID) (Hook, error) {
	return s.change(ctx, actor, id, "webhook.start", func(tx *database.Tx, hook *Hook) error {
		hook.StoppedAt, hook.StoppedReason = nil, ""
		_, err := tx.Exec(ctx, `update webhooks set stopped_at = null, stopped_reason = '' where id = $1`, hook.ID)
		return err
	})
}

// Remove forgets an address with everything that was sent to it.
func (s *Service) Remove(ctx context.Context, actor office.Actor, id office.ID) error {
	_, err := s.change(ctx, actor, id, "webhook.remove", func(tx *database.Tx, hook *Hook) error {
		_, err := tx.Exec(ctx, `delete from webhooks where id = $1`, hook.ID)
		return err
	})
	return err
}

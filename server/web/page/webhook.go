package page

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"
)

// Webhooks is the page of the addresses that other systems are told at.
type Webhooks struct {
	Rows   []WebhookRow
	URL    string // as it was typed
	Types  []WebhookType
	Errors Errors
}

// WebhookRow is one address.
type WebhookRow struct {
	Href    string
	URL     string
	Types   []string // catalogue keys
	Stopped string   // catalogue key of why nothing is sent to it
}

// WebhookType is one thing that an address can be told of.
type WebhookType struct {
	Value, Key string
	Chosen     bool
}

// Webhook is the page of one address with what was sent to it.
type Webhook struct {
	WebhookRow
	At        time.Time
	BothUntil *time.Time // the old secret holds until then
	Secret    string     // only when it was just made
	Messages  []WebhookMessage
	Older     string
}

// WebhookMessage is one message with its tries.
type WebhookMessage struct {
	ID    string
	Type  string // catalogue key
	Body  string
	State string
	At    time.Time
	Tries []WebhookTry
}

// WebhookTry is one try to tell a message.
type WebhookTry struct {
	Number  int
	At      time.Time
	Status  int
	Trouble string // catalogue key
	TookMS  int
}

// tone is the look of a message's state.
func (m WebhookMessage) tone() Tone {
	switch m.State {
	case "delivered":
		return ToneDone
	case "failed":
		return ToneLate
	default:
		return ToneWait
	}
}

// answer is what the other side said, or why it said nothing.
func (y WebhookTry) answer(ctx context.Context) string {
	if y.Trouble != "" {
		return t(ctx, y.Trouble)
	}
	return t(ctx, "web.webhook.answer", strconv.Itoa(y.Status))
}

// Title names the page.
func (v Webhooks) Title(ctx context.Context) string { return t(ctx, "web.nav.webhooks") }

// Body is the page.
func (v Webhooks) Body() templ.Component { return webhooks(v) }

// Title names the page.
func (v Webhook) Title(context.Context) string { return v.URL }

// Body is the page.
func (v Webhook) Body() templ.Component { return webhook(v) }

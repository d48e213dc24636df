package stories

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"congvan/notice/webhook"
	"congvan/office/dispatch"
)

// told is another system that checks what it is told and keeps the states.
type told struct {
	mu     sync.Mutex
	secret string
	states []string
}

func (s *told) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	key, err := standard.NewWebhook(s.secret)
	if err != nil || key.Verify(body, r.Header) != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var message struct {
		Type string
		Data map[string]any
	}
	_ = json.Unmarshal(body, &message)
	if state, ok := message.Data["state"].(string); ok {
		s.states = append(s.states, state)
	} else {
		s.states = append(s.states, message.Type)
	}
	if _, ok := message.Data["subject"]; ok {
		s.states = append(s.states, "a subject left the house")
	}
}

func (s *told) seen(state string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, got := range s.states {
		if got == state {
			n++
		}
	}
	return n
}

// TestOtherSystemsOfSenderAndRecipientAreTold: both sides' systems are told what their organ sees of a delivery, each signed, and no others'.
func TestOtherSystemsOfSenderAndRecipientAreTold(t *testing.T) {
	Tell(t, func(s *Story) {
		s.Webhook = webhook.New(s.Database, webhook.Reach{Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		connect := func(o *Office) *told {
			system := &told{}
			server := httptest.NewServer(system)
			t.Cleanup(server.Close)
			hook, err := s.Webhook.Create(ctx, s.actor(o.Chief), server.URL, webhook.Types())
			if err != nil {
				t.Fatal(err)
			}
			system.secret = hook.Secret
			return system
		}
		city, market, hill := connect(s.City), connect(s.Market), connect(s.Hill)
		d := s.Issued(Directive{Field: land})
		s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward, s.Market)
		s.Work()
		for name, row := range map[string]struct {
			system *told
			state  string
			want   int
		}{
			"the city: sent":                  {city, string(webhook.DispatchSent), 1},
			"the city: both arrived":          {city, string(dispatch.Arrived), 2},
			"the city: the market took it":    {city, string(dispatch.Received), 1},
			"the market: arrived":             {market, string(dispatch.Arrived), 1},
			"the market: received":            {market, string(dispatch.Received), 1},
			"the market: assigned":            {market, string(dispatch.Assigned), 1},
			"the market: not of the dispatch": {market, string(webhook.DispatchSent), 0},
		} {
			if got := row.system.seen(row.state); got != row.want {
				t.Errorf("%s: told %d times, want %d (%v)", name, got, row.want, row.system.states)
			}
		}
		if len(hill.states) != 0 {
			t.Errorf("who got nothing was told %v", hill.states)
		}
	})
}

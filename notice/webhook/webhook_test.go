package webhook_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/notice"
	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/org/orgtest"
)

var loopback = webhook.Reach{Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}}

// receiver is another system: it keeps what it gets and answers as it is told.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	status   int
	got      []*http.Request
	bodies   []string
	location string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{status: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got, r.bodies = append(r.got, request), append(r.bodies, string(body))
		if r.location != "" {
			w.Header().Set("Location", r.location)
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) last(t *testing.T) (*http.Request, string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.got) == 0 {
		t.Fatal("nothing came")
	}
	return r.got[len(r.got)-1], r.bodies[len(r.bodies)-1]
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.got)
}

// bench is an organ with its chief of office, and the service without background jobs: tests try messages themselves.
type bench struct {
	*testing.T
	db    *database.DB
	s     *webhook.Service
	organ orgtest.Organ
	chief office.Actor
}

func each(t *testing.T, f func(b *bench)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		if err := db.Migrate(context.Background(), jobs.Migrate); err != nil {
			t.Fatal(err)
		}
		organ := orgtest.Found(t, db, "00301", "phường Sông Trong", nil)
		f(&bench{T: t, db: db, s: webhook.New(db, loopback), organ: organ, chief: organ.Actor(orgtest.Chief)})
	})
}

func (b *bench) create(url string, types ...webhook.Type) webhook.Hook {
	b.Helper()
	hook, err := b.s.Create(context.Background(), b.chief, url, types)
	if err != nil {
		b.Fatal(err)
	}
	return hook
}

func (b *bench) emit(organ office.ID, kind webhook.Type) {
	b.Helper()
	err := b.db.Write(context.Background(), func(tx *database.Tx) error {
		return webhook.Emit(context.Background(), tx, webhook.Event{Organ: organ, Type: kind, Data: map[string]string{"state": "03"}})
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) log(hook webhook.Hook) ([]webhook.Message, map[office.ID][]webhook.Try) {
	b.Helper()
	messages, tries, err := b.s.Log(context.Background(), b.chief, hook.ID, office.ID{}, 50)
	if err != nil {
		b.Fatal(err)
	}
	return messages, tries
}

// try makes the next try of the newest message.
func (b *bench) try(hook webhook.Hook) webhook.Message {
	b.Helper()
	messages, _ := b.log(hook)
	if len(messages) == 0 {
		b.Fatal("no message")
	}
	if err := b.s.Send(context.Background(), webhook.SendArgs{Message: messages[0].ID, After: messages[0].Tries}); err != nil {
		b.Fatal(err)
	}
	messages, _ = b.log(hook)
	return messages[0]
}

func verified(t *testing.T, secret string, request *http.Request, body string) error {
	t.Helper()
	key, err := standard.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return key.Verify([]byte(body), request.Header)
}

func TestAMessageIsSignedSoThatTheOtherSideCanTell(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		if m := b.try(hook); m.State != webhook.Delivered || m.Tries != 1 {
			b.Errorf("the message is %+v", m)
		}
		request, body := other.last(b.T)
		if err := verified(b.T, hook.Secret, request, body); err != nil {
			b.Errorf("%v", err)
		}
		if err := verified(b.T, hook.Secret, request, body+" "); err == nil {
			b.Error("an altered body was taken for genuine")
		}
		if !strings.Contains(body, `"type":"delivery.changed"`) || !strings.Contains(body, `"state":"03"`) {
			b.Errorf("body %s", body)
		}
	})
}

func TestForADayBothSecretsSign(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		old := b.create(other.URL, webhook.DeliveryChanged)
		fresh, err := b.s.Rotate(context.Background(), b.chief, old.ID)
		if err != nil || fresh.Secret == old.Secret {
			b.Fatal(err, fresh.Secret)
		}
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		b.try(old)
		request, body := other.last(b.T)
		for name, secret := range map[string]string{"old": old.Secret, "new": fresh.Secret} {
			if err := verified(b.T, secret, request, body); err != nil {
				b.Errorf("the %s secret: %v", name, err)
			}
		}
	})
}

func TestOnlyWhoAskedIsTold(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		hook := b.create(other.URL, webhook.DispatchSent)
		b.emit(b.organ.ID, webhook.DeliveryChanged) // another type
		b.emit(office.NewID(), webhook.DispatchSent)
		if messages, _ := b.log(hook); len(messages) != 0 {
			b.Errorf("%d messages", len(messages))
		}
	})
}

func TestAFailingAddressIsTriedAgainAndThenStopped(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		other.answer(http.StatusInternalServerError)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		var m webhook.Message
		for range 8 {
			if m = b.try(hook); m.State == webhook.Failed {
				break
			}
		}
		if m.State != webhook.Failed || m.Tries != 8 || other.count() != 8 {
			b.Fatalf("after %d requests: %+v", other.count(), m)
		}
		stopped, err := b.s.Get(context.Background(), b.chief, hook.ID)
		if err != nil || stopped.StoppedReason != "webhook.stopped_failing" {
			b.Errorf("%v %+v", err, stopped)
		}
		b.told("webhook.notice_stopped")
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		if messages, _ := b.log(hook); len(messages) != 1 {
			b.Errorf("a stopped address got message %d", len(messages))
		}
	})
}

func (b *bench) told(key string) {
	b.Helper()
	err := b.db.Read(context.Background(), func(tx *database.Tx) error {
		all, err := notice.Latest(context.Background(), tx, b.chief, nil, 5)
		if err == nil && (len(all) != 1 || all[0].Key != key) {
			b.Errorf("notices %+v", all)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

func TestWhoIsGoneIsNotToldAgain(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		other.answer(http.StatusGone)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		if m := b.try(hook); m.State != webhook.Failed {
			b.Errorf("%+v", m)
		}
		if stopped, _ := b.s.Get(context.Background(), b.chief, hook.ID); stopped.StoppedReason != "webhook.stopped_gone" {
			b.Errorf("%+v", stopped)
		}
	})
}

func TestAJobThatRunsTwiceTellsOnce(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		m := b.try(hook)
		if err := b.s.Send(context.Background(), webhook.SendArgs{Message: m.ID}); err != nil {
			b.Fatal(err)
		}
		if other.count() != 1 {
			b.Errorf("%d requests", other.count())
		}
	})
}

func TestAFailedMessageCanBeSentAgainByHand(t *testing.T) {
	each(t, func(b *bench) {
		ctx := context.Background()
		other := newReceiver(b.T)
		other.answer(http.StatusGone)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		m := b.try(hook)
		if err := b.s.Resend(ctx, b.chief, hook.ID, m.ID); office.KeyOf(err) != "webhook.is_stopped" {
			b.Errorf("to a stopped address: %v", err)
		}
		if _, err := b.s.Start(ctx, b.chief, hook.ID); err != nil {
			b.Fatal(err)
		}
		other.answer(http.StatusNoContent)
		if err := b.s.Resend(ctx, b.chief, hook.ID, m.ID); err != nil {
			b.Fatal(err)
		}
		if err := b.s.Resend(ctx, b.chief, hook.ID, m.ID); office.KeyOf(err) != "webhook.still_waiting" {
			b.Errorf("pressed twice: %v", err)
		}
		if m := b.try(hook); m.State != webhook.Delivered || m.Tries != 2 {
			b.Errorf("%+v", m)
		}
	})
}

func TestOneMessageThatIsNotTakenStopsNoAddressThatTakesOthers(t *testing.T) {
	each(t, func(b *bench) {
		ctx := context.Background()
		other := newReceiver(b.T)
		other.answer(http.StatusRequestEntityTooLarge)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		refused := b.try(hook)
		other.answer(http.StatusOK)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		if m := b.try(hook); m.State != webhook.Delivered {
			b.Fatalf("%+v", m)
		}
		other.answer(http.StatusRequestEntityTooLarge)
		for after := range 7 {
			if err := b.s.Send(ctx, webhook.SendArgs{Message: refused.ID, After: after + 1}); err != nil {
				b.Fatal(err)
			}
		}
		if messages, _ := b.log(hook); messages[1].State != webhook.Failed {
			b.Fatalf("%+v", messages[1])
		}
		if kept, err := b.s.Get(ctx, b.chief, hook.ID); err != nil || kept.StoppedAt != nil {
			b.Errorf("%v %+v", err, kept)
		}
	})
}

func TestAMessageThatThereIsNotCannotBeSentAgain(t *testing.T) {
	each(t, func(b *bench) {
		other := newReceiver(b.T)
		hook, foreign := b.create(other.URL, webhook.DeliveryChanged), b.create(other.URL+"/other", webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		theirs, _ := b.log(foreign)
		for _, message := range []office.ID{office.NewID(), theirs[0].ID} {
			if err := b.s.Resend(context.Background(), b.chief, hook.ID, message); office.KindOf(err) != office.KindNotFound {
				b.Errorf("%v", err)
			}
		}
	})
}

func TestPrivateAddressesAreRefusedWhenNamedAndWhenDialled(t *testing.T) {
	each(t, func(b *bench) {
		ctx := context.Background()
		outside := webhook.New(b.db, webhook.Reach{})
		for address, key := range map[string]string{
			"https://127.0.0.1/hook":                       "webhook.private_address",
			"https://10.1.2.3/hook":                        "webhook.private_address",
			"https://192.168.0.10:8443/hook":               "webhook.private_address",
			"https://169.254.169.254/latest":               "webhook.private_address",
			"https://[::1]/hook":                           "webhook.private_address",
			"https://[::ffff:10.0.0.1]/hook":               "webhook.private_address",
			"https://[fe80::1]/hook":                       "webhook.private_address",
			"https://[64:ff9b::7f00:1]/hook":               "webhook.private_address",
			"https://0.0.0.0/":                             "webhook.private_address",
			"https://localhost/hook":                       "webhook.private_address",
			"http://8.8.8.8/hook":                          "webhook.https_needed",
			"https://no-such-host.invalid/":                "webhook.unknown_host",
			"ftp://8.8.8.8/":                               "webhook.bad_url",
			"https://user:secret@8.8.8.8/":                 "webhook.bad_url",
			"//8.8.8.8/":                                   "webhook.bad_url",
			"https://8.8.8.8/#x":                           "webhook.bad_url",
			"https://8.8.8.8/" + strings.Repeat("a", 2048): "webhook.bad_url",
		} {
			if _, err := outside.Create(ctx, b.chief, address, webhook.Types()); office.KeyOf(err) != key {
				b.Errorf("%s: %v, want %s", address, err, key)
			}
		}
		// A name that led elsewhere when it was kept: what is dialled decides.
		other := newReceiver(b.T)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		b.s = outside
		if m := b.try(hook); m.State != webhook.Waiting || other.count() != 0 {
			b.Errorf("%d requests, %+v", other.count(), m)
		}
		messages, tries := b.log(hook)
		if got := tries[messages[0].ID]; len(got) != 1 || got[0].Trouble != "webhook.trouble_private" {
			b.Errorf("%+v", got)
		}
	})
}

func TestNothingIsRedirected(t *testing.T) {
	each(t, func(b *bench) {
		elsewhere, other := newReceiver(b.T), newReceiver(b.T)
		other.status, other.location = http.StatusTemporaryRedirect, elsewhere.URL
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		if m := b.try(hook); m.State != webhook.Waiting || elsewhere.count() != 0 {
			b.Errorf("%d requests elsewhere, %+v", elsewhere.count(), m)
		}
	})
}

func TestWebhooksAreTheOrgansOwn(t *testing.T) {
	each(t, func(b *bench) {
		ctx := context.Background()
		other := newReceiver(b.T)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		foreign := orgtest.Found(b.T, b.db, "00302", "phường Chợ Đông", nil).Actor(orgtest.Chief)
		clerk := b.organ.Actor(orgtest.Clerk)
		for name, act := range map[string]func(office.Actor) error{
			"get":    func(a office.Actor) error { _, err := b.s.Get(ctx, a, hook.ID); return err },
			"rotate": func(a office.Actor) error { _, err := b.s.Rotate(ctx, a, hook.ID); return err },
			"stop":   func(a office.Actor) error { _, err := b.s.Stop(ctx, a, hook.ID); return err },
			"start":  func(a office.Actor) error { _, err := b.s.Start(ctx, a, hook.ID); return err },
			"probe":  func(a office.Actor) error { return b.s.Probe(ctx, a, hook.ID) },
			"remove": func(a office.Actor) error { return b.s.Remove(ctx, a, hook.ID) },
			"resend": func(a office.Actor) error { return b.s.Resend(ctx, a, hook.ID, office.NewID()) },
		} {
			if err := act(foreign); office.KindOf(err) != office.KindNotFound {
				b.Errorf("%s by another organ: %v", name, err)
			}
			if err := act(clerk); office.KindOf(err) != office.KindForbidden {
				b.Errorf("%s by the clerk: %v", name, err)
			}
		}
		if hooks, err := b.s.List(ctx, foreign); err != nil || len(hooks) != 0 {
			b.Errorf("another organ lists %v, %v", hooks, err)
		}
		if hooks, err := b.s.List(ctx, b.chief); err != nil || len(hooks) != 1 || hooks[0].Secret != "" {
			b.Errorf("%v, %v", hooks, err)
		}
		if _, err := b.s.Create(ctx, b.chief, other.URL, webhook.Types()); office.KeyOf(err) != "webhook.known" {
			b.Errorf("the same address twice: %v", err)
		}
		for _, types := range [][]webhook.Type{nil, {"paper.read"}} {
			if _, err := b.s.Create(ctx, b.chief, other.URL+"/2", types); office.KindOf(err) != office.KindInvalid {
				b.Errorf("types %v: %v", types, err)
			}
		}
		if err := b.s.Remove(ctx, b.chief, hook.ID); err != nil {
			b.Fatal(err)
		}
	})
}

func TestOldMessagesAreForgotten(t *testing.T) {
	each(t, func(b *bench) {
		ctx := context.Background()
		other := newReceiver(b.T)
		hook := b.create(other.URL, webhook.DeliveryChanged)
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		old := b.try(hook)
		if err := b.db.Write(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `update webhook_messages set caused_at = $1 where id = $2`, tx.Now().Add(-31*24*time.Hour), old.ID)
			return err
		}); err != nil {
			b.Fatal(err)
		}
		b.emit(b.organ.ID, webhook.DeliveryChanged)
		b.try(hook)
		if err := b.s.Sweep(ctx); err != nil {
			b.Fatal(err)
		}
		if messages, _ := b.log(hook); len(messages) != 1 || messages[0].ID == old.ID {
			b.Errorf("%+v", messages)
		}
	})
}

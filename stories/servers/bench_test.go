package servers

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"congvan/database"
	"congvan/demo"
)

// readers are how many people read while a directive goes out, and pause is what each looks at a page before the next: as a city's offices do on a
// busy morning.
const (
	readers = 50
	pause   = time.Second
)

// BenchmarkDispatchWhileRead sends the demonstration's directive to 126 communes on two servers behind one address, with nobody else there and while
// people read. It tells how long it takes from the sending until the last commune has it, and until the last is registered.
func BenchmarkDispatchWhileRead(b *testing.B) {
	for name, people := range map[string]int{"alone": 0, "50_readers": readers} {
		b.Run(name, func(b *testing.B) {
			c := found(b)
			front := balance(b, c.server(), c.server())
			crowd := c.gather(b, front.URL, people)
			_, err := demo.Tell(ctx, c.services, c.installed, nil, silent{})
			must(b, err)
			waits := crowd.leave()
			arrived, registered := c.lasted()
			b.ReportMetric(float64(arrived.Milliseconds()), "arrived-ms")
			b.ReportMetric(float64(registered.Milliseconds()), "registered-ms")
			if len(waits) > 0 {
				b.ReportMetric(float64(waits[len(waits)*95/100].Milliseconds()), "read-p95-ms")
				b.ReportMetric(float64(len(waits)), "pages")
			}
		})
	}
}

// lasted is how long after the sending the last commune had the directive, and the last of those that do so by rule had registered it.
func (c *city) lasted() (arrived, registered time.Duration) {
	c.t.Helper()
	var last []struct{ SentAt, ArrivedAt, RegisteredAt *time.Time }
	must(c.t, c.loader.Database.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &last, "select sent_at, arrived_at, registered_at from deliveries")
	}))
	for _, d := range last {
		arrived = max(arrived, d.ArrivedAt.Sub(*d.SentAt))
		if d.RegisteredAt != nil {
			registered = max(registered, d.RegisteredAt.Sub(*d.SentAt))
		}
	}
	return arrived, registered
}

// crowd are people who read.
type crowd struct {
	stop    chan struct{}
	reading sync.WaitGroup
	mutex   sync.Mutex
	waits   []time.Duration
}

// gather signs people of different communes in, and has them read until they leave.
func (c *city) gather(t testing.TB, address string, people int) *crowd {
	t.Helper()
	all := &crowd{stop: make(chan struct{})}
	for i := range people {
		r := newReader(t)
		session := r.signIn(address, c.accounts()[i], demo.Password)
		all.reading.Go(func() { all.read(r, address, session, i) })
	}
	return all
}

// accounts are the chairmen's, one a commune.
func (c *city) accounts() []string {
	var names []string
	for _, o := range c.installed.Places {
		names = append(names, o.Organ.Accounts+".chutich")
	}
	slices.Sort(names)
	return names
}

func (all *crowd) read(r *reader, address string, session cookies, from int) {
	paths := []string{"/work", "/queue", "/search?q=dat+dai", "/notices", "/registers/incoming"}
	for i := from; ; i++ {
		begun := time.Now()
		answer, err := r.send(http.MethodGet, address+paths[i%len(paths)], nil, session)
		if err != nil || answer.StatusCode != http.StatusOK {
			r.t.Errorf("%s: %v, %v", paths[i%len(paths)], answer, err)
			return
		}
		all.mutex.Lock()
		all.waits = append(all.waits, time.Since(begun))
		all.mutex.Unlock()
		select {
		case <-all.stop:
			return
		case <-time.After(pause):
		}
	}
}

// leave ends the reading and gives what each page took, the shortest first.
func (all *crowd) leave() []time.Duration {
	close(all.stop)
	all.reading.Wait()
	slices.Sort(all.waits)
	return all.waits
}

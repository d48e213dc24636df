package web

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"congvan/metrics"
	"congvan/office"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// The pages keep themselves up to date by a stream of events (server-sent events) that carry nothing but "look again": what there is to see is
// asked for as any page is, so sight is decided in one place. A page without the stream asks from time to time.
const (
	beatEvery  = 25 * time.Second       // something must pass before proxies think the connection dead; and the session may have ended
	quietAfter = 300 * time.Millisecond // a dispatch wakes its readers many times in a moment: they look once
	writeTime  = 10 * time.Second       // a reader who takes longer to take a line is gone

	streamsOfOne = 20 // pages that one person may have open at one server; one more asks from time to time
)

// LivePath is where the streams are: they last, so the limit of a request's time is not theirs.
const LivePath = "/live"

// Watch tells of changes: the database's Watch.
type Watch func(topics ...office.Topic) (woken <-chan struct{}, stop func())

// live streams "look" whenever what the person sees around every page may have changed, and with a document, how far that is: GET /live?document=…
func (s *Site) live(c echo.Context, actor office.Actor) error {
	if !strings.Contains(c.Request().Header.Get(echo.HeaderAccept), "text/event-stream") {
		return echo.NewHTTPError(http.StatusNotAcceptable)
	}
	document, err := s.followed(c, actor)
	if err != nil {
		return err
	}
	leave, ok := s.streams.enter(actor.Person)
	if !ok {
		return echo.NewHTTPError(http.StatusTooManyRequests)
	}
	defer leave()
	if s.ending() {
		return echo.NewHTTPError(http.StatusServiceUnavailable)
	}
	defer metrics.Streaming()()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx keeps answers back otherwise
	c.Response().WriteHeader(http.StatusOK)
	// When a server ends, its readers do not all come back in the same moment.
	if say(c, fmt.Sprintf("retry: %d\n\n", 500+rand.IntN(2500))) != nil {
		return nil
	}
	s.stream(c, actor, document)
	return nil
}

// followed is the document that the page is about, if it is and the person may follow it.
func (s *Site) followed(c echo.Context, actor office.Actor) (*office.ID, error) {
	text := c.QueryParam("document")
	if text == "" {
		return nil, nil
	}
	document, err := office.ParseID("document", text)
	if err != nil {
		return nil, office.NotFound("document.none")
	}
	_, err = s.Document.Get(c.Request().Context(), actor, document)
	return &document, err
}

// topics are what an actor's page shows of what may change.
func topics(actor office.Actor, document *office.ID) []office.Topic {
	all := []office.Topic{office.PersonTopic(actor.Person)}
	for _, post := range actor.PostIDs() {
		all = append(all, office.PostTopic(post))
	}
	if document != nil {
		all = append(all, office.DocumentTopic(*document))
	}
	return all
}

// What is written: that there is something to look at, and that the line still holds.
const (
	lookLine  = "event: look\ndata:\n\n"
	stillLine = ":\n\n"
)

// stream writes until the reader leaves, his session or his sight of the document ends, or the server does. Both are asked for before every line:
// that there is something to look at tells something too.
func (s *Site) stream(c echo.Context, actor office.Actor, document *office.ID) {
	woken, stop := s.Watch(topics(actor, document)...)
	defer func() { stop() }()
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	gone := c.Request().Context().Done()
	for {
		line := stillLine
		select {
		case <-gone:
			return
		case <-s.Ending:
			return
		case <-woken:
			line = lookLine
		case <-beat.C:
		}
		now, err := s.again(c, document)
		if err != nil {
			return
		}
		// Who answers for which post may be another than when the page was opened.
		before, leave := woken, stop
		woken, stop = s.Watch(topics(now, document)...)
		leave()
		select {
		case <-before: // it was woken meanwhile
			line = lookLine
		default:
		}
		if say(c, line) != nil {
			return
		}
		pause(gone, s.Ending)
	}
}

// pause lets what comes together be told once.
func pause(gone, ending <-chan struct{}) {
	select {
	case <-gone:
	case <-ending:
	case <-time.After(quietAfter):
	}
}

func say(c echo.Context, line string) error {
	control := http.NewResponseController(c.Response())
	_ = control.SetWriteDeadline(time.Now().Add(writeTime)) // not every writer is a connection
	if _, err := c.Response().Write([]byte(line)); err != nil {
		return err
	}
	return control.Flush()
}

// again is who asks, read anew: the session may have ended, the posts be others, and the document not be for him any more.
func (s *Site) again(c echo.Context, document *office.ID) (office.Actor, error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(c.Request().Context()), writeTime)
	defer stop()
	// The request's own context holds the session as it was.
	fresh, err := s.Sessions.Load(sessionless{ctx}, s.Sessions.Token(c.Request().Context()))
	if err != nil {
		return office.Actor{}, err
	}
	found := s.find(fresh)
	if found.err == nil && document != nil {
		_, found.err = s.Document.Get(ctx, found.actor, *document)
	}
	return found.actor, found.err
}

// sessionless is a context without the values of the request.
type sessionless struct{ context.Context }

// Value knows nothing.
func (sessionless) Value(any) any { return nil }

// ending reports whether this server takes no new readers.
func (s *Site) ending() bool { return s.Draining != nil && s.Draining() }

// liveFrame is what surrounds the page at an address, for its live parts to be put in anew: GET /live/frame?at=/work.
func (s *Site) liveFrame(c echo.Context, actor office.Actor) error {
	at := localPath(c.QueryParam("at"))
	shell, err := s.shellAt(c, actor, at)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page.LiveFrame(shell))
}

// streams counts the streams of each person.
type streams struct {
	mu   sync.Mutex
	open map[office.ID]int
}

func (s *streams) enter(person office.ID) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[person] >= streamsOfOne {
		return nil, false
	}
	if s.open == nil {
		s.open = map[office.ID]int{}
	}
	s.open[person]++
	return func() { s.leave(person) }, true
}

func (s *streams) leave(person office.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[person]--; s.open[person] == 0 {
		delete(s.open, person)
	}
}

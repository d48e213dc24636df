package server

import (
	"sync"

	"github.com/labstack/echo/v4"
)

// Drain tells the handler that its server is about to end. It goes on answering everything, for the proxy in front needs a while to notice,
// but says so: /readyz is 503, and each answer asks for its connection to be closed, so that none is idle when the listener closes. A request
// sent on an idle connection in that moment would be lost.
//
// The streams of events last until their readers leave, so they are ended when the listener closes: their pages come back to another server.
type Drain struct {
	once, end sync.Once
	begun     chan struct{}
	ended     chan struct{}
}

// NewDrain is the drain of one server.
func NewDrain() *Drain { return &Drain{begun: make(chan struct{}), ended: make(chan struct{})} }

// Begin tells it. Telling it again does nothing.
func (d *Drain) Begin() { d.once.Do(func() { close(d.begun) }) }

// EndStreams ends the streams. No new one begins after Begin.
func (d *Drain) EndStreams() { d.end.Do(func() { close(d.ended) }) }

// StreamsEnd is closed by EndStreams.
func (d *Drain) StreamsEnd() <-chan struct{} { return d.ended }

// Begun reports whether the server is about to end.
func (d *Drain) Begun() bool {
	select {
	case <-d.begun:
		return true
	default:
		return false
	}
}

// drained asks for the connection of each answer to be closed, from Begin on.
func drained(drain *Drain) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if drain.Begun() {
				c.Response().Header().Set(echo.HeaderConnection, "close")
			}
			return next(c)
		}
	}
}

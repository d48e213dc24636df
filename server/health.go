package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// Part is a part that every request needs: the database, the store of objects, the index.
type Part struct {
	Name string // what /readyz calls it; no address
	Ask  func(context.Context) error
	Note func(context.Context) string // what an operator should know of it besides, without an address; nil: nothing
}

// askTime is what the parts together get to answer whether they are there.
const askTime = 2 * time.Second

// alive says that the process serves: GET /healthz.
func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready names each part and whether it answers, and is 503 when one does not or the server is about to end: GET /readyz. Why a part does not
// answer is for the log, not for whoever asks.
func ready(parts []Part, drain *Drain) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), askTime)
		defer cancel()
		failed, notes := askAll(ctx, parts)
		if drain.Begun() {
			return c.String(http.StatusServiceUnavailable, "draining\n"+states(parts, failed, notes))
		}
		if err := errors.Join(failed...); err != nil {
			setFault(c, err)
			return c.String(http.StatusServiceUnavailable, "not ready\n"+states(parts, failed, notes))
		}
		return c.String(http.StatusOK, "ready\n"+states(parts, failed, notes))
	}
}

// askAll asks all parts at once: one that hangs must not hide the others.
func askAll(ctx context.Context, parts []Part) (failed []error, notes []string) {
	failed, notes = make([]error, len(parts)), make([]string, len(parts))
	var asking sync.WaitGroup
	for i, part := range parts {
		asking.Go(func() {
			if err := part.Ask(ctx); err != nil {
				failed[i] = fmt.Errorf("%s: %w", part.Name, err)
			}
			if part.Note != nil {
				notes[i] = part.Note(ctx)
			}
		})
	}
	asking.Wait()
	return failed, notes
}

func states(parts []Part, failed []error, notes []string) string {
	var lines strings.Builder
	for i, part := range parts {
		state := "ok"
		if failed[i] != nil {
			state = "does not answer"
		}
		if notes[i] != "" {
			state += " (" + notes[i] + ")"
		}
		fmt.Fprintf(&lines, "%s: %s\n", part.Name, state)
	}
	return lines.String()
}

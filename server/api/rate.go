package api

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"congvan/office"
	"congvan/server/problem"

	"github.com/labstack/echo/v4"
)

const (
	defaultRate = 600
	window      = time.Minute
)

// limiter counts the requests of each token in windows of a minute. Each server counts its own: behind a balancer a token gets the limit once a
// server, which bounds the work all the same.
type limiter struct {
	limit int
	clock office.Clock
	mutex sync.Mutex
	begun time.Time
	used  map[office.ID]int
}

func newLimiter(limit int, clock office.Clock) *limiter {
	if limit == 0 {
		limit = defaultRate
	}
	return &limiter{limit: limit, clock: clock, used: map[office.ID]int{}}
}

// take counts one request, and tells how many are left in the window and how long it still lasts.
func (l *limiter) take(token office.ID) (left int, rest time.Duration, ok bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	now := l.clock()
	if now.Sub(l.begun) >= window || now.Before(l.begun) {
		l.begun = now
		clear(l.used)
	}
	rest = window - now.Sub(l.begun)
	if l.used[token] >= l.limit {
		return 0, rest, false
	}
	l.used[token]++
	return l.limit - l.used[token], rest, true
}

// gate refuses what is too much, and says in every answer what is left (draft-ietf-httpapi-ratelimit-headers).
func (l *limiter) gate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		left, rest, ok := l.take(callerOf(c.Request().Context()).token.ID)
		seconds := int((rest + time.Second - 1) / time.Second)
		h := c.Response().Header()
		h.Set("RateLimit-Policy", fmt.Sprintf(`"token";q=%d;w=%d`, l.limit, int(window/time.Second)))
		h.Set("RateLimit", fmt.Sprintf(`"token";r=%d;t=%d`, left, seconds))
		if ok {
			return next(c)
		}
		h.Set("Retry-After", fmt.Sprint(seconds))
		return problem.WithStatus(http.StatusTooManyRequests, office.Forbidden("api.too_many", l.limit, int(window/time.Second), seconds))
	}
}

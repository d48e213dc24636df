package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"

	"congvan/identity"
	"congvan/office"

	"github.com/labstack/echo/v4"
)

const keyHeader = "Idempotency-Key"

// once does a request that carries a key once: sent again it gets the first answer. Refused requests did nothing, so their key is free again.
func (a *API) once(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		key, token := r.Header.Get(keyHeader), callerOf(r.Context()).token.ID
		if key == "" || !operationOf(c).has(keyHeader) {
			return next(c)
		}
		request, err := fingerprint(r)
		if err != nil {
			return err
		}
		earlier, err := a.Identity.Once(r.Context(), token, key, request)
		if err != nil {
			return err
		}
		if earlier != nil {
			return replay(c, *earlier)
		}
		return a.first(c, token, key, next)
	}
}

// first does the request and keeps its answer before it is sent. That the caller has hung up meanwhile changes neither: half done, it would be
// done twice when he sends it again.
func (a *API) first(c echo.Context, token office.ID, key string, next echo.HandlerFunc) error {
	ctx := context.WithoutCancel(c.Request().Context())
	work, stop := sameEnd(ctx, c.Request().Context())
	defer stop()
	c.SetRequest(c.Request().WithContext(work))
	real := c.Response().Writer
	held := &heldAnswer{header: real.Header(), status: http.StatusOK}
	c.Response().Writer = held
	done := false
	defer func() { // also when the handler panics
		c.Response().Writer = real
		if !done {
			if err := a.Identity.Forget(ctx, token, key); err != nil {
				a.Log.Error("freeing an idempotency key", "error", err)
			}
		}
	}()
	if err := next(c); err != nil {
		return err
	}
	if done = held.status < http.StatusMultipleChoices; done {
		if err := a.Identity.Answer(ctx, token, key, held.answered()); err != nil {
			return err
		}
	}
	real.WriteHeader(held.status)
	_, err := real.Write(held.body.Bytes())
	return err
}

// sameEnd gives a context the deadline of another.
func sameEnd(ctx, as context.Context) (context.Context, context.CancelFunc) {
	if end, ok := as.Deadline(); ok {
		return context.WithDeadline(ctx, end)
	}
	return context.WithCancel(ctx)
}

// fingerprint tells requests apart. The body is read and put back.
func fingerprint(r *http.Request) (string, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	sum := sha256.New()
	for _, part := range []string{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("If-Match")} {
		sum.Write([]byte(part + "\n"))
	}
	sum.Write(body)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// replayed are the headers that an answer is given again with.
var replayed = []string{echo.HeaderContentType, echo.HeaderLocation, "Etag", "Retry-After"}

func replay(c echo.Context, a identity.Answered) error {
	var headers map[string]string
	if err := json.Unmarshal([]byte(a.Headers), &headers); err != nil {
		return err
	}
	for name, value := range headers {
		c.Response().Header().Set(name, value)
	}
	c.Response().Header().Set("Idempotent-Replayed", "true")
	c.Response().WriteHeader(a.Status)
	_, err := c.Response().Write(a.Body)
	return err
}

// heldAnswer keeps an answer from being sent.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *heldAnswer) Header() http.Header         { return h.header }
func (h *heldAnswer) WriteHeader(status int)      { h.status = status }
func (h *heldAnswer) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *heldAnswer) answered() identity.Answered {
	headers := map[string]string{}
	for _, name := range replayed {
		if value := h.header.Get(name); value != "" {
			headers[name] = value
		}
	}
	text, _ := json.Marshal(headers) // texts always can be
	return identity.Answered{Status: h.status, Headers: string(text), Body: h.body.Bytes()}
}

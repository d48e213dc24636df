package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"congvan/database"
	contract "congvan/server/api"
)

// leaving is a caller who hangs up as soon as his request has begun under its key.
type leaving struct {
	*httptest.ResponseRecorder
	begun  func() bool
	hangUp func()
}

func (l leaving) Header() http.Header {
	if l.begun() {
		l.hangUp()
	}
	return l.ResponseRecorder.Header()
}

func TestWhoHangsUpFindsTheAnswerUnderHisKey(t *testing.T) {
	city := found(t)
	c := city.as(t, "thanhpho.chuyenvien")
	key, body := header{"Idempotency-Key", "k-" + t.Name()}, `{"kind":"CV","subject":"đường truyền đứt"}`
	line, hangUp := context.WithCancel(ctx)
	r := httptest.NewRequestWithContext(line, "POST", contract.Prefix+"/documents", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.secret)
	r.Header.Set(key.name, key.value)
	begun := func() bool {
		var n int
		must(t, city.App.Database.Read(ctx, func(tx *database.Tx) error {
			return tx.Get(ctx, &n, "select count(*) from api_requests where key = $1", key.value)
		}))
		return n > 0
	}
	city.Handler().ServeHTTP(leaving{httptest.NewRecorder(), begun, hangUp}, r)
	if line.Err() == nil {
		t.Fatal("he did not hang up: nothing was tried")
	}
	if got := c.ask("POST", "/documents", body, key).want(201); got.Header.Get("Idempotent-Replayed") != "true" {
		t.Error("the same request was done again")
	}
}

package identity_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/identity"
	"congvan/office"
)

// visit makes one request with the cookies and gives what the session holds under "who" before it is set to say.
func visit(t *testing.T, sessions *scs.SessionManager, cookies []*http.Cookie, say string) (before string, got []*http.Cookie) {
	t.Helper()
	handler := sessions.LoadAndSave(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		before = sessions.GetString(r.Context(), "who")
		switch say {
		case "":
		case "bye":
			if err := sessions.Destroy(r.Context()); err != nil {
				t.Error(err)
			}
		default:
			sessions.Put(r.Context(), "who", say)
		}
	}))
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range cookies {
		request.AddCookie(c)
	}
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	if response.Code != http.StatusOK {
		t.Fatal(response.Code)
	}
	return before, response.Result().Cookies()
}

func TestASessionLastsAcrossServersUntilItsEnd(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		other := databasetest.Reopen(t, db.Source(), db.Engine(), office.SystemClock)
		first, second := identity.NewSessions(db, false), identity.NewSessions(other, false)
		_, cookies := visit(t, first, nil, "Hà")
		if who, _ := visit(t, second, cookies, ""); who != "Hà" {
			t.Fatalf("the second server sees %q", who)
		}
		visit(t, second, cookies, "bye")
		if who, _ := visit(t, first, cookies, ""); who != "" {
			t.Errorf("the session goes on as %q after its end", who)
		}
	})
}

func TestAnExpiredSessionIsOverAndSwept(t *testing.T) {
	c := &clock{now: time.Now().UTC()}
	databasetest.EachAt(t, c.read, func(t *testing.T, db *database.DB) {
		sessions := identity.NewSessions(db, false)
		_, cookies := visit(t, sessions, nil, "Hà")
		c.advance(13 * time.Hour)
		if who, _ := visit(t, sessions, cookies, ""); who != "" {
			t.Errorf("the session goes on as %q after its lifetime", who)
		}
		service, err := identity.NewService(db, identity.Cost{MemoryKiB: 64, Passes: 1})
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if err := service.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if rows := count(t, db); rows != 0 {
			t.Errorf("%d sessions are left", rows)
		}
	})
}

func TestTheTableDoesNotHoldWhatTheBrowserSends(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		sessions := identity.NewSessions(db, true)
		_, cookies := visit(t, sessions, nil, "Hà")
		if len(cookies) != 1 || cookies[0].Name != "__Host-congvan" || !cookies[0].Secure || !cookies[0].HttpOnly {
			t.Fatalf("%v", cookies)
		}
		var token string
		ctx := context.Background()
		if err := db.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &token, "select token from sessions") }); err != nil {
			t.Fatal(err)
		}
		if token == "" || token == cookies[0].Value {
			t.Errorf("the table holds %q", token)
		}
	})
}

func count(t *testing.T, db *database.DB) (rows int) {
	t.Helper()
	ctx := context.Background()
	if err := db.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &rows, "select count(*) from sessions") }); err != nil {
		t.Fatal(err)
	}
	return rows
}

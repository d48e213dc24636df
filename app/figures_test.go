package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
)

func opened(t *testing.T) *App {
	t.Helper()
	a, err := Open(context.Background(), Settings{Data: t.TempDir(), Address: "127.0.0.1:0"}, office.SystemClock, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func get(handler http.Handler, method, path string) string {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w.Body.String()
}

func TestFiguresAreCountedByWordsOfTheCodeAlone(t *testing.T) {
	a := opened(t)
	if err := a.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if err := a.Database.Write(ctx, func(tx *database.Tx) error { return jobs.Insert(ctx, tx, sealAuditArgs{}) }); err != nil {
		t.Fatal(err)
	}
	if err := a.Idle(ctx); err != nil {
		t.Fatal(err)
	}
	site := a.Handler()
	get(site, http.MethodGet, "/healthz")
	get(site, "LOOK", "/don-to-cao-nguyen-van-a?token=geheim")
	told := get(a.figuresHandler(), http.MethodGet, "/metrics")
	for _, line := range []string{
		`congvan_request_duration_seconds_count\{method="GET",route="/healthz",status="200"\} \d+`,
		`congvan_request_duration_seconds_count\{method="other",route="[^"]*",status="40\d"\} \d+`,
		`congvan_job_duration_seconds_count\{kind="audit.seal",outcome="done"\} \d+`,
		`congvan_jobs\{kind="audit.seal",state="waiting"\} 0`,
		`congvan_search_lag_seconds 0`, `congvan_audit_seal_lag_seconds [\d.]+`, `congvan_deliveries_late 0`,
		`congvan_deliveries_total|congvan_dispatches_sent_total \d+`, `congvan_signatures_made_total \d+`, `congvan_live_streams 0`, `go_goroutines \d+`,
	} {
		if !regexp.MustCompile(`(?m)^` + line).MatchString(told) {
			t.Errorf("no line %s in\n%s", line, told)
		}
	}
	for _, secret := range []string{"nguyen-van-a", "geheim", "LOOK"} {
		if strings.Contains(told, secret) {
			t.Errorf("the figures hold %q", secret)
		}
	}
}

func TestReadinessFollowsTheParts(t *testing.T) {
	a := opened(t)
	site := a.Handler()
	if told := get(site, http.MethodGet, "/readyz"); !strings.HasPrefix(told, "ready\n") || !strings.Contains(told, "database (sqlite): ok") {
		t.Errorf("%q", told)
	}
	if err := a.Database.Close(); err != nil {
		t.Fatal(err)
	}
	if told := get(site, http.MethodGet, "/readyz"); !strings.HasPrefix(told, "not ready\n") || !strings.Contains(told, "database (sqlite): does not answer") {
		t.Errorf("without a database: %q", told)
	}
}

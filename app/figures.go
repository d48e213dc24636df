package app

import (
	"context"
	"net/http"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/metrics"
	"congvan/search"
)

// figures answers Prometheus.
func (a *App) figuresHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics.Handler(a.Log, a.readings()...))
	return mux
}

// readings are the figures that lie in the database. Every server tells the same.
func (a *App) readings() []metrics.Reading {
	return []metrics.Reading{
		{Name: "congvan_jobs", Help: "Jobs of the database by kind and state (waiting, later, running, failing, given_up).", Labels: []string{"kind", "state"}, Read: a.readJobs},
		{Name: "congvan_jobs_oldest_seconds", Help: "How long the oldest job of a kind that is yet to be done waits.", Labels: []string{"kind"}, Read: a.readOldest},
		{Name: "congvan_search_lag_seconds", Help: "How long the oldest change that is not in every search index waits.", Read: a.readSearchLag},
		{Name: "congvan_audit_seal_lag_seconds", Help: "How long the oldest event that is not sealed waits.", Read: a.readAuditLag},
		{Name: "congvan_audit_unsealed", Help: "Events that are not sealed yet.", Read: a.readUnsealed},
		{Name: "congvan_deliveries_late", Help: "Deliveries that are late to be received.", Read: a.readLate},
	}
}

// since is how many seconds ago a moment was; 0 for none.
func (a *App) since(moment time.Time) float64 {
	if moment.IsZero() {
		return 0
	}
	return max(0, a.Clock().Sub(moment).Seconds())
}

func (a *App) readJobs(ctx context.Context, put func(float64, ...string)) error {
	all, err := jobs.CountByKind(ctx, a.Database)
	for _, k := range all {
		put(float64(k.Waiting), k.Kind, "waiting")
		put(float64(k.Later), k.Kind, "later")
		put(float64(k.Running), k.Kind, "running")
		put(float64(k.Failing), k.Kind, "failing")
		put(float64(k.GivenUp), k.Kind, "given_up")
	}
	return err
}

func (a *App) readOldest(ctx context.Context, put func(float64, ...string)) error {
	all, err := jobs.CountByKind(ctx, a.Database)
	for _, k := range all {
		put(a.since(k.Oldest), k.Kind)
	}
	return err
}

func (a *App) readSearchLag(ctx context.Context, put func(float64, ...string)) error {
	all, err := jobs.CountByKind(ctx, a.Database)
	if err != nil {
		return err
	}
	lag := 0.0
	for _, k := range all {
		if k.Kind == (search.IndexArgs{}).Kind() {
			lag = a.since(k.Oldest)
		}
	}
	states, err := a.Find.States(ctx)
	for _, index := range states {
		if index.Since != nil {
			lag = max(lag, a.since(*index.Since))
		}
	}
	put(lag)
	return err
}

func (a *App) auditLag(ctx context.Context) (waiting int, since time.Time, err error) {
	err = a.Database.Read(ctx, func(tx *database.Tx) error {
		waiting, since, err = audit.Lag(ctx, tx)
		return err
	})
	return waiting, since, err
}

func (a *App) readAuditLag(ctx context.Context, put func(float64, ...string)) error {
	_, since, err := a.auditLag(ctx)
	if err == nil {
		put(a.since(since))
	}
	return err
}

func (a *App) readUnsealed(ctx context.Context, put func(float64, ...string)) error {
	waiting, _, err := a.auditLag(ctx)
	if err == nil {
		put(float64(waiting))
	}
	return err
}

func (a *App) readLate(ctx context.Context, put func(float64, ...string)) error {
	late, err := a.Dispatch.CountLate(ctx)
	if err == nil {
		put(float64(late))
	}
	return err
}

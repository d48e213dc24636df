package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"congvan/audit"
	"congvan/identity"
	"congvan/office"
	"congvan/server"
	"congvan/server/api"
	"congvan/server/web"
)

// logger writes the log as the settings say, each line with the number of its request or job.
func (r RunSettings) logger(out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{}
	var level slog.Level
	if level.UnmarshalText([]byte(r.LogLevel)) == nil { // one that cannot be read is told with the other faults
		options.Level = level
	}
	var handler slog.Handler = slog.NewTextHandler(out, options)
	if r.Log == "json" {
		handler = slog.NewJSONHandler(out, options)
	}
	return slog.New(office.LogHandler{Handler: handler})
}

// Handler is the whole site.
func (a *App) Handler() http.Handler {
	site := &web.Site{Watch: a.Database.Watch, Draining: a.drain.Begun, Ending: a.drain.StreamsEnd(), Log: a.Log, Clock: a.Clock, Secure: a.Settings.Secure, MaxUpload: a.Settings.Upload, Demo: a.demoAccounts,
		Sessions: identity.NewSessions(a.Database, a.Settings.Secure), Identity: a.Identity, Org: a.Org, Regulation: a.Regulation, Fields: a.Fields, Annex: a.Annex, Seal: a.Seal,
		Desk: a.Desk, Document: a.Document, Register: a.Register, Approval: a.Approval, Dispatch: a.Dispatch, Find: a.Find, Report: a.Report, Webhook: a.Webhook, Reorganise: a.Reorganise}
	return server.New(server.Config{Log: a.Log, Parts: a.parts(), Drain: a.drain, MaxUpload: a.Settings.Upload, Rate: rate.Limit(a.Settings.Rate),
		Secure: a.Settings.Secure, Proxied: a.Settings.Proxied, API: a.api()}, site)
}

// api is the REST API.
func (a *App) api() *api.API {
	return &api.API{Log: a.Log, Clock: a.Clock, Rate: a.Settings.APIRate, Identity: a.Identity, Org: a.Org, Regulation: a.Regulation, Fields: a.Fields, Annex: a.Annex, Seal: a.Seal,
		Desk: a.Desk, Document: a.Document, Register: a.Register, Approval: a.Approval, Dispatch: a.Dispatch, Find: a.Find, Webhook: a.Webhook, Report: a.Report, Reorganise: a.Reorganise,
		Audit: audit.Exporter{DB: a.Database}}
}

// parts are what /readyz and congvan doctor speak of.
func (a *App) parts() []server.Part {
	return []server.Part{
		{Name: "database (" + string(a.Database.Engine()) + ")", Ask: a.Database.Ping},
		{Name: a.storeName(), Ask: a.Store.Ready},
		{Name: "index (" + a.kindOfIndex() + ")", Ask: a.Find.Ready, Note: a.noteIndexes},
	}
}

// Listen opens the address that the settings name; port 0 takes any free one.
func (a *App) Listen() (net.Listener, error) { return net.Listen("tcp", a.Settings.Address) }

// serveFigures serves Prometheus on the address that the settings name, if they do: it is not for the pages' readers. It ends last, so that the
// draining can be watched.
func (a *App) serveFigures() (*http.Server, error) {
	figures := &http.Server{Handler: a.figuresHandler(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn)}
	if a.Settings.Running.Metrics == "" {
		return figures, nil
	}
	listener, err := net.Listen("tcp", a.Settings.Running.Metrics)
	if err != nil {
		return nil, fmt.Errorf("serve the figures: %w", err)
	}
	a.Log.Info("serving figures", "address", "http://"+listener.Addr().String()+"/metrics")
	go func() {
		if err := figures.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.Log.Error("the figures are no longer served", "error", err)
		}
	}()
	return figures, nil
}

// Serve answers requests on the listener until ctx ends, and then drains: /readyz says at once that the server is about to end, for the grace
// time it still takes requests, then it takes none and lets those under way end. The jobs end with Close.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	web := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn)}
	web.RegisterOnShutdown(a.drain.EndStreams)
	figures, err := a.serveFigures()
	if err != nil {
		return err
	}
	defer figures.Close()
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	run := a.Settings.Running
	a.Log.Info("draining", "grace", run.Grace, "drain", run.Drain)
	a.drain.Begin()
	select {
	case err := <-ended:
		return err
	case <-time.After(run.Grace):
	}
	drain, stop := context.WithTimeout(context.WithoutCancel(ctx), run.Drain)
	defer stop()
	if err := web.Shutdown(drain); err != nil {
		return fmt.Errorf("let the requests under way end: %w", err)
	}
	a.Log.Info("drained: no request is under way")
	return nil
}

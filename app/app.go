// Package app reads the settings, builds every part, runs them and drains them. It is the only place where parts are chosen; the program and
// the end-to-end tests use the same App.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/identity"
	"congvan/jobs"
	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/annex"
	"congvan/office/approval"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/fields"
	"congvan/office/find"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/reorganisation"
	"congvan/office/report"
	"congvan/office/seal"
	"congvan/parse"
	"congvan/server"
	"congvan/server/web"
	"congvan/signing"
	"congvan/signing/devauthority"
	"congvan/storage"
)

// App is the whole program, built.
type App struct {
	Settings  Settings
	Clock     office.Clock
	Log       *slog.Logger
	Database  *database.DB
	Store     storage.Store
	Indexes   []find.Instance // one embedded, or one on each search server
	Parse     *parse.Pool
	Authority *devauthority.Authority

	Identity   *identity.Service
	Org        *org.Service
	Regulation *regulation.Service
	Annex      *annex.Service
	Fields     *fields.Service
	Seal       *seal.Service
	Desk       *desk.Service
	Document   *document.Service
	Register   *register.Service
	Approval   *approval.Service
	Dispatch   *dispatch.Service
	Find       *find.Service
	Webhook    *webhook.Service
	Report     *report.Service
	Reorganise *reorganisation.Service

	demoAccounts []web.DemoAccount // shown on the sign-in page; none but in the demonstration

	runner *jobs.Runner
	drain  *server.Drain
	closes []func() error
}

// Open builds the parts and brings the schema up to date. Close what it returns.
func Open(ctx context.Context, settings Settings, clock office.Clock, log *slog.Logger) (*App, error) {
	settings, err := settings.checked()
	if err != nil {
		return nil, err
	}
	a := &App{Settings: settings, Clock: clock, Log: log, drain: server.NewDrain()}
	for _, build := range []func(context.Context) error{a.openParts, a.openKeys, a.buildSlices} {
		if err := build(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

func (a *App) openParts(ctx context.Context) error {
	if err := a.Settings.prepare(); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	var err error
	if a.Database, err = database.Open(ctx, a.Settings.Database.Reveal(), a.Clock); err != nil {
		return err
	}
	a.onClose(a.Database.Close)
	if err := a.Database.Migrate(ctx, jobs.Migrate); err != nil {
		return err
	}
	if a.Store, err = a.openStore(ctx); err != nil {
		return err
	}
	if err := a.openIndexes(ctx); err != nil {
		return err
	}
	a.Parse = parse.New(parse.Options{File: 2 * a.Settings.Upload, Children: a.Settings.Children, CacheDir: a.Settings.path("cache")})
	a.onClose(a.Parse.Close)
	return nil
}

// openKeys opens the development authority: file keys, time stamps and a CRL without legal value, each certificate marked as such.
func (a *App) openKeys(context.Context) error {
	var err error
	a.Authority, err = devauthority.Open(developmentKeys(a.Settings.Data), devauthority.Options{Now: a.Clock})
	return err
}

// developmentKeys is where the development authority of a data folder lies.
func developmentKeys(data string) string { return filepath.Join(data, "development-keys") }

// checkTimeStamp checks the time stamps that the audit's roots were given.
func (a *App) checkTimeStamp(token, digest []byte) (time.Time, error) {
	evidence, err := a.Authority.Evidence()
	if err != nil {
		return time.Time{}, err
	}
	return signing.VerifyTimeStamp(context.Background(), token, digest, a.Authority.Trust(), evidence, a.Clock())
}

func (a *App) buildSlices(context.Context) error {
	var err error
	if a.Identity, err = identity.NewService(a.Database, identity.Cost{}); err != nil {
		return err
	}
	a.Org = org.New(a.Database)
	a.Regulation = regulation.New(a.Database)
	a.Annex = annex.New(a.Database, a.Regulation)
	a.Fields = fields.New(a.Database)
	a.Seal = seal.New(a.Database, a.Parse, a.Authority, a.Clock)
	a.Desk = desk.New(a.Database)
	files := document.Files{Store: a.Store, Parse: a.Parse, Limit: a.Settings.Upload}
	a.Document = document.New(a.Database, files, regulation.FieldKnown)
	a.Register = register.New(a.Database)
	a.Approval = approval.New(a.Database, files, a.Regulation, a.Seal)
	a.Dispatch = dispatch.New(a.Database, a.Store, a.Regulation, a.Seal.Verify)
	a.Dispatch.KeepYears = a.Settings.Objects.KeepYears
	a.Find = find.New(a.Database, a.Log, a.Indexes...)
	a.Webhook = webhook.New(a.Database, webhook.Reach{Inside: a.Settings.WebhookNetworks})
	a.Report = report.New(a.Database)
	a.Reorganise = reorganisation.New(a.Database, a.Dispatch)
	return nil
}

func (a *App) onClose(f func() error) { a.closes = append(a.closes, f) }

// Close stops the jobs and closes the parts, the last opened first.
func (a *App) Close() error {
	var err error
	if a.runner != nil {
		ctx, stop := context.WithTimeout(context.Background(), a.Settings.Running.Drain)
		defer stop()
		err = a.runner.Stop(ctx)
		a.runner = nil
	}
	for i := len(a.closes) - 1; i >= 0; i-- {
		err = errors.Join(err, a.closes[i]())
	}
	a.closes = nil
	return err
}

// sealEvery is how far the audit's seal is behind at most, when nothing is wrong.
const sealEvery = 5 * time.Second

// greetTime is what a search server gets to tell its version at the start.
const greetTime = 3 * time.Second

type sealAuditArgs struct{}

func (sealAuditArgs) Kind() string { return "audit.seal" }

type sweepArgs struct{}

func (sweepArgs) Kind() string { return "identity.sweep" }

// Run starts the background jobs. They end with Close.
func (a *App) Run(ctx context.Context) error {
	registry := jobs.NewRegistry()
	a.Dispatch.Work(registry)
	a.Find.Work(registry)
	a.Webhook.Work(registry)
	a.Reorganise.Work(registry)
	sealer := audit.Sealer{DB: a.Database, Stamper: a.Authority}
	jobs.Register(registry, func(ctx context.Context, _ jobs.Job[sealAuditArgs]) error { return sealer.Seal(ctx) })
	jobs.Register(registry, func(ctx context.Context, _ jobs.Job[sweepArgs]) error { return a.Identity.Sweep(ctx) })
	jobs.Every(registry, sealEvery, sealAuditArgs{})
	jobs.Every(registry, time.Hour, sweepArgs{})
	if err := a.Find.Start(ctx); err != nil {
		return err
	}
	var err error
	a.runner, err = jobs.Start(ctx, a.Database, registry, jobs.Config{Workers: a.Settings.Workers, Logger: a.Log})
	return err
}

// Idle waits until no job waits or runs.
func (a *App) Idle(ctx context.Context) error { return a.runner.Drain(ctx) }

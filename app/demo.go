package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"congvan/demo"
	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/paper"
	"congvan/parse"
	"congvan/server/web"
)

// Demo is the command that shows the whole job: it loads the fictional city, has a directive written, signed, sealed and dispatched to all 126
// communes, prints how it went, and goes on serving.
type Demo struct {
	Settings
	Exit    bool   `help:"Stop after the table instead of serving."`
	File    string `help:"Your own unsigned, unnumbered PDF instead of the story's directive." type:"existingfile"`
	JSON    bool   `help:"Print the figures as JSON in the last line of standard output."`
	English bool   `help:"English words."`
}

// figures are what --json prints.
type figures struct {
	dispatch.Tally
	Seconds float64 `json:"seconds"`
}

// Run runs the demonstration.
func (c *Demo) Run(ctx context.Context) error {
	log := RunSettings{Log: c.Running.Log, LogLevel: "warn"}.logger(os.Stderr) // progress is printed; requests are not
	a, err := Open(ctx, c.Settings, office.SystemClock, log)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Run(ctx); err != nil {
		return err
	}
	say := teller{os.Stdout, language.Vietnamese}
	if c.English {
		say.lang = language.English
	}
	begun := time.Now()
	tally, err := c.show(ctx, a, say)
	if err != nil {
		return err
	}
	result := figures{tally, time.Since(begun).Round(time.Millisecond).Seconds()}
	say.table(result)
	if err := c.goOn(ctx, a, say, result); err != nil {
		return err
	}
	if !tally.Consistent() {
		return errors.New("the figures do not add up: delivered = recipients = registered + waiting, routed + gaps + conflicts = registered")
	}
	return nil
}

func (c *Demo) show(ctx context.Context, a *App, say teller) (dispatch.Tally, error) {
	city, err := demo.Load()
	if err != nil {
		return dispatch.Tally{}, err
	}
	own, err := c.own(ctx, a)
	if err != nil {
		return dispatch.Tally{}, err
	}
	say.line("demo.begin", c.Settings.withDefaults().Data)
	services := demo.Services{Database: a.Database, Identity: a.Identity, Org: a.Org, Regulation: a.Regulation, Register: a.Register,
		Seal: a.Seal, Authority: a.Authority, Document: a.Document, Approval: a.Approval, Dispatch: a.Dispatch}
	today := office.DayOf(a.Clock())
	if tally, found, err := demo.Resume(ctx, services, city, today); err != nil {
		return tally, err
	} else if found {
		say.line("demo.resumed")
		return tally, nil
	}
	installed, err := demo.Install(ctx, services, city, today, say.progress("demo.installing"))
	if err != nil {
		return dispatch.Tally{}, err
	}
	return demo.Tell(ctx, services, installed, own, say)
}

// own reads the user's own PDF, if there is one. It is looked at before the city is loaded: a file that cannot be sent leaves nothing behind.
func (c *Demo) own(ctx context.Context, a *App) (*demo.Own, error) {
	if c.File == "" {
		return nil, nil
	}
	pdf, err := os.ReadFile(c.File)
	if err != nil {
		return nil, err
	}
	found, err := a.Parse.Inspect(ctx, bytes.NewReader(pdf), int64(len(pdf)), parse.Wanted{Places: true})
	if err != nil {
		return nil, err
	}
	if found.Head.Secret != paper.SecretNone {
		return nil, office.Invalid("document.secret", "file", document.SecretWords(found.Head.Secret))
	}
	if found.Places == nil {
		return nil, found.NoPlaces
	}
	return &demo.Own{PDF: pdf, Name: filepath.Base(c.File), Kind: office.KindCode(found.Head.Kind), Subject: found.Head.Subject, Symbol: found.Head.Symbol}, nil
}

// goOn prints the JSON, which is the last line, and serves unless it is told to stop.
func (c *Demo) goOn(ctx context.Context, a *App, say teller, result figures) error {
	if !c.Exit {
		listener, err := a.Listen()
		if err != nil {
			return err
		}
		say.accounts("http://" + listener.Addr().String())
		for _, account := range demo.Accounts() {
			a.demoAccounts = append(a.demoAccounts, web.DemoAccount{Account: account.Name, Password: demo.Password, Who: account.Key})
		}
		if err := c.printJSON(result); err != nil {
			return err
		}
		return a.Serve(ctx, listener)
	}
	return c.printJSON(result)
}

func (c *Demo) printJSON(result figures) error {
	if !c.JSON {
		return nil
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

// teller prints what happens, in words of the catalogues.
type teller struct {
	out  io.Writer
	lang language.Lang
}

func (t teller) line(key string, args ...any) {
	fmt.Fprintln(t.out, language.Text(t.lang, key, args...))
}

// Step tells that a step of the story is done.
func (t teller) Step(key string, args ...any) { t.line(key, args...) }

// Progress tells how far a long step is.
func (t teller) Progress(key string) func(done, total int) { return t.progress(key) }

// progress prints on every tenth and on the last: a log keeps each line.
func (t teller) progress(key string) func(done, total int) {
	last := -1
	return func(done, total int) {
		if tenth := done * 10 / max(total, 1); tenth != last {
			last = tenth
			t.line(key, done, total)
		}
	}
}

func (t teller) table(f figures) {
	fmt.Fprintln(t.out)
	for _, row := range []struct {
		key   string
		value any
	}{
		{"demo.recipients", f.Recipients}, {"demo.delivered", f.Delivered}, {"demo.registered", f.Registered}, {"demo.waiting", f.Waiting},
		{"demo.routed", f.Routed}, {"demo.gaps", f.Gaps}, {"demo.conflicts", f.Conflicts}, {"demo.substitutions", f.Substitutions},
		{"demo.pairs", f.Pairs},
	} {
		fmt.Fprintf(t.out, "%6d  %s\n", row.value, language.Text(t.lang, row.key))
	}
	fmt.Fprintf(t.out, "%6.1f  %s\n\n", f.Seconds, language.Text(t.lang, "demo.seconds"))
}

func (t teller) accounts(address string) {
	t.line("demo.open", address)
	for _, account := range demo.Accounts() {
		fmt.Fprintf(t.out, "  %-22s %s\n", account.Name, language.Text(t.lang, account.Key))
	}
	t.line("demo.password", demo.Password)
	t.line("demo.stop")
}

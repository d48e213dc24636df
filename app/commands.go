package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"congvan/audit"
	"congvan/language"
	"congvan/office"
	"congvan/office/seal"
	"congvan/signing"
)

// Serve is the command that serves: congvan serve.
type Serve struct{ Settings }

// Run serves until ctx ends.
func (c *Serve) Run(ctx context.Context) error {
	slog.SetDefault(c.Settings.Running.logger(os.Stderr))
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	return errors.Join(a.serve(ctx), a.Close())
}

// serve runs the jobs and answers requests until ctx ends.
func (a *App) serve(ctx context.Context) error {
	if err := a.Run(ctx); err != nil {
		return err
	}
	listener, err := a.Listen()
	if err != nil {
		return err
	}
	a.Log.Info("serving", "address", "http://"+listener.Addr().String())
	return a.Serve(ctx, listener)
}

// Migrate is the command that only brings the schema up to date: congvan migrate.
type Migrate struct{ Settings }

// Run migrates.
func (c *Migrate) Run(ctx context.Context) error {
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	return a.Close()
}

// Reindex is the command that has the search indexes made anew: congvan reindex.
type Reindex struct{ Settings }

// Run leaves the wish in the records; the jobs of the servers that run, or start next, do the work, and the indexes stay in use meanwhile.
func (c *Reindex) Run(ctx context.Context) error {
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	return errors.Join(a.Find.Want(ctx), a.Close())
}

// Doctor asks a running server whether it is ready, and prints what it says of each part: congvan doctor. It is the health check of the container image.
type Doctor struct {
	Address string `help:"Address of the server." default:"127.0.0.1:8080" env:"CONGVAN_ADDRESS"`
}

// Run asks once.
func (c *Doctor) Run(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.Address+"/readyz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(os.Stdout, io.LimitReader(answer.Body, 1<<16)); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server at %s is not ready (%s)", c.Address, answer.Status)
	}
	return nil
}

// Audit holds the commands about the record of who did what.
type Audit struct {
	Verify AuditVerify `cmd:"" help:"Prove the record, offline: exit code 1 when a row was altered, deleted or put in."`
}

// AuditVerify is congvan audit verify.
type AuditVerify struct{ Settings }

// Run proves the record and prints each problem.
func (c *AuditVerify) Run(ctx context.Context) error {
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	defer a.Close()
	report, err := audit.Verify(ctx, a.Database, a.checkTimeStamp)
	if err != nil {
		return err
	}
	for _, problem := range report.Problems {
		fmt.Println(problem)
	}
	fmt.Printf("links %d, waiting %d, roots %d, stamped %d, until %s\n", report.Links, report.Waiting, report.Roots, report.Stamped, report.Until.In(office.Hanoi).Format(time.RFC3339))
	if len(report.Problems) > 0 {
		return Exit(1)
	}
	return nil
}

// Verify is the command that verifies a file, without any server: congvan verify.
type Verify struct {
	File     string   `arg:"" help:"PDF file." type:"existingfile"`
	Trust    string   `help:"PEM file with the authorities to trust." type:"existingfile"`
	At       string   `help:"Moment to judge for, RFC 3339; now by default."`
	JSON     bool     `help:"Print the whole report as JSON."`
	English  bool     `help:"English words."`
	Data     string   `help:"Data folder whose development authority is trusted too." env:"CONGVAN_DATA" type:"path"`
	Evidence []string `help:"CRL files (DER) at hand." type:"existingfile"`
}

// Run verifies the file in a child process and prints the verdict with each reason.
func (c *Verify) Run(ctx context.Context) error {
	report, err := c.verify(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(os.Stdout).Encode(report)
	} else {
		err = c.print(os.Stdout, report)
	}
	if err != nil {
		return err
	}
	switch report.Verdict {
	case signing.Valid:
		return nil
	case signing.NotValid:
		return Exit(1)
	default:
		return Exit(2)
	}
}

func (c *Verify) language() language.Lang {
	if c.English {
		return language.English
	}
	return language.Vietnamese
}

func (c *Verify) print(out io.Writer, report signing.Report) error {
	_, err := io.WriteString(out, seal.Text(c.language(), report))
	return err
}

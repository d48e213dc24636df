// Command congvan is an e-office: it takes a city's directives to its communes, makes sure that each lands on the right desk, and shows why.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the final image has no zone files

	"github.com/alecthomas/kong"

	"congvan/app"
	"congvan/parse"
)

// commands is the command line. serve is the default.
type commands struct {
	Serve   app.Serve   `cmd:"" default:"withargs" help:"Serve the pages and do the background work."`
	Demo    app.Demo    `cmd:"" help:"Load the fictional city and dispatch a directive to all 126 communes."`
	Migrate app.Migrate `cmd:"" help:"Bring the schema up to this version and end."`
	Verify  app.Verify  `cmd:"" help:"Verify the signatures of a PDF file: exit code 0 valid, 1 not valid, 2 undetermined or unsigned."`
	Import  app.Import  `cmd:"" help:"Take in organs, people, appointments, regulations and groups of recipients from a workbook or JSON."`
	Export  app.Export  `cmd:"" help:"Write what import takes in."`
	Admin   app.Admin   `cmd:"" help:"Accounts."`
	Audit   app.Audit   `cmd:"" help:"The record of who did what."`
	Reindex app.Reindex `cmd:"" help:"Have the search indexes made anew from the records, by the server, while they are in use."`
	Token   app.Token   `cmd:"" help:"Make a token with which another system uses the REST API, and print it, this once."`
	Doctor  app.Doctor  `cmd:"" help:"Ask a running server whether it is ready."`
}

func main() {
	parse.ServeIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})))
	line := kong.Parse(&commands{}, kong.Name("congvan"), kong.Description("E-office: from the city's directive to the right desk."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.UsageOnError(), app.ReadSettings())
	if err := line.Run(); err != nil {
		os.Exit(app.Explain(os.Stderr, err))
	}
}

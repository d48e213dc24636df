package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"congvan/identity"
	"congvan/office"
)

// Token is the command that makes a token for an account: congvan token. Whoever may run the program on the server may do so; the record says that it
// was made here. People make their own on the page.
type Token struct {
	Settings
	Account string        `help:"Name of the account that the token acts as." required:"" placeholder:"NAME"`
	Name    string        `help:"What it is for." default:"congvan token"`
	Scope   []string      `help:"What it may do, several times or with commas; all by default." placeholder:"SCOPE"`
	For     time.Duration `help:"How long it holds." default:"24h"`
}

// Run makes it.
func (c *Token) Run(ctx context.Context) error {
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	defer a.Close()
	return c.print(ctx, a, os.Stdout)
}

func (c *Token) print(ctx context.Context, a *App, out io.Writer) error {
	account, err := a.Identity.ByName(ctx, c.Account)
	if err != nil {
		return err
	}
	actor, err := a.Regulation.Actor(ctx, account.PersonID)
	if err != nil {
		return err
	}
	actor.Account = account.ID
	wanted := identity.NewToken{Name: c.Name, For: c.For, How: "command line", Scopes: identity.Scopes()}
	if len(c.Scope) > 0 {
		wanted.Scopes = nil
		for _, scope := range c.Scope {
			wanted.Scopes = append(wanted.Scopes, identity.Scope(scope))
		}
	}
	_, secret, err := a.Identity.MakeToken(ctx, actor, wanted)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, secret.Reveal())
	return err
}

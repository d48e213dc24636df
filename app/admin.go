package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/intake"
)

// Admin holds the commands about accounts.
type Admin struct {
	Password AdminPassword `cmd:"" help:"Give accounts a first password, printed once, that must be changed at the next sign-in."`
}

// AdminPassword is congvan admin password ACCOUNT…
type AdminPassword struct {
	Settings
	Accounts []string `arg:"" optional:"" help:"Names of accounts."`
	Organ    string   `help:"Identifier of an organ: all its accounts that nobody has signed in with yet."`
}

// Run gives each account a password and prints it. It ends the account's sessions.
func (c *AdminPassword) Run(ctx context.Context) error {
	if len(c.Accounts) == 0 && c.Organ == "" {
		return errors.New("name accounts, or --organ CODE")
	}
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	defer a.Close()
	names := c.Accounts
	operator := office.Operator(office.DayOf(a.Clock()))
	if c.Organ != "" {
		tables, err := intake.New(a.Database, a.Identity).Export(ctx, operator, c.Organ)
		if err != nil {
			return err
		}
		for _, row := range tables["people"] {
			account, err := a.Identity.ByName(ctx, row["account"].(string))
			if err != nil {
				return err
			}
			if account.SignedInAt == nil {
				names = append(names, account.Name)
			}
		}
	}
	for _, name := range names {
		if err := c.give(ctx, a, operator, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *AdminPassword) give(ctx context.Context, a *App, operator office.Actor, name string) error {
	account, err := a.Identity.ByName(ctx, name)
	if err != nil {
		return err
	}
	password := strings.ToLower(rand.Text()[:16]) // 80 bits
	if _, err := a.Identity.SetPassword(ctx, account.ID, password); err != nil {
		return err
	}
	err = a.Database.Write(ctx, func(tx *database.Tx) error {
		return audit.Record(ctx, tx, audit.Event{Actor: operator, Action: "identity.password_given", Object: account.ID, Detail: account.Name})
	})
	fmt.Printf("%s\t%s\n", account.Name, password)
	return err
}

package app

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/demo"
	"congvan/identity"
	"congvan/office"
)

func TestTheCommandMakesATokenThatTheRecordNames(t *testing.T) {
	ctx := context.Background()
	a, err := Open(ctx, Settings{Data: t.TempDir()}, office.SystemClock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	files, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	files.Communes = slices.DeleteFunc(files.Communes, func(o demo.Organ) bool { return o.Locality != "00070" })
	services := demo.Services{Database: a.Database, Identity: a.Identity, Org: a.Org, Regulation: a.Regulation, Register: a.Register, Seal: a.Seal,
		Authority: a.Authority, Document: a.Document, Approval: a.Approval, Dispatch: a.Dispatch}
	if _, err := demo.Install(ctx, services, files, office.DayOf(a.Clock()), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	command := Token{Account: "hoankiem.vanthu", Name: "thử", Scope: []string{"deliveries:read"}, For: time.Hour}
	var out strings.Builder
	if err := command.print(ctx, a, &out); err != nil {
		t.Fatal(err)
	}
	token, account, err := a.Identity.Bearer(ctx, strings.TrimSpace(out.String()))
	if err != nil || account.Name != "hoankiem.vanthu" || !slices.Equal(token.Scopes.List(), []identity.Scope{identity.ReadDeliveries}) {
		t.Errorf("%+v, %v, %v", token, account, err)
	}
	command.Scope = []string{"everything"}
	if err := command.print(ctx, a, &out); office.KeyOf(err) != "identity.token_scope_unknown" {
		t.Error(err)
	}
	command.Account = "nobody"
	if err := command.print(ctx, a, &out); office.KeyOf(err) != "identity.no_account" {
		t.Error(err)
	}
}

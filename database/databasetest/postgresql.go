package databasetest

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// Address is the environment variable that names the PostgreSQL server of the tests, by a database whose user may create others.
const Address = "CONGVAN_TEST_POSTGRES"

// newPostgreSQL makes a database as a copy of one that was migrated once for this process: a copy takes a tenth of the time.
func newPostgreSQL(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Address)
	if server == "" {
		missing(t, Address+` names no PostgreSQL server; "make test" starts one`)
	}
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("make the PostgreSQL template: %v", err)
	}
	name := newName("test")
	if err := administer(server, "create database "+name+" template "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := administer(server, "drop database "+name+" with (force)"); err != nil {
			t.Error(err)
		}
	})
	return at(server, name)
}

var postgresTemplate = sync.OnceValues(func() (string, error) {
	server, name := os.Getenv(Address), newName("template")
	if err := administer(server, "create database "+name); err != nil {
		return "", err
	}
	return name, migrate(at(server, name))
})

// newName is a new database's name; letters and digits only, so it needs no quotes.
func newName(purpose string) string {
	return "congvan_" + purpose + "_" + strings.ReplaceAll(uuid.NewString(), "-", "")
}

// at is the server's address with another database.
func at(server, name string) string {
	address, err := url.Parse(server)
	if err != nil {
		return server // opening it says what is wrong
	}
	address.Path = "/" + name
	return address.String()
}

func administer(server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

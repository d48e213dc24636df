// Package meilisearchtest gives a test indexes of its own on Meilisearch.
//
// The servers are those that CONGVAN_TEST_MEILISEARCH names ("make test" starts two). Without it a test says that it was skipped; with CI set it
// fails. A test that believes it ran on Meilisearch and did not is worse than none, so each server is asked for its name and version.
package meilisearchtest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/office"
	"congvan/search/meilisearch"
)

// Address names the environment variable with the servers, "http://:KEY@ADDRESS http://:KEY@ADDRESS".
const Address = "CONGVAN_TEST_MEILISEARCH"

// version is that of the program that scripts/parts.sh gets.
const version = "1.21.0"

// Servers are the servers, each with one prefix for this test alone, whose indexes are deleted when it ends.
func Servers(t testing.TB) []meilisearch.Options {
	t.Helper()
	addresses := strings.Fields(os.Getenv(Address))
	if len(addresses) < 2 {
		missing(t, Address+" names no two Meilisearch servers")
	}
	id := office.NewID()
	prefix := "t" + strings.ReplaceAll(id.String(), "-", "")
	var servers []meilisearch.Options
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatalf("%s: %v", Address, err)
		}
		key, _ := u.User.Password()
		server := meilisearch.Options{URL: "http://" + u.Host, Key: key, Prefix: prefix}
		check(t, server)
		t.Cleanup(func() { Remove(t, server) })
		servers = append(servers, server)
	}
	return servers
}

// check fails on another program, or another version of it.
func check(t testing.TB, server meilisearch.Options) {
	t.Helper()
	answer, err := http.Get(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var said struct {
		Status string `json:"status"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil || said.Status != "Meilisearch is running" {
		t.Fatalf("the server of %s is no Meilisearch: %q, %v", Address, said.Status, err)
	}
	client := Client(server)
	defer client.Close()
	if found, err := client.Version(); err != nil || found.PkgVersion != version {
		t.Fatalf("the server of %s is not Meilisearch %s: %+v, %v", Address, version, found, err)
	}
}

// Client speaks to a server without the engine, for a test that looks behind it.
func Client(server meilisearch.Options) meili.ServiceManager {
	return meili.New(server.URL, meili.WithAPIKey(server.Key))
}

// Remove deletes all indexes of a prefix.
func Remove(t testing.TB, server meilisearch.Options) {
	t.Helper()
	client := Client(server)
	defer client.Close()
	indexes, err := client.ListIndexes(&meili.IndexesQuery{Limit: 10_000})
	if err != nil {
		t.Errorf("clear up: %v", err)
		return
	}
	for _, index := range indexes.Results {
		if !strings.HasPrefix(index.UID, server.Prefix) {
			continue
		}
		task, err := client.DeleteIndex(index.UID)
		if err == nil {
			_, err = client.WaitForTaskWithContext(context.Background(), task.TaskUID, 0)
		}
		if err != nil {
			t.Errorf("clear up: %v", err)
		}
	}
}

// missing ends a test whose part is not to be had.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

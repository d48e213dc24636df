package meilisearch

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"congvan/office"
	"congvan/search"
)

// server is the first server of the tests, with a prefix of its own.
func server(t testing.TB) Options {
	t.Helper()
	addresses := strings.Fields(os.Getenv("CONGVAN_TEST_MEILISEARCH"))
	if len(addresses) == 0 {
		t.Skip("CONGVAN_TEST_MEILISEARCH names no server") // with CI set the tests beside fail
	}
	u, err := url.Parse(addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	key, _ := u.User.Password()
	return Options{URL: "http://" + u.Host, Key: key, Prefix: "t" + strings.ReplaceAll(office.NewID().String(), "-", "")}
}

// TestABadDocumentKeepsNoOtherOut gives the server an entry that Document.Check would never let through.
func TestABadDocumentKeepsNoOtherOut(t *testing.T) {
	e := New(server(t))
	index := e.prefix + "_2026"
	if err := e.create(t.Context(), index); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = e.server.DeleteIndex(index) })
	b := &batch{engine: e, index: index}
	scope := search.Scope{Principals: []string{search.OrganPrincipal(office.ID{1})}}
	for _, subject := range []string{"tốt một", "xấu", "tốt hai"} {
		entries := entriesOf(search.Document{ID: office.NewID(), Subject: subject, Principals: scope.Principals})
		if subject == "xấu" {
			entries[0].ID = "no identifier!"
		}
		if err := b.add(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
	}
	bad := b.documents[1][0].Doc
	err := failed(b.flush(t.Context()))
	if err == nil || !strings.Contains(err.Error(), bad) || !strings.Contains(err.Error(), "invalid_document_id") || office.KindOf(err) == office.KindUnavailable {
		t.Errorf("got %v", err)
	}
	result, err := e.Search(t.Context(), scope, search.Query{})
	if err != nil || result.Total != 2 {
		t.Errorf("total %d, %v", result.Total, err)
	}
}

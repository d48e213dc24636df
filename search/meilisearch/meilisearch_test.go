package meilisearch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/office"
	"congvan/search"
	"congvan/search/meilisearch"
	"congvan/search/meilisearch/meilisearchtest"
	"congvan/search/searchtest"
)

func TestMeilisearchKeepsThePromisesOfAnEngine(t *testing.T) {
	meilisearchtest.Servers(t) // says once that they are missing
	searchtest.Run(t, func(t *testing.T) search.Engine { return open(t, meilisearchtest.Servers(t)[0]) })
}

func open(t testing.TB, server meilisearch.Options) *meilisearch.Engine {
	t.Helper()
	engine := meilisearch.New(server)
	t.Cleanup(func() { _ = engine.Close() })
	return engine
}

var scope = search.Scope{Principals: []string{search.OrganPrincipal(office.ID{1})}}

func paper(subject string, pages ...string) search.Document {
	return search.Document{ID: office.NewID(), Number: "7/KH-UBND", Kind: "KH", Date: "2026-03-04", Subject: subject, Principals: scope.Principals, Pages: pages}
}

func put(t testing.TB, e search.Engine, documents ...search.Document) {
	t.Helper()
	if err := e.Put(t.Context(), documents...); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, e search.Engine, q search.Query) search.Result {
	t.Helper()
	result, err := e.Search(t.Context(), scope, q)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func all(documents ...search.Document) func(func(search.Document, error) bool) {
	return func(yield func(search.Document, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// indexes are the names of a test's indexes without its prefix.
func indexes(t testing.TB, server meilisearch.Options) []string {
	t.Helper()
	list, err := meilisearchtest.Client(server).ListIndexes(&meili.IndexesQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, index := range list.Results {
		if name, ours := strings.CutPrefix(index.UID, server.Prefix+"_"); ours {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestTheServerHasTheSettingsThatWereMeant(t *testing.T) {
	server := meilisearchtest.Servers(t)[0]
	put(t, open(t, server), paper("một văn bản"))
	names := indexes(t, server)
	if len(names) != 1 {
		t.Fatalf("indexes: %v", names)
	}
	name := server.Prefix + "_" + names[0]
	raw := ask(t, server, http.MethodGet, "/indexes/"+name+"/settings", "")
	var got struct {
		meili.Settings
		FacetSearch *bool `json:"facetSearch"`
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	typo := got.TypoTolerance
	for what, right := range map[string]bool{
		"facet search is off":                         got.FacetSearch != nil && !*got.FacetSearch,
		"no word is left out":                         len(got.StopWords) == 0,
		"the attributes in their order":               slices.Equal(got.SearchableAttributes, strings.Fields("number subject signer issuer type field body also")),
		"the ranking in its order":                    slices.Equal(got.RankingRules, strings.Fields("sort words typo proximity attribute exactness")),
		"one more than is shown":                      got.Pagination.MaxTotalHits == search.MaxTotal+1,
		"no slips in numbers":                         typo.DisableOnNumbers && slices.Contains(typo.DisableOnAttributes, "number"),
		"slips in words of three letters":             typo.MinWordSizeForTypos == meili.MinWordSizeForTypos{OneTypo: 3, TwoTypos: 8},
		"a syllable is no slip":                       slices.Contains(typo.DisableOnWords, "huyet"),
		"places of words are kept":                    got.ProximityPrecision == meili.ByWord,
		"a search ends":                               got.SearchCutoffMs == 1500,
		"who sees it can be asked for, not its words": slices.Contains(got.FilterableAttributes, "principals") && !slices.Contains(got.FilterableAttributes, "body"),
	} {
		if !right {
			t.Errorf("not so: %s (%s)", what, raw)
		}
	}
	if refused := ask(t, server, http.MethodPost, "/indexes/"+name+"/facet-search", `{"facetName":"principals","facetQuery":"o:"}`); !strings.Contains(string(refused), "facet") ||
		strings.Contains(string(refused), "facetHits") {
		t.Errorf("facet search answers: %s", refused)
	}
}

// ask speaks to the server as anybody with the key could.
func ask(t testing.TB, server meilisearch.Options, method, path, body string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+server.Key)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var raw json.RawMessage
	if err := json.NewDecoder(answer.Body).Decode(&raw); err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestALongPaperIsOneHitAndOneOfEachCount(t *testing.T) {
	e := open(t, meilisearchtest.Servers(t)[0])
	pages := make([]string, 40)
	for i := range pages {
		pages[i] = fmt.Sprint("thu hồi đất trang ", i)
	}
	put(t, e, paper("dài", pages...), paper("ngắn", "thu hồi đất"))
	got := find(t, e, search.Query{Text: "thu hồi đất", Limit: 1, Facets: []search.Facet{search.FacetKind}})
	if got.Total != 2 || len(got.Hits) != 1 || got.Facets[search.FacetKind][0].Count != 2 {
		t.Errorf("%+v", got)
	}
	listed := find(t, e, search.Query{Facets: []search.Facet{search.FacetKind}})
	if listed.Total != 2 || len(listed.Hits) != 2 || listed.Facets[search.FacetKind][0].Count != 2 {
		t.Errorf("listed: %+v", listed)
	}
}

func TestTheLastWordOfALongTextIsFound(t *testing.T) {
	e := open(t, meilisearchtest.Servers(t)[0])
	d := paper("một văn bản rất dài", strings.Repeat("căn cứ luật đất đai ", 16_000)+"kết thúc ở đây") // 80,004 words on one page
	put(t, e, d)
	got := find(t, e, search.Query{Text: `"kết thúc ở đây"`})
	if got.Total != 1 || got.Hits[0].ID != d.ID || got.Hits[0].Page != 1 || !strings.Contains(search.Plain(got.Hits[0].Snippet), "kết thúc ở đây") {
		t.Errorf("%+v", got)
	}
	d.Pages = []string{"một trang ngắn"}
	put(t, e, d)
	if got := find(t, e, search.Query{Text: `"kết thúc ở đây"`}); got.Total != 0 {
		t.Error("what the text no longer says is still found")
	}
}

func TestARebuildThatWasKilledLeavesTheOldIndexAndIsClearedUp(t *testing.T) {
	server := meilisearchtest.Servers(t)[0]
	e := open(t, server)
	kept := paper("đang dùng")
	if err := e.Rebuild(t.Context(), all(kept)); err != nil {
		t.Fatal(err)
	}
	// The process dies when the source has been read half: nothing clears up behind it.
	ctx, kill := context.WithCancel(t.Context())
	err := e.Rebuild(ctx, func(yield func(search.Document, error) bool) {
		for i := range 450 {
			if i == 401 {
				kill()
			}
			if !yield(paper(fmt.Sprint("nửa chừng ", i)), nil) {
				return
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	left := indexes(t, server)
	if !slices.ContainsFunc(left, func(name string) bool { return strings.HasSuffix(name, "_building") }) {
		t.Fatalf("the test left no half index: %v", left)
	}
	again := open(t, server) // the next process
	if got := find(t, again, search.Query{}); got.Total != 1 {
		t.Errorf("the old index has %d", got.Total)
	}
	if complete, err := again.Complete(t.Context()); !complete || err != nil {
		t.Errorf("the old index is complete: %v, %v", complete, err)
	}
	if err := again.Rebuild(t.Context(), all(kept, paper("mới"))); err != nil {
		t.Fatal(err)
	}
	if got := find(t, again, search.Query{}); got.Total != 2 {
		t.Errorf("the new index has %d", got.Total)
	}
	for _, name := range indexes(t, server) {
		if strings.HasSuffix(name, "_building") {
			t.Errorf("%s is left", name)
		}
	}
}

func TestAServerThatLostItsIndexesIsNotComplete(t *testing.T) {
	server := meilisearchtest.Servers(t)[0]
	e := open(t, server)
	d := paper("một văn bản")
	if err := e.Rebuild(t.Context(), all(d)); err != nil {
		t.Fatal(err)
	}
	meilisearchtest.Remove(t, server)
	if complete, err := e.Complete(t.Context()); complete || err != nil {
		t.Errorf("complete: %v, %v", complete, err)
	}
	if got := find(t, e, search.Query{}); got.Total != 0 {
		t.Errorf("total %d", got.Total)
	}
	if held, err := e.Holds(t.Context(), d.ID); held || err != nil {
		t.Errorf("holds: %v, %v", held, err)
	}
	if err := e.Rebuild(t.Context(), all(d)); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, search.Query{}); got.Total != 1 {
		t.Errorf("after a rebuild: total %d", got.Total)
	}
}

func TestAWrongKeyIsRefusedAndNotTold(t *testing.T) {
	server := meilisearchtest.Servers(t)[0]
	server.Key = "geheim"
	err := open(t, server).Ready(t.Context())
	var known *office.Error
	if office.KindOf(err) != office.KindUnavailable || !errors.As(err, &known) || !strings.Contains(known.Cause.Error(), "invalid_api_key") ||
		strings.Contains(known.Cause.Error(), "geheim") {
		t.Errorf("got %v, %v", err, known)
	}
}

// TestTheRightsThatOperationsNameAreEnough makes the key of docs/operations.md and does everything with it.
func TestTheRightsThatOperationsNameAreEnough(t *testing.T) {
	server := meilisearchtest.Servers(t)[0]
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), `"actions": [`)
	actions, _, found := strings.Cut(after, "]")
	if !found {
		t.Fatal("docs/operations.md names no actions")
	}
	var named []string
	if err := json.Unmarshal([]byte("["+actions+"]"), &named); err != nil {
		t.Fatal(err)
	}
	client := meilisearchtest.Client(server)
	key, err := client.CreateKey(&meili.Key{Name: "least", Actions: named, Indexes: []string{"*"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = client.DeleteKey(key.UID) })
	least := server
	least.Key = key.Key
	e := open(t, least)
	kept, gone := paper("giữ lại"), paper("bỏ đi", "trang một", "trang hai")
	for range 2 { // the second rebuild deletes and swaps what is there
		if err := e.Rebuild(t.Context(), all(kept)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, e, gone)
	gone.Pages = gone.Pages[:1]
	put(t, e, gone)
	if err := e.Delete(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	held, err := e.Holds(t.Context(), kept.ID)
	complete, failed := e.Complete(t.Context())
	if got := find(t, e, search.Query{Text: "giữ lại"}); got.Total != 1 || !held || !complete || errors.Join(err, failed, e.Ready(t.Context())) != nil {
		t.Errorf("total %d, held %v, complete %v: %v", got.Total, held, complete, errors.Join(err, failed))
	}
}

// Package meilisearch keeps the index on one Meilisearch server.
//
// The server keeps an index a year of entry (…_2026), so that a new document never waits for the old years, and an entry a page. A document's
// year is in its identifier and never changes, so it never moves from one index to another. Rebuild fills indexes beside them (…_2026_building)
// and swaps all with one task. …_about says of which version the whole is; without it the index is not complete.
//
// What the server is asked is made from checked values only, and texts never stand in a filter's language: see query.go. Its answers are
// trusted for nothing: who shows a hit authorises it again.
package meilisearch

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/office"
	"congvan/search"
)

// Options say where the server is.
type Options struct {
	URL    string // http://host:port
	Key    string // an API key: docs/operations.md lists its rights
	Prefix string // of the names of indexes; "" is "congvan"
}

// Engine is the index on one server.
type Engine struct {
	server meili.ServiceManager
	prefix string

	mu     sync.Mutex
	known  []string // the live indexes by name, in order
	listed time.Time

	changes    search.Changes
	writing    sync.RWMutex // held for reading while something is put, for writing while indexes are swapped
	rebuilding sync.Mutex   // one rebuild at a time
}

var _ search.Engine = (*Engine)(nil)

// New makes an engine; it does not speak to the server yet. A server that does not answer now may do so later.
func New(options Options) *Engine {
	return newEngine(options, transport())
}

// transport asks for no compression: the server sends a compressed answer in pieces, and a kept connection waits 40 ms between the first two.
func transport() *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	transport.MaxIdleConnsPerHost = 32
	return transport
}

func newEngine(options Options, transport http.RoundTripper) *Engine {
	server := meili.New(strings.TrimSuffix(options.URL, "/"), meili.WithAPIKey(options.Key),
		meili.WithCustomClient(&http.Client{Transport: transport}), meili.DisableRetries())
	if options.Prefix == "" {
		options.Prefix = "congvan"
	}
	return &Engine{server: server, prefix: options.Prefix}
}

// Name is the server's name for logs and records: its address without what may be secret in it.
func Name(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// freshFor is how long a list of the indexes is believed. Another process may have made the first index of a new year meanwhile.
const freshFor = 5 * time.Second

// indexes are the names of the live indexes.
func (e *Engine) indexes(ctx context.Context) ([]string, error) {
	e.mu.Lock()
	known, fresh := e.known, time.Since(e.listed) < freshFor
	e.mu.Unlock()
	if fresh {
		return known, nil
	}
	return e.listIndexes(ctx)
}

// listIndexes asks the server, and first whether it is one to work with: it may be another than at the start.
func (e *Engine) listIndexes(ctx context.Context) ([]string, error) {
	if _, err := e.Version(ctx); err != nil {
		return nil, err
	}
	all, err := e.allIndexes(ctx)
	if err != nil {
		return nil, err
	}
	live := slices.DeleteFunc(all, func(name string) bool { return !isYear(name[len(e.prefix):]) })
	slices.Sort(live)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.known, e.listed = live, time.Now()
	return live, nil
}

// allIndexes are those that are ours, also what a rebuild left behind.
func (e *Engine) allIndexes(ctx context.Context) ([]string, error) {
	const most = 10_000
	list, err := e.server.ListIndexesWithContext(ctx, &meili.IndexesQuery{Limit: most})
	if err != nil {
		return nil, told(err)
	}
	var ours []string
	for _, index := range list.Results {
		if strings.HasPrefix(index.UID, e.prefix+"_") {
			ours = append(ours, index.UID)
		}
	}
	return ours, nil
}

// isYear reports whether an index's name ends like that of a year: "_2026".
func isYear(ending string) bool {
	_, err := strconv.ParseUint(ending[1:], 10, 16)
	return err == nil && len(ending) == 5
}

// indexOf is the index that holds a document: that of the year in which its identifier was made. What has another kind of identifier is in "0000".
func (e *Engine) indexOf(id office.ID) string {
	year := 0
	if id.Version() == 7 {
		year = time.Unix(id.Time().UnixTime()).In(office.Hanoi).Year()
	}
	return e.prefix + "_" + pad(year)
}

func pad(year int) string {
	text := strconv.Itoa(max(0, min(year, 9999)))
	return strings.Repeat("0", 4-len(text)) + text
}

// Holds asks for one entry of the document.
func (e *Engine) Holds(ctx context.Context, id office.ID) (bool, error) {
	held, err := e.any(ctx, e.indexOf(id), []string{is("doc", id.String())})
	return held, search.Unavailable(err)
}

// Ready asks the server whether it can be used: it answers, knows the key and is not too old.
func (e *Engine) Ready(ctx context.Context) error {
	_, err := e.Version(ctx)
	return search.Unavailable(err)
}

// Complete tells whether a rebuild of this version was ever brought to its end here and is still there.
func (e *Engine) Complete(ctx context.Context) (bool, error) {
	var about about
	err := e.server.Index(e.about()).GetDocumentWithContext(ctx, aboutID, nil, &about)
	if hasCode(err, "index_not_found") || hasCode(err, "document_not_found") {
		return false, nil
	}
	return about.Version == version, search.Unavailable(told(err))
}

// Close ends idle connections.
func (e *Engine) Close() error {
	e.server.Close()
	return nil
}

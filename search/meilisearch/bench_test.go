package meilisearch

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"congvan/search"
	"congvan/search/searchtest"
)

// BenchmarkMeilisearch measures searches in scope through our code against the server asked directly: the very requests that a search makes, sent
// by a bare HTTP client that reads the answers and does nothing with them, in turn with the search in the same run. The rest (reading the query,
// putting years together, ranking anew, marking) is ours.
func BenchmarkMeilisearch(b *testing.B) {
	options := server(b)
	recorder := &recorder{next: transport()}
	engine := newEngine(options, recorder)
	b.Cleanup(func() { remove(b, engine) })
	count := searchtest.BenchDocuments(b)
	begun := time.Now()
	if err := engine.Rebuild(b.Context(), searchtest.NewPapers().All(count)); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d documents loaded in %s", count, time.Since(begun).Round(time.Second))
	b.Run("search", func(b *testing.B) { benchSearch(b, engine, recorder, searchtest.BenchQueries) })
	for _, q := range searchtest.BenchQueries {
		b.Run(q.Name, func(b *testing.B) { benchSearch(b, engine, recorder, []searchtest.BenchQuery{q}) })
	}
}

func benchSearch(b *testing.B, engine *Engine, recorder *recorder, queries []searchtest.BenchQuery) {
	const rounds = 12
	var ours, direct []float64
	for range b.N {
		for range rounds {
			for _, q := range queries {
				took, requests := recorder.record(func() {
					if _, err := engine.Search(b.Context(), q.Scope, search.Query{Text: q.Text}); err != nil {
						b.Fatal(err)
					}
				})
				ours = append(ours, took)
				direct = append(direct, recorder.replay(b, requests))
			}
		}
	}
	own, floor := p95(ours), p95(direct)
	b.ReportMetric(own, "p95-ms")
	b.ReportMetric(floor, "floor-ms")
	b.ReportMetric(own/floor, "×floor")
	b.ReportMetric(median(ours), "p50-ms")
	b.ReportMetric(median(ours)/median(direct), "×floor-p50")
}

func p95(values []float64) float64 { return at(values, 95) }

func median(values []float64) float64 { return at(values, 50) }

func at(values []float64, percent int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)*percent/100]
}

// recorder keeps the requests that read.
type recorder struct {
	next     http.RoundTripper
	requests []recorded
}

type recorded struct {
	request *http.Request
	body    []byte
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodPost && request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		r.requests = append(r.requests, recorded{request, body})
	}
	return r.next.RoundTrip(request)
}

func (r *recorder) record(f func()) (ms float64, requests []recorded) {
	r.requests = nil
	begun := time.Now()
	f()
	return since(begun), r.requests
}

func since(begun time.Time) float64 { return float64(time.Since(begun).Microseconds()) / 1000 }

// replay sends the requests again.
func (r *recorder) replay(b *testing.B, requests []recorded) float64 {
	begun := time.Now()
	for _, one := range requests {
		request := one.request.Clone(context.Background())
		request.Body = io.NopCloser(bytes.NewReader(one.body))
		answer, err := r.next.RoundTrip(request)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
			b.Fatal(answer.Status, err)
		}
		answer.Body.Close()
	}
	return since(begun)
}

// remove deletes the indexes of a benchmark.
func remove(b *testing.B, e *Engine) {
	names, err := e.allIndexes(context.Background())
	if err != nil {
		b.Error(err)
	}
	for _, name := range names {
		task, err := e.server.DeleteIndexWithContext(context.Background(), name)
		if err := e.done(context.Background(), task, err); err != nil {
			b.Error(err)
		}
	}
}

package find_test

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/find"
	"congvan/office/org/orgtest"
	"congvan/search"
	"congvan/search/embedded"
	"congvan/search/meilisearch"
	"congvan/search/meilisearch/meilisearchtest"
	"congvan/search/searchtest"
)

// BenchmarkCommitToSearchable measures from the commit of a change to the first search that finds it: the job waits for its worker, reads the
// document, and brings it to every index (two on Meilisearch), beside the papers of searchtest.BenchDocuments. On PostgreSQL, which tells
// the workers of a job; SQLite is asked every 50 ms.
func BenchmarkCommitToSearchable(b *testing.B) {
	b.Run("embedded", func(b *testing.B) {
		engine, err := embedded.Open(b.Context(), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = engine.Close() })
		benchCommit(b, find.Instance{Name: "embedded", Engine: engine})
	})
	b.Run("meilisearch", func(b *testing.B) {
		var instances []find.Instance
		for _, server := range meilisearchtest.Servers(b) {
			engine := meilisearch.New(server)
			b.Cleanup(func() { _ = engine.Close() })
			instances = append(instances, find.Instance{Name: meilisearch.Name(server.URL), Engine: engine})
		}
		benchCommit(b, instances...)
	})
}

func benchCommit(b *testing.B, instances ...find.Instance) {
	const rounds = 20
	db := databasetest.Open(b, database.PostgreSQL, office.SystemClock)
	w := &world{t: b, db: db, city: orgtest.Found(b, db, "00001", "thành phố Thử Nghiệm", nil)}
	w.find = find.New(db, slog.New(slog.DiscardHandler), instances...)
	if err := w.find.Register(ctx); err != nil {
		b.Fatal(err)
	}
	for _, in := range instances {
		if err := in.Engine.Rebuild(ctx, searchtest.NewPapers().All(searchtest.BenchDocuments(b))); err != nil {
			b.Fatal(err)
		}
	}
	w.exec(`update search_indexes set complete = true, wanted = false`)
	registry := jobs.NewRegistry()
	w.find.Work(registry)
	runner, err := jobs.Start(ctx, db, registry, jobs.Config{Workers: 4, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = runner.Stop(ctx) })
	var took []float64
	for b.Loop() {
		for range rounds {
			took = append(took, w.searchable(len(took)))
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[(len(took)-1)*95/100], "p95-ms")
	b.ReportMetric(took[(len(took)-1)/2], "p50-ms")
}

// searchable commits a paper with its job and searches for it until it is found.
func (w *world) searchable(i int) float64 {
	word := fmt.Sprintf("mốc%d", i)
	paper := w.paper("Thu hồi đất "+word, "07", "Nội dung "+word)
	actor := w.city.Actor(orgtest.Clerk)
	if err := w.db.Write(ctx, func(tx *database.Tx) error { return jobs.Insert(ctx, tx, search.IndexArgs{Document: paper}) }); err != nil {
		w.t.Fatal(err)
	}
	begun := time.Now()
	for w.search(actor, words(`"`+word+`"`)).Total == 0 {
		if time.Since(begun) > time.Minute {
			w.t.Fatal("it is not found within a minute")
		}
		time.Sleep(time.Millisecond)
	}
	return float64(time.Since(begun).Microseconds()) / 1000
}

package embedded_test

import (
	"fmt"
	"testing"

	"congvan/search"
	"congvan/search/embedded"
	"congvan/search/searchtest"
)

func BenchmarkEmbedded(b *testing.B) {
	engine, err := embedded.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = engine.Close() })
	papers, count := searchtest.NewPapers(), searchtest.BenchDocuments(b)
	if err := engine.Rebuild(b.Context(), papers.All(count)); err != nil {
		b.Fatal(err)
	}
	b.Run("put until found", func(b *testing.B) {
		for i := range b.N {
			d := papers.Paper(count + i)
			d.Subject += fmt.Sprint(" mốc", i)
			if err := engine.Put(b.Context(), d); err != nil {
				b.Fatal(err)
			}
			if held, err := engine.Holds(b.Context(), d.ID); !held || err != nil {
				b.Fatal(held, err)
			}
		}
	})
	for _, q := range searchtest.BenchQueries {
		b.Run(q.Name, func(b *testing.B) {
			for range b.N {
				if _, err := engine.Search(b.Context(), q.Scope, search.Query{Text: q.Text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

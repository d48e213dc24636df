package meilisearch_test

import (
	"testing"

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

package meilisearch

import (
	"context"
	"slices"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/language"
	"congvan/search"
)

// version is that of the settings and of everything that decides what an entry holds: folding, number keys, abbreviations. Raise it when one of
// them changes: indexes of another version are not complete.
const version = "1"

// about is the one entry of the index that tells of the others.
type about struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

const aboutID = "about"

func (e *Engine) about() string { return e.prefix + "_about" }

func primaryKey() *meili.DocumentOptions {
	key := "id"
	return &meili.DocumentOptions{PrimaryKey: &key}
}

// settings of an index. Every list is given: the client leaves out what is empty, and then the server keeps what it had.
func settings() *meili.Settings {
	return &meili.Settings{
		SearchableAttributes: []string{"number", "subject", "signer", "issuer", "type", "field", "body", "also"},
		FilterableAttributes: []string{"id", "doc", "seq", "principals", "class", "type_code", "field_codes", "org", "year", "date", "numkeys"},
		SortableAttributes:   []string{"date", "doc"},
		RankingRules:         []string{"sort", "words", "typo", "proximity", "attribute", "exactness"},
		TypoTolerance: &meili.TypoTolerance{
			Enabled:             true,
			MinWordSizeForTypos: meili.MinWordSizeForTypos{OneTypo: 3, TwoTypos: 8},
			DisableOnWords:      language.Syllables(), // what is a syllable may be meant
			DisableOnAttributes: []string{"number"},
			DisableOnNumbers:    true,
		},
		SeparatorTokens:    []string{"<", ">", "="},
		ProximityPrecision: meili.ByWord,
		Pagination:         &meili.Pagination{MaxTotalHits: search.MaxTotal + 1}, // one more than is shown, to tell that there are more
		Faceting:           &meili.Faceting{MaxValuesPerFacet: 1000, SortFacetValuesBy: map[string]meili.SortFacetType{"*": meili.SortFacetTypeCount}},
		SearchCutoffMs:     1500,
	}
}

// ensure makes an index with its settings unless it is known to be there.
func (e *Engine) ensure(ctx context.Context, name string) error {
	known, err := e.indexes(ctx)
	if err != nil || slices.Contains(known, name) {
		return err
	}
	if err := e.create(ctx, name); err != nil {
		return err
	}
	_, err = e.listIndexes(ctx)
	return err
}

// create makes an index. Two processes may do it at once: the one that comes second finds it there, and gives it the same settings.
func (e *Engine) create(ctx context.Context, name string) error {
	task, err := e.server.CreateIndexWithContext(ctx, &meili.IndexConfig{Uid: name, PrimaryKey: "id"})
	if err := e.done(ctx, task, err); err != nil && !isTask(err, "index_already_exists") {
		return err
	}
	index := e.server.Index(name)
	task, err = index.UpdateSettingsWithContext(ctx, settings())
	if err := e.done(ctx, task, err); err != nil {
		return err
	}
	// Facet search answers without the filter. The client cannot say "false" among the other settings: it leaves it out.
	task, err = index.UpdateFacetSearchWithContext(ctx, false)
	return e.done(ctx, task, err)
}

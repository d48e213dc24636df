package meilisearch

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/office"
	"congvan/search"
)

// searchTime is what a search may take. The server itself stops ordering after 1.5 s (settings).
const searchTime = 4 * time.Second

// Search asks for all words as they were typed first; when no document has them, with slips of the finger; at last it drops words from the end.
func (e *Engine) Search(ctx context.Context, scope search.Scope, query search.Query) (search.Result, error) {
	if err := scope.Check(); err != nil {
		return search.Result{}, err
	}
	if err := query.Check(); err != nil {
		return search.Result{}, err
	}
	if query.Among != nil && len(query.Among) == 0 {
		return search.Result{}, nil
	}
	ctx, stop := context.WithTimeout(ctx, searchTime)
	defer stop()
	result, err := e.answer(ctx, scope, query)
	if hasCode(err, "index_not_found") { // an index that was known is gone: swapped away or lost
		if _, err = e.listIndexes(ctx); err == nil {
			result, err = e.answer(ctx, scope, query)
		}
	}
	return result, search.Unavailable(told(err))
}

func (e *Engine) answer(ctx context.Context, scope search.Scope, query search.Query) (search.Result, error) {
	indexes, err := e.indexes(ctx)
	if err != nil || len(indexes) == 0 {
		return search.Result{}, err
	}
	s := &session{ctx: ctx, engine: e, indexes: indexes, filter: filterOf(scope, query), query: query}
	plan := search.NewPlan(query.Text)
	result, found, err := s.ask(plan, false)
	if found || err != nil || plan.Empty() {
		return result, err
	}
	if result, found, err = s.ask(plan, true); !found && err == nil {
		for _, shorter := range plan.Shorter() {
			if result, found, err = s.ask(shorter, false); found || err != nil {
				break
			}
		}
	}
	result.Loose = found
	return result, err
}

// session is one search.
type session struct {
	ctx     context.Context
	engine  *Engine
	indexes []string
	filter  []string
	query   search.Query
}

// ask asks every index in every way with one request and puts the answers together.
func (s *session) ask(plan *search.Plan, loosely bool) (result search.Result, found bool, err error) {
	var request meili.MultiSearchRequest
	for _, way := range waysOf(plan, loosely) {
		for _, index := range s.indexes {
			request.Queries = append(request.Queries, s.request(index, way, plan.Empty()))
		}
	}
	answer, err := s.engine.server.MultiSearchWithContext(s.ctx, &request)
	if err != nil {
		return search.Result{}, false, err
	}
	hits, total, err := s.merge(answer.Results)
	if err != nil || len(hits) == 0 {
		return search.Result{}, false, err
	}
	result.Total, result.Capped = min(total, search.MaxTotal), total > search.MaxTotal
	result.Hits, err = plan.Hits(s.query, len(hits), func(from, to int) ([]search.Candidate, error) {
		candidates, err := s.load(hits[from:to])
		if loosely {
			*plan = *guess(plan, candidates)
		}
		return candidates, err
	})
	if err != nil {
		return search.Result{}, false, err
	}
	result.Facets, err = s.facets(answer.Results)
	return result, true, err
}

// request asks one index in one way. Pages of hits are numbered, because only then does the server count documents and not entries.
func (s *session) request(index string, way way, listed bool) *meili.SearchRequest {
	most := int64(max(search.RankWindow, s.query.Offset+s.query.Limit))
	r := &meili.SearchRequest{
		IndexUID: index, Query: way.words, Filter: slices.Concat(s.filter, way.filter), MatchingStrategy: meili.All, Distinct: "doc",
		HitsPerPage: &most, Page: 1, AttributesToRetrieve: []string{"id", "doc", "date"}, ShowRankingScore: true,
	}
	for _, facet := range s.query.Facets {
		r.Facets = append(r.Facets, facetAttributes[facet])
	}
	switch {
	case s.query.Sort == search.OldestFirst:
		r.Sort = []string{"date:asc", "doc:asc"}
	case s.query.Sort == search.NewestFirst || listed:
		r.Sort = []string{"date:desc", "doc:desc"}
	}
	return r
}

// hit is an entry that was found.
type hit struct {
	ID    string    `json:"id"`
	Doc   office.ID `json:"doc"`
	Date  int       `json:"date"`
	Score float64   `json:"_rankingScore"`
	index string
}

// merge brings the hits of all answers into one order, each document once. Every answer is in order itself, and what comes first in the whole is
// first in one of them: so the beginning of the whole does not change when more is asked for.
func (s *session) merge(answers []meili.SearchResponse) (merged []hit, total int, err error) {
	lists := make([][]hit, len(answers))
	complete := true
	for i, answer := range answers {
		total += int(answer.TotalHits)
		complete = complete && len(answer.Hits) == int(answer.TotalHits)
		lists[i] = make([]hit, len(answer.Hits))
		for j := range answer.Hits {
			if err := answer.Hits[j].DecodeInto(&lists[i][j]); err != nil {
				return nil, 0, err
			}
			lists[i][j].index = answer.IndexUID
		}
	}
	most := max(search.RankWindow, s.query.Offset+s.query.Limit)
	seen := make(map[office.ID]bool)
	for len(merged) < most || complete {
		first := s.first(lists)
		if first < 0 {
			break
		}
		next := lists[first][0]
		lists[first] = lists[first][1:]
		if !seen[next.Doc] {
			seen[next.Doc] = true
			merged = append(merged, next)
		}
	}
	if complete { // then every document was seen, also one that was found in two ways
		total = len(merged)
	}
	return merged, total, nil
}

// first is the list whose next hit comes first, -1 when all are at their end.
func (s *session) first(lists [][]hit) int {
	best := -1
	for i, list := range lists {
		if len(list) > 0 && (best < 0 || s.compare(list[0], lists[best][0]) < 0) {
			best = i
		}
	}
	return best
}

func (s *session) compare(a, b hit) int {
	newest := cmp.Or(cmp.Compare(b.Date, a.Date), slices.Compare(b.Doc[:], a.Doc[:]))
	switch {
	case s.query.Sort == search.OldestFirst:
		return -newest
	case s.query.Sort == search.NewestFirst:
		return newest
	default:
		return cmp.Or(cmp.Compare(b.Score, a.Score), newest)
	}
}

// load reads what is shown and ranked of a window of hits. What was taken out in between is left out. It searches by identifiers, because
// all indexes can be searched with one request.
func (s *session) load(window []hit) ([]search.Candidate, error) {
	ids := make(map[string][]string)
	for _, h := range window {
		ids[h.index] = append(ids[h.index], h.ID)
	}
	var request meili.MultiSearchRequest
	for index, some := range ids {
		request.Queries = append(request.Queries, &meili.SearchRequest{IndexUID: index, Filter: []string{in("id", some)}, Limit: int64(len(some)),
			AttributesToRetrieve: []string{"id", "page", "shown_number", "shown_subject", "shown_text"}})
	}
	if len(request.Queries) == 0 {
		return nil, nil
	}
	answer, err := s.engine.server.MultiSearchWithContext(s.ctx, &request)
	if err != nil {
		return nil, err
	}
	loaded := make(map[string]search.Candidate, len(window))
	for _, some := range answer.Results {
		for _, raw := range some.Hits {
			var e entry
			if err := raw.DecodeInto(&e); err != nil {
				return nil, err
			}
			loaded[e.ID] = search.Candidate{Number: e.ShownNumber, Subject: e.ShownSubject, Page: e.Page, Body: e.ShownText}
		}
	}
	candidates := make([]search.Candidate, 0, len(window))
	for _, h := range window {
		if c, there := loaded[h.ID]; there {
			c.ID, c.Date = h.Doc, dayOf(h.Date)
			candidates = append(candidates, c)
		}
	}
	return candidates, nil
}

func dayOf(number int) office.Day {
	if number == 0 {
		return ""
	}
	return office.NewDay(number/10_000, time.Month(number/100%100), number%100)
}

var facetAttributes = map[search.Facet]string{
	search.FacetKind: "type_code", search.FacetIssuer: "org", search.FacetField: "field_codes", search.FacetYear: "year",
}

// facets adds up the counts of all answers.
func (s *session) facets(answers []meili.SearchResponse) (map[search.Facet][]search.Count, error) {
	counted := make(map[string]map[string]int)
	for _, answer := range answers {
		if len(answer.FacetDistribution) == 0 {
			continue
		}
		var some map[string]map[string]int
		if err := json.Unmarshal(answer.FacetDistribution, &some); err != nil {
			return nil, err
		}
		for attribute, values := range some {
			if counted[attribute] == nil {
				counted[attribute] = make(map[string]int)
			}
			for value, count := range values {
				counted[attribute][value] += count
			}
		}
	}
	facets := make(map[search.Facet][]search.Count, len(s.query.Facets))
	for _, facet := range s.query.Facets {
		facets[facet] = ordered(counted[facetAttributes[facet]])
	}
	return facets, nil
}

// ordered leaves out what has no value: the issuer of none, the year of a draft.
func ordered(values map[string]int) []search.Count {
	var counts []search.Count
	for value, count := range values {
		if value != "" && value != "0" {
			counts = append(counts, search.Count{Value: value, Count: count})
		}
	}
	slices.SortFunc(counts, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return counts
}

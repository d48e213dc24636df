package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"congvan/search"
)

// manyPrincipals is from how many principals on the documents of the scope are gathered first, instead of asking for each document found
// whether one of the principals sees it.
const manyPrincipals = 64

// weights of the columns of words, in their order: the document's own number above all, then its subject.
const weights = `20.0, 8.0, 4.0, 4.0, 3.0, 3.0, 1.0, 0.5`

// question is one search in SQL: conditions and their arguments.
type question struct {
	match string // FTS5 expression, "" lists everything
	scope search.Scope
	query search.Query
	args  []any
}

func (q *question) arg(value any) string {
	q.args = append(q.args, value)
	return fmt.Sprintf("$%d", len(q.args))
}

// list hands over a list as one JSON argument: its length does not change the text of the statement.
func (q *question) list(values any) string {
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // lists of strings and numbers cannot fail
	}
	return "(select value from json_each(" + q.arg(string(text)) + "))"
}

// found is the beginning of every statement: the documents within scope and filters that match, each with its best page. The scope stands
// beside the match: a document out of scope is never counted, ordered or returned.
func (q *question) found() string {
	q.args = nil
	asked := `asked (principal) as materialized (select id from principal where name in ` + q.list(q.scope.Principals) + `)`
	if q.match == "" {
		return `with ` + asked + `, found as materialized (
			select d.id as document, 0.0 as score, 0 as page, d.date as date from document d where ` + q.conditions(true) + `)`
	}
	// Weighing a page costs far more than asking who may see it, so only pages in scope are weighed: bm25 stands beside the conditions.
	return `with ` + asked + `,
		hit as materialized (
			select d.id as document, words.rowid as page, d.date as date, bm25(words, ` + weights + `) as score
			from words cross join document d on d.id = words.rowid >> ` + fmt.Sprint(pagesBits) + `
			where words match ` + q.arg(q.match) + ` and ` + q.conditions(len(q.scope.Principals) >= manyPrincipals) + `),
		found as materialized (select document, min(score) as score, page, date from hit group by document)`
}

func (q *question) conditions(gather bool) string {
	all := []string{`d.class <= ` + q.arg(q.scope.Class)}
	if gather {
		all = append(all, `d.id in (select s.document from sight s where s.principal in (select principal from asked))`)
	} else {
		all = append(all, `exists (select 1 from sight s where s.document = d.id and s.principal in (select principal from asked))`)
	}
	if len(q.query.Kinds) > 0 {
		all = append(all, `d.kind in `+q.list(q.query.Kinds))
	}
	if len(q.query.Issuers) > 0 {
		all = append(all, `d.issuer_code in `+q.list(q.query.Issuers))
	}
	if len(q.query.Fields) > 0 {
		all = append(all, `exists (select 1 from field f where f.document = d.id and f.field in `+q.list(q.query.Fields)+`)`)
	}
	if len(q.query.Years) > 0 {
		all = append(all, `d.year in `+q.list(q.query.Years))
	}
	if q.query.Among != nil {
		all = append(all, `d.uuid in `+q.list(q.query.Among))
	}
	if q.query.From != "" {
		all = append(all, `d.date >= `+q.arg(string(q.query.From)))
	}
	if q.query.To != "" {
		all = append(all, `d.date <> '' and d.date < `+q.arg(string(q.query.To)))
	}
	return strings.Join(all, ` and `)
}

// row is a document found.
type row struct {
	document int64
	page     int64 // rowid of the page that matches best
	total    int
}

func (q *question) rows(ctx context.Context, tx *sql.Tx, limit int) ([]row, error) {
	statement := q.found() + ` select document, page, (select count(*) from found) from found order by ` + q.order() + ` limit ` + q.arg(limit)
	rows, err := tx.QueryContext(ctx, statement, q.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.document, &r.page, &r.total); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

func (q *question) order() string {
	switch {
	case q.query.Sort == search.OldestFirst:
		return `date, document`
	case q.query.Sort == search.NewestFirst || q.match == "":
		return `date desc, document desc`
	default:
		return `score, date desc, document desc`
	}
}

// any tells whether a document in scope matches at all.
func (q *question) any(ctx context.Context, tx *sql.Tx) (bool, error) {
	rows, err := q.rows(ctx, tx, 1)
	return len(rows) > 0, err
}

// facets counts everything that was found, in one pass a facet.
func (q *question) facets(ctx context.Context, tx *sql.Tx) (map[search.Facet][]search.Count, error) {
	facets := make(map[search.Facet][]search.Count, len(q.query.Facets))
	for _, facet := range q.query.Facets {
		counts, err := q.counts(ctx, tx, facet)
		if err != nil {
			return nil, err
		}
		facets[facet] = counts
	}
	return facets, nil
}

var facetColumns = map[search.Facet]string{
	search.FacetKind:   `d.kind from found join document d on d.id = found.document`,
	search.FacetIssuer: `d.issuer_code from found join document d on d.id = found.document`,
	search.FacetYear:   `cast(d.year as text) from found join document d on d.id = found.document`,
	search.FacetField:  `f.field from found join field f on f.document = found.document`,
}

func (q *question) counts(ctx context.Context, tx *sql.Tx, facet search.Facet) ([]search.Count, error) {
	rows, err := tx.QueryContext(ctx, q.found()+` select value, count(*) from (select `+strings.Replace(facetColumns[facet], " from", " as value from", 1)+
		`) where value not in ('', '0') group by value order by count(*) desc, value`, q.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var counts []search.Count
	for rows.Next() {
		var c search.Count
		if err := rows.Scan(&c.Value, &c.Count); err != nil {
			return nil, err
		}
		counts = append(counts, c)
	}
	return counts, rows.Err()
}

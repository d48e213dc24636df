package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"congvan/office"
	"congvan/search"
)

// Search asks for all words first; when no document has them, for all with a slip of the finger; at last it drops words from the end.
func (e *Engine) Search(ctx context.Context, scope search.Scope, query search.Query) (result search.Result, err error) {
	if err := scope.Check(); err != nil {
		return search.Result{}, err
	}
	if err := query.Check(); err != nil {
		return search.Result{}, err
	}
	err = e.use(func(x *index) error {
		// One transaction, so that total, facets and hits are of one state of the index.
		tx, err := x.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // nothing was written
		s := &session{ctx: ctx, tx: tx, scope: scope, query: query}
		result, err = s.answer(search.NewPlan(query.Text))
		return err
	})
	return result, unavailable(err)
}

// session is one search.
type session struct {
	ctx   context.Context
	tx    *sql.Tx
	scope search.Scope
	query search.Query
}

func (s *session) ask(match string) *question {
	return &question{match: match, scope: s.scope, query: s.query}
}

func (s *session) answer(plan *search.Plan) (search.Result, error) {
	if plan.Empty() {
		result, _, err := s.result(plan, "")
		return result, err
	}
	result, found, err := s.result(plan, matchAll(plan))
	if found || err != nil {
		return result, err
	}
	return s.loosely(plan)
}

func (s *session) loosely(plan *search.Plan) (search.Result, error) {
	wider, match, err := s.guess(plan)
	if err != nil {
		return search.Result{}, err
	}
	if match != "" {
		result, found, err := s.result(wider, match)
		if result.Loose = found; found || err != nil {
			return result, err
		}
	}
	// One syllable alone is no word: at least two stay, and half of what was typed.
	for n := len(plan.Terms) - 1; n >= max(2, (len(plan.Terms)+1)/2); n-- {
		shorter := plan.Shortened(n)
		result, found, err := s.result(shorter, matchAll(shorter))
		if result.Loose = found; found || err != nil {
			return result, err
		}
	}
	return s.asWords(plan)
}

// asWords takes a number that no document has for words.
func (s *session) asWords(plan *search.Plan) (search.Result, error) {
	if !plan.Unsure {
		return search.Result{}, nil
	}
	words := plan.NumberAsWords()
	result, found, err := s.result(words, matchAll(words))
	result.Loose = found
	return result, err
}

// result runs one expression; found says whether anything was.
func (s *session) result(plan *search.Plan, match string) (result search.Result, found bool, err error) {
	q := s.ask(match)
	rows, err := q.rows(s.ctx, s.tx, max(search.RankWindow, s.query.Offset+s.query.Limit))
	if err != nil || len(rows) == 0 {
		return search.Result{}, false, err
	}
	result.Total = min(rows[0].total, search.MaxTotal)
	result.Capped = rows[0].total > search.MaxTotal
	if result.Hits, err = s.hits(plan, rows, match != "" && s.query.Sort == search.ByRelevance); err != nil {
		return search.Result{}, false, err
	}
	result.Facets, err = q.facets(s.ctx, s.tx)
	return result, true, err
}

// hits loads the window to be ranked, ranks it, and makes hits of the page that was asked for.
func (s *session) hits(plan *search.Plan, rows []row, rank bool) ([]search.Hit, error) {
	from, to := min(s.query.Offset, len(rows)), min(s.query.Offset+s.query.Limit, len(rows))
	window := rows[from:to]
	ranked := rank && from < search.RankWindow
	if ranked {
		window = rows[:max(to, min(len(rows), search.RankWindow))]
	}
	loaded, err := s.load(window)
	if err != nil {
		return nil, err
	}
	order := make([]search.Candidate, 0, len(window))
	for _, r := range window {
		order = append(order, loaded[r.document])
	}
	if ranked {
		plan.Rank(order[:min(len(order), search.RankWindow)])
		order = order[from:to]
	}
	pages := make(map[office.ID]int, len(window))
	for _, r := range window {
		pages[loaded[r.document].ID] = pageOf(r.page)
	}
	hits := make([]search.Hit, len(order))
	for i, c := range order {
		hits[i] = search.Hit{ID: c.ID, Page: pages[c.ID], Number: plan.Mark(c.Number), Subject: plan.Mark(c.Subject), Snippet: plan.Snippet(c.Body)}
	}
	return hits, nil
}

// load reads the documents of a window with the page that matched; what is listed without a match shows its first page.
func (s *session) load(window []row) (map[int64]search.Candidate, error) {
	pages := make([]int64, len(window))
	for i, r := range window {
		if pages[i] = r.page; r.page == 0 {
			pages[i] = rowid(r.document, 1)
		}
	}
	list, err := json.Marshal(pages)
	if err != nil {
		return nil, err
	}
	rows, err := s.tx.QueryContext(s.ctx, `
		select d.id, d.uuid, d.number, d.subject, d.date, coalesce(p.body, '')
		from json_each($1) j join document d on d.id = j.value >> `+fmt.Sprint(pagesBits)+` left join page p on p.id = j.value`, string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	loaded := make(map[int64]search.Candidate, len(window))
	for rows.Next() {
		var id int64
		var c search.Candidate
		if err := rows.Scan(&id, &c.ID, &c.Number, &c.Subject, &c.Date, &c.Body); err != nil {
			return nil, err
		}
		loaded[id] = c
	}
	return loaded, rows.Err()
}

// guess looks for other spellings. Words that nobody in scope writes are surely slips; of the others one may be.
func (s *session) guess(plan *search.Plan) (*search.Plan, string, error) {
	spellers := make(map[string]*search.Speller)
	unknown := make(map[string]bool)
	for i, term := range plan.Terms {
		speller := search.NewSpeller(term, i == len(plan.Terms)-1)
		if speller.Hopeless() {
			continue
		}
		spellers[term] = speller
		known, err := s.ask(quote(term)).any(s.ctx, s.tx)
		if err != nil {
			return nil, "", err
		}
		if !known {
			unknown[term] = true
		}
	}
	if len(spellers) == 0 {
		return plan, "", nil
	}
	if err := s.offerVocabulary(spellers); err != nil {
		return nil, "", err
	}
	guesses := make(map[string][]string, len(spellers))
	for term, speller := range spellers {
		guesses[term] = speller.Guesses()
	}
	return plan.WithGuesses(guesses), matchOneSlip(plan, guesses, unknown), nil
}

// offerVocabulary goes through all words of the index. The words themselves are never shown: a guess counts only through a document in
// scope that holds it.
func (s *session) offerVocabulary(spellers map[string]*search.Speller) error {
	rows, err := s.tx.QueryContext(s.ctx, `select term, entries from vocabulary`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var term string
		var count int
		if err := rows.Scan(&term, &count); err != nil {
			return err
		}
		for _, speller := range spellers {
			speller.Offer(term, count)
		}
	}
	return rows.Err()
}

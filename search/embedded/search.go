package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

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
	return result, search.Unavailable(err)
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
	for _, shorter := range plan.Shorter() {
		result, found, err := s.result(shorter, matchAll(shorter))
		if result.Loose = found; found || err != nil {
			return result, err
		}
	}
	return search.Result{}, nil
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
	result.Hits, err = plan.Hits(s.query, len(rows), func(from, to int) ([]search.Candidate, error) { return s.load(rows[from:to]) })
	if err != nil {
		return search.Result{}, false, err
	}
	result.Facets, err = q.facets(s.ctx, s.tx)
	return result, true, err
}

// load reads documents with the page that matched; what is listed without a match shows its first page.
func (s *session) load(window []row) ([]search.Candidate, error) {
	pages := make([]int64, len(window))
	at := make(map[int64]int, len(window))
	for i, r := range window {
		at[r.document] = i
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
	loaded := make([]search.Candidate, len(window))
	for rows.Next() {
		var id int64
		var c search.Candidate
		if err := rows.Scan(&id, &c.ID, &c.Number, &c.Subject, &c.Date, &c.Body); err != nil {
			return nil, err
		}
		c.Page = pageOf(window[at[id]].page)
		loaded[at[id]] = c
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

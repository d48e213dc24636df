package embedded

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/search"
)

func (x *index) put(ctx context.Context, documents []search.Document) error {
	if len(documents) == 0 {
		return nil
	}
	return x.writing(ctx, func(w *writer) error {
		for _, d := range documents {
			if err := w.put(d); err != nil {
				return fmt.Errorf("index the document %s: %w", d.ID, err)
			}
		}
		return w.putVocabulary()
	})
}

func (x *index) delete(ctx context.Context, ids []office.ID) error {
	if len(ids) == 0 {
		return nil
	}
	return x.writing(ctx, func(w *writer) error {
		for _, id := range ids {
			if err := w.delete(id); err != nil {
				return fmt.Errorf("take the document %s out of the index: %w", id, err)
			}
		}
		return nil
	})
}

func (x *index) writing(ctx context.Context, f func(*writer) error) error {
	return inTx(ctx, x.write, func(tx *sql.Tx) error {
		w := &writer{ctx: ctx, tx: tx, statements: make(map[string]*sql.Stmt), entries: make(map[string]int)}
		defer w.close()
		return f(w)
	})
}

// writer is one transaction of writing. It keeps its statements prepared, because parsing them takes longer than running them.
type writer struct {
	ctx        context.Context
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	entries    map[string]int // in how many entries of this transaction a word occurs
}

func (w *writer) close() {
	for _, statement := range w.statements {
		_ = statement.Close()
	}
}

func (w *writer) prepare(text string) (*sql.Stmt, error) {
	if statement := w.statements[text]; statement != nil {
		return statement, nil
	}
	statement, err := w.tx.PrepareContext(w.ctx, text)
	if err != nil {
		return nil, err
	}
	w.statements[text] = statement
	return statement, nil
}

func (w *writer) exec(text string, args ...any) error {
	statement, err := w.prepare(text)
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(w.ctx, args...)
	return err
}

// get reads one row; none is sql.ErrNoRows.
func (w *writer) get(text string, args []any, into ...any) error {
	statement, err := w.prepare(text)
	if err != nil {
		return err
	}
	return statement.QueryRowContext(w.ctx, args...).Scan(into...)
}

// put rewrites the words only when they changed: mostly a paper is put again because one more post has it on its desk.
func (w *writer) put(d search.Document) error {
	digest, err := digestOf(d)
	if err != nil {
		return err
	}
	var id int64
	var kept []byte
	err = w.get(`select id, digest from document where uuid = $1`, []any{d.ID.String()}, &id, &kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if string(kept) != string(digest) {
		if id, err = w.putWords(id, d, digest); err != nil {
			return err
		}
	}
	return w.putSight(id, d.Principals)
}

// digestOf covers everything but who may see the document.
func digestOf(d search.Document) ([]byte, error) {
	d.Principals = nil
	content, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	return sum[:], nil
}

func (w *writer) putWords(id int64, d search.Document, digest []byte) (int64, error) {
	if id != 0 {
		if err := w.deleteWords(id); err != nil {
			return 0, err
		}
	}
	err := w.get(`
		insert into document (uuid, digest, class, number, subject, signer, issuer, issuer_code, kind, date, year)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (uuid) do update set digest = excluded.digest, class = excluded.class, number = excluded.number,
			subject = excluded.subject, signer = excluded.signer, issuer = excluded.issuer, issuer_code = excluded.issuer_code,
			kind = excluded.kind, date = excluded.date, year = excluded.year
		returning id`,
		[]any{d.ID.String(), digest, d.Class, d.Number, d.Subject, d.Signer, d.Issuer, d.IssuerCode, string(d.Kind), string(d.Date), yearOf(d.Date)},
		&id)
	if err != nil {
		return 0, err
	}
	for _, field := range d.Fields {
		if err := w.exec(`insert into field (document, field) values ($1, $2) on conflict do nothing`, id, string(field)); err != nil {
			return 0, err
		}
	}
	return id, w.putPages(id, d)
}

func yearOf(day office.Day) int {
	if day == "" {
		return 0
	}
	return day.Year()
}

func (w *writer) putPages(id int64, d search.Document) error {
	about := particulars(d)
	for page, body := range entries(d.Pages) {
		if err := w.exec(`insert into page (id, body) values ($1, $2)`, rowid(id, page), body); err != nil {
			return err
		}
		e := about.with(language.FoldWords(body))
		err := w.exec(`insert into words (rowid, number, subject, signer, issuer, kind, field, body, also)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			rowid(id, page), e.number, e.subject, e.signer, e.issuer, e.kind, e.field, e.body, e.also)
		if err != nil {
			return err
		}
		w.count(e)
	}
	return nil
}

// entries are the texts by page number.
func entries(pages []string) map[int]string {
	if len(pages) == 0 {
		return map[int]string{0: ""}
	}
	byPage := make(map[int]string, len(pages))
	for i, body := range pages {
		page := min(i+1, lastPage)
		byPage[page] = strings.TrimPrefix(byPage[page]+"\n"+body, "\n")
	}
	return byPage
}

// entry is what FTS5 is given of one page: folded words with spaces between.
type entry struct {
	number, subject, signer, issuer, kind, field, body, also string
}

// apart is a token that no query holds. It keeps phrases from reaching from one synonym into the next.
const apart = " ¦ "

// particulars are what all pages of a document share.
func particulars(d search.Document) entry {
	subject, issuer, kind := language.FoldWords(d.Subject), language.FoldWords(d.Issuer), language.FoldWords(d.KindName)
	field := language.FoldWords(strings.Join(d.FieldNames, "\n"))
	var numbers []string
	if d.Number != "" {
		numbers = language.NumberKeys(d.Number)
	}
	return entry{
		number:  strings.ReplaceAll(strings.Join(numbers, apart), "/", " "),
		subject: strings.Join(subject, " "), issuer: strings.Join(issuer, " "), kind: strings.Join(kind, " "), field: strings.Join(field, " "),
		signer: strings.Join(language.FoldWords(d.Signer), " "),
		also:   synonyms(subject) + synonyms(issuer) + synonyms(kind) + synonyms(field),
	}
}

func (e entry) with(body []string) entry {
	e.body = strings.Join(body, " ")
	e.also += synonyms(body)
	return e
}

func synonyms(words []string) string {
	var all strings.Builder
	for _, form := range language.Synonyms(words) {
		all.WriteString(strings.Join(form, " ") + apart)
	}
	return all.String()
}

// count takes the words of an entry into the vocabulary. Those for which no spelling is guessed stay out.
func (w *writer) count(e entry) {
	seen := make(map[string]bool)
	for _, column := range []string{e.subject, e.signer, e.issuer, e.kind, e.field, e.body, e.also} {
		for word := range strings.FieldsSeq(column) {
			if !seen[word] && len(word) > 1 && !strings.ContainsAny(word, "0123456789¦") {
				seen[word] = true
				w.entries[word]++
			}
		}
	}
}

func (w *writer) putVocabulary() error {
	counted, err := json.Marshal(w.entries)
	if err != nil {
		return err
	}
	return w.exec(`insert into vocabulary (term, entries) select key, value from json_each($1) where true
		on conflict (term) do update set entries = entries + excluded.entries`, string(counted))
}

func (w *writer) putSight(id int64, principals []string) error {
	names, err := json.Marshal(principals)
	if err != nil {
		return err
	}
	err = w.exec(`insert into principal (name) select value from json_each($1) where true on conflict do nothing`, string(names))
	if err != nil {
		return err
	}
	err = w.exec(`delete from sight where document = $1
		and principal not in (select id from principal where name in (select value from json_each($2)))`, id, string(names))
	if err != nil {
		return err
	}
	return w.exec(`insert into sight (document, principal) select $1, id from principal where name in (select value from json_each($2))
		on conflict do nothing`, id, string(names))
}

func (w *writer) delete(uuid office.ID) error {
	var id int64
	err := w.get(`delete from document where uuid = $1 returning id`, []any{uuid.String()}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.exec(`delete from sight where document = $1`, id); err != nil {
		return err
	}
	return w.deleteWords(id)
}

// deleteWords asks page for the rows: FTS5 has no index over a range of rowids.
func (w *writer) deleteWords(id int64) error {
	first, last := rowid(id, 0), rowid(id, lastPage)
	err := w.exec(`delete from words where rowid in (select id from page where id between $1 and $2)`, first, last)
	if err != nil {
		return err
	}
	if err := w.exec(`delete from page where id between $1 and $2`, first, last); err != nil {
		return err
	}
	return w.exec(`delete from field where document = $1`, id)
}

package embedded

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

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
		[]any{d.ID.String(), digest, d.Class, d.Number, d.Subject, d.Signer, d.Issuer, d.IssuerCode, string(d.Kind), string(d.Date), d.Year()},
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

func (w *writer) putPages(id int64, d search.Document) error {
	for _, e := range joined(d.Entries(apart)) {
		if err := w.exec(`insert into page (id, body) values ($1, $2)`, rowid(id, e.Page), e.Text); err != nil {
			return err
		}
		err := w.exec(`insert into words (rowid, number, subject, signer, issuer, kind, field, body, also)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			rowid(id, e.Page), e.Number, e.Subject, e.Signer, e.Issuer, e.Kind, e.Field, e.Body, e.Also)
		if err != nil {
			return err
		}
		w.count(e)
	}
	return nil
}

// apart is a token that no query holds.
const apart = " ¦ "

// joined brings what is beyond the last page to the last page.
func joined(entries []search.Entry) []search.Entry {
	if len(entries) <= lastPage {
		return entries
	}
	last := &entries[lastPage-1]
	for _, e := range entries[lastPage:] {
		last.Text += "\n" + e.Text
		last.Body += " " + e.Body
		last.Also += e.Also
	}
	return entries[:lastPage]
}

// count takes the words of an entry into the vocabulary. Those for which no spelling is guessed stay out.
func (w *writer) count(e search.Entry) {
	seen := make(map[string]bool)
	for _, column := range []string{e.Subject, e.Signer, e.Issuer, e.Kind, e.Field, e.Body, e.Also} {
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

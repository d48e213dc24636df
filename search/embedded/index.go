package embedded

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/search"
)

// version is that of the schema and of everything that decides what is written into it: folding, number keys, abbreviations. Raise it when
// one of them changes; indexes of another version are rebuilt.
const version = "1"

var errOtherVersion = errors.New("the index is of another version")

// schema: a row of words is a page. Its rowid holds the document's number and the page's, so that no table stands between the two. FTS5
// keeps no text (content=”): what is shown comes from page.body. The words are folded in Go, so the tokenizer only splits at spaces.
const schema = `
create table about (version text not null);
create table document (
	id integer primary key, uuid text not null unique, digest blob not null, class integer not null,
	number text not null, subject text not null, signer text not null, issuer text not null, issuer_code text not null,
	kind text not null, date text not null, year integer not null
);
create table field (document integer not null, field text not null, primary key (document, field)) without rowid;
create table principal (id integer primary key, name text not null unique);
create table sight (document integer not null, principal integer not null, primary key (document, principal)) without rowid;
create index sight_by_principal on sight (principal, document);
create table page (id integer primary key, body text not null);
create virtual table words using fts5 (number, subject, signer, issuer, kind, field, body, also,
	content='', contentless_delete=1, tokenize='ascii');
create virtual table vocabulary using fts5vocab (words, 'row');
`

// pagesBits is how many bits of a rowid tell the page. Page 0 is the particulars of a paper without text; text beyond the last page goes
// to the last page.
const (
	pagesBits = 12
	lastPage  = 1<<pagesBits - 1
)

func rowid(document int64, page int) int64 { return document<<pagesBits | int64(page) }

func pageOf(rowid int64) int { return int(rowid & lastPage) }

// index is one generation: a file with a pool for reading and one connection for writing.
type index struct {
	write, read *sql.DB
}

func openIndex(ctx context.Context, path string) (x *index, fresh bool, err error) {
	x = &index{}
	if x.write, err = openPool(path, "", 1); err != nil {
		return nil, false, err
	}
	if fresh, err = x.prepare(ctx); err == nil {
		x.read, err = openPool(path, "&_pragma=query_only(1)", 4)
	}
	if err == nil {
		err = os.Chmod(path, 0o600)
	}
	if err != nil {
		_ = x.close()
		return nil, false, err
	}
	return x, fresh, nil
}

// openPool asks for no durability beyond the file's integrity: what a power cut takes is put again by the jobs or by a rebuild.
func openPool(path, more string, connections int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=cache_size(-16000)&_dqs=0&_txlock=immediate"+more)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func (x *index) prepare(ctx context.Context) (fresh bool, err error) {
	err = inTx(ctx, x.write, func(tx *sql.Tx) error {
		var tables int
		if err := tx.QueryRowContext(ctx, `select count(*) from sqlite_schema`).Scan(&tables); err != nil {
			return err
		}
		if fresh = tables == 0; fresh {
			_, err := tx.ExecContext(ctx, schema+`insert into about (version) values ('`+version+`')`)
			return err
		}
		return checkVersion(ctx, tx)
	})
	return fresh, err
}

func checkVersion(ctx context.Context, tx *sql.Tx) error {
	var found string
	if err := tx.QueryRowContext(ctx, `select version from about`).Scan(&found); err != nil || found != version {
		return fmt.Errorf("%w: %q, %w", errOtherVersion, found, err)
	}
	return nil
}

func (x *index) close() error {
	var errs []error
	for _, pool := range []*sql.DB{x.read, x.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

func (x *index) put(ctx context.Context, documents []search.Document) error {
	if len(documents) == 0 {
		return nil
	}
	return inTx(ctx, x.write, func(tx *sql.Tx) error {
		for _, d := range documents {
			if err := putDocument(ctx, tx, d); err != nil {
				return fmt.Errorf("index the document %s: %w", d.ID, err)
			}
		}
		return nil
	})
}

// putDocument rewrites the words only when they changed: mostly a paper is put again because one more post has it on its desk.
func putDocument(ctx context.Context, tx *sql.Tx, d search.Document) error {
	digest, err := digestOf(d)
	if err != nil {
		return err
	}
	var id int64
	var kept []byte
	err = tx.QueryRowContext(ctx, `select id, digest from document where uuid = $1`, d.ID.String()).Scan(&id, &kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if string(kept) != string(digest) {
		if id, err = writeWords(ctx, tx, id, d, digest); err != nil {
			return err
		}
	}
	return writeSight(ctx, tx, id, d.Principals)
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

func writeWords(ctx context.Context, tx *sql.Tx, id int64, d search.Document, digest []byte) (int64, error) {
	if id != 0 {
		if err := deleteWords(ctx, tx, id); err != nil {
			return 0, err
		}
	}
	row := tx.QueryRowContext(ctx, `
		insert into document (uuid, digest, class, number, subject, signer, issuer, issuer_code, kind, date, year)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (uuid) do update set digest = excluded.digest, class = excluded.class, number = excluded.number,
			subject = excluded.subject, signer = excluded.signer, issuer = excluded.issuer, issuer_code = excluded.issuer_code,
			kind = excluded.kind, date = excluded.date, year = excluded.year
		returning id`,
		d.ID.String(), digest, d.Class, d.Number, d.Subject, d.Signer, d.Issuer, d.IssuerCode, string(d.Kind), string(d.Date), yearOf(d.Date))
	if err := row.Scan(&id); err != nil {
		return 0, err
	}
	for _, field := range d.Fields {
		if _, err := tx.ExecContext(ctx, `insert into field (document, field) values ($1, $2) on conflict do nothing`, id, string(field)); err != nil {
			return 0, err
		}
	}
	return id, writePages(ctx, tx, id, d)
}

func yearOf(day office.Day) int {
	if day == "" {
		return 0
	}
	return day.Year()
}

func writePages(ctx context.Context, tx *sql.Tx, id int64, d search.Document) error {
	for page, body := range entries(d.Pages) {
		if _, err := tx.ExecContext(ctx, `insert into page (id, body) values ($1, $2)`, rowid(id, page), body); err != nil {
			return err
		}
		w := wordsOf(d, body)
		_, err := tx.ExecContext(ctx, `insert into words (rowid, number, subject, signer, issuer, kind, field, body, also)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			rowid(id, page), w.number, w.subject, w.signer, w.issuer, w.kind, w.field, w.body, w.also)
		if err != nil {
			return err
		}
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

// apart is a token that no query holds. It keeps phrases from reaching from one synonym into the next.
const apart = "¦"

// entry is what FTS5 is given of one page: folded words with spaces between.
type entry struct {
	number, subject, signer, issuer, kind, field, body, also string
}

func wordsOf(d search.Document, body string) entry {
	var numbers []string
	if d.Number != "" {
		for _, key := range language.NumberKeys(d.Number) {
			numbers = append(numbers, strings.ReplaceAll(key, "/", " "))
		}
	}
	subject, issuer, kind := language.FoldWords(d.Subject), language.FoldWords(d.Issuer), language.FoldWords(d.KindName)
	field, text := language.FoldWords(strings.Join(d.FieldNames, "\n")), language.FoldWords(body)
	var also []string
	for _, words := range [][]string{subject, issuer, kind, field, text} {
		for _, form := range language.Synonyms(words) {
			also = append(also, strings.Join(form, " "), apart)
		}
	}
	return entry{
		number: strings.Join(numbers, " "), subject: strings.Join(subject, " "), signer: strings.Join(language.FoldWords(d.Signer), " "),
		issuer: strings.Join(issuer, " "), kind: strings.Join(kind, " "), field: strings.Join(field, " "),
		body: strings.Join(text, " "), also: strings.Join(also, " "),
	}
}

func writeSight(ctx context.Context, tx *sql.Tx, id int64, principals []string) error {
	names, err := json.Marshal(principals)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `insert into principal (name) select value from json_each($1) where true on conflict do nothing`,
		string(names)); err != nil {
		return err
	}
	for _, statement := range []string{
		`delete from sight where document = $1 and principal not in (select id from principal where name in (select value from json_each($2)))`,
		`insert into sight (document, principal) select $1, id from principal where name in (select value from json_each($2))
			on conflict do nothing`,
	} {
		if _, err := tx.ExecContext(ctx, statement, id, string(names)); err != nil {
			return err
		}
	}
	return nil
}

func (x *index) delete(ctx context.Context, ids []office.ID) error {
	if len(ids) == 0 {
		return nil
	}
	return inTx(ctx, x.write, func(tx *sql.Tx) error {
		for _, id := range ids {
			if err := deleteDocument(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func deleteDocument(ctx context.Context, tx *sql.Tx, uuid office.ID) error {
	var id int64
	err := tx.QueryRowContext(ctx, `delete from document where uuid = $1 returning id`, uuid.String()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `delete from sight where document = $1`, id); err != nil {
		return err
	}
	return deleteWords(ctx, tx, id)
}

// deleteWords asks page for the rows: FTS5 has no index over a range of rowids.
func deleteWords(ctx context.Context, tx *sql.Tx, id int64) error {
	for _, statement := range []string{
		`delete from words where rowid in (select id from page where id between $1 and $2)`,
		`delete from page where id between $1 and $2`,
	} {
		if _, err := tx.ExecContext(ctx, statement, rowid(id, 0), rowid(id, lastPage)); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `delete from field where document = $1`, id)
	return err
}

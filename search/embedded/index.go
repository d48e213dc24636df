package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
)

// version is that of the schema and of everything that decides what is written into it: folding, number keys, abbreviations. Raise it when
// one of them changes; indexes of another version are rebuilt.
const version = "1"

var errOtherVersion = errors.New("the index is of another version")

// schema: a row of words is a page. Its rowid holds the document's number and the page's, so that no table stands between the two. FTS5
// keeps no text (content=”): what is shown comes from page.body. The words are folded in Go, so the tokenizer only splits at spaces.
// vocabulary is for guessing spellings: every word that was ever put, and in about how many entries (nothing is taken off before a
// rebuild). FTS5's own table of words counts them anew for each query, which takes as long as reading the whole index.
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
create table vocabulary (term text primary key, entries integer not null) without rowid;
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

package bench

import (
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"congvan/database"
)

// rows are rows of several tables by the table's name, each with the values of all columns.
type rows map[string][][]any

// diary compares the whole database before and after something, so that no row is forgotten.
type diary struct {
	*installation
	tables  []string
	columns map[string][]string
	seen    map[string]bool // table and row
}

// before notes every row that there is.
func (in *installation) before() *diary {
	in.Helper()
	d := &diary{installation: in, columns: map[string][]string{}, seen: map[string]bool{}}
	query := "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'floor_%' order by name"
	if in.db.Engine() == database.PostgreSQL {
		query = `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
			and not relispartition and relname not like 'floor_%' order by relname`
	}
	in.write(func(tx *database.Tx) error { return tx.Select(ctx, &d.tables, query) })
	d.each(func(table string, row []any) { d.seen[table+fmt.Sprint(row)] = true })
	return d
}

// after gives the rows that are new or changed.
func (d *diary) after() rows {
	d.Helper()
	found := rows{}
	d.each(func(table string, row []any) {
		if !d.seen[table+fmt.Sprint(row)] {
			found[table] = append(found[table], row)
		}
	})
	return found
}

func (d *diary) each(f func(table string, row []any)) {
	d.Helper()
	for _, table := range d.tables {
		all, err := d.db.Pool().Query(`select * from ` + table)
		d.must(err)
		columns, err := all.Columns()
		d.must(err)
		d.columns[table] = columns
		for all.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			d.must(all.Scan(into...))
			f(table, row)
		}
		d.must(all.Err())
	}
}

// floor is the bare insert of rows: one transaction, as few statements as parameters allow, their texts made beforehand.
type floor struct {
	*installation
	statements []statement
	each       [][]statement // the same rows, shared out among as many transactions as the act had
	tables     []string
	rows       int
}

type statement struct {
	text string
	args []any
}

// most is how many parameters a statement of the floor carries: what SQLite takes at most.
const most = 32_766

// floor makes tables of the same shape (columns, checks, keys, indexes) and the statements that fill them.
func (d *diary) floor(found rows) *floor {
	d.Helper()
	f := &floor{installation: d.installation, each: make([][]statement, d.transactions)}
	for _, table := range slices.Sorted(maps.Keys(found)) {
		d.write(func(tx *database.Tx) error {
			if _, err := tx.Exec(ctx, "drop table if exists floor_"+table); err != nil {
				return err
			}
			return d.shape(tx, table)
		})
		f.tables, f.rows = append(f.tables, "floor_"+table), f.rows+len(found[table])
		columns, all := lean(d.columns[table], found[table], d.defaulted(table))
		for chunk := range slices.Chunk(all, most/len(columns)) {
			f.statements = append(f.statements, d.multiRow("floor_"+table, columns, chunk))
		}
		for i := range f.each {
			if share := all[len(all)*i/len(f.each) : len(all)*(i+1)/len(f.each)]; len(share) > 0 {
				f.each[i] = append(f.each[i], d.multiRow("floor_"+table, columns, share))
			}
		}
	}
	return f
}

// defaulted are the columns that the table fills when they are left out.
func (d *diary) defaulted(table string) (columns []string) {
	query := "select name from pragma_table_info($1) where dflt_value is not null"
	if d.db.Engine() == database.PostgreSQL {
		query = "select column_name from information_schema.columns where table_name = $1 and column_default is not null"
	}
	d.write(func(tx *database.Tx) error { return tx.Select(ctx, &columns, query, table) })
	return columns
}

// lean leaves out the columns that are empty in every row, as a writer by hand would.
func lean(columns []string, all [][]any, defaulted []string) ([]string, [][]any) {
	var kept []int
	for i, column := range columns {
		if slices.ContainsFunc(all, func(row []any) bool {
			return row[i] != nil && (row[i] != "" || !slices.Contains(defaulted, column))
		}) {
			kept = append(kept, i)
		}
	}
	names := make([]string, len(kept))
	rows := make([][]any, len(all))
	for n, i := range kept {
		names[n] = columns[i]
	}
	for r, row := range all {
		for _, i := range kept {
			rows[r] = append(rows[r], row[i])
		}
	}
	return names, rows
}

// multiRow is a statement as the engine takes it best: SQLite compares each numbered parameter with all before it.
func (d *diary) multiRow(table string, columns []string, all [][]any) statement {
	s := statement{}
	var text strings.Builder
	fmt.Fprintf(&text, `insert into %s ("%s") values `, table, strings.Join(columns, `", "`))
	for i, row := range all {
		if i > 0 {
			text.WriteByte(',')
		}
		for j, value := range row {
			text.WriteByte("(,"[min(j, 1)])
			s.args = append(s.args, value)
			if d.db.Engine() == database.SQLite {
				text.WriteByte('?')
			} else {
				fmt.Fprintf(&text, "$%d", len(s.args))
			}
		}
		text.WriteByte(')')
	}
	s.text = text.String()
	return s
}

var name = regexp.MustCompile(`(?i)^(create table) (?:if not exists )?"?(\w+)"?`)

var index = regexp.MustCompile(`(?i)^(create (?:unique )?index) (?:if not exists )?"?(\w+)"? on "?(\w+)"?`)

func (d *diary) shape(tx *database.Tx, table string) error {
	var texts []string
	if tx.Engine() == database.SQLite {
		if err := tx.Select(ctx, &texts, `select sql from sqlite_master where tbl_name = $1 and sql is not null and type in ('table', 'index')
			order by type desc`, table); err != nil {
			return err
		}
		for i, text := range texts {
			texts[i] = index.ReplaceAllString(name.ReplaceAllString(text, "$1 floor_$2"), "$1 floor_$2 on floor_$3")
		}
	} else {
		if err := tx.Select(ctx, &texts, `select 'alter table floor_' || $1 || ' add ' || pg_get_constraintdef(oid) from pg_constraint
			where conrelid = $1::regclass and contype = 'f'`, table); err != nil {
			return err
		}
		texts = append([]string{fmt.Sprintf("create table floor_%s (like %[1]s including all)", table)}, texts...)
	}
	for _, text := range texts {
		if _, err := tx.Exec(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// insert empties the tables and fills them; only the filling is timed.
func (f *floor) insert() cost {
	f.Helper()
	f.clear()
	return f.timed(func() { f.must(f.fill(f.db.Pool())) })
}

// insertEach does the same with a transaction for each share, whose statements are prepared as the office's are.
func (f *floor) insertEach() cost {
	f.Helper()
	f.clear()
	return f.timed(func() {
		for _, share := range f.each {
			f.write(func(tx *database.Tx) error {
				for _, s := range share {
					if _, err := tx.Exec(ctx, s.text, s.args...); err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
}

func (f *floor) clear() {
	f.Helper()
	f.write(func(tx *database.Tx) error {
		for _, table := range f.tables {
			if _, err := tx.Exec(ctx, "delete from "+table); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *floor) fill(pool *sql.DB) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, s := range f.statements {
		if _, err := tx.ExecContext(ctx, s.text, s.args...); err != nil {
			return fmt.Errorf("%.80s: %w", s.text, err)
		}
	}
	return tx.Commit()
}

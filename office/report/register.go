package report

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"congvan/database"
	"congvan/office"
)

// Register reads a page of a register of the actor's organ, and counts what the query finds in all of it. Pages are found by number, so the last
// of a hundred thousand costs what the first does.
func (s *Service) Register(ctx context.Context, actor office.Actor, q Query, at Cursor, size int) (Page, error) {
	var page Page
	actor, err := q.reader(actor)
	if err != nil {
		return page, err
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		found, err := q.conditions(ctx, tx, actor)
		if err != nil {
			return err
		}
		if page.Totals, err = totals(ctx, tx, *found, q.Year); err != nil {
			return err
		}
		page, err = turn(ctx, tx, actor, *found, page, at, size)
		return err
	})
	return page, err
}

// turn reads the lines of one page and finds out what lies on either side.
func turn(ctx context.Context, tx *database.Tx, actor office.Actor, found condition, page Page, at Cursor, size int) (Page, error) {
	order := "desc"
	switch {
	case at.Below > 0:
		found.and(`e.number < ?`, at.Below)
	case at.Above > 0:
		found.and(`e.number > ?`, at.Above)
		order = "asc"
	}
	lines, err := lines(ctx, tx, actor, found, order, size+1)
	if err != nil {
		return page, err
	}
	more := len(lines) > size
	lines = lines[:min(len(lines), size)]
	if at.Above > 0 {
		slices.Reverse(lines)
	}
	if page.Lines = lines; len(lines) == 0 {
		return page, nil
	}
	newest, oldest := lines[0].Number, lines[len(lines)-1].Number
	if at.Above > 0 && more || at.Below > 0 {
		page.Newer = newest
	}
	if at.Above > 0 || more {
		page.Older = oldest
	}
	return page, nil
}

// row is a line as the query gives it.
type row struct {
	Line
	Outside     bool
	SignerTitle string
	SignerBasis string // the head's document, where the right to sign rests on one
}

// lines reads lines with everything that stands in them, two queries for however many.
func lines(ctx context.Context, tx *database.Tx, actor office.Actor, found condition, order string, limit int) ([]Line, error) {
	found.args = append(slices.Clone(found.args), actor.Has(office.RoleClerk), limit)
	clerk, most := place(len(found.args)-1), place(len(found.args))
	hidden := `coalesce(d.confidential, false) and not ` + clerk
	known := func(column string) string { return `case when ` + hidden + ` then '' else ` + column + ` end` }
	var rows []row
	err := tx.Select(ctx, &rows, `select e.id, e.number, e.state, e.outside, e.code, e.entered_at, e.marked_at, coalesce(m.name, '') as marked_by,
			`+known(`e.reason`)+` as reason, e.document_id, e.delivery_id, `+known(`coalesce(d.kind, '')`)+` as kind, coalesce(d.urgency, '') as urgency, coalesce(d.issued_on, e.dated) as dated,
			`+hidden+` as hidden,
			`+known(`coalesce(v.subject, e.subject)`)+` as subject,
			coalesce(a.short_name, e.party) as author,
			`+known(`coalesce(p.title, '')`)+` as "to",
			v.registered_at as passed_at,
			coalesce(d.signer_name, '') as signer, coalesce(d.signer_title, '') as signer_title,
			case when d.signer_right in ('delegate', 'paper', 'authorised') then d.signer_basis else '' end as signer_basis, coalesce(u.name, '') as department,
			coalesce(x.recipients, 0) as recipients, x.sent_at
		from register_entries e
			left join people m on m.id = e.marked_by
			left join documents d on d.id = e.document_id
			left join posts w on w.id = d.drafter_post
			left join departments u on u.id = w.department_id
			left join dispatches x on x.document_id = e.document_id and e.delivery_id is null
			left join deliveries v on v.id = e.delivery_id
			left join organs a on a.id = v.sender_id
			left join posts p on p.id = v.leader_post
		where `+found.where+` order by e.number `+order+` limit `+most, found.args...)
	if err != nil {
		return nil, err
	}
	all := make([]Line, len(rows))
	for i, r := range rows {
		if all[i] = r.Line; r.Outside && r.State == Used {
			all[i].State = Outside
		}
		if r.To == "" {
			all[i].PassedAt = nil
		}
		if r.Signer != "" && r.SignerTitle != "" {
			all[i].Signer = r.SignerTitle + " " + r.Signer
		}
		if r.SignerBasis != "" { // NĐ 30/2020 Điều 13: what was signed on the head's word says on which
			all[i].Signer += ", theo " + r.SignerBasis
		}
	}
	return all, name(ctx, tx, all)
}

func place(n int) string { return fmt.Sprintf("$%d", n) }

// few is how many recipients are told by name; of more, how many they are.
const few = 5

// name fills in the recipients of own papers that went to a few.
func name(ctx context.Context, tx *database.Tx, all []Line) error {
	at := map[office.ID]int{}
	var ids []office.ID
	for i, line := range all {
		if line.Recipients > 0 && line.Recipients <= few {
			at[*line.DocumentID] = i
			ids = append(ids, *line.DocumentID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	marks, args := database.In(1, ids)
	var rows []struct {
		DocumentID office.ID
		ShortName  string
	}
	err := tx.Select(ctx, &rows, `select v.document_id, o.short_name from deliveries v join organs o on o.id = v.organ_id
		where v.document_id in (`+marks+`) order by o.locality_code, o.id`, args...)
	for _, r := range rows {
		line := &all[at[r.DocumentID]]
		line.Names = strings.TrimPrefix(line.Names+"; "+r.ShortName, "; ")
	}
	return err
}

// totals counts what a query finds: by state, and by month of the year.
func totals(ctx context.Context, tx *database.Tx, found condition, year int) (Totals, error) {
	t, args := Totals{ByState: map[State]int{}}, slices.Clone(found.args)
	var months strings.Builder
	for m := range t.ByMonth {
		args = append(args, office.NewDay(year, time.Month(m+2), 1).Time().UTC())
		fmt.Fprintf(&months, " when e.entered_at < %s then %d", place(len(args)), m)
	}
	var rows []struct {
		State   State
		Outside bool
		Month   int
		N       int
	}
	err := tx.Select(ctx, &rows, `select e.state, e.outside, case`+months.String()+` else 11 end as month, count(*) as n from register_entries e
		where `+found.where+` group by 1, 2, 3`, args...)
	for _, r := range rows {
		if r.Outside && r.State == Used {
			r.State = Outside
		}
		t.All += r.N
		t.ByState[r.State] += r.N
		t.ByMonth[r.Month] += r.N
	}
	return t, err
}

// Series lists the series of numbers that the register of a query has had in its year, with the next number of each.
func (s *Service) Series(ctx context.Context, actor office.Actor, q Query) (map[string]int, error) {
	next := map[string]int{}
	actor, err := q.reader(actor)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		var rows []struct {
			Series     string
			NextNumber int
		}
		err := tx.Select(ctx, &rows, `select series, next_number from registers where organ_id = $1 and direction = $2 and period = $3`,
			actor.Organ, q.Direction, fmt.Sprintf("%04d", q.Year))
		for _, r := range rows {
			next[r.Series] = r.NextNumber
		}
		return err
	})
	return next, err
}

package annex

import (
	"cmp"
	"context"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/sheet"
)

// Into says what becomes of what is read: a draft of its own, or the content of one that there is.
type Into struct {
	Draft    office.ID // the draft whose content it replaces; none makes a new one
	Revision int       // of that draft, as it was looked at
}

// Result is what came of reading: a draft, or everything that is wrong.
type Result struct {
	Draft   office.ID
	Clauses int
	Faults  []sheet.Fault
}

// Import reads a workbook or a JSON document and keeps it as a draft. With any fault it keeps nothing, and the result tells them all. The error is
// for what is no such file, or for who may not.
func (s *Service) Import(ctx context.Context, actor office.Actor, file []byte, into Into) (Result, error) {
	if err := mayImport(actor); err != nil {
		return Result{}, err
	}
	var old regulation.Version
	if into.Draft != (office.ID{}) {
		var err error
		if old, err = s.regulation.Get(ctx, actor, into.Draft); err != nil {
			return Result{}, err
		}
	}
	l, err := s.lists(ctx, actor.Organ)
	if err != nil {
		return Result{}, err
	}
	v, faults, err := l.read(file)
	if err != nil || len(faults) > 0 {
		return Result{Faults: faults}, err
	}
	result := Result{Clauses: len(v.Clauses)}
	if into.Draft == (office.ID{}) {
		result.Draft, err = s.regulation.Draft(ctx, actor, v)
		return result, err
	}
	v.ID, v.Revision = into.Draft, into.Revision
	keepIDs(v.Clauses, old.Clauses)
	v, err = s.regulation.Revise(ctx, actor, v)
	result.Draft = v.ID
	return result, err
}

// keepIDs lets a clause that was there already stay the same clause, so that what was said about it still leads to it.
func keepIDs(clauses, old []regulation.Clause) {
	left := slices.Clone(old)
	for i := range clauses {
		at := slices.IndexFunc(left, func(c regulation.Clause) bool {
			return c.Reference == clauses[i].Reference && c.Slot == clauses[i].Slot && same(c.PostID, clauses[i].PostID) && same(c.DepartmentID, clauses[i].DepartmentID)
		})
		if at >= 0 {
			clauses[i].ID = left[at].ID
			left = slices.Delete(left, at, at+1)
		}
	}
}

func same(a, b *office.ID) bool { return a == b || a != nil && b != nil && *a == *b }

// read reads a file against the organ's lists. A version comes back only without faults.
func (l *lists) read(file []byte) (regulation.Version, []sheet.Fault, error) {
	book, err := sheet.Read(file, l.forms())
	if err != nil {
		return regulation.Version{}, nil, err
	}
	r := reader{lists: l, faults: book.Faults, version: regulation.Version{OrganID: l.structure.Organ.ID, Title: l.titleFor(), Substitutes: map[office.ID][]office.ID{}}}
	for _, row := range book.Rows("regulation") {
		r.about(row)
	}
	for _, row := range book.Rows("clauses") {
		r.clause(row)
	}
	for _, row := range book.Rows("substitutes") {
		r.substitutes(row)
	}
	if len(r.faults) == 0 && len(r.version.Clauses) == 0 {
		r.faults = append(r.faults, sheet.Fault{Place: top(file), Key: "annex.no_clauses"})
	}
	if len(r.faults) == 0 {
		r.check(file)
	}
	inOrder(r.faults, l.forms())
	return r.version, r.faults, nil
}

// inOrder puts the faults of a workbook in the order of its sheets, rows and columns. Those of JSON stay as they were found.
func inOrder(faults []sheet.Fault, forms []sheet.Form) {
	number := func(f sheet.Fault) int {
		return slices.IndexFunc(forms, func(form sheet.Form) bool { return form.Title == f.Sheet })
	}
	slices.SortStableFunc(faults, func(a, b sheet.Fault) int {
		return cmp.Or(cmp.Compare(number(a), number(b)), cmp.Compare(a.Row, b.Row), cmp.Compare(len(a.Column), len(b.Column)), cmp.Compare(a.Column, b.Column))
	})
}

// top is the place of what concerns the whole table of clauses.
func top(file []byte) sheet.Place {
	if sheet.IsJSON(file) {
		return sheet.Place{Pointer: "/clauses"}
	}
	return sheet.Place{Sheet: "Điều khoản", Row: 2, Column: "A"}
}

// reader makes a version of the rows of a book.
type reader struct {
	*lists
	version regulation.Version
	rows    []sheet.Row // of the clauses
	faults  []sheet.Fault
}

func (r *reader) fault(row sheet.Row, column, key string, args ...any) {
	r.faults = append(r.faults, row.Fault(column, key, args...))
}

// about reads what concerns the whole regulation.
func (r *reader) about(row sheet.Row) {
	r.version.Title, r.version.DeputyID = row.Text("title"), r.post(row.Text("deputy"))
	for _, word := range row.List("precedence") {
		var s routing.Selector
		if err := s.UnmarshalText([]byte(word)); err == nil { // the form holds none but the five
			r.version.Precedence = append(r.version.Precedence, s)
		}
	}
	if n := len(r.version.Precedence); n > 0 && n < len(selectors) && !row.Wrong("precedence") {
		r.fault(row, "precedence", "annex.short_precedence", len(selectors), n)
	}
}

func (r *reader) clause(row sheet.Row) {
	c := regulation.Clause{Reference: row.Text("reference"), Wording: row.Text("wording"), Selectors: regulation.Selectors{
		Urgencies: retyped[office.Urgency](row.List("urgencies")), Kinds: retyped[office.KindCode](row.List("kinds")),
		Fields: retyped[office.FieldCode](row.List("fields")), Areas: retyped[office.AreaCode](row.List("areas"))}}
	for _, value := range row.List("issuers") {
		c.Issuers = append(c.Issuers, r.issuer(value))
	}
	if word := row.Text("slot"); word != "" {
		if err := c.Slot.UnmarshalText([]byte(word)); err != nil {
			r.fault(row, "slot", "sheet.no_choice", word, "")
		}
	}
	r.target(&c, row)
	if first := slices.IndexFunc(r.version.Clauses, func(other regulation.Clause) bool { return repeats(c, other) }); first >= 0 && c.Reference != "" {
		r.fault(row, "reference", "annex.repeats", r.rows[first].At("reference").String())
	}
	r.version.Clauses, r.rows = append(r.version.Clauses, c), append(r.rows, row)
}

// target fills in whom the clause names, as its slot wants.
func (r *reader) target(c *regulation.Clause, row sheet.Row) {
	who := row.Text("who")
	c.PostID, c.DepartmentID = r.post(who), r.department(who)
	switch {
	case who == "" || c.Slot == 0: // told already
	case c.Slot.TakesDepartment() && c.DepartmentID == nil:
		r.fault(row, "who", "annex.wants_department", language.Text(language.Vietnamese, "intake.slot."+c.Slot.String()))
	case !c.Slot.TakesDepartment() && c.PostID == nil:
		r.fault(row, "who", "annex.wants_post", language.Text(language.Vietnamese, "intake.slot."+c.Slot.String()))
	}
}

// repeats reports whether a clause says at the same place what another says.
func repeats(a, b regulation.Clause) bool {
	return a.Reference == b.Reference && a.Slot == b.Slot && same(a.PostID, b.PostID) && same(a.DepartmentID, b.DepartmentID) &&
		alike(a.Fields, b.Fields) && alike(a.Areas, b.Areas) && alike(a.Kinds, b.Kinds) && alike(a.Issuers, b.Issuers) && alike(a.Urgencies, b.Urgencies)
}

// alike reports whether two lists hold the same, in whatever order.
func alike[V ~string](a, b []V) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(v V) bool { return !slices.Contains(b, v) })
}

func (r *reader) substitutes(row sheet.Row) {
	post := r.post(row.Text("post"))
	if post == nil {
		return // told already
	}
	if len(r.version.Substitutes[*post]) > 0 {
		r.fault(row, "post", "annex.post_twice")
		return
	}
	for _, value := range row.List("instead") {
		id := r.post(value)
		if same(id, post) {
			r.fault(row, "instead", "annex.own_substitute")
		}
		r.version.Substitutes[*post] = append(r.version.Substitutes[*post], *id)
	}
}

// check has the regulation's own check look at what was read.
func (r *reader) check(file []byte) {
	for i := range r.version.Clauses {
		r.version.Clauses[i].ID = office.NewID()
	}
	for _, e := range regulation.Check(&r.version, r.structure, r.named(&r.version)) {
		place := top(file)
		if n, part, ok := regulation.PlaceOf(e.Field); ok && n < len(r.rows) {
			place = r.rows[n].At(columnOf(part))
		}
		r.faults = append(r.faults, sheet.FaultOf(place, e))
	}
}

// columnOf is the column of a part of a clause.
func columnOf(part string) string {
	if part == "post" || part == "department" {
		return "who"
	}
	return part
}

func retyped[To ~string](list []string) []To {
	var out []To
	for _, value := range list {
		out = append(out, To(value))
	}
	return out
}

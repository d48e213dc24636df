package web

import (
	"slices"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// asksFor is the clause that the address opens beside the version; nil when it opens none. "new" is one to be written, begun with what the
// address says: field and whom.
func (s *sheet) asksFor(c echo.Context) *page.OpenClause {
	asked := c.QueryParam("clause")
	if asked == "new" && s.edits {
		k := regulation.Clause{Slot: routing.SlotLeader}
		if field := office.FieldCode(c.QueryParam("field")); regulation.FieldKnown(field) {
			k.Fields = []office.FieldCode{field}
		}
		return s.openClause(k, true)
	}
	if k, ok := s.clause(asked); ok {
		return s.openClause(k, false)
	}
	return nil
}

// openClause is a clause with all that it could say instead.
func (s *sheet) openClause(k regulation.Clause, isNew bool) *page.OpenClause {
	if !s.edits {
		return &page.OpenClause{ClauseRow: s.clauseRow(k), View: s.view}
	}
	open := s.choices(k)
	open.ClauseRow, open.New, open.View = s.clauseRow(k), isNew, s.view
	open.Targets, open.Fields = s.targets(k), s.fieldTicks(k.Fields)
	for _, slot := range routing.Slots() {
		open.Slots = append(open.Slots, page.Option{Value: slot.String(), Text: s.phrase("matrix.slot." + slot.String()), Chosen: slot == k.Slot})
	}
	return &open
}

// choices are what selectors, but for that of fields, may ask of a paper; what the clause asks is chosen.
func (s *sheet) choices(k regulation.Clause) page.OpenClause {
	open := page.OpenClause{Issuers: s.issuerTicks(k.Issuers)}
	for _, a := range s.Structure.Areas {
		open.Areas = append(open.Areas, page.Option{Value: string(a.Code), Text: a.Name, Chosen: slices.Contains(k.Areas, a.Code)})
	}
	slices.SortFunc(open.Areas, func(a, b page.Option) int { return byNumber(a.Text, b.Text) })
	for _, kind := range document.Kinds() {
		open.Kinds = append(open.Kinds, page.Option{Value: string(kind.Code), Text: s.phrase("regulation.kind." + string(kind.Code)), Chosen: slices.Contains(k.Kinds, kind.Code)})
	}
	for _, u := range []office.Urgency{office.Ordinary, office.Urgent, office.VeryUrgent, office.Express} {
		open.Urgencies = append(open.Urgencies, page.Option{Value: string(u), Text: s.phrase("web.urgency." + string(u)), Chosen: slices.Contains(k.Urgencies, u)})
	}
	return open
}

// targets are the posts and departments that a clause may name: leaders, departments, then the posts of each department.
func (s *sheet) targets(k regulation.Clause) []page.Group {
	option := func(kind string, id office.ID, text string, chosen *office.ID) page.Option {
		return page.Option{Value: kind + id.String(), Text: text, Chosen: chosen != nil && *chosen == id}
	}
	leaders, departments := page.Group{Name: s.phrase("matrix.target.leaders")}, page.Group{Name: s.phrase("matrix.target.departments")}
	within := map[office.ID]*page.Group{}
	groups := make([]page.Group, len(s.Structure.Departments))
	for i, d := range s.Structure.Departments {
		departments.Options = append(departments.Options, option(departmentTarget, d.ID, d.Name, k.DepartmentID))
		groups[i].Name, within[d.ID] = d.Name, &groups[i]
	}
	for _, p := range s.Structure.Posts {
		group := &leaders
		if p.DepartmentID != nil && within[*p.DepartmentID] != nil {
			group = within[*p.DepartmentID]
		}
		group.Options = append(group.Options, option(postTarget, p.ID, titled(s.Structure, p), k.PostID))
	}
	return append([]page.Group{leaders, departments}, groups...)
}

// fieldTicks is the tree of fields; a group's own tick stands before its leaves.
func (s *sheet) fieldTicks(chosen []office.FieldCode) []page.Group {
	var groups []page.Group
	for _, f := range regulation.Fields() {
		name := regulation.FieldIn(s.lang, f.Code)
		if f.Parent == "" {
			groups = append(groups, page.Group{Name: name})
			if isGroup(f.Code) {
				name = s.phrase("matrix.whole_group", name)
			}
		}
		g := &groups[len(groups)-1]
		g.Options = append(g.Options, page.Option{Value: string(f.Code), Text: name, Chosen: slices.Contains(chosen, f.Code)})
	}
	return groups
}

// issuerTicks are the classes of issuers, and the organs that the version names already.
func (s *sheet) issuerTicks(chosen []string) []page.Option {
	var options []page.Option
	for _, class := range regulation.Classes() {
		options = append(options, page.Option{Value: class, Text: s.phrase("regulation.issuer." + class), Chosen: slices.Contains(chosen, class)})
	}
	for _, id := range s.issuers() {
		options = append(options, page.Option{Value: string(id), Text: s.Issuers[id], Chosen: slices.Contains(chosen, string(id))})
	}
	return options
}

// issuers are the organs that the version names as issuers, by name.
func (s *sheet) issuers() []routing.Issuer {
	var ids []routing.Issuer
	for id := range s.Issuers {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b routing.Issuer) int { return language.Compare(s.Issuers[a], s.Issuers[b]) })
	return ids
}

// typedClause reads the form of a clause. What the organ does not know is the service's to refuse.
func typedClause(c echo.Context, kept regulation.Clause) (regulation.Clause, error) {
	form, err := c.FormParams()
	if err != nil {
		return kept, err
	}
	k := regulation.Clause{ID: kept.ID, Reference: oneLine(form.Get("reference")), Wording: oneLine(form.Get("wording")), Selectors: regulation.Selectors{
		Fields: codes[office.FieldCode](form["fields"]), Areas: codes[office.AreaCode](form["areas"]), Kinds: codes[office.KindCode](form["kinds"]),
		Issuers: codes[string](form["issuers"]), Urgencies: codes[office.Urgency](form["urgencies"])}}
	if err := k.Slot.UnmarshalText([]byte(form.Get("slot"))); err != nil {
		return k, office.Invalid("regulation.unknown_slot", "slot", k.Reference, form.Get("slot"))
	}
	return k, aim(&k, form.Get("target"))
}

// What a clause may name is sent with its kind before its identifier.
const (
	postTarget       = "post:"
	departmentTarget = "department:"
)

func isPost(target string) bool { return strings.HasPrefix(target, postTarget) }

// aim reads whom a clause names; nobody is the service's to refuse.
func aim(k *regulation.Clause, target string) error {
	if target == "" {
		return nil
	}
	kind, text, _ := strings.Cut(target, ":")
	id, err := office.ParseID("target", text)
	switch kind + ":" {
	case postTarget:
		k.PostID = &id
	case departmentTarget:
		k.DepartmentID = &id
	default:
		return office.Invalid("matrix.target_unknown", "target")
	}
	if err != nil {
		return office.Invalid("matrix.target_unknown", "target")
	}
	return nil
}

// codes are what was ticked, nil for nothing.
func codes[V ~string](ticked []string) []V {
	if len(ticked) == 0 {
		return nil
	}
	return retyped[V](ticked)
}

// oneLine is a typed text without line breaks and double spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

package intake

import (
	"encoding/json"
	"maps"
	"slices"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/sheet"
)

// drafting is a version of the book with the rows that it comes from.
type drafting struct {
	organ   *organ
	row     sheet.Row
	version regulation.Version
	clauses []sheet.Row
	broken  bool // a row names what there is not: told already
}

func (p *plan) checkRegulations() {
	all, order := map[string]*drafting{}, []*drafting(nil)
	for _, row := range p.book.Rows("regulations") {
		o, ok := p.of(row)
		if !ok || !p.once(row, "number", "regulations", o.code, row.Text("number")) {
			continue
		}
		d := &drafting{organ: o, row: row, version: regulation.Version{ID: office.NewID(), OrganID: o.ID, Title: row.Text("title"), Number: row.Text("number"),
			AdoptedOn: row.Day("adopted_on"), EffectiveFrom: row.Day("effective_from"), Substitutes: map[office.ID][]office.ID{}}}
		for _, word := range row.List("precedence") {
			d.version.Precedence = append(d.version.Precedence, selector(word))
		}
		before := len(p.faults)
		d.version.DeputyID = p.post(o, row, "deputy", row.Text("deputy"))
		d.broken = len(p.faults) > before
		all[o.code+"\x00"+d.version.Number], order = d, append(order, d)
	}
	find := func(row sheet.Row) *drafting {
		o, ok := p.of(row)
		if !ok {
			return nil
		}
		d := all[o.code+"\x00"+row.Text("number")]
		if d == nil {
			p.fault(row, "number", "intake.no_regulation", row.Text("number"), o.code)
		}
		return d
	}
	for _, row := range p.book.Rows("clauses") {
		if d := find(row); d != nil {
			p.clause(d, row)
		}
	}
	for _, row := range p.book.Rows("substitutes") {
		if d := find(row); d != nil {
			p.substitutes(d, row)
		}
	}
	for _, d := range order {
		p.checkVersion(d)
	}
}

// clause adds a clause of the book to its version.
func (p *plan) clause(d *drafting, row sheet.Row) {
	before := len(p.faults)
	c := regulation.Clause{ID: office.NewID(), Reference: row.Text("reference"), Wording: row.Text("wording"), PostID: p.post(d.organ, row, "post", row.Text("post")),
		DepartmentID: p.department(d.organ, row), Selectors: regulation.Selectors{Urgencies: retyped[office.Urgency](row.List("urgencies")),
			Kinds: retyped[office.KindCode](row.List("kinds")), Fields: retyped[office.FieldCode](row.List("fields")), Areas: retyped[office.AreaCode](row.List("areas"))}}
	if err := c.Slot.UnmarshalText([]byte(row.Text("slot"))); err != nil {
		d.broken = true // told by the form
	}
	for _, issuer := range row.List("issuers") {
		if id, ok := p.identified[issuer]; ok {
			issuer = id.String()
		} else if !slices.Contains(regulation.Classes(), issuer) {
			p.fault(row, "issuers", "intake.no_issuer", issuer)
		}
		c.Issuers = append(c.Issuers, issuer)
	}
	d.broken = d.broken || len(p.faults) > before
	d.version.Clauses, d.clauses = append(d.version.Clauses, c), append(d.clauses, row)
}

func retyped[To ~string](list []string) []To {
	var out []To
	for _, value := range list {
		out = append(out, To(value))
	}
	return out
}

func (p *plan) substitutes(d *drafting, row sheet.Row) {
	if !p.once(row, "post", "substitutes", d.organ.code, row.Text("number"), row.Text("post")) {
		return
	}
	before := len(p.faults)
	post := p.post(d.organ, row, "post", row.Text("post"))
	for _, code := range row.List("instead") {
		if id := p.post(d.organ, row, "instead", code); id != nil && post != nil {
			d.version.Substitutes[*post] = append(d.version.Substitutes[*post], *id)
		}
	}
	d.broken = d.broken || len(p.faults) > before
}

// checkVersion has the regulation's own check look at a version, tells what it finds at the cells it is about, and decides what becomes of it.
func (p *plan) checkVersion(d *drafting) {
	v := &d.version
	for _, e := range regulation.Check(v, p.structure(d.organ), p.issuers(v)) {
		place, row := d.place(e.Field)
		if !(d.broken && p.told(place)) {
			p.fault(row, place, e.Key, e.Args...)
		}
	}
	if v.Number != "" && v.AdoptedOn == "" && !d.row.Wrong("adopted_on") {
		p.fault(d.row, "adopted_on", "regulation.adopted_on_missing")
	}
	if v.Number != "" && v.EffectiveFrom == "" && !d.row.Wrong("effective_from") {
		p.fault(d.row, "effective_from", "regulation.effective_from_missing")
	}
	p.decide(d)
}

// told reports whether a part of a broken version is one whose names the intake checks itself.
func (p *plan) told(column string) bool {
	return slices.Contains([]string{"post", "department", "deputy", "instead", "issuers", "slot"}, column)
}

// place is the column, and the row, that a fault of the regulation's check is about: "clauses[3].fields".
func (d *drafting) place(field string) (string, sheet.Row) {
	if n, part, ok := regulation.PlaceOf(field); ok && n < len(d.clauses) {
		return part, d.clauses[n]
	}
	return field, d.row
}

// structure is the organ as it will stand.
func (p *plan) structure(o *organ) *org.Structure {
	s := &org.Structure{Day: p.today, Organ: o.Organ}
	s.Departments = slices.Collect(maps.Values(o.departments))
	s.Posts = slices.Collect(maps.Values(o.posts))
	s.Areas = slices.Collect(maps.Values(o.areas))
	slices.SortFunc(s.Departments, func(a, b org.Department) int { return a.Position - b.Position })
	slices.SortFunc(s.Posts, func(a, b org.Post) int { return a.Position - b.Position })
	return s
}

// issuers are the organs that a version names: of the book as they will be, others by what the check asks of them, their class.
func (p *plan) issuers(v *regulation.Version) []org.Organ {
	var all []org.Organ
	seen := map[office.ID]bool{}
	for _, c := range v.Clauses {
		for _, issuer := range c.Issuers {
			id, err := office.ParseID("issuers", issuer)
			if err != nil || seen[id] {
				continue
			}
			seen[id] = true
			named := org.Organ{ID: id, IssuerClass: "cung_cap"}
			for _, o := range p.order {
				if o.ID == id && o.IssuerClass != "" {
					named = o.Organ
				}
			}
			all = append(all, named)
		}
	}
	return all
}

// decide says what becomes of a version: nothing when the installation has it; adopted when its number is new; a draft when it says something else
// than what was adopted under that number.
func (p *plan) decide(d *drafting) {
	content, v := contentOf(d.version), d.version
	adopted := false
	for _, old := range d.organ.versions {
		switch sameContent := contentOf(old) == content; {
		case old.State == regulation.StateDraft && sameContent:
			return
		case old.State != regulation.StateDraft && v.Number != "" && old.Number == v.Number:
			adopted = true
			if !sameContent {
				continue
			}
			if old.AdoptedOn != v.AdoptedOn || old.EffectiveFrom != v.EffectiveFrom {
				p.fault(d.row, "effective_from", "intake.history")
			}
			return
		case old.State != regulation.StateDraft && v.Number != "" && old.EffectiveFrom == v.EffectiveFrom:
			p.fault(d.row, "effective_from", "regulation.same_start", day(v.EffectiveFrom))
		}
	}
	if v.Number == "" || adopted {
		d.organ.enter = append(d.organ.enter, entering{v, nil})
		p.counted(d.organ, "versions_drafted")
		return
	}
	d.organ.enter = append(d.organ.enter, entering{v, &regulation.Adoption{Number: v.Number, AdoptedOn: v.AdoptedOn, EffectiveFrom: v.EffectiveFrom}})
	d.organ.versions = append(d.organ.versions, adoptedAs(v))
	p.counted(d.organ, "versions_adopted")
}

// adoptedAs lets the next row of the book see it.
func adoptedAs(v regulation.Version) regulation.Version {
	v.State = regulation.StateAdopted
	return v
}

// contentOf is what a version says, without when it holds and which row it is.
func contentOf(v regulation.Version) string {
	type clause struct {
		Reference, Wording string
		Slot               routing.Slot
		Post, Department   *office.ID
		regulation.Selectors
	}
	content := struct {
		Title       string
		Precedence  []routing.Selector        `json:",omitempty"`
		Substitutes map[office.ID][]office.ID `json:",omitempty"`
		Deputy      *office.ID
		Clauses     []clause
	}{Title: v.Title, Precedence: v.Precedence, Substitutes: v.Substitutes, Deputy: v.DeputyID}
	for _, c := range v.Clauses {
		content.Clauses = append(content.Clauses, clause{c.Reference, c.Wording, c.Slot, c.PostID, c.DepartmentID, c.Selectors})
	}
	text, err := json.Marshal(content)
	if err != nil {
		return err.Error() // a version with such a slot is refused
	}
	return string(text)
}

func (p *plan) checkDelegations() {
	for _, row := range p.book.Rows("delegations") {
		o, ok := p.of(row)
		if !ok {
			continue
		}
		from, to := p.post(o, row, "from_post", row.Text("from_post")), p.post(o, row, "to_post", row.Text("to_post"))
		if from == nil || to == nil || !p.once(row, "number", "delegations", o.code, row.Text("from_post"), row.Text("to_post"), row.Text("number"), string(row.Day("starts_on"))) {
			continue
		}
		d := regulation.Delegation{ID: office.NewID(), OrganID: o.ID, FromPost: *from, ToPost: *to, Fields: retyped[office.FieldCode](row.List("fields")),
			Number: row.Text("number"), StartsOn: row.Day("starts_on"), EndsOn: row.Day("ends_on")}
		if e := regulation.CheckDelegation(d, p.structure(o), o.delegations); e != nil {
			p.fault(row, or(map[string]string{"ends_on": "ends_on", "fields": "fields", "to_post": "to_post"}[e.Field], "number"), e.Key, e.Args...)
			continue
		}
		if slices.ContainsFunc(o.delegations, d.Same) {
			continue
		}
		o.delegations, o.delegate = append(o.delegations, d), append(o.delegate, d)
		p.counted(o, "delegations")
	}
}

func (p *plan) checkGroups() {
	for _, row := range p.book.Rows("groups") {
		o, ok := p.of(row)
		if !ok || row.Text("name") == "" || !p.once(row, "name", "groups", o.code, row.Text("name")) {
			continue
		}
		g := dispatch.Group{OrganID: o.ID, Name: row.Text("name")}
		for _, code := range row.List("members") {
			id, ok := p.identified[code]
			if !ok {
				p.fault(row, "members", "intake.no_organ", code)
				continue
			}
			if member := p.organs[code]; member != nil && !same(member.SuperiorID, &o.ID) {
				p.fault(row, "members", "intake.not_below", code, o.code)
			}
			g.Members = append(g.Members, id)
		}
		at := slices.IndexFunc(o.groups, func(old dispatch.Group) bool { return old.Name == g.Name })
		if at < 0 || !o.groups[at].Same(g.Members) {
			o.keep = append(o.keep, g)
			p.counted(o, "groups")
		}
	}
}

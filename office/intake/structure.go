package intake

import (
	"slices"
	"unicode"

	"congvan/identity"
	"congvan/office"
	"congvan/office/org"
	"congvan/sheet"
)

func (p *plan) checkLocalities() {
	for _, row := range p.book.Rows("localities") {
		l := org.Locality{Code: office.LocalityCode(row.Text("code")), Name: row.Text("name"), Kind: row.Text("kind"), FullName: row.Text("full_name")}
		if l.Code == "" || !p.once(row, "code", "localities", string(l.Code)) {
			continue
		}
		if (len(l.Code) != 5 && len(l.Code) != 2) || slices.ContainsFunc([]rune(l.Code), func(r rune) bool { return !unicode.IsDigit(r) }) {
			p.fault(row, "code", "intake.bad_locality", string(l.Code))
			continue
		}
		if p.localities[l.Code] != l {
			p.newPlaces, p.localities[l.Code] = append(p.newPlaces, l), l
			p.count["localities"]++
		}
	}
}

// checkOrgans makes the places of new organs first: a row may name a superior that stands below it.
func (p *plan) checkOrgans() {
	rows := p.book.Rows("organs")
	for _, row := range rows {
		if code := row.Text("organ"); code != "" && p.organs[code] == nil {
			o := p.organ(code)
			o.ID, o.new = office.NewID(), true
			p.identified[code] = o.ID
			p.counted(o, "organs_new")
		}
	}
	for _, row := range rows {
		o, ok := p.of(row)
		if !ok || !p.once(row, "organ", "organs", o.code) {
			continue
		}
		p.checkOrgan(o, row)
	}
	for _, row := range rows {
		if o := p.organs[row.Text("organ")]; o != nil && o.new && p.above(o) {
			p.fault(row, "superior", "intake.circle", o.code)
			o.SuperiorID = nil
		}
	}
}

func (p *plan) checkOrgan(o *organ, row sheet.Row) {
	will := org.Organ{ID: o.ID, LocalityCode: office.LocalityCode(row.Text("locality")), Name: row.Text("name"), ShortName: row.Text("short_name"),
		Abbreviation: row.Text("abbreviation"), IssuerClass: row.Text("issuer_class"), Style: or(row.Text("style"), "nd30"), PlaceName: row.Text("place_name"),
		Way: org.Way(or(row.Text("way"), string(org.ToLeader))), Revision: o.Revision, CreatedAt: o.CreatedAt}
	if _, ok := p.localities[will.LocalityCode]; !ok && will.LocalityCode != "" {
		p.fault(row, "locality", "intake.no_locality", string(will.LocalityCode))
	}
	if code := row.Text("superior"); code != "" {
		id, ok := p.identified[code]
		if !ok {
			p.fault(row, "superior", "intake.no_organ", code)
		}
		will.SuperiorID = &id
	}
	for _, code := range row.List("trusted_senders") {
		id, ok := p.identified[code]
		switch {
		case !ok:
			p.fault(row, "trusted_senders", "intake.no_organ", code)
		case !slices.Contains(o.trusted, id):
			o.add.TrustedSenders = append(o.add.TrustedSenders, id)
			o.touched = true
		}
	}
	if o.new {
		o.Organ = will
		return
	}
	if will.LocalityCode != o.LocalityCode || !same(will.SuperiorID, o.SuperiorID) {
		p.fault(row, "locality", "intake.organ_moved", o.code)
		return
	}
	if will.SuperiorID = o.SuperiorID; will != o.Organ {
		o.Organ, o.changed = will, true
		p.counted(o, "organs_changed")
	}
}

// above reports whether an organ stands above itself.
func (p *plan) above(o *organ) bool {
	byID := func(id *office.ID) *organ {
		i := slices.IndexFunc(p.order, func(other *organ) bool { return id != nil && other.ID == *id })
		if i < 0 {
			return nil
		}
		return p.order[i]
	}
	for steps, at := 0, byID(o.SuperiorID); at != nil && steps <= len(p.order); steps, at = steps+1, byID(at.SuperiorID) {
		if at == o {
			return true
		}
	}
	return false
}

func same(a, b *office.ID) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (p *plan) checkAreas() {
	for _, row := range p.book.Rows("areas") {
		o, ok := p.of(row)
		if !ok || !p.once(row, "area", "areas", o.code, row.Text("area")) {
			continue
		}
		area := org.Area{LocalityCode: o.LocalityCode, Code: office.AreaCode(row.Text("area")), Name: row.Text("name")}
		if old, ok := o.areas[area.Code]; !ok || old.Name != area.Name {
			o.areas[area.Code] = area
			p.newAreas = append(p.newAreas, area)
			p.count["areas"]++
		}
	}
}

func (p *plan) checkDepartments() {
	for _, row := range p.book.Rows("departments") {
		o, ok := p.of(row)
		code := row.Text("department")
		if !ok || code == "" || !p.once(row, "department", "departments", o.code, code) {
			continue
		}
		old, known := o.departments[code]
		d := org.Department{ID: old.ID, OrganID: old.OrganID, Name: row.Text("name"), Abbreviation: row.Text("abbreviation"), Code: code, IsOffice: row.Flag("is_office"), Position: old.Position}
		if !known {
			d.ID, d.OrganID, d.Position = office.NewID(), o.ID, len(o.departments)
		}
		for other, d2 := range o.departments {
			if other != code && d2.Name == d.Name {
				p.fault(row, "name", "intake.same_name", d.Name)
			}
			if other != code && d2.IsOffice && d.IsOffice {
				p.fault(row, "is_office", "intake.two_offices", d2.Name)
			}
		}
		o.departments[code] = d
		switch {
		case !known:
			o.add.Departments = append(o.add.Departments, d)
			p.counted(o, "departments_new")
		case d != old:
			o.changedDepartments = append(o.changedDepartments, d)
			p.counted(o, "departments_changed")
		}
	}
}

func (p *plan) checkPosts() {
	for _, row := range p.book.Rows("posts") {
		o, ok := p.of(row)
		code := row.Text("post")
		if !ok || code == "" || !p.once(row, "post", "posts", o.code, code) {
			continue
		}
		old, known := o.posts[code]
		will := org.Post{ID: old.ID, OrganID: old.OrganID, DepartmentID: p.department(o, row), Code: code, Title: row.Text("title"), Signs: row.Text("signs"),
			Role: office.Role(row.Text("role")), Position: old.Position}
		will.Leading = will.Role.Leading()
		if !known {
			will.ID, will.OrganID, will.Position = office.NewID(), o.ID, len(o.posts)
			o.add.Posts = append(o.add.Posts, will)
			p.counted(o, "posts_new")
		} else if will.Role != old.Role && will.Role != "" {
			p.fault(row, "role", "intake.role_changed", old.Title)
		} else if !same(will.DepartmentID, old.DepartmentID) || will.Title != old.Title || will.Signs != old.Signs {
			o.changedPosts = append(o.changedPosts, will)
			p.counted(o, "posts_changed")
		}
		o.posts[code] = will
	}
}

func (p *plan) checkPeople() {
	for _, row := range p.book.Rows("people") {
		o, ok := p.of(row)
		if !ok || row.Text("account") == "" {
			continue
		}
		account, sound := identity.CheckName(row.Text("account"))
		if !sound {
			p.fault(row, "account", "identity.bad_name", row.Text("account"))
			continue
		}
		if !p.once(row, "account", "people", account) {
			continue
		}
		person, known := o.people[account]
		switch _, elsewhere := p.accounts[account]; {
		case !known && elsewhere:
			p.fault(row, "account", "intake.account_elsewhere", account)
		case !known:
			person = org.Person{ID: office.NewID(), OrganID: o.ID, Name: row.Text("name")}
			o.people[account] = person
			o.add.People = append(o.add.People, person)
			o.accounts = append(o.accounts, identity.NewAccount{PersonID: person.ID, Name: account, MustChange: true})
			p.counted(o, "people_new")
		case person.Name != row.Text("name"):
			person.Name = row.Text("name")
			o.people[account] = person
			o.renamed = append(o.renamed, person)
			p.counted(o, "people_changed")
		}
	}
}

package intake

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/sheet"
)

// Export gives the rows that Import would take in without changing anything: of one organ, or of all of them. People without an account have no
// key and are left out.
func (s *Service) Export(ctx context.Context, actor office.Actor, only string) (map[string][]sheet.Values, error) {
	if !actor.Has(office.RoleAdministrator) {
		return nil, office.Forbidden("org.only_administrator")
	}
	e := exporter{tables: map[string][]sheet.Values{}, codes: map[office.ID]string{}}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		p, err := newPlan(ctx, tx, &sheet.Book{})
		if err != nil {
			return err
		}
		wanted := map[office.ID]string{}
		for code, id := range p.identified {
			if e.codes[id] = code; only == "" || code == only {
				wanted[id] = code
			}
		}
		if len(wanted) == 0 {
			return office.NotFound("intake.no_organ", only)
		}
		if err := p.load(ctx, tx, wanted); err != nil {
			return err
		}
		e.write(p)
		return nil
	})
	return e.tables, err
}

type exporter struct {
	tables map[string][]sheet.Values
	codes  map[office.ID]string // organs
	posts  map[office.ID]string // of the organ being written
}

func (e *exporter) row(table string, values sheet.Values) {
	e.tables[table] = append(e.tables[table], values)
}

func (e *exporter) write(p *plan) {
	for _, code := range slices.Sorted(maps.Keys(p.localities)) {
		l := p.localities[code]
		e.row("localities", sheet.Values{"code": string(l.Code), "name": l.Name, "kind": l.Kind, "full_name": l.FullName})
	}
	areas := map[org.Area]bool{}
	for _, o := range p.order {
		for _, code := range slices.Sorted(maps.Keys(o.areas)) {
			if a := o.areas[code]; !areas[a] {
				areas[a] = true
				e.row("areas", sheet.Values{"organ": o.code, "area": string(a.Code), "name": a.Name})
			}
		}
		e.organ(o)
	}
}

func (e *exporter) organ(o *organ) {
	superior := ""
	if o.SuperiorID != nil {
		superior = e.codes[*o.SuperiorID]
	}
	e.row("organs", sheet.Values{"organ": o.code, "locality": string(o.LocalityCode), "superior": superior, "name": o.Name, "short_name": o.ShortName, "abbreviation": o.Abbreviation,
		"issuer_class": o.IssuerClass, "style": o.Style, "place_name": o.PlaceName, "way": string(o.Way), "trusted_senders": e.organs(o.trusted)})
	departments := map[office.ID]string{}
	for _, code := range byPosition(o.departments, func(d org.Department) int { return d.Position }) {
		d := o.departments[code]
		departments[d.ID] = code
		e.row("departments", sheet.Values{"organ": o.code, "department": code, "name": d.Name, "abbreviation": d.Abbreviation, "is_office": d.IsOffice})
	}
	e.posts = map[office.ID]string{}
	for _, code := range byPosition(o.posts, func(p org.Post) int { return p.Position }) {
		post := o.posts[code]
		e.posts[post.ID] = code
		e.row("posts", sheet.Values{"organ": o.code, "post": code, "department": nameIn(departments, post.DepartmentID), "title": post.Title, "signs": post.Signs, "role": string(post.Role)})
	}
	e.people(o)
	for _, v := range o.versions {
		e.version(o, v, departments)
	}
	for _, d := range o.delegations {
		e.row("delegations", sheet.Values{"organ": o.code, "from_post": e.posts[d.FromPost], "to_post": e.posts[d.ToPost], "fields": texts(d.Fields), "number": d.Number,
			"starts_on": d.StartsOn, "ends_on": d.EndsOn})
	}
	for _, g := range o.groups {
		e.row("groups", sheet.Values{"organ": o.code, "name": g.Name, "members": e.organs(g.Members)})
	}
}

func (e *exporter) people(o *organ) {
	accounts := map[office.ID]string{}
	for _, account := range slices.Sorted(maps.Keys(o.people)) {
		accounts[o.people[account].ID] = account
		e.row("people", sheet.Values{"organ": o.code, "account": account, "name": o.people[account].Name})
	}
	for _, a := range o.appointments {
		if account := accounts[a.PersonID]; account != "" {
			e.row("appointments", sheet.Values{"organ": o.code, "post": e.posts[a.PostID], "account": account, "kind": string(a.Kind), "starts_on": a.StartsOn, "ends_on": a.EndsOn, "basis": a.Basis})
		}
	}
}

func (e *exporter) version(o *organ, v regulation.Version, departments map[office.ID]string) {
	var precedence []string
	for _, s := range v.Precedence {
		precedence = append(precedence, s.String())
	}
	e.row("regulations", sheet.Values{"organ": o.code, "number": v.Number, "title": v.Title, "adopted_on": v.AdoptedOn, "effective_from": v.EffectiveFrom,
		"precedence": precedence, "deputy": nameIn(e.posts, v.DeputyID)})
	for _, c := range v.Clauses {
		issuers := slices.Clone(c.Issuers)
		for i, issuer := range issuers {
			if id, err := office.ParseID("issuers", issuer); err == nil {
				issuers[i] = e.codes[id]
			}
		}
		e.row("clauses", sheet.Values{"organ": o.code, "number": v.Number, "reference": c.Reference, "wording": c.Wording, "slot": c.Slot.String(), "post": nameIn(e.posts, c.PostID),
			"department": nameIn(departments, c.DepartmentID), "fields": texts(c.Fields), "areas": texts(c.Areas), "kinds": texts(c.Kinds), "issuers": issuers, "urgencies": texts(c.Urgencies)})
	}
	for _, code := range slices.Sorted(maps.Values(e.posts)) {
		if list := v.Substitutes[o.posts[code].ID]; len(list) > 0 {
			instead := make([]string, len(list))
			for i, id := range list {
				instead[i] = e.posts[id]
			}
			e.row("substitutes", sheet.Values{"organ": o.code, "number": v.Number, "post": code, "instead": instead})
		}
	}
}

func (e *exporter) organs(ids []office.ID) []string {
	var codes []string
	for _, id := range ids {
		if code := e.codes[id]; code != "" {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

func nameIn(names map[office.ID]string, id *office.ID) string {
	if id == nil {
		return ""
	}
	return names[*id]
}

func texts[T ~string](list []T) []string {
	var out []string
	for _, value := range list {
		out = append(out, string(value))
	}
	return out
}

// byPosition are the codes in the order of what they stand for.
func byPosition[T any](all map[string]T, position func(T) int) []string {
	codes := slices.Collect(maps.Keys(all))
	slices.SortFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(position(all[a]), position(all[b])), cmp.Compare(a, b))
	})
	return codes
}

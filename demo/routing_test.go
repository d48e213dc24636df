package demo

import (
	"fmt"
	"slices"
	"testing"

	"congvan/office"
	"congvan/routing"
)

func routingTrees(t *testing.T, city City) *routing.Trees {
	t.Helper()
	var fields []routing.Node[routing.Field]
	for _, f := range city.Fields {
		fields = append(fields, routing.Node[routing.Field]{Value: routing.Field(f.Code), Parent: routing.Field(f.Parent)})
	}
	var issuers []routing.Node[routing.Issuer]
	for _, i := range city.Issuers {
		issuers = append(issuers, routing.Node[routing.Issuer]{Value: routing.Issuer(i.Code), Parent: routing.Issuer(i.Parent)})
	}
	var kinds []routing.Kind
	for _, k := range city.Kinds {
		kinds = append(kinds, routing.Kind(k.Code))
	}
	trees, problems := routing.NewTrees(fields, issuers, kinds)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return trees
}

func retyped[To, From ~string](list []From) []To {
	out := make([]To, len(list))
	for i, value := range list {
		out[i] = To(value)
	}
	return out
}

func routingOrgan(o Organ) routing.Organ {
	r := routing.Organ{Superior: "01", Distributor: routing.Post(o.Distributor)}
	for _, d := range o.Departments {
		unit := routing.Unit{Department: routing.Department(d.ID)}
		for _, p := range o.Posts {
			if p.Department == d.ID && (p.Role == office.RoleDepartmentHead || p.Role == office.RoleChiefOfOffice) {
				unit.Head = routing.Post(p.ID)
			}
		}
		r.Departments = append(r.Departments, unit)
		if d.Office {
			r.Office = unit.Department
		}
	}
	for _, p := range o.Posts {
		r.Posts = append(r.Posts, routing.Seat{Post: routing.Post(p.ID), Department: routing.Department(p.Department)})
		switch p.Role {
		case office.RoleHead:
			r.Head = routing.Post(p.ID)
		case office.RoleChiefOfOffice:
			r.ChiefOfOffice = routing.Post(p.ID)
		}
	}
	for _, area := range o.Areas.List() {
		r.Areas = append(r.Areas, routing.Area(area.Code))
	}
	return r
}

func routingRegulation(t *testing.T, o Organ, in *Regulation) routing.Regulation {
	t.Helper()
	r := routing.Regulation{
		Version: routing.VersionID(in.AdoptedBy.Number), Deputy: routing.Post(in.Deputy),
		Substitutes: map[routing.Post][]routing.Post{},
	}
	for post, list := range in.Substitutes {
		r.Substitutes[routing.Post(post)] = retyped[routing.Post](list)
	}
	for _, word := range in.Precedence {
		var s routing.Selector
		if err := s.UnmarshalText([]byte(word)); err != nil {
			t.Fatalf("%s: %v", o.File, err)
		}
		r.Precedence = append(r.Precedence, s)
	}
	for _, c := range in.Clauses {
		fill := c.Fills()[0]
		clause := routing.Clause{
			ID: routing.ClauseID(c.At), Reference: c.At,
			Post: routing.Post(fill.Post), Department: routing.Department(fill.Department),
			Fields: retyped[routing.Field](c.Fields), Areas: retyped[routing.Area](c.Areas), Kinds: retyped[routing.Kind](c.Kinds),
			Issuers: retyped[routing.Issuer](c.Issuers), Urgencies: retyped[routing.Urgency](c.Urgencies),
		}
		if err := clause.Slot.UnmarshalText([]byte(fill.Slot)); err != nil {
			t.Fatalf("%s: %v", o.File, err)
		}
		r.Clauses = append(r.Clauses, clause)
	}
	return r
}

func routingStaffing(o Organ, day office.Day) *routing.Staffing {
	s := &routing.Staffing{Holders: map[routing.Post][]routing.Holder{}, Absent: map[routing.Person]bool{}}
	for _, p := range o.Posts {
		for _, person := range p.Holders {
			as := routing.Capacity(p.As)
			if p.As == "" {
				as = routing.Primary
			}
			s.Holders[routing.Post(p.ID)] = append(s.Holders[routing.Post(p.ID)], routing.Holder{Person: routing.Person(person), Capacity: as})
		}
	}
	for _, a := range o.Absences {
		if day.Within(a.From.On(day), a.To.On(day)) {
			s.Absent[routing.Person(a.Person)] = true
		}
	}
	for _, d := range o.Delegations {
		if day.Within(d.From.On(day), d.Until.On(day)) {
			s.Delegations = append(s.Delegations, routing.Delegation{
				ID: d.Paper, From: routing.Post(d.Of), To: routing.Post(d.To), Fields: retyped[routing.Field](d.Fields),
			})
		}
	}
	return s
}

// tally is what one paper meets in the communes that register it by themselves, counted over leaders' slots.
type tally struct {
	routed, gaps, conflicts, substitutions int
	pairs                                  map[string]int // leader's title, department's name
	odd                                    map[string][]string
}

func count(t *testing.T, city City, paper Paper, day office.Day) tally {
	t.Helper()
	trees := routingTrees(t, city)
	n := tally{pairs: map[string]int{}, odd: map[string][]string{}}
	for _, organ := range city.Communes {
		if !slices.Contains(organ.SelfRegisters, "ubnd_tp") {
			continue
		}
		engine, problems := routing.Compile(routingRegulation(t, organ, organ.InForce(day)), trees, routingOrgan(organ))
		if len(problems) > 0 {
			t.Fatalf("%s: %v", organ.File, problems)
		}
		facts := routing.Facts{
			Field: routing.Field(paper.Field), OtherFields: retyped[routing.Field](paper.OtherFields),
			Kind: routing.Kind(paper.Kind), Issuer: "ubnd_tp", Urgency: routing.Urgency(paper.Urgency),
		}
		decision := engine.Decide(facts)
		n.add(organ, decision, engine.Resolve(routingStaffing(organ, day), &decision, &facts))
	}
	return n
}

func (n *tally) add(organ Organ, d routing.Decision, r routing.Resolution) {
	switch {
	case d.Flags.Has(routing.Gap):
		n.gaps++
		n.odd["gap"] = append(n.odd["gap"], organ.Place)
	case d.Flags.Has(routing.Conflict):
		n.conflicts++
		n.odd["conflict"] = append(n.odd["conflict"], organ.Place)
	default:
		n.routed++
	}
	if d.Flags.Has(routing.GeneralOnly) {
		n.odd["general"] = append(n.odd["general"], organ.Place)
	}
	if d.Flags.Has(routing.OfficeLeads) {
		n.odd["office"] = append(n.odd["office"], organ.Place)
	}
	if r.Standing != routing.AsHolder {
		n.substitutions++
		n.odd[r.Standing.String()] = append(n.odd[r.Standing.String()], organ.Place)
	}
	n.pairs[fmt.Sprintf("%s | %s", titleOf(organ, d.Leader.Post), nameOf(organ, d.Department))]++
}

func titleOf(o Organ, post routing.Post) string {
	i := slices.IndexFunc(o.Posts, func(p Post) bool { return string(p.ID) == string(post) })
	return o.Posts[i].Title
}

func nameOf(o Organ, department routing.Department) string {
	i := slices.IndexFunc(o.Departments, func(d Department) bool { return string(d.ID) == string(department) })
	return o.Departments[i].Name
}

func TestTheDirectiveMeetsWhatTheDemonstrationPromisesOnAnyDay(t *testing.T) {
	city := mustLoad(t)
	for _, day := range days {
		n := count(t, city, city.Directive(), day)
		if n.routed+n.gaps+n.conflicts != 120 {
			t.Errorf("%s: %d decisions, want 120", day, n.routed+n.gaps+n.conflicts)
		}
		if len(n.pairs) < 12 || n.gaps < 3 || n.conflicts < 3 || n.substitutions < 5 {
			t.Errorf("%s: %d pairs, %d gaps, %d conflicts, %d substitutions, want 12, 3, 3 and 5",
				day, len(n.pairs), n.gaps, n.conflicts, n.substitutions)
		}
	}
}

func TestOddCommunesAreThoseThatTheREADMENames(t *testing.T) {
	city := mustLoad(t)
	n := count(t, city, city.Directive(), today)
	for what, want := range map[string][]string{
		"gap":        {"Bất Bạt", "Phúc Lợi", "Quảng Bị", "Thượng Cát", "Yên Bài"},
		"conflict":   {"Hòa Xá", "Kiến Hưng", "Minh Châu", "Tam Hưng", "Xuân Đỉnh"},
		"general":    {"Ngọc Hồi", "Sơn Đồng"},
		"office":     {"Vĩnh Hưng", "Yên Xuân"},
		"queue":      {"Mỹ Đức"},
		"delegate":   {"Gia Lâm", "Định Công"},
		"head":       {"Kiều Phú", "Văn Miếu - Quốc Tử Giám"},
		"substitute": {"Hoài Đức", "Mê Linh", "Tương Mai", "Vĩnh Tuy", "Đông Anh", "Ứng Hòa"},
	} {
		if got := slices.Sorted(slices.Values(n.odd[what])); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
}

func TestTuongMaiSendsLandToItsFirstDeputyAndTodayToTheChairmanInHerPlace(t *testing.T) {
	city := mustLoad(t)
	i := slices.IndexFunc(city.Communes, func(o Organ) bool { return o.Locality == "00322" })
	organ := city.Communes[i]
	engine, problems := routing.Compile(routingRegulation(t, organ, organ.InForce(today)), routingTrees(t, city), routingOrgan(organ))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	facts := routing.Facts{Field: "07", OtherFields: []routing.Field{"05"}, Kind: "CV", Issuer: "ubnd_tp", Urgency: routing.VeryUrgent}
	d := engine.Decide(facts)
	if d.Leader.Post != "pct-1" || d.Department != "kthtdt" || d.Officer != "dia-chinh" || !slices.Contains(d.CoPosts, "chu-tich") {
		t.Errorf("leader %v, department %s, officer %s, cooperating %v", d.Leader, d.Department, d.Officer, d.CoPosts)
	}
	at := func(day office.Day) routing.Resolution {
		return engine.Resolve(routingStaffing(organ, day), &d, &facts)
	}
	if r := at(today); r.Owner.Post != "chu-tich" || r.Standing != routing.AsSubstitute {
		t.Errorf("the desk is %v as %s, want the chairman as substitute", r.Owner, r.Standing)
	}
	if d := engine.Decide(routing.Facts{Field: "09", Kind: "CV"}); !d.Flags.Has(routing.Conflict) {
		t.Error("09, given to chairman and first deputy, is no conflict")
	}
}

func TestEveryVersionOfEveryRegulationCompilesWithoutProblems(t *testing.T) {
	city := mustLoad(t)
	trees := routingTrees(t, city)
	for _, organ := range append(city.Communes, city.Office) {
		for i := range organ.Regulations {
			if _, problems := routing.Compile(routingRegulation(t, organ, &organ.Regulations[i]), trees, routingOrgan(organ)); len(problems) > 0 {
				t.Errorf("%s, version %d: %v", organ.File, i+1, problems)
			}
		}
	}
}

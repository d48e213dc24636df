package annex

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/sheet"
)

// ward are the lists of a fictional commune: leaders, three departments of which one has no code, posts that share their titles, areas, and other organs.
func ward() *lists {
	organ := org.Organ{ID: office.NewID(), Name: "Ủy ban nhân dân phường Bến Thử", ShortName: "UBND phường Bến Thử", IssuerClass: "cap_duoi"}
	s := &org.Structure{Day: "2026-11-25", Organ: organ}
	for i, d := range []org.Department{{Name: "Văn phòng HĐND và UBND", Code: "vp", IsOffice: true}, {Name: "Phòng Kinh tế", Code: "kt"}, {Name: "Phòng Văn hóa – Xã hội"}} {
		d.ID, d.OrganID, d.Position = office.NewID(), organ.ID, i
		s.Departments = append(s.Departments, d)
	}
	in := func(n int) *office.ID { return &s.Departments[n].ID }
	for i, p := range []org.Post{{Title: "Chủ tịch", Code: "ct", Role: office.RoleHead}, {Title: "Phó Chủ tịch", Code: "pct-1", Role: office.RoleDeputy},
		{Title: "Phó Chủ tịch", Code: "pct-2", Role: office.RoleDeputy}, {Title: "Chánh Văn phòng", Role: office.RoleChiefOfOffice, DepartmentID: in(0)},
		{Title: "Trưởng phòng", Role: office.RoleDepartmentHead, DepartmentID: in(1)}, {Title: "Chuyên viên", Code: "kt", Role: office.RoleOfficer, DepartmentID: in(1)},
		{Title: "Chuyên viên", Role: office.RoleOfficer, DepartmentID: in(2)}, {Title: "Chuyên viên; tổng hợp", Role: office.RoleOfficer, DepartmentID: in(2)}} {
		p.ID, p.OrganID, p.Position = office.NewID(), organ.ID, i
		s.Posts = append(s.Posts, p)
	}
	for i := range 20 {
		s.Areas = append(s.Areas, org.Area{Code: office.AreaCode(fmt.Sprintf("tdp-%d", i+1)), Name: fmt.Sprintf("Tổ dân phố số %d", i+1)})
	}
	city := org.Organ{ID: office.NewID(), ShortName: "UBND Thành phố", IssuerClass: "ubnd_tp"}
	health := org.Organ{ID: office.NewID(), ShortName: "Sở Y tế", IssuerClass: "so_nganh"}
	return newLists(s, []org.Organ{city, organ, health}, map[string]office.ID{"H26": city.ID, "000.99.H26": organ.ID, "000.05.H26": health.ID})
}

// drawVersion draws a version that the regulation's own check finds sound.
func drawVersion(t *rapid.T, l *lists) regulation.Version {
	v := regulation.Version{ID: office.NewID(), OrganID: l.structure.Organ.ID, Title: rapid.StringMatching(`Quy chế [a-zđă"<&]{1,9}`).Draw(t, "title"),
		Substitutes: map[office.ID][]office.ID{}}
	post := func() office.ID {
		return l.structure.Posts[rapid.IntRange(0, len(l.structure.Posts)-1).Draw(t, "post")].ID
	}
	if rapid.Bool().Draw(t, "deputy") {
		v.DeputyID = new(post())
	}
	if rapid.Bool().Draw(t, "precedence") {
		v.Precedence = rapid.Permutation(routing.DefaultPrecedence()).Draw(t, "precedence")
	}
	for range rapid.IntRange(0, 3).Draw(t, "substitutes") {
		of := post()
		for _, by := range rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) office.ID { return post() }), 1, 3, rapid.ID).Draw(t, "by") {
			if by != of && !slices.Contains(v.Substitutes[of], by) {
				v.Substitutes[of] = append(v.Substitutes[of], by)
			}
		}
	}
	for n := range rapid.IntRange(1, 12).Draw(t, "clauses") {
		c := regulation.Clause{ID: office.NewID(), Reference: fmt.Sprintf("Điều %d", n+1), Wording: rapid.SampledFrom([]string{"", "Phụ trách chung", `“Đất đai”; <xây dựng> & "nhà"`}).Draw(t, "wording"),
			Slot: routing.Slot(rapid.IntRange(int(routing.SlotLeader), int(routing.SlotInform)).Draw(t, "slot"))}
		if c.Slot.TakesDepartment() {
			c.DepartmentID = &l.structure.Departments[rapid.IntRange(0, len(l.structure.Departments)-1).Draw(t, "department")].ID
		} else {
			c.PostID = new(post())
		}
		c.Fields, c.Areas, c.Kinds = some[office.FieldCode](t, l.fields, 4), some[office.AreaCode](t, l.areas, 3), some[office.KindCode](t, l.kinds, 2)
		c.Urgencies = some[office.Urgency](t, urgencies, 2)
		for _, value := range some[string](t, l.issuers, 2) {
			c.Issuers = append(c.Issuers, l.issuer(value))
		}
		v.Clauses = append(v.Clauses, c)
	}
	return v
}

// some draws a few of the choices; often none.
func some[V ~string](t *rapid.T, choices []sheet.Choice, most int) []V {
	if rapid.Bool().Draw(t, "blank") {
		return nil
	}
	var values []V
	for _, c := range rapid.SliceOfNDistinct(rapid.SampledFrom(choices), 1, most, func(c sheet.Choice) string { return c.Value }).Draw(t, "values") {
		values = append(values, V(c.Value))
	}
	return values
}

func TestEveryNameAndCodeOfTheListsMeansOneThing(t *testing.T) {
	l := ward()
	for name, list := range map[string][]sheet.Choice{"targets": l.targets(), "fields": l.fields, "areas": l.areas, "kinds": l.kinds, "issuers": l.issuers} {
		seen := map[string]bool{}
		for _, c := range list {
			if c.Value == "" || c.Word == "" || seen["="+c.Value] || seen[c.Word] {
				t.Errorf("%s: %+v stands twice, or for nothing", name, c)
			}
			seen["="+c.Value], seen[c.Word] = true, true
		}
	}
	if len(l.kinds) != len(document.Kinds()) || len(l.targets()) != 11 {
		t.Errorf("%d kinds, %d targets", len(l.kinds), len(l.targets()))
	}
}

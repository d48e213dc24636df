package regulation

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The golden file holds decisions of one made-up ward with their words, to be read by eye: "=== name", the facts and the day's staffing as
// "key: value", "---", and what the officer reads.
const golden = "testdata/decisions.golden"

func TestDecisionsReadAsAnOfficerWouldSayThem(t *testing.T) {
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	cases := strings.Split(string(text), "=== ")[1:]
	if len(cases) < 20 {
		t.Fatalf("%d decisions, want 20", len(cases))
	}
	var out strings.Builder
	for _, c := range cases {
		input, want, _ := strings.Cut(c, "---\n")
		got := "\n" + strings.Join(tell(t, language.Vietnamese, input).Lines(), "\n") + "\n\n"
		if name, _, _ := strings.Cut(input, "\n"); !*update && "\n"+strings.TrimSpace(want)+"\n\n" != got {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		out.WriteString("=== " + input + "---" + got)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(strings.TrimSpace(out.String())+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryWordOfAnExplanationIsInBothCatalogues(t *testing.T) {
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(text), "=== ")[1:] {
		input, _, _ := strings.Cut(c, "---\n")
		for _, lang := range language.All {
			for _, line := range tell(t, lang, input).Lines() {
				if unfilled.MatchString(strings.TrimSpace(line)) {
					t.Errorf("%s: %s", lang, line)
				}
			}
		}
	}
}

// unfilled is a key without a text, an argument without its place, or a name that is not there.
var unfilled = regexp.MustCompile(`regulation\.[a-z]|[{}]|[(:] *[.,;)]|  \S`)

// ward is the made-up ward: its identifiers are numbered, so that a golden file does not change with the clock.
type ward struct {
	structure   *org.Structure
	version     Version
	delegations []Delegation
	posts       map[string]office.ID
	departments map[string]office.ID
	people      map[string]office.ID
	last        byte
}

func (w *ward) id() office.ID {
	w.last++
	return office.ID{0x01, 0x93, 15: w.last}
}

const wardDay office.Day = "2026-11-23"

func newWard() *ward {
	w := &ward{posts: map[string]office.ID{}, departments: map[string]office.ID{}, people: map[string]office.ID{}}
	superior := w.id()
	w.structure = &org.Structure{Day: wardDay, Organ: org.Organ{
		ID: w.id(), SuperiorID: &superior, Name: "Ủy ban nhân dân phường An Thịnh", ShortName: "UBND phường An Thịnh", IssuerClass: "cap_duoi",
	}}
	for _, d := range []struct{ key, name string }{
		{"vp", "Văn phòng HĐND và UBND"}, {"kt", "Phòng Kinh tế, Hạ tầng và Đô thị"}, {"vhxh", "Phòng Văn hóa - Xã hội"},
	} {
		w.departments[d.key] = w.id()
		w.structure.Departments = append(w.structure.Departments, org.Department{ID: w.departments[d.key], Name: d.name, IsOffice: d.key == "vp"})
	}
	for _, p := range []struct {
		key, title, department string
		role                   office.Role
		people                 []string
	}{
		{"ct", "Chủ tịch UBND phường", "", office.RoleHead, []string{"Trần Quang Lộc"}},
		{"pct1", "Phó Chủ tịch thứ nhất", "", office.RoleDeputy, []string{"Nguyễn Thị Minh Hoa"}},
		{"pct2", "Phó Chủ tịch thứ hai", "", office.RoleDeputy, []string{"Lê Đức Hòa"}},
		{"cvp", "Chánh Văn phòng", "vp", office.RoleChiefOfOffice, []string{"Tô Kim Anh"}},
		{"tpkt", "Trưởng phòng Kinh tế, Hạ tầng và Đô thị", "kt", office.RoleDepartmentHead, []string{"Đỗ Văn Khang"}},
		{"tpvhxh", "Trưởng phòng Văn hóa - Xã hội", "vhxh", office.RoleDepartmentHead, []string{"Ngô Bích Lan"}},
		{"diachinh", "Công chức địa chính", "kt", office.RoleOfficer, []string{"Hoàng Đình Phú", "Nguyễn Trọng Hải"}},
		{"xaydung", "Công chức xây dựng", "kt", office.RoleOfficer, nil},
		{"giaothong", "Công chức giao thông", "kt", office.RoleOfficer, []string{"Vi Văn Tiến"}},
		{"yte", "Công chức y tế", "vhxh", office.RoleOfficer, []string{"Đỗ Bích Hằng"}},
		{"cntt", "Công chức công nghệ thông tin", "vp", office.RoleOfficer, []string{"Cao Duy Hưng"}},
	} {
		post := org.Post{ID: w.id(), Title: p.title, Role: p.role}
		if p.department != "" {
			department := w.departments[p.department]
			post.DepartmentID = &department
		}
		w.posts[p.key] = post.ID
		w.structure.Posts = append(w.structure.Posts, post)
		for _, name := range p.people {
			w.people[name] = w.id()
			w.structure.People = append(w.structure.People, org.Person{ID: w.people[name], Name: name})
			w.structure.Appointments = append(w.structure.Appointments, org.Appointment{PostID: post.ID, PersonID: w.people[name], Kind: org.Primary})
		}
	}
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		w.structure.Areas = append(w.structure.Areas, org.Area{Code: office.AreaCode("tdp-" + n), Name: "Tổ dân phố " + n})
	}
	w.regulate()
	return w
}

func (w *ward) regulate() {
	w.version = Version{
		ID: w.id(), OrganID: w.structure.Organ.ID, Number: "112/QĐ-UBND", AdoptedOn: "2026-11-03", EffectiveFrom: "2026-11-20",
		Substitutes: map[office.ID][]office.ID{
			w.posts["ct"]: {w.posts["pct1"]}, w.posts["pct1"]: {w.posts["ct"]}, w.posts["pct2"]: {w.posts["pct1"]},
		},
	}
	deputy := w.posts["pct1"]
	w.version.DeputyID = &deputy
	fields := func(codes ...office.FieldCode) Selectors { return Selectors{Fields: codes} }
	w.clause("Điều 3 khoản 1 điểm a", "Quy hoạch, tài chính, tổ chức bộ máy, quốc phòng, an ninh", "leader", "ct", fields("01", "02", "19", "23", "24"))
	w.clause("Điều 3 khoản 1 điểm b", "Văn bản hỏa tốc thuộc khối kinh tế, đô thị", "leader", "ct",
		Selectors{Fields: []office.FieldCode{"KT"}, Urgencies: []office.Urgency{office.Express}})
	w.clause("Điều 3 khoản 2 điểm a", "Khối kinh tế, đô thị, môi trường", "leader", "pct1", fields("KT"))
	w.clause("Điều 3 khoản 2 điểm b", "", "leader", "pct1", fields("07"))
	w.clause("Điều 3 khoản 2 điểm c", "Thông tin, báo chí", "leader", "pct1", fields("14"))
	w.clause("Điều 3 khoản 3 điểm a", "Khối văn hóa, xã hội", "leader", "pct2", fields("VX"))
	w.clause("Điều 3 khoản 3 điểm b", "Tư pháp; đối ngoại, văn phòng, lưu trữ; thông tin", "leader", "pct2", fields("14", "21", "26"))
	w.clause("Điều 3 khoản 4", "Giấy mời họp", "leader", "cvp", Selectors{Kinds: []office.KindCode{"GM"}})
	w.clause("Điều 3 khoản 5", "Văn bản của cấp trên báo cáo Chủ tịch để biết", "inform", "ct", Selectors{Issuers: []string{"cap_tren"}})
	w.clause("Điều 4 khoản 1", "", "leader", "pct1", Selectors{Areas: []office.AreaCode{"tdp-1", "tdp-2", "tdp-3"}})
	w.clause("Điều 4 khoản 2", "", "leader", "pct2", Selectors{Areas: []office.AreaCode{"tdp-4", "tdp-5", "tdp-6"}})
	w.clause("Điều 5 khoản 1", "", "department", "kt", fields("KT"))
	w.clause("Điều 5 khoản 2", "", "department", "vhxh", fields("VX", "19"))
	w.clause("Điều 5 khoản 3", "", "department", "vp", fields("16", "21", "26"))
	w.clause("Điều 5 khoản 4", "", "department", "vhxh", fields("16"))
	w.clause("Điều 5 khoản 5", "Phối hợp bảo đảm an toàn thực phẩm", "co_department", "kt", fields("12"))
	w.clause("Điều 6 khoản 1", "", "officer", "diachinh", fields("07"))
	w.clause("Điều 6 khoản 2", "", "officer", "xaydung", fields("05", "06"))
	w.clause("Điều 6 khoản 3", "", "officer", "giaothong", fields("06"))
	w.clause("Điều 6 khoản 4", "", "officer", "yte", fields("12"))
	w.clause("Điều 6 khoản 5", "", "officer", "cntt", fields("18"))
}

func (w *ward) clause(reference, wording, slot, who string, s Selectors) {
	c := Clause{ID: w.id(), Reference: reference, Wording: wording, Selectors: s}
	if err := c.Slot.UnmarshalText([]byte(slot)); err != nil {
		panic(err)
	}
	if id, ok := w.posts[who]; ok && !c.Slot.TakesDepartment() {
		c.PostID = &id
	} else {
		id := w.departments[who]
		c.DepartmentID = &id
	}
	w.version.Clauses = append(w.version.Clauses, c)
}

// tell decides one case of the golden file and puts it into words.
func tell(t *testing.T, lang language.Lang, input string) Explanation {
	t.Helper()
	w, f := newWard(), routing.Facts{Kind: "CV", Urgency: routing.Ordinary}
	lines := strings.Split(strings.TrimSpace(input), "\n")
	for _, line := range lines[1:] {
		key, value, _ := strings.Cut(line, ": ")
		w.set(t, &f, key, value)
	}
	engine, problems := routing.Compile(w.version.in(), domains(), organOf(w.structure))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	b := bench{structure: w.structure, rules: &rules{version: w.version, engine: engine}, delegations: w.delegations,
		staffing: seatsOf(w.structure).with(w.delegations)}
	n := structureNames(w.structure)
	n.superior = "UBND Thành phố"
	if w.version.ID != (office.ID{}) {
		n.version = &w.version
	}
	n.delegations = map[string]Delegation{}
	for _, d := range w.delegations {
		n.delegations[d.ID.String()] = d
	}
	teller := teller{lang: lang, names: n, Answer: b.decide(f, wardDay)}
	return teller.explain()
}

// set reads one line of a case.
func (w *ward) set(t *testing.T, f *routing.Facts, key, value string) {
	t.Helper()
	words := strings.Fields(value)
	post := func(name string) routing.Post {
		if _, ok := w.posts[name]; !ok {
			t.Fatalf("no post %q", name)
		}
		return postOf(w.posts[name])
	}
	switch key {
	case "field":
		f.Field = routing.Field(value)
	case "other fields":
		f.OtherFields = retyped[routing.Field](words)
	case "area":
		f.Area = routing.Area(value)
	case "other areas":
		f.OtherAreas = retyped[routing.Area](words)
	case "kind":
		f.Kind = routing.Kind(value)
	case "issuer":
		f.Issuer = routing.Issuer(value)
	case "urgency":
		f.Urgency = routing.Urgency(value)
	case "named":
		f.Named = post(value)
	case "continues":
		f.Continues = post(value)
	case "about":
		f.Excluded = append(f.Excluded, post(value))
	case "away":
		for _, name := range words {
			for _, a := range w.structure.Holders(w.posts[name]) {
				w.structure.Absences = append(w.structure.Absences, org.Absence{PersonID: a.PersonID})
			}
		}
	case "vacant":
		w.structure.Appointments = slices.DeleteFunc(w.structure.Appointments, func(a org.Appointment) bool { return a.PostID == w.posts[value] })
	case "delegation": // number, from, to, fields
		w.delegations = append(w.delegations, Delegation{ID: w.id(), Number: words[0], FromPost: w.posts[words[1]], ToPost: w.posts[words[2]],
			Fields: retyped[office.FieldCode](words[3:])})
	case "way":
		w.structure.Organ.Way = org.Way(value)
	case "general":
		w.clause("Điều 3 khoản 6", "Những việc chưa giao ai", "leader", value, Selectors{})
	case "regulation":
		w.version = Version{OrganID: w.structure.Organ.ID}
	default:
		t.Fatalf("unknown line %q", key)
	}
}

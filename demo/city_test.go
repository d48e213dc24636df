package demo

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"congvan/office"
)

const today = office.Day("2026-11-23")

// days are those on which somebody may try the program: the story's, the turn of a year, long after.
var days = []office.Day{today, "2026-12-31", "2027-01-01", "2027-02-06", "2030-07-01"}

var loaded = sync.OnceValues(Load)

func mustLoad(t *testing.T) City {
	t.Helper()
	city, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return city
}

func TestTheCityHas126CommunesInTheOrderOfItsList(t *testing.T) {
	city := mustLoad(t)
	if len(city.Communes) != 126 || len(city.Localities) != 126 {
		t.Fatalf("%d communes, %d localities, want 126 each", len(city.Communes), len(city.Localities))
	}
	kinds := map[string]int{}
	for i, locality := range city.Localities {
		kinds[locality.Kind]++
		organ := city.Communes[i]
		if organ.Locality != locality.Code || !strings.EqualFold(organ.Name, "Ủy ban nhân dân "+locality.Full) {
			t.Errorf("%s: %q stands where %s %s should", organ.File, organ.Name, locality.Code, locality.Full)
		}
	}
	if kinds["phuong"] != 51 || kinds["xa"] != 75 {
		t.Errorf("%v, want 51 phường and 75 xã", kinds)
	}
}

func TestTheListsHoldWhatTheLawAndTheDesignName(t *testing.T) {
	city := mustLoad(t)
	leaves := 0
	for _, f := range city.Fields {
		if f.Parent != "" {
			leaves++
		}
	}
	if leaves != 26 || len(city.Kinds) != 32 || len(city.Statuses) != 9 {
		t.Errorf("%d fields, %d kinds, %d statuses, want 26, 32 and 9", leaves, len(city.Kinds), len(city.Statuses))
	}
}

func TestOneVersionOfEveryRegulationIsInForceWheneverTheDemonstrationRuns(t *testing.T) {
	city := mustLoad(t)
	for _, organ := range append(city.Communes, city.Office) {
		for _, day := range days {
			if organ.InForce(day) == nil {
				t.Errorf("%s: no version in force on %s", organ.File, day)
			}
		}
	}
}

func TestSomeCommunesChangeTheirRegulationAroundTheDay(t *testing.T) {
	before, after := 0, 0
	for _, organ := range mustLoad(t).Communes {
		for i := range organ.Regulations[1:] {
			if organ.Regulations[i+1].Effective.On(today) <= today {
				before++
			} else {
				after++
			}
		}
	}
	if before < 5 || after < 5 {
		t.Errorf("%d second versions in force, %d to come, want 5 of each", before, after)
	}
}

// rules is a regulation without references, wording and the numbers of its areas: what it assigns, in an order of its own.
func rules(r *Regulation) string {
	var lines []string
	for _, c := range r.Clauses {
		for _, fill := range c.Fills() {
			areas := len(c.Areas) > 0
			lines = append(lines, fmt.Sprint(fill, slices.Sorted(slices.Values(c.Fields)), areas, c.Kinds, c.Issuers, c.Urgencies))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestThe126RegulationsDifferInWhatTheyAssign(t *testing.T) {
	seen := map[string]string{}
	for _, organ := range mustLoad(t).Communes {
		key := rules(organ.InForce(today))
		if other := seen[key]; other != "" {
			t.Errorf("%s assigns the same as %s", organ.File, other)
		}
		seen[key] = organ.File
	}
}

func TestCommunesDifferInDeputiesWaysAndDepartments(t *testing.T) {
	deputies, ways, departments := map[int]int{}, map[string]int{}, map[string]int{}
	for _, organ := range mustLoad(t).Communes {
		n := 0
		for _, post := range organ.Posts {
			if post.Role == office.RoleDeputy {
				n++
			}
		}
		deputies[n]++
		ways[organ.Way]++
		departments[fmt.Sprint(organ.Departments)]++
	}
	if len(deputies) != 2 || deputies[2] == 0 || deputies[3] == 0 {
		t.Errorf("deputies %v, want two or three, and both", deputies)
	}
	if len(ways) != 3 || len(departments) < 10 {
		t.Errorf("ways %v, %d sets of departments, want all three and at least 10", ways, len(departments))
	}
}

func TestSixCommunesLeaveThePapersOfTheCityToTheirClerk(t *testing.T) {
	city := mustLoad(t)
	byHand := 0
	for _, organ := range city.Communes {
		if !slices.Contains(organ.SelfRegisters, "ubnd_tp") {
			byHand++
		}
	}
	if byHand != 6 {
		t.Errorf("%d communes register by hand, want 6", byHand)
	}
}

func TestUnitsNamedAfterAPersonAreWrittenInFullOnTheDateLine(t *testing.T) {
	full := map[office.LocalityCode]string{"00256": "Phường Hai Bà Trưng", "10081": "Xã Trần Phú", "09931": "Xã Hưng Đạo"}
	city := mustLoad(t)
	for i, organ := range city.Communes {
		want := city.Localities[i].Name
		if full[organ.Locality] != "" {
			want = full[organ.Locality]
		}
		if organ.Place != want {
			t.Errorf("%s: %q, want %q", organ.File, organ.Place, want)
		}
	}
}

func TestEveryPersonHasAnAccountOfHisOwn(t *testing.T) {
	city := mustLoad(t)
	names, accounts := map[string]string{}, map[string]bool{}
	for _, organ := range append(city.Communes, city.Office) {
		for code, name := range organ.People {
			account := organ.Account(code)
			if accounts[account] || names[name] != "" {
				t.Errorf("%s, %s: account or name stands twice (%s)", account, name, names[name])
			}
			accounts[account], names[name] = true, account
		}
	}
	for _, account := range []string{"tuongmai.chutich", "tuongmai.vanthu", "thanhpho.vanthu", "thanhpho.pct2", "thanhpho.chuyenvien"} {
		if !accounts[account] {
			t.Errorf("no account %s", account)
		}
	}
}

func TestAreasOfTuongMaiAndPhuDongAreTheirOwn(t *testing.T) {
	for _, organ := range mustLoad(t).Communes {
		list := organ.Areas.List()
		switch organ.Locality {
		case "00322":
			if len(list) != 51 || slices.Contains(list, Area{"tdp-49", "Tổ dân phố 49"}) {
				t.Errorf("phường Tương Mai has %d areas, want tổ dân phố 1 to 52 without 49", len(list))
			}
		case "00541":
			if len(list) != 31 || !slices.Contains(list, Area{"thon-phu-dong", "Thôn Phù Đổng"}) {
				t.Errorf("xã Phù Đổng has %d areas, want 31 with thôn Phù Đổng", len(list))
			}
		default:
			if len(list) < 8 {
				t.Errorf("%s: %d areas", organ.File, len(list))
			}
		}
	}
}

func TestTheDirectiveIsAboutLandAndGoesToAll(t *testing.T) {
	city := mustLoad(t)
	p := city.Directive()
	if p.Field != "07" || !slices.Equal(p.OtherFields, []office.FieldCode{"05"}) || p.Kind != "CV" || p.Urgency != office.VeryUrgent {
		t.Errorf("the directive is %s %v %s %s", p.Field, p.OtherFields, p.Kind, p.Urgency)
	}
	if got := len(p.Communes(city.Communes)); got != 126 {
		t.Errorf("it goes to %d communes", got)
	}
	if p.Send.On(today) != today {
		t.Errorf("it is sent on %s", p.Send)
	}
}

func TestDaysInAPaperAreThoseAfterTheDemonstrationsDay(t *testing.T) {
	for _, paper := range mustLoad(t).Papers {
		text := paper.On(today).Subject + strings.Join(paper.On(today).Paragraphs, "\n")
		if strings.ContainsAny(text, "{}") {
			t.Errorf("%s: a blank is left in %q", paper.File, text)
		}
	}
	directive := mustLoad(t).Directive()
	if text := strings.Join(directive.On("2027-12-28").Paragraphs, "\n"); !strings.Contains(text, "04/01/2028") {
		t.Errorf("a week after 28/12/2027 is not in %q", text)
	}
	if !strings.Contains(strings.Join(directive.Paragraphs, "\n"), "{today + 7}") {
		t.Error("filling one day's paper changed the next one's")
	}
}

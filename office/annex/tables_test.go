package annex

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/office/annex/dmn"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/sheet"
)

// asked is a model with cases, as testdata/ask.mjs takes them.
type asked struct {
	XML   string           `json:"xml"`
	Cases []map[string]any `json:"cases"` // null is unknown
}

// answered is what the rules that hold say, by decision.
type answered map[string][]one

type one struct {
	Who     *string
	Outcome string
	Tied    []string
}

// The tables of 100 regulations answer 10,000 cases as our engine does, asked by an evaluator that knows nothing of ours; for each exactly one
// rule holds.
func TestTablesAnswerAsTheEngineDoes(t *testing.T) {
	l := ward()
	var models []asked
	var wanted [][]answered
	for seed := range 100 {
		v := rapid.Custom(func(t *rapid.T) regulation.Version { return drawVersion(t, l) }).Example(seed)
		model, err := l.model(&v)
		if err != nil {
			t.Fatal(err)
		}
		var xml bytes.Buffer
		if err := dmn.Write(&xml, model); err != nil {
			t.Fatal(err)
		}
		asking, want := asked{XML: xml.String()}, []answered(nil)
		engine := l.engine(t, &v)
		for n := range 100 {
			facts := rapid.Custom(func(t *rapid.T) routing.Facts { return drawFacts(t, l) }).Example(1000*seed + n)
			asking.Cases = append(asking.Cases, l.caseOf(facts))
			want = append(want, l.answers(&v, engine, facts))
		}
		models, wanted = append(models, asking), append(wanted, want)
	}
	for i, answers := range ask(t, models) {
		for j, got := range answers {
			if !reflect.DeepEqual(got, wanted[i][j]) {
				t.Fatalf("regulation %d, case %v:\n the tables say %v\n the engine says %v", i, models[i].Cases[j], text(got), text(wanted[i][j]))
			}
		}
	}
}

// Whoever asks the tables twice gets two rules for one case, and the test above fails: it can.
func TestARuleThatStandsTwiceIsSeen(t *testing.T) {
	l := ward()
	v := rapid.Custom(func(t *rapid.T) regulation.Version { return drawVersion(t, l) }).Example(1)
	model, err := l.model(&v)
	if err != nil {
		t.Fatal(err)
	}
	leader := &model.Decisions[0]
	leader.Rules = append(leader.Rules, leader.Rules...)
	var xml bytes.Buffer
	if err := dmn.Write(&xml, model); err != nil {
		t.Fatal(err)
	}
	answers := ask(t, []asked{{XML: xml.String(), Cases: []map[string]any{l.caseOf(routing.Facts{})}}})
	if n := len(answers[0][0]["leader"]); n != 2 {
		t.Errorf("%d rules hold", n)
	}
}

// ask has the npm parts answer.
func ask(t *testing.T, models []asked) [][]answered {
	t.Helper()
	npm := os.Getenv("CONGVAN_TEST_NPM")
	if _, err := os.Stat(npm + "/feelin"); npm == "" || err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CONGVAN_TEST_NPM names no folder with dmn-moddle and feelin")
		}
		t.Skip("CONGVAN_TEST_NPM names no folder with dmn-moddle and feelin")
	}
	input, err := json.Marshal(map[string]any{"models": models})
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("node", "testdata/ask.mjs", npm)
	var out, complaint bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(input), &out, &complaint
	if err := command.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &complaint)
	}
	var answers [][]answered
	if err := json.Unmarshal(out.Bytes(), &answers); err != nil || len(answers) != len(models) {
		t.Fatalf("%d models, %d answered: %v", len(models), len(answers), err)
	}
	return answers
}

// engine is our own for a version, made from the version without what wrote the tables.
func (l *lists) engine(t *testing.T, v *regulation.Version) *routing.Engine {
	t.Helper()
	var fields []routing.Node[routing.Field]
	for _, f := range regulation.Fields() {
		fields = append(fields, routing.Node[routing.Field]{Value: routing.Field(f.Code), Parent: routing.Field(f.Parent)})
	}
	var issuers []routing.Node[routing.Issuer]
	for _, class := range regulation.Classes() {
		above := map[string]routing.Issuer{"trung_uong": "cap_tren", "ubnd_tp": "cap_tren", "so_nganh": "cap_tren"}
		issuers = append(issuers, routing.Node[routing.Issuer]{Value: routing.Issuer(class), Parent: above[class]})
	}
	for _, o := range l.named(v) {
		issuers = append(issuers, routing.Node[routing.Issuer]{Value: routing.Issuer(o.ID.String()), Parent: routing.Issuer(o.IssuerClass)})
	}
	var kinds []routing.Kind
	for _, k := range l.kinds {
		kinds = append(kinds, routing.Kind(k.Value))
	}
	trees, problems := routing.NewTrees(fields, issuers, kinds)
	engine, more := routing.Compile(l.rules(v), trees, l.seating())
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	return engine
}

func (l *lists) rules(v *regulation.Version) routing.Regulation {
	r := routing.Regulation{Version: "v", Precedence: v.Precedence}
	for _, c := range v.Clauses {
		one := routing.Clause{ID: routing.ClauseID(c.ID.String()), Reference: c.Reference, Slot: c.Slot}
		if c.PostID != nil {
			one.Post = routing.Post(c.PostID.String())
		} else {
			one.Department = routing.Department(c.DepartmentID.String())
		}
		for _, f := range c.Fields {
			one.Fields = append(one.Fields, routing.Field(f))
		}
		for _, a := range c.Areas {
			one.Areas = append(one.Areas, routing.Area(a))
		}
		for _, k := range c.Kinds {
			one.Kinds = append(one.Kinds, routing.Kind(k))
		}
		for _, i := range c.Issuers {
			one.Issuers = append(one.Issuers, routing.Issuer(i))
		}
		for _, u := range c.Urgencies {
			one.Urgencies = append(one.Urgencies, routing.Urgency(u))
		}
		r.Clauses = append(r.Clauses, one)
	}
	return r
}

func (l *lists) seating() routing.Organ {
	s := l.structure
	o := routing.Organ{Head: routing.Post(s.Posts[0].ID.String()), Office: routing.Department(s.Departments[0].ID.String())}
	for _, d := range s.Departments {
		o.Departments = append(o.Departments, routing.Unit{Department: routing.Department(d.ID.String())})
	}
	for _, p := range s.Posts {
		seat := routing.Seat{Post: routing.Post(p.ID.String())}
		if p.DepartmentID != nil {
			seat.Department = routing.Department(p.DepartmentID.String())
		}
		o.Posts = append(o.Posts, seat)
	}
	for _, a := range s.Areas {
		o.Areas = append(o.Areas, routing.Area(a.Code))
	}
	return o
}

// drawFacts draws what may be known of a paper: values of the lists, what is unknown, and what no list has.
func drawFacts(t *rapid.T, l *lists) routing.Facts {
	var f routing.Facts
	draw := func(into *string, choices []sheet.Choice) {
		*into = rapid.SampledFrom(append(slices.Clone(choices), sheet.Choice{}, sheet.Choice{Value: `lạ "x\`})).Draw(t, "value").Value
	}
	draw((*string)(&f.Field), l.fields)
	draw((*string)(&f.Area), l.areas)
	draw((*string)(&f.Kind), l.kinds)
	draw((*string)(&f.Issuer), l.issuers)
	draw((*string)(&f.Urgency), urgencies)
	f.Issuer = routing.Issuer(l.issuer(string(f.Issuer)))
	return f
}

// caseOf are the facts in the codes of the lists.
func (l *lists) caseOf(f routing.Facts) map[string]any {
	facts := map[string]any{"field": string(f.Field), "area": string(f.Area), "kind": string(f.Kind), "issuer": l.valueOf(string(f.Issuer)), "urgency": string(f.Urgency)}
	for name, value := range facts {
		if value == "" {
			facts[name] = nil
		}
	}
	return facts
}

// answers is what the engine says, slot by slot.
func (l *lists) answers(v *regulation.Version, e *routing.Engine, f routing.Facts) answered {
	d, all := e.Decide(f), answered{}
	has := map[routing.Slot]string{routing.SlotLeader: string(d.Leader.Post), routing.SlotDepartment: string(d.Department), routing.SlotOfficer: string(d.Officer)}
	for slot := routing.SlotLeader; slot.One(); slot++ {
		q, matches := e.Ask(slot, f)
		if slot == routing.SlotOfficer { // asked among the posts of the leading department only
			q, matches = questionOf(d, slot)
		}
		if slot == routing.SlotSigner {
			has[slot] = string(q.Post)
		}
		answer := one{Outcome: outcomeOf(q), Tied: []string{}}
		if who := has[slot]; who != "" {
			answer.Who = new(l.valueOf(who))
		}
		for _, id := range tied(v, matches) {
			answer.Tied = append(answer.Tied, l.valueOf(id))
		}
		all[slot.String()] = []one{answer}
	}
	return all
}

// questionOf is a question of a decision with its matches; the zero one when it was not asked.
func questionOf(d routing.Decision, slot routing.Slot) (routing.Question, []routing.Match) {
	for n, q := range d.Questions {
		if q.Slot == slot {
			return q, slices.DeleteFunc(slices.Clone(d.Matches), func(m routing.Match) bool { return int(m.Question) != n })
		}
	}
	return routing.Question{}, nil
}

// tied are the posts or departments of the clauses that are left over in a conflict, by identifier.
func tied(v *regulation.Version, matches []routing.Match) []string {
	var ids []string
	for _, m := range matches {
		for _, c := range v.Clauses {
			if m.Fate != routing.FateTied || string(m.Clause) != c.ID.String() {
				continue
			}
			id := c.PostID
			if id == nil {
				id = c.DepartmentID
			}
			ids = append(ids, id.String())
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func outcomeOf(q routing.Question) string {
	switch q.Outcome {
	case routing.OutcomeConflict:
		return "conflict"
	case routing.OutcomeNone:
		return "gap"
	default:
		return "decided"
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

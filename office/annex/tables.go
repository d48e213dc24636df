package annex

import (
	"congvan/language"
	"congvan/office"
	"congvan/office/annex/dmn"
	"congvan/office/regulation"
	"congvan/routing"
)

// What a row of a decision table comes to, as its output "outcome" says it.
var outcomes = map[routing.Cover]string{routing.Covered: "decided", routing.Uncovered: "gap", routing.Overlap: "conflict"}

// model is a version as decision tables: who fills each slot that takes one post or department, by field, area, kind, issuer and urgency. Every value
// is a code as in the workbook; null is unknown. The outputs are who has it (of a gap or a conflict whom the law or the house's rules put in place: the
// head, the office, nobody), what the clauses came to, and who is tied in a conflict.
func (l *lists) model(v *regulation.Version) (dmn.Model, error) {
	m := dmn.Model{Name: v.Title, Namespace: "urn:uuid:" + v.ID.String()}
	for _, name := range []string{"field", "area", "kind", "issuer", "urgency"} {
		m.Inputs = append(m.Inputs, dmn.Input{Name: name, Label: language.Text(language.Vietnamese, "intake.selector."+name)})
	}
	tables, err := regulation.TablesOf(v, l.structure, l.named(v))
	if err != nil {
		return m, err
	}
	for _, table := range tables {
		if table.Slot.One() {
			m.Decisions = append(m.Decisions, l.decision(&table))
		}
	}
	return m, nil
}

func (l *lists) decision(table *routing.Table) dmn.Decision {
	label := language.Text(language.Vietnamese, "intake.slot."+table.Slot.String())
	d := dmn.Decision{Name: table.Slot.String(), Label: label, Outputs: []dmn.Output{{Name: "who", Label: label, Type: "string"},
		{Name: "outcome", Label: "Kết quả", Type: "string"}, {Name: "tied", Label: "Cùng được giao"}}}
	for i := range table.Rows {
		row := &table.Rows[i]
		d.Rules = append(d.Rules, dmn.Rule{Tests: l.tests(&row.Box), Values: l.outputs(table.Slot, row)})
	}
	return d
}

func (l *lists) tests(box *routing.Box) []dmn.Test {
	issuers := testOf(box.Issuers)
	for i, issuer := range issuers.Texts {
		issuers.Texts[i] = l.valueOf(issuer)
	}
	return []dmn.Test{testOf(box.Fields), testOf(box.Areas), testOf(box.Kinds), issuers, testOf(box.Urgencies)}
}

func testOf[V ~string](values routing.Values[V]) dmn.Test {
	test := dmn.Test{Except: values.Except, Texts: make([]string, len(values.List))}
	for i, v := range values.List {
		test.Texts[i] = string(v)
	}
	return test
}

func (l *lists) outputs(slot routing.Slot, row *routing.Row) []any {
	who, tied := l.codes(row), []string{}
	if row.Cover == routing.Covered {
		return []any{who[0], outcomes[row.Cover], tied}
	}
	if row.Cover == routing.Overlap {
		tied = who
	}
	return []any{l.otherwise(slot), outcomes[row.Cover], tied}
}

// codes are those of the posts or departments of a row.
func (l *lists) codes(row *routing.Row) []string {
	var codes []string
	for _, p := range row.Posts {
		codes = append(codes, l.valueOf(string(p)))
	}
	for _, d := range row.Departments {
		codes = append(codes, l.valueOf(string(d)))
	}
	return codes
}

// otherwise is who has a paper for which the clauses name nobody, or several: the head, the office; an officer is named by the head of the department, a
// signer by nobody.
func (l *lists) otherwise(slot routing.Slot) any {
	switch slot {
	case routing.SlotLeader:
		if heads := l.structure.WithRole(office.RoleHead); len(heads) > 0 {
			return l.value(&heads[0].ID)
		}
	case routing.SlotDepartment:
		if d, ok := l.structure.Office(); ok {
			return l.value(&d.ID)
		}
	}
	return nil
}

package demo

import "congvan/office"

// Regulation is one version of an organ's assignment rules.
type Regulation struct {
	AdoptedBy   Adoption                `yaml:"adopted_by"`
	Effective   When                    `yaml:"effective"`
	Precedence  []string                `yaml:"precedence"` // all five selectors; blank: urgency, kind, field, issuer, area
	Deputy      PostCode                `yaml:"deputy"`     // runs the organ while its head is away
	Substitutes map[PostCode][]PostCode `yaml:"substitutes"`
	Clauses     []Clause                `yaml:"clauses"`
}

// Adoption is the document that adopts a version.
type Adoption struct {
	Number string `yaml:"number"`
	Date   When   `yaml:"date"`
}

// Clause is one rule: papers that its selectors admit have its post or department in its slot. Exactly one of the seven slots is
// filled; a blank selector admits every paper.
type Clause struct {
	At   string `yaml:"at"` // its place in the regulation: "Điều 4 khoản 2 điểm b"
	Text string `yaml:"text"`

	Leader       PostCode       `yaml:"leader"`
	Department   DepartmentCode `yaml:"department"`
	Officer      PostCode       `yaml:"officer"`
	Signer       PostCode       `yaml:"signer"` // thừa lệnh (TL.)
	CoLeader     PostCode       `yaml:"co_leader"`
	CoDepartment DepartmentCode `yaml:"co_department"`
	Inform       PostCode       `yaml:"inform"`

	Fields    []office.FieldCode `yaml:"fields"`
	Areas     []office.AreaCode  `yaml:"areas"` // spans like tdp-1..tdp-10 are written out by Load
	Kinds     []office.KindCode  `yaml:"kinds"`
	Issuers   []string           `yaml:"issuers"`
	Urgencies []office.Urgency   `yaml:"urgencies"`
}

// Fill is a slot with what fills it: a post, or a department for the slots department and co_department.
type Fill struct {
	Slot       string // "leader", "department", "officer", "signer", "co_leader", "co_department", "inform"
	Post       PostCode
	Department DepartmentCode
}

// Fills are the slots that the clause fills: one, in a clause that passed the check.
func (c Clause) Fills() []Fill {
	all := []Fill{
		{"leader", c.Leader, ""}, {"department", "", c.Department}, {"officer", c.Officer, ""}, {"signer", c.Signer, ""},
		{"co_leader", c.CoLeader, ""}, {"co_department", "", c.CoDepartment}, {"inform", c.Inform, ""},
	}
	filled := all[:0]
	for _, fill := range all {
		if fill.Post != "" || fill.Department != "" {
			filled = append(filled, fill)
		}
	}
	return filled
}

// InForce is the organ's version in force on today: the one that took effect last. It is nil when there is none yet.
func (o Organ) InForce(today office.Day) *Regulation {
	var in *Regulation
	for i := range o.Regulations {
		r := &o.Regulations[i]
		if from := r.Effective.On(today); from <= today && (in == nil || from >= in.Effective.On(today)) {
			in = r
		}
	}
	return in
}

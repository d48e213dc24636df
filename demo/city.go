package demo

import "congvan/office"

// City is all that the files hold.
type City struct {
	Localities []Locality
	Fields     []Node // the city-wide tree of subject matters, parents before children
	Issuers    []Node // classes of issuers, parents before children
	Kinds      []Kind
	Statuses   []Status
	Office     Organ   // UBND Thành phố Hà Nội
	Communes   []Organ // in the order of Localities, one each
	Papers     []Paper // the story, in the order in which it is sent; the first is the directive
}

// Directive is the paper that the demonstration sends to all communes.
func (c City) Directive() Paper { return c.Papers[0] }

// Locality is a commune-level unit, as in NQ 1656/NQ-UBTVQH15 and QĐ 19/2025/QĐ-TTg.
type Locality struct {
	Code office.LocalityCode // "00322"
	Name string              // "Tương Mai"
	Kind string              // "phuong" or "xa"
	Full string              // "Phường Tương Mai"
}

// Node is a value of a tree with its parent, blank for a root.
type Node struct{ Code, Parent, Name string }

// Kind is a kind of document, NĐ 30/2020 appendix III, and the kinds of copy.
type Kind struct {
	Code  office.KindCode // "QĐ"; "CV" and "TCg" for the two that have no abbreviation
	Name  string          // "Quyết định (cá biệt)"
	Group string          // "vbhc" administrative document, "ban_sao" copy
}

// Status is a code that sender and receiver exchange about a delivery.
type Status struct {
	Code string // "03"
	Name string // "Đã tiếp nhận"
}

// PostCode names a post within its organ's file: "pct-1".
type PostCode string

// DepartmentCode names a department within its organ's file: "kthtdt".
type DepartmentCode string

// PersonCode names a person within the organ's file, and is the second half of the account: "chutich" of tuongmai.chutich.
type PersonCode string

// Organ is one office with its people and its regulations.
type Organ struct {
	File string `yaml:"-"` // where it is read from, for whoever disputes it

	Locality      office.LocalityCode   `yaml:"locality"` // "01" for the city itself
	Name          string                `yaml:"organ"`
	Abbreviation  string                `yaml:"abbreviation"`
	Identifier    string                `yaml:"identifier"` // a placeholder: those of the communes are not published
	Place         string                `yaml:"place"`      // of the date line; in full when named after a person (NĐ 30/2020 appendix I)
	Accounts      string                `yaml:"accounts"`   // first half of every account of this organ
	Way           string                `yaml:"way"`        // leader, distributor, leader_and_department (NĐ 30/2020 Điều 23)
	Distributor   PostCode              `yaml:"distributor"`
	SelfRegisters []string              `yaml:"self_registers"` // classes of issuers whose valid papers register by themselves
	Registers     Registers             `yaml:"registers"`
	Areas         Areas                 `yaml:"areas"`
	Departments   []Department          `yaml:"departments"`
	People        map[PersonCode]string `yaml:"people"` // full names
	Posts         []Post                `yaml:"posts"`
	Absences      []Absence             `yaml:"absences"`
	Delegations   []Delegation          `yaml:"delegations"`
	Regulations   []Regulation          `yaml:"regulations"` // by the day they take effect
}

// Account is the user name of one of the organ's people: "tuongmai.chutich".
func (o Organ) Account(p PersonCode) string { return o.Accounts + "." + string(p) }

// Registers are the first numbers that this year's registers give: the office did not begin with the demonstration.
type Registers struct {
	Incoming int `yaml:"incoming"`
	Outgoing int `yaml:"outgoing"`
}

// Department is a part of an organ.
type Department struct {
	ID           DepartmentCode `yaml:"id"`
	Name         string         `yaml:"name"`
	Abbreviation string         `yaml:"abbreviation"`
	Office       bool           `yaml:"office"` // the văn phòng: leads where no department does
}

// Post is a seat with whoever holds it.
type Post struct {
	ID         PostCode       `yaml:"id"`
	Title      string         `yaml:"title"`
	Role       office.Role    `yaml:"role"`
	Department DepartmentCode `yaml:"in"`      // blank for leaders
	Signs      string         `yaml:"signs"`   // title in the signature block where it differs: "Phó Chủ tịch"
	Holders    []PersonCode   `yaml:"holders"` // none: vacant; several only on a professional post
	As         string         `yaml:"as"`      // primary (blank), concurrent, acting, in_charge
	Since      When           `yaml:"since"`   // blank: since the reform, 2025-07-01
}

// Absence is a person's own notice, from a day up to, but without, another; without end it is open.
type Absence struct {
	Person PersonCode `yaml:"person"`
	From   When       `yaml:"from"`
	To     When       `yaml:"to"`
	Paper  string     `yaml:"paper"`
	Reason string     `yaml:"reason"`
}

// Delegation hands a post's matters, all or those of some fields, to another post.
type Delegation struct {
	Of     PostCode           `yaml:"of"`
	To     PostCode           `yaml:"to"`
	Fields []office.FieldCode `yaml:"fields"` // blank: everything
	Paper  string             `yaml:"paper"`
	From   When               `yaml:"from"`
	Until  When               `yaml:"until"` // blank: until a new one
	Text   string             `yaml:"text"`
}

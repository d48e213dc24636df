package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"
)

// sheet is a version as one reader looks at it.
type sheet struct {
	regulation.Reading
	coverage *regulation.Coverage // nil when the version is too fine to be analysed
	lang     language.Lang
	edits    bool // it is a draft, and the reader keeps the regulation
	keeps    bool
	tries    bool   // the reader may try it on papers
	view     string // matrix, clauses, areas
}

func (s *sheet) address() string { return "/regulations/" + s.ID.String() }

// clauseAddress opens a clause beside the view that is open.
func (s *sheet) clauseAddress(id string) string {
	return s.address() + "?view=" + s.view + "&clause=" + id
}

func (s *sheet) phrase(key string, args ...any) string { return language.Text(s.lang, key, args...) }

// column is a post that fills the slot of the leader, or a department that fills its own.
type column struct {
	id   office.ID
	slot routing.Slot
	page.Column
}

// columns are the leaders, and whoever else a clause names as one, then the departments.
func (s *sheet) columns() []column {
	var all []column
	for _, p := range s.Structure.Posts {
		if p.Role == office.RoleHead || p.Role == office.RoleDeputy || s.leads(p.ID) {
			all = append(all, s.postColumn(p))
		}
	}
	for i, d := range s.Structure.Departments {
		c := column{id: d.ID, slot: routing.SlotDepartment, Column: page.Column{Title: d.Name, Short: cmp.Or(d.Abbreviation, d.Name), Department: true, Edge: i == 0}}
		for _, p := range s.Structure.Posts {
			if p.DepartmentID != nil && *p.DepartmentID == d.ID && (p.Role == office.RoleDepartmentHead || p.Role == office.RoleChiefOfOffice) {
				c.Holder = strings.Join(holders(s.Structure, p.ID), ", ")
				c.Vacant = c.Holder == ""
				break
			}
		}
		all = append(all, c)
	}
	return all
}

func (s *sheet) postColumn(p org.Post) column {
	c := column{id: p.ID, slot: routing.SlotLeader, Column: page.Column{Title: p.Title, Short: p.SigningTitle(), Holder: strings.Join(holders(s.Structure, p.ID), ", ")}}
	c.Vacant, c.Edge = c.Holder == "", p.Role == office.RoleHead
	return c
}

// leads reports whether a clause names the post as leader in charge.
func (s *sheet) leads(post office.ID) bool {
	return slices.ContainsFunc(s.Clauses, func(c regulation.Clause) bool {
		return c.Slot == routing.SlotLeader && c.PostID != nil && *c.PostID == post
	})
}

// names reports whether the clause names what stands at the head of the column.
func (c column) named(clause regulation.Clause) bool {
	return clause.PostID != nil && *clause.PostID == c.id || clause.DepartmentID != nil && *clause.DepartmentID == c.id
}

// grid is the matrix.
func (s *sheet) grid() *page.Grid {
	g := page.Grid{}
	columns := s.columns()
	for _, c := range columns {
		g.Columns = append(g.Columns, c.Column)
	}
	g.Rows = append(g.Rows, s.row(regulation.Field{}, columns))
	for _, f := range regulation.Fields() {
		row := s.row(f, columns)
		if !row.Group {
			g.Fields++
		}
		g.Rows = append(g.Rows, row)
	}
	return &g
}

// everyField stands for a blank selector where a field is written.
const everyField = "*"

// row is the row of a field; that of no field is of the clauses that ask for none.
func (s *sheet) row(f regulation.Field, columns []column) page.GridRow {
	row := page.GridRow{ID: "r-" + cmp.Or(string(f.Code), "all"), Code: string(f.Code), Name: s.phrase("matrix.every_field"), Group: f.Code == "" || isGroup(f.Code)}
	if f.Code != "" {
		row.Name = regulation.FieldIn(s.lang, f.Code)
	}
	if row.Group {
		row.Code = ""
	}
	cover := s.cover(f.Code)
	for i, c := range columns {
		cell := s.cell(f.Code, c, cover)
		cell.ID = "c-" + cmp.Or(string(f.Code), "all") + "-" + number(i)
		row.Cells = append(row.Cells, cell)
	}
	if !row.Group {
		row.Open = open(cover)
		row.Officers, row.Vacant = s.officers(f.Code, cover)
	}
	return row
}

func isGroup(code office.FieldCode) bool {
	return slices.ContainsFunc(regulation.Fields(), func(f regulation.Field) bool { return f.Parent == code && code != "" })
}

// cover is what coverage says of a field; nil when nothing is known.
func (s *sheet) cover(code office.FieldCode) *routing.FieldCoverage {
	if s.coverage == nil || code == "" {
		return nil
	}
	for i := range s.coverage.Fields {
		if f := &s.coverage.Fields[i]; f.Field == routing.Field(code) {
			return f
		}
	}
	return nil
}

// open is the key of what nobody has in a field: the leader's place, the department's, or both, for all papers or for some.
func open(cover *routing.FieldCoverage) string {
	if cover == nil {
		return ""
	}
	leader, department := cover.Leader, cover.Department
	switch {
	case leader.Gap > 0 && leader.Gap == leader.Total() && department.Gap > 0:
		return "matrix.open.both"
	case leader.Gap > 0 && leader.Gap == leader.Total():
		return "matrix.open.leader"
	case leader.Gap > 0:
		return "matrix.open.leader_part"
	case department.Gap > 0:
		return "matrix.open.department"
	}
	return ""
}

// officers are who works on a field, with whether somebody is missing there.
func (s *sheet) officers(code office.FieldCode, cover *routing.FieldCoverage) (marks []page.Mark, vacant bool) {
	if cover == nil {
		return nil, false
	}
	for _, share := range cover.Officer.Shares {
		id, err := office.ParseID("", string(share.Post))
		if err != nil || len(share.Clauses) == 0 {
			continue
		}
		p, _ := s.Structure.Post(id)
		marks = append(marks, page.Mark{Text: seatName(p.Title), Href: s.clauseAddress(string(share.Clauses[0]))})
		vacant = vacant || len(s.Structure.Holders(id)) == 0
	}
	return marks, vacant
}

// seatName is a professional post in short: under "Người thụ lý" every one is a "công chức".
func seatName(title string) string {
	short, cut := strings.CutPrefix(title, "Công chức ")
	if !cut {
		return title
	}
	first, size := utf8.DecodeRuneInString(short)
	return string(unicode.ToUpper(first)) + short[size:]
}

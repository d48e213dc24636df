package annex

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/paper"
	"congvan/routing"
	"congvan/sheet"
)

// annex is a version as the annex of the decision that adopts it (NĐ 30/2020, appendix I, part III, 1): the leaders, then what the other clauses give to
// whom, then what holds for all. Who holds a post is as of today.
func (l *lists) annex(v *regulation.Version) paper.Annex {
	a := paper.Annex{Title: v.Title, Attached: l.attached(v)}
	add := func(heading string, table *paper.Table, text ...string) {
		if table == nil && len(text) == 0 {
			return
		}
		numeral := []string{"I", "II", "III"}[len(a.Parts)]
		a.Parts = append(a.Parts, paper.AnnexPart{Heading: numeral + ". " + heading, Table: table, Text: text})
	}
	add("LÃNH ĐẠO PHỤ TRÁCH", l.leaders(v))
	add("ĐƠN VỊ CHỦ TRÌ, PHỐI HỢP VÀ CÁC PHÂN CÔNG KHÁC", l.others(v))
	add("QUY ĐỊNH CHUNG", nil, l.general(v)...)
	return a
}

// attached says which paper the annex belongs to, with dots for what is not known yet (1.c).
func (l *lists) attached(v *regulation.Version) string {
	kind, number, dated := "Quyết định", "…/QĐ-"+l.structure.Organ.Abbreviation, "ngày … tháng … năm …"
	if v.Number != "" {
		kind, number = kindOf(v.Number), v.Number
	}
	if v.AdoptedOn != "" {
		dated = language.OfficialDate(v.AdoptedOn.Time())
	}
	return "(Kèm theo " + kind + " số " + number + " " + dated + " của " + l.structure.Organ.Name + ")"
}

// kindOf is the name of the kind that a number and symbol speak of: "112/QĐ-UBND".
func kindOf(number string) string {
	_, symbol, _ := strings.Cut(number, "/")
	code, _, _ := strings.Cut(symbol, "-")
	if kind, ok := document.KindOf(office.KindCode(code)); ok {
		return strings.TrimSuffix(kind.Name, " (cá biệt)")
	}
	return "văn bản"
}

// leaders is the table of the leaders, each with everything that clauses put in his charge.
func (l *lists) leaders(v *regulation.Version) *paper.Table {
	t := &paper.Table{Columns: []paper.TableColumn{{Head: "TT", Share: 7, Centred: true}, {Head: "Chức danh", Share: 17}, {Head: "Lĩnh vực", Share: 36},
		{Head: "Địa bàn", Share: 18}, {Head: "Đơn vị", Share: 14}, {Head: "Thay khi vắng", Share: 14}}}
	for _, post := range l.structure.Posts {
		charges := clausesOf(v, func(c *regulation.Clause) bool { return c.Slot == routing.SlotLeader && same(c.PostID, &post.ID) })
		if len(charges) == 0 && post.Role != office.RoleHead && post.Role != office.RoleDeputy {
			continue
		}
		var fields, areas paper.Cell
		for _, c := range charges {
			if line := l.line(c); onlyAreas(c) {
				areas = append(areas, line)
			} else {
				fields = append(fields, line)
			}
		}
		t.Rows = append(t.Rows, []paper.Cell{number(len(t.Rows)), l.seat(post), fields, areas, l.departmentsOf(v, charges), l.substitutesOf(v, post.ID)})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

func number(before int) paper.Cell { return paper.Cell{{Text: strconv.Itoa(before + 1)}} }

func clausesOf(v *regulation.Version, wanted func(*regulation.Clause) bool) []*regulation.Clause {
	var found []*regulation.Clause
	for i := range v.Clauses {
		if wanted(&v.Clauses[i]) {
			found = append(found, &v.Clauses[i])
		}
	}
	return found
}

// onlyAreas reports whether a clause asks for areas and nothing else.
func onlyAreas(c *regulation.Clause) bool {
	return len(c.Areas) > 0 && len(c.Fields)+len(c.Kinds)+len(c.Issuers)+len(c.Urgencies) == 0
}

// seat is the title of a post and who holds it.
func (l *lists) seat(post org.Post) paper.Cell {
	cell := paper.Cell{{Text: post.Title, Bold: true}}
	for _, name := range l.holders(post.ID) {
		cell = append(cell, paper.Paragraph{Text: name, Italic: true})
	}
	return cell
}

func (l *lists) holders(post office.ID) []string {
	var names []string
	for _, a := range l.structure.Holders(post) {
		if p, ok := l.structure.Person(a.PersonID); ok {
			names = append(names, p.Name)
		}
	}
	return names
}

// line is a clause: its place in the regulation, and what it asks.
func (l *lists) line(c *regulation.Clause) paper.Paragraph {
	return paper.Paragraph{Text: c.Reference + ": " + l.scope(c) + "."}
}

// scope is which papers a clause is for.
func (l *lists) scope(c *regulation.Clause) string {
	var parts []string
	part := func(before string, values []string) {
		if len(values) > 0 {
			parts = append(parts, before+strings.Join(values, "; "))
		}
	}
	part("", worded(l.fields, c.Fields))
	where := ""
	if len(c.Fields) > 0 {
		where = "địa bàn: "
	}
	part(where, ranges(worded(l.areas, c.Areas)))
	part("loại văn bản: ", worded(l.kinds, c.Kinds))
	issuers := make([]string, len(c.Issuers))
	for i, issuer := range c.Issuers {
		issuers[i] = l.valueOf(issuer)
	}
	part("văn bản của ", worded(l.issuers, issuers))
	part("độ khẩn: ", worded(urgencies, c.Urgencies))
	if len(parts) == 0 {
		return "Phụ trách chung"
	}
	return capital(strings.Join(parts, ", "))
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// worded are the words of some values.
func worded[V ~string](choices []sheet.Choice, values []V) []string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
		if at := slices.IndexFunc(choices, func(c sheet.Choice) bool { return c.Value == string(v) }); at >= 0 {
			words[i] = choices[at].Word
		}
	}
	return words
}

// ranges draws names together that differ by a number alone and follow each other, three and more: "Tổ dân phố số 11 đến 31".
func ranges(names []string) []string {
	var out []string
	for i := 0; i < len(names); {
		end := i + 1
		for end < len(names) && follows(names[end-1], names[end]) {
			end++
		}
		if end-i < 3 {
			out, i = append(out, names[i]), i+1
			continue
		}
		_, last := numbered(names[end-1])
		out, i = append(out, fmt.Sprintf("%s đến %d", names[i], last)), end
	}
	return out
}

func follows(a, b string) bool {
	before, n := numbered(a)
	after, m := numbered(b)
	return n > 0 && m == n+1 && before == after
}

// numbered parts a name from the number at its end; 0 when there is none.
func numbered(name string) (string, int) {
	head := strings.TrimRight(name, "0123456789")
	n, err := strconv.Atoi(name[len(head):])
	if err != nil {
		return name, 0
	}
	return head, n
}

// departmentsOf are the departments that lead the work in the fields of some clauses.
func (l *lists) departmentsOf(v *regulation.Version, charges []*regulation.Clause) paper.Cell {
	var cell paper.Cell
	for _, d := range l.structure.Departments {
		leads := clausesOf(v, func(c *regulation.Clause) bool {
			return c.Slot == routing.SlotDepartment && same(c.DepartmentID, &d.ID)
		})
		if slices.ContainsFunc(leads, func(c *regulation.Clause) bool {
			return slices.ContainsFunc(charges, func(charge *regulation.Clause) bool { return meet(c.Fields, charge.Fields) })
		}) {
			cell = append(cell, paper.Paragraph{Text: "– " + d.Name})
		}
	}
	return cell
}

// meet reports whether two lists have a field in common, or one a field within the other's.
func meet(a, b []office.FieldCode) bool {
	parents := map[office.FieldCode]office.FieldCode{}
	for _, f := range regulation.Fields() {
		parents[f.Code] = f.Parent
	}
	within := func(a, b []office.FieldCode) bool {
		return slices.ContainsFunc(a, func(f office.FieldCode) bool { return slices.Contains(b, f) || slices.Contains(b, parents[f]) })
	}
	return within(a, b) || within(b, a)
}

func (l *lists) substitutesOf(v *regulation.Version, post office.ID) paper.Cell {
	var cell paper.Cell
	for i, id := range v.Substitutes[post] {
		cell = append(cell, paper.Paragraph{Text: fmt.Sprintf("%d. %s", i+1, l.title(&id))})
	}
	return cell
}

// others is the table of the clauses for all other slots; none without any.
func (l *lists) others(v *regulation.Version) *paper.Table {
	t := &paper.Table{Columns: []paper.TableColumn{{Head: "TT", Share: 7, Centred: true}, {Head: "Vai trò", Share: 17}, {Head: "Chức danh, đơn vị", Share: 26},
		{Head: "Phạm vi", Share: 38}, {Head: "Điều khoản", Share: 18}}}
	clauses := clausesOf(v, func(c *regulation.Clause) bool { return c.Slot != routing.SlotLeader })
	slices.SortStableFunc(clauses, func(a, b *regulation.Clause) int { return cmp.Compare(a.Slot, b.Slot) })
	for _, c := range clauses {
		who := c.PostID
		if who == nil {
			who = c.DepartmentID
		}
		t.Rows = append(t.Rows, []paper.Cell{number(len(t.Rows)), {{Text: worded(slots, []string{c.Slot.String()})[0]}}, {{Text: l.title(who)}},
			{{Text: l.scope(c)}}, {{Text: c.Reference}}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// title is the name of a post or a department as people say it: of a post that shares its title, with its department or who holds it.
func (l *lists) title(id *office.ID) string {
	if d, ok := l.structure.Department(*id); ok {
		return d.Name
	}
	post, ok := l.structure.Post(*id)
	if !ok {
		return id.String()
	}
	if !slices.ContainsFunc(l.structure.Posts, func(p org.Post) bool { return p.Title == post.Title && p.ID != post.ID }) {
		return post.Title
	}
	if d, ok := l.departmentOf(post); ok {
		return post.Title + " " + d.Name
	}
	return strings.TrimSpace(post.Title + " " + strings.Join(l.holders(post.ID), ", "))
}

// general says what holds for the whole regulation.
func (l *lists) general(v *regulation.Version) []string {
	var text []string
	if v.DeputyID != nil {
		text = append(text, "Khi người đứng đầu cơ quan vắng mặt, "+l.title(v.DeputyID)+" điều hành công việc của cơ quan.")
	}
	if len(v.Precedence) > 0 {
		words := make([]string, len(v.Precedence))
		for i, s := range v.Precedence {
			words[i] = strings.ToLower(worded(selectors, []string{s.String()})[0])
		}
		text = append(text, "Khi nhiều phân công cùng áp dụng, thứ tự ưu tiên là: "+strings.Join(words, ", ")+".")
	}
	return text
}

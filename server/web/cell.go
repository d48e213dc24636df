package web

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"
)

// cell is what one column has of one field: what comes of all clauses together, as coverage found it, then those that name just this field.
func (s *sheet) cell(field office.FieldCode, c column, cover *routing.FieldCoverage) page.Cell {
	cell := page.Cell{Held: slices.ContainsFunc(s.Clauses, func(k regulation.Clause) bool { return gives(k, field, c) })}
	if share, slot := c.share(cover); share != nil {
		cell.Marks = append(cell.Marks, s.shareMark(field, share, slot))
		if share.Overlap > 0 {
			cell.Look = "clash"
		} else if share.Covered == 0 {
			cell.Look = "general"
		}
	} else if slot != nil && slot.Gap > 0 && slot.Gap == slot.Total() && !isGroup(field) {
		cell.Look = "gap"
	}
	for _, k := range s.Clauses {
		if look := s.ownLook(k, field, c, cover, len(cell.Marks) > 0); look != "" {
			cell.Marks = append(cell.Marks, page.Mark{Look: look, Text: shortReference(k.Reference), Full: s.place(k), Note: s.asked(k.Selectors), Href: s.clauseAddress(k.ID.String())})
		}
	}
	cell.Words = s.cellWords(field, c, cell)
	cell.Value = c.value(field, cell.Held)
	return cell
}

// share is the part of a field that the column has, and the slot that it is a part of.
func (c column) share(cover *routing.FieldCoverage) (*routing.Share, *routing.SlotCoverage) {
	if cover == nil {
		return nil, nil
	}
	slot := &cover.Leader
	if c.Department {
		slot = &cover.Department
	}
	for i := range slot.Shares {
		if share := &slot.Shares[i]; string(share.Post) == c.id.String() || string(share.Department) == c.id.String() {
			return share, slot
		}
	}
	return nil, slot
}

func (s *sheet) shareMark(field office.FieldCode, share *routing.Share, slot *routing.SlotCoverage) page.Mark {
	mark := page.Mark{Look: "lead"}
	direct := false
	for i, id := range share.Clauses {
		k, ok := s.clause(string(id))
		if !ok {
			continue
		}
		direct = direct || slices.Contains(k.Fields, field)
		if i == 0 {
			mark.Text, mark.Full, mark.Href = shortReference(k.Reference), s.place(k), s.clauseAddress(string(id))
		}
	}
	if more := len(share.Clauses) - 1; more > 0 {
		mark.Text += "+" + strconv.Itoa(more)
	}
	switch {
	case share.Covered+share.Overlap == 0:
		mark.Look = "general"
	case share.Total() < slot.Total():
		mark.Look, mark.Note = "part", s.within(share.Within)
	case !direct:
		mark.Look = "group"
	}
	return mark
}

// ownLook is how a clause that names just this field is marked beside what came of all of them; empty when that shows it already.
func (s *sheet) ownLook(k regulation.Clause, field office.FieldCode, c column, cover *routing.FieldCoverage, shown bool) string {
	if !c.named(k) || !slices.Contains(k.Fields, field) && !(field == "" && len(k.Fields) == 0) {
		return ""
	}
	switch {
	case k.Slot == routing.SlotCoLeader, k.Slot == routing.SlotCoDepartment, k.Slot == routing.SlotInform:
		return "co"
	case k.Slot != c.slot || shown:
		return ""
	case field == "" && general(k.Selectors):
		return "general"
	case cover != nil:
		return "lost"
	case general(regulation.Selectors{Urgencies: k.Urgencies, Kinds: k.Kinds, Issuers: k.Issuers, Areas: k.Areas}):
		return "lead"
	default:
		return "part"
	}
}

// general reports whether selectors ask nothing of a paper.
func general(s regulation.Selectors) bool {
	return len(s.Urgencies)+len(s.Kinds)+len(s.Fields)+len(s.Issuers)+len(s.Areas) == 0
}

// gives reports whether a clause gives just this field, without any further condition, to the column; no field is every field.
func gives(k regulation.Clause, field office.FieldCode, c column) bool {
	rest := k.Selectors
	rest.Fields = nil
	if k.Slot != c.slot || !c.named(k) || !general(rest) {
		return false
	}
	if field == "" {
		return len(k.Fields) == 0
	}
	return slices.Contains(k.Fields, field)
}

func (s *sheet) clause(id string) (regulation.Clause, bool) {
	for _, k := range s.Clauses {
		if k.ID.String() == id {
			return k, true
		}
	}
	return regulation.Clause{}, false
}

// cellWords are a cell in words, for whoever does not see it.
func (s *sheet) cellWords(field office.FieldCode, c column, cell page.Cell) string {
	name := s.phrase("matrix.every_field")
	if field != "" {
		name = fieldName(s.lang, field)
	}
	if len(cell.Marks) == 0 {
		return s.phrase("matrix.cell.none", name, c.Title)
	}
	var said []string
	for _, m := range cell.Marks {
		key := "matrix.cell." + m.Look
		if m.Note != "" && m.Look == "part" {
			said = append(said, s.phrase("matrix.cell.within", s.phrase(key), m.Note, m.Full))
		} else {
			said = append(said, s.phrase("matrix.cell.by", s.phrase(key), m.Full))
		}
	}
	if cell.Look == "clash" {
		said = append(said, s.phrase("matrix.look.clash"))
	}
	return s.phrase("matrix.cell", name, c.Title, strings.Join(said, "; "))
}

// value is what the button of a cell sends: the field, the post or department, and what it is to become.
func (c column) value(field office.FieldCode, held bool) string {
	become := "on"
	if held {
		become = "off"
	}
	code := string(field)
	if code == "" {
		code = everyField
	}
	return fmt.Sprintf("%s %s %s", code, c.id, become)
}

// place is where a clause stands in the text.
func (s *sheet) place(k regulation.Clause) string {
	if k.Reference == "" {
		return s.phrase("matrix.clause.reference.none")
	}
	return k.Reference
}

var reference = regexp.MustCompile(`^Điều (\d+\p{L}?)(?:[ ,]+khoản (\d+\p{L}?))?(?:[ ,]+điểm (\p{L}+))?$`)

// shortReference is a reference as short as it can be told in a cell: "4.2b" for "Điều 4 khoản 2 điểm b".
func shortReference(text string) string {
	parts := reference.FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case text == "":
		return "?"
	case parts == nil:
		return cut(text, 8)
	case parts[2] == "":
		return parts[1] + parts[3]
	default:
		return parts[1] + "." + parts[2] + parts[3]
	}
}

func cut(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}

func number(i int) string { return strconv.Itoa(i) }

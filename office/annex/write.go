package annex

import (
	"strings"

	"congvan/office/regulation"
	"congvan/sheet"
)

// tables are a version as rows of the forms.
func (l *lists) tables(v regulation.Version) map[string][]sheet.Values {
	about := sheet.Values{"title": oneLine(v.Title)}
	if v.DeputyID != nil {
		about["deputy"] = l.value(v.DeputyID)
	}
	for _, s := range v.Precedence {
		about.Add("precedence", s.String())
	}
	tables := map[string][]sheet.Values{"regulation": {about}}
	for i := range v.Clauses {
		tables["clauses"] = append(tables["clauses"], l.clauseRow(&v.Clauses[i]))
	}
	for _, post := range l.structure.Posts {
		row := sheet.Values{"post": l.value(&post.ID)}
		for _, substitute := range v.Substitutes[post.ID] {
			row.Add("instead", l.value(&substitute))
		}
		if row["instead"] != nil {
			tables["substitutes"] = append(tables["substitutes"], row)
		}
	}
	return tables
}

func (l *lists) clauseRow(c *regulation.Clause) sheet.Values {
	row := sheet.Values{"reference": oneLine(c.Reference), "slot": c.Slot.String(), "who": l.value(c.PostID)}
	if c.DepartmentID != nil {
		row["who"] = l.value(c.DepartmentID)
	}
	if c.Wording != "" {
		row["wording"] = oneLine(c.Wording)
	}
	put(row, "fields", c.Fields)
	put(row, "areas", c.Areas)
	put(row, "kinds", c.Kinds)
	put(row, "urgencies", c.Urgencies)
	for _, issuer := range c.Issuers {
		row.Add("issuers", l.valueOf(issuer))
	}
	return row
}

func put[V ~string](row sheet.Values, column string, values []V) {
	for _, v := range values {
		row.Add(column, string(v))
	}
}

// oneLine is a text as a cell holds it.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

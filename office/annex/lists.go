package annex

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/sheet"
)

// lists are what the clauses of an organ can name, each by its code and by its name.
type lists struct {
	structure *org.Structure
	organs    map[office.ID]org.Organ // that a clause can name as issuers

	posts, departments, fields, areas, kinds, issuers []sheet.Choice

	ids    map[string]office.ID // of posts, departments and organs by the value of their choice
	values map[office.ID]string // and the other way round
}

func (s *Service) lists(ctx context.Context, organ office.ID) (*lists, error) {
	var l *lists
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		structure, err := org.StructureOf(ctx, tx, organ, tx.Today())
		if err != nil {
			return err
		}
		identifiers, err := org.Identifiers(ctx, tx, tx.Today())
		if err != nil {
			return err
		}
		organs, err := org.Organs(ctx, tx, slices.Collect(maps.Values(identifiers)))
		l = newLists(structure, organs, identifiers)
		return err
	})
	return l, err
}

// newLists makes the lists of an organ as it stands. organs are those of the installation, identifiers their codes.
func newLists(structure *org.Structure, organs []org.Organ, identifiers map[string]office.ID) *lists {
	l := &lists{structure: structure, organs: map[office.ID]org.Organ{}, ids: map[string]office.ID{}, values: map[office.ID]string{}}
	l.seats()
	for _, f := range regulation.Fields() {
		l.fields = append(l.fields, sheet.Choice{Value: string(f.Code), Word: regulation.FieldName(f.Code)})
	}
	for _, a := range structure.Areas {
		l.areas = append(l.areas, sheet.Choice{Value: string(a.Code), Word: inList(a.Name)})
	}
	for _, k := range document.Kinds() {
		l.kinds = append(l.kinds, sheet.Choice{Value: string(k.Code), Word: strings.TrimSuffix(k.Name, " (cá biệt)")})
	}
	l.issuers = sheet.Words("intake.class.", regulation.Classes()...)
	codes := map[office.ID]string{}
	for _, code := range slices.Sorted(maps.Keys(identifiers)) {
		codes[identifiers[code]] = code
	}
	for _, o := range organs {
		l.organs[o.ID] = o
		l.issuers = append(l.issuers, l.name(o.ID, codes[o.ID], o.ShortName))
	}
	distinct(l.areas)
	distinct(l.issuers)
	return l
}

// seats lists posts and departments. One code stands for one of them only, one name too: what shares its name is told apart by its department.
func (l *lists) seats() {
	titles := map[string]int{}
	for _, p := range l.structure.Posts {
		titles[p.Title]++
	}
	for _, p := range l.structure.Posts {
		title := p.Title
		if d, ok := l.departmentOf(p); ok && titles[title] > 1 {
			title += " (" + d.Name + ")"
		}
		l.posts = append(l.posts, l.name(p.ID, p.Code, title))
	}
	for _, d := range l.structure.Departments {
		l.departments = append(l.departments, l.name(d.ID, d.Code, d.Name))
	}
	distinct(l.posts)
	distinct(l.departments)
}

func (l *lists) departmentOf(p org.Post) (org.Department, bool) {
	if p.DepartmentID == nil {
		return org.Department{}, false
	}
	return l.structure.Department(*p.DepartmentID)
}

// name gives something its choice. What stands for it is its code, or its name where it has none or another has the same.
func (l *lists) name(id office.ID, code, word string) sheet.Choice {
	for _, value := range []string{code, word, id.String()} {
		if _, taken := l.ids[value]; value != "" && !taken {
			l.ids[value], l.values[id] = id, value
			break
		}
	}
	return sheet.Choice{Value: l.values[id], Word: inList(word)}
}

// inList is a name as it can stand among others in one cell, where semicolons part them.
func inList(name string) string { return strings.ReplaceAll(name, ";", ",") }

// distinct tells apart what shares its name, by code or else by its place in the list. None keeps the bare name: it would be taken for all of them.
func distinct(choices []sheet.Choice) {
	count := map[string]int{}
	for _, c := range choices {
		count[c.Word]++
	}
	for i, c := range choices {
		if count[c.Word] < 2 {
			continue
		}
		mark := c.Value
		if mark == c.Word {
			mark = fmt.Sprint(i + 1)
		}
		choices[i].Word = c.Word + " [" + mark + "]"
	}
}

// targets are whom a clause can name: posts, then departments.
func (l *lists) targets() []sheet.Choice { return slices.Concat(l.posts, l.departments) }

// post is the post that a value stands for; nil when it is a department.
func (l *lists) post(value string) *office.ID {
	if id, ok := l.ids[value]; ok {
		if p, is := l.structure.Post(id); is {
			return &p.ID
		}
	}
	return nil
}

// department is the department that a value stands for; nil when it is a post.
func (l *lists) department(value string) *office.ID {
	if id, ok := l.ids[value]; ok {
		if d, is := l.structure.Department(id); is {
			return &d.ID
		}
	}
	return nil
}

// value is what stands for a post, a department or an organ; nil has none. What is no more stands for itself, and is told when it is read.
func (l *lists) value(id *office.ID) string {
	if id == nil {
		return ""
	}
	return cmp.Or(l.values[*id], id.String())
}

// issuer is an issuer as clauses hold it: an organ by its identifier in the office, a class by itself.
func (l *lists) issuer(value string) string {
	if id, ok := l.ids[value]; ok {
		if _, is := l.organs[id]; is {
			return id.String()
		}
	}
	return value
}

// valueOf is what stands for an identifier as routing holds it; a class of issuers stands for itself.
func (l *lists) valueOf(text string) string {
	if id, err := office.ParseID("", text); err == nil {
		return l.value(&id)
	}
	return text
}

// named are the organs that a version's clauses name as issuers.
func (l *lists) named(v *regulation.Version) []org.Organ {
	var organs []org.Organ
	for _, c := range v.Clauses {
		for _, issuer := range c.Issuers {
			if id, err := office.ParseID("issuers", issuer); err == nil && l.organs[id].ID == id {
				organs = append(organs, l.organs[id])
			}
		}
	}
	return organs
}

// titleFor is the usual title of an organ's regulation.
func (l *lists) titleFor() string {
	return language.Text(language.Vietnamese, "annex.title", l.structure.Organ.ShortName)
}

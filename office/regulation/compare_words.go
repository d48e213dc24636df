package regulation

import (
	"slices"
	"strings"

	"congvan/language"
	"congvan/routing"
)

// ClauseDifference is a clause that differs between two versions, in words.
type ClauseDifference struct {
	Change    string // added, removed, changed
	Reference string
	Before    string // what it said; empty when it was added
	After     string // what it says; empty when it was removed
}

// Differences puts what differs in the text into words.
func (c *Comparison) Differences(lang language.Lang) []ClauseDifference {
	t := c.finder(lang)
	all := make([]ClauseDifference, len(c.Clauses))
	for i, change := range c.Clauses {
		d := &all[i]
		if change.Before != nil {
			d.Change, d.Reference, d.Before = "removed", change.Before.Reference, t.clauseLine(change.Before)
		}
		if change.After != nil {
			d.Change, d.Reference, d.After = "added", change.After.Reference, t.clauseLine(change.After)
		}
		if change.Before != nil && change.After != nil {
			d.Change = "changed"
			if change.Before.Reference != change.After.Reference {
				d.Reference = change.Before.Reference + " → " + change.After.Reference
			}
		}
	}
	return all
}

// Shift is a set of papers that go to somebody else by the later version, in words.
type Shift struct {
	Slot     string // leader or department
	Fields   string // "07 Đất đai – giải phóng mặt bằng"
	Papers   string // which of their papers: "địa bàn Tổ dân phố 1"; empty for all
	From, To string
}

// Shifts puts who gets other papers into words: leaders first, then departments.
func (c *Comparison) Shifts(lang language.Lang) []Shift {
	t := c.finder(lang)
	var all []Shift
	for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment} {
		for _, change := range c.Changes[slot] {
			all = append(all, Shift{Slot: slot.String(), Papers: t.box(change.Box), From: c.filled(&t, slot, 0, change.From), To: c.filled(&t, slot, 1, change.To),
				Fields: t.cut("; ", each(change.Fields.List, func(f routing.Field) string { return string(f) + " " + t.field(f) }))})
		}
	}
	return all
}

func (c *Comparison) finder(lang language.Lang) finder {
	return finder{teller{lang: lang, names: c.names}, nil}
}

// clauseLine is what a clause says, with the slot that it fills.
func (t *finder) clauseLine(c *Clause) string {
	text := t.asks(c.Selectors) + " → " + t.target(*c) + " (" + language.Text(t.lang, "lifecycle.slot."+c.Slot.String()) + ")"
	if c.Wording == "" {
		return text
	}
	return c.Wording + " – " + text
}

// filled is who has such papers; version is 0 for the earlier, 1 for the later one.
func (c *Comparison) filled(t *finder, slot routing.Slot, version int, f routing.Filling) string {
	instead := t.posts[c.head[version]]
	if slot == routing.SlotDepartment {
		instead = t.departments[c.desk[version]]
	}
	who := append(each(f.Posts, func(p routing.Post) string { return t.posts[p] }),
		each(f.Departments, func(d routing.Department) string { return t.departments[d] })...)
	slices.Sort(who)
	switch f.Cover {
	case routing.Uncovered:
		return language.Text(t.lang, "lifecycle.nobody", instead)
	case routing.Overlap:
		return language.Text(t.lang, "lifecycle.several", strings.Join(who, "; "), instead)
	default:
		return strings.Join(who, "; ")
	}
}

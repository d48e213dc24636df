package regulation

import (
	"fmt"
	"slices"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/routing"
)

// What a coverage tells beside the findings of routing.
const (
	FindingProblem      routing.FindingKind = "problem"       // a clause names what is not there any more
	FindingNoRegulation routing.FindingKind = "no_regulation" // no version is in force, so all papers go to the head
)

// Told is a finding in words.
type Told struct {
	Kind    routing.FindingKind
	Finding routing.Finding // zero for the two kinds that are not routing's
	Title   string          // "Chưa ai phụ trách: 18 Khoa học – công nghệ – chuyển đổi số"
	Text    string          // what happens to such papers
	Mend    string          // what to do about it; empty when nothing needs to be done
	Clauses []ClauseRef     // that it is about
	By      []ClauseRef     // those that a dead or outranked clause loses to
}

// ClauseRef is a clause to point at.
type ClauseRef struct {
	ID        office.ID
	Reference string // "Điều 3 khoản 2 điểm a"
	Says      string // "Đất đai – GPMB: Phó Chủ tịch thứ nhất"
}

// Tell puts the findings into words, the worst first.
func (c *Coverage) Tell(lang language.Lang) []Told {
	t := finder{teller{lang: lang, names: c.names}, c}
	var all []Told
	if c.Version.ID == (office.ID{}) {
		all = append(all, t.noRegulation())
	}
	for _, p := range c.Problems {
		all = append(all, t.problem(p))
	}
	for _, f := range c.Findings {
		if f.Kind != routing.FindingGap || c.Version.ID != (office.ID{}) {
			all = append(all, t.finding(f))
		}
	}
	return all
}

// ToldShare is who fills a slot in a field, and for which papers when not for all.
type ToldShare struct {
	Who   string
	Where string // "thuộc địa bàn Tổ dân phố 1, Tổ dân phố 2"
	Tied  bool   // one of several, wherever it is named
}

// TellShares puts who fills a slot into words.
func (c *Coverage) TellShares(lang language.Lang, s routing.SlotCoverage) []ToldShare {
	t := finder{teller{lang: lang, names: c.names}, c}
	return each(s.Shares, func(share routing.Share) ToldShare {
		return ToldShare{Who: t.posts[share.Post] + t.departments[share.Department], Where: t.box(share.Within), Tied: share.Covered+share.General == 0}
	})
}

// finder puts findings into words.
type finder struct {
	teller
	coverage *Coverage
}

func (t *finder) say(key string, args ...any) string {
	return language.Text(t.lang, "coverage."+key, args...)
}

func (t *finder) noRegulation() Told {
	return Told{Kind: FindingNoRegulation, Title: t.say("no_regulation.title"), Text: t.say("no_regulation.text", t.head()), Mend: t.say("no_regulation.mend")}
}

func (t *finder) problem(p routing.Problem) Told {
	told := Told{Kind: FindingProblem, Mend: t.say("problem.mend")}
	told.Clauses = t.references([]routing.ClauseID{p.Clause})
	told.Title = t.say("problem.title", p.Reference)
	fault := fault(p, &t.coverage.Version, t.coverage.structure)
	told.Text = language.Text(t.lang, fault.Key, fault.Args...)
	return told
}

func (t *finder) finding(f routing.Finding) Told {
	told := Told{Kind: f.Kind, Finding: f, Clauses: t.references(f.Clauses), By: t.references(f.By)}
	switch f.Kind {
	case routing.FindingGap, routing.FindingOverlap, routing.FindingGeneral:
		t.hole(&told)
	case routing.FindingVacant:
		t.vacant(&told)
	case routing.FindingOtherLeader:
		t.otherLeader(&told)
	default:
		t.idle(&told)
	}
	return told
}

// hole tells of fields that nobody, several, or only a general clause covers.
func (t *finder) hole(told *Told) {
	f := &told.Finding
	key := string(f.Kind) + "." + f.Slot.String()
	told.Title = t.say(key+".title", t.fields(f.Fields))
	told.Text = t.say(key+".text", t.where(f.Boxes), t.instead(f.Slot), t.named(told.Clauses), t.list(t.targets(f)))
	told.Mend = t.say(key + ".mend")
}

// instead is who has the papers for want of a clause: the head, or the office.
func (t *finder) instead(slot routing.Slot) string {
	if slot == routing.SlotDepartment {
		return t.departments[organOf(t.coverage.structure).Office]
	}
	return t.head()
}

func (t *finder) head() string { return t.posts[organOf(t.coverage.structure).Head] }

func (t *finder) vacant(told *Told) {
	told.Title = t.say("vacant.title", t.posts[told.Finding.Posts[0]])
	told.Text, told.Mend = t.say("vacant.unused"), t.say("vacant.mend_unused")
	if len(told.Clauses) > 0 {
		told.Text, told.Mend = t.say("vacant.text", len(told.Clauses), t.named(told.Clauses)), t.say("vacant.mend")
	}
}

func (t *finder) otherLeader(told *Told) {
	f := &told.Finding
	unit, leader, overseer := t.departments[f.Departments[0]], t.posts[f.Posts[0]], t.posts[f.Posts[1]]
	told.Title = t.say("other_leader.title", unit, leader)
	told.Text = t.say("other_leader.text", t.fields(f.Fields), leader, unit, overseer)
}

// idle tells of a clause that never fills its slot.
func (t *finder) idle(told *Told) {
	f := &told.Finding
	key := string(f.Kind)
	clause := t.clause(f.Clauses[0])
	told.Title = t.say(key+".title", clause.Reference)
	switch {
	case f.Kind == routing.FindingDead && len(f.By) == 0:
		told.Text = t.say("dead.elsewhere", t.says(clause))
	case f.Kind == routing.FindingDead || f.Slot == routing.SlotLeader || f.Slot == routing.SlotDepartment:
		told.Text = t.say(key+".text", t.says(clause), t.named(told.By), t.target(clause))
	default:
		told.Text = t.say(key+".behind", t.says(clause), t.named(told.By))
	}
	told.Mend = t.say(key + ".mend")
}

// references are the clauses of a list, in the order of the regulation.
func (t *finder) references(list []routing.ClauseID) []ClauseRef {
	var all []ClauseRef
	for i := range t.coverage.Version.Clauses {
		c := &t.coverage.Version.Clauses[i]
		if slices.Contains(list, routing.ClauseID(c.ID.String())) {
			all = append(all, ClauseRef{c.ID, c.Reference, t.says(*c)})
		}
	}
	return all
}

// named lists references, many cut short.
func (t *finder) named(clauses []ClauseRef) string {
	return t.cut(", ", each(clauses, func(c ClauseRef) string { return c.Reference }))
}

// targets are the posts and departments that a finding names.
func (t *finder) targets(f *routing.Finding) []string {
	return append(each(f.Posts, func(p routing.Post) string { return t.posts[p] }),
		each(f.Departments, func(d routing.Department) string { return t.departments[d] })...)
}

// fields names fields with their codes, all of them as such.
func (t *finder) fields(fields []routing.Field) string {
	every := 0
	for _, row := range t.coverage.Fields {
		if !row.Group && row.Field != "" {
			every++
		}
	}
	if len(fields) == every {
		return t.say("fields.all")
	}
	return t.cut("; ", each(fields, func(f routing.Field) string { return string(f) + " " + t.field(f) }))
}

// where says for which papers of the fields it holds.
func (t *finder) where(boxes []routing.Box) string {
	const most = 3
	said := each(boxes[:min(most, len(boxes))], t.box)
	switch {
	case said[0] == "":
		return t.say("where.all")
	case len(said) == 1:
		return t.say("where.one", said[0])
	}
	for i := range said {
		said[i] = fmt.Sprintf("(%d) %s", i+1, said[i])
	}
	if more := len(boxes) - most; more > 0 {
		said = append(said, t.say("where.more", more))
	}
	return t.say("where.some", strings.Join(said, "; "))
}

// cut joins names, of many the first.
func (t *finder) cut(between string, names []string) string {
	const most = 6
	if len(names) > most {
		return t.say("few", strings.Join(names[:most-1], between), len(names)-most+1)
	}
	return strings.Join(names, between)
}

// box says what papers have in common beside their field; nothing when it is any paper.
func (t *finder) box(b routing.Box) string {
	issuers := len(classes) + len(t.issuers)
	parts := []string{
		t.phrase("area", b.Areas.Except, len(t.areas), each(b.Areas.List, func(a routing.Area) string { return t.areas[a] })),
		t.phrase("kind", b.Kinds.Except, len(kinds), each(b.Kinds.List, func(k routing.Kind) string { return lower(t.text("kind." + string(k))) })),
		t.phrase("issuer", b.Issuers.Except, issuers, each(whole(b.Issuers.List, issuers), t.issuer)),
		t.phrase("urgency", b.Urgencies.Except, 0, each(b.Urgencies.List, func(u routing.Urgency) string { return t.text("urgency." + string(u)) })),
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " "+t.text("and")+" ")
}

// phrase says which values papers have on a selector, or which they have not; nothing when they may have any. known is how many there are.
func (t *finder) phrase(selector string, except bool, known int, names []string) string {
	switch {
	case except && len(names) == 0:
		return ""
	case except && len(names) == known:
		return t.say("unknown." + selector)
	case except:
		return t.say("except."+selector, t.cut(", ", names))
	default:
		return t.say("only."+selector, t.cut(", ", names))
	}
}

// whole leaves out the classes below one that is listed with all that is below it, unless all there are is listed.
func whole(list []routing.Issuer, known int) []routing.Issuer {
	lacks := func(n routing.Node[routing.Issuer]) bool { return !slices.Contains(list, n.Value) }
	return slices.DeleteFunc(slices.Clone(list), func(i routing.Issuer) bool {
		at := slices.IndexFunc(classes, func(n routing.Node[routing.Issuer]) bool { return n.Value == i })
		if at < 0 || classes[at].Parent == "" || len(list) == known {
			return false
		}
		above := classes[at].Parent
		return !slices.ContainsFunc(classes, func(n routing.Node[routing.Issuer]) bool { return (n.Value == above || n.Parent == above) && lacks(n) })
	})
}

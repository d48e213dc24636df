package regulation

import (
	"cmp"
	"slices"
	"strings"

	"congvan/office"
	"congvan/routing"
)

// factsStep tells what was known of the paper.
func (t *teller) factsStep() Step {
	f := &t.Facts
	var said []string
	say := func(key string, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			said = append(said, t.text(key, strings.Join(values, "; ")))
		}
	}
	if t.Decision.Flags.Has(routing.Unclassified) {
		said = append(said, t.text("facts.no_field"))
	} else {
		say("facts.field", t.field(f.Field))
	}
	say("facts.other_fields", each(f.OtherFields, t.field)...)
	say("facts.area", append([]string{t.areas[f.Area]}, each(f.OtherAreas, func(a routing.Area) string { return t.areas[a] })...)...)
	if f.Kind != "" {
		say("facts.kind", t.text("kind."+string(f.Kind)))
	}
	say("facts.issuer", t.issuer(f.Issuer))
	if f.Urgency != "" && f.Urgency != routing.Ordinary {
		say("facts.urgency", t.text("urgency."+string(f.Urgency)))
	}
	say("facts.named", t.posts[f.Named])
	say("facts.continues", t.posts[f.Continues])
	say("facts.excluded", each(f.Excluded, func(p routing.Post) string { return t.posts[p] })...)
	text := strings.Join(said, " ")
	switch {
	case t.version != nil && t.version.State == StateDraft:
		text += " " + t.text("facts.draft", t.version.Title)
	case t.version != nil:
		text += " " + t.text("facts.version", t.version.Number, t.version.AdoptedOn, t.version.EffectiveFrom)
	}
	return Step{Title: t.text("step.facts"), Text: text}
}

func each[T, U any](values []T, name func(T) U) []U {
	out := make([]U, len(values))
	for i, v := range values {
		out[i] = name(v)
	}
	return out
}

func (t *teller) issuer(i routing.Issuer) string {
	if isClass(i) {
		return t.text("issuer." + string(i))
	}
	return t.issuers[i]
}

// questionStep tells which clauses answered for the leader or for the department, and what came of it.
func (t *teller) questionStep(slot routing.Slot) Step {
	q := t.question(slot)
	s := Step{Title: t.text("step." + slot.String()), Clauses: t.lines(func(asked routing.Question) bool { return asked.Slot == slot && !asked.Other })}
	if slot == routing.SlotLeader {
		s.Text = t.leaderText(q)
	} else {
		s.Text = t.departmentText(q)
	}
	return s
}

func (t *teller) leaderText(q routing.Question) string {
	d := &t.Decision
	head := t.posts[d.Leader.Post]
	switch {
	case t.overruled != "" && q.Post == "":
		return t.text("leader.ruled", head, t.overruled)
	case t.overruled != "":
		return t.text("leader.overruled", t.posts[q.Post], head, t.overruled)
	case d.Flags.Has(routing.ToSuperior):
		return t.text("leader.superior", t.superior)
	case d.Leader.Kind == routing.OwnerOfficeQueue, d.Flags.Has(routing.NoRegulation):
		return t.text("leader.no_regulation", head)
	case q.Outcome == routing.OutcomeNone && d.Flags.Has(routing.Unclassified):
		return t.text("leader.unclassified")
	case q.Outcome == routing.OutcomeNone:
		return t.text("leader.gap", head)
	case q.Outcome == routing.OutcomeConflict:
		return t.text("leader.conflict", t.list(t.tied(q)), head)
	case q.Post != d.Leader.Post:
		return t.text("leader.passed", t.posts[q.Post], head)
	case q.Outcome == routing.OutcomeNamed:
		return t.text("leader.named", head)
	case d.Flags.Has(routing.GeneralOnly):
		return t.text("leader.general", head)
	default:
		return t.text("leader.agreed", head)
	}
}

func (t *teller) departmentText(q routing.Question) string {
	d := &t.Decision
	name := t.departments[d.Department]
	switch {
	case d.Flags.Has(routing.DepartmentPassed):
		return t.text("department.passed", t.departments[q.Department], name)
	case q.Outcome == routing.OutcomeConflict:
		return t.text("department.conflict", t.list(t.tied(q)), name)
	case q.Outcome == routing.OutcomeNone:
		return t.text("department.none", name)
	default:
		return t.text("department.agreed", name)
	}
}

// lines are the clauses that matched in some questions: by fate, those that apply first, then as the regulation has them. A clause that
// fares alike in several questions is told once.
func (t *teller) lines(of func(routing.Question) bool) []ClauseLine {
	var matches []routing.Match
	for _, m := range t.Decision.Matches {
		same := func(o routing.Match) bool { return o.Clause == m.Clause && o.Fate == m.Fate }
		if of(t.Decision.Questions[m.Question]) && !slices.ContainsFunc(matches, same) {
			matches = append(matches, m)
		}
	}
	slices.SortStableFunc(matches, func(a, b routing.Match) int {
		return cmp.Or(cmp.Compare(told[a.Fate], told[b.Fate]), cmp.Compare(t.place(t.clause(a.Clause).ID), t.place(t.clause(b.Clause).ID)))
	})
	return each(matches, t.line)
}

// told is the order in which fates are told.
var told = map[routing.Fate]int{
	routing.FateWon: 0, routing.FateIncluded: 0, routing.FateTied: 1, routing.FateOutranked: 2, routing.FateSetAside: 2,
	routing.FateBeaten: 3, routing.FateElsewhere: 4,
}

func (t *teller) line(m routing.Match) ClauseLine {
	c := t.clause(m.Clause)
	return ClauseLine{
		Reference: c.Reference, Text: t.says(c), Post: c.PostID, Fate: m.Fate,
		Applies: m.Fate == routing.FateWon || m.Fate == routing.FateIncluded,
		Outcome: t.text("fate." + m.Fate.String()), Lost: t.lost(m, c),
	}
}

// lost is what a clause lost on, and what becomes of whom it names.
func (t *teller) lost(m routing.Match, c Clause) string {
	target := t.target(c)
	switch m.Fate {
	case routing.FateBeaten:
		key, by := "lost.beaten", t.clause(m.By)
		if t.target(by) == target {
			key = "lost.beaten_same"
		}
		return t.text(key, by.Reference, t.text("selector."+m.On.String()))
	case routing.FateOutranked:
		return t.text("lost.outranked", t.clause(m.By).Reference, t.text("selector."+m.On.String()), target)
	case routing.FateTied:
		if target == t.posts[t.Decision.Leader.Post] || target == t.departments[t.Decision.Department] {
			return t.text("lost.tied.lead")
		}
		return t.text("lost.tied."+c.Slot.String(), target)
	case routing.FateSetAside:
		return t.text("lost.set_aside", target)
	case routing.FateElsewhere:
		return t.text("lost.elsewhere", t.departments[t.Decision.Department])
	}
	return ""
}

// says is what a clause says: its own wording, or what it asks of a paper; then whom it names.
func (t *teller) says(c Clause) string {
	what := c.Wording
	if what == "" {
		what = t.asks(c.Selectors)
	}
	return what + ": " + t.target(c)
}

// asks is what selectors ask of a paper, in words.
func (t *teller) asks(s Selectors) string {
	var parts []string
	part := func(key string, values []string) {
		if len(values) > 0 {
			parts = append(parts, t.text(key, t.some(values)))
		}
	}
	part("asks.urgencies", each(s.Urgencies, func(u office.Urgency) string { return t.text("urgency." + string(u)) }))
	part("asks.kinds", each(s.Kinds, func(k office.KindCode) string { return lower(t.text("kind." + string(k))) }))
	part("asks.fields", each(s.Fields, func(f office.FieldCode) string { return lower(FieldIn(t.lang, f)) }))
	part("asks.issuers", each(s.Issuers, func(i string) string { return lower(t.issuer(routing.Issuer(i))) }))
	part("asks.areas", each(s.Areas, func(a office.AreaCode) string { return lower(t.areas[routing.Area(a)]) }))
	if len(parts) == 0 {
		return t.text("asks.anything")
	}
	return capital(strings.Join(parts, "; "))
}

// some joins a list, a long one cut short.
func (t *teller) some(values []string) string {
	const most = 4
	if len(values) <= most {
		return strings.Join(values, "; ")
	}
	return t.text("asks.more", strings.Join(values[:most-1], "; "), len(values)-most+1)
}

// deskStep tells who has the leader's desk today, and who was passed over on the way to him.
func (t *teller) deskStep() Step {
	r := &t.Leader
	if r.Standing == routing.AtSuperior || t.Decision.Leader.Kind != routing.OwnerPost {
		return Step{}
	}
	return Step{Title: t.text("step.desk", t.posts[r.For]), Text: t.desk(r)}
}

func (t *teller) desk(r *routing.Resolution) string {
	var said []string
	for _, p := range r.Passed {
		if p.Because == routing.BecauseDelegated && r.Standing == routing.AsDelegate {
			continue // told with the delegate
		}
		text := t.passed(p)
		if p.As != routing.AsHolder {
			text = t.text("tried."+p.As.String(), text)
		}
		said = append(said, text)
	}
	switch r.Standing {
	case routing.InQueue:
		said = append(said, t.text("desk.queue", t.keeper(r)))
		if name := t.people[r.Duty]; name != "" {
			said = append(said, t.text("desk.duty", name))
		}
	case routing.AsDelegate:
		said = append(said, capital(t.text("desk.delegate", t.seat(r.Owner.Post, r.People), t.delegations[r.Delegation].Number, t.scope(r.Delegation))))
	case routing.AsHolder:
		key := "desk.holder"
		if len(r.People) > 1 {
			key = "desk.holders"
		}
		said = append(said, t.text(key, t.list(each(r.People, func(h routing.Holder) string { return t.people[h.Person] }))))
	default:
		said = append(said, t.text("desk."+r.Standing.String(), t.seat(r.Owner.Post, r.People)))
	}
	return strings.Join(said, " ")
}

// officerStep tells who works on it.
func (t *teller) officerStep() Step {
	d := &t.Decision
	s := Step{
		Title:   t.text("step.officer"),
		Clauses: t.lines(func(q routing.Question) bool { return q.Slot == routing.SlotOfficer && !q.Other }),
		Text:    t.desk(&t.Handler),
	}
	if d.Flags.Has(routing.HandDown) {
		s.Text = t.handDown()
	}
	return s
}

// handDown tells that the head of the leading department gives the paper to one of his people.
func (t *teller) handDown() string {
	key := "officer.hand_down"
	if t.question(routing.SlotOfficer).Outcome == routing.OutcomeConflict {
		key = "officer.several"
	}
	r := &t.Handler
	switch {
	case r.For == "":
		return t.text(key, t.text("officer.head_of", t.departments[t.Decision.Department]))
	case r.Standing == routing.AsHolder:
		return t.text(key, t.seat(r.For, r.People))
	default:
		return t.text(key, t.posts[r.For]) + " " + t.desk(r)
	}
}

// othersStep tells of the paper's other fields and areas.
func (t *teller) othersStep() Step {
	s := Step{Title: t.text("step.others"), Clauses: t.lines(func(q routing.Question) bool { return q.Other })}
	var pairs []string
	said := map[string][]string{}
	for _, q := range t.Decision.Questions {
		if !q.Other {
			continue
		}
		pair := t.pair(q)
		if !slices.Contains(pairs, pair) {
			pairs = append(pairs, pair)
		}
		said[pair] = append(said[pair], t.other(q))
	}
	s.Text = strings.Join(each(pairs, func(pair string) string { return t.text("others.pair", pair, strings.Join(said[pair], "; ")) }), " ")
	return s
}

func (t *teller) other(q routing.Question) string {
	switch q.Outcome {
	case routing.OutcomeNone:
		return t.text("others.none." + q.Slot.String())
	case routing.OutcomeConflict:
		return t.text("others.conflict." + q.Slot.String())
	default:
		return t.text("others.agreed", t.posts[q.Post]+t.departments[q.Department])
	}
}

// pair is another field and area of the paper: "Môi trường tại tổ dân phố 12".
func (t *teller) pair(q routing.Question) string {
	switch {
	case q.Field == "":
		return t.areas[q.Area]
	case q.Area == "":
		return t.field(q.Field)
	default:
		return t.text("others.place", t.field(q.Field), lower(t.areas[q.Area]))
	}
}

// togetherStep tells who cooperates and who is informed.
func (t *teller) togetherStep() Step {
	d := &t.Decision
	s := Step{Title: t.text("step.together"), Clauses: t.lines(func(q routing.Question) bool { return !q.Slot.One() })}
	with := append(each(d.CoPosts, func(p routing.Post) string { return t.posts[p] }),
		each(d.CoDepartments, func(u routing.Department) string { return t.departments[u] })...)
	var said []string
	if len(with) > 0 {
		said = append(said, t.text("together.cooperate", strings.Join(with, "; ")))
	}
	if len(d.Inform) > 0 {
		said = append(said, t.text("together.inform", strings.Join(each(d.Inform, func(p routing.Post) string { return t.posts[p] }), "; ")))
	}
	if d.Flags.Has(routing.NamedCooperates) {
		said = append(said, t.text("together.named"))
	}
	if d.Flags.Has(routing.ExcludedPassed) {
		said = append(said, t.text("together.excluded"))
	}
	s.Text = strings.Join(said, " ")
	return s
}

// Lines is the explanation as plain text: for the printed slip, and for tests that are read by eye.
func (e Explanation) Lines() []string {
	lines := []string{e.Answer, e.Way}
	for _, s := range e.Steps {
		lines = append(lines, s.Title)
		for _, c := range s.Clauses {
			line := "  [" + c.Outcome + "] " + c.Reference + " – " + c.Text
			if c.Lost != "" {
				line += " (" + c.Lost + ")"
			}
			lines = append(lines, line)
		}
		if s.Text != "" {
			lines = append(lines, "  "+s.Text)
		}
	}
	return lines
}

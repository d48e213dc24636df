package regulation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"congvan/language"
	"congvan/office"
	"congvan/routing"
)

// Explanation answers "Vì sao văn bản này đến với tôi?": one sentence, then how it was found, step by step.
type Explanation struct {
	Answer string
	Way    string // the way that the paper goes first
	Steps  []Step
}

// Step is one question on the way to the desk, with the clauses that had a say in it.
type Step struct {
	Title   string
	Clauses []ClauseLine
	Text    string
}

// ClauseLine is a clause that matched. Those that do not apply stay, dimmed, with what they lost on.
type ClauseLine struct {
	Reference string       // "Điều 3 khoản 2 điểm a"
	Text      string       // what it says: "Đất đai – GPMB: Phó Chủ tịch thứ nhất"
	Post      *office.ID   // whom it names, when that is a post
	Fate      routing.Fate // for the page's colours
	Applies   bool
	Outcome   string // "Áp dụng", "Không áp dụng", "Xếp sau"
	Lost      string // why it does not apply
}

// names are what the identifiers of a decision are called.
type names struct {
	organ       string
	superior    string
	chief       string // title of the chief of office
	version     *Version
	posts       map[routing.Post]string
	departments map[routing.Department]string
	people      map[routing.Person]string
	areas       map[routing.Area]string
	issuers     map[routing.Issuer]string
	delegations map[string]Delegation // by identifier
}

// teller puts one answer into words.
type teller struct {
	lang language.Lang
	names
	Answer
	overruled string // why somebody gave the paper to another leader than the regulation does; empty when nobody did
}

func (t *teller) text(key string, args ...any) string {
	return language.Text(t.lang, "regulation."+key, args...)
}

func (t *teller) explain() Explanation {
	e := Explanation{Answer: sentence(t.because(), t.who()), Way: t.way()}
	e.add(t.factsStep())
	e.add(t.questionStep(routing.SlotLeader))
	if t.overruled != "" || t.Decision.Flags&(routing.ToSuperior|routing.Unclassified) == 0 { // those have no desk here yet
		e.add(t.deskStep())
		e.add(t.questionStep(routing.SlotDepartment))
		e.add(t.officerStep())
		e.add(t.othersStep())
		e.add(t.togetherStep())
	}
	return e
}

func (e *Explanation) add(s Step) {
	if s.Text != "" || len(s.Clauses) > 0 {
		e.Steps = append(e.Steps, s)
	}
}

// sentence joins clauses of a sentence and ends it.
func sentence(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return capital(strings.Join(parts, "; ")) + "."
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// lower writes a name inside a sentence: "Đất đai – giải phóng mặt bằng" begins small there. A name that begins with an abbreviation stays.
func lower(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	second, _ := utf8.DecodeRuneInString(name[size:])
	if unicode.IsUpper(second) {
		return name
	}
	return string(unicode.ToLower(first)) + name[size:]
}

// because is the first half of the answer: what made the regulation name the leader's post.
func (t *teller) because() string {
	d := &t.Decision
	about, leader := t.about(), t.posts[d.Leader.Post]
	q := t.question(routing.SlotLeader)
	if !d.Flags.Has(routing.ToSuperior) && t.Leader.Standing == routing.AsHolder {
		leader = t.seat(d.Leader.Post, t.Leader.People)
	}
	switch {
	case t.overruled != "":
		return t.text("because.overruled", leader, strings.TrimRight(t.overruled, ". ")) // the sentence ends with its own stop
	case d.Flags.Has(routing.ToSuperior):
		return t.text("because.superior", t.superior)
	case d.Flags.Has(routing.Unclassified):
		return t.text("because.unclassified", t.posts[d.Distributor])
	case d.Flags.Has(routing.NoRegulation):
		return t.text("because.no_regulation", t.organ, leader)
	case d.Leader.Kind == routing.OwnerOfficeQueue:
		return t.text("because.no_head", t.organ)
	case d.Flags.Has(routing.Conflict):
		return t.text("because.conflict", about, t.list(t.tied(q)), leader)
	case d.Flags.Has(routing.Gap):
		return t.text("because.gap", about, leader)
	case q.Post != d.Leader.Post:
		return t.text("because.passed", about, t.posts[q.Post], leader)
	case q.Outcome == routing.OutcomeNamed && t.Facts.Named == q.Post:
		return t.text("because.named", about, leader)
	case q.Outcome == routing.OutcomeNamed:
		return t.text("because.continues", about, leader)
	case d.Flags.Has(routing.GeneralOnly):
		return t.text("because.general", about, leader, t.winners(routing.SlotLeader))
	default:
		return t.text("because.agreed", about, leader, t.winners(routing.SlotLeader))
	}
}

// about is the subject of the answer: "Văn bản thuộc lĩnh vực môi trường".
func (t *teller) about() string {
	return t.text("about.field", lower(t.field(t.Facts.Field)))
}

// who is the second half: who has the desk of that post today, when it is not simply its holder.
func (t *teller) who() string {
	r := &t.Leader
	if r.Standing == routing.AsHolder || r.Standing == routing.AtSuperior || t.overruled == "" && t.Decision.Flags.Has(routing.Unclassified) {
		return ""
	}
	reason := t.reason(r)
	switch r.Standing {
	case routing.InQueue:
		if name := t.people[r.Duty]; name != "" {
			return t.text("who.duty", reason, name)
		}
		return t.text("who.queue", reason, t.keeper(r))
	case routing.AsDelegate:
		return t.text("who.delegate", t.delegations[r.Delegation].Number, t.scope(r.Delegation), t.seat(r.Owner.Post, r.People))
	default:
		return t.text("who."+r.Standing.String(), reason, t.seat(r.Owner.Post, r.People))
	}
}

// keeper is in whose queue a paper waits that nobody is there for: "Chánh Văn phòng Vũ Văn Sáu".
func (t *teller) keeper(r *routing.Resolution) string {
	return strings.TrimSpace(t.chief + " " + t.people[r.Keeper])
}

// reason is why the post's own holder does not have the desk.
func (t *teller) reason(r *routing.Resolution) string {
	if len(r.Passed) == 0 {
		return t.text("reason.nobody")
	}
	p := r.Passed[0]
	if p.Because == routing.BecauseDelegated && len(r.Passed) > 1 && r.Passed[1].As == routing.AsDelegate {
		return t.text("reason.delegate_out", t.delegations[p.Delegation].Number, t.shortly(r.Passed[1]))
	}
	return t.shortly(p)
}

// shortly is why a post was passed over, inside a sentence.
func (t *teller) shortly(p routing.Passed) string {
	switch p.Because {
	case routing.BecauseDelegated:
		return t.text("reason.delegated", t.delegations[p.Delegation].Number)
	case routing.BecauseAbsent:
		return t.text("reason.absent", t.people[p.Person])
	default:
		return t.text("reason."+p.Because.String(), t.seated(t.posts[p.Post], []string{t.people[p.Person]}))
	}
}

// passed is why a post was passed over.
func (t *teller) passed(p routing.Passed) string {
	if p.Because == routing.BecauseDelegated {
		return t.text("passed.delegated", t.posts[p.Post], t.delegations[p.Delegation].Number)
	}
	return t.text("passed."+p.Because.String(), t.seated(t.posts[p.Post], []string{t.people[p.Person]}))
}

// scope is what a delegation covers: "lĩnh vực môi trường", or everything.
func (t *teller) scope(delegation string) string {
	d := t.delegations[delegation]
	if len(d.Fields) == 0 {
		return t.text("scope.all")
	}
	var fields []string
	for _, f := range d.Fields {
		fields = append(fields, lower(FieldIn(t.lang, f)))
	}
	return t.text("scope.fields", t.list(fields))
}

// seat is a post with whoever sits there: "Chủ tịch UBND phường Trần Quang Vĩnh". A title that goes on after a comma or tells its duties takes
// the name in brackets.
func (t *teller) seat(post routing.Post, people []routing.Holder) string {
	var present []string
	for _, h := range people {
		if name := t.people[h.Person]; name != "" {
			present = append(present, name)
		}
	}
	return t.seated(t.posts[post], present)
}

func (t *teller) seated(title string, present []string) string {
	switch {
	case len(present) == 0 || present[0] == "":
		return title
	case len(present) > 1 || strings.ContainsAny(title, ",") || strings.Contains(title, "phụ trách"):
		return title + " (" + t.list(present) + ")"
	default:
		return title + " " + present[0]
	}
}

// list joins names: "a, b và c". Names with such a word of their own ("Văn phòng HĐND và UBND") are kept apart by semicolons.
func (t *teller) list(items []string) string {
	and := " " + t.text("and") + " "
	if len(items) < 2 || slices.ContainsFunc(items, func(item string) bool { return strings.Contains(item, and) }) {
		return strings.Join(items, "; ")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + and + items[last]
}

func (t *teller) field(f routing.Field) string { return FieldIn(t.lang, office.FieldCode(f)) }

// question is the one asked for a slot with the principals; the zero one when it was not asked.
func (t *teller) question(slot routing.Slot) routing.Question {
	for _, q := range t.Decision.Questions {
		if q.Slot == slot && !q.Other {
			return q
		}
	}
	return routing.Question{}
}

// winners are the references of the clauses that decided a slot.
func (t *teller) winners(slot routing.Slot) string {
	var references []string
	for _, m := range t.Decision.Matches {
		q := t.Decision.Questions[m.Question]
		if q.Slot == slot && !q.Other && m.Fate == routing.FateWon {
			references = append(references, t.reference(m.Clause))
		}
	}
	slices.Sort(references)
	return t.list(slices.Compact(references))
}

// tied are the titles of the posts, or the names of the departments, that a conflict is between, in the order of the regulation.
func (t *teller) tied(q routing.Question) []string {
	var clauses []Clause
	for _, m := range t.Decision.Matches {
		asked := t.Decision.Questions[m.Question]
		if asked.Slot == q.Slot && !asked.Other && m.Fate == routing.FateTied {
			clauses = append(clauses, t.clause(m.Clause))
		}
	}
	slices.SortFunc(clauses, func(a, b Clause) int { return t.place(a.ID) - t.place(b.ID) })
	var titles []string
	for _, c := range clauses {
		if title := t.target(c); !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return titles
}

// place is where a clause stands in the version.
func (t *teller) place(id office.ID) int {
	return slices.IndexFunc(t.version.Clauses, func(c Clause) bool { return c.ID == id })
}

// clause finds a clause of the version. One that is gone (it never should be) has only its identifier for a reference.
func (t *teller) clause(id routing.ClauseID) Clause {
	if t.version != nil {
		for _, c := range t.version.Clauses {
			if c.ID.String() == string(id) {
				return c
			}
		}
	}
	return Clause{Reference: string(id)}
}

func (t *teller) reference(id routing.ClauseID) string { return t.clause(id).Reference }

// target is what a clause names.
func (t *teller) target(c Clause) string {
	switch {
	case c.PostID != nil:
		return t.posts[postOf(*c.PostID)]
	case c.DepartmentID != nil:
		return t.departments[routing.Department(c.DepartmentID.String())]
	}
	return ""
}

func (t *teller) way() string {
	d := &t.Decision
	switch {
	case d.Flags.Has(routing.ToSuperior):
		return t.text("way.superior", t.superior)
	case t.overruled == "" && d.Flags.Has(routing.Unclassified):
		return t.text("way.unclassified", t.posts[d.Distributor])
	case d.Way == routing.ToDistributor:
		return t.text("way.distributor", t.posts[d.Distributor])
	default:
		return t.text("way." + d.Way.String())
	}
}

package wording

import (
	"slices"

	"congvan/office"
)

// Read reads a text for an organ.
func Read(text string, o Organ) Reading {
	r := reader{text: text, book: newBook(o), numbers: map[string]int{}}
	for _, it := range items(scan(text)) {
		r.item(it)
	}
	r.findRivals()
	r.reading.Kind = r.textKind()
	if r.reading.Kind != Assignment { // phrases of a text that assigns nothing are no phrases that something is missing for
		r.reading.Unmatched, r.reading.Notes = nil, nil
	}
	return r.reading
}

// reader goes through a text.
type reader struct {
	text    string
	book    *book
	reading Reading
	numbers map[string]int // of subjects, by who they are
	place   place
	passed  [atParagraph + 1]context // by level, what items below inherit
	context
	tokens    []token // of the item
	statement statement
	handing   Span // of "ủy nhiệm"
	standing  Span // of "khi Chủ tịch vắng mặt"
}

// context is who is spoken of, and what is being listed.
type context struct {
	set      bool
	subjects []int // in Reading.Subjects; none: nobody in particular
	stranger bool  // somebody of another body
	verb     verb
	before   verb   // what the verb was before a committee was named in its list
	list     verb   // listsFields, listsAreas, listsUnits or noVerb
	head     string // the word that a list of units shares: "phòng"
	kind     string // of the areas listed
	opened   bool   // the item ended with a colon or with the naming: what is below belongs to it
}

// item reads one item.
func (r *reader) item(it item) {
	r.place.enter(it)
	r.context = r.inherited(it.level)
	r.tokens, r.handing, r.standing = it.tokens, Span{}, Span{}
	named := r.sentences()
	r.flush()
	last := it.tokens[len(it.tokens)-1]
	r.opened = last.word == ":" || r.verb == noVerb && named
	level := it.level
	if level == atParagraph {
		if !named {
			return
		}
		level = atNamed
	}
	for l := level; l <= atParagraph; l++ {
		r.passed[l] = context{}
	}
	r.set = true
	r.passed[level] = r.context
}

// inherited is what an item takes over from the one that it belongs to.
func (r *reader) inherited(at level) context {
	for l := at; l > 0; {
		l--
		if c := r.passed[l]; c.set {
			if !c.opened {
				c.verb, c.list, c.head, c.kind = noVerb, noVerb, "", ""
			}
			return c
		}
	}
	return context{}
}

// sentences reads the item's tokens, and reports whether somebody was named at their beginning.
func (r *reader) sentences() (named bool) {
	r.statement = statement{}
	fresh := true // somebody may be named here
	for i := 0; i < len(r.tokens); {
		if fresh {
			if n := r.subject(r.tokens[i:]); n > 0 {
				named = named || i == 0
				i += n
				fresh = false
				continue
			}
		}
		fresh = false
		t := r.tokens[i]
		switch {
		case t.stop:
			r.endSentence()
			fresh = true
			i++
		case t.word == ";":
			r.flush()
			if r.verb == sits {
				r.verb = r.before
			}
			fresh = true
			i++
		case t.word == ")" && r.statement.except:
			r.endElement()
			r.statement.except = false
			i++
		case t.sign || t.word == "và":
			r.endElement()
			i++
		default:
			before := r.verb
			i += r.phrase(i)
			fresh = r.verb != before && (r.verb == handsOver || r.verb == standsIn)
		}
	}
	return named
}

// endSentence forgets what was done. Who was handed something is spoken of no more: what follows is not his.
func (r *reader) endSentence() {
	r.flush()
	if r.verb == handsOver {
		r.subjects = nil
	}
	r.verb, r.list, r.head, r.kind = noVerb, noVerb, "", ""
}

// subject reads who is spoken of from here on. That is somebody only if a verb, a colon or the end of the item follows.
func (r *reader) subject(tokens []token) int {
	from := 0
	for {
		means, n := verbs.find(tokens[from:])
		if n == 0 || means[0] != introduces && means[0] != handsOver {
			break
		}
		if means[0] == handsOver && r.verb != standsIn {
			r.handing = spanOf(tokens[from : from+n])
		}
		from += n
	}
	all, n := r.book.naming(tokens[from:])
	if len(all) == 0 {
		return 0
	}
	next := from + n
	if next < len(tokens) && tokens[next].word == ":" && len(all) == 1 { // "Phó Chủ tịch thứ hai: Lê Đức Thuận"
		if more, m := r.book.naming(tokens[next+1:]); len(more) == 1 && next+1+m == len(tokens) && more[0].says(aHolder) {
			all[0].mentions = append(all[0].mentions, more[0].mentions...)
			next = len(tokens)
		}
	}
	if from == 0 && r.verb != handsOver && r.verb != standsIn && !r.spokenOf(tokens[next:], next == len(r.tokens)) {
		return 0
	}
	r.flush()
	handed := r.handing != Span{}
	r.speakOf(all)
	if handed {
		r.verb = handsOver
	}
	if next < len(tokens) && tokens[next].word == ":" {
		r.verb, r.opened, next = noVerb, true, next+1
	}
	return next
}

// spokenOf reports whether what follows a name makes it that of somebody spoken of, and not an entry of a list. alone says that the item holds
// nothing else.
func (r *reader) spokenOf(after []token, alone bool) bool {
	if len(after) == 0 || after[0].word == ";" || after[0].stop {
		return r.list != listsUnits && (alone || r.verb == noVerb)
	}
	_, verbal := verbs.find(after)
	return after[0].word == ":" || verbal > 0
}

// speakOf remembers whom the text speaks of.
func (r *reader) speakOf(all []named) {
	r.context = context{}
	for _, who := range all {
		s, ok := r.book.resolve(who)
		if !ok {
			continue
		}
		if !s.Known() && who.says(aStranger) {
			r.stranger = true
			continue
		}
		r.subjects = append(r.subjects, r.intern(s))
	}
	if len(r.subjects) > 1 && !slices.ContainsFunc(all, func(n named) bool { return n.name || n.says(aHolder) || n.says(aDepartment) }) {
		r.subjects = nil // "Chủ tịch và Phó Chủ tịch": roles, nobody in particular
	}
	r.noticeRoles()
}

// noticeRoles remembers who was handed the running of the organ, and who runs it while the head is away.
func (r *reader) noticeRoles() {
	if r.handing != (Span{}) && r.standing == (Span{}) && r.reading.Handed == nil {
		r.reading.Handed = &Handed{Span: r.handing, Subject: -1}
		if len(r.subjects) == 1 {
			r.reading.Handed.Subject = r.subjects[0]
		}
		r.readDays()
	}
	if r.standing != (Span{}) {
		r.stand()
	}
	r.handing = Span{}
}

// stand takes the one deputy who is spoken of as the one who runs the organ while its head is away.
func (r *reader) stand() {
	if len(r.subjects) != 1 || r.reading.Deputy != nil {
		return
	}
	s := r.reading.Subjects[r.subjects[0]]
	if p, ok := r.book.post(s.Post); ok && p.Role == office.RoleDeputy {
		r.reading.Deputy = &Stand{r.standing, s.Post}
	}
	r.standing = Span{}
}

// intern gives the number of a subject; the same post is one subject however often it is named.
func (r *reader) intern(s Subject) int {
	key := s.Post.String() + s.Department.String()
	if !s.Known() {
		key = spelling(s.Phrase(r.text))
	}
	if known, ok := r.numbers[key]; ok {
		return known
	}
	r.numbers[key] = len(r.reading.Subjects)
	r.reading.Subjects = append(r.reading.Subjects, s)
	return r.numbers[key]
}

// textKind says what the text is, by what was found in it.
func (r *reader) textKind() Kind {
	asserted := slices.ContainsFunc(r.reading.Unmatched, func(u Unmatched) bool { return u.Why == NoField || u.Why == NoArea || u.Why == NamedRange })
	switch {
	case len(r.reading.Proposals) > 0:
		return Assignment
	case r.reading.Handed != nil:
		return Handover
	case asserted:
		return Assignment
	}
	tokens := scan(r.text)
	for i := range tokens {
		if _, n := principles.find(tokens[i:]); n > 0 {
			return Principles
		}
	}
	return Other
}

// principles are phrases of rules that assign nothing.
var principles = func() *lexicon[bool] {
	l := newLexicon[bool]()
	for _, phrase := range []string{"quy chế làm việc", "nguyên tắc làm việc", "nguyên tắc phân công", "chế độ trách nhiệm", "lề lối làm việc", "quan hệ công tác", "quy định chung"} {
		l.add(phrase, true)
	}
	return l
}()

// readDays reads "từ ngày 08/11/2025" and "đến khi có …" in the item.
func (r *reader) readDays() {
	for i := range r.tokens {
		t := r.tokens[i:]
		if len(t) >= 7 && t[0].word == "từ" && t[1].word == "ngày" && t[2].number > 0 && t[3].sign && t[4].number > 0 && t[5].sign && t[6].number > 0 {
			r.reading.Handed.From = civil(t[6].number, t[4].number, t[2].number)
		}
		if len(t) >= 3 && t[0].word == "đến" && t[1].word == "khi" && t[2].word == "có" {
			r.reading.Handed.Open = true
		}
	}
}

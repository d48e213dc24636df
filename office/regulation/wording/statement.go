package wording

import (
	"maps"
	"slices"
	"strings"

	"congvan/office"
)

// statement is what stands between two semicolons: the lists of one clause for fields and one for areas.
type statement struct {
	fields    []Field
	areas     []Area
	organs    []Unit
	fieldSpan Span
	areaSpan  Span
	tied      bool    // the areas limit the fields
	except    bool    // what follows is taken away
	noFields  []Field // what was taken away
	noAreas   []Area
	partners  []int // subjects that cooperate
	doubts    []Doubt
	beyond    bool // numbers of areas beyond those that there are
	element   element
}

// element is one entry of a list: what stands between two commas.
type element struct {
	Span
	field, area, unit bool // such a thing was found in it
	rest              bool // it holds words that say more
}

// holds reports whether there is something to make a clause of.
func (s *statement) holds() bool { return len(s.fields)+len(s.areas)+len(s.organs) > 0 }

func (s *statement) doubt(d Doubt) {
	if !slices.Contains(s.doubts, d) {
		s.doubts = append(s.doubts, d)
	}
}

// phrase reads what begins at a token: a unit, an area, or the longer of a verb and a field; a word that is none of them stays with its element.
func (r *reader) phrase(i int) int {
	tokens := r.tokens[i:]
	verb, verbLen := verbs.find(tokens)
	codes, fieldLen := fields().find(tokens)
	if r.charges() {
		if n := r.unit(tokens, max(verbLen, fieldLen)); n > 0 {
			return n
		}
		if n := r.area(tokens); n > 0 {
			return n
		}
	}
	switch {
	case verbLen > 0 && verbLen >= fieldLen:
		return r.do(verb[0], tokens, verbLen)
	case fieldLen > 0:
		r.field(codes, spanOf(tokens[:fieldLen]))
		return fieldLen
	}
	if _, n := fillers.find(tokens); n > 0 {
		r.widen(spanOf(tokens[:n]))
		return n
	}
	r.widen(tokens[0].Span)
	r.statement.element.rest = true
	return 1
}

// widen adds words to the element. In a committee's name they belong to the note of it.
func (r *reader) widen(s Span) {
	r.statement.element.Span = r.statement.element.with(s)
	if last := len(r.reading.Notes) - 1; r.verb == sits && last >= 0 && len(r.subjects) > 0 {
		r.reading.Notes[last].Span = r.reading.Notes[last].with(s)
	}
}

// charges reports whether what is listed here is given to somebody.
func (r *reader) charges() bool {
	switch r.verb {
	case leads, leadsAll, cooperates, together:
		return true
	case works:
		return len(r.subjects) > 0 && !r.isLeader(r.subjects[0])
	case noVerb:
		return (r.opened || r.list != noVerb) && len(r.subjects) > 0
	default:
		return false
	}
}

func (r *reader) isLeader(subject int) bool {
	s := r.reading.Subjects[subject]
	p, ok := r.book.post(s.Post)
	return s.Department == office.ID{} && (!ok || p.Role == office.RoleHead || p.Role == office.RoleDeputy)
}

// do takes a verb of n tokens, and says how many tokens were read.
func (r *reader) do(v verb, tokens []token, n int) int {
	at := spanOf(tokens[:n])
	switch {
	case v == listsFields || v == listsAreas || v == listsUnits:
		r.endElement()
		r.list, r.head = v, ""
		if v == listsUnits {
			r.head = tokens[n-1].word
		}
		return n
	case v == within:
		r.statement.tied = len(r.statement.fields) > 0
		r.widen(at)
		return n
	case v == excepts:
		r.endElement()
		r.statement.except = true
		return n
	case v == introduces, v == works && r.charges() && (r.verb != noVerb || len(r.subjects) > 0 && r.isLeader(r.subjects[0])), // "chỉ đạo thực hiện …"
		v == leads && r.verb == cooperates && !r.statement.holds(): // "phối hợp với … chỉ đạo …"
		r.widen(at)
		return n
	}
	switch {
	case r.verb == handsOver && v != standsIn: // what is handed over is a delegation's, to the end of the sentence
		r.widen(at)
		return n
	case r.verb == sits && v == sits:
		r.widen(at)
		return n
	}
	r.endElement()
	if r.statement.holds() {
		r.flush()
	}
	if v == sits {
		r.before = r.verb
	}
	r.note(v, at)
	r.verb, r.list, r.head = v, noVerb, ""
	if v == cooperates || v == together {
		n += r.withPartners(tokens[n:])
	}
	return n
}

// note remembers what makes no clause.
func (r *reader) note(v verb, at Span) {
	switch {
	case v == leadsAll && len(r.subjects) > 0:
		r.reading.Notes = append(r.reading.Notes, Note{at, General})
	case v == sits && len(r.subjects) > 0:
		r.reading.Notes = append(r.reading.Notes, Note{at, Committee})
	case v == standsIn:
		r.standing = at
		r.stand()
	case v == handsOver && r.verb != standsIn:
		r.handing = at
	}
}

// withPartners reads who is named after "phối hợp với".
func (r *reader) withPartners(tokens []token) int {
	all, n := r.book.naming(tokens)
	for _, who := range all {
		if s, ok := r.book.resolve(who); ok && s.Known() {
			r.statement.partners = append(r.statement.partners, r.intern(s))
		}
	}
	return n
}

// field takes a phrase for fields.
func (r *reader) field(codes []office.FieldCode, at Span) {
	r.widen(at)
	s := &r.statement
	if !r.charges() {
		return
	}
	for _, code := range codes {
		if _, known := r.book.leaves[code]; !known {
			s.element.rest = true
			continue
		}
		s.element.field = true
		if s.except {
			s.noFields = append(s.noFields, Field{at, code})
		} else {
			s.fields = append(s.fields, Field{at, code})
		}
	}
}

// unit reads a department or another organ at the beginning of an element. Where units are listed, everything is one.
func (r *reader) unit(tokens []token, otherLen int) int {
	if (r.statement.element.Span != Span{}) {
		return 0
	}
	means, n := r.book.units.find(tokens)
	if n == 0 && r.list == listsUnits && r.book.ofHead[r.head] != nil {
		means, n = r.book.ofHead[r.head].find(tokens)
		otherLen = 0
	}
	switch {
	case n > 0 && tokens[0].capital && (n > otherLen || n == otherLen && r.list != listsFields):
		r.foundUnit(means[0], spanOf(tokens[:n]))
		return n
	case r.list == listsUnits && tokens[0].capital, otherLen == 0 && tokens[0].capital && r.verb != noVerb && strangeUnit(tokens):
		n = elementLen(tokens)
		r.unmatched(spanOf(tokens[:n]), NoUnit)
		return n
	}
	return 0
}

// strangeUnit reports whether a name begins as those of units do that are no department here: "Công an phường", "Trạm Y tế".
func strangeUnit(tokens []token) bool {
	_, n := strangeUnits.find(tokens)
	return n > 0
}

var strangeUnits = func() *lexicon[bool] {
	l := newLexicon[bool]()
	for phrase := range strings.SplitSeq("công an; thanh tra; bộ; sở; ban; trạm; trung tâm; trường; hội; đội; chi cục; cục; thuế; tòa án; viện; kho bạc; đoàn; ủy ban; hợp tác xã; điểm; phòng; văn phòng", ";") {
		l.add(phrase, true)
	}
	return l
}()

func elementLen(tokens []token) int {
	n := 1
	for n < len(tokens) && !tokens[n].sign && tokens[n].word != "và" {
		if _, verbal := verbs.find(tokens[n:]); verbal > 0 {
			break
		}
		n++
	}
	return n
}

func (r *reader) foundUnit(u unit, at Span) {
	r.widen(at)
	r.statement.element.unit = true
	if u.foreign && r.verb == leads {
		r.statement.organs = append(r.statement.organs, Unit{at, u.id})
	} else if len(r.subjects) > 0 {
		r.reading.Notes = append(r.reading.Notes, Note{at, Oversight})
	}
}

// area reads a list of areas.
func (r *reader) area(tokens []token) int {
	if isCount(tokens) && len(r.subjects) > 0 {
		if kinds, n := areaHeads.find(tokens[1:]); n > 0 {
			r.kind, r.list = kinds[0], listsAreas
			r.reading.Notes = append(r.reading.Notes, Note{spanOf(tokens[:1+n]), Count})
			return 1 + n
		}
		r.reading.Notes = append(r.reading.Notes, Note{spanOf(tokens[:2]), Count})
		return 2
	}
	list := r.areasOfKind(tokens)
	if list.length == 0 {
		return 0
	}
	at := spanOf(tokens[:list.length])
	r.widen(at)
	s := &r.statement
	s.element.area = true
	r.kind = list.kind
	if r.list == noVerb {
		r.list = listsAreas
	}
	if s.except {
		s.noAreas = append(s.noAreas, list.found...)
	} else {
		s.areas, s.beyond = append(s.areas, list.found...), s.beyond || list.beyond
		s.areaSpan = s.areaSpan.with(at)
	}
	for _, missing := range list.missing {
		r.unmatched(missing, NoArea)
	}
	for _, named := range list.ranges {
		r.unmatched(named, NamedRange)
	}
	return list.length
}

// areasOfKind reads areas of the kind that was spoken of; where areas are listed, also those that are named without a kind.
func (r *reader) areasOfKind(tokens []token) areaList {
	listed := r.list == listsAreas || r.statement.except
	if listed && r.kind != "" {
		return r.book.areasAt(tokens, r.kind)
	}
	if list := r.book.areasAt(tokens, ""); list.length > 0 || !listed {
		return list
	}
	for _, kind := range slices.Sorted(maps.Keys(r.book.areas)) {
		if list := r.book.areasAt(tokens, kind); list.length > 0 {
			return list
		}
	}
	return areaList{}
}

func (r *reader) unmatched(at Span, why Why) {
	if len(r.subjects) > 0 {
		r.reading.Unmatched = append(r.reading.Unmatched, Unmatched{at, r.place.String(), why})
	}
}

// endElement ends an entry of a list.
func (r *reader) endElement() {
	s := &r.statement
	e := s.element
	s.element = element{}
	switch {
	case e.Span == Span{} || !r.charges() || r.verb == leadsAll && !e.field:
	case e.field && !s.except:
		s.fieldSpan = s.fieldSpan.with(e.Span)
		if e.rest {
			s.doubt(PartOnly)
		}
	case e.field || e.area || e.unit || !e.rest:
	case s.except:
		r.unmatched(e.Span, NoException)
	case r.list == listsAreas:
		r.unmatched(e.Span, NoArea)
	case r.list == listsUnits:
		r.unmatched(e.Span, NoUnit)
	default:
		r.unmatched(e.Span, NoField)
	}
}

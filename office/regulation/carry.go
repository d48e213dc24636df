package regulation

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Lost is what of a rule could not be carried over: the clause, and a catalogue key that says why.
type Lost struct {
	Reference string `json:"reference"`
	Wording   string `json:"wording,omitempty"`
	Why       string `json:"why"`
}

// Why a clause, or a part of it, is not carried over.
const (
	LostPost       = "reorganisation.lost.post"       // nobody takes the place of the post that it names
	LostDepartment = "reorganisation.lost.department" // nor of the department
	LostAreas      = "reorganisation.lost.areas"      // none of its areas is in the successor's locality: without them it would say more than it did
	LostSubstitute = "reorganisation.lost.substitute"
	LostRivals     = "reorganisation.lost.rivals" // kept, but another clause carried over fills the same slot for the same matters otherwise
)

// Source is a version whose rules are carried over, and the organ that it was for. With a scope only its rules for those matters are.
type Source struct {
	Version Version
	From    *org.Structure
	Scope   org.Scope
}

func (s Source) title(post office.ID) string {
	p, _ := s.From.Post(post)
	return p.Title
}

// narrowed is a clause within the source's scope; ok is false where it says nothing about it.
func (s Source) narrowed(c Clause) (narrow Clause, ok bool) {
	if len(s.Scope.Fields) > 0 {
		if c.Fields = taken(c.Fields, s.Scope.Fields); len(c.Fields) == 0 {
			return c, false
		}
	}
	switch {
	case len(s.Scope.Areas) == 0:
	case len(c.Areas) == 0:
		c.Areas = s.Scope.Areas
	default:
		c.Areas = slices.DeleteFunc(slices.Clone(c.Areas), func(a office.AreaCode) bool { return !slices.Contains(s.Scope.Areas, a) })
		return c, len(c.Areas) > 0
	}
	return c, true
}

// Carried are rules as a change of organisation leaves them: a draft to be confirmed, and what of the rules is not in it.
type Carried struct {
	Draft   Version
	Lost    []Lost
	Changed bool // the draft says anything else than the one version that it is made from
}

// CarryOver makes the draft of an organ from the versions in force of the organs whose place it takes, or from its own, by a mapping. Nothing is
// widened: a clause whose areas, post or department find no successor is lost and listed. What only some matters of go elsewhere becomes two
// clauses: the old one without those fields, and one for them.
func CarryOver(m org.Mapping, to *org.Structure, sources []Source) Carried {
	c := carrier{mapping: m, to: to}
	c.draft = Version{OrganID: to.Organ.ID, Substitutes: map[office.ID][]office.ID{}}
	for i, source := range sources {
		if i == 0 {
			c.draft.Precedence = slices.Clone(source.Version.Precedence)
		}
		c.take(source, len(sources) > 1)
	}
	c.rivals()
	return Carried{Draft: c.draft, Lost: c.lost, Changed: c.changed || len(c.lost) > 0}
}

type carrier struct {
	mapping org.Mapping
	to      *org.Structure
	draft   Version
	lost    []Lost
	changed bool
}

func (c *carrier) take(s Source, several bool) {
	foreign := s.From.Organ.ID != c.to.Organ.ID
	c.changed = c.changed || foreign || several
	for _, clause := range s.Version.Clauses {
		clause, ok := s.narrowed(clause)
		if !ok {
			continue
		}
		for _, piece := range c.split(clause) {
			c.add(s, piece, foreign)
		}
	}
	if !s.Scope.Empty() {
		return
	}
	if s.Version.DeputyID != nil && c.draft.DeputyID == nil {
		c.draft.DeputyID = c.post(*s.Version.DeputyID)
	}
	for _, post := range slices.SortedFunc(maps.Keys(s.Version.Substitutes), func(a, b office.ID) int { return bytes.Compare(a[:], b[:]) }) {
		c.substitutes(s, post)
	}
}

// split takes out of a clause the fields that another post or department takes over from the one that it names.
func (c *carrier) split(clause Clause) []Clause {
	part, old := org.PartPost, clause.PostID
	if clause.DepartmentID != nil {
		part, old = org.PartDepartment, clause.DepartmentID
	}
	rest, pieces := clause, []Clause(nil)
	for _, s := range c.mapping.Of(part, old.String()) {
		if len(s.Scope.Fields) == 0 {
			continue
		}
		taken := taken(clause.Fields, s.Scope.Fields)
		if len(taken) == 0 {
			continue
		}
		c.changed = true
		piece := clause
		piece.Fields = taken
		if to, err := office.ParseID("", s.New); err == nil && part == org.PartPost {
			piece.PostID = &to
		} else if err == nil {
			piece.DepartmentID = &to
		}
		pieces = append(pieces, piece)
		rest.Fields = slices.DeleteFunc(slices.Clone(rest.Fields), func(f office.FieldCode) bool { return slices.Contains(taken, f) })
	}
	if len(clause.Fields) == 0 || len(rest.Fields) > 0 {
		pieces = append(pieces, rest)
	}
	return pieces
}

// taken are those of the moved fields that a clause speaks of: of a group that it names the moved leaves, of a clause for all fields all moved ones.
func taken(clause, moved []office.FieldCode) []office.FieldCode {
	var all []office.FieldCode
	for _, f := range moved {
		if len(clause) == 0 || slices.Contains(clause, f) || slices.Contains(clause, parentOf(f)) {
			all = append(all, f)
		}
	}
	for _, f := range clause { // a moved group takes the leaves that the clause names
		if slices.Contains(moved, parentOf(f)) && !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

func parentOf(field office.FieldCode) office.FieldCode {
	for _, f := range fields() {
		if f.Code == field {
			return f.Parent
		}
	}
	return ""
}

// add puts a clause into the draft with everything that it names in the words of the new organisation, unless it is there already.
func (c *carrier) add(s Source, clause Clause, foreign bool) {
	lose := func(why string) {
		c.lost = append(c.lost, Lost{Reference: reference(s, clause, foreign), Wording: clause.Wording, Why: why})
	}
	switch {
	case clause.PostID != nil:
		if clause.PostID = c.successor(org.PartPost, *clause.PostID); clause.PostID == nil {
			lose(LostPost)
			return
		}
	case clause.DepartmentID != nil:
		if clause.DepartmentID = c.successor(org.PartDepartment, *clause.DepartmentID); clause.DepartmentID == nil {
			lose(LostDepartment)
			return
		}
	}
	areas := c.areas(s.From.Organ.ID, clause.Areas)
	if len(clause.Areas) > 0 && len(areas) == 0 {
		lose(LostAreas)
		return
	}
	fields, issuers := c.renamed(org.PartField, retyped[string](clause.Fields)), c.renamed(org.PartOrgan, clause.Issuers)
	c.changed = c.changed || !slices.Equal(areas, clause.Areas) || !slices.Equal(fields, retyped[string](clause.Fields)) || !slices.Equal(issuers, clause.Issuers)
	clause.Areas, clause.Fields, clause.Issuers = areas, retyped[office.FieldCode](fields), issuers
	clause.Reference, clause.ID = reference(s, clause, foreign), office.NewID()
	if !slices.ContainsFunc(c.draft.Clauses, func(other Clause) bool { return other.saysTheSame(&clause) }) {
		c.draft.Clauses = append(c.draft.Clauses, clause)
	}
}

// reference says where a rule stood: of another organ's regulation with that organ.
func reference(s Source, clause Clause, foreign bool) string {
	if !foreign {
		return clause.Reference
	}
	return clause.Reference + " (" + s.From.Organ.ShortName + ")"
}

// successor is the post or department of the draft's organ that takes the place of one; nil when there is none that is open.
func (c *carrier) successor(part org.Part, old office.ID) *office.ID {
	text, moved := c.mapping.To(part, old.String(), org.Matter{})
	c.changed = c.changed || moved
	id, err := office.ParseID("", text)
	if err != nil {
		return nil
	}
	if part == org.PartPost {
		if p, ok := c.to.Post(id); !ok || !p.OpenOn(c.to.Day) {
			return nil
		}
		return &id
	}
	if d, ok := c.to.Department(id); !ok || !d.OpenOn(c.to.Day) {
		return nil
	}
	return &id
}

func (c *carrier) post(old office.ID) *office.ID { return c.successor(org.PartPost, old) }

// areas are those in the locality of the draft's organ: by the mapping, or of the same code where the organ had them before.
func (c *carrier) areas(organ office.ID, old []office.AreaCode) []office.AreaCode {
	var all []office.AreaCode
	for _, area := range old {
		code, ok := AreaAfter(c.mapping, organ, area, c.to)
		if ok && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

// AreaAfter is the area of an organ's locality that takes the place of one of an old organ's. Of two localities areas of one code are two areas, so
// only the mapping tells; within one locality an area stays what it is.
func AreaAfter(m org.Mapping, organ office.ID, area office.AreaCode, to *org.Structure) (office.AreaCode, bool) {
	text, moved := m.To(org.PartArea, org.AreaKey(organ, area), org.Matter{})
	if moved {
		owner, code, _ := strings.Cut(text, "/")
		area = office.AreaCode(code)
		organ, _ = office.ParseID("", owner)
	}
	known := slices.ContainsFunc(to.Areas, func(a org.Area) bool { return a.Code == area })
	return area, known && organ == to.Organ.ID
}

// renamed are values in the words of the new organisation, each once.
func (c *carrier) renamed(part org.Part, values []string) []string {
	var all []string
	for _, value := range values {
		if now, _ := c.mapping.To(part, value, org.Matter{}); !slices.Contains(all, now) {
			all = append(all, now)
		}
	}
	return all
}

func (c *carrier) substitutes(s Source, post office.ID) {
	of := c.post(post)
	if of == nil {
		c.lost = append(c.lost, Lost{Reference: s.title(post), Why: LostSubstitute})
		return
	}
	for _, old := range s.Version.Substitutes[post] {
		if now := c.post(old); now != nil && *now != *of && !slices.Contains(c.draft.Substitutes[*of], *now) {
			c.draft.Substitutes[*of] = append(c.draft.Substitutes[*of], *now)
		}
	}
}

// rivals lists clauses that fill one slot of one post for exactly the same matters with different posts: two organs had a leader each for what one
// organ has now. Both stay in the draft; who confirms it chooses.
func (c *carrier) rivals() {
	for i, a := range c.draft.Clauses {
		for _, b := range c.draft.Clauses[:i] {
			if a.Slot == b.Slot && a.Slot.One() && sameSelectors(a.Selectors, b.Selectors) && !sameTarget(a, b) {
				c.lost = append(c.lost, Lost{Reference: b.Reference + " / " + a.Reference, Wording: a.Wording, Why: LostRivals})
			}
		}
	}
}

func sameTarget(a, b Clause) bool {
	return sameID(a.PostID, b.PostID) && sameID(a.DepartmentID, b.DepartmentID)
}

func sameSelectors(a, b Selectors) bool {
	return sameSet(a.Urgencies, b.Urgencies) && sameSet(a.Kinds, b.Kinds) && sameSet(a.Fields, b.Fields) && sameSet(a.Issuers, b.Issuers) && sameSet(a.Areas, b.Areas)
}

// Names reports whether a version's rules name anything that a mapping gives a successor: they are to be carried over although their organ goes on.
func (v Version) Names(m org.Mapping) bool {
	moves := func(part org.Part, id *office.ID) bool { return id != nil && len(m.Of(part, id.String())) > 0 }
	for _, c := range v.Clauses {
		if moves(org.PartPost, c.PostID) || moves(org.PartDepartment, c.DepartmentID) {
			return true
		}
		for _, f := range c.Fields {
			if len(m.Of(org.PartField, string(f))) > 0 {
				return true
			}
		}
		for _, issuer := range c.Issuers {
			if len(m.Of(org.PartOrgan, issuer)) > 0 {
				return true
			}
		}
		for _, area := range c.Areas {
			if len(m.Of(org.PartArea, org.AreaKey(v.OrganID, area))) > 0 {
				return true
			}
		}
	}
	for post, list := range v.Substitutes {
		if slices.ContainsFunc(append([]office.ID{post}, list...), func(id office.ID) bool { return moves(org.PartPost, &id) }) {
			return true
		}
	}
	return moves(org.PartPost, v.DeputyID)
}

// AllInForce are the versions in force of all organs on a day with their clauses, in the order of the organs' identifiers.
func AllInForce(ctx context.Context, tx *database.Tx, day office.Day) ([]Version, error) {
	var rows []versionRow
	err := tx.Select(ctx, &rows, `select `+versionColumns+` from regulation_versions v where state = 'adopted' and effective_from <= $1
		and not exists (select 1 from regulation_versions w where w.organ_id = v.organ_id and w.state = 'adopted' and w.effective_from <= $1
			and w.effective_from > v.effective_from) order by organ_id`, day)
	if err != nil {
		return nil, err
	}
	all, byID := make([]Version, len(rows)), make(map[office.ID]*Version, len(rows))
	for i, r := range rows {
		all[i] = r.version()
		byID[r.ID] = &all[i]
	}
	return all, loadClauses(ctx, tx, byID)
}

// SucceedField says that from a day on papers of a field are papers of another.
func SucceedField(ctx context.Context, tx *database.Tx, reorganisation office.ID, code, successor office.FieldCode, day office.Day) error {
	_, err := tx.Exec(ctx, `insert into field_successors (code, successor, starts_on, reorganisation_id) values ($1,$2,$3,$4)
		on conflict (code) do nothing`, code, successor, day, reorganisation)
	return err
}

// FieldSuccessors are the fields whose matters another has on a day: each with the one that has them at last.
func FieldSuccessors(ctx context.Context, tx *database.Tx, day office.Day) (map[office.FieldCode]office.FieldCode, error) {
	var rows []struct{ Code, Successor office.FieldCode }
	err := tx.Select(ctx, &rows, `select code, successor from field_successors where starts_on <= $1`, day)
	step := make(map[office.FieldCode]office.FieldCode, len(rows))
	for _, r := range rows {
		step[r.Code] = r.Successor
	}
	last := make(map[office.FieldCode]office.FieldCode, len(rows))
	for code := range step {
		at := code
		for range step { // no more steps than there are rows, also in a circle
			next, ok := step[at]
			if !ok {
				break
			}
			at = next
		}
		last[code] = at
	}
	return last, err
}

// EndDelegations ends the delegations of an organ, or those from and to some of its posts, that are in force on a day, because the organisation changed.
// They are not carried over: who hands what over is the head's to say again. It tells which they are.
func EndDelegations(ctx context.Context, tx *database.Tx, organ office.ID, posts []office.ID, day office.Day) ([]Delegation, error) {
	all, err := DelegationsOn(ctx, tx, []office.ID{organ}, day)
	if err != nil {
		return nil, err
	}
	var ended []Delegation
	for _, d := range all[organ] {
		if len(posts) > 0 && !slices.Contains(posts, d.FromPost) && !slices.Contains(posts, d.ToPost) || d.StartsOn >= day {
			continue
		}
		for _, statement := range []string{
			`update delegations set ends_on = $2 where id = $1`, `update delegation_fields set ends_on = $2 where delegation_id = $1`,
		} {
			if _, err := tx.Exec(ctx, statement, d.ID, day); err != nil {
				return nil, err
			}
		}
		ended = append(ended, d)
	}
	return ended, nil
}

package regulation

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Answer is routing's answer for one paper, with the persons of the day.
type Answer struct {
	Version  office.ID // zero when the organ has no version in force
	Day      office.Day
	Facts    routing.Facts // as they were asked: the issuer may be its class
	Decision routing.Decision
	Leader   routing.Resolution // who has the desk of the leader's post
	Handler  routing.Resolution // who has that of the officer, or of the head of the leading department
}

// Flags are the marks of the decision and of its leader's desk.
func (a Answer) Flags() routing.Flags { return a.Decision.Flags | a.Leader.Flags }

// Field is the field that decided, "" when the paper is unclassified.
func (a Answer) Field() office.FieldCode {
	if a.Decision.Flags.Has(routing.Unclassified) {
		return ""
	}
	return office.FieldCode(a.Facts.Field)
}

// HandlerPost is the post that leads the work: the officer, or the head of the leading department; nil where there is no such post.
func (a Answer) HandlerPost() *office.ID {
	id, err := office.ParseID("", string(a.Handler.For))
	if err != nil {
		return nil
	}
	return &id
}

// bench is an organ on a day: its rules, and who sits where.
type bench struct {
	structure   *org.Structure
	rules       *rules
	delegations []Delegation
	staffing    routing.Staffing
}

// benches prepares organs as far as decisions need them, with one query a table at most.
func (s *Service) benches(ctx context.Context, tx *database.Tx, organs []office.ID, day office.Day) (map[office.ID]*bench, error) {
	seats, err := s.seatsOn(ctx, tx, organs, day)
	if err != nil {
		return nil, err
	}
	return s.benchesOf(ctx, tx, seats, organs, day)
}

func (s *Service) benchesOf(ctx context.Context, tx *database.Tx, seats map[office.ID]*seats, organs []office.ID, day office.Day) (map[office.ID]*bench, error) {
	rules, err := s.rulesOf(ctx, tx, seats, day)
	if err != nil {
		return nil, err
	}
	delegations, err := DelegationsOn(ctx, tx, organs, day)
	if err != nil {
		return nil, err
	}
	all := make(map[office.ID]*bench, len(seats))
	for id, k := range seats {
		all[id] = &bench{k.structure, rules[id], delegations[id], k.with(delegations[id])}
	}
	return all, nil
}

// bench prepares one organ with all its names.
func (s *Service) bench(ctx context.Context, tx *database.Tx, organ office.ID, day office.Day) (*bench, error) {
	structure, err := org.StructureOf(ctx, tx, organ, day)
	if err != nil {
		return nil, err
	}
	all, err := s.benchesOf(ctx, tx, map[office.ID]*seats{organ: seatsOf(structure)}, []office.ID{organ}, day)
	return all[organ], err
}

// Decide answers for one paper by the version in force in the organ on the day. It checks nothing and stores nothing.
func (s *Service) Decide(ctx context.Context, tx *database.Tx, organ office.ID, facts routing.Facts, day office.Day) (Answer, error) {
	answers, err := s.DecideMany(ctx, tx, []office.ID{organ}, func(office.ID) routing.Facts { return facts }, day)
	if err != nil {
		return Answer{}, err
	}
	answer, ok := answers[organ]
	if !ok {
		return Answer{}, office.NotFound("org.no_organ", organ)
	}
	return answer, nil
}

// DecideMany answers for one paper in each of several organs, with one query a table: the preview over 126 communes, or over 3,321. Organs
// that are not known are left out.
func (s *Service) DecideMany(ctx context.Context, tx *database.Tx, organs []office.ID, facts func(organ office.ID) routing.Facts, day office.Day) (map[office.ID]Answer, error) {
	benches, err := s.benches(ctx, tx, organs, day)
	if err != nil {
		return nil, err
	}
	asked := make(map[office.ID]routing.Facts, len(benches))
	for id := range benches {
		asked[id] = facts(id)
	}
	issuers, err := issuersOf(ctx, tx, asked)
	if err != nil {
		return nil, err
	}
	successors, err := FieldSuccessors(ctx, tx, day)
	if err != nil {
		return nil, err
	}
	answers := make(map[office.ID]Answer, len(benches))
	for id, b := range benches {
		f := succeeded(asked[id], successors)
		f.Issuer = b.issuer(f.Issuer, issuers)
		answers[id] = b.decide(f, day)
	}
	return answers, nil
}

// succeeded are the facts in the fields of the day: what a field gave to another is asked as the other's.
func succeeded(f routing.Facts, successors map[office.FieldCode]office.FieldCode) routing.Facts {
	if len(successors) == 0 {
		return f
	}
	now := func(field routing.Field) routing.Field {
		if to, ok := successors[office.FieldCode(field)]; ok {
			return routing.Field(to)
		}
		return field
	}
	f.Field = now(f.Field)
	others := f.OtherFields
	f.OtherFields = nil
	for _, other := range others {
		if other = now(other); other != f.Field && !slices.Contains(f.OtherFields, other) {
			f.OtherFields = append(f.OtherFields, other)
		}
	}
	return f
}

func (b *bench) decide(f routing.Facts, day office.Day) Answer {
	a := Answer{Version: b.rules.version.ID, Day: day, Facts: f, Decision: b.rules.engine.Decide(f)}
	a.Leader = b.rules.engine.Resolve(&b.staffing, &a.Decision, &f)
	matter := routing.Matter{Field: f.Field, Excluded: f.Excluded}
	if a.Decision.Officer != "" {
		a.Handler = b.rules.engine.ResolvePost(&b.staffing, a.Decision.Officer, matter)
	} else {
		a.Handler = b.rules.engine.ResolveDepartment(&b.staffing, a.Decision.Department, matter)
	}
	return a
}

// issuersOf reads the organs that papers come from.
func issuersOf(ctx context.Context, tx *database.Tx, asked map[office.ID]routing.Facts) (map[routing.Issuer]org.Organ, error) {
	found := map[routing.Issuer]org.Organ{}
	var ids []office.ID
	for _, f := range asked {
		if id, err := office.ParseID("issuer", string(f.Issuer)); err == nil {
			if _, seen := found[f.Issuer]; !seen {
				found[f.Issuer] = org.Organ{}
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	organs, err := org.Organs(ctx, tx, ids)
	for _, o := range organs {
		found[routing.Issuer(o.ID.String())] = o
	}
	return found, err
}

// issuer is the issuer as the version's clauses can speak of it: the organ itself where one names it, else its class as this organ sees it.
func (b *bench) issuer(issuer routing.Issuer, organs map[routing.Issuer]org.Organ) routing.Issuer {
	if isClass(issuer) || b.rules.named[issuer] {
		return issuer
	}
	sender, ok := organs[issuer]
	if !ok {
		return ""
	}
	return b.class(sender)
}

// class is the class of issuers that a sender is of to this organ.
func (b *bench) class(sender org.Organ) routing.Issuer {
	return routing.Issuer(ClassSeenBy(b.structure.Organ, sender))
}

// ClassSeenBy is the class of issuer that a sender's papers belong to for an organ: what stands beside it below the same superior is its like.
func ClassSeenBy(own, sender org.Organ) string {
	if sender.IssuerClass == classBelow && own.IssuerClass == classBelow && sender.SuperiorID != nil && own.SuperiorID != nil &&
		*sender.SuperiorID == *own.SuperiorID {
		return classPeer
	}
	return sender.IssuerClass
}

// IssuerLine is a sender as an organ sees it, from the narrowest on: the organ, its class, the classes above.
func IssuerLine(own, sender org.Organ) []string {
	line := []string{sender.ID.String()}
	for class := ClassSeenBy(own, sender); class != ""; {
		line = append(line, class)
		i := slices.IndexFunc(classes, func(n routing.Node[routing.Issuer]) bool { return string(n.Value) == class })
		if class = ""; i >= 0 {
			class = string(classes[i].Parent)
		}
	}
	return line
}

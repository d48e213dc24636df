package wording

import (
	"slices"
	"time"

	"congvan/office"
)

// flush makes clauses of the statement, and begins the next one.
func (r *reader) flush() {
	r.endElement()
	s := r.statement
	r.statement = statement{}
	r.subtract(&s)
	switch {
	case !s.holds():
		return
	case len(r.subjects) == 0 && r.stranger:
		r.reading.Unmatched = append(r.reading.Unmatched, Unmatched{s.fieldSpan.with(s.areaSpan), r.place.String(), WrongMember})
		return
	case len(r.subjects) == 0 && r.list != noVerb:
		r.reading.Unmatched = append(r.reading.Unmatched, Unmatched{s.fieldSpan.with(s.areaSpan), r.place.String(), OfNobody})
		return
	}
	if r.verb == noVerb {
		s.doubt(NoVerb)
	}
	for _, subject := range r.subjects {
		r.propose(s, subject, r.verb == cooperates)
	}
	if r.verb == together {
		for _, partner := range s.partners {
			r.propose(s, partner, true)
		}
	}
}

// subtract leaves each field and area once and takes exceptions away: from the lists, and from a group by putting its leaves in its place.
func (r *reader) subtract(s *statement) {
	s.fields, s.noFields = once(s.fields, Field.code), once(s.noFields, Field.code)
	for _, no := range s.noFields {
		kept := r.without(s.fields, no.Code)
		if kept == nil {
			r.unmatched(no.Span, NoException)
			continue
		}
		s.fields = kept
		s.doubt(Excepted)
	}
	s.areas = once(s.areas, Area.code)
	no := map[office.AreaCode]bool{}
	for _, a := range s.noAreas {
		no[a.Code] = true
	}
	s.areas = slices.DeleteFunc(s.areas, func(a Area) bool { return no[a.Code] })
}

// without is a list without a field; nil when the field is not in it.
func (r *reader) without(list []Field, code office.FieldCode) []Field {
	kept, found := []Field{}, false
	for _, f := range list {
		switch {
		case f.Code == code:
			found = true
		case slices.Contains(r.book.leaves[f.Code], code):
			found = true
			for _, leaf := range r.book.leaves[f.Code] {
				if leaf != code {
					kept = append(kept, Field{f.Span, leaf})
				}
			}
		default:
			kept = append(kept, f)
		}
	}
	if !found {
		return nil
	}
	return kept
}

// propose makes a subject's clauses: one for the fields, one for the areas, one for other organs; one for fields and areas where they are tied.
func (r *reader) propose(s statement, subject int, co bool) {
	p := Proposal{Reference: r.place.String(), Subject: subject}
	p.Slot, p.Department, p.Doubts = r.slot(subject, co)
	fields, areas := s.fields, s.areas
	if len(fields) > 0 {
		byField := p
		byField.Span, byField.Fields, byField.Doubts = s.fieldSpan, fields, append(slices.Clone(p.Doubts), s.doubts...)
		if r.verb == leadsAll {
			byField.Doubts = append(byField.Doubts, InGeneral)
		}
		if s.tied && len(areas) > 0 {
			byField.Span, byField.Areas = s.fieldSpan.with(s.areaSpan), areas
			areas = nil
		}
		r.add(byField)
	}
	if len(areas) > 0 {
		byArea := p
		byArea.Span, byArea.Areas, byArea.Doubts = s.areaSpan, areas, slices.Clone(p.Doubts)
		if s.beyond {
			byArea.Doubts = append(byArea.Doubts, NoSuchArea)
		}
		r.add(byArea)
	}
	for _, o := range s.organs {
		byOrgan := p
		byOrgan.Span, byOrgan.Issuers = o.Span, []Unit{o}
		r.add(byOrgan)
	}
}

func (r *reader) add(p Proposal) {
	p.Wording = p.Phrase(r.text)
	r.reading.Proposals = append(r.reading.Proposals, p)
}

// slot is what a subject is in a clause. Leaders lead, departments and their heads lead the work, others do it.
func (r *reader) slot(subject int, co bool) (slot Slot, department bool, doubts []Doubt) {
	s := r.reading.Subjects[subject]
	department = s.Department != office.ID{}
	p, _ := r.book.post(s.Post)
	switch p.Role {
	case office.RoleChiefOfOffice, office.RoleDepartmentHead, office.RoleDepartmentVice:
		department, doubts = true, []Doubt{HeadOfUnit}
	}
	switch {
	case department && co:
		return CoDepartment, true, doubts
	case department:
		return Department, true, doubts
	case co:
		return CoLeader, false, nil
	case r.isLeader(subject):
		return Leader, false, nil
	default:
		return Officer, false, nil
	}
}

func (f Field) code() office.FieldCode { return f.Code }
func (a Area) code() office.AreaCode   { return a.Code }

// once leaves out what was named before.
func once[T any, K comparable](list []T, key func(T) K) []T {
	seen := map[K]bool{}
	return slices.DeleteFunc(slices.Clone(list), func(one T) bool {
		k := key(one)
		known := seen[k]
		seen[k] = true
		return known
	})
}

// findRivals doubts what is given to two leaders.
func (r *reader) findRivals() {
	type domain struct {
		field office.FieldCode
		area  office.AreaCode
	}
	first, rival := map[domain]int{}, map[domain]bool{}
	each := func(p *Proposal, f func(domain)) {
		switch {
		case p.Slot != Leader || len(p.Fields) > 0 && len(p.Areas) > 0:
		case len(p.Fields) > 0:
			for _, field := range p.Fields {
				f(domain{field: field.Code})
			}
		default:
			for _, area := range p.Areas {
				f(domain{area: area.Code})
			}
		}
	}
	for i := range r.reading.Proposals {
		p := &r.reading.Proposals[i]
		each(p, func(d domain) {
			if before, seen := first[d]; seen && before != p.Subject {
				rival[d] = true
			} else {
				first[d] = p.Subject
			}
		})
	}
	for i := range r.reading.Proposals {
		p := &r.reading.Proposals[i]
		each(p, func(d domain) {
			if rival[d] && !slices.Contains(p.Doubts, TwoLeaders) {
				p.Doubts = append(p.Doubts, TwoLeaders)
			}
		})
	}
}

// civil is a day of the calendar, none if there is no such day.
func civil(year, month, day int) office.Day {
	d := office.NewDay(year, time.Month(month), day)
	if t := d.Time(); t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return ""
	}
	return d
}

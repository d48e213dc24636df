package regulation

import (
	"context"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation/wording"
)

// Proposed is what was read of the text of a decision: for each proposal the clause that it would become. A clause names nobody as long as the text
// does not tell who is meant.
type Proposed struct {
	Text string
	wording.Reading
	Clauses []Clause // one a proposal
}

// ReadText proposes clauses for the actor's organ from the text of a decision. It keeps nothing: a person confirms what becomes of them.
func (s *Service) ReadText(ctx context.Context, actor office.Actor, text string) (Proposed, error) {
	if !MayKeep(actor, actor.Organ) {
		return Proposed{}, office.Forbidden("regulation.only_organiser")
	}
	switch {
	case strings.TrimSpace(text) == "":
		return Proposed{}, office.Invalid("assist.text_missing", "text")
	case len(text) > wording.Limit:
		return Proposed{}, &office.Error{Kind: office.KindTooLarge, Key: "assist.text_too_long", Field: "text", Args: []any{wording.Limit / 1000}}
	}
	var named wording.Organ
	var structure *org.Structure
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		if structure, err = org.StructureOf(ctx, tx, actor.Organ, tx.Today()); err != nil {
			return err
		}
		organs, err := org.Subordinates(ctx, tx, actor.Organ)
		named = namesFor(structure, organs)
		return err
	})
	if err != nil {
		return Proposed{}, err
	}
	p := Proposed{Text: text, Reading: wording.Read(text, named)}
	for _, proposal := range p.Proposals {
		p.Clauses = append(p.Clauses, clauseOf(proposal, p.Subjects[proposal.Subject], structure))
	}
	return p, nil
}

// namesFor are what a text about an organ may name.
func namesFor(s *org.Structure, organs []org.Organ) wording.Organ {
	var o wording.Organ
	for _, f := range fields() {
		o.Tree = append(o.Tree, wording.FieldNode{Code: f.Code, Parent: f.Parent})
	}
	for _, p := range s.Posts {
		post := wording.Post{ID: p.ID, Title: p.Title, Role: p.Role}
		for _, a := range s.Holders(p.ID) {
			if person, ok := s.Person(a.PersonID); ok {
				post.Holders = append(post.Holders, person.Name)
			}
		}
		o.Posts = append(o.Posts, post)
	}
	for _, d := range s.Departments {
		o.Departments = append(o.Departments, wording.Named{ID: d.ID, Name: d.Name, Abbreviation: d.Abbreviation})
	}
	for _, a := range s.Areas {
		o.Areas = append(o.Areas, wording.NamedArea{Code: a.Code, Name: a.Name})
	}
	for _, organ := range organs {
		o.Organs = append(o.Organs, wording.Named{ID: organ.ID, Name: organ.ShortName, Abbreviation: organ.Abbreviation})
	}
	return o
}

// clauseOf is the clause that a proposal would become.
func clauseOf(p wording.Proposal, subject wording.Subject, s *org.Structure) Clause {
	c := Clause{Reference: p.Reference, Wording: p.Wording}
	if err := c.Slot.UnmarshalText([]byte(p.Slot)); err != nil {
		panic(err) // wording's slots are routing's
	}
	switch {
	case subject.Department != office.ID{}:
		c.DepartmentID = &subject.Department
	case p.Department:
		if post, ok := s.Post(subject.Post); ok {
			c.DepartmentID = post.DepartmentID
		}
	case subject.Post != office.ID{}:
		c.PostID = &subject.Post
	}
	for _, f := range p.Fields {
		c.Fields = append(c.Fields, f.Code)
	}
	for _, a := range p.Areas {
		c.Areas = append(c.Areas, a.Code)
	}
	for _, u := range p.Issuers {
		c.Issuers = append(c.Issuers, u.ID.String())
	}
	return c
}

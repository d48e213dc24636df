package regulation

import (
	"context"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Actor is the actor of a person today, for a request. It checks nothing: whoever calls it knows who is signed in.
func (s *Service) Actor(ctx context.Context, person office.ID) (office.Actor, error) {
	var actor office.Actor
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		actor, err = s.ActorOf(ctx, tx, person, tx.Today())
		return err
	})
	return actor, err
}

// Words puts stored decisions into words, in their order. It checks nothing: who may see the delivery may see why it went where it did.
func (s *Service) Words(ctx context.Context, lang language.Lang, stored ...Stored) ([]Explanation, error) {
	all := make([]Explanation, len(stored))
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		for i, one := range stored {
			var err error
			if all[i], err = s.Explain(ctx, tx, lang, one); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// Named is an answer with the names of the day: who leads, which department, which officer.
type Named struct {
	Leader     string // title of the leader's post
	Person     string // who has its desk today; empty when everyone is away
	StoodIn    bool   // somebody else than the holder
	Department string
	Officer    string // title of the officer's post, or of the head of the department who hands down
}

// Name names the answers of many organs with one query a table, for the preview of a dispatch.
func (s *Service) Name(ctx context.Context, answers map[office.ID]Answer, day office.Day) (map[office.ID]Named, error) {
	organs := make([]office.ID, 0, len(answers))
	for id := range answers {
		organs = append(organs, id)
	}
	named := make(map[office.ID]Named, len(answers))
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		structures, err := org.Structures(ctx, tx, organs, day)
		for id, structure := range structures {
			named[id] = nameIn(structure, answers[id])
		}
		return err
	})
	return named, err
}

func nameIn(s *org.Structure, a Answer) Named {
	n := structureNames(s)
	var people []string
	for _, holder := range a.Leader.People {
		people = append(people, n.people[holder.Person])
	}
	return Named{
		Leader: n.posts[a.Decision.Leader.Post], Person: strings.Join(people, ", "), StoodIn: a.Leader.Flags.Has(routing.StoodIn),
		Department: n.departments[a.Decision.Department], Officer: n.posts[a.Handler.For],
	}
}

// Foreseen is who would get a paper of the actor's own organ today, and the marks to look at. Nothing is stored.
type Foreseen struct {
	Named
	Answer Answer
}

// Foresee answers questions for the actor's own organ: while a clerk or a leader thinks of another field.
func (s *Service) Foresee(ctx context.Context, actor office.Actor, asked ...routing.Facts) ([]Foreseen, error) {
	all := make([]Foreseen, len(asked))
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		structure, err := org.StructureOf(ctx, tx, actor.Organ, tx.Today())
		if err != nil {
			return err
		}
		for i, facts := range asked {
			answer, err := s.Decide(ctx, tx, actor.Organ, facts, tx.Today())
			if err != nil {
				return err
			}
			all[i] = Foreseen{nameIn(structure, answer), answer}
		}
		return nil
	})
	return all, err
}

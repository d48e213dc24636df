package regulation

import (
	"context"
	"maps"
	"slices"
	"strings"

	"congvan/database"
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

// Named is an answer with the names of the day: who leads, which department, which officer.
type Named struct {
	Leader     string // title of the leader's post
	Person     string // who has its desk today; empty when everyone is away
	StoodIn    bool   // somebody else than the holder
	Department string
	Officer    string // title of the officer's post, or of the head of the department who hands down
}

// Name names answers with one query a table, however many organs they are of: for the preview of a dispatch.
func (s *Service) Name(ctx context.Context, day office.Day, answers ...OfOrgan) ([]Named, error) {
	organs := map[office.ID]bool{}
	for _, a := range answers {
		organs[a.Organ] = true
	}
	named := make([]Named, len(answers))
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		structures, err := org.Structures(ctx, tx, slices.Collect(maps.Keys(organs)), day)
		if err != nil {
			return err
		}
		for i, a := range answers {
			named[i] = nameIn(structures[a.Organ], a.Answer)
		}
		return nil
	})
	return named, err
}

// OfOrgan is an answer with the organ whose rules gave it.
type OfOrgan struct {
	Organ  office.ID
	Answer Answer
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

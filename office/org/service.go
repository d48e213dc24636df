package org

import (
	"cmp"
	"context"

	"congvan/database"
	"congvan/office"
)

// Service holds the use cases of this noun.
type Service struct{ db *database.DB }

// New makes the service.
func New(db *database.DB) *Service { return &Service{db: db} }

// Structure is the actor's own organ as it stands today.
func (s *Service) Structure(ctx context.Context, actor office.Actor) (*Structure, error) {
	return s.StructureOn(ctx, actor, "")
}

// StructureOn is the actor's own organ as it stood or will stand on a day; none is today.
func (s *Service) StructureOn(ctx context.Context, actor office.Actor, day office.Day) (*Structure, error) {
	var structure *Structure
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		structure, err = StructureOf(ctx, tx, actor.Organ, cmp.Or(day, tx.Today()))
		return err
	})
	return structure, err
}

// StructureAt is the structure today of the actor's own organ, or of one whose place it has taken, for who reads its papers.
func (s *Service) StructureAt(ctx context.Context, actor office.Actor, organ office.ID) (*Structure, error) {
	if organ != actor.Organ && !actor.Reads(organ) {
		return nil, office.NotFound("org.no_organ", organ)
	}
	actor.Organ = organ
	return s.StructureOn(ctx, actor, "")
}

// Names gives the short names of organs. They are no secret: every paper bears its issuer's name.
func (s *Service) Names(ctx context.Context, ids []office.ID) (map[office.ID]string, error) {
	var names map[office.ID]string
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		names, err = OrganNames(ctx, tx, ids)
		return err
	})
	return names, err
}

// PeopleNames gives the names of people, for the record of who did what.
func (s *Service) PeopleNames(ctx context.Context, ids []office.ID) (map[office.ID]string, error) {
	names := map[office.ID]string{}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		marks, args := database.In(1, ids)
		var rows []Person
		err := tx.Select(ctx, &rows, `select id, organ_id, name from people where id in (`+marks+`)`, args...)
		for _, p := range rows {
			names[p.ID] = p.Name
		}
		return err
	})
	return names, err
}

// Count is how many organs there are.
func (s *Service) Count(ctx context.Context) (int, error) {
	var n int
	err := s.db.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &n, `select count(*) from organs`) })
	return n, err
}

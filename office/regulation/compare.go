package regulation

import (
	"context"
	"maps"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Comparison is what differs between two versions of one organ: in their texts, and in who gets which papers.
type Comparison struct {
	Before, After Version
	Clauses       []ClauseChange
	Changes       map[routing.Slot][]routing.Change // of leaders and of departments, exactly: see [routing.Changes]
	TooFine       bool                              // the clauses tell too many kinds of paper apart; there are no Changes then

	names names
	head  [2]routing.Post       // that papers go to for want of a leader, before and after
	desk  [2]routing.Department // the same of departments: the office
}

// ClauseChange is a clause that was added (Before is nil), removed (After is nil) or changed.
type ClauseChange struct{ Before, After *Clause }

// Compare compares two versions of the actor's organ that he may read, each for the organ as it stood when the version was made or began.
func (s *Service) Compare(ctx context.Context, actor office.Actor, before, after office.ID) (Comparison, error) {
	var c Comparison
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		for v, id := range map[*Version]office.ID{&c.Before: before, &c.After: after} {
			read, err := VersionOf(ctx, tx, id)
			if err != nil {
				return err
			}
			if !MayRead(actor, read) {
				return office.NotFound("regulation.no_version")
			}
			*v = read
		}
		c.Clauses = CompareClauses(c.Before.Clauses, c.After.Clauses)
		return c.read(ctx, tx)
	})
	return c, err
}

// read works out who gets which papers by both versions, and what all of it is called.
func (c *Comparison) read(ctx context.Context, tx *database.Tx) error {
	both := Version{Clauses: slices.Concat(c.Before.Clauses, c.After.Clauses)} // an organ that either names is an issuer of its own to both
	trees, _, err := treesFor(ctx, tx, &both)
	if err != nil {
		return err
	}
	var surveys [2]*routing.Survey
	for i, v := range []*Version{&c.Before, &c.After} {
		structure, err := org.StructureOf(ctx, tx, v.OrganID, v.ownDay(tx.Today()))
		if err != nil {
			return err
		}
		surveys[i] = surveyOf(v, trees, structure)
		o := organOf(structure)
		c.head[i], c.desk[i] = o.Head, o.Office
		c.names.add(structureNames(structure))
	}
	c.names.version = &c.After
	if c.names.issuers, err = issuerNames(ctx, tx, &routing.Facts{}, &both); err != nil {
		return err
	}
	c.Changes, err = changesOf(surveys)
	if err != nil {
		c.TooFine = true
	}
	return nil
}

// ownDay is a day on which the organ stood as the version speaks of it: a draft's is today, an adopted version's its first, but none before it was entered.
func (v *Version) ownDay(today office.Day) office.Day {
	if v.State == StateDraft {
		return today
	}
	return max(v.EffectiveFrom, office.DayOf(v.CreatedAt))
}

// changesOf compares the slots of which a paper has one.
func changesOf(surveys [2]*routing.Survey) (map[routing.Slot][]routing.Change, error) {
	all := map[routing.Slot][]routing.Change{}
	for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment} {
		var tables [2]routing.Table
		for i, survey := range surveys {
			table, err := survey.Table(slot)
			if err != nil {
				return nil, err
			}
			tables[i] = table
		}
		changes, err := routing.Changes(tables[0], tables[1], retyped[routing.Field](Leaves()))
		if err != nil {
			return nil, err
		}
		all[slot] = changes
	}
	return all, nil
}

// add takes in further names, which win over those that are there.
func (n *names) add(more names) {
	if n.posts == nil {
		*n = more
		return
	}
	maps.Copy(n.posts, more.posts)
	maps.Copy(n.departments, more.departments)
	maps.Copy(n.people, more.people)
	maps.Copy(n.areas, more.areas)
}

// CompareClauses finds what was added, removed and changed between two lists of clauses. A clause is the same one when it stands at the same place of the
// text and fills the same slot; failing that, when it says the same at another place.
func CompareClauses(before, after []Clause) []ClauseChange {
	left := make(map[int]bool, len(before))
	for i := range before {
		left[i] = true
	}
	partner := make([]int, len(after))
	for i := range partner {
		partner[i] = -1
	}
	for _, like := range []func(a, b *Clause) bool{(*Clause).equal, (*Clause).atOnePlace, (*Clause).saysTheSame} {
		for i := range after {
			for j := 0; j < len(before) && partner[i] < 0; j++ {
				if left[j] && like(&before[j], &after[i]) {
					partner[i] = j
					delete(left, j)
				}
			}
		}
	}
	var all []ClauseChange
	for i := range after {
		switch j := partner[i]; {
		case j < 0:
			all = append(all, ClauseChange{nil, &after[i]})
		case !before[j].equal(&after[i]):
			all = append(all, ClauseChange{&before[j], &after[i]})
		}
	}
	for _, j := range slices.Sorted(maps.Keys(left)) {
		all = append(all, ClauseChange{&before[j], nil})
	}
	return all
}

func (c *Clause) equal(o *Clause) bool {
	return c.atOnePlace(o) && c.saysTheSame(o) && c.Wording == o.Wording
}

func (c *Clause) atOnePlace(o *Clause) bool { return c.Reference == o.Reference && c.Slot == o.Slot }

// saysTheSame compares what clauses ask and whom they name. The order of a list says nothing.
func (c *Clause) saysTheSame(o *Clause) bool {
	return c.Slot == o.Slot && sameID(c.PostID, o.PostID) && sameID(c.DepartmentID, o.DepartmentID) &&
		sameSet(c.Urgencies, o.Urgencies) && sameSet(c.Kinds, o.Kinds) && sameSet(c.Fields, o.Fields) && sameSet(c.Issuers, o.Issuers) && sameSet(c.Areas, o.Areas)
}

func sameID(a, b *office.ID) bool { return a == b || a != nil && b != nil && *a == *b }

func sameSet[T ~string](a, b []T) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

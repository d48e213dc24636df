package regulation

import (
	"cmp"
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Coverage is what a version leaves open in its organ on a day: fields without a leader or department, overlaps, posts without holders.
// [Coverage.Tell] puts its findings into words.
type Coverage struct {
	routing.Coverage
	Organ   org.Organ
	Version Version // with its clauses; the zero ID says that the organ has none in force, so that everything is a gap
	Day     office.Day
	TooFine bool // in a list of organs: this one's clauses tell so much apart that nothing was worked out

	structure *org.Structure
	names     names
}

// Figures are what a coverage comes to, for a list of many organs.
type Figures struct {
	Fields      int            // that papers are put into
	Gaps        int            // of these, without a leader for some paper
	Overlaps    int            // with several leaders for some paper, which the precedence does not settle
	General     int            // with a leader for some paper by a general clause only
	OfficeLeads int            // without a department, or with several, for some paper
	Vacant      int            // posts that nobody holds
	Dead        int            // clauses without effect: see routing.FindingDead
	Problems    int            // clauses that name what is not there any more, or one for a regulation that is too fine
	Leader      routing.Counts // cells
	Department  routing.Counts // cells
}

// Figures adds up.
func (c *Coverage) Figures() Figures {
	f := Figures{
		Leader: c.Leader, Department: c.Department, Problems: len(c.Problems),
		Vacant: c.Count(routing.FindingVacant, 0), Dead: c.Count(routing.FindingDead, 0),
	}
	if c.TooFine {
		f.Problems++
	}
	count := func(n *int, holds bool) {
		if holds {
			*n++
		}
	}
	for i := range c.Fields {
		row := &c.Fields[i]
		if row.Group || row.Field == "" {
			continue
		}
		f.Fields++
		count(&f.Gaps, row.Leader.Gap > 0)
		count(&f.Overlaps, row.Leader.Overlap > 0)
		count(&f.General, row.Leader.General > 0)
		count(&f.OfficeLeads, row.Department.Gap+row.Department.Overlap > 0)
	}
	return f
}

// ToMend is how many things were found that somebody has to mend.
func (f Figures) ToMend() int {
	return f.Gaps + f.Overlaps + f.General + f.OfficeLeads + f.Vacant + f.Dead + f.Problems
}

// Permille is how many of a thousand cells a clause of their own covers, rounded down so that only a whole coverage is 1000.
func Permille(c routing.Counts) int {
	if c.Total() == 0 {
		return 0
	}
	return int(c.Covered * 1000 / c.Total())
}

// Worse orders the worst first: more papers without one leader, then without a department, then empty posts, fields with a general clause
// alone, clauses that say nothing.
func (f Figures) Worse(g Figures) int {
	open := func(c routing.Counts) uint64 { return c.Gap + c.Overlap }
	// Organs have different numbers of areas, hence of cells: a/b < c/d is compared as a·d < c·b.
	part := func(a, b routing.Counts) int { return cmp.Compare(open(b)*a.Total(), open(a)*b.Total()) }
	return cmp.Or(part(f.Leader, g.Leader), part(f.Department, g.Department), g.Vacant-f.Vacant, g.General-f.General,
		g.Dead+g.Problems-f.Dead-f.Problems)
}

// overseers are the roles that may see the coverage of the organs below their own. It tells nothing of any paper, and who answers for the
// work of those organs, sends to them or inspects them has to know where a directive would find nobody in charge.
var overseers = []office.Role{
	office.RoleHead, office.RoleDeputy, office.RoleChiefOfOffice, office.RoleOrganiser, office.RoleClerk, office.RoleInspector, office.RoleAdministrator,
}

// MayOversee is the policy for the coverage of the organs below the actor's own.
func MayOversee(actor office.Actor) bool { return actor.Has(overseers...) }

// mayCover is the policy for one organ's coverage: a regulation is posted on the organ's wall, so what it leaves open is open too.
func mayCover(actor office.Actor, o org.Organ) bool {
	return o.ID == actor.Organ || o.SuperiorID != nil && *o.SuperiorID == actor.Organ && MayOversee(actor)
}

// Coverage is what the version in force in an organ on a day leaves open. Who may not see it is told that there is no such organ.
func (s *Service) Coverage(ctx context.Context, actor office.Actor, organ office.ID, day office.Day) (Coverage, error) {
	var c Coverage
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		o, err := org.OrganOf(ctx, tx, organ)
		if err != nil {
			return err
		}
		if !mayCover(actor, o) {
			return office.NotFound("org.no_organ", organ)
		}
		b, err := s.bench(ctx, tx, organ, day)
		if err != nil {
			return err
		}
		if c, err = b.coverage(day); err != nil {
			return err
		}
		c.names.issuers, err = issuerNames(ctx, tx, &routing.Facts{}, &c.Version)
		return err
	})
	return c, err
}

// CoverageOf is what a version would leave open, also one that is not kept yet, in its organ as it is today or, if that is later, on the version's
// first day. What has no identifier is given one: the clauses of the coverage's version stand in the same order.
func (s *Service) CoverageOf(ctx context.Context, actor office.Actor, v Version) (Coverage, error) {
	if !MayRead(actor, v) {
		return Coverage{}, office.NotFound("regulation.no_version")
	}
	v.Clauses = slices.Clone(v.Clauses) // the caller's stay as they are
	v.name()
	var c Coverage
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		day := max(tx.Today(), v.EffectiveFrom)
		structure, err := org.StructureOf(ctx, tx, v.OrganID, day)
		if err != nil {
			return err
		}
		trees, _, err := treesFor(ctx, tx, &v)
		if err != nil {
			return err
		}
		if c, err = coverageOf(v, trees, structure, staffingOf(structure), day); err != nil {
			return err
		}
		c.names.issuers, err = issuerNames(ctx, tx, &routing.Facts{}, &v)
		return err
	})
	return c, err
}

// CoverageBelow is the coverage of every organ below the actor's own on a day, the worst first, with as few queries as for one.
func (s *Service) CoverageBelow(ctx context.Context, actor office.Actor, day office.Day) ([]Coverage, error) {
	if !MayOversee(actor) {
		return nil, office.Forbidden("coverage.only_overseers")
	}
	var all []Coverage
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		organs, err := org.Subordinates(ctx, tx, actor.Organ)
		if err != nil || len(organs) == 0 {
			return err
		}
		benches, err := s.benches(ctx, tx, ids(organs), day)
		if err != nil {
			return err
		}
		for _, o := range organs {
			all = append(all, benches[o.ID].listed(day))
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Coverage) int { return a.Figures().Worse(b.Figures()) })
	return all, err
}

func ids(organs []org.Organ) []office.ID {
	all := make([]office.ID, len(organs))
	for i, o := range organs {
		all[i] = o.ID
	}
	return all
}

func (b *bench) coverage(day office.Day) (Coverage, error) {
	return coverageOf(b.rules.version, b.rules.trees, b.structure, b.staffing, day)
}

// listed is the coverage for a list of organs, which one regulation that is too fine must not break: its own page says what is the matter.
func (b *bench) listed(day office.Day) Coverage {
	c, err := b.coverage(day)
	if err != nil {
		return Coverage{Organ: b.structure.Organ, Version: b.rules.version, Day: day, TooFine: true, structure: b.structure, names: structureNames(b.structure)}
	}
	return c
}

func coverageOf(v Version, trees *routing.Trees, s *org.Structure, staffing routing.Staffing, day office.Day) (Coverage, error) {
	found, err := surveyOf(&v, trees, s).Coverage(&staffing)
	if err != nil {
		return Coverage{}, &office.Error{Kind: office.KindInvalid, Key: "coverage.too_fine", Field: "clauses", Cause: err}
	}
	c := Coverage{Coverage: *found, Organ: s.Organ, Version: v, Day: day, structure: s, names: structureNames(s)}
	c.names.version = &c.Version
	return c, nil
}

func surveyOf(v *Version, trees *routing.Trees, s *org.Structure) *routing.Survey {
	return routing.NewSurvey(v.in(), trees, organOf(s))
}

// TablesOf writes each slot of a version as a table of which exactly one row holds for any paper: what DMN calls hit policy UNIQUE.
func TablesOf(v *Version, s *org.Structure, issuers []org.Organ) ([]routing.Table, error) {
	trees, _ := treesOf(issuers)
	survey := surveyOf(v, trees, s)
	var tables []routing.Table
	for _, slot := range routing.Slots() {
		table, err := survey.Table(slot)
		if err != nil {
			return nil, &office.Error{Kind: office.KindInvalid, Key: "coverage.too_fine", Field: "clauses", Cause: err}
		}
		tables = append(tables, table)
	}
	return tables, nil
}

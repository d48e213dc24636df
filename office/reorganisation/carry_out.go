package reorganisation

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/notice"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
)

// CarryOutArgs asks that a change of organisation be carried out.
type CarryOutArgs struct {
	Reorganisation office.ID `json:"reorganisation"`
}

// Kind names the job.
func (CarryOutArgs) Kind() string { return "reorganisation.carry_out" }

// DueArgs asks that the changes whose day has come be carried out.
type DueArgs struct{}

// Kind names the job.
func (DueArgs) Kind() string { return "reorganisation.due" }

// dueEvery is how long after midnight a change begins at most.
const dueEvery = 5 * time.Minute

// Work registers the workers of this noun.
func (s *Service) Work(r *jobs.Registry) {
	jobs.Register(r, func(ctx context.Context, job jobs.Job[CarryOutArgs]) error {
		return s.CarryOut(ctx, job.Args.Reorganisation)
	})
	jobs.Register(r, func(ctx context.Context, _ jobs.Job[DueArgs]) error { return s.Due(ctx) })
	jobs.Every(r, dueEvery, DueArgs{})
}

// Due puts in the jobs of the changes whose day has come, and of those that somebody's death left half done.
func (s *Service) Due(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		ids, err := org.DueReorganisations(ctx, tx, tx.Today())
		if err != nil || len(ids) == 0 {
			return err
		}
		all := make([]CarryOutArgs, len(ids))
		for i, id := range ids {
			all[i] = CarryOutArgs{id}
		}
		return jobs.InsertMany(ctx, tx, all, jobs.Unique())
	})
}

// chunk is how many papers move in one transaction.
const chunk = 20

// step does a piece of the work in one transaction: what comes after a place, and where it came to. The zero place is the beginning, and the end.
type step func(ctx context.Context, tx *database.Tx, r org.Reorganisation, after office.ID) (office.ID, error)

var (
	errOver  = errors.New("not to be carried out, or already")
	errAgain = errors.New("something came in meanwhile")
)

// CarryOut carries an approved change out, piece by piece, each in a transaction of its own. It may be run again, and by two at once: they wait for
// each other at the change's own row, and what one has moved the other does not find.
func (s *Service) CarryOut(ctx context.Context, id office.ID) error {
	err := errAgain
	for try := 0; try < 3 && errors.Is(err, errAgain); try++ {
		for _, piece := range []step{s.begin, s.drafts, s.organs, s.posts, s.fields, s.finish} {
			if err = s.run(ctx, id, piece); err != nil {
				break
			}
		}
	}
	if errors.Is(err, errOver) {
		return nil
	}
	return err
}

func (s *Service) run(ctx context.Context, id office.ID, piece step) error {
	var after office.ID
	for {
		err := s.db.Write(ctx, func(tx *database.Tx) error {
			r, err := org.ReorganisationOf(ctx, tx, id, tx.ForUpdate())
			if err != nil {
				return err
			}
			if r.EffectiveOn > tx.Today() || r.State != org.ReorganisationApproved && r.State != org.ReorganisationRunning {
				return errOver
			}
			after, err = piece(ctx, tx, r, after)
			return err
		})
		if err != nil || after == (office.ID{}) {
			return err
		}
	}
}

// begin has the day come: nobody sends to an organ that ends any more, names change, and papers of a field that moved are decided as of the new one.
func (s *Service) begin(ctx context.Context, tx *database.Tx, r org.Reorganisation, _ office.ID) (office.ID, error) {
	if r.State == org.ReorganisationRunning {
		return office.ID{}, nil
	}
	if err := org.AdvanceReorganisation(ctx, tx, r, org.ReorganisationRunning, "started_at = $5", tx.Now()); err != nil {
		return office.ID{}, err
	}
	if err := org.StopSending(ctx, tx, r.Mapping.Organs(true), r.EffectiveOn); err != nil {
		return office.ID{}, err
	}
	for _, row := range r.Mapping {
		var err error
		switch {
		case row.Names != nil:
			err = org.Rename(ctx, tx, r, row)
		case row.Part == org.PartField:
			err = regulation.SucceedField(ctx, tx, r.ID, office.FieldCode(row.Old), office.FieldCode(row.New), r.EffectiveOn)
		}
		if err != nil {
			return office.ID{}, err
		}
	}
	return office.ID{}, nil
}

// drafts makes the drafts of rules, each once.
func (s *Service) drafts(ctx context.Context, tx *database.Tx, r org.Reorganisation, after office.ID) (office.ID, error) {
	all, err := draftsOf(ctx, tx, r)
	if err != nil {
		return office.ID{}, err
	}
	all = slices.DeleteFunc(all, func(d Draft) bool { return bytes.Compare(d.Organ.ID[:], after[:]) <= 0 })
	for i, d := range all {
		if i == chunk {
			return all[i-1].Organ.ID, nil
		}
		if err := makeDraft(ctx, tx, r, d); err != nil {
			return office.ID{}, err
		}
	}
	return office.ID{}, nil
}

func makeDraft(ctx context.Context, tx *database.Tx, r org.Reorganisation, d Draft) error {
	v := d.version
	v.ID = office.NewID()
	first, err := outcome(ctx, tx, r, Outcome{Organ: d.Organ.ID, Step: StepDraft, Object: &v.ID, Detail: Detail{From: d.From, Count: d.Clauses, Lost: d.Lost}})
	if err != nil || !first {
		return err
	}
	if err := regulation.Put(ctx, tx, office.Actor{}, v, nil); err != nil {
		return err
	}
	var told []notice.Notice
	for _, post := range d.to.WithRole(office.RoleOrganiser) {
		for _, holder := range d.to.Holders(post.ID) {
			told = append(told, notice.Notice{Organ: d.Organ.ID, Person: holder.PersonID, Key: "reorganisation.notice_draft", Args: []string{r.Number}, Object: v.ID})
		}
	}
	return notice.Give(ctx, tx, told...)
}

// organs moves the open work of organs that end or give some matters away.
func (s *Service) organs(ctx context.Context, tx *database.Tx, r org.Reorganisation, after office.ID) (office.ID, error) {
	open, err := dispatch.OpenIn(ctx, tx, r.Mapping.Organs(false), after, chunk)
	return s.each(ctx, tx, r, open, err, s.dispatch.Succeed)
}

// posts moves what lies on the desks of posts and departments that another of the same organ takes over.
func (s *Service) posts(ctx context.Context, tx *database.Tx, r org.Reorganisation, after office.ID) (office.ID, error) {
	seats, err := seatsOf(ctx, tx, r.Mapping)
	if err != nil {
		return office.ID{}, err
	}
	if after == (office.ID{}) {
		if err := moveDrafts(ctx, tx, r.Mapping, seats); err != nil {
			return office.ID{}, err
		}
	}
	open, err := dispatch.OpenAt(ctx, tx, seats, after, chunk)
	return s.each(ctx, tx, r, open, err, s.dispatch.Redesk)
}

// fields gives open work of a field that moved the new field.
func (s *Service) fields(ctx context.Context, tx *database.Tx, r org.Reorganisation, after office.ID) (office.ID, error) {
	olds := r.Mapping.Olds(org.PartField, false)
	if len(olds) == 0 {
		return office.ID{}, nil
	}
	open, err := dispatch.OpenWithField(ctx, tx, olds, after, chunk)
	return s.each(ctx, tx, r, open, err, s.dispatch.Redesk)
}

type mover func(context.Context, *database.Tx, dispatch.Handing, office.ID) (*dispatch.Moved, error)

// each moves deliveries and keeps where each went.
func (s *Service) each(ctx context.Context, tx *database.Tx, r org.Reorganisation, open []dispatch.Delivery, err error, move mover) (office.ID, error) {
	if err != nil || len(open) == 0 {
		return office.ID{}, err
	}
	for _, d := range open {
		moved, err := move(ctx, tx, dispatch.Handing{Mapping: r.Mapping, Basis: r.Number}, d.ID)
		if err != nil {
			return office.ID{}, err
		}
		if moved == nil {
			continue
		}
		if _, err := outcome(ctx, tx, r, Outcome{Organ: d.OrganID, Step: StepWork, Object: &moved.To,
			Detail: Detail{To: &moved.Organ, State: string(moved.State), Combined: moved.Combined}}); err != nil {
			return office.ID{}, err
		}
	}
	return open[len(open)-1].ID, nil
}

// seatsOf are the posts whose work moves within their organs: those with a successor, and those of departments with one.
func seatsOf(ctx context.Context, tx *database.Tx, m org.Mapping) ([]office.ID, error) {
	seats := idsOf(m.Olds(org.PartPost, false))
	more, err := org.PostsOf(ctx, tx, idsOf(m.Olds(org.PartDepartment, false)))
	return append(seats, more...), err
}

// moveDrafts has what has not gone out follow the posts that draft and sign it, with their desks.
func moveDrafts(ctx context.Context, tx *database.Tx, m org.Mapping, seats []office.ID) error {
	for _, seat := range seats {
		text, moved := m.To(org.PartPost, seat.String(), org.Matter{})
		successor, err := office.ParseID("new", text)
		if !moved || err != nil {
			continue
		}
		organ, within, err := org.SameOrgan(ctx, tx, seat, successor)
		if err != nil || !within {
			return err
		}
		if err := document.MovePost(ctx, tx, organ, seat, successor); err != nil {
			return err
		}
		if err := desk.MoveDocuments(ctx, tx, seat, successor); err != nil {
			return err
		}
	}
	return nil
}

// finish closes what nothing is left of, once nothing of its work is.
func (s *Service) finish(ctx context.Context, tx *database.Tx, r org.Reorganisation, _ office.ID) (office.ID, error) {
	ending := r.Mapping.Organs(true)
	left, err := dispatch.OpenIn(ctx, tx, ending, office.ID{}, 1)
	if err != nil {
		return office.ID{}, err
	}
	if len(left) > 0 {
		return office.ID{}, errAgain
	}
	for _, organ := range ending {
		if err := s.close(ctx, tx, r, organ); err != nil {
			return office.ID{}, err
		}
	}
	if err := s.closeParts(ctx, tx, r); err != nil {
		return office.ID{}, err
	}
	if err := org.AdvanceReorganisation(ctx, tx, r, org.ReorganisationDone, "done_at = $5", tx.Now()); err != nil {
		return office.ID{}, err
	}
	return office.ID{}, audit.Record(ctx, tx, audit.Event{Organ: r.OrganID, Action: "reorganisation.done", Object: r.ID, Detail: r.Number + ": " + r.Title})
}

// close ends an organ: its registers, its delegations, its seats; what hung on it hangs on its heirs.
func (s *Service) close(ctx context.Context, tx *database.Tx, r org.Reorganisation, organ office.ID) error {
	heirs := r.Mapping.Heirs(organ)
	registers, err := register.OpenOf(ctx, tx, organ)
	if err != nil {
		return err
	}
	if err := register.Close(ctx, tx, office.Actor{}, organ, r.Number+": "+r.Title); err != nil {
		return err
	}
	ended, err := regulation.EndDelegations(ctx, tx, organ, nil, r.EffectiveOn)
	if err != nil {
		return err
	}
	if err := org.Adopt(ctx, tx, organ, heirs); err != nil {
		return err
	}
	groups, err := dispatch.SucceedMember(ctx, tx, organ, heirs)
	if err != nil {
		return err
	}
	if err := org.CloseOrgan(ctx, tx, organ, heirs, r.EffectiveOn, r.Number); err != nil {
		return err
	}
	for _, o := range []Outcome{
		{Organ: organ, Step: StepRegisters, Detail: Detail{Count: len(registers)}},
		{Organ: organ, Step: StepDelegations, Detail: Detail{Count: len(ended)}},
		{Organ: organ, Step: StepGroups, Detail: Detail{Count: len(groups)}},
		{Organ: organ, Step: StepClosed, Detail: Detail{To: last(heirs)}},
	} {
		if o.Detail.Count == 0 && o.Step != StepClosed {
			continue
		}
		if _, err := outcome(ctx, tx, r, o); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Event{Organ: organ, Action: "reorganisation.closed", Object: organ, Detail: r.Number + ": " + r.Title})
}

func last(ids []office.ID) *office.ID {
	if len(ids) == 0 {
		return nil
	}
	return &ids[len(ids)-1]
}

// closeParts closes departments and posts within organs that go on.
func (s *Service) closeParts(ctx context.Context, tx *database.Tx, r org.Reorganisation) error {
	posts := idsOf(r.Mapping.Olds(org.PartPost, true))
	owners, err := org.OwnersOf(ctx, tx, posts)
	if err != nil {
		return err
	}
	for organ, seats := range owners {
		ended, err := regulation.EndDelegations(ctx, tx, organ, seats, r.EffectiveOn)
		if err != nil {
			return err
		}
		if len(ended) > 0 {
			if _, err := outcome(ctx, tx, r, Outcome{Organ: organ, Step: StepDelegations, Detail: Detail{Count: len(ended)}}); err != nil {
				return err
			}
		}
	}
	return org.CloseParts(ctx, tx, idsOf(r.Mapping.Olds(org.PartDepartment, true)), posts, r.EffectiveOn, r.Number)
}

func idsOf(texts []string) []office.ID {
	var ids []office.ID
	for _, text := range texts {
		if id, err := office.ParseID("", text); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

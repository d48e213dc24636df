package dispatch

import (
	"context"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/regulation"
)

// OpenWork is a paper that somebody works on and that a version would have given to somebody else.
type OpenWork struct {
	Delivery office.ID
	Number   *int
	Code     string // "" where the actor may not open it
	Field    office.FieldCode
	State    State
	May      bool // the actor may open it
	From, To Hands
	// Ordered says that it is where a person put it, against what the rules said. It stays there unless somebody ticks it: an adoption does not
	// overrule an order.
	Ordered bool
	Is      []string // the clauses by which it would be so
}

// Differing is the open work that a version moves.
type Differing struct {
	Work   []OpenWork           // the oldest first
	Hidden int                  // confidential papers among it: whoever has them hands them over himself, since no list may tell of them
	Names  map[office.ID]string // of the leaders and the departments
}

// OpenWork lists the open work of the actor's organ whose leader or department would differ by a version on a day: its first, or today when that is past.
// What the version decides as the rules did before is not in it, whoever has the paper, nor what has come to the right hands already.
func (s *Service) OpenWork(ctx context.Context, actor office.Actor, id office.ID, day office.Day) (Differing, error) {
	var found Differing
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		v, err := s.tried(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if found, err = differing(ctx, tx, v, max(day, tx.Today())); err != nil {
			return err
		}
		hands := map[Hands]bool{}
		for _, w := range found.Work {
			hands[w.From], hands[w.To] = true, true
		}
		if found.Names, err = namesOf(ctx, tx, hands); err != nil {
			return err
		}
		return found.hide(ctx, tx, actor)
	})
	return found, err
}

func differing(ctx context.Context, tx *database.Tx, v regulation.Version, day office.Day) (Differing, error) {
	var found Differing
	marks, args := database.In(2, Open())
	all, err := decisions(ctx, tx, `d.organ_id = $1 and d.state in (`+marks+`)`, append([]any{v.OrganID}, args...)...)
	if err != nil {
		return found, err
	}
	asked, err := rehearse(ctx, tx, v, day, all)
	if err != nil {
		return found, err
	}
	for i := range all {
		d := &all[i]
		would, err := asked.ask(d)
		if err != nil {
			return found, err
		}
		switch {
		case would.Hands == d.by() || would.Hands == d.now():
		case d.Confidential:
			found.Hidden++
		default:
			found.Work = append(found.Work, OpenWork{Delivery: d.ID, Number: d.NumberIn, Code: d.Code, Field: would.field, State: d.State,
				From: d.now(), To: would.Hands, Ordered: d.now() != d.by(), Is: v.Because(would.decision)})
		}
	}
	return found, nil
}

// hide takes away what the actor may not read. The identifier stays: it is what he ticks, and opens nothing.
func (f *Differing) hide(ctx context.Context, tx *database.Tx, actor office.Actor) error {
	ids := make([]office.ID, len(f.Work))
	for i := range f.Work {
		ids[i] = f.Work[i].Delivery
	}
	may, err := readable(ctx, tx, actor, ids)
	for i := range f.Work {
		w := &f.Work[i]
		if w.May = may[w.Delivery]; !w.May {
			w.Code = ""
		}
	}
	return err
}

// AdoptRegulation turns a draft into a version that is in force from a day on, and has the open work that is named handed over on that day, or at once when
// it is past. What is not in [Service.OpenWork] by then is left as it is. It tells how many papers are to be handed over.
func (s *Service) AdoptRegulation(ctx context.Context, actor office.Actor, id office.ID, a regulation.Adoption, handOver []office.ID) (int, error) {
	planned := 0
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		if err := adopting(ctx, tx, actor, &a); err != nil {
			return err
		}
		v, err := regulation.AdoptDraft(ctx, tx, actor, id, a)
		if err != nil || len(handOver) == 0 {
			return err
		}
		day := max(v.EffectiveFrom, tx.Today())
		found, err := differing(ctx, tx, v, day)
		if err != nil {
			return err
		}
		rows := plan(found.Work, handOver, func(delivery office.ID) []any {
			return []any{v.ID, delivery, v.OrganID, day, &actor.Person, tx.Now(), HandOverWaiting}
		})
		planned = len(rows)
		if planned == 0 {
			return nil
		}
		if err := tx.InsertMany(ctx, `insert into hand_overs (version_id, delivery_id, organ_id, day, ordered_by, ordered_at, outcome)`, rows, ""); err != nil {
			return err
		}
		if day > tx.Today() {
			return jobs.Insert(ctx, tx, HandOverArgs{v.ID}, jobs.At(day.Time()))
		}
		return jobs.Insert(ctx, tx, HandOverArgs{v.ID})
	})
	return planned, err
}

// plan is a row for each paper that was ticked and may be handed over.
func plan(work []OpenWork, ticked []office.ID, row func(office.ID) []any) [][]any {
	chosen := make(map[office.ID]bool, len(ticked))
	for _, id := range ticked {
		chosen[id] = true
	}
	var rows [][]any
	for _, w := range work {
		if chosen[w.Delivery] {
			rows = append(rows, row(w.Delivery))
		}
	}
	return rows
}

// adopting finds the document that adopts a version: the one that is named has to be the organ's own, or delivered to it; else the one of its number and
// date, where it is in the system.
func adopting(ctx context.Context, tx *database.Tx, actor office.Actor, a *regulation.Adoption) error {
	if a.Document == nil {
		var found []office.ID
		err := tx.Select(ctx, &found, `select id from documents where code = $2 and issued_on = $3 and not confidential
			and (organ_id = $1 or exists (select 1 from deliveries d where d.document_id = documents.id and d.organ_id = $1))
			order by case when organ_id = $1 then 0 else 1 end, id desc`, actor.Organ, a.Number, a.AdoptedOn)
		if len(found) > 0 {
			a.Document = &found[0]
		}
		return err
	}
	d, err := document.Of(ctx, tx, *a.Document)
	if err == nil && d.OrganID == actor.Organ && !d.Confidential {
		return nil
	}
	if err != nil && office.KindOf(err) != office.KindNotFound {
		return err
	}
	var delivered int
	err = tx.Get(ctx, &delivered, `select count(*) from deliveries where organ_id = $1 and document_id = $2 and not confidential`, actor.Organ, *a.Document)
	if err == nil && delivered == 0 {
		return office.Invalid("lifecycle.unknown_document", "document", a.Document.String())
	}
	return err
}

// HandedOver lists what is, or was, handed over with a version of the actor's organ: for who keeps its regulation and its head.
func (s *Service) HandedOver(ctx context.Context, actor office.Actor, version office.ID) ([]HandOver, error) {
	var all []HandOver
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		if _, err := s.tried(ctx, tx, actor, version); err != nil {
			return err
		}
		return tx.Select(ctx, &all, handOvers+` order by h.delivery_id`, version)
	})
	return all, err
}

// Delivered is the delivery by which a document came to the actor's organ, where he may see it; none else.
func (s *Service) Delivered(ctx context.Context, actor office.Actor, document office.ID) (office.ID, error) {
	var found []Delivery
	may := map[office.ID]bool{}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Select(ctx, &found, `select `+columns+` from deliveries where organ_id = $1 and document_id = $2 and not confidential order by id desc`, actor.Organ, document)
		if err != nil {
			return err
		}
		may, err = readable(ctx, tx, actor, idsOf(found))
		return err
	})
	for _, d := range found {
		if may[d.ID] {
			return d.ID, err
		}
	}
	return office.ID{}, err
}

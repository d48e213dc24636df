package dispatch

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/signing"
	"congvan/storage"
)

// View is a delivery as its recipient organ sees it.
type View struct {
	Delivery
	Document     document.Document // the issuer's row
	Main         document.File     // the frozen file
	Attachments  []document.File
	SenderName   string
	Proposed     Choice // what the sender said
	Facts        []Fact // of the revision in force; empty before registering
	Work         []desk.Item
	Events       []Event
	Endorsements []desk.Endorsement
	Decisions    []regulation.Stored // oldest first
	Report       *signing.Report
	Duplicates   []Delivery      // others of the organ with the same number, symbol and issuer
	Acts         []Act           // what the state allows and the actor may do
	Overrules    []Overrule      // oldest first
	Proposals    []FieldProposal // of another field, the latest first
	MayOverrule  bool            // give or take the paper
	MayPropose   bool            // propose another field: naming it at once is no longer the actor's
	MayAnswer    bool            // accept or decline what is proposed
}

// Get reads a delivery for somebody of the recipient organ. One that the actor may not see does not exist for him.
func (s *Service) Get(ctx context.Context, actor office.Actor, id office.ID) (View, error) {
	var v View
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		if v.Delivery, err = s.seen(ctx, tx, actor, id); err != nil {
			return err
		}
		return s.fill(ctx, tx, actor, &v)
	})
	return v, err
}

// seen reads a delivery and refuses one that the actor may not see.
func (s *Service) seen(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID) (Delivery, error) {
	d, err := of(ctx, tx, id, "")
	if err != nil {
		return d, err
	}
	paper, err := document.Of(ctx, tx, d.DocumentID)
	if err != nil {
		return d, err
	}
	items, err := desk.OnDelivery(ctx, tx, id)
	if err != nil {
		return d, err
	}
	if !MaySee(actor, d, paper.Confidential, items) {
		return d, office.NotFound("dispatch.no_delivery")
	}
	return d, nil
}

func (s *Service) fill(ctx context.Context, tx *database.Tx, actor office.Actor, v *View) error {
	steps := []func() error{
		func() (err error) { v.Document, err = document.Of(ctx, tx, v.DocumentID); return },
		func() (err error) { v.Attachments, err = document.Attachments(ctx, tx, v.DocumentID); return },
		func() (err error) { v.Facts, err = factsOf(ctx, tx, v.ID, v.FactsRevision); return },
		func() (err error) { v.Work, err = desk.OnDelivery(ctx, tx, v.ID); return },
		func() (err error) { v.Events, err = events(ctx, tx, v.ID); return },
		func() (err error) { v.Endorsements, err = desk.Endorsements(ctx, tx, v.ID); return },
		func() (err error) { v.Decisions, err = regulation.StoredDecisions(ctx, tx, v.ID); return },
		func() (err error) { v.Overrules, err = overrulesOf(ctx, tx, v.ID); return },
		func() (err error) { v.Proposals, err = proposalsOf(ctx, tx, v.ID); return },
		func() (err error) { v.Duplicates, err = duplicates(ctx, tx, actor, v.Delivery); return },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	main, err := document.MainFile(ctx, tx, v.DocumentID)
	if err != nil {
		return err
	}
	v.Main = *main
	fields, err := document.Fields(ctx, tx, v.DocumentID)
	if err != nil {
		return err
	}
	v.Proposed = proposed(fields)
	names, err := org.OrganNames(ctx, tx, []office.ID{v.SenderID})
	if err != nil {
		return err
	}
	v.SenderName = names[v.SenderID]
	if v.ReportID != nil {
		if v.Report, err = seal.Report(ctx, tx, *v.ReportID); err != nil {
			return err
		}
	}
	v.allow(actor)
	return nil
}

// allow says what the actor may do.
func (v *View) allow(actor office.Actor) {
	endorsed := endorsed(v.Endorsements, v.Events)
	v.Acts = acts(actor, v.Delivery, v.Work, endorsed)
	open := slices.Contains(Open(), v.State) && v.OrganID == actor.Organ
	_, head := headPost(actor, fieldOn(v.Work))
	_, lead := leads(actor, v.Delivery, v.Work)
	v.MayOverrule = head && open
	v.MayPropose = MayProposeField(actor, v.Delivery) && v.LeaderPost != nil && !slices.Contains(v.Acts, ActReroute)
	v.MayAnswer = lead && open
}

// acts are those that the state allows and the policies grant.
func acts(actor office.Actor, d Delivery, items []desk.Item, endorsed bool) []Act {
	_, assigns := MayAssign(actor, d, items)
	_, handles := heldFor(actor, items, desk.Handle)
	granted := map[Act]bool{
		ActRegister: MayRegister(actor, d), ActRefuse: MayRegister(actor, d), ActAssign: assigns,
		ActStart: handles, ActFinish: handles, ActReroute: MayNameField(actor, d, items, endorsed),
	}
	var all []Act
	for _, act := range Allowed(d.State) {
		if granted[act] {
			all = append(all, act)
		}
	}
	return all
}

// duplicates are the organ's other deliveries of a paper with the same number, symbol and issuer that were not sent back and that its lists show
// to the actor.
func duplicates(ctx context.Context, tx *database.Tx, actor office.Actor, d Delivery) ([]Delivery, error) {
	var all []Delivery
	err := tx.Select(ctx, &all, `select `+columns+` from deliveries where organ_id = $1 and sender_id = $2 and code = $3 and id <> $4 and state <> '02'`+listable(actor)+`
		order by sent_at, id`, d.OrganID, d.SenderID, d.Code, d.ID)
	return all, err
}

// Open notes that somebody of the recipient organ has opened the delivery: the first time for the sender, every time for the record.
func (s *Service) Open(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		d, err := s.seen(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if d.OpenedAt == nil {
			if _, err := tx.Exec(ctx, `update deliveries set opened_at = $2 where id = $1 and opened_at is null`, id, tx.Now()); err != nil {
				return err
			}
			if err := note(ctx, tx, d, "opened", doer{person: &actor.Person}, ""); err != nil {
				return err
			}
		}
		return audit.RecordReading(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: "dispatch.open", Object: id, Detail: d.Code})
	})
}

// File opens the delivered bytes for somebody who may see the delivery. They can be read in any part; their size is checked.
func (s *Service) File(ctx context.Context, actor office.Actor, id office.ID) (document.File, io.ReadSeekCloser, error) {
	var file document.File
	var confidential bool
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := s.seen(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		confidential = d.Confidential
		main, err := document.MainFile(ctx, tx, d.DocumentID)
		if err == nil {
			file = *main
		}
		return err
	})
	if err != nil {
		return file, nil, err
	}
	content, err := s.store.View(ctx, storage.Hash(file.SHA256))
	if err == nil && confidential {
		content = storage.Unlent(content)
	}
	return file, content, err
}

// Incoming lists the organ's deliveries in some states, the most urgent and then the oldest first: for its clerk, head and chief of office.
// Confidential ones are listed for the clerk alone: whoever has one on the desk finds it there.
func (s *Service) Incoming(ctx context.Context, actor office.Actor, states []State, limit, offset int) (all []Delivery, total int, err error) {
	if !actor.SeesOrgan() {
		return nil, 0, office.Forbidden("dispatch.may_not_list")
	}
	marks, args := database.In(2, states)
	args = append([]any{actor.Organ}, args...)
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		where := ` from deliveries where organ_id = $1 and state in (` + marks + `)` + listable(actor)
		if err := tx.Get(ctx, &total, `select count(*)`+where, args...); err != nil {
			return err
		}
		page := fmt.Sprintf(` order by urgency_rank desc, sent_at, id limit $%d offset $%d`, len(args)+1, len(args)+2)
		return tx.Select(ctx, &all, `select `+columns+where+page, append(args, limit, offset)...)
	})
	return all, total, err
}

// Page reads at most limit deliveries of the organ as Incoming does, the latest first: those sent before one of them, or from the latest on.
// What arrives or changes meanwhile does not move what follows. No states means all.
func (s *Service) Page(ctx context.Context, actor office.Actor, states []State, before office.ID, limit int) ([]Delivery, error) {
	if !actor.SeesOrgan() {
		return nil, office.Forbidden("dispatch.may_not_list")
	}
	where, args := ` from deliveries where organ_id = $1`+listable(actor), []any{actor.Organ}
	if len(states) > 0 {
		marks, more := database.In(len(args)+1, states)
		where, args = where+` and state in (`+marks+`)`, append(args, more...)
	}
	if before != (office.ID{}) {
		args = append(args, before)
		where += fmt.Sprintf(` and id < $%d`, len(args))
	}
	args = append(args, limit)
	var all []Delivery
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select `+columns+where+fmt.Sprintf(` order by id desc limit $%d`, len(args)), args...)
	})
	return all, err
}

// listable leaves confidential papers out of the lists of an organ for everybody but its clerk.
func listable(actor office.Actor) string {
	if actor.Has(office.RoleClerk) {
		return ""
	}
	return " and not confidential"
}

// Summaries reads deliveries of the actor's organ by identifier, for lists whose rows came from the desk.
func (s *Service) Summaries(ctx context.Context, actor office.Actor, ids []office.ID) (map[office.ID]Delivery, error) {
	marks, args := database.In(2, ids)
	var rows []Delivery
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &rows, `select `+columns+` from deliveries where (organ_id = $1 or sender_id = $1) and id in (`+marks+`)`,
			append([]any{actor.Organ}, args...)...)
	})
	all := make(map[office.ID]Delivery, len(rows))
	for _, d := range rows {
		all[d.ID] = d
	}
	return all, err
}

// Limits of lateness (NĐ 30/2020 Điều 4.2c, 22.2): an ordinary paper is to be taken in by the next working day, an urgent one is to be opened
// at once.
const openUrgentWithin = 30 * time.Minute

package dispatch

import (
	"context"
	"time"

	"congvan/calendar"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Late reports whether a delivery is late to be received: still 01 after the next working day (NĐ 30/2020 Điều 22.2), or urgent and not
// opened within half an hour of its arrival.
func (d Delivery) Late(now time.Time) bool {
	if d.State != Arrived || d.ArrivedAt == nil {
		return false
	}
	if d.UrgencyRank > 0 && d.OpenedAt == nil && now.Sub(*d.ArrivedAt) > openUrgentWithin {
		return true
	}
	return office.DayOf(now) > nextWorkingDay(office.DayOf(*d.ArrivedAt))
}

// CountLate counts the deliveries of the whole installation that are late to be received, as Late tells it.
func (s *Service) CountLate(ctx context.Context) (late int, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		day := tx.Today()
		for nextWorkingDay(day) >= tx.Today() {
			day = day.Add(-1)
		}
		return tx.Get(ctx, &late, `select count(*) from deliveries where state = '01' and succeeded_by is null and
			(arrived_at < $1 or arrived_at < $2 and urgency_rank > 0 and opened_at is null)`,
			day.Add(1).Time().UTC(), tx.Now().Add(-openUrgentWithin))
	})
	return late, err
}

func nextWorkingDay(day office.Day) office.Day {
	return office.DayOf(calendar.Vietnam.Next(day.Time()))
}

// Tracked is what the sender sees of a delivery: its state and who is in charge, never endorsements or comments.
type Tracked struct {
	Delivery  Delivery
	Organ     org.Organ
	PostTitle string // of the leader in charge, once known
	Late      bool
}

// Progress is one dispatch with all its deliveries, in the order of the communes' codes.
type Progress struct {
	Dispatch Dispatch
	Tracked  []Tracked
	Counts   map[State]int
	Late     int
}

// MayTrack is the policy for following what the organ sent: whoever holds a post of the sender.
func MayTrack(actor office.Actor, sender office.ID) bool {
	return actor.Organ == sender && len(actor.Posts) > 0
}

// ProgressOf follows a dispatch of the actor's organ.
func (s *Service) ProgressOf(ctx context.Context, actor office.Actor, documentID office.ID) (Progress, error) {
	var p Progress
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &p.Dispatch, `select `+dispatchColumns+` from dispatches where document_id = $1`, documentID)
		if database.NoRows(err) || err == nil && !MayTrack(actor, p.Dispatch.OrganID) {
			return office.NotFound("dispatch.none")
		}
		if err != nil {
			return err
		}
		p.Tracked, err = track(ctx, tx, `dispatch_id = $1`+listable(actor), p.Dispatch.ID)
		if err == nil && len(p.Tracked) == 0 {
			return office.NotFound("dispatch.none") // confidential
		}
		p.count()
		return err
	})
	return p, err
}

func (p *Progress) count() {
	p.Counts = map[State]int{}
	for _, t := range p.Tracked {
		p.Counts[t.Delivery.State]++
		if t.Late {
			p.Late++
		}
	}
}

// Board is everything that the actor's organ has sent since a day, for the tracking board.
func (s *Service) Board(ctx context.Context, actor office.Actor, since office.Day) (Progress, error) {
	var p Progress
	if len(actor.Posts) == 0 {
		return p, office.Forbidden("dispatch.may_not_track")
	}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		p.Tracked, err = track(ctx, tx, `sender_id = $1 and sent_at >= $2`+listable(actor), actor.Organ, since.Time().UTC())
		p.count()
		return err
	})
	return p, err
}

func track(ctx context.Context, tx *database.Tx, where string, args ...any) ([]Tracked, error) {
	var deliveries []Delivery
	if err := tx.Select(ctx, &deliveries, `select `+columns+` from deliveries where succeeded_by is null and `+where+` order by sent_at desc, organ_id`, args...); err != nil {
		return nil, err
	}
	organs, err := org.Organs(ctx, tx, distinct(organsOf(deliveries)))
	if err != nil {
		return nil, err
	}
	titles, err := org.PostTitles(ctx, tx, distinct(leadersOf(deliveries)))
	if err != nil {
		return nil, err
	}
	place := make(map[office.ID][]Tracked, len(organs))
	for _, d := range deliveries {
		t := Tracked{Delivery: d, Late: d.Late(tx.Now())}
		if d.LeaderPost != nil {
			t.PostTitle = titles[*d.LeaderPost]
		}
		place[d.OrganID] = append(place[d.OrganID], t)
	}
	var all []Tracked
	for _, o := range organs { // in the order of their localities' codes
		for _, t := range place[o.ID] {
			t.Organ = o
			all = append(all, t)
		}
	}
	return all, nil
}

func leadersOf(deliveries []Delivery) []office.ID {
	var posts []office.ID
	for _, d := range deliveries {
		if d.LeaderPost != nil {
			posts = append(posts, *d.LeaderPost)
		}
	}
	return posts
}

// Sent lists what the actor's organ has dispatched, newest first: those sent before one of them, or from the newest on. Confidential papers are
// listed for its clerk alone, as on the board.
func (s *Service) Sent(ctx context.Context, actor office.Actor, before office.ID, limit int) ([]Dispatch, error) {
	if len(actor.Posts) == 0 {
		return nil, office.Forbidden("dispatch.may_not_track")
	}
	where, args := `organ_id = $1`, []any{actor.Organ, limit}
	if before != (office.ID{}) {
		where += ` and (sent_at, id) < (select sent_at, id from dispatches where id = $3 and organ_id = $1)`
		args = append(args, before)
	}
	var all []Dispatch
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select `+dispatchColumns+` from dispatches where `+where+`
			and exists (select 1 from deliveries where dispatch_id = dispatches.id`+listable(actor)+`) order by sent_at desc, id desc limit $2`, args...)
	})
	return all, err
}

// Stuck is a delivery in the queue of the chief of office, with the reasons why it is there.
type Stuck struct {
	Delivery Delivery
	Why      []string // gap, conflict, unclassified, everyone_away, distribute, late
}

// Queue is what is stuck in the actor's organ: late to be received, or registered and without a clear owner, or waiting for its distributor.
// Where the organ's way gives papers to a department at once, one without a clear owner is stuck until its leader has ruled or work has begun.
func (s *Service) Queue(ctx context.Context, actor office.Actor) ([]Stuck, error) {
	if !actor.SeesOrgan() {
		return nil, office.Forbidden("dispatch.may_not_list")
	}
	var open []Delivery
	var queue []Stuck
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		if err := tx.Select(ctx, &open, `select `+columns+` from deliveries where organ_id = $1 and (state in ('01', '03') or state = '04' and exists
			(select 1 from work where work.delivery_id = deliveries.id and work.part = 'lead' and work.state = 'open'))`+listable(actor)+`
			order by urgency_rank desc, sent_at, id`, actor.Organ); err != nil {
			return err
		}
		var waiting []office.ID
		if err := tx.Select(ctx, &waiting, `select distinct delivery_id from work where organ_id = $1 and part = 'distribute' and state = 'open'
			and delivery_id is not null`, actor.Organ); err != nil {
			return err
		}
		distributes := make(map[office.ID]bool, len(waiting))
		for _, id := range waiting {
			distributes[id] = true
		}
		for _, d := range open {
			if why := whyStuck(d, distributes[d.ID], tx.Now()); len(why) > 0 {
				queue = append(queue, Stuck{d, why})
			}
		}
		return nil
	})
	return queue, err
}

func whyStuck(d Delivery, distribute bool, now time.Time) []string {
	var why []string
	if d.Late(now) {
		why = append(why, "late")
	}
	if d.State == Received || d.State == Assigned {
		for _, flag := range []string{"everyone_away", "conflict", "gap", "unclassified"} {
			if d.Has(flag) {
				why = append(why, flag)
			}
		}
		if distribute {
			why = append(why, "distribute")
		}
	}
	return why
}

package dispatch

import (
	"cmp"
	"context"

	"congvan/database"
	"congvan/notice"
	"congvan/office"
	"congvan/office/desk"
	"congvan/routing"
)

// hand puts a delivery on desks and tells whoever answers for their posts.
func hand(ctx context.Context, tx *database.Tx, d Delivery, items ...desk.Item) error {
	if err := desk.Give(ctx, tx, items...); err != nil {
		return err
	}
	notices := make([]notice.Notice, len(items))
	for i, item := range items {
		notices[i] = noticeOf(d, item)
	}
	return notice.Give(ctx, tx, notices...)
}

// noticeOf is the word about a paper on a desk. Of a confidential paper it says only that there is one.
func noticeOf(d Delivery, item desk.Item) notice.Notice {
	n := notice.Notice{Organ: item.OrganID, Post: item.PostID, Key: "dispatch.notice_" + string(item.Part), Args: []string{d.Code}, Object: d.ID}
	if d.Confidential {
		n.Key, n.Args = "dispatch.notice_confidential", nil
	}
	return n
}

// alarms are the word about an urgent paper that nobody in authority is there for: to the person on duty, else to the chief of office. Whoever stands
// in sees also what is told to the posts; of a confidential paper that has to do.
func alarms(d Delivery, desk routing.Resolution) []notice.Notice {
	who := cmp.Or(desk.Duty, desk.Keeper)
	if d.UrgencyRank == 0 || d.Confidential || who == "" {
		return nil
	}
	return []notice.Notice{{Organ: d.OrganID, Person: *idOf(string(who)), Key: "dispatch.notice_everyone_away", Args: []string{d.Code}, Object: d.ID}}
}

// Notices are the newest of the actor, and how many he has not seen yet.
func (s *Service) Notices(ctx context.Context, actor office.Actor, limit int) (all []notice.Notice, unseen int, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		if all, err = notice.Latest(ctx, tx, actor, aboutHis(actor), limit); err != nil {
			return err
		}
		unseen, err = notice.Unseen(ctx, tx, actor, aboutHis(actor))
		return err
	})
	return all, unseen, err
}

// Told reports whether the actor has a notice about a delivery. A substitute is told that a confidential paper lies there and may not open it:
// who is told so is told why, too.
func (s *Service) Told(ctx context.Context, actor office.Actor, delivery office.ID) (known bool, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		known, err = notice.Told(ctx, tx, actor, aboutHis(actor), delivery)
		return err
	})
	return known, err
}

// aboutHis keeps out word about papers that the actor may not know of.
func aboutHis(actor office.Actor) notice.Within {
	return func(first int) (string, []any) { return desk.ToldSQL(actor, first) }
}

// SeeNotices notes that the actor has seen his notices up to one.
func (s *Service) SeeNotices(ctx context.Context, actor office.Actor, upTo office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return notice.See(ctx, tx, actor, upTo) })
}

package web

import (
	"net/http"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// queueReasons are the parts of the queue in their order: what the sender sees first.
var queueReasons = []string{"late", "everyone_away", "conflict", "gap", "unclassified", "distribute"}

// queuePage is the chief of office's: GET /queue. A paper stands under the first of its reasons only, so the heading counts papers.
func (s *Site) queuePage(c echo.Context, actor office.Actor) error {
	ctx := c.Request().Context()
	stuck, err := s.Dispatch.Queue(ctx, actor)
	if err != nil {
		return err
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return err
	}
	var senders []office.ID
	for _, p := range stuck {
		senders = append(senders, p.Delivery.SenderID)
	}
	names, err := s.Org.Names(ctx, senders)
	if err != nil {
		return err
	}
	view := page.Queue{Now: s.Clock(), Total: len(stuck), Present: present(s.Language(c), organ)}
	for _, reason := range queueReasons {
		group := page.QueueGroup{Key: reason}
		for _, p := range stuck {
			if first(p.Why) != reason {
				continue
			}
			row := s.queueRow(c, organ, p, reason)
			row.From = names[p.Delivery.SenderID]
			if err := s.explainStuck(c, actor, organ, p.Delivery.ID, &row); err != nil {
				return err
			}
			group.Rows = append(group.Rows, row)
		}
		if len(group.Rows) > 0 {
			view.Groups = append(view.Groups, group)
		}
	}
	return s.show(c, actor, http.StatusOK, view)
}

// explainStuck says of a registered paper why nobody owns it, and names those between whom the head must decide, each with his clause.
func (s *Site) explainStuck(c echo.Context, actor office.Actor, organ *org.Structure, delivery office.ID, row *page.QueueRow) error {
	words, err := s.Dispatch.Explain(c.Request().Context(), actor, delivery, s.Language(c))
	if err != nil || words == nil {
		return err
	}
	row.Why = words.Answer
	for _, step := range words.Steps {
		for _, line := range step.Clauses {
			if line.Fate == routing.FateTied && line.Post != nil {
				row.Candidates = append(row.Candidates, page.Candidate{Clause: line.Reference, Post: seated(organ, *line.Post)})
			}
		}
	}
	return nil
}

// first is the reason that comes first in the queue's order.
func first(why []string) string {
	for _, reason := range queueReasons {
		if slices.Contains(why, reason) {
			return reason
		}
	}
	return ""
}

func (s *Site) queueRow(c echo.Context, organ *org.Structure, p dispatch.Stuck, reason string) page.QueueRow {
	lang, d := s.Language(c), p.Delivery
	row := page.QueueRow{Address: "/deliveries/" + d.ID.String(), Version: d.Version, Number: d.Code, Subject: shownSubject(d.Kind, d.Subject), Urgency: string(d.Urgency),
		Since: d.SentAt, Owner: language.Text(lang, "web.queue.clerk")}
	switch {
	case d.RegisteredAt != nil:
		row.Since = *d.RegisteredAt
	case d.ArrivedAt != nil:
		row.Since = *d.ArrivedAt
		row.Why = language.Text(lang, "web.queue.late.why", *d.ArrivedAt)
	}
	if d.LeaderPost != nil {
		seat := seated(organ, *d.LeaderPost)
		row.Owner = seat.Title + ": " + seat.Holder
	}
	switch reason {
	case "unclassified":
		row.Owner, row.Fields = language.Text(lang, "web.queue.unclassified"), numbered(fieldGroups(lang))
	case "distribute":
		row.Owner, row.Leaders = language.Text(lang, "web.part.distribute"), delivery{organ: organ, paper: dispatch.View{Delivery: d}}.distributeForm().Leaders
	}
	return row
}

// present are the organ's leading posts today: who holds them, who is away, which are vacant.
func present(lang language.Lang, organ *org.Structure) []page.Post {
	var posts []page.Post
	for _, p := range organ.Posts {
		if p.Role != office.RoleHead && p.Role != office.RoleDeputy && p.Role != office.RoleChiefOfOffice {
			continue
		}
		seat := seated(organ, p.ID)
		for _, a := range organ.Holders(p.ID) {
			if organ.Away(a.PersonID) {
				seat.Note, seat.Away = language.Text(lang, "web.post.away"), true
			}
		}
		posts = append(posts, seat)
	}
	return posts
}

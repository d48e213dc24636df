package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"congvan/calendar"
	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// listed is how much of the work list one page shows. Who has more on the desk than that reads the most urgent first.
const listed = 200

// workList shows what waits for the person: GET /work?part=lead.
func (s *Site) workList(c echo.Context, actor office.Actor) error {
	ctx := c.Request().Context()
	items, total, err := s.Desk.List(ctx, actor, listed, 0)
	if err != nil {
		return err
	}
	rows, err := s.workRows(c, actor, items)
	if err != nil {
		return err
	}
	view := page.WorkList{Address: hereOr(c, "/work"), Today: actor.Day, Total: total}
	part := c.QueryParam("part")
	view.Filters = partFilters(items, total, part)
	for i, row := range rows {
		if row.Deadline.On != "" && row.Deadline.Left < 0 {
			view.Late++
		}
		if row.StandsIn {
			view.StandIn++
		}
		if part == "" || part == string(items[i].Part) {
			view.Groups = addRow(view.Groups, row)
		}
	}
	view.Groups = inOrder(view.Groups)
	return s.show(c, actor, http.StatusOK, view)
}

// groupKeys are the parts of the list from the most pressing on.
var groupKeys = []string{"late", "today", "week", "later", "none"}

func groupOf(row page.WorkRow) string {
	switch {
	case row.Deadline.On != "" && row.Deadline.Left < 0:
		return "late"
	case office.Urgency(row.Urgency).Rank() >= office.VeryUrgent.Rank(), row.Deadline.On != "" && row.Deadline.Left == 0:
		return "today"
	case row.Deadline.On == "":
		return "none"
	case row.Deadline.Left <= 5:
		return "week"
	default:
		return "later"
	}
}

func addRow(groups []page.WorkGroup, row page.WorkRow) []page.WorkGroup {
	key := groupOf(row)
	for i := range groups {
		if groups[i].Key == key {
			groups[i].Rows = append(groups[i].Rows, row)
			return groups
		}
	}
	return append(groups, page.WorkGroup{Key: key, Rows: []page.WorkRow{row}})
}

func inOrder(groups []page.WorkGroup) []page.WorkGroup {
	slices.SortFunc(groups, func(a, b page.WorkGroup) int {
		return slices.Index(groupKeys, a.Key) - slices.Index(groupKeys, b.Key)
	})
	return groups
}

// partFilters offer the parts that there are, with their counts.
func partFilters(items []desk.Item, total int, part string) []page.Filter {
	filters := []page.Filter{{Text: "web.work.filter.all", Href: "/work", Count: total, Current: part == ""}}
	counts := map[desk.Part]int{}
	for _, item := range items {
		counts[item.Part]++
	}
	for _, p := range []desk.Part{desk.Lead, desk.Handle, desk.Distribute, desk.Sign, desk.Seal, desk.Dispatch, desk.Receive, desk.Draft,
		desk.Cooperate, desk.Inform} {
		if counts[p] > 0 {
			filters = append(filters, page.Filter{Text: "web.part." + string(p), Href: "/work?part=" + string(p), Count: counts[p], Current: part == string(p)})
		}
	}
	return filters
}

// workRows turns rows of the desk into rows of the page, in the same order.
func (s *Site) workRows(c echo.Context, actor office.Actor, items []desk.Item) ([]page.WorkRow, error) {
	ctx := c.Request().Context()
	deliveries, documents, err := s.papers(ctx, actor, items)
	if err != nil {
		return nil, err
	}
	var ids, senders []office.ID
	for _, item := range items {
		ids = append(ids, item.DocumentID)
	}
	for _, d := range deliveries {
		senders = append(senders, d.SenderID, d.OrganID)
	}
	unread, err := s.Desk.Unread(ctx, actor, ids)
	if err != nil {
		return nil, err
	}
	names, err := s.Org.Names(ctx, append(senders, actor.Organ))
	if err != nil {
		return nil, err
	}
	rows := make([]page.WorkRow, len(items))
	for i, item := range items {
		row := page.WorkRow{Part: string(item.Part), Unread: unread[item.DocumentID], Deadline: s.deadline(item.DueOn)}
		row.Why, row.StandsIn = s.whyMine(c, actor, item)
		for _, other := range item.Also {
			row.Also = append(row.Also, s.alsoMine(c, actor, other))
		}
		s.describe(c, actor, &row, item, deliveries, documents, names)
		rows[i] = row
	}
	return rows, nil
}

// describe fills a row. Who only stands in learns of a confidential paper that there is one, and no more.
func (s *Site) describe(c echo.Context, actor office.Actor, row *page.WorkRow, item desk.Item, deliveries map[office.ID]dispatch.Delivery,
	documents map[office.ID]document.Document, names map[office.ID]string) {
	if item.DeliveryID != nil {
		if d := deliveries[*item.DeliveryID]; !d.Confidential || !standsInOnly(actor, item) {
			s.describeDelivery(c, row, item, d, names)
			return
		}
	} else if d, readable := documents[item.DocumentID]; readable {
		describeDocument(row, item, d, names)
		return
	}
	row.Href, row.Subject = "/work", language.Text(s.Language(c), "dispatch.notice_confidential")
}

// papers reads what the rows are about: deliveries at once, the few own documents one by one. One that the actor may not read is left out.
func (s *Site) papers(ctx context.Context, actor office.Actor, items []desk.Item) (map[office.ID]dispatch.Delivery, map[office.ID]document.Document, error) {
	var ids []office.ID
	documents := map[office.ID]document.Document{}
	for _, item := range items {
		if item.DeliveryID != nil {
			ids = append(ids, *item.DeliveryID)
			continue
		}
		view, err := s.Document.Get(ctx, actor, item.DocumentID)
		if office.KindOf(err) == office.KindNotFound {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		documents[item.DocumentID] = view.Document
	}
	deliveries, err := s.Dispatch.Summaries(ctx, actor, ids)
	return deliveries, documents, err
}

func (s *Site) describeDelivery(c echo.Context, row *page.WorkRow, item desk.Item, d dispatch.Delivery, names map[office.ID]string) {
	row.Href = "/deliveries/" + d.ID.String()
	switch {
	case item.Part == desk.Receive:
		row.Href = "/receive/" + d.ID.String()
	case d.State == dispatch.Refused: // back on the sender's desk
		row.Href, row.Part = trackedAddress(d), "refused"
		row.Why = language.Text(s.Language(c), "web.work.refused_by", names[d.OrganID], language.Text(s.Language(c), "dispatch.refusal_"+d.RefusalCode))
	}
	row.Number, row.Subject, row.Urgency, row.State, row.Issuer = d.Code, shownSubject(d.Kind, d.Subject), string(d.Urgency), string(d.State), names[d.SenderID]
}

func describeDocument(row *page.WorkRow, item desk.Item, d document.Document, names map[office.ID]string) {
	row.Href, row.Outgoing = stepAddress(d), true
	row.Subject, row.Urgency, row.State, row.Issuer = shownSubject(d.Kind, d.Subject), string(d.Urgency), string(d.State), names[d.OrganID]
	if d.Code != nil {
		row.Number = *d.Code
	}
}

// stepAddress is where a document's next step is done.
func stepAddress(d document.Document) string {
	switch d.State {
	case document.StateDraft:
		return "/drafts/" + d.ID.String()
	case document.StateSubmitted:
		return "/sign/" + d.ID.String()
	case document.StateSigned:
		return "/seal/" + d.ID.String()
	case document.StateSealed:
		return "/dispatch/" + d.ID.String()
	default:
		return "/documents/" + d.ID.String()
	}
}

// whyMine says in one line why a paper lies on this desk: the field, and in whose stead.
func (s *Site) whyMine(c echo.Context, actor office.Actor, item desk.Item) (words string, standsIn bool) {
	lang := s.Language(c)
	words = fieldName(lang, item.FieldCode)
	held := heldFor(actor, item)
	if held.For == "" {
		return words, false
	}
	stead := language.Text(lang, "web.post.stands_in", held.For)
	if words == "" {
		return stead, true
	}
	return stead + "; " + words, true
}

// alsoMine tells another part that the reader has in the same paper, and by which of his posts.
func (s *Site) alsoMine(c echo.Context, actor office.Actor, item desk.Item) string {
	lang := s.Language(c)
	part, held := language.Text(lang, "web.part."+string(item.Part)), heldFor(actor, item)
	if held.For != "" {
		return language.Text(lang, "web.work.also", part, language.Text(lang, "web.post.stands_in", held.For))
	}
	return language.Text(lang, "web.work.also", part, held.Title)
}

// heldFor is the post by which an item waits for the actor.
func heldFor(actor office.Actor, item desk.Item) office.HeldPost {
	held, _ := actor.AnswersIn(item.PostID, item.FieldCode)
	return held
}

// standsInOnly reports whether the actor has to do with a paper in somebody else's stead alone.
func standsInOnly(actor office.Actor, item desk.Item) bool {
	for _, it := range append([]desk.Item{item}, item.Also...) {
		if heldFor(actor, it).For == "" {
			return false
		}
	}
	return true
}

// deadline counts the working days from today.
func (s *Site) deadline(on office.Day) page.Deadline {
	if on == "" {
		return page.Deadline{}
	}
	return page.Deadline{On: on, Left: workingDays(office.DayOf(s.Clock()).Time(), on.Time())}
}

// workingDays counts the working days after one day up to another; backwards they are negative.
func workingDays(from, to time.Time) int {
	if to.Before(from) {
		return -calendar.Vietnam.Between(to, from)
	}
	return calendar.Vietnam.Between(from, to)
}

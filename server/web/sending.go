package web

import (
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// sending is what the page before a dispatch is made of.
type sending struct {
	lang     language.Lang
	paper    document.View
	organs   []org.Organ // that may receive
	kept     []dispatch.Group
	group    office.ID // the one last chosen
	chosen   map[office.ID]bool
	foreseen []dispatch.Foreseen
	named    []regulation.Named
	key      string
	seen     bool
}

// dispatchPage shows who would get a sealed document: GET /dispatch/:id. All recipients are chosen until somebody says otherwise.
func (s *Site) dispatchPage(c echo.Context, actor office.Actor) error {
	v, err := s.sendable(c, actor)
	if err != nil {
		return err
	}
	if v.paper.State == document.StateDispatched {
		return c.Redirect(http.StatusSeeOther, "/documents/"+v.paper.ID.String()+"/progress")
	}
	for _, o := range v.organs {
		v.chosen[o.ID] = true
	}
	v.key = office.NewID().String()
	return s.showSending(c, actor, http.StatusOK, v, nil)
}

// dispatchPreview shows it anew for the recipients chosen: POST /dispatch/:id/preview, because 126 of them do not fit an address.
func (s *Site) dispatchPreview(c echo.Context, actor office.Actor) error {
	v, err := s.asked(c, actor)
	if err != nil {
		return err
	}
	if c.FormValue("pick") == "yes" {
		v.pick(c.FormValue("group"))
	}
	return s.showSending(c, actor, http.StatusOK, v, nil)
}

// send dispatches: POST /dispatch/:id. The key of the form makes pressing twice send once.
func (s *Site) send(c echo.Context, actor office.Actor) error {
	v, err := s.asked(c, actor)
	if err != nil {
		return err
	}
	if err = s.dispatch(c, actor, v); err == nil {
		s.done(c, "web.done.sent", v.paper.CodeText())
		return c.Redirect(http.StatusSeeOther, "/documents/"+v.paper.ID.String()+"/progress")
	}
	messages, ok := s.refused(c, err, map[string]string{"to": "recipients"})
	if !ok {
		return err
	}
	return s.showSending(c, actor, http.StatusUnprocessableEntity, v, messages)
}

func (s *Site) dispatch(c echo.Context, actor office.Actor, v sending) error {
	if err := s.foresee(c, actor, &v); err != nil {
		return err
	}
	if len(v.preview().Flagged) > 0 && !v.seen {
		return office.Invalid("web.dispatch.seen.needed", "seen")
	}
	_, err := s.Dispatch.Send(c.Request().Context(), actor, v.paper.ID, v.recipients(), v.key)
	return err
}

// sendable reads a document that the actor may dispatch, before anything of the form is looked at.
func (s *Site) sendable(c echo.Context, actor office.Actor) (sending, error) {
	v := sending{lang: s.Language(c), chosen: map[office.ID]bool{}}
	id, err := id(c, "id")
	if err != nil {
		return v, err
	}
	ctx := c.Request().Context()
	if v.paper, err = s.Document.Get(ctx, actor, id); err != nil {
		return v, err
	}
	if !dispatch.MaySend(actor, v.paper.Document) {
		return v, office.Forbidden("dispatch.only_clerk")
	}
	if v.paper.State != document.StateSealed && v.paper.State != document.StateDispatched {
		return v, office.Conflict("dispatch.not_sealed", v.paper.CodeText())
	}
	if v.organs, err = s.Dispatch.Recipients(ctx, actor); err != nil {
		return v, err
	}
	v.kept, err = s.Dispatch.Groups(ctx, actor)
	return v, err
}

// asked is sendable with what the form says.
func (s *Site) asked(c echo.Context, actor office.Actor) (sending, error) {
	v, err := s.sendable(c, actor)
	if err != nil {
		return v, err
	}
	chosen, err := many(c, "to")
	for _, id := range chosen {
		v.chosen[id] = true
	}
	v.key, v.seen = c.FormValue("key"), c.FormValue("seen") == "yes"
	return v, err
}

func (v sending) recipients() []office.ID {
	var ids []office.ID
	for id := range v.chosen {
		ids = append(ids, id)
	}
	return ids
}

func (s *Site) foresee(c echo.Context, actor office.Actor, v *sending) error {
	if len(v.chosen) == 0 {
		return nil
	}
	ctx := c.Request().Context()
	var err error
	if v.foreseen, err = s.Dispatch.Preview(ctx, actor, v.paper.ID, v.recipients()); err != nil {
		return err
	}
	asked := make([]regulation.OfOrgan, len(v.foreseen))
	for i, f := range v.foreseen {
		asked[i] = regulation.OfOrgan{Organ: f.Organ.ID, Answer: f.Answer}
	}
	v.named, err = s.Regulation.Name(ctx, actor.Day, asked...)
	return err
}

func (s *Site) showSending(c echo.Context, actor office.Actor, status int, v sending, messages page.Errors) error {
	if err := s.foresee(c, actor, &v); err != nil {
		return err
	}
	d := v.paper
	view := page.Dispatch{Address: "/dispatch/" + d.ID.String(), Number: d.CodeText(), Subject: shownSubject(d.Kind, d.Subject), Urgency: string(d.Urgency), IssuedOn: d.IssuedOn,
		Document: "/documents/" + d.ID.String(), Recipients: v.groups(), Kept: v.keptGroups(), Preview: v.preview(), Key: v.key, Seen: v.seen, Errors: messages}
	return s.show(c, actor, status, view)
}

// groups are the recipients by kind of commune, in the order of their codes.
func (v sending) groups() []page.Group {
	phuong := page.Group{Name: language.Text(v.lang, "web.dispatch.phuong")}
	xa := page.Group{Name: language.Text(v.lang, "web.dispatch.xa")}
	for _, o := range v.organs {
		group := &xa
		if isPhuong(o) {
			group = &phuong
		}
		group.Options = append(group.Options, page.Option{Value: o.ID.String(), Text: o.ShortName, Chosen: v.chosen[o.ID]})
	}
	return []page.Group{phuong, xa}
}

// preview sorts what is foreseen: exceptions first.
func (v sending) preview() page.Preview {
	view := page.Preview{Total: len(v.foreseen)}
	for i, f := range v.foreseen {
		n := v.named[i]
		row := page.PreviewRow{Organ: f.Organ.ShortName, Leader: page.Post{Title: leaderLine(v.lang, n), StandsIn: n.StoodIn},
			Department: n.Department, Officer: n.Officer}
		if f.Answer.Flags().Has(routing.EveryoneAway) {
			row.Leader.Title = language.Text(v.lang, "web.preview.queue")
		}
		if row.Flag = f.Flag(); row.Flag != "" {
			row.Why = language.Text(v.lang, "web.flag."+row.Flag+".why")
			view.Flagged = append(view.Flagged, row)
		} else {
			view.Rows = append(view.Rows, row)
		}
	}
	view.Ready = len(view.Rows)
	return view
}

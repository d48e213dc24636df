package web

import (
	"net/http"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// otherwise are the acts and pages of what is decided against the regulation.
func (s *Site) otherwise(g *echo.Group) {
	g.POST("/deliveries/:id/overrule", s.in(s.overrule))
	g.POST("/deliveries/:id/field-proposals", s.in(s.proposeField))
	g.POST("/deliveries/:id/field-proposals/:proposal", s.in(s.answerField))
	g.GET("/overrules", s.in(s.overrulesPage))
	g.POST("/overrules/:id/draft", s.in(s.keepRuling))
}

// overrule gives a paper to another leader, or takes it: POST /deliveries/:id/overrule.
func (s *Site) overrule(c echo.Context, actor office.Actor) error {
	fields := map[string]string{"leader": "to-leader", "reason": "give-reason"}
	return s.act(c, actor, dispatch.Overruling, "overrule.done", fields, func(id office.ID) (dispatch.Delivery, error) {
		leader, err := office.ParseID("leader", c.FormValue("leader"))
		if err != nil {
			return dispatch.Delivery{}, err
		}
		return s.Dispatch.Overrule(c.Request().Context(), actor, id, version(c), leader, c.FormValue("reason"))
	})
}

// proposeField asks the leader to give the paper another field: POST /deliveries/:id/field-proposals.
func (s *Site) proposeField(c echo.Context, actor office.Actor) error {
	fields := map[string]string{"field": "propose-field", "reason": "propose-reason"}
	return s.act(c, actor, dispatch.Proposing, "overrule.done.proposed", fields, func(id office.ID) (dispatch.Delivery, error) {
		return s.Dispatch.ProposeField(c.Request().Context(), actor, id, version(c), office.FieldCode(c.FormValue("field")), c.FormValue("reason"))
	})
}

// answerField accepts or declines what is proposed: POST /deliveries/:id/field-proposals/:proposal.
func (s *Site) answerField(c echo.Context, actor office.Actor) error {
	return s.act(c, actor, dispatch.Answering, "overrule.done.answered", nil, func(delivery office.ID) (dispatch.Delivery, error) {
		proposal, err := id(c, "proposal")
		if err != nil {
			return dispatch.Delivery{}, err
		}
		return s.Dispatch.AnswerField(c.Request().Context(), actor, delivery, version(c), proposal, c.FormValue("accept") == "yes", c.FormValue("answer"))
	})
}

// giveForm offers the leaders of the organ but the one who has the paper.
func (v delivery) giveForm() *page.GiveForm {
	if !v.paper.MayOverrule {
		return nil
	}
	form := &page.GiveForm{}
	for _, role := range []office.Role{office.RoleHead, office.RoleDeputy} {
		for _, p := range v.organ.WithRole(role) {
			if v.paper.LeaderPost == nil || *v.paper.LeaderPost != p.ID || v.paper.Has("conflict") {
				form.Leaders = append(form.Leaders, page.Option{Value: p.ID.String(), Text: titled(v.organ, p)})
			}
		}
	}
	return form
}

func (v delivery) proposeForm() *page.ProposeForm {
	if !v.paper.MayPropose || v.proposed() != nil {
		return nil
	}
	return &page.ProposeForm{Fields: numbered(fieldGroups(v.lang))}
}

// proposed is the proposal that waits for an answer.
func (v delivery) proposed() *page.ProposedField {
	for _, p := range v.paper.Proposals {
		if p.State == dispatch.ProposalOpen {
			return &page.ProposedField{Address: "/deliveries/" + v.paper.ID.String() + "/field-proposals/" + p.ID.String(), Field: fieldName(v.lang, p.FieldCode),
				By: personName(v.organ, &p.PersonID), At: p.MadeAt, Reason: p.Reason, May: v.paper.MayAnswer}
		}
	}
	return nil
}

// lookBack is how many days the page of overrules shows when none are asked for.
const lookBack = 90

// overrulesPage lists what was decided against the regulation: GET /overrules?from=&to=.
func (s *Site) overrulesPage(c echo.Context, actor office.Actor) error {
	if !dispatch.MayReadOverrules(actor) {
		return office.Forbidden("overrule.may_not_read")
	}
	ctx := c.Request().Context()
	view := page.Overrules{From: actor.Day.Add(-lookBack), To: actor.Day, Tabs: regulationTabs(actor, "/overrules")}
	status := http.StatusOK
	for name, day := range map[string]*office.Day{"from": &view.From, "to": &view.To} {
		if text := c.QueryParam(name); text != "" {
			asked, err := office.ParseDay(name, text)
			if err != nil {
				view.Errors, _ = s.refused(c, err, nil)
				status = http.StatusUnprocessableEntity
				continue
			}
			*day = asked
		}
	}
	if view.To < view.From {
		view.From = view.To
	}
	all, err := s.Dispatch.Overruled(ctx, actor, view.From, view.To)
	if err != nil {
		return err
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return err
	}
	if err := s.fillOverrules(c, actor, &view, all, organ); err != nil {
		return err
	}
	return s.show(c, actor, status, view)
}

func (s *Site) fillOverrules(c echo.Context, actor office.Actor, view *page.Overrules, all dispatch.Overruled, organ *org.Structure) error {
	o := overruleTeller{s.Language(c), organ, actor}
	times := 0
	for _, clause := range all.Clauses {
		times += clause.Times
		view.Clauses = append(view.Clauses, page.OverruledClause{Reference: clause.Reference, Times: clause.Times, Decided: clause.Decided, Share: clause.Share(),
			Href: "/regulations/" + clause.VersionID.String() + "?clause=" + clause.ID.String() + "#clause", Papers: o.papers(clause.Papers)})
	}
	view.Rulings = o.papers(all.Rulings)
	var ids []office.ID
	for _, w := range all.Senders {
		ids = append(ids, w.ID)
	}
	names, err := s.Org.Names(c.Request().Context(), ids)
	if err != nil {
		return err
	}
	wrong := 0
	for _, w := range all.Senders {
		wrong += w.Wrong
		view.Senders = append(view.Senders, page.WrongSender{Name: names[w.ID], Wrong: w.Wrong, Papers: w.Papers, Named: fieldName(o.lang, w.Named)})
	}
	table, err := s.fieldRows(c, actor)
	if err != nil {
		return err
	}
	view.Rows = slices.DeleteFunc(table.Rows, func(r page.FieldRow) bool { return r.Wrong == 0 })
	view.Figures = []page.Figure{{Count: times, Text: "overrule.figure.times", Href: "#clauses", Tone: "warn"}, {Count: len(view.Rulings), Text: "overrule.figure.rulings", Href: "#rulings"},
		{Count: wrong, Text: "overrule.figure.wrong", Href: "#senders", Tone: "warn"}}
	view.Figures = slices.DeleteFunc(view.Figures, func(f page.Figure) bool { return f.Count == 0 }) // what is none has no section to lead to
	return nil
}

// overruleTeller puts overrules into words of the organ.
type overruleTeller struct {
	lang  language.Lang
	organ *org.Structure
	actor office.Actor
}

func (o overruleTeller) papers(all []dispatch.OverrulePaper) []page.OverrulePaper {
	list := make([]page.OverrulePaper, len(all))
	for i, p := range all {
		list[i] = page.OverrulePaper{Code: p.Code, Field: fieldName(o.lang, p.FieldCode), What: o.what(p), Reason: p.Reason, By: personName(o.organ, &p.PersonID), At: p.MadeAt,
			NumberIn: numberIn(dispatch.Delivery{NumberIn: p.NumberIn})}
		if p.Code != "" {
			list[i].Href = "/deliveries/" + p.DeliveryID.String()
		}
		if keeps(o.actor) && p.ToPost != nil && p.FieldCode != "" && p.Kind != dispatch.Returned {
			list[i].Keep = "/overrules/" + p.ID.String() + "/draft"
		}
	}
	return list
}

func (o overruleTeller) what(p dispatch.OverrulePaper) string {
	to := ""
	if p.ToPost != nil {
		post, _ := o.organ.Post(*p.ToPost)
		to = post.Title
	}
	return language.Text(o.lang, "overrule.kind."+string(p.Kind), to)
}

// keepRuling puts a ruling into a draft of the regulation and opens it: POST /overrules/:id/draft.
func (s *Site) keepRuling(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	overrule, err := id(c, "id")
	if err != nil {
		return err
	}
	draft, err := s.Dispatch.KeepRuling(c.Request().Context(), actor, overrule)
	if err != nil {
		return err
	}
	s.done(c, "overrule.done.kept")
	return c.Redirect(http.StatusSeeOther, "/regulations/"+draft.String())
}

package web

import (
	"errors"
	"net/http"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// delegationsPage lists what the head hands over: GET /delegations.
func (s *Site) delegationsPage(c echo.Context, actor office.Actor) error {
	return s.showDelegations(c, actor, http.StatusOK, regulation.Delegation{StartsOn: s.today()}, nil)
}

// showDelegations shows the list, and the form with what stood in it for who may hand over.
func (s *Site) showDelegations(c echo.Context, actor office.Actor, status int, typed regulation.Delegation, messages page.Errors) error {
	ctx := c.Request().Context()
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return err
	}
	all, err := s.Regulation.Delegations(ctx, actor)
	if err != nil {
		return err
	}
	v := &chart{lang: s.Language(c), actor: actor, today: s.today(), organ: organ}
	view := page.Delegations{May: regulation.MayDelegate(actor, actor.Organ), Errors: messages}
	for _, d := range all {
		view.Rows = append(view.Rows, v.delegation(d))
	}
	if view.May {
		view.From, view.To, view.Fields = v.postGroups(&typed.FromPost), v.postGroups(&typed.ToPost), numbered(v.scopeGroups(typed.Fields))
		view.Number, view.Starts, view.Last = typed.Number, string(typed.StartsOn), lastOf(typed.EndsOn)
	}
	return s.show(c, actor, status, view)
}

// scopeGroups are the fields that can be handed over: each group as a whole, then its leaves.
func (v *chart) scopeGroups(chosen []office.FieldCode) []page.Group {
	groups := fieldGroups(v.lang, chosen...)
	for i := range groups {
		for _, f := range regulation.Fields() {
			if f.Parent == "" && len(groups[i].Options) > 0 && office.FieldCode(groups[i].Options[0].Value) != f.Code && groups[i].Name == regulation.FieldIn(v.lang, f.Code) {
				whole := page.Option{Value: string(f.Code), Text: language.Text(v.lang, "people.scope.whole", groups[i].Name), Chosen: slices.Contains(chosen, f.Code)}
				groups[i].Options = append([]page.Option{whole}, groups[i].Options...)
			}
		}
	}
	return groups
}

// delegate hands matters of a post over: POST /delegations.
func (s *Site) delegate(c echo.Context, actor office.Actor) error {
	if !regulation.MayDelegate(actor, actor.Organ) {
		return office.Forbidden("regulation.only_head_delegates")
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	d := regulation.Delegation{OrganID: actor.Organ, Number: form.Get("number")}
	for name, post := range map[string]*office.ID{"from_post": &d.FromPost, "to_post": &d.ToPost} {
		if id := formID(c, name); id != nil {
			*post = *id
		}
	}
	for _, f := range form["fields"] {
		d.Fields = append(d.Fields, office.FieldCode(f))
	}
	var first, second error
	d.StartsOn, first = dayField(c, "starts_on")
	d.EndsOn, second = afterLast(c, "last")
	if err = errors.Join(first, second); err == nil {
		_, err = s.Regulation.Delegate(c.Request().Context(), actor, d)
	}
	if messages, status, ok := s.inForm(c, err, awayFields); ok {
		return s.showDelegations(c, actor, status, d, messages)
	}
	return s.went(c, err, "people.done.delegated", "/delegations")
}

// ofDelegation reads the delegation of the address, for who may end it.
func (s *Site) ofDelegation(c echo.Context, actor office.Actor) (regulation.Delegation, error) {
	if !regulation.MayDelegate(actor, actor.Organ) {
		return regulation.Delegation{}, office.Forbidden("regulation.only_head_delegates")
	}
	delegation, err := id(c, "id")
	if err != nil {
		return regulation.Delegation{}, err
	}
	all, err := s.Regulation.Delegations(c.Request().Context(), actor)
	if err != nil {
		return regulation.Delegation{}, err
	}
	i := slices.IndexFunc(all, func(d regulation.Delegation) bool { return d.ID == delegation })
	if i < 0 {
		return regulation.Delegation{}, office.NotFound("regulation.no_delegation")
	}
	return all[i], nil
}

// delegationEnding asks from when a delegation holds no more: GET /delegations/:id/end.
func (s *Site) delegationEnding(c echo.Context, actor office.Actor) error {
	d, err := s.ofDelegation(c, actor)
	if err != nil {
		return err
	}
	return s.showDelegationEnding(c, actor, http.StatusOK, d, string(max(s.today().Add(1), d.StartsOn)), nil)
}

func (s *Site) showDelegationEnding(c echo.Context, actor office.Actor, status int, d regulation.Delegation, day string, messages page.Errors) error {
	return s.show(c, actor, status, page.Ending{Heading: "people.ending.delegation", Hint: "people.ending.delegation.hint", Label: "people.ending.delegation.day",
		Do: "people.ending.delegation.do", What: language.Text(s.Language(c), "people.ending.delegation.what", d.Number, d.StartsOn),
		Action: "/delegations/" + d.ID.String() + "/end", Back: "/delegations", Field: "ends_on", Day: day, Errors: messages})
}

// endDelegation ends a delegation: POST /delegations/:id/end.
func (s *Site) endDelegation(c echo.Context, actor office.Actor) error {
	d, err := s.ofDelegation(c, actor)
	if err != nil {
		return err
	}
	day, err := dayField(c, "ends_on")
	if err == nil {
		err = s.Regulation.EndDelegation(c.Request().Context(), actor, d.ID, day)
	}
	if messages, status, ok := s.inForm(c, err, nil); ok {
		return s.showDelegationEnding(c, actor, status, d, c.FormValue("ends_on"), messages)
	}
	return s.went(c, err, "people.done.ended", "/delegations")
}

package web

import (
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// entitled are the pages of who may sign what.
func (s *Site) entitled(g *echo.Group) {
	g.GET("/authority", s.in(s.authorityPage))
	g.POST("/authority", s.in(s.authorise))
	g.POST("/authority/:id/end", s.in(s.endAuthorisation))
	g.POST("/sign/:id/entrust", s.in(s.entrust))
}

// authorityPage tells who may sign a paper of a field and kind today, and lists the head's authorisations: GET /authority?field=&kind=.
func (s *Site) authorityPage(c echo.Context, actor office.Actor) error {
	return s.showAuthority(c, actor, http.StatusOK, page.AuthorisationForm{}, nil)
}

func (s *Site) showAuthority(c echo.Context, actor office.Actor, status int, typed page.AuthorisationForm, errors page.Errors) error {
	ctx, lang := c.Request().Context(), s.Language(c)
	asked := regulation.ToSign{Kind: office.KindCode(c.QueryParam("kind"))}
	if asked.Kind == "" {
		asked.Kind = "CV"
	}
	field := office.FieldCode(c.QueryParam("field"))
	if regulation.FieldKnown(field) {
		asked.Fields = []office.FieldCode{field}
	}
	view := page.Authority{Today: actor.Day, Field: numbered(fieldGroups(lang, asked.Fields...)), Kinds: kinds(asked.Kind), May: regulation.MayDelegate(actor, actor.Organ), Errors: errors, Form: typed}
	signers, err := s.Approval.Signers(ctx, actor, asked)
	if err != nil {
		return err
	}
	for _, signer := range signers {
		view.Who = append(view.Who, page.Signing{MaySign: maySign(lang, signer), Block: signer.Block})
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return err
	}
	words, err := s.Regulation.Authorisations(ctx, actor)
	for _, a := range words {
		view.Words = append(view.Words, authorisationRow(lang, organ, a, view.May))
	}
	view.Form.Posts = partHeads(organ, typed.Posts)
	if view.Form.Fields == nil {
		view.Form.Fields = numbered(fieldGroups(lang))
	}
	if view.Form.Kinds == nil {
		view.Form.Kinds = kinds("")
	}
	if err != nil {
		return err
	}
	return s.show(c, actor, status, view)
}

// partHeads are those whom the head may authorise, with the chosen one.
func partHeads(organ *org.Structure, chosen []page.Option) []page.Option {
	var options []page.Option
	for _, role := range []office.Role{office.RoleChiefOfOffice, office.RoleDepartmentHead} {
		for _, p := range organ.WithRole(role) {
			options = append(options, page.Option{Value: p.ID.String(), Text: titled(organ, p), Chosen: len(chosen) > 0 && chosen[0].Value == p.ID.String()})
		}
	}
	return options
}

func authorisationRow(lang language.Lang, organ *org.Structure, a regulation.Authorisation, may bool) page.Authorisation {
	post, _ := organ.Post(a.PostID)
	row := page.Authorisation{Post: titled(organ, post), Number: a.Number, From: a.StartsOn, To: a.EndsOn.Add(-1), State: "authority.state.now"}
	var scope []string
	for _, f := range a.Fields {
		scope = append(scope, fieldName(lang, f))
	}
	for _, k := range a.Kinds {
		scope = append(scope, kindName(k))
	}
	row.Scope = strings.Join(scope, "; ")
	switch today := organ.Day; {
	case today < a.StartsOn:
		row.State = "authority.state.later"
	case today >= a.EndsOn:
		row.State = "authority.state.past"
	}
	if may && organ.Day < a.EndsOn && organ.Day >= a.StartsOn {
		row.End = "/authority/" + a.ID.String() + "/end"
	}
	return row
}

// authorise enters the head's authorisation to sign TUQ.: POST /authority.
func (s *Site) authorise(c echo.Context, actor office.Actor) error {
	if !regulation.MayDelegate(actor, actor.Organ) {
		return office.Forbidden("authority.only_head")
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	a := regulation.Authorisation{OrganID: actor.Organ, Number: form.Get("number")}
	for _, f := range form["fields"] {
		a.Fields = append(a.Fields, office.FieldCode(f))
	}
	for _, k := range form["kinds"] {
		a.Kinds = append(a.Kinds, office.KindCode(k))
	}
	a.PostID, _ = office.ParseID("post", form.Get("post")) // no post is refused with the rest
	a.StartsOn, _ = office.ParseDay("starts_on", form.Get("starts_on"))
	if last, err := office.ParseDay("last_day", form.Get("last_day")); err == nil && last != "" {
		a.EndsOn = last.Add(1)
	}
	if _, err := s.Regulation.Authorise(c.Request().Context(), actor, a); err != nil {
		errors, ok := s.refused(c, err, map[string]string{"ends_on": "last_day"})
		if !ok {
			return err
		}
		lang := s.Language(c)
		typed := page.AuthorisationForm{Posts: []page.Option{{Value: form.Get("post")}}, Fields: numbered(fieldGroups(lang, a.Fields...)), Number: a.Number,
			From: form.Get("starts_on"), To: form.Get("last_day")}
		for _, option := range kinds("") {
			option.Chosen = contains(a.Kinds, office.KindCode(option.Value))
			typed.Kinds = append(typed.Kinds, option)
		}
		return s.showAuthority(c, actor, http.StatusUnprocessableEntity, typed, errors)
	}
	s.done(c, "authority.done", a.Number)
	return c.Redirect(http.StatusSeeOther, "/authority")
}

// endAuthorisation ends one today: POST /authority/:id/end.
func (s *Site) endAuthorisation(c echo.Context, actor office.Actor) error {
	word, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Regulation.EndAuthorisation(c.Request().Context(), actor, word, actor.Day); err != nil {
		return err
	}
	s.done(c, "authority.done.ended")
	return c.Redirect(http.StatusSeeOther, "/authority")
}

// entrust assigns one paper to a deputy to sign: POST /sign/:id/entrust.
func (s *Site) entrust(c echo.Context, actor office.Actor) error {
	paper, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Approval.MayEntrust(c.Request().Context(), actor, paper); err != nil {
		return err
	}
	deputy, err := office.ParseID("post", c.FormValue("deputy"))
	var given document.Document
	if err == nil {
		given, err = s.Approval.Entrust(c.Request().Context(), actor, paper, version(c), deputy, c.FormValue("basis"))
	}
	if err != nil {
		errors, ok := s.refused(c, err, map[string]string{"post": "deputy"})
		if !ok {
			return err
		}
		return s.showSign(c, actor, http.StatusUnprocessableEntity, errors)
	}
	said := "authority.done.entrusted"
	if given.State == document.StateDraft {
		said = "authority.done.entrusted_back"
	}
	s.done(c, said)
	return c.Redirect(http.StatusSeeOther, "/sign")
}

// entrusting is the form with which the head assigns a paper to a deputy; nil for others.
func (s *Site) entrusting(c echo.Context, actor office.Actor, organ *org.Structure, d document.Document) *page.Entrusting {
	deputies := organ.WithRole(office.RoleDeputy)
	if !actor.Has(office.RoleHead) || len(deputies) == 0 {
		return nil
	}
	lang := s.Language(c)
	form := &page.Entrusting{Address: "/sign/" + d.ID.String() + "/entrust", Basis: c.FormValue("basis")}
	if form.Basis == "" {
		form.Basis = language.Text(lang, "authority.entrust.default", actor.Name, actor.Day)
	}
	for _, p := range deputies {
		form.Deputies = append(form.Deputies, page.Option{Value: p.ID.String(), Text: titled(organ, p), Chosen: c.FormValue("deputy") == p.ID.String()})
	}
	return form
}

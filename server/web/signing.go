package web

import (
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// waitingForMe are the submitted documents whose signer's post the actor answers for.
func (s *Site) waitingForMe(c echo.Context, actor office.Actor) ([]document.Document, error) {
	all, err := s.Document.List(c.Request().Context(), actor, []document.State{document.StateSubmitted}, outgoingListed)
	var mine []document.Document
	for _, d := range all {
		if _, ok := actor.Answers(*d.SignerPost); ok {
			mine = append(mine, d)
		}
	}
	return mine, err
}

// signListPage lists what waits for a leader's signature: GET /sign.
func (s *Site) signListPage(c echo.Context, actor office.Actor) error {
	mine, err := s.waitingForMe(c, actor)
	if err != nil {
		return err
	}
	rows := outgoingRows(mine)
	for i, d := range mine {
		rows[i].Href = stepAddress(d)
	}
	return s.show(c, actor, http.StatusOK, page.SignList{Rows: rows})
}

// signPage shows a document before its signer: GET /sign/:id.
func (s *Site) signPage(c echo.Context, actor office.Actor) error {
	return s.showSign(c, actor, http.StatusOK, nil)
}

func (s *Site) showSign(c echo.Context, actor office.Actor, status int, errors page.Errors) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Document.Get(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	if d.State != document.StateSubmitted {
		return c.Redirect(http.StatusSeeOther, "/documents/"+id.String())
	}
	view, err := s.signView(c, actor, d)
	if err != nil {
		return err
	}
	view.Errors, view.Reason = errors, c.FormValue("reason")
	return s.show(c, actor, status, view)
}

func (s *Site) signView(c echo.Context, actor office.Actor, d document.View) (page.Sign, error) {
	ctx, lang := c.Request().Context(), s.Language(c)
	view := page.Sign{Address: "/sign/" + d.ID.String(), Version: d.Version, Notation: d.Notation, Today: actor.Day, Kind: kindName(d.Kind), Subject: shownSubject(d.Kind, d.Subject),
		Urgency: string(d.Urgency), SubmittedAt: d.UpdatedAt, PDF: pdf("/documents/"+d.ID.String()+"/file", d.Main, kindName(d.Kind)),
		Keys: []page.Option{{Value: "file", Text: language.Text(lang, "web.sign.key.file"), Note: language.Text(lang, "web.sign.key.file.note"), Chosen: true}}}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return view, err
	}
	view.SubmittedBy = personName(organ, &d.DrafterPerson)
	if view.NextNumber, err = s.nextNumber(c, actor, register.Out, series(d.Document)); err != nil {
		return view, err
	}
	if clerks := organ.WithRole(office.RoleClerk); len(clerks) > 0 {
		view.Clerk = strings.Join(holders(organ, clerks[0].ID), ", ")
	}
	if err := s.entitle(c, actor, d, &view); err != nil {
		return view, err
	}
	view.Entrust = s.entrusting(c, actor, organ, d.Document)
	if view.May {
		if err := s.Approval.CheckBlock(ctx, actor, d.ID); office.KeyOf(err) == "approval.block_differs" {
			view.Differs = s.words(c, office.All(err)[0])
		} else if err != nil {
			return view, err
		}
	}
	mine, err := s.waitingForMe(c, actor)
	for i, other := range mine {
		if other.ID == d.ID && i+1 < len(mine) {
			view.NextPaper = stepAddress(mine[i+1])
		}
	}
	return view, err
}

// series is the register's series that a document's number comes from: trial papers have their own.
func series(d document.Document) string {
	if d.Trial {
		return register.Trials
	}
	return register.Common
}

// entitle tells whether the actor may sign, as what, and who else may.
func (s *Site) entitle(c echo.Context, actor office.Actor, d document.View, view *page.Sign) error {
	lang := s.Language(c)
	signers, err := s.Approval.Signers(c.Request().Context(), actor, regulation.ToSign{Document: d.ID, Fields: fieldCodes(d.Fields), Kind: d.Kind})
	if err != nil {
		return err
	}
	for _, signer := range signers {
		if signer.Person == actor.Person && signer.Post == *d.SignerPost {
			view.May, view.Block, view.Name, view.Why = signer.Entitled, signer.Block, signer.Name, language.Text(lang, signer.Why, signer.Args...)
			continue
		}
		view.Others = append(view.Others, maySign(lang, signer))
	}
	return nil
}

func fieldCodes(fields []document.Field) []office.FieldCode {
	var codes []office.FieldCode
	for _, f := range fields {
		codes = append(codes, f.FieldCode)
	}
	return codes
}

func maySign(lang language.Lang, signer regulation.Signer) page.MaySign {
	return page.MaySign{Post: page.Post{Title: signer.Title, Holder: signer.Name}, May: signer.Entitled, Why: language.Text(lang, signer.Why, signer.Args...)}
}

// maySign gives the document of the address when it was submitted to a post that the actor answers for, before anything of the form is looked
// at.
func (s *Site) maySign(c echo.Context, actor office.Actor) (office.ID, error) {
	id, err := id(c, "id")
	if err != nil {
		return id, err
	}
	return id, s.Approval.MayBegin(c.Request().Context(), actor, id)
}

// sign is the leader's one act: POST /sign/:id. Then the next paper is open, or the list is empty.
func (s *Site) sign(c echo.Context, actor office.Actor) error {
	id, err := s.maySign(c, actor)
	if err != nil {
		return err
	}
	signed, err := s.Approval.Sign(c.Request().Context(), actor, id, version(c))
	if err != nil {
		return s.signRefused(c, actor, err)
	}
	s.done(c, "web.done.signed", signed.CodeText())
	return c.Redirect(http.StatusSeeOther, "/sign")
}

// sendBack returns a document to its drafter: POST /sign/:id/return.
func (s *Site) sendBack(c echo.Context, actor office.Actor) error {
	id, err := s.maySign(c, actor)
	if err != nil {
		return err
	}
	returned, err := s.Approval.Return(c.Request().Context(), actor, id, version(c), c.FormValue("reason"))
	if err != nil {
		return s.signRefused(c, actor, err)
	}
	s.done(c, "web.done.returned", returned.CodeText())
	return c.Redirect(http.StatusSeeOther, "/sign")
}

func (s *Site) signRefused(c echo.Context, actor office.Actor, err error) error {
	errors, ok := s.refused(c, err, map[string]string{"note": "reason"})
	if !ok {
		return err
	}
	return s.showSign(c, actor, http.StatusUnprocessableEntity, errors)
}

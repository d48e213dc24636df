package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/approval"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// What the clerk has looked at and put aside is kept in the session as identifiers: only papers looked through go into the batch
// (NĐ 30/2020 Điều 32.2 lets no seal be put unseen), and another clerk's look does not count.
const (
	sessionSeen  = "seal.seen"
	sessionAside = "seal.aside"
)

func (s *Site) remembered(c echo.Context, key string) []string {
	return strings.Fields(s.Sessions.GetString(c.Request().Context(), key))
}

func (s *Site) remember(c echo.Context, key string, ids []string) {
	s.Sessions.Put(c.Request().Context(), key, strings.Join(ids, " "))
}

func with(ids []string, id string) []string {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(ids, func(other string) bool { return other == id })
}

// sealPage shows the pile before the clerk who keeps the seal: GET /seal and GET /seal/:id.
func (s *Site) sealPage(c echo.Context, actor office.Actor) error {
	pile, err := s.Approval.Sealable(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	return s.showSeal(c, actor, http.StatusOK, pile, nil)
}

func (s *Site) showSeal(c echo.Context, actor office.Actor, status int, pile []approval.Sealable, errors page.Errors) error {
	view := page.Seal{Errors: errors}
	seen, aside := s.remembered(c, sessionSeen), s.remembered(c, sessionAside)
	at := 0
	for i, p := range pile {
		id := p.Document.ID.String()
		if id == c.Param("id") {
			at = i
		}
		row := page.SealRow{Href: "/seal/" + id, Number: p.Document.CodeText(), Subject: shownSubject(p.Document.Kind, p.Document.Subject), Signer: p.Document.SignerName,
			Urgency: string(p.Document.Urgency), Verdict: page.Verdict(p.Report.Verdict), Seen: slices.Contains(seen, id), Aside: !p.Ready || slices.Contains(aside, id)}
		switch {
		case !p.Ready:
			view.Barred++
		case row.Seen:
			view.Seen++
			view.Ready++
		default:
			view.Ready++
		}
		view.Rows = append(view.Rows, row)
	}
	if len(pile) > 0 {
		view.Rows[at].Current = true
		view.Open = s.sealing(c, pile, at)
	}
	var err error
	view.Custody, err = s.custody(c, actor)
	if err != nil {
		return err
	}
	return s.show(c, actor, status, view)
}

func (s *Site) sealing(c echo.Context, pile []approval.Sealable, at int) *page.Sealing {
	lang, p := s.Language(c), pile[at]
	id := p.Document.ID.String()
	open := &page.Sealing{ID: id, Number: p.Document.CodeText(), PDF: pdf("/documents/"+id+"/file", nil, p.Document.CodeText()), Report: signatureReport(lang, &p.Report), May: p.Ready}
	open.PDF.Name = p.Document.CodeText()
	if p.Ready {
		open.Checks = []page.Reason{{Text: language.Text(lang, "web.seal.check.whole"), Look: page.LookGood}}
	} else {
		open.WhyNot = language.Text(lang, "web.verdict."+string(p.Report.Verdict))
	}
	if at > 0 {
		open.Before = "/seal/" + pile[at-1].Document.ID.String()
	}
	if at+1 < len(pile) {
		open.After, open.AfterNo = "/seal/"+pile[at+1].Document.ID.String(), pile[at+1].Document.CodeText()
	}
	return open
}

func (s *Site) custody(c echo.Context, actor office.Actor) (*page.Custody, error) {
	custody, kept, err := s.Seal.CustodyOf(c.Request().Context(), actor)
	if err != nil || !kept {
		return nil, err
	}
	return &page.Custody{Organ: custody.SealName, Keeper: custody.Person, Since: custody.Since, Record: custody.Basis,
		Key: language.Text(s.Language(c), "web.sign.key.file"), ValidTo: custody.ValidTo}, nil
}

// markSeen remembers that the clerk has looked at a paper, and opens the next: POST /seal/:id/seen.
func (s *Site) markSeen(c echo.Context, actor office.Actor) error {
	return s.mark(c, actor, sessionSeen, sessionAside)
}

// putAside keeps a paper out of the batch: POST /seal/:id/aside.
func (s *Site) putAside(c echo.Context, actor office.Actor) error {
	return s.mark(c, actor, sessionAside, sessionSeen)
}

func (s *Site) mark(c echo.Context, actor office.Actor, in, out string) error {
	pile, err := s.Approval.Sealable(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(pile, func(p approval.Sealable) bool { return p.Document.ID.String() == c.Param("id") })
	if at < 0 {
		return office.NotFound("document.none")
	}
	id := c.Param("id")
	s.remember(c, in, with(s.remembered(c, in), id))
	s.remember(c, out, without(s.remembered(c, out), id))
	next := at
	if at+1 < len(pile) {
		next = at + 1
	}
	return c.Redirect(http.StatusSeeOther, "/seal/"+pile[next].Document.ID.String())
}

// sealSeen puts the seal on the papers looked at, one after the other: POST /seal. What fails is named; the others are sealed.
func (s *Site) sealSeen(c echo.Context, actor office.Actor) error {
	ctx := c.Request().Context()
	pile, err := s.Approval.Sealable(ctx, actor)
	if err != nil {
		return err
	}
	seen, sealed := s.remembered(c, sessionSeen), 0
	var errors page.Errors
	for _, p := range pile {
		if !slices.Contains(seen, p.Document.ID.String()) {
			continue
		}
		if _, err := s.Approval.Seal(ctx, actor, p.Document.ID, p.Document.Version); err != nil {
			if office.KindOf(err) == office.KindInternal {
				return err
			}
			errors = append(errors, page.FieldError{Text: p.Document.CodeText() + ": " + s.words(c, err)})
			continue
		}
		sealed++
		seen = without(seen, p.Document.ID.String())
	}
	s.remember(c, sessionSeen, seen)
	if len(errors) == 0 {
		s.done(c, "web.done.sealed", strconv.Itoa(sealed))
		return c.Redirect(http.StatusSeeOther, "/outgoing?state=sealed")
	}
	if pile, err = s.Approval.Sealable(ctx, actor); err != nil {
		return err
	}
	return s.showSeal(c, actor, http.StatusConflict, pile, errors)
}

package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// adoptPage shows what adopting a draft would change, or what came of it: GET /regulations/:id/adopt.
func (s *Site) adoptPage(c echo.Context, actor office.Actor) error {
	v, err := s.versionOf(c, actor)
	if err != nil {
		return err
	}
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	if v.State != regulation.StateDraft {
		return s.showAdopted(c, actor, v)
	}
	typed := adoptionTyped{number: c.FormValue("number")}
	return s.showAdoption(c, actor, http.StatusOK, v, typed.days(c, actor), nil, nil)
}

// adoptionTyped is what was typed about the adopting document. Days that are none are told and left out.
type adoptionTyped struct {
	number              string
	adoptedOn, firstDay office.Day
	faults              error
}

func (a adoptionTyped) days(c echo.Context, actor office.Actor) adoptionTyped {
	var wrong [2]error
	a.adoptedOn, wrong[0] = typedDay(c, "adopted_on", "")
	a.firstDay, wrong[1] = typedDay(c, "effective_from", "")
	a.faults = errors.Join(wrong[:]...)
	if c.Request().Method == http.MethodGet && a.firstDay == "" && wrong[1] == nil {
		a.firstDay = actor.Day.Add(1)
	}
	return a
}

// showAdoption fills the page; ticked is nil before anybody has chosen, and then what no person ordered is.
func (s *Site) showAdoption(c echo.Context, actor office.Actor, status int, v regulation.Version, typed adoptionTyped, ticked []string, messages page.Errors) error {
	view := page.Adopt{Tabs: regulationTabs(actor, ""), Version: versionLine(v), Address: "/regulations/" + v.ID.String(), Revision: v.Revision, Number: typed.number,
		AdoptedOn: typed.adoptedOn, EffectiveFrom: typed.firstDay, Past: typed.firstDay != "" && typed.firstDay < actor.Day, Errors: messages}
	ctx, lang := c.Request().Context(), s.Language(c)
	if err := s.fillDifference(ctx, actor, lang, v, &view); err != nil {
		return err
	}
	found, err := s.Dispatch.OpenWork(ctx, actor, v.ID, typed.firstDay)
	if err != nil {
		return err
	}
	view.Hidden = found.Hidden
	nobody := language.Text(lang, "lifecycle.queue")
	for _, w := range found.Work {
		row := page.OpenWorkRow{ID: w.Delivery.String(), Code: w.Code, NumberIn: numberOf(w.Number), Field: fieldLine(lang, w.Field), State: string(w.State),
			Is: w.Is, Ordered: w.Ordered, Ticked: !w.Ordered}
		if w.May {
			row.Href = "/deliveries/" + row.ID
		}
		if ticked != nil {
			row.Ticked = slices.Contains(ticked, row.ID)
		}
		row.From, row.To = handsLines(w.From, w.To, found.Names, nobody)
		view.Work = append(view.Work, row)
	}
	return s.show(c, actor, status, view)
}

// fillDifference tells what differs from the version in force today.
func (s *Site) fillDifference(ctx context.Context, actor office.Actor, lang language.Lang, v regulation.Version, view *page.Adopt) error {
	current, err := s.inForceToday(ctx, actor)
	if err != nil {
		return err
	}
	if view.First = current.ID == (office.ID{}); view.First {
		return nil
	}
	found, err := s.Regulation.Compare(ctx, actor, current.ID, v.ID)
	if err != nil {
		return err
	}
	view.Shifts = shiftRows(&found, lang)
	view.Same = len(view.Shifts) == 0 && !found.TooFine
	view.Compare = "/regulations/compare?from=" + current.ID.String() + "&to=" + v.ID.String()
	return nil
}

// adoptVersion adopts a draft and has the ticked work handed over: POST /regulations/:id/adopt.
func (s *Site) adoptVersion(c echo.Context, actor office.Actor) error {
	v, err := s.versionOf(c, actor)
	if err != nil {
		return err
	}
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	typed := adoptionTyped{number: oneLine(c.FormValue("number"))}.days(c, actor)
	planned, err := s.adopt(c, actor, v.ID, typed, form["hand_over"])
	if office.KeyOf(err) == "regulation.same_start" { // a conflict in the data, and yet the input to mend
		err = office.Invalid("regulation.same_start", "effective_from", typed.firstDay)
	}
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showAdoption(c, actor, http.StatusUnprocessableEntity, v, typed, append([]string{}, form["hand_over"]...), messages)
	}
	if err != nil {
		return err
	}
	s.done(c, "lifecycle.done.adopted", typed.number, strconv.Itoa(planned))
	return c.Redirect(http.StatusSeeOther, "/regulations/"+v.ID.String()+"/adopt")
}

func (s *Site) adopt(c echo.Context, actor office.Actor, version office.ID, typed adoptionTyped, ticked []string) (int, error) {
	if typed.faults != nil {
		return 0, typed.faults
	}
	var work []office.ID
	for _, text := range ticked {
		delivery, err := office.ParseID("hand_over", text)
		if err != nil {
			return 0, err
		}
		work = append(work, delivery)
	}
	revision, _ := strconv.Atoi(c.FormValue("version"))
	return s.Dispatch.AdoptRegulation(c.Request().Context(), actor, version, regulation.Adoption{Number: typed.number, AdoptedOn: typed.adoptedOn,
		EffectiveFrom: typed.firstDay, Revision: revision}, work)
}

// showAdopted tells what a version was adopted by, and what came of the open work.
func (s *Site) showAdopted(c echo.Context, actor office.Actor, v regulation.Version) error {
	ctx := c.Request().Context()
	all, err := s.Dispatch.HandedOver(ctx, actor, v.ID)
	if err != nil {
		return err
	}
	out := &page.Adopted{Number: v.Number, AdoptedOn: v.AdoptedOn, EffectiveFrom: v.EffectiveFrom}
	if v.DocumentID != nil {
		if out.Document, err = s.documentAddress(ctx, actor, *v.DocumentID); err != nil {
			return err
		}
	}
	for _, h := range all {
		out.HandOvers = append(out.HandOvers, page.HandOverRow{NumberIn: numberOf(h.NumberIn), Day: h.Day, Outcome: string(h.Outcome)})
	}
	return s.show(c, actor, http.StatusOK, page.Adopt{Tabs: regulationTabs(actor, ""), Version: versionLine(v), Adopted: out})
}

// documentAddress is where the actor may read a document: as his organ's own, or as it was delivered to him; nothing where he may not.
func (s *Site) documentAddress(ctx context.Context, actor office.Actor, document office.ID) (string, error) {
	_, err := s.Document.Get(ctx, actor, document)
	if err == nil {
		return "/documents/" + document.String(), nil
	}
	if office.KindOf(err) != office.KindNotFound {
		return "", err
	}
	delivery, err := s.Dispatch.Delivered(ctx, actor, document)
	if err != nil || delivery == (office.ID{}) {
		return "", err
	}
	return "/deliveries/" + delivery.String(), nil
}

package web

import (
	"net/http"
	"slices"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/fields"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// waiting is how many papers the receiving screen lists; a clerk has two hundred before noon.
const waiting = 200

// receiving is what the receiving screen is made of.
type receiving struct {
	lang      language.Lang
	actor     office.Actor
	rows      []dispatch.Delivery
	total     int
	proposed  map[office.ID]dispatch.Choice // by document
	names     map[office.ID]string          // of senders
	next      string                        // the next số đến
	organ     *org.Structure
	open      *dispatch.View
	guesses   []fields.Guess     // what the organ itself knows of the open paper
	owners    []regulation.Named // by proposal
	typed     typed
	errors    page.Errors
	duplicate *dispatch.Delivery
}

// typed is what the clerk had entered in a form that was refused.
type typed struct {
	field, other, area string
	accepted, refusing bool
	code, reason, mend string
}

// receivePage is the clerk's screen: GET /receive and GET /receive/:id. Without a paper named, the first is open.
func (s *Site) receivePage(c echo.Context, actor office.Actor) error {
	v, err := s.receiving(c, actor, c.Param("id"))
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, s.receiveView(v))
}

func (s *Site) receiving(c echo.Context, actor office.Actor, open string) (receiving, error) {
	ctx, v := c.Request().Context(), receiving{lang: s.Language(c), actor: actor}
	if !actor.Has(office.RoleClerk) {
		return v, office.Forbidden("dispatch.only_recipient_clerk")
	}
	var err error
	if v.rows, v.total, err = s.Dispatch.Incoming(ctx, actor, []dispatch.State{dispatch.Arrived}, waiting, 0); err != nil {
		return v, err
	}
	if v.proposed, err = s.Dispatch.Proposed(ctx, actor, v.rows); err != nil {
		return v, err
	}
	var senders []office.ID
	for _, d := range v.rows {
		senders = append(senders, d.SenderID)
	}
	if v.names, err = s.Org.Names(ctx, senders); err != nil {
		return v, err
	}
	if v.next, err = s.nextNumber(c, actor, register.In, register.Common); err != nil {
		return v, err
	}
	return v, s.openPaper(c, &v, open)
}

// nextNumber is the number that a register gives next, as the decree writes it; the real one is taken with the act.
func (s *Site) nextNumber(c echo.Context, actor office.Actor, direction register.Direction, series string) (string, error) {
	next, err := s.Register.Next(c.Request().Context(), actor, direction, series)
	return register.FormatNumber(next), err
}

// openPaper reads the paper that is open; none named opens the first.
func (s *Site) openPaper(c echo.Context, v *receiving, open string) error {
	if open == "" {
		if len(v.rows) == 0 {
			return nil
		}
		open = v.rows[0].ID.String()
	}
	id, err := office.ParseID("", open)
	if err != nil {
		return office.NotFound("dispatch.no_delivery")
	}
	ctx := c.Request().Context()
	if err := s.Dispatch.Open(ctx, v.actor, id); err != nil {
		return err
	}
	paper, err := s.Dispatch.Get(ctx, v.actor, id)
	if err != nil {
		return err
	}
	v.open = &paper
	if len(paper.Duplicates) > 0 {
		v.duplicate = &paper.Duplicates[0]
	}
	if v.organ, err = s.Org.Structure(ctx, v.actor); err != nil {
		return err
	}
	if v.guesses, err = s.Dispatch.Guesses(ctx, v.actor, id); err != nil {
		return err
	}
	v.owners, err = s.owners(c, v.actor, paper, v.proposedFields())
	return err
}

// proposedFields are the sender's, then those that the organ's own knowledge proposes beside them.
func (v receiving) proposedFields() []office.FieldCode {
	all := slices.Clone(v.open.Proposed.Fields)
	for _, g := range v.guesses {
		if !contains(all, g.Field) {
			all = append(all, g.Field)
		}
	}
	return all
}

// owners tells whom each proposed field would reach.
func (s *Site) owners(c echo.Context, actor office.Actor, d dispatch.View, proposed []office.FieldCode) ([]regulation.Named, error) {
	ctx := c.Request().Context()
	choices := make([]dispatch.Choice, len(proposed))
	for i, field := range proposed {
		choices[i].Fields = principalFirst(d.Proposed.Fields, field)
	}
	answers, err := s.Dispatch.WouldReach(ctx, actor, d.ID, choices)
	if err != nil {
		return nil, err
	}
	asked := make([]regulation.OfOrgan, len(answers))
	for i, a := range answers {
		asked[i] = regulation.OfOrgan{Organ: actor.Organ, Answer: a}
	}
	return s.Regulation.Name(ctx, actor.Day, asked...)
}

// principalFirst puts one field before the others.
func principalFirst(fields []office.FieldCode, principal office.FieldCode) []office.FieldCode {
	ordered := []office.FieldCode{principal}
	for _, f := range fields {
		if f != principal {
			ordered = append(ordered, f)
		}
	}
	return ordered
}

// registerDelivery takes a paper in and goes on to the next: POST /receive/:id/register.
func (s *Site) registerDelivery(c echo.Context, actor office.Actor) error {
	return s.receiveAct(c, actor, "web.done.registered", typed{field: c.FormValue("field"), other: c.FormValue("other"), area: c.FormValue("area"),
		accepted: c.FormValue("accept") == "yes"}, s.take)
}

// refuseDelivery sends a paper back and goes on to the next: POST /receive/:id/refuse.
func (s *Site) refuseDelivery(c echo.Context, actor office.Actor) error {
	in := typed{refusing: true, code: c.FormValue("code"), reason: c.FormValue("reason"), mend: c.FormValue("mend")}
	return s.receiveAct(c, actor, "web.done.refused", in, func(c echo.Context, v receiving, in typed) (dispatch.Delivery, error) {
		return s.Dispatch.Refuse(c.Request().Context(), actor, v.open.ID, version(c), dispatch.Refusal{Code: in.code, Reason: in.reason, Mend: in.mend})
	})
}

// receiveAct does what the clerk decided and opens the next paper; refused input shows the screen again with what was typed.
func (s *Site) receiveAct(c echo.Context, actor office.Actor, said string, in typed, do func(echo.Context, receiving, typed) (dispatch.Delivery, error)) error {
	v, err := s.receiving(c, actor, c.Param("id"))
	if err != nil {
		return err
	}
	_, after := v.neighbours()
	d, err := do(c, v, in)
	if err == nil {
		s.done(c, said, d.Code, numberIn(d))
		if after == "" {
			after = "/receive"
		}
		return c.Redirect(http.StatusSeeOther, after)
	}
	errors, ok := s.refused(c, err, map[string]string{"fields": "field", "areas": "area"})
	if !ok {
		return err
	}
	v.errors, v.typed = errors, in
	return s.show(c, actor, http.StatusUnprocessableEntity, s.receiveView(v))
}

// take registers the open paper with the facts that the clerk confirmed.
func (s *Site) take(c echo.Context, v receiving, in typed) (dispatch.Delivery, error) {
	choice, err := in.choice(v.open.Proposed)
	if err != nil {
		return dispatch.Delivery{}, err
	}
	return s.Dispatch.Register(c.Request().Context(), v.actor, v.open.ID, version(c), choice)
}

// choice is what the clerk confirmed: a proposed field, another, or none because it is not clear.
func (in typed) choice(proposed dispatch.Choice) (dispatch.Choice, error) {
	var choice dispatch.Choice
	field := in.field
	if field == "other" {
		field = in.other
	}
	switch field {
	case "":
		return choice, office.Invalid("web.receive.field.needed", "field")
	case "none":
	default:
		choice.Fields = principalFirst(proposed.Fields, office.FieldCode(field))
	}
	choice.Accepts = in.accepted
	if in.area != "" {
		choice.Areas = []office.AreaCode{office.AreaCode(in.area)}
	}
	return choice, nil
}

// comparePage shows a paper beside the one that it may repeat: GET /receive/:id/compare.
func (s *Site) comparePage(c echo.Context, actor office.Actor) error {
	v, err := s.receiving(c, actor, c.Param("id"))
	if err != nil {
		return err
	}
	if v.duplicate == nil {
		return office.NotFound("web.error.not_found")
	}
	other, err := s.Dispatch.Get(c.Request().Context(), actor, v.duplicate.ID)
	if err != nil {
		return err
	}
	view := page.Compare{Back: "/receive/" + v.open.ID.String(), Here: compared(*v.open, page.Say("web.compare.here")),
		There: compared(other, page.Say("web.compare.there", numberIn(other.Delivery)))}
	return s.show(c, actor, http.StatusOK, view)
}

func compared(d dispatch.View, heading page.Phrase) page.Compared {
	return page.Compared{Heading: heading, Number: d.Code, Subject: shownSubject(d.Kind, d.Subject), Issuer: d.SenderName, IssuedOn: d.Document.IssuedOn, Arrived: d.SentAt,
		SHA256: d.SHA256, PDF: pdf("/deliveries/"+d.ID.String()+"/file", &d.Main, strings.TrimSpace(d.Code+" "+numberIn(d.Delivery)))}
}

func numberIn(d dispatch.Delivery) string {
	if d.NumberIn == nil {
		return ""
	}
	return register.FormatNumber(*d.NumberIn)
}

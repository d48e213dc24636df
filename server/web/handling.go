package web

import (
	"net/http"
	"slices"

	"congvan/office"
	"congvan/office/dispatch"

	"github.com/labstack/echo/v4"
)

// mayAct gives the delivery of the address when the act may be the actor's, before anything of the form is looked at. The service decides.
func (s *Site) mayAct(c echo.Context, actor office.Actor, d dispatch.Duty) (office.ID, error) {
	id, err := id(c, "id")
	if err != nil {
		return id, err
	}
	return id, s.Dispatch.MayBegin(c.Request().Context(), actor, id, d)
}

// act runs an act on a delivery and leads to where the person goes on: back to the page named by the form, else the work list. An act that the
// form's input does not allow shows the page again with what is wrong.
func (s *Site) act(c echo.Context, actor office.Actor, whose dispatch.Duty, said string, fields map[string]string, do func(delivery office.ID) (dispatch.Delivery, error)) error {
	id, err := s.mayAct(c, actor, whose)
	if err != nil {
		return err
	}
	d, err := do(id)
	if err == nil {
		s.done(c, said, d.Code)
		next := c.FormValue("back")
		if next == "" {
			next = "/work"
		}
		return c.Redirect(http.StatusSeeOther, localPath(next))
	}
	errors, ok := s.refused(c, err, fields)
	if !ok {
		return err
	}
	view, err := s.delivery(c, actor, id)
	if err != nil {
		return err
	}
	view.errors = errors
	shown := view.page()
	shown.Do.Report, shown.Do.Reason = c.FormValue("note"), c.FormValue("reason")
	if shown.Do.Give != nil {
		shown.Do.Give.Reason = c.FormValue("reason")
	}
	if shown.Propose != nil {
		shown.Propose.Reason = c.FormValue("reason")
	}
	if shown.Do.Assign != nil {
		shown.Do.Assign.Instruction, shown.Do.Assign.DueOn = c.FormValue("instruction"), office.Day(c.FormValue("due"))
	}
	return s.show(c, actor, http.StatusUnprocessableEntity, shown)
}

// assign endorses and gives the work to somebody: POST /deliveries/:id/assign.
func (s *Site) assign(c echo.Context, actor office.Actor) error {
	fields := map[string]string{"handler": "lead", "due_on": "due", "text": "instruction"}
	return s.act(c, actor, dispatch.Assigning, "web.done.assigned", fields, func(id office.ID) (dispatch.Delivery, error) {
		a, err := assignment(c)
		if err != nil {
			return dispatch.Delivery{}, err
		}
		return s.Dispatch.Assign(c.Request().Context(), actor, id, version(c), a)
	})
}

// endorse writes a leader's words without giving the work to somebody: POST /deliveries/:id/endorse.
func (s *Site) endorse(c echo.Context, actor office.Actor) error {
	return s.stay(c, actor, dispatch.Assigning, "web.done.endorsed", func(id office.ID) (dispatch.Delivery, error) {
		return s.Dispatch.Endorse(c.Request().Context(), actor, id, version(c), c.FormValue("instruction"))
	})
}

func assignment(c echo.Context) (dispatch.Assignment, error) {
	var a dispatch.Assignment
	var err error
	if a.Handler, err = office.ParseID("lead", c.FormValue("lead")); err != nil {
		return a, office.Invalid("dispatch.handler_needed", "lead")
	}
	if a.DueOn, err = office.ParseDay("due", c.FormValue("due")); err != nil {
		return a, err
	}
	if a.Cooperate, err = many(c, "cooperate"); err != nil {
		return a, err
	}
	if a.Inform, err = many(c, "inform"); err != nil {
		return a, err
	}
	// Who leads does not also cooperate, and who works on it need not be informed.
	a.Cooperate = slices.DeleteFunc(a.Cooperate, func(p office.ID) bool { return p == a.Handler })
	a.Inform = slices.DeleteFunc(a.Inform, func(p office.ID) bool { return p == a.Handler || contains(a.Cooperate, p) })
	a.Text = c.FormValue("instruction")
	return a, nil
}

// many reads the identifiers that tick boxes of one name sent.
func many(c echo.Context, name string) ([]office.ID, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, err
	}
	var ids []office.ID
	for _, text := range form[name] {
		id, err := office.ParseID(name, text)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// distribute confirms to which leader the paper goes: POST /deliveries/:id/distribute.
func (s *Site) distribute(c echo.Context, actor office.Actor) error {
	return s.act(c, actor, dispatch.Distributing, "web.done.distributed", map[string]string{"reason": "overrule"}, func(id office.ID) (dispatch.Delivery, error) {
		leader, err := office.ParseID("leader", c.FormValue("leader"))
		if err != nil {
			return dispatch.Delivery{}, err
		}
		return s.Dispatch.Distribute(c.Request().Context(), actor, id, version(c), leader, c.FormValue("overrule"))
	})
}

// start is the handler's first act: POST /deliveries/:id/start. He stays on the paper.
func (s *Site) start(c echo.Context, actor office.Actor) error {
	return s.stay(c, actor, dispatch.Working, "web.done.started", func(id office.ID) (dispatch.Delivery, error) {
		return s.Dispatch.Start(c.Request().Context(), actor, id, version(c))
	})
}

// stay is act for what leaves the person on the paper.
func (s *Site) stay(c echo.Context, actor office.Actor, whose dispatch.Duty, said string, do func(office.ID) (dispatch.Delivery, error)) error {
	id, err := s.mayAct(c, actor, whose)
	if err != nil {
		return err
	}
	d, err := do(id)
	if err != nil {
		return err
	}
	s.done(c, said, d.Code)
	return c.Redirect(http.StatusSeeOther, "/deliveries/"+id.String())
}

// handDown gives the work to an officer of the own department: POST /deliveries/:id/hand-down.
func (s *Site) handDown(c echo.Context, actor office.Actor) error {
	return s.act(c, actor, dispatch.Working, "web.done.handed_down", nil, func(id office.ID) (dispatch.Delivery, error) {
		officer, err := office.ParseID("officer", c.FormValue("officer"))
		if err != nil {
			return dispatch.Delivery{}, err
		}
		return s.Dispatch.HandDown(c.Request().Context(), actor, id, version(c), officer, "")
	})
}

// finish ends the work with a note: POST /deliveries/:id/finish.
func (s *Site) finish(c echo.Context, actor office.Actor) error {
	return s.act(c, actor, dispatch.Working, "web.done.finished", nil, func(id office.ID) (dispatch.Delivery, error) {
		return s.Dispatch.Finish(c.Request().Context(), actor, id, version(c), c.FormValue("note"))
	})
}

// handBack gives the paper back with a reason: POST /deliveries/:id/hand-back.
func (s *Site) handBack(c echo.Context, actor office.Actor) error {
	return s.act(c, actor, dispatch.GivingBack, "web.done.handed_back", nil, func(id office.ID) (dispatch.Delivery, error) {
		return s.Dispatch.HandBack(c.Request().Context(), actor, id, version(c), c.FormValue("reason"))
	})
}

// wrongField names the right field, in one tap or from the list: POST /deliveries/:id/field.
func (s *Site) wrongField(c echo.Context, actor office.Actor) error {
	return s.act(c, actor, dispatch.Classifying, "web.done.field", map[string]string{"field": "other-field"}, func(id office.ID) (dispatch.Delivery, error) {
		field := c.FormValue("field")
		if field == "" {
			field = c.FormValue("other")
		}
		return s.Dispatch.WrongField(c.Request().Context(), actor, id, version(c), office.FieldCode(field))
	})
}

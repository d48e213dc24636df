package web

import (
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// pick chooses the recipients of a group in place of those chosen; those that are no recipients any more stay out.
func (v *sending) pick(group string) {
	for _, g := range v.kept {
		if g.ID.String() != group {
			continue
		}
		v.group, v.chosen = g.ID, map[office.ID]bool{}
		for _, o := range v.organs {
			if contains(g.Members, o.ID) {
				v.chosen[o.ID] = true
			}
		}
	}
}

// keptGroups are the organ's groups of recipients, for choosing one.
func (v sending) keptGroups() []page.Option {
	var options []page.Option
	for _, g := range v.kept {
		options = append(options, page.Option{Value: g.ID.String(), Text: language.Text(v.lang, "web.dispatch.group", g.Name, len(g.Members)), Chosen: g.ID == v.group})
	}
	return options
}

// keepGroup keeps the recipients chosen as a group: POST /dispatch/:id/groups. The choice itself stays on the page.
func (s *Site) keepGroup(c echo.Context, actor office.Actor) error {
	return s.groupAct(c, actor, "web.done.group_kept", func(v sending) error {
		_, err := s.Dispatch.KeepGroup(c.Request().Context(), actor, c.FormValue("group_name"), v.recipients())
		return err
	})
}

// dropGroup drops a group: POST /dispatch/:id/groups/drop.
func (s *Site) dropGroup(c echo.Context, actor office.Actor) error {
	return s.groupAct(c, actor, "web.done.group_dropped", func(sending) error {
		group, err := office.ParseID("group", c.FormValue("group"))
		if err != nil {
			return office.Invalid("web.dispatch.group.needed", "group")
		}
		return s.Dispatch.DropGroup(c.Request().Context(), actor, group)
	})
}

func (s *Site) groupAct(c echo.Context, actor office.Actor, done string, act func(sending) error) error {
	v, err := s.asked(c, actor)
	if err != nil {
		return err
	}
	if err := act(v); err != nil {
		messages, ok := s.refused(c, err, nil)
		if !ok {
			return err
		}
		return s.showSending(c, actor, http.StatusUnprocessableEntity, v, messages)
	}
	if v.kept, err = s.Dispatch.Groups(c.Request().Context(), actor); err != nil {
		return err
	}
	s.done(c, done)
	return s.showSending(c, actor, http.StatusOK, v, nil)
}

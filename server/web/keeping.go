package web

import (
	"net/http"

	"congvan/office"
	"congvan/office/register"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// reserveNumber takes a number without a paper: POST /registers/incoming/reserve.
func (s *Site) reserveNumber(c echo.Context, actor office.Actor, direction register.Direction) error {
	return s.keeping(c, actor, direction, "reserve", func(typed page.RegisterKeeping, series string) (string, error) {
		number, err := s.Register.Reserve(c.Request().Context(), actor, direction, series, typed.Reason)
		return register.FormatNumber(number), err
	})
}

// numberUsedOutside enters a paper that was numbered outside of the system: POST /registers/incoming/outside.
func (s *Site) numberUsedOutside(c echo.Context, actor office.Actor, direction register.Direction) error {
	return s.keeping(c, actor, direction, "outside", func(typed page.RegisterKeeping, series string) (string, error) {
		paper := register.Outside{Direction: direction, Series: series, Code: typed.Code, Subject: typed.Subject, Party: typed.Party, Dated: typed.Dated, Reason: typed.Reason}
		if typed.Number != "" {
			entry, err := s.Register.Numbered(c.Request().Context(), actor, direction, series, numberOr(typed.Number, 0))
			if err != nil {
				return "", err
			}
			paper.Entry = &entry
		}
		number, err := s.Register.UseOutside(c.Request().Context(), actor, paper)
		return register.FormatNumber(number), err
	})
}

// voidNumber voids a number that no paper bears: POST /registers/incoming/void.
func (s *Site) voidNumber(c echo.Context, actor office.Actor, direction register.Direction) error {
	return s.keeping(c, actor, direction, "void", func(typed page.RegisterKeeping, series string) (string, error) {
		number := numberOr(typed.Number, 0)
		entry, err := s.Register.Numbered(c.Request().Context(), actor, direction, series, number)
		if err != nil {
			return "", err
		}
		return register.FormatNumber(number), s.Register.Void(c.Request().Context(), actor, entry, typed.Reason)
	})
}

// openRegister opens this year's register at a number: POST /registers/incoming/open.
func (s *Site) openRegister(c echo.Context, actor office.Actor, direction register.Direction) error {
	return s.keeping(c, actor, direction, "open", func(typed page.RegisterKeeping, series string) (string, error) {
		first := numberOr(typed.First, 0)
		return register.FormatNumber(first), s.Register.Open(c.Request().Context(), actor, actor.Organ, direction, series, first, typed.Reason)
	})
}

// keeping is an act of the register's keeper: permission, the form, the confirmation, the act. What was typed stays on a page that was refused.
func (s *Site) keeping(c echo.Context, actor office.Actor, direction register.Direction, act string, do func(page.RegisterKeeping, string) (string, error)) error {
	may, err := s.Register.MayKeep(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	if !may {
		return office.Forbidden("register.only_keeper")
	}
	typed := page.RegisterKeeping{Act: act, Number: c.FormValue("number"), First: c.FormValue("first"), Code: c.FormValue("code"), Subject: c.FormValue("subject"),
		Party: c.FormValue("party"), Reason: c.FormValue("reason")}
	typed.Dated, _ = office.ParseDay("dated", c.FormValue("dated"))
	number := ""
	if c.FormValue("sure") != "yes" {
		err = office.Invalid("web.register.sure.needed", "sure")
	} else {
		number, err = do(typed, registerQuery(c, actor, direction).Series)
	}
	if err == nil {
		s.done(c, "web.done.register."+act, number)
		return c.Redirect(http.StatusSeeOther, registerAddress[direction])
	}
	fields := map[string]string{}
	for _, field := range []string{"number", "first", "code", "subject", "party", "dated", "reason", "sure"} {
		fields[field] = act + "_" + field
	}
	messages, ok := s.refused(c, err, fields)
	if !ok {
		return err
	}
	return s.showRegister(c, actor, http.StatusUnprocessableEntity, direction, typed, messages)
}

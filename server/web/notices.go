package web

import (
	"net/http"

	"congvan/notice"
	"congvan/office"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

const noticesShown = 50

// noticesPage shows what the person was told: GET /notices.
func (s *Site) noticesPage(c echo.Context, actor office.Actor) error {
	all, unseen, err := s.Dispatch.Notices(c.Request().Context(), actor, noticesShown)
	if err != nil {
		return err
	}
	view := page.Notices{Unseen: unseen}
	for i, n := range all {
		if i == 0 {
			view.UpTo = n.ID.String()
		}
		view.Rows = append(view.Rows, page.NoticeRow{Href: noticeAddress(n), Text: n.Text(s.Language(c)), At: n.At, Seen: n.Seen})
	}
	return s.show(c, actor, http.StatusOK, view)
}

// noticeAddress is where the word leads: to the paper, for the clerk to the receiving screen, for the sender to the board.
func noticeAddress(n notice.Notice) string {
	switch n.Key {
	case "dispatch.notice_receive":
		return "/receive/" + n.Object.String()
	case "dispatch.notice_dispatch":
		return "/board"
	case "webhook.notice_stopped":
		return "/webhooks/" + n.Object.String()
	case "reorganisation.notice_draft":
		return "/regulations/" + n.Object.String()
	default:
		return "/deliveries/" + n.Object.String()
	}
}

// seeNotices notes that the person has seen his notices: POST /notices/seen.
func (s *Site) seeNotices(c echo.Context, actor office.Actor) error {
	upTo, err := office.ParseID("up_to", c.FormValue("up_to"))
	if err != nil {
		return err
	}
	if err := s.Dispatch.SeeNotices(c.Request().Context(), actor, upTo); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/notices")
}

package web

import (
	"io"
	"mime"
	"net/http"

	"congvan/office"
	"congvan/office/document"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// deliveryFile sends the delivered file to who may see the delivery: GET /deliveries/:id/file.
func (s *Site) deliveryFile(c echo.Context, actor office.Actor) error {
	delivery, err := id(c, "id")
	if err != nil {
		return err
	}
	file, content, err := s.Dispatch.File(c.Request().Context(), actor, delivery)
	if err != nil {
		return err
	}
	return sendFile(c, file, content)
}

// documentFile sends the newest file of a document to its own organ: GET /documents/:id/file.
func (s *Site) documentFile(c echo.Context, actor office.Actor) error {
	paper, err := id(c, "id")
	if err != nil {
		return err
	}
	file, content, err := s.Document.Open(c.Request().Context(), actor, paper)
	if err != nil {
		return err
	}
	return sendFile(c, file, content)
}

// sendFile answers with a file, or with the part of it that the viewer asks for (RFC 9110 §14). Its hash is its entity tag.
func sendFile(c echo.Context, file document.File, content io.ReadSeekCloser) error {
	defer content.Close()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, file.MediaType)
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("inline", map[string]string{"filename": file.Name}))
	h.Set("ETag", `"`+file.SHA256+`"`)
	http.ServeContent(c.Response(), c.Request(), file.Name, file.CreatedAt, content)
	return nil
}

// pdf is a file for the viewer.
func pdf(address string, file *document.File, label string) page.PDF {
	view := page.PDF{Href: address, Label: label}
	if file != nil {
		view.Name, view.Pages, view.Size = file.Name, file.Pages, file.Size
	}
	return view
}

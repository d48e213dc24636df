package web

import (
	"io"
	"mime"
	"net/http"

	"congvan/office"
	"congvan/office/document"
	"congvan/server/web/page"
	"congvan/storage"

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

// sendFile answers with a file, or with the part of it that the viewer asks for (RFC 9110 §14). Its hash is its entity tag. A download is sent to
// fetch the file from the store where the store lends it out.
func sendFile(c echo.Context, file document.File, content io.ReadSeekCloser) error {
	defer content.Close()
	address, err := lent(c, file, content)
	if err != nil {
		return err
	}
	if address != "" {
		return c.Redirect(http.StatusFound, address) // under Cache-Control: no-store, and the log has no headers
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, file.MediaType)
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("inline", map[string]string{"filename": file.Name}))
	h.Set("ETag", `"`+file.SHA256+`"`)
	http.ServeContent(c.Response(), c.Request(), file.Name, file.CreatedAt, content)
	return nil
}

// lent asks the store for an address to fetch the file from; "" when the program sends it itself. Only what a browser is told to navigate to is
// sent elsewhere: the viewer on the page reads parts, and its page allows no other origin.
func lent(c echo.Context, file document.File, content io.ReadSeekCloser) (string, error) {
	lender, ok := content.(storage.Lender)
	if !ok || c.Request().Header.Get("Sec-Fetch-Dest") != "document" {
		return "", nil
	}
	// Never "inline": as a page of its own the address would stand in the browser's bar and history.
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": file.Name})
	return lender.Address(c.Request().Context(), storage.Served{MediaType: file.MediaType, Disposition: disposition})
}

// pdf is a file for the viewer.
func pdf(address string, file *document.File, label string) page.PDF {
	view := page.PDF{Href: address, Label: label}
	if file != nil {
		view.Name, view.Pages, view.Size = file.Name, file.Pages, file.Size
	}
	return view
}

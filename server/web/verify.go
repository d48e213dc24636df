package web

import (
	"io"
	"net/http"

	"congvan/office"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// verifyPage asks for a file to check: GET /verify. It is for everybody.
func (s *Site) verifyPage(c echo.Context) error {
	return s.plain(c, http.StatusOK, page.Verify{Limit: s.MaxUpload})
}

// verify checks the signatures of a file and forgets it: POST /verify.
func (s *Site) verify(c echo.Context) error {
	result, err := s.check(c)
	view := page.Verify{Limit: s.MaxUpload, Result: result}
	status := http.StatusOK
	if err != nil {
		errors, ok := s.refused(c, err, nil)
		if !ok {
			return err
		}
		view.Errors, status = errors, http.StatusUnprocessableEntity
	}
	return s.plain(c, status, view)
}

func (s *Site) check(c echo.Context) (*page.Verified, error) {
	name, content, err := s.uploaded(c)
	if err != nil {
		return nil, err
	}
	found, err := s.Seal.Verify(c.Request().Context(), content)
	if err != nil {
		return nil, err
	}
	return &page.Verified{File: name, SHA256: found.SHA256, Report: report(s.Language(c), &found)}, nil
}

// uploaded reads the file of a form whole: echo has spooled it to a temporary file, which it removes with the request.
func (s *Site) uploaded(c echo.Context) (name string, content []byte, err error) {
	header, err := c.FormFile("file")
	if err == http.ErrMissingFile || err == nil && header.Size == 0 {
		return "", nil, office.Invalid("web.error.no_file", "file")
	}
	if err != nil {
		return "", nil, err
	}
	if header.Size > s.MaxUpload {
		return "", nil, &office.Error{Kind: office.KindTooLarge, Key: "web.error.file_too_large", Field: "file", Args: []any{s.MaxUpload >> 20}}
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return header.Filename, content, err
}

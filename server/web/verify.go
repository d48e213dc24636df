package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"congvan/office"
	"congvan/server/problem"
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
		messages, ok := s.refused(c, err, nil)
		if !ok {
			return err
		}
		view.Errors, status = messages, problem.Status(err)
	}
	return s.plain(c, status, view)
}

func (s *Site) check(c echo.Context) (*page.Verified, error) {
	header, err := s.attached(c)
	if err != nil {
		return nil, err
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	found, err := s.Seal.VerifyFile(c.Request().Context(), file, header.Size)
	if err != nil {
		return nil, err
	}
	return &page.Verified{File: header.Filename, SHA256: found.SHA256, Report: signatureReport(s.Language(c), &found)}, nil
}

// spoolAbove is how much of a form with files stays in memory; the rest lies in temporary files until the request is over.
const spoolAbove = 1 << 20

// attached is the file of a form.
func (s *Site) attached(c echo.Context) (*multipart.FileHeader, error) {
	err := c.Request().ParseMultipartForm(spoolAbove)
	if errors.Is(err, http.ErrNotMultipart) || errors.Is(err, http.ErrMissingBoundary) {
		return nil, office.Invalid("web.error.no_file", "file")
	}
	if err != nil {
		return nil, badForm(err)
	}
	header, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || err == nil && header.Size == 0 {
		return nil, office.Invalid("web.error.no_file", "file")
	}
	if err == nil && header.Size > s.MaxUpload {
		err = &office.Error{Kind: office.KindTooLarge, Key: "web.error.file_too_large", Field: "file", Args: []any{s.MaxUpload >> 20}}
	}
	return header, err
}

// badForm sorts why a form cannot be read: over the limit, a line that broke, or a form that is none.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return office.Invalid("web.error.invalid", "").Because(err)
}

// uploaded reads the file of a form whole.
func (s *Site) uploaded(c echo.Context) (name string, content []byte, err error) {
	header, err := s.attached(c)
	if err != nil {
		return "", nil, err
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return header.Filename, content, err
}

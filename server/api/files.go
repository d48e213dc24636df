package api

import (
	"io"
	"mime"
	"net/http"

	"congvan/office"
	"congvan/office/document"
	"congvan/server/problem"
)

// fileAnswer is a file, or the part of it that was asked for (RFC 9110 §14). Its hash is its entity tag.
type fileAnswer struct {
	file    document.File
	content io.ReadSeekCloser
	request *http.Request
}

func (f fileAnswer) send(w http.ResponseWriter) error {
	defer f.content.Close()
	w.Header().Set("Content-Type", f.file.MediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.file.Name}))
	w.Header().Set("ETag", `"`+f.file.SHA256+`"`)
	watched := &refusalWatch{ResponseWriter: w}
	http.ServeContent(watched, f.request, f.file.Name, f.file.CreatedAt, f.content)
	if watched.status == 0 {
		return nil
	}
	w.Header().Del("Content-Disposition")
	return problem.WithStatus(watched.status, office.Invalid("api.range", "Range"))
}

// refusalWatch keeps the standard library's own words about a range or a condition that cannot be met from being sent.
type refusalWatch struct {
	http.ResponseWriter
	status int // of the refusal, 0 when there is none
}

func (w *refusalWatch) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		w.status = status
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *refusalWatch) Write(b []byte) (int, error) {
	if w.status != 0 {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// VisitGetDocumentFileResponse sends the file.
func (f fileAnswer) VisitGetDocumentFileResponse(w http.ResponseWriter) error { return f.send(w) }

// VisitGetDeliveryFileResponse sends the file.
func (f fileAnswer) VisitGetDeliveryFileResponse(w http.ResponseWriter) error { return f.send(w) }

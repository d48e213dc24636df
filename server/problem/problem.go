// Package problem translates errors into HTTP in one place: a status, a sentence for the official, and for programs the body of RFC 9457.
//
// An office.Error keeps its key, arguments and field across this boundary; its cause stays in the log. Errors of echo and of the standard
// library's readers are given keys here, so that every answer reads from the catalogues. Everything else is an internal fault: the reader
// is told that it is ours, and the number of the request to quote.
package problem

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"

	"github.com/labstack/echo/v4"
)

// MediaType is what RFC 9457 §3 calls the JSON form.
const MediaType = "application/problem+json"

// Problem is one failed request. The JSON members are those of RFC 9457 §3.1, extended by the field at fault and the request's number.
type Problem struct {
	Type    string  `json:"type"`              // "urn:congvan:document.not_pdf": stable, to be compared by programs
	Title   string  `json:"title"`             // what kind of failure, in the reader's language
	Status  int     `json:"status"`            // the HTTP status
	Detail  string  `json:"detail,omitempty"`  // what happened here, and how to mend it
	Field   string  `json:"field,omitempty"`   // the input at fault
	Errors  []Fault `json:"errors,omitempty"`  // every input at fault
	Request string  `json:"request,omitempty"` // the request's number, as in the log
}

// Fault is one input at fault, as the example of RFC 9457 §3 has it: where, by a JSON pointer into the body (RFC 6901), by the cell of a workbook
// ("Điều khoản!D12") or by the name of a parameter or header, and what is wrong.
type Fault struct {
	Type      string `json:"type"`
	Detail    string `json:"detail"`
	Pointer   string `json:"pointer,omitempty"`
	Cell      string `json:"cell,omitempty"`
	Parameter string `json:"parameter,omitempty"`
}

// statuses of the kinds. What may not be known of and what does not exist are both 404 by their kind (office.NotFound).
var statuses = map[office.Kind]int{
	office.KindInternal:        http.StatusInternalServerError,
	office.KindInvalid:         http.StatusUnprocessableEntity,
	office.KindNotFound:        http.StatusNotFound,
	office.KindForbidden:       http.StatusForbidden,
	office.KindConflict:        http.StatusConflict,
	office.KindTooLarge:        http.StatusRequestEntityTooLarge,
	office.KindUnavailable:     http.StatusServiceUnavailable,
	office.KindUnauthenticated: http.StatusUnauthorized,
	office.KindStale:           http.StatusConflict,
}

// WithStatus has an error answered with a status of its own, where HTTP tells apart what the office does not: a missing header, a precondition.
func WithStatus(status int, err error) error { return &withStatus{status, err} }

type withStatus struct {
	status int
	error
}

func (w *withStatus) Unwrap() error { return w.error }

// kinds of the statuses that echo and its middleware give on their own.
var kinds = map[int]office.Kind{
	http.StatusBadRequest:            office.KindInvalid,
	http.StatusUnauthorized:          office.KindUnauthenticated,
	http.StatusForbidden:             office.KindForbidden,
	http.StatusNotFound:              office.KindNotFound,
	http.StatusMethodNotAllowed:      office.KindNotFound,
	http.StatusRequestEntityTooLarge: office.KindTooLarge,
	http.StatusUnsupportedMediaType:  office.KindInvalid,
}

// Status is the HTTP status of an error.
func Status(err error) int {
	var he *echo.HTTPError
	var oe *office.Error
	var own *withStatus
	switch {
	case errors.As(err, &own):
		return own.status
	case errors.As(err, &oe):
		return statuses[oe.Kind]
	case isTooLarge(err):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &he):
		return he.Code
	default:
		return http.StatusInternalServerError
	}
}

// Of describes an error to a reader of the language; request is the number under which the log has it.
func Of(lang language.Lang, err error, request string) Problem {
	status := Status(err)
	p := Problem{
		Type:    "about:blank", // RFC 9457 §4.2.1: nothing more than the status says
		Title:   language.Text(lang, TitleKey(status)),
		Status:  status,
		Request: request,
	}
	var oe *office.Error
	if errors.As(err, &oe) && oe.Key != "" && oe.Kind != office.KindInternal {
		p.Type = "urn:congvan:" + oe.Key
		p.Detail = language.Text(lang, oe.Key, oe.Args...)
		p.Field = oe.Field
		p.Errors = faults(lang, err)
	}
	return p
}

// faults lists the inputs at fault; none when no input is.
func faults(lang language.Lang, err error) []Fault {
	var own *withStatus
	if errors.As(err, &own) {
		err = own.error
	}
	var all []Fault
	for _, e := range office.All(err) {
		if e.Field == "" || e.Kind == office.KindInternal {
			continue
		}
		f := Fault{Type: "urn:congvan:" + e.Key, Detail: language.Text(lang, e.Key, e.Args...)}
		switch {
		case strings.HasPrefix(e.Field, "/"):
			f.Pointer = e.Field
		case strings.Contains(e.Field, "!"):
			f.Cell = e.Field
		default:
			f.Parameter = e.Field
		}
		all = append(all, f)
	}
	return all
}

// Internal reports whether the fault is ours, so that the log gets the cause as an error.
func Internal(err error) bool { return Status(err) >= http.StatusInternalServerError }

// Write sends the error as RFC 9457.
func Write(w http.ResponseWriter, p Problem) error {
	w.Header().Set("Content-Type", MediaType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	return json.NewEncoder(w).Encode(p)
}

// titles are the catalogue keys of the statuses that have words of their own.
var titles = map[int]string{
	http.StatusUnauthorized:          "web.error.unauthenticated",
	http.StatusForbidden:             "web.error.forbidden",
	http.StatusNotFound:              "web.error.not_found",
	http.StatusMethodNotAllowed:      "web.error.not_found",
	http.StatusConflict:              "web.error.conflict",
	http.StatusRequestEntityTooLarge: "web.error.too_large",
	http.StatusBadRequest:            "web.error.invalid",
	http.StatusUnsupportedMediaType:  "web.error.invalid",
	http.StatusUnprocessableEntity:   "web.error.invalid",
	http.StatusPreconditionFailed:    "web.error.conflict",
	http.StatusPreconditionRequired:  "web.error.invalid",
	http.StatusTooManyRequests:       "web.error.too_many",
	http.StatusServiceUnavailable:    "web.error.unavailable",
}

// TitleKey is the catalogue key of a status: what kind of failure it is; key + ".hint" says what to do.
func TitleKey(status int) string {
	if key, ok := titles[status]; ok {
		return key
	}
	return "web.error.internal"
}

// KindOf is the kind of any error, those of echo included.
func KindOf(err error) office.Kind {
	if kind := office.KindOf(err); kind != office.KindInternal {
		return kind
	}
	return kinds[Status(err)] // an unknown status reads as the zero kind, internal
}

// isTooLarge recognises the standard library's limit on bodies, which echo wraps into "bad request".
func isTooLarge(err error) bool {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return true
	}
	var he *echo.HTTPError
	return errors.As(err, &he) && errors.As(he.Internal, &tooLarge)
}

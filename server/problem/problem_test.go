package problem_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"congvan/language"
	"congvan/office"
	"congvan/server/problem"

	"github.com/labstack/echo/v4"
)

func TestEveryKindHasItsStatus(t *testing.T) {
	tests := []struct {
		err  error
		want int
	}{
		{office.Invalid("web.error.invalid", "subject"), 422},
		{office.NotFound("web.error.not_found"), 404},
		{office.Forbidden("web.error.forbidden"), 403},
		{office.Conflict("web.error.conflict"), 409},
		{&office.Error{Kind: office.KindTooLarge}, 413},
		{&office.Error{Kind: office.KindUnavailable}, 503},
		{&office.Error{Kind: office.KindUnauthenticated}, 401},
		{fmt.Errorf("registering: %w", office.Conflict("web.error.conflict")), 409},
		{echo.ErrNotFound, 404},
		{echo.NewHTTPError(http.StatusBadRequest).SetInternal(&http.MaxBytesError{Limit: 1}), 413},
		{errors.New("the disk is on fire"), 500},
	}
	for _, test := range tests {
		if got := problem.Status(test.err); got != test.want {
			t.Errorf("%v: status %d, want %d", test.err, got, test.want)
		}
	}
}

func TestAnInternalFaultTellsNothingButItsNumber(t *testing.T) {
	cause := errors.New("pq: password authentication failed for user congvan")
	for _, err := range []error{cause, &office.Error{Kind: office.KindInternal, Key: "web.error.internal", Cause: cause}} {
		w := httptest.NewRecorder()
		if err := problem.Write(w, problem.Of(language.Vietnamese, err, "r-17")); err != nil {
			t.Fatal(err)
		}
		body := w.Body.String()
		if strings.Contains(body, "password") || !strings.Contains(body, "r-17") {
			t.Errorf("body %s", body)
		}
	}
}

func TestTheBodyIsThatOfRFC9457(t *testing.T) {
	w := httptest.NewRecorder()
	err := office.Invalid("web.error.invalid", "subject").Because(errors.New("secret"))
	if err := problem.Write(w, problem.Of(language.English, err, "r-1")); err != nil {
		t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	if w.Header().Get("Content-Type") != "application/problem+json" || w.Code != 422 || body["status"] != 422.0 ||
		body["type"] != "urn:congvan:web.error.invalid" || body["field"] != "subject" {
		t.Fatalf("status %d, body %v", w.Code, body)
	}
}

func TestEveryTitleHasItsSentenceAndItsHintInBothLanguages(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503} {
		for _, lang := range language.All {
			for _, key := range []string{problem.TitleKey(status), problem.TitleKey(status) + ".hint"} {
				if !language.Has(lang, key) {
					t.Errorf("%s has no text for %q (status %d)", lang, key, status)
				}
			}
		}
	}
}

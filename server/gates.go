package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"congvan/metrics"
	"congvan/office"
	"congvan/server/api"
	"congvan/server/problem"
	"congvan/server/web"
	"congvan/server/web/static"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// policy is the content policy of every answer: nothing inline, nothing from elsewhere. WebAssembly is allowed for PDF.js, which decodes
// scans (JBIG2, JPEG 2000) with it; 'wasm-unsafe-eval' does not allow eval (CSP level 3 §6.1.10).
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// gates are what every request passes, outermost first.
func gates(config Config) []echo.MiddlewareFunc {
	return []echo.MiddlewareFunc{
		numbered(),
		drained(config.Drain),
		timed(),
		logged(config.Log),
		middleware.RecoverWithConfig(middleware.RecoverConfig{DisableErrorHandler: true, LogErrorFunc: panicked}),
		headers(config.Secure),
		sameOrigin(),
		limited(config.Rate, counted),
		limited(config.Rate/costly, func(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == "/verify" }),
		bounded(config.MaxUpload),
	}
}

// numbered gives each request a number of ours. One that the client names could be anything, and the same for two.
func numbered() echo.MiddlewareFunc {
	number := middleware.RequestID()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		numberedNext := number(func(c echo.Context) error {
			c.SetRequest(c.Request().WithContext(office.Logging(c.Request().Context(), slog.String("request", requestNumber(c)))))
			return next(c)
		})
		return func(c echo.Context) error {
			c.Request().Header.Del(echo.HeaderXRequestID)
			return numberedNext(c)
		}
	}
}

func panicked(_ echo.Context, err error, stack []byte) error {
	return &office.Error{Kind: office.KindInternal, Key: "web.error.internal", Cause: errors.New(err.Error() + "\n" + string(stack))}
}

// logged writes one line a request: no address, no query, no account, for those are personal data (NĐ 13/2023/NĐ-CP) and the audit has
// its own record of who did what.
func logged(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			if err := next(c); err != nil {
				setFault(c, err)
				c.Error(err)
			}
			level, fault := slog.LevelInfo, getFault(c)
			attributes := []slog.Attr{
				slog.String("method", c.Request().Method),
				slog.String("route", c.Path()),
				slog.Int("status", c.Response().Status),
				slog.Int64("bytes", c.Response().Size),
				slog.Duration("took", time.Since(start)),
			}
			if fault != nil {
				attributes = append(attributes, slog.String("error", fault.Error()))
				if problem.Internal(fault) {
					level = slog.LevelError
				}
			}
			log.LogAttrs(c.Request().Context(), level, "http", attributes...)
			if c.Path() != web.LivePath { // how long a page was looked at is not how long an answer took
				metrics.Request(c.Path(), c.Request().Method, c.Response().Status, time.Since(start))
			}
			return nil
		}
	}
}

const faultKey = "fault"

func setFault(c echo.Context, err error) { c.Set(faultKey, err) }

func getFault(c echo.Context) error {
	err, _ := c.Get(faultKey).(error)
	return err
}

func requestNumber(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

func headers(secure bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
			if secure {
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			if !strings.HasPrefix(c.Request().URL.Path, static.Prefix) {
				h.Set("Cache-Control", "no-store") // papers of an office stay out of caches; Back asks again
			}
			return next(c)
		}
	}
}

// sameOrigin refuses what another site's page sends in a signed-in person's name (net/http's check by Sec-Fetch-Site and Origin).
func sameOrigin() echo.MiddlewareFunc {
	check := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := check.Check(c.Request()); err != nil {
				return office.Forbidden("web.error.cross_origin").Because(err)
			}
			return next(c)
		}
	}
}

// counted are the requests whose rate is limited: not those for what is embedded, and not those of who watches over the server, which would
// take it for dead.
func counted(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, static.Prefix) && r.URL.Path != "/healthz" && r.URL.Path != "/readyz"
}

// costly is how many times a check of a file, which anybody may ask for, costs what a page costs.
const costly = 10

// limited bounds how often one address may ask what counts. What is behind one proxy shares the proxy's address unless the proxy is trusted to
// name the reader's.
func limited(often rate.Limit, counts func(*http.Request) bool) echo.MiddlewareFunc {
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Skipper: func(c echo.Context) bool { return !counts(c.Request()) },
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: often, Burst: max(1, int(4*often)), ExpiresIn: 3 * time.Minute,
		}),
		DenyHandler: func(c echo.Context, _ string, err error) error {
			c.Response().Header().Set("Retry-After", "1")
			return echo.NewHTTPError(http.StatusTooManyRequests).SetInternal(err)
		},
	})
}

// bounded limits the body: a form to formLimit, a form with files to the upload limit and the form's own fields. What a form with files spooled
// goes with the request: net/http clears up after the request that it made, and the gates hand on copies of it.
func bounded(upload int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			limit := int64(formLimit)
			if isUpload(c.Request()) {
				limit += upload
			}
			c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, limit)
			err := next(c)
			if form := c.Request().MultipartForm; form != nil {
				if failed := form.RemoveAll(); failed != nil {
					err = errors.Join(err, failed)
				}
			}
			return err
		}
	}
}

// isUpload reports whether a request brings a file: in a form, or through the API as it is.
func isUpload(r *http.Request) bool {
	kind := r.Header.Get(echo.HeaderContentType)
	return strings.HasPrefix(kind, echo.MIMEMultipartForm) || r.Method == http.MethodPut && strings.HasPrefix(r.URL.Path, api.Prefix) && kind == "application/pdf"
}

// timed gives the work behind a request a deadline; the context carries it into every part, and who sends slowly is cut off at it too.
func timed() echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if c.Path() == web.LivePath {
				return next(c) // a stream lasts as long as its page is looked at
			}
			limit := requestTime
			if isUpload(c.Request()) {
				limit = uploadTime
			}
			ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
			defer cancel()
			_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(limit)) // not every writer is a connection
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
	}
}

// answerErrors is the one door of errors: RFC 9457 for programs, a page in words for people.
func answerErrors(log *slog.Logger, site *web.Site) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return // half a file is on its way; closing the connection is all that is left
		}
		answer := site.ShowError
		if wantsProblem(c.Request()) {
			answer = func(c echo.Context, err error) error {
				return problem.Write(c.Response(), problem.Of(site.Language(c), err, requestNumber(c)))
			}
		}
		if failed := answer(c, err); failed != nil {
			log.ErrorContext(c.Request().Context(), "answering an error", "error", failed)
		}
	}
}

func wantsProblem(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.HasPrefix(r.URL.Path, "/api/") ||
		(strings.Contains(accept, "json") && !strings.Contains(accept, "text/html"))
}

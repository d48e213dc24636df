// Package server serves HTTP: the pages, the REST API, and what watches over the process (/healthz, /readyz).
//
// Every request passes the same gates, outermost first: a number and a line in the log without personal data, recovery, the headers of a
// strict content policy, the cross-origin check, a rate limit, a limit on the body. Errors leave through one door (package problem).
package server

import (
	"log/slog"
	"net/http"
	"time"

	"congvan/server/api"
	"congvan/server/web"
	"congvan/server/web/static"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// Config is what a server needs beside its pages. The zero value works: it logs to slog's default, is always ready, and has the limits
// named below.
type Config struct {
	Log       *slog.Logger
	Parts     []Part     // what must answer for the server to be ready
	Drain     *Drain     // tells that the server is about to end; nil: never
	MaxUpload int64      // bytes of an uploaded file; zero: 50 MB
	Rate      rate.Limit // requests a second from one address; zero: 50
	Secure    bool       // served over TLS (by us or a proxy): send Strict-Transport-Security
	Proxied   bool       // behind a proxy on a private address that writes X-Forwarded-For
	API       *api.API   // the REST API; nil: none
}

const (
	defaultUpload = 50 << 20
	defaultRate   = 50
	formLimit     = 1 << 20 // a form without files; 126 recipients and a page of text fit many times
	requestTime   = 30 * time.Second
	uploadTime    = 10 * time.Minute // a phone on a slow line sends its scan in minutes
)

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Drain == nil {
		c.Drain = NewDrain()
	}
	if c.MaxUpload == 0 {
		c.MaxUpload = defaultUpload
	}
	if c.Rate == 0 {
		c.Rate = defaultRate
	}
	return c
}

// New builds the handler of a server with the pages of the site.
func New(config Config, site *web.Site) http.Handler {
	config = config.withDefaults()
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	if config.Proxied {
		e.IPExtractor = echo.ExtractIPFromXFFHeader()
	}
	e.HTTPErrorHandler = answerErrors(config.Log, site)
	e.Use(gates(config)...)
	e.GET("/healthz", alive)
	e.GET("/readyz", ready(config.Parts, config.Drain))
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	site.Routes(e)
	if config.API != nil {
		config.API.Routes(e)
		reference := api.Reference()
		e.GET("/api", func(c echo.Context) error { return c.Redirect(http.StatusMovedPermanently, "/api/") })
		e.GET("/api/", func(c echo.Context) error { return site.ShowPublic(c, reference) })
	}
	return e
}

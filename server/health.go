package server

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// alive says that the process serves: GET /healthz.
func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready says whether the parts that every request needs answer: GET /readyz. Why they do not is for the log, not for whoever asks.
func ready(check func(context.Context) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
		defer cancel()
		if err := check(ctx); err != nil {
			setFault(c, err)
			return c.String(http.StatusServiceUnavailable, "not ready\n")
		}
		return c.String(http.StatusOK, "ready\n")
	}
}

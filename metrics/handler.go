package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Reading is a figure that is asked for when Prometheus asks: how much waits, how far something is behind. Every server on one database gives
// the same.
type Reading struct {
	Name, Help string
	Labels     []string
	Read       func(ctx context.Context, put func(value float64, labels ...string)) error
}

// readTime is what the readings of one scrape get together.
const readTime = 5 * time.Second

// Handler answers Prometheus. A reading that fails is left out of the answer and logged.
func Handler(log *slog.Logger, readings ...Reading) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(every...)
	registry.MustRegister(newReader(log, readings))
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelError)})
}

// reader asks the readings.
type reader struct {
	log      *slog.Logger
	readings []Reading
	as       []*prometheus.Desc
}

func newReader(log *slog.Logger, readings []Reading) *reader {
	r := &reader{log: log, readings: readings}
	for _, reading := range readings {
		r.as = append(r.as, prometheus.NewDesc(reading.Name, reading.Help, reading.Labels, nil))
	}
	return r
}

// Describe names what will be read.
func (r *reader) Describe(to chan<- *prometheus.Desc) {
	for _, as := range r.as {
		to <- as
	}
}

// Collect reads.
func (r *reader) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), readTime)
	defer stop()
	for i, reading := range r.readings {
		err := reading.Read(ctx, func(value float64, labels ...string) {
			to <- prometheus.MustNewConstMetric(r.as[i], prometheus.GaugeValue, value, labels...)
		})
		if err != nil {
			r.log.ErrorContext(ctx, "a figure could not be read", "figure", reading.Name, "error", err)
		}
	}
}

// Package metrics counts what the program does, for Prometheus: requests, jobs, dispatches, signatures. It is the only package that knows
// Prometheus' client.
//
// A label is never a person, an organ or a paper, but one of a few words that the code knows: a route's pattern, a kind of job, a verdict. What
// belongs to a transaction is counted once it has committed (database.Tx.AfterCommit). Counts are this process's; Prometheus adds up servers.
package metrics

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

var (
	requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "congvan_request_duration_seconds", Help: "Requests answered, by the pattern of the route, method and status.",
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"route", "method", "status"})
	jobs = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "congvan_job_duration_seconds", Help: "Runs of jobs on this server, by kind and outcome (done, failed).",
		Buckets: []float64{.005, .025, .1, .5, 1, 5, 15, 60, 300}}, []string{"kind", "outcome"})
	dispatches = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "congvan_dispatches_sent_total", Help: "Documents dispatched."})
	deliveries = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "congvan_deliveries_total", Help: "Deliveries that came into a state: sent by the sender, arrived at the recipient."}, []string{"state"})
	signatures = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "congvan_signatures_made_total", Help: "Signatures and seals put on documents."})
	verdicts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "congvan_signatures_verified_total", Help: "Files whose signatures were verified, by verdict."}, []string{"verdict"})
	streams = prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "congvan_live_streams", Help: "Pages that this server keeps up to date."})
)

// every is what each program counts.
var every = []prometheus.Collector{requests, jobs, dispatches, deliveries, signatures, verdicts, streams,
	collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})}

// methods are those that a route of ours may have; whatever else a client sends is one word.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// Request counts an answered request. route is the pattern ("/deliveries/:id"), "" when none fits.
func Request(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	if !slices.Contains(methods, method) {
		method = "other"
	}
	requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

// Job counts a run of a job.
func Job(kind string, failed bool, took time.Duration) {
	outcome := "done"
	if failed {
		outcome = "failed"
	}
	jobs.WithLabelValues(kind, outcome).Observe(took.Seconds())
}

// Dispatched counts a document sent to so many recipients.
func Dispatched(recipients int) {
	dispatches.Inc()
	deliveries.WithLabelValues("sent").Add(float64(recipients))
}

// Arrived counts deliveries that arrived.
func Arrived(n int) { deliveries.WithLabelValues("arrived").Add(float64(n)) }

// Signed counts a signature or a seal put on a document.
func Signed() { signatures.Inc() }

// Verified counts a file whose signatures were verified.
func Verified(verdict string) { verdicts.WithLabelValues(verdict).Inc() }

// Streaming counts a page that is kept up to date, until the function it gives is called.
func Streaming() (ended func()) {
	streams.Inc()
	return streams.Dec
}

package site

import (
	"net"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics count the work of a server, for Prometheus: requests by method and status,
// their durations and sizes, requests in flight, connections by state, and the
// resources of the process. Paths are no labels, for there are as many as clients think of.
type Metrics struct {
	registry    *prometheus.Registry
	inFlight    prometheus.Gauge
	requests    *prometheus.CounterVec
	durations   *prometheus.HistogramVec
	sizes       *prometheus.HistogramVec
	connections prometheus.Gauge
}

// NewMetrics returns Metrics with nothing counted.
func NewMetrics() *Metrics {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewBuildInfoCollector())
	auto := promauto.With(registry)
	return &Metrics{
		registry: registry,
		inFlight: auto.NewGauge(prometheus.GaugeOpts{Name: "http_requests_in_flight",
			Help: "Requests that are being answered."}),
		requests: auto.NewCounterVec(prometheus.CounterOpts{Name: "http_requests_total",
			Help: "Requests by method and status."},
			[]string{"method", "code"}),
		durations: auto.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_request_duration_seconds", Help: "The time until a response was written.",
			Buckets: prometheus.ExponentialBuckets(1e-4, 4, 9)}, nil),
		sizes: auto.NewHistogramVec(prometheus.HistogramOpts{Name: "http_response_size_bytes",
			Help:    "The size of a response's body.",
			Buckets: prometheus.ExponentialBuckets(100, 10, 6)}, nil),
		connections: auto.NewGauge(prometheus.GaugeOpts{Name: "http_connections",
			Help: "Open connections."}),
	}
}

// Count returns a handler that calls next and counts.
func (m *Metrics) Count(next http.Handler) http.Handler {
	return promhttp.InstrumentHandlerInFlight(m.inFlight,
		promhttp.InstrumentHandlerDuration(m.durations,
			promhttp.InstrumentHandlerResponseSize(m.sizes,
				promhttp.InstrumentHandlerCounter(m.requests, next))))
}

// ConnState counts connections. Use it as the ConnState of an http.Server.
func (m *Metrics) ConnState(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		m.connections.Inc()
	case http.StateClosed, http.StateHijacked:
		m.connections.Dec()
	}
}

// Handler answers with the counts.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Package telemetry turns the counters of the rooms into Prometheus metrics.
// The rooms count; only this package knows the names they get outside.
package telemetry

import (
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"bayline/display/live"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/planner"
)

// Handler answers /metrics with the figures of one running program.
func Handler(version string, f *floor.Floor, p *planner.Planner, h *live.Hub, b *bus.Bus) http.Handler {
	registry := prometheus.NewRegistry()
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "bayline_build_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()},
	})
	build.Set(1)
	registry.MustRegister(
		build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collector{floor: f, planner: p, hub: h, bus: b},
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// collector reads the rooms at every scrape; it keeps nothing itself.
type collector struct {
	floor   *floor.Floor
	planner *planner.Planner
	hub     *live.Hub
	bus     *bus.Bus
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("bayline_"+name, help, labels, nil)
}

var (
	commands      = describe("commands_total", "Commands by outcome.", "outcome")
	events        = describe("events_total", "Events committed by this instance.")
	conflicts     = describe("append_conflicts_total", "Decisions repeated because another writer was faster.")
	received      = describe("messages_applied_total", "Messages of other instances applied.")
	gaps          = describe("gaps_total", "Times events were found missing.")
	catchUps      = describe("catch_ups_total", "Times missing events were pulled from the journal.")
	compareErrors = describe("compare_errors_total", "Comparisons the journal did not answer.")
	shops         = describe("shops", "Shops held in memory.")
	plans         = describe("plans_total", "Plans made.")
	planSeconds   = describe("plan_seconds_total", "Time spent planning.")
	planSlowest   = describe("plan_slowest_seconds", "The slowest plan so far.")
	planFaults    = describe("plan_violations_total", "Plans that broke a rule of the shop: those in force gave way to the plain rule's, proposals were dropped.")
	busMessages   = describe("bus_messages_total", "Bus messages by what became of them.", "outcome")
	busHealthy    = describe("bus_healthy", "1 while the bus's own probe comes back.")
	connections   = describe("connections", "Open sockets by screen.", "screen")
	views         = describe("views", "Views held.")
	frames        = describe("frames_total", "Frames written.")
	frameBytes    = describe("frame_bytes_total", "Bytes of frames written.")
	conflations   = describe("conflations_total", "Frames that skipped states a slow screen had missed.")
	polls         = describe("polls_total", "Polls answered for screens without a socket.")
	renders       = describe("renders_total", "Views rendered by outcome.", "outcome")
	ended         = describe("connections_ended_total", "Sockets ended or refused by reason.", "reason")
	latency       = describe("commit_to_frame_seconds", "From commit to a frame written.")
)

// Describe implements prometheus.Collector: what Collect sends describes it.
func (c collector) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, ch) }

// Collect implements prometheus.Collector.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	count := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	f := c.floor.Metrics()
	count(commands, float64(f.Commands), "committed")
	count(commands, float64(f.Refusals), "refused")
	count(events, float64(f.Events))
	count(conflicts, float64(f.Conflicts))
	count(received, float64(f.Received))
	count(gaps, float64(f.Gaps))
	count(catchUps, float64(f.CatchUps))
	count(compareErrors, float64(f.CompareErrors))
	gauge(shops, float64(f.Shops))

	p := c.planner.Metrics()
	count(plans, float64(p.Runs))
	count(planSeconds, p.Spent.Seconds())
	gauge(planSlowest, p.Slowest.Seconds())
	count(planFaults, float64(p.Violations))

	b := c.bus.Stats()
	count(busMessages, float64(b.Published), "published")
	count(busMessages, float64(b.Failed), "failed")
	count(busMessages, float64(b.Skipped), "skipped")
	count(busMessages, float64(b.Received), "received")
	healthy := 1.0
	if c.bus.Healthy() != nil {
		healthy = 0
	}
	gauge(busHealthy, healthy)
	c.collectLive(ch, count, gauge)
}

type emit func(d *prometheus.Desc, v float64, labels ...string)

func (c collector) collectLive(ch chan<- prometheus.Metric, count, gauge emit) {
	h := c.hub.Metrics()
	for screen, n := range h.Watchers {
		gauge(connections, float64(n), screen)
	}
	gauge(views, float64(h.Feeds))
	count(frames, float64(h.Frames))
	count(frameBytes, float64(h.Bytes))
	count(conflations, float64(h.Conflations))
	count(polls, float64(h.Polls))
	count(renders, float64(h.Renders-h.RenderErrors), "ok")
	count(renders, float64(h.RenderErrors), "failed")
	for reason, n := range h.Ended {
		count(ended, float64(n), reason)
	}
	buckets, total := map[float64]uint64{}, uint64(0)
	for i, n := range h.Latency {
		total += uint64(n)
		if i < len(live.LatencyBounds) {
			buckets[live.LatencyBounds[i].Seconds()] = total
		}
	}
	ch <- prometheus.MustNewConstHistogram(latency, total, h.LatencySum.Seconds(), buckets)
}

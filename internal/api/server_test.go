package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/display/live"
	"bayline/internal/api"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal"
	"bayline/internal/journal/sqlite"
	"bayline/internal/planner"
	"bayline/internal/sim"
	"bayline/internal/testkit"
	"bayline/internal/words"
	"bayline/static"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, daemons...) }

// daemons are goroutines of fasthttp that end by themselves: the clock of the Date header
// with the process, the sweeper of idle workers ten seconds after its server.
var daemons = []goleak.Option{
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
}

// now is a Monday morning on which the shop works.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600))

// service is the real API over a real floor, journal and bus.
type service struct {
	t     *testing.T
	url   string
	floor *floor.Floor
	store *fragile
	log   *syncBuffer
	web   *http.Client
	clock *sim.Clock
}

// fragile is a journal that can be cut off, as a dead database is.
type fragile struct {
	journal.Journal
	dead atomic.Bool
}

var errCut = errors.New("dial tcp 10.1.2.3:5432: secret connection details")

func (f *fragile) gone() error {
	if f.dead.Load() {
		return errors.Join(journal.ErrUnavailable, errCut)
	}
	return nil
}

func (f *fragile) Append(ctx context.Context, a journal.Append) (journal.Receipt, error) {
	if err := f.gone(); err != nil {
		return journal.Receipt{}, err
	}
	return f.Journal.Append(ctx, a)
}

func (f *fragile) Heads(ctx context.Context, shops []string) (map[string]journal.Head, error) {
	if err := f.gone(); err != nil {
		return nil, err
	}
	return f.Journal.Heads(ctx, shops)
}

func (f *fragile) Ping(ctx context.Context) error {
	if err := f.gone(); err != nil {
		return err
	}
	return f.Journal.Ping(ctx)
}

type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// serve starts the service with one open shop, "haizhu".
func serve(t *testing.T, adjust ...func(*api.Options)) *service {
	t.Helper()
	inner, err := sqlite.Open(t.Context(), testkit.Dir(t))
	require.NoError(t, err)
	link, err := bus.Open(t.Context(), bus.Options{})
	require.NoError(t, err)
	s := &service{t: t, store: &fragile{Journal: inner}, log: &syncBuffer{}, clock: sim.NewClock(now)}
	s.clock.Run(1)
	s.floor = floor.Open(floor.Options{Journal: s.store, Bus: link, Now: s.clock.Now})
	plans := planner.New(s.floor, planner.Options{})
	site, err := static.Open()
	require.NoError(t, err)
	log := slog.New(slog.NewTextHandler(s.log, nil))
	hub := live.NewHub(&api.LiveSource{Scenes: plans, Committed: s.floor.Committed}, live.Options{Build: site.Build(), Logger: log})
	opts := api.Options{
		Floor: s.floor, Scenes: plans, Hub: hub, Site: site, Logger: log, Version: "test", Origins: []string{"https://board.example"},
		Checks: []api.Check{
			{Name: "journal", Ask: s.store.Ping, Wrong: "the database cannot be reached"},
			{Name: "bus", Ask: func(context.Context) error { return link.Healthy() }, Wrong: "late", Dispensable: true},
		},
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "bayline_up 1\n") }),
	}
	for _, change := range adjust {
		change(&opts)
	}
	server := api.New(opts)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.url = "http://" + listener.Addr().String()
	s.web = &http.Client{Timeout: 20 * time.Second, Transport: checked{&http.Transport{}, s.url}}
	served := make(chan error, 1)
	go func() { served <- server.App.Listener(listener) }()
	t.Cleanup(func() {
		s.web.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		require.NoError(t, hub.Drain(ctx))
		require.NoError(t, server.App.ShutdownWithContext(ctx))
		require.NoError(t, <-served)
		plans.Close()
		s.floor.Close()
		require.NoError(t, link.Close())
		require.NoError(t, inner.Close())
	})
	s.must(http.StatusCreated, s.post("/api/v1/shops", map[string]any{"id": "haizhu", "name": "海珠店", "name_en": "Haizhu"}))
	return s
}

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) problem(t *testing.T) api.Problem {
	t.Helper()
	require.Equal(t, "application/problem+json", a.header.Get("Content-Type"), a.body)
	var p api.Problem
	require.NoError(t, json.Unmarshal([]byte(a.body), &p), a.body)
	require.Equal(t, a.status, p.Status)
	require.NotEmpty(t, p.Code)
	require.True(t, words.Embedded().Has(words.Default, p.Message.Code), "%s has no sentence", p.Message.Code)
	require.NotEmpty(t, p.Detail)
	return p
}

func (a answer) into(t *testing.T, v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(a.body), v), a.body)
}

// ask sends one request; header pairs replace the usual ones, an empty value
// takes one away.
func (s *service) ask(method, path, body string, header ...string) answer {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	require.NoError(s.t, err)
	req.Header.Set("X-Bayline-Actor", "%E9%99%88%E4%B8%BB%E7%AE%A1")
	req.Header.Set("X-Bayline-Role", "supervisor")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Del(header[i])
		switch {
		case header[i] == "Host":
			req.Host = header[i+1]
		case header[i+1] != "":
			req.Header.Set(header[i], header[i+1])
		}
	}
	res, err := s.web.Do(req)
	require.NoError(s.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(s.t, err)
	return answer{res.StatusCode, res.Header, string(text)}
}

func (s *service) get(path string, header ...string) answer {
	s.t.Helper()
	return s.ask(http.MethodGet, path, "", header...)
}

func (s *service) post(path string, body any, header ...string) answer {
	s.t.Helper()
	data, err := json.Marshal(body)
	require.NoError(s.t, err)
	return s.ask(http.MethodPost, path, string(data), header...)
}

// must stops the test unless the answer has the status.
func (s *service) must(status int, a answer) answer {
	s.t.Helper()
	require.Equal(s.t, status, a.status, a.body)
	return a
}

// do carries out a command in the shop.
func (s *service) do(c board.Command, header ...string) floor.Receipt {
	s.t.Helper()
	var r floor.Receipt
	s.must(http.StatusOK, s.post("/api/v1/commands/"+c.Name()+"?shop=haizhu", c, header...)).into(s.t, &r)
	return r
}

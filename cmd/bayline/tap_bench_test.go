//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/live/livetest"
	"bayline/internal/sim"
	"bayline/internal/testkit"
)

const (
	tapRate  = 40 // commands a second
	tapShops = 50
	tapCars  = 12
)

// BenchmarkTap measures one instance on PostgreSQL and Redis under an open loop of 40 commands a second with
// idempotency keys: command to answer over HTTP, processor time of the whole process for one command (client included),
// and statements and round trips to PostgreSQL. Run it with -benchtime 1200x for thirty seconds.
func BenchmarkTap(b *testing.B) {
	b.Run("screens=0", func(b *testing.B) { benchTap(b, 0) })
	b.Run("screens=50", func(b *testing.B) { benchTap(b, tapShops) })
}

func benchTap(b *testing.B, screens int) {
	database, err := url.Parse(testkit.Postgres(b))
	require.NoError(b, err)
	trips := newTripMeter(b, database.Host)
	database.Host = trips.listener.Addr().String()
	redis, prefix := testkit.Redis(b)
	p, err := open(b.Context(), config{
		Addr: "127.0.0.1:0", DatabaseURL: database.String(), RedisURL: redis, RedisPrefix: prefix,
		Clock: morning().Now, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(b, err)
	defer p.close()
	visits := make([]board.VisitID, tapShops)
	for i := range visits {
		shop := tapShop(i)
		require.NoError(b, furnishShop(b.Context(), p.Floor, shop, sim.Setup))
		for n := range tapCars {
			r, err := p.Floor.Execute(b.Context(), shop, board.ImportOrder{
				Details:    board.Details{OrderNo: fmt.Sprintf("R%d", n), Plate: fmt.Sprintf("粤A%05d", n), Advisor: "A1"},
				ArrivedAt:  p.Floor.Now().Add(-time.Hour),
				PromisedAt: p.Floor.Now().Add(time.Duration(3+n/8) * time.Hour), Operations: []string{"ME-001", "ME-007"},
			}, asAdmin)
			require.NoError(b, err)
			visits[i] = r.Visit
		}
	}
	for i := range screens {
		screen, err := livetest.Dial(b.Context(), p.URL(), url.Values{"shop": {string(tapShop(i))}, "screen": {"board"}})
		require.NoError(b, err)
		defer screen.Close()
		_, err = screen.Wait(b.Context(), func(s livetest.State) bool { return s.Seq > 0 })
		require.NoError(b, err)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	time.Sleep(2 * time.Second) // what the screens' arrival started is over

	answers := make([]time.Duration, b.N)
	var taps sync.WaitGroup
	b.ResetTimer()
	began, cpu, statements, turns := time.Now(), processorTime(b), trips.statements.Load(), trips.turns.Load()
	for n := range b.N {
		time.Sleep(time.Until(began.Add(time.Duration(n) * time.Second / tapRate)))
		taps.Go(func() {
			i := n % tapShops
			var c board.Command = board.StopWork{Visit: visits[i], Reason: board.StopCustomer}
			if n/tapShops%2 == 1 {
				c = board.EndStop{Visit: visits[i]}
			}
			sent := time.Now()
			if err := tap(client, p.URL(), tapShop(i), c, fmt.Sprintf("tap-%d", n)); err != nil {
				b.Error(err)
			}
			answers[n] = time.Since(sent)
		})
	}
	taps.Wait()
	b.StopTimer()
	each := float64(b.N)
	b.ReportMetric(float64((processorTime(b)-cpu).Microseconds())/1000/each, "cpu-ms/tap")
	b.ReportMetric(float64(trips.statements.Load()-statements)/each, "statements/tap")
	b.ReportMetric(float64(trips.turns.Load()-turns)/each, "round-trips/tap")
	slices.Sort(answers)
	b.ReportMetric(float64(answers[len(answers)/2].Microseconds())/1000, "answer-p50-ms")
	b.ReportMetric(float64(answers[len(answers)*99/100].Microseconds())/1000, "answer-p99-ms")
}

func tapShop(i int) board.ShopID { return board.ShopID(fmt.Sprint("s", i)) }

// tap sends a command with an idempotency key.
func tap(client *http.Client, base string, shop board.ShopID, c board.Command, key string) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	address := base + "/api/v1/commands/" + c.Name() + "?shop=" + string(shop)
	req, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Bayline-Actor", "bench")
	req.Header.Set("Idempotency-Key", key)
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", res.Status, answer)
	}
	return err
}

// processorTime returns the user and system time this process has used.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// tripMeter is a proxy before PostgreSQL. It counts statements, as the protocol names them (Query, Execute), and round
// trips: the times a client begins to send after the server has answered.
type tripMeter struct {
	listener          net.Listener
	statements, turns atomic.Int64
}

func newTripMeter(b *testing.B, to string) *tripMeter {
	b.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(b, err)
	b.Cleanup(func() { _ = listener.Close() })
	m := &tripMeter{listener: listener}
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go m.pass(near, to)
		}
	}()
	return m
}

// pass lives as long as both ends.
func (m *tripMeter) pass(near net.Conn, to string) {
	defer func() { _ = near.Close() }()
	far, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	var answered atomic.Bool
	answered.Store(true)
	go func() {
		_, _ = io.Copy(writerFunc(func(p []byte) (int, error) { answered.Store(true); return near.Write(p) }), far)
		_ = near.Close()
	}()
	messages := &pgMessages{count: &m.statements}
	_, _ = io.Copy(writerFunc(func(p []byte) (int, error) {
		if answered.Swap(false) {
			m.turns.Add(1)
		}
		messages.read(p)
		return far.Write(p)
	}), near)
}

type writerFunc func(p []byte) (int, error)

// Write implements io.Writer.
func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// pgMessages counts statements in what a client sends: the first message is a length and its rest, all others have a
// letter before that.
type pgMessages struct {
	count   *atomic.Int64
	started bool
	head    []byte
	skip    int // bytes of the message still to come
}

func (s *pgMessages) read(p []byte) {
	for len(p) > 0 {
		if s.skip > 0 {
			n := min(s.skip, len(p))
			s.skip, p = s.skip-n, p[n:]
			continue
		}
		size := 4
		if s.started {
			size = 5
		}
		n := min(size-len(s.head), len(p))
		s.head, p = append(s.head, p[:n]...), p[n:]
		if len(s.head) < size {
			return
		}
		h := s.head[size-4:]
		s.skip = int(h[0])<<24 + int(h[1])<<16 + int(h[2])<<8 + int(h[3]) - 4
		if s.started && (s.head[0] == 'Q' || s.head[0] == 'E') {
			s.count.Add(1)
		}
		s.started, s.head = true, s.head[:0]
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/live/livetest"
	"bayline/internal/floor"
	"bayline/internal/sim"
	"bayline/internal/testkit"
)

// pace is the pause between two commands. Screens get the first change at once
// and what follows within 50 ms together, so a shop's real pace is the honest one.
const pace = 80 * time.Millisecond

// BenchmarkCommitToFrame measures one live shop with sixty cars: the time from
// the commit of a command that came over HTTP until its frame is at a board's
// websocket, and until its sender has the answer.
func BenchmarkCommitToFrame(b *testing.B) {
	p, err := open(b.Context(), config{Addr: "127.0.0.1:0", Data: testkit.Dir(b), Clock: morning().Now, Log: slog.New(slog.DiscardHandler)})
	require.NoError(b, err)
	defer p.close()
	require.NoError(b, furnishShop(b.Context(), p.Floor, e2eShop, sim.Setup))
	var visit board.VisitID
	for n := range 60 {
		r, err := p.Floor.Execute(b.Context(), e2eShop, board.ImportOrder{
			Details:   board.Details{OrderNo: fmt.Sprintf("R%d", n), Plate: fmt.Sprintf("粤A%05d", n), Advisor: "A1"},
			ArrivedAt: p.Floor.Now().Add(-time.Hour), PromisedAt: p.Floor.Now().Add(time.Duration(3+n/8) * time.Hour), Operations: []string{"ME-001", "ME-007"},
		}, asAdmin)
		require.NoError(b, err)
		visit = r.Visit
	}
	screen, err := livetest.Dial(b.Context(), p.URL(), url.Values{"shop": {string(e2eShop)}, "screen": {"board"}})
	require.NoError(b, err)
	defer screen.Close()
	var frames, answers []time.Duration
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	stopped := false
	for b.Loop() {
		time.Sleep(pace)
		var c board.Command = board.StopWork{Visit: visit, Reason: board.StopCustomer}
		if stopped {
			c = board.EndStop{Visit: visit}
		}
		stopped = !stopped
		sent := time.Now()
		seq := tell(b, client, p.URL(), c)
		answers = append(answers, time.Since(sent))
		_, err := screen.Wait(b.Context(), func(s livetest.State) bool { return s.Seq >= seq })
		require.NoError(b, err)
		frames = append(frames, time.Since(p.Floor.Committed(e2eShop)))
	}
	for name, all := range map[string][]time.Duration{"frame": frames, "answer": answers} {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, name+"-p50-ms")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, name+"-p99-ms")
	}
}

// tell sends a command and gives the position after it.
func tell(b *testing.B, client *http.Client, base string, c board.Command) int64 {
	b.Helper()
	body, err := json.Marshal(c)
	require.NoError(b, err)
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, base+"/api/v1/commands/"+c.Name()+"?shop="+string(e2eShop), bytes.NewReader(body))
	require.NoError(b, err)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Bayline-Actor", "bench")
	res, err := client.Do(req)
	require.NoError(b, err)
	defer res.Body.Close()
	require.Equal(b, http.StatusOK, res.StatusCode)
	var r floor.Receipt
	require.NoError(b, json.NewDecoder(res.Body).Decode(&r))
	return r.Seq
}

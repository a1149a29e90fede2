package api_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/internal/api"
	"bayline/internal/floor"
	"bayline/internal/shopsetup"
	"bayline/internal/sim"
)

// fill gives the shop bays, people, teams, an appointment and one car in work,
// all through HTTP.
func fill(s *service) (working, booked board.VisitID) {
	s.t.Helper()
	usual, err := shopsetup.Settings("海珠店", "Haizhu")
	require.NoError(s.t, err)
	for _, c := range sim.Setup(usual) {
		s.do(c)
	}
	booked = s.do(board.Book{Details: board.Details{Plate: "粤B54321", Customer: "李小龙", Phone: "13900000000", Advisor: "A2"}, At: now.Add(30 * time.Minute)}).Visit
	working = s.do(board.Arrive{Details: board.Details{
		OrderNo: "R1", Plate: "粤A12345", Customer: "王小明", Phone: "13911112222", VIN: "LSVAA4182E2123456", Advisor: "A1", Class: board.ClassMaintenance, Purpose: "刹车异响",
	}}).Visit
	s.do(board.StartReception{Visit: working, Advisor: "A1"})
	s.do(board.AddOperation{Visit: working, NewOperation: board.NewOperation{Code: "ME-001"}})
	s.do(board.SignOrder{Visit: working, PromisedAt: now.Add(4 * time.Hour)})
	s.do(board.SetPresence{Person: "T01", Presence: board.PresencePresent})
	s.do(board.Dispatch{Visit: working, Line: 1, Bay: "B01", Technicians: []board.PersonID{"T01"}})
	s.do(board.StartWork{Visit: working, Line: 1})
	return working, booked
}

func (s *service) seq() int64 {
	s.t.Helper()
	state, err := s.floor.State(s.t.Context(), "haizhu")
	require.NoError(s.t, err)
	return state.Seq
}

func TestViewsAndQueries(t *testing.T) {
	s := serve(t)
	working, booked := fill(s)

	var b display.Board
	s.must(http.StatusOK, s.get("/api/v1/views/board?shop=haizhu")).into(t, &b)
	require.Equal(t, 1, b.Counters.InRepair)
	require.Len(t, b.Cards, 1)
	require.Equal(t, working, b.Cards[0].Visit)
	require.Equal(t, "粤A12345", b.Cards[0].Plate)
	require.Equal(t, []string{"王建国"}, b.Cards[0].Technicians)
	require.Equal(t, now.Add(4*time.Hour).Format(time.RFC3339), b.Cards[0].PromisedAt.Format(time.RFC3339), "with the shop's offset")
	require.Len(t, b.Bays, 12)

	var l display.Lounge
	a := s.must(http.StatusOK, s.get("/api/v1/views/lounge?shop=haizhu"))
	a.into(t, &l)
	require.Len(t, l.Rows, 1)
	require.Equal(t, "粤A·1**45", l.Rows[0].Plate)
	welcome := s.must(http.StatusOK, s.get("/api/v1/views/welcome?shop=haizhu")).body
	require.Contains(t, welcome, "李**")
	for _, secret := range []string{"12345", "54321", "1391111", "1390000", "LSVAA", "王小明", "小龙", "异响", string(booked)} {
		require.NotContains(t, a.body+welcome, secret)
	}

	var found struct{ Visits []board.Visit }
	for query, want := range map[string]int{"": 2, "&q=12345": 1, "&q=粤a·12": 1, "&q=王": 1, "&q=r1": 1, "&q=A001": 1, "&q=nobody": 0, "&limit=1": 1} {
		s.must(http.StatusOK, s.get("/api/v1/visits?shop=haizhu"+query)).into(t, &found)
		require.Len(t, found.Visits, want, query)
	}
	s.must(http.StatusNotFound, s.get("/api/v1/visits/V999?shop=haizhu"))
	for path, want := range map[string]string{
		"/api/v1/people": `"id":"T01"`, "/api/v1/bays": `"state":"active"`, "/api/v1/teams": `"id":"G1"`, "/api/v1/settings": `"zone":"Asia/Shanghai"`,
		"/api/v1/catalogue": `"code":"ME-001"`, "/api/v1/shops": `"id":"haizhu"`, "/api/v1/visits/" + string(working): `"phone":"13911112222"`,
	} {
		a := s.must(http.StatusOK, s.get(path+"?shop=haizhu&q=me-001"))
		require.Contains(t, a.body, want, path)
		require.Equal(t, "application/json", a.header.Get("Content-Type"))
		require.Equal(t, "no-store", a.header.Get("Cache-Control"), path)
	}
	require.Contains(t, s.get("/api/v1/catalogue?shop=haizhu&q=ME-001").body, "ME-001")
	require.NotContains(t, s.get("/api/v1/catalogue?shop=haizhu&q=ME-001").body, "ME-002")
}

// The same key and body give the same answer and change nothing; the same key
// with another body is refused.
// A shop that has handed over no car says how many are needed before its
// forecasts can be judged.
func TestReportOfForecasts(t *testing.T) {
	s := serve(t)
	fill(s)
	var report dispatch.Calibration
	s.must(http.StatusOK, s.get("/api/v1/reports/forecast?shop=haizhu")).into(t, &report)
	require.Zero(t, report.Cars)
	require.Positive(t, report.Needed)
	require.Len(t, report.Table, 10)
	require.Len(t, report.Horizons, len(board.Horizons))
	s.must(http.StatusNotFound, s.get("/api/v1/reports/forecast?shop=nowhere"))
}

func TestIdempotencyKey(t *testing.T) {
	s := serve(t)
	first := s.do(board.Arrive{Details: board.Details{Plate: "粤A12345"}}, "Idempotency-Key", "k1")
	require.False(t, first.Replayed)
	again := s.do(board.Arrive{Details: board.Details{Plate: "粤A12345"}}, "Idempotency-Key", "k1")
	require.True(t, again.Replayed)
	require.Equal(t, first.Visit, again.Visit)
	require.Equal(t, first.Seq, again.Seq)
	require.Equal(t, first.Seq, s.seq())
	other := s.must(http.StatusConflict, s.post(arrive, board.Arrive{Details: board.Details{Plate: "粤A99999"}}, "Idempotency-Key", "k1"))
	require.Equal(t, "key_reused", other.problem(t).Code)

	shop := map[string]any{"id": "tianhe", "name": "天河店"}
	s.must(http.StatusCreated, s.post("/api/v1/shops", shop, "Idempotency-Key", "k1"))
	s.must(http.StatusCreated, s.post("/api/v1/shops", shop, "Idempotency-Key", "k1"))
	s.must(http.StatusConflict, s.post("/api/v1/shops", shop))
	var shops struct {
		Shops []struct{ ID string }
	}
	s.must(http.StatusOK, s.get("/api/v1/shops")).into(t, &shops)
	require.Len(t, shops.Shops, 2)
}

// A dry run for a shop that is not there imagines it, and opens nothing.
func TestADryRunImaginesTheShop(t *testing.T) {
	s := serve(t)
	const rows = "id,name,role,trades\nT1,Li Lei,technician,mechanical\n"
	ask := func(query string) answer {
		return s.ask(http.MethodPost, "/api/v1/imports?shop=second&"+query, rows, "Content-Type", "application/octet-stream")
	}
	var result api.ImportResult
	s.must(http.StatusOK, ask("dry_run=true&create=Second")).into(t, &result)
	require.Equal(t, 1, result.Done, result.Problems)
	require.True(t, result.DryRun)
	s.must(http.StatusNotFound, ask("dry_run=true"))
	s.must(http.StatusNotFound, ask("create=Second"))
	require.NotContains(t, s.must(http.StatusOK, s.get("/api/v1/shops")).body, "second")
}

// A page of another site can neither write nor be told anything.
func TestOtherSitesAreRefused(t *testing.T) {
	s := serve(t)
	host := strings.TrimPrefix(s.url, "http://")
	command := board.Arrive{Details: board.Details{Plate: "粤A12345"}}
	for _, origin := range []string{"https://evil.example", "null", "http://" + host + ".evil.example", "file://", "::bad::"} {
		a := s.must(http.StatusForbidden, s.post(arrive, command, "Origin", origin))
		require.Equal(t, "origin_refused", a.problem(t).Code)
		require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
	}
	s.must(http.StatusForbidden, s.post(arrive, command, "Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"))
	s.must(http.StatusOK, s.post(arrive, command, "Origin", "http://"+host))
	s.must(http.StatusOK, s.post("/api/v1/commands/arrive?shop=haizhu", board.Arrive{Details: board.Details{Plate: "粤A2"}}, "Origin", "https://board.example"))
}

// A page whose name was made to lead to this machine is told nothing, although to its browser it is of one site with us.
func TestOtherNamesAreRefused(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.Hosts = []string{"localhost", "board.example"} })
	for _, host := range []string{"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "board.example.evil", ":8080"} {
		for _, path := range []string{"/", "/readyz", "/api/v1/shops", "/live?shop=haizhu&screen=board", "/live/poll?shop=haizhu&screen=board"} {
			a := s.must(http.StatusMisdirectedRequest, s.get(path, "Host", host, "Origin", "http://"+host))
			require.Equal(t, "host_refused", a.problem(t).Code)
		}
	}
	for _, host := range []string{"localhost", "LOCALHOST:8080", "localhost.", "board.example", "127.0.0.1:8080", "[::1]:8080", "[::1]", "192.168.1.20"} {
		s.must(http.StatusOK, s.get("/api/v1/shops", "Host", host))
	}
}

// A poll for what does not exist is told so, and not to try again.
func TestAPollIsToldWhatIsWrong(t *testing.T) {
	s := serve(t)
	var shown struct {
		Epoch string
		Rev   int
	}
	s.must(http.StatusOK, s.get("/live/poll?shop=haizhu&screen=tech")).into(t, &shown)
	again := s.get(fmt.Sprintf("/live/poll?shop=haizhu&screen=tech&epoch=%s&rev=%d", shown.Epoch, shown.Rev))
	s.must(http.StatusNoContent, again)
	require.Contains(t, again.header.Get("X-Bayline-Now"), shown.Epoch)
	a := s.must(http.StatusUnprocessableEntity, s.get("/live/poll?shop=haizhu&screen=tech&technician=T999"))
	require.Equal(t, "technician", a.problem(t).Field)
	s.must(http.StatusNotFound, s.get("/live/poll?shop=unheard-of&screen=board"))
}

// broken is a floor whose every answer is a surprise.
type broken struct{ api.Floor }

func (broken) Shops(context.Context) ([]board.ShopID, error) { panic("secret of the panic") }

func (broken) State(context.Context, board.ShopID) (*board.State, error) {
	return nil, errors.New("secret of the error")
}

func (b broken) Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	return b.Floor.Execute(ctx, shop, c, req)
}

func TestSurprisesStayInside(t *testing.T) {
	s := serveBroken(t)
	for path, secret := range map[string]string{"/api/v1/shops": "secret of the panic", "/api/v1/people?shop=haizhu": "secret of the error", "/live/poll?shop=haizhu&screen=board": "secret of the error"} {
		a := s.must(http.StatusInternalServerError, s.get(path))
		require.Equal(t, "internal", a.problem(t).Code)
		require.NotContains(t, a.body, "secret")
		require.Contains(t, s.log.String(), secret)
	}
	s.must(http.StatusOK, s.get("/healthz"))
}

func serveBroken(t *testing.T) *service {
	var inside *switchable
	s := serve(t, func(o *api.Options) {
		inside = &switchable{Floor: o.Floor}
		o.Floor = inside
	})
	inside.Floor = broken{inside.Floor}
	return s
}

// switchable is a floor that can be replaced once the shop is open.
type switchable struct{ api.Floor }

func TestPagesAreServedWell(t *testing.T) {
	s := serve(t)
	for _, page := range []string{"/", "/board", "/dispatch", "/advisor", "/tech", "/inspection", "/parts", "/appointments", "/lounge", "/welcome"} {
		a := s.must(http.StatusOK, s.get(page, "Accept-Encoding", "identity"))
		require.Contains(t, a.header.Get("Content-Type"), "text/html", page)
		require.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'self'")
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
		require.Equal(t, "no-cache", a.header.Get("Cache-Control"))
		etag := a.header.Get("ETag")
		require.NotEmpty(t, etag)
		same := s.must(http.StatusNotModified, s.get(page, "If-None-Match", etag))
		require.Empty(t, same.body)
		s.must(http.StatusOK, s.get(page, "If-None-Match", `"another"`))
		head := s.must(http.StatusOK, s.ask(http.MethodHead, page, ""))
		require.Empty(t, head.body)
		require.Equal(t, etag, head.header.Get("ETag"))
	}
	plain := s.get("/static/parts/base.css", "Accept-Encoding", "identity")
	squeezed := s.get("/static/parts/base.css", "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", squeezed.header.Get("Content-Encoding"))
	require.Contains(t, squeezed.header.Get("Vary"), "Accept-Encoding")
	require.Less(t, len(squeezed.body), len(plain.body))
	unzip, err := gzip.NewReader(strings.NewReader(squeezed.body))
	require.NoError(t, err)
	text, err := io.ReadAll(unzip)
	require.NoError(t, err)
	require.Equal(t, plain.body, string(text))
	for _, path := range []string{"/static/../../go.mod", "/static/%2e%2e/go.mod", "/static/", "/static/nothing.js"} {
		s.must(http.StatusNotFound, s.get(path))
	}
}

func TestHealth(t *testing.T) {
	s := serve(t)
	require.Equal(t, "ok\n", s.must(http.StatusOK, s.get("/healthz")).body)
	require.JSONEq(t, `{"ready":true,"checks":{"journal":"ok","bus":"ok"}}`, s.must(http.StatusOK, s.get("/readyz")).body)
	require.Contains(t, s.must(http.StatusOK, s.get("/metrics")).body, "bayline_up 1")
	for _, path := range []string{"/api/v1/shops", "/api/v1/views/board?shop=haizhu", "/healthz", "/readyz"} {
		require.Empty(t, s.must(http.StatusOK, s.ask(http.MethodHead, path, "")).body)
	}
}

// Without its bus the service is slower, not gone.
func TestReadyWithoutWhatIsDispensable(t *testing.T) {
	s := serve(t, func(o *api.Options) {
		o.Checks = []api.Check{{Name: "bus", Ask: func(context.Context) error { return errors.New("redis://secret") }, Wrong: "late", Dispensable: true}}
	})
	require.JSONEq(t, `{"ready":true,"checks":{"bus":"late"}}`, s.must(http.StatusOK, s.get("/readyz")).body)
}

package api_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

// A body is refused by its announced length, before any of it is sent: no more is read than the address takes.
func TestBodiesAreBoundedByTheirAddress(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		method, path string
		length       int
		status       string
	}{
		{"GET", "/api/v1/shops", 2, "413"},
		{"GET", "/board", 2, "413"},
		{"POST", arrive, 256<<10 + 1, "413"},
		{"POST", "/api/v1/nothing", 256<<10 + 1, "413"},
		{"POST", "/api/v1/imports?shop=haizhu", 16<<20 + 1, "413"},
		{"POST", "/api/v1/imports?shop=haizhu", 16 << 20, "100"},
		{"POST", arrive, 256 << 10, "100"},
	} {
		line, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		require.NoError(t, err)
		require.NoError(t, line.SetDeadline(time.Now().Add(10*time.Second)))
		expect := ""
		if c.status == "100" {
			expect = "Expect: 100-continue\r\n"
		}
		_, err = fmt.Fprintf(line, "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n",
			c.method, c.path, c.length, expect)
		require.NoError(t, err)
		answer, err := bufio.NewReader(line).ReadString('\n')
		require.NoError(t, err)
		require.Contains(t, answer, c.status, "%s %s with %d bytes", c.method, c.path, c.length)
		require.NoError(t, line.Close())
	}
}

// Only a POST has a body. Any other is refused as too large, before its coding is asked and whether or not its length
// was told.
func TestOnlyAPostHasABody(t *testing.T) {
	s := serve(t)
	for _, method := range []string{"GET", "HEAD", "DELETE", "OPTIONS", "PUT", "PATCH"} {
		for _, path := range []string{"/board", "/api/v1/shops", "/api/v1/nothing", arrive} {
			for _, header := range []string{"", "Content-Encoding: gzip\r\n"} {
				for _, body := range []string{"Content-Length: 1\r\n\r\nx", "Content-Length: 2\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"} {
					line, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
					require.NoError(t, err)
					require.NoError(t, line.SetDeadline(time.Now().Add(10*time.Second)))
					_, err = fmt.Fprintf(line, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s", method, path, header, body)
					require.NoError(t, err)
					answer, err := bufio.NewReader(line).ReadString('\n')
					require.NoError(t, err)
					require.Contains(t, answer, " 413 ", "%s %s %s%q", method, path, header, body)
					require.NoError(t, line.Close())
				}
			}
		}
	}
}

// One rule for the names of new shops, whichever way they are opened.
func TestNamesOfShops(t *testing.T) {
	s := serve(t)
	settings := board.OpenShop{Settings: board.DefaultSettings("店")}
	for _, name := range []string{"../../etc", "a b", " a", "a\u202eb", "A", "-a", "店", "a/b", "a.b"} {
		a := s.must(http.StatusUnprocessableEntity, s.post("/api/v1/shops", map[string]any{"id": name, "name": "店"}))
		b := s.post("/api/v1/commands/open_shop?shop="+url.QueryEscape(name), settings)
		require.Contains(t, []int{http.StatusNotFound, http.StatusUnprocessableEntity}, b.status, name)
		if b.status == http.StatusUnprocessableEntity {
			require.Equal(t, a.problem(t).Code, b.problem(t).Code, name)
		}
	}
	require.NotContains(t, s.get("/api/v1/shops").body, "etc")
	s.must(http.StatusOK, s.post("/api/v1/commands/open_shop?shop=second-shop_2", settings))
}

// A name no shop can have is a shop that does not exist, in every question.
func TestUnreadableNamesOfShops(t *testing.T) {
	s := serve(t)
	for _, name := range []string{"%00", "%FF", "a%0Ab", "%E2%80%AE"} {
		for _, path := range []string{"/api/v1/visits?", "/api/v1/views/board?", "/live/poll?screen=board&", "/api/v1/suggestions?visit=V1&line=1&"} {
			a := s.get(path + "shop=" + name)
			require.Contains(t, []int{http.StatusNotFound, http.StatusUnprocessableEntity}, a.status, "%s %s: %s", path, name, a.body)
		}
		a := s.post("/api/v1/commands/arrive?shop="+name, map[string]any{"plate": "粤A12345"})
		require.Contains(t, []int{http.StatusNotFound, http.StatusUnprocessableEntity}, a.status, "%s: %s", name, a.body)
	}
}

func TestAddressesAreExact(t *testing.T) {
	s := serve(t)
	for _, path := range []string{"/Board", "/board/", "/API/v1/shops", "/api/v1/shops/", "/api/V1/shops", "/Live/poll?shop=haizhu&screen=board", "/readyz/"} {
		s.must(http.StatusNotFound, s.get(path))
	}
}

// A page may load from, and talk to, the host it came from, and is nobody's window.
func TestPolicies(t *testing.T) {
	s := serve(t)
	host := strings.TrimPrefix(s.url, "http://")
	for _, page := range []string{"/", "/board", "/sw.js"} {
		a := s.must(http.StatusOK, s.get(page))
		policy := a.header.Get("Content-Security-Policy")
		require.Contains(t, policy, "connect-src 'self' ws://"+host+" wss://"+host+";", page)
		require.Contains(t, policy, "object-src 'none'", page)
		require.NotContains(t, policy, "ws: ")
		require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Opener-Policy"))
		require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Resource-Policy"))
	}
}

// Who asks for the view of nobody, again and again, fills no log.
func TestViewsOfNobodyAreNotLogged(t *testing.T) {
	s := serve(t)
	before := s.log.String()
	for i := range 50 {
		s.must(http.StatusUnprocessableEntity, s.get(fmt.Sprintf("/live/poll?shop=haizhu&screen=advisor&advisor=A%d", i)))
	}
	require.Equal(t, before, s.log.String())
}

// Names with marks that turn what follows them, or with line breaks, are refused: they would stand in lists as what
// they are not.
func TestUnreadableNames(t *testing.T) {
	s := serve(t)
	for _, name := range []string{"王\u202e二", "王\u2066二", "王\n二", "王\t二", "王\u200f二"} {
		a := s.must(http.StatusUnprocessableEntity, s.post(arrive, map[string]any{"plate": "粤A12345", "customer": name}))
		require.Equal(t, "text_unreadable", a.problem(t).Code)
	}
	s.must(http.StatusOK, s.post(arrive, map[string]any{"plate": "粤A12345", "customer": "王二", "wishes": "一、换油\n二、洗车"}))
}

// Of two keys that differ in case only, one could be checked and the other one read.
func TestKeysAreExact(t *testing.T) {
	s := serve(t)
	for _, body := range []string{`{"plate":"粤A12345","PLATE":"粤B12345"}`, `{"Plate":"粤A12345"}`} {
		a := s.must(http.StatusUnprocessableEntity, s.ask(http.MethodPost, arrive, body))
		require.Contains(t, []string{"field_unknown", "field_missing"}, a.problem(t).Code)
	}
}

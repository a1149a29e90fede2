package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A request that names a Content-Encoding is refused on every kind of route, whatever the coding is.
func TestCodedRequestsAreRefused(t *testing.T) {
	s := serve(t)
	for _, route := range []struct{ method, path string }{
		{"POST", arrive}, {"POST", "/api/v1/imports?shop=haizhu"}, {"POST", "/api/v1/shops"}, {"GET", "/api/v1/views/board?shop=haizhu"},
		{"GET", "/api/openapi.json"}, {"GET", "/"}, {"HEAD", "/board"}, {"GET", "/static/none.js"}, {"GET", "/live?shop=haizhu&screen=board"},
		{"GET", "/healthz"}, {"GET", "/metrics"}, {"GET", "/nothing"}, {"DELETE", "/board"}, {"OPTIONS", "/api/v1/shops"},
	} {
		for _, coding := range [][]string{{"gzip"}, {"br"}, {"deflate"}, {"zstd"}, {"identity"}, {"identity, gzip"}, {"GZIP"}, {"rot13"}, {""}, {"identity", "br"}} {
			var sent io.Reader // only a POST may have a body at all
			if route.method == http.MethodPost {
				sent = strings.NewReader("{}")
			}
			r, err := http.NewRequestWithContext(t.Context(), route.method, s.url+route.path, sent)
			require.NoError(t, err)
			r.Header["Content-Encoding"] = coding
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept-Language", "en")
			answer, err := s.web.Do(r)
			require.NoError(t, err)
			var body bytes.Buffer
			_, err = body.ReadFrom(answer.Body)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			require.Equal(t, http.StatusUnsupportedMediaType, answer.StatusCode, "%s %s %q", route.method, route.path, coding)
			require.Equal(t, "application/problem+json", answer.Header.Get("Content-Type"))
			require.Equal(t, "identity", answer.Header.Get("Accept-Encoding"))
			require.Equal(t, "nosniff", answer.Header.Get("X-Content-Type-Options"))
			if route.method == "HEAD" {
				continue
			}
			var p struct{ Code, Detail string }
			require.NoError(t, json.Unmarshal(body.Bytes(), &p))
			require.Equal(t, "content_encoding", p.Code)
			require.Contains(t, p.Detail, "Content-Encoding")
		}
	}
}

// A bomb stays as small as it was sent: 200 KB that would be 200 MB.
func TestABombIsNotOpened(t *testing.T) {
	s := serve(t)
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	for range 200 {
		_, err := w.Write(make([]byte, 1<<20))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+arrive, &bomb)
	require.NoError(t, err)
	r.Header.Set("Content-Encoding", "gzip")
	r.Header.Set("Content-Type", "application/json")
	answer, err := s.web.Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusUnsupportedMediaType, answer.StatusCode)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(20<<20))
}

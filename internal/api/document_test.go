package api_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"
)

// What is checked before a handler, or written otherwise on the wire than in Go, stands in the document as it is.
func TestDocumentSaysWhatIsAsked(t *testing.T) {
	s := serve(t)
	var d struct {
		Security []map[string][]string
		Paths    map[string]map[string]struct {
			Parameters []struct {
				Name     string
				Required bool
				Schema   struct{ Format string }
			}
			Responses map[string]any
		}
	}
	s.must(http.StatusOK, s.get("/api/openapi.json")).into(t, &d)
	require.Equal(t, []map[string][]string{{}}, d.Security)
	for path, methods := range d.Paths {
		for method, op := range methods {
			require.Contains(t, op.Responses, "421", path)
			require.Contains(t, op.Responses, "405", path)
			for _, p := range op.Parameters {
				switch p.Name {
				case "X-Bayline-Actor":
					require.True(t, p.Required, "%s %s", method, path)
				case "X-Bayline-On":
					require.Equal(t, "date-time", p.Schema.Format)
				}
			}
		}
	}
	require.Contains(t, d.Paths["/live"]["get"].Responses, "426")
	require.Contains(t, d.Paths["/live"]["get"].Responses, "101")
}

// A view that is asked for nobody says null where its schema allows it.
func TestAViewOfNobody(t *testing.T) {
	s := serve(t)
	d := read(t, s)
	var raw struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ OneOf []map[string]any }
			}
		}
	}
	s.get("/api/openapi.json").into(t, &raw)
	for view, part := range map[string]string{"advisor": "advisor", "tech": "technician"} {
		var got map[string]any
		s.must(http.StatusOK, s.get("/api/v1/views/"+view+"?shop=haizhu")).into(t, &got)
		require.Contains(t, got, part)
		require.Nil(t, got[part])
		name := strings.TrimPrefix(d.Paths["/api/v1/views/"+view]["get"].Responses["200"].Content["application/json"].Schema.Ref, "#/components/schemas/")
		require.Contains(t, raw.Components.Schemas[name].Properties[part].OneOf, map[string]any{"type": "null"}, view)
	}
}

// JSON is compressed for who asks for it, and never for who does not.
func TestJSONIsCompressedWhenAsked(t *testing.T) {
	s := serve(t)
	plain := s.must(http.StatusOK, s.get("/api/openapi.json", "Accept-Encoding", "identity"))
	for accepted, zipped := range map[string]bool{"gzip": true, "br;q=1, gzip;q=0.5": true, "*": true, "identity": false, "gzip;q=0": false, "br": false} {
		a := s.must(http.StatusOK, s.get("/api/openapi.json", "Accept-Encoding", accepted))
		require.Contains(t, a.header.Get("Vary"), "Accept-Encoding")
		if !zipped {
			require.Empty(t, a.header.Get("Content-Encoding"), accepted)
			require.Equal(t, plain.body, a.body)
			continue
		}
		require.Equal(t, "gzip", a.header.Get("Content-Encoding"), accepted)
		require.Less(t, len(a.body), len(plain.body)/4)
		unzip, err := gzip.NewReader(strings.NewReader(a.body))
		require.NoError(t, err)
		text, err := io.ReadAll(unzip)
		require.NoError(t, err)
		require.Equal(t, plain.body, string(text))
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/static/base.css", nil)
	require.NoError(t, err)
	res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Empty(t, res.Header.Get("Content-Encoding"), "a client that names no encoding")
}

// The protocol is echoed when it is offered; what the socket says is what the document says.
func TestLiveIsAsDocumented(t *testing.T) {
	s := serve(t)
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Required   []string
				Properties map[string]any
			}
		}
	}
	s.must(http.StatusOK, s.get("/api/asyncapi.json")).into(t, &doc)
	address := strings.Replace(s.url, "http", "ws", 1) + "/live?shop=haizhu&screen=board"
	for _, offered := range [][]string{{"bayline.v1"}, nil, {"other", "bayline.v1"}} {
		dialer := websocket.Dialer{Subprotocols: offered}
		socket, res, err := dialer.DialContext(t.Context(), address, http.Header{"Origin": {s.url}})
		require.NoError(t, err)
		require.Equal(t, http.StatusSwitchingProtocols, res.StatusCode)
		if offered == nil {
			require.Empty(t, socket.Subprotocol())
		} else {
			require.Equal(t, "bayline.v1", socket.Subprotocol())
		}
		_, text, err := socket.ReadMessage()
		require.NoError(t, err)
		var frame map[string]any
		require.NoError(t, json.Unmarshal(text, &frame))
		schema := doc.Components.Schemas[frame["t"].(string)]
		require.Equal(t, "snap", frame["t"])
		for _, name := range schema.Required {
			require.Contains(t, frame, name)
		}
		for name := range frame {
			require.Contains(t, schema.Properties, name)
		}
		require.NoError(t, socket.Close())
	}
	_, res, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil)
	require.Error(t, err)
	require.Equal(t, http.StatusForbidden, res.StatusCode)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Contains(t, string(body), "problem.origin_missing")
}

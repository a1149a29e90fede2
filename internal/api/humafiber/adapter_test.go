package humafiber_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/display/web"
	"bayline/internal/api/humafiber"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"))
}

// bodyLimit is the application's; an operation may have a lower one.
const bodyLimit = 4096

// makeAPI returns an application and its API, to be filled.
func makeAPI(adjust ...func(*fiber.Config)) (huma.API, *fiber.App) {
	app := web.NewApp(append(adjust, func(c *fiber.Config) { c.BodyLimit = bodyLimit })...)
	config := huma.DefaultConfig("test", "1")
	config.CreateHooks, config.DocsPath, config.SchemasPath = nil, "", ""
	return humafiber.New(app, config), app
}

// listen starts an application that has all its routes and returns its address.
func listen(t *testing.T, app *fiber.App) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	t.Cleanup(func() {
		require.NoError(t, app.ShutdownWithTimeout(5*time.Second))
		require.NoError(t, <-served)
	})
	return "http://" + listener.Addr().String()
}

// ask sends one request on a connection of its own and reads the whole answer.
func ask(t *testing.T, method, address, body string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	require.NoError(t, err)
	r.Close = true
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Add(header[i], header[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer, string(text)
}

type input struct {
	ID      string   `path:"id"`
	Word    string   `query:"word"`
	List    []string `query:"list,explode"`
	Comma   []int    `query:"comma"`
	Number  int64    `query:"number" minimum:"1" default:"7"`
	Colour  string   `header:"X-Colour"`
	Session string   `cookie:"session"`
}

type output struct {
	Status int
	Link   []string      `header:"Link"`
	Cookie []http.Cookie `header:"Set-Cookie"`
	Made   time.Time     `header:"Last-Modified"`
	Body   input
}

func TestParametersAndHeaders(t *testing.T) {
	api, app := makeAPI()
	huma.Register(api, huma.Operation{OperationID: "thing", Method: http.MethodGet, Path: "/things/{id}"}, func(_ context.Context, in *input) (*output, error) {
		return &output{
			Status: http.StatusAccepted, Link: []string{"</a>", "</b>"}, Cookie: []http.Cookie{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}},
			Made: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), Body: *in,
		}, nil
	})
	url := listen(t, app)
	answer, text := ask(t, "GET", url+"/things/x-1?word=%E8%BD%A6%20&list=a&list=b%26c&comma=1,2", "", "X-Colour", "red", "Cookie", "other=1", "Cookie", "session=s")
	require.Equal(t, http.StatusAccepted, answer.StatusCode)
	require.Equal(t, "application/json", answer.Header.Get("Content-Type"))
	require.Equal(t, []string{"</a>", "</b>"}, answer.Header.Values("Link"))
	require.Equal(t, []string{"a=1", "b=2"}, answer.Header.Values("Set-Cookie"))
	require.Equal(t, "Mon, 02 Mar 2026 01:00:00 GMT", answer.Header.Get("Last-Modified"))
	require.JSONEq(t, `{"ID":"x-1","Word":"车 ","List":["a","b&c"],"Comma":[1,2],"Number":7,"Colour":"red","Session":"s"}`, text)

	answer, text = ask(t, "HEAD", url+"/things/x-1", "")
	require.Equal(t, http.StatusAccepted, answer.StatusCode)
	require.Empty(t, text)

	answer, text = ask(t, "GET", url+"/things/x-1?number=0", "")
	require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode)
	require.Contains(t, text, "query.number")
	require.Equal(t, "application/problem+json", answer.Header.Get("Content-Type"))
}

// What is no operation is the application's to answer, and its settings decide whether a slash or capitals matter.
func TestRoutesObeyTheApplication(t *testing.T) {
	for _, strict := range []bool{false, true} {
		api, app := makeAPI(func(c *fiber.Config) { c.StrictRouting, c.CaseSensitive = strict, strict })
		huma.Register(api, huma.Operation{OperationID: "list", Method: http.MethodGet, Path: "/things"}, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
		huma.Register(api, huma.Operation{OperationID: "part", Method: http.MethodPut, Path: "/things/{id}/parts/{part}"}, func(_ context.Context, in *struct {
			ID   string `path:"id"`
			Part string `path:"part"`
		}) (*struct{ Body string }, error) {
			return &struct{ Body string }{in.ID + " " + in.Part}, nil
		})
		app.Get("/plain", func(c *fiber.Ctx) error { return c.SendString("plain") })
		loose := map[bool]int{false: http.StatusNoContent, true: http.StatusNotFound}[strict]
		url := listen(t, app)
		for _, c := range []struct {
			method, path string
			status       int
		}{
			{"GET", "/things", http.StatusNoContent}, {"GET", "/things/", loose}, {"GET", "/Things", loose},
			{"POST", "/things", http.StatusMethodNotAllowed}, {"GET", "/things/1", http.StatusNotFound},
			{"PUT", "/things/1/parts/2", http.StatusOK}, {"GET", "/plain", http.StatusOK}, {"GET", "/", http.StatusNotFound},
		} {
			answer, text := ask(t, c.method, url+c.path, "")
			require.Equal(t, c.status, answer.StatusCode, "%s %s: %s", c.method, c.path, text)
			if c.method == "PUT" {
				require.Equal(t, `"1 2"`, strings.TrimSpace(text))
			}
		}
	}
}

func TestBodies(t *testing.T) {
	api, app := makeAPI()
	huma.Register(api, huma.Operation{OperationID: "echo", Method: http.MethodPost, Path: "/echo", MaxBodyBytes: 100}, func(_ context.Context, in *struct {
		RawBody []byte `contentType:"text/plain"`
	}) (*struct{ Body []byte }, error) {
		return &struct{ Body []byte }{bytes.Clone(in.RawBody)}, nil
	})
	huma.Register(api, huma.Operation{OperationID: "form", Method: http.MethodPost, Path: "/form"}, func(_ context.Context, in *struct{ RawBody multipart.Form }) (*struct{ Body []string }, error) {
		return &struct{ Body []string }{in.RawBody.Value["name"]}, nil
	})
	url := listen(t, app)
	answer, text := ask(t, "POST", url+"/echo", "\x00车\xff", "Content-Type", "text/plain")
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "\x00车\xff", text)
	answer, _ = ask(t, "POST", url+"/echo", "", "Content-Type", "text/plain")
	require.Equal(t, http.StatusBadRequest, answer.StatusCode, "a body is required")
	answer, _ = ask(t, "POST", url+"/echo", strings.Repeat("x", 101), "Content-Type", "text/plain")
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.StatusCode, "the operation's limit")
	answer, _ = ask(t, "POST", url+"/echo", strings.Repeat("x", bodyLimit+1), "Content-Type", "text/plain")
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.StatusCode, "the application's limit")

	// A coded body is handed on as it came: whoever wants it refused does so before.
	answer, text = ask(t, "POST", url+"/echo", "not gzip", "Content-Type", "text/plain", "Content-Encoding", "gzip")
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "not gzip", text)

	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	require.NoError(t, w.WriteField("name", "a"))
	require.NoError(t, w.WriteField("name", "b"))
	require.NoError(t, w.Close())
	answer, text = ask(t, "POST", url+"/form", form.String(), "Content-Type", w.FormDataContentType())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.JSONEq(t, `["a","b"]`, text)
	answer, _ = ask(t, "POST", url+"/form", form.String(), "Content-Type", w.FormDataContentType(), "Content-Encoding", "gzip")
	require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode)
}

// A connection that sent a body serves the next request however long after it: the deadline of reading a body is not
// left on it.
func TestNoDeadlineIsLeftOnTheConnection(t *testing.T) {
	api, app := makeAPI()
	huma.Register(api, huma.Operation{OperationID: "put", Method: http.MethodPut, Path: "/put", BodyReadTimeout: time.Millisecond}, func(context.Context, *struct{ Body string }) (*struct{}, error) {
		return nil, nil
	})
	url := listen(t, app)
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	answers := bufio.NewReader(conn)
	for range 2 {
		_, err = io.WriteString(conn, "PUT /put HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n\"x\"")
		require.NoError(t, err)
		answer, err := http.ReadResponse(answers, nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusNoContent, answer.StatusCode)
		time.Sleep(5 * time.Millisecond) // past the deadline
	}
}

// What huma can ask about a request itself.
func TestContext(t *testing.T) {
	api, app := makeAPI()
	type key struct{}
	app.Use(func(c *fiber.Ctx) error {
		c.SetUserContext(context.WithValue(c.UserContext(), key{}, "from fiber"))
		err := c.Next()
		c.Set("X-After", c.UserContext().Value(key{}).(string))
		return err
	})
	var seen huma.Context
	var lines []string
	op := huma.Operation{OperationID: "ask", Method: http.MethodGet, Path: "/ask/{id}", Middlewares: huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		require.Equal(t, "from fiber", ctx.Context().Value(key{}))
		require.Zero(t, ctx.Status())
		next(huma.WithValue(ctx, key{}, "from huma"))
		require.Equal(t, http.StatusTeapot, ctx.Status(), "seen before WithValue")
	}}}
	api.Adapter().Handle(&op, func(ctx huma.Context) {
		op.Middlewares[0](ctx, func(ctx huma.Context) {
			seen = ctx
			require.Equal(t, "from huma", ctx.Context().Value(key{}))
			require.Equal(t, &op, ctx.Operation())
			require.Equal(t, "GET", ctx.Method())
			require.Equal(t, "board.example:99", ctx.Host())
			require.Equal(t, "x", ctx.Param("id"))
			require.Equal(t, "1", ctx.Query("a"))
			require.Empty(t, ctx.Query("none"))
			u := ctx.URL()
			require.Equal(t, "/ask/x", u.Path)
			require.Equal(t, []string{"1", "2"}, u.Query()["a"])
			require.Nil(t, ctx.TLS())
			require.Equal(t, huma.ProtoVersion{Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}, ctx.Version())
			require.True(t, strings.HasPrefix(ctx.RemoteAddr(), "127.0.0.1:"), ctx.RemoteAddr())
			ctx.EachHeader(func(name, value string) {
				if name == "X-Twice" {
					lines = append(lines, value)
				}
			})
			ctx.SetHeader("X-Once", "first")
			ctx.SetHeader("X-Once", "second")
			ctx.SetStatus(http.StatusTeapot)
		})
	})
	url := listen(t, app)
	answer, _ := ask(t, "GET", url+"/ask/x?a=1&a=2", "", "Host", "board.example:99", "X-Twice", "1", "X-Twice", "2", "X-Forwarded-Host", "evil.example")
	require.NotNil(t, seen)
	require.Equal(t, http.StatusTeapot, answer.StatusCode)
	require.Equal(t, []string{"1", "2"}, lines)
	require.Equal(t, []string{"second"}, answer.Header.Values("X-Once"))
	require.Equal(t, "from huma", answer.Header.Get("X-After"), "what huma puts into the context is fiber's too")
}

// A target that net/url cannot read is no panic.
func TestStrangeTargets(t *testing.T) {
	api, app := makeAPI()
	api.Adapter().Handle(&huma.Operation{Method: http.MethodGet, Path: "/x/{rest}"}, func(ctx huma.Context) {
		u := ctx.URL()
		_, _ = io.WriteString(ctx.BodyWriter(), u.RawQuery)
	})
	url := listen(t, app)
	for _, target := range []string{"/x/%zz?a=%zz", "/x/a b?q", "/x/\x01", "http://[/x/1", "//[", "*"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		require.NoError(t, err)
		_, err = io.WriteString(conn, "GET "+target+" HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		require.NoError(t, err)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err, "%q", target)
		require.Less(t, answer.StatusCode, 500, "%q", target)
		require.NoError(t, conn.Close())
	}
}

// What is streamed arrives piece by piece, while the body is still being written.
func TestStreaming(t *testing.T) {
	api, app := makeAPI()
	read := make(chan struct{})
	api.Adapter().Handle(&huma.Operation{Method: http.MethodGet, Path: "/stream"}, func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "text/event-stream")
		ctx.SetStatus(http.StatusOK)
		ctx.(interface{ StreamBody(func(io.Writer)) }).StreamBody(func(w io.Writer) {
			for range 3 {
				_ = w.(interface{ SetWriteDeadline(time.Time) error }).SetWriteDeadline(time.Now().Add(5 * time.Second))
				_, _ = io.WriteString(w, "data\n")
				w.(http.Flusher).Flush()
				<-read
			}
		})
	})
	url := listen(t, app)
	r, err := http.NewRequestWithContext(t.Context(), "GET", url+"/stream", nil)
	require.NoError(t, err)
	r.Close = true
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	for lines := bufio.NewReader(answer.Body); ; {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		require.Equal(t, "data\n", line)
		read <- struct{}{} // until then no more was written
	}
}

// huma's test tools ask the adapter without a listener.
func TestServeHTTP(t *testing.T) {
	api, _ := makeAPI()
	huma.Register(api, huma.Operation{OperationID: "one", Method: http.MethodGet, Path: "/one"}, func(context.Context, *struct{}) (*struct {
		Two  []string `header:"X-Two"`
		Body string
	}, error) {
		return &struct {
			Two  []string `header:"X-Two"`
			Body string
		}{[]string{"a", "b"}, "one"}, nil
	})
	w := httptest.NewRecorder()
	api.Adapter().ServeHTTP(w, httptest.NewRequest("GET", "/one", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, []string{"a", "b"}, w.Header().Values("X-Two"))
	require.Equal(t, `"one"`, strings.TrimSpace(w.Body.String()))
}

package humafiber

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// request is a fiber request as huma sees it. It is valid until its handler returns.
type request struct {
	op     *huma.Operation
	fiber  *fiber.Ctx
	user   context.Context
	status *int // shared by the copies that WithContext makes
}

var _ huma.Context = (*request)(nil)

// WithContext returns the same request with another context, which handlers of fiber that follow see too.
func (r *request) WithContext(ctx context.Context) huma.Context {
	r.fiber.SetUserContext(ctx)
	return &request{op: r.op, fiber: r.fiber, user: ctx, status: r.status}
}

// Operation implements huma.Context.
func (r *request) Operation() *huma.Operation { return r.op }

// Context implements huma.Context.
func (r *request) Context() context.Context { return r.user }

// TLS implements huma.Context.
func (r *request) TLS() *tls.ConnectionState { return r.fiber.Context().TLSConnectionState() }

// Version implements huma.Context. The server speaks HTTP/1.1 and HTTP/1.0.
func (r *request) Version() huma.ProtoVersion {
	proto := string(r.fiber.Request().Header.Protocol())
	major, minor, _ := http.ParseHTTPVersion(proto)
	return huma.ProtoVersion{Proto: proto, ProtoMajor: major, ProtoMinor: minor}
}

// Method implements huma.Context.
func (r *request) Method() string { return r.fiber.Method() }

// Host implements huma.Context. It is the Host header, whatever a proxy may claim beside it.
func (r *request) Host() string { return string(r.fiber.Context().Host()) }

// RemoteAddr implements huma.Context.
func (r *request) RemoteAddr() string { return r.fiber.Context().RemoteAddr().String() }

// URL implements huma.Context. A target that is no URL still has its path and query as fiber read them.
func (r *request) URL() url.URL {
	if u, err := url.ParseRequestURI(string(r.fiber.Request().RequestURI())); err == nil {
		return *u
	}
	uri := r.fiber.Request().URI()
	return url.URL{Path: string(uri.Path()), RawQuery: string(uri.QueryString())}
}

// Param implements huma.Context.
func (r *request) Param(name string) string { return r.fiber.Params(name) }

// Query implements huma.Context: the first value of the name. huma takes all values of a list from URL.
func (r *request) Query(name string) string {
	return string(r.fiber.Context().QueryArgs().Peek(name))
}

// Header implements huma.Context.
func (r *request) Header(name string) string { return r.fiber.Get(name) }

// EachHeader implements huma.Context. A header sent twice is two calls.
func (r *request) EachHeader(call func(name, value string)) {
	for name, value := range r.fiber.Request().Header.All() {
		call(string(name), string(value))
	}
}

// BodyReader implements huma.Context. The body is read as it came: fiber's own Body would expand a compressed one, of
// which 241 bytes can become a gigabyte before any limit is asked.
func (r *request) BodyReader() io.Reader {
	if stream := r.fiber.Context().RequestBodyStream(); stream != nil {
		return stream
	}
	return bytes.NewReader(r.fiber.Request().Body())
}

// errCoded refuses a form that fasthttp would expand without a bound.
var errCoded = errors.New("a form with a Content-Encoding is not read")

// GetMultipartForm implements huma.Context.
func (r *request) GetMultipartForm() (*multipart.Form, error) {
	if len(r.fiber.Request().Header.ContentEncoding()) > 0 {
		return nil, errCoded
	}
	return r.fiber.MultipartForm()
}

// SetReadDeadline implements huma.Context. Unless bodies are streamed the whole body has arrived before the handler
// begins, within the server's own read timeout, and a deadline would only hit the connection's next request.
func (r *request) SetReadDeadline(deadline time.Time) error {
	if r.fiber.Context().RequestBodyStream() == nil {
		return nil
	}
	return r.fiber.Context().Conn().SetReadDeadline(deadline)
}

// SetStatus implements huma.Context.
func (r *request) SetStatus(code int) {
	*r.status = code
	r.fiber.Status(code)
}

// Status implements huma.Context: what was set, 0 before.
func (r *request) Status() int { return *r.status }

// SetHeader implements huma.Context.
func (r *request) SetHeader(name, value string) { r.fiber.Response().Header.Set(name, value) }

// AppendHeader implements huma.Context. Each value is a line of its own, as cookies need.
func (r *request) AppendHeader(name, value string) { r.fiber.Response().Header.Add(name, value) }

// BodyWriter implements huma.Context.
func (r *request) BodyWriter() io.Writer { return r.fiber.Response().BodyWriter() }

// StreamBody lets write send the body piece by piece, after the handler has returned: huma's server-sent events ask
// for it, since fasthttp sends nothing before. The writer can be flushed and takes a write deadline.
func (r *request) StreamBody(write func(io.Writer)) {
	conn := r.fiber.Context().Conn()
	r.fiber.Context().SetBodyStreamWriter(func(w *bufio.Writer) { write(stream{w, conn}) })
}

// stream is the body of an answer while it is sent.
type stream struct {
	body *bufio.Writer
	conn net.Conn
}

// Write implements io.Writer.
func (s stream) Write(p []byte) (int, error) { return s.body.Write(p) }

// Flush implements http.Flusher. That the reader has gone is seen by the next Write.
func (s stream) Flush() { _ = s.body.Flush() }

// SetWriteDeadline bounds the writes to come.
func (s stream) SetWriteDeadline(deadline time.Time) error { return s.conn.SetWriteDeadline(deadline) }

// copyAnswer writes an answer of the application, with every header line, to a writer of net/http.
func copyAnswer(w http.ResponseWriter, answer *http.Response) {
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body) // the test that asked sees what is missing
}

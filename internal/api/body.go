package api

import (
	"bytes"
	"net/http"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// The most bytes of a request's body. Only an import may be larger than maxBody, and a question has none: the one byte
// is the least that can be set.
const (
	maxBody   = 256 << 10
	maxImport = 16 << 20
	noBody    = 1
)

// limits says how much of a body is read, before any of it is.
func (s *Server) limits(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	if string(h.Method()) != http.MethodPost {
		return fasthttp.RequestConfig{MaxRequestBodySize: noBody}
	}
	path, _, _ := bytes.Cut(h.RequestURI(), []byte("?"))
	if most, ok := s.bodies[string(path)]; ok {
		return fasthttp.RequestConfig{MaxRequestBodySize: most}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: maxBody}
}

// refuseBody refuses a body where none is taken, also the one byte that limits cannot. It is asked before the coding
// of the body: what is not taken at all is too large, whatever it is coded in.
func refuseBody(c *fiber.Ctx) error {
	h := &c.Request().Header
	if c.Method() != fiber.MethodPost && (h.ContentLength() > 0 || len(h.Peek(fiber.HeaderTransferEncoding)) > 0) {
		c.Context().SetConnectionClose() // the body may not have been read
		return problem(http.StatusRequestEntityTooLarge, "body_too_large")
	}
	return c.Next()
}

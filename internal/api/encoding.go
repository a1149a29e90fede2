package api

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
)

// refuseContentEncoding refuses every request that names a Content-Encoding, before anything reads its body: fiber and
// fasthttp expand a coded body whole, 241 bytes of brotli to a gigabyte, before any limit is asked. No page of ours
// compresses what it sends. The answer says so as RFC 9110, 15.5.16 asks.
func (s *Server) refuseContentEncoding(c *fiber.Ctx) error {
	if len(c.Request().Header.PeekAll(fiber.HeaderContentEncoding)) == 0 {
		return c.Next()
	}
	c.Set(fiber.HeaderAcceptEncoding, "identity")
	return problem(http.StatusUnsupportedMediaType, "content_encoding")
}

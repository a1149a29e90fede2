package api

import (
	"bytes"
	"compress/gzip"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// compressFrom is the least size worth compressing: one packet.
const compressFrom = 1400

// compress writes JSON answers with gzip for clients that ask for it, and for no others.
func (s *Server) compress(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	r := c.Response()
	if !bytes.Contains(r.Header.ContentType(), []byte("json")) || len(r.Header.Peek(fiber.HeaderContentEncoding)) > 0 {
		return nil
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	if len(r.Body()) < compressFrom || !takesGzip(c.Get(fiber.HeaderAcceptEncoding)) {
		return nil
	}
	var small bytes.Buffer
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	w.Reset(&small)
	if _, err := w.Write(r.Body()); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	r.SetBodyRaw(small.Bytes())
	r.Header.Set(fiber.HeaderContentEncoding, "gzip")
	return nil
}

// writers are kept, since one takes 800 KB to make.
var writers = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a known one
	return w
}}

// takesGzip reads an Accept-Encoding; who sends none is sent none.
func takesGzip(accepted string) bool {
	for _, each := range strings.Split(accepted, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(each), ";")
		if coding = strings.TrimSpace(coding); !strings.EqualFold(coding, "gzip") && coding != "*" {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		n, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && n > 0
	}
	return false
}

package api

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bayline/display"
	"bayline/static"
)

// pages maps the address of every page to what it is: the start page, and one for each screen.
func pages() map[string]static.Page {
	var links []static.Link
	all := map[string]static.Page{"/": {Name: "start"}}
	for _, screen := range display.All() {
		all["/"+screen.Name] = static.Page{Name: screen.Name, Wall: screen.Group == "wall"}
		links = append(links, static.Link{Page: screen.Name, Group: screen.Group, Role: screen.Role, Icon: screen.Icon})
	}
	for address, page := range all {
		page.Links = links
		all[address] = page
	}
	return all
}

// policy lets pages load only from this server; styles may be inline because
// bars and axes are placed by style attributes. Older browsers do not count a
// websocket of the same host as 'self', so the host is named.
func policy(host string) string {
	sockets := ""
	if plainHost.MatchString(host) {
		sockets = " ws://" + host + " wss://" + host
	}
	return "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'" + sockets +
		"; object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
}

// plainHost is a host that can stand in a policy without changing it.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]_-]+$`)

func (s *Server) registerPages() {
	for address, page := range pages() {
		file, err := s.Site.Page(page)
		if err != nil {
			panic(err) // the build is broken: a test opens every page
		}
		s.App.Get(address, func(c *fiber.Ctx) error { return send(c, file) })
	}
	if worker, ok := s.Site.File("walls/sw.js"); ok {
		// At the root, because a service worker keeps only what lies below it.
		s.App.Get("/sw.js", func(c *fiber.Ctx) error { return send(c, worker) })
	}
	s.App.Get("/static/*", func(c *fiber.Ctx) error {
		file, ok := s.Site.File(c.Params("*"))
		if !ok {
			return fiber.ErrNotFound
		}
		return send(c, file)
	})
	s.App.Get("/favicon.ico", func(c *fiber.Ctx) error { return c.SendStatus(http.StatusNoContent) })
}

// send answers with a file, compressed when the browser takes it, or with 304
// when it has it. Files are asked for again every time: they are small, and a
// page must never mix two versions.
func send(c *fiber.Ctx, file static.File) error {
	c.Set(fiber.HeaderETag, file.ETag)
	c.Set(fiber.HeaderCacheControl, "no-cache")
	c.Vary(fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderContentSecurityPolicy, policy(c.Get(fiber.HeaderHost)))
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), file.ETag) {
		return c.SendStatus(http.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, file.Type)
	if file.Gzip != nil && takesGzip(c.Get(fiber.HeaderAcceptEncoding)) {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(file.Gzip)
	}
	return c.Send(file.Body)
}

package api

import (
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// knownHost refuses requests sent to a name that is not this server's. A page of another web site can let its own name
// lead to this machine after it was loaded (DNS rebinding); to the browser the two are then one site, and only the name
// in the request tells them apart. Nobody can do that with a bare address.
func (s *Server) knownHost(c *fiber.Ctx) error {
	host := hostname(string(c.Context().Host()))
	if len(s.Hosts) == 0 || net.ParseIP(host) != nil || slices.ContainsFunc(s.Hosts, func(h string) bool { return strings.EqualFold(h, host) }) {
		return c.Next()
	}
	return problem(http.StatusMisdirectedRequest, "host_refused")
}

// hostname gives host[:port] without its port, and an IPv6 address without its brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.Trim(host, "[]"), ".")
}

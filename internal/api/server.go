// Package api is the way in over HTTP: commands in, views and queries out, the
// live sockets, the pages, health and metrics. It knows who asks and in which
// language, turns every error into a problem with a stable code, and leaves
// all deciding to the floor.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"bayline/board"
	"bayline/display"
	"bayline/display/live"
	"bayline/display/web"
	"bayline/internal/api/humafiber"
	"bayline/internal/floor"
	"bayline/static"
)

// callTimeout bounds the work of one request.
const callTimeout = 10 * time.Second

// Floor is what the api needs of the live shops.
type Floor interface {
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
	State(ctx context.Context, shop board.ShopID) (*board.State, error)
	Shops(ctx context.Context) ([]board.ShopID, error)
	Now() time.Time
}

// Scenes gives a shop's state together with its plan.
type Scenes interface {
	Scene(ctx context.Context, shop board.ShopID) (display.Scene, error)
}

// Check is one thing the service needs. Wrong is what /readyz says when Ask
// fails. Without a dispensable thing the service works on, slower.
type Check struct {
	Name        string
	Ask         func(ctx context.Context) error
	Wrong       string
	Dispensable bool
}

// Options of a Server. Floor, Scenes, Hub and Site are required.
type Options struct {
	Floor   Floor
	Scenes  Scenes
	Hub     *live.Hub
	Site    *static.Site
	Checks  []Check
	Metrics http.Handler // answers /metrics
	Known   Known        // orders that were finished long ago; may be nil
	Origins []string     // other origins whose pages may call, scheme://host[:port]
	Hosts   []string     // names this server answers to, besides any address; empty: to every name
	Sockets int          // live screens of one network address; default 512
	Logger  *slog.Logger
	Version string

	// Stranger tells by a request's headers whether who asks may see public screens only; nil: everybody is staff.
	Stranger func(header func(string) string) bool
}

// Server holds the application and what its handlers need.
type Server struct {
	Options
	App *fiber.App
	api huma.API

	bodies map[string]int // most bytes of a POST, by path, where that is not maxBody
}

// New builds the application; Listen and shut it down through App.
func New(opts Options) *Server {
	if opts.Logger == nil {
		opts.Logger = slog.Default()
	}
	s := &Server{Options: opts, bodies: map[string]int{}}
	s.App = web.NewApp(func(c *fiber.Config) {
		c.StrictRouting, c.CaseSensitive = true, true // one address, one thing
		c.ErrorHandler = s.fail
		c.EnableTrustedProxyCheck = true // and no trusted proxy: X-Forwarded-* is anybody's word
	})
	s.App.Server().HeaderReceived = s.limits
	s.App.Use(s.headers, s.compress, s.recover, refuseBody, s.refuseContentEncoding, s.knownHost, s.sameOrigin)
	config := huma.DefaultConfig("bayline", opts.Version)
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil
	s.api = humafiber.New(s.App, config)
	s.registerCommands()
	s.registerQueries()
	s.registerDispatching()
	s.registerPromising()
	s.registerReports()
	s.registerExplaining()
	s.registerPlanning()
	s.registerViews()
	s.registerShops()
	s.registerImports()
	s.document()
	s.registerHealth()
	s.documentChoices()
	live.Register(s.App, opts.Hub, live.Mount{Resolve: s.resolve, Origins: opts.Origins, MaxPerAddress: opts.Sockets})
	s.registerPages()
	return s
}

// resolve reads the view a screen asks for.
func (s *Server) resolve(c *fiber.Ctx) (live.ViewKey, error) {
	shop := c.Query("shop")
	if shop == "" {
		return live.ViewKey{}, missing("shop")
	}
	screen := c.Query("screen")
	query, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return live.ViewKey{}, problem(http.StatusBadRequest, "request_invalid")
	}
	header := func(name string) string { return c.Get(name) }
	found, err := display.Find(screen, s.audience(header))
	if err != nil {
		return live.ViewKey{}, err
	}
	params := found.Canonical(query)
	ctx, cancel := context.WithTimeout(c.UserContext(), callTimeout)
	defer cancel()
	if _, err := s.state(ctx, shop); err != nil {
		return live.ViewKey{}, err
	}
	if params != "" {
		// A view of nobody is refused here: it would be rendered, fail and be logged again and again.
		if _, err := s.view(ctx, screen, &viewInput{OfShop: OfShop{shop}, query: query, header: header}); err != nil {
			return live.ViewKey{}, err
		}
	}
	return live.ViewKey{Shop: shop, Screen: screen, Params: params}, nil
}

func missing(field string) error {
	return &board.Refusal{Code: "field_missing", Field: field, Args: map[string]any{"field": field}}
}

// fail answers what no handler answered, as a problem too.
func (s *Server) fail(c *fiber.Ctx, err error) error {
	p := problemOf(err)
	var fe *fiber.Error
	if errors.As(err, &fe) {
		p = problem(fe.Code, codeOf(fe.Code))
		if fe.Code == http.StatusForbidden && c.Get(fiber.HeaderOrigin) == "" {
			p.Message = board.Say("problem.origin_missing")
		}
	} else if p.Status == http.StatusInternalServerError {
		s.Logger.Error("request failed", "method", c.Method(), "path", c.Path(), "error", err)
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return c.Status(p.Status).JSON(p.in(c.Get(fiber.HeaderAcceptLanguage)), "application/problem+json")
}

// headers sets what every answer carries.
func (s *Server) headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderCacheControl, "no-store") // pages and their files say otherwise
	return c.Next()
}

// recover keeps a panic from ending the process or telling its text.
func (s *Server) recover(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			s.Logger.Error("request panicked", "method", c.Method(), "path", c.Path(), "panic", r)
			err = problem(http.StatusInternalServerError, "internal")
		}
	}()
	return c.Next()
}

// sameOrigin refuses writes that another web site's page sends.
func (s *Server) sameOrigin(c *fiber.Ctx) error {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" || c.Method() == http.MethodGet || c.Method() == http.MethodHead {
		return c.Next()
	}
	u, err := url.Parse(origin)
	if err == nil && u.Host != "" && strings.EqualFold(u.Host, c.Get(fiber.HeaderHost)) {
		return c.Next()
	}
	for _, allowed := range s.Origins {
		if strings.EqualFold(origin, allowed) {
			return c.Next()
		}
	}
	return problem(http.StatusForbidden, "origin_refused")
}

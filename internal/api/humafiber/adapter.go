// Package humafiber is the adapter of huma to fiber v2: it mounts huma's operations as routes of a fiber application
// and shows a fiber request to huma as a huma.Context.
//
// huma brings an adapter of its own, which is written for fiber v3 and links that, and the message formats it knows,
// beside the fiber that serves.
package humafiber

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// New returns the API whose operations are routes of app. They obey its settings: case, trailing slash, body limit.
func New(app *fiber.App, config huma.Config) huma.API { return huma.NewAPI(config, &adapter{app}) }

type adapter struct{ app *fiber.App }

// Handle implements huma.Adapter. An operation that answers GET answers HEAD too, as pages do.
func (a *adapter) Handle(op *huma.Operation, handler func(huma.Context)) {
	route := func(c *fiber.Ctx) error {
		handler(&request{op: op, fiber: c, user: c.UserContext(), status: new(int)})
		return nil
	}
	if op.Method == http.MethodGet {
		a.app.Get(fiberPath(op.Path), route)
		return
	}
	a.app.Add(op.Method, fiberPath(op.Path), route)
}

// fiberPath writes the parameters of an OpenAPI path, {id}, as fiber does, :id.
func fiberPath(path string) string { return strings.NewReplacer("{", ":", "}", "").Replace(path) }

// ServeHTTP implements huma.Adapter for huma's test tools; a served request never comes this way. It panics when the
// application cannot be asked, since it has no other way to report that.
func (a *adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := a.app.Test(r, -1)
	if err != nil {
		panic(err)
	}
	defer func() { _ = answer.Body.Close() }()
	copyAnswer(w, answer)
}

package api

import (
	_ "embed"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"bayline/display"
)

// sockets describes /live: the frames of the protocol bayline.v1 (AsyncAPI).
//
//go:embed asyncapi.json
var sockets []byte

// about is what the document says of the whole.
const about = `Live progress of a car dealership's workshop: commands in, views out.

There are no users and passwords yet: the server listens on its own machine unless told otherwise, and every command
names who asks in X-Bayline-Actor. Errors are problem+json with a stable code; their sentences follow Accept-Language.
The frames of the websocket at /live are described in /api/asyncapi.json.`

// document completes what huma writes of the operations with what holds for all of them.
func (s *Server) document() {
	doc := s.api.OpenAPI()
	doc.Info.Description = about
	doc.Info.License = &huma.License{Name: "proprietary", Identifier: "LicenseRef-proprietary"}
	doc.Servers = []*huma.Server{{URL: "/"}}
	doc.Security = []map[string][]string{{}} // none, said outright
	tags := map[string]bool{}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			s.complete(op)
			for _, tag := range op.Tags {
				if !tags[tag] {
					tags[tag] = true
					doc.Tags = append(doc.Tags, &huma.Tag{Name: tag, Description: "Operations of the " + tag + "."})
				}
			}
		}
	}
	s.documentLive()
	allowNull(doc.Components.Schemas)
	s.App.Get("/api/asyncapi.json", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		return c.Send(sockets)
	})
}

// complete says of one operation what is checked before its handler, or written otherwise in Go than on the wire.
func (s *Server) complete(op *huma.Operation) {
	if op.Description == "" {
		op.Description = describe(op)
	}
	for _, p := range op.Parameters {
		switch p.Name {
		case "X-Bayline-Actor":
			p.Required = true
		case "X-Bayline-On":
			written := *p.Schema
			written.Format = "date-time"
			p.Schema = &written
		}
	}
	for status, why := range map[string]string{
		"405": "Another method than this address takes", "413": "A larger body than is taken; a question takes none", "415": "A body of another kind, or compressed", "421": "A host name that is not this server's",
	} {
		if op.Responses[status] == nil {
			op.Responses[status] = s.problemResponse(why)
		}
	}
}

// describe says what all operations of a kind have in common.
func describe(op *huma.Operation) string {
	switch {
	case strings.HasPrefix(op.Path, "/api/v1/commands/"):
		return "The rules of the shop decide it: a command they refuse changes nothing and is answered with a stable code. " +
			"The answer names the position of the shop's log from which every screen shows the change."
	case strings.HasPrefix(op.Path, "/api/v1/views/"):
		return "The same view that /live pushes to this screen; rev is the position of the shop's log it shows."
	default:
		return "A question: it changes nothing."
	}
}

func (s *Server) problemResponse(why string) *huma.Response {
	schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return &huma.Response{Description: why, Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}}
}

// documentLive describes the websocket and its poll, which huma does not serve.
func (s *Server) documentLive() {
	text := func(name, about string, required bool) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: about, Required: required, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	var screens []any
	for _, each := range display.Live() {
		screens = append(screens, each.Name)
	}
	screen := text("screen", "which screen; its own parameters follow, as in /api/v1/views", true)
	screen.Schema.Enum = screens
	parameters := []*huma.Param{
		text("shop", "which shop", true), screen, text("epoch", "of the picture that is shown already", false),
		text("rev", "of the picture that is shown already", false), text("seq", "of the picture that is shown already", false),
	}
	protocol := &huma.Param{Name: "Sec-WebSocket-Protocol", In: "header", Description: "bayline.v1, echoed when offered", Schema: &huma.Schema{Type: huma.TypeString}}
	origin := &huma.Param{Name: "Origin", In: "header", Required: true, Description: "this site, or one that the server was told of", Schema: &huma.Schema{Type: huma.TypeString}}
	refused := func(responses map[string]*huma.Response) map[string]*huma.Response {
		for status, why := range map[string]string{
			"403": "An Origin that is not allowed, or none", "404": "No such shop or screen", "422": "A parameter that is missing or unknown",
			"429": "Too many screens of one address", "500": "A fault of the server", "503": "The server is full or stopping; Retry-After says when to come back",
		} {
			responses[status] = s.problemResponse(why)
		}
		return responses
	}
	live := &huma.Operation{
		OperationID: "live", Method: http.MethodGet, Path: "/live", Tags: []string{"live"},
		Summary:     "A screen, pushed: a websocket whose frames /api/asyncapi.json describes",
		Description: "Begins with a snap and goes on with patches and heartbeats. A socket that is closed comes back with epoch, rev and seq.",
		Parameters:  append([]*huma.Param{protocol, origin}, parameters...),
		Responses: refused(map[string]*huma.Response{
			"101": {Description: "The websocket is open"}, "426": s.problemResponse("Not a websocket"),
		}),
	}
	beat := map[string]*huma.Param{"X-Bayline-Now": {
		Description: "a heartbeat, as JSON", Schema: &huma.Schema{Type: huma.TypeString},
	}}
	poll := &huma.Operation{
		OperationID: "live_poll", Method: http.MethodGet, Path: "/live/poll", Tags: []string{"live"},
		Summary:     "The same frames for a screen whose line carries no websocket",
		Description: "The whole picture, unless it is the one of epoch and rev. Asked again and again, by browsers that hold no socket.",
		Parameters:  parameters,
		Responses: refused(map[string]*huma.Response{
			"200": {
				Description: "A snap", Headers: beat,
				Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}},
			},
			"204": {Description: "The picture of epoch and rev is the newest", Headers: beat},
		}),
	}
	doc := s.api.OpenAPI()
	for _, op := range []*huma.Operation{live, poll} {
		s.complete(op)
		doc.AddOperation(op)
	}
	doc.Tags = append(doc.Tags, &huma.Tag{Name: "live", Description: "What is pushed to the screens."})
}

// allowNull says which parts of a view may be null: a pointer that is always written. huma leaves that out where the
// part is an object.
func allowNull(schemas huma.Registry) {
	for name, schema := range schemas.Map() {
		t := schemas.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct || !strings.HasSuffix(t.PkgPath(), "bayline/display") {
			continue
		}
		for i := range t.NumField() {
			field, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			p := schema.Properties[field]
			if p == nil || p.Ref == "" || t.Field(i).Type.Kind() != reflect.Pointer || strings.Contains(options, "omit") {
				continue
			}
			schema.Properties[field] = &huma.Schema{Description: p.Description, OneOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
		}
	}
}

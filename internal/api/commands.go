package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bayline/board"
	"bayline/internal/floor"
)

// Writer is what every command request carries beside its body. huma fills an
// embedded struct only when its name is exported.
type Writer struct {
	Shop  string    `query:"shop" required:"true" maxLength:"40" doc:"which shop"`
	Key   string    `header:"Idempotency-Key" maxLength:"200" doc:"the same key and body give the same answer again and change nothing"`
	Actor string    `header:"X-Bayline-Actor" maxLength:"400" doc:"who asks: a name, percent-encoded UTF-8"`
	Role  string    `header:"X-Bayline-Role" maxLength:"20" doc:"in which role"`
	On    time.Time `header:"X-Bayline-On" timeFormat:"2006-01-02T15:04:05.999999999Z07:00" doc:"when it happened, for a tap made while offline (RFC 3339)"`
}

// request reads who asks.
func (w Writer) request() (floor.Request, error) {
	name, err := url.PathUnescape(w.Actor)
	if err != nil || !utf8.ValidString(name) {
		p := problem(http.StatusUnprocessableEntity, "actor_unreadable")
		p.Field = "actor"
		return floor.Request{}, p
	}
	name = strings.TrimSpace(name)
	if name == "" {
		p := problem(http.StatusUnprocessableEntity, "actor_missing")
		p.Field = "actor"
		return floor.Request{}, p
	}
	role := board.Role(w.Role)
	if role != "" && !slices.Contains(board.Roles, role) {
		return floor.Request{}, &board.Refusal{Code: "field_invalid", Field: "role", Args: map[string]any{"field": "role", "value": w.Role}}
	}
	return floor.Request{Actor: board.Actor{Name: name, Role: role}, On: w.On, Key: w.Key}, nil
}

// commandInput leaves the body to the row of the command: huma checks it against the schema, the row reads it.
type commandInput struct {
	Writer
	Body json.RawMessage
}

type receiptOutput struct {
	Body floor.Receipt
}

// registerCommands gives every command of the board's table its route, POST /api/v1/commands/{name}; those that only
// the program asks for have none.
func (s *Server) registerCommands() {
	for _, spec := range board.Commands() {
		if !spec.Internal {
			s.registerCommand(spec)
		}
	}
}

func (s *Server) registerCommand(spec board.CommandSpec) {
	handle(s, operation{
		id: spec.Name, method: http.MethodPost, path: "/api/v1/commands/" + spec.Name, summary: spec.Summary, tag: spec.Tag,
		request: reflect.TypeOf(spec.Zero),
	}, func(ctx context.Context, in *commandInput) (*receiptOutput, error) {
		req, err := in.request()
		if err != nil {
			return nil, err
		}
		command, err := spec.Decode(in.Body)
		if err != nil {
			return nil, problem(http.StatusUnprocessableEntity, "request_invalid")
		}
		shop, err := shopOf(in.Shop)
		if err != nil {
			return nil, err
		}
		req.Predicted = s.predict(ctx, in.Shop, command)
		r, err := s.Floor.Execute(ctx, shop, command, req)
		if err != nil {
			return nil, err
		}
		return &receiptOutput{Body: r}, nil
	})
}

package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// operation says where a handler is reached and what it is about.
type operation struct {
	id, method, path, summary, tag string
	description                    string // what is to be known beside the summary; "": what its kind has in common
	status                         int
	body                           int64         // most bytes of the body; 0: maxBody
	hidden                         bool          // not in the document
	timeout                        time.Duration // 0: callTimeout
	responses                      map[string]*huma.Response
	parameters                     []*huma.Param
	request                        reflect.Type // what the body holds, where the handler reads it itself
}

// errorsOf gives the statuses of the problems an operation may answer with.
func errorsOf(method string) []int {
	all := []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable}
	if method != http.MethodGet {
		all = append(all, http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return all
}

// handle registers a handler whose errors all become problems, in the
// language of the request.
func handle[I, O any](s *Server, op operation, fn func(context.Context, *I) (*O, error)) {
	if op.status == 0 {
		op.status = http.StatusOK
	}
	if op.body == 0 {
		op.body = maxBody
	}
	if op.body != maxBody {
		s.bodies[op.path] = int(op.body)
	}
	if op.timeout == 0 {
		op.timeout = callTimeout
	}
	registered := huma.Operation{
		OperationID: op.id, Method: op.method, Path: op.path, Summary: op.summary, Description: op.description, Tags: []string{op.tag},
		DefaultStatus: op.status, MaxBodyBytes: op.body, Hidden: op.hidden,
		Errors:      errorsOf(op.method),
		Parameters:  append(op.parameters, &huma.Param{Name: "Accept-Language", In: "header", Description: "language of a problem's detail: zh (default) or en", Schema: &huma.Schema{Type: huma.TypeString}}),
		Middlewares: huma.Middlewares{rememberLanguage}, Responses: op.responses,
	}
	if op.request != nil {
		registered.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.api.OpenAPI().Components.Schemas.Schema(op.request, true, "")},
		}}
		registered.RequestBody.Required = true
	}
	huma.Register(s.api, registered, func(ctx context.Context, in *I) (*O, error) {
		ctx, cancel := context.WithTimeout(ctx, op.timeout)
		defer cancel()
		out, err := fn(ctx, in)
		if err == nil {
			return out, nil
		}
		p := problemOf(err)
		if p.Status == http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
			s.Logger.Error("request failed", "operation", op.id, "error", err)
		}
		return nil, p.in(languageOf(ctx))
	})
	if item := s.api.OpenAPI().Paths[op.path]; item != nil && item.Get != nil && op.method == http.MethodGet {
		chooseParameters(reflect.TypeFor[I](), item.Get.Parameters)
	}
}

type languageKey struct{}

// rememberLanguage keeps the language of the request for its answer.
func rememberLanguage(ctx huma.Context, next func(huma.Context)) {
	next(huma.WithValue(ctx, languageKey{}, strings.Clone(ctx.Header("Accept-Language"))))
}

func languageOf(ctx context.Context) string {
	l, _ := ctx.Value(languageKey{}).(string)
	return l
}

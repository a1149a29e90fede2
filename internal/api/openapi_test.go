package api_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display"
)

// document is as much of an OpenAPI document as the tests look at.
type document struct {
	OpenAPI    string                          `json:"openapi"`
	Info       struct{ Title, Version string } `json:"info"`
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	OperationID string `json:"operationId"`
	Summary     string `json:"summary"`
	Parameters  []struct {
		Name, In, Description string
		Required              bool
	} `json:"parameters"`
	RequestBody struct {
		Required bool               `json:"required"`
		Content  map[string]content `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]content `json:"content"`
	} `json:"responses"`
}

type content struct {
	Schema schema `json:"schema"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	Enum       []any             `json:"enum"`
	Items      *schema           `json:"items"`
}

func (d document) resolve(t *testing.T, s schema) schema {
	t.Helper()
	if s.Ref == "" {
		return s
	}
	found, ok := d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	require.True(t, ok, "%s leads nowhere", s.Ref)
	return found
}

func read(t *testing.T, s *service) document {
	t.Helper()
	var d document
	a := s.must(http.StatusOK, s.get("/api/openapi.json"))
	require.Contains(t, a.header.Get("Content-Type"), "json")
	a.into(t, &d)
	return d
}

// Every public command of the board has exactly one route; an internal one has none.
func TestEveryCommandHasItsRoute(t *testing.T) {
	d := read(t, serve(t))
	var routes, names []string
	for path, methods := range d.Paths {
		if name, ok := strings.CutPrefix(path, "/api/v1/commands/"); ok {
			routes = append(routes, name)
			require.Equal(t, []string{"post"}, slices.Collect(maps.Keys(methods)), path)
		}
	}
	for _, c := range board.Commands() {
		if c.Internal {
			continue
		}
		names = append(names, c.Name)
		op := d.Paths["/api/v1/commands/"+c.Name]["post"]
		require.Equal(t, c.Summary, op.Summary)
		body := d.resolve(t, op.RequestBody.Content["application/json"].Schema)
		require.Equal(t, "object", body.Type, c.Name)
	}
	require.ElementsMatch(t, names, routes)
	stop := d.resolve(t, d.Paths["/api/v1/commands/stop_work"]["post"].RequestBody.Content["application/json"].Schema)
	choice, _ := board.ChoiceNamed("stop")
	require.Len(t, stop.Properties["reason"].Enum, len(choice.Codes))
	s := serve(t)
	for _, name := range []string{"warn_promise", "note_forecast"} {
		s.must(http.StatusNotFound, s.post("/api/v1/commands/"+name+"?shop=haizhu", map[string]any{"visit": "V1"}))
	}
}

// The document tells a stranger what they need: parameters with their meaning,
// bodies, answers and problems, and every reference leads somewhere.
func TestDocumentIsWhole(t *testing.T) {
	s := serve(t)
	d := read(t, s)
	require.Regexp(t, `^3\.1\.`, d.OpenAPI)
	require.Equal(t, "bayline", d.Info.Title)
	ids := map[string]bool{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			where := method + " " + path
			require.NotEmpty(t, op.OperationID, where)
			require.False(t, ids[op.OperationID], "%s is there twice", op.OperationID)
			ids[op.OperationID] = true
			require.NotEmpty(t, op.Summary, where)
			named := map[string]bool{}
			for _, p := range op.Parameters {
				require.False(t, named[p.In+" "+p.Name], "%s: %s twice", where, p.Name)
				named[p.In+" "+p.Name] = true
				require.NotEmpty(t, p.Description, "%s: %s", where, p.Name)
				require.True(t, p.Required || p.In != "path", where)
			}
			for _, placeholder := range strings.Split(path, "{")[1:] {
				require.True(t, named["path "+strings.Split(placeholder, "}")[0]], where)
			}
			if method == "post" {
				require.True(t, op.RequestBody.Required, where)
				require.True(t, named["header X-Bayline-Actor"] || !strings.Contains(path, "/commands/"), where)
				require.True(t, named["header Idempotency-Key"] || !strings.Contains(path, "/commands/"), where)
			}
			require.Contains(t, op.Responses, "422", where)
			for status, response := range op.Responses {
				for kind, c := range response.Content {
					require.NotNil(t, d.resolve(t, c.Schema), "%s %s", where, status)
					if status >= "4" || status == "default" {
						require.Equal(t, "application/problem+json", kind, "%s %s", where, status)
						require.Contains(t, d.resolve(t, c.Schema).Properties, "message", where)
					}
				}
			}
		}
	}
	for name, s := range d.Components.Schemas {
		for property, p := range s.Properties {
			d.resolve(t, p)
			if p.Items != nil {
				d.resolve(t, *p.Items)
			}
			require.NotEmpty(t, property, name)
		}
	}
	yaml := s.must(http.StatusOK, s.get("/api/openapi.yaml"))
	require.Contains(t, yaml.body, "openapi: 3.1")
}

// What a view really answers is what its schema says, and no more.
func TestViewsAreAsDocumented(t *testing.T) {
	s := serve(t)
	fill(s)
	d := read(t, s)
	for _, screen := range display.Live() {
		name := screen.Name
		op, ok := d.Paths["/api/v1/views/"+name]["get"]
		require.True(t, ok, name)
		for _, p := range screen.Params {
			require.True(t, slices.ContainsFunc(op.Parameters, func(q struct {
				Name, In, Description string
				Required              bool
			}) bool {
				return q.Name == p && q.In == "query"
			}), "%s: %s", name, p)
		}
		var got map[string]any
		s.must(http.StatusOK, s.get("/api/v1/views/"+name+"?"+url.Values{"shop": {"haizhu"}, "advisor": {"A1"}, "technician": {"T01"}}.Encode())).into(t, &got)
		d.hold(t, name, op.Responses["200"].Content["application/json"].Schema, got)
		require.EqualValues(t, s.seq(), got["rev"], name)
	}
}

// hold compares a value with the schema, property by property.
func (d document) hold(t *testing.T, where string, s schema, value any) {
	t.Helper()
	s = d.resolve(t, s)
	switch v := value.(type) {
	case map[string]any:
		if len(s.Properties) == 0 {
			return // a map
		}
		for name, inner := range v {
			require.Contains(t, s.Properties, name, where)
			d.hold(t, where+"."+name, s.Properties[name], inner)
		}
		for _, name := range s.Required {
			require.Contains(t, v, name, where)
		}
	case []any:
		for _, inner := range v {
			require.NotNil(t, s.Items, where)
			d.hold(t, where+"[]", *s.Items, inner)
		}
	}
}

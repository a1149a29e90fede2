package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"bayline/board"
	"bayline/dispatch"
)

// documentChoices writes the closed lists of the board into the document, and with it into the check of requests:
// a field tagged `choice:"stop"` takes the codes of board.ChoiceNamed("stop").
func (s *Server) documentChoices() {
	registry := s.api.OpenAPI().Components.Schemas
	for name, schema := range registry.Map() {
		if of := registry.TypeFromRef("#/components/schemas/" + name); of != nil {
			chooseFields(of, schema)
		}
	}
}

// chooseFields writes the lists of a struct's tagged fields, those of embedded structs too, into its schema.
func chooseFields(of reflect.Type, schema *huma.Schema) {
	if of.Kind() != reflect.Struct {
		return
	}
	for i := range of.NumField() {
		f := of.Field(i)
		if f.Anonymous {
			chooseFields(f.Type, schema)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if property := schema.Properties[name]; property != nil {
			choose(f, property)
		}
	}
}

// chooseParameters does the same for the parameters of a request.
func chooseParameters(input reflect.Type, parameters []*huma.Param) {
	for i := range input.NumField() {
		f := input.Field(i)
		for _, p := range parameters {
			if p.In == "query" && p.Name == f.Tag.Get("query") {
				choose(f, p.Schema)
			}
		}
	}
}

func choose(f reflect.StructField, schema *huma.Schema) {
	name := f.Tag.Get("choice")
	choice, ok := board.ChoiceNamed(name)
	if name == dispatch.ChangeChoice.Name {
		choice, ok = dispatch.ChangeChoice, true
	}
	if !ok {
		return
	}
	if schema.Type == huma.TypeArray {
		schema = schema.Items
	}
	schema.Enum = nil
	for _, code := range choice.Codes {
		schema.Enum = append(schema.Enum, code)
	}
	schema.PrecomputeMessages()
}

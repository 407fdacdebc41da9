package twin

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"github.com/google/jsonschema-go/jsonschema"
)

// SchemaPath returns where the schema of a name is published.
func SchemaPath(name string) string { return "schemas/" + name + "-" + strconv.Itoa(Version) + ".json" }

// Shape says what an envelope holds. The types must hold no interfaces, maps or
// functions and must not hold themselves.
type Shape struct {
	ID    string // address of the schema itself
	Doc   string // what it describes
	Data  any    // empty value of the type of the data
	Bare  bool   // the data may be missing
	Parts Parts  // with such values too
}

// Schema returns the JSON Schema of an envelope, as a file. A type that no
// schema can describe is a fault of ours, and Schema panics.
func Schema(shape Shape) []byte {
	s := of(reflect.TypeFor[Envelope]())
	s.Properties["data"] = of(reflect.TypeOf(shape.Data))
	if !shape.Bare {
		s.Required = append(s.Required, "data")
	}
	delete(s.Properties, "parts")
	if len(shape.Parts) > 0 {
		p := &jsonschema.Schema{Type: "object", Description: "what is derived beside the text", Properties: map[string]*jsonschema.Schema{}}
		for _, part := range shape.Parts {
			p.Properties[part.Name] = of(reflect.TypeOf(part.Data))
			p.PropertyOrder = append(p.PropertyOrder, part.Name)
		}
		s.Properties["parts"] = p
	}
	version := any(Version)
	s.Properties["version"].Const = &version
	return file(s, shape.ID, shape.Doc)
}

// SchemaOf returns the JSON Schema of a value that has no envelope, as a file.
func SchemaOf(id, doc string, data any) []byte {
	return file(of(reflect.TypeOf(data)), id, doc)
}

// of describes a type.
func of(t reflect.Type) *jsonschema.Schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[Parts](): {Type: "object"},
	}})
	if err != nil {
		panic(fmt.Sprintf("twin: no schema for %v: %v", t, err))
	}
	open(s)
	return s
}

// open lets objects have fields that the schema does not know, since a version
// may come to have more of them.
func open(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Properties) > 0 {
		s.AdditionalProperties = nil
	}
	for _, p := range s.Properties {
		open(p)
	}
	open(s.Items)
}

// file writes a schema.
func file(s *jsonschema.Schema, id, doc string) []byte {
	s.ID, s.Schema, s.Description = id, "https://json-schema.org/draft/2020-12/schema", doc
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic("twin: " + err.Error())
	}
	return append(text, '\n')
}

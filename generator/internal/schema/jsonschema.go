package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
)

// object is a JSON object; encoding/json writes its keys in order.
type object = map[string]any

const draft07 = "http://json-schema.org/draft-07/schema#"

// SettingsSchema returns a JSON Schema (draft 7) of remit.yaml, which editors
// use to complete and to check it. The same settings always give the same
// bytes.
func SettingsSchema() []byte {
	properties := object{}
	for _, s := range settingsTable {
		schema := s.schema
		if s.Name == "limits" {
			schema = limitsSchema()
		}
		properties[s.Name] = described(schema, s.Doc, s.Default)
	}
	return marshal(object{
		"$schema":              draft07,
		"title":                "Settings of a Remit site (" + SettingsFile + ")",
		"type":                 "object",
		"properties":           properties,
		"additionalProperties": false,
	})
}

func limitsSchema() object {
	properties := object{}
	defaults := DefaultLimits()
	for _, l := range limitsTable {
		schema := object{"type": "integer", "minimum": 1, "maximum": l.most}
		if l.bytes {
			schema = object{"anyOf": []object{schema, {"type": "string", "pattern": "^[0-9][0-9_,]* *([KkMmGg][Ii][Bb]|bytes)?$"}}}
		}
		properties[l.name] = described(schema, l.doc, fmt.Sprint(*l.field(&defaults)))
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// described returns a copy of a schema with a sentence for people.
func described(schema object, doc, standard string) object {
	out := object{"description": doc}
	for k, v := range schema {
		out[k] = v
	}
	if standard != "" {
		out["description"] = doc + " Default: " + standard + "."
	}
	return out
}

// FrontMatterSchema returns a JSON Schema (draft 7) of front matter. Its
// definitions hold one schema for each kind, so that an editor can tie
// "#/definitions/charter" to charters/*.md; as a whole it accepts any kind and
// follows the key kind. Keys of the author's own are allowed.
func (k *Kinds) FrontMatterSchema() []byte {
	definitions := object{}
	var rules []object
	for _, kind := range k.all {
		definitions[kind.Name] = object{
			"title": kind.Label, "description": kind.Doc, "type": "object", "properties": fieldSchemas(kind.Fields),
		}
		rules = append(rules, object{
			"if":   object{"properties": object{"kind": object{"const": kind.Name}}, "required": []string{"kind"}},
			"then": object{"$ref": "#/definitions/" + kind.Name},
		})
	}
	root := object{
		"$schema":     draft07,
		"title":       "Front matter of a Remit document",
		"type":        "object",
		"properties":  fieldSchemas(k.common.fields),
		"definitions": definitions,
	}
	if rules != nil {
		root["allOf"] = rules
	}
	return marshal(root)
}

func fieldSchemas(fields []Field) object {
	out := object{}
	for i := range fields {
		f := &fields[i]
		schema := described(typeSchema(f), f.Doc, "")
		if f.Example != "" && !f.IsLines() && f.Type != "records" && f.Type != "word" && f.Type != "boolean" && f.Type != "number" {
			schema["examples"] = []string{f.Example}
		}
		out[f.Name] = schema
	}
	return out
}

// typeSchema describes the values of a field as an editor's YAML parser sees
// them: a title such as 2026 is a number there, an empty value is null.
func typeSchema(f *Field) object {
	switch f.Type {
	case "text", "id":
		return textSchema
	case "texts", "ids":
		return object{"anyOf": []object{textSchema, {"type": "array", "items": textSchema}}}
	case "word":
		values := []any{nil}
		for _, v := range f.Values {
			values = append(values, v)
		}
		return object{"enum": values}
	case "date":
		return object{"type": []string{"string", "null"}, "pattern": `^\d{4}-\d{2}-\d{2}$`}
	case "month":
		return object{"type": []string{"string", "null"}, "pattern": monthPattern}
	case "duration":
		return object{"type": []string{"string", "integer", "null"}, "pattern": `^(every )?[0-9a-z-]+( a)?( (month|quarter|year)s?)?$`, "minimum": 1, "maximum": mostMonths}
	case "number":
		return object{"type": []string{"integer", "null"}}
	case "boolean":
		return object{"type": "boolean"}
	case "audience":
		return object{"type": "string", "pattern": namePattern}
	case "records":
		record := object{"type": "object", "properties": fieldSchemas(f.Fields)}
		return object{"anyOf": []object{{"type": "null"}, record, {"type": "array", "items": record}}}
	}
	if f.IsLines() {
		return linesSchema(f)
	}
	panic("schema: field of unknown type " + f.Type)
}

const monthPattern = `^\d{4}-\d{2}(-\d{2})?$`

// linesSchema describes a list of lines: YAML reads "- Opening hours: alone" as
// a group of one key, and a line without a colon as a text. Whether a line can
// be read is a matter of its grammar, which no pattern holds.
func linesSchema(f *Field) object {
	key, text := ".", textSchema
	switch f.Type {
	case "decisions", "standings", "answers", "measures":
		text = object{"type": "string", "pattern": `:(\s|$)`}
	case "moves":
		key, text = monthPattern, object{"type": "string", "pattern": `^\d{4}-\d{2}(-\d{2})?:\s`}
	case "mutes":
		key, text = namePattern, object{"type": "string", "pattern": `^[a-z][a-z0-9-]*(:\s.*)?$`}
	}
	group := object{"type": "object", "propertyNames": object{"pattern": key}, "additionalProperties": textSchema}
	line := object{"type": "object", "maxProperties": 1}
	maps.Copy(line, group)
	item := object{"anyOf": []object{text, line}, "description": typeOf(f.Type).Doc, "examples": []string{cmp.Or(f.Example, typeOf(f.Type).Example)}}
	shapes := []object{{"type": "null"}, {"type": "array", "items": item}, group}
	if f.Type == "mutes" {
		shapes = append(shapes, text)
	}
	return object{"anyOf": shapes}
}

func marshal(v any) []byte {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("schema: plain values cannot be written: %v", err))
	}
	return append(data, '\n')
}

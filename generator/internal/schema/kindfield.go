package schema

import (
	"maps"
	"slices"

	"remit/generator/internal/diag"
)

// fields reads a list of fields and returns known with them added or changed.
// A field that is not known yet but stands in shared is said on top of that.
// Only outer fields may have fields of their own.
func (p *kindParser) fields(file string, known, shared []Field, v Value, outer bool) []Field {
	if v.Kind != List {
		p.refuse(file, v.Span, "fields are a list", "write  - name: due  and below it, indented,  type: date")
		return known
	}
	for _, item := range v.Items {
		start := Field{Type: "text"}
		name := Meta{Entries: item.Fields}.Text("name")
		old := findField(known, name)
		switch common := findField(shared, name); {
		case old != nil:
			start = cloneFields([]Field{*old})[0]
		case common != nil:
			start = cloneFields([]Field{*common})[0]
		}
		f, ok := p.field(file, start, item, outer)
		switch {
		case !ok:
		case old != nil:
			*old = f
		default:
			known = append(known, f)
		}
	}
	return known
}

// field reads what is said of a field on top of what is known of it.
func (p *kindParser) field(file string, f Field, v Value, outer bool) (Field, bool) {
	if v.Kind != Map {
		p.refuse(file, v.Span, "a field has a name and a type", "write  - name: due  and below it, indented,  type: date")
		return Field{}, false
	}
	before := len(p.problems)
	if said := (Meta{Entries: v.Fields}).Text("type"); said != "" && said != f.Type {
		f.Values, f.Fields, f.To, f.Example = nil, nil, nil, "" // they were for another type
	}
	for _, e := range v.Fields {
		p.fieldEntry(file, &f, e, outer)
	}
	p.checkField(file, &f, v.Span, outer)
	return f, !diag.HasError(p.problems[before:])
}

func (p *kindParser) fieldEntry(file string, f *Field, e Entry, outer bool) {
	switch e.Key {
	case "name":
		f.Name = e.Value.Text
	case "type":
		f.Type = e.Value.Text
		p.checkType(file, e.Value)
	case "doc":
		p.text(file, e, &f.Doc)
	case "prompt":
		p.text(file, e, &f.Prompt)
	case "example":
		p.text(file, e, &f.Example)
	case "core":
		p.truth(file, e, &f.Core)
	case "label":
		p.label(file, f, e.Value)
	case "to":
		p.to(file, f, e)
	case "values":
		for _, item := range p.texts(file, e) {
			if !slices.Contains(f.Values, item.Text) {
				f.Values = append(f.Values, item.Text)
			}
		}
	case "fields":
		if outer {
			f.Fields = p.fields(file, f.Fields, nil, e.Value, false)
		}
	default:
		p.unknown(file, e, fieldKeys)
	}
}

// label reads what a field is called on pages: one text for English, or one
// for each language.
func (p *kindParser) label(file string, f *Field, v Value) {
	if v.Kind == Scalar {
		v = Value{Kind: Map, Fields: []Entry{{Key: "en", KeySpan: v.Span, Value: v}}}
	}
	for _, e := range v.Fields {
		if e.Value.Kind != Scalar || e.Value.Text == "" {
			v.Kind = List
		}
	}
	if v.Kind != Map {
		p.refuse(file, v.Span, "a label is one text for each language", "write  label: {en: Works with, de: Arbeitet mit}")
		return
	}
	for _, e := range v.Fields {
		if f.labels == nil {
			f.labels = map[string]string{}
		}
		f.labels[baseLanguage(e.Key)] = e.Value.Text
	}
}

// nameable is what a field may name beside the documents of a kind.
var nameable = []string{"team", "role", "pattern", "topic", "goal", "document", "kind"}

func (p *kindParser) to(file string, f *Field, e Entry) {
	f.To = nil
	for _, v := range p.texts(file, e) {
		f.To = append(f.To, v.Text)
		p.later = append(p.later, func() {
			if slices.Contains(nameable, v.Text) || p.kinds[v.Text] != nil {
				return
			}
			p.near(file, v.Span, v.Text, quoted(v.Text)+" is nothing that a field can name", slices.Concat(nameable, slices.Sorted(maps.Keys(p.kinds))))
		})
	}
}

// checkField looks at what only all keys of a field tell together.
func (p *kindParser) checkField(file string, f *Field, span diag.Span, outer bool) {
	if !isName(f.Name) {
		p.refuse(file, span, quoted(f.Name)+" cannot be the name of a field", "use lower-case letters a to z, digits and hyphens, such as  name: stop-if")
	}
	if (f.Type == "word") != (len(f.Values) > 0) {
		p.refuse(file, span, "a field of type word, and no other, lists its values", "write  type: word  and  values: [low, high]")
	}
	if (f.Type == "records") != (len(f.Fields) > 0) || f.Type == "records" && !outer {
		p.refuse(file, span, "a field of type records, and no other, lists the fields of its parts, which are no records themselves",
			"write  type: records  and  fields:  with a list like this one")
	}
	if access := accessField(f.Name); access != "" && f.Type != access {
		p.refuse(file, span, quoted(f.Name)+" cannot be changed: it says who may read a document", "give the field another name")
	}
}

// accessField returns the type that a key of access has, or "" for other keys.
func accessField(name string) string {
	switch name {
	case audienceKey:
		return "audience"
	case draftKey:
		return "boolean"
	}
	return ""
}

func (p *kindParser) checkType(file string, v Value) {
	if typeOf(v.Text) == nil {
		p.near(file, v.Span, v.Text, quoted(v.Text)+" is not a type of field", typeNames())
	}
}

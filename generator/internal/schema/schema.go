// Package schema describes document kinds and the site's settings, and decodes
// metadata with positions.
//
// In: the bytes of a document's front matter or of remit.yaml. Out: [Meta],
// a tree of texts with the place of each key and value, the decoded
// [Settings], and problems for whatever could not be read. Values are typed by
// the schema and never by YAML's own guesses: "no", "0123" and "1.10" stay
// text. Kinds are data, read from YAML files; the package never reads a file
// itself and knows nothing about Markdown.
//
// # Reading fails closed
//
// Front matter may restrict who reads a document, so whatever of it cannot be
// read, or could be read in two ways, is an Error, and a document with an Error
// from [Decode] or [Kind.Check] may not be published: a key twice, anchors,
// aliases, tags and merge keys, a second YAML document, letters that only look
// like those of a key, a key near audience or draft, a value that these two do
// not take. The rules are front-matter, duplicate-key, odd-key, encoding,
// limit, access-key and access-value; those for the author's eyes alone
// (second-colon, comment-cuts-value, joined-line, reference-in-brackets,
// unknown-key, unknown-value, field-shape, date-unreadable) are Warnings and
// Hints. In remit.yaml they are setting and unknown-setting, in descriptions of
// kinds kind-file.
//
// # The format of kinds
//
// One file describes one kind. The built-in ones lie in kinds/, a site adds its
// own in the same format ([ParseKinds]), or says more about a known kind:
//
//	kind: lesson            # its name; the name of the file when left out
//	folder: lessons         # its documents lie in this folder
//	words:                  # what one and many are called, by language
//	  en: [Lesson, Lessons]
//	  de: [Erkenntnis, Erkenntnisse]
//	doc: What happened.     # one sentence
//	fields:                 # the keys of its front matter
//	  - name: from
//	    type: word          # see FieldTypes; text when left out
//	    values: [incident, success]  # for the type word
//	    core: true          # an active document should have it
//	    doc: What it comes from.
//	  - name: check-ins
//	    type: records       # a list of groups of keys
//	    fields:
//	      - name: date
//	        type: date
//
// common.yaml has fields alone: every kind has them, and may describe one of
// them anew, but for audience and draft.
package schema

import "remit/generator/internal/diag"

// Meta is the decoded front matter of one document: its keys in the order
// written. The zero Meta is a document that has none.
type Meta struct{ Entries []Entry }

// Entry is one key with its value.
type Entry struct {
	Key     string
	KeySpan diag.Span
	Value   Value
}

// ValueKind tells which fields of a Value hold something.
type ValueKind uint8

// The three shapes of a value.
const (
	Scalar ValueKind = iota // Text
	List                    // Items
	Map                     // Fields
)

// Value is a scalar, a list or a map, with its place in the file.
type Value struct {
	Kind   ValueKind
	Text   string // a scalar as the author wrote it, without quotes
	Items  []Value
	Fields []Entry
	Span   diag.Span
}

// Get returns the value of a key.
func (m Meta) Get(key string) (Value, bool) {
	for _, e := range m.Entries {
		if e.Key == key {
			return e.Value, true
		}
	}
	return Value{}, false
}

// Text returns the scalar of a key, or "".
func (m Meta) Text(key string) string {
	v, _ := m.Get(key)
	return v.Text
}

// Texts returns the scalars of a key: the items of a list, or a single scalar.
func (m Meta) Texts(key string) []Value {
	v, ok := m.Get(key)
	switch {
	case !ok:
		return nil
	case v.Kind == List:
		return v.Items
	case v.Kind == Scalar && v.Text != "":
		return []Value{v}
	}
	return nil
}

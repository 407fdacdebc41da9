// Package schema describes document kinds and the site's settings, and decodes
// metadata with positions.
//
// In: the bytes of a document's front matter, of remit.yaml or of org.yaml.
// Out: [Meta], a tree of texts with the place of each key and value, the
// decoded [Settings] and [Org], and problems for whatever could not be read.
// Values are typed by the schema and never by YAML's own guesses: "no", "0123"
// and "1.10" stay text. Kinds are data, read from YAML files; the package never
// reads a file itself and knows nothing about Markdown. It looks at the shape
// of a value; whether a line such as "Refunds: alone" can be read is a matter of
// package line, and what it says one of the checks.
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
// unknown-key, unknown-value, field-shape, date-unreadable,
// invisible-character) are Warnings and Hints. In remit.yaml they are setting
// and unknown-setting, in org.yaml org-file, in descriptions of kinds
// kind-file.
//
// A problem has an Edit only where what was meant is plain: a key or word that
// is one slip away from exactly one known one, a date in another form that can
// mean one day only, text that needs quotes. No edit ever makes a key that says
// who may read a document.
//
// # The format of kinds
//
// One file describes one kind. The built-in ones lie in kinds/ and are written
// to be read; a site adds its own in the same format ([ParseKinds]), or says
// more about a known kind:
//
//	kind: lesson            # its name; the name of the file when left out
//	folder: lessons         # its documents lie in this folder
//	files: [postmortem]     # and files of this name are of the kind anywhere
//	words:                  # what one and many are called, by language
//	  en: [Lesson, Lessons]
//	  de: [Erkenntnis, Erkenntnisse]
//	doc: What happened.     # a sentence or a few
//	opening: What you learned, in two or three sentences.  # the first paragraph
//	review: 12              # months after which it is looked at again; never when left out
//	record: true            # tells what was, and is not reviewed
//	fields:                 # the keys of its front matter
//	  - name: from
//	    type: word          # see FieldTypes; text when left out
//	    values: [incident, success]  # for the type word
//	    core: true          # an active document should have it
//	    label: {en: From, de: Aus}   # what pages call it; its name in words when left out
//	    doc: What it comes from.
//	    prompt: What does it come from?  # for those who begin a document
//	    example: incident   # of lines one line, of records one group
//	  - name: touches
//	    type: ids
//	    to: [team, document]  # what it may name: team, role, pattern, topic, goal, document, kind, or a kind's name
//	  - name: check-ins
//	    type: records       # a list of groups of keys
//	    fields:
//	      - name: date
//	        type: date
//	sections:               # parts that are known by their headings
//	  - name: what-blocked-us
//	    core: true          # an active document should have it
//	    field: touches      # the field that a list below it answers when front matter is silent
//	    doc: What stood in the way.
//	    prompt: What stood in the way?
//	    headings:           # by language, the usual one first; all of them count in every language
//	      en: [What blocked us, What got in the way]
//	      de: [Was im Weg stand]
//
// What a file says of a known kind is added: fields and sections are matched by
// name and keep whatever the file does not speak of, values join those that are
// there, headings come before them. A heading begins one section of a kind.
// common.yaml has fields and sections alone: every kind has them and may
// describe one of them anew; audience and draft stay what they are.
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

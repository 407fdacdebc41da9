package schema

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Kind is one kind of document: where it lies, what it is called and which
// keys its front matter may hold.
type Kind struct {
	Name   string  // the word for it in front matter and references: charter
	Folder string  // the folder whose documents are of this kind: charters
	Label  string  // one of them, in English: Charter
	Plural string  // many of them, in English: Charters
	Doc    string  // what it is for, in a sentence or a few
	Fields []Field // in the order in which an author would fill them in: the core first, those that all kinds have last

	Sections []Section // in the order in which they are usually written
	Files    []string  // names of files without extension that are of this kind wherever they lie: charter
	Review   int       // months after which a review is due; 0 for records, which are never reviewed by calendar
	Record   bool      // tells what was: corrected by a dated note or a successor, not by reviews
	Opening  string    // what the first paragraph says, for those who begin one: "What the team is for"
	words    map[string][2]string
	headings map[string]int // normal form of a heading to the index of its section
}

// Section is one part of a document that its kind knows by its heading.
type Section struct {
	Name     string              // in words: if-we-miss-the-mark
	Doc      string              // what stands in it, in a sentence or two
	Core     bool                // an active document of the kind should have it
	Field    string              // the field that a list below this heading answers when front matter is silent; or ""
	Prompt   string              // what to write there, as a question, for those who begin one
	Headings map[string][]string // accepted headings by language, the usual one first
}

// Field is one key of front matter.
type Field struct {
	Name   string
	Type   string   // one of [FieldTypes]
	Doc    string   // what it is for, in a sentence or two
	Core   bool     // an active document of the kind should have it
	Values []string // the accepted words of a field of type word
	Fields []Field  // the keys of each part of a field of type records

	To      []string // what it may name: team, role, pattern, topic, goal, document, kind, or the name of a kind; a type other than id and ids takes any other text too
	Example string   // a value, as an author would write it: of lines one line, of records one group
	Prompt  string   // what to write there, as a question, for those who begin a document
	labels  map[string]string
}

// Words returns what one and many documents of the kind are called in a
// language (BCP 47: de-AT is looked up as de), or the English words.
func (k *Kind) Words(language string) (one, many string) {
	if w, ok := k.words[baseLanguage(language)]; ok {
		return w[0], w[1]
	}
	return k.Label, k.Plural
}

// baseLanguage returns de for de-AT.
func baseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}

// Field returns the field of that name, or nil.
func (k *Kind) Field(name string) *Field { return findField(k.Fields, name) }

func findField(fields []Field, name string) *Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}

// Field returns the key of that name of each part of a field of type records,
// or nil.
func (f *Field) Field(name string) *Field { return findField(f.Fields, name) }

// Label returns what the field is called on a page in a language (de-AT is
// looked up as de), or in English, or its name in words: "Works with".
func (f *Field) Label(language string) string {
	return cmp.Or(f.labels[baseLanguage(language)], f.labels["en"], inWords(f.Name))
}

// IsLines reports whether the value is written as a list of lines, each a few
// words, a colon and what is said of them.
func (f *Field) IsLines() bool {
	t := typeOf(f.Type)
	return t != nil && t.Lines
}

// inWords turns works-with into Works with.
func inWords(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
}

// Section returns the section of that name, or nil.
func (k *Kind) Section(name string) *Section { return findSection(k.Sections, name) }

func findSection(sections []Section, name string) *Section {
	for i := range sections {
		if sections[i].Name == name {
			return &sections[i]
		}
	}
	return nil
}

// SectionFor returns the section that a heading begins, or nil. Headings of
// all languages count, and neither case, punctuation, a number before the
// heading nor the difference between "&" and "and" matter.
func (k *Kind) SectionFor(heading string) *Section {
	if i, ok := k.headings[headingForm(heading)]; ok {
		return &k.Sections[i]
	}
	return nil
}

// Heading returns the usual heading of the section in a language (de-AT is
// looked up as de), or in English, or its name in words.
func (s *Section) Heading(language string) string {
	for _, l := range []string{baseLanguage(language), "en"} {
		if h := s.Headings[l]; len(h) > 0 {
			return h[0]
		}
	}
	return inWords(s.Name)
}

// Kinds is a set of kinds. It never changes.
type Kinds struct {
	all      []*Kind // by name
	byFolder map[string]*Kind
	byFile   map[string]*Kind
	common   common
}

// common is what all kinds have.
type common struct {
	fields   []Field
	sections []Section
}

// All returns the kinds in the order of their names.
func (k *Kinds) All() []*Kind { return k.all }

// Common returns the fields that every kind has, in the order of their
// description. A kind may describe one of them anew: its own is in its Fields.
func (k *Kinds) Common() []Field { return k.common.fields }

// Kind returns the kind of that name, or nil.
func (k *Kinds) Kind(name string) *Kind {
	i, ok := slices.BinarySearchFunc(k.all, name, func(k *Kind, name string) int { return cmp.Compare(k.Name, name) })
	if !ok {
		return nil
	}
	return k.all[i]
}

// ByFolder returns the kind of the documents in a folder, or nil. The folder is
// a slash path below the site's folder; what counts is its first part, so that
// charters/shop holds charters too.
func (k *Kinds) ByFolder(folder string) *Kind {
	top, _, _ := strings.Cut(folder, "/")
	return k.byFolder[top]
}

// ByFile returns the kind of a file of that name without extension wherever it
// lies, or nil. Letter case does not count.
func (k *Kinds) ByFile(stem string) *Kind { return k.byFile[strings.ToLower(stem)] }

//go:embed kinds/*.yaml
var builtIn embed.FS

// BuiltIn returns the kinds that every site has.
var BuiltIn = sync.OnceValue(func() *Kinds {
	files := map[string][]byte{}
	entries, err := builtIn.ReadDir("kinds")
	if err != nil {
		panic(fmt.Sprintf("schema: embedded kinds: %v", err))
	}
	for _, e := range entries {
		name := "kinds/" + e.Name()
		if files[name], err = builtIn.ReadFile(name); err != nil {
			panic(fmt.Sprintf("schema: embedded kinds: %v", err))
		}
	}
	kinds, problems := ParseKinds(&Kinds{}, files)
	if len(problems) > 0 {
		panic(fmt.Sprintf("schema: embedded kinds: %+v", problems[0]))
	}
	return kinds
})

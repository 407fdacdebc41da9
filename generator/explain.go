package generator

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/schema"
)

// Explanation is all that is known about a name: a word may be that of a rule,
// a kind and a field at once. Whatever is empty is not meant.
type Explanation struct {
	Name      string            `json:"name"`
	Rules     []Rule            `json:"rules,omitempty"`
	Kinds     []KindText        `json:"kinds,omitempty"`
	Fields    []FieldText       `json:"fields,omitempty"`
	Sections  []SectionText     `json:"sections,omitempty"`
	Settings  []SettingText     `json:"settings,omitempty"`
	Entries   []EntryText       `json:"entries,omitempty"`
	Documents []DocumentAccount `json:"documents,omitempty"`
	Paths     []string          `json:"paths,omitempty"` // of documents with that id, instead of Documents when they are many
}

// manyDocuments are more than anybody wants to read about at once.
const manyDocuments = 4

// KindText tells of a kind of document.
type KindText struct {
	Name     string        `json:"name"`
	Label    string        `json:"label"`
	Folder   string        `json:"folder"`
	Doc      string        `json:"doc"`
	Review   int           `json:"reviewEveryMonths,omitempty"`
	Record   bool          `json:"record,omitempty"`
	Fields   []FieldText   `json:"fields,omitempty"` // its own; every kind has the common ones too
	Sections []SectionText `json:"sections,omitempty"`
}

// FieldText tells of one key of front matter. Fields that are the same in
// several kinds are told of once.
type FieldText struct {
	Name    string   `json:"name"`
	Kinds   []string `json:"kinds"` // empty when every kind has it
	Type    string   `json:"type"`
	Takes   string   `json:"takes"` // what may be written, in a sentence
	Doc     string   `json:"doc"`
	Core    bool     `json:"core,omitempty"`
	Values  []string `json:"values,omitempty"`
	Names   []string `json:"names,omitempty"` // what its ids may name
	Example string   `json:"example,omitempty"`
	Keys    []string `json:"keys,omitempty"` // of each group
}

// SectionText tells of one section that kinds know by its heading.
type SectionText struct {
	Name     string   `json:"name"`
	Kinds    []string `json:"kinds"`
	Doc      string   `json:"doc"`
	Core     bool     `json:"core,omitempty"`
	Field    string   `json:"field,omitempty"` // that a list below it answers
	Headings []string `json:"headings"`        // in the site's language
}

// SettingText tells of one key of remit.yaml.
type SettingText struct {
	Name    string `json:"name"`
	Doc     string `json:"doc"`
	Default string `json:"default,omitempty"`
}

// EntryText tells of a line of org.yaml.
type EntryText struct {
	ID      string     `json:"id"`
	Sort    string     `json:"sort"` // team, role, pattern, topic, goal or measure
	Name    string     `json:"name"`
	Line    int        `json:"line"`
	Retired string     `json:"retired,omitempty"`
	Named   []Backlink `json:"namedBy,omitempty"`
}

// DocumentAccount tells what is known about a document, and how.
type DocumentAccount struct {
	Path     string     `json:"path"`
	Title    string     `json:"title"`
	Kind     string     `json:"kind"`
	Hidden   string     `json:"hidden,omitempty"` // why this site does not show it
	Known    []Fact     `json:"known"`
	Due      []string   `json:"due,omitempty"` // why it should be looked at
	Named    []Backlink `json:"namedBy,omitempty"`
	Problems []string   `json:"problems,omitempty"` // what is wrong with it, one line each
}

// Fact is one thing that is known.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	How   string `json:"how"`
	Line  int    `json:"line,omitempty"`
}

// Backlink is a document that points here.
type Backlink struct {
	Path  string `json:"path"`
	Field string `json:"field"` // of its front matter, or "text"
	Line  int    `json:"line,omitempty"`
}

// Explain tells all that a name stands for: a rule, a kind, a field, a
// section, a setting, an id, or the path of a document below the site's folder.
// The error says what may have been meant.
func (s *Snapshot) Explain(name string) (*Explanation, error) {
	x := explainWord(s.in.Kinds, s.in.Settings.Language, name)
	s.explainEntries(x)
	switch named := s.documentsNamed(name); {
	case len(named) < manyDocuments:
		for _, d := range named {
			x.Documents = append(x.Documents, s.account(d))
		}
	default:
		for _, d := range named {
			x.Paths = append(x.Paths, d.Path)
		}
	}
	if x.isEmpty() {
		return nil, unknownName(name, append(wordsOf(s.in.Kinds), append(s.Names(), s.documentNames()...)...))
	}
	return x, nil
}

// Explain tells what a name stands for where there is no site: a rule, one of
// the built-in kinds, one of their fields or sections, or a setting.
func Explain(name string) (*Explanation, error) {
	x := explainWord(schema.BuiltIn(), "en", name)
	if x.isEmpty() {
		return nil, unknownName(name, wordsOf(schema.BuiltIn()))
	}
	return x, nil
}

// Explainable lists the names of rules, kinds, fields, sections and settings
// that [Explain] knows, in order.
func Explainable() []string { return wordsOf(schema.BuiltIn()) }

func unknownName(name string, known []string) error {
	return &UseError{"nothing here is called " + strconv.Quote(name) + didYouMean(name, known) +
		"; remit rules lists the rules, and an id or a path names a document"}
}

func (x *Explanation) isEmpty() bool {
	return len(x.Rules)+len(x.Kinds)+len(x.Fields)+len(x.Sections)+len(x.Settings)+len(x.Entries)+len(x.Documents)+len(x.Paths) == 0
}

// wordsOf lists all that can be explained without a document.
func wordsOf(kinds *schema.Kinds) []string {
	var words []string
	for _, r := range Rules() {
		words = append(words, r.Name)
	}
	for _, k := range kinds.All() {
		words = append(words, k.Name)
		for _, f := range k.Fields {
			words = append(words, f.Name)
		}
		for _, sec := range k.Sections {
			words = append(words, sec.Name)
		}
	}
	for _, d := range schema.SettingsDoc() {
		words = append(words, d.Name)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// explainWord looks among what needs no document.
func explainWord(kinds *schema.Kinds, language, name string) *Explanation {
	x := &Explanation{Name: name}
	for _, r := range Rules() {
		if r.Name == name {
			x.Rules = append(x.Rules, r)
		}
	}
	for _, k := range kinds.All() {
		if k.Name == name {
			x.Kinds = append(x.Kinds, kindText(kinds, k, language))
		}
		for i := range k.Fields {
			if f := &k.Fields[i]; f.Name == name {
				x.addField(kinds, k, f)
			}
		}
		for i := range k.Sections {
			if sec := &k.Sections[i]; sec.Name == name {
				x.addSection(k, sec, language)
			}
		}
	}
	for i := range x.Fields {
		if len(x.Fields[i].Kinds) == len(kinds.All()) {
			x.Fields[i].Kinds = nil
		}
	}
	for _, d := range schema.SettingsDoc() {
		if d.Name == name {
			x.Settings = append(x.Settings, SettingText{Name: d.Name, Doc: d.Doc, Default: d.Default})
		}
	}
	return x
}

func (x *Explanation) addField(kinds *schema.Kinds, k *schema.Kind, f *schema.Field) {
	text := fieldText(f)
	for i := range x.Fields {
		if old := &x.Fields[i]; old.Doc == text.Doc && old.Type == text.Type && slices.Equal(old.Values, text.Values) {
			old.Kinds = append(old.Kinds, k.Name)
			return
		}
	}
	text.Kinds = []string{k.Name}
	x.Fields = append(x.Fields, text)
}

func fieldText(f *schema.Field) FieldText {
	text := FieldText{
		Name: f.Name, Type: f.Type, Doc: f.Doc, Core: f.Core, Values: f.Values, Names: f.To, Example: strings.TrimRight(f.Example, "\n"),
	}
	for _, t := range schema.FieldTypes() {
		if t.Name == f.Type {
			text.Takes = t.Doc
		}
	}
	for _, part := range f.Fields {
		text.Keys = append(text.Keys, part.Name)
	}
	return text
}

func (x *Explanation) addSection(k *schema.Kind, sec *schema.Section, language string) {
	for i := range x.Sections {
		if old := &x.Sections[i]; old.Doc == sec.Doc {
			old.Kinds = append(old.Kinds, k.Name)
			return
		}
	}
	x.Sections = append(x.Sections, sectionText(k, sec, language))
}

func sectionText(k *schema.Kind, sec *schema.Section, language string) SectionText {
	text := SectionText{Name: sec.Name, Kinds: []string{k.Name}, Doc: sec.Doc, Core: sec.Core, Field: sec.Field}
	if language, _, _ = strings.Cut(language, "-"); len(sec.Headings[language]) == 0 {
		language = "en"
	}
	text.Headings = sec.Headings[language]
	return text
}

func kindText(kinds *schema.Kinds, k *schema.Kind, language string) KindText {
	one, _ := k.Words(language)
	text := KindText{Name: k.Name, Label: one, Folder: k.Folder, Doc: k.Doc, Review: k.Review, Record: k.Record}
	common := map[string]string{}
	for _, f := range kinds.Common() {
		common[f.Name] = f.Doc
	}
	for i := range k.Fields {
		if f := &k.Fields[i]; f.Core || common[f.Name] != f.Doc {
			field := fieldText(f)
			field.Kinds = []string{k.Name}
			text.Fields = append(text.Fields, field)
		}
	}
	for i := range k.Sections {
		text.Sections = append(text.Sections, sectionText(k, &k.Sections[i], language))
	}
	return text
}

// explainEntries looks among the lines of org.yaml.
func (s *Snapshot) explainEntries(x *Explanation) {
	org := s.model.Org
	for _, list := range []struct {
		sort    string
		entries []schema.OrgEntry
	}{{"team", org.Teams}, {"role", org.Roles}, {"pattern", org.Patterns}, {"topic", org.Topics}, {"goal", org.Goals}, {"measure", org.Measures}} {
		for _, e := range list.entries {
			if e.ID != x.Name && e.ID != document.Slug(x.Name) {
				continue
			}
			x.Entries = append(x.Entries, EntryText{
				ID: e.ID, Sort: list.sort, Name: e.Name, Line: e.Span.Start.Line, Retired: e.Retired, Named: s.namedBy(nil, e.ID),
			})
		}
	}
}

// account tells what is known about a document.
func (s *Snapshot) account(d *document.Document) DocumentAccount {
	a := DocumentAccount{Path: d.Path, Title: d.Title, Kind: d.Kind.Name, Hidden: s.hidden(d)}
	for _, k := range d.Known() {
		a.Known = append(a.Known, Fact{Name: k.Fact, Value: k.Value, How: k.How, Line: k.At.Start.Line})
	}
	a.Known = append(a.Known, s.derived(d)...)
	if a.Hidden == "" {
		for _, why := range s.model.Due(d) {
			a.Due = append(a.Due, why.Words)
		}
		a.Named = s.namedBy(d, d.ID)
	}
	for _, p := range s.Problems() {
		if p.File != d.Path {
			continue
		}
		line := ""
		if n := p.Span.Start.Line; n > 0 {
			line = ":" + strconv.Itoa(n)
		}
		a.Problems = append(a.Problems, fmt.Sprintf("%s%s: %s[%s]: %s", p.File, line, p.Severity, p.Rule, p.Message))
	}
	return a
}

// hidden says why the site does not show a document, or nothing.
func (s *Snapshot) hidden(d *document.Document) string {
	switch {
	case s.door.lets(d):
		return ""
	case d.Withheld || len(s.door.problems(d)) > 0:
		return "it has errors of its own"
	case d.Draft && !s.in.Drafts:
		return "it is a draft"
	}
	return "it is for other readers than those of this site"
}

// derived is what is known about a document from elsewhere: who keeps it, and
// what Git tells of it.
func (s *Snapshot) derived(d *document.Document) []Fact {
	var facts []Fact
	if o := s.model.Owner(d); o.ID != "" && d.Facts.Owner.Text == "" {
		f := Fact{Name: "owner", Value: o.ID, How: o.How}
		if o.At != nil {
			f.Line = o.At.Span.Start.Line
		}
		facts = append(facts, f)
	}
	if dates, ok := s.in.History.Of(d.Path); ok {
		facts = append(facts,
			Fact{Name: "written", Value: dates.First.String(), How: "from Git"},
			Fact{Name: "changed", Value: dates.Last.String(), How: "from Git"})
	}
	for _, next := range s.model.Successors(d) {
		facts = append(facts, Fact{Name: "replaced by", Value: next.ID, How: "stated in " + next.Path})
	}
	return facts
}

// namedBy lists what points at an id: front matter, and links in texts to its
// document d, which may be nil.
func (s *Snapshot) namedBy(d *document.Document, id string) []Backlink {
	var links []Backlink
	rows := s.model.Backlinks(id)
	if d != nil && d.Facts.Team != "" && d.Facts.Team != id {
		rows = slices.Concat(rows, s.model.Backlinks(d.Facts.Team))
	}
	for _, r := range rows {
		links = append(links, Backlink{Path: r.Doc.Path, Field: r.Value.Field, Line: r.Value.Span.Start.Line})
	}
	if d != nil {
		for _, r := range s.model.Incoming(d) {
			links = append(links, Backlink{Path: r.Doc.Path, Field: "text", Line: r.Doc.Content.Refs[r.Value].Span.Start.Line})
		}
	}
	slices.SortFunc(links, func(a, b Backlink) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field))
	})
	return slices.Compact(links)
}

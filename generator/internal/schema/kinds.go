package schema

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"remit/generator/internal/diag"
)

// Kind is one kind of document: where it lies, what it is called and which
// keys its front matter may hold.
type Kind struct {
	Name   string // the word for it in front matter and references: charter
	Folder string // the folder whose documents are of this kind: charters
	Label  string // one of them, in English: Charter
	Plural string // many of them, in English: Charters
	Doc    string // what it is for, in one sentence
	Fields []Field

	Sections []Section
	Files    []string // names of files without extension that are of this kind wherever they lie: charter
	Review   int      // months after which a review is due; 0 for records, which are never reviewed by calendar
	Record   bool     // tells what was: corrected by a dated note or a successor, not by reviews
	Opening  string   // what the first paragraph says, for those who begin one: "What the team is for"
	words    map[string][2]string
}

// Section is one part of a document that its kind knows by its heading.
type Section struct {
	Name     string              // in words: if-we-miss-the-mark
	Doc      string              // what stands in it, in one sentence
	Core     bool                // an active document of the kind should have it
	Field    string              // the field that a list below this heading answers when front matter is silent; or ""
	Prompt   string              // what to write there, as a question, for those who begin one
	Headings map[string][]string // accepted headings by language, the usual one first
}

// Field is one key of front matter.
type Field struct {
	Name   string
	Type   string   // one of [FieldTypes]
	Doc    string   // what it is for, in one sentence
	Core   bool     // an active document of the kind should have it
	Values []string // the accepted words of a field of type word
	Fields []Field  // the keys of each part of a field of type records

	To      []string // what its ids name: team, role, document, pattern, or a kind; for id, ids and lines with ids
	Example string   // a value, as an author would write it
	Prompt  string   // what to write there, as a question, for those who begin a document
	labels  map[string]string
}

// Words returns what one and many documents of the kind are called in a
// language (BCP 47: de-AT is looked up as de), or the English words.
func (k *Kind) Words(language string) (one, many string) {
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	if w, ok := k.words[language]; ok {
		return w[0], w[1]
	}
	return k.Label, k.Plural
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

// Kinds is a set of kinds. It never changes.
type Kinds struct {
	all    []*Kind // by name
	common []Field
}

// All returns the kinds in the order of their names.
func (k *Kinds) All() []*Kind { return k.all }

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
	for _, kind := range k.all {
		if top != "" && kind.Folder == top {
			return kind
		}
	}
	return nil
}

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

// commonFile describes the fields that all kinds share.
const commonFile = "common"

// ParseKinds reads files that describe kinds (file name to YAML, the format is
// that of the package comment) and returns base with those kinds added. A file
// for a kind that base has changes only what it speaks of; fields are matched
// by name. The name of a kind is its key kind, else the file's name without
// extension; common.yaml describes fields of all kinds. What cannot be read is
// a problem and left out.
func ParseKinds(base *Kinds, files map[string][]byte) (*Kinds, []diag.Problem) {
	p := &kindParser{kinds: map[string]*Kind{}, common: slices.Clone(base.common), places: map[string]Value{}}
	for _, k := range base.all {
		clone := *k
		clone.Fields = slices.Clone(ownFields(k, base.common))
		clone.words = maps.Clone(k.words)
		p.kinds[k.Name] = &clone
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p.file(name, files[name])
	}
	return p.result(), p.problems
}

// ownFields returns the fields of a kind without those that it has from
// common.
func ownFields(k *Kind, common []Field) []Field {
	return slices.DeleteFunc(slices.Clone(k.Fields), func(f Field) bool {
		c := findField(common, f.Name)
		return c != nil && sameField(*c, f)
	})
}

func sameField(a, b Field) bool {
	return a.Name == b.Name && a.Type == b.Type && a.Doc == b.Doc && a.Core == b.Core &&
		slices.Equal(a.Values, b.Values) && slices.EqualFunc(a.Fields, b.Fields, sameField)
}

// kindParser collects the kinds of several files.
type kindParser struct {
	kinds    map[string]*Kind
	common   []Field
	places   map[string]Value // where the folder of a kind is said
	problems []diag.Problem
}

func (p *kindParser) report(file string, severity diag.Severity, span diag.Span, problem diag.Problem) {
	problem.Rule, problem.Severity, problem.File, problem.Span = "kind-file", severity, file, span
	p.problems = append(p.problems, problem)
}

// result joins own and common fields and sorts the kinds.
func (p *kindParser) result() *Kinds {
	out := &Kinds{common: p.common}
	for _, name := range slices.Sorted(maps.Keys(p.kinds)) {
		k := p.kinds[name]
		for _, f := range p.common {
			if findField(k.Fields, f.Name) == nil {
				k.Fields = append(k.Fields, f)
			}
		}
		out.all = append(out.all, k)
	}
	return out
}

func (p *kindParser) file(file string, src []byte) {
	meta, problems := decode(file, "kind-file", src, skipMark(src), len(src), DefaultLimits())
	p.problems = append(p.problems, problems...)
	if diag.HasError(problems) {
		return
	}
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if name == commonFile {
		for _, e := range meta.Entries {
			if e.Key != "fields" {
				p.unknown(file, e, []string{"fields"})
				continue
			}
			p.common = p.fields(file, p.common, e.Value, true)
		}
		return
	}
	if v, ok := meta.Get("kind"); ok {
		name = v.Text
	}
	if !isName(name) {
		p.report(file, diag.Error, diag.Span{}, diag.Problem{
			Message: fmt.Sprintf("%s cannot be the name of a kind", quoted(name)),
			Fix:     "use lower-case letters a to z, digits and hyphens, such as  kind: role-card",
		})
		return
	}
	k := p.kinds[name]
	if k == nil {
		title := strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
		k = &Kind{Name: name, Folder: name + "s", Label: title, Plural: title + "s", words: map[string][2]string{}}
		p.kinds[name] = k
	}
	for _, e := range meta.Entries {
		p.entry(file, k, e)
	}
	p.checkFolder(file, k, meta)
}

// skipMark returns where the text begins behind a byte order mark.
func skipMark(src []byte) int {
	if strings.HasPrefix(string(src[:min(3, len(src))]), "\ufeff") {
		return 3
	}
	return 0
}

func (p *kindParser) entry(file string, k *Kind, e Entry) {
	switch e.Key {
	case "kind":
	case "folder":
		k.Folder = strings.Trim(e.Value.Text, "/")
	case "doc":
		k.Doc = e.Value.Text
	case "words":
		p.words(file, k, e.Value)
	case "fields":
		k.Fields = p.fields(file, k.Fields, e.Value, true)
	default:
		p.unknown(file, e, []string{"kind", "folder", "doc", "words", "fields"})
	}
}

// checkFolder reports a folder that another kind has already.
func (p *kindParser) checkFolder(file string, k *Kind, meta Meta) {
	v, _ := meta.Get("folder")
	if k.Folder == "" || strings.ContainsAny(k.Folder, "/\\") {
		p.report(file, diag.Error, v.Span, diag.Problem{
			Message: fmt.Sprintf("%s cannot be the folder of a kind", quoted(k.Folder)),
			Fix:     "write the name of one folder in the site, such as  folder: " + k.Name + "s",
		})
		delete(p.kinds, k.Name)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(p.kinds)) {
		if other := p.kinds[name]; other != k && other.Folder == k.Folder {
			p.report(file, diag.Error, v.Span, diag.Problem{
				Message: fmt.Sprintf("the folder %s already holds documents of the kind %s", quoted(k.Folder), other.Name),
				Fix:     "name another folder, such as  folder: " + k.Name + "-documents",
			})
			delete(p.kinds, k.Name)
			return
		}
	}
}

func (p *kindParser) words(file string, k *Kind, v Value) {
	if v.Kind != Map {
		p.report(file, diag.Error, v.Span, diag.Problem{Message: "words are given for each language", Fix: "write  words:  and below it, indented,  en: [Charter, Charters]"})
		return
	}
	for _, e := range v.Fields {
		if e.Value.Kind != List || len(e.Value.Items) != 2 || e.Value.Items[0].Text == "" || e.Value.Items[1].Text == "" {
			p.report(file, diag.Error, e.Value.Span, diag.Problem{
				Message: "a kind has two words in each language, for one and for many",
				Fix:     "write  " + e.Key + ": [Charter, Charters]",
			})
			continue
		}
		one, many := e.Value.Items[0].Text, e.Value.Items[1].Text
		if e.Key == "en" {
			k.Label, k.Plural = one, many
		}
		k.words[e.Key] = [2]string{one, many}
	}
}

// fields reads a list of fields and returns known with them added or changed.
// Only outer fields may have fields of their own.
func (p *kindParser) fields(file string, known []Field, v Value, outer bool) []Field {
	if v.Kind != List {
		p.report(file, diag.Error, v.Span, diag.Problem{Message: "fields are a list", Fix: "write  - name: due  and below it, indented,  type: date"})
		return known
	}
	for _, item := range v.Items {
		f, ok := p.field(file, item, outer)
		if !ok {
			continue
		}
		if old := findField(known, f.Name); old != nil {
			*old = f
		} else {
			known = append(known, f)
		}
	}
	return known
}

func (p *kindParser) field(file string, v Value, outer bool) (Field, bool) {
	if v.Kind != Map {
		p.report(file, diag.Error, v.Span, diag.Problem{Message: "a field has a name and a type", Fix: "write  - name: due  and below it, indented,  type: date"})
		return Field{}, false
	}
	before := len(p.problems)
	f := Field{Type: "text"}
	for _, e := range v.Fields {
		switch e.Key {
		case "name":
			f.Name = e.Value.Text
		case "type":
			f.Type = e.Value.Text
			p.checkType(file, e.Value)
		case "doc":
			f.Doc = e.Value.Text
		case "core":
			f.Core = e.Value.Text == "true"
			if !f.Core && e.Value.Text != "false" {
				p.report(file, diag.Error, e.Value.Span, diag.Problem{Message: "core is true or false", Fix: "write  core: true"})
			}
		case "values":
			for _, item := range (Meta{Entries: v.Fields}).Texts("values") {
				f.Values = append(f.Values, item.Text)
			}
		case "fields":
			if outer {
				f.Fields = p.fields(file, nil, e.Value, false)
			}
		default:
			p.unknown(file, e, []string{"name", "type", "doc", "core", "values", "fields"})
		}
	}
	if !isName(f.Name) {
		p.report(file, diag.Error, v.Span, diag.Problem{
			Message: fmt.Sprintf("%s cannot be the name of a field", quoted(f.Name)),
			Fix:     "use lower-case letters a to z, digits and hyphens, such as  name: stop-if",
		})
	}
	if (f.Type == "word") != (len(f.Values) > 0) {
		p.report(file, diag.Error, v.Span, diag.Problem{
			Message: "a field of type word, and no other, lists its values",
			Fix:     "write  type: word  and  values: [low, high]",
		})
	}
	if (f.Type == "records") != (len(f.Fields) > 0) || f.Type == "records" && !outer {
		p.report(file, diag.Error, v.Span, diag.Problem{
			Message: "a field of type records, and no other, lists the fields of its parts, which are no records themselves",
			Fix:     "write  type: records  and  fields:  with a list like this one",
		})
	}
	if access := accessField(f.Name); access != "" && f.Type != access {
		p.report(file, diag.Error, v.Span, diag.Problem{
			Message: fmt.Sprintf("%s cannot be changed: it says who may read a document", quoted(f.Name)),
			Fix:     "give the field another name",
		})
	}
	return f, !diag.HasError(p.problems[before:])
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
	var names []string
	for _, t := range fieldTypes {
		if t.Name == v.Text {
			return
		}
		names = append(names, t.Name)
	}
	problem := diag.Problem{
		Message: fmt.Sprintf("%s is not a type of field", quoted(v.Text)),
		Fix:     "write one of " + strings.Join(names, ", "),
	}
	if near, ok := diag.Nearest(v.Text, names); ok {
		problem.Label = fmt.Sprintf("did you mean %q?", near)
	}
	p.report(file, diag.Error, v.Span, problem)
}

func (p *kindParser) unknown(file string, e Entry, known []string) {
	problem := diag.Problem{
		Message: fmt.Sprintf("%s means nothing in the description of a kind", quoted(e.Key)),
		Fix:     "write one of " + strings.Join(known, ", "),
	}
	if near, ok := diag.Nearest(e.Key, known); ok {
		problem.Label = fmt.Sprintf("did you mean %q?", near)
	}
	p.report(file, diag.Warning, e.KeySpan, problem)
}

// isName reports whether a name can be a key, a kind or an audience: lower-case
// letters, digits and single hyphens, beginning with a letter.
func isName(s string) bool {
	if s == "" || len(s) > 60 || s[0] < 'a' || s[0] > 'z' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

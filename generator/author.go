package generator

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/author"
	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// Look reads and compiles a site to answer questions about it. Unlike [Check]
// it does not mind a folder without documents.
func Look(ctx context.Context, dir string, o Options) (*Snapshot, error) {
	site, err := Open(dir, o)
	if err != nil {
		return nil, err
	}
	defer site.Close()
	site.recent = false
	in, err := site.Read(ctx, nil)
	if err != nil {
		return nil, err
	}
	s := Compile(nil, in)
	s.Problems() // while the folder is open: some files are looked into only now
	return s, nil
}

// BeginOptions say which document to begin.
type BeginOptions struct {
	Kind  string
	Title string   // may be left out when From names something
	Owner string   // the id of a team
	From  string   // the id or path of a document that gives rise to this one
	Set   []string // field=value, once for each item of a list
}

// Beginning is a document that is about to be begun. Nothing is written.
type Beginning struct {
	site  *Snapshot
	draft author.Draft
	from  *document.Document // or nil
	back  string             // the field of from that is to name the new document, or ""
}

// Question is one thing to ask an author. An empty answer leaves a blank.
type Question struct {
	Text    string
	Example string
	Words   []string // the answers that are accepted, when only some are
	Many    bool     // several answers may be given, one after the other

	name string // of the field or section
	sort askedFor
}

type askedFor uint8

const (
	forTitle askedFor = iota
	forField
	forSection
)

// Begin prepares a new document from what its kind says about itself. The
// error tells what cannot be meant.
func (s *Snapshot) Begin(o BeginOptions) (*Beginning, error) {
	kind, err := s.kindNamed(o.Kind)
	if err != nil {
		return nil, err
	}
	b := &Beginning{site: s, draft: author.Draft{
		Kind: kind, Title: strings.TrimSpace(o.Title), Language: s.in.Settings.Language,
		Answers: map[string][]string{}, Texts: map[string]string{},
	}}
	if f := kind.Field("date"); f != nil && f.Type == "date" && f.Core {
		b.draft.Answers["date"] = []string{s.in.Today.Format("2006-01-02")}
	}
	if o.From != "" {
		if err := b.takeFrom(o.From); err != nil {
			return nil, err
		}
	}
	if err := b.set(o.Set); err != nil {
		return nil, err
	}
	if o.Owner != "" {
		if err := b.setOwner(o.Owner); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (s *Snapshot) kindNamed(name string) (*schema.Kind, error) {
	if k := s.in.Kinds.Kind(name); k != nil {
		return k, nil
	}
	return nil, &UseError{"there is no kind " + strconv.Quote(name) + didYouMean(name, s.KindNames()) + "; the kinds are " + strings.Join(s.KindNames(), ", ")}
}

// Blank is how each place of a new document begins that is still to be filled
// in.
const Blank = author.Blank

// KindNames lists the names of the built-in kinds.
func KindNames() []string {
	var names []string
	for _, k := range schema.BuiltIn().All() {
		names = append(names, k.Name)
	}
	return names
}

// KindNames lists the names of the kinds of the site.
func (s *Snapshot) KindNames() []string {
	var names []string
	for _, k := range s.in.Kinds.All() {
		names = append(names, k.Name)
	}
	return names
}

// didYouMean is a question to put behind a word that nothing is called.
func didYouMean(word string, known []string) string {
	if near, ok := diag.Nearest(word, known); ok {
		return "; did you mean " + strconv.Quote(near) + "?"
	}
	return ""
}

// set takes over what was given as field=value.
func (b *Beginning) set(pairs []string) error {
	given := map[string][]string{}
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if name = strings.TrimSpace(name); !ok || strings.TrimSpace(value) == "" {
			return &UseError{strconv.Quote(pair) + " is not of the form field=value"}
		}
		if err := b.mayAnswer(name); err != nil {
			return err
		}
		given[name] = append(given[name], split(b.draft.Kind.Field(name), value)...)
	}
	for name, values := range given {
		if f := b.draft.Kind.Field(name); len(values) > 1 && !author.IsList(f) {
			return &UseError{name + " takes one value"}
		}
		if err := b.put(name, values); err != nil {
			return err
		}
	}
	return nil
}

// mayAnswer wants a field that can be answered in one line.
func (b *Beginning) mayAnswer(name string) error {
	f := b.draft.Kind.Field(name)
	switch {
	case f == nil:
		var names []string
		for _, f := range b.draft.Kind.Fields {
			names = append(names, f.Name)
		}
		return &UseError{"a " + b.draft.Kind.Name + " has no field " + strconv.Quote(name) + didYouMean(name, names) +
			"; remit explain " + b.draft.Kind.Name + " lists them"}
	case f.Type == "records":
		return &UseError{name + " holds groups of keys; fill it in in the file"}
	case name == "kind", name == "title":
		return &UseError{name + " is said by the command itself"}
	}
	return nil
}

// split parts a list of ids as authors write it: a, b or [a, b].
func split(f *schema.Field, value string) []string {
	if f.Type != "ids" {
		return []string{strings.TrimSpace(value)}
	}
	var ids []string
	for id := range strings.SplitSeq(strings.Trim(value, "[] "), ",") {
		if id = strings.TrimSpace(id); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// put answers a field, unless its type refuses what is said.
func (b *Beginning) put(name string, values []string) error {
	for _, p := range author.Refuse(b.draft.Kind, name, values) {
		if p.Severity >= diag.Warning {
			return refusal(name, p)
		}
	}
	for _, p := range b.unread(name, values) {
		return refusal(name, p)
	}
	if f := b.draft.Kind.Field(name); f.Type == "id" || f.Type == "ids" {
		for _, v := range values {
			if err := b.exists(f, v); err != nil {
				return err
			}
		}
	}
	b.draft.Answers[name] = values
	return nil
}

func refusal(field string, p diag.Problem) error {
	return &UseError{field + ": " + p.Message + "; " + p.Fix}
}

// unread says which lines could not be read in the document.
func (b *Beginning) unread(name string, values []string) []diag.Problem {
	d := author.Draft{Kind: b.draft.Kind, Title: "Draft", Language: b.draft.Language, Answers: map[string][]string{name: values}}
	f := source.NewFile(d.Kind.Folder+"/draft.md", d.Text())
	return check.UnreadLine.Alone(document.Compile(f, documentOptions(&b.site.in)))
}

// exists wants an id to name something that the field takes.
func (b *Beginning) exists(f *schema.Field, id string) error {
	if b.site.names(f, id) {
		return nil
	}
	return &UseError{f.Name + ": nothing here is called " + strconv.Quote(id) + didYouMean(id, b.site.model.Names(f.To)) + "; begin it first, or add it to " + schema.OrgFile}
}

func (b *Beginning) setOwner(team string) error {
	if b.draft.Kind.Field("owner") == nil {
		return &UseError{"a " + b.draft.Kind.Name + " has no owner"}
	}
	return b.put("owner", []string{team})
}

// names reports whether an id stands for something that a field takes.
func (s *Snapshot) names(f *schema.Field, id string) bool {
	kind, word, ok := strings.Cut(id, "/")
	if !ok {
		kind, word = "", id
	}
	if word == "everyone" || strings.HasPrefix(word, "type:") {
		return true
	}
	return s.model.Name(word, kind, f.To).Sort != model.Nothing
}

// Names lists what ids in front matter may name here: teams, documents, and
// the entries of org.yaml.
func (s *Snapshot) Names() []string { return s.model.Names(nil) }

// takeFrom takes over what the document that gives rise to this one knows: its
// owner, and what readers should meet the new one at. A missed promise will
// name the lesson that is written about it.
func (b *Beginning) takeFrom(name string) error {
	from, err := b.site.documentNamed(name)
	if err != nil {
		return err
	}
	b.from = from
	if f := from.Kind.Field(b.draft.Kind.Name); f != nil && f.Type == "id" {
		if v, ok := from.Meta.Get(f.Name); ok && v.Text != "" {
			return &UseError{from.Path + " names the " + f.Name + " " + strconv.Quote(v.Text) + " already; write on there"}
		}
		b.back = f.Name
	}
	if from.Withheld {
		return &UseError{"the front matter of " + from.Path + " cannot be read; mend it first: remit check shows how"}
	}
	b.draft.Title = cmp.Or(b.draft.Title, "What we learned from: "+from.Title)
	owner := b.site.model.Owner(from).ID
	if owner != "" && b.draft.Kind.Field("owner") != nil {
		b.draft.Answers["owner"] = []string{owner}
	}
	if b.draft.Kind.Field("touches") != nil {
		b.draft.Answers["touches"] = b.touched(owner)
	}
	if f := b.draft.Kind.Field("from"); f != nil && f.Type == "word" {
		for _, word := range origins[from.Kind.Name] {
			if slices.Contains(f.Values, word) {
				b.draft.Answers["from"] = []string{word}
			}
		}
	}
	return nil
}

// origins says what a lesson comes from, in the words of its field from, by
// the kind that gives rise to it.
var origins = map[string][]string{"commitment": {"missed-deadline"}, "experiment": {"experiment"}}

// touched lists whose readers should meet what is learned: those of the team
// and of what the promise serves. Where there is neither, those of the promise.
func (b *Beginning) touched(owner string) []string {
	var ids []string
	if owner != "" {
		ids = append(ids, owner)
	}
	field := b.draft.Kind.Field("touches")
	for _, t := range b.from.Facts.Serves {
		if id := document.Slug(t.Text); b.site.names(field, id) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		ids = append(ids, b.from.ID)
	}
	return ids
}

// Questions lists what the draft still asks for, in the order of the page.
func (b *Beginning) Questions() []Question {
	var asked []Question
	if b.draft.Title == "" {
		asked = append(asked, Question{Text: "What is it called?", sort: forTitle})
	}
	for _, f := range b.draft.Fields() {
		if len(b.draft.Answers[f.Name]) > 0 || f.Type == "records" {
			continue
		}
		example := f.Example
		if f.Type == "ids" {
			example = strings.Trim(example, "[]")
		}
		asked = append(asked, Question{
			Text: cmp.Or(f.Prompt, f.Doc), Example: example, Words: f.Values,
			Many: author.IsList(f) && f.Type != "ids", name: f.Name, sort: forField,
		})
	}
	asked = append(asked, Question{Text: b.draft.Kind.Opening, sort: forSection})
	for _, sec := range b.draft.Sections() {
		asked = append(asked, Question{Text: sec.Heading(b.draft.Language) + ": " + sec.Prompt, name: sec.Name, sort: forSection})
	}
	return asked
}

// Answer takes an answer to one of the questions. The error says why it cannot
// be taken; the question stays open then.
func (b *Beginning) Answer(q Question, texts ...string) error {
	switch q.sort {
	case forTitle:
		title := b.draft.Title
		b.draft.Title = texts[0]
		if _, err := b.draft.Path(b.site.in.Today); err != nil {
			b.draft.Title = title
			return &UseError{err.Error()}
		}
	case forField:
		f := b.draft.Kind.Field(q.name)
		var values []string
		for _, t := range texts {
			values = append(values, split(f, t)...)
		}
		return b.put(q.name, values)
	case forSection:
		b.draft.Texts[q.name] = strings.Join(texts, "\n")
	}
	return nil
}

// Changes returns the new file, first, and what else becomes of the site.
func (b *Beginning) Changes() ([]Change, error) {
	if b.draft.Title == "" {
		return nil, &UseError{"give it a title: remit new " + b.draft.Kind.Name + ` "Title"`}
	}
	path, err := b.draft.Path(b.site.in.Today)
	if err != nil {
		return nil, &UseError{err.Error()}
	}
	id := document.Slug(document.NameOf(path))
	if b.site.in.Files.Find(path) != nil {
		return nil, &UseError{path + " is there already; choose another title, or write on there"}
	}
	if rows := b.site.model.ByID.Get(id); len(rows) > 0 {
		return nil, &UseError{"the id " + strconv.Quote(id) + " belongs to " + rows[0].Doc.Path + " already; choose another title"}
	}
	changes := []Change{{File: path, New: b.draft.Text()}}
	if b.back != "" {
		e := author.SetKey(b.from.File.Data, b.from.Meta, b.back, id)
		text, err := author.Apply(b.from.File.Data, []diag.Edit{e})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.from.Path, err)
		}
		changes = append(changes, Change{File: b.from.Path, Old: b.from.File.Data, New: text})
	}
	return changes, nil
}

// documentNamed finds the one document that an id or a path names.
func (s *Snapshot) documentNamed(name string) (*document.Document, error) {
	same := s.documentsNamed(name)
	switch len(same) {
	case 1:
		return same[0], nil
	case 0:
		return nil, &UseError{"there is no document " + strconv.Quote(name) + didYouMean(name, s.documentNames())}
	}
	var paths []string
	for _, d := range same {
		paths = append(paths, d.Path)
	}
	return nil, &UseError{strconv.Quote(name) + " may be " + strings.Join(paths, " or ") + "; name the path"}
}

// documentsNamed finds the document that a path names, or all that an id does,
// alone or behind its kind or folder and a slash. Documents that this site does
// not show are among them: whoever asks has the files before them.
func (s *Snapshot) documentsNamed(name string) []*document.Document {
	name = strings.Trim(strings.TrimPrefix(name, "./"), "/") // an address has a slash at each end
	folder, id := "", name
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		folder, id = name[:i], name[i+1:]
	}
	id = document.Slug(id)
	var same []*document.Document
	for _, d := range s.docs {
		switch {
		case d.Path == name:
			return []*document.Document{d}
		case id == "" || d.ID != id && d.Facts.Team != id:
		case folder == "" || folder == d.Kind.Name || folder == d.Folder:
			same = append(same, d)
		}
	}
	return same
}

// documentNames lists what documents can be named by.
func (s *Snapshot) documentNames() []string {
	var names []string
	for _, d := range s.docs {
		names = append(names, d.ID, d.Path)
	}
	return names
}

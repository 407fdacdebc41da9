package schema

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/diag"
)

// commonFile describes the fields and sections that all kinds share.
const commonFile = "common"

// ParseKinds reads files that describe kinds (file name to YAML, the format is
// that of the package comment) and returns base with those kinds added. A file
// for a kind that base has changes only what it speaks of: fields and sections
// are matched by name, values and headings are added to those that are there.
// The name of a kind is its key kind, else the file's name without extension;
// common.yaml describes what all kinds have. What cannot be read is a problem
// and left out.
func ParseKinds(base *Kinds, files map[string][]byte) (*Kinds, []diag.Problem) {
	p := &kindParser{
		kinds:  map[string]*Kind{},
		forms:  map[string]map[string]string{},
		common: common{cloneFields(base.common.fields), cloneSections(base.common.sections)},
	}
	for _, k := range base.all {
		p.kinds[k.Name] = ownPart(k, base.common)
	}
	for _, name := range slices.SortedFunc(maps.Keys(files), commonFirst) {
		p.file(name, files[name])
	}
	for _, check := range p.later {
		check()
	}
	return p.result(), p.problems
}

// commonFirst sorts file names, common.yaml before all others: what a kind
// says of a common field is said on top of it.
func commonFirst(a, b string) int {
	first, second := stem(a) == commonFile, stem(b) == commonFile
	switch {
	case first == second:
		return strings.Compare(a, b)
	case first:
		return -1
	}
	return 1
}

func stem(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// ownPart returns a copy of a kind without what it has from common.
func ownPart(k *Kind, c common) *Kind {
	own := *k
	own.words = maps.Clone(k.words)
	own.Files = slices.Clone(k.Files)
	own.Fields = slices.DeleteFunc(cloneFields(k.Fields), func(f Field) bool {
		shared := findField(c.fields, f.Name)
		return shared != nil && reflect.DeepEqual(*shared, f)
	})
	own.Sections = slices.DeleteFunc(cloneSections(k.Sections), func(s Section) bool {
		shared := findSection(c.sections, s.Name)
		return shared != nil && reflect.DeepEqual(*shared, s)
	})
	return &own
}

func cloneFields(fields []Field) []Field {
	out := slices.Clone(fields)
	for i, f := range out {
		out[i].Values, out[i].To = slices.Clone(f.Values), slices.Clone(f.To)
		out[i].Fields, out[i].labels = cloneFields(f.Fields), maps.Clone(f.labels)
	}
	return out
}

func cloneSections(sections []Section) []Section {
	out := slices.Clone(sections)
	for i, s := range out {
		out[i].Headings = maps.Clone(s.Headings)
	}
	return out
}

// kindParser collects the kinds of several files.
type kindParser struct {
	kinds    map[string]*Kind
	common   common
	forms    map[string]map[string]string // sections by the normal form of their headings, by kind; "" for those of all kinds
	later    []func()                     // what can be looked at only when all files are read
	problems []diag.Problem
}

func (p *kindParser) report(file string, severity diag.Severity, span diag.Span, problem diag.Problem) {
	problem.Rule, problem.Severity, problem.File, problem.Span = "kind-file", severity, file, span
	p.problems = append(p.problems, problem)
}

func (p *kindParser) refuse(file string, span diag.Span, message, fix string) {
	p.report(file, diag.Error, span, diag.Problem{Message: message, Fix: fix})
}

// result joins what kinds have of their own with what all have, and sorts.
func (p *kindParser) result() *Kinds {
	out := &Kinds{common: p.common, byFolder: map[string]*Kind{}, byFile: map[string]*Kind{}}
	for _, name := range slices.Sorted(maps.Keys(p.kinds)) {
		k := p.kinds[name]
		k.Fields = joinFields(k.Fields, p.common.fields)
		for _, s := range p.common.sections {
			if findSection(k.Sections, s.Name) == nil {
				k.Sections = append(k.Sections, s)
			}
		}
		k.headings = map[string]int{}
		for i, s := range k.Sections {
			for _, h := range allHeadings(s) {
				if form := headingForm(h); k.headings[form] == 0 {
					k.headings[form] = i + 1
				}
			}
		}
		for form := range k.headings {
			k.headings[form]--
		}
		out.byFolder[k.Folder] = k
		for _, f := range k.Files {
			if out.byFile[f] == nil {
				out.byFile[f] = k
			}
		}
		out.all = append(out.all, k)
	}
	return out
}

// joinFields puts the core fields that are common first, since every author
// fills them in, then the core fields of the kind, then its others, then those
// that are common.
func joinFields(own, common []Field) []Field {
	var first, core, other, last []Field
	for _, f := range own {
		switch {
		case f.Core && findField(common, f.Name) != nil:
			first = append(first, f)
		case f.Core:
			core = append(core, f)
		default:
			other = append(other, f)
		}
	}
	for _, f := range common {
		switch {
		case findField(own, f.Name) != nil:
		case f.Core:
			first = append(first, f)
		default:
			last = append(last, f)
		}
	}
	return slices.Concat(first, core, other, last)
}

// allHeadings returns the headings of all languages in a fixed order.
func allHeadings(s Section) []string {
	var out []string
	for _, l := range slices.Sorted(maps.Keys(s.Headings)) {
		out = append(out, s.Headings[l]...)
	}
	return out
}

var (
	kindKeys    = []string{"kind", "folder", "words", "doc", "opening", "review", "record", "files", "fields", "sections"}
	commonKeys  = []string{"fields", "sections"}
	fieldKeys   = []string{"name", "type", "doc", "core", "values", "fields", "to", "label", "prompt", "example"}
	sectionKeys = []string{"name", "doc", "core", "field", "prompt", "headings"}
)

func (p *kindParser) file(file string, src []byte) {
	meta, problems := decode(file, "kind-file", src, skipMark(src), len(src), DefaultLimits())
	p.problems = append(p.problems, problems...)
	if diag.HasError(problems) {
		return
	}
	name := stem(file)
	if name == commonFile {
		p.commonEntries(file, meta)
		return
	}
	if v, ok := meta.Get("kind"); ok {
		name = v.Text
	}
	if !isName(name) {
		v, _ := meta.Get("kind")
		p.refuse(file, v.Span, quoted(name)+" cannot be the name of a kind", "use lower-case letters a to z, digits and hyphens, such as  kind: role-card")
		return
	}
	k := p.kinds[name]
	if k == nil {
		title := inWords(name)
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

func (p *kindParser) commonEntries(file string, meta Meta) {
	for _, e := range meta.Entries {
		switch e.Key {
		case "fields":
			p.common.fields = p.fields(file, p.common.fields, nil, e.Value, true)
		case "sections":
			p.common.sections = p.sections(file, nil, p.common.sections, e.Value)
		default:
			p.unknown(file, e, commonKeys)
		}
	}
}

func (p *kindParser) entry(file string, k *Kind, e Entry) {
	switch e.Key {
	case "kind":
	case "folder":
		k.Folder = strings.Trim(e.Value.Text, "/")
	case "doc":
		p.text(file, e, &k.Doc)
	case "opening":
		p.text(file, e, &k.Opening)
	case "review":
		p.review(file, k, e)
	case "record":
		p.truth(file, e, &k.Record)
	case "files":
		p.files(file, k, e)
	case "words":
		p.words(file, k, e.Value)
	case "fields":
		k.Fields = p.fields(file, k.Fields, p.common.fields, e.Value, true)
	case "sections":
		k.Sections = p.sections(file, k, k.Sections, e.Value)
	default:
		p.unknown(file, e, kindKeys)
	}
}

func (p *kindParser) text(file string, e Entry, to *string) {
	if e.Value.Kind != Scalar {
		p.refuse(file, e.Value.Span, quoted(e.Key)+" takes one text", "write  "+e.Key+": and the text, in quotes if it holds a colon")
		return
	}
	*to = e.Value.Text
}

func (p *kindParser) truth(file string, e Entry, to *bool) {
	if e.Value.Kind != Scalar || e.Value.Text != "true" && e.Value.Text != "false" {
		p.refuse(file, e.Value.Span, e.Key+" is true or false", "write  "+e.Key+": true")
		return
	}
	*to = e.Value.Text == "true"
}

// mostMonths is ten years: whatever is looked at less often is not reviewed.
const mostMonths = 120

func (p *kindParser) review(file string, k *Kind, e Entry) {
	n, err := strconv.Atoi(e.Value.Text)
	if e.Value.Kind != Scalar || err != nil || n < 0 || n > mostMonths {
		p.refuse(file, e.Value.Span, fmt.Sprintf("review is a number of months up to %d, not %s", mostMonths, shown(e.Value)), "write  review: 12, or  review: 0  for what is never reviewed by calendar")
		return
	}
	k.Review = n
}

// files reads the names of files that are of the kind wherever they lie.
func (p *kindParser) files(file string, k *Kind, e Entry) {
	for _, v := range p.texts(file, e) {
		name := strings.ToLower(v.Text)
		if strings.ContainsAny(name, `/\.`) {
			p.refuse(file, v.Span, quoted(v.Text)+" cannot be the name of a file without extension", "write the name alone, such as  files: [charter]")
			continue
		}
		if other := p.kindOfFile(name); other != nil && other != k {
			p.refuse(file, v.Span, fmt.Sprintf("files called %s are already of the kind %s", quoted(name), other.Name), "name another file")
			continue
		}
		if !slices.Contains(k.Files, name) {
			k.Files = append(k.Files, name)
		}
	}
}

func (p *kindParser) kindOfFile(name string) *Kind {
	for _, k := range p.kinds {
		if slices.Contains(k.Files, name) {
			return k
		}
	}
	return nil
}

// texts reads a list of texts, or a single one.
func (p *kindParser) texts(file string, e Entry) []Value {
	items := (Meta{Entries: []Entry{e}}).Texts(e.Key)
	for _, v := range items {
		if v.Kind != Scalar || v.Text == "" {
			p.refuse(file, v.Span, quoted(e.Key)+" is a list of texts", "write  "+e.Key+": [one, two]")
			return nil
		}
	}
	if e.Value.Kind == Map {
		p.refuse(file, e.Value.Span, quoted(e.Key)+" is a list of texts", "write  "+e.Key+": [one, two]")
	}
	return items
}

// checkFolder reports a folder that another kind has already.
func (p *kindParser) checkFolder(file string, k *Kind, meta Meta) {
	v, _ := meta.Get("folder")
	if k.Folder == "" || strings.ContainsAny(k.Folder, "/\\") {
		p.refuse(file, v.Span, quoted(k.Folder)+" cannot be the folder of a kind", "write the name of one folder in the site, such as  folder: "+k.Name+"s")
		delete(p.kinds, k.Name)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(p.kinds)) {
		if other := p.kinds[name]; other != k && other.Folder == k.Folder {
			p.refuse(file, v.Span, fmt.Sprintf("the folder %s already holds documents of the kind %s", quoted(k.Folder), other.Name), "name another folder, such as  folder: "+k.Name+"-documents")
			delete(p.kinds, k.Name)
			return
		}
	}
}

func (p *kindParser) words(file string, k *Kind, v Value) {
	if v.Kind != Map {
		p.refuse(file, v.Span, "words are given for each language", "write  words:  and below it, indented,  en: [Charter, Charters]")
		return
	}
	for _, e := range v.Fields {
		if e.Value.Kind != List || len(e.Value.Items) != 2 || e.Value.Items[0].Text == "" || e.Value.Items[1].Text == "" {
			p.refuse(file, e.Value.Span, "a kind has two words in each language, for one and for many", "write  "+e.Key+": [Charter, Charters]")
			continue
		}
		one, many := e.Value.Items[0].Text, e.Value.Items[1].Text
		if e.Key == "en" {
			k.Label, k.Plural = one, many
		}
		k.words[baseLanguage(e.Key)] = [2]string{one, many}
	}
}

// near reports a word that is none of those known.
func (p *kindParser) near(file string, span diag.Span, word, message string, known []string) {
	problem := diag.Problem{Message: message, Fix: "write one of " + strings.Join(known, ", ")}
	if near, ok := diag.Nearest(word, known); ok {
		problem.Label = fmt.Sprintf("did you mean %q?", near)
	}
	p.report(file, diag.Error, span, problem)
}

func (p *kindParser) unknown(file string, e Entry, known []string) {
	problem := diag.Problem{
		Message: quoted(e.Key) + " means nothing in the description of a kind",
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

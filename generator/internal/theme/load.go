package theme

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/jba/templatecheck"
	"golang.org/x/text/language"

	"remit/generator/internal/diag"
)

// file is one file of a theme.
type file struct {
	body  []byte
	layer *Layer // that it comes from; nil for the base
	base  *file  // what it stands in for; nil when it is an addition
}

// mostBytes is how large a file that is read as text may be. Pictures and
// fonts have the limit of all files of a site.
const mostBytes = 1 << 20

// isText reports whether a file is read, and not only published.
func isText(name string) bool {
	switch path.Ext(name) {
	case ".html", ".css", ".js", ".json", ".yaml", ".svg":
		return true
	}
	return false
}

// loader gathers the files of a theme, and what is wrong with them.
type loader struct {
	files    map[string]file
	derived  []Template
	problems []diag.Problem
}

// read adds the files of a folder tree; layer is nil for the base. Names that
// begin with a dot are left out: editors and file systems put them there.
func (l *loader) read(tree fs.FS, layer *Layer) {
	own := layer != nil
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && own && errors.Is(err, fs.ErrNotExist):
			return nil // no theme folder, or a file that has just gone
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		if info, err := d.Info(); err == nil && info.Size() > mostBytes && isText(name) {
			l.tell(tooLarge(path.Join(layer.Folder, name), info.Size()))
			return nil
		}
		body, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		f := file{body: body, layer: layer}
		if base, ok := l.files[name]; ok {
			f.base = &base
		}
		l.files[name] = f
		return nil
	})
	switch {
	case err != nil && own:
		l.tell(diag.Problem{
			Rule: "theme-unreadable", Severity: diag.Error, File: layer.Folder,
			Message: "the theme folder cannot be read whole: " + err.Error(),
			Why:     "the default theme is used for the files that are missing",
			Fix:     "check the rights of the files in " + layer.Folder + "/",
		})
	case err != nil:
		panic("theme: read the base: " + err.Error())
	}
}

// tooLarge is the problem of a file that nobody can have written.
func tooLarge(name string, size int64) diag.Problem {
	return diag.Problem{
		Rule: "theme-unreadable", Severity: diag.Error, File: name,
		Message: fmt.Sprintf("this file has %d bytes, and a file that a theme reads may have %d, so it is left out", size, mostBytes),
		Why:     "every reader would wait for it",
		Fix:     "make it smaller, or part it",
	}
}

// tell notes a problem.
func (l *loader) tell(p diag.Problem) { l.problems = append(l.problems, p) }

// shown returns the path of a file as problems name it.
func (l *loader) shown(name string) string { return path.Join(l.files[name].layer.Folder, name) }

// revert takes a file of a layer out again.
func (l *loader) revert(name string) {
	if base := l.files[name].base; base != nil {
		l.files[name] = *base
	} else {
		delete(l.files, name)
	}
}

// hash returns a value that differs for different files.
func (l *loader) hash() [sha256.Size]byte {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		for _, part := range [][]byte{[]byte(name), l.files[name].body} {
			_ = binary.Write(h, binary.LittleEndian, uint64(len(part)))
			_, _ = h.Write(part)
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// readWords returns the words of every language. What a site's own file leaves
// out is taken from the base, and what a language leaves out from the language
// it belongs to, or from English.
func (l *loader) readWords() map[string]words {
	all := map[string]words{}
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		short, ok := strings.CutPrefix(name, "words/")
		lang, json := strings.CutSuffix(short, ".json")
		if !ok || !json {
			continue
		}
		f := l.files[name]
		all[strings.ToLower(lang)] = l.wordsOf(name, &f)
	}
	for _, lang := range slices.Sorted(maps.Keys(all)) { // de before de-at
		for key, s := range all[nearest(all, parent(lang))] {
			if _, ok := all[lang][key]; !ok {
				all[lang][key] = s
			}
		}
	}
	return all
}

// wordsOf returns the words of a file and, for those that it leaves out, of
// the files that it stands in for.
func (l *loader) wordsOf(name string, f *file) words {
	w := words{}
	if f.base != nil {
		w = l.wordsOf(name, f.base)
	}
	maps.Copy(w, l.wordsIn(name, f))
	return w
}

// wordsIn decodes one file of words.
func (l *loader) wordsIn(name string, f *file) words {
	w := words{}
	body := f.body
	err := json.Unmarshal(body, &w)
	if err == nil {
		return w
	}
	if f.layer == nil {
		panic(fmt.Sprintf("theme: read %s: %v", name, err))
	}
	lines := diag.NewLines(body)
	var at diag.Span
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		at = lines.Span(int(syntax.Offset)-1, int(syntax.Offset))
	} else if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
		at = lines.Span(int(kind.Offset)-1, int(kind.Offset))
	}
	l.tell(diag.Problem{
		Rule: "theme-words", Severity: diag.Error, File: path.Join(f.layer.Folder, name), Span: at,
		Message: "this file of words cannot be read as JSON: " + err.Error(),
		Why:     "the words of the default theme are shown instead",
		Fix:     `write one object of texts, for example {"search": "Search"}`,
	})
	return words{}
}

// parsed is the templates of a theme before they have a language.
type parsed struct {
	root    *template.Template
	t       *Theme
	derived []Template
}

// layered reports whether any file is not of the base.
func (l *loader) layered() bool {
	for _, f := range l.files {
		if f.layer != nil {
			return true
		}
	}
	return false
}

// parse returns what reads the templates: most commands make no page, and need
// none. Whatever does not work in one of the site's own is told at once, and
// the file of the base takes its place, until all work.
func (l *loader) parse(t *Theme) func() parsed {
	own := l.layered()
	for own {
		err := l.fails(t, false)
		if err == nil {
			break
		}
		name := l.blamed(t, err)
		l.tell(l.fault(name, err))
		l.revert(name)
	}
	small := !own || l.fails(t, true) == nil // what works may still not survive the minifier
	parse := sync.OnceValue(func() parsed {
		root, err := l.templates(t, small)
		if err != nil {
			panic("theme: " + err.Error())
		}
		return parsed{root, t, l.derived}
	})
	if own {
		l.unused(parse().root)
		l.blocked()
		l.strayWords(parse().root)
	}
	return parse
}

// fails returns the error of the first template that does not work.
func (l *loader) fails(t *Theme, small bool) error {
	root, err := l.templates(t, small)
	if err != nil {
		return err
	}
	if err := l.unknown(root, t); err != nil {
		return err
	}
	for _, e := range entries(l.derived) {
		tmpl := root.Lookup(e.name)
		for _, data := range e.samples {
			if err := templatecheck.CheckHTML(tmpl, data); err != nil {
				return err
			}
			if err := tmpl.Execute(io.Discard, data); err != nil {
				return err
			}
		}
	}
	return l.unguardedKind(root)
}

// templates parses all templates, each under the name of its file.
func (l *loader) templates(t *Theme, small bool) (*template.Template, error) {
	root := template.New("").Funcs(t.functions("en"))
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if path.Ext(name) != ".html" {
			continue
		}
		body := l.files[name].body
		if small {
			body = Minified("text/html", body)
		}
		if _, err := root.New(name).Parse(string(body)); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// Function describes something that templates may call.
type Function struct{ Name, Call, Doc string }

// Functions describes what templates may call, for reference pages.
var Functions = []Function{
	{"word", `{{word "key"}}`, "The words of the interface for a key, in the language of the site."},
	{"count", `{{count "key" .Count}}`, "The words for a number: of key.one for one, of key.many for others, with {n} filled in."},
	{"asset", `{{asset "own.css"}}`, "The path of a file of assets/ below the site's root, with the hash of what it holds. Write {{.Root}} before it."},
	{"integrity", `{{integrity "own.css"}}`, "The hash of a file of assets/, for the attribute integrity."},
	{"words", `{{words}}`, "The path of the module with what search says."},
	{"dir", `{{dir "ar"}}`, "How a language is written: rtl for those from right to left, else ltr."},
}

// functions are what a template may call. None reads, runs or fetches.
func (t *Theme) functions(lang string) template.FuncMap {
	w, tag := t.words[lang], language.Make(lang)
	return template.FuncMap{
		"word":      w.word,
		"count":     func(key string, n int) (string, error) { return w.count(tag, key, n) },
		"asset":     t.asset,
		"words":     func() (string, error) { return t.asset(moduleOf(lang)) },
		"integrity": t.integrity,
		"dir":       direction,
	}
}

// in returns the templates with the words of one language.
func (p parsed) in(lang string) *set {
	w := p.t.words[lang]
	root := template.Must(p.root.Clone()).Funcs(p.t.functions(lang))
	for _, tmpl := range root.Templates() {
		if tmpl.Tree != nil {
			settle(tmpl.Tree.Root, w)
		}
	}
	ready := func(name string, bare any) page {
		made := page{template: root.Lookup(name)}
		// html/template escapes a template when it is executed first.
		if err := made.template.Execute(io.Discard, bare); err == nil {
			c := &compiler{templates: root, functions: p.t.functions(lang), made: map[programKey]*program{}}
			made.program, _ = c.compile(name, reflect.TypeOf(bare))
		}
		return made
	}
	s := &set{kinds: make(map[string]page, len(kinds)), nav: ready("nav.html", &navShown{})}
	_, bare := samplePages()
	for _, kind := range kinds {
		s.kinds[kind] = ready(kind+".html", &shown{Page: &bare, Frame: &frame{}})
	}
	s.views = make(map[string]page, len(p.derived))
	for _, t := range p.derived {
		s.views[t.Name] = ready(t.file(), t.Data)
	}
	for i, name := range frameParts {
		s.parts[i] = root.Lookup(name)
	}
	return s
}

// settle turns {{word "key"}} into plain text.
func settle(list *parse.ListNode, w words) {
	if list == nil {
		return
	}
	for i, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if key, ok := constantWord(n.Pipe); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(w[key]))}
			}
		case *parse.IfNode:
			settle(n.List, w)
			settle(n.ElseList, w)
		case *parse.WithNode:
			settle(n.List, w)
			settle(n.ElseList, w)
		case *parse.RangeNode:
			settle(n.List, w)
			settle(n.ElseList, w)
		}
	}
}

// constantWord returns the key of a pipeline that is nothing but word "key".
func constantWord(p *parse.PipeNode) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	name, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	key, text := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !text || name.Ident != "word" {
		return "", false
	}
	return key.Text, true
}

package theme

import (
	"errors"
	"fmt"
	"html/template"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"golang.org/x/text/language"

	"remit/generator/internal/diag"
)

// place finds where text/template, html/template and templatecheck say that
// something went wrong: "template: parts/top.html:3:14: executing ...".
var place = regexp.MustCompile(`template: ?([^:]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// internals matches what the packages say about their own workings.
var internals = regexp.MustCompile(`^(?:executing|checking) "[^"]*" at <([^>]*)>: `)

// fieldOf matches the complaint about a field that a value does not have.
var fieldOf = regexp.MustCompile(`can't (?:use|evaluate) field (\w+) in type \*?theme\.(\w+)`)

// states matches how html/template describes the inside of its parser.
var states = regexp.MustCompile(`: \{state.*$`)

// blamed returns which of the site's own files an error is about: the one it
// names, else one without which it does not happen. A tag that a piece leaves
// open, for example, is only seen in the page that calls the piece.
func (l *loader) blamed(t *Theme, err error) string {
	if m := place.FindStringSubmatch(err.Error()); m != nil && l.files[m[1]].layer != nil {
		return m[1]
	}
	var own []string
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if l.files[name].layer != nil && path.Ext(name) == ".html" {
			own = append(own, name)
		}
	}
	for _, name := range own {
		f := l.files[name]
		l.revert(name)
		without := l.fails(t, false)
		l.files[name] = f
		if without == nil || without.Error() != err.Error() {
			return name
		}
	}
	if len(own) == 0 {
		panic("theme: " + err.Error()) // the base itself
	}
	return own[0]
}

// fault returns the problem for an error in a template of the site's own.
func (l *loader) fault(name string, err error) diag.Problem {
	p := diag.Problem{
		Rule: "theme-template", Severity: diag.Error, File: l.shown(name),
		Message: "this template does not work: " + oneLine(err.Error()),
		Why:     "the template of the default theme is used instead",
		Fix:     "mend the template, or remove the file to use the default",
	}
	if no := (unguarded{}); errors.As(err, &no) {
		p.Rule = "theme-policy"
		p.Message = "with this template, " + no.Error()
		p.Why = "the policy is what keeps scripts of others from running, so the template of the default theme is used instead"
		p.Fix = "begin pages with {{template \"parts/top.html\" .}}, or <head> with {{.Frame.Head}}, and frame/head.html with the two meta elements of the default theme"
		return p
	}
	m := place.FindStringSubmatch(err.Error())
	if m == nil || m[1] != name {
		return p
	}
	p.Span = l.span(name, m[2], m[3])
	message := internals.ReplaceAllString(m[4], "")
	if f := fieldOf.FindStringSubmatch(message); f != nil {
		known := fieldsOf(f[2])
		message = "there is no field " + f[1] + " here"
		p.Fix = "use one of: " + strings.Join(known, ", ")
		if near, ok := diag.Nearest(f[1], known); ok {
			p.Label = fmt.Sprintf("did you mean %q?", near)
		}
	}
	if n := noName.FindStringSubmatch(message); n != nil {
		if near, ok := diag.Nearest(n[2], l.names(n[1])); ok {
			p.Label = fmt.Sprintf("did you mean %q?", near)
		}
	}
	if strings.HasPrefix(message, "exceeded maximum template depth") {
		message = "it calls itself, or one that calls it, without end"
	}
	p.Message = "this template does not work: " + states.ReplaceAllString(oneLine(message), "")
	return p
}

// noName matches the complaint about words or an asset that the theme lacks.
var noName = regexp.MustCompile(`no (words for|asset is called) "([^"]*)"`)

// names returns the names of words, or of assets.
func (l *loader) names(of string) []string {
	var names []string
	if of == "words for" {
		for key := range l.wordsIn("words/en.json", l.lowest("words/en.json")) {
			names = append(names, key)
		}
	}
	for name := range l.files {
		if short, ok := strings.CutPrefix(name, "assets/"); ok && of != "words for" {
			names = append(names, short)
		}
	}
	slices.Sort(names)
	return names
}

// lowest returns a file of the base.
func (l *loader) lowest(name string) *file {
	f := l.files[name]
	for f.base != nil {
		f = *f.base
	}
	return &f
}

// unknown looks for words and assets that templates of layers name and that
// there are not, also where no sample leads.
func (l *loader) unknown(root *template.Template, t *Theme) error {
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		tmpl := root.Lookup(name)
		if l.files[name].layer == nil || tmpl == nil || tmpl.Tree == nil {
			continue
		}
		var wrong error
		eachCall(tmpl.Tree.Root, func(function, key string, at parse.Node) {
			err := error(nil)
			switch function {
			case "word":
				_, err = t.words["en"].word(key)
			case "count":
				_, err = t.words["en"].count(language.English, key, 2)
			case "asset", "integrity":
				_, err = t.find(key)
			}
			if err != nil && wrong == nil {
				where, _ := tmpl.Tree.ErrorContext(at)
				wrong = fmt.Errorf("template: %s: error calling %s: %w", where, function, err)
			}
		})
		if wrong != nil {
			return wrong
		}
	}
	return nil
}

// eachCall calls f for each function that a tree calls with a text first.
func eachCall(n parse.Node, f func(function, text string, at parse.Node)) {
	pipe := func(p *parse.PipeNode) { eachCall(p, f) }
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, m := range n.Nodes {
			eachCall(m, f)
		}
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, c := range n.Cmds {
			name, ok := c.Args[0].(*parse.IdentifierNode)
			if ok && len(c.Args) > 1 {
				if text, ok := c.Args[1].(*parse.StringNode); ok {
					f(name.Ident, text.Text, name)
				}
			}
			for _, a := range c.Args {
				eachCall(a, f)
			}
		}
	case *parse.ActionNode:
		pipe(n.Pipe)
	case *parse.TemplateNode:
		pipe(n.Pipe)
	case *parse.IfNode:
		eachBranch(&n.BranchNode, f)
	case *parse.WithNode:
		eachBranch(&n.BranchNode, f)
	case *parse.RangeNode:
		eachBranch(&n.BranchNode, f)
	}
}

func eachBranch(n *parse.BranchNode, f func(function, text string, at parse.Node)) {
	eachCall(n.Pipe, f)
	eachCall(n.List, f)
	eachCall(n.ElseList, f)
}

func oneLine(s string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ".")
}

// contract are the types whose values a template can meet.
var contract = []reflect.Type{
	reflect.TypeFor[shown](), reflect.TypeFor[frame](), reflect.TypeFor[framed](), reflect.TypeFor[navShown](), reflect.TypeFor[navLink](),
	reflect.TypeFor[Page](), reflect.TypeFor[Site](), reflect.TypeFor[Link](), reflect.TypeFor[Heading](), reflect.TypeFor[Fact](), reflect.TypeFor[Date](),
	reflect.TypeFor[LinkGroup](), reflect.TypeFor[Backlink](), reflect.TypeFor[Group](), reflect.TypeFor[Entry](), reflect.TypeFor[Source](),
}

// fieldsOf returns the names that a template can use on a value of a type.
func fieldsOf(name string) []string {
	var names []string
	for _, t := range contract {
		if t.Name() != name {
			continue
		}
		for _, f := range reflect.VisibleFields(t) {
			if !f.Anonymous {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// span returns the place of a line and a 0-based column in bytes; without a
// column it is the whole line.
func (l *loader) span(name, line, column string) diag.Span {
	body := l.files[name].body
	lines := diag.NewLines(body)
	n, _ := strconv.Atoi(line)
	start := lines.Offset(n, 1)
	end := start + len(body[start:])
	if i := strings.IndexByte(string(body[start:]), '\n'); i >= 0 {
		end = start + i
	}
	if column == "" {
		return lines.Span(start, end)
	}
	c, _ := strconv.Atoi(column)
	start = min(start+c, end)
	return lines.Span(start, min(start+1, end))
}

// unused tells of files of the site's own that change nothing, which is mostly
// a name mistyped or a file in the wrong folder.
func (l *loader) unused(root *template.Template) {
	called := map[string]bool{}
	for _, tmpl := range root.Templates() {
		if tmpl.Tree != nil {
			calls(tmpl.Tree.Root, called)
		}
	}
	var known []string
	for name, f := range l.files {
		if f.layer == nil || f.base != nil {
			known = append(known, name)
		}
	}
	slices.Sort(known)
	for name, f := range l.files {
		if f.layer == nil || f.base != nil || called[name] || l.taken(name) {
			continue
		}
		p := diag.Problem{
			Rule: "theme-unused", Severity: diag.Warning, File: l.shown(name),
			Message: "nothing uses this file",
			Why:     "a file here stands in for the file of the default theme with the same name",
			Fix:     "give it the name of the file it stands in for, call it from a template, or remove it",
		}
		if near, ok := diag.Nearest(name, known); ok {
			p.Label = fmt.Sprintf("did you mean %q?", near)
			p.Fix = "rename it to " + path.Join(f.layer.Folder, near)
		} else if path.Ext(name) != ".html" && media[path.Ext(name)] != "" {
			p.Fix = "move it to " + path.Join(f.layer.Folder, "assets", path.Base(name))
		}
		l.tell(p)
	}
}

// taken reports whether a file has a use without being called.
func (l *loader) taken(name string) bool {
	switch {
	case strings.HasPrefix(name, "assets/"):
		return media[path.Ext(name)] != ""
	case strings.HasPrefix(name, "words/"):
		return path.Ext(name) == ".json"
	}
	return false
}

// calls notes the templates that a tree calls.
func calls(n parse.Node, called map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, m := range n.Nodes {
				calls(m, called)
			}
		}
	case *parse.TemplateNode:
		called[n.Name] = true
	case *parse.IfNode:
		calls(n.List, called)
		calls(n.ElseList, called)
	case *parse.WithNode:
		calls(n.List, called)
		calls(n.ElseList, called)
	case *parse.RangeNode:
		calls(n.List, called)
		calls(n.ElseList, called)
	}
}

package generator

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// door decides which documents and files a site may hold. It fails closed:
// what cannot be told for certain stays outside.
type door struct {
	audience string // whom the site is for; "" is everyone
	drafts   bool
	known    []schema.Audience
}

func doorOf(in *Input) door {
	return door{audience: in.Audience, drafts: in.Drafts, known: in.Settings.Audiences}
}

// lets reports whether a document is shown.
func (o door) lets(d *document.Document) bool {
	return !d.Withheld && len(o.problems(d)) == 0 && (o.drafts || !d.Draft) && o.mayRead(d)
}

// mayRead reports whether the site's readers belong to those a document is
// for.
func (o door) mayRead(d *document.Document) bool {
	return o.admits(d.Audience) && o.mayReadFile(d.File)
}

// mayReadFile reports whether the folder of a file allows it to be shown; for
// a symbolic link also that of what it leads to.
func (o door) mayReadFile(f *source.File) bool {
	return o.admits(o.ceiling(f.Path)) && (f.Target == "" || o.admits(o.ceiling(f.Target)))
}

func (o door) admits(names []string) bool {
	return len(names) == 0 || slices.Contains(names, o.audience)
}

// tells reports whether a document's problems may be shown to whoever builds
// this site: a public log must not speak of restricted documents.
func (o door) tells(d *document.Document) bool {
	return d.Withheld || len(o.problems(d)) > 0 || o.lets(d)
}

// ceiling returns the audiences that a folder is kept for; nil is everyone.
func (o door) ceiling(path string) []string {
	var names []string
	for _, a := range o.known {
		for _, glob := range a.Folders {
			if matches(glob, path) {
				names = append(names, a.Name)
				break
			}
		}
	}
	return names
}

// matches reports whether a path lies in what a glob names; a glob that names
// a folder covers all that is below it.
func matches(glob, path string) bool {
	glob = strings.Trim(glob, "/")
	if ok, err := doublestar.Match(glob, path); ok && err == nil {
		return true
	}
	ok, err := doublestar.Match(glob+"/**", path)
	return ok && err == nil
}

// problems are the reasons in a document's audience not to show it at all.
func (o door) problems(d *document.Document) []diag.Problem {
	if len(d.Audience) == 0 {
		return nil
	}
	var found []diag.Problem
	ceiling := o.ceiling(d.Path)
	values := d.Meta.Texts("audience")
	for i, name := range d.Audience {
		p := diag.Problem{Severity: diag.Error, File: d.Path, Span: values[i].Span}
		switch {
		case !o.isKnown(name):
			p.Rule = "unknown-audience"
			p.Message = "remit.yaml names no audience " + quote(name)
			p.Why = "nobody can tell who may read the page, so it is not published"
			p.Fix = "name one of the audiences in remit.yaml, or add this one there"
			if near, ok := diag.Nearest(name, o.names()); ok {
				p.Label = "did you mean " + quote(near) + "?"
			}
		case len(ceiling) > 0 && !slices.Contains(ceiling, name):
			p.Rule = "audience-above-folder"
			p.Message = "the folder of this page is for " + strings.Join(ceiling, ", ") + " only, but the page says " + quote(name)
			p.Why = "a page may narrow what its folder allows, never widen it; it is not published"
			p.Fix = "take the audience out, or move the page to another folder"
		default:
			continue
		}
		found = append(found, p)
	}
	return found
}

func (o door) isKnown(name string) bool { return slices.Contains(o.names(), name) }

func (o door) names() []string {
	names := make([]string, len(o.known))
	for i, a := range o.known {
		names[i] = a.Name
	}
	return names
}

// open returns the documents and files that are shown. Files that lie beside
// a document that is not shown are kept only where their folder allows it.
func (o door) open(docs []*document.Document, files *source.Tree) ([]*document.Document, *source.Tree) {
	hidden := map[string]bool{}
	shown := make([]*document.Document, 0, len(docs))
	for _, d := range docs {
		if o.lets(d) {
			shown = append(shown, d)
		} else {
			hidden[d.Path] = true
		}
	}
	if len(hidden) == 0 && len(o.known) == 0 {
		return shown, files
	}
	kept := make([]*source.File, 0, len(files.Files))
	for _, f := range files.Files {
		if !hidden[f.Path] && o.mayReadFile(f) {
			kept = append(kept, f)
		}
	}
	return shown, source.NewTree(kept, nil)
}

func quote(s string) string { return "\"" + s + "\"" }

package generator

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
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
// this site: a public log must not speak of restricted documents. Of a document
// whose restriction itself is in doubt it has to speak, or nobody would mend it.
func (o door) tells(d *document.Document) bool {
	switch {
	case !o.mayReadFile(d.File):
		return false
	case len(o.problems(d)) > 0:
		return true
	}
	return o.admits(d.Audience) && (d.Withheld || o.drafts || !d.Draft)
}

// tellsOf reports whether a problem of a file that is no document may be shown.
func (o door) tellsOf(p diag.Problem) bool { return o.admits(o.ceiling(p.File)) }

// ceiling returns the audiences that a folder is kept for; nil is everyone.
func (o door) ceiling(p string) []string {
	var names []string
	for _, a := range o.known {
		for _, glob := range a.Folders {
			if matches(glob, p) {
				names = append(names, a.Name)
				break
			}
		}
	}
	return names
}

// matches reports whether a path lies in what a glob names; a glob that names
// a folder covers all that is below it, and one that cannot be read everything.
// Most are plain folders: comparing those takes a tenth of the time.
func matches(glob, p string) bool {
	switch glob = strings.Trim(strings.TrimPrefix(glob, "./"), "/"); {
	case glob == "" || glob == ".":
		return true
	case !strings.ContainsAny(glob, `*?[]{}\`):
		rest, ok := strings.CutPrefix(p, glob)
		return ok && (rest == "" || rest[0] == '/')
	}
	same, err := doublestar.Match(glob, p)
	below, err2 := doublestar.Match(glob+"/**", p)
	return same || below || err != nil || err2 != nil
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
			p.Message = "remit.yaml names no audience " + strconv.Quote(name)
			p.Why = "nobody can tell who may read the page, so it is not published"
			p.Fix = "name one of the audiences in remit.yaml, or add this one there"
			if near, ok := diag.Nearest(name, o.names()); ok {
				p.Label = "did you mean " + strconv.Quote(near) + "?"
			}
		case len(ceiling) > 0 && !slices.Contains(ceiling, name):
			p.Rule = "audience-above-folder"
			p.Message = "the folder of this page is for " + strings.Join(ceiling, ", ") + " only, but the page says " + strconv.Quote(name)
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

// open returns the documents and files that are shown, and what may be said of
// the documents that are not.
func (o door) open(docs []*document.Document, files *source.Tree) (shown []*document.Document, tree *source.Tree, back held) {
	hidden := map[string]bool{}
	back = held{}
	shown = make([]*document.Document, 0, len(docs))
	for _, d := range docs {
		if o.lets(d) {
			shown = append(shown, d)
			continue
		}
		hidden[d.Path] = true
		if why, ok := o.absence(d); ok {
			back.add(d, why)
		}
	}
	if len(hidden) == 0 && len(o.known) == 0 {
		return shown, files, back
	}
	kept := make([]*source.File, 0, len(files.Files))
	for _, f := range files.Files {
		if !hidden[f.Path] && o.mayReadFile(f) {
			kept = append(kept, f)
		}
	}
	if len(kept) == len(files.Files) {
		return shown, files, back
	}
	return shown, source.NewTree(kept, nil), back
}

// absence says why a document is not shown, where that may be said.
func (o door) absence(d *document.Document) (model.Absence, bool) {
	switch {
	case o.tells(d):
		return model.Absence{Reason: "it has errors of its own", Fix: "mend " + d.Path + " first"}, true
	case d.Draft && !d.Withheld && o.mayRead(d):
		return model.Absence{Reason: "it is a draft", Fix: "take draft: true out of " + d.Path + " when it is ready, or take the link out and keep the words"}, true
	}
	return model.Absence{}, false
}

// absent answers for the model why something is not shown. Of a folder that is
// kept for others it says so by the path alone, whether or not anything is there.
func (o door) absent(back held, name string) (model.Absence, bool) {
	if why, ok := back[name]; ok {
		return why, true
	}
	if names := o.ceiling(name); !o.admits(names) {
		return model.Absence{
			Reason: "its folder is for " + strings.Join(names, ", ") + " only",
			Fix:    "take the link out and keep the words, or put this page where only those readers see it",
		}, true
	}
	return model.Absence{}, false
}

// held says why documents are not shown, by all that links may name them by.
type held map[string]model.Absence

func (h held) add(d *document.Document, why model.Absence) {
	h[d.Path] = why
	h[strings.TrimSuffix(d.Path, path.Ext(d.Path))] = why
	h["[["+d.ID] = why
	if d.Facts.Team != "" {
		h["[["+d.Facts.Team] = why
	}
	if d.Index {
		h[d.Folder] = why
	}
}

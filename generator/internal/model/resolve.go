package model

import (
	"path"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/source"
)

// Outcome tells what a reference leads to.
type Outcome uint8

// The outcomes. From Dead on, a reference leads nowhere.
const (
	ToDocument   Outcome = iota
	ToFolder             // the generated page of a folder
	ToPage               // a page of the site that nobody writes, such as ask/due/
	ToFile               // a file that is published because of this reference
	Held                 // something that this site does not show, for the reason in Absence
	ToFolderOnly         // a folder that holds files but no document, so it has no page
	NotPublished         // a file or folder that exists but is never published
	Dead                 // nothing of that name
	DeadAnchor           // the document exists, the heading does not
	Outside              // a path that leads out of the site's folder
	Ambiguous            // an id that several documents have
)

// Target is where a reference leads.
type Target struct {
	Outcome Outcome
	Doc     *document.Document // ToDocument, DeadAnchor
	Folder  string             // ToFolder, ToFolderOnly
	File    *source.File       // ToFile
	Address string             // ToPage
	Anchor  string             // id of a heading in Doc, or ""; of a page what the reference says
	Path    string             // what was looked for, as a slash path below the site's folder; the id of a [[id]]
	Absence Absence            // Held
	Reason  string             // NotPublished: why, in words
	Choices []Row[None]        // Ambiguous
}

// Leads reports whether the reference can be followed.
func (t Target) Leads() bool { return t.Outcome <= ToFile || t.Outcome == DeadAnchor }

// Resolve finds what a reference of a document leads to, as a Git host would:
// relative to the document's folder, a folder standing for its index page. In
// addition addresses of this site and names without extension are understood.
// A target that begins with "/" starts at the repository, where the site's
// folder in it is known, and else or otherwise at the site's folder.
func (m *Model) Resolve(d *document.Document, r *markdown.Ref) Target {
	t := m.resolve(d, r)
	if t.Outcome != Dead || r.Kind != markdown.LinkRef || m.Made == nil {
		return t
	}
	address := strings.TrimSuffix(strings.TrimSuffix(t.Path, ".html"), "/index") + "/"
	if m.Made(address) {
		return Target{Outcome: ToPage, Address: address, Anchor: r.Fragment, Path: t.Path}
	}
	return t
}

// resolve is Resolve without pages that nobody writes. What decides whether
// such a page is there has to ask this one.
func (m *Model) resolve(d *document.Document, r *markdown.Ref) Target {
	if r.Kind == markdown.WikiRef {
		return m.resolveID(d, r)
	}
	if r.Target == "" {
		return toDocument(d, r.Fragment)
	}
	p, ok := document.LinkPath(d.Folder, r.Target)
	if !ok {
		return Target{Outcome: Outside, Path: r.Target}
	}
	if r.Target[0] == '/' && m.Folder != "" {
		if below, ok := strings.CutPrefix(p+"/", m.Folder+"/"); ok {
			t := m.resolvePath(strings.TrimSuffix(below, "/"), r.Fragment)
			if other := m.resolvePath(p, r.Fragment); !t.Leads() && other.Leads() {
				return other
			}
			return t
		}
	}
	return m.resolvePath(p, r.Fragment)
}

func (m *Model) resolvePath(p, fragment string) Target {
	if doc := m.Find(p); doc != nil {
		return toDocument(doc, fragment)
	}
	if f := m.Tree.Find(p); f != nil && !source.IsDocument(p) {
		if why := f.Info().Refused; why != "" {
			return Target{Outcome: NotPublished, Path: p, Reason: why}
		}
		return Target{Outcome: ToFile, File: f, Path: p}
	}
	if doc := m.indexIn(p); doc != nil {
		return toDocument(doc, fragment)
	}
	if m.Below.Get(p) != nil {
		return Target{Outcome: ToFolder, Folder: p, Path: p}
	}
	if t, held := m.held(p, p); held {
		return t
	}
	if m.Tree.IsFolder(p) {
		return Target{Outcome: ToFolderOnly, Folder: p, Path: p}
	}
	if doc := m.byName(p); doc != nil {
		return toDocument(doc, fragment)
	}
	if source.Skip(p) {
		return Target{Outcome: NotPublished, Path: p, Reason: "names that begin with a dot or an underscore are not part of a site"}
	}
	return Target{Outcome: Dead, Path: p}
}

// held is the target of a reference to something that is not shown. name is
// what Held knows it by.
func (m *Model) held(name, words string) (Target, bool) {
	if m.Held == nil {
		return Target{}, false
	}
	why, ok := m.Held(name)
	return Target{Outcome: Held, Path: words, Absence: why}, ok
}

// indexIn returns the index page of a folder by its path.
func (m *Model) indexIn(folder string) *document.Document {
	for _, r := range m.ByFolder.Get(folder) {
		if r.Doc.Index {
			if winner := indexBeside(m.ByAddress.Get(r.Doc.Address), r.Doc); winner != nil {
				return winner
			}
			return r.Doc
		}
	}
	return nil
}

// byName finds a document by its path without extension, with .html for it, or
// by its address.
func (m *Model) byName(p string) *document.Document {
	bare := strings.TrimSuffix(p, ".html")
	if doc := m.Find(bare + ".md"); doc != nil {
		return doc
	}
	if doc := m.Find(bare + ".markdown"); doc != nil {
		return doc
	}
	if p == "" {
		return nil
	}
	return m.At(strings.TrimSuffix(bare, "/index") + "/")
}

func (m *Model) resolveID(d *document.Document, r *markdown.Ref) Target {
	name := r.Target
	if name == "" {
		return toDocument(d, r.Fragment)
	}
	folder, base := "", name
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		folder, base = name[:i], name[i+1:]
	}
	id := document.Slug(strings.TrimSuffix(base, ".md"))
	found := m.documents(id, folder)
	switch len(found) {
	case 0:
		if charter := m.charterNamed(id, folder); charter != nil {
			return toDocument(charter, r.Fragment)
		}
		if t, held := m.held("[["+id, name); held {
			return t
		}
		return Target{Outcome: Dead, Path: name}
	case 1:
		return toDocument(found[0].Doc, r.Fragment)
	}
	for _, row := range found { // the one beside is meant
		if row.Doc.Folder == d.Folder {
			return toDocument(row.Doc, r.Fragment)
		}
	}
	return Target{Outcome: Ambiguous, Path: name, Choices: found}
}

// charterNamed returns the charter that [[support]] means where no document has
// that id: that of the team.
func (m *Model) charterNamed(id, kind string) *document.Document {
	if kind != "" && kind != charterKind && kind != "team" {
		return nil
	}
	return m.Charter(id)
}

// toDocument is a link to a document or to an anchor in it. A wiki reference
// may name the heading by its words instead of by its id.
func toDocument(d *document.Document, fragment string) Target {
	t := Target{Outcome: ToDocument, Doc: d, Path: d.Path}
	fragment, _, _ = strings.Cut(fragment, ":~:")
	if fragment == "" || fragment == "top" || fragment == "readme" && d.Index {
		return t
	}
	if id, ok := d.Anchor(fragment); ok {
		t.Anchor = id
		return t
	}
	for _, h := range d.Content.Headings {
		if strings.EqualFold(h.Text, fragment) {
			t.Anchor = h.ID
			return t
		}
	}
	t.Outcome = DeadAnchor
	return t
}

// linkKey returns what a reference may name, so that all references to a
// document can be found without asking every document. It depends on the
// document that holds it alone. External references have none.
func linkKey(d *document.Document, r *markdown.Ref) string {
	switch {
	case r.Kind == markdown.External || r.Target == "":
		return ""
	case r.Kind == markdown.WikiRef:
		name := r.Target[strings.LastIndexByte(r.Target, '/')+1:]
		return "[[" + document.Slug(strings.TrimSuffix(name, ".md"))
	}
	p, ok := document.LinkPath(d.Folder, r.Target)
	switch {
	case !ok:
		return ""
	case p == "":
		return siteKey
	}
	return p
}

// siteKey stands in Links for the site's own folder.
const siteKey = "."

// Incoming returns the references that lead to a document from others, in the
// order of the paths of the documents that hold them.
func (m *Model) Incoming(d *document.Document) []Row[int] {
	var found []Row[int]
	seen := map[string]bool{}
	for _, key := range m.keysOf(d) {
		if seen[key] {
			continue
		}
		seen[key] = true
		for _, row := range m.Links.Get(key) {
			if row.Doc == d {
				continue
			}
			if t := m.resolve(row.Doc, &row.Doc.Content.Refs[row.Value]); t.Doc == d {
				found = append(found, row)
			}
		}
	}
	sortRows(found)
	return found
}

// keysOf lists all keys under which a reference to a document may stand.
func (m *Model) keysOf(d *document.Document) []string {
	bare := strings.TrimSuffix(d.Path, path.Ext(d.Path))
	address, _ := m.Address(d)
	address = strings.TrimSuffix(address, "/")
	keys := []string{d.Path, bare, bare + ".html", address, address + ".html", address + "/index", address + "/index.html"}
	switch {
	case d.Index && d.Folder == "":
		keys = append(keys, siteKey)
	case d.Index:
		keys = append(keys, d.Folder)
	}
	for _, key := range keys {
		keys = append(keys, m.rootKey(key))
	}
	keys = append(keys, "[["+d.ID)
	if d.Facts.Team != "" {
		for _, name := range m.spellings(d.Facts.Team) {
			keys = append(keys, "[["+name)
		}
	}
	return keys
}

// rootKey is the key of links that name a path from the repository's root.
func (m *Model) rootKey(key string) string { return path.Join(m.Folder, key) }

// Users returns the references that may lead to a file that is not a document;
// Resolve tells whether one does.
func (m *Model) Users(f *source.File) []Row[int] {
	rows := m.Links.Get(f.Path)
	if key := m.rootKey(f.Path); key != f.Path {
		rows = slices.Concat(rows, m.Links.Get(key))
	}
	return rows
}

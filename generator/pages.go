package generator

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"path"
	"slices"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/search"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
)

// Page is one file of the finished site.
type Page struct {
	Path  string // slash path below the site's root: charters/support/index.html
	Media string // media type
	Body  []byte
}

// indexFile is the file behind an address.
const indexFile = "index.html"

// Page makes the file at a path, or says false when the site has none there.
// It does the work for this one file only. A file of the site's folder that
// cannot be read any more is an error.
func (s *Snapshot) Page(p string) (Page, bool, error) { return s.page(p, &sheet{}) }

// page makes a file. What it made of the page that the file belongs to is left
// in last, for the next one.
func (s *Snapshot) page(p string, last *sheet) (Page, bool, error) {
	if address, ok := twinOf(p); ok {
		return s.twin(p, s.sheetOf(address, last))
	}
	if address, ok := addressOf(p); ok {
		if h := s.sheetOf(address, last); h.data != nil {
			body, err := s.renderedOf(h)
			return Page{p, "text/html; charset=utf-8", body}, err == nil, err
		}
		if to, ok := s.redirect(address); ok {
			return Page{p, "text/html; charset=utf-8", s.finished(p, s.redirectPage(address, to))}, true, nil
		}
	}
	if name, ok := strings.CutPrefix(p, "files/"); ok {
		return s.filePage(p, name)
	}
	if p == "404.html" && s.in.Medium != Folder {
		return s.render(p, s.view.Missing(s.basePath()))
	}
	if p == offlinePage && s.in.keeps() {
		return s.render(p, s.view.Offline(s.basePath()))
	}
	for _, a := range s.in.Theme.Assets() {
		if a.Path == p {
			return Page{p, a.Media, s.assetIn(a)}, true, nil
		}
	}
	if body, ok := s.indexFile(p); ok {
		return Page{p, mediaOf(p), body}, true, nil
	}
	if body := s.schemas()[p]; body != nil {
		return Page{p, mediaOf(p), body}, true, nil
	}
	if strings.HasSuffix(p, ".ics") {
		body := s.calendar(p)
		return Page{p, mediaOf(p), body}, body != nil, nil
	}
	for _, o := range outputs {
		if o.path == p && o.isThere(s) {
			return Page{p, mediaOf(p), o.make(s)}, true, nil
		}
	}
	return Page{}, false, nil
}

func (o output) isThere(s *Snapshot) bool {
	if o.host && s.in.Medium == Folder {
		return false
	}
	if o.has != nil {
		return o.has(s)
	}
	return o.make(s) != nil
}

// Paths lists the files of the site, each once, in the order in which a build
// makes them.
func (s *Snapshot) Paths() []string {
	var paths []string
	for _, place := range s.view.Places() {
		paths = append(paths, s.pathsOf(place)...)
	}
	for _, g := range s.model.ByAlias.Groups() {
		file := fileOf(g.Key) // _redirects alone leads on from an old address of another sort, such as /old.pdf
		if _, ok := s.redirect(g.Key); ok && isHTML(file) {
			paths = append(paths, file)
		}
	}
	if s.in.Medium != Folder {
		paths = append(paths, "404.html")
	}
	if s.in.keeps() {
		paths = append(paths, offlinePage)
	}
	for _, a := range s.in.Theme.Assets() {
		paths = append(paths, a.Path)
	}
	for _, f := range s.users() {
		paths = append(paths, "files/"+f.Path)
	}
	paths = append(paths, s.indexPaths()...)
	paths = append(paths, slices.Sorted(maps.Keys(s.schemas()))...)
	paths = append(paths, s.calendarPaths()...)
	for _, o := range outputs {
		if o.isThere(s) {
			paths = append(paths, o.path)
		}
	}
	return paths
}

func (s *Snapshot) render(p string, data *theme.Page) (Page, bool, error) {
	s.rendered.Add(1)
	body, err := s.in.Theme.Render(nil, data)
	if err != nil {
		return Page{}, false, fmt.Errorf("render %s: %w", p, err)
	}
	return Page{p, "text/html; charset=utf-8", s.finished(p, body)}, true, nil
}

// addressOf returns the address that a file stands for.
func addressOf(p string) (string, bool) {
	if p == indexFile {
		return "", true
	}
	if a, ok := strings.CutSuffix(p, "/"+indexFile); ok {
		return a + "/", true
	}
	return p, isHTML(p)
}

func isHTML(p string) bool { ext := path.Ext(p); return ext == ".html" || ext == ".htm" }

// fileOf returns the file behind an address.
func fileOf(address string) string {
	if address == "" || strings.HasSuffix(address, "/") {
		return address + indexFile
	}
	return address
}

// redirect returns the address that an old address leads to.
func (s *Snapshot) redirect(alias string) (to string, ok bool) {
	d := s.model.Alias(alias)
	if d == nil {
		return "", false
	}
	to, _ = s.model.Address(d)
	return to, true
}

// redirectPage sends readers of an old address on, for hosts that do not know
// _redirects. It speaks the site's language and holds no script.
func (s *Snapshot) redirectPage(from, to string) []byte {
	target := html.EscapeString(cmp.Or(strings.Repeat("../", strings.Count(from, "/"))+to, "./"))
	words := html.EscapeString(s.view.Word("notice.moved"))
	return []byte(`<!doctype html><html lang="` + html.EscapeString(cmp.Or(s.in.Settings.Language, "en")) + `" dir="` + s.view.Dir() +
		`"><meta charset="utf-8"><meta name="robots" content="noindex"><title>` + words + `</title>` +
		`<meta http-equiv="refresh" content="0; url=` + target + `"><p>` + words + ` <a href="` + target + `">` + html.EscapeString(s.view.Word("notice.moved.here")) + "</a></p></html>\n")
}

// filePage reads a file that a page refers to. Others are not published.
func (s *Snapshot) filePage(p, name string) (Page, bool, error) {
	f := s.model.Tree.Find(name)
	if f == nil || !s.isPublished(f) {
		return Page{}, false, nil
	}
	body, err := f.Read()
	if err != nil {
		return Page{}, false, err
	}
	return Page{p, f.Info().Media, body}, true, nil
}

// isPublished reports whether readers get a file: a page refers to it, or it
// stands for the site.
func (s *Snapshot) isPublished(f *source.File) bool { return s.view.Shows(f.Path) || s.isUsed(f) }

// isUsed reports whether a page refers to a file.
func (s *Snapshot) isUsed(f *source.File) bool {
	for _, row := range s.model.Users(f) {
		if t := s.model.Resolve(row.Doc, &row.Doc.Content.Refs[row.Value]); t.File == f && t.Outcome == model.ToFile {
			return true
		}
	}
	return false
}

// publishedFiles lists the files that pages refer to.
func (s *Snapshot) publishedFiles() []*source.File {
	var files []*source.File
	for _, f := range s.model.Tree.Files {
		if !source.IsDocument(f.Path) && s.isPublished(f) {
			files = append(files, f)
		}
	}
	return files
}

func (s *Snapshot) searchPage(d *document.Document, address string) search.Page {
	p := search.Page{
		URL:      address,
		Title:    d.Title,
		Kind:     d.Kind.Name,
		Tags:     d.Tags,
		Summary:  d.Summary,
		Incoming: len(s.model.Incoming(d)),
		Sections: append(sections(d.Content), s.statements(d)...),
	}
	s.addFacts(&p, d)
	return p
}

// sections cuts the text at its headings.
func sections(c *markdown.Content) []search.Section {
	list := make([]search.Section, 0, len(c.Headings)+1)
	last := search.Section{}
	from := 0
	for _, h := range c.Headings {
		last.Text = strings.TrimSpace(c.Text[from:h.At])
		list = append(list, last)
		last = search.Section{Anchor: h.ID, Heading: h.Text}
		from = min(h.At+len(h.Text), len(c.Text))
	}
	last.Text = strings.TrimSpace(c.Text[from:])
	return append(list, last)
}

// Problems returns everything that is wrong, sorted.
func (s *Snapshot) Problems() []diag.Problem { return s.problems() }

// problemsOf returns what is wrong with the document behind a path.
func (s *Snapshot) problemsOf(p string) []diag.Problem {
	d := s.documentAt(p)
	if d == nil {
		return nil
	}
	checked := s.checked()
	all := s.told(d, checked.of(d))
	diag.Sort(all)
	return all
}

// documentAt returns the document behind a path of the site, also when it is
// not shown.
func (s *Snapshot) documentAt(p string) *document.Document {
	address, ok := addressOf(p)
	if !ok {
		return nil
	}
	if d := s.model.At(address); d != nil {
		return d
	}
	for _, d := range s.docs {
		if d.Address == address {
			return d
		}
	}
	return nil
}

// basePath is the path of the site on its host: "/" or "/handbook/".
func (s *Snapshot) basePath() string {
	_, rest, ok := strings.Cut(s.in.Settings.BaseURL, "://")
	if i := strings.IndexByte(rest, '/'); ok && i >= 0 {
		return rest[i:]
	}
	return "/"
}

// Title returns the site's title.
func (s *Snapshot) Title() string { return s.view.Title() }

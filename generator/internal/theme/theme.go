package theme

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"remit/generator/internal/diag"
)

// Theme is a loaded theme. It never changes and may be used by any number of
// goroutines at once.
type Theme struct {
	assets []Asset
	words  map[string]words // by language tag in lower case; "en" is always there
	sets   map[string]func() *set
	hash   [sha256.Size]byte
	other  bool // templates of others are among these: pages are looked at before they are published
}

// Layer is the files of a theme that is not part of the program.
type Layer struct {
	Files  fs.FS
	Folder string // where they lie, as problems name it: "theme", "themes/harbour"
	Named  bool   // it is a theme by its own name, for more than one site: it has to say for which contract it was made
}

// Load reads a theme. base is whole and part of the program: what is wrong in
// it makes Load panic, or the first Render for its templates. Layers lie upon
// it, the last one on top: a file stands in for the file below it with the
// same path, and others are added. A file of a layer that is broken is told as
// a problem, with its place, and the file below it is used instead, so the
// theme returned always works.
func Load(base fs.FS, layers []Layer, parts ...Template) (*Theme, []diag.Problem) {
	l := &loader{files: map[string]file{}, derived: parts}
	l.read(base, nil)
	for i := range layers {
		l.lay(&layers[i])
	}
	t := &Theme{words: l.readWords()}
	t.assets = l.makeAssets(t.words)
	parsed := l.parse(t)
	t.sets = make(map[string]func() *set, len(t.words))
	for lang := range t.words {
		t.sets[lang] = sync.OnceValue(func() *set { return parsed().in(lang) })
	}
	t.hash, t.other = l.hash(), l.layered()
	diag.Sort(l.problems)
	return t, l.problems
}

// Hash returns a value that differs for themes of different files.
func (t *Theme) Hash() [32]byte { return t.hash }

// Render appends a whole HTML page to buf. It fails when p.Kind is unknown and
// when a template of the site's own asks for something that p does not have;
// buf is then returned as it was.
func (t *Theme) Render(buf []byte, p *Page) ([]byte, error) {
	s := t.set(p.Site.Language)
	k, ok := s.kinds[p.Kind]
	if !ok {
		return buf, fmt.Errorf("render %s: no template for the kind %q", p.Path, p.Kind)
	}
	frame, err := s.frame(p.Site, p.Root)
	if err != nil {
		return buf, fmt.Errorf("render the frame of %s: %w", p.Path, err)
	}
	top, err := s.part(p.Above)
	if err != nil {
		return buf, fmt.Errorf("render %s: %w", p.Path, err)
	}
	end, err := s.part(p.Below)
	if err != nil {
		return buf, fmt.Errorf("render %s: %w", p.Path, err)
	}
	out, err := k.render(buf, &shown{Page: p, Frame: frame, Top: top, End: end})
	if err != nil {
		return buf, fmt.Errorf("render %s: %w", p.Path, err)
	}
	if t.other && !guarded(out[len(buf):], Policy(p.Site)) { // on a branch that no sample reaches
		return buf, fmt.Errorf("render %s: %w", p.Path, unguarded{p.Kind})
	}
	return out, nil
}

// kinds are the kinds of pages; each has a template of its name.
var kinds = []string{"document", "folder", "home", "tag", "tags", "all", "search", "missing", "view"}

// shown is what the template of a page gets.
type shown struct {
	*Page
	Frame    *frame
	Top, End template.HTML // what the templates of Above and Below made
}

// frame is what all pages of a site at one depth share, ready made: it would
// cost more than the rest of a page.
type frame struct {
	Head   template.HTML // the shared part of <head>
	Header template.HTML
	End    template.HTML // footer and dialogs
}

// framed is what the templates of the frame get.
type framed struct {
	Site   *Site
	Root   string
	Policy string
}

// frameParts are the templates of a frame, in the order of its fields.
var frameParts = [3]string{"frame/head.html", "frame/header.html", "frame/end.html"}

// set is the templates of a theme in one language, ready to be executed.
type set struct {
	kinds  map[string]page
	nav    page
	views  map[string]page       // templates of derived parts, by name
	parts  [3]*template.Template // as in frameParts
	frames sync.Map              // frameKey to *frame
}

// page is a template together with the program that does the same, faster;
// that is nil when the template asks for more than programs do.
type page struct {
	template *template.Template
	program  *program
}

// render appends the page that data makes to buf.
func (p page) render(buf []byte, data any) ([]byte, error) {
	if p.program != nil {
		if out, ok := p.program.run(buf, data); ok {
			return out, nil
		}
	}
	out := bytes.NewBuffer(buf)
	if err := p.template.Execute(out, data); err != nil {
		return buf, err
	}
	return out.Bytes(), nil
}

// Slow names the templates of pages and of their derived parts that ask for
// more than programs do, so that html/template makes them at ten times the
// cost. The default theme has none.
func (t *Theme) Slow() (names []string) {
	s := t.set("")
	for kind, p := range s.kinds {
		if p.program == nil {
			names = append(names, kind+".html")
		}
	}
	for name, p := range s.views {
		if p.program == nil {
			names = append(names, Template{Name: name}.file())
		}
	}
	slices.Sort(names)
	return names
}

// frameKey is all that a frame depends on beside the theme.
type frameKey struct {
	site Site
	root string
}

// frame returns the frame of a site's pages of one depth. There are as many as
// the site is deep.
func (s *set) frame(site *Site, root string) (*frame, error) {
	key := frameKey{*site, root}
	if f, ok := s.frames.Load(key); ok {
		return f.(*frame), nil
	}
	data := framed{Site: site, Root: root, Policy: Policy(site)}
	var made [3]template.HTML
	for i, part := range s.parts {
		var b strings.Builder
		if err := part.Execute(&b, data); err != nil {
			return nil, err
		}
		made[i] = template.HTML(b.String())
	}
	f, _ := s.frames.LoadOrStore(key, &frame{Head: made[0], Header: made[1], End: made[2]})
	return f.(*frame), nil
}

// Policy returns the content security policy that every page states in a meta
// element. A server adds frame-ancestors 'none', which only works in a header.
// The one policy of Trusted Types that scripts may make, remit, allows the
// address of the service worker, and in a folder those of the index's files.
func Policy(site *Site) string {
	images := "'self'"
	for _, host := range strings.Fields(site.ImageHosts) {
		if !strings.ContainsFunc(host, notInSource) {
			images += " " + host
		}
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images +
		"; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'" +
		"; require-trusted-types-for 'script'; trusted-types remit"
}

// notInSource reports whether r may not stand in a source of a policy.
func notInSource(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !letter && !strings.ContainsRune(".:/-*_", r)
}

// set returns the templates in the language that is nearest to lang.
func (t *Theme) set(lang string) *set { return t.sets[nearest(t.words, lang)]() }

// direction returns rtl for languages that are written from right to left.
func direction(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if slices.Contains([]string{"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}, base) {
		return "rtl"
	}
	return "ltr"
}

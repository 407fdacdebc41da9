// Package document compiles one file into one typed document.
//
// In: a [source.File] and [Options], which hold the kinds and the limits of
// the site. Out: a [Document] with its facts (title, kind, id, address, tags),
// what it says about the organisation ([Facts]), its content as HTML with
// holes, and its own problems. A Document is like an object file: it never
// points at another document, so it can be kept as long as its file and the
// options stay the same. Compiling never fails: broken input gives a document
// with problems and whatever could be read. A document whose front matter
// cannot be read is Withheld, because the part that could not be read may have
// restricted who may see it.
//
// # What is known without front matter
//
// Front matter refines and never gates. Where it is silent,
//
//   - the kind follows from the top folder (charters/support.md; below a folder
//     archive the next one), else from the file's name (sig-node/charter.md),
//     else from headings: two thirds of a kind's core sections, at least two of
//     which no other kind knows. The page of a folder is never guessed to be of
//     a kind.
//   - a charter's team has the id of the document, or of the folder in which a
//     file named charter lies.
//   - what lies below a folder archive is retired, and what draft: true keeps
//     back is a draft; all else is active.
//   - a section that the kind knows by its heading answers the field that the
//     kind names for it. Its outer list items, those below further headings in
//     it too, are the values; an item that ends in a colon gives way to the
//     items in it, and a line that the grammar of the field cannot read is
//     prose. Prose answers a field without values.
//
// [Document.Known] lists all that with where it comes from. Who owns a page,
// and what other documents say about it, is the model's to tell. Ids in front
// matter are references, those in the text are links and no references.
package document

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/diag"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// Options are what documents are compiled with, the same for a whole site.
type Options struct {
	Kinds    *schema.Kinds
	Limits   schema.Limits
	Language string // of the site: BCP 47; "" is English
	Markdown markdown.Options
}

// Document is one compiled file. It never changes.
type Document struct {
	File     *source.File
	Path     string // slash path below the site's folder
	Folder   string // Path without its last element; "" at the top
	ID       string // what [[id]] names: the file's or folder's name, see Slug
	Address  string // below the site's root, ends in "/"; "" for home. See model.Address
	Index    bool   // README.md or index.md: the page of its folder
	Kind     *schema.Kind
	KindFrom string // how the kind is known: Stated, ByFolder, ByFile, ByHeadings, or "" for a page by default
	Title    string
	Heading  string // the h1: the title heading of the text, else Title
	Summary  string
	Lead     bool     // Summary was stated in front matter and is not part of the text
	Language string   // as stated in front matter, or ""
	Spoken   string   // the language of its text: as stated, else that of the site
	Tags     []string // as written, first spelling of each
	Aliases  []Alias
	Names    []string // what else the document is called: those of its aliases that are no paths
	Audience []string // whom front matter restricts the document to; nil for everyone
	Draft    bool
	Withheld bool // must not be published: its front matter could not be read
	Meta     schema.Meta
	Facts    Facts
	Content  *markdown.Content
	Problems []diag.Problem
}

// Alias is an old address of a document.
type Alias struct {
	Path string // below the site's root, without a leading slash: "old/page/"
	Span diag.Span
}

// Compile compiles one file. It depends on nothing but its arguments.
func Compile(f *source.File, o *Options) *Document {
	d := &Document{File: f, Path: f.Path, Folder: Parent(f.Path), Index: IsIndex(f.Path)}
	start, end, body, found, problems := splitFrontMatter(f.Path, f.Data, o.Limits)
	if found {
		meta, more := schema.Decode(f.Path, f.Data, start, end, o.Limits)
		d.Meta = meta
		problems = append(problems, more...)
	}
	d.Content = markdown.Compile(f.Path, f.Data, body, o.Markdown)
	d.Kind, d.KindFrom = kindOf(f.Path, d.Meta, d.Content, o.Kinds)
	problems = append(problems, d.Kind.Check(f.Path, d.Meta)...)
	d.Withheld = diag.HasError(problems)
	d.Problems = append(problems, d.Content.Problems...)
	d.ID = idOf(f.Path)
	d.Address = AddressOf(f.Path)
	d.readMeta(o.Language)
	d.state(o.Kinds)
	d.infer(o)
	diag.Sort(d.Problems)
	return d
}

// Faulty stands for a document that made the compiler itself fail, with the
// cause. It is not published; the others are.
func Faulty(f *source.File, o *Options, cause any) *Document {
	return &Document{
		File: f, Path: f.Path, Folder: Parent(f.Path), ID: idOf(f.Path), Address: AddressOf(f.Path),
		Index: IsIndex(f.Path), Kind: o.Kinds.Kind("page"), Title: NameOf(f.Path), Heading: NameOf(f.Path),
		Withheld: true, Content: &markdown.Content{},
		Problems: []diag.Problem{{
			Rule: "internal-fault", Severity: diag.Error, File: f.Path,
			Message: fmt.Sprintf("compiling this document met a fault in Remit: %v", cause),
			Why:     "the fault is ours; the page is left out and all others are built",
			Fix:     "please report it together with this file; until then ignore: in remit.yaml can leave it out",
		}},
	}
}

// readMeta fills in the facts that front matter states or the text implies.
func (d *Document) readMeta(language string) {
	heading := d.Content.Title.Text
	d.Title = firstOf(d.Meta.Text("title"), heading, NameOf(d.Path))
	d.Heading = d.Title
	if d.Content.Lifted && heading != "" {
		d.Heading = heading
	}
	stated := firstOf(d.Meta.Text("summary"), d.Meta.Text("description"))
	d.Summary = firstOf(stated, d.Content.Summary)
	d.Lead = stated != ""
	d.Language = d.Meta.Text("language")
	d.Spoken = firstOf(d.Language, language)
	d.Draft = d.Meta.Text("draft") == "true"
	for _, v := range d.Meta.Texts("audience") {
		d.Audience = append(d.Audience, v.Text)
	}
	seen := map[string]bool{}
	for _, v := range d.Meta.Texts("tags") {
		if key := Slug(v.Text); key != "" && !seen[key] {
			seen[key] = true
			d.Tags = append(d.Tags, strings.TrimSpace(v.Text))
		}
	}
	for _, v := range d.Meta.Texts("aliases") {
		name := isOtherName(v.Text)
		if name {
			d.Names = append(d.Names, strings.TrimSpace(v.Text))
		}
		if p, ok := aliasPath(v.Text); ok {
			d.Aliases = append(d.Aliases, Alias{p, v.Span})
		} else if !name {
			d.Problems = append(d.Problems, diag.Problem{
				Rule: "alias", Severity: diag.Warning, File: d.Path, Span: v.Span,
				Message: "the old address " + strconv.Quote(v.Text) + " cannot be used",
				Why:     "an alias is an address of this site, so that old links still lead here",
				Fix:     "write a path such as /old/page/, without a host name, dots or a question mark",
			})
		}
	}
}

// HeadingID is the anchor of the page's h1, or "".
func (d *Document) HeadingID() string {
	if d.Content.Lifted {
		return d.Content.Title.ID
	}
	return ""
}

// Anchor returns the id in the document that a link's fragment leads to. Ids
// are found as written, else without regard to case.
func (d *Document) Anchor(fragment string) (id string, ok bool) {
	folded := ""
	look := func(id string) bool {
		if folded == "" && strings.EqualFold(id, fragment) {
			folded = id
		}
		return id == fragment
	}
	for i := range d.Content.Headings {
		if look(d.Content.Headings[i].ID) {
			return fragment, true
		}
	}
	for _, id := range d.Content.Anchors {
		if look(id) {
			return fragment, true
		}
	}
	return folded, folded != ""
}

// indexFile is the file behind the address of a folder, which may stand for it.
const indexFile = "index.html"

// isOtherName reports whether an alias names the document in words, as programs for
// notes write aliases: "Front desk", not "/front-desk/". One word may be both.
func isOtherName(alias string) bool {
	return len(alias) <= 200 && !strings.ContainsAny(alias, "/\\.?#") && Slug(alias) != ""
}

// aliasPath normalises an old address; a path of this site is all it may be.
func aliasPath(s string) (string, bool) {
	p := strings.TrimPrefix(strings.TrimSpace(s), "/")
	if p == "" || len(p) > 200 || strings.ContainsAny(p, "?#\\:%<>\"|* \x00") || strings.HasPrefix(p, "/") {
		return "", false
	}
	for _, r := range p {
		if r < ' ' || r == 0x7f {
			return "", false
		}
	}
	clean := path.Clean(norm.NFC.String(p))
	if clean == indexFile || clean == "." || strings.HasPrefix(clean, "..") {
		return "", false
	}
	for name := range strings.SplitSeq(clean, "/") {
		reserved := name != indexFile && Element(name) != Slug(name)
		if name[0] == '.' || reserved || diag.Visible(name) != name {
			return "", false
		}
	}
	if folder, ok := strings.CutSuffix(clean, "/"+indexFile); ok {
		clean, p = folder, folder+"/"
	}
	if strings.Contains("/"+clean+"/", "/"+indexFile+"/") {
		return "", false
	}
	if strings.HasSuffix(p, "/") || !strings.Contains(path.Base(clean), ".") {
		clean += "/"
	}
	return clean, true
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

package check

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/source"
)

var linkRules = []Rule{
	DeadLink, DeadAnchor, LinkOutside, NotPublished, HeldBack, FolderWithoutPage, UnknownReference, AmbiguousReference,
}

// DeadLink finds links and images whose file does not exist.
var DeadLink = Rule{
	Name:     "dead-link",
	Severity: diag.Warning,
	Doc: "A link or an image names a file or folder that is not there. The page shows the words without the link. " +
		"Names are compared as Git hosts do: upper and lower case differ. An address without https:// or mailto:, or in brackets, " +
		"counts as the name of a file too; the finding then shows how to write it.",
	Reason: "A reader who follows the link finds nothing and cannot tell whether the answer ever existed.",
	Example: `-- charters/support.md --
# Support

How we answer is in [our standard](../standards/first-replies.md).
-- standards/first-reply.md --
# First reply
`,
	Fixes: []string{
		"Correct the path: it starts at the folder of the file that holds the link.",
		"Link by name instead, such as [[first-reply]]: that still works after the file has moved.",
		"Take the link out and keep the words.",
	},
	Reference: func(m *model.Model, d *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.Dead || r.Kind == markdown.WikiRef {
			return nil
		}
		p := &diag.Problem{
			Span:    r.Span,
			Message: "this " + noun(r) + " leads to " + strconv.Quote(t.Path) + ", which does not exist",
			Why:     "a reader who follows it finds nothing; the page shows the words without a link",
			Fix:     "correct the path, or take the link out and keep the words",
		}
		written := string(d.File.Data[r.Span.Start.Byte:r.Span.End.Byte])
		if address := addressMeant(m, d, written); address != "" {
			p.Message = strconv.Quote(written) + " is read as the path of a file, which does not exist"
			p.Label = "did you mean " + strconv.Quote(address) + "?"
			p.Fix = "write " + address
		} else if near, sure := nearestPath(m, d, t.Path); near != "" {
			p.Label = "did you mean " + strconv.Quote(near) + "?"
			p.Fix = "write " + withFragment(near, r.Fragment)
			if !sure {
				p.Fix += "  if that is what you mean, or take the link out and keep the words"
			}
		}
		return p
	},
}

// DeadAnchor finds links to a heading that the document does not have.
var DeadAnchor = Rule{
	Name:     "dead-anchor",
	Severity: diag.Warning,
	Doc: "A link names a heading that its page does not have. The link still leads to the page. Anchors are made from " +
		"headings as Git hosts make them: lower case, spaces as hyphens, punctuation left out.",
	Reason: "The link opens the page at its top, and the reader has to look for the place that was meant.",
	Example: `-- charters/support.md --
# Support

Ask us about [refunds](../standards/money.md#refund).
-- standards/money.md --
# Money

## Refunds
`,
	Fixes: []string{
		"Name one of the page's headings as its anchor; remit check shows the nearest.",
		"Give the heading a name that stays when its words change: write {#refund} after it.",
		"Leave the part after # out; the link then leads to the page.",
	},
	Reference: func(m *model.Model, d *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.DeadAnchor {
			return nil
		}
		where := "this page"
		if t.Doc != d {
			where = t.Doc.Path
		}
		p := &diag.Problem{
			Span:    r.Span,
			Message: "no heading in " + where + " has the anchor " + strconv.Quote("#"+r.Fragment),
			Why:     "the link opens the page at its top, and the reader has to look for the place",
			Fix:     "name one of the page's headings, or leave the part after # out",
		}
		if near, ok := diag.Nearest(r.Fragment, anchorsLike(r.Fragment, t.Doc)); ok {
			p.Label = "did you mean " + strconv.Quote("#"+near) + "?"
			p.Fix = "write " + withFragment(r.Target, near)
			if r.Kind == markdown.WikiRef {
				p.Fix = "write [[" + withFragment(r.Target, near) + "]]"
			}
		}
		return p
	},
}

// LinkOutside finds links that lead out of the site's folder.
var LinkOutside = Rule{
	Name:     "link-outside",
	Severity: diag.Warning,
	Doc:      "A relative link climbs out of the site's folder. Nothing outside that folder is read or published.",
	Reason:   "What lies outside the site's folder is never published, so such a link would lead nowhere.",
	Example: `-- charters/support.md --
# Support

Our numbers are in [the report](../../reports/2026.md).
`,
	Fixes: []string{
		"Link to the file at its web address.",
		"Move or copy the file into the site's folder.",
		"Build the folder that holds both.",
	},
	Reference: func(_ *model.Model, _ *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.Outside {
			return nil
		}
		return &diag.Problem{
			Span:    r.Span,
			Message: strconv.Quote(r.Target) + " leads out of the site's folder",
			Why:     "nothing outside the folder is published, so the page shows the words without a link",
			Fix:     "link to the file at its web address, or build the folder that holds both",
		}
	},
}

// NotPublished finds links to files that exist but are never published.
var NotPublished = Rule{
	Name:     "not-published",
	Severity: diag.Warning,
	Doc: "A link names a file that a site never publishes: hidden files, pages of HTML, images that hold scripts, " +
		"settings of hosts, keys. The page shows the words without the link.",
	Reason: "The file is there for its author and missing for every reader of the site.",
	Example: `-- charters/support.md --
# Support

The form is [here](form.html).
-- charters/form.html --
<form></form>
`,
	Fixes: []string{
		"Link to the file at its web address, where its host shows it.",
		"Write the page as Markdown.",
		"Take the link out and keep the words.",
	},
	Reference: func(_ *model.Model, _ *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.NotPublished {
			return nil
		}
		return &diag.Problem{
			Span:    r.Span,
			Message: strconv.Quote(t.Path) + " is not published: " + t.Reason,
			Why:     "the page shows the words without a link",
			Fix:     "link to the file at its web address, or take the link out and keep the words",
		}
	},
}

// HeldBack finds links to what this site does not show.
var HeldBack = Rule{
	Name:     "held-back",
	Severity: diag.Warning,
	Doc: "A link names a document that is not shown: it has errors of its own, it is a draft, or its folder is kept for " +
		"other readers. The page shows the words without the link.",
	Reason: "Until the document is shown, readers see the words without a link.",
	Example: `-- charters/support.md --
# Support

We are writing down [how we answer](../standards/first-reply.md).
-- standards/first-reply.md --
---
draft: true
---
# First reply
`,
	Fixes: []string{
		"Publish the document: take draft: true out of it, or mend the error that keeps it back.",
		"Build the site for those who may see it: audiences are chosen when building.",
		"Take the link out until then.",
	},
	Reference: func(_ *model.Model, _ *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.Held {
			return nil
		}
		return &diag.Problem{
			Span:    r.Span,
			Message: strconv.Quote(t.Path) + " is not shown: " + t.Absence.Reason,
			Why:     "until it is, the page shows the words without a link",
			Fix:     t.Absence.Fix,
		}
	},
}

// FolderWithoutPage finds links to folders that hold no document.
var FolderWithoutPage = Rule{
	Name:     "folder-without-page",
	Severity: diag.Hint,
	Doc: "A link names a folder that holds files but no document. A Git host lists the files; a site has no page to " +
		"show for it, so the words stand without a link.",
	Reason: "A Git host lists the files of a folder; a site has no page for a folder that holds no document.",
	Example: `-- charters/support.md --
# Support

The raw figures are [in this folder](../figures).
-- figures/2026.csv --
month,questions
`,
	Fixes: []string{
		"Add a README.md to the folder that says what its files are.",
		"Link to one of the files.",
	},
	Reference: func(_ *model.Model, _ *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.ToFolderOnly {
			return nil
		}
		return &diag.Problem{
			Span:    r.Span,
			Message: "the folder " + strconv.Quote(t.Folder) + " holds no document, so it has no page to link to",
			Why:     "the page shows the words without a link",
			Fix:     "add a README.md there that says what the files are, or link to one of them",
		}
	},
}

// UnknownReference finds [[id]] that names no document.
var UnknownReference = Rule{
	Name:     "unknown-reference",
	Severity: diag.Warning,
	Doc:      "[[id]] names no document. An id is a file's name without its extension, or the name of a folder with an index page.",
	Reason:   "Nobody can follow a name that names nothing.",
	Example: `-- charters/support.md --
# Support

We keep to [[first-replies]].
-- standards/first-reply.md --
# First reply
`,
	Fixes: []string{
		"Write the document's id: its file name without .md.",
		"Begin the document that is missing, with  remit new KIND TITLE.",
		"Take the brackets away and keep the words.",
	},
	Reference: func(m *model.Model, _ *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.Dead || r.Kind != markdown.WikiRef {
			return nil
		}
		p := &diag.Problem{
			Span:    r.Span,
			Message: "no document is called " + strconv.Quote(t.Path),
			Why:     "the page shows the words without a link",
			Fix:     "name a document by its file name without .md, or take the brackets away",
		}
		if near, ok := diag.Nearest(document.Slug(t.Path), ids(m)); ok {
			p.Label = "did you mean " + strconv.Quote(near) + "?"
			p.Fix = "write [[" + withFragment(near, r.Fragment) + "]]"
		}
		return p
	},
}

// AmbiguousReference finds [[id]] that several documents answer to.
var AmbiguousReference = Rule{
	Name:     "ambiguous-reference",
	Severity: diag.Warning,
	Doc:      "[[id]] fits several documents. Put the folder or the kind before it: [[sig-node/charter]].",
	Reason:   "A reader would be sent to one of several documents by chance, so the page shows the words without a link.",
	Example: `-- pages/groups.md --
# Groups

Start with [[charter]].
-- sig-node/charter.md --
# Node
-- sig-network/charter.md --
# Network
`,
	Fixes: []string{
		"Write the folder before the name: [[sig-node/charter]].",
		"Write the kind before the name, where the documents differ in kind: [[standard/first-reply]].",
		"Link to the file: [words](../sig-node/charter.md).",
	},
	Reference: func(_ *model.Model, d *document.Document, r *markdown.Ref, t model.Target) *diag.Problem {
		if t.Outcome != model.Ambiguous {
			return nil
		}
		p := &diag.Problem{
			Span:    r.Span,
			Message: strconv.Quote(t.Path) + " is the name of several documents",
			Why:     "a reader would be sent to one of them by chance; the page shows the words without a link",
			Fix:     exactly(d, r, t.Choices),
		}
		for _, row := range t.Choices[:min(3, len(t.Choices))] {
			p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Label: "is called " + strconv.Quote(t.Path)})
		}
		return p
	},
}

// exactly says how to name one of several documents so that no other is meant.
func exactly(d *document.Document, r *markdown.Ref, choices []model.Row[model.None]) string {
	for _, row := range choices {
		if c := row.Doc; c.Folder != "" {
			return "write the folder before the name: [[" + withFragment(c.Folder+"/"+c.ID, r.Fragment) + "]]"
		}
	}
	return "link to its file: [" + r.Words + "](" + withFragment(relative(d.Folder, choices[0].Doc.Path), r.Fragment) + ")"
}

func noun(r *markdown.Ref) string {
	if r.Kind == markdown.ImageRef {
		return "image"
	}
	return "link"
}

// addressMeant returns the address that an author meant who wrote what a
// browser can only take for the path of a file: one in brackets, one without
// https:// or mailto:, or one behind a character that nobody sees. It returns
// "" when the text may well be a path.
func addressMeant(m *model.Model, d *document.Document, written string) string {
	visible := strings.TrimFunc(written, func(r rune) bool { return !unicode.IsGraphic(r) })
	inner := strings.TrimLeft(visible, "([<")
	if inner != visible {
		if _, behind, nested := strings.Cut(inner, "]("); nested {
			inner = behind
		}
		inner = strings.TrimRight(inner, ")]>")
	}
	host, _, _ := strings.Cut(inner, "/")
	switch {
	case inner == "" || strings.ContainsAny(inner, " \t\n"):
		return ""
	case strings.HasPrefix(inner, "https://") || strings.HasPrefix(inner, "http://") || strings.HasPrefix(inner, "mailto:"):
		return inner
	case inner != visible && inner[0] == '#' && slices.Contains(anchors(d), inner[1:]):
		return inner
	case mailbox.MatchString(inner):
		return "mailto:" + inner
	case hostName.MatchString(host) && !m.Tree.IsFolder(path.Join(d.Folder, host)):
		return "https://" + inner
	}
	return ""
}

// Only names that end as those of hosts commonly do are taken for one: a file
// may be called anything.
var (
	mailbox  = regexp.MustCompile(`^[\w.+-]+@` + hosts + `$`)
	hostName = regexp.MustCompile(`^` + hosts + `$`)
)

const hosts = `(?i:[a-z0-9-]+\.)+(?i:com|org|net|io|dev|edu|gov|info|eu|de|at|ch|fr|nl|uk|us|ly)`

// nearestPath looks for what a dead path may have meant: a name that is spelt
// alike in the same folder, or written with \ for /, else the only document of
// that name anywhere. The answer is written as a link from d; sure is false
// for a document of another folder and for a file of another type.
func nearestPath(m *model.Model, d *document.Document, dead string) (near string, sure bool) {
	if slashes := strings.ReplaceAll(dead, `\`, "/"); slashes != dead && m.Tree.Find(slashes) != nil {
		return relative(d.Folder, slashes), true
	}
	folder, name := path.Split(dead)
	folder = strings.TrimSuffix(folder, "/")
	var names []string
	first, _ := slices.BinarySearchFunc(m.Tree.Files, folder, func(f *source.File, p string) int { return strings.Compare(f.Path, p) })
	for _, f := range m.Tree.Files[first:] {
		rest := f.Path
		if folder != "" {
			if !strings.HasPrefix(f.Path, folder) {
				break
			}
			var below bool
			if rest, below = strings.CutPrefix(f.Path, folder+"/"); !below {
				continue
			}
		}
		if rest, _, _ = strings.Cut(rest, "/"); len(names) == 0 || names[len(names)-1] != rest {
			names = append(names, rest)
		}
	}
	if near, ok := diag.Nearest(name, names); ok {
		return relative(d.Folder, path.Join(folder, near)), path.Ext(near) == path.Ext(name)
	}
	if document.IsIndex(dead) {
		return "", false
	}
	rows := m.ByID.Get(document.Slug(strings.TrimSuffix(name, path.Ext(name))))
	if len(rows) == 1 && source.IsDocument(name) {
		return relative(d.Folder, rows[0].Doc.Path), false
	}
	return "", false
}

// relative writes a path as a link from a folder, percent-encoded.
func relative(folder, to string) string {
	up := ""
	for folder != "" && to != folder && !strings.HasPrefix(to, folder+"/") {
		up += "../"
		folder = strings.TrimSuffix(folder[:strings.LastIndexByte(folder, '/')+1], "/")
	}
	to = strings.TrimPrefix(strings.TrimPrefix(to, folder), "/")
	return up + (&url.URL{Path: to}).EscapedPath()
}

func anchors(d *document.Document) []string {
	ids := slices.Clone(d.Content.Anchors)
	for _, h := range d.Content.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

// anchorsLike returns the anchors of a document that may be a slip away from a
// dead one. One that only bears another number is another place.
func anchorsLike(dead string, d *document.Document) []string {
	number := digitsOf(dead)
	return slices.DeleteFunc(anchors(d), func(id string) bool {
		other := digitsOf(id)
		return number != "" && other != "" && number != other
	})
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func ids(m *model.Model) []string {
	groups := m.ByID.Groups()
	keys := make([]string, len(groups))
	for i, g := range groups {
		keys[i] = g.Key
	}
	return keys
}

func withFragment(target, fragment string) string {
	if fragment == "" {
		return target
	}
	return target + "#" + fragment
}

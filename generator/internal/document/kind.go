package document

import (
	"path"
	"strings"

	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
)

// How the kind of a document is known: Document.KindFrom. A document of which
// nothing tells a kind is a page, and KindFrom is "".
const (
	Stated     = "stated"   // by the key kind
	ByFolder   = "folder"   // by its top folder
	ByFile     = "file"     // by its file's name: charter.md
	ByHeadings = "headings" // by its sections
)

// kindOf finds the kind of a document and how it is known.
func kindOf(p string, m schema.Meta, c *markdown.Content, kinds *schema.Kinds) (*schema.Kind, string) {
	if k := kinds.Kind(m.Text("kind")); k != nil {
		return k, Stated
	}
	if IsIndex(p) {
		return kinds.Kind("page"), ""
	}
	if k, how := kindByPath(p, kinds); k != nil {
		return k, how
	}
	if k := kindByHeadings(c, kinds); k != nil {
		return k, ByHeadings
	}
	return kinds.Kind("page"), ""
}

// KindByPath returns the kind that the place or the name of a file gives it, or
// nil.
func KindByPath(p string, kinds *schema.Kinds) *schema.Kind {
	if IsIndex(p) {
		return nil
	}
	k, _ := kindByPath(p, kinds)
	return k
}

func kindByPath(p string, kinds *schema.Kinds) (*schema.Kind, string) {
	if k := kinds.ByFolder(topFolder(p)); k != nil {
		return k, ByFolder
	}
	if k := kinds.ByFile(stem(p)); k != nil {
		return k, ByFile
	}
	return nil, ""
}

// topFolder is the first folder of a path, or the one below an archive.
func topFolder(p string) string {
	for {
		top, rest, nested := strings.Cut(p, "/")
		switch {
		case !nested:
			return ""
		case !isArchive(top):
			return top
		}
		p = rest
	}
}

// isArchive reports whether a folder holds what is over.
func isArchive(folder string) bool {
	return strings.EqualFold(folder, "archive") || strings.EqualFold(folder, "archived")
}

// archive returns the folder of a path that makes its documents retired, or "".
func archive(p string) string {
	for at := 0; ; {
		name, _, nested := strings.Cut(p[at:], "/")
		if !nested {
			return ""
		}
		if isArchive(name) {
			return p[:at+len(name)]
		}
		at += len(name) + 1
	}
}

// kindByHeadings finds the kind whose core sections a text has: at least two
// that no other kind knows, and two thirds of them all. A kind with fewer core
// sections is never guessed.
func kindByHeadings(c *markdown.Content, kinds *schema.Kinds) *schema.Kind {
	for _, k := range kinds.All() {
		core := 0
		for i := range k.Sections {
			if k.Sections[i].Core {
				core++
			}
		}
		if need := max(2, (2*core+2)/3); need <= core && need <= len(c.Headings) && hasCore(c, k, kinds, need) {
			return k
		}
	}
	return nil
}

func hasCore(c *markdown.Content, k *schema.Kind, kinds *schema.Kinds, need int) bool {
	var found []*schema.Section
	own := 0
	for i := range c.Headings {
		if len(found)+len(c.Headings)-i < need {
			return false
		}
		s := k.SectionFor(c.Headings[i].Text)
		if s == nil || !s.Core || contains(found, s) {
			continue
		}
		found = append(found, s)
		if isOwn(c.Headings[i].Text, k, kinds) {
			own++
		}
	}
	return len(found) >= need && own >= 2
}

func contains(sections []*schema.Section, s *schema.Section) bool {
	for _, other := range sections {
		if other == s {
			return true
		}
	}
	return false
}

// isOwn reports whether no other kind knows a heading.
func isOwn(heading string, k *schema.Kind, kinds *schema.Kinds) bool {
	for _, other := range kinds.All() {
		if other != k && other.SectionFor(heading) != nil {
			return false
		}
	}
	return true
}

// teamOf returns the id of the team that a charter belongs to: that of its
// folder for a file whose name is that of the kind (sig-node/charter.md), else
// the document's own.
func (d *Document) teamOf(kinds *schema.Kinds) string {
	if d.Kind.Name != "charter" {
		return ""
	}
	if d.Folder != "" && d.Folder != d.Kind.Folder && kinds.ByFile(stem(d.Path)) == d.Kind {
		if team := Slug(path.Base(d.Folder)); team != "" {
			return team
		}
	}
	return d.ID
}

package document

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug returns the form that names, tags and ids are compared in and that
// addresses are made of: NFKC, lower case, letters and digits of every script
// with "-", "_" and ".", everything else as one "-". It may be empty.
func Slug(s string) string {
	if plainSlug(s) {
		return s
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKC.String(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '.':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			for _, l := range strings.ToLower(string(r)) {
				b.WriteRune(l)
			}
		default:
			gap = true
		}
	}
	return strings.Trim(b.String(), ".-")
}

// plainSlug reports whether s is its own slug, which most file names are.
func plainSlug(s string) bool {
	if s == "" || s[0] == '-' || s[0] == '.' || s[len(s)-1] == '-' || s[len(s)-1] == '.' {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '_', c == '.':
		case c == '-' && s[i-1] != '-':
		default:
			return false
		}
	}
	return true
}

// IsIndex reports whether a path is the page of its folder: README.md or
// index.md, in any case, as Git hosts and other generators have it.
func IsIndex(p string) bool {
	s := strings.ToLower(stem(p))
	return s == "readme" || s == "index"
}

// AddressOf returns the address of a document from its path alone: folders
// and name as slugs, the index page as its folder. Two paths may have one
// address; see model.Address.
func AddressOf(p string) string {
	p = strings.TrimSuffix(p, path.Ext(p))
	if IsIndex(p + ".md") {
		p = Parent(p)
	}
	return FolderAddress(p)
}

// FolderAddress returns the address of a folder's page. What lies in the top
// folder pages/ is shown at the top.
func FolderAddress(folder string) string {
	folder = strings.TrimPrefix(folder, "pages/")
	if folder == "" {
		return ""
	}
	var b strings.Builder
	for name := range strings.SplitSeq(folder, "/") {
		name = Element(name)
		if b.Len() == 0 && Ours(name) {
			name += "-page"
		}
		b.WriteString(name)
		b.WriteByte('/')
	}
	return b.String()
}

// Ours reports whether a top name is kept for pages and files that nobody
// writes, so that a folder or document of that name gets another address.
func Ours(name string) bool {
	switch name {
	case "all", "ask", "assets", "calendars", "files", "schemas", "search", "tags",
		"404.html", "graph.json", "llms.txt", "offline.html", "promises.ics", "reviews.ics", "robots.txt", "sitemap.xml", "sw.js":
		return true
	}
	return false
}

// Element returns the form in which a name stands in an address: its slug,
// unless some systems cannot hold that as a name, or hosts or we ourselves read
// it as something else. It is never empty.
func Element(name string) string {
	slug := Slug(name)
	base, _, _ := strings.Cut(slug, ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return slug + "-page"
	}
	if len(base) == 4 && (base[:3] == "com" || base[:3] == "lpt") && '0' <= base[3] && base[3] <= '9' {
		return slug + "-page"
	}
	if slug == "" || strings.Trim(slug, "_.") == "" {
		return "page"
	}
	if slug[0] == '_' { // hosts and we ourselves keep such names: _headers
		return "page" + slug
	}
	switch slug {
	case "index.html", "index.json", "index.md", "table.csv": // the file behind an address and its twins, which stand beside
		return slug + "-page"
	}
	return slug
}

// NameOf makes words of a file's name, for a document that has no title.
func NameOf(p string) string {
	name := stem(p)
	if IsIndex(p) {
		name = path.Base(Parent(p))
		if name == "." {
			return "Home"
		}
	}
	return FolderName(name)
}

// FolderName makes words of a folder's name: "sig-node" becomes "Sig node".
func FolderName(folder string) string {
	words := strings.Join(strings.FieldsFunc(path.Base(folder), func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	if words == "" {
		return path.Base(folder)
	}
	first := []rune(words)
	first[0] = unicode.ToUpper(first[0])
	return string(first)
}

// idOf returns what [[id]] names a document by.
func idOf(p string) string {
	if IsIndex(p) {
		if folder := Parent(p); folder != "" {
			return Slug(path.Base(folder))
		}
		return "home"
	}
	return Slug(stem(p))
}

func stem(p string) string { return strings.TrimSuffix(path.Base(p), path.Ext(p)) }

// Parent returns the folder that a slash path lies in, "" at the top.
func Parent(p string) string {
	if i := strings.LastIndexByte(p, '/'); i >= 0 {
		return p[:i]
	}
	return ""
}

// LinkPath returns the path that a link in a document of a folder names, as a
// slash path below the site's folder; a target that begins with "/" starts
// there. ok is false when the link leads out of it. Letters are composed as in
// the paths of files, since systems and editors write them in two ways.
func LinkPath(folder, target string) (p string, ok bool) {
	if decoded, err := url.PathUnescape(target); err == nil {
		target = decoded
	}
	target = norm.NFC.String(target)
	if rest, rooted := strings.CutPrefix(target, "/"); rooted {
		return path.Clean("/" + rest)[1:], true
	}
	p = path.Join(folder, target)
	if p == "." {
		p = ""
	}
	return p, p != ".." && !strings.HasPrefix(p, "../")
}

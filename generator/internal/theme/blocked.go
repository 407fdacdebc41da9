package theme

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"remit/generator/internal/diag"
)

// blocked tells of what browsers will refuse because of the policy of pages:
// scripts and styles within a page, and files of other hosts. Nothing unsafe
// comes of them, but they would do nothing.
func (l *loader) blocked() {
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		f := l.files[name]
		switch {
		case f.layer == nil:
		case path.Ext(name) == ".html":
			l.blockedInTemplate(name, f.body)
		case path.Ext(name) == ".css":
			l.blockedInSheet(name, f.body)
		}
	}
}

// action matches what text/template does in a template.
var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// blockedInTemplate looks at the tags of a template. What its actions write is
// escaped for its place, so that it adds no tag or attribute: they stand for
// blanks.
func (l *loader) blockedInTemplate(name string, body []byte) {
	plain := action.ReplaceAllFunc(body, func(a []byte) []byte { return bytes.Repeat([]byte(" "), len(a)) })
	z := html.NewTokenizer(bytes.NewReader(plain))
	at := 0
	for z.Next() != html.ErrorToken {
		length := len(z.Raw())
		tag := z.Token()
		if tag.Type == html.StartTagToken || tag.Type == html.SelfClosingTagToken {
			if message, fix := refused(tag); message != "" {
				l.refuse(name, at, at+length, message, fix)
			}
		}
		at += length
	}
}

// loading are the attributes whose address a browser fetches, or sends to, by
// itself. What a reader may follow is no matter of the policy.
var loading = map[string][]string{
	"script": {"src"}, "link": {"href"}, "img": {"src", "srcset"}, "source": {"src", "srcset"}, "iframe": {"src"}, "frame": {"src"},
	"embed": {"src"}, "object": {"data"}, "video": {"src", "poster"}, "audio": {"src"}, "track": {"src"}, "form": {"action"}, "use": {"href"}, "image": {"href"},
}

// refused says what of a tag a browser refuses, and what to do instead; ""
// when it refuses nothing.
func refused(tag html.Token) (message, fix string) {
	src := slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool { return a.Key == "src" })
	switch {
	case tag.Data == "script" && !src:
		return "a script within a page does not run", `write it into a file, for example assets/own.js, and call that:  <script src="{{.Root}}{{asset "own.js"}}" defer></script>`
	case tag.Data == "style":
		return "a style element within a page has no effect", "write the rules into a stylesheet, for example assets/own.css"
	case tag.Data == "base":
		return "a base element has no effect", "addresses are relative to the page; begin those of the site with {{.Root}}"
	}
	for _, a := range tag.Attr {
		switch value := strings.ToLower(strings.TrimSpace(a.Val)); {
		case strings.HasPrefix(a.Key, "on"):
			return fmt.Sprintf("the attribute %s does not run", a.Key), "listen to the event in a script of assets/"
		case a.Key == "style":
			return "the attribute style has no effect", "give it a class, and write the rules into a stylesheet"
		case strings.HasPrefix(value, "javascript:"):
			return "an address that begins with javascript: does nothing", "write a button, and listen to it in a script of assets/"
		case slices.Contains(loading[tag.Data], a.Key) && elsewhere(value) && !names(tag):
			return fmt.Sprintf("%q lies on another host, so browsers do not load it", a.Val), "put the file into assets/ and name it by  {{.Root}}{{asset \"name\"}}"
		}
	}
	return "", ""
}

// names reports whether a link element only names an address.
func names(tag html.Token) bool {
	rel := ""
	for _, a := range tag.Attr {
		if a.Key == "rel" {
			rel = strings.ToLower(a.Val)
		}
	}
	return tag.Data == "link" && slices.Contains([]string{"canonical", "alternate", "author", "license", "help", "me", "next", "prev", "search"}, rel)
}

// elsewhere reports whether an address names a host.
func elsewhere(address string) bool {
	return strings.HasPrefix(address, "//") || strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:")
}

// sheetAddress matches what a stylesheet loads: by url() or by @import.
var sheetAddress = regexp.MustCompile(`(?i)url\(\s*["']?([^"')\s]+)|@import\s+["']([^"']+)["']`)

// cssComment matches a comment of a stylesheet.
var cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// blockedInSheet looks at the addresses of a stylesheet.
func (l *loader) blockedInSheet(name string, body []byte) {
	plain := cssComment.ReplaceAllFunc(body, func(c []byte) []byte { return bytes.Repeat([]byte(" "), len(c)) })
	for _, m := range sheetAddress.FindAllSubmatchIndex(plain, -1) {
		from, to, imported := m[2], m[3], false
		if from < 0 {
			from, to, imported = m[4], m[5], true
		}
		address := string(plain[from:to])
		if elsewhere(strings.ToLower(address)) {
			l.refuse(name, from, to, fmt.Sprintf("%q lies on another host, so browsers do not load it", address), "put the file into assets/ and name it by its path there")
			continue
		}
		if strings.HasPrefix(address, "data:") || strings.HasPrefix(address, "#") {
			continue
		}
		l.missing(name, address, from, to, imported)
	}
}

// missing tells of a file that a stylesheet names and the theme does not have.
func (l *loader) missing(name, address string, from, to int, imported bool) {
	file, _, _ := strings.Cut(address, "#")
	file, _, _ = strings.Cut(file, "?")
	target := path.Join(path.Dir(name), file)
	if _, ok := l.files[target]; ok {
		return
	}
	p := diag.Problem{
		Rule: "theme-asset", Severity: diag.Error, File: l.shown(name), Span: diag.NewLines(l.files[name].body).Span(from, to),
		Message: fmt.Sprintf("the theme has no file %q", target),
		Why:     "browsers would ask for a file that is not there",
		Fix:     "write the path as it leads from this stylesheet, or put the file there",
	}
	if imported {
		p.Why = "the rules that it should hold are missing on every page"
	}
	var known []string
	for other := range l.files {
		if path.Ext(other) == path.Ext(target) {
			known = append(known, relative(path.Dir(name), other))
		}
	}
	slices.Sort(known)
	if near, ok := diag.Nearest(file, known); ok {
		p.Label = fmt.Sprintf("did you mean %q?", near)
	}
	l.tell(p)
}

// refuse tells of something that browsers refuse.
func (l *loader) refuse(name string, from, to int, message, fix string) {
	l.tell(diag.Problem{
		Rule: "theme-blocked", Severity: diag.Warning, File: l.shown(name), Span: diag.NewLines(l.files[name].body).Span(from, to),
		Message: message,
		Why:     "the content security policy of each page allows files of this site and nothing else",
		Fix:     fix,
	})
}

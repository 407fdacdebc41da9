package generator

import (
	"encoding/xml"
	"net/url"
	"path"
	"strings"

	"remit/generator/internal/feed"
	"remit/generator/internal/offline"
	"remit/generator/internal/view"
)

// output is a file beside the pages. make returns nil when the site has none.
type output struct {
	path string
	make func(*Snapshot) []byte
	has  func(*Snapshot) bool // whether there is one, where that is easier to tell than to make it; may be nil
	host bool                 // it is for a web server or what comes from one; a folder on a disk has none
}

// outputs lists the files beside the pages.
var outputs = []output{
	{path: "_headers", make: headers, host: true},
	{path: "_redirects", make: redirects, host: true},
	{path: "robots.txt", make: robots, host: true},
	{path: "sitemap.xml", make: sitemap, host: true},
	{path: offline.WorkerPath, make: worker, has: always, host: true},
	{path: "graph.json", make: graph, has: hasTwins},
	{path: "llms.txt", make: llms, has: hasTwins},
	{path: view.IconFile, make: func(s *Snapshot) []byte { return s.view.Icon() }},
	{path: view.CardFile, make: func(s *Snapshot) []byte { return s.view.Card() }, host: true},
	feedOf("changed"),
	feedOf("lessons"),
}

func always(*Snapshot) bool { return true }

// hasTwins reports whether the site speaks to programs.
func hasTwins(s *Snapshot) bool { return s.view.WithTwins() != "none" }

// headers makes _headers, which Netlify, Cloudflare Pages and others read.
func headers(s *Snapshot) []byte {
	base := s.basePath()
	var b strings.Builder
	rule := func(path string, lines ...string) {
		b.WriteString(path + "\n")
		for _, l := range lines {
			b.WriteString("  " + l + "\n")
		}
	}
	all := []string{
		"Content-Security-Policy: " + s.view.Policy() + "; frame-ancestors 'none'",
		"X-Content-Type-Options: nosniff",
		"Referrer-Policy: no-referrer",
		"Cross-Origin-Opener-Policy: same-origin",
		"Cross-Origin-Resource-Policy: same-origin",
		"Permissions-Policy: camera=(), microphone=(), geolocation=()",
		"X-Frame-Options: DENY",
		"Cache-Control: no-cache",
	}
	if !s.in.Settings.Public {
		all = append(all, "X-Robots-Tag: noindex, nofollow")
	}
	rule(base+"*", all...)
	rule(base+"assets/*", "! Cache-Control", "Cache-Control: public, max-age=31536000, immutable")
	for _, folder := range []string{"search/t/*", "search/h/*", "search/a/*"} { // named by their content
		rule(base+folder, "! Cache-Control", "Cache-Control: public, max-age=31536000, immutable")
	}
	for _, file := range []string{view.IconFile, view.CardFile, "files/*"} { // pictures may carry their own style
		rule(base+file, "! Content-Security-Policy", "Content-Security-Policy: sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'")
	}
	for _, ext := range s.downloads() {
		rule(base+"files/*."+escapePath(ext), "Content-Disposition: attachment")
	}
	return []byte(b.String())
}

// downloads lists the extensions of published files that are not images, in
// order. Such files are saved by the browser and never opened in it.
func (s *Snapshot) downloads() []string {
	var list []string
	seen := map[string]bool{}
	for _, f := range s.users() {
		ext := strings.TrimPrefix(path.Ext(f.Path), ".")
		if ext != "" && !seen[ext] && !strings.HasPrefix(f.Info().Media, "image/") {
			seen[ext] = true
			list = append(list, ext)
		}
	}
	return list
}

// redirects makes _redirects out of the aliases.
func redirects(s *Snapshot) []byte {
	base := s.basePath()
	var b strings.Builder
	for _, g := range s.model.ByAlias.Groups() {
		if to, ok := s.redirect(g.Key); ok {
			b.WriteString(escapePath(base+g.Key) + " " + escapePath(base+to) + " 301\n")
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return []byte(b.String())
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// robots makes robots.txt: an internal site asks to be left alone.
func robots(s *Snapshot) []byte {
	if !s.in.Settings.Public {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	text := "User-agent: *\nAllow: /\n"
	if s.in.Settings.BaseURL != "" {
		text += "Sitemap: " + s.in.Settings.BaseURL + "sitemap.xml\n"
	}
	return []byte(text)
}

// sitemap lists the documents of a public site; it needs the base URL, since
// the format allows whole addresses only.
func sitemap(s *Snapshot) []byte {
	if !s.in.Settings.Public || s.in.Settings.BaseURL == "" {
		return nil
	}
	var b strings.Builder
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, d := range s.model.Docs {
		address, clash := s.model.Address(d)
		if len(clash) > 0 {
			continue
		}
		b.WriteString("<url><loc>")
		xml.EscapeText(&b, []byte(s.in.Settings.BaseURL+escapePath(address))) // a Builder returns no error
		b.WriteString("</loc>")
		if h, ok := s.in.History.Of(d.Path); ok {
			b.WriteString("<lastmod>" + h.Last.String() + "</lastmod>")
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return []byte(b.String())
}

// mediaOf returns the media type of a file that we make.
func mediaOf(p string) string {
	if path.Base(p) == view.FeedFile {
		return feed.Media
	}
	switch path.Ext(p) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".xml":
		if path.Base(p) == "sitemap.xml" {
			return "application/xml"
		}
		return "application/atom+xml; charset=utf-8" // a feed
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".ics":
		return "text/calendar; charset=utf-8"
	case ".bin":
		return "application/octet-stream"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "text/plain; charset=utf-8"
}

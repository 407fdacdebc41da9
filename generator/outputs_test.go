package generator

import (
	"encoding/xml"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// hosted is a public site below a path of its host.
func hosted(extra string) *Snapshot {
	files := maps.Clone(awkward)
	files["remit.yaml"] = "public: true\nbase-url: https://wiki.example.org/hand/book\n" + extra
	files["a & b/größe.md"] = "---\naliases: [/alte/größe/, /50/a&b.html]\n---\n# Größe\n\n[d](data.CSV) [n](notes.txt)\n"
	files["a & b/data.CSV"] = "a,b\n"
	files["a & b/notes.txt"] = "notes\n"
	return Compile(nil, inputOf(nil, treeOf(files), Options{}))
}

func fileText(t *testing.T, s *Snapshot, path string) string {
	t.Helper()
	p, ok, err := s.Page(path)
	if !ok || err != nil {
		t.Fatal(path, ok, err)
	}
	return string(p.Body)
}

// TestHeaders reads _headers as a host does: a path, then its headers, indented.
func TestHeaders(t *testing.T) {
	t.Parallel()
	rule := regexp.MustCompile(`^  (! [A-Z][A-Za-z-]+|[A-Z][A-Za-z-]+: [ -~]+)$`)
	rules := map[string][]string{}
	path := ""
	for line := range strings.Lines(fileText(t, hosted(""), "_headers")) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "/"):
			if path = line; rules[path] != nil {
				t.Errorf("%s has two rules", path)
			}
			rules[path] = []string{}
		case !rule.MatchString(line):
			t.Errorf("not a header: %q", line)
		default:
			rules[path] = append(rules[path], strings.TrimSpace(line))
		}
	}
	for path, want := range map[string]string{
		"/hand/book/*":           "X-Content-Type-Options: nosniff",
		"/hand/book/assets/*":    "Cache-Control: public, max-age=31536000, immutable",
		"/hand/book/files/*":     "! Content-Security-Policy",
		"/hand/book/files/*.CSV": "Content-Disposition: attachment",
		"/hand/book/files/*.txt": "Content-Disposition: attachment",
	} {
		if !slices.Contains(rules[path], want) {
			t.Errorf("%s: %q, want %q in it", path, rules[path], want)
		}
	}
	csp := strings.Join(rules["/hand/book/*"], "\n")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy lacks %s: %s", want, csp)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "noindex") || rules["/hand/book/files/*.png"] != nil {
		t.Errorf("%s", csp)
	}
}

// TestRedirects wants each old address once, escaped, to a page that exists.
func TestRedirects(t *testing.T) {
	t.Parallel()
	s := hosted("")
	paths := s.Paths()
	got := map[string]string{}
	for line := range strings.Lines(fileText(t, s, "_redirects")) {
		parts := strings.Fields(line)
		if len(parts) != 3 || parts[2] != "301" || got[parts[0]] != "" {
			t.Fatalf("%q", line)
		}
		got[parts[0]] = parts[1]
	}
	want := map[string]string{
		"/hand/book/old/":                  "/hand/book/",
		"/hand/book/old.html/below/":       "/hand/book/",
		"/hand/book/report.pdf":            "/hand/book/",
		"/hand/book/alte/gr%C3%B6%C3%9Fe/": "/hand/book/a-b/gr%C3%B6%C3%9Fe/",
		"/hand/book/50/a&b.html":           "/hand/book/a-b/gr%C3%B6%C3%9Fe/",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if !slices.Contains(paths, "alte/größe/index.html") || !slices.Contains(paths, "50/a&b.html") {
		t.Error("an old address has no page for hosts that do not know _redirects")
	}
}

// TestSitemap reads the sitemap as XML: whole addresses of documents.
func TestSitemap(t *testing.T) {
	t.Parallel()
	s := hosted("")
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(fileText(t, s, "sitemap.xml")), &set); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, d := range s.model.Docs {
		if _, clash := s.model.Address(d); len(clash) == 0 {
			shown++
		}
	}
	seen := map[string]bool{}
	for _, u := range set.URLs {
		if seen[u.Loc] || !strings.HasPrefix(u.Loc, "https://wiki.example.org/hand/book/") {
			t.Errorf("%q", u.Loc)
		}
		seen[u.Loc] = true
	}
	if len(seen) != shown || !seen["https://wiki.example.org/hand/book/a-b/gr%C3%B6%C3%9Fe/"] {
		t.Errorf("%d addresses, want %d: %v", len(seen), shown, set.URLs)
	}
	for _, settings := range []string{"public: false\n", ""} {
		in := inputOf(nil, treeOf(map[string]string{"README.md": "# Home\n", "remit.yaml": settings}), Options{})
		inside := Compile(nil, in)
		if _, ok, _ := inside.Page("sitemap.xml"); ok {
			t.Errorf("%q: an internal site has a sitemap", settings)
		}
		if got := fileText(t, inside, "robots.txt"); !strings.Contains(got, "Disallow: /\n") {
			t.Errorf("%q: robots.txt is %q", settings, got)
		}
		if got := fileText(t, inside, "_headers"); !strings.Contains(got, "X-Robots-Tag: noindex") {
			t.Errorf("%q: _headers is %q", settings, got)
		}
	}
}

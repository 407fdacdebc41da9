package generator

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/search"
)

// awkward has names, tags and old addresses that a site has uses of its own
// for, or that meet each other.
var awkward = map[string]string{
	"README.md":           "---\naliases: [/old.html, /old.html/below/, /old/, /old/index.html, /index.html, /report.pdf, /robots.txt, /404.html, /files/p.png, /team/, /team/index.html, /x.html, /plain/, /tags/red/]\n---\n# Home\n",
	"index.html.md":       "# Index of what?\n",
	"404.html.md":         "# Not found\n",
	"robots.txt.md":       "# Robots\n",
	"sitemap.xml/x.md":    "# A map\n",
	"x.html.md":           "# X\n",
	"search.md":           "# Search\n",
	"files/x.md":          "---\ntags: [index.html, Red, red, RED, con, ../up, \"???\"]\n---\n# Files\n",
	"assets/x.md":         "---\ntags: [red]\n---\n# Assets\n",
	"tags/red.md":         "# Red\n",
	"all.md":              "# All\n",
	"_hidden/x.md":        "# Hidden\n",
	"team.md":             "# Team\n",
	"team/a.md":           "# A\n",
	"Team/b.md":           "# B\n",
	"both/README.md":      "# Readme\n",
	"both/index.md":       "# Index\n",
	"both/readme/x.md":    "# X\n",
	"same/A b.md":         "---\naliases: [/same-old/]\n---\n# One\n",
	"same/a-b.md":         "# Two\n",
	"plain/sub/x.md":      "# Sub\n",
	"pages/team/index.md": "# Team again\n",
	"pages/guide.md":      "# Guide ![p](/p.png) [n](/files/a%0Ab.txt)\n",
	"p.png":               fuzzSite["pictures/p.png"],
	"remit.yaml":          "title: Awkward\n",
}

// wellFormed says what keeps the files of a site from standing on a disk: one
// that is listed twice, or whose name is also a folder's.
func wellFormed(s *Snapshot) (faults []string) {
	files := map[string]bool{}
	for _, p := range s.Paths() {
		if files[p] {
			faults = append(faults, p+" is listed twice")
		}
		files[p] = true
	}
	for p := range files {
		for folder := document.Parent(p); folder != ""; folder = document.Parent(folder) {
			if files[folder] {
				faults = append(faults, folder+" is a file and the folder of "+p)
			}
		}
	}
	return faults
}

func TestAwkwardNames(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(awkward), Options{}))
	for _, fault := range wellFormed(s) {
		t.Error(fault)
	}
	paths := s.Paths()
	for _, want := range []string{
		"old/index.html", "old.html/below/index.html", "index.html-page/index.html", "404.html-page/index.html", "x.html/index.html",
		"robots.txt-page/index.html", "both/index.html", "tags/red/index.html", "tags/index.html-page/index.html", "tags/con-page/index.html",
		"guide/index.html",
	} {
		if !slices.Contains(paths, want) {
			t.Errorf("there is no %s", want)
		}
	}
	for _, not := range []string{"old.html", "report.pdf", "x.html", "same/a-b/index.html", "same-old/index.html"} {
		if slices.Contains(paths, not) {
			t.Errorf("there is %s", not)
		}
	}
	inspect(t, s)
}

// TestNoSuchPage asks for paths that a site does not have.
func TestNoSuchPage(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(fuzzSite), Options{}))
	for _, path := range []string{
		"", "/", ".", "..", "index.htm", "/index.html", "//index.html", "./index.html", "teams", "teams/", "teams/a", "teams/a/", "teams//a/index.html",
		"teams/../index.html", "../index.html", "teams/a/index.html/", "teams/a.md", "README.md", "remit.yaml", "files/remit.yaml",
		"files/teams/a.md", "files/../remit.yaml", "files/pictures/../pictures/p.png", "files//pictures/p.png", "files/", "files/pictures",
		"lessons/2026-01-x/index.html", "files/lessons/2026-01-x.md", "assets/", "assets/../index.html", "search/", "search/../index.html",
		"old-a", "old-a/", "404.html/index.html", "tags//index.html", "\x00/index.html", "index.html\x00", "sitemap.xml",
		strings.Repeat("../", 50) + "etc/passwd", "..\\index.html", "teams%2fa/index.html",
	} {
		if p, ok, err := s.Page(path); ok || err != nil {
			t.Errorf("Page(%q) = %d bytes of %s, %v", path, len(p.Body), p.Media, err)
		}
	}
}

func TestRedirectPage(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(map[string]string{
		"README.md": "---\naliases: [start.html]\n---\n# Home\n",
		"a/b.md":    "---\naliases: [/old/deep/, /x.html]\n---\n# B\n",
	}), Options{}))
	for path, want := range map[string]string{
		"old/deep/index.html": `url=../../a/b/"`,
		"x.html":              `url=a/b/"`,
		"start.html":          `url=./"`,
	} {
		p, ok, err := s.Page(path)
		if !ok || err != nil || !bytes.Contains(p.Body, []byte(want)) || !strings.HasPrefix(p.Media, "text/html") {
			t.Errorf("%s: %v %v %s %s, want %s", path, ok, err, p.Media, p.Body, want)
		}
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	tests := map[string][]search.Section{
		"":                        {{}},
		"Only text.\n":            {{Text: "Only text."}},
		"# Title\n\nLead.\n":      {{}, {Anchor: "title", Heading: "Title", Text: "Lead."}},
		"## One\n\na\n\n## Two\n": {{}, {Anchor: "one", Heading: "One", Text: "a"}, {Anchor: "two", Heading: "Two"}},
		"before\n\n## *Café* & co\n\nafter\n\n### Ünder\n\nlast\n": {
			{Text: "before"}, {Anchor: "café--co", Heading: "Café & co", Text: "after"}, {Anchor: "ünder", Heading: "Ünder", Text: "last"},
		},
	}
	for text, want := range tests {
		c := markdown.Compile("a.md", []byte(text), 0, markdown.Options{})
		if got := sections(c); !slices.Equal(got, want) {
			t.Errorf("%q:\ngot  %q\nwant %q", text, got, want)
		}
	}
}

// TestReaders has many goroutines read one snapshot; the race detector looks
// on.
func TestReaders(t *testing.T) {
	t.Parallel()
	files := maps.Clone(fuzzSite)
	maps.Copy(files, awkward)
	s := Compile(nil, inputOf(nil, treeOf(files), Options{}))
	paths := Compile(nil, s.in).Paths()
	want := s.Stats().Documents
	parallel(8*len(paths), func(i int) {
		p := paths[i%len(paths)]
		if _, ok, err := s.Page(p); !ok || err != nil {
			t.Error(p, ok, err)
		}
		s.problemsOf(p)
		served{s}.Held(p)
		if i%50 == 0 {
			s.Problems()
			Compile(s, s.in)
		}
	})
	if got := s.Stats().Documents; got != want {
		t.Errorf("%d documents, then %d", want, got)
	}
}

// TestFoldersInPages asks for all that a site lists whose folders lie in pages
// and have no page of their own.
func TestFoldersInPages(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(map[string]string{"README.md": "# Home", "pages/one/x.md": "# X", "pages/one/two/y.md": "# Y", "pages.md": "# Pages"}), Options{Today: sampleToday}))
	for _, p := range s.Paths() {
		if _, ok, err := s.Page(p); !ok || err != nil {
			t.Errorf("the site lists %s and does not have it: %v", p, err)
		}
	}
	if !slices.Contains(s.Paths(), "one/two/index.html") {
		t.Error("the folder pages/one/two has no page")
	}
}

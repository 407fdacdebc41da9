package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
	"remit/themes"
)

func siteOf(t *testing.T, files map[string]string) *Site {
	t.Helper()
	th, problems := theme.Load(themes.Default(), nil, Templates()...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	settings := schema.DefaultSettings()
	return NewSite(modelOf(files), &settings, th, source.NewHistory(map[string]source.Dates{
		"team/a.md": {First: source.Date{Year: 2025, Month: 1, Day: 2}, Last: source.Date{Year: 2026, Month: 3, Day: 4}, Authors: 3},
	}))
}

func modelOf(files map[string]string) *model.Model {
	var list []*source.File
	for p, text := range files {
		list = append(list, source.NewFile(p, []byte(text)))
	}
	tree := source.NewTree(list, nil)
	o := &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true}}
	var docs []*document.Document
	for _, f := range tree.Files {
		if source.IsDocument(f.Path) {
			docs = append(docs, document.Compile(f, o))
		}
	}
	return model.New().Replace(tree, docs, nil, docs)
}

func page(t *testing.T, s *Site, address string) *theme.Page {
	t.Helper()
	p, ok := s.Page(address)
	if !ok {
		t.Fatalf("no page at /%s", address)
	}
	return p
}

var small = map[string]string{
	"README.md":        "# Our handbook\n\nWelcome to all.\n\n[Team](team/)\n",
	"team/README.md":   "# The team\n\nWho we are.\n",
	"team/a.md":        "---\ntags: [Red Tape, blue]\nowner: b\nstatus: draft\nreviewed: 2026-02-03\n---\n# Page A\n\nFirst words.\n\n## Part\n",
	"team/b.md":        "# Page B\n\nBefore it. We ask [page A](a.md#part) every day. After it.\n\nAgain [A](a.md).\n",
	"team/c.md":        "# Page C\n",
	"lessons/l.md":     "# A lesson\n\nSee [[a]] for this.\n",
	"plain/deep/x.md":  "# X\n",
	"pages/guide.md":   "# Guide\n",
	"team/sub/note.md": "Just text.\n",
}

func TestDocumentPage(t *testing.T) {
	t.Parallel()
	p := page(t, siteOf(t, small), "team/a/")
	if got, want := fmt.Sprint(p.Crumbs), "[{../../ Home} {../../team/ The team}]"; got != want {
		t.Errorf("crumbs %s, want %s", got, want)
	}
	if p.Title != "Page A" || p.Heading != "Page A" || p.Summary != "First words." || p.Lead != "" || p.Root != "../../" {
		t.Errorf("title %q, heading %q, summary %q, lead %q, root %q", p.Title, p.Heading, p.Summary, p.Lead, p.Root)
	}
	if got, want := fmt.Sprint(p.Tags), "[{../../tags/red-tape/ Red Tape} {../../tags/blue/ blue}]"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(p.Contents), "[{2 part Part}]"; got != want {
		t.Errorf("contents %s, want %s", got, want)
	}
	if p.Previous == nil || p.Previous.Words != "The team" || p.Next == nil || p.Next.Words != "Page B" {
		t.Errorf("previous %v, next %v", p.Previous, p.Next)
	}
	if p.Changed == nil || p.Changed.ISO != "2026-03-04" || p.Created.ISO != "2025-01-02" || p.Authors != 3 {
		t.Errorf("changed %v, created %v, authors %d", p.Changed, p.Created, p.Authors)
	}
	var facts []string
	for _, f := range p.Facts {
		facts = append(facts, f.Name+"="+f.Words+" "+f.Href+f.State)
	}
	if got, want := strings.Join(facts, "; "), "Owner=Page B ../../team/b/; Status=Draft none; Reviewed=3 February 2026 "; got != want {
		t.Errorf("facts %q, want %q", got, want)
	}
}

// A backlink quotes the sentence, once for each document, grouped by kind.
func TestBacklinks(t *testing.T) {
	t.Parallel()
	p := page(t, siteOf(t, small), "team/a/")
	var got []string
	for _, g := range p.Backlinks {
		for _, l := range g.Links {
			got = append(got, fmt.Sprintf("%s: %s %s (%s|%s|%s)", g.Name, l.Href, l.Words, l.Before, l.Quoted, l.After))
		}
	}
	want := []string{
		"Lessons: ../../lessons/l/ A lesson (See |Page A| for this.)",
		"Pages: ../../team/b/ Page B (We ask |page A| every day.)",
	}
	if !slices.Equal(got, want) || p.Backlinked != 2 {
		t.Errorf("got %d\n%s\nwant\n%s", p.Backlinked, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	s := siteOf(t, small)
	for address, want := range map[string]string{
		"":            "home/Our handbook: Sections(lessons/ Lessons 1, pages/ Pages 1, plain/ Plain 1, team/ The team 5)",
		"team/":       "document/The team: Folders(../team/sub/ Sub 1) Pages(../team/a/ Page A 0, ../team/b/ Page B 0, ../team/c/ Page C 0)",
		"plain/":      "folder/Plain: Folders(../plain/deep/ Deep 1)",
		"plain/deep/": "folder/Deep: Pages(../../plain/deep/x/ X 0)",
		"tags/":       "tags/Tags: (../tags/blue/ blue 1, ../tags/red-tape/ Red Tape 1)",
		"tags/blue/":  "tag/blue: Pages(../../team/a/ Page A 0) Related tags(../../tags/red-tape/ Red Tape 1)",
	} {
		p := page(t, s, address)
		var b strings.Builder
		fmt.Fprintf(&b, "%s/%s:", p.Kind, p.Heading)
		for _, g := range p.Groups {
			var entries []string
			for _, e := range g.Entries {
				entries = append(entries, fmt.Sprintf("%s %s %d", e.Href, e.Words, e.Count))
			}
			fmt.Fprintf(&b, " %s(%s)", g.Words, strings.Join(entries, ", "))
		}
		if got := b.String(); got != want {
			t.Errorf("/%s\ngot  %s\nwant %s", address, got, want)
		}
	}
	if got, want := page(t, s, "team/sub/note/").Title, "Note"; got != want {
		t.Errorf("a document without a heading is called %q, want %q", got, want)
	}
}

// Every address that is listed has a page, each once, and others have none.
func TestAddresses(t *testing.T) {
	t.Parallel()
	s := siteOf(t, small)
	seen := map[string]bool{}
	for _, a := range s.Addresses() {
		if seen[a] {
			t.Errorf("/%s is listed twice", a)
		}
		seen[a] = true
		page(t, s, a)
	}
	for _, a := range []string{"nothing/", "team", "tags/none/", "pages/guide/", "team/readme/"} {
		if _, ok := s.Page(a); ok {
			t.Errorf("/%s has a page", a)
		}
	}
}

// A page does not grow with the site: its navigation is bounded.
func TestNavIsBounded(t *testing.T) {
	t.Parallel()
	files := map[string]string{"README.md": "# Home\n"}
	for i := range 300 {
		files[fmt.Sprintf("team/p%03d.md", i)] = fmt.Sprintf("# Page %d\n", i)
		files[fmt.Sprintf("s%03d/x.md", i)] = "# X\n"
	}
	s := siteOf(t, files)
	for _, address := range []string{"team/p150/", "team/", "s299/x/", ""} {
		p := page(t, s, address)
		if n := strings.Count(string(p.Nav), "<a "); n > maxSiblings+maxSections+4 {
			t.Errorf("/%s: %d links in the navigation", address, n)
		}
		if address != "" && !strings.Contains(string(p.Nav), `aria-current="page"`) {
			t.Errorf("/%s: the navigation does not show where we are", address)
		}
	}
	if !strings.Contains(string(page(t, s, "team/p150/").Nav), "All 300 pages") {
		t.Error("no way from the stretch shown to the whole folder")
	}
}

// Links that lead nowhere keep their words; images need a picture.
func TestBody(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"a.md":      "# A\n\n[gone](gone.md) ![p](p.svg \"T\") ![q](q.svg) [p](p.svg) [self](#part) [b](b.md \"x\\\"y\") [[b]] [[b#b]]\n\n## Part\n",
		"b.md":      "# B & <C>\n",
		"p.svg":     `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>`,
		"other.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	})
	body := string(page(t, s, "a/").Body)
	for _, want := range []string{
		`<span class="dead">gone</span>`,
		`<img src="../files/p.svg" alt="p" width="30" height="20" title="T" loading="lazy" decoding="async">`,
		`<span class="dead">q</span>`,
		`<a href="../files/p.svg">p</a>`,
		`<a href="#part">self</a>`,
		`<a href="../b/" title="x&#34;y">b</a>`,
		`<a href="../b/">B &amp; &lt;C&gt;</a>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
}

// The navigation of a long folder shows the page that it stands on, whatever
// else lies in the folder: an index page, documents that clash, folders.
func TestNavShowsThePage(t *testing.T) {
	t.Parallel()
	files := map[string]string{"team/README.md": "# Team\n", "team/A b.md": "# One\n", "team/a-b.md": "# Other\n", "team/zz/x.md": "# X\n"}
	for i := range 95 {
		files[fmt.Sprintf("team/p%02d.md", i)] = "# P\n"
		files[fmt.Sprintf("top%02d.md", i)] = "# Top\n"
		files[fmt.Sprintf("team/zz/q%02d.md", i)] = "# Q\n"
	}
	s := siteOf(t, files)
	for _, a := range s.Addresses() {
		if !strings.HasPrefix(a, "team/") && !strings.HasPrefix(a, "top") {
			continue
		}
		nav := string(page(t, s, a).Nav)
		if n := strings.Count(nav, `aria-current="page"`); n != 1 || strings.Count(nav, "<a ") > maxSiblings+4 {
			t.Errorf("/%s: the page is shown %d times in\n%s", a, n, nav)
		}
	}
	if nav := string(page(t, s, "top94/").Nav); !strings.Contains(nav, `href="../all/"`) {
		t.Errorf("no way from the top's navigation to all pages:\n%s", nav)
	}
}

// Pages are gone through in the order of their paths; the folder's page comes
// before all of them, whatever it is called.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"t/a.md": "# A\n", "t/index.md": "# T\n", "t/README.md": "# R\n", "t/z.md": "# Z\n", "t/C.md": "# C\n",
		"t/x y.md": "# Clash\n", "t/x-y.md": "# Clash\n", "u.md": "# U\n", "u/k.md": "# K\n",
	})
	words := func(l *theme.Link) string {
		if l == nil {
			return "-"
		}
		return l.Words + " " + l.Href
	}
	for address, want := range map[string][2]string{
		"t/":        {"-", "-"},
		"t/readme/": {"-", "-"},
		"t/c/":      {"T ../../t/", "A ../../t/a/"},
		"t/a/":      {"C ../../t/c/", "Z ../../t/z/"},
		"t/z/":      {"A ../../t/a/", "-"},
		"u/k/":      {"U ../../u/", "-"},
	} {
		p := page(t, s, address)
		if got := [2]string{words(p.Previous), words(p.Next)}; got != want {
			t.Errorf("/%s: %q, want %q", address, got, want)
		}
	}
}

// A document beside a folder of its name is that folder's page, and so is one
// whose name differs from the folder's in letters that addresses do not know.
func TestPageBesideFolder(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"team.md": "# The team\n", "team/a.md": "# A\n",
		"Old Things.markdown": "# Old\n", "old-things/b.md": "# B\n",
		"pages/guides.md": "# Guides\n", "guides/c.md": "# C\n",
	})
	for address, want := range map[string]string{"team/": "The team: A", "old-things/": "Old: B", "guides/": "Guides: C"} {
		p := page(t, s, address)
		var entries []string
		for _, g := range p.Groups {
			for _, e := range g.Entries {
				entries = append(entries, e.Words)
			}
		}
		if got := p.Title + ": " + strings.Join(entries, ", "); got != want {
			t.Errorf("/%s: %q, want %q", address, got, want)
		}
	}
	for address, want := range map[string]string{"team/a/": "The team", "guides/c/": "Guides"} {
		crumbs := page(t, s, address).Crumbs
		if got := crumbs[len(crumbs)-1].Words; got != want {
			t.Errorf("/%s lies in %q, want %q", address, got, want)
		}
	}
}

// Tags that differ in case or signs are one tag; each page shows its own spelling.
func TestTags(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"a.md": "---\ntags: [Red Tape, red-tape, \"???\", index.html]\n---\n# A\n",
		"b.md": "---\ntags: [RED  TAPE]\n---\n# B\n",
	})
	if got, want := fmt.Sprint(page(t, s, "a/").Tags), "[{../tags/red-tape/ Red Tape} {../tags/index.html-page/ index.html}]"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(page(t, s, "b/").Tags), "[{../tags/red-tape/ RED  TAPE}]"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	p := page(t, s, "tags/red-tape/")
	if p.Title != "Red Tape" || len(p.Groups) != 2 || len(p.Groups[0].Entries) != 2 {
		t.Errorf("%q %v", p.Title, p.Groups)
	}
	page(t, s, "tags/index.html-page/")
}

// A page may be in another language than the site.
func TestLanguage(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{"a.md": "---\nlanguage: de\n---\n# Hallo\n", "b.md": "# Hello\n"})
	for address, want := range map[string]string{"a/": "de", "b/": ""} {
		if p := page(t, s, address); p.Language != want || p.Site.Language != "en" {
			t.Errorf("/%s: %q in %q, want %q in \"en\"", address, p.Language, p.Site.Language, want)
		}
	}
}

// Pages are made often; html/template would make them at ten times the cost.
func TestTemplatesAreFast(t *testing.T) {
	t.Parallel()
	th, problems := theme.Load(themes.Default(), nil, Templates()...)
	if problems != nil {
		t.Fatal(problems)
	}
	if slow := th.Slow(); slow != nil {
		t.Errorf("programs cannot make %v", slow)
	}
	own := []theme.Layer{{Folder: "theme", Files: fstest.MapFS{"views/due.html": {Data: []byte(`{{printf "%d" (len .Groups)}}`)}}}}
	if th, _ = theme.Load(themes.Default(), own, Templates()...); len(th.Slow()) != 1 {
		t.Errorf("got %v for a template that asks for more", th.Slow())
	}
}

// A list says of each page in which language it is, when that is another one
// than the site's.
func TestListsSayTheLanguage(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{"x/a.md": "---\nlanguage: ar\n---\n# دليل\n", "x/b.md": "# Hello\n"})
	got := map[string]string{}
	for _, g := range page(t, s, "x/").Groups {
		for _, e := range g.Entries {
			got[e.Words] = e.Lang
		}
	}
	if len(got) != 2 || got["دليل"] != "ar" || got["Hello"] != "" {
		t.Errorf("got %q", got)
	}
}

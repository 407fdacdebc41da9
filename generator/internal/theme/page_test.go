package theme

import (
	"encoding/json"
	"io/fs"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"remit/themes"
)

// find returns the elements for which want holds, in order.
func find(n *html.Node, want func(*html.Node) bool) []*html.Node {
	var all []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && want(c) {
			all = append(all, c)
		}
	}
	return all
}

func named(names ...string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(names, n.Data) }
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// everyPage runs a check on each kind of page, with much and little in it.
func everyPage(t *testing.T, check func(t *testing.T, p *Page, doc *html.Node)) {
	t.Helper()
	th := load(t)
	for name, p := range samples() {
		p.Nav = th.Nav(Nav{Title: "Charters", Siblings: []NavItem{{Path: p.Path, Words: p.Title}}}).For(p.Root, p.Path)
		doc := parseHTML(t, render(t, th, p))
		t.Run(name, func(t *testing.T) { check(t, p, doc) })
	}
}

func TestNoInlineCode(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _ *Page, doc *html.Node) {
		for _, n := range find(doc, func(*html.Node) bool { return true }) {
			if n.Data == "style" || has(n, "style") || n.Data == "script" && (attr(n, "src") == "" || attr(n, "integrity") == "") {
				t.Errorf("<%s %v> would need a weaker policy", n.Data, n.Attr)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s> has a handler %s", n.Data, a.Key)
				}
			}
		}
	})
}

func TestPolicyComesFirst(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, p *Page, doc *html.Node) {
		head := find(doc, named("meta", "link", "script", "title"))
		if len(head) < 2 || attr(head[0], "charset") != "utf-8" || attr(head[1], "http-equiv") != "Content-Security-Policy" || attr(head[1], "content") != Policy(p.Site) {
			t.Errorf("the first elements are %v and %v", head[0].Attr, head[1].Attr)
		}
	})
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	for hosts, want := range map[string]string{
		"":                                     "img-src 'self';",
		"https://a.example":                    "img-src 'self' https://a.example;",
		"https://a.example *.b.example":        "img-src 'self' https://a.example *.b.example;",
		"https://a.example; script-src 'none'": "img-src 'self' script-src;",
		`"><script>`:                           "img-src 'self';",
	} {
		got := Policy(&Site{ImageHosts: hosts})
		if !strings.Contains(got, want) || strings.Contains(got, "frame-ancestors") {
			t.Errorf("%q: got %s, want %s in it", hosts, got, want)
		}
	}
}

func TestIdsAreUniqueAndOurs(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, p *Page, doc *html.Node) {
		ids := map[string]bool{}
		for _, n := range find(doc, func(n *html.Node) bool { return has(n, "id") }) {
			id := attr(n, "id")
			if ids[id] {
				t.Errorf("two elements have the id %q", id)
			}
			ids[id] = true
			if id != p.HeadingID && !strings.HasPrefix(id, "r:") {
				t.Errorf("a heading of an author could have the id %q too", id)
			}
		}
		for _, n := range find(doc, func(n *html.Node) bool { return true }) {
			for _, key := range []string{"aria-labelledby", "popovertarget"} {
				if target := attr(n, key); target != "" && !ids[target] {
					t.Errorf("%s=%q leads nowhere", key, target)
				}
			}
			if to, ok := strings.CutPrefix(attr(n, "href"), "#r:"); ok && !ids["r:"+to] {
				t.Errorf("#r:%s leads nowhere", to)
			}
		}
	})
}

func TestFrameOfEveryPage(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, p *Page, doc *html.Node) {
		h1 := find(doc, named("h1"))
		if len(h1) != 1 || text(h1[0]) != cmpOr(p.Heading, p.Title) {
			t.Errorf("got %d h1", len(h1))
		}
		first := find(doc, named("a", "button"))[0]
		if attr(first, "href") != "#r:main" {
			t.Errorf("the first stop is %v, not the skip link", first.Attr)
		}
		root := find(doc, named("html"))[0]
		if attr(root, "data-root") != p.Root || attr(root, "lang") == "" || attr(root, "dir") == "" {
			t.Errorf("html has %v", root.Attr)
		}
		labels := map[string]bool{}
		for _, n := range find(doc, named("nav")) {
			label := attr(n, "aria-label")
			if label == "" || labels[label] {
				t.Errorf("a nav has the label %q, which is none of its own", label)
			}
			labels[label] = true
		}
		for _, n := range find(doc, named("a", "link", "script", "img")) {
			to := cmpOr(attr(n, "href"), attr(n, "src"))
			if rel := attr(n, "rel"); n.Data != "a" && rel != "canonical" && rel != "alternate" && to != p.Root+p.Site.Icon && !strings.HasPrefix(to, p.Root+"assets/") {
				t.Errorf("<%s> asks for %q", n.Data, to)
			}
		}
		if got, want := len(find(doc, func(n *html.Node) bool { return attr(n, "name") == "robots" })) > 0, !p.Site.Public || p.Kind == "search" || p.Kind == "missing"; got != want {
			t.Errorf("noindex: got %v, want %v", got, want)
		}
		if got, want := len(find(doc, func(n *html.Node) bool { return attr(n, "rel") == "canonical" })) > 0, p.Site.BaseURL != "" && p.Kind != "missing"; got != want {
			t.Errorf("canonical: got %v, want %v", got, want)
		}
		if got, want := len(find(doc, func(n *html.Node) bool { return attr(n, "aria-current") == "page" })), 1; got != want {
			t.Errorf("the page is marked as current %d times", got)
		}
	})
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestDocumentShowsWhatItHolds(t *testing.T) {
	t.Parallel()
	p := samples()["document full"]
	doc := parseHTML(t, render(t, load(t), p))
	with := func(key, value string) func(*html.Node) bool {
		return func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, key)), value) }
	}
	for _, c := range []struct {
		what string
		want func(*html.Node) bool
		text string
	}{
		{"title", named("title"), "Support · Northwind handbook"},
		{"lead", with("class", "lead"), "We answer."},
		{"article", func(n *html.Node) bool {
			return n.Data == "article" && has(n, "data-pagefind-body") && attr(n, "lang") == "de"
		}, "Support charter This page was replaced by Help desk, old This page is retired. We answer. OwnerMara LindReview due 22 November 2026Since 22 November 2026 Reviewed 22 November 2026 due again 22 November 2026 Level Guided Status Active" +
			"We answer everyone. Sponsor Head of Operations Touches Studio Checkout" +
			"Decides # Refunds up to 500 EUR together with Finance until 2026-11 not a decision Works with # Finance: Both 2026-12-01 They say pays Room # Date 2 February 2026 Decision Refund limit Text"},
		{"notice", with("class", "over"), "This page was replaced by Help desk, old"},
		{"stated", with("class", "stated"), "Sponsor Head of Operations Touches Studio Checkout" +
			"Decides # Refunds up to 500 EUR together with Finance until 2026-11 not a decision Works with # Finance: Both 2026-12-01 They say pays Room # Date 2 February 2026 Decision Refund limit"},
		{"how free", func(n *html.Node) bool { return attr(n, "data-blocks") == "■■■■□□□" }, "together with Finance until 2026-11"},
		{"due again", func(n *html.Node) bool {
			return n.Data == "time" && has(n, "data-due") && attr(n, "datetime") == "2026-12-01"
		}, "2026-12-01"},
		{"short", func(n *html.Node) bool { return n.Data == "dd" && text(n) == "Studio" }, "Studio"},
		{"stated heading", with("id", "r:decides"), "Decides#"},
		{"month", func(n *html.Node) bool { return attr(n, "datetime") == "2026-11" }, "2026-11"},
		{"field of a backlink", func(n *html.Node) bool { return attr(n, "class") == "kind" && text(n) == "Works with" }, "Works with"},
		{"state", with("class", "due"), "due 22 November 2026"},
		{"date", func(n *html.Node) bool { return n.Data == "time" && attr(n, "datetime") == "2026-11-22" }, "due 22 November 2026"},
		{"crumbs", with("class", "crumbs"), "HomeCharters"},
		{"tags", with("class", "tags"), "Studio"},
		{"sub heading", with("class", "sub"), "Limits"},
		{"backlinks", with("class", "linked"), "Linked from 5# Lessons Studio Works with Ask support first. Studio Touches Studio and 3 more pages"},
		{"quoted", named("mark"), "support"},
		{"previous", with("rel", "prev"), "Previous Studio"},
		{"next", with("rel", "next"), "Next Studio"},
		{"about", with("class", "about"), "Last changed 22 November 2026 · 3 contributors Reviewed 22 November 2026 Source charters/support.md Edit History Report a problem"},
		{"edit", func(n *html.Node) bool { return has(n, "data-edit") && attr(n, "href") == "https://git.example/edit" }, "Edit"},
	} {
		found := find(doc, c.want)
		if len(found) == 0 {
			t.Errorf("%s: not on the page", c.what)
		} else if got := text(found[0]); spaceless(got) != spaceless(c.text) {
			t.Errorf("%s: got %q, want %q", c.what, got, c.text)
		}
	}
}

// spaceless takes white space out, which blocks make without it.
func spaceless(s string) string { return strings.Join(strings.Fields(s), "") }

func TestListsShowTheirEntries(t *testing.T) {
	t.Parallel()
	th := load(t)
	for _, kind := range []string{"folder", "home", "tag", "tags", "all", "search", "missing"} {
		doc := parseHTML(t, render(t, th, samples()[kind+" full"]))
		var got []string
		for _, n := range find(doc, func(n *html.Node) bool { return attr(n, "class") == "group" }) {
			got = append(got, n.Data+" "+spaceless(text(n)))
		}
		want := []string{"section ChartersStudio3charterStudioReviewdue22November2026Wedraw.Studio", "details All2Studio", "section Studio"}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
}

func TestFrameIsSmall(t *testing.T) {
	t.Parallel()
	th := load(t)
	p, n := measured()
	p.Nav = th.Nav(n).For(p.Root, p.Path)
	doc := parseHTML(t, render(t, th, p))
	all := len(find(find(doc, named("body"))[0], func(*html.Node) bool { return true }))
	inMain := len(find(find(doc, named("main"))[0], func(*html.Node) bool { return true }))
	if all-inMain > 350 {
		t.Errorf("%d elements stand outside the text, more than 350", all-inMain)
	}
	if got := len(render(t, th, p)) - len(p.Body); got > 12_000 {
		t.Errorf("the frame of a page has %d bytes, more than 12,000", got)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	base := themes.Default()
	read := func(lang string) map[string]string {
		body, err := fs.ReadFile(base, "words/"+lang+".json")
		if err != nil {
			t.Fatal(err)
		}
		var w map[string]string
		if err := json.Unmarshal(body, &w); err != nil {
			t.Fatal(err)
		}
		return w
	}
	en := read("en")
	hole := regexp.MustCompile(`\{\w+\}`)
	for _, lang := range []string{"de"} {
		other := read(lang)
		if got, want := slices.Sorted(maps.Keys(other)), slices.Sorted(maps.Keys(en)); !slices.Equal(got, want) {
			t.Errorf("%s has other keys than English:\n%v\n%v", lang, got, want)
		}
		for key, s := range other {
			got, want := hole.FindAllString(s, -1), hole.FindAllString(en[key], -1)
			slices.Sort(got)
			slices.Sort(want)
			if s == "" || !slices.Equal(got, want) {
				t.Errorf("%s %s: %q does not fill the same holes as %q", lang, key, s, en[key])
			}
		}
	}

	// Each key is asked for, and each that is asked for is there.
	asked := map[string]bool{"date": true, "self.of": true}
	for key := range en { // those of the views, which ask by Word
		if strings.HasPrefix(key, "fact.") || strings.HasPrefix(key, "view.") || strings.HasPrefix(key, "state.") || strings.HasPrefix(key, "list.") || strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "status.") || strings.HasPrefix(key, "story.") || strings.HasPrefix(key, "twin.") || strings.HasPrefix(key, "stated.") || strings.HasPrefix(key, "value.") || strings.HasPrefix(key, "calendar.") || key == "missing.title" || strings.HasPrefix(key, "search.sort.") || strings.HasPrefix(key, "offline") {
			asked[key] = true
		}
	}
	for m := range 12 {
		asked["month."+strconv.Itoa(m+1)] = true
	}
	call := regexp.MustCompile(`\b(word|count) "([^"]+)"`)
	err := fs.WalkDir(base, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		body, err := fs.ReadFile(base, name)
		for _, m := range call.FindAllStringSubmatch(string(body), -1) {
			if m[1] == "word" {
				asked[m[2]] = true
			} else {
				asked[m[2]+".one"], asked[m[2]+".many"] = true, true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	script, err := fs.ReadFile(base, "assets/find.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\bwords(?:\.(\w+)|\['([^']+)'\])`).FindAllStringSubmatch(string(script), -1) {
		if m[1]+m[2] != "sort." {
			asked["search."+m[1]+m[2]] = true
		}
	}
	for _, name := range []string{"answers", "results", "team", "tag", "status", "year"} { // lists and filters, whose names the script puts in
		asked["search."+name] = true
	}
	for key := range en {
		if !asked[key] {
			t.Errorf("nothing asks for %s", key)
		}
	}
	for key := range asked {
		if _, ok := en[key]; !ok {
			t.Errorf("there are no words for %s", key)
		}
	}
}

func TestLanguageOfTheInterface(t *testing.T) {
	t.Parallel()
	th := load(t)
	for lang, want := range map[string]string{"de": "Suche", "de-AT": "Suche", "DE": "Suche", "en-GB": "Search", "fr": "Search", "": "Search"} {
		p := samples()["document bare"]
		p.Site.Language = lang
		doc := parseHTML(t, render(t, th, p))
		found := find(doc, func(n *html.Node) bool { return has(n, "data-find") })
		if got := text(found[0]); !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, want %q", lang, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	th := load(t)
	for _, c := range []struct {
		lang string
		want Date
	}{
		{"en", Date{"2026-03-05", "5 March 2026"}},
		{"de", Date{"2026-03-05", "5. März 2026"}},
		{"fr", Date{"2026-03-05", "5 March 2026"}},
	} {
		if got := th.Date(c.lang, 2026, 3, 5); got != c.want {
			t.Errorf("%s: got %v, want %v", c.lang, got, c.want)
		}
	}
}

func TestWord(t *testing.T) {
	t.Parallel()
	th := load(t)
	for _, c := range [][3]string{{"de-CH", "search", "Suche"}, {"xx", "search", "Search"}, {"en", "no-such-key", "no-such-key"}} {
		if got := th.Word(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: got %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestDirection(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"ar": "rtl", "he-IL": "rtl", "en": "ltr", "": "ltr", "art-x": "ltr"} {
		if got := direction(lang); got != want {
			t.Errorf("%s: got %s, want %s", lang, got, want)
		}
	}
}

// The colours of text keep WCAG's strictest contrast but for small notes, in
// both schemes.
func TestContrast(t *testing.T) {
	t.Parallel()
	sheet, err := fs.ReadFile(themes.Default(), "assets/style/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--(\w+): light-dark\((#\w+), (#\w+)\)`).FindAllStringSubmatch(string(sheet), -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	for _, c := range []struct {
		on, text string
		least    float64
	}{
		{"bg", "text", 14}, {"bg", "soft", 6.5}, {"bg", "link", 6.5}, {"bg", "visited", 6.5}, {"bg", "edge", 3}, {"bg", "focus", 3},
		{"raise", "text", 12}, {"raise", "soft", 6}, {"raise", "link", 6}, {"raise", "visited", 6}, {"raise", "ok", 6}, {"raise", "due", 6}, {"raise", "over", 6},
		{"okbg", "ok", 6.5}, {"duebg", "due", 6.5}, {"overbg", "over", 6.5}, {"infobg", "info", 6.5}, {"nonebg", "none", 6.5},
		{"infobg", "text", 7}, {"infobg", "soft", 6}, {"mark", "text", 7}, {"mark", "soft", 4.5}, {"overbg", "text", 7}, {"okbg", "text", 7},
	} {
		for i, scheme := range []string{"light", "dark"} {
			if got := contrast(colours[c.on][i], colours[c.text][i]); got < c.least {
				t.Errorf("%s on %s, %s: %.1f:1, want at least %.1f:1", c.text, c.on, scheme, got, c.least)
			}
		}
	}
}

// contrast is the ratio of WCAG 2.
func contrast(a, b string) float64 {
	light := func(c string) float64 {
		c = strings.TrimPrefix(c, "#")
		if len(c) == 3 {
			c = string([]byte{c[0], c[0], c[1], c[1], c[2], c[2]})
		}
		n, err := strconv.ParseUint(c, 16, 32)
		if err != nil {
			return math.NaN()
		}
		sum := 0.0
		for i, weight := range []float64{.2126, .7152, .0722} {
			v := float64(n>>(16-8*i)&255) / 255
			if v <= .03928 {
				v /= 12.92
			} else {
				v = math.Pow((v+.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

package generator

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Weights that no page of the default theme may have more of. They are counted
// on what is published, before it is compressed on its way.
const (
	maxSheet   = 20_480 // bytes of stylesheets
	maxScript  = 15_360 // bytes of scripts, before anybody searches
	maxAsked   = 4      // requests until the page stands, with the page itself
	maxAround  = 350    // elements outside of main
	maxStops   = 40     // Tab stops before main
	maxCharter = 25_000 // bytes of HTML of a charter
)

// weight is what one page asks for.
type weight struct {
	html, sheets, scripts   int
	asked, elsewhere        int
	around, stops, elements int
	inline                  []string // scripts and styles that stand in the page
}

// weigh counts what a page of s asks for before it stands, and what surrounds
// its text.
func weigh(t *testing.T, s *Snapshot, p string) (w weight) {
	t.Helper()
	page, ok, err := s.Page(p)
	if !ok || err != nil {
		t.Fatalf("%s: %v %v", p, ok, err)
	}
	doc, err := html.Parse(bytes.NewReader(page.Body))
	if err != nil {
		t.Fatal(err)
	}
	w.html, w.asked = len(page.Body), 1
	asks := func(address string) (size int) {
		if strings.HasPrefix(address, "data:") {
			return 0
		}
		w.asked++
		asset, ok, err := s.Page(strings.TrimPrefix(path.Join("/", path.Dir(p), address), "/"))
		if strings.Contains(address, "//") || !ok || err != nil {
			w.elsewhere++
		}
		return len(asset.Body)
	}
	var walk func(n *html.Node, inside, hidden bool)
	before := true
	walk = func(n *html.Node, inside, hidden bool) {
		if n.Type == html.ElementNode {
			at := map[string]string{}
			for _, a := range n.Attr {
				at[a.Key] = a.Val
			}
			_, gone := at["hidden"]
			_, styled := at["style"]
			inside, hidden = inside || n.Data == "main", hidden || gone || n.Data == "dialog"
			before = before && !inside
			if w.elements++; !inside {
				w.around++
			}
			switch {
			case n.Data == "link" && at["rel"] == "stylesheet":
				w.sheets += asks(at["href"])
			case n.Data == "script" && at["src"] != "":
				w.scripts += asks(at["src"])
			case n.Data == "link" && at["rel"] == "icon", n.Data == "img" && at["loading"] != "lazy":
				asks(at["href"] + at["src"])
			case n.Data == "script" && at["type"] != "application/json", n.Data == "style", styled:
				w.inline = append(w.inline, n.Data)
			}
			if before && !hidden && (n.Data == "a" || n.Data == "button" || n.Data == "input" || n.Data == "summary") {
				w.stops++
			}
		}
		for c := range n.ChildNodes() {
			walk(c, inside, hidden)
		}
	}
	walk(doc, false, false)
	return w
}

// TestWeight weighs each sort of page: what it asks for, and what surrounds it.
func TestWeight(t *testing.T) {
	t.Parallel()
	s := everySort()
	pages := []string{"404.html"}
	for _, p := range sortsOf(s) {
		if p != "no-such-page/" {
			pages = append(pages, p+"index.html")
		}
	}
	for _, p := range pages {
		w := weigh(t, s, p)
		for _, c := range []struct {
			what      string
			got, most int
		}{
			{"bytes of stylesheets", w.sheets, maxSheet},
			{"bytes of scripts", w.scripts, maxScript},
			{"requests", w.asked, maxAsked},
			{"requests to nowhere or to another host", w.elsewhere, 0},
			{"elements around its text", w.around, maxAround},
			{"Tab stops before its text", w.stops, maxStops},
			{"scripts or styles in its HTML", len(w.inline), 0},
		} {
			if c.got > c.most {
				t.Errorf("%s: %d %s, at most %d", p, c.got, c.what, c.most)
			}
		}
		if w.sheets == 0 || w.scripts == 0 || w.stops == 0 || w.around == 0 {
			t.Errorf("%s: counted nothing: %+v", p, w)
		}
		if strings.HasPrefix(p, "charters/") && w.html > maxCharter && p != "charters/index.html" {
			t.Errorf("%s: %d bytes of HTML, at most %d", p, w.html, maxCharter)
		}
	}
}

// TestWeightAtSize wants the charter of a team in a site of 10,000 documents to
// be no more than a twentieth heavier than in one of 100: no page carries the site.
func TestWeightAtSize(t *testing.T) {
	t.Parallel()
	charter := "---\nowns: [Orders, Deposits]\ndecides:\n  - Refunds up to 100 EUR: alone\n  - Refunds from 100 EUR: together with page-00005\nworks-with:\n  - page-00010: service, we ask\nreviewed: 2026-03-03\ntags: [tag-1]\n---\n# Shop\n\nWe sell. " + strings.Repeat("We say how, and to whom. ", 60) + "\n"
	of := func(n int) weight {
		files := samplePages(n)
		files["charters/group-000/shop.md"] = charter
		for i := range n { // each 20th document is a charter that names this team
			if i%20 == 0 {
				files[fmt.Sprintf("charters/group-%03d/near-%05d.md", i/500, i)] = fmt.Sprintf("---\nowns: [Area %d]\nworks-with:\n  - shop: service\n---\n# Near %d\n\nSee [the shop](../group-000/shop.md).\n", i, i)
			}
		}
		return weigh(t, Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday})), "charters/group-000/shop/index.html")
	}
	small, large := of(100), of(10_000)
	t.Logf("%d bytes in a site of 100 documents, %d in one of 10,000", small.html, large.html)
	if large.html*20 > small.html*21 {
		t.Errorf("a charter of %d bytes in a site of 100 documents has %d in one of 10,000", small.html, large.html)
	}
	if large.around > small.around+maxStops {
		t.Errorf("%d elements around the text in a site of 100 documents, %d in one of 10,000", small.around, large.around)
	}
}

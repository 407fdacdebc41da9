package generator

import (
	"strings"
	"testing"
	"time"

	"remit/generator/internal/source"
)

// A document may link to a page that nobody writes, from the top of the site or
// relative to itself. Where an edit takes that page away, or brings it, the
// finding changes too, although the document did not.
func TestLinksToMadePages(t *testing.T) {
	t.Parallel()
	links := "# Links\n\n[due](/ask/due/) [row](../ask/who-decides/#r:shop-tools) [all](/all) [tag](/tags/red/) [no](/ask/nowhere/) [none](/tags/blue/) [all of it](../ask/index.html) ![no page](/ask/due/)\n"
	files := map[string]string{
		"pages/links.md":   links,
		"charters/shop.md": "---\nowns: [Orders]\ndecides:\n  - Tools: alone\nreviewed: 2026-05-01\ntags: [red]\n---\n# Shop\n\nWe sell.\n",
	}
	input := func(prev *Input, tree *source.Tree) Input {
		return inputOf(prev, tree, Options{Today: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)})
	}
	dead := func(s *Snapshot) (all []string) {
		for _, p := range s.Problems() {
			if p.Rule == "dead-link" {
				all = append(all, p.Message)
			}
		}
		return all
	}
	in := input(nil, treeOf(files))
	s := Compile(nil, in)
	page, _, err := s.Page("links/index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<a href="../ask/due/">due</a>`, `<a href="../ask/who-decides/#r:shop-tools">row</a>`, `<a href="../all/">all</a>`,
		`<a href="../tags/red/">tag</a>`, `<a href="../ask/">all of it</a>`, `<span class="dead">no</span>`, `<span class="dead">none</span>`, `<span class="dead">no page</span>`} {
		if !strings.Contains(string(page.Body), want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if got := dead(s); len(got) != 3 {
		t.Errorf("dead links: %q, want those to ask/nowhere, tags/blue and the image", got)
	}

	files["charters/shop.md"] = strings.Replace(files["charters/shop.md"], "tags: [red]", "tags: [green]", 1)
	charter := files["charters/shop.md"]
	after := Compile(s, input(&in, edited(in.Files, "charters/shop.md", &charter)))
	got := dead(after)
	if after.Stats().Compiled != 1 {
		t.Errorf("%d documents were compiled again", after.Stats().Compiled)
	}
	if fresh := dead(Compile(nil, input(nil, treeOf(files)))); strings.Join(got, "\n") != strings.Join(fresh, "\n") || len(got) != 4 {
		t.Errorf("after an edit dead links are %q, in a fresh site %q", got, fresh)
	}
}

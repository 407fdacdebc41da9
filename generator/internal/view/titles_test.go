package view

import (
	"fmt"
	"strings"
	"testing"
)

// TestTitles lists all titles and headings, on one page as long as they fit.
func TestTitles(t *testing.T) {
	t.Parallel()
	files := map[string]string{"README.md": "# Home\n\n## Welcome\n", "charters/care.md": "# Care\n\n## Who decides\n\n### Above 500\n\n#### Deep\n"}
	s := siteOf(t, files)
	p := page(t, s, "search/")
	var got []string
	for _, g := range p.Groups {
		for _, e := range g.Entries {
			got = append(got, g.Words+" "+e.Words)
			for _, w := range e.Within {
				got = append(got, w.Href)
			}
		}
	}
	want := "Sections Ask, Sections Charters, Charters Care, ../charters/care/#who-decides, ../charters/care/#above-500, Pages Home, ../#welcome"
	if strings.Join(got, ", ") != want {
		t.Errorf("the search page lists %q, want %s", got, want)
	}
	if n := len(Search.Addresses(s)); n != 1 {
		t.Errorf("a small site has %d lists of titles", n)
	}
}

// TestManyTitles wants every title of a large site on one page that is not too
// large, and a way there.
func TestManyTitles(t *testing.T) {
	t.Parallel()
	files := map[string]string{"charters/care.md": "# Care\n"}
	for i := range 3000 {
		files[fmt.Sprintf("lessons/folder-of-a-long-name/lesson-number-%d.md", i)] = fmt.Sprintf("# A lesson of number %d\n\n## What happened to us\n\n## What we changed because of it\n\n### Detail\n", i)
	}
	s := siteOf(t, files)
	leads := map[string]bool{}
	for _, g := range page(t, s, "search/").Groups {
		for _, e := range g.Entries {
			leads[strings.TrimPrefix(e.Href, "../")] = true
		}
	}
	seen := map[string]int{}
	addresses := Search.Addresses(s)
	for _, a := range addresses[1:] {
		if !leads[a] {
			t.Errorf("the search page does not lead to %s", a)
		}
		size := 0
		for _, g := range page(t, s, a).Groups {
			for _, e := range g.Entries {
				seen[e.Words]++
				size += 50 + len(e.Href) + len(e.Words)
				if strings.HasPrefix(e.Words, "A lesson") && len(e.Within) != 2 {
					t.Fatalf("%s has %d headings, want those of level 2", e.Words, len(e.Within))
				}
				for _, w := range e.Within {
					size += 40 + len(w.Href) + len(w.Words)
				}
			}
		}
		if size > 400_000 {
			t.Errorf("%s has %d bytes", a, size)
		}
	}
	if len(addresses) < 5 || len(seen) != 3001 {
		t.Errorf("%d lists have %d titles, want several with 3001", len(addresses), len(seen))
	}
	for title, n := range seen {
		if n != 1 {
			t.Errorf("%q stands on %d lists", title, n)
		}
	}
}

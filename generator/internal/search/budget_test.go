package search

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"remit/generator/internal/search/knownitem"
)

// TestBytesOfASearch guards what a search moves on a site of 1,000 pages, and
// on one of as many as REMIT_PAGES says: hardly more, up to 10,000.
func TestBytesOfASearch(t *testing.T) {
	t.Parallel()
	sizes := []int{1000}
	if n, err := strconv.Atoi(os.Getenv("REMIT_PAGES")); err == nil {
		sizes = append(sizes, n)
	}
	for _, n := range sizes {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			pages, known, links := made(21, n, 5000)
			queries := knownitem.Queries(7, known, links, 60)
			var first, next []int
			for i, m := range knownitem.Bytes(t, buildSite(t, pages), queries) {
				if m.Error != "" {
					t.Errorf("search(%q): %s", queries[i].Text, m.Error)
				}
				first, next = append(first, m.First), append(next, m.Next)
			}
			slices.Sort(first)
			slices.Sort(next)
			of := func(all []int, percent int) int { return all[len(all)*percent/100] }
			most := [4]int{30_000, 48_000, 25_000, 38_000}
			if n > 1000 {
				most = [4]int{43_000, 62_000, 26_000, 44_000}
			}
			got := [4]int{of(first, 50), of(first, 95), of(next, 50), of(next, 95)}
			for i, what := range []string{"a first search as a rule", "one in twenty first searches", "the next search as a rule", "one in twenty next searches"} {
				t.Logf("%s: %d bytes", what, got[i])
				if got[i] > most[i] {
					t.Errorf("%s moves %d bytes or more, want at most %d", what, got[i], most[i])
				}
			}
		})
	}
}

package generator

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"remit/generator/internal/search"
)

// TestSearchAfterEdits edits texts at random and wants the search index that
// was made from the one before to be that of a fresh snapshot, also when nobody
// searched between two edits.
func TestSearchAfterEdits(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	in := inputOf(nil, treeOf(samplePages(120)), Options{Today: sampleToday})
	now := Compile(nil, in)
	shared := 0
	for step := range 40 {
		path := samplePath(r.IntN(120))
		var text *string
		if f := in.Files.Find(path); f == nil || r.IntN(12) > 0 {
			old := ""
			if f != nil {
				old = string(f.Data)
			}
			old = edits[r.IntN(len(edits))](r, old)
			text = &old
		}
		in = inputOf(&in, edited(in.Files, path, text), Options{Today: sampleToday})
		before := now.lastSearch()
		now = Compile(now, in)
		if r.IntN(3) == 0 {
			continue
		}
		if before != nil {
			shared += sharedPages(before.entries, now.search().entries)
		}
		fresh := Compile(nil, inputOf(nil, in.Files, Options{Today: sampleToday}))
		paths := fresh.searchPaths()
		if !slices.Equal(now.searchPaths(), paths) {
			t.Fatalf("step %d: paths differ", step)
		}
		for _, p := range paths {
			a, _ := now.searchFile(p)
			if b, _ := fresh.searchFile(p); !bytes.Equal(a, b) {
				t.Fatalf("step %d: %s differs", step, p)
			}
		}
	}
	if shared < 1000 {
		t.Errorf("%d pages were told to search as they were, want at least 1000", shared)
	}
}

// edits are ways to change the text of a document.
var edits = []func(r *rand.Rand, old string) string{
	func(r *rand.Rand, old string) string { return old + "\n" + sampleSentence(r, 20) + "\n" },
	func(r *rand.Rand, old string) string { return old + "\n## " + sampleSentence(r, 3) + "\n" },
	func(r *rand.Rand, old string) string { return old[:len(old)*3/4] },
	func(r *rand.Rand, old string) string {
		return fmt.Sprintf("%s\n[there](../../%s) and [[page-%05d]] and [out](https://example.org/)\n", old, samplePath(r.IntN(120)), r.IntN(120))
	},
	func(r *rand.Rand, old string) string {
		return fmt.Sprintf("---\nowner: team-%d\n---\n# %s\n", r.IntN(40), sampleSentence(r, 2))
	},
	func(r *rand.Rand, old string) string { return "# " + sampleSentence(r, 2) + "\n\n" + old },
}

func sharedPages(a, b []search.Entry) int {
	known := map[*search.Page]bool{}
	for _, e := range a {
		known[e.Page] = true
	}
	n := 0
	for _, e := range b {
		if known[e.Page] {
			n++
		}
	}
	return n
}

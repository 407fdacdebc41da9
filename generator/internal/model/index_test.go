package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/document"
)

// letters is an index over the letters of a document's title: some rows share
// keys, and a document may have a key twice.
func letters() Index[string, int] {
	return NewIndex(func(d *document.Document, emit func(string, int)) {
		for i, r := range d.Title {
			emit(string(r), i)
		}
	})
}

func dump(x Index[string, int]) string {
	var b strings.Builder
	for _, g := range x.Groups() {
		fmt.Fprintf(&b, "%s:", g.Key)
		for _, r := range g.Rows {
			fmt.Fprintf(&b, " %s=%s/%d", r.Doc.Path, r.Doc.Title, r.Value)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// FuzzReplace holds an index that was edited against one made afresh.
func FuzzReplace(f *testing.F) {
	f.Add("abcab", "xyxz")
	f.Add("", "aaaa")
	f.Add("qqrst", "q")
	f.Fuzz(func(t *testing.T, first, edits string) {
		docs := map[string]*document.Document{}
		for i, r := range first {
			p := fmt.Sprintf("%02d", i%20)
			docs[p] = &document.Document{Path: p, Title: string(r) + string(r-1)}
		}
		x := letters().Replace(nil, sorted(docs))
		for i, r := range edits {
			p := fmt.Sprintf("%02d", (i*7+int(r))%20)
			var gone, fresh []*document.Document
			if d := docs[p]; d != nil {
				gone = append(gone, d)
				delete(docs, p)
			}
			if r%3 != 0 {
				docs[p] = &document.Document{Path: p, Title: string(r) + "ab"}
				fresh = append(fresh, docs[p])
			}
			x = x.Replace(gone, fresh)
			if got, want := dump(x), dump(letters().Replace(nil, sorted(docs))); got != want {
				t.Fatalf("after edit %d:\ngot\n%swant\n%s", i, got, want)
			}
		}
	})
}

func sorted(docs map[string]*document.Document) []*document.Document {
	var all []*document.Document
	for _, d := range docs {
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b *document.Document) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// TestReplaceShares wants groups that an edit does not touch to be the same
// values as before.
func TestReplaceShares(t *testing.T) {
	a := &document.Document{Path: "a", Title: "xy"}
	b := &document.Document{Path: "b", Title: "yz"}
	before := letters().Replace(nil, []*document.Document{a, b})
	after := before.Replace([]*document.Document{b}, []*document.Document{{Path: "b", Title: "yw"}})
	if before.Groups()[0] != after.Groups()[1] { // x, after w
		t.Error("the group x was copied though nothing in it changed")
	}
	if got, want := dump(before), "x: a=xy/0\ny: a=xy/1 b=yz/0\nz: b=yz/1\n"; got != want {
		t.Errorf("the old index changed:\n%s", got)
	}
}

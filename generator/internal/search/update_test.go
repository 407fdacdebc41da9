package search

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestUpdateEqualsNew edits sites at random and wants the files of an index
// that was updated to be those of one made from nothing.
func TestUpdateEqualsNew(t *testing.T) {
	t.Parallel()
	for n, size := range map[int]int{1: 1500, 12: 1500, 60: 1500, 150: 1500, maxPages + 60: 200} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%d/%d", n, seed), func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(seed, uint64(n)))
				pages, steps := corpus(seed, n, size), max(5, 25-n/10)
				if n > maxPages { // so that one word is on more pages than are kept
					for i := range pages {
						pages[i].Sections[0].Text += " refund"
					}
				}
				for i := range pages {
					pages[i].Lang = [][]string{{""}, {"de"}, {"en", "de", "fr"}}[seed][i%[]int{1, 1, 3}[seed]]
					pages[i].Sections[0].Text += []string{"", " Team Vereinbarung", " Prüfung", " pruefen"}[i%4]
				}
				site := entriesOf(pages)
				x := New(site, false)
				for step := range steps {
					what := ""
					for range 1 + r.IntN(3) {
						site, what = randomEdit(r, site)
					}

					old, before := x, filesOf(x, 7)
					x = x.Update(site, step%5 == 4)
					if diff := differ(x, New(site, step%5 == 4)); diff != "" {
						t.Fatalf("step %d (%s): %s", step, what, diff)
					}
					if diff := differ2(before, filesOf(old, 7)); diff != "" {
						t.Fatalf("step %d (%s) changed the index before: %s", step, what, diff)
					}
				}
			})
		}
	}
}

// TestEveryFieldCounts wants two pages that differ in one field not to be taken
// for equal.
func TestEveryFieldCounts(t *testing.T) {
	t.Parallel()
	full := func() *Page { return &Page{Aliases: []string{"a"}, Tags: []string{"a"}, Sections: []Section{{}}} }
	for i := range reflect.TypeFor[Page]().NumField() {
		p := full()
		if name := reflect.TypeFor[Page]().Field(i).Name; name != "Sections" {
			other(reflect.ValueOf(p).Elem().Field(i))
			if equal(p, full()) {
				t.Errorf("pages that differ in %s are equal", name)
			}
		}
	}
	for i := range reflect.TypeFor[Section]().NumField() {
		p := full()
		other(reflect.ValueOf(&p.Sections[0]).Elem().Field(i))
		if equal(p, full()) {
			t.Errorf("pages that differ in %s of a section are equal", reflect.TypeFor[Section]().Field(i).Name)
		}
	}
}

// other changes a value.
func other(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("other")
	case reflect.Int:
		v.SetInt(7)
	case reflect.Slice:
		v.Set(reflect.ValueOf([]string{"b"}))
	default:
		panic("search: a page has a field of kind " + v.Kind().String())
	}
}

// TestAnEditTouchesLittle counts what is made anew after an edit of one text.
func TestAnEditTouchesLittle(t *testing.T) {
	t.Parallel()
	site := entriesOf(corpus(4, 600, 1500))
	x := New(site, false)
	p := *site[300].Page
	p.Sections = slices.Clone(p.Sections)
	p.Sections[1].Text += " " + strings.Join(strings.Fields(site[10].Page.Sections[2].Text)[:20], " ")
	site[300] = Entry{Page: &p}
	got := x.Update(site, false).made
	if got.pages != 1 || got.groups > 90 || got.shards > 50 {
		t.Errorf("%+v were made anew, want 1 page, and at most 90 groups and 50 shards", got)
	}
	if again := x.Update(site, false).Update(site, false).made; again != (work{}) {
		t.Errorf("%+v were made anew for the same pages", again)
	}
}

// filesOf makes each nth file.
func filesOf(x *Index, nth int) map[string][]byte {
	files := map[string][]byte{}
	for i, p := range x.Paths() {
		if i%nth == 0 {
			files[p], _ = x.File(p)
		}
	}
	return files
}

func differ(a, b *Index) string {
	if p, q := a.Paths(), b.Paths(); !slices.Equal(p, q) {
		return fmt.Sprintf("paths differ: %d and %d", len(p), len(q))
	}
	for _, p := range a.Paths() {
		if p != modulePath && !bytes.Equal(a.raw(p), b.raw(p)) {
			return p + " differs"
		}
	}
	return ""
}

func differ2(a, b map[string][]byte) string {
	for p := range a {
		if !bytes.Equal(a[p], b[p]) {
			return p + " differs"
		}
	}
	return ""
}

// randomEdit gives a site in which one page is not as it was.
func randomEdit(r *rand.Rand, site []Entry) ([]Entry, string) {
	site = slices.Clone(site)
	i := r.IntN(len(site))
	p := *site[i].Page
	p.Sections = slices.Clone(p.Sections)
	s := &p.Sections[r.IntN(len(p.Sections))]
	words := strings.Fields("Prüfung prüfen pruefung Prüfungen café cafe Teamvereinbarung Teams Vereinbarungen decide decides decided deciding tie tying ties has ha the in inning of refunds refund new " + site[r.IntN(len(site))].Page.Sections[0].Text)
	some := func() string { return words[r.IntN(len(words))] + " " + words[r.IntN(len(words))] }
	kinds := []func() string{
		func() string { s.Text += " " + some(); return "words" },
		func() string { s.Text = strings.Repeat(some()+" ", 1+r.IntN(60)); return "text" },
		func() string { s.Text = ""; return "no text" },
		func() string { s.Heading = some(); return "heading" },
		func() string { p.Title = some(); return "title" },
		func() string { p.Kind = []string{"Lesson", "lesson", "charter", ""}[r.IntN(4)]; return "kind" },
		func() string { p.Tags = []string{some(), "Tag", "tag"}; return "tags" },
		func() string { p.Incoming = r.IntN(300); return "incoming" },
		func() string { p.Owner = some(); return "owner" },
		func() string { p.Lang = []string{"", "en", "de", "fr"}[r.IntN(4)]; return "language" },
		func() string { p.Aliases = []string{some()}; return "names" },
		func() string { p.Status, p.Day, p.Due = some(), "2026-03-01", ""; return "facts" },
		func() string { s.Sort, s.Who = Decision, some(); return "statement" },
		func() string { p.Summary = some(); return "summary" },
		func() string { p.URL = fmt.Sprintf("area-%02d/new-%d/", r.IntN(20), r.IntN(1e6)); return "address" },
		func() string { p.URL = site[r.IntN(len(site))].Page.URL + "below/"; return "address below" },
		func() string {
			p.Sections = append(p.Sections, Section{Anchor: "x", Heading: some(), Text: some()})
			return "section"
		},
	}
	what := ""
	switch n := r.IntN(len(kinds) + 2); n {
	case len(kinds):
		if len(site) > 1 {
			return slices.Delete(site, i, i+1), "removed"
		}
	case len(kinds) + 1:
		p.URL += "copy/"
		site = slices.Insert(site, i+1, Entry{Page: &p})
		what = "added"
	default:
		what = kinds[n]()
		site[i] = Entry{Page: &p}
	}
	slices.SortFunc(site, func(a, b Entry) int { return cmpString(a.Page.URL, b.Page.URL) })
	return slices.CompactFunc(site, func(a, b Entry) bool { return a.Page.URL == b.Page.URL }), what
}

package search

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestAnalyse(t *testing.T) {
	t.Parallel()
	p := Page{
		URL: "teams/support-desk/charter.html", Title: "Support charter", Kind: "charter", Tags: []string{"Support", "Front line"}, Summary: "What the desk does.",
		Sections: []Section{{Text: "Support answers."}, {Anchor: "r", Heading: "Refunds", Text: "refunds, refunds; the desk refunds refunds Refunds"}, {Anchor: "s", Heading: "The desk", Text: ""}},
	}
	l, r := readTerms(Analyse(p))
	if want := (lengths{title: 2, name: 1, heads: []int{0, 1, 1}, bodies: []int{6, 7, 0}}); !reflect.DeepEqual(l, want) {
		t.Errorf("lengths are %+v, want %+v", l, want)
	}
	var got []string
	places := func(all []loc) (out [][2]int) {
		for _, l := range all {
			out = append(out, [2]int{l.section, l.count})
		}
		return out
	}
	for r.next() {
		got = append(got, fmt.Sprint(string(r.text), r.flags&^beforeOthers, places(r.heads), places(r.body)))
	}
	want := []string{
		"answers 32 [] [[0 1]]",
		"charter 3 [] []",
		"desk 52 [[2 1]] [[0 1] [1 1]]",
		"does 32 [] [[0 1]]",
		"front 8 [] []",
		"line 8 [] []",
		"refunds 48 [[1 1]] [[1 5]]",
		"support 45 [] [[0 1]]",
		"teams 4 [] []",
		"the 48 [[2 1]] [[0 1] [1 1]]",
		"what 32 [] [[0 1]]",
	}
	for i := range want {
		want[i] = strings.Replace(want[i], " ", "", 1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("terms are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnalyseDependsOnThePageOnly(t *testing.T) {
	t.Parallel()
	pages := corpus(1, 30, 3000)
	var first []Terms
	for _, p := range pages {
		first = append(first, Analyse(p))
	}
	for i, p := range slices.Backward(pages) {
		p.Incoming += 5
		if Analyse(p) != first[i] {
			t.Errorf("page %d has other terms the second time", i)
		}
	}
	if Analyse(Page{}) == "" {
		t.Error("an empty page has the terms that mean: not analysed")
	}
}

func TestPostings(t *testing.T) {
	t.Parallel()
	all := []posting{
		{page: 0, weight: 3, body: []loc{{section: 0, count: 1}, {section: 7, count: 3, next: nexts{1 << 5, 1 << 63}}, {section: 300}}},
		{page: 1, flags: inTitle | inHeading, prior: 7, title: 8, name: 1, front: true, heads: []loc{{section: 2, count: 3, next: nexts{2, 1}}}},
		{page: 5000, flags: inName | inPath | inTag, prior: 1, title: 1, name: 8, weight: 7, body: []loc{{section: 1, count: 2}}},
		{page: 5001, flags: inPath, title: 0},
	}
	for _, whole := range []bool{false, true} {
		g := group{whole: whole}
		want := slices.Clone(all)
		for i, p := range all {
			g.add(p)
			if whole {
				want[i].weight = min(want[i].weight, 1)
				want[i].body = nil
			}
		}
		if got := readPostings(g.postings, whole); !reflect.DeepEqual(got, want) {
			t.Errorf("whole=%v: got %+v, want %+v", whole, got, want)
		}
	}
}

func TestCommonWordsKeepTheBestPages(t *testing.T) {
	t.Parallel()
	g := group{forms: []string{"refunds"}}
	for i := range 3 * maxPages {
		p := posting{page: i, weight: 1, body: []loc{{section: 0, count: 1}}}
		if i%6 == 5 {
			p = posting{page: i, flags: inTitle, title: 1, name: 1}
		}
		g.add(p)
	}
	g.limit(nil)
	got := readPostings(g.postings, g.whole)
	titled := 0
	for i, p := range got {
		if p.flags&inTitle != 0 {
			titled++
		}
		if i > 0 && got[i-1].page >= p.page {
			t.Fatalf("page %d stands before %d", got[i-1].page, p.page)
		}
	}
	if len(got) != maxPages || titled != maxPages/2 || g.pages != 3*maxPages {
		t.Errorf("%d postings of which %d in titles, %d pages; want %d, %d, %d", len(got), titled, g.pages, maxPages, maxPages/2, 3*maxPages)
	}
}

func TestFormsShareAGroup(t *testing.T) {
	t.Parallel()
	ix := collect(entriesOf([]Page{
		{URL: "a/", Title: "Deciding", Sections: []Section{{Text: "we decide; decides"}}},
		{URL: "b/", Title: "b", Sections: []Section{{Text: "decided entscheidend décide"}}},
	}))
	var got []string
	for _, g := range ix.sorted() {
		if len(g.forms) > 1 {
			got = append(got, fmt.Sprint(g.forms, g.pages))
		}
	}
	if want := []string{"[decide decided decides deciding] 2"}; !slices.Equal(got, want) {
		t.Errorf("groups are %q, want %q", got, want)
	}
}

func TestShardSizes(t *testing.T) {
	t.Parallel()
	ix := collect(entriesOf(corpus(2, 400, 4000)))
	shards := ix.cut().shards
	if len(shards) < 10 {
		t.Fatalf("%d shards, want many", len(shards))
	}
	for i, s := range shards {
		if i > 0 && shards[i-1].from >= s.from {
			t.Errorf("shard %d begins at %q, not after %q", i, s.from, shards[i-1].from)
		}
		if len(s.body) > 2*maxShard {
			t.Errorf("shard %q has %d bytes", s.from, len(s.body))
		}
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 5, 300} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			pages := corpus(3, n, 3000)
			files := New(entriesOf(pages), false).Files()
			var bare []Entry // not analysed
			for i := range pages {
				bare = append(bare, Entry{Page: &pages[i]})
			}
			if !reflect.DeepEqual(files, New(bare, false).Files()) {
				t.Error("a second build of the same pages has other bytes")
			}
			if !slices.IsSortedFunc(files, func(a, b File) int { return cmpString(a.Path, b.Path) }) {
				t.Error("files are not sorted by path")
			}
			for _, f := range files {
				if strings.HasSuffix(f.Path, ".js") {
					continue
				}
				if len(f.Body) > 20_000 {
					t.Errorf("%s has %d bytes", f.Path, len(f.Body))
				}
				if len(unzip(t, f.Body)) == 0 {
					t.Errorf("%s is empty", f.Path)
				}
			}
			if n == 5 && len(files) != 9 {
				t.Errorf("a small site has %d files, want two modules, manifest, terms, heads, records, and the columns of kinds, tags and titles", len(files))
			}
		})
	}
}

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBuildOnFewOrManyProcessors lets the parts of a build be made in other
// orders.
func TestBuildOnFewOrManyProcessors(t *testing.T) { // not beside others, whose number of processors it changes
	was := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(was)
	entries := entriesOf(corpus(3, 150, 3000))
	one := New(entries, false).Files()
	runtime.GOMAXPROCS(4)
	if four := New(entriesOf(corpus(3, 150, 3000)), false).Files(); !reflect.DeepEqual(one, four) {
		t.Error("four processors make other bytes than one")
	}
}

// TestAnEditChangesFewFiles adds twenty words to one page of six hundred, in
// turn to five pages.
func TestAnEditChangesFewFiles(t *testing.T) {
	t.Parallel()
	pages := corpus(4, 600, 2500)
	before := map[string][]byte{}
	for _, f := range New(entriesOf(pages), false).Files() {
		before[f.Path] = f.Body
	}
	var files, sizes []int
	for _, at := range []int{60, 180, 300, 420, 540} {
		words := strings.Fields(pages[at-50].Sections[1].Text)
		edited := slices.Clone(pages)
		edited[at].Sections = slices.Clone(pages[at].Sections)
		edited[at].Sections[1].Text += " " + strings.Join(words[:min(20, len(words))], " ")
		n, size := 0, 0
		for _, f := range New(entriesOf(edited), false).Files() {
			if !bytes.Equal(before[f.Path], f.Body) {
				n++
				size += len(f.Body)
			}
		}
		files, sizes = append(files, n), append(sizes, size)
	}
	slices.Sort(files)
	slices.Sort(sizes)
	t.Logf("%d of %d files, %d bytes", files, len(before), sizes)
	if files[2] > 20 || sizes[2] > 65_000 {
		t.Errorf("%d files with %d bytes changed as a rule, want at most 20 with 65000", files[2], sizes[2])
	}
}

// TestMemory guards the size of what is kept of each page.
func TestMemory(t *testing.T) {
	t.Parallel()
	size, text := 0, 0
	for _, p := range corpus(5, 50, 5000) {
		size += len(Analyse(p))
		for _, s := range p.Sections {
			text += len(s.Text) + len(s.Heading)
		}
	}
	t.Logf("%d bytes of terms a page of %d bytes", size/50, text/50)
	if size/50 > 4000 {
		t.Errorf("terms of a page of 5 kB take %d bytes, want at most 4000", size/50)
	}
}

func FuzzBuild(f *testing.F) {
	for _, c := range tokenCases {
		f.Add("a/", c.name, c.in, "b/", c.in)
	}
	f.Fuzz(func(t *testing.T, url1, title, text, url2, heading string) {
		pages := []Page{
			{URL: url1, Title: title, Kind: heading, Tags: []string{text}, Sections: []Section{{Text: text}, {Heading: heading, Text: title}}},
			{URL: url2, Title: heading, Summary: text},
		}
		if len(New(entriesOf(pages), false).Files()) < 2 {
			t.Fatal("no index")
		}
	})
}

func BenchmarkAnalyse(b *testing.B) {
	p := corpus(6, 200, 5000)[100]
	b.ReportAllocs()
	for b.Loop() {
		Analyse(p)
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entries := entriesOf(corpus(7, n, 4500))
			terms := 0
			for _, e := range entries {
				terms += len(e.Terms)
			}
			b.ResetTimer()
			for b.Loop() {
				New(entries, false).Files()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "us/page")
			b.ReportMetric(float64(terms)/float64(n), "terms-B/page")
			runtime.KeepAlive(entries)
		})
	}
}

// readPostings is the inverse of add.
func readPostings(b []byte, whole bool) []posting {
	r := termReader{rest: string(b)}
	var out []posting
	page := 0
	for r.rest != "" {
		v := r.int()
		page += v >> 4
		p := posting{page: page, weight: v >> 1 & 7}
		if p.weight > 0 && !whole {
			p.body = r.locs()
		}
		if v&1 != 0 {
			c := r.byte()
			p.flags, p.prior = c&(1<<5-1), int(c>>5)
			if p.flags&(inTitle|inName) != 0 {
				c := r.byte()
				p.title, p.name, p.front = int(c&7)+1, int(c>>3&7)+1, c>>6 != 0
			}
			if p.flags&inHeading != 0 {
				p.heads = r.locs()
			}
		}
		out = append(out, p)
	}
	return out
}

// locs reads the places that appendLocs packed.
func (r *termReader) locs() []loc {
	var out []loc
	section := 0
	for {
		v := r.int()
		section += v >> 3
		out = append(out, loc{section: section, count: v >> 1 & 3, next: r.nexts()})
		if v&1 == 0 {
			return out
		}
	}
}

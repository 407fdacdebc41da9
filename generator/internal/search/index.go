package search

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// maxPages is the number of pages kept for a word, the best by score: so a
// common word stays at a few kB however large the site.
const maxPages = 1024

// index is what all pages say, by word. It never changes.
type index struct {
	pages  int
	total  totals
	mean   means
	words  *numbering
	groups table[*group] // by number; nil for one that no page has
	uses   table[tally]  // by form
	heads  []string      // words of titles and headings, sorted
}

// means are mean lengths over the site.
type means struct {
	title, name, heading float64 // in words that carry meaning
	body, section        float64 // in words
}

// group is a word in all its forms.
type group struct {
	forms    []string // sorted; the first names the group
	pages    int
	postings []byte
	full     []byte // the postings of all pages, when postings are those of the best
	worst    packed // the last of those with the lowest rank that are kept then
	last     int    // the page of the last posting, while pages are added
	whole    bool   // sections are left out: questions do without the word
}

func (g *group) key() string { return g.forms[0] }

// size is about how many bytes the group takes in a shard.
func (g *group) size() int { return len(g.postings) + 6 + 6*len(g.forms) }

// posting is what one page says about a group.
type posting struct {
	page   int
	flags  byte // inTitle to inHeading
	prior  int  // 0 to 7: how many links lead to the page
	title  int  // 1 to 8: words in the title, when it holds the word
	name   int  // 1 to 8: words in the name, when it holds the word
	front  bool // the page stands for its folder, and title or name hold the word
	weight int  // 0 to 7: how often the text has the word, for its length
	heads  []loc
	body   []loc // count is 0 to 3: how often, for the section's length
}

// collect turns the terms of all pages into postings by group.
func collect(entries []Entry) *index {
	total := totalsOf(entries)
	ix := &index{pages: len(entries), total: total, mean: total.means(len(entries)), words: newNumbering(newMorphology(entries))}
	var groups []*group // by number
	var uses []tally    // by form
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	defer c.reset()
	for i := range entries {
		c.read(ix, i, entries[i], isFront(entries, i))
		for len(groups) < ix.words.groups {
			groups = append(groups, &group{})
		}
		for j, number := range c.of {
			groups[number].add(c.todo[j])
		}
		uses = append(uses, make([]tally, len(ix.words.forms)-len(uses))...)
		for _, f := range c.forms {
			uses[f.id] = uses[f.id].plus(1, f.head)
		}
	}
	ix.finish(groups, uses)
	return ix
}

// finish gives the groups their forms.
func (ix *index) finish(groups []*group, uses []tally) {
	for id, u := range uses {
		f := ix.words.forms[id]
		groups[f.group].forms = append(groups[f.group].forms, f.text)
		if u.heads > 0 {
			ix.heads = append(ix.heads, f.text)
		}
	}
	for other, form := range ix.words.base {
		if _, used := ix.words.ids[other]; !used {
			if id, ok := ix.words.ids[form]; ok {
				g := groups[ix.words.forms[id].group]
				g.forms = append(g.forms, other)
			}
		}
	}
	var scratch []packed
	for _, g := range groups {
		slices.Sort(g.forms)
		if g.whole = ix.hasStop(g.forms); g.whole {
			scratch = g.strip(scratch)
		}
		scratch = g.limit(scratch)
	}
	slices.Sort(ix.heads)
	ix.groups, ix.uses = tableOf(groups), tableOf(uses)
}

// sorted lists the groups by key.
func (ix *index) sorted() []*group {
	var all []*group
	for i := range ix.groups.len() {
		if g := ix.groups.at(i); g != nil {
			all = append(all, g)
		}
	}
	slices.SortFunc(all, func(a, b *group) int { return cmpString(a.key(), b.key()) })
	return all
}

// isFront reports whether a page stands for its folder: the next lies below it.
func isFront(entries []Entry, i int) bool {
	return i+1 < len(entries) && strings.HasPrefix(entries[i+1].Page.URL, entries[i].Page.URL)
}

// collector finds the postings of one page. It is kept for the next one.
type collector struct {
	ix    *index
	slots []int32   // by group: 1 + place in todo
	todo  []posting // of the page
	of    []int32   // the groups of todo
	forms []formUse

	scales []float64 // by section: what its counts are divided by, for its length
}

// formUse is a form that the page has, in a title or heading or not.
type formUse struct {
	id   int32
	head bool
}

var collectors = sync.Pool{New: func() any { return &collector{} }}

func (c *collector) read(ix *index, number int, e Entry, front bool) {
	c.reset()
	c.ix = ix
	l, r := readTerms(e.Terms)
	german := tongue(e.Page.Lang) == "de"
	for r.next() {
		id := ix.words.id(r.text)
		c.forms = append(c.forms, formUse{id, r.flags&(inTitle|inName|inPath|inHeading) != 0})
		p := c.slot(id)
		p.flags |= r.flags
		p.heads = merge(p.heads, r.heads)
		p.body = merge(p.body, r.body)
		if german {
			c.partsOf(r)
		}
	}
	prior := min(7, bits.Len(uint(max(0, e.Page.Incoming))+1)-1)
	whole := 0.3 + 0.7*doubled(l.body())/ix.mean.body
	for _, n := range l.bodies {
		c.scales = append(c.scales, 0.5+0.5*doubled(n)/ix.mean.section)
	}
	for i := range c.todo {
		p := &c.todo[i]
		p.weigh(l, whole, c.scales)
		p.page, p.front, p.prior = number, front, prior
	}
}

// partsOf adds the word that was read to the words that it is made of. They
// count less than by themselves: in a title as a part of the path, in a heading
// as in the text.
func (c *collector) partsOf(r *termReader) {
	for _, part := range c.ix.words.parts[string(r.text)] {
		p := c.slot(c.ix.words.id([]byte(part)))
		if r.flags&(inTitle|inName) != 0 {
			p.flags |= inPath
		}
		p.flags |= r.flags & (inPath | inTag | inBody)
		p.body = merge(merge(p.body, r.heads), r.body)
	}
}

func (c *collector) reset() {
	for _, number := range c.of {
		c.slots[number] = 0
	}
	c.todo, c.of, c.forms, c.scales, c.ix = c.todo[:0], c.of[:0], c.forms[:0], c.scales[:0], nil
}

// slot gives the posting of a form's group on the page being read. Several
// forms of a word share it.
func (c *collector) slot(id int32) *posting {
	number := c.ix.words.forms[id].group
	for int(number) >= len(c.slots) {
		c.slots = append(c.slots, 0)
	}
	if c.slots[number] == 0 {
		n := len(c.todo)
		if n < cap(c.todo) {
			c.todo = c.todo[:n+1] // keep the memory of its lists
			p := &c.todo[n]
			*p = posting{heads: p.heads[:0], body: p.body[:0]}
		} else {
			c.todo = append(c.todo, posting{})
		}
		c.of = append(c.of, number)
		c.slots[number] = int32(n + 1)
	}
	return &c.todo[c.slots[number]-1]
}

// place gives the place of a group's posting in todo, or -1 if there is none.
func (c *collector) place(group int32) int {
	if int(group) >= len(c.slots) {
		return -1
	}
	return int(c.slots[group]) - 1
}

// merge adds the places b to a; both are in the order of the page.
func merge(a, b []loc) []loc {
	if len(a) == 0 || len(b) > 0 && a[len(a)-1].section < b[0].section {
		return append(a, b...)
	}
	for _, l := range b {
		i, found := slices.BinarySearchFunc(a, l.section, func(x loc, s int) int { return x.section - s })
		if found {
			a[i].count += l.count
			a[i].next.merge(l.next)
		} else {
			a = slices.Insert(a, i, l)
		}
	}
	return a
}

// weigh turns counts into the few steps that the index keeps. Counts are divided
// by whole or by those of sections, which BM25 has for their lengths.
func (p *posting) weigh(l lengths, whole float64, sections []float64) {
	p.title = min(8, max(1, l.title))
	p.name = min(8, max(1, l.name))
	sum := 0
	for i, b := range p.body {
		sum += b.count
		p.body[i].count = step(float64(b.count)/sections[b.section], 1, 3)
	}
	if sum > 0 {
		p.weight = 1 + step(float64(sum)/whole, 2, 6)
	}
	for i, h := range p.heads {
		p.heads[i].count = min(3, max(1, l.heads[h.section])-1)
	}
}

// doubled rounds a length to a power of two, so that an edit seldom moves the
// steps of words that it leaves alone.
func doubled(n int) float64 { return math.Exp2(math.Round(math.Log2(float64(max(1, n))))) }

// step gives the logarithm of x to base 2, rounded, plus zero, within 0 and most.
func step(x float64, zero, most int) int {
	n := 0
	for edge := math.Sqrt2 / float64(int(1)<<zero); n < most && x >= edge; edge *= 2 {
		n++
	}
	return n
}

func (ix *index) hasStop(forms []string) bool {
	stops := ix.words.stops()
	return slices.ContainsFunc(forms, func(f string) bool { return stops[f] })
}

// strip leaves out the sections of a word that questions do without. It works
// on the packed postings: unpacking them all was a quarter of what a build
// allocates.
func (g *group) strip(scratch []packed) []packed {
	all := unpack(scratch[:0], g.postings, false)
	for i := range all {
		all[i].low = stripped(all[i].low)
	}
	g.postings = repack(all, g.postings, func(p packed) int { return p.fields })
	return all
}

// stripped gives the weight and the fields of a posting whose sections are left
// out: how often a text has a small word says little, and changes with every edit.
func stripped(low uint64) uint64 {
	if low>>1 > 0 {
		return low&1 | 1<<1
	}
	return low
}

// limit keeps the postings of a common word small: those of the best pages, of
// equals the first.
func (g *group) limit(scratch []packed) []packed {
	if g.pages <= maxPages {
		return scratch
	}
	all := unpack(scratch[:0], g.postings, g.whole)
	worst, room := threshold(all)
	best := make([]packed, 0, maxPages)
	for _, p := range all {
		if p.rank == worst && room > 0 {
			room--
			g.worst = p
		} else if p.rank <= worst {
			continue
		}
		best = append(best, p)
	}
	g.full = g.postings
	g.postings = repack(best, g.full, func(p packed) int { return p.start })
	return all
}

// threshold gives the rank of the worst pages that are kept, and for how many
// of them there is room.
func threshold(all []packed) (worst, room int) {
	var counts []int // by rank
	for _, p := range all {
		for p.rank >= len(counts) {
			counts = append(counts, 0)
		}
		counts[p.rank]++
	}
	room = maxPages
	for worst = len(counts) - 1; worst > 0 && counts[worst] <= room; worst-- {
		room -= counts[worst]
	}
	return worst, room
}

// repack packs postings that stay as they are, each from a place on.
func repack(all []packed, old []byte, from func(packed) int) []byte {
	var out []byte
	last := 0
	for _, p := range all {
		out = append(appendGap(out, p.page-last, p.low), old[from(p):p.end]...)
		last = p.page
	}
	return out
}

// packed is a posting that stays as it is: its sections are the bytes from
// start to fields, its fields those from fields to end.
type packed struct {
	page, rank         int
	low                uint64 // the lower four bits of its first number
	start, fields, end int
}

// unpack finds the postings of a group, and how good each is.
func unpack(all []packed, postings []byte, whole bool) []packed {
	for r := readPosting(postings, whole); !r.done; r.next() {
		all = append(all, r.packed)
	}
	return all
}

// postingReader goes over postings without taking them apart.
type postingReader struct {
	packed
	begin int // of the posting, which is its gap
	done  bool
	rest  termReader
	size  int
	whole bool
}

// readPosting gives a reader that stands at the first posting.
func readPosting(postings []byte, whole bool) *postingReader {
	r := &postingReader{rest: termReader{rest: string(postings)}, size: len(postings), whole: whole}
	r.next()
	return r
}

func (r *postingReader) at() int { return r.size - len(r.rest.rest) }

func (r *postingReader) next() {
	r.begin = r.at()
	if r.done = r.begin == r.size; r.done {
		return
	}
	v := r.rest.int()
	r.page += v >> 4
	r.low, r.start = uint64(v&15), r.at()
	weight := v >> 1 & 7
	if weight > 0 && !r.whole {
		r.rest.skipLocs()
	}
	r.fields, r.rank = r.at(), weight
	if v&1 != 0 {
		c := r.rest.byte()
		flags := c & (1<<5 - 1)
		r.rank = rank(weight, flags, int(c>>5))
		if flags&(inTitle|inName) != 0 {
			r.rest.byte()
		}
		if flags&inHeading != 0 {
			r.rest.skipLocs()
		}
	}
	r.end = r.at()
}

func (r *termReader) skipLocs() {
	for more := true; more; {
		more = r.int()&1 != 0
		r.nexts()
	}
}

// rank orders the postings of one word, the best page first.
func rank(weight int, flags byte, prior int) int {
	score := weight
	for _, f := range []struct {
		flag   byte
		points int
	}{{inTitle, 80}, {inName, 50}, {inPath, 40}, {inTag, 30}, {inHeading, 20}} {
		if flags&f.flag != 0 {
			score += f.points
		}
	}
	return score + prior
}

// add packs a posting, about two bytes plus one for each section:
//
//	gap to the page before <<4 | weight<<1 | has fields      (weight at most 1 if whole)
//	sections of the text: gap<<3 | count<<1 | more, marks     (if weight > 0 and not whole)
//	flags | prior<<5                                   (if it has fields)
//	title | name<<3 | front<<6                         (if in title or name)
//	headings: gap<<3 | words-1, at most 3, <<1 | more, marks  (if in a heading)
//
// The marks are those of the words that come next; see [mark].
func (g *group) add(p posting) {
	g.postings = p.pack(g.postings, p.page-g.last, g.whole)
	g.last = p.page
	g.pages++
}

func (p *posting) pack(out []byte, gap int, whole bool) []byte {
	fields := p.flags &^ (inBody | beforeOthers)
	low := uint64(p.weight) << 1
	if fields != 0 {
		low |= 1
	}
	if whole {
		low = stripped(low)
	}
	out = appendGap(out, gap, low)
	if p.weight > 0 && !whole {
		out = appendLocs(out, p.body)
	}
	if fields != 0 {
		out = append(out, fields|byte(p.prior)<<5)
		if fields&(inTitle|inName) != 0 {
			b := byte(p.title-1) | byte(p.name-1)<<3
			if p.front {
				b |= 1 << 6
			}
			out = append(out, b)
		}
		if fields&inHeading != 0 {
			out = appendLocs(out, p.heads)
		}
	}
	return out
}

// appendGap appends the first number of a posting.
func appendGap(out []byte, gap int, low uint64) []byte {
	return binary.AppendUvarint(out, uint64(gap)<<4|low)
}

func appendLocs(out []byte, all []loc) []byte {
	before := 0
	for i, l := range all {
		v := uint64(l.section-before)<<3 | uint64(l.count)<<1
		if i+1 < len(all) {
			v |= 1
		}
		out = l.next.appendTo(binary.AppendUvarint(out, v))
		before = l.section
	}
	return out
}

func (r *termReader) byte() byte {
	c := r.rest[0]
	r.rest = r.rest[1:]
	return c
}

// totals are sums of lengths over the site.
type totals struct {
	title, name, heading, body, sections int
}

func totalsOf(entries []Entry) totals {
	var t totals
	for _, e := range entries {
		t.add(e.Terms, 1)
	}
	return t
}

// add adds the lengths of a page, n times.
func (t *totals) add(terms Terms, n int) {
	l, _ := readTerms(terms)
	t.title += n * l.title
	t.name += n * l.name
	t.body += n * l.body()
	t.sections += n * len(l.bodies)
	for _, h := range l.heads {
		t.heading += n * h
	}
}

func (t totals) means(pages int) means {
	mean := func(sum, n int) float64 { return max(1, float64(sum)/float64(max(1, n))) }
	return means{
		title: mean(t.title, pages), name: mean(t.name, pages), heading: mean(t.heading, t.sections),
		body: coarse(mean(t.body, pages)), section: coarse(mean(t.body, t.sections)),
	}
}

// coarse rounds to about a tenth, so that an edit of one page does not move the
// steps of all others.
func coarse(x float64) float64 {
	return math.Exp2(math.Round(math.Log2(max(1, x))*8) / 8)
}

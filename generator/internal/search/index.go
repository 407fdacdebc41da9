package search

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// maxPages is the number of pages kept for a word, the best by score: so a
// common word stays at a few kB however large the site.
const maxPages = 1024

// maxFilter is the length of a kind or tag, in bytes, above which it is no
// filter. The reader takes words of up to 2,048 bytes.
const maxFilter = 200

// index is what all pages say, by word.
type index struct {
	pages  int
	mean   means
	groups []*group // sorted by first form
	heads  []string // words of titles and headings, sorted
	kinds  []string // sorted
}

// means are mean lengths over the site.
type means struct {
	title, name, heading float64 // in words that carry meaning
	body, section        float64 // in words
}

// group is a word in all its forms, or a filter such as "kind:lesson".
type group struct {
	forms    []string // sorted; the first names the group
	pages    int
	postings []byte
	last     int  // the page of the last posting
	whole    bool // sections are left out: questions do without the word
	slot     int  // 1 + place among the postings of the page being read
}

func (g *group) key() string { return g.forms[0] }

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
	c := &collector{
		ix:     &index{pages: len(entries), mean: meanLengths(entries)},
		groups: map[string]*group{},
		stems:  map[string]*group{},
		heads:  map[string]bool{},
	}
	for i := range entries {
		front := i+1 < len(entries) && strings.HasPrefix(entries[i+1].Page.URL, entries[i].Page.URL)
		c.page(i, entries[i], front)
	}
	return c.finish()
}

type collector struct {
	ix     *index
	groups map[string]*group // by form
	stems  map[string]*group // by stem
	env    snowballstem.Env
	heads  map[string]bool
	todo   []posting // of the page being read
	of     []*group  // the groups of todo
}

func (c *collector) page(number int, e Entry, front bool) {
	l, r := readTerms(e.Terms)
	c.todo, c.of = c.todo[:0], c.of[:0]
	for r.next() {
		g := c.group(r.text)
		if r.flags&(inTitle|inHeading) != 0 && !c.heads[string(r.text)] { // looking costs no memory, setting does
			c.heads[string(r.text)] = true
		}
		p := c.slot(g)
		p.flags |= r.flags
		p.heads = merge(p.heads, r.heads)
		p.body = merge(p.body, r.body)
	}
	for i, g := range c.of {
		p := &c.todo[i]
		c.ix.weigh(p, l)
		p.page, p.front = number, front
		p.prior = min(7, bits.Len(uint(max(0, e.Page.Incoming))+1)-1)
		g.add(*p)
		g.slot = 0
	}
	c.filters(number, e.Page)
}

// slot gives the posting of g on the page being read. Several forms of a word
// share it.
func (c *collector) slot(g *group) *posting {
	if g.slot == 0 {
		n := len(c.todo)
		if n < cap(c.todo) {
			c.todo = c.todo[:n+1] // keep the memory of its lists
			p := &c.todo[n]
			*p = posting{heads: p.heads[:0], body: p.body[:0]}
		} else {
			c.todo = append(c.todo, posting{})
		}
		c.of = append(c.of, g)
		g.slot = n + 1
	}
	return &c.todo[g.slot-1]
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
		} else {
			a = slices.Insert(a, i, l)
		}
	}
	return a
}

// weigh turns counts into the few steps that the index keeps.
func (ix *index) weigh(p *posting, l lengths) {
	p.title = min(8, max(1, l.title))
	p.name = min(8, max(1, l.name))
	sum := 0
	for i, b := range p.body {
		sum += b.count
		z := 0.5 + 0.5*float64(l.bodies[b.section])/ix.mean.section
		p.body[i].count = step(float64(b.count)/z, 1, 3)
	}
	if sum > 0 {
		z := 0.3 + 0.7*float64(l.body())/ix.mean.body
		p.weight = 1 + step(float64(sum)/z, 2, 6)
	}
	for i, h := range p.heads {
		p.heads[i].count = min(3, bits.Len(uint(max(1, l.heads[h.section])))-1)
	}
}

// step gives the logarithm of x to base 2, rounded, plus zero, within 0 and most.
func step(x float64, zero, most int) int {
	n := 0
	for edge := math.Sqrt2 / float64(int(1)<<zero); n < most && x >= edge; edge *= 2 {
		n++
	}
	return n
}

// filters adds the page to the lists that kind: and tag: read.
func (c *collector) filters(number int, p Page) {
	add := func(key, value string) {
		value = strings.TrimSpace(string(fold(nil, value)))
		if value == "" || len(value) > maxFilter {
			return
		}
		form := key + ":" + value
		g := c.groups[form]
		if g == nil {
			g = &group{forms: []string{form}}
			c.groups[form] = g
			c.ix.groups = append(c.ix.groups, g)
			if key == "kind" {
				c.ix.kinds = append(c.ix.kinds, p.Kind)
			}
		}
		if g.pages == 0 || g.last != number {
			g.add(posting{page: number})
		}
	}
	add("kind", p.Kind)
	for _, t := range p.Tags {
		add("tag", t)
	}
}

// group gives the group of a form.
func (c *collector) group(form []byte) *group {
	if g := c.groups[string(form)]; g != nil {
		return g
	}
	text := string(form)
	stem := c.stem(text)
	g := c.stems[stem]
	if g == nil {
		g = &group{}
		c.stems[stem] = g
		c.ix.groups = append(c.ix.groups, g)
	}
	g.forms = append(g.forms, text)
	c.groups[text] = g
	return g
}

func (c *collector) stem(w string) string { return stem(&c.env, w) }

// Stem returns the stem that the forms of a folded word share. Only words of
// the letters a to z have one; another word is its own.
func Stem(w string) string { return stem(&snowballstem.Env{}, w) }

func stem(env *snowballstem.Env, w string) string {
	for i := range len(w) {
		if w[i] < 'a' || 'z' < w[i] {
			return w
		}
	}
	env.SetCurrent(w)
	english.Stem(env)
	return env.Current()
}

func (c *collector) finish() *index {
	var scratch []packed
	for _, g := range c.ix.groups {
		slices.Sort(g.forms)
		if !g.isFilter() {
			scratch = g.limit(scratch)
		}
	}
	slices.SortFunc(c.ix.groups, func(a, b *group) int { return cmpString(a.key(), b.key()) })
	for w := range c.heads {
		c.ix.heads = append(c.ix.heads, w)
	}
	slices.Sort(c.ix.heads)
	slices.Sort(c.ix.kinds)
	return c.ix
}

func (g *group) isFilter() bool { return strings.Contains(g.key(), ":") }

// limit keeps the postings of a common word small. It works on the packed
// postings: unpacking them all was a quarter of what a build allocates.
func (g *group) limit(scratch []packed) []packed {
	g.whole = slices.ContainsFunc(g.forms, func(f string) bool { return isStop([]byte(f)) })
	if !g.whole && g.pages <= maxPages {
		return scratch
	}
	all := g.unpack(scratch[:0])
	if len(all) > maxPages {
		slices.SortStableFunc(all, func(a, b packed) int { return b.rank - a.rank })
		all = all[:maxPages]
		slices.SortFunc(all, func(a, b packed) int { return a.page - b.page })
	}
	old := g.postings
	g.postings, g.last = nil, 0
	for _, p := range all {
		out := binary.AppendUvarint(g.postings, uint64(p.page-g.last)<<4|p.low)
		if !g.whole {
			out = append(out, old[p.start:p.fields]...)
		}
		g.postings, g.last = append(out, old[p.fields:p.end]...), p.page
	}
	return all
}

// packed is a posting that stays as it is: its sections are the bytes from
// start to fields, its fields those from fields to end.
type packed struct {
	page, rank         int
	low                uint64 // the lower four bits of its first number
	start, fields, end int
}

// unpack finds the postings of a group, and how good each is.
func (g *group) unpack(all []packed) []packed {
	r := termReader{rest: string(g.postings)}
	size := len(r.rest)
	page := 0
	for r.rest != "" {
		v := r.int()
		page += v >> 4
		p := packed{page: page, low: uint64(v & 15), start: size - len(r.rest)}
		weight := v >> 1 & 7
		if weight > 0 {
			r.skipLocs()
		}
		p.fields = size - len(r.rest)
		p.rank = weight
		if v&1 != 0 {
			c := r.byte()
			flags := c & (1<<5 - 1)
			p.rank = rank(weight, flags, int(c>>5))
			if flags&(inTitle|inName) != 0 {
				r.byte()
			}
			if flags&inHeading != 0 {
				r.skipLocs()
			}
		}
		p.end = size - len(r.rest)
		all = append(all, p)
	}
	return all
}

func (r *termReader) skipLocs() {
	for r.int()&1 != 0 {
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
//	gap to the page before <<4 | weight<<1 | has fields
//	sections of the text: gap<<3 | count<<1 | more     (if weight > 0 and not whole)
//	flags | prior<<5                                   (if it has fields)
//	title | name<<3 | front<<6                         (if in title or name)
//	headings: gap<<3 | words<<1 | more                 (if in a heading)
func (g *group) add(p posting) {
	fields := p.flags &^ inBody
	head := uint64(p.page-g.last)<<4 | uint64(p.weight)<<1
	if fields != 0 {
		head |= 1
	}
	out := binary.AppendUvarint(g.postings, head)
	if p.weight > 0 && !g.whole {
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
	g.postings, g.last = out, p.page
	g.pages++
}

func appendLocs(out []byte, all []loc) []byte {
	before := 0
	for i, l := range all {
		v := uint64(l.section-before)<<3 | uint64(l.count)<<1
		if i+1 < len(all) {
			v |= 1
		}
		out = binary.AppendUvarint(out, v)
		before = l.section
	}
	return out
}

func (r *termReader) byte() byte {
	c := r.rest[0]
	r.rest = r.rest[1:]
	return c
}

func (r *termReader) locs() []loc {
	var out []loc
	section := 0
	for {
		v := r.int()
		section += v >> 3
		out = append(out, loc{section, v >> 1 & 3})
		if v&1 == 0 {
			return out
		}
	}
}

func meanLengths(entries []Entry) means {
	var m means
	pages, sections := float64(max(1, len(entries))), 0.0
	for _, e := range entries {
		l, _ := readTerms(e.Terms)
		m.title += float64(l.title)
		m.name += float64(l.name)
		m.body += float64(l.body())
		sections += float64(len(l.bodies))
		for _, h := range l.heads {
			m.heading += float64(h)
		}
	}
	sections = max(1, sections)
	m.section = coarse(m.body / sections)
	m.body = coarse(m.body / pages)
	m.title = max(1, m.title/pages)
	m.name = max(1, m.name/pages)
	m.heading = max(1, m.heading/sections)
	return m
}

// coarse rounds to about a tenth, so that an edit of one page does not move the
// steps of all others.
func coarse(x float64) float64 {
	return math.Exp2(math.Round(math.Log2(max(1, x))*8) / 8)
}

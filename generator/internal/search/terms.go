package search

import (
	"encoding/binary"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Terms are the words of one page and where they stand, packed into about half
// a byte for each byte of text. They never change and can be compared with ==.
// The zero value means: not analysed.
type Terms string

// Fields of a page in which a word can stand.
const (
	inTitle = 1 << iota
	inName
	inPath
	inTag
	inHeading
	inBody
	beforeOthers // not a field: its places tell which words come next
)

// loc is a place in a page: a section's heading or text, by the section's number.
type loc struct {
	section int
	count   int
	next    nexts
}

// Analyse finds the words of a page. It looks at nothing but the page, and not
// at Incoming.
func Analyse(p Page) Terms {
	a := analysers.Get().(*analyser)
	defer analysers.Put(a)
	a.reset()
	a.page(p)
	return a.terms()
}

var analysers = sync.Pool{New: func() any { return &analyser{ids: map[string]int32{}, spelt: map[string]string{}} }}

// analyser collects words. It is kept from page to page for its memory only.
type analyser struct {
	ids   map[string]int32 // word -> its number in words
	words []word
	seen  []sighting        // headings and texts, in the order of the page
	head  packer            // lengths, as they stand at the front of Terms
	buf   []byte            // folded text
	stops map[string]bool   // words that carry no meaning
	spelt map[string]string // word -> how it is written with its accents
}

type word struct {
	text   string
	fields byte
	n      int32 // sightings
}

type sighting struct {
	word int32
	at   int32 // section<<1, +1 for text
	next byte  // the mark of the word that comes next; 0 for none
}

func (a *analyser) reset() {
	clear(a.ids)
	clear(a.words)
	clear(a.spelt)
	a.words, a.seen, a.head.out = a.words[:0], a.seen[:0], a.head.out[:0]
}

func (a *analyser) page(p Page) {
	a.stops = stopsOf(tongue(p.Lang))
	name, path := names(p.URL)
	title, _ := a.add(p.Title, inTitle, nowhere)
	for _, name := range p.Aliases { // a title does not grow longer because a page has other names
		a.add(name, inTitle, nowhere)
	}
	called, _ := a.add(name, inName, nowhere)
	a.add(path, inPath, nowhere)
	for _, t := range p.Tags {
		a.add(t, inTag, nowhere)
	}
	sections := p.Sections
	if len(sections) == 0 {
		sections = []Section{{}} // a summary needs a place
	}
	a.head.ints(title, called, len(sections))
	for i, s := range sections {
		heading, _ := a.add(s.Heading, inHeading, i<<1)
		_, text := a.add(s.Text, inBody, i<<1+1)
		if i == 0 {
			_, more := a.add(p.lead(), inBody, 1)
			text += more
		}
		a.head.ints(heading, text)
	}
}

// lead is the summary, unless it is how the text begins: in the first section,
// or below the title where that is a heading.
func (p *Page) lead() string {
	for _, s := range p.Sections[:min(2, len(p.Sections))] {
		if strings.Contains(s.Text, p.Summary) {
			return ""
		}
	}
	return p.Summary
}

// names gives what a page is called in its URL, and the folders above it.
func names(u string) (name, path string) {
	u = strings.TrimSuffix(strings.TrimSuffix(u, "/"), ".html")
	if s, err := url.PathUnescape(u); err == nil {
		u = s
	}
	if i := strings.LastIndexByte(u, '/'); i >= 0 {
		return u[i+1:], u[:i]
	}
	return u, ""
}

// nowhere is the place of words that stand in no section.
const nowhere = -1

// add adds the words of s. It returns how many they are, once without and once
// with the words that a question can do without.
func (a *analyser) add(s string, field byte, at int) (meaning, all int) {
	if s == "" {
		return 0, 0
	}
	a.buf = fold(a.buf[:0], s)
	see := func(w []byte) {
		id, ok := a.ids[string(w)]
		if !ok {
			id = int32(len(a.words))
			text := string(w)
			a.ids[text] = id
			a.words = append(a.words, word{text: text})
		}
		a.words[id].fields |= field
		if at != nowhere {
			a.words[id].n++
			a.seen = append(a.seen, sighting{word: id, at: int32(at)})
		}
	}
	before := -1 // where a.seen has the word before, small words aside
	eachToken(a.buf, func(w []byte) {
		see(w)
		all++
		if a.stops[string(w)] {
			return
		}
		meaning++
		if at == nowhere {
			return
		}
		if before >= 0 {
			a.seen[before].next = mark(w)
			a.words[a.seen[before].word].fields |= beforeOthers
		}
		before = len(a.seen) - 1
	}, see)
	if !isASCII(s) {
		a.spell(s)
	}
	return meaning, all
}

// spell notes how words are written that lose their accents.
func (a *analyser) spell(s string) {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !hasAccents(r) {
			i += size
			continue
		}
		from, to := around(s, i)
		i = to
		eachSpelling(s[from:to], func(form, written string) {
			if _, ok := a.spelt[form]; !ok {
				a.spelt[form] = written
			}
		})
	}
}

// terms packs what was collected: words that are written with accents, lengths,
// then each word in order as
//
//	shared with the word before, rest, fields, places of headings, places of text
func (a *analyser) terms() Terms {
	order := make([]int32, len(a.words))
	starts := make([]int32, len(a.words)) // of each word's places
	total := int32(0)
	for i, w := range a.words {
		order[i] = int32(i)
		starts[i] = total
		total += w.n
	}
	slices.SortFunc(order, func(x, y int32) int { return cmpString(a.words[x].text, a.words[y].text) })
	places := make([]sighting, total)
	fill := slices.Clone(starts)
	for _, s := range a.seen {
		places[fill[s.word]] = s
		fill[s.word]++
	}
	p := packer{out: make([]byte, 0, len(a.head.out)+12*len(a.words))}
	p.ints(len(a.spelt))
	if len(a.spelt) > 0 {
		for _, w := range slices.Sorted(maps.Keys(a.spelt)) {
			p.word(w)
			p.word(a.spelt[w])
		}
		p.prev = ""
	}
	p.out = append(p.out, a.head.out...)
	p.ints(len(order))
	for _, id := range order {
		w := &a.words[id]
		p.word(w.text)
		p.out = append(p.out, w.fields)
		mine := places[starts[id]:fill[id]]
		if w.fields&inHeading != 0 {
			p.out = appendPlaces(p.out, mine, 0, w.fields)
		}
		if w.fields&inBody != 0 {
			p.out = appendPlaces(p.out, mine, 1, w.fields)
		}
	}
	return Terms(p.out)
}

// appendPlaces packs those of a word's places that are of one kind (0 heading,
// 1 text), a byte each as a rule: gap to the section before, count up to four,
// and whether another follows. Then the marks of the words that come next, when
// the word has any.
func appendPlaces(out []byte, places []sighting, kind int32, fields byte) []byte {
	before, last, n := int32(0), int32(-1), 0
	var next nexts
	put := func(more uint64) {
		if last < 0 {
			return
		}
		out = binary.AppendUvarint(out, uint64(last-before)<<3|uint64(min(n, 4)-1)<<1|more)
		if n >= 4 {
			out = binary.AppendUvarint(out, uint64(n-4))
		}
		if fields&beforeOthers != 0 {
			out = next.appendTo(out)
		}
		before = last
	}
	for _, p := range places {
		if p.at&1 != kind {
			continue
		}
		if s := p.at >> 1; s != last {
			put(1)
			last, n, next = s, 0, nexts{}
		}
		n++
		next.add(p.next)
	}
	put(0)
	return out
}

// packer packs numbers as varints, and words as the length that they share with
// the word before, the length of the rest, and the rest.
type packer struct {
	out  []byte
	prev string
}

func (p *packer) ints(all ...int) {
	for _, n := range all {
		p.out = binary.AppendUvarint(p.out, uint64(n))
	}
}

func (p *packer) word(w string) {
	n := shared(p.prev, w)
	p.ints(n, len(w)-n)
	p.out = append(p.out, w[n:]...)
	p.prev = w
}

func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func cmpString(a, b string) int { return strings.Compare(a, b) }

// lengths are the front of Terms: how many words stand where. Titles, names
// and headings count words that carry meaning, texts count all.
type lengths struct {
	title, name int
	heads       []int
	bodies      []int
}

// spelling is a word and how it is written with its accents.
type spelling struct{ form, written string }

func (l lengths) body() int {
	n := 0
	for _, b := range l.bodies {
		n += b
	}
	return n
}

// eachSpelt calls yield for the words that are written with accents. It reads
// no more than that.
func eachSpelt(t Terms, yield func(spelling)) {
	r := termReader{rest: string(t)}
	for range r.int() {
		yield(spelling{r.word(), r.word()})
	}
}

// termReader reads Terms that [Analyse] made.
type termReader struct {
	rest  string
	left  int
	text  []byte
	flags byte
	heads []loc
	body  []loc
}

func readTerms(t Terms) (lengths, *termReader) {
	r := &termReader{rest: string(t)}
	for range 2 * r.int() { // spellings
		r.front()
	}
	r.text = r.text[:0]
	l := lengths{title: r.int(), name: r.int()}
	for range r.int() {
		l.heads = append(l.heads, r.int())
		l.bodies = append(l.bodies, r.int())
	}
	r.left = r.int()
	return l, r
}

// next reads a word. What it read is valid until the next call.
func (r *termReader) next() bool {
	if r.left == 0 {
		return false
	}
	r.left--
	r.front()
	r.flags = r.byte()
	r.heads, r.body = r.heads[:0], r.body[:0]
	if r.flags&inHeading != 0 {
		r.heads = r.places(r.heads)
	}
	if r.flags&inBody != 0 {
		r.body = r.places(r.body)
	}
	return true
}

// front reads a word that shares its beginning with the one before.
func (r *termReader) front() {
	n, m := r.int(), r.int()
	r.text = append(r.text[:n], r.rest[:m]...)
	r.rest = r.rest[m:]
}

func (r *termReader) word() string {
	r.front()
	return string(r.text)
}

func (r *termReader) places(out []loc) []loc {
	section := 0
	for {
		v := r.int()
		section += v >> 3
		n := v>>1&3 + 1
		if n == 4 {
			n += r.int()
		}
		l := loc{section: section, count: n}
		if r.flags&beforeOthers != 0 {
			l.next = r.nexts()
		}
		out = append(out, l)
		if v&1 == 0 {
			return out
		}
	}
}

func (r *termReader) int() int {
	v := 0
	for i := 0; ; i++ {
		c := r.rest[i]
		v |= int(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return v
		}
	}
}

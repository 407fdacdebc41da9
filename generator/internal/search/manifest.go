package search

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// format is the version of the files. A reader that knows another says so.
const format = 2

// manifest says where everything is.
type manifest struct {
	ix      *index
	terms   []shard
	heads   headFiles
	records recordSet
	columns []column
	answers bool
}

// raw packs the manifest:
//
//	format, pages, mean words of title, name, heading (each in tenths)
//	list, records in a file, words that a query can do without
//	kinds, statuses; each: how many, then value and label of each, the label "" where the value says it
//	terms, heads forward, heads backward; each: where the files begin, then
//	their names of five bytes
//	columns; each: its key, and its files as above
//	words that ask, see asking; none when there are no files that answer questions
func (m manifest) raw() []byte {
	var p packer
	p.ints(format, m.ix.pages, tenths(m.ix.mean.title), tenths(m.ix.mean.name), tenths(m.ix.mean.heading))
	p.word(m.records.list)
	p.ints(m.records.per)
	p.word(strings.Join(slices.Sorted(maps.Keys(m.ix.words.stops())), " "))
	p.labels(m.columns)
	for _, shards := range [][]shard{m.terms, m.heads.forward, m.heads.backward} {
		p.files(shards)
	}
	p.ints(len(m.columns))
	for _, c := range m.columns {
		p.word(c.key)
		p.files(c.parts)
	}
	if !m.answers {
		p.ints(0)
		return p.out
	}
	p.ints(len(asking))
	for _, w := range asking {
		p.word(w)
	}
	return p.out
}

// files packs where files begin and their names.
func (p *packer) files(shards []shard) {
	p.ints(len(shards))
	for _, s := range shards {
		p.word(s.from)
	}
	for _, s := range shards {
		name, err := hex.DecodeString(s.name)
		if err != nil {
			panic("search: file name is not a hash: " + s.name)
		}
		p.out = append(p.out, name...)
	}
}

func tenths(x float64) int { return int(x*10 + 0.5) }

// maxHeads is the size, before compression, up to which the words of titles
// and headings are one file.
const maxHeads = 100_000

// headFiles are the words of titles and headings. When they are cut, then
// twice: by their beginning and by their end, so that one slip of the hand
// leaves one of the two right.
type headFiles struct{ forward, backward []shard }

func (ix *index) headParts() headFiles {
	if len(ix.heads) == 0 {
		return headFiles{}
	}
	size := 0
	for _, w := range ix.heads {
		size += len(w)
	}
	if size < maxHeads {
		return headFiles{forward: []shard{packHeads("", ix.heads)}}
	}
	back := make([]string, len(ix.heads))
	for i, w := range ix.heads {
		back[i] = reverse(w)
	}
	slices.Sort(back)
	return headFiles{cutHeads(ix.heads), cutHeads(back)}
}

func cutHeads(words []string) []shard {
	starts := cuts(len(words), func(i int) (string, int) { return words[i], len(words[i]) })
	var out []shard
	for i, at := range starts {
		from := ""
		if i > 0 {
			from = bound(words[at-1], words[at])
		}
		out = append(out, packHeads(from, words[at:end(starts, i, len(words))]))
	}
	return out
}

// packHeads packs a count and the words.
func packHeads(from string, words []string) shard {
	var p packer
	p.ints(len(words))
	for _, w := range words {
		p.word(w)
	}
	return shard{from: from, name: hashName(p.out), body: p.out}
}

func reverse(w string) string {
	r := []rune(w)
	slices.Reverse(r)
	return string(r)
}

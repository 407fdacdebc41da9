package search

import (
	"math/bits"
)

// A place of a word tells which words come next in the same heading or text,
// small words aside: so a reader finds words that stand together without
// reading the text. Neighbours, not positions, because an edit then touches the
// words beside it and no others.

// mark gives a word a number from 1 to 127, by its first four characters: the
// forms of a word, and a word that is still being typed, mostly have the same.
// search.js does the same.
func mark(w []byte) byte {
	h, n := 0, 0
	for _, r := range string(w) {
		if n == 4 {
			break
		}
		h = (h*31 + int(r)) % 127
		n++
	}
	return byte(h + 1)
}

// nexts is a set of marks.
type nexts [2]uint64

// add adds a mark; 0 is none.
func (s *nexts) add(mark byte) {
	if mark != 0 {
		s[mark>>6&1] |= 1 << (mark & 63)
	}
}

func (s *nexts) merge(t nexts) {
	s[0] |= t[0]
	s[1] |= t[1]
}

// appendTo packs the marks in order, a byte each: mark<<1 | more. No marks are
// one byte 0.
func (s nexts) appendTo(out []byte) []byte {
	if s == (nexts{}) {
		return append(out, 0)
	}
	for half, set := range s {
		for ; set != 0; set &= set - 1 {
			out = append(out, byte(half<<6+bits.TrailingZeros64(set))<<1|1)
		}
	}
	out[len(out)-1]--
	return out
}

// nexts reads what appendTo packed.
func (r *termReader) nexts() nexts {
	var s nexts
	for {
		c := r.byte()
		s.add(c >> 1)
		if c&1 == 0 {
			return s
		}
	}
}

package markdown

import (
	"sync"
)

// buffers are what a text is written into before its size is known. They are
// used again for other texts: with new ones each time BenchmarkCompile takes
// 92 kB a page, with these 76.
type buffers struct {
	html  []byte
	text  []byte
	items []Item
	runs  []Run
}

var spare = sync.Pool{New: func() any { return new(buffers) }}

// maxSpare bounds what is kept of a page that was exceptionally long.
const maxSpare = 1 << 20

func (b *buffers) giveBack() {
	if cap(b.html) > maxSpare || cap(b.text) > maxSpare || cap(b.items)+cap(b.runs) > maxSpare/64 {
		return
	}
	b.html, b.text, b.items, b.runs = b.html[:0], b.text[:0], b.items[:0], b.runs[:0]
	spare.Put(b)
}

// exact returns a copy of a list that takes no more room than it needs, nil
// when it is empty.
func exact[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(make([]T, 0, len(list)), list...)
}

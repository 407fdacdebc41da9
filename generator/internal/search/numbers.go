package search

import (
	"slices"
	"sync"
)

// numbering numbers forms and the groups that they belong to. An index shares
// it with those that are made from it: it grows, and what it says of a form
// stays. The numbers show in no file.
type numbering struct {
	*morphology
	mu     sync.Mutex // held by who collects
	ids    map[string]int32
	forms  []form           // by id
	stems  map[string]int32 // groups
	groups int
	base   map[string]string // further spelling -> form
}

type form struct {
	text  string
	group int32
}

func newNumbering(x *morphology) *numbering {
	n := &numbering{morphology: x, ids: map[string]int32{}, stems: map[string]int32{}, base: map[string]string{}}
	for form, other := range x.further {
		if old, ok := n.base[other]; !ok || form < old {
			n.base[other] = form
		}
	}
	return n
}

// stays reports whether the morphology is the same after pages have changed,
// unless turns says otherwise. For a site in several languages nobody knows
// without reading all of it.
func (x *morphology) stays(changes []change) bool {
	if x.only == "" {
		return false
	}
	for _, c := range changes {
		if tongue(c.old.Page.Lang) != tongue(c.new.Page.Lang) || !slices.Equal(spellings(c.old.Terms), spellings(c.new.Terms)) {
			return false
		}
	}
	return true
}

func spellings(t Terms) []spelling {
	var all []spelling
	eachSpelt(t, func(s spelling) { all = append(all, s) })
	return all
}

// turns reports whether a change in the uses of a form may change the
// morphology, unless that is known to be the same, or the forms that nobody
// uses.
func (n *numbering) turns(form string, was, is tally, known bool) bool {
	if !known && n.german && (min(was.pages, minPages) != min(is.pages, minPages) || (was.heads > 0) != (is.heads > 0)) {
		return true // compounds are made of words that pages use
	}
	return (was.pages > 0) != (is.pages > 0) && (n.further[form] != "" || n.base[form] != "")
}

// id gives the number of a form.
func (n *numbering) id(text []byte) int32 {
	if id, ok := n.ids[string(text)]; ok {
		return id
	}
	f := form{text: string(text)}
	stem := n.stem(f.text)
	group, ok := n.stems[stem]
	if !ok {
		group = int32(n.groups)
		n.stems[stem] = group
		n.groups++
	}
	f.group = group
	id := int32(len(n.forms))
	n.ids[f.text] = id
	n.forms = append(n.forms, f)
	return id
}

// tally counts the pages that have a form, and those that have it in a title or
// heading.
type tally struct{ pages, heads int32 }

func (t tally) plus(n int32, head bool) tally {
	t.pages += n
	if head {
		t.heads += n
	}
	return t
}

// table is a list that never changes and of which a changed copy is cheap: the
// copy shares all parts that stay as they are.
type table[T any] struct {
	parts [][]T
}

const partSize = 128

func tableOf[T any](all []T) table[T] {
	var t table[T]
	for len(all) > partSize {
		t.parts, all = append(t.parts, all[:partSize:partSize]), all[partSize:]
	}
	return table[T]{append(t.parts, append(make([]T, 0, partSize), all...)[:partSize])}
}

// len is a number above that of the last element.
func (t table[T]) len() int { return len(t.parts) * partSize }

// at gives an element, which is zero where none was set.
func (t table[T]) at(i int) T {
	if i >= t.len() {
		var zero T
		return zero
	}
	return t.parts[i/partSize][i%partSize]
}

// tableEdit is a copy of a table in the making.
type tableEdit[T any] struct {
	table[T]
	own map[int]bool // parts that are not shared
}

func (t table[T]) edit() *tableEdit[T] {
	return &tableEdit[T]{table[T]{append([][]T(nil), t.parts...)}, map[int]bool{}}
}

func (t *tableEdit[T]) set(i int, v T) {
	n := i / partSize
	for n >= len(t.parts) {
		t.own[len(t.parts)] = true
		t.parts = append(t.parts, make([]T, partSize))
	}
	if !t.own[n] {
		t.own[n] = true
		t.parts[n] = append([]T(nil), t.parts[n]...)
	}
	t.parts[n][i%partSize] = v
}

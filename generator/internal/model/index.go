package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"remit/generator/internal/document"
)

// Index maps keys to rows. It is a sorted slice of groups that are never
// changed, so that two indexes share all groups in which they do not differ.
//
// What a document contributes is a pure function of that document (rows).
// Therefore the rows to take out when it goes can be computed again: nothing is
// registered, and nothing can be forgotten.
type Index[K cmp.Ordered, V any] struct {
	rows   func(*document.Document, func(K, V))
	groups []*Group[K, V]
}

// Group is the rows of one key, in the order of their documents' paths and
// within a document in the order in which it gave them.
type Group[K cmp.Ordered, V any] struct {
	Key  K
	Rows []Row[V]
}

// Row is one fact and the document that states it.
type Row[V any] struct {
	Value V // before Doc, since a None at the end would double the size
	Doc   *document.Document
}

// NewIndex returns an empty index over what rows says of each document.
func NewIndex[K cmp.Ordered, V any](rows func(d *document.Document, emit func(K, V))) Index[K, V] {
	return Index[K, V]{rows: rows}
}

// Get returns the rows of a key; nil when there are none. The caller must not
// change them.
func (x Index[K, V]) Get(key K) []Row[V] {
	if i, ok := x.search(key); ok {
		return x.groups[i].Rows
	}
	return nil
}

// Groups returns all groups in the order of their keys. The caller must not
// change them.
func (x Index[K, V]) Groups() []*Group[K, V] { return x.groups }

// From returns the groups whose key is at least key.
func (x Index[K, V]) From(key K) []*Group[K, V] {
	i, _ := x.search(key)
	return x.groups[i:]
}

func (x Index[K, V]) search(key K) (int, bool) {
	return slices.BinarySearchFunc(x.groups, key, func(g *Group[K, V], k K) int { return cmp.Compare(g.Key, k) })
}

// Replace returns the index without the rows of the documents gone and with
// those of the documents fresh. Groups that neither touches are shared.
func (x Index[K, V]) Replace(gone, fresh []*document.Document) Index[K, V] {
	changes := map[K]*change[V]{}
	at := func(k K) *change[V] {
		c := changes[k]
		if c == nil {
			c = &change[V]{}
			changes[k] = c
		}
		return c
	}
	for _, d := range gone {
		x.rows(d, func(k K, _ V) { at(k).leave(d) })
	}
	for _, d := range fresh {
		x.rows(d, func(k K, v V) { c := at(k); c.added = append(c.added, Row[V]{v, d}) })
	}
	if len(changes) == 0 {
		return x
	}
	next := make([]*Group[K, V], 0, len(x.groups)+len(changes))
	rest := x.groups
	for _, k := range slices.Sorted(maps.Keys(changes)) {
		i, found := slices.BinarySearchFunc(rest, k, func(g *Group[K, V], k K) int { return cmp.Compare(g.Key, k) })
		next = append(next, rest[:i]...)
		rest = rest[i:]
		var old []Row[V]
		if found {
			old, rest = rest[0].Rows, rest[1:]
		}
		if rows := changes[k].apply(old); len(rows) > 0 {
			next = append(next, &Group[K, V]{k, rows})
		}
	}
	return Index[K, V]{rows: x.rows, groups: append(next, rest...)}
}

// change is what happens to the rows of one key.
type change[V any] struct {
	gone  []*document.Document // whose rows go, each once
	added []Row[V]
}

func (c *change[V]) leave(d *document.Document) {
	if n := len(c.gone); n == 0 || c.gone[n-1] != d { // the rows of a document come one after the other
		c.gone = append(c.gone, d)
	}
}

// apply returns the rows after the change, in the order of paths. A group may
// hold all documents and a change but one, so what lies between is copied
// without being looked at.
func (c *change[V]) apply(old []Row[V]) []Row[V] {
	slices.SortFunc(c.gone, func(a, b *document.Document) int { return strings.Compare(a.Path, b.Path) })
	slices.SortStableFunc(c.added, byPath[V])
	if len(old) == 0 {
		return c.added
	}
	rows := make([]Row[V], 0, len(old)+len(c.added))
	gone, added := c.gone, c.added
	for len(gone) > 0 || len(added) > 0 {
		path := ""
		if len(gone) > 0 {
			path = gone[0].Path
		}
		if len(added) > 0 && (len(gone) == 0 || added[0].Doc.Path < path) {
			path = added[0].Doc.Path
		}
		i, _ := slices.BinarySearchFunc(old, path, func(r Row[V], p string) int { return strings.Compare(r.Doc.Path, p) })
		rows = append(rows, old[:i]...)
		old = old[i:]
		left := gone
		for len(gone) > 0 && gone[0].Path == path {
			gone = gone[1:]
		}
		left = left[:len(left)-len(gone)]
		for len(old) > 0 && old[0].Doc.Path == path {
			if !slices.Contains(left, old[0].Doc) {
				rows = append(rows, old[0])
			}
			old = old[1:]
		}
		for len(added) > 0 && added[0].Doc.Path == path {
			rows = append(rows, added[0])
			added = added[1:]
		}
	}
	return append(rows, old...)
}

func byPath[V any](a, b Row[V]) int { return strings.Compare(a.Doc.Path, b.Doc.Path) }

// sortRows puts rows of several groups into the order of one.
func sortRows(rows []Row[int]) {
	slices.SortStableFunc(rows, func(a, b Row[int]) int { return cmp.Or(byPath(a, b), cmp.Compare(a.Value, b.Value)) })
}

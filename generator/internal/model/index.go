package model

import (
	"cmp"
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
	Doc   *document.Document
	Value V
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
	left := make(map[*document.Document]bool, len(gone))
	added := map[K][]Row[V]{}
	for _, d := range gone {
		left[d] = true
		x.rows(d, func(k K, _ V) {
			if _, ok := added[k]; !ok {
				added[k] = nil
			}
		})
	}
	for _, d := range fresh {
		x.rows(d, func(k K, v V) { added[k] = append(added[k], Row[V]{d, v}) })
	}
	touched := make([]K, 0, len(added))
	for k := range added {
		touched = append(touched, k)
	}
	slices.Sort(touched)
	next := make([]*Group[K, V], 0, len(x.groups)+len(touched))
	rest := x.groups
	for _, k := range touched {
		i, found := slices.BinarySearchFunc(rest, k, func(g *Group[K, V], k K) int { return cmp.Compare(g.Key, k) })
		next = append(next, rest[:i]...)
		rest = rest[i:]
		rows := added[k]
		if found {
			rows = merge(rest[0].Rows, left, rows)
			rest = rest[1:]
		} else {
			slices.SortStableFunc(rows, byPath[V])
		}
		if len(rows) > 0 {
			next = append(next, &Group[K, V]{k, rows})
		}
	}
	return Index[K, V]{rows: x.rows, groups: append(next, rest...)}
}

// merge returns the old rows whose documents have not left, and the added
// ones, in the order of paths.
func merge[V any](old []Row[V], left map[*document.Document]bool, added []Row[V]) []Row[V] {
	rows := make([]Row[V], 0, len(old)+len(added))
	for _, r := range old {
		if !left[r.Doc] {
			rows = append(rows, r)
		}
	}
	rows = append(rows, added...)
	slices.SortStableFunc(rows, byPath[V])
	return rows
}

func byPath[V any](a, b Row[V]) int { return strings.Compare(a.Doc.Path, b.Doc.Path) }

// sortRows puts rows of several groups into the order of one.
func sortRows(rows []Row[int]) {
	slices.SortStableFunc(rows, func(a, b Row[int]) int { return cmp.Or(byPath(a, b), cmp.Compare(a.Value, b.Value)) })
}

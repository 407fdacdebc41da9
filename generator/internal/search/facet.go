package search

import (
	"bytes"
	"slices"
	"strings"
)

// facet is a key by which readers filter.
type facet struct {
	key string
	add func(p *Page, add func(value, label string)) // calls add for each value of a page
}

// facets are the keys by which readers filter. Pages overdue are those whose
// day in due has passed.
var facets = []facet{
	{"kind", func(p *Page, add func(value, label string)) { add(p.Kind, p.KindWord) }},
	{"team", func(p *Page, add func(value, label string)) { add(p.Team, p.Owner) }},
	{"tag", func(p *Page, add func(value, label string)) {
		for _, t := range p.Tags {
			add(t, "")
		}
	}},
	{"status", func(p *Page, add func(value, label string)) { add(p.Status, p.StatusWord) }},
	{"year", func(p *Page, add func(value, label string)) {
		if year, _, ok := strings.Cut(p.Day, "-"); ok {
			add(year, "")
		}
	}},
	{"due", func(p *Page, add func(value, label string)) { add(p.Due, "") }},
}

// byTitle is the key of the file that lists pages by their titles.
const byTitle = "title"

const (
	maxFilter  = 200    // bytes of a value above which nobody filters by it: the reader takes words of up to 2,048
	maxColumn  = 32_000 // bytes up to which a column is one file
	maxByTitle = 16_000 // pages above which nobody lists them by title
)

// column is the values of one key and the pages that have them.
type column struct {
	key    string
	values []*facetValue // by name
	parts  []shard
}

// facetValue is one value of a key. Page numbers grow.
type facetValue struct {
	name         string // what readers may write for it: folded, one space between words
	value, label string
	pages        int
	runs         packer // of the pages
	first, next  int    // of the run that is open: its first page, and the page that would make it longer
	packed       int    // the page after the last run that is packed
}

// columnsOf gathers the values of all pages and packs them. Equal entries give
// equal bytes. What pages say has no part in it, so that editing a text changes
// no column.
func columnsOf(entries []Entry) []column {
	columns := make([]column, 0, len(facets)+1)
	for _, f := range facets {
		c := column{key: f.key, values: valuesOf(f, entries)}
		c.cut()
		columns = append(columns, c)
	}
	if len(entries) <= maxByTitle {
		columns = append(columns, column{key: byTitle, parts: []shard{titleOrder(entries)}})
	}
	return columns
}

// sameFacets reports whether two pages look alike in all columns.
func sameFacets(a, b *Page) bool {
	return a.Title == b.Title && a.Kind == b.Kind && a.KindWord == b.KindWord && a.Team == b.Team && a.Owner == b.Owner &&
		a.Status == b.Status && a.StatusWord == b.StatusWord && a.Day == b.Day && a.Due == b.Due && slices.Equal(a.Tags, b.Tags)
}

// valuesOf gathers the values of one key, in the order of their names.
func valuesOf(f facet, entries []Entry) []*facetValue {
	var values []*facetValue
	byValue, byName := map[string]*facetValue{}, map[string]*facetValue{} // folding a value takes longer than looking it up
	for number, e := range entries {
		f.add(e.Page, func(value, label string) {
			v, known := byValue[value]
			if !known {
				if name := filterName(value); name != "" && len(value) <= maxFilter {
					if v = byName[name]; v == nil {
						v = &facetValue{name: name, value: strings.TrimSpace(value), label: cutLabel(label, value)}
						byName[name] = v
						values = append(values, v)
					}
				}
				byValue[value] = v
			}
			if v != nil {
				v.add(number)
			}
		})
	}
	for _, v := range values {
		v.closeRun()
	}
	slices.SortFunc(values, func(a, b *facetValue) int { return cmpString(a.name, b.name) })
	return values
}

// cutLabel is a label as it is packed: "" when the value says it.
func cutLabel(label, value string) string {
	label = strings.TrimSpace(label)
	if label == value || len(label) > maxFilter {
		return ""
	}
	return label
}

// filterName is what a value and a filter have in common when they mean the
// same: search.js does the same.
func filterName(s string) string {
	folded := fold(nil, strings.ToLower(s))
	return string(bytes.Join(bytes.FieldsFunc(folded, func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), []byte(" ")))
}

// add adds a page to the value, once.
func (v *facetValue) add(page int) {
	switch {
	case v.pages > 0 && page == v.next-1:
		return
	case v.pages > 0 && page == v.next:
		v.next++
	default:
		v.closeRun()
		v.first, v.next = page, page+1
	}
	v.pages++
}

// closeRun packs the run that is open.
func (v *facetValue) closeRun() {
	if v.next == v.first {
		return
	}
	v.runs.ints(v.first-v.packed, v.next-v.first-1)
	v.packed, v.first = v.next, v.next
}

// cut packs the column, in parts when it is large. A reader looks for a name in
// the part where it would stand.
func (c *column) cut() {
	if len(c.values) == 0 {
		return
	}
	total := 0
	size := func(i int) (string, int) {
		v := c.values[i]
		return v.name, len(v.runs.out) + 2*len(v.value) + 2*len(v.label) + 10 // a label may stand twice
	}
	for i := range c.values {
		_, n := size(i)
		total += n
	}
	starts := []int{0}
	if total > maxColumn {
		starts = cuts(len(c.values), size)
	}
	c.parts = make([]shard, len(starts))
	for i, at := range starts {
		if i > 0 {
			c.parts[i].from = bound(c.values[at-1].name, c.values[at].name)
		}
	}
	in := make([][]*facetValue, len(starts))
	for i, at := range starts {
		in[i] = slices.Clone(c.values[at:end(starts, i, len(c.values))])
	}
	for _, v := range c.values {
		label := filterName(v.label)
		if at := find(c.parts, label); label != "" && at != find(c.parts, v.name) {
			in[at] = append(in[at], v)
		}
	}
	for i := range in {
		c.parts[i].body = packValues(in[i])
		c.parts[i].name = hashName(c.parts[i].body)
	}
}

// packValues packs a part of a column: how many values, and of each
//
//	value, label or "", pages, runs of pages
//
// A run is the number of pages left out before it, and its length less one. A
// value also stands in the part in which a reader looks for its label.
func packValues(values []*facetValue) []byte {
	var p packer
	p.ints(len(values))
	for _, v := range values {
		p.word(v.value)
		p.word(v.label)
		p.ints(v.pages)
		p.out = append(p.out, v.runs.out...)
	}
	return p.out
}

// titleOrder packs the numbers of all pages in the order of their titles.
func titleOrder(entries []Entry) shard {
	names, order := make([]string, len(entries)), make([]int, len(entries))
	for i := range entries {
		names[i], order[i] = filterName(entries[i].Page.Title), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmpString(names[a], names[b]) })
	var p packer
	p.ints(len(order))
	p.ints(order...)
	return shard{name: hashName(p.out), body: p.out}
}

// labels packs for each of the keys kind and status what results are to show:
// a count, then value and label of each.
func (p *packer) labels(columns []column) {
	for _, c := range columns {
		if c.key != "kind" && c.key != "status" {
			continue
		}
		p.ints(len(c.values))
		for _, v := range c.values {
			p.word(v.value)
			p.word(v.label)
		}
	}
}

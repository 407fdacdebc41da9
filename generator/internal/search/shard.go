package search

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"slices"
	"unicode/utf8"
)

const (
	smallTerms = 48_000 // below it all terms are one file
	minShard   = 2_500  // a shard is cut between these two sizes, before compression
	maxShard   = 5_000
)

// shard is a file of words in order.
type shard struct {
	from string // a reader looks here for words from this on, up to the next shard's
	name string // of the file
	body []byte
}

// termFiles are the shards of all groups, and what is kept to cut them anew
// after an edit.
type termFiles struct {
	shards  []shard
	groups  [][]*group // of each shard
	sizes   []int      // of each shard's groups
	leaks   [][]alias  // forms of a shard's groups that are looked for in another
	aliases [][]alias  // those looked for in this shard
}

// cut packs the groups into shards.
func (ix *index) cut() termFiles {
	return cutAll(ix.sorted())
}

func cutAll(groups []*group) termFiles {
	if len(groups) == 0 {
		return termFiles{}
	}
	parts := [][]*group{groups}
	if sizeOf(groups) >= smallTerms {
		parts = parts[:0]
		starts := cuts(len(groups), sizesOf(groups))
		for i, at := range starts {
			parts = append(parts, groups[at:end(starts, i, len(groups))])
		}
	}
	t, _ := termFiles{}.with(parts, make([]int, len(parts)))
	return t
}

// after makes the files after an edit of some groups, and counts how many were
// packed anew. Where a shard ends depends
// on where it begins and on the groups up to its greatest size: so all shards
// stay that have no edit so near.
func (t termFiles) after(edits []edit) (termFiles, int) {
	if len(edits) == 0 {
		return t, 0
	}
	parts, turned := t.apply(edits)
	if len(parts) < 3 { // it may be a small site, or have been one
		now := cutAll(slices.Concat(parts...))
		return now, len(now.shards)
	}
	var out [][]*group
	var same []int
	for i, off := 0, 0; i < len(parts); {
		if off == 0 && t.stays(i, turned) {
			out, same = append(out, parts[i]), append(same, i+1)
			i++
			continue
		}
		rest := window(parts, i, off)
		n := firstCut(len(rest), sizesOf(rest))
		if off == 0 && n == len(parts[i]) && !turned[i] {
			same = append(same, i+1)
		} else {
			same = append(same, 0)
		}
		out = append(out, rest[:n:n])
		for off += n; i < len(parts) && off >= len(parts[i]); i++ {
			off -= len(parts[i])
		}
	}
	return t.with(out, same)
}

// apply puts groups in the place of others, within the shards as they are. It
// tells which shards that concerns.
func (t termFiles) apply(edits []edit) (parts [][]*group, turned []bool) {
	parts, turned = slices.Clone(t.groups), make([]bool, len(t.groups))
	if len(parts) == 0 {
		parts, turned = make([][]*group, 1), make([]bool, 1)
	}
	at := func(key string) (part, place int, found bool) {
		if part = max(0, find(t.shards, key)); !turned[part] {
			turned[part], parts[part] = true, slices.Clone(parts[part])
		}
		place, found = slices.BinarySearchFunc(parts[part], key, func(g *group, key string) int { return cmpString(g.key(), key) })
		return part, place, found
	}
	for _, e := range edits {
		if e.old != nil {
			part, place, found := at(e.old.key())
			if !found || parts[part][place] != e.old {
				panic("search: no shard has the group " + e.old.key())
			}
			parts[part] = slices.Delete(parts[part], place, place+1)
		}
		if e.new != nil {
			part, place, _ := at(e.new.key())
			parts[part] = slices.Insert(parts[part], place, e.new)
		}
	}
	return parts, turned
}

// stays reports whether a shard ends where it ended: no group up to the
// greatest size from its beginning has changed.
func (t termFiles) stays(i int, turned []bool) bool {
	for sum := 0; i < len(turned) && sum <= maxShard; i++ {
		if turned[i] {
			return false
		}
		sum += t.sizes[i]
	}
	return true
}

// window gives the groups from a place on, enough for the next cut.
func window(parts [][]*group, i, off int) []*group {
	var all []*group
	for sum := 0; i < len(parts) && sum <= 2*maxShard; i++ {
		for _, g := range parts[i][off:] {
			all = append(all, g)
			sum += g.size()
		}
		off = 0
	}
	return all
}

func sizeOf(groups []*group) int {
	n := 0
	for _, g := range groups {
		n += g.size()
	}
	return n
}

func sizesOf(groups []*group) func(int) (string, int) {
	return func(i int) (string, int) { return groups[i].key(), groups[i].size() }
}

// with makes the files of groups in parts. same tells of each part which of the
// shards of t has the same groups: 1 + its number, or 0. It counts how many were
// packed.
func (t termFiles) with(parts [][]*group, same []int) (termFiles, int) {
	now := termFiles{make([]shard, len(parts)), parts, make([]int, len(parts)), make([][]alias, len(parts)), nil}
	for i := range parts {
		switch {
		case i == 0:
		case same[i] > 1 && same[i-1] == same[i]-1:
			now.shards[i].from = t.shards[same[i]-1].from
		default:
			before := parts[i-1]
			now.shards[i].from = bound(before[len(before)-1].key(), parts[i][0].key())
		}
	}
	moved := len(parts) != len(t.groups) // whether a form may be looked for elsewhere
	for i, groups := range parts {
		if old := same[i] - 1; old >= 0 && until(t.shards, old) == until(now.shards, i) {
			now.leaks[i] = t.leaks[old]
			moved = moved || old != i
		} else {
			now.leaks[i] = leaks(groups, until(now.shards, i))
			moved = moved || until(t.shards, i) != until(now.shards, i) || !slices.Equal(t.leaks[i], now.leaks[i])
		}
	}
	if now.aliases = t.aliases; moved {
		now.aliases = now.aliased()
	}
	packed := 0
	for i, groups := range parts {
		s := &now.shards[i]
		if old := same[i] - 1; old >= 0 && slices.Equal(t.aliases[old], now.aliases[i]) {
			s.name, s.body, now.sizes[i] = t.shards[old].name, t.shards[old].body, t.sizes[old]
		} else {
			packed++
			now.sizes[i] = sizeOf(groups)
			s.body = packShard(groups, now.aliases[i])
			s.name = hashName(s.body)
		}
	}
	return now, packed
}

// aliased puts each leak where it is looked for.
func (t termFiles) aliased() [][]alias {
	aliases := make([][]alias, len(t.shards))
	for _, leaks := range t.leaks {
		for _, a := range leaks {
			there := find(t.shards, a.form)
			aliases[there] = append(aliases[there], a)
		}
	}
	for _, here := range aliases {
		slices.SortFunc(here, func(a, b alias) int { return cmpString(a.form, b.form) })
	}
	return aliases
}

// until is where the next shard begins, or "" after the last.
func until(shards []shard, i int) string {
	if i+1 < len(shards) {
		return shards[i+1].from
	}
	return ""
}

// leaks lists the forms of groups that are looked for behind their shard. None
// is looked for before it: a group stands at its first form.
func leaks(groups []*group, until string) []alias {
	var all []alias
	for _, g := range groups {
		for _, f := range g.forms[1:] {
			if until != "" && f >= until {
				all = append(all, alias{f, g.key()})
			}
		}
	}
	return all
}

// find gives the shard in which a reader looks for w.
func find(shards []shard, w string) int {
	i, found := slices.BinarySearchFunc(shards, w, func(s shard, w string) int { return cmpString(s.from, w) })
	if found {
		return i
	}
	return i - 1
}

// cuts chooses where shards of n words begin.
func cuts(n int, at func(int) (key string, size int)) []int {
	starts := []int{0}
	for start := 0; start < n; {
		from := start
		start += firstCut(n-from, func(i int) (string, int) { return at(from + i) })
		if start < n {
			starts = append(starts, start)
		}
	}
	return starts
}

// firstCut gives the number of words, of n, that the first shard takes. Within
// the sizes that are allowed it ends before the word with the smallest hash: so
// an edit moves the cuts near it and no others.
func firstCut(n int, at func(int) (key string, size int)) int {
	sum, best, bestHash := 0, 0, uint32(0)
	for i := range n {
		key, size := at(i)
		if sum >= minShard {
			if hash := hash32(key); best == 0 || hash < bestHash {
				best, bestHash = i, hash
			}
		}
		if sum+size > maxShard && best > 0 {
			return best
		}
		sum += size
	}
	return n
}

func end(starts []int, i, n int) int {
	if i+1 < len(starts) {
		return starts[i+1]
	}
	return n
}

func hash32(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// bound is the shortest text that is greater than a and not greater than b.
func bound(a, b string) string {
	n := shared(a, b) + 1
	for n < len(b) && !utf8.RuneStart(b[n]) {
		n++
	}
	return b[:n]
}

// alias says under which key a form stands that is looked for elsewhere.
type alias struct{ form, key string }

// packShard packs groups and aliases, both in order:
//
//	groups; each: its forms, pages<<1 | whole, bytes of postings
//	all postings
//	aliases; each: form, key
func packShard(groups []*group, aliases []alias) []byte {
	var p packer
	p.ints(len(groups))
	for _, g := range groups {
		p.ints(len(g.forms))
		for _, f := range g.forms {
			p.word(f)
		}
		pages := g.pages << 1
		if g.whole {
			pages |= 1
		}
		p.ints(pages, len(g.postings))
	}
	for _, g := range groups {
		p.out = append(p.out, g.postings...)
	}
	p.ints(len(aliases))
	for _, a := range aliases {
		p.word(a.form)
		p.word(a.key)
	}
	return p.out
}

// hashName names a file by its content.
func hashName(b []byte) string {
	sum := sha256.Sum256(b)
	return hashNameOf(sum[:])
}

func hashNameOf(sum []byte) string {
	return hex.EncodeToString(sum[:hashBytes])
}

// hashBytes is the length of a name before it is written in hexadecimal digits.
const hashBytes = 5

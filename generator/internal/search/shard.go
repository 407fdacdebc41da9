package search

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

const (
	smallTerms = 48_000 // below it all terms are one file
	minShard   = 4_000  // a shard is cut between these two sizes, before compression
	maxShard   = 8_000
)

// shard is a file of words in order.
type shard struct {
	from string // a reader looks here for words from this on, up to the next shard's
	name string // of the file
	body []byte
}

func (s shard) raw() []byte { return s.body }

// cut packs the groups into shards.
func (ix *index) cut() []shard {
	sizes := make([]int, len(ix.groups))
	total := 0
	for i, g := range ix.groups {
		sizes[i] = len(g.postings) + 6 + 6*len(g.forms)
		total += sizes[i]
	}
	starts := []int{0}
	if total >= smallTerms {
		starts = cuts(len(ix.groups), func(i int) (string, int) { return ix.groups[i].key(), sizes[i] })
	}
	if len(ix.groups) == 0 {
		return nil
	}
	shards := make([]shard, len(starts))
	for i, at := range starts {
		if i > 0 {
			shards[i].from = bound(ix.groups[at-1].key(), ix.groups[at].key())
		}
	}
	aliases := make([][]alias, len(starts))
	for i, at := range starts {
		for _, g := range ix.groups[at:end(starts, i, len(ix.groups))] {
			for _, f := range g.forms[1:] {
				if there := find(shards, f); there != i {
					aliases[there] = append(aliases[there], alias{f, g.key()})
				}
			}
		}
	}
	for i, at := range starts {
		shards[i].body = packShard(ix.groups[at:end(starts, i, len(ix.groups))], aliases[i])
		shards[i].name = hashName(shards[i].body)
	}
	return shards
}

func end(starts []int, i, n int) int {
	if i+1 < len(starts) {
		return starts[i+1]
	}
	return n
}

// find gives the shard in which a reader looks for w.
func find(shards []shard, w string) int {
	i, found := slices.BinarySearchFunc(shards, w, func(s shard, w string) int { return cmpString(s.from, w) })
	if found {
		return i
	}
	return i - 1
}

// cuts chooses where shards begin. Within the sizes that are allowed it cuts
// before the word with the smallest hash: so an edit moves the cuts near it
// and no others.
func cuts(n int, at func(int) (key string, size int)) []int {
	starts := []int{0}
	sum, best, bestHash := 0, -1, uint32(0)
	for i := 0; i < n; i++ {
		key, size := at(i)
		if sum >= minShard {
			if h := hash32(key); best < 0 || h < bestHash {
				best, bestHash = i, h
			}
		}
		if sum+size > maxShard && best > 0 {
			starts = append(starts, best)
			i, sum, best = best-1, 0, -1
			continue
		}
		sum += size
	}
	return starts
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

// packShard packs groups in order and then aliases:
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
	slices.SortFunc(aliases, func(a, b alias) int { return strings.Compare(a.form, b.form) })
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

// job makes the bytes of one file before compression.
type job func() []byte

// compressAll runs all jobs and compresses what they make, on two cores.
func compressAll(jobs []job) [][]byte {
	out := make([][]byte, len(jobs))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(2, len(jobs)) {
		wg.Go(func() {
			var buf bytes.Buffer
			z, _ := gzip.NewWriterLevel(&buf, level) // the level is valid
			for i := range next {
				buf.Reset()
				z.Reset(&buf)
				z.Write(jobs[i]()) // a buffer takes everything
				z.Close()
				out[i] = bytes.Clone(buf.Bytes())
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

const level = 6

package search

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Index is the search index of a site. It knows the names of its files and
// makes each when it is asked for. It never changes and may be read by any
// number of goroutines.
type Index struct {
	ix      *index
	terms   termFiles
	heads   headFiles
	records recordSet
	columns []column
	answers bool
	made    work
}

// work counts what was made for an index and not taken from the one before.
type work struct{ pages, groups, shards int }

// New makes an index of a site's pages. Entries come in the order of their
// URLs, each URL once; equal entries give equal files. An entry without terms
// is analysed on the spot. With answers is whether the files of package query
// lie beside those of the index.
func New(entries []Entry, answers bool) *Index {
	entries = slices.Clone(entries)
	analyse(entries)
	return build(entries, answers)
}

// analyse fills in the terms that are missing.
func analyse(entries []Entry) {
	parallel(len(entries), func(i int) {
		if entries[i].Terms == "" {
			entries[i].Terms = Analyse(*entries[i].Page)
		}
	})
}

func build(entries []Entry, answers bool) *Index {
	ix := collect(entries)
	terms := ix.cut()
	return &Index{
		ix: ix, terms: terms, heads: ix.headParts(), records: recordFiles(entries), columns: columnsOf(entries), answers: answers,
		made: work{len(entries), ix.groups.len(), len(terms.shards)},
	}
}

const (
	modulePath   = "search/search.js"
	filtersPath  = "search/filters.js"
	manifestPath = "search/manifest.bin"
)

// Paths lists the files of the index, sorted.
func (x *Index) Paths() []string {
	paths := []string{modulePath, filtersPath, manifestPath}
	for _, s := range x.terms.shards {
		paths = append(paths, "search/t/"+s.name+".bin")
	}
	for _, s := range slices.Concat(x.heads.forward, x.heads.backward) {
		paths = append(paths, "search/h/"+s.name+".bin")
	}
	for _, c := range x.columns {
		for _, s := range c.parts {
			paths = append(paths, "search/f/"+s.name+".bin")
		}
	}
	for i := range x.records.count() {
		paths = append(paths, x.records.path(i))
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// File makes the file at a path, or says false when the index has none there.
func (x *Index) File(path string) ([]byte, bool) {
	switch path {
	case modulePath:
		return bare(module), true
	case filtersPath:
		return bare(filters), true
	}
	raw := x.raw(path)
	if raw == nil {
		return nil, false
	}
	return Compress(raw), true
}

// raw is a file before compression; nil when there is none.
func (x *Index) raw(path string) []byte {
	if path == manifestPath {
		return manifest{x.ix, x.terms.shards, x.heads, x.records, x.columns, x.answers}.raw()
	}
	rest, ok := strings.CutPrefix(path, "search/")
	if rest, ok = strings.CutSuffix(rest, ".bin"); !ok {
		return nil
	}
	folder, name, _ := strings.Cut(rest, "/")
	switch folder {
	case "t":
		return rawOf(x.terms.shards, name)
	case "h":
		if raw := rawOf(x.heads.forward, name); raw != nil {
			return raw
		}
		return rawOf(x.heads.backward, name)
	case "f":
		for _, c := range x.columns {
			if raw := rawOf(c.parts, name); raw != nil {
				return raw
			}
		}
	case "p":
		_, number, _ := strings.Cut(name, "/")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < x.records.count() && path == x.records.path(i) {
			return x.records.raw(i)
		}
	}
	return nil
}

func rawOf(shards []shard, name string) []byte {
	for _, s := range shards {
		if s.name == name {
			return s.body
		}
	}
	return nil
}

// level trades the time of a build against bytes.
const level = 6

// compressor is a gzip writer with its memory, which is large.
type compressor struct {
	z   *gzip.Writer
	buf bytes.Buffer
}

var compressors = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, level) // the level is valid
	return &compressor{z: z}
}}

// Compress packs a file as those of the index are.
func Compress(raw []byte) []byte {
	c := compressors.Get().(*compressor)
	defer compressors.Put(c)
	c.buf.Reset()
	c.z.Reset(&c.buf)
	c.z.Write(raw) // a buffer takes everything
	c.z.Close()
	return bytes.Clone(c.buf.Bytes())
}

// Files makes all files, sorted by path, on two cores.
func (x *Index) Files() []File {
	paths := x.Paths()
	files := make([]File, len(paths))
	parallel(len(paths), func(i int) {
		body, _ := x.File(paths[i])
		files[i] = File{paths[i], body}
	})
	return files
}

// parallel calls do for 0 to n-1, on two cores.
func parallel(n int, do func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(2, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

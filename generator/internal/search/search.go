// Package search writes the search index.
//
// In: what each page says, as [Page] values, and for each the [Terms] that
// [Analyse] made of it (a pure function of one page, so that it can be kept
// with the document). Out: files under search/, read by search.js in the
// browser, by node in tests and by nothing else. The same pages give the same
// bytes. The package knows nothing about HTML, themes or Markdown.
//
// # Files
//
//	search/search.js           the engine: an ES module without DOM or globals
//	search/manifest.bin        where to look: bounds and names of all others
//	search/t/HASH.bin          terms: words with the pages and sections that hold them
//	search/h/HASH.bin          words of titles and headings, for spelling
//	search/p/LIST/NUMBER.bin   records: what is shown of a page
//
// A module answers.js may lie beside them that answers questions; package query
// writes it with its own files. The manifest says whether it is there, and
// search.js loads it when somebody searches.
//
// All but search.js are gzip'd here, because some hosts do not compress; the
// reader looks for gzip's magic first, because some hosts have already decoded.
// Files in t and h are named by their content and may be cached for ever. A
// record is named by the page's number in the list of all pages, and LIST by
// that list: a reader whose list is out of date gets a 404, never another page.
// Records, manifest and module are to be revalidated.
//
// A small site has one terms file and one records file.
//
// # Words
//
// Text is cut into words by [Tokens]; search.js does the same, and a test runs
// both over one file of cases. Stemming happens only here: forms of one word
// (of English, when it is written with the letters a to z) are a group, and
// the reader looks forms up. A group is found under its first form; a form
// that falls into another file stands there as an alias.
package search

import (
	"bytes"
	_ "embed"
	"slices"
	"sync"
)

// Page is what search is told about one page.
type Page struct {
	URL      string // below the site's root: "charters/support/"
	Title    string
	Kind     string // charter, lesson, ... page
	Tags     []string
	Summary  string
	Incoming int       // links that lead to the page
	Sections []Section // the first has no heading: the text before it
}

// Section is the text under one heading.
type Section struct {
	Anchor  string // id of the heading; "" for the first section
	Heading string
	Text    string // plain text
}

// File is one file of the index.
type File struct {
	Path string // below the site's root: "search/manifest.bin"
	Body []byte
}

// Entry is one page and what [Analyse] found in it. Page.Incoming is read from
// here, not from the terms: links may come and go while the terms are kept.
type Entry struct {
	Page  Page
	Terms Terms
}

// module is the engine that reads the index.
//
//go:embed assets/search.js
var module []byte

// Build makes all files of the index, sorted by path. Entries come in the
// order of their URLs, each URL once; equal entries give equal bytes. An entry
// without terms is analysed on the spot. The files that answer questions are
// added to the result.
func Build(entries []Entry, answers ...File) []File {
	entries = slices.Clone(entries)
	for i, e := range entries {
		if e.Terms == "" {
			entries[i].Terms = Analyse(e.Page)
		}
	}
	records := recordFiles(entries)
	var pages [][]byte
	var wg sync.WaitGroup
	wg.Go(func() { pages = compressAll(records.jobs()) })
	ix := collect(entries)
	terms, heads := ix.cut(), ix.headParts()
	m := manifest{ix: ix, terms: terms, heads: heads, records: records, answers: len(answers) > 0}
	paths := []string{"search/manifest.bin"}
	jobs := []job{m.raw}
	for _, s := range terms {
		paths = append(paths, "search/t/"+s.name+".bin")
		jobs = append(jobs, s.raw)
	}
	for _, h := range slices.Concat(heads.forward, heads.backward) {
		paths = append(paths, "search/h/"+h.name+".bin")
		jobs = append(jobs, h.raw)
	}
	bodies := compressAll(jobs)
	wg.Wait()
	files := []File{{"search/search.js", bare(module)}}
	bodies = append(bodies, pages...)
	for i, p := range append(paths, records.paths()...) {
		files = append(files, File{p, bodies[i]})
	}
	files = append(files, answers...)
	slices.SortFunc(files, func(a, b File) int { return cmpString(a.Path, b.Path) })
	return slices.CompactFunc(files, func(a, b File) bool { return a.Path == b.Path })
}

// bare leaves out indentation and lines that are nothing but a comment. The
// module has no text that runs over lines.
func bare(src []byte) []byte {
	var out []byte
	for line := range bytes.Lines(src) {
		line = bytes.TrimLeft(line, " \t\n")
		if len(line) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			out = append(out, line...)
		}
	}
	return out
}

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
//	search/filters.js          its part that reads facets, loaded when a reader filters
//	search/manifest.bin        where to look: bounds and names of all others
//	search/t/HASH.bin          terms: words with the pages and sections that hold them
//	search/h/HASH.bin          words of titles and headings, for spelling
//	search/p/LIST/NUMBER.bin   records: what is shown of a page
//
// A module answers.js may lie beside them that answers questions; package query
// writes it with its own files. The manifest says whether it is there and which
// words ask; search.js loads it for a query that has one of these, or that finds
// a decision or an area.
//
// All but the modules are gzip'd here, because some hosts do not compress; the
// reader looks for gzip's magic first, because some hosts have already decoded.
// Files in t and h are named by their content and may be cached for ever. A
// record is named by the page's number in the list of all pages, and LIST by
// that list: a reader whose list is out of date gets a 404, never another page.
// Records, manifest and modules are to be revalidated.
//
// A small site has one terms file and one records file.
//
// # Edits
//
// An [Index] makes a file when it is asked for it. [Index.Update] makes the
// next one from it, with the files that [New] would make: the terms of pages
// whose words stay are kept; so is all that an edit of some texts leaves alone.
// All postings are made anew when pages come, go or move, when a mean length
// takes another step, and when the morphology changes, which on a site in
// German or in several languages an edit often does.
//
// # Words
//
// Text is cut into words by [Tokens]; search.js does the same, and a test runs
// both over one file of cases and over all of Unicode. Stemming happens only
// here: forms of one word are a group, and the reader looks forms up. A group
// is found under its first form; a form that falls into another file stands
// there as an alias.
//
// A form is stemmed in one language: that in which most pages have it, of
// several such the first by its tag. Pages of which nobody knows are English,
// and so are words of the letters a to z on pages in another script. Languages
// without a stemmer keep their forms apart.
//
// A word that is written with umlauts is found when they are spelled out, and
// the other way round on German pages: Prüfung, Pruefung, Prufung. There the
// parts of a compound are found too, as in the text: a word is taken apart when
// it can be in only one way, into words that the site has by themselves.
//
// Scripts without spaces give overlapping pairs of characters, and the index
// has the last one of a text by itself: so each character begins a word.
//
// A query goes without small words. The manifest lists them: those of English
// and, when there are German pages, of German.
//
// # What stands where
//
// For each page with a word the terms say in which fields it stands, in which
// sections and about how often, and which words come next to it there. That is
// all that ranking needs: records are read only to be shown, so their texts may
// be cut.
package search

import (
	"bytes"
	_ "embed"
)

// Page is what search is told about one page.
type Page struct {
	URL        string // below the site's root: "charters/support/"
	Lang       string // of the text, as a BCP 47 tag; "" when nobody knows
	Title      string
	Aliases    []string // what else the page is called; they count as words of its title
	Kind       string   // charter, lesson, ... page
	KindWord   string   // what one of that kind is called, to show; "" when Kind says it
	Tags       []string
	Team       string // id of the team or role that owns the page; "" for none
	Owner      string // name of that team or role, to show
	Status     string // draft, active, retired, open, ...; "" when nobody knows
	StatusWord string // what that is called, to show; "" when Status says it
	Day        string // by which readers tell how old the page is: 2026-03-01; "" for none
	Due        string // when somebody looks at the page again: 2026-09-01; "" for never
	Summary    string
	Incoming   int       // links that lead to the page
	Sections   []Section // the first has no heading: the text before it
}

// Section is the text under one heading, or one statement of the page that is
// found by itself.
type Section struct {
	Anchor  string // id of the heading or statement; "" for the first section
	Heading string // of a statement: its sentence
	Text    string // plain text
	Sort    Sort   // what the statement is; "" for the text under a heading
	Who     string // name of the team or role whose statement it is, to show; "" for none
}

// Sort tells what a statement is.
type Sort string

// The sorts of statements.
const (
	Decision Sort = "decision" // a decision right
	Area     Sort = "area"     // what a team owns
	Bar      Sort = "bar"      // an item of a standard
	Action   Sort = "action"   // what follows from a lesson
	Promise  Sort = "promise"
)

// File is one file of the index.
type File struct {
	Path string // below the site's root: "search/manifest.bin"
	Body []byte
}

// Entry is one page and what [Analyse] found in it, or no terms yet.
// Page.Incoming is read from here, not from the terms: links may come and go
// while the terms are kept. The page does not change any more.
type Entry struct {
	Page  *Page
	Terms Terms
}

// module is the engine that reads the index.
//
//go:embed assets/search.js
var module []byte

// filters is the part of the engine that reads facets.
//
//go:embed assets/filters.js
var filters []byte

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

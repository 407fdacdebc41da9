// Package markdown turns Markdown into safe HTML with holes, headings,
// references and plain text, and tells where the plain text stands in the file.
//
// In: the bytes of one document, the offset at which its body begins and
// [Options]. Out: a [Content], always, together with the problems found.
// Whatever depends on another document (where a link leads, the size of an
// image, the title behind [[id]]) is a hole in the HTML with an entry in Refs;
// everything else is final and safe to send to a browser: no script, no style,
// no event handler, no address of an unknown scheme can come out, whatever
// goes in, and the elements are balanced.
//
// The language is CommonMark with GitHub's tables, task lists, strikethrough,
// bare addresses, footnotes and alerts, definition lists, [[wiki links]] and a
// heading's own id {#like-this}. Raw HTML passes an allow-list token by token
// and is written anew; other tags are shown as text. Limits hold before inline
// text is parsed, because some inputs of a few kB would keep the parser busy
// for minutes: what is over one is shown as plain text with one problem.
//
// The rules of the problems are comment-unclosed, html-not-allowed,
// image-elsewhere, invisible-character, not-text, not-understood, stray-byte,
// too-complex, undefined-reference and unsafe-link.
//
// The plain text is cut in four ways for those who read it: Items are what
// stands in lists and tables of Markdown's own and Terms what stands in its
// definition lists (raw HTML makes none), Runs say for each word what it is
// part of and where the author wrote it, and Comments are what the author wrote
// for nobody to read. Runs hold every byte of the
// text but the spaces, tabs and line ends that stand between blocks, lines and
// cells.
//
// What a theme has to style, besides plain elements:
//
//	.self                  the link of a heading to itself
//	.tbl                   the box around a table, which scrolls
//	.tasks                 a list with check boxes: label > input + span
//	.note .note-title      an alert; also note-note, note-tip, note-important,
//	                       note-warning, note-caution
//	.footnotes .footnote-ref .footnote-back
//	td time, th time       a date that should not break
//	code.language-NAME     with the short classes of chroma and Pygments in it:
//	                       k* keywords, s* strings, c* comments, m* numbers, n*
//	                       and bp, fm, py, vc, vg, vi, vm names, o* operators,
//	                       g* of diffs and consoles (gd, gi, gh, gu, gp, go, ...)
//
// Ids of headings are those that GitHub makes, so a theme's own ids should
// hold a colon, which no author's id can.
//
// The package never reads a file, never looks at another document and never
// fails: what cannot be shown as meant is shown as text.
package markdown

import (
	"slices"
	"strings"

	"remit/generator/internal/diag"
)

// Content is what one Markdown text says.
type Content struct {
	Body     Body
	Title    Heading // the heading that names the document; Text is "" when there is none
	Lifted   bool    // the title heading is left out of Body, since the page shows it on its own
	Headings []Heading
	Anchors  []string // further ids in Body that a link may lead to: <a name="x">, footnotes
	Refs     []Ref
	Text     string    // the plain text of the whole document, blocks separated by "\n"
	Summary  string    // the first paragraph as plain text, cut at about 300 characters
	Items    []Item    // list items at any depth, in document order
	Terms    []Term    // words that a definition list explains, in document order
	Runs     []Run     // where the plain text comes from, in order of At
	Comments []Comment // <!-- comments -->, in document order; they are not shown
	Problems []diag.Problem
}

// Item is one list item without the lists inside it and what follows them, or
// one row of a table below its head. A table in an item is part of its text.
type Item struct {
	At, End int       // its own text: Content.Text[At:End]; it holds "\n" between blocks
	Span    diag.Span // where that text stands in the file, without the marker
	Heading int       // index into Content.Headings of the section it stands in; -1 before the first
	Depth   int       // 0 for an outer list, 1 for a list in it
	Ordered bool      // has a number
	Row     bool      // is a row of a table; its cells are separated by tabs in Text
}

// Term is a word of a definition list and what it means there. Words that share
// a meaning are several terms.
type Term struct {
	At, End  int // the word: Content.Text[At:End]
	From, To int // its meaning: Content.Text[From:To]; it holds "\n" between blocks
}

// Run is a stretch of the plain text that was copied from the file as it
// stands there, save that a line end became a space, or that stands for
// something there. Runs that meet in both are one. They are in order of At;
// Source goes back where footnotes begin.
type Run struct {
	At, Source int32 // offsets into Content.Text and into the file
	Length     int32 // bytes in Content.Text
	Kind       RunKind
}

// RunKind tells what the words of a run are.
type RunKind uint8

// The kinds of runs. Rules that look at words look at Prose alone.
const (
	Prose   RunKind = iota
	Code            // code spans and blocks
	Quoted          // block quotes
	Titling         // headings
	Foreign         // raw HTML, images' words, entities, bare addresses: not byte for byte as in the file
)

// Comment is an HTML comment.
type Comment struct {
	Text    string    // between <!-- and -->, trimmed
	Span    diag.Span // the whole comment
	Heading int       // as in Item
	Next    int       // offset into Content.Text of what is shown next
}

// Heading is one heading, in document order.
type Heading struct {
	Level int // as shown, 2 to 6; 1 only for the lifted title
	Text  string
	ID    string
	Span  diag.Span
	At    int // offset into Content.Text at which the heading's own text begins
}

// Body is HTML with holes.
type Body struct {
	HTML    string
	Holes   []Hole // in order of At
	Opening int    // how much of HTML stands before the first heading that is shown there and lies in no quote, list or the like: all of it when there is none
}

// Hole is a place in the HTML where something goes that depends on another
// document or file.
type Hole struct {
	At   int // offset into Body.HTML
	Kind HoleKind
	Ref  int // index into Content.Refs
}

// HoleKind tells what goes into a hole.
type HoleKind uint8

// The kinds of holes. A link's opening and closing tag are both holes, so that
// a link that leads nowhere can be shown as its words alone.
const (
	LinkOpen HoleKind = iota
	LinkClose
	ImageTag // the whole <img>
	WikiText // the words of [[id]], which are the title of what it names
)

// RefKind tells how a reference was written.
type RefKind uint8

// The kinds of references. External ones are already final in the HTML and
// have no hole.
const (
	LinkRef RefKind = iota // [words](target), <a href>, relative or root-relative
	ImageRef
	WikiRef  // [[id]], [[id|words]], [[id#heading]]
	External // http, https, mailto, tel
)

// Ref is one reference to something outside the document.
type Ref struct {
	Kind          RefKind
	Target        string    // path as written, backslashes and entities undone, percent-encoding kept; id for WikiRef; whole URL for External; "" for a link within the page
	Fragment      string    // what follows "#", percent-decoded
	Query         string    // "?..." as written, or ""
	Words         string    // visible words, or the image's alternative text
	Title         string    // tooltip
	Width, Height int       // stated by the author of an <img>, else 0
	Span          diag.Span // of the destination as written (target, query and fragment)
	Heading       int       // index into Content.Headings of the section it stands in; -1 before the first
	From, To      int       // the sentence around it, as a range of Content.Text; holds the words whole
	At            int       // where its words begin in Content.Text: Text[At:At+len(Words)] == Words, save for an image
}

// Parts returns what stands before the first heading, and the rest. Both are
// balanced HTML.
func (b Body) Parts() (opening, rest Body) {
	i, _ := slices.BinarySearchFunc(b.Holes, b.Opening, func(h Hole, at int) int { return h.At - at })
	opening = Body{b.HTML[:b.Opening], b.Holes[:i:i], b.Opening}
	rest = Body{HTML: b.HTML[b.Opening:]}
	for _, h := range b.Holes[i:] {
		h.At -= b.Opening
		rest.Holes = append(rest.Holes, h)
	}
	return opening, rest
}

// Render appends the body to buf; fill appends what goes into a hole.
func (b Body) Render(buf []byte, fill func([]byte, Hole) []byte) []byte {
	at := 0
	for _, h := range b.Holes {
		buf = append(buf, b.HTML[at:h.At]...)
		buf = fill(buf, h)
		at = h.At
	}
	return append(buf, b.HTML[at:]...)
}

// Section returns the text below a heading, which goes on to the next heading
// of the same or a higher level, as levels are shown, or to the end. The words
// of the heading itself are no part of it. heading is an index into Headings.
func (c *Content) Section(heading int) (from, to int) {
	level := c.Headings[heading].Level
	return c.below(heading, func(h Heading) bool { return h.Level <= level })
}

// Own returns the text below a heading as far as the next heading of any
// level. Own(-1) is the text before the first heading.
func (c *Content) Own(heading int) (from, to int) {
	return c.below(heading, func(Heading) bool { return true })
}

// below returns the text from a heading to the next one at which it ends.
func (c *Content) below(heading int, ends func(Heading) bool) (from, to int) {
	if heading >= 0 {
		from = c.lineEnd(c.Headings[heading].At)
	}
	to = len(c.Text)
	for _, h := range c.Headings[heading+1:] {
		if ends(h) {
			to = h.At
			break
		}
	}
	return from, max(from, to)
}

// lineEnd returns where the line of the text that holds a byte ends, with its
// line end.
func (c *Content) lineEnd(at int) int {
	if i := strings.IndexByte(c.Text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(c.Text)
}

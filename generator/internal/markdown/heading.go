package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// takeOwnID cuts " {#my-id}" off the end of a heading and keeps it as its id.
// Nothing else in braces has a meaning.
func takeOwnID(n ast.Node, body []byte) {
	lines := n.Lines()
	if _, has := n.AttributeString("id"); has || lines.Len() == 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(body[last.Start:last.Stop], " \t\r\n")
	open := bytes.LastIndex(line, []byte("{#"))
	if open < 0 || !bytes.HasSuffix(line, []byte("}")) || open > 0 && line[open-1] != ' ' {
		return
	}
	id := string(line[open+2 : len(line)-1])
	if !isAnchor(id) {
		return
	}
	n.(*ast.Heading).SetAttributeString("id", id)
	last.Stop = last.Start + len(bytes.TrimRight(line[:open], " \t"))
	lines.Set(lines.Len()-1, last)
}

// isAnchor tells whether an author may use a text as an id: letters, digits
// and marks of any script and - _ . so that it cannot clash with the ids of
// footnotes and themes, which hold a colon.
func isAnchor(id string) bool {
	if id == "" || len(id) > 200 {
		return false
	}
	for _, r := range id {
		if !isWordRune(r) && r != '-' && r != '.' {
			return false
		}
	}
	return true
}

// isWordRune is \p{Word} of the regular expressions of Ruby, which GitHub
// makes its ids with.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic)
}

// slug makes the id of a heading as GitHub does: lower case, spaces to "-",
// everything but letters, digits, marks, "-" and connectors dropped.
func slug(text string) string {
	buf := make([]byte, 0, len(text))
	for _, r := range text {
		switch {
		case r == ' ':
			buf = append(buf, '-')
		case 'A' <= r && r <= 'Z':
			buf = append(buf, byte(r+'a'-'A'))
		case r == '-' || isWordRune(r):
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return normal(string(buf))
}

// normal is Unicode's composed form, since the same letter is written in two
// ways by different editors and a link must find it nonetheless.
func normal(s string) string { return norm.NFC.String(s) }

// headingState is what is known of a heading besides its [Heading].
type headingState struct {
	level           int // as written
	html, htmlEnd   int // its HTML
	holes, holesEnd int
	digit, digitEnd int  // where the level stands in the opening and closing tag
	top             bool // stands in nothing else, so that it may be lifted
	first           bool // nothing is shown before it
	at, bodyAt      int  // its text, and its source
}

// startHeading notes a heading whose text comes next.
func (c *compiler) startHeading(level, from, to int) {
	c.ownLine()
	c.heads = append(c.heads, headingState{
		level: level, html: len(c.html), holes: len(c.holes), at: len(c.text),
		top: c.atTop(), first: len(c.text) == 0 && len(c.holes) == 0, bodyAt: from,
	})
	c.out.Headings = append(c.out.Headings, Heading{At: len(c.text), Span: c.span(from, to)})
}

// atTop tells whether nothing is open that shows.
func (c *compiler) atTop() bool {
	for _, e := range c.open[1:] {
		if e.kind != group {
			return false
		}
	}
	return true
}

// endHeading puts the tags around the text of the last heading, whose id is
// only known now.
func (c *compiler) endHeading(ownID string) {
	i := len(c.heads) - 1
	h, out := &c.heads[i], &c.out.Headings[i]
	full := string(c.text[h.at:])
	shown := c.withoutAlts(h.at)
	out.Text = strings.Join(strings.Fields(shown), " ")
	if out.Text == "" {
		out.Text = strings.Join(strings.Fields(full), " ")
	}
	if out.Text == "" && len(c.holes) == h.holes {
		c.dropHeading()
		return
	}
	base := ownID
	if base == "" {
		base = slug(shown)
	}
	out.ID = c.uniqueID(base)
	open := c.headingTag(out.ID)
	c.html = slices.Insert(c.html, h.html, open...)
	for k := h.holes; k < len(c.holes); k++ {
		c.holes[k].At += len(open)
	}
	h.digit = h.html + 2
	c.html = append(c.html, `<a class="self" href="#`...)
	c.html = escapeAttribute(c.html, out.ID)
	c.html = append(c.html, `" aria-label="`...)
	c.html = escapeAttribute(c.html, cmp.Or(c.opt.Self, "Link to section")+": ")
	c.html = escapeAttribute(c.html, out.Text)
	c.html = append(c.html, `">#</a></h`...)
	h.digitEnd = len(c.html)
	c.html = append(c.html, "2>\n"...)
	h.htmlEnd, h.holesEnd = len(c.html), len(c.holes)
	c.guardHeadings()
}

// headingTag is the opening tag. An anchor of the same name that comes before
// keeps the id, as on GitHub, since two elements cannot have it.
func (c *compiler) headingTag(id string) []byte {
	if c.anchors[id] {
		return []byte("<h2>")
	}
	c.anchors[id] = true
	return append(escapeAttribute([]byte(`<h2 id="`), id), `">`...)
}

// dropHeading takes back a heading without words: it would be an empty entry
// in every contents list. Anchors in it stay.
func (c *compiler) dropHeading() {
	i := len(c.heads) - 1
	c.heads, c.out.Headings = c.heads[:i], c.out.Headings[:i]
	for k := range c.out.Refs {
		c.out.Refs[k].Heading = min(c.out.Refs[k].Heading, i-1)
	}
	for k := range c.items {
		c.items[k].Heading = min(c.items[k].Heading, i-1)
	}
	for k := range c.out.Comments {
		c.out.Comments[k].Heading = min(c.out.Comments[k].Heading, i-1)
	}
}

// withoutAlts is the text from an offset on without the words that stand for
// images, which are no part of a heading's id.
func (c *compiler) withoutAlts(at int) string {
	var b strings.Builder
	for _, alt := range c.alts {
		if alt[0] >= at {
			b.Write(c.text[at:alt[0]])
			at = alt[1]
		}
	}
	b.Write(c.text[at:])
	return b.String()
}

// uniqueID numbers ids that come again, as GitHub does: x, x-1, x-2.
func (c *compiler) uniqueID(base string) string {
	if base == "" {
		base = "section"
	}
	id := base
	for n, used := c.ids[base]; used; _, used = c.ids[id] {
		n++
		c.ids[base] = n
		id = base + "-" + strconv.Itoa(n)
	}
	c.ids[id] = 0
	return id
}

// settleHeadings chooses the title, takes it out of the body when it is to be
// lifted, and gives the other headings levels without gaps.
func (c *compiler) settleHeadings() {
	title := c.titleHeading()
	if title < 0 {
		c.opening = len(c.html)
		return
	}
	h := c.heads[title]
	c.out.Lifted = h.top && (h.first || title == 0 && h.level == 1)
	c.setLevels(title)
	first := c.firstShown(title)
	if first >= 0 {
		c.opening = c.heads[first].html
	}
	if c.out.Lifted {
		cut := c.cutHeading(h)
		if title < first {
			c.opening -= cut
		}
	}
	if first < 0 {
		c.opening = len(c.html)
	}
	c.out.Title = c.out.Headings[title]
	c.out.Title.Level = 1
}

// firstShown is the first heading of the body that stands in nothing else, or
// -1.
func (c *compiler) firstShown(title int) int {
	return slices.IndexFunc(c.heads, func(h headingState) bool { return h.top && !(c.out.Lifted && h.html == c.heads[title].html) })
}

func (c *compiler) titleHeading() int {
	for i, h := range c.heads {
		if h.level == 1 {
			return i
		}
	}
	return min(len(c.heads), 1) - 1
}

// setLevels shows each heading one level below the nearest one before it that
// was written higher, so that no level is skipped and none is 1.
func (c *compiler) setLevels(title int) {
	type level struct{ written, shown int }
	var above []level
	for i, h := range c.heads {
		if i == title && c.out.Lifted {
			c.out.Headings[i].Level = 1
			continue
		}
		for len(above) > 0 && above[len(above)-1].written >= h.level {
			above = above[:len(above)-1]
		}
		shown := 2
		if len(above) > 0 {
			shown = min(above[len(above)-1].shown+1, 6)
		}
		above = append(above, level{h.level, shown})
		c.out.Headings[i].Level = shown
		c.html[h.digit] = byte('0' + shown)
		c.html[h.digitEnd] = byte('0' + shown)
	}
}

// cutHeading takes the lifted heading out of the HTML. Images in it stay: the
// page's own heading is words alone. It returns how much shorter the HTML is.
func (c *compiler) cutHeading(h headingState) int {
	var kept []byte
	var holes []Hole
	for _, hole := range c.holes[h.holes:h.holesEnd] {
		if hole.Kind == ImageTag {
			holes = append(holes, Hole{At: h.html + len("<p>"), Kind: ImageTag, Ref: hole.Ref})
		}
	}
	if len(holes) > 0 {
		kept = []byte("<p></p>\n")
	}
	shift := h.htmlEnd - h.html - len(kept)
	for k := h.holesEnd; k < len(c.holes); k++ {
		c.holes[k].At -= shift
	}
	c.holes = slices.Replace(c.holes, h.holes, h.holesEnd, holes...)
	c.html = slices.Replace(c.html, h.html, h.htmlEnd, kept...)
	return shift
}

func (c *compiler) guardHeadings() {
	limit := c.opt.Limits.Headings
	if n := len(c.heads); n > limit && c.guard.over == nil {
		c.guard.over = &excess{"headings", "headings", n, limit, c.heads[n-1].bodyAt}
	}
}

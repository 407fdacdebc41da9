package markdown

import (
	"fmt"
	"strconv"

	extast "github.com/yuin/goldmark/extension/ast"
)

// referenceID is the id of the place where a footnote is used.
func referenceID(index, use int) string {
	if use == 0 {
		return "fnref:" + strconv.Itoa(index)
	}
	return fmt.Sprintf("fnref:%d-%d", index, use+1)
}

func (c *compiler) footnoteLink(n *extast.FootnoteLink) {
	c.inText()
	if c.links > 0 { // a link inside a link is no link
		c.html = fmt.Appendf(c.html, `<sup>%d</sup>`, n.Index)
		return
	}
	id := referenceID(n.Index, n.RefIndex)
	c.out.Anchors = append(c.out.Anchors, id)
	c.html = fmt.Appendf(c.html, `<sup id="%s"><a class="footnote-ref" href="#fn:%d" role="doc-noteref" aria-label="Footnote %d">%d</a></sup>`,
		id, n.Index, n.Index, n.Index)
}

func (c *compiler) footnotes(n *extast.FootnoteList) {
	c.popTo(1)
	c.html = append(c.html, `<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">`+"\n<ol>\n"...)
	section := c.enter(element{tag: "section", kind: paragraphs})
	items := c.enter(element{tag: "ol", kind: list})
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		note, ok := child.(*extast.Footnote)
		if !ok {
			continue
		}
		id := "fn:" + strconv.Itoa(note.Index)
		c.out.Anchors = append(c.out.Anchors, id)
		c.html = append(c.html, `<li id="`+id+`">`+"\n"...)
		m := c.enter(element{tag: "li", kind: item})
		c.blocks(note)
		c.leave(m)
	}
	c.leave(items)
	c.leave(section)
}

func (c *compiler) footnoteBacklink(n *extast.FootnoteBacklink) {
	c.popTo(c.floor) // raw HTML of the note ends before it
	c.html = fmt.Appendf(c.html, ` <a class="footnote-back" href="#%s" role="doc-backlink" aria-label="Back to where footnote %d is used`,
		referenceID(n.Index, n.RefIndex), n.Index)
	if n.RefCount > 1 {
		c.html = fmt.Appendf(c.html, ", place %d of %d", n.RefIndex+1, n.RefCount)
	}
	c.html = append(c.html, "\">\u21A9\uFE0E</a>"...)
}

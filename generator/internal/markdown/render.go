package markdown

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

func (c *compiler) hole(k HoleKind, ref int) {
	c.holes = append(c.holes, Hole{At: len(c.html), Kind: k, Ref: ref})
}

// ownLine begins a new line of the plain text.
func (c *compiler) ownLine() {
	c.bracket = -1
	if n := len(c.text); n > 0 && c.text[n-1] != '\n' {
		c.text = append(c.text, '\n')
	}
}

func (c *compiler) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if c.guard.over != nil || c.tooLarge() {
			return
		}
		c.block(n)
	}
}

func (c *compiler) block(n ast.Node) {
	if _, raw := n.(*ast.HTMLBlock); !raw && c.top().raw != "" {
		c.flow(false)
	}
	c.loose = false
	c.sawLines(n)
	switch n := n.(type) {
	case *ast.Paragraph:
		c.paragraph(n)
	case *ast.TextBlock:
		c.textBlock(n)
	case *ast.Heading:
		c.heading(n)
	case *ast.List:
		c.list(n)
	case *ast.FencedCodeBlock:
		c.code(n.Lines(), string(unescaped(n.Language(c.body))))
	case *ast.CodeBlock:
		c.code(n.Lines(), "")
	case *ast.Blockquote:
		c.quote(n)
	case *ast.HTMLBlock:
		c.htmlBlock(n)
	case *ast.ThematicBreak:
		c.html = append(c.html, "<hr>\n"...)
	case *extast.Table:
		c.table(n)
	case *extast.DefinitionList:
		c.definitions(n)
	case *extast.FootnoteList:
		c.footnotes(n)
	case *ast.LinkReferenceDefinition:
	default:
		c.blocks(n)
	}
}

func (c *compiler) paragraph(n *ast.Paragraph) {
	c.ownLine()
	at, alts, holes, start := len(c.text), len(c.alts), len(c.holes), len(c.html)
	c.html = append(c.html, "<p>"...)
	m := c.enter(element{tag: "p", kind: para})
	c.itemText(n)
	c.popTo(m.depth + 1)
	if len(c.text) == at && len(c.holes) == holes && len(c.open) > m.depth && c.top().raw == "" {
		c.unwrap(start)
	}
	c.leave(m)
	if c.out.Summary == "" && m.depth == 1 && (alts == len(c.alts) || len(bytes.TrimSpace([]byte(c.withoutAlts(at)))) > 0) {
		c.out.Summary = summary(c.text[at:])
	}
}

// unwrap takes the tag of the paragraph back that began at html[start], since
// it holds nothing but anchors and would show as a gap.
func (c *compiler) unwrap(start int) {
	c.html = slices.Delete(c.html, start, start+len("<p>"))
	c.top().tag = ""
}

// textBlock is a paragraph of a tight list: it has no element of its own.
func (c *compiler) textBlock(n *ast.TextBlock) {
	c.ownLine()
	m := mark{len(c.open), c.floor}
	c.floor = len(c.open)
	c.itemText(n)
	c.leave(m)
	if n.NextSibling() != nil && n.FirstChild() != nil {
		c.html = append(c.html, '\n')
	}
}

// itemText writes the text of a block, inside a label when a task's box stands
// before it: a box without a label says nothing to a screen reader.
func (c *compiler) itemText(n ast.Node) {
	box := taskOf(n)
	if box == nil {
		c.inlines(n.FirstChild())
		return
	}
	if box.checked {
		c.html = append(c.html, `<label><input type="checkbox" checked disabled><span>`...)
	} else {
		c.html = append(c.html, `<label><input type="checkbox" disabled><span>`...)
	}
	label := c.enter(element{tag: "label", kind: phrase})
	words := c.enter(element{tag: "span", kind: phrase})
	c.inlines(box.NextSibling())
	c.leave(words)
	c.leave(label)
}

func (c *compiler) heading(n *ast.Heading) {
	from, to := n.Pos(), n.Pos()
	if lines := n.Lines(); lines.Len() > 0 {
		from, to = lines.At(0).Start, lines.At(lines.Len()-1).Stop
	}
	id := ""
	if own, ok := n.AttributeString("id"); ok {
		id = own.(string)
	}
	c.startHeading(n.Level, from, to)
	m := c.enter(element{kind: heading, id: id})
	c.inlines(n.FirstChild())
	c.leave(m)
}

func (c *compiler) list(n *ast.List) {
	c.endOwnText()
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	c.html = append(append(c.html, '<'), tag...)
	if n.IsOrdered() && n.Start != 1 {
		c.html = append(c.html, ` start="`...)
		c.html = append(strconv.AppendInt(c.html, int64(n.Start), 10), '"')
	}
	if hasTasks(n) {
		c.html = append(c.html, ` class="tasks"`...)
	}
	c.html = append(c.html, ">\n"...)
	m := c.enter(element{tag: tag, kind: list})
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		c.listItem(child, n.IsOrdered())
	}
	c.leave(m)
}

func (c *compiler) listItem(n ast.Node, ordered bool) {
	c.html = append(c.html, "<li>"...)
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		c.html = append(c.html, '\n')
	}
	m := c.enter(element{tag: "li", kind: item})
	c.startItem(n, ordered)
	c.blocks(n)
	c.endItem()
	c.leave(m)
}

func (c *compiler) definitions(n *extast.DefinitionList) {
	c.html = append(c.html, "<dl>\n"...)
	m := c.enter(element{tag: "dl", kind: terms})
	first := len(c.out.Terms) // of the terms whose meaning comes next
	isMeant := false
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if term, ok := child.(*extast.DefinitionTerm); ok {
			c.ownLine()
			c.sawLines(term)
			c.html = append(c.html, "<dt>"...)
			inner := c.enter(element{tag: "dt", kind: item})
			at := len(c.text)
			c.inlines(term.FirstChild())
			if isMeant {
				first, isMeant = len(c.out.Terms), false
			}
			c.out.Terms = append(c.out.Terms, Term{At: at, End: len(c.text), From: len(c.text), To: len(c.text)})
			c.leave(inner)
			continue
		}
		c.html = append(c.html, "<dd>"...)
		inner := c.enter(element{tag: "dd", kind: item})
		from, last := len(c.text), len(c.out.Terms)
		c.blocks(child)
		for i := first; i < last; i++ {
			if !isMeant {
				c.out.Terms[i].From = from
			}
			c.out.Terms[i].To = len(c.text)
		}
		isMeant = true
		c.leave(inner)
	}
	c.leave(m)
}

// inlines writes a run of siblings. Pieces of text that the parser cut and
// that touch each other are joined again: an address may lie across them.
func (c *compiler) inlines(n ast.Node) {
	for ; n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			c.inline(n)
			continue
		}
		segment := t.Segment
		for !t.SoftLineBreak() && !t.HardLineBreak() {
			next, ok := t.NextSibling().(*ast.Text)
			if !ok || next.Segment.Start != segment.Stop || next.Segment.Padding != 0 || next.IsRaw() != t.IsRaw() {
				break
			}
			segment.Stop = next.Segment.Stop
			t, n = next, next
		}
		c.run(c.body[segment.Start:segment.Stop], segment.Start)
		c.lineBreak(t)
	}
}

func (c *compiler) lineBreak(t *ast.Text) {
	switch {
	case t.HardLineBreak():
		c.html = append(c.html, "<br>\n"...)
	case t.SoftLineBreak():
		c.html = append(c.html, '\n')
	default:
		return
	}
	c.text = append(c.text, ' ')
}

// run writes text that stands at an offset of the body.
func (c *compiler) run(s []byte, at int) {
	if c.links == 0 {
		if bytes.IndexByte(s, '[') >= 0 || bytes.IndexByte(s, ']') >= 0 {
			c.findUndefined(s, at)
		}
		if mayHoldAutolink(s) {
			c.autolinks(s, at)
			return
		}
	}
	c.words(s, at)
}

// words writes text that stands at an offset of the body, as CommonMark has
// it, with escapes and entities.
func (c *compiler) words(s []byte, at int) {
	c.inText()
	from, manner := len(c.text), c.manner()
	for len(s) > 0 {
		value, skip, size := piece(s)
		if skip < 0 {
			c.stand(at, value)
		} else {
			c.copyText(at+skip, len(value), manner)
		}
		s, at = s[size:], at+size
	}
	c.escape(c.text[from:])
}

// plain writes text as it is, which stands for what begins at an offset of the
// body.
func (c *compiler) plain(s []byte, at int) {
	c.inText()
	c.stand(at, s)
	c.escape(s)
}

// escape writes text into the HTML alone.
func (c *compiler) escape(s []byte) {
	if c.cells > 0 {
		c.html = appendDated(c.html, s)
		return
	}
	c.html = escapeText(c.html, s)
}

// inText makes sure that words may stand here, after raw HTML that may have
// left a table or list open.
func (c *compiler) inText() {
	if c.loose {
		c.flow(true)
	}
}

func (c *compiler) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.CodeSpan:
		c.codeSpan(n)
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		c.phrase(tag, n)
	case *extast.Strikethrough:
		c.phrase("del", n)
	case *ast.Link:
		c.link(n)
	case *ast.Image:
		c.image(n)
	case *ast.AutoLink:
		c.autoLink(n)
	case *wikiLink:
		c.wikiLink(n)
	case *ast.RawHTML:
		c.inlineHTML(n)
	case *extast.FootnoteLink:
		c.footnoteLink(n)
	case *extast.FootnoteBacklink:
		c.footnoteBacklink(n)
	case *taskBox, *ast.LinkReferenceDefinition:
	case *ast.String:
		c.plain(n.Value, max(n.Pos(), 0))
	default:
		c.inlines(n.FirstChild())
	}
}

func (c *compiler) phrase(tag string, n ast.Node) {
	c.inText()
	c.html = append(c.html, '<')
	c.html = append(c.html, tag...)
	c.html = append(c.html, '>')
	m := c.enter(element{tag: tag, kind: phrase})
	c.inlines(n.FirstChild())
	c.leave(m)
}

func (c *compiler) codeSpan(n *ast.CodeSpan) {
	c.inText()
	c.html = append(c.html, "<code>"...)
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		segment := child.(*ast.Text).Segment
		value := segment.Value(c.body)
		line, broken := bytes.CutSuffix(value, []byte("\n"))
		if broken {
			line = append(bytes.Clone(bytes.TrimSuffix(line, []byte("\r"))), ' ')
		}
		c.html = escapeText(c.html, line)
		c.codeLine(segment, line)
	}
	c.html = append(c.html, "</code>"...)
}

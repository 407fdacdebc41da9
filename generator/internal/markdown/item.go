package markdown

import (
	"github.com/yuin/goldmark/ast"
)

// startItem notes a list item; its text ends with endItem, or where the first
// list in it begins.
func (c *compiler) startItem(n ast.Node, ordered bool) {
	from := n.Pos()
	if first := n.FirstChild(); first != nil {
		from = startOf(first)
	}
	c.addItem(Item{Depth: len(c.within), Ordered: ordered}, from)
	c.within = append(c.within, len(c.items)-1)
}

func (c *compiler) endItem() {
	c.endOwnText()
	c.within = c.within[:len(c.within)-1]
}

// endOwnText ends the text of the innermost item, unless it has ended.
func (c *compiler) endOwnText() {
	if last := len(c.within) - 1; last >= 0 && c.within[last] >= 0 {
		c.settleItem(c.within[last])
		c.within[last] = -1
	}
}

// addItem adds an item whose text comes next, and begins at an offset of the
// body.
func (c *compiler) addItem(item Item, from int) {
	item.At, item.Heading = len(c.text), len(c.out.Headings)-1
	item.Span.Start.Byte = max(from, 0)
	c.seen = item.Span.Start.Byte
	c.items = append(c.items, item)
}

// settleItem ends the text of an item here.
func (c *compiler) settleItem(i int) {
	item := &c.items[i]
	item.End = len(c.text)
	for item.At < item.End && c.text[item.At] == '\n' {
		item.At++
	}
	for item.End > item.At && isBlank(c.text[item.End-1]) {
		item.End--
	}
	from, to := item.Span.Start.Byte, max(c.seen, item.Span.Start.Byte)
	for to > from && (isBlank(c.body[to-1]) || c.body[to-1] == '\r') {
		to--
	}
	item.Span = c.span(from, to)
}

// sawLines notes where the lines of a block end.
func (c *compiler) sawLines(n ast.Node) {
	if n.Type() == ast.TypeInline {
		return
	}
	if lines := n.Lines(); lines.Len() > 0 {
		c.seen = lines.At(lines.Len() - 1).Stop
	}
}

// startOf is where the words of a block begin, behind a task's box.
func startOf(n ast.Node) int {
	for n.Lines().Len() == 0 && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
		n = n.FirstChild()
	}
	if n.Lines().Len() == 0 {
		return n.Pos()
	}
	at := n.Lines().At(0).Start
	if taskOf(n) != nil {
		at += len("[ ] ")
	}
	return at
}

// startOfRow is where the first cell of a row begins.
func startOfRow(n ast.Node) int {
	for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.Lines().Len() > 0 {
			return cell.Lines().At(0).Start
		}
	}
	return n.Pos()
}

package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// alerts are the five kinds of GitHub's alerts, with the title that is shown.
var alerts = []struct{ mark, class, title string }{
	{"[!NOTE]", "note-note", "Note"},
	{"[!TIP]", "note-tip", "Tip"},
	{"[!IMPORTANT]", "note-important", "Important"},
	{"[!WARNING]", "note-warning", "Warning"},
	{"[!CAUTION]", "note-caution", "Caution"},
}

// alertTransformer takes the line [!NOTE] off the start of a quote before its
// text is parsed, and leaves the kind of alert on the quote.
type alertTransformer struct{}

func (alertTransformer) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != node || node.Lines().Len() == 0 {
		return
	}
	first := node.Lines().At(0)
	line := bytes.ToUpper(bytes.TrimSpace(first.Value(reader.Source())))
	for i, a := range alerts {
		if string(line) != a.mark {
			continue
		}
		quote.SetAttributeString("alert", i)
		node.Lines().SetSliced(1, node.Lines().Len())
		if node.Lines().Len() == 0 {
			quote.RemoveChild(quote, node)
		}
		return
	}
}

func (c *compiler) quote(n *ast.Blockquote) {
	kind, isAlert := n.AttributeString("alert")
	if !isAlert {
		c.html = append(c.html, "<blockquote>\n"...)
		m := c.enter(element{tag: "blockquote", kind: paragraphs})
		c.blocks(n)
		c.leave(m)
		return
	}
	a := alerts[kind.(int)]
	c.html = append(c.html, `<div class="note `...)
	c.html = append(c.html, a.class...)
	c.html = append(c.html, `" role="note"><p class="note-title">`...)
	c.html = append(c.html, a.title...)
	c.html = append(c.html, "</p>\n"...)
	m := c.enter(element{tag: "div", kind: paragraphs})
	c.blocks(n)
	c.leave(m)
}

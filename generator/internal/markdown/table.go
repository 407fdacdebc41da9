package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// tableOpening begins every table. The box scrolls by itself when the table is
// wider than the page, so the keyboard must be able to reach it.
const tableOpening = `<div class="tbl" tabindex="0"><table>` + "\n"

func (c *compiler) table(n *extast.Table) {
	c.html = append(c.html, tableOpening...)
	m := c.enter(element{kind: table})
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child.(type) {
		case *extast.TableHeader:
			c.html = append(c.html, "<thead>\n"...)
			c.tableRow(child, true)
			c.html = append(c.html, "</thead>\n"...)
			if child.NextSibling() != nil {
				c.html = append(c.html, "<tbody>\n"...)
			}
		default:
			c.tableRow(child, false)
		}
	}
	if n.ChildCount() > 1 {
		c.html = append(c.html, "</tbody>\n"...)
	}
	c.leave(m)
}

func (c *compiler) tableRow(n ast.Node, header bool) {
	c.html = append(c.html, "<tr>\n"...)
	c.ownLine()
	m := c.enter(element{tag: "tr", kind: row})
	if !header {
		c.addItem(Item{Row: true, Depth: len(c.within)}, startOfRow(n))
	}
	item := len(c.items) - 1
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child != n.FirstChild() {
			c.text = append(c.text, '\t')
		}
		c.tableCell(child.(*extast.TableCell), header)
	}
	if !header {
		c.settleItem(item)
	}
	c.leave(m)
}

// tableCell writes a cell. An empty one in the header is no header: a screen
// reader would announce nothing.
func (c *compiler) tableCell(n *extast.TableCell, header bool) {
	tag := "td"
	c.html = append(c.html, "<td"...)
	if header && n.FirstChild() != nil {
		tag = "th"
		c.html = append(c.html[:len(c.html)-1], `h scope="col"`...)
	}
	if n.Alignment != extast.AlignNone {
		c.html = append(c.html, ` align="`...)
		c.html = append(c.html, n.Alignment.String()...)
		c.html = append(c.html, '"')
	}
	c.html = append(c.html, '>')
	c.bracket = -1
	m := c.enter(element{tag: tag, kind: item})
	c.sawLines(n)
	c.inlines(n.FirstChild())
	c.leave(m)
}

// appendDated appends text as HTML with dates such as 2023-04-02 in <time>,
// which the theme keeps on one line.
func appendDated(html, s []byte) []byte {
	done := 0
	for i := 0; i+10 <= len(s); i++ {
		if !isDate(s, i) {
			continue
		}
		date := s[i : i+10]
		html = escapeText(html, s[done:i])
		html = append(html, `<time datetime="`...)
		html = append(html, date...)
		html = append(html, `">`...)
		html = append(html, date...)
		html = append(html, "</time>"...)
		done = i + 10
		i = done - 1
	}
	return escapeText(html, s[done:])
}

// isDate tells whether a whole ISO date stands at s[i].
func isDate(s []byte, i int) bool {
	if s[i+4] != '-' || s[i+7] != '-' {
		return false
	}
	for k, b := range s[i : i+10] {
		if k != 4 && k != 7 && (b < '0' || b > '9') {
			return false
		}
	}
	month := int(s[i+5]-'0')*10 + int(s[i+6]-'0')
	day := int(s[i+8]-'0')*10 + int(s[i+9]-'0')
	if s[i] != '1' && s[i] != '2' || month < 1 || month > 12 || day < 1 || day > daysIn(month) {
		return false
	}
	return (i == 0 || !continuesDate(s[i-1])) && (i+10 == len(s) || !continuesDate(s[i+10]))
}

// daysIn is the most days that a month can have; February 29 may pass.
func daysIn(month int) int {
	return [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
}

func continuesDate(b byte) bool { return isASCIIWord(b) || b == '-' || b == '/' || b >= 0x80 }

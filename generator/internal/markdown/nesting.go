package markdown

// kind tells what an element may hold.
type kind uint8

const (
	paragraphs kind = iota // blocks; bare words need a paragraph
	item                   // blocks or words: li, td, dd, summary
	group                  // a tag that is left out but ends paragraphs: div
	table                  // row groups
	rowGroup               // rows
	row                    // cells
	list                   // li
	terms                  // dt and dd
	para                   // words only: p, pre
	heading                // words only, and finished by endHeading
	phrase                 // words only, inside any of the above: em, a
)

// element is one that is open. Markdown and raw HTML share one stack, so that
// what comes out is balanced whatever goes in.
type element struct {
	tag   string // as written out; "" writes nothing
	raw   string // the raw closing tag that ends it; "" for Markdown's own
	kind  kind
	link  bool
	ref   int // of a link: its reference
	at    int // of a link: where its HTML begins
	holes int // and its holes
	inner int // and where its words begin in the HTML
	count int // rows of a table, cells of a row
	id    string
}

// mark is a place on the stack to come back to.
type mark struct{ depth, floor int }

// enter opens an element of Markdown's; raw tags inside cannot close it.
func (c *compiler) enter(e element) mark {
	m := mark{len(c.open), c.floor}
	c.push(e)
	c.floor = len(c.open)
	return m
}

func (c *compiler) push(e element) {
	c.open = append(c.open, e)
	if e.link {
		c.links++
	}
	c.count(e, 1)
}

// count keeps the number of open elements that change what words are.
func (c *compiler) count(e element, by int) {
	switch e.tag {
	case "td", "th":
		c.cells += by
	case "blockquote", "q":
		c.quotes += by
	case "":
		if e.kind == heading {
			c.titles += by
		}
	}
}

func (e element) isCell() bool { return e.tag == "td" || e.tag == "th" }

func (c *compiler) leave(m mark) {
	c.popTo(m.depth)
	c.floor = m.floor
}

func (c *compiler) popTo(depth int) {
	for len(c.open) > depth {
		c.pop()
	}
}

func (c *compiler) top() *element { return &c.open[len(c.open)-1] }

func (c *compiler) pop() {
	e := *c.top()
	c.open = c.open[:len(c.open)-1]
	c.count(e, -1)
	switch {
	case e.link:
		c.links--
		c.closeLink(e)
	case e.kind == heading:
		c.endHeading(e.id)
	case e.kind == table:
		c.html = append(c.html, "</table></div>\n"...)
	case e.tag != "":
		c.html = append(c.html, "</"...)
		c.html = append(c.html, e.tag...)
		c.html = append(c.html, '>')
		if e.kind != phrase {
			c.html = append(c.html, '\n')
		}
	}
}

// makeRoom closes and opens what it takes for an element to stand where HTML
// allows it. It returns false when there is no such place: the tag is left
// out then and its content stays.
func (c *compiler) makeRoom(name string, k kind) bool {
	switch name {
	case "td", "th":
		return c.backTo(row, rowGroup, table) && c.fill(row)
	case "tr":
		if !c.backTo(rowGroup, table) || !c.fill(rowGroup) {
			return false
		}
		c.countRow()
		return true
	case "thead", "tbody", "tfoot", "caption":
		return c.backTo(table)
	case "li":
		return c.backTo(list)
	case "dt", "dd":
		return c.backTo(terms)
	case "summary":
		return c.backToTag("details")
	}
	if !c.openBlock() {
		return false
	}
	c.ownLine()
	return true
}

func (c *compiler) countRow() {
	for i := len(c.open) - 1; i >= 0; i-- {
		if c.open[i].kind == table {
			c.open[i].count++
			return
		}
	}
}

// backTo closes elements down to the nearest one of the given kinds that raw
// HTML opened. Cells and captions are walls to what does not belong to tables.
func (c *compiler) backTo(kinds ...kind) bool {
	inTable := kinds[len(kinds)-1] == table
	for i := len(c.open) - 1; i >= c.floor; i-- {
		for _, k := range kinds {
			if c.open[i].kind == k {
				c.popTo(i + 1)
				c.ownLineUnlessCell(inTable)
				return true
			}
		}
		if !inTable && c.open[i].isCell() {
			return false
		}
	}
	return false
}

func (c *compiler) ownLineUnlessCell(inTable bool) {
	if !inTable || c.open[len(c.open)-1].kind != row {
		c.ownLine()
	}
}

func (c *compiler) backToTag(name string) bool {
	for i := len(c.open) - 1; i >= c.floor; i-- {
		if c.open[i].raw == name {
			c.popTo(i + 1)
			c.ownLine()
			return true
		}
		if c.open[i].kind != phrase && c.open[i].kind != para && c.open[i].kind != group {
			return false
		}
	}
	return false
}

// fill opens the row group and row that a cell or row needs.
func (c *compiler) fill(until kind) bool {
	if c.top().kind == table {
		c.implied("tbody", rowGroup)
	}
	if c.top().kind == rowGroup && until == row {
		c.countRow()
		c.ownLine()
		c.implied("tr", row)
	}
	return true
}

// implied opens an element that the author left out.
func (c *compiler) implied(name string, k kind) {
	c.html = append(append(append(c.html, '<'), name...), '>')
	c.push(element{tag: name, raw: name, kind: k})
}

// flow makes sure that blocks, or with words also bare words, may stand here.
func (c *compiler) flow(words bool) {
	for i := len(c.open) - 1; i >= 0; i-- {
		if c.open[i].isLeftOut() {
			continue
		}
		switch c.open[i].kind {
		case table, rowGroup:
			c.popTo(i + 1)
			c.fill(row)
			c.implied("td", item)
			c.top().raw = "td"
		case row:
			c.popTo(i + 1)
			c.open[i].count++
			c.implied("td", item)
		case list:
			c.popTo(i + 1)
			c.implied("li", item)
		case terms:
			c.popTo(i + 1)
			c.implied("dd", item)
		case paragraphs:
			if words {
				c.ownLine()
				c.implied("p", para)
			}
		}
		return
	}
}

// isLeftOut tells whether nothing of the element is written.
func (e element) isLeftOut() bool {
	return e.kind == group || e.kind == phrase && e.tag == "" && !e.link
}

// openBlock makes sure that a block may stand here: it ends raw HTML that
// takes only words, and a Markdown paragraph around it. Inside emphasis, links
// and headings it returns false.
func (c *compiler) openBlock() bool {
	c.loose = true
	c.closeWords()
	if len(c.open) > c.floor {
		c.flow(false)
		return true
	}
	switch around := c.top(); around.kind {
	case phrase, heading:
		return false
	case para:
		c.popTo(len(c.open) - 1)
		c.floor = len(c.open)
	}
	c.flow(false)
	return true
}

// closeWords closes raw elements that take only words.
func (c *compiler) closeWords() {
	for len(c.open) > c.floor {
		if k := c.top().kind; k != phrase && k != para && k != heading {
			return
		}
		c.pop()
	}
}

// closeRaw closes the nearest open raw element of a name; it returns false
// when there is none.
func (c *compiler) closeRaw(name string) bool {
	for i := len(c.open) - 1; i >= c.floor; i-- {
		e := c.open[i]
		if e.raw == name {
			c.popTo(i)
			if e.kind != phrase {
				c.ownLineAfter(e)
			}
			return true
		}
		if e.isCell() && !belongsToTable(name) {
			return false
		}
	}
	return false
}

func (c *compiler) ownLineAfter(e element) {
	if !e.isCell() {
		c.ownLine()
	}
}

func belongsToTable(name string) bool {
	switch name {
	case "table", "thead", "tbody", "tfoot", "tr", "td", "th":
		return true
	}
	return false
}

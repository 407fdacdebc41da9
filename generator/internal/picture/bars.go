package picture

import (
	"fmt"
	"html/template"
	"strconv"
)

// Bars shows how often something came back, a row each, a column a year.
type Bars struct {
	ID          string
	Title, Desc string
	Columns     []string // the years
	Rows        []BarRow
}

// BarRow is one row of bars.
type BarRow struct {
	Words  string
	Href   string
	Counts []int    // one for each column; a column without one stays empty
	Hrefs  []string // where each count is listed; "" leads nowhere
}

// SVG draws the bars. All rows have one scale.
func (b Bars) SVG() template.HTML {
	if len(b.Rows) == 0 || len(b.Columns) == 0 {
		return ""
	}
	most := 1
	for _, r := range b.Rows {
		for i := range min(len(r.Counts), len(b.Columns)) {
			most = max(most, r.Counts[i])
		}
	}
	var rows pen
	y := 26 * pixel
	for _, r := range b.Rows {
		y = b.row(&rows, r, most, y)
	}
	var p pen
	p.begin(b.ID, "pic-bars", b.Title, b.Desc, `width="100%" height="`+(y+2*pixel).String()+`"`)
	for i, c := range b.Columns {
		words, _ := small.shorten(clean(c), narrowest/px(len(b.Columns)))
		p.draw(`<text class="pic-soft" text-anchor="middle" x="%v" y="%v">%v</text>`, b.middle(i), 14*pixel, esc(words))
	}
	p.Write(rows.Bytes())
	return p.end()
}

// middle is the middle of a column.
func (b Bars) middle(i int) share { return whole * share(2*i+1) / share(2*len(b.Columns)) }

// row draws a row below top and returns where it ends.
func (b Bars) row(p *pen, r BarRow, most int, top px) px {
	const tallest = 34 * pixel
	lines, cut := usual.wrap(r.Words, narrowest, 2)
	if len(lines) > 0 {
		p.link(r.Href, r.Words, cut || len(lines) > 1, func() { p.lines("", 0, top+14*pixel, lines, 17*pixel) })
	}
	floor := top + px(len(lines))*17*pixel + 21*pixel + tallest
	p.draw(`<line class="pic-line" x1="0" x2="100%%" y1="%v" y2="%v"/>`, floor, floor)
	for i := range min(len(r.Counts), len(b.Columns)) {
		n, href := max(0, r.Counts[i]), ""
		if i < len(r.Hrefs) {
			href = r.Hrefs[i]
		}
		p.link(href, fmt.Sprintf("%s, %s: %d", r.Words, b.Columns[i], n), true, func() { b.bar(p, i, n, tallest*px(n)/px(most), floor) })
	}
	return floor + 12*pixel
}

// bar draws a number and its bar; none at all is a dot.
func (b Bars) bar(p *pen, column, n int, tall, floor px) {
	middle, wide := b.middle(column), whole/share(2*len(b.Columns))
	if n == 0 {
		tall = 3 * pixel
		p.draw(`<circle class="pic-none" cx="%v" cy="%v" r="2"/>`, middle, floor)
	} else {
		tall = max(tall, 3*pixel)
		p.draw(`<rect class="pic-bar" x="%v" y="%v" width="%v" height="%v"/>`, middle-wide/2, floor-tall, wide, tall)
	}
	p.draw(`<text class="pic-num" text-anchor="middle" x="%v" y="%v">%s</text>`, middle, floor-tall-4*pixel, strconv.Itoa(n))
}

package picture

import (
	"html/template"
	"slices"
	"strings"
	"time"
)

// Timeline shows what happened or is due, a row each.
type Timeline struct {
	ID          string
	Title, Desc string
	From, To    time.Time              // the first and last day that is shown
	Today       time.Time              // a line; zero for none
	TodayWords  string                 // the words above that line: "today"
	Month       func(time.Time) string // the words of the scale: "Jan 2026"; nil for 2026-01
	Rows        []Row
	Legend      []LegendItem // what the shapes mean; those that no mark has are left out
}

// Row is one line of a timeline: a team or a promise.
type Row struct {
	Words string
	Href  string
	Marks []Mark
}

// Mark is one moment in a row, or a span that ends at Until. One that lies
// outside of the days that are shown is left out; a span that reaches into them
// is cut at their edge.
type Mark struct {
	At, Until time.Time
	Shape     Shape
	Words     string // what it says when pointed at or read out: "wider: Refunds up to 500 EUR, 12 May 2026"
	Href      string
}

// Shape is what a mark looks like.
type Shape uint8

// The shapes, told apart without colour.
const (
	Dot   Shape = iota
	Up          // wider, kept
	Down        // narrower, missed
	Ring        // open, planned
	Cross       // dropped
	Step        // moved, changed
)

// LegendItem says what a shape means.
type LegendItem struct {
	Shape Shape
	Words string
}

// drawn is each shape around the point 0 0.
var drawn = [...]string{
	Dot:   `<circle class="pic-dot" r="5"/>`,
	Up:    `<path class="pic-up" d="M0-6.5 6.5 5h-13z"/>`,
	Down:  `<path class="pic-down" d="M0 6.5 6.5-5h-13z"/>`,
	Ring:  `<circle class="pic-ring" r="5"/>`,
	Cross: `<path class="pic-cross" d="M-4.5-4.5l9 9m0-9l-9 9"/>`,
	Step:  `<path class="pic-step" d="M-5-5H5V5H-5z"/>`,
}

func (s Shape) draw() string {
	if int(s) >= len(drawn) {
		s = Dot
	}
	return drawn[s]
}

// scale turns days into places; there is room for half a mark at both edges.
type scale struct{ from, days int }

const rim share = 300

func scaleOf(from, to time.Time) scale {
	a, b := day(from), day(to)
	if b < a {
		a, b = b, a
	}
	return scale{a, max(1, b-a)}
}

func (s scale) at(day int) share {
	return rim + share(int64(day-s.from)*int64(whole-2*rim)/int64(s.days))
}

func (s scale) holds(day int) bool { return day >= s.from && day <= s.from+s.days }

// day counts days, whatever the time zone.
func day(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// SVG draws the timeline.
func (t Timeline) SVG() template.HTML {
	if len(t.Rows) == 0 {
		return ""
	}
	s := scaleOf(t.From, t.To)
	const top = 44 * pixel
	rows, y := make([]timeRow, len(t.Rows)), top+6*pixel
	for i, r := range t.Rows {
		rows[i] = s.row(r, y)
		y = rows[i].bottom
	}
	legend := t.legend(y + 8*pixel)

	var p pen
	p.begin(t.ID, "pic-time", t.Title, t.Desc, `width="100%" height="`+legend.bottom.String()+`"`)
	t.today(&p, s, y)
	t.months(&p, s, top, y)
	for _, r := range rows {
		r.draw(&p)
	}
	legend.draw(&p, 20*pixel)
	return p.end()
}

// strides are the months between two words of a scale.
var strides = []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000}

// months draws the scale: the words for which there is room on a phone, and
// more of them for a wide page.
func (t Timeline) months(p *pen, s scale, top, bottom px) {
	const wide = 620 * pixel
	few := t.stride(s, narrowest)
	more := few
	for _, stride := range strides {
		if few%stride == 0 && t.fits(s, stride, wide) {
			more = stride
			break
		}
	}
	for _, m := range ticks(s, more) {
		at, class := s.at(day(m)), ""
		if (m.Year()*12+int(m.Month())-1)%few != 0 {
			class = " pic-more"
		}
		p.draw(`<line class="pic-line%s" x1="%v" x2="%v" y1="%v" y2="%v"/>`, class, at, at, top-8*pixel, bottom)
		p.over("pic-soft"+class, small, at, top-13*pixel, t.month(m))
	}
}

// over draws words above a place.
func (p *pen) over(class string, f face, at share, y px, words string) {
	p.draw(`<text class="%s" text-anchor="%s" x="%v" y="%v">%v</text>`, class, f.anchor(at, words), at, y, esc(words))
}

// anchor says on which side of a place words stand that would leave the picture
// on a phone when they stood in their middle.
func (f face) anchor(at share, words string) string {
	switch half, place := f.width(words)/2, at.of(narrowest); {
	case place < half:
		return "start"
	case narrowest-place < half:
		return "end"
	}
	return "middle"
}

// ends returns from where to where words reach in a picture of some width.
func (f face) ends(at share, words string, width px) (px, px) {
	place, wide := at.of(width), f.width(words)
	switch f.anchor(at, words) {
	case "start":
		return place, place + wide
	case "end":
		return place - wide, place
	}
	return place - wide/2, place + wide/2
}

func (t Timeline) month(m time.Time) string {
	if t.Month == nil {
		return m.Format("2006-01")
	}
	return t.Month(m)
}

// stride returns the smallest one with which the words stand apart.
func (t Timeline) stride(s scale, width px) int {
	for _, stride := range strides {
		if t.fits(s, stride, width) {
			return stride
		}
	}
	return strides[len(strides)-1]
}

func (t Timeline) fits(s scale, stride int, width px) bool {
	if s.days/(28*stride) > 50 {
		return false
	}
	var last px
	for i, m := range ticks(s, stride) {
		left, right := small.ends(s.at(day(m)), t.month(m), width)
		if i > 0 && left < last+8*pixel {
			return false
		}
		last = right
	}
	return true
}

// ticks returns the first days of months that lie in a scale.
func ticks(s scale, stride int) []time.Time {
	first := time.Unix(int64(s.from)*24*60*60, 0).UTC()
	n := first.Year()*12 + int(first.Month()) - 1
	n -= (n%stride + stride) % stride
	var all []time.Time
	for ; ; n += stride {
		m := time.Date(0, time.Month(n+1), 1, 0, 0, 0, 0, time.UTC)
		switch d := day(m); {
		case d > s.from+s.days:
			return all
		case d >= s.from:
			all = append(all, m)
		}
	}
}

// today draws the line of the day. It runs below the words of the scale, so it
// is drawn before them.
func (t Timeline) today(p *pen, s scale, bottom px) {
	d := day(t.Today)
	if t.Today.IsZero() || !s.holds(d) {
		return
	}
	p.draw(`<line class="pic-now" x1="%v" x2="%v" y1="%v" y2="%v"/>`, s.at(d), s.at(d), 16*pixel, bottom)
	if t.TodayWords == "" {
		return
	}
	words, _ := heading.shorten(clean(t.TodayWords), narrowest)
	p.over("pic-bold", heading, s.at(d), 12*pixel, words)
}

// timeRow is a row with places.
type timeRow struct {
	Row
	lines  []string
	cut    bool
	y      px // baseline of the words
	middle px // the row's own line
	marks  []placed
	bottom px
}

// placed is a mark at its place. level counts from the row's own line down.
type placed struct {
	Mark
	from, until share // until is 0 without a span
	open        bool  // the span goes on beyond what is shown
	y           px
}

// row finds places for the marks of a row: one below the other when they would
// meet on a phone.
func (s scale) row(r Row, y px) timeRow {
	row := timeRow{Row: r, y: y + 14*pixel}
	row.lines, row.cut = usual.wrap(r.Words, narrowest, 2)
	row.middle = y + px(len(row.lines))*17*pixel + 12*pixel
	row.bottom = row.middle + 14*pixel
	marks := slices.Clone(r.Marks)
	slices.SortStableFunc(marks, func(a, b Mark) int { return day(a.At) - day(b.At) })
	const near = share(thumb * px(whole) / narrowest)
	var taken []share // how far each level is taken
	for _, m := range marks {
		at, ok := s.place(m)
		if !ok {
			continue
		}
		level := slices.IndexFunc(taken, func(end share) bool { return end <= at.from-near })
		if level < 0 {
			level = len(taken)
			taken = append(taken, 0)
		}
		taken[level] = max(at.from, at.until)
		at.y = row.middle + px(level)*thumb
		row.bottom = max(row.bottom, at.y+14*pixel)
		row.marks = append(row.marks, at)
	}
	return row
}

func (s scale) place(m Mark) (placed, bool) {
	from, until := day(m.At), day(m.Until)
	if m.Until.IsZero() || until <= from {
		return placed{Mark: m, from: s.at(from)}, s.holds(from)
	}
	last := s.from + s.days
	if until < s.from || from > last {
		return placed{}, false
	}
	return placed{Mark: m, from: s.at(max(from, s.from)), until: s.at(min(until, last)), open: until > last}, true
}

// draw draws the row. Its words have a ground of their own, so that the lines of
// the scale do not run through them.
func (r timeRow) draw(p *pen) {
	if len(r.lines) > 0 {
		p.draw(`<rect class="pic-ground" y="%v" width="100%%" height="%v"/>`, r.y-13*pixel, px(len(r.lines))*17*pixel)
		p.link(r.Href, r.Words, r.cut || len(r.lines) > 1, func() { p.lines("", 0, r.y, r.lines, 17*pixel) })
	}
	p.draw(`<line class="pic-line" x1="0" x2="100%%" y1="%v" y2="%v"/>`, r.middle, r.middle)
	for _, m := range r.marks {
		p.link(m.Href, m.Words, m.Words != "", func() { m.draw(p) })
	}
}

func (m placed) draw(p *pen) {
	if m.until > 0 {
		p.draw(`<line class="pic-span" x1="%v" x2="%v" y1="%v" y2="%v"/>`, m.from, m.until, m.y, m.y)
		if !m.open {
			p.draw(`<line class="pic-span" x1="%v" x2="%v" y1="%v" y2="%v"/>`, m.until, m.until, m.y-5*pixel, m.y+5*pixel)
		}
	}
	p.at(m.from, m.y, m.Shape.draw())
}

func (t Timeline) legend(top px) legend {
	var items []entry
	for _, item := range t.Legend {
		used := slices.ContainsFunc(t.Rows, func(r Row) bool {
			return slices.ContainsFunc(r.Marks, func(m Mark) bool { return m.Shape == item.Shape })
		})
		if used && strings.TrimSpace(item.Words) != "" {
			items = append(items, entry{sample: `<g transform="translate(8 0)">` + item.Shape.draw() + `</g>`, words: item.Words})
		}
	}
	return flow(items, 20*pixel, narrowest, top)
}

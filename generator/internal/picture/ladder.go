package picture

import "html/template"

// Ladder shows how free teams are in one topic: a row a team, a place for each
// of the seven rungs.
type Ladder struct {
	ID          string
	Title, Desc string
	Rungs       [7]string // short words, from the least room to the most
	UsualWords  string    // the words above the usual rung: "usual"
	Rows        []LadderRow
}

// LadderRow is one team and one limit on a ladder.
type LadderRow struct {
	Words string
	Href  string
	Level int    // 1 to 7; another one is a row without a mark
	Note  string // the limit, or why it differs
	Usual bool   // it is where most teams are
}

// SVG draws the ladder.
func (l Ladder) SVG() template.HTML {
	if len(l.Rows) == 0 {
		return ""
	}
	head := l.head()
	var rows pen
	y := head.bottom
	for _, r := range l.Rows {
		y = l.row(&rows, r, y)
	}
	var p pen
	p.begin(l.ID, "pic-ladder", l.Title, l.Desc, `width="100%" height="`+y.String()+`"`)
	l.bands(&p, y)
	head.draw(&p)
	p.Write(rows.Bytes())
	return p.end()
}

// place is the middle of a rung's column.
func place(level int) share { return whole * share(2*level-1) / 14 }

// ladderHead is the words of the rungs. They are wider than their columns, so
// they stand in two tiers, each with twice the room, and a thin line leads down
// to the place.
type ladderHead struct {
	rungs  [7]rung
	bottom px
}

// rungRoom is the room of each rung's words: those of a tier share the width of
// a phone, and those of the second stand between the lines of the first.
var rungRoom = [7]px{670, 810, 730, 810, 730, 810, 670}

type rung struct {
	words string
	lines []string
	cut   bool
	y     px // baseline of the first line
}

func (l Ladder) head() ladderHead {
	const (
		step = 13 * pixel
		band = 16 * pixel // of the word that says what is usual
	)
	var h ladderHead
	var tiers [2]px
	for i, words := range l.Rungs {
		r := rung{words: words}
		r.lines, r.cut = label.wrap(words, rungRoom[i], 3)
		tiers[i%2] = max(tiers[i%2], px(len(r.lines))*step+4*pixel)
		h.rungs[i] = r
	}
	top := px(0)
	if len(l.usual()) > 0 {
		top = band
	}
	for i := range h.rungs {
		h.rungs[i].y = top + 11*pixel + px(i%2)*tiers[0]
	}
	h.bottom = top + tiers[0] + tiers[1] + 4*pixel
	return h
}

func (h ladderHead) draw(p *pen) {
	for i, r := range h.rungs {
		x, anchor := place(i+1), "middle"
		switch i {
		case 0:
			x, anchor = 0, "start"
		case 6:
			x, anchor = whole, "end"
		}
		foot := r.y + px(len(r.lines))*13*pixel - 7*pixel
		p.draw(`<line class="pic-line" x1="%v" x2="%v" y1="%v" y2="%v"/><g>`, place(i+1), place(i+1), foot, h.bottom)
		if r.cut {
			p.draw(`<title>%v</title>`, esc(r.words))
		}
		p.lines(` class="pic-tiny" text-anchor="`+anchor+`"`, x, r.y, r.lines, 13*pixel)
		p.WriteString("</g>")
	}
}

// usual returns the rungs that rows call usual, from the least room.
func (l Ladder) usual() []int {
	var levels []int
	for level := 1; level <= 7; level++ {
		for _, r := range l.Rows {
			if r.Usual && r.Level == level {
				levels = append(levels, level)
				break
			}
		}
	}
	return levels
}

// bands draws the light bands behind the usual rungs.
func (l Ladder) bands(p *pen, bottom px) {
	levels := l.usual()
	room := narrowest / 7 * px(min(3, max(1, 3-2*(len(levels)-1))))
	for _, level := range levels {
		p.draw(`<rect class="pic-band" x="%v" y="0" width="%v" height="%v"/>`, place(level)-whole/14, whole/7, bottom)
		words, _ := heading.shorten(clean(l.UsualWords), room)
		p.over("pic-bold", heading, place(level), 12*pixel, words)
	}
}

// row draws a row below top and returns where it ends. The words of the rung
// stand at the right, below those of the team when these leave no room.
func (l Ladder) row(p *pen, r LadderRow, top px) px {
	y := top + 16*pixel
	lines, cut := usual.wrap(r.Words, narrowest, 2)
	if len(lines) > 0 {
		p.link(r.Href, r.Words, cut || len(lines) > 1, func() { p.lines("", 0, y, lines, 17*pixel) })
		y += px(len(lines)-1) * 17 * pixel
	}
	if r.Level >= 1 && r.Level <= 7 {
		words, _ := heading.shorten(clean(l.Rungs[r.Level-1]), narrowest)
		if len(lines) > 0 && usual.width(lines[len(lines)-1])+heading.width(words)+10*pixel > narrowest {
			y += 16 * pixel
		}
		p.lines(` class="pic-bold" text-anchor="end"`, whole, y, []string{words}, 0)
	}
	y += 14 * pixel
	l.track(p, r, y)
	notes, cut := small.wrap(r.Note, narrowest, 3)
	if len(notes) > 0 {
		p.WriteString("<g>")
		if cut {
			p.draw(`<title>%v</title>`, esc(r.Note))
		}
		p.lines(` class="pic-soft"`, 0, y+22*pixel, notes, 15*pixel)
		p.WriteString("</g>")
	}
	return y + 16*pixel + px(len(notes))*15*pixel
}

// track draws the seven places and where the team stands: a round mark where
// most do, a square on its corner where it differs.
func (l Ladder) track(p *pen, r LadderRow, y px) {
	p.draw(`<line class="pic-line" x1="%v" x2="%v" y1="%v" y2="%v"/>`, place(1), place(7), y, y)
	for level := 1; level <= 7; level++ {
		switch {
		case level != r.Level:
			p.draw(`<circle class="pic-place" cx="%v" cy="%v" r="3"/>`, place(level), y)
		case r.Usual:
			p.draw(`<circle class="pic-dot" cx="%v" cy="%v" r="6.5"/>`, place(level), y)
		default:
			p.at(place(level), y, `<path class="pic-other" d="M0-8.5 8.5 0 0 8.5-8.5 0z"/>`)
		}
	}
}

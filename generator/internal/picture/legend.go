package picture

// legend is the explanation below a picture.
type legend struct {
	items  []entry
	bottom px
}

type entry struct {
	sample string
	words  string
	x, y   px
}

// flow places the entries of a legend one after the other, in lines that are
// no wider than width. Samples are as wide as room.
func flow(items []entry, room, width, top px) legend {
	l := legend{bottom: top}
	var x px
	y := top + 14*pixel
	for _, e := range items {
		e.words, _ = small.shorten(clean(e.words), width-room)
		if w := room + small.width(e.words); x > 0 && x+w > width {
			x, y = 0, y+20*pixel
		}
		e.x, e.y = x, y
		l.items = append(l.items, e)
		l.bottom = y + 8*pixel
		x += room + small.width(e.words) + 16*pixel
	}
	return l
}

func (l legend) draw(p *pen, room px) {
	for _, e := range l.items {
		p.draw(`<g transform="translate(%v %v)">%s</g>`, e.x, e.y-4*pixel, e.sample)
		p.draw(`<text class="pic-soft" x="%v" y="%v">%v</text>`, e.x+room, e.y, esc(e.words))
	}
}

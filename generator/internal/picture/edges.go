package picture

import (
	"fmt"
	"slices"
)

// drawEdges draws the lines of a map and, when they are few, their words.
func (l *layout) drawEdges(p *pen) {
	ports := l.ports()
	var words pen
	var taken []frame
	p.WriteString(`<g class="pic-lines" aria-hidden="true">`)
	for i, e := range l.edges {
		path, head, spots := l.path(i, ports)
		p.draw(`<g><title>%v</title><path class="pic-hit" d="%s"/>`, esc(l.name(e)), path)
		p.line(e.Style, path, "")
		p.draw("%s</g>", head)
		if l.words && e.Words != "" {
			taken = l.say(&words, e, spots, taken)
		}
	}
	p.Write(words.Bytes())
	p.WriteString("</g>")
}

// port is where an edge meets a team.
type port struct{ edge, node int }

// side is the side of a team at which edges meet it.
type side struct {
	node  int
	right bool
}

// end is an end of an edge, and the item that it comes from.
type end struct {
	port
	other int
}

// sides tells which edges meet a team at which side.
func (l *layout) sides() map[side][]end {
	sides := map[side][]end{}
	add := func(i, node, other int, right bool) {
		s := side{node, right}
		sides[s] = append(sides[s], end{port{i, node}, other})
	}
	for i, path := range l.paths {
		a, b := path[0], path[len(path)-1]
		switch {
		case l.items[a].col != l.items[b].col:
			add(i, a, path[1], true)
			add(i, b, path[len(path)-2], false)
		case !l.straight(i):
			right := l.bulgesRight(l.items[a].col)
			add(i, a, b, right)
			add(i, b, a, right)
		}
	}
	return sides
}

// ports gives the ends of edges at each side of a team places of their own, in
// the order of where they lead, so that they do not cross there.
func (l *layout) ports() map[port]px {
	at := map[port]px{}
	for s, ends := range l.sides() {
		slices.SortStableFunc(ends, func(a, b end) int {
			return int(l.items[a.other].middle() - l.items[b.other].middle())
		})
		it := l.items[s.node]
		step := min(2*l.portStep(), (it.tall-6*pixel)/px(len(ends)))
		for i, e := range ends {
			at[e.port] = l.top + it.middle() + step*px(2*i-len(ends)+1)/2
		}
	}
	return at
}

// straight reports whether an edge runs straight down: between two teams with
// nothing between them, not even the words of a group. With words only one does,
// because there is room for those of one.
func (l *layout) straight(i int) bool {
	e := l.edges[i]
	if l.items[e.from].col != l.items[e.to].col || !l.touch(e.from, e.to) {
		return false
	}
	n, before := l.twins(i)
	return !l.words || len(l.cols) == 1 || n == 1 || before == 0
}

// twins counts the edges between the two teams of an edge, and those of them
// before it.
func (l *layout) twins(i int) (n, before int) {
	e := l.edges[i]
	for j, other := range l.edges {
		if other.from == e.from && other.to == e.to || other.from == e.to && other.to == e.from {
			n++
			if j < i {
				before++
			}
		}
	}
	return n, before
}

// touch reports whether nothing stands between two teams of a column, not even
// the words of a group.
func (l *layout) touch(a, b int) bool {
	col := l.cols[l.items[a].col]
	i, j := slices.Index(col, a), slices.Index(col, b)
	return (i-j == 1 || j-i == 1) && !l.heads(col, max(i, j))
}

// bulgesRight reports on which side of a column lines between its teams run:
// the outer one, where no others are; with words the inner one, where these have
// room.
func (l *layout) bulgesRight(c int) bool {
	if l.words {
		return c < len(l.cols)-1 || len(l.cols) == 1
	}
	return c > 0 || len(l.cols) == 1
}

// spot is a place on an edge where words may stand: around x, as far as that is
// between from and to, and around y, with some lines at most.
type spot struct {
	x, y, from, to px
	most           int
}

// path returns the way of an edge, its head when it has one, and where words
// may stand.
func (l *layout) path(i int, ports map[port]px) (path, head string, spots []spot) {
	const margin = 3 * pixel
	e, way := l.edges[i], l.paths[i]
	a, b := way[0], way[len(way)-1]
	if l.items[a].col == l.items[b].col {
		return l.inside(i, ports)
	}
	from, to := ports[port{i, a}], ports[port{i, b}]
	x, y := l.columnLeft(l.items[a].col)+boxWidth, from
	path = fmt.Sprintf("M%v %v", x, y)
	for j := 1; j < len(way); j++ {
		nextX, nextY := l.columnLeft(l.items[way[j]].col), to
		if j < len(way)-1 {
			nextY = l.top + l.items[way[j]].middle()
		}
		half := (nextX - x) / 2
		path += fmt.Sprintf("C%v %v %v %v %v %v", x+half, y, nextX-half, nextY, nextX, nextY)
		for _, t := range []px{50, 40, 60, 30, 70, 20, 80} {
			spots = append(spots, spot{x + (nextX-x)*t/100, along(y, nextY, t), x + margin, nextX - margin, 3})
		}
		x, y = nextX, nextY
		if j < len(way)-1 {
			x += boxWidth
			path += fmt.Sprintf("H%v", x)
		}
	}
	if e.OneSided {
		if e.to == b {
			head = tip(x, to, headRight)
		} else {
			head = tip(l.columnLeft(l.items[a].col)+boxWidth, from, headLeft)
		}
	}
	return path, head, spots
}

// along is the height of a curve at t percent of its way, which is nearly that
// of the way across.
func along(from, to, t px) px {
	return from + (to-from)*((300*t*t-2*t*t*t)/1000)/1000
}

func tip(x, y px, what string) string {
	return fmt.Sprintf(`<g transform="translate(%v %v)">%s</g>`, x, y, what)
}

// inside is the way of an edge that stays in its column: straight down, or
// beside it.
func (l *layout) inside(i int, ports map[port]px) (path, head string, spots []spot) {
	e := l.edges[i]
	left := l.columnLeft(l.items[e.from].col)
	if l.straight(i) {
		n, before := l.twins(i)
		if l.words {
			n, before = 1, 0
		}
		x := left + boxWidth/2 + px(2*before-n+1)*min(16*pixel, (boxWidth-12*pixel)/px(n))/2
		upper, lower := e.from, e.to
		if l.items[upper].y > l.items[lower].y {
			upper, lower = lower, upper
		}
		y1, y2 := l.top+l.items[upper].y+l.items[upper].tall, l.top+l.items[lower].y
		switch {
		case e.OneSided && lower == e.to:
			head = tip(x, y2, headDown)
		case e.OneSided:
			head = tip(x, y1, headUp)
		}
		return fmt.Sprintf("M%v %vV%v", x, y1, y2), head, []spot{{x, (y1 + y2) / 2, left, left + boxWidth, int((y2 - y1) / (14 * pixel))}}
	}
	y1, y2 := ports[port{i, e.from}], ports[port{i, e.to}]
	deep := 12*pixel + (mapMargin-18*pixel)*max(y1-y2, y2-y1)/l.tall // so that lines of different length part
	x, out, arrow := left+boxWidth, deep*4/3, headLeft
	if !l.bulgesRight(l.items[e.from].col) {
		x, out, arrow = left, -out, headRight
	}
	if e.OneSided {
		head = tip(x, y2, arrow)
	}
	for _, t := range []px{50, 40, 60, 30, 70} {
		s := spot{x + out/8, y1 + (y2-y1)*t/100, x + out/8, x + l.gap + 2*lanePad, 3}
		if out < 0 {
			s.from, s.to = x-l.gap-2*lanePad, s.x
		}
		spots = append(spots, s)
	}
	return fmt.Sprintf("M%v %vC%v %v %v %v %v %v", x, y1, x+out, y1, x+out, y2, x, y2), head, spots
}

// frame is room that is taken.
type frame struct{ x, y, width, height px }

func (f frame) meets(o frame) bool {
	return f.x < o.x+o.width && o.x < f.x+f.width && f.y < o.y+o.height && o.y < f.y+f.height
}

// say writes the words of an edge at the first spot where nothing else is. Where
// there is none they are left to the pointer, and to the table.
func (l *layout) say(p *pen, e edge, spots []spot, taken []frame) []frame {
	for _, s := range spots {
		lines, cut := label.wrap(e.Words, s.to-s.from, max(1, s.most))
		f := frame{height: px(len(lines)) * 13 * pixel}
		for _, line := range lines {
			f.width = max(f.width, label.width(line))
		}
		f.x, f.y = max(s.from, min(s.x-f.width/2, s.to-f.width)), s.y-f.height/2
		if cut || s.most < 1 || f.x+f.width > s.to || f.y < l.top || f.y+f.height > l.top+l.tall || slices.ContainsFunc(taken, f.meets) {
			continue
		}
		for i, line := range lines {
			p.draw(`<text class="pic-tiny pic-halo" text-anchor="middle" x="%v" y="%v">%v</text>`, f.x+f.width/2, f.y+px(i)*13*pixel+10*pixel, esc(line))
		}
		return append(taken, f)
	}
	return taken
}

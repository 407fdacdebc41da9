package picture

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
)

// The sizes of a map in columns.
const (
	mapWidth   = 1012 * pixel // fits beside the navigation of a wide page
	paperWidth = 720 * pixel  // what is wider is printed on its side
	boxWidth   = 138 * pixel
	lanePad    = 8 * pixel
	laneWidth  = boxWidth + 2*lanePad
	titleStep  = 14 * pixel // of the words above a group
	mapMargin  = 46 * pixel // beside the outer columns, for lines inside of them
	wordy      = 30         // more edges than this keep their words to themselves
	tallLane   = 9          // a group of more teams takes several columns
	columnsIn  = 5
)

// layout is a map in columns that is being made.
type layout struct {
	graph
	lanes []lane
	cols  [][]int // numbers of items, from the top
	items []item  // the nodes first, under their own numbers
	paths [][]int // for each edge its items from left to right; two in one column are as they are
	boxes []box
	alone []int // nodes without edges
	words bool  // edges say what they are about
	rank  []int // what ranks returned last; crossings are counted some hundred times
	spans [][]segment

	gap, left, top, tall px // between columns, left and top of the first one, height of all
}

// lane is the teams of a group that stand below each other.
type lane struct {
	title string
	lines []string // the title
	cut   bool
	nodes []int
}

// item has a place in a column: a team, or an edge that passes through.
type item struct {
	lane   int // -1 for an edge that passes
	col    int
	tall   px
	y      px    // its top
	beside []int // the items that edges lead to
}

func (it item) middle() px { return it.y + it.tall/2 }

func (m Map) columns(g graph) template.HTML {
	l := &layout{graph: g}
	l.split()
	l.spread()
	l.route()
	l.order()
	l.place()
	return m.drawColumns(l)
}

// split parts the nodes into lanes, and from those to which no edge leads.
func (l *layout) split() {
	linked := make([]bool, len(l.nodes))
	for _, e := range l.edges {
		linked[e.from], linked[e.to] = true, true
	}
	number := map[string]int{}
	var groups []lane
	for n, node := range l.nodes {
		if !linked[n] && len(l.edges) > 0 {
			l.alone = append(l.alone, n)
			continue
		}
		i, ok := number[node.Group]
		if !ok {
			i = len(groups)
			number[node.Group] = i
			groups = append(groups, lane{title: clean(node.Group)})
		}
		groups[i].nodes = append(groups[i].nodes, n)
	}
	if len(groups) == 1 {
		// One group says nothing about columns: each team is free to stand where
		// its lines are short.
		for _, n := range groups[0].nodes {
			l.lanes = append(l.lanes, lane{nodes: []int{n}})
		}
		return
	}
	for _, g := range groups {
		parts := (len(g.nodes) + tallLane - 1) / tallLane
		for part := range slices.Chunk(g.nodes, (len(g.nodes)+parts-1)/parts) {
			g.nodes = part
			g.lines, g.cut = heading.wrap(g.title, boxWidth, 2)
			l.lanes = append(l.lanes, g)
		}
	}
}

// titled reports whether groups have words above them.
func (l *layout) titled() bool {
	return slices.ContainsFunc(l.lanes, func(a lane) bool { return a.title != "" })
}

// head is the height of the words above groups.
func (l *layout) head() px {
	most := 0
	for _, a := range l.lanes {
		most = max(most, len(a.lines))
	}
	return px(most) * titleStep
}

// spread gives each lane a column, so that edges are short.
func (l *layout) spread() {
	laneOf := make([]int, len(l.nodes))
	sizes := make([]int, len(l.lanes))
	single := true
	for i, a := range l.lanes {
		sizes[i] = len(a.nodes) + 1
		single = single && len(a.nodes) == 1
		for _, n := range a.nodes {
			laneOf[n] = i
		}
	}
	k := min(len(l.lanes), columnsIn)
	if single && !l.titled() {
		for k = 2; k < columnsIn && k*k < len(l.lanes); k++ {
		}
		k = min(k, len(l.lanes))
	}
	var links [][2]int
	for _, e := range l.edges {
		if a, b := laneOf[e.from], laneOf[e.to]; a != b {
			links = append(links, [2]int{a, b})
		}
	}
	l.cols = make([][]int, k)
	order, col := arranged(sizes, links, k)
	for _, i := range order {
		l.cols[col[i]] = append(l.cols[col[i]], l.lanes[i].nodes...)
	}
	l.cols = slices.DeleteFunc(l.cols, func(c []int) bool { return len(c) == 0 })
	l.items = make([]item, len(l.nodes))
	for c, nodes := range l.cols {
		for _, n := range nodes {
			l.items[n] = item{lane: laneOf[n], col: c}
		}
	}
}

// arranged finds an order of things of some sizes, cut into k columns, in which
// links are short. It begins with the order that is given and swaps two as long
// as that is of use.
func arranged(sizes []int, links [][2]int, k int) (order, col []int) {
	const enough = 40 // swapping is quadratic; larger maps are asked for nowhere
	order, col = make([]int, len(sizes)), make([]int, len(sizes))
	total := 0
	for i, size := range sizes {
		order[i] = i
		total += size
	}
	cost := func() int {
		before, sum := 0, 0
		for i, u := range order {
			if k == len(sizes) {
				col[u] = i
				continue
			}
			col[u] = (2*before + sizes[u]) * k / (2 * total)
			before += sizes[u]
		}
		for _, link := range links {
			far := col[link[0]] - col[link[1]]
			sum += [...]int{9, 7, 5, 3, 1, 2, 1, 3, 5, 7, 9}[far+5]
		}
		return sum
	}
	best := cost()
	for better := len(sizes) <= enough; better; {
		better = false
		for i := range order {
			for j := i + 1; j < len(order); j++ {
				order[i], order[j] = order[j], order[i]
				if c := cost(); c < best {
					best, better = c, true
				} else {
					order[i], order[j] = order[j], order[i]
				}
			}
		}
	}
	cost()
	return order, col
}

// route gives an edge a place in each column that it passes through, so that it
// does not run through a team.
func (l *layout) route() {
	l.words = len(l.edges) <= wordy && slices.ContainsFunc(l.edges, func(e edge) bool { return e.Words != "" })
	l.paths = make([][]int, len(l.edges))
	for i, e := range l.edges {
		a, b := e.from, e.to
		if l.items[a].col > l.items[b].col {
			a, b = b, a
		}
		path := []int{a}
		for c := l.items[a].col + 1; c < l.items[b].col; c++ {
			path = append(path, len(l.items))
			l.cols[c] = append(l.cols[c], len(l.items))
			l.items = append(l.items, item{lane: -1, col: c, tall: 2 * pixel})
		}
		path = append(path, b)
		for j := 1; j < len(path); j++ {
			l.items[path[j-1]].beside = append(l.items[path[j-1]].beside, path[j])
			l.items[path[j]].beside = append(l.items[path[j]].beside, path[j-1])
		}
		l.paths[i] = path
	}
}

// order finds the order in each column with few crossings: sweeps to the right
// and back put each item at the mean of those beside it, then neighbours change
// places as long as that is of use.
func (l *layout) order() {
	const sweeps = 12
	if l.segments() > 500 {
		return // counting crossings is quadratic
	}
	best, fewest := l.copyOrder(), l.crossings()
	for s := range sweeps {
		for c := range l.cols {
			if s%2 == 1 {
				c = len(l.cols) - 1 - c
			}
			l.sweep(c, s)
		}
		if n := l.crossings(); n < fewest {
			best, fewest = l.copyOrder(), n
		}
	}
	l.cols = best
	for range sweeps {
		before := fewest
		for _, col := range l.cols {
			for i := 1; i < len(col); i++ {
				if a, b := l.items[col[i-1]].lane, l.items[col[i]].lane; a != b && a >= 0 && b >= 0 && l.titled() {
					continue
				}
				col[i-1], col[i] = col[i], col[i-1]
				if n := l.crossings(); n < fewest {
					fewest = n
				} else {
					col[i-1], col[i] = col[i], col[i-1]
				}
			}
		}
		if fewest == before {
			return
		}
	}
}

func (l *layout) segments() (n int) {
	for _, path := range l.paths {
		n += len(path) - 1
	}
	return n
}

func (l *layout) copyOrder() [][]int {
	c := make([][]int, len(l.cols))
	for i := range c {
		c[i] = slices.Clone(l.cols[i])
	}
	return c
}

// ranks returns the place of each item in its column, until it is called again.
func (l *layout) ranks() []int {
	l.rank = slices.Grow(l.rank[:0], len(l.items))[:len(l.items)]
	for _, col := range l.cols {
		for i, it := range col {
			l.rank[it] = i
		}
	}
	return l.rank
}

// segment is a part of an edge from one column to the next, by ranks.
type segment struct{ from, to int }

// crossings counts how often lines cross, and what they pass on the way when
// they stay in a column.
func (l *layout) crossings() (n int) {
	rank := l.ranks()
	l.spans = slices.Grow(l.spans[:0], len(l.cols))[:len(l.cols)]
	for c := range l.spans {
		l.spans[c] = l.spans[c][:0]
	}
	for _, path := range l.paths {
		if a, b := path[0], path[len(path)-1]; l.items[a].col == l.items[b].col {
			n += max(rank[a]-rank[b], rank[b]-rank[a]) - 1
			continue
		}
		for i := 1; i < len(path); i++ {
			c := l.items[path[i]].col
			for _, s := range l.spans[c] {
				if (s.from-rank[path[i-1]])*(s.to-rank[path[i]]) < 0 {
					n += 2
				}
			}
			l.spans[c] = append(l.spans[c], segment{rank[path[i-1]], rank[path[i]]})
		}
	}
	return n
}

// sweep puts the items of a column into the order of their means. Lanes stay
// together, and lines pass between teams where they come nearest.
func (l *layout) sweep(c, turn int) {
	rank := l.ranks()
	mean := make(map[int]int, len(l.cols[c]))
	for _, it := range l.cols[c] {
		sum, n := 0, 0
		for _, other := range l.items[it].beside {
			to := l.items[other].col
			if turn%2 == 0 && to > c || turn%2 == 1 && to < c {
				continue
			}
			sum += (2*rank[other] + 1) * 10_000 / (2 * len(l.cols[to]))
			n++
		}
		mean[it] = (2*rank[it] + 1) * 10_000 / (2 * len(l.cols[c]))
		if n > 0 {
			mean[it] = sum / n
		}
	}
	byMean := func(a, b int) int { return mean[a] - mean[b] }
	var passing, nodes []int
	ofLane := map[int]int{} // sums, then means
	count := map[int]int{}
	for _, it := range l.cols[c] {
		if lane := l.items[it].lane; lane >= 0 {
			nodes = append(nodes, it)
			ofLane[lane] += mean[it]
			count[lane]++
		} else {
			passing = append(passing, it)
		}
	}
	for lane := range ofLane {
		ofLane[lane] /= count[lane]
	}
	slices.SortStableFunc(passing, byMean)
	slices.SortStableFunc(nodes, func(a, b int) int {
		la, lb := l.items[a].lane, l.items[b].lane
		if la == lb {
			return byMean(a, b)
		}
		return cmp.Or(ofLane[la]-ofLane[lb], la-lb)
	})
	merged := l.cols[c][:0]
	for _, it := range nodes {
		for len(passing) > 0 && mean[passing[0]] < mean[it] {
			merged, passing = append(merged, passing[0]), passing[1:]
		}
		merged = append(merged, it)
	}
	l.cols[c] = append(merged, passing...)
}

// measure makes the boxes, tall enough for the lines that end at their sides.
func (l *layout) measure() {
	l.boxes = make([]box, len(l.nodes))
	for n := range l.nodes {
		l.boxes[n] = boxed(l.nodes[n], boxWidth)
		l.items[n].tall = l.boxes[n].tall
	}
	for s, ends := range l.sides() {
		l.items[s.node].tall = max(l.items[s.node].tall, px(len(ends))*l.portStep()+6*pixel)
	}
}

// portStep is how far lines stand from each other where they end: words need
// more room than lines.
func (l *layout) portStep() px {
	if l.words {
		return 14 * pixel
	}
	return 8 * pixel
}

// place gives each item its height in the picture.
func (l *layout) place() {
	l.measure()
	k := px(len(l.cols))
	l.gap = 96 * pixel
	if l.words {
		l.gap = 136 * pixel
	}
	l.left = lanePad + pixel
	for s := range l.sides() {
		if c := l.items[s.node].col; s.right && c == len(l.cols)-1 || !s.right && c == 0 {
			l.left = mapMargin
		}
	}
	if k > 1 {
		l.gap = min(l.gap, (mapWidth-2*(l.left-lanePad)-k*laneWidth)/(k-1))
	}
	l.top = pixel
	if l.titled() {
		l.top = l.head() + 14*pixel
	}
	for _, col := range l.cols {
		l.tall = max(l.tall, l.stack(col))
	}
	for _, col := range l.cols {
		free := l.tall - l.stack(col)
		for i, it := range col {
			l.items[it].y += free * px(2*i+1) / px(2*len(col))
		}
	}
	const rounds = 8
	for r := range rounds {
		for c := range l.cols {
			if r%2 == 1 {
				c = len(l.cols) - 1 - c
			}
			l.settle(l.cols[c])
		}
	}
}

// stack puts the items of a column below each other without more room than they
// need, and returns how much that is.
func (l *layout) stack(col []int) px {
	var y px
	for i, it := range col {
		if i > 0 {
			y += l.between(col, i)
		}
		l.items[it].y = y
		y += l.items[it].tall
	}
	return y
}

// between is the room above the item at i.
func (l *layout) between(col []int, i int) px {
	above, below := l.items[col[i-1]], l.items[col[i]]
	room := 11 * pixel
	switch {
	case above.lane >= 0 && below.lane >= 0 && l.words:
		room = 36 * pixel
	case above.lane >= 0 && below.lane >= 0:
		room = 18 * pixel
	}
	if l.heads(col, i) {
		room += l.head() + 20*pixel
	}
	return room
}

// heads reports whether the item at i is the first team of a lane that is not
// the first in its column.
func (l *layout) heads(col []int, i int) bool {
	lane := l.items[col[i]].lane
	if lane < 0 || !l.titled() {
		return false
	}
	first := true
	for _, it := range col[:i] {
		switch l.items[it].lane {
		case lane:
			return false
		case -1:
		default:
			first = false
		}
	}
	return !first
}

// settle moves the items of a column as near to those beside them as they can
// come in their order: by pooling neighbours that would have to change places.
func (l *layout) settle(col []int) {
	type pool struct {
		sum, weight, n int
	}
	offset := make([]px, len(col))
	var y px
	var pools []pool
	for i, it := range col {
		if i > 0 {
			y += l.between(col, i)
		}
		offset[i] = y
		y += l.items[it].tall
		want, weight := l.wish(it)
		next := pool{int(want-offset[i]) * weight, weight, 1}
		for len(pools) > 0 {
			last := pools[len(pools)-1]
			if last.sum*next.weight <= next.sum*last.weight {
				break
			}
			next = pool{last.sum + next.sum, last.weight + next.weight, last.n + next.n}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, next)
	}
	i := 0
	for _, p := range pools {
		at := min(max(px(p.sum/p.weight), 0), l.tall-y)
		for range p.n {
			l.items[col[i]].y = at + offset[i]
			i++
		}
	}
}

// wish returns where an item would like to be: at the mean of those beside it.
// What passes through wishes it more, so that long lines become straight.
func (l *layout) wish(it int) (px, int) {
	var sum px
	n := 0
	for _, other := range l.items[it].beside {
		if l.items[other].col != l.items[it].col {
			sum += l.items[other].middle()
			n++
		}
	}
	switch {
	case n == 0:
		return l.items[it].y, 1
	case l.items[it].lane < 0:
		return sum/px(n) - l.items[it].tall/2, 4
	}
	return sum/px(n) - l.items[it].tall/2, 1
}

// columnLeft is the left side of a column's boxes.
func (l *layout) columnLeft(c int) px { return l.left + px(c)*(laneWidth+l.gap) }

func (m Map) drawColumns(l *layout) template.HTML {
	width := 2*l.left + px(len(l.cols))*boxWidth + px(len(l.cols)-1)*(l.gap+2*lanePad)
	bottom := l.top + l.tall
	if l.titled() {
		bottom += lanePad
	}
	bottom += pixel
	var rest pen
	if len(l.alone) > 0 {
		bottom = m.drawAlone(&rest, l, width, bottom+16*pixel)
	}
	legend := m.legend(l.graph, width-2*pixel, bottom+10*pixel)
	if len(legend.items) == 0 {
		legend.bottom = bottom
	}
	legend.draw(&rest, lineRoom)

	var p pen
	p.draw(`<div class="tbl pic-scroll%s">`, map[bool]string{true: " pic-wide"}[width > paperWidth])
	p.begin(m.ID, "pic-map", m.Title, m.Desc, fmt.Sprintf(`width="%v" height="%v" viewBox="0 0 %v %v"`, width, legend.bottom, width, legend.bottom))
	l.drawLanes(&p)
	l.drawEdges(&p)
	for _, col := range l.cols {
		for _, it := range col {
			if l.items[it].lane >= 0 {
				x := l.columnLeft(l.items[it].col)
				l.boxes[it].draw(&p, l.nodes[it], x, boxWidth, x+9*pixel, l.top+l.items[it].y, l.items[it].tall, "")
			}
		}
	}
	p.Write(rest.Bytes())
	svg := p.end()
	return svg + "</div>"
}

// drawLanes draws the ground and the words of each group.
func (l *layout) drawLanes(p *pen) {
	if !l.titled() {
		return
	}
	for c, col := range l.cols {
		x := l.columnLeft(c)
		p.draw(`<rect class="pic-lane" x="%v" y="%v" width="%v" height="%v" rx="6"/>`, x-lanePad, pixel, laneWidth, l.top+l.tall+lanePad-pixel)
		seen := -1
		for i, it := range col {
			if at := l.items[it].lane; at >= 0 && at != seen {
				seen = at
				y := 18 * pixel
				if l.heads(col, i) {
					y = l.top + l.items[it].y - 9*pixel - px(len(l.lanes[at].lines)-1)*titleStep
					p.draw(`<line class="pic-cut" x1="%v" x2="%v" y1="%v" y2="%v"/>`, x-lanePad, x+boxWidth+lanePad, y-18*pixel, y-18*pixel)
				}
				l.lanes[at].draw(p, x, y)
			}
		}
	}
}

// draw draws the words above a group.
func (a lane) draw(p *pen, x, y px) {
	p.WriteString("<g>")
	if a.cut {
		p.draw(`<title>%v</title>`, esc(a.title))
	}
	p.lines(` class="pic-title"`, x, y, a.lines, titleStep)
	p.WriteString("</g>")
}

// drawAlone draws the teams without edges in rows, and returns where they end.
func (m Map) drawAlone(p *pen, l *layout, width, top px) px {
	if m.Alone != "" {
		words, _ := heading.shorten(clean(m.Alone), width-2*pixel)
		p.lines(` class="pic-title"`, pixel, top+12*pixel, []string{words}, 0)
		top += 22 * pixel
	}
	row := max(1, int((width-2*pixel+10*pixel)/(boxWidth+10*pixel)))
	for part := range slices.Chunk(l.alone, row) {
		var tall px
		for _, n := range part {
			l.boxes[n] = boxed(l.nodes[n], boxWidth)
			tall = max(tall, l.boxes[n].tall)
		}
		for i, n := range part {
			x := pixel + px(i)*(boxWidth+10*pixel)
			l.boxes[n].draw(p, l.nodes[n], x, boxWidth, x+9*pixel, top, tall, "")
		}
		top += tall + 10*pixel
	}
	return top - 9*pixel
}

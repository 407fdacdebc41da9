package picture

import (
	"cmp"
	"html/template"
	"slices"
)

// Map shows who works with whom. Nodes stand in columns by group; when all that
// is told is what one team has to do with others, these stand in a list beside
// it.
type Map struct {
	ID          string // begins the ids in the picture, of which a page may hold several
	Title, Desc string
	Nodes       []Node
	Edges       []Edge
	Alone       string     // the words above teams that no line leads to
	Legend      []LineItem // what the lines mean; those that no edge has are left out
}

// Node is one team.
type Node struct {
	ID    string
	Words string
	Href  string // "" leads nowhere
	Group string // the column: an area in words; "" for none
	Focus bool   // the team whose map it is
}

// Edge is how two teams work together.
type Edge struct {
	From, To string // ids of nodes; an edge to an unknown node is left out
	Style    Style
	Words    string // what it is about: "service until 1 May 2027"
	OneSided bool   // only From says so: an arrow leads to the other
}

// Style is the line of an edge.
type Style uint8

// The styles: a service or no stated mode is Solid, collaboration Double,
// facilitating Dotted.
const (
	Solid Style = iota
	Double
	Dotted
)

// LineItem says what a line means.
type LineItem struct {
	Style    Style
	OneSided bool
	Words    string
}

// SVG draws the map.
func (m Map) SVG() template.HTML {
	g := m.graph()
	if len(g.nodes) == 0 {
		return ""
	}
	if focus, ok := g.hub(); ok {
		return m.around(g, focus)
	}
	return m.columns(g)
}

// graph is a map by numbers.
type graph struct {
	nodes []Node
	edges []edge // in an order that does not depend on that of the map
}

type edge struct {
	Edge
	from, to int
}

// graph leaves out what leads nowhere and what is there twice.
func (m Map) graph() graph {
	var g graph
	number := map[string]int{}
	for _, n := range m.Nodes {
		if _, twice := number[n.ID]; !twice {
			number[n.ID] = len(g.nodes)
			g.nodes = append(g.nodes, n)
		}
	}
	for _, e := range m.Edges {
		from, ok := number[e.From]
		to, known := number[e.To]
		if ok && known && from != to {
			if e.Style > Dotted {
				e.Style = Solid
			}
			g.edges = append(g.edges, edge{e, from, to})
		}
	}
	slices.SortFunc(g.edges, func(a, b edge) int {
		return cmp.Or(a.from-b.from, a.to-b.to, int(a.Style)-int(b.Style), cmp.Compare(a.Words, b.Words), boolean(a.OneSided)-boolean(b.OneSided))
	})
	g.edges = slices.Compact(g.edges)
	return g
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// hub returns the team in focus when each edge is its own.
func (g graph) hub() (int, bool) {
	focus := slices.IndexFunc(g.nodes, func(n Node) bool { return n.Focus })
	if focus < 0 || len(g.edges) == 0 {
		return 0, false
	}
	for _, e := range g.edges {
		if e.from != focus && e.to != focus {
			return 0, false
		}
	}
	return focus, true
}

// name says an edge in words: "Payments → Support: service". A line that both
// sides state has no direction.
func (g graph) name(e edge) string {
	arrow := " – "
	if e.OneSided {
		arrow = " → "
	}
	s := g.nodes[e.from].Words + arrow + g.nodes[e.to].Words
	if e.Words != "" {
		s += ": " + e.Words
	}
	return s
}

// line draws the line of an edge along a path. Two lines are one wide line with
// the ground in its middle, which holds on curves too. more goes into each
// element.
func (p *pen) line(s Style, path, more string) {
	switch s {
	case Double:
		p.draw(`<path class="pic-double" d="%s"%s/><path class="pic-gap" d="%s"%s/>`, path, more, path, more)
	case Dotted:
		p.draw(`<path class="pic-dotted" d="%s"%s/>`, path, more)
	default:
		p.draw(`<path class="pic-solid" d="%s"%s/>`, path, more)
	}
}

// The heads of arrows, with the tip at the point 0 0.
const (
	headRight = `<path class="pic-head" d="M0 0-9-4.5v9z"/>`
	headLeft  = `<path class="pic-head" d="M0 0 9-4.5v9z"/>`
	headDown  = `<path class="pic-head" d="M0 0-4.5-9h9z"/>`
	headUp    = `<path class="pic-head" d="M0 0-4.5 9h9z"/>`
)

// legend explains the lines that are there.
func (m Map) legend(g graph, width, top px) legend {
	var items []entry
	for _, item := range m.Legend {
		if item.Words == "" || !slices.ContainsFunc(g.edges, func(e edge) bool { return e.Style == item.Style && e.OneSided == item.OneSided }) {
			continue
		}
		var p pen
		p.WriteString(`<g class="pic-lines">`)
		p.line(item.Style, "M0 0h30", "")
		if item.OneSided {
			p.WriteString(tip(34*pixel, 0, headRight))
		}
		p.WriteString("</g>")
		items = append(items, entry{sample: p.String(), words: item.Words})
	}
	return flow(items, lineRoom, width, top)
}

// lineRoom is the room of a sample in a legend of lines.
const lineRoom = 42 * pixel

// box is a team in a frame.
type box struct {
	lines []string
	cut   bool
	notes []string // smaller, below
	tall  px
}

// boxed breaks the words of a node for a frame of some width.
func boxed(n Node, width px, notes ...string) box {
	const pad = 9 * pixel
	var b box
	b.lines, b.cut = usual.wrap(n.Words, width-2*pad, 3)
	for _, note := range notes {
		lines, _ := label.wrap(note, width-2*pad, 3)
		b.notes = append(b.notes, lines...)
	}
	b.tall = px(max(1, len(b.lines)))*16*pixel + px(len(b.notes))*14*pixel + 16*pixel
	return b
}

// draw draws the frame; words begin at left, or around it when centred.
func (b box) draw(p *pen, n Node, x, width, left any, y, tall px, anchor string) {
	class := "pic-box"
	if n.Focus {
		class += " pic-focus"
	}
	p.link(n.Href, n.Words, b.cut || len(b.lines) != 1, func() {
		p.draw(`<rect class="%s" x="%v" y="%v" width="%v" height="%v" rx="5"/>`, class, x, y, width, tall)
		base := y + (tall-px(len(b.lines))*16*pixel-px(len(b.notes))*14*pixel)/2 + 12*pixel
		p.lines(anchor, left, base, b.lines, 16*pixel)
	})
	base := y + (tall-px(len(b.lines))*16*pixel-px(len(b.notes))*14*pixel)/2 + px(len(b.lines))*16*pixel + 10*pixel
	p.lines(` class="pic-tiny"`, left, base, b.notes, 14*pixel)
}

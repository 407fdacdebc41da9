package picture

import (
	"fmt"
	"html/template"
	"slices"
)

// The map around one team is as wide as the page: the team at the left, lines,
// and the others in a list at the right, each with what the two have to do with
// each other.
const (
	hubWidth     = whole * 32 / 100
	partnerLeft  = whole * 46 / 100
	partnerWidth = whole - partnerLeft
	partnerGap   = 10 * pixel
	manyPartners = 12 // more than these keep what they have to do with it to themselves
)

// partner is a team in the list, with the edges that lead to it.
type partner struct {
	node  int
	edges []edge
	box   box
	y     px
}

func (m Map) around(g graph, focus int) template.HTML {
	hub := boxed(g.nodes[focus], hubWidth.of(narrowest))
	hub.tall = max(hub.tall, px(len(g.edges))*9*pixel+12*pixel)
	partners, alone := g.partners(focus)
	bottom := max(listed(partners, pixel), hub.tall+2*pixel)
	hubTop := (bottom - hub.tall) / 2
	aloneWords, _ := heading.wrap(m.Alone, partnerWidth.of(narrowest), 2)
	aloneTop := bottom + 26*pixel
	if len(alone) > 0 {
		bottom = listed(alone, aloneTop+px(len(aloneWords))*15*pixel-7*pixel)
	}
	legend := m.legend(g, narrowest, bottom+10*pixel)
	if len(legend.items) == 0 {
		legend.bottom = bottom
	}

	var p pen
	p.begin(m.ID, "pic-around", m.Title, m.Desc, `width="100%" height="`+legend.bottom.String()+`"`)
	g.fan(&p, partners, focus, hubTop, hub.tall, legend.bottom)
	hub.draw(&p, g.nodes[focus], 0, hubWidth, hubWidth/2, hubTop, hub.tall, ` text-anchor="middle"`)
	g.list(&p, partners)
	if len(alone) > 0 {
		p.lines(` class="pic-title"`, partnerLeft, aloneTop, aloneWords, 15*pixel)
		g.list(&p, alone)
	}
	legend.draw(&p, lineRoom)
	return p.end()
}

// partners returns the teams that an edge leads to, and those to which none
// does.
func (g graph) partners(focus int) (partners, alone []partner) {
	of := make([]partner, len(g.nodes))
	count := 0
	for _, e := range g.edges {
		other := e.from + e.to - focus
		if of[other].edges = append(of[other].edges, e); len(of[other].edges) == 1 {
			count++
		}
	}
	for n, pa := range of {
		pa.node = n
		var notes []string
		for _, e := range pa.edges {
			if e.Words != "" && count <= manyPartners && !slices.Contains(notes, e.Words) {
				notes = append(notes, e.Words)
			}
		}
		pa.box = boxed(g.nodes[n], partnerWidth.of(narrowest), notes...)
		pa.box.tall = max(pa.box.tall, px(len(pa.edges))*14*pixel+10*pixel)
		switch {
		case n == focus:
		case len(pa.edges) > 0:
			partners = append(partners, pa)
		default:
			alone = append(alone, pa)
		}
	}
	return partners, alone
}

// listed finds places below each other, from top, and returns where they end.
func listed(list []partner, top px) px {
	for i := range list {
		list[i].y = top
		top += list[i].box.tall + partnerGap
	}
	return top - partnerGap + pixel
}

func (g graph) list(p *pen, list []partner) {
	for _, pa := range list {
		pa.box.draw(p, g.nodes[pa.node], partnerLeft, partnerWidth, partnerLeft+whole*3/100, pa.y, pa.box.tall, "")
	}
}

// fan draws the lines from the team in the middle to the others. They are
// stretched to the width of the page, their strokes are not.
func (g graph) fan(p *pen, partners []partner, focus int, top, tall, height px) {
	p.draw(`<g class="pic-lines" aria-hidden="true"><svg x="%v" width="%v" height="%v" viewBox="0 0 100 %v" preserveAspectRatio="none">`, hubWidth, partnerLeft-hubWidth, height, height)
	var heads pen
	i := 0
	for _, pa := range partners {
		for j, e := range pa.edges {
			from := top + tall*px(2*i+1)/px(2*len(g.edges))
			to := pa.y + pa.box.tall*px(2*j+1)/px(2*len(pa.edges))
			i++
			way, still := fmt.Sprintf("M0 %vC50 %v 50 %v 100 %v", from, from, to, to), ` vector-effect="non-scaling-stroke"`
			p.draw(`<g><title>%v</title><path class="pic-hit" d="%s"%s/>`, esc(g.name(e)), way, still)
			p.line(e.Style, way, still)
			p.WriteString("</g>")
			if e.OneSided && e.to == focus {
				heads.at(hubWidth, from, headLeft)
			} else if e.OneSided {
				heads.at(partnerLeft, to, headRight)
			}
		}
	}
	p.WriteString("</svg>")
	p.Write(heads.Bytes())
	p.WriteString("</g>")
}

package theme

import (
	"html/template"
	"strconv"
	"strings"
)

// NavFragment is the rendered navigation of one folder, in which the page's
// own place is still open. The zero value stands for no navigation.
type NavFragment struct {
	pieces []string // what stands before the address of each link, and after the last
	links  []navTarget
	size   int // of all pieces and links
}

// navTarget is the place of one link.
type navTarget struct {
	path string // below the site's root, as in NavItem
	href string // the same, ready for an attribute, and the quotation mark after it
}

// navShown is what the template of the navigation gets.
type navShown struct {
	Home     navLink
	Sections []navLink
	Title    string
	Deep     bool
	Nested   bool // a section holds the folder, and the siblings stand below it
	Siblings []navLink
	All      *navLink
}

// navLink is a NavItem whose link is filled in later.
type navLink struct {
	Link   template.HTMLAttr // stands for href and aria-current
	Words  string
	Count  int
	Inside bool
}

// mark stands for a link in the rendered navigation. Nothing that comes from a
// site can look like it, because quotation marks are escaped there.
const mark = `data-remit-link="`

// Nav renders the navigation of a folder, which costs as much as a page; For
// is cheap. It returns the zero value when a site's own template fails.
func (t *Theme) Nav(n Nav) NavFragment {
	var f NavFragment
	link := func(item NavItem) navLink {
		f.links = append(f.links, navTarget{path: item.Path, href: string(appendURL(nil, item.Path)) + `"`})
		return navLink{
			Link:   template.HTMLAttr(mark + strconv.Itoa(len(f.links)-1) + `"`),
			Words:  item.Words,
			Count:  item.Count,
			Inside: item.Inside,
		}
	}
	data := navShown{Home: link(NavItem{}), Title: n.Title, Deep: n.Deep}
	for _, item := range n.Sections {
		data.Sections = append(data.Sections, link(item))
		data.Nested = data.Nested || item.Inside
	}
	for _, item := range n.Siblings {
		if item.Path != "" { // home stands above all others already
			data.Siblings = append(data.Siblings, link(item))
		}
	}
	if n.All != nil {
		all := link(*n.All)
		data.All = &all
	}
	rendered, err := t.set(n.Language).nav.render(nil, &data)
	if err != nil {
		return NavFragment{}
	}
	return f.cut(string(rendered))
}

// cut divides rendered navigation at its marks. A template may leave links
// out, or show them twice.
func (f NavFragment) cut(rendered string) NavFragment {
	known := f.links
	f.links = nil
	for {
		before, rest, found := strings.Cut(rendered, mark)
		if !found {
			f.pieces = append(f.pieces, rendered)
			f.size += len(rendered)
			return f
		}
		number, after, _ := strings.Cut(rest, `"`)
		i, err := strconv.Atoi(number)
		if err != nil || i < 0 || i >= len(known) { // the template's own text: an address that leads home
			i = 0
		}
		piece := before + `href="`
		f.pieces = append(f.pieces, piece)
		f.links = append(f.links, known[i])
		f.size += len(piece) + len(known[i].href)
		rendered = after
	}
}

// For returns the navigation as the page at current shows it: addresses begin
// with root, and the first link to the page itself carries aria-current.
func (f NavFragment) For(root, current string) template.HTML {
	if len(f.pieces) == 0 {
		return ""
	}
	const here = ` aria-current="page"`
	start := string(appendURL(nil, root))
	var b strings.Builder
	b.Grow(f.size + len(f.links)*len(start) + len(here))
	marked := false
	for i, l := range f.links {
		b.WriteString(f.pieces[i])
		b.WriteString(start)
		b.WriteString(l.href)
		if l.path == current && !marked {
			marked = true
			b.WriteString(here)
		}
	}
	b.WriteString(f.pieces[len(f.pieces)-1])
	return template.HTML(b.String())
}

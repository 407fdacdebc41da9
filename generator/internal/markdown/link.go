package markdown

import (
	"bytes"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"

	"remit/generator/internal/diag"
)

// offsetOf returns where a slice of the body begins in it, or fallback for a
// slice that is a copy. goldmark tells no position of a destination, but what
// it hands out is cut from the body, and the body's capacity ends with it.
func (c *compiler) offsetOf(part []byte, fallback int) int {
	at := len(c.body) - cap(part)
	if len(part) == 0 || at < 0 || at+len(part) > len(c.body) || &c.body[at] != &part[0] {
		return c.searchFrom(part, fallback)
	}
	return at
}

// searchFrom finds a copied destination: one on a line that a tab indents.
func (c *compiler) searchFrom(part []byte, from int) int {
	from = min(max(from, 0), len(c.body))
	if i := bytes.Index(c.body[from:], part); i >= 0 && len(part) > 0 {
		return from + i
	}
	return from
}

func (c *compiler) addRef(r Ref, start, end int) int {
	r.Span = c.span(start, end)
	r.Heading = len(c.out.Headings) - 1
	r.At = len(c.text)
	c.weight += len(r.Target) + len(r.Title)
	c.out.Refs = append(c.out.Refs, r)
	return len(c.out.Refs) - 1
}

// refOf makes the reference of an address that is not refused.
func refOf(a address, k RefKind, title string) Ref {
	if a.reach == elsewhere {
		return Ref{Kind: External, Target: a.url, Title: title}
	}
	return Ref{Kind: k, Target: a.target, Query: a.query, Fragment: a.fragment, Title: title}
}

// openLink opens a link that leave closes; start and end are the place of its
// destination. Inside another link, for a refused address and on a page that
// has grown too large it opens nothing, so that only the words are shown.
func (c *compiler) openLink(a address, title string, start, end int) mark {
	m := mark{len(c.open), c.floor}
	if c.links > 0 || c.tooLarge() {
		return m
	}
	if a.reach == refused {
		c.refuse(a, start, end)
		return m
	}
	c.inText()
	ref := c.addRef(refOf(a, LinkRef, title), start, end)
	e := element{kind: phrase, link: true, ref: ref, at: len(c.html), holes: len(c.holes)}
	if a.reach == within {
		c.hole(LinkOpen, ref)
	} else {
		c.html = append(c.html, `<a href="`...)
		c.html = appendHref(c.html, a.url)
		c.html = append(c.html, '"')
		c.html = appendTitle(c.html, title)
		c.html = append(c.html, '>')
	}
	e.inner = len(c.html)
	return c.enter(e)
}

func appendTitle(html []byte, title string) []byte {
	if title == "" {
		return html
	}
	html = append(html, ` title="`...)
	return append(escapeAttribute(html, title), '"')
}

// closeLink ends a link. One without words or image cannot be seen or named,
// so nothing of it stays but the reference.
func (c *compiler) closeLink(e element) {
	ref := &c.out.Refs[e.ref]
	ref.Words = string(c.text[ref.At:])
	holes := e.holes
	if ref.Kind != External {
		holes++ // its own opening
	}
	switch {
	case len(bytes.TrimSpace(c.html[e.inner:])) == 0 && len(c.holes) == holes:
		c.html, c.holes = c.html[:e.at], c.holes[:e.holes]
	case ref.Kind == External:
		c.html = append(c.html, "</a>"...)
	default:
		c.hole(LinkClose, e.ref)
	}
}

func (c *compiler) refuse(a address, start, end int) {
	c.problem(Problem{
		Rule: "unsafe-link", Severity: diag.Warning,
		Message: "this address " + a.why,
		Label:   "shown as words without a link",
		Why:     "such addresses can run programs or lead readers where they do not expect",
		Fix:     "write an https address, or the path of a file in this folder",
	}, start, end)
}

func (c *compiler) link(n *ast.Link) {
	a := parseAddress(string(unescaped(n.Destination)))
	start := c.offsetOf(n.Destination, n.Pos())
	m := c.openLink(a, string(unescaped(n.Title)), start, start+len(n.Destination))
	c.inlines(n.FirstChild())
	c.leave(m)
}

// autoLink is <https://...> or <a@b.c>.
func (c *compiler) autoLink(n *ast.AutoLink) {
	label := n.Label(c.body)
	destination := string(label)
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(destination), "mailto:") {
		destination = "mailto:" + destination
	}
	start := c.offsetOf(label, n.Pos())
	m := c.openLink(parseAddress(destination), "", start, start+len(label))
	c.plain(label, start)
	c.leave(m)
}

func (c *compiler) image(n *ast.Image) {
	start := c.offsetOf(n.Destination, n.Pos())
	var alt []byte
	c.showImage(picture{
		address: parseAddress(string(unescaped(n.Destination))),
		alt:     string(c.altText(n.FirstChild(), alt)),
		title:   string(unescaped(n.Title)),
		start:   start, end: start + len(n.Destination),
	})
}

// altText appends the words of an image's description without its markup.
func (c *compiler) altText(n ast.Node, alt []byte) []byte {
	for ; n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value(c.body)
			if !n.IsRaw() {
				value = unescaped(value)
			}
			alt = append(alt, value...)
			if n.SoftLineBreak() || n.HardLineBreak() {
				alt = append(alt, ' ')
			}
		case *ast.AutoLink:
			alt = append(alt, n.Label(c.body)...)
		case *wikiLink:
			alt = append(alt, c.body[n.start:n.stop]...)
		default:
			alt = c.altText(n.FirstChild(), alt)
		}
	}
	return alt
}

// picture is an image of Markdown or raw HTML.
type picture struct {
	address       address
	alt, title    string
	width, height int
	start, end    int // of its address
}

func (c *compiler) showImage(p picture) {
	if c.tooLarge() {
		return
	}
	c.inText()
	if p.address.reach == elsewhere && hostOf(p.address.url) == "" {
		p.address = address{reach: refused, why: "names no host"}
	}
	switch {
	case p.address.reach == refused:
		c.refuse(p.address, p.start, p.end)
		c.alternative(p.alt, p.start)
	case p.address.reach == within:
		r := refOf(p.address, ImageRef, p.title)
		r.Words, r.Width, r.Height = p.alt, p.width, p.height
		ref := c.addRef(r, p.start, p.end)
		c.hole(ImageTag, ref)
		c.alternativeText(p.alt, p.start)
	case c.mayShowImagesOf(hostOf(p.address.url)):
		r := refOf(p.address, External, p.title)
		r.Words, r.Width, r.Height = p.alt, p.width, p.height
		c.addRef(r, p.start, p.end)
		c.foreignImage(p)
		c.alternativeText(p.alt, p.start)
	default:
		c.imageElsewhere(p)
	}
}

// alternativeText puts an image's words into the plain text only.
func (c *compiler) alternativeText(alt string, at int) {
	from := len(c.text)
	c.stand(at, []byte(strings.ReplaceAll(alt, "\n", " ")))
	c.alts = append(c.alts, [2]int{from, len(c.text)})
}

// alternative shows an image's words in its place.
func (c *compiler) alternative(alt string, at int) {
	from := len(c.text)
	c.plain([]byte(alt), at)
	c.alts = append(c.alts, [2]int{from, len(c.text)})
}

func (c *compiler) foreignImage(p picture) {
	c.html = append(c.html, `<img src="`...)
	c.html = appendHref(c.html, p.address.url)
	c.html = append(c.html, `" alt="`...)
	c.html = escapeAttribute(c.html, p.alt)
	c.html = append(c.html, '"')
	c.html = appendSize(c.html, "width", p.width)
	c.html = appendSize(c.html, "height", p.height)
	c.html = appendTitle(c.html, p.title)
	c.html = append(c.html, ` loading="lazy">`...)
}

// imageElsewhere shows a link in place of an image of another host: loading it
// would tell that host who reads which page.
func (c *compiler) imageElsewhere(p picture) {
	host := hostOf(p.address.url)
	c.problem(Problem{
		Rule: "image-elsewhere", Severity: diag.Warning,
		Message: "this image would be loaded from " + host,
		Label:   "shown as a link",
		Why:     "loading it tells that host who reads this page, and when",
		Fix:     "copy the image into this folder, or add " + host + " to image-hosts in remit.yaml",
	}, p.start, p.end)
	words := p.alt
	if strings.TrimSpace(words) == "" {
		words = path.Base(strings.TrimSuffix(p.address.url, "/"))
	}
	m := c.openLink(p.address, p.title, p.start, p.end)
	c.alternative(words, p.start)
	c.leave(m)
}

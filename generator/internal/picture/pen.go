package picture

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"
)

// px is a length in tenths of a pixel. Lengths and shares are whole numbers, so
// that every machine draws the same bytes.
type px int

const pixel px = 10

func (l px) String() string { return fraction(int(l), 10) }

// share is a part of the picture's width in hundredths of a percent. What is
// placed by shares is as wide as there is room, with text of the same size.
type share int

const whole share = 10_000

func (s share) String() string { return fraction(int(s), 100) + "%" }

// of is the part of a width.
func (s share) of(width px) px { return width * px(s) / px(whole) }

// fraction writes n/of without zeros at the end; of is a power of ten.
func fraction(n, of int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	if n%of == 0 {
		return sign + strconv.Itoa(n/of)
	}
	places := strconv.Itoa(of + n%of)[1:]
	return sign + strconv.Itoa(n/of) + "." + strings.TrimRight(places, "0")
}

// esc is text that becomes safe where it is written, between tags or in quotes.
type esc string

func (s esc) String() string { return html.EscapeString(clean(string(s))) }

// clean leaves out what XML cannot hold, and folds white space.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, s)), " ")
}

// address returns an address that may be followed; "" when it has a scheme
// that could act, such as javascript:.
func address(s string) string {
	s = clean(s)
	if at := strings.IndexAny(s, ":/?#"); at >= 0 && s[at] == ':' {
		switch strings.ToLower(s[:at]) {
		case "http", "https", "mailto":
		default:
			return ""
		}
	}
	return s
}

// pen writes a picture.
type pen struct{ bytes.Buffer }

func (p *pen) draw(format string, values ...any) { fmt.Fprintf(p, format, values...) }

// begin opens a picture that takes all the width it is given; a picture of a
// fixed size passes its size in more. The picture is a group, not an image:
// what stands in an image cannot be reached, and links do.
func (p *pen) begin(id, class, title, desc, more string) {
	id = strings.ReplaceAll(clean(id), " ", "-")
	p.draw(`<svg xmlns="http://www.w3.org/2000/svg" class="pic %s" direction="ltr" role="group"`, class)
	p.draw(` aria-labelledby="%v-t" aria-describedby="%v-d" %s>`, esc(id), esc(id), more)
	p.draw(`<title id="%v-t">%v</title><desc id="%v-d">%v</desc>`, esc(id), esc(title), esc(id), esc(desc))
}

func (p *pen) end() template.HTML {
	p.WriteString("</svg>")
	return template.HTML(p.String())
}

// link draws something that leads to an address, or stands alone when that leads
// nowhere. The name is its title, which is shown to a pointer and read out; when
// the words that are drawn are the whole name, it needs none.
func (p *pen) link(href, name string, told bool, draw func()) {
	tag := "a"
	if href = address(href); href == "" {
		tag = "g"
	}
	switch {
	case href != "":
		p.draw(`<a href="%v">`, esc(href))
	case told:
		p.WriteString(`<g role="img">`)
	default:
		p.WriteString("<g>")
	}
	if told {
		p.draw("<title>%v</title>", esc(name))
	}
	draw()
	p.draw("</%s>", tag)
}

// lines draws lines of text below each other; x is a px or a share, y the
// baseline of the first. A space parts them where they are read or copied.
func (p *pen) lines(class string, x any, y px, lines []string, step px) {
	for i, s := range lines {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.draw(`<text%s x="%v" y="%v">%v</text>`, class, x, y+px(i)*step, esc(s))
	}
}

// at draws something around a point. A piece of a picture can be moved by a
// share of its width only as a picture of its own.
func (p *pen) at(x any, y px, what string) {
	p.draw(`<svg x="%v" y="%v" overflow="visible">%s</svg>`, x, y, what)
}

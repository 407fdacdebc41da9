package source

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

const svgSpace = "http://www.w3.org/2000/svg"

// inspectSVG publishes a drawing only if nothing in it can act or load.
func inspectSVG(info *AssetInfo, head []byte, rest io.Reader) {
	width, height, err := checkSVG(io.MultiReader(bytes.NewReader(head), rest))
	var active activeError
	switch {
	case errors.As(err, &active):
		info.Refused = "the drawing has " + string(active) + "; remove that, or export the drawing as PNG"
	case err != nil:
		info.Refused = "it is no SVG that can be read (" + err.Error() + "); export it again as plain SVG, or as PNG"
	default:
		info.Width, info.Height = width, height
	}
}

// activeError names what a drawing must not hold.
type activeError string

func (e activeError) Error() string { return string(e) }

// checkSVG reads a drawing to its end and returns its size in pixels, 0 where
// it gives none.
func checkSVG(r io.Reader) (width, height int, err error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = asciiOnly
	var root *xml.StartElement
	var style strings.Builder
	inStyle := 0
	for {
		token, err := d.Token()
		if err == io.EOF && root == nil {
			return 0, 0, errors.New("it is empty")
		}
		if err == io.EOF {
			w, h := svgSize(*root)
			return w, h, nil
		}
		if err != nil {
			return 0, 0, err
		}
		switch t := token.(type) {
		case xml.ProcInst:
			if t.Target != "xml" {
				return 0, 0, activeError("the instruction <?" + t.Target + "?>")
			}
		case xml.Directive:
			if bytes.ContainsAny(t, "[") {
				return 0, 0, activeError("entities of its own")
			}
		case xml.StartElement:
			if root == nil {
				if err := checkRoot(t); err != nil {
					return 0, 0, err
				}
				c := t.Copy()
				root = &c
			}
			if err := checkElement(t); err != nil {
				return 0, 0, err
			}
			if strings.EqualFold(t.Name.Local, "style") {
				inStyle++
			}
		case xml.EndElement:
			if strings.EqualFold(t.Name.Local, "style") {
				inStyle--
				if err := checkCSS(style.String()); err != nil {
					return 0, 0, err
				}
				style.Reset()
			}
		case xml.CharData:
			if inStyle > 0 {
				style.Write(t)
			}
		}
	}
}

// asciiOnly reads the one-byte encodings of older drawing programs. Nothing
// that is looked for has letters outside ASCII.
func asciiOnly(charset string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252":
		return asciiReader{r}, nil
	}
	return nil, errors.New("its encoding is " + charset)
}

// asciiReader gives a question mark for each byte that is not ASCII.
type asciiReader struct{ r io.Reader }

func (a asciiReader) Read(p []byte) (int, error) {
	n, err := a.r.Read(p)
	for i, b := range p[:n] {
		if b >= utf8.RuneSelf {
			p[i] = '?'
		}
	}
	return n, err
}

func checkRoot(t xml.StartElement) error {
	switch {
	case t.Name.Local != "svg":
		return errors.New("its first element is <" + t.Name.Local + ">")
	case t.Name.Space != svgSpace:
		return errors.New(`it lacks xmlns="` + svgSpace + `"`)
	}
	return nil
}

// checkElement looks at a name and its attributes whatever their prefix: a
// browser may see another name space than we do.
func checkElement(t xml.StartElement) error {
	name := strings.ToLower(t.Name.Local[strings.LastIndexByte(t.Name.Local, ':')+1:])
	switch name {
	case "script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "link", "meta", "base":
		return activeError("the element <" + name + ">")
	}
	if strings.HasSuffix(t.Name.Space, "/xhtml") || strings.HasSuffix(t.Name.Space, "/MathML") {
		return activeError("the HTML element <" + name + ">")
	}
	for _, a := range t.Attr {
		if err := checkAttribute(name, a); err != nil {
			return err
		}
	}
	return nil
}

func checkAttribute(element string, a xml.Attr) error {
	name := strings.ToLower(a.Name.Local[strings.LastIndexByte(a.Name.Local, ':')+1:])
	value := strings.ToLower(strings.Map(dropSpace, a.Value))
	switch {
	case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		return nil
	case strings.HasPrefix(name, "on"):
		return activeError("the event handler " + name)
	case name == "base" && a.Name.Space != "":
		return activeError("the attribute xml:base")
	case strings.Contains(value, "javascript:"), strings.Contains(value, "vbscript:"), strings.Contains(value, "data:text"):
		return activeError("a script in the attribute " + name)
	case name == "attributename" && (strings.HasSuffix(value, "href") || strings.HasPrefix(value, "on")):
		return activeError("an animation of " + value)
	case name == "href", name == "src":
		return checkReference(element, name, value)
	}
	return checkCSS(a.Value)
}

func dropSpace(r rune) rune {
	if r <= ' ' || r == 0x7f {
		return -1
	}
	return r
}

// checkReference allows what stays in the drawing, images written into it, and
// links that a reader has to click.
func checkReference(element, name, value string) error {
	switch {
	case value == "", value[0] == '#', inlineImage(value):
		return nil
	case element == "a" && name == "href" && (strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "mailto:")):
		return nil
	case strings.HasPrefix(value, "//"), strings.HasPrefix(value, `\`), strings.HasPrefix(value, `/\`), hasScheme(value):
		return activeError("a reference to another place (" + cutShort(value) + ")")
	}
	return nil
}

func inlineImage(value string) bool {
	rest, ok := strings.CutPrefix(value, "data:image/")
	return ok && !strings.HasPrefix(rest, "svg")
}

func inlineFont(value string) bool {
	kind, _, _ := strings.Cut(value, ",")
	return strings.HasPrefix(kind, "data:font/") || strings.HasPrefix(kind, "data:application/") &&
		(strings.Contains(kind, "font") || strings.Contains(kind, "octet-stream"))
}

// hasScheme reports whether a reference begins with a scheme: letters and a colon.
func hasScheme(value string) bool {
	i := strings.IndexAny(value, ":/?#")
	return i > 0 && value[i] == ':' && strings.Trim(value[:i], "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

func cutShort(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	n := most
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

var cssEscape = regexp.MustCompile(`\\([0-9a-fA-F]{1,6})[ \t\r\n\f]?|\\`)

// checkCSS allows url() to parts of the drawing, and to images and fonts that
// are written into it. Comments are read too: what looks like one may stand in
// a string.
func checkCSS(css string) error {
	if !strings.ContainsAny(css, `(\@-`) {
		return nil
	}
	css = cssEscape.ReplaceAllStringFunc(css, func(s string) string {
		code, err := strconv.ParseUint(strings.TrimSpace(s[1:]), 16, 32)
		if err != nil {
			return ""
		}
		return string(rune(code))
	})
	css = strings.ToLower(strings.Map(dropSpace, css))
	for _, word := range [...]string{"@import", "expression(", "-moz-binding", "behavior:", "image-set(", "src("} {
		if strings.Contains(css, word) {
			return activeError("the style " + word)
		}
	}
	for {
		_, rest, ok := strings.Cut(css, "url(")
		if !ok {
			return nil
		}
		target, _, _ := strings.Cut(rest, ")")
		target = strings.Trim(target, `"'`)
		if err := checkReference("", "url", target); err != nil && !inlineFont(target) {
			return err
		}
		css = rest
	}
}

// svgSize takes width and height, or what the view box gives.
func svgSize(root xml.StartElement) (width, height int) {
	var w, h float64
	var box []string
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "width":
			w = pixels(a.Value)
		case "height":
			h = pixels(a.Value)
		case "viewBox":
			box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ',' || r <= ' ' })
		}
	}
	if len(box) == 4 {
		bw, bh := pixels(box[2]), pixels(box[3])
		switch {
		case bw == 0 || bh == 0:
		case w == 0 && h == 0:
			w, h = bw, bh
		case w == 0:
			w = h * bw / bh
		case h == 0:
			h = w * bh / bw
		}
	}
	if w == 0 || h == 0 {
		return 0, 0
	}
	return round(w), round(h)
}

func round(v float64) int { return int(max(1, math.Round(min(v, 1<<20)))) }

// pixels reads a length; 0 when it is relative or none.
func pixels(s string) float64 {
	s = strings.TrimSpace(s)
	factor := 1.0
	for unit, f := range map[string]float64{"px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			s, factor = number, f
			break
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v <= 0 {
		return 0
	}
	return v * factor
}

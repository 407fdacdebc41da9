package picture

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// element is one of a picture, where it stands on a page of the narrowest width.
type element struct {
	name    string
	attr    map[string]string
	inner   string // the text in it
	texts   int    // how many <text> are in it
	titled  bool   // it has a title of its own
	picture [2]float64

	x, y, width, height float64
	left, size          float64      // of text: where its estimated width begins, its height
	points              [][2]float64 // of a line, circle or path
}

// elements reads a picture as strict XML.
func elements(t *testing.T, picture template.HTML) []element {
	t.Helper()
	type frame struct{ x, y, scaleX, width, height float64 }
	at := []frame{{0, 0, 1, 0, 0}}
	var all []*element
	var open []*element
	var size [2]float64
	d := xml.NewDecoder(strings.NewReader(string(picture)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, picture)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			f := at[len(at)-1]
			number := func(name string, of float64) float64 {
				s, percent := strings.CutSuffix(e.attr[name], "%")
				n, err := strconv.ParseFloat(s, 64)
				if err != nil && s != "" {
					t.Errorf("%s=%q", name, s)
				}
				if percent {
					n = n * of / 100
				}
				return n
			}
			switch {
			case e.name == "svg" && size == [2]float64{}:
				size = [2]float64{number("width", narrowestPixels), number("height", 0)}
				f.width, f.height = size[0], size[1]
			case e.name == "svg":
				e.x, e.y = f.x+number("x", f.width), f.y+number("y", 0)
				f = frame{f.x + number("x", f.width), f.y + number("y", 0), f.scaleX, f.width, f.height}
				if e.attr["viewBox"] != "" {
					f.scaleX = number("width", f.width) / 100
				}
			}
			if m := translate.FindStringSubmatch(e.attr["transform"]); m != nil {
				x, _ := strconv.ParseFloat(m[1], 64)
				y, _ := strconv.ParseFloat(m[2], 64)
				f.x, f.y = f.x+x*f.scaleX, f.y+y
			} else if e.attr["transform"] != "" {
				t.Errorf("transform=%q", e.attr["transform"])
			}
			point := func(x, y float64) { e.points = append(e.points, [2]float64{f.x + x*f.scaleX, f.y + y}) }
			switch e.name {
			case "rect", "text":
				e.x, e.y = f.x+number("x", f.width), f.y+number("y", 0)
				e.width, e.height = number("width", f.width), number("height", 0)
			case "circle":
				r := number("r", 0)
				point(number("cx", f.width)-r, number("cy", 0)-r)
				point(number("cx", f.width)+r, number("cy", 0)+r)
			case "line":
				point(number("x1", f.width), number("y1", 0))
				point(number("x2", f.width), number("y2", 0))
			case "path":
				for _, p := range traced(t, e.attr["d"]) {
					point(p[0], p[1])
				}
			}
			e.picture = size
			at, all, open = append(at, f), append(all, e), append(open, e)
			if e.name == "title" && len(open) > 1 {
				open[len(open)-2].titled = true
			}
			if e.name == "text" {
				for _, outer := range open {
					outer.texts++
				}
			}
		case xml.CharData:
			for _, e := range open {
				e.inner += string(token)
			}
		case xml.EndElement:
			e := open[len(open)-1]
			if e.name == "text" {
				e.measure()
			}
			at, open = at[:len(at)-1], open[:len(open)-1]
		}
	}
	var values []element
	for _, e := range all {
		values = append(values, *e)
	}
	return values
}

const narrowestPixels = float64(narrowest) / 10

var commands, numbers = regexp.MustCompile(`([A-Za-z])([^A-Za-z]*)`), regexp.MustCompile(`-?[0-9]*\.?[0-9]+`)

var translate = regexp.MustCompile(`^translate\((-?[0-9.]+) (-?[0-9.]+)\)$`)

// measure estimates the room of a text by the class that gives it its size.
func (e *element) measure() {
	f := usual
	for _, class := range strings.Fields(e.attr["class"]) {
		switch class {
		case "pic-tiny":
			f.size = 11
		case "pic-soft":
			f.size = 12
		case "pic-bold", "pic-title":
			f.size, f.bold = 12, true
		}
	}
	e.size, e.width, e.left = float64(f.size), float64(f.width(e.inner))/10, e.x
	switch e.attr["text-anchor"] {
	case "middle":
		e.left -= e.width / 2
	case "end":
		e.left -= e.width
	}
}

// traced returns points along a path.
func traced(t *testing.T, d string) (points [][2]float64) {
	t.Helper()
	var x, y float64
	for _, m := range commands.FindAllStringSubmatch(d, -1) {
		var n []float64
		for _, s := range numbers.FindAllString(m[2], -1) {
			f, err := strconv.ParseFloat(s, 64)
			if err != nil || math.IsNaN(f) {
				t.Errorf("%q in a path", s)
			}
			n = append(n, f)
		}
		for len(n) > 0 || m[1] == "z" {
			switch m[1] {
			case "M", "L":
				x, y, n = n[0], n[1], n[2:]
			case "m", "l":
				x, y, n = x+n[0], y+n[1], n[2:]
			case "H":
				for i := range 10 {
					points = append(points, [2]float64{x + (n[0]-x)*float64(i)/10, y})
				}
				x, n = n[0], n[1:]
			case "h":
				x, n = x+n[0], n[1:]
			case "V":
				for i := range 10 {
					points = append(points, [2]float64{x, y + (n[0]-y)*float64(i)/10})
				}
				y, n = n[0], n[1:]
			case "v":
				y, n = y+n[0], n[1:]
			case "C":
				for i := range 20 {
					t := float64(i) / 20
					u := 1 - t
					points = append(points, [2]float64{
						u*u*u*x + 3*u*u*t*n[0] + 3*u*t*t*n[2] + t*t*t*n[4],
						u*u*u*y + 3*u*u*t*n[1] + 3*u*t*t*n[3] + t*t*t*n[5],
					})
				}
				x, y, n = n[4], n[5], n[6:]
			case "z":
				return points
			default:
				t.Fatalf("%q in a path", m[1])
			}
			points = append(points, [2]float64{x, y})
		}
	}
	return points
}

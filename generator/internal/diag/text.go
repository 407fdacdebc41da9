package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// paint holds the ANSI sequences of the text format; all are empty without
// colour. Every colour goes with a word or a mark that says the same.
type paint struct {
	severity           [3]string
	bold, frame, reset string
}

func newPaint(color bool) paint {
	if !color {
		return paint{}
	}
	return paint{
		severity: [3]string{Hint: "\x1b[1;36m", Warning: "\x1b[1;33m", Error: "\x1b[1;31m"},
		bold:     "\x1b[1m", frame: "\x1b[34m", reset: "\x1b[0m",
	}
}

// textPrinter writes one list of problems for people.
type textPrinter struct {
	out     []byte
	o       PrintOptions
	paint   paint
	sources map[string]*Lines
}

func appendText(out []byte, problems []Problem, o PrintOptions) []byte {
	t := &textPrinter{out: out, o: o, paint: newPaint(o.Color), sources: map[string]*Lines{}}
	shown := problems
	if o.Max > 0 && len(shown) > o.Max {
		shown = shown[:o.Max]
	}
	for _, p := range shown {
		t.problem(p)
	}
	if hidden := problems[len(shown):]; len(hidden) > 0 {
		errors, _, _ := Count(hidden)
		t.printf("... and %s more, %s among them\n\n", plural(len(hidden), "problem"), plural(errors, "error"))
	}
	if o.Documents > 0 {
		t.printf("%s\n", Summary(problems, o.Documents, o.Elapsed))
	}
	return t.out
}

func (t *textPrinter) printf(format string, args ...any) { t.out = fmt.Appendf(t.out, format, args...) }

// problem writes one problem and an empty line after it.
func (t *textPrinter) problem(p Problem) {
	c := t.paint
	t.printf("%s%s[%s]%s: %s%s%s\n", c.severity[p.Severity], p.Severity, Visible(p.Rule), c.reset, c.bold, Visible(p.Message), c.reset)
	gutter := t.gutter(p)
	t.excerpt(gutter, "-->", p.File, p.Span, p.Label, "^", c.severity[p.Severity])
	for _, r := range p.Related {
		t.excerpt(gutter, ":::", r.File, r.Span, r.Label, "-", c.frame)
	}
	if p.Why != "" {
		t.printf(" %swhy%s: %s\n", c.bold, c.reset, Visible(p.Why))
	}
	if p.Fix != "" {
		t.printf(" %sfix%s: %s\n", c.bold, c.reset, Visible(p.Fix))
	}
	t.printf("\n")
}

// gutter is the width of the line numbers of a problem and its related places.
func (t *textPrinter) gutter(p Problem) int {
	line := p.Span.Start.Line
	for _, r := range p.Related {
		line = max(line, r.Span.Start.Line)
	}
	return max(2, len(fmt.Sprint(line)))
}

// excerpt writes a place and, where the file's text is known, the author's
// line with marks under the stretch meant.
func (t *textPrinter) excerpt(gutter int, arrow, file string, span Span, label, mark, colour string) {
	c := t.paint
	place := t.o.place(file, span.Start)
	if place == "" {
		return
	}
	t.printf("%*s%s%s%s %s\n", gutter, "", c.frame, arrow, c.reset, place)
	line, ok := t.line(file, span.Start.Line)
	if !ok {
		if label != "" {
			t.printf("%*s%s=%s %s\n", gutter+1, "", c.frame, c.reset, Visible(label))
		}
		return
	}
	width := t.o.Width
	if width <= 0 {
		width = 80
	}
	from, to := stretch(line, span)
	text, indent, marks := window(line, from, to, max(20, width-gutter-3))
	bar := fmt.Sprintf("%*s %s|%s", gutter, "", c.frame, c.reset)
	t.printf("%s\n", bar)
	t.printf("%s%*d |%s %s\n", c.frame, gutter, span.Start.Line, c.reset, text)
	t.printf("%s %s%s%s%s%s\n", bar, strings.Repeat(" ", indent), colour, strings.Repeat(mark, marks), spaced(Visible(label)), c.reset)
	t.printf("%s\n", bar)
}

func spaced(label string) string {
	if label == "" {
		return ""
	}
	return " " + label
}

// line returns one line of a file without its line end.
func (t *textPrinter) line(file string, number int) (string, bool) {
	if t.o.Source == nil || number <= 0 {
		return "", false
	}
	lines, ok := t.sources[file]
	if !ok {
		if src := t.o.Source(file); src != nil {
			lines = NewLines(src)
		}
		t.sources[file] = lines
	}
	if lines == nil || number > len(lines.starts) {
		return "", false
	}
	end := len(lines.src)
	if number < len(lines.starts) {
		end = lines.starts[number] - 1
	}
	return strings.TrimSuffix(string(lines.src[lines.starts[number-1]:end]), "\r"), true
}

// stretch returns the bytes of the line that a span covers. A span that goes
// on over further lines ends with its first.
func stretch(line string, span Span) (from, to int) {
	from = columnOffset(line, span.Start.Column)
	switch {
	case span.End.Line > span.Start.Line:
		to = len(strings.TrimRight(line, " \t"))
	case span.End.Line == span.Start.Line:
		to = columnOffset(line, span.End.Column)
	}
	return from, max(from, to)
}

// columnOffset returns the byte at which a 1-based column begins.
func columnOffset(line string, column int) int {
	at := 0
	for ; column > 1 && at < len(line); column-- {
		_, n := utf8.DecodeRuneInString(line[at:])
		at += n
	}
	return at
}

// cell is one character of a source line as it is shown.
type cell struct {
	text  string
	width int
	at    int // byte in the line
}

const tabWidth = 4

// cells returns the characters of a line as a terminal may safely show them.
func cells(line string) []cell {
	out := make([]cell, 0, len(line))
	column := 0
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		c := cell{text: visibleRune(line[i:i+n], r), at: i}
		switch {
		case r == '\t':
			c.width = tabWidth - column%tabWidth
			c.text = strings.Repeat(" ", c.width)
		case len(c.text) != n:
			c.width = len(c.text) // written out: <U+202E>
		default:
			c.width = runeWidth(r)
		}
		column += c.width
		out = append(out, c)
		i += n
	}
	return out
}

// window returns the part of a line around the bytes [from, to) that fits into
// width columns, with how far the marks are indented and how many there are.
// A cut is shown as three dots.
func window(line string, from, to, width int) (text string, indent, marks int) {
	all := cells(line)
	total, before, marked := 0, 0, 0
	for _, c := range all {
		total += c.width
		switch {
		case c.at < from:
			before += c.width
		case c.at < to:
			marked += c.width
		}
	}
	skip, limit := 0, total
	if total > width {
		skip = min(max(0, before-width/3), total-width)
		limit = skip + width
	}
	return cut(all, skip, limit, total), before - skip, max(1, min(marked, limit-before))
}

// cut joins the cells that lie within the columns [skip, limit) of total.
func cut(all []cell, skip, limit, total int) string {
	var b strings.Builder
	column := 0
	for _, c := range all {
		first := column
		column += c.width
		switch {
		case skip > 0 && first < skip+3, limit < total && column > limit-3:
			dots(&b, max(first, skip), min(column, limit))
		case first >= skip && column <= limit:
			b.WriteString(c.text)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// dots fills the columns [from, to) where a line is cut, so that what stays
// keeps its place above the marks.
func dots(b *strings.Builder, from, to int) {
	if to > from {
		b.WriteString(strings.Repeat(".", to-from))
	}
}

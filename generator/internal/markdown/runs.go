package markdown

import (
	"slices"

	"remit/generator/internal/diag"
)

// manner is what words are at this point of the walk.
func (c *compiler) manner() RunKind {
	switch {
	case c.titles > 0:
		return Titling
	case c.quotes > 0:
		return Quoted
	}
	return Prose
}

// copyText appends body[at:at+n] to the plain text.
func (c *compiler) copyText(at, n int, kind RunKind) {
	c.addRun(at, n, kind)
	c.text = append(c.text, c.body[at:at+n]...)
}

// stand appends words to the plain text that stand there for what begins at
// body[at], byte for byte or not.
func (c *compiler) stand(at int, words []byte) {
	c.addRun(at, len(words), Foreign)
	c.text = append(c.text, words...)
}

// addRun notes where the next n bytes of the plain text come from. A run goes
// on over the end of a line, which the plain text has as one space.
func (c *compiler) addRun(at, n int, kind RunKind) {
	if n == 0 {
		return
	}
	source, next := int32(c.base+at), int32(len(c.text))
	if last := len(c.runs) - 1; last >= 0 && kind != Foreign && c.runs[last].Kind == kind {
		r := &c.runs[last]
		gap := next - r.At - r.Length
		if r.Source+r.Length+gap == source && (gap == 0 || gap == 1 && at > 0 && c.body[at-1] == '\n') {
			r.Length += gap + int32(n)
			return
		}
	}
	c.runs = append(c.runs, Run{At: next, Source: source, Length: int32(n), Kind: kind})
}

// Place finds the stretch Text[at:end] in the file whose lines are given, less
// the space around it. It reports whether both ends are exact; then the bytes
// there are those of the text, except that markup may lie among them and that
// a line end stands for a space. Where the file spells words otherwise (an
// entity, raw HTML, an image's description) the place is where these begin,
// and a stretch without words has the place of the next words.
func (c *Content) Place(lines *diag.Lines, at, end int) (diag.Span, bool) {
	at, end = max(at, 0), min(end, len(c.Text))
	for at < end && isBlank(c.Text[at]) {
		at++
	}
	for end > at && isBlank(c.Text[end-1]) {
		end--
	}
	from, exact := c.source(at)
	if at == end {
		return lines.Span(from, from), false
	}
	to, also := c.source(end - 1)
	if also {
		to++
	}
	return lines.Span(from, max(from, to)), exact && also && to > from
}

// source returns where a byte of the text stands in the file.
func (c *Content) source(at int) (offset int, exact bool) {
	i, found := slices.BinarySearchFunc(c.Runs, at, func(r Run, at int) int { return int(r.At) - at })
	if !found {
		i--
	}
	switch {
	case i < 0 && len(c.Runs) == 0:
		return 0, false
	case i < 0:
		return int(c.Runs[0].Source), false
	}
	r := c.Runs[i]
	switch past := at - int(r.At); {
	case r.Kind == Foreign:
		return int(r.Source), false
	case past < int(r.Length):
		return int(r.Source) + past, true
	case i+1 < len(c.Runs):
		return int(c.Runs[i+1].Source), false
	default:
		return int(r.Source + r.Length), false
	}
}

// KindAt tells what the words at Text[at] are; between words, what those
// before are.
func (c *Content) KindAt(at int) RunKind {
	i, found := slices.BinarySearchFunc(c.Runs, at, func(r Run, at int) int { return int(r.At) - at })
	if !found {
		i--
	}
	if i < 0 {
		return Prose
	}
	return c.Runs[i].Kind
}

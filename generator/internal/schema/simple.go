package schema

import (
	"bytes"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// simple reads front matter of the commonest shape without the YAML parser:
// keys in the first column with one plain text, a list in brackets, or a list
// of items below, each a text or one key with a text. Whatever is not plainly
// that, or would be a problem, it leaves to the parser by returning false. It
// takes a fifth of the parser's time and memory (BenchmarkDecode: 8.5 us and 5 KB
// instead of 45 and 22), and FuzzSimple holds that both give the
// same.
func (d *decoder) simple() ([]Entry, bool) {
	if d.lim.FrontMatterDepth < 3 {
		return nil, false
	}
	r := &simpleReader{src: d.src, end: d.end, next: d.start, line: bytes.Count(d.src[:d.start], []byte("\n")), ok: true}
	if d.start > 0 && d.src[d.start-1] != '\n' {
		return nil, false
	}
	entries := r.entries()
	if !r.ok || r.keys > d.lim.FrontMatterKeys || hasDuplicate(entries) {
		return nil, false
	}
	return entries, true
}

// simpleReader goes through the lines of a text; ok becomes false for good
// when a line is not simple.
type simpleReader struct {
	src      []byte
	end      int
	from, to int // the line being read, without its end
	next     int // where the next one begins
	line     int // its number
	keys     int
	last     diag.Pos // the last place asked for
	ok       bool
}

// advance goes to the next line that is neither empty nor a comment.
func (r *simpleReader) advance() bool {
	for r.ok && r.next < r.end {
		r.from, r.to = r.next, lineEnd(r.src[:r.end], r.next)
		r.next = nextLine(r.src[:r.end], r.to)
		r.line++
		if r.from < r.to && r.src[r.from] != '#' {
			return true
		}
	}
	return false
}

// back makes advance return the present line again.
func (r *simpleReader) back() { r.next, r.line = r.from, r.line-1 }

func (r *simpleReader) entries() []Entry {
	out := make([]Entry, 0, 12)
	for r.advance() {
		colon := r.key(r.from, r.to)
		if colon < 0 {
			r.ok = false
			return nil
		}
		r.keys++
		e := Entry{Key: string(r.src[r.from:colon]), KeySpan: r.span(r.from, colon)}
		at := r.skipSpaces(colon+1, r.to)
		switch {
		case at == r.to && at > colon+1: // spaces after the colon alone
			r.ok = false
		case at == r.to:
			e.Value = r.items(colon + 1)
		case r.src[at] == '[':
			e.Value = r.brackets(at)
		default:
			e.Value = r.text(at, r.to)
		}
		out = append(out, e)
	}
	return out
}

// key returns where the colon stands that ends a plain key, or -1.
func (r *simpleReader) key(from, to int) int {
	for i := from; i < to && i < from+60; i++ {
		c := r.src[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', i > from && (c == '-' || c == '_' || c >= '0' && c <= '9'):
		case c == ':' && i > from && (i+1 == to || r.src[i+1] == ' '):
			return i
		default:
			return -1
		}
	}
	return -1
}

func (r *simpleReader) skipSpaces(at, to int) int {
	for at < to && r.src[at] == ' ' {
		at++
	}
	return at
}

// text reads a plain text that ends with its line.
func (r *simpleReader) text(from, to int) Value {
	if !startsText(r.src[from]) || r.src[to-1] == ' ' {
		r.ok = false
		return Value{}
	}
	for i := from; i < to; i++ {
		switch c := r.src[i]; {
		case c < ' ',
			c == ':' && (i+1 == to || r.src[i+1] == ' '),
			c == '#' && r.src[i-1] == ' ':
			r.ok = false
			return Value{}
		}
	}
	return Value{Text: string(r.src[from:to]), Span: r.span(from, to)}
}

// startsText reports whether a plain text may begin with a byte and YAML
// would not see anything else in it.
func startsText(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c >= 0x80 || c == '(' || c == '/'
}

// brackets reads a list of plain words in brackets that fills its line.
func (r *simpleReader) brackets(from int) Value {
	v := Value{Kind: List, Span: r.span(from, from)}
	if r.src[r.to-1] != ']' {
		r.ok = false
		return v
	}
	at := from + 1
	for {
		at = r.skipSpaces(at, r.to)
		begin := at
		for at < r.to && isWordByte(r.src[at]) {
			at++
		}
		if at == begin || at == r.to || !startsText(r.src[begin]) {
			r.ok = false
			return v
		}
		v.Items = append(v.Items, Value{Text: string(r.src[begin:at]), Span: r.span(begin, at)})
		switch {
		case r.src[at] == ',':
			at++
		case r.src[at] == ']' && at == r.to-1:
			v.Span.End = r.pos(r.to)
			return v
		default:
			r.ok = false
			return v
		}
	}
}

func isWordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '/' || c == '.'
}

// items reads the list below a key; after is where the value would stand if
// there is none.
func (r *simpleReader) items(after int) Value {
	v := Value{Span: r.span(after, after)}
	indent := -1
	for r.advance() {
		dash := r.skipSpaces(r.from, r.to)
		if dash == r.from && r.src[dash] != '-' {
			r.back()
			break
		}
		if dash+1 >= r.to || r.src[dash] != '-' || r.src[dash+1] != ' ' || indent >= 0 && dash-r.from != indent {
			r.ok = false
			return v
		}
		indent = dash - r.from
		item := r.item(r.skipSpaces(dash+1, r.to))
		if !r.ok {
			return v
		}
		if v.Kind == Scalar {
			v = Value{Kind: List, Span: r.span(dash, dash)}
		}
		v.Items = append(v.Items, item)
		v.Span.End = item.Span.End
	}
	return v
}

// item reads the rest of a line after its dash: a text, or "topic: text".
func (r *simpleReader) item(from int) Value {
	if from == r.to {
		r.ok = false
		return Value{}
	}
	colon := bytes.Index(r.src[from:r.to], []byte(": "))
	if colon < 0 {
		return r.text(from, r.to)
	}
	colon += from
	key := r.text(from, colon)
	at := r.skipSpaces(colon+1, r.to)
	if !r.ok || at == r.to || !isASCIIWord(key.Text) || len(key.Text) > 200 {
		r.ok = false
		return Value{}
	}
	value := r.text(at, r.to)
	r.keys++
	return Value{
		Kind: Map, Fields: []Entry{{Key: key.Text, KeySpan: key.Span, Value: value}},
		Span: diag.Span{Start: key.Span.Start, End: value.Span.End},
	}
}

// span returns the places of a stretch of the present line.
func (r *simpleReader) span(from, to int) diag.Span {
	return diag.Span{Start: r.pos(from), End: r.pos(to)}
}

// pos returns a place on the present line. It counts on from the last one, so
// that a long list costs no more than its length.
func (r *simpleReader) pos(at int) diag.Pos {
	if r.last.Line != r.line || r.last.Byte > at {
		r.last = diag.Pos{Byte: r.from, Line: r.line, Column: 1}
	}
	r.last.Column += utf8.RuneCount(r.src[r.last.Byte:at])
	r.last.Byte = at
	return r.last
}

package line

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// Sub returns the part [from, to) of a text, in bytes, with its place. The
// place is exact when the span of t holds its text byte for byte on one line,
// in quotes or without; a text that was written in another way (folded, with
// escapes, with markup) gives its whole span to each of its parts. Offsets
// outside the text are moved to its nearest end.
func (t Text) Sub(from, to int) Text {
	from = min(max(from, 0), len(t.Text))
	to = min(max(to, from), len(t.Text))
	part := Text{t.Text[from:to], t.Span}
	quote, ok := t.verbatim()
	if !ok {
		return part
	}
	start := t.Span.Start
	start.Byte += quote + from
	start.Column += quote + utf8.RuneCountInString(t.Text[:from])
	end := start
	end.Byte += to - from
	end.Column += utf8.RuneCountInString(part.Text)
	part.Span = diag.Span{Start: start, End: end}
	return part
}

// verbatim reports whether the span holds the text as it is, and how many
// bytes of quotes stand before it. An escape has always more characters than
// what it stands for, so a span of the text's length plus two quotes holds
// none.
func (t Text) verbatim() (quote int, ok bool) {
	start, end := t.Span.Start, t.Span.End
	if start.Line == 0 || start.Line != end.Line {
		return 0, false
	}
	bytes := end.Byte - start.Byte - len(t.Text)
	columns := end.Column - start.Column - utf8.RuneCountInString(t.Text)
	if bytes != columns || bytes != 0 && bytes != 2 {
		return 0, false
	}
	return bytes / 2, true
}

// trim returns the part [from, to) of a text without white space around it.
func (t Text) trim(from, to int) Text {
	for from < to {
		r, n := utf8.DecodeRuneInString(t.Text[from:to])
		if !unicode.IsSpace(r) {
			break
		}
		from += n
	}
	for from < to {
		r, n := utf8.DecodeLastRuneInString(t.Text[from:to])
		if !unicode.IsSpace(r) {
			break
		}
		to -= n
	}
	return t.Sub(from, to)
}

// Cut cuts a text at its first colon that is followed by a space or the end.
func Cut(t Text) Line {
	at := colon(t.Text)
	if at < 0 {
		return Line{Text: t, Head: t.trim(0, len(t.Text))}
	}
	return Line{Text: t, Head: t.trim(0, at), Rest: t.trim(at+1, len(t.Text)), HasRest: true}
}

// Join is the line of an entry that YAML has cut already: it reads "- Opening
// hours: alone" as a group with one key.
func Join(head, rest Text) Line {
	whole := Text{head.Text + ": " + rest.Text, diag.Span{Start: head.Span.Start, End: rest.Span.End}}
	if rest.Span == (diag.Span{}) {
		whole.Span = head.Span
	}
	return Line{Text: whole, Head: head.trim(0, len(head.Text)), Rest: rest.trim(0, len(rest.Text)), HasRest: true}
}

// colon returns the place of the first colon that cuts a line, or -1.
func colon(s string) int {
	for at := 0; ; at++ {
		i := strings.IndexByte(s[at:], ':')
		if i < 0 {
			return -1
		}
		at += i
		if at+1 == len(s) {
			return at
		}
		if r, _ := utf8.DecodeRuneInString(s[at+1:]); unicode.IsSpace(r) {
			return at
		}
	}
}

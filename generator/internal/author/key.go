package author

import (
	"bytes"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// SetKey returns the edit that gives a key of a document's front matter a
// value, which is one line of YAML as [Scalar] writes it. meta is what was read
// from src. A key that is there gets the value in the place of its own, and a
// comment behind it stays; a new one becomes the last line of the front
// matter, which is begun where there is none.
func SetKey(src []byte, meta schema.Meta, key, value string) diag.Edit {
	end := lineEnding(src)
	for _, e := range meta.Entries {
		if e.Key != key {
			continue
		}
		from, to := e.Value.Span.Start.Byte, e.Value.Span.End.Byte
		if from < to {
			return diag.Edit{Start: from, End: to, Text: value}
		}
		behind := e.KeySpan.End.Byte // of the colon; a comment may follow it
		behind += bytes.IndexByte(src[behind:], ':') + 1
		return diag.Edit{Start: behind, End: behind, Text: " " + value}
	}
	if at, ok := closingLine(src, meta); ok {
		return diag.Edit{Start: at, End: at, Text: key + ": " + value + end}
	}
	at := 0
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		at = 3
	}
	return diag.Edit{Start: at, End: at, Text: "---" + end + key + ": " + value + end + "---" + end + end}
}

// WithoutKeys returns src without the lines of some keys of its front matter:
// what is left when two versions are compared for all else.
func WithoutKeys(src []byte, meta schema.Meta, keys ...string) []byte {
	var edits []diag.Edit
	for _, e := range meta.Entries {
		for _, key := range keys {
			if e.Key == key {
				edits = append(edits, diag.Edit{Start: e.KeySpan.Start.Byte, End: nextLine(src, max(e.KeySpan.End.Byte, e.Value.Span.End.Byte))})
			}
		}
	}
	out, err := Apply(src, Together(edits))
	if err != nil {
		return src // spans of another text: nothing of it is known
	}
	return out
}

// closingLine returns where the line of dashes begins that ends the front
// matter: the first one behind all keys. Front matter without keys holds
// nothing but comments; anything else between two lines of dashes is text.
func closingLine(src []byte, meta schema.Meta) (int, bool) {
	from := bytes.IndexByte(src, '\n') + 1
	if from == 0 || !isDashes(bytes.TrimPrefix(src[:from], []byte("\ufeff"))) {
		return 0, false
	}
	for _, e := range meta.Entries {
		from = max(from, nextLine(src, max(e.KeySpan.End.Byte, e.Value.Span.End.Byte)))
	}
	for at := from; at < len(src); at = nextLine(src, at) {
		line := src[at:nextLine(src, at)]
		switch {
		case isDashes(line):
			return at, true
		case len(meta.Entries) == 0 && !bytes.HasPrefix(line, []byte("#")):
			return 0, false
		}
	}
	return 0, false
}

func isDashes(line []byte) bool {
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	return string(bytes.TrimRight(line, " \t")) == "---"
}

// nextLine returns where the line after the one of at begins.
func nextLine(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// lineEnding is the line ending that the file uses first.
func lineEnding(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// Scalar writes a text as a YAML scalar on one line: plain where YAML and
// people read the same in it, else in double quotes. Line breaks become
// spaces.
func Scalar(text string) string {
	text = oneLine(text)
	if isPlain(text) {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}

// Item writes a line of a list. A line such as "Refunds up to 500 EUR: alone"
// stays readable without quotes, because a list of lines reads it either way.
func Item(text string) string {
	text = oneLine(text)
	if head, rest, ok := strings.Cut(text, ": "); ok && len(head) <= 200 && isPlain(head) && isPlain(rest) && head[len(head)-1] != ' ' {
		return text
	}
	return Scalar(text)
}

// oneLine makes one line of a text and drops what cannot be seen in it.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
}

// isPlain reports whether a text can stand in YAML without quotes: it begins
// like a word and holds nothing that ends or begins something.
func isPlain(s string) bool {
	if s == "" || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	c := s[0]
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c >= 0x80 || c == '(' || c == '/'
}

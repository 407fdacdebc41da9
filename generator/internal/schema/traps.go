package schema

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// checkJoined looks for lines that YAML silently joined to the text above
// them, where they look like lines of their own.
func (d *decoder) checkJoined(from, end int) {
	if bytes.IndexByte(d.src[from:end], '\n') < 0 {
		return
	}
	for at := nextLine(d.src, lineEnd(d.src, from)); at < end; {
		stop := min(lineEnd(d.src, at), end)
		line := d.src[at:stop]
		text := bytes.TrimLeft(line, " \t")
		begin := stop - len(text)
		switch {
		case bytes.HasPrefix(text, []byte("- ")):
			d.report("joined-line", diag.Warning, begin, stop, diag.Problem{
				Message: "this item became part of the line above it",
				Label:   "indented deeper than the item above",
				Why:     "YAML takes a line that is indented deeper for the rest of the text before it",
				Fix:     "begin it in the column of the item above",
			})
		case StatesAccess(string(text)):
			d.report("access-key", diag.Error, begin, stop, diag.Problem{
				Message: "this line says who may read the document, but became part of the line above it",
				Why:     "a restriction that is not read would publish the document to everyone",
				Fix:     "begin it in the first column, written as  audience: NAME",
			})
		}
		next := nextLine(d.src, lineEnd(d.src, at))
		if next <= at {
			return
		}
		at = next
	}
}

// checkComment looks for a comment that was probably meant as text: a # right
// before a letter or digit, after plain text.
func (d *decoder) checkComment(text string, from, end int) {
	mark := end
	for mark < d.end && (d.src[mark] == ' ' || d.src[mark] == '\t') {
		mark++
	}
	if mark == end || mark == d.end || d.src[mark] != '#' {
		return
	}
	stop := lineEnd(d.src, end)
	next, _ := utf8.DecodeRune(d.src[mark+1 : stop])
	if !unicode.IsLetter(next) && !unicode.IsDigit(next) || !couldGoOn(text) {
		return
	}
	keep := fmt.Sprintf("only %s stays", quoted(text))
	if text == "" {
		keep = "nothing stays"
	}
	begin := from
	if text == "" {
		begin = mark
	}
	whole := strings.TrimSpace(string(d.src[begin:stop]))
	d.report("comment-cuts-value", diag.Warning, mark, stop, diag.Problem{
		Message: fmt.Sprintf("everything from %s on is dropped; %s", quoted(cutWord(string(d.src[mark:stop]))), keep),
		Why:     "in YAML a # after a space begins a comment",
		Fix:     "if it belongs to the text, write " + quote(whole) + "; if it is a comment, write # and a space",
		Edit:    d.quoteEdit(begin, whole, text),
	})
}

// quoteEdit puts a whole value that a comment cuts into quotes. It is left to
// the author where the value may be an id or a word that a true comment
// follows, where it runs over several lines, and inside brackets, where it may
// end before the line does.
func (d *decoder) quoteEdit(from int, whole, kept string) *diag.Edit {
	if d.inBrackets > 0 || strings.Contains(whole, "\n") || kept != "" && kept == strings.ToLower(kept) && !strings.Contains(kept, " ") {
		return nil
	}
	return &diag.Edit{Start: from, End: from + len(whole), Text: quote(whole)}
}

// couldGoOn reports whether a value is of a sort that text may follow: not a
// number, a date or a yes-or-no word.
func couldGoOn(text string) bool {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return false
	}
	for _, layout := range []string{time.DateOnly, "2006-01"} {
		if _, err := time.Parse(layout, text); err == nil {
			return false
		}
	}
	return text != "true" && text != "false"
}

func cutWord(s string) string {
	if i := strings.IndexAny(s, " \t"); i > 0 {
		return s[:i]
	}
	return s
}

// quote puts text into quotes so that YAML keeps it as it is.
func quote(text string) string {
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}

// secondColon reads a part that is one line with a second colon, such as
// "title: Payments: the charter". YAML refuses it, but it can be meant in one
// way only.
func (d *decoder) secondColon(s stretch) (Entry, bool) {
	stop := lineEnd(d.src[:s.end], s.start)
	if !saysNothing(d.src[stop:s.end]) {
		return Entry{}, false
	}
	line := string(d.src[s.start:stop])
	key, value, ok := strings.Cut(line, ": ")
	if !ok || !isWord(key) {
		return Entry{}, false
	}
	value, _, _ = strings.Cut(value, " #")
	from := s.start + len(key) + 2 + len(value) - len(strings.TrimLeft(value, " \t"))
	value = strings.TrimSpace(value)
	colon := colonAt(value)
	if colon < 0 || strings.IndexByte("\"'[]{}>|*&!%#`@,?-:", value[0]) >= 0 {
		return Entry{}, false
	}
	severity := diag.Warning
	p := diag.Problem{
		Message: "a second colon makes this line ambiguous",
		Label:   "this colon",
		Why:     "other programs refuse the whole front matter",
		Fix:     "write  " + key + ": " + quote(value),
		Edit:    &diag.Edit{Start: from, End: from + len(value), Text: quote(value)},
	}
	if StatesAccess(value) {
		severity, p.Edit = diag.Error, nil
		p.Why = "a restriction that is not read would publish the document to everyone"
		p.Fix = "put  " + value + "  on a line of its own; if it is text, put it into quotes"
	}
	d.report("second-colon", severity, from+colon, from+colon+1, p)
	d.keys++
	e := Entry{Key: key, KeySpan: d.places().Span(s.start, s.start+len(key))}
	e.Value = Value{Text: value, Span: d.places().Span(from, from+len(value))}
	return e, true
}

// isWord reports whether a key is of the plain sort: letters, digits, hyphens
// and underscores.
func isWord(s string) bool {
	return s != "" && s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9')
	})
}

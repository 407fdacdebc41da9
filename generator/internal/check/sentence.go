package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
)

// passage is a stretch of an author's own words: the value of a field, or the
// prose of a whole document.
type passage struct {
	text  string // bytes that are not the author's words are opaque or line ends
	place func(from, to int) diag.Span
}

// opaque stands for code and the like within a sentence.
const opaque = '\x01'

// fieldPassage is a value of front matter, or the part of the text that
// answers for it.
func fieldPassage(t line.Text) passage {
	return passage{t.Text, func(from, to int) diag.Span { return t.Sub(from, to).Span }}
}

// prose is the text of a document without code, quotations, headings and
// sections of thanks.
func prose(d *document.Document) passage {
	c := d.Content
	text := []byte(c.Text)
	for _, run := range c.Runs {
		by := byte(opaque)
		switch run.Kind {
		case markdown.Prose:
			continue
		case markdown.Quoted, markdown.Titling:
			by = '\n'
		}
		blank(text[run.At:run.At+run.Length], by)
	}
	for i, h := range c.Headings {
		if strings.Contains(strings.ToLower(h.Text), "thank") {
			from, to := c.Section(i)
			blank(text[from:to], '\n')
		}
	}
	return passage{string(text), func(from, to int) diag.Span { return spanOfText(d, from, to) }}
}

func blank(text []byte, by byte) {
	for i := range text {
		text[i] = by
	}
}

// word is one word of a sentence.
type word struct {
	text     string // in lower case, apostrophes straight
	from, to int    // in the passage
	capital  bool
	quoted   bool
}

// sentences calls f for each sentence of a passage that holds a wanted word.
// Most sentences hold none, and are not cut into words.
func (p passage) sentences(wanted *starters, f func([]word)) {
	var buf []word
	for at := 0; at < len(p.text); {
		at = nextWord(p.text, at)
		end := wordEnd(p.text, at)
		if at == end || !wanted.has(p.text[at:end]) {
			at = max(end, at+1)
			continue
		}
		from, to := sentenceAround(p.text, at)
		buf = wordsIn(p.text, from, to, buf[:0])
		f(buf)
		at = max(to, end)
	}
}

// sentenceAround returns the sentence that holds a byte.
func sentenceAround(text string, at int) (from, to int) {
	for from = at; from > 0 && !endsSentence(text, from-1); from-- {
	}
	for to = at; to < len(text) && !endsSentence(text, to); to++ {
	}
	return from, to
}

// endsSentence reports whether the byte at an offset ends a sentence.
func endsSentence(text string, at int) bool {
	switch text[at] {
	case '\n', '!', '?', '\t':
		return true
	case '.':
		return at+1 == len(text) || text[at+1] == ' ' || text[at+1] == '\n' || text[at+1] == '"'
	}
	return false
}

// wordsIn cuts a sentence into words. An opaque byte makes a word that is in no
// list.
func wordsIn(text string, from, to int, buf []word) []word {
	quotes := newQuotes(text, from)
	for at := from; at < to; {
		next := nextWord(text, at)
		if next >= to {
			break
		}
		end := wordEnd(text, next)
		if i := strings.IndexByte(text[at:next], opaque); i >= 0 {
			buf = append(buf, word{text: string(opaque), from: at + i, to: at + i + 1})
		}
		r, _ := utf8.DecodeRuneInString(text[next:])
		buf = append(buf, word{lowered(text[next:end]), next, end, unicode.IsUpper(r), quotes.around(next)})
		at = end
	}
	return buf
}

// nextWord returns where the next word begins at or behind an offset.
func nextWord(text string, at int) int {
	for at < len(text) {
		b := text[at]
		if isWordByte(b) || b == '%' {
			return at
		}
		if b == ' ' {
			at++
			continue
		}
		if b >= utf8.RuneSelf {
			if r, _ := utf8.DecodeRuneInString(text[at:]); isLetter(r) {
				return at
			}
		}
		at++
	}
	return at
}

// wordEnd returns where the word at an offset ends. Hyphens and apostrophes
// within it are part of it, and so is the point of a number.
func wordEnd(text string, at int) int {
	if at < len(text) && text[at] == '%' {
		return at + 1
	}
	for at < len(text) {
		for at < len(text) && isWordByte(text[at]) {
			at++
		}
		if at == len(text) || text[at] == ' ' {
			break
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		if isLetter(r) {
			at += n
			continue
		}
		if r != '-' && r != '\'' && r != '’' {
			break
		}
		if after, _ := utf8.DecodeRuneInString(text[at+n:]); !isLetter(after) {
			break
		}
		at += n
	}
	return at
}

func isWordByte(b byte) bool { return wordBytes[b] }

// wordBytes are the letters and digits of ASCII.
var wordBytes = func() (is [256]bool) {
	for b := range is {
		is[b] = 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
	}
	return is
}()

// lowered returns a word in lower case with straight apostrophes.
func lowered(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s
}

// quotes knows which parts of a block stand between quotation marks.
type quotes struct {
	text   string
	at, to int  // how far the block has been read, and its end
	open   rune // the mark that closes the quotation, or 0
}

func newQuotes(text string, at int) *quotes {
	from := strings.LastIndexByte(text[:at], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		to = at + i
	}
	return &quotes{text: text, at: from, to: to}
}

// around reports whether an offset, not smaller than the one before, is quoted.
func (q *quotes) around(at int) bool {
	for q.at < at {
		if b := q.text[q.at]; b < utf8.RuneSelf && b != '"' && b != '\'' {
			q.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(q.text[q.at:])
		q.mark(r, n)
		q.at += n
	}
	return q.open != 0
}

// mark looks at one character. A mark that nothing closes opens nothing, and
// an apostrophe is a mark only where a word begins or ends.
func (q *quotes) mark(r rune, n int) {
	if q.open != 0 {
		if r == q.open && (r != '\'' && r != '’' || !isLetter(q.after(n))) {
			q.open = 0
		}
		return
	}
	closing, ok := closingMarks[r]
	if !ok {
		return
	}
	before, _ := utf8.DecodeLastRuneInString(q.text[:q.at])
	if r == '\'' && (isLetter(before) || !isLetter(q.after(n))) {
		return
	}
	if strings.ContainsRune(q.text[q.at+n:q.to], closing) {
		q.open = closing
	}
}

func (q *quotes) after(n int) rune {
	r, _ := utf8.DecodeRuneInString(q.text[q.at+n:])
	return r
}

var closingMarks = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»', '»': '«', '‘': '’', '\'': '\''}

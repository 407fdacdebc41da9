package line

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scan walks through a line. Its text is in lower case as far as ASCII goes,
// so that offsets into it are offsets into the line.
type scan struct {
	s  string
	at int
}

func newScan(s string) scan {
	if len(s) > longest {
		return scan{}
	}
	return scan{s: lower(s)}
}

// longest is the number of bytes beyond which a text is no sentence and is not
// read, so that no text takes long.
const longest = 2000

// lower turns ASCII letters into lower case and keeps the length of the text.
func lower(s string) string {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			continue
		}
		b := []byte(s)
		for ; i < len(b); i++ {
			if 'A' <= b[i] && b[i] <= 'Z' {
				b[i] += 'a' - 'A'
			}
		}
		return string(b)
	}
	return s
}

func (c *scan) rest() string { return c.s[c.at:] }
func (c *scan) done() bool   { return c.at >= len(c.s) }

// space skips white space.
func (c *scan) space() {
	for c.at < len(c.s) {
		if c.s[c.at] == ' ' {
			c.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(c.s[c.at:])
		if !unicode.IsSpace(r) {
			return
		}
		c.at += n
	}
}

// any accepts one of the texts, which need not end with a word, and skips white
// space before it.
func (c *scan) any(texts ...string) bool {
	start := c.at
	c.space()
	for _, t := range texts {
		if strings.HasPrefix(c.rest(), t) {
			c.at += len(t)
			return true
		}
	}
	c.at = start
	return false
}

// phrase accepts the words of one of the phrases, with any white space between
// them, when no letter or digit follows. Longer phrases come first.
func (c *scan) phrase(phrases ...string) bool {
	for _, p := range phrases {
		start := c.at
		if c.words(p) {
			return true
		}
		c.at = start
	}
	return false
}

func (c *scan) words(p string) bool {
	for p != "" {
		word, more, _ := strings.Cut(p, " ")
		c.space()
		if !strings.HasPrefix(c.rest(), word) {
			return false
		}
		c.at += len(word)
		if continues(c.rest()) {
			return false
		}
		p = more
	}
	return true
}

// continues reports whether a text goes on with the word before it.
func continues(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < utf8.RuneSelf {
		return isLetter(s[0]) || isDigit(s[0]) || s[0] == '_'
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// begins reports whether a word or a number begins at an offset. The digits
// behind the mark in 8:00 or 1.000 begin none.
func begins(s string, at int) bool {
	if !continues(s[at:]) {
		return false
	}
	if at > 1 && isDigit(s[at]) && isDigit(s[at-2]) && strings.IndexByte(".,:'/-", s[at-1]) >= 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return at == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }
func isDigit(b byte) bool  { return '0' <= b && b <= '9' }

// word returns the letters at a place behind white space, hyphens within it
// included, and where they end; "" when there are none.
func (c *scan) word() (word string, end int) {
	d := *c
	d.space()
	start := d.at
	for d.at < len(d.s) {
		r, n := utf8.DecodeRuneInString(d.rest())
		inner := (r == '-' || r == '\'' || r == '’') && d.at > start && continues(d.s[d.at+n:]) && !isDigit(d.s[d.at+n])
		if !unicode.IsLetter(r) && !inner {
			break
		}
		d.at += n
	}
	return d.s[start:d.at], d.at
}

package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

var (
	colonSlashes = []byte("://")
	wwwDot       = []byte("www.")
)

func mayHoldAutolink(s []byte) bool {
	return bytes.Contains(s, colonSlashes) || bytes.Contains(s, wwwDot) || bytes.IndexByte(s, '@') >= 0
}

// autolinks writes a run of text in which bare addresses become links, by the
// rules of GitHub's extended autolinks. s stands at offset at of the body.
func (c *compiler) autolinks(s []byte, at int) {
	done := 0
	for i := 0; i < len(s); i++ {
		start, end, prefix := bareAddress(s, i, done)
		if end == 0 {
			continue
		}
		label := unescaped(s[start:end])
		a := parseAddress(prefix + string(label))
		if a.reach != elsewhere {
			continue
		}
		c.words(s[done:start], at+done)
		m := c.openLink(a, "", at+start, at+end)
		c.plain(label, at+start)
		c.leave(m)
		done, i = end, end-1
	}
	c.words(s[done:], at+done)
}

// bareAddress looks for an address around s[i]; it may not begin before from.
// prefix is what the author left out.
func bareAddress(s []byte, i, from int) (start, end int, prefix string) {
	switch {
	case s[i] == ':' && bytes.HasPrefix(s[i:], colonSlashes):
		return webAddress(s, i, from)
	case s[i] == 'w' && bytes.HasPrefix(s[i:], wwwDot) && mayStartAfter(s, i):
		if !isDomain(s[i:], true) {
			return 0, 0, ""
		}
		return i, addressEnd(s, i), "http://"
	case s[i] == '@':
		return mailAddress(s, i, from)
	}
	return 0, 0, ""
}

func webAddress(s []byte, colon, from int) (start, end int, prefix string) {
	start = colon
	for start > from && isASCIILetter(s[start-1]) {
		start--
	}
	if scheme := string(bytes.ToLower(s[start:colon])); scheme != "http" && scheme != "https" {
		return 0, 0, ""
	}
	if start > 0 && ('0' <= s[start-1] && s[start-1] <= '9') || !isDomain(s[colon+3:], false) {
		return 0, 0, ""
	}
	return start, addressEnd(s, start), ""
}

func isASCIILetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// mayStartAfter tells whether "www." may begin at i.
func mayStartAfter(s []byte, i int) bool {
	if i == 0 {
		return true
	}
	b := s[i-1]
	return b == ' ' || b == '\t' || b == '*' || b == '_' || b == '~' || b == '('
}

// isDomain tells whether s begins with a host name: no underscore in its last
// two parts and, if asked for, at least one dot.
func isDomain(s []byte, dotted bool) bool {
	dots, under, underBefore, size := 0, 0, 0, 0
	for size < len(s) {
		r, n := utf8.DecodeRune(s[size:])
		switch {
		case r == '_':
			under++
		case r == '.':
			dots++
			underBefore, under = under, 0
		case r != '-' && (unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r)):
			n = 0
		}
		if n == 0 {
			break
		}
		size += n
	}
	return size > 0 && s[0] != '.' && under == 0 && underBefore == 0 && (dots > 0 || !dotted)
}

// addressEnd finds the end of the address that begins at start: the next
// space, "<" or closing bracket of the text around it, less the punctuation
// that belongs to the sentence.
func addressEnd(s []byte, start int) int {
	end, brackets := start, 0
	for end < len(s) {
		r, n := utf8.DecodeRune(s[end:])
		if r == '[' {
			brackets++
		} else if r == ']' {
			brackets--
		}
		if r == '<' || brackets < 0 || unicode.IsSpace(r) {
			break
		}
		end += n
	}
	opened := bytes.Count(s[start:end], []byte("("))
	closed := bytes.Count(s[start:end], []byte(")"))
	for end > start {
		switch s[end-1] {
		case '?', '!', '.', ',', ':', '*', '_', '~', '\'', '"':
			end--
		case ')':
			if closed <= opened {
				return end
			}
			closed--
			end--
		case ';':
			end = entityStart(s, start, end)
		default:
			return end
		}
	}
	return end
}

// entityStart takes "&name;" or a lone ";" off the end of an address.
func entityStart(s []byte, start, end int) int {
	i := end - 2
	for i > start && isASCIILetter(s[i]) {
		i--
	}
	if i >= start && i < end-2 && s[i] == '&' {
		return i
	}
	return end - 1
}

func mailAddress(s []byte, at, from int) (start, end int, prefix string) {
	start = at
	for start > from && (isASCIIWord(s[start-1]) || bytes.IndexByte([]byte(".-+"), s[start-1]) >= 0) {
		start--
	}
	end = at + 1
	dots := 0
	for ; end < len(s); end++ {
		if s[end] == '.' && end+1 < len(s) && isASCIIWord(s[end+1]) {
			dots++
		} else if !isASCIIWord(s[end]) && s[end] != '-' {
			break
		}
	}
	if start == at || dots == 0 || s[end-1] == '-' || s[end-1] == '_' || s[start] == '.' {
		return 0, 0, ""
	}
	if start > 0 && (s[start-1] == '/' || s[start-1] == '\\') || end < len(s) && s[end] == '@' {
		return 0, 0, ""
	}
	if start > 6 && string(bytes.ToLower(s[start-7:start])) == "mailto:" && start-7 >= from {
		return start - 7, end, ""
	}
	return start, end, "mailto:"
}

func isASCIIWord(b byte) bool { return isASCIILetter(b) || '0' <= b && b <= '9' || b == '_' }

package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// escapeText appends text as HTML.
func escapeText(html, text []byte) []byte { return escape(html, text, false) }

// escapeAttribute appends text for use between double quotes.
func escapeAttribute(html []byte, text string) []byte { return escape(html, text, true) }

func escape[T []byte | string](html []byte, text T, quotes bool) []byte {
	from := 0
	for i := range len(text) {
		var entity string
		switch b := text[i]; {
		case b == '&':
			entity = "&amp;"
		case b == '<':
			entity = "&lt;"
		case b == '>':
			entity = "&gt;"
		case b == '"' && quotes:
			entity = "&quot;"
		default:
			continue
		}
		html = append(html, text[from:i]...)
		html = append(html, entity...)
		from = i + 1
	}
	return append(html, text[from:]...)
}

// unescaped undoes the backslashes and entities of CommonMark. It returns s
// itself when there are none.
func unescaped(s []byte) []byte {
	if isPlain(s) {
		return s
	}
	plain := make([]byte, 0, len(s))
	for len(s) > 0 {
		value, _, size := piece(s)
		plain, s = append(plain, value...), s[size:]
	}
	return plain
}

// piece returns what the first size bytes of s stand for: a stretch as it is,
// which begins at s[skip], or one entity, for which skip is -1.
func piece(s []byte) (value []byte, skip, size int) {
	if isEscape(s) {
		skip = 1
	} else if s[0] == '&' {
		if value, size := entity(s); size > 0 {
			return value, -1, size
		}
	}
	size = skip + 1
	if isPlain(s[size:]) { // faster than the loop, and nearly always so
		return s[skip:], skip, len(s)
	}
	for size < len(s) && s[size] != '&' && !isEscape(s[size:]) {
		size++
	}
	return s[skip:size], skip, size
}

// isPlain tells whether there are no backslashes and entities in s.
func isPlain(s []byte) bool { return bytes.IndexByte(s, '\\') < 0 && bytes.IndexByte(s, '&') < 0 }

func isEscape(s []byte) bool { return s[0] == '\\' && len(s) > 1 && util.IsPunct(s[1]) }

// entity reads the character reference at the start of s; size is 0 when
// there is none.
func entity(s []byte) (value []byte, size int) {
	end := bytes.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return nil, 0
	}
	name := string(s[1:end])
	if name[0] != '#' {
		e, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return nil, 0
		}
		return e.Characters, end + 1
	}
	digits, base, most := name[1:], 10, 7
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most || digits[0] == '+' {
		return nil, 0
	}
	return utf8.AppendRune(nil, util.ToValidRune(rune(n))), end + 1
}

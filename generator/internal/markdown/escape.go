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
	if bytes.IndexByte(s, '\\') < 0 && bytes.IndexByte(s, '&') < 0 {
		return s
	}
	plain := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			plain = append(plain, s[i+1])
			i += 2
		case s[i] == '&':
			value, size := entity(s[i:])
			if size == 0 {
				value, size = s[i:i+1], 1
			}
			plain = append(plain, value...)
			i += size
		default:
			plain = append(plain, s[i])
			i++
		}
	}
	return plain
}

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

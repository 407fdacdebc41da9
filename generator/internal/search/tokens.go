package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord is the length, in characters, at which a word is cut: what is longer
// is a key or a checksum, and its beginning finds it.
const maxWord = 40

// Tokens cuts s into the words that search knows: letters, digits and the
// marks that belong to them, in lower case, without accents, parted at
// camelCase. Scripts that put no space between words (Han, kana, Hangul, Thai,
// Lao, Khmer, Burmese) give overlapping pairs of characters, so that any two
// neighbours find the text and nobody needs a dictionary.
func Tokens(s string) []string {
	var out []string
	eachToken(fold(nil, s), func(w []byte) { out = append(out, string(w)) })
	return out
}

// Fold returns s in the form in which words are compared: in lower case and
// without accents.
func Fold(s string) string { return string(fold(nil, s)) }

// fold appends s to buf in the form in which words are compared. It does not
// cut, but puts a space where camelCase is to be cut.
func fold(buf []byte, s string) []byte {
	if !isASCII(s) {
		return foldUnicode(buf, s)
	}
	var prev byte
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			if 'a' <= prev && prev <= 'z' {
				buf = append(buf, ' ')
			}
			buf = append(buf, c+'a'-'A')
		} else {
			buf = append(buf, c)
		}
		prev = c
	}
	return buf
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldUnicode decomposes, drops the marks, and composes again what is left, so
// that Hangul is syllables and が stays apart from か.
func foldUnicode(buf []byte, s string) []byte {
	s = norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD"))
	s = norm.NFC.String(strings.Map(dropMark, s))
	var prev rune
	for _, r := range s {
		if unicode.Is(unicode.Lu, r) && unicode.Is(unicode.Ll, prev) {
			buf = append(buf, ' ')
		}
		buf = appendLower(buf, r)
		prev = r
	}
	return buf
}

// dropMark leaves out the marks that readers leave out (accents, points, vowel
// signs of Hebrew and Arabic) and characters that show nothing. Marks of other
// scripts are part of their words; so are the two of kana.
func dropMark(r rune) rune {
	switch {
	case r < 0xAD, r == 0x3099, r == 0x309A:
		return r
	case r == 0xAD, r == 0x640, 0x200B <= r && r <= 0x200D, r == 0x2060, r == 0xFEFF:
		return -1
	case unicode.Is(unicode.M, r) && unicode.In(r, unicode.Inherited, unicode.Hebrew, unicode.Arabic, unicode.Cyrillic, unicode.Syriac):
		return -1
	}
	return r
}

// appendLower appends r in lower case; letters that have no decomposition are
// written as people type them without the letter on the keyboard.
func appendLower(buf []byte, r rune) []byte {
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return append(buf, "ss"...)
	case 'æ':
		return append(buf, "ae"...)
	case 'œ':
		return append(buf, "oe"...)
	case 'þ':
		return append(buf, "th"...)
	case 'ø':
		return append(buf, 'o')
	case 'ł':
		return append(buf, 'l')
	case 'đ', 'ð':
		return append(buf, 'd')
	case 'ı':
		return append(buf, 'i')
	case 'ς':
		return utf8.AppendRune(buf, 'σ')
	}
	return utf8.AppendRune(buf, r)
}

// class says what a character does to a word.
type class byte

const (
	space class = iota // ends it
	plain              // goes on with it
	pairs              // stands in a script written without spaces
)

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return plain
		}
		return space
	}
	if !unicode.In(r, unicode.L, unicode.N, unicode.M) {
		return space
	}
	if r == 'ー' || r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return pairs
	}
	return plain
}

// eachToken calls yield for each word of a folded text. The word is valid
// until yield returns, and the text is used up.
func eachToken(text []byte, yield func([]byte)) {
	start, at := 0, 0 // the run being read is text[start:at]
	run := space
	end := func(c class, next int) {
		switch run {
		case plain:
			yield(shorten(text[start:at]))
		case pairs:
			eachPair(text[start:at], yield)
		}
		run, start, at = c, next, next
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if run == plain && ('a' <= r && r <= 'z' || '0' <= r && r <= '9') { // nearly every character of a text
			i++
			at = i
			continue
		}
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		if run != space && (r == '\'' || r == '’') && isEnding(text[i+size:]) {
			// "team's" is one word. The apostrophe is taken out by moving the
			// word up to its ending: what is before it has been read.
			if run == pairs {
				end(space, i+size)
			} else {
				copy(text[start+size:], text[start:at])
				start += size
				at = i + size
			}
			i += size
			continue
		}
		if c := classOf(r); c != run {
			end(c, i)
		}
		i += size
		at = i
	}
	end(space, len(text))
}

// isEnding reports whether what follows an apostrophe is an English ending.
func isEnding(rest []byte) bool {
	n := 0
	for n < len(rest) && n < 3 && 'a' <= rest[n] && rest[n] <= 'z' {
		n++
	}
	switch string(rest[:n]) {
	case "s", "t", "d", "m", "re", "ll", "ve":
		r, size := utf8.DecodeRune(rest[n:])
		return size == 0 || classOf(r) == space
	}
	return false
}

func shorten(w []byte) []byte {
	if len(w) <= maxWord {
		return w
	}
	n := 0
	for i := range string(w) {
		if n == maxWord {
			return w[:i]
		}
		n++
	}
	return w
}

func eachPair(run []byte, yield func([]byte)) {
	_, first := utf8.DecodeRune(run)
	if first == len(run) {
		yield(run)
		return
	}
	for first < len(run) {
		_, second := utf8.DecodeRune(run[first:])
		yield(run[:first+second])
		run, first = run[first:], second
	}
}

// isStop reports whether w is a word that a question can do without.
// search.js has the same list; a test compares them.
func isStop(w []byte) bool {
	return stops[string(w)]
}

var stops = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(stopWords) {
		m[w] = true
	}
	return m
}()

const stopWords = "a an and are as at be by for from has have in is it its of on or that the their this to was we were will with you your our i do does how what when where which who why can"

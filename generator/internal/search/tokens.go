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
	eachToken(fold(nil, s), func(w []byte) { out = append(out, string(w)) }, nil)
	return out
}

// Fold returns s in the form in which words are compared: in lower case and
// without accents.
func Fold(s string) string { return string(fold(nil, s)) }

// fold appends s to buf in the form in which words are compared. It does not
// cut, but puts a space where camelCase is to be cut. Only the words around
// characters that are not ASCII take the slow way.
func fold(buf []byte, s string) []byte {
	var prev byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			if 'a' <= prev && prev <= 'z' {
				buf = append(buf, ' ')
			}
			buf = append(buf, c+'a'-'A')
		case c < utf8.RuneSelf:
			buf = append(buf, c)
		case isQuote(s[i:]):
			buf = append(buf, s[i:i+3]...)
			i += 2
		default:
			from, to := around(s, i)
			for j := from; j < i; j++ { // take back what stands in buf
				buf = buf[:len(buf)-1]
				if j > from && 'A' <= s[j] && s[j] <= 'Z' && 'a' <= s[j-1] && s[j-1] <= 'z' {
					buf = buf[:len(buf)-1]
				}
			}
			buf = foldUnicode(buf, s[from:to])
			i, c = to-1, 0
		}
		prev = c
	}
	return buf
}

// isQuote reports whether s begins with one of the dashes and quotes that
// English texts are full of, from U+2010 to U+2023. They stay as they are.
func isQuote(s string) bool {
	return len(s) > 2 && s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0x90 || 0x92 <= s[2] && s[2] <= 0x96 || 0x98 <= s[2] && s[2] <= 0xA3)
}

// around gives the part of s around the byte i that nothing outside has to do
// with: as far as bytes are letters and digits or not ASCII.
func around(s string, i int) (from, to int) {
	for from = i; from > 0 && s[from-1] < utf8.RuneSelf && classOf(rune(s[from-1])) == plain; from-- {
	}
	for to = i; to < len(s) && (s[to] >= utf8.RuneSelf || classOf(rune(s[to])) == plain); to++ {
	}
	return from, to
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

// hasAccents reports whether r may be a letter with an accent, or an accent, of
// a script in which words lose theirs.
func hasAccents(r rune) bool {
	return 0xC0 <= r && r < 0x250 || 0x300 <= r && r < 0x370 || 0x400 <= r && r < 0x530 || 0x1E00 <= r && r < 0x1F00
}

// eachSpelling calls yield for the words of s that lose accents.
func eachSpelling(s string, yield func(form, written string)) {
	var written []string
	kept := norm.NFC.String(strings.Map(dropHidden, norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD"))))
	eachToken([]byte(strings.ToLower(kept)), func(w []byte) { written = append(written, string(w)) }, nil)
	forms := Tokens(s)
	if len(forms) != len(written) { // camelCase, or marks that stand alone
		return
	}
	for i, w := range forms {
		if w != written[i] {
			yield(w, written[i])
		}
	}
}

// dropMark leaves out the marks that readers leave out (accents, points, vowel
// signs of Hebrew and Arabic) and characters that show nothing. Marks of other
// scripts are part of their words; so are the two of kana.
func dropMark(r rune) rune {
	switch {
	case r < 0xAD, r == 0x3099, r == 0x309A:
		return r
	case dropHidden(r) < 0:
		return -1
	case unicode.Is(unicode.M, r) && unicode.In(r, unicode.Inherited, unicode.Hebrew, unicode.Arabic, unicode.Cyrillic, unicode.Syriac):
		return -1
	}
	return r
}

// dropHidden leaves out characters that show nothing.
func dropHidden(r rune) rune {
	if r == 0xAD || r == 0x640 || 0x200B <= r && r <= 0x200D || r == 0x2060 || r == 0xFEFF {
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

// class says what a character does to a word. Characters that this Unicode does
// not know end it; a browser that knows them looks for words that no page has.
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
	if 0x20000 <= r && r < 0x3FFFE {
		return pairs // Han, or one day: so readers of another Unicode agree
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

// eachToken calls yield for each word of a folded text, and last, unless it is
// nil, for the last character of several that gave pairs: with it, each of them
// begins a word. A word is valid until the call returns, and the text is used up.
func eachToken(text []byte, yield, last func([]byte)) {
	start, at := 0, 0 // the run being read is text[start:at]
	run := space
	end := func(c class, next int) {
		switch run {
		case plain:
			yield(shorten(text[start:at]))
		case pairs:
			eachPair(text[start:at], yield, last)
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

func eachPair(run []byte, yield, last func([]byte)) {
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
	if last != nil {
		last(run)
	}
}

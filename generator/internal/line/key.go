package line

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key is the normal form in which areas, topics and names are compared: in
// lower case, without articles and punctuation, each word in the singular, with
// one space between words. "The customers' refunds" and "customer refund" have
// one key. It is made for comparing, not for showing.
func Key(words string) string {
	buf := make([]byte, 0, len(words)+8)
	start := 0 // of the word that is being read, in buf
	flush := func() {
		word := strings.TrimRight(string(buf[start:]), "'")
		switch word {
		case "a", "an", "the", "":
			buf = buf[:start]
			return
		}
		buf = append(buf[:start], singular(word)...)
		buf = append(buf, ' ')
		start = len(buf)
	}
	for i := 0; i < len(words); {
		b := words[i]
		r, n := rune(b), 1
		if b >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(words[i:])
		}
		switch {
		case isLetter(b) || isDigit(b):
			if 'A' <= b && b <= 'Z' {
				b += 'a' - 'A'
			}
			buf = append(buf, b)
		case b >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		case r == '\'' || r == '’':
			if rest := words[i+n:]; len(rest) > 0 && (rest[0] == 's' || rest[0] == 'S') && !continues(rest[1:]) {
				n++ // a customer's
			}
		case (b == '+' || b == '#') && len(buf) > start:
			buf = append(buf, b) // C++ is not C
		case b == '&':
			flush()
			buf = append(buf, "and"...)
			flush()
		default:
			flush()
		}
		i += n
	}
	flush()
	if len(buf) == 0 {
		return strings.TrimFunc(strings.ToLower(words), func(r rune) bool { return !isWordRune(r) }) // a team called A
	}
	return string(buf[:len(buf)-1])
}

// WordSet makes a set of the words in lines of them, for lists in which words
// are looked up.
func WordSet(lines ...string) map[string]bool {
	set := map[string]bool{}
	for _, l := range lines {
		for w := range strings.FieldsSeq(l) {
			set[w] = true
		}
	}
	return set
}

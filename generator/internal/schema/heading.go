package schema

import (
	"strings"
	"unicode"
)

// headingForm returns the normal form in which headings are compared: lower
// case, words alone, without a number before them and without "and". What
// others have to be told apart by, such as umlauts written in two ways, counts
// as one.
func headingForm(heading string) string {
	var b strings.Builder
	b.Grow(len(heading))
	for word := range strings.FieldsFuncSeq(heading, partsWords) {
		word = foldWord(word)
		switch {
		case word == "", word == "and", word == "und":
			continue
		case b.Len() == 0 && isNumber(word):
			continue
		case b.Len() > 0:
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// partsWords reports whether a character stands between words. An apostrophe
// stands within one: what's is one word, however its apostrophe is typed.
func partsWords(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’'
}

func foldWord(word string) string {
	plain := true
	for i := range len(word) {
		plain = plain && (word[i] >= 'a' && word[i] <= 'z' || word[i] >= '0' && word[i] <= '9')
	}
	if plain {
		return word
	}
	var b strings.Builder
	for _, r := range word {
		switch r = unicode.ToLower(r); {
		case r == '\'', r == '’', unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(withoutMark(r))
		}
	}
	return b.String()
}

// withoutMark returns the letter below a common mark, so that an umlaut that
// was typed as letter and mark equals the one that is a single character.
func withoutMark(r rune) rune {
	switch r {
	case 'ä', 'á', 'à', 'â':
		return 'a'
	case 'ö', 'ó', 'ô':
		return 'o'
	case 'ü', 'ú', 'û':
		return 'u'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'ç':
		return 'c'
	}
	return r
}

func isNumber(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' })
}

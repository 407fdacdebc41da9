package schema

import (
	"fmt"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
)

// The keys that keep a document from readers. A document whose front matter
// may have meant one of them and did not say it plainly is never published.
const (
	audienceKey = "audience"
	draftKey    = "draft"
)

// lookAlikes maps letters of other scripts to the Latin letter that they are
// taken for. It holds the letters of the access keys and of common words, not
// all of Unicode's confusables.
var lookAlikes = map[rune]rune{
	'а': 'a', 'ɑ': 'a', 'α': 'a', 'ᴀ': 'a', 'ь': 'b', 'ᴄ': 'c', 'с': 'c', 'ϲ': 'c', 'ԁ': 'd', 'ɗ': 'd', 'ᴅ': 'd', 'е': 'e', 'є': 'e', 'ε': 'e',
	'ҽ': 'e', 'ᴇ': 'e', 'ſ': 'f', 'ƒ': 'f', 'ɡ': 'g', 'һ': 'h', 'н': 'h', 'і': 'i', 'ı': 'i', 'ι': 'i', 'ɩ': 'i', 'ɪ': 'i', 'ӏ': 'i', 'ј': 'j',
	'к': 'k', 'κ': 'k', 'м': 'm', 'п': 'n', 'ո': 'n', 'ɴ': 'n', 'η': 'n', 'о': 'o', 'ο': 'o', 'օ': 'o', 'σ': 'o', 'р': 'p', 'ρ': 'p', 'г': 'r',
	'ʀ': 'r', 'ѕ': 's', 'т': 't', 'τ': 't', 'ᴛ': 't', 'υ': 'u', 'ս': 'u', 'ц': 'u', 'ᴜ': 'u', 'ѵ': 'v', 'ν': 'v', 'ԝ': 'w', 'х': 'x', 'χ': 'x', 'у': 'y', 'γ': 'y',
}

// skeleton returns the Latin lower-case word for which a reader would take a
// key: look-alikes, full-width and mathematical letters are folded, what
// cannot be seen and marks on letters are left out.
func skeleton(key string) string {
	var b strings.Builder
	for _, r := range key {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r >= 0x1D400 && r <= 0x1D6A3: // mathematical alphabets: 52 letters each
			r = 'a' + (r-0x1D400)%26
		case isInvisible(r) || unicode.IsSpace(r) || unicode.Is(unicode.Mn, r):
			continue
		}
		r = unicode.ToLower(r)
		if latin, ok := lookAlikes[r]; ok {
			r = latin
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isInvisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x3164 || r == 0x115F || r == 0x1160 || r == 0xFFA0 || r >= 0xFE00 && r <= 0xFE0F
}

// hides reports whether a character has no place in a value: it controls a
// terminal, turns the order of letters round, or stands between them unseen.
// Joiners, soft hyphens and the marks of direction that right-to-left scripts
// need are ordinary there.
func hides(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t' && r != '\r'
	case r == 0x200C, r == 0x200D, r == 0x200E, r == 0x200F, r == 0x061C:
		return false
	}
	return r >= 0x7F && r < 0xA0 || r == 0x200B || r >= 0x2028 && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF
}

// StatesAccess reports whether a line of text looks like one that says who may
// read a document, in whatever spelling.
func StatesAccess(line string) bool {
	line = strings.TrimLeft(line, " \t-*>#;,{(")
	if key, long := strings.CutPrefix(line, "? "); long { // YAML's long form of a key
		line = strings.TrimRight(key, " \t\r:") + ":"
	}
	at := strings.IndexAny(line, ":=：﹕∶꞉︓＝")
	if at <= 0 || at > 60 {
		return false
	}
	word := skeleton(strings.Trim(line[:at], ` "'`))
	if word == draftKey {
		return true
	}
	return nearAudience(word)
}

// nearAudience reports whether a folded word is audience or a slip of it.
func nearAudience(word string) bool {
	_, near := diag.Nearest(word, []string{audienceKey})
	return near
}

// checkKey reports characters in a key that cannot be seen or that look like
// other letters: two keys that look alike would be two different keys.
func (d *decoder) checkKey(e Entry) {
	if isASCIIWord(e.Key) {
		return
	}
	odd, why := oddLetter(e.Key)
	if why == "" {
		return
	}
	p := diag.Problem{
		Message: fmt.Sprintf("the key %s holds %s", quoted(e.Key), why),
		Why:     "it looks like another key, but programs would not find it",
		Fix:     "type the key anew",
	}
	if s := skeleton(e.Key); s != "" && isASCIIWord(s) {
		p.Label = fmt.Sprintf("U+%04X is not a letter of %q", odd, s)
		p.Fix = "type it anew: " + s
	}
	d.report("odd-key", diag.Error, e.KeySpan.Start.Byte, e.KeySpan.End.Byte, p)
}

func isASCIIWord(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// oddLetter finds the first character of a key that nobody types on purpose,
// and says in words what it is.
func oddLetter(key string) (rune, string) {
	latin := strings.ContainsFunc(key, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	for _, r := range key {
		switch {
		case r == 0x200C || r == 0x200D:
			if latin {
				return r, fmt.Sprintf("the invisible character U+%04X", r)
			}
		case isInvisible(r):
			return r, fmt.Sprintf("the invisible character U+%04X", r)
		case r != ' ' && unicode.IsSpace(r):
			return r, fmt.Sprintf("the odd space U+%04X", r)
		case r >= 0xFF01 && r <= 0xFF5E || r >= 0x1D400 && r <= 0x1D7FF || r >= 0x2100 && r <= 0x214F:
			return r, fmt.Sprintf("U+%04X, which looks like a common letter", r)
		case latin && lookAlikes[r] != 0 && !unicode.Is(unicode.Latin, r):
			return r, fmt.Sprintf("U+%04X, which looks like the letter %c", r, lookAlikes[r])
		}
	}
	return 0, ""
}

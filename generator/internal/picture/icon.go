package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Icon draws what stands for a site in tabs and bookmarks: the first letters of
// its title on a tile. It is a file of its own, so it carries its colours, those
// of links in the default theme, in the light and in the dark.
func Icon(title string) []byte {
	letters := initials(title)
	size := 17
	if usual.width(letters) < usual.width("MM")*2/3 {
		size = 21
	}
	var p pen
	p.draw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">`)
	p.draw(`<style>@media (prefers-color-scheme:dark){rect{fill:#8fc1ff}text{fill:#14181d}}</style>`)
	p.draw(`<rect width="32" height="32" rx="7" fill="#0a4f9e"/>`)
	p.draw(`<text x="16" y="16.5" fill="#fff" font-family="%s" font-size="%d" font-weight="700" text-anchor="middle" dominant-baseline="central">%v</text></svg>`, sans, size, esc(letters))
	p.WriteByte('\n')
	return p.Bytes()
}

// sans is the faces of text in pictures that stand alone.
const sans = "system-ui,Segoe UI,Roboto,Noto Sans,sans-serif"

// initials returns one or two letters for a title: the first of its first two
// words where letters are written apart and large, else the first alone. A
// title that begins with a picture is known by it.
func initials(title string) string {
	var letters []string
	for _, word := range strings.Fields(clean(title)) {
		first := cluster(word)
		r, _ := utf8.DecodeRuneInString(first)
		switch {
		case len(letters) == 0 && unicode.Is(unicode.So, r):
			return first
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			word = strings.TrimLeftFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if word == "" {
				continue
			}
			first = cluster(word)
			r, _ = utf8.DecodeRuneInString(first)
		}
		large := strings.ToUpper(first)
		if utf8.RuneCountInString(large) != utf8.RuneCountInString(first) { // ß and its like
			large = first
		}
		letters = append(letters, large)
		if len(letters) == 2 || !unicode.IsUpper([]rune(large)[0]) && !unicode.IsDigit(r) {
			break
		}
	}
	switch {
	case len(letters) == 0:
		return "•"
	case len(letters) == 2:
		if r := []rune(letters[1])[0]; !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return letters[0]
		}
	}
	return strings.Join(letters, "")
}

// cluster returns the first character of a text with all that belongs to it:
// accents, the parts of a flag, a joined picture.
func cluster(s string) string {
	flag := false
	joined := false
	for i, r := range s {
		switch {
		case i == 0:
			flag = isFlagHalf(r)
			continue
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc), r >= 0x1f3fb && r <= 0x1f3ff:
			continue
		case r == zeroWidthJoiner:
			joined = true
			continue
		case joined:
			joined = false
			continue
		case flag && isFlagHalf(r):
			flag = false
			continue
		}
		return s[:i]
	}
	return s
}

const zeroWidthJoiner = '\u200d'

func isFlagHalf(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

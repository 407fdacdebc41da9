package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// face is a size of text. There is no font when a site is built, so widths are
// estimates: those of a common sans face with something to spare.
type face struct {
	size int // in pixels
	bold bool
}

var (
	usual   = face{size: 13}
	small   = face{size: 12}
	heading = face{size: 12, bold: true}
	label   = face{size: 11}
)

// advances are the widths of the characters from space to tilde in thousandths
// of the size, those of Helvetica.
var advances = [95]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// advance estimates the width of a character in thousandths of the size.
func advance(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(advances[r-' '])
	case isWide(r), r == '…', r == '—', r == '™', r == '\uFFFD':
		return 1000
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.IsUpper(r):
		return 740
	}
	return 620
}

// isWide reports whether a character takes a whole square: those of Chinese,
// Japanese and Korean, and pictures.
func isWide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe4f || r >= 0xff00 && r <= 0xff60 || r >= 0x1f000 && r <= 0x3ffff)
}

// of turns thousandths of the size into a length, with 12 percent to spare for
// faces that run wider.
func (f face) of(thousandths int) px {
	if f.bold {
		thousandths = thousandths * 107 / 100
	}
	return px(thousandths * f.size * 112 / 10_000)
}

func (f face) width(s string) px {
	sum := 0
	for _, r := range s {
		sum += advance(r)
	}
	return f.of(sum)
}

// wrap breaks a text into at most most lines that are no wider than width. It
// reports whether the text had to be cut.
func (f face) wrap(s string, width px, most int) (lines []string, cut bool) {
	s = clean(s)
	for s != "" {
		if len(lines) == most-1 {
			last, cut := f.shorten(s, width)
			return append(lines, last), cut
		}
		n := f.fit(s, width)
		lines = append(lines, strings.TrimSpace(s[:n]))
		s = strings.TrimSpace(s[n:])
	}
	return lines, false
}

// fit returns the length of the text that goes into a line: up to the last
// place where it may break, or as many characters as there is room for when
// there is no such place.
func (f face) fit(s string, width px) int {
	may := 0
	full := f.room(s, width, func(i int, r rune) {
		if mayBreak(s, i, r) {
			may = i
		}
	})
	if full < len(s) && may > 0 {
		return may
	}
	return full
}

// room returns the length of the text that is no wider than width, at least
// that of one character with its accents. It calls at for each place that it
// passes, and for the first that is too far.
func (f face) room(s string, width px, at func(i int, r rune)) int {
	sum := 0
	for i, r := range s {
		sum += advance(r)
		if i == 0 {
			continue
		}
		at(i, r)
		if r != ' ' && advance(r) > 0 && f.of(sum) > width { // a space at the end of a line has no width
			return i
		}
	}
	return len(s)
}

// mayBreak reports whether a line may end before the character r at i.
func mayBreak(s string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	switch {
	case r == ' ', advance(r) == 0:
		return false
	case before == ' ':
		return true
	case before == '-' || before == '/':
		return unicode.IsLetter(r)
	}
	return (isWide(before) || isWide(r)) && !unicode.IsPunct(r)
}

// shorten cuts a text that is too wide, and says so with an ellipsis.
func (f face) shorten(s string, width px) (string, bool) {
	if f.width(s) <= width {
		return s, false
	}
	n := f.room(s, width-f.width("…"), func(int, rune) {})
	return strings.TrimSpace(s[:n]) + "…", true
}

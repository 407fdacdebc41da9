package twin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// emphasised puts asterisks where the marks of a text stand, as far as Markdown
// reads them as what they are: an asterisk opens before a word and closes
// behind one. Marks that would stay asterisks are left out, with their partners.
func emphasised(text []byte) string {
	if !hasMarks(text) {
		return string(text)
	}
	s, marks := lifted(text)
	var b strings.Builder
	b.Grow(len(text) + 8)
	at := 0
	for _, m := range paired(s, marks) {
		b.WriteString(s[at:m.at])
		b.WriteString(m.stars())
		at = m.at
	}
	b.WriteString(s[at:])
	return b.String()
}

func hasMarks(text []byte) bool {
	for _, b := range text {
		if strongOpen <= b && b <= emClose {
			return true
		}
	}
	return false
}

// mark is a place where emphasis begins or ends.
type mark struct {
	at   int
	kind byte
}

func (m mark) opens() bool { return m.kind == strongOpen || m.kind == emOpen }

// lifted takes the marks out of a text. Spaces just inside emphasis are moved
// out of it.
func lifted(text []byte) (string, []mark) {
	s, marks := make([]byte, 0, len(text)), make([]mark, 0, 8)
	for _, b := range text {
		switch b {
		case strongOpen, emOpen:
			marks = append(marks, mark{len(s), b})
		case strongClose, emClose:
			end := len(s)
			for end > 0 && (s[end-1] == ' ' || s[end-1] == '\n') {
				end--
			}
			marks = append(marks, mark{end, b})
		default:
			s = append(s, b)
			for i := len(marks) - 1; b == ' ' && i >= 0 && marks[i].opens() && marks[i].at == len(s)-1; i-- {
				marks[i].at++
			}
		}
	}
	return string(s), marks
}

// paired returns the marks that can be written, in order. Of emphasis within
// emphasis the outer is kept, and of two that touch the first.
func paired(s string, marks []mark) []mark {
	var kept, open []mark
	last := -1 // where the last emphasis that is kept ends
	for _, m := range marks {
		if m.opens() {
			open = append(open, m)
			continue
		}
		n := len(open) - 1
		if n < 0 || open[n].kind != m.kind-1 {
			continue // it ends what has not begun
		}
		from := open[n]
		open = open[:n]
		if n == 0 && last < from.at && from.at < m.at && opensAt(s, from.at) && closesAt(s, m.at) {
			kept = append(kept, from, m)
			last = m.at
		}
	}
	return kept
}

// stars are the asterisks of a mark.
func (m mark) stars() string {
	if m.kind == strongOpen || m.kind == strongClose {
		return "**"
	}
	return "*"
}

// opensAt reports whether asterisks at a place begin emphasis.
func opensAt(s string, at int) bool {
	before, after := around(s, at)
	return !unicode.IsSpace(after) && (!isPunctuation(after) || unicode.IsSpace(before) || isPunctuation(before))
}

// closesAt reports whether asterisks at a place end emphasis.
func closesAt(s string, at int) bool {
	before, after := around(s, at)
	return !unicode.IsSpace(before) && (!isPunctuation(before) || unicode.IsSpace(after) || isPunctuation(after))
}

// around returns the characters at both sides of a place; beyond the ends of a
// text is space.
func around(s string, at int) (before, after rune) {
	before, after = ' ', ' '
	if at > 0 {
		before, _ = utf8.DecodeLastRuneInString(s[:at])
	}
	if at < len(s) {
		after, _ = utf8.DecodeRuneInString(s[at:])
	}
	return before, after
}

func isPunctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

package line

import (
	"strings"

	"remit/generator/internal/diag"
)

// The states of a standing.
const (
	meets   = "meets"
	working = "working"
	notYet  = "not-yet"
	exempt  = "exempt"
)

// ParseStanding reads a standing line.
func ParseStanding(l Line) Standing {
	s := Standing{Line: l, Standard: l.Head}
	c := newScan(l.Rest.Text)
	switch {
	case c.phrase("meets it", "meets", "we meet it", "met"):
		s.State = meets
	case c.phrase("working on it", "working on this", "we are working on it"):
		s.State = working
		if c.phrase("by the", "by", "until") {
			s.By = dateOrWords(l.Rest, c.at)
		}
	case c.phrase("not yet"):
		s.State = notYet
		if c.phrase("by the", "by") || c.any(",") && c.phrase("by the", "by") {
			s.By = dateOrWords(l.Rest, c.at)
		}
	case c.phrase("exempted", "exempt"):
		s.State = exempt
		s.exemptBy(c)
	default:
		s.Near = nearestPhrase(l.Rest.Text, standings, notYet)
	}
	if s.State != "" && continuesSentence(c.rest()) && s.By.Text.Text == "" && s.Decision.Text == "" {
		s.State, s.Near = "", nearestPhrase(l.Rest.Text, standings, notYet)
	}
	return s
}

// standings are the phrases for each state, with what one may write for it.
var standings = []nearPhrase{
	{"meets", "meets meet met yes done ok fulfilled fulfils"},
	{"working on it by 2026-12-31", "working progress ongoing started partly planned soon wip"},
	{"not yet", "not no none never open"},
	{"exempt (id of the decision)", "exempt exempted exemption exception waived waiver excluded"},
}

// exemptBy reads the decision that a standing is exempt by, in parentheses or
// behind "by", "see" or a comma.
func (s *Standing) exemptBy(c scan) {
	if !c.any("(", ",") && !c.phrase("by", "see") {
		return
	}
	c.phrase("by", "see", "decision")
	c.any(":")
	c.space()
	from, to := c.at, len(c.s)
	if i := strings.IndexAny(c.rest(), "),; "); i >= 0 {
		to = from + i
	}
	s.Decision = s.Rest.trim(from, to)
}

// dateOrWords reads the date that must stand at an offset; words that are none
// are kept as its text.
func dateOrWords(t Text, at int) Date {
	if d, _, ok := dateAt(t, at); ok {
		return d
	}
	return Date{Text: firstPart(t.trim(at, len(t.Text)))}
}

// continuesSentence reports whether a text goes on without a mark, so that what
// was read before may mean something else.
func continuesSentence(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.IndexByte(",;(.-", s[0]) < 0 && !strings.HasPrefix(s, "–") && !strings.HasPrefix(s, "—")
}

// nearPhrase is a phrase of a small vocabulary and the words by which people
// mean it.
type nearPhrase struct{ phrase, words string }

// nearestPhrase returns the phrase that the first words of a text most likely
// mean, else otherwise.
func nearestPhrase(s string, phrases []nearPhrase, otherwise string) string {
	typed := strings.FieldsFunc(lower(s[:min(len(s), 60)]), func(r rune) bool { return !isLetterRune(r) })
	for _, word := range typed {
		for _, p := range phrases {
			if containsWord(p.words, word) {
				return p.phrase
			}
		}
	}
	for _, word := range typed {
		for _, p := range phrases {
			if _, near := diag.Nearest(word, strings.Fields(p.words)); near {
				return p.phrase
			}
		}
	}
	return strings.ReplaceAll(otherwise, "-", " ")
}

func isLetterRune(r rune) bool { return r == '\'' || r > 0x7f || isLetter(byte(r)) }

func containsWord(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

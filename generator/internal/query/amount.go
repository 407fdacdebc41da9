package query

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"remit/generator/internal/line"
)

// longest is the length in bytes of what is read of a question.
const longest = 500

// amount is the amounts that a question is about.
type amount struct {
	limit   line.Limit
	bare    bool   // no unit was named
	unclear string // a number that can be read in two ways
}

// pattern finds amounts in a folded question with one space between words: one figure or two, perhaps with
// words that bound them. It is written so that Go and browsers read it alike,
// and answers.js gets it from here. "@" stands for a figure: a sign, a number,
// a scale, a unit, and by what it is counted (a month, monthly).
const (
	numbers = `\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*`
	pattern = `(^|[^\p{L}\p{M}\p{N}.,-])(?:(BEFORE)\s*)?@(?:\s*(?:to|bis|and|und|-|–)\s*@)?(?:\s+(BEHIND)\b)?(-?[\p{L}\p{N}])?`
	figure  = `(?:(SIGN)\s*)?(` + numbers + `)(?:\s*(SCALE)\b)?(?:\s*(WORD\b|SIGN))?(?:\s*(?:(?:PER)\s+|/\s*)(COUNTED)\b|\s*(OFTEN)\b)?`
)

// Places of what the pattern finds: beside these, a figure has six.
const (
	atBound  = 2
	atFirst  = 3
	atSecond = 9
	atBehind = 15
	atGlued  = 16
)

// patternOf is the pattern for what the units are called in questions.
func patternOf(units map[string]string) (whole, fig string) {
	var words, signs, counted, often []string
	for form, unit := range units {
		switch {
		case unit[0] == '/':
			often = append(often, form)
			continue
		case strings.IndexByte("$%", form[0]) >= 0 || form[0] >= 0x80:
			signs = append(signs, form)
			continue
		case !isMoney(unit):
			counted = append(counted, form)
		}
		words = append(words, form)
	}
	fig = strings.NewReplacer("SIGN", anyOf(signs), "SCALE", anyOf(slices.Collect(maps.Keys(scales))), "WORD", "(?:"+anyOf(words)+")",
		"PER", strings.ReplaceAll(pers, " ", "|"), "COUNTED", anyOf(counted), "OFTEN", anyOf(often)).Replace(figure)
	whole = strings.NewReplacer("BEFORE", anyOf(slices.Collect(maps.Keys(boundsBefore))), "BEHIND", anyOf(slices.Collect(maps.Keys(boundsBehind)))).Replace(pattern)
	return whole, fig
}

// anyOf is a pattern for any of the phrases, the longer ones first.
func anyOf(phrases []string) string {
	slices.SortFunc(phrases, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for i, p := range phrases {
		phrases[i] = regexp.QuoteMeta(p)
	}
	return strings.Join(phrases, "|")
}

// amountIn finds the amounts in a folded question; the first counts. rest is
// the question without them.
func (x *Index) amountIn(folded string) (a amount, rest string) {
	for _, at := range x.amounts.FindAllStringSubmatchIndex(folded, -1) {
		group := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return folded[at[2*i]:at[2*i+1]]
		}
		n, unit, ok := x.figure(group, atFirst)
		high, highUnit, both := x.figure(group, atSecond)
		both = both && group(atSecond+1) != ""
		glued, bound := group(atGlued), boundsBefore[group(atBound)]
		if glued != "" && (both && highUnit == "" || !both && unit == "") {
			continue // 3rd, 14-day
		}
		if _, known := x.forms[group(atFirst+1)]; ok && !both && bound == 0 && unit == "" && (known || 1900 <= n && n < 2100) {
			continue // "tier 2", "2026"
		}
		rest = folded[:at[0]] + " " + folded[at[1]-len(glued):]
		if !ok {
			return amount{unclear: group(atFirst + 1)}, rest
		}
		l := line.Limit{Stated: true, Unit: unit, From: n, To: n}
		if bound == 0 {
			bound = boundsBehind[group(atBehind)]
		}
		switch {
		case both && high >= n && (unit == "" || highUnit == "" || unit == highUnit):
			l.To = high
			if l.Unit == "" {
				l.Unit = highUnit
			}
		case bound == upTo || bound == under:
			l.From, l.ToOpen = 0, bound == under
		case bound == above || bound == from:
			l.To, l.ToOpen, l.FromOpen = math.Inf(1), true, bound == above
		}
		return amount{limit: l, bare: !isUnit(l.Unit)}, rest
	}
	return amount{}, folded
}

// figure reads the six parts of a figure. A number that can be read in two ways
// is none.
func (x *Index) figure(group func(int) string, at int) (n float64, unit string, ok bool) {
	a, ok := line.ParseAmount(group(at + 1)) // 1.000 could be one or one thousand
	n = a.Number
	if f := scales[group(at+2)]; f > 0 {
		n *= f
	}
	unit = x.units[group(at+3)]
	if unit == "" {
		unit = x.units[group(at)]
	}
	if by := x.units[group(at+4)]; by != "" {
		unit += "/" + by
	}
	return n, unit + x.units[group(at+5)], ok && a.Unit == ""
}

// isUnit reports whether a unit says what is counted, not only by what.
func isUnit(unit string) bool { return unit != "" && unit[0] != '/' }

// fits tells how an amount of a question and a line's limit go together: the
// line holds for it, does not, or speaks of another unit.
func (a amount) fits(l line.Limit, named map[string]bool) (fits, other bool) {
	q := a.limit
	if !q.Stated || !l.Stated {
		return true, false
	}
	if q.Unit != l.Unit {
		base, by, counted := strings.Cut(l.Unit, "/")
		switch {
		case a.bare && isMoney(l.Unit) && (q.Unit == "" || q.Unit == "/"+by):
		case counted && q.Unit == base && named[by]: // 90 EUR for a room per night
		default:
			return false, true
		}
		q.Unit = l.Unit
	}
	return q.Overlaps(l), false
}

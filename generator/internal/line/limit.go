package line

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// stretch is a limit that was found in a line, and where.
type stretch struct {
	limit    Limit
	from, to int
	fault    string // why it could not be read
	near     string
}

// bound is one end of a limit, as its words say.
type bound struct {
	low, open bool
	words     []string
}

// bounds are the words before an amount, longer ones first.
var bounds = []bound{
	{words: []string{"up to and including", "up to", "upto", "at most", "no more than", "not more than", "not exceeding", "maximum of", "a maximum of", "maximum", "max.", "max", "not above", "not over"}},
	{open: true, words: []string{"under", "below", "less than", "fewer than", "lower than"}},
	{low: true, open: true, words: []string{"above", "over", "more than", "higher than", "exceeding", "greater than", "beyond"}},
	{low: true, words: []string{"from", "at least", "no less than", "not less than", "minimum of", "a minimum of", "minimum", "min.", "starting at", "starting from"}},
}

// signs are bounds as signs, longer ones first.
var signs = []struct {
	sign string
	bound
}{
	{"<=", bound{}}, {"≤", bound{}}, {">=", bound{low: true}}, {"≥", bound{low: true}}, {"<", bound{open: true}}, {">", bound{low: true, open: true}},
}

// limitIn finds the limit in a text. The first that can be read counts.
func limitIn(written string) (stretch, bool) {
	c := newScan(written)
	for at := range c.s {
		if !begins(c.s, at) && strings.IndexByte("<>$\xe2\xc2", c.s[at]) < 0 {
			continue
		}
		c.at = at
		if found, ok := c.limit(written); ok {
			found.from = at
			if found.to == 0 {
				found.to = c.at
			}
			return found, true
		}
	}
	return stretch{}, false
}

// limit accepts a limit.
func (c *scan) limit(written string) (stretch, bool) {
	if c.phrase("between") {
		return c.between(written)
	}
	if b, ok := c.bound(); ok {
		return c.bounded(written, b)
	}
	return c.trailing(written)
}

func (c *scan) bound() (bound, bool) {
	for _, b := range bounds {
		if c.phrase(b.words...) {
			return b, true
		}
	}
	for _, s := range signs {
		if c.any(s.sign) {
			return s.bound, true
		}
	}
	return bound{}, false
}

// between accepts what follows "between".
func (c *scan) between(written string) (stretch, bool) {
	low, ok := c.figure(written)
	if !ok || !c.phrase("and") && !c.any("-", "–") && !c.phrase("to") {
		return stretch{}, false
	}
	high, ok := c.figure(written)
	if !ok {
		return stretch{}, false
	}
	return interval(low, high), true
}

// bounded accepts what follows a bound: an amount, and perhaps the other end.
func (c *scan) bounded(written string, b bound) (stretch, bool) {
	f, ok := c.figure(written)
	if !ok && b.low && !b.open {
		return c.joined(written)
	}
	if !ok || isYear(f) {
		return stretch{}, false
	}
	d := *c
	if b.low {
		if !b.open && (d.phrase("up to", "to", "until") || d.any("–")) {
			if high, ok := d.figure(written); ok {
				*c = d
				return interval(f, high), true
			}
			d = *c
		}
		if !d.any(",") {
			d.phrase("and", "but")
		}
		if other, ok := d.bound(); ok && !other.low {
			if high, ok := d.figure(written); ok {
				*c = d
				found := interval(f, high)
				found.limit.FromOpen, found.limit.ToOpen = b.open, other.open
				return found, true
			}
		}
	}
	return oneBound(f, b), true
}

func oneBound(f figure, b bound) stretch {
	l := Limit{Stated: true, Unit: f.Unit, To: f.Number, ToOpen: b.open}
	if b.low {
		l = Limit{Stated: true, Unit: f.Unit, From: f.Number, To: math.Inf(1), FromOpen: b.open, ToOpen: true}
	}
	return sure(l, f)
}

// sure returns a limit, or a fault when one of its figures can be read in two
// ways.
func sure(l Limit, figures ...figure) stretch {
	for _, f := range figures {
		if f.unclear {
			return stretch{
				fault: "its amount can be read as " + inWords(f.Number) + " or as " + inWords(f.Number/1000),
				near:  l.String(),
			}
		}
	}
	return stretch{limit: l}
}

// joined accepts 200-500 EUR, whose first number has no unit.
func (c *scan) joined(written string) (stretch, bool) {
	c.space()
	low, ok := c.number()
	if !ok || !c.any("-", "–") {
		return stretch{}, false
	}
	high, ok := c.figure(written)
	if !ok || high.Unit == "" || low.Number >= high.Number {
		return stretch{}, false
	}
	return interval(low, high), true
}

// trailing accepts a limit whose words come behind the amount, "500 EUR or
// less", and two amounts, "200 to 500 EUR". An amount of money at the end of a
// text that says neither could be the least or the most.
func (c *scan) trailing(written string) (stretch, bool) {
	start := *c
	f, ok := c.figure(written)
	if !ok {
		return c.joined(written)
	}
	d := *c
	switch {
	case d.phrase("or less", "or fewer", "or below", "or under", "and less", "and below", "and under", "at most"):
		*c = d
		return oneBound(f, bound{}), true
	case d.phrase("or more", "or above", "or over", "and more", "and above", "and over", "and up", "or higher"), f.Unit != "" && d.any("+"):
		*c = d
		return oneBound(f, bound{low: true}), true
	case d.phrase("to") || d.any("–", "-"):
		if high, ok := d.figure(written); ok && high.Unit != "" {
			*c = d
			return interval(f, high), true
		}
	}
	code, _, _ := strings.Cut(f.Unit, "/")
	d = *c
	d.any(")")
	d.space()
	if !isMoney(code) || !d.done() {
		return stretch{}, false
	}
	amount := strings.TrimSpace(written[start.at:c.at])
	return stretch{
		fault: "it does not say whether " + amount + " is the most or the least",
		near:  "up to " + amount,
	}, true
}

func isMoney(unit string) bool {
	if moneyCodes[unit] {
		return true
	}
	for _, code := range moneyWords {
		if code == unit {
			return true
		}
	}
	return false
}

func isYear(f figure) bool { return f.bare && f.Number >= 1900 && f.Number < 2100 }

// interval makes a limit of its two ends.
func interval(low, high figure) stretch {
	fault := ""
	switch {
	case low.Unit == "" && high.factor > 0 && low.factor == 0:
		fault = "its lower amount may be " + inWords(low.Number) + " or " + inWords(low.Number*high.factor)
		low.Number *= high.factor
	case low.Number > high.Number:
		fault = "its lower amount comes last"
		low.Number, high.Number = high.Number, low.Number
	}
	base, _, _ := strings.Cut(high.Unit, "/")
	switch {
	case low.Unit == "" || low.Unit == base:
		low.Unit = high.Unit
	case high.Unit == "":
		high.Unit = low.Unit
	case low.Unit != high.Unit && fault == "":
		fault = "its two amounts have different units"
	}
	l := Limit{Stated: true, Unit: low.Unit, From: low.Number, To: high.Number}
	if fault != "" {
		return stretch{fault: fault, near: l.String()}
	}
	return sure(l, low, high)
}

// Overlaps reports whether some amount lies in both limits. Limits of two
// units have none in common; a limit that is not stated holds for all amounts.
func (l Limit) Overlaps(o Limit) bool {
	if !l.Stated || !o.Stated {
		return true
	}
	if l.Unit != o.Unit {
		return false
	}
	from, fromOpen := l.From, l.FromOpen
	if o.From > from || o.From == from && o.FromOpen {
		from, fromOpen = o.From, o.FromOpen
	}
	to, toOpen := l.To, l.ToOpen
	if o.To < to || o.To == to && o.ToOpen {
		to, toOpen = o.To, o.ToOpen
	}
	return from < to || from == to && !fromOpen && !toOpen
}

// Below reports whether both limits are stated in one unit and every amount of
// l is smaller than every amount of o.
func (l Limit) Below(o Limit) bool {
	return l.Stated && o.Stated && l.Unit == o.Unit && (l.To < o.From || l.To == o.From && (l.ToOpen || o.FromOpen))
}

// Gap returns the amounts between l and a limit above it, and false when there
// are none or l is not below o. Two whole numbers that follow each other leave
// none: up to 500 and from 501.
func (l Limit) Gap(o Limit) (Limit, bool) {
	if !l.Below(o) {
		return Limit{}, false
	}
	gap := Limit{Stated: true, Unit: l.Unit, From: l.To, To: o.From, FromOpen: !l.ToOpen, ToOpen: !o.FromOpen}
	if gap.From == gap.To && (gap.FromOpen || gap.ToOpen) {
		return Limit{}, false
	}
	if gap.FromOpen && gap.ToOpen && gap.To == gap.From+1 && gap.From == math.Trunc(gap.From) {
		return Limit{}, false
	}
	return gap, true
}

// Compare orders limits for a walk from small amounts to large ones: by unit,
// then by where they begin, then by where they end. The limits that are not
// stated come first.
func (l Limit) Compare(o Limit) int {
	order := func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case b:
			return -1
		}
		return 1
	}
	return cmp.Or(
		order(l.Stated, o.Stated),
		strings.Compare(l.Unit, o.Unit),
		cmp.Compare(l.From, o.From),
		order(l.FromOpen, o.FromOpen),
		cmp.Compare(l.To, o.To),
		-order(l.ToOpen, o.ToOpen),
	)
}

// Contains reports whether an amount of the limit's unit lies in it. A limit
// that is not stated contains every amount.
func (l Limit) Contains(a Amount) bool {
	if !l.Stated {
		return true
	}
	return a.Unit == l.Unit &&
		(a.Number > l.From || a.Number == l.From && !l.FromOpen) &&
		(a.Number < l.To || a.Number == l.To && !l.ToOpen)
}

// String returns the limit as one would write it: "up to 500 EUR", "above 500
// EUR"; "" when none is stated.
func (l Limit) String() string {
	from, to := amountWords(l.From, l.Unit), amountWords(l.To, l.Unit)
	switch {
	case !l.Stated:
		return ""
	case math.IsInf(l.To, 1) && l.FromOpen:
		return "above " + from
	case math.IsInf(l.To, 1):
		return "from " + from
	case l.From == l.To:
		return "exactly " + from
	case l.From == 0 && l.ToOpen && !l.FromOpen:
		return "under " + to
	case l.From == 0 && !l.FromOpen:
		return "up to " + to
	case !l.FromOpen && !l.ToOpen:
		return "between " + inWords(l.From) + " and " + to
	case l.FromOpen && !l.ToOpen:
		return "above " + inWords(l.From) + " and up to " + to
	case l.FromOpen:
		return "above " + inWords(l.From) + " and under " + to
	}
	return "from " + inWords(l.From) + " and under " + to
}

// String returns the amount as one would write it: "200 EUR a month", "90 %".
func (a Amount) String() string { return amountWords(a.Number, a.Unit) }

func amountWords(n float64, unit string) string {
	number := inWords(n)
	base, periods, _ := strings.Cut(unit, "/")
	if base != "" {
		number += " " + base
	}
	if n != 1 && strings.ToLower(base) == base && len(base) > 2 && isLetter(base[0]) && !strings.HasPrefix(base, "of ") {
		number = inWords(n) + " " + plural(base)
	}
	for p := range strings.SplitSeq(periods, "/") {
		switch {
		case p == "":
		case p == "hour":
			number += " an hour"
		case periodUnits[p]:
			number += " a " + p
		default:
			number += " per " + p
		}
	}
	return number
}

var periodUnits = set("day week month quarter year")

func plural(unit string) string {
	switch {
	case unit == "person":
		return "people"
	case strings.HasSuffix(unit, "s") || strings.HasSuffix(unit, "x") || strings.HasSuffix(unit, "ch"):
		return unit + "es"
	case strings.HasSuffix(unit, "y") && len(unit) > 2 && strings.IndexByte("aeiou", unit[len(unit)-2]) < 0:
		return unit[:len(unit)-1] + "ies"
	}
	return unit + "s"
}

// inWords writes a number with commas between its thousands from 10,000 on.
func inWords(n float64) string {
	s := strconv.FormatFloat(n, 'f', -1, 64)
	whole, decimals, _ := strings.Cut(s, ".")
	if len(whole) >= 5 && !math.IsInf(n, 0) {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if decimals != "" {
		whole += "." + decimals
	}
	return whole
}

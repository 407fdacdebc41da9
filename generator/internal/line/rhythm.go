package line

import (
	"math"
	"strings"
)

// ParseRhythm reads a rhythm line. A line without a colon is its own rhythm:
// "Weekly planning".
func ParseRhythm(l Line) Rhythm {
	r := Rhythm{Line: l, What: l.Head, Every: l.Rest}
	if !l.HasRest {
		r.Every = l.Head
	}
	r.Days = daysBetween(r.Every.Text)
	return r
}

// daysBetween returns about how many days lie between two meetings, or 0. The
// first rhythm that the text names counts.
func daysBetween(s string) int {
	c := newScan(s)
	for at := range c.s {
		if !begins(c.s, at) {
			continue
		}
		c.at = at
		if days := c.cadence(); days > 0 {
			return max(1, int(math.Round(days)))
		}
	}
	return 0
}

// cadence accepts a rhythm: a word, every N of something, N times in something,
// or a day of the week.
func (c *scan) cadence() float64 {
	start := c.at
	word, end := c.word()
	if days, ok := cadences[word]; ok {
		return days
	}
	switch word {
	case "every", "each":
		c.at = end
		return c.every()
	case "once", "twice", "thrice":
		c.at = end
		return c.times(map[string]float64{"once": 1, "twice": 2, "thrice": 3}[word])
	case "last", "first", "second", "third", "fourth":
		c.at = end
		if day := c.weekday(); day && c.phrase("of the month", "of each month", "of every month", "in the month", "of a month", "in each month") {
			return 30
		} else if day && c.phrase("of the quarter", "of each quarter", "of every quarter") {
			return 91
		}
		return 0
	}
	c.at = start
	if n, ok := c.number(); ok && n.Number > 0 && c.phrase("times", "x") {
		return c.times(n.Number)
	}
	c.at = start
	if strings.HasSuffix(word, "s") && weekdays[strings.TrimSuffix(word, "s")] {
		return 7
	}
	return 0
}

// every accepts what follows "every".
func (c *scan) every() float64 {
	n := 1.0
	switch {
	case c.phrase("other", "second"):
		n = 2
	case c.phrase("third"):
		n = 3
	case c.phrase("fourth"):
		n = 4
	default:
		d := *c
		d.space()
		if f, ok := d.number(); ok && f.Number > 0 {
			n, *c = f.Number, d
		}
	}
	if c.weekday() {
		return 7 * n
	}
	return n * c.period()
}

// times accepts "a week" behind a number of times.
func (c *scan) times(n float64) float64 {
	c.phrase("a", "an", "per", "each", "every", "in a")
	return c.period() / n
}

// period accepts a stretch of time and returns its days, or 0.
func (c *scan) period() float64 {
	c.phrase("working", "business", "calendar")
	word, end := c.word()
	days := periodDays[singular(word)]
	if days > 0 {
		c.at = end
	}
	return days
}

func (c *scan) weekday() bool {
	word, end := c.word()
	if !weekdays[word] && !weekdays[strings.TrimSuffix(word, "s")] {
		return false
	}
	c.at = end
	return true
}

var weekdays = set("monday tuesday wednesday thursday friday saturday sunday")

var periodDays = map[string]float64{
	"day": 1, "morning": 1, "evening": 1, "afternoon": 1, "night": 1, "weekday": 1, "workday": 1,
	"week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365, "half-year": 182,
}

var cadences = map[string]float64{
	"daily": 1, "weekdays": 1, "weekly": 7, "biweekly": 14, "bi-weekly": 14, "fortnightly": 14, "monthly": 30, "bimonthly": 61, "bi-monthly": 61,
	"quarterly": 91, "half-yearly": 182, "twice-yearly": 182, "biannually": 182, "yearly": 365, "annually": 365, "annual": 365,
}

// ParseMonths reads a length of time as a number of months: "6 months", "2
// years", "a quarter", "yearly", "half a year".
func ParseMonths(s string) (months int, ok bool) {
	c := newScan(s)
	c.phrase("every", "each")
	n := 1.0
	switch {
	case c.phrase("half a"):
		n = 0.5
	case c.phrase("a", "an"):
	default:
		d := c
		d.space()
		if f, ok := d.number(); ok && !f.unclear {
			n, c = f.Number, d
		}
	}
	word, end := c.word()
	per, known := monthsOf[singular(word)]
	c.at = end
	c.any(".")
	c.space()
	total := n * per
	if !known || !c.done() || total < 1 || total > 1200 || total != math.Trunc(total) {
		return 0, false
	}
	return int(total), true
}

var monthsOf = map[string]float64{
	"month": 1, "monthly": 1, "quarter": 3, "quarterly": 3, "half-year": 6, "half-yearly": 6, "year": 12, "yearly": 12, "annually": 12, "yr": 12,
}

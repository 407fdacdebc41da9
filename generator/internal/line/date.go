package line

import (
	"strings"
	"time"
)

// ParseDate reads a day (2026-05-12, 12 May 2026, May 12, 2026) or the last day
// of a month (2026-05, May 2026, end of May 2026) or of a quarter (Q2 2026).
// Anything else keeps its Text and has no Day: a date without a year is not
// completed, and one that the calendar does not have is not moved.
func ParseDate(t Text) Date {
	t = t.trim(0, len(t.Text))
	c := newScan(t.Text)
	day, month, ok := c.date()
	c.any(".")
	if !ok || !c.done() {
		return Date{Text: t}
	}
	return Date{Text: t, Day: day, Month: month}
}

// dateAt reads a date that begins at an offset of a text.
func dateAt(t Text, from int) (d Date, end int, ok bool) {
	c := newScan(t.Text)
	c.at = from
	c.space()
	from = c.at
	day, month, ok := c.date()
	if !ok {
		return Date{}, from, false
	}
	return Date{Text: t.Sub(from, c.at), Day: day, Month: month}, c.at, true
}

// date accepts what looks like a date. Its day is zero when the calendar does
// not have it or no year is named.
func (c *scan) date() (day time.Time, month, ok bool) {
	start := c.at
	for _, form := range []func(*scan) (time.Time, bool, bool){(*scan).digitDate, (*scan).quarterDate, (*scan).wordDate} {
		if day, month, ok = form(c); ok && !continues(c.rest()) {
			return day, month, true
		}
		c.at = start
	}
	return time.Time{}, false, false
}

// digitDate accepts 2026-05-12 and 2026-05.
func (c *scan) digitDate() (time.Time, bool, bool) {
	year, ok1 := c.digits(4, 4)
	if !ok1 || !c.one('-') {
		return time.Time{}, false, false
	}
	month, ok2 := c.digits(2, 2)
	if !ok2 {
		return time.Time{}, false, false
	}
	if c.at+1 < len(c.s) && c.s[c.at] == '-' && isDigit(c.s[c.at+1]) {
		c.at++
		day, ok3 := c.digits(2, 2)
		return civil(year, month, day), false, ok3
	}
	return lastOf(year, month), true, true
}

// quarterDate accepts Q3 2026 and 2026-Q3.
func (c *scan) quarterDate() (time.Time, bool, bool) {
	year, before := c.digits(4, 4)
	if before && !c.one('-') {
		c.space()
	}
	if !c.one('q') {
		return time.Time{}, false, false
	}
	quarter, ok := c.digits(1, 1)
	if !ok || quarter < 1 || quarter > 4 {
		return time.Time{}, false, false
	}
	if !before {
		year, _ = c.year()
	}
	return lastOf(year, 3*quarter), true, true
}

// wordDate accepts 12 May 2026, May 12, 2026, May 2026 and end of May 2026.
func (c *scan) wordDate() (time.Time, bool, bool) {
	c.phrase("the end of", "end of", "late")
	c.space()
	day, first := c.digits(1, 2)
	if first {
		c.any(".")
		c.ordinal()
		c.phrase("of")
	}
	month := c.month()
	if month == 0 {
		return time.Time{}, false, false
	}
	if !first {
		before := c.at
		c.space()
		if day, first = c.digits(1, 2); first {
			c.ordinal()
		}
		if !first || continues(c.rest()) {
			first, c.at = false, before
		}
	}
	before := c.at
	c.any(",")
	year, ok := c.year()
	if !ok {
		c.at = before
	}
	if !first {
		return lastOf(year, month), true, true
	}
	return civil(year, month, day), false, true
}

func (c *scan) ordinal() { c.any("st", "nd", "rd", "th") }

func (c *scan) year() (int, bool) {
	c.space()
	year, ok := c.digits(4, 4)
	return year, ok
}

// month accepts the name of a month, in English or German.
func (c *scan) month() int {
	word, end := c.word()
	m, ok := months[strings.ToLower(word)]
	if !ok {
		return 0
	}
	c.at = end
	if len(word) < 5 {
		c.one('.')
	}
	return m
}

var months = map[string]int{
	"january": 1, "jan": 1, "januar": 1,
	"february": 2, "feb": 2, "februar": 2,
	"march": 3, "mar": 3, "märz": 3,
	"april": 4, "apr": 4,
	"may": 5, "mai": 5,
	"june": 6, "jun": 6, "juni": 6,
	"july": 7, "jul": 7, "juli": 7,
	"august": 8, "aug": 8,
	"september": 9, "sep": 9, "sept": 9,
	"october": 10, "oct": 10, "oktober": 10, "okt": 10,
	"november": 11, "nov": 11,
	"december": 12, "dec": 12, "dezember": 12, "dez": 12,
}

// one accepts one byte.
func (c *scan) one(b byte) bool {
	if c.at < len(c.s) && c.s[c.at] == b {
		c.at++
		return true
	}
	return false
}

// digits accepts a number of least to most digits.
func (c *scan) digits(least, most int) (int, bool) {
	n, start := 0, c.at
	for c.at < len(c.s) && isDigit(c.s[c.at]) {
		if c.at-start == most {
			return 0, false
		}
		n = 10*n + int(c.s[c.at]-'0')
		c.at++
	}
	return n, c.at-start >= least
}

// civil returns a day, or the zero time when the calendar does not have it.
func civil(year, month, day int) time.Time {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year == 0 || t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return time.Time{}
	}
	return t
}

func lastOf(year, month int) time.Time {
	if year == 0 || month < 1 || month > 12 {
		return time.Time{}
	}
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC)
}

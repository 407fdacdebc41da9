package line

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseAmount reads a number with its unit, such as "1,000 EUR a month", "€5k",
// "two thousand people" or "8 of 10", and reports whether that is all of the
// text. Groups of three digits are thousands when a comma, a space or an
// apostrophe parts them, or more than one dot; a comma before another number
// of digits is a decimal comma. One dot before three digits, as in 1.000, is a
// thousand in some countries and one in others: it is not read.
func ParseAmount(s string) (Amount, bool) {
	c := newScan(s)
	f, ok := c.figure(s)
	c.space()
	return f.Amount, ok && !f.unclear && c.done()
}

// figure is an amount as it was written.
type figure struct {
	Amount
	bare    bool    // nothing was written but the digits of one whole number
	unclear bool    // the number can be read in two ways
	factor  float64 // by which a word such as million makes it larger; 0 without one
}

// figure accepts an amount. written is the text before it was put into lower
// case.
func (c *scan) figure(written string) (figure, bool) {
	start := c.at
	c.space()
	currency := c.currency(written, true)
	c.space()
	at := c.at
	f, ok := c.number()
	if !ok {
		c.at = start
		return figure{}, false
	}
	digits := !strings.ContainsFunc(c.s[at:c.at], func(r rune) bool { return r < '0' || r > '9' })
	c.scale(&f, written, currency != "")
	if currency == "" && c.outOf(&f, written) {
		return f, true
	}
	if currency == "" {
		currency = c.unit(written)
	}
	f.Unit = currency + c.per()
	if f.Unit == "" && glued(c.rest()) {
		c.at = start
		return figure{}, false
	}
	f.bare = digits && f.factor == 0 && f.Unit == ""
	return f, true
}

// glued reports whether a text goes on so that the digits before it are part of
// something else: 14-day, 8:00, 2026-05, 18s, 24/7.
func glued(s string) bool {
	if continues(s) {
		return true
	}
	return len(s) > 1 && strings.IndexByte("-:/.", s[0]) >= 0 && continues(s[1:])
}

// number accepts a number in digits or in words.
func (c *scan) number() (figure, bool) {
	if c.done() {
		return figure{}, false
	}
	if isDigit(c.s[c.at]) {
		return c.digitNumber()
	}
	return c.wordNumber()
}

// digitNumber accepts digits, their groups and decimals.
func (c *scan) digitNumber() (figure, bool) {
	groups := []string{c.digitRun()}
	var marks []rune
	for {
		mark, n := utf8.DecodeRuneInString(c.rest())
		if !strings.ContainsRune(",.'’ \u00a0\u202f\u2009", mark) || c.at+n >= len(c.s) || !isDigit(c.s[c.at+n]) {
			break
		}
		d := scan{c.s, c.at + n}
		run := d.digitRun()
		if unicode.IsSpace(mark) || mark == '\'' || mark == '’' {
			mark = ' '
			if len(run) != 3 || len(groups[0]) > 3 || slices.ContainsFunc(marks, func(r rune) bool { return r != ' ' }) {
				break
			}
		}
		groups, marks, c.at = append(groups, run), append(marks, mark), d.at
	}
	return valueOf(groups, marks)
}

func (c *scan) digitRun() string {
	start := c.at
	for c.at < len(c.s) && isDigit(c.s[c.at]) {
		c.at++
	}
	return c.s[start:c.at]
}

// valueOf makes a number of groups of digits and the marks between them.
func valueOf(groups []string, marks []rune) (figure, bool) {
	whole, decimals := groups, ""
	if n := len(marks); n > 0 && !thousands(groups, marks) {
		if marks[n-1] == ' ' {
			return figure{}, false
		}
		whole, decimals = groups[:n], groups[n]
		if marks[n-1] == ',' && len(decimals) > 2 && groups[0] != "0" {
			return figure{}, false
		}
		if !thousands(whole, marks[:n-1]) || n > 1 && marks[n-1] == marks[n-2] {
			return figure{}, false
		}
	}
	value, err := strconv.ParseFloat(strings.Join(whole, "")+"."+decimals+"0", 64)
	if err != nil || math.IsInf(value, 0) {
		return figure{}, false
	}
	one := len(marks) == 1 && marks[0] == '.' && thousands(groups, marks)
	return figure{Amount: Amount{Number: value}, unclear: one}, true
}

// thousands reports whether all groups are those of one whole number.
func thousands(groups []string, marks []rune) bool {
	for i, mark := range marks {
		if mark != marks[0] || len(groups[i+1]) != 3 {
			return false
		}
	}
	return len(marks) == 0 || len(groups[0]) <= 3 && groups[0][0] != '0'
}

// wordNumber accepts words such as twenty-five and two thousand five hundred.
func (c *scan) wordNumber() (figure, bool) {
	total, part, last, factor, found := 0.0, 0.0, math.Inf(1), 0.0, false
	for {
		d := *c
		if found {
			d.phrase("and")
			d.any("-")
		}
		word, end := d.word()
		head, tail, joined := strings.Cut(word, "-")
		value, ok := numberWords[head]
		if head == "a" && !found {
			next := scan{d.s, end}
			more, _ := next.word()
			value, ok = 1, numberWords[more] >= 100
		}
		if !ok || !found && value >= 100 {
			break
		}
		if joined {
			more, ok := numberWords[tail]
			if !ok || value < 20 || value > 90 || more > 9 {
				break
			}
			value += more
		}
		switch {
		case value >= 1000:
			total, part, last, factor = total+max(part, 1)*value, 0, value, value
		case value == 100:
			if part == 0 {
				part = 1
			}
			part, last, factor = part*value, value, value
		case value < last && (last >= 100 || last >= 20 && value < 10):
			part, last = part+value, value
		default:
			return figure{}, false
		}
		found, c.at = true, end
	}
	return figure{Amount: Amount{Number: total + part}, factor: factor}, found
}

var numberWords = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9,
}

// scale accepts what makes a number in digits larger. The letter m may also
// stand for metres or minutes, so it counts only beside a currency.
func (c *scan) scale(f *figure, written string, money bool) {
	if f.factor > 0 {
		return
	}
	factor := 0.0
	d := *c
	switch {
	case c.phrase("hundred"):
		factor = 100
	case c.phrase("thousand"), tight(c) && c.phrase("k"):
		factor = 1e3
	case c.phrase("million", "millions", "mio.", "mio"), money && c.phrase("m"):
		factor = 1e6
	case c.phrase("billion", "billions", "bn"):
		factor = 1e9
	case d.phrase("m") && d.currency(written, false) != "" && c.phrase("m"):
		factor = 1e6
	}
	if factor > 0 {
		f.Number, f.factor = f.Number*factor, factor
	}
}

// tight reports whether no white space comes next.
func tight(c *scan) bool {
	d := *c
	d.space()
	return d.at == c.at
}

// outOf accepts what makes a share of a number: "8 of 10", "9 times out of 10",
// "1 in 50". What is counted may follow after "of" alone: 5 in 10 days is none.
func (c *scan) outOf(f *figure, written string) bool {
	d := *c
	d.phrase("times")
	of := d.phrase("out of", "of")
	if !of && !d.phrase("in") {
		return false
	}
	d.space()
	whole, ok := d.number()
	if !ok || whole.unclear || whole.Number <= f.Number || glued(d.rest()) {
		return false
	}
	after := d
	if !of && (whole.Number < 10 || whole.Number >= 1900 || after.unit(written) != "") {
		return false
	}
	c.at = d.at
	f.Unit = "of " + strconv.FormatFloat(whole.Number, 'f', -1, 64)
	return true
}

package schema

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/diag"
)

// ParseDate reads a civil date written as 2026-05-12; ok is false when it is
// none, or one that the calendar does not have.
func ParseDate(s string) (year, month, day int, ok bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, 0, 0, false
	}
	return t.Year(), int(t.Month()), t.Day(), true
}

const monthOnly = "2006-01"

func (c *checker) date(f *Field, e Entry)  { c.calendar(e, "2026-05-12", time.DateOnly) }
func (c *checker) month(f *Field, e Entry) { c.calendar(e, "2026-05", monthOnly, time.DateOnly) }

// calendar accepts an empty value and the given forms of dates.
func (c *checker) calendar(e Entry, example string, layouts ...string) {
	v := e.Value
	if v.Kind != Scalar {
		c.shape(nil, e, "one date", example)
		return
	}
	if v.Text == "" {
		return
	}
	missing := false // well formed, but not in the calendar
	for _, layout := range layouts {
		if _, err := time.Parse(layout, v.Text); err == nil {
			return
		}
		missing = missing || hasForm(v.Text, layout)
	}
	p := diag.Problem{
		Message: fmt.Sprintf("%s is not a date that can be read", quoted(v.Text)),
		Fix:     "write year-month-day, for example  " + e.Key + ": " + example,
	}
	switch days := otherDates(v.Text, layouts); {
	case missing:
		p.Message = diag.Visible(v.Text) + " does not exist"
		p.Fix = "look at the calendar and write the day that was meant"
	case len(days) == 1:
		p.Fix = "write  " + e.Key + ": " + days[0]
		p.Edit = &diag.Edit{Start: v.Span.Start.Byte, End: v.Span.End.Byte, Text: days[0]}
	case len(days) > 1:
		p.Label = "day or month first?"
		p.Fix = "write  " + e.Key + ": " + days[0] + "  or  " + e.Key + ": " + days[1]
	}
	c.report("date-unreadable", diag.Warning, v.Span, p)
}

// hasForm reports whether a text has digits and hyphens where a layout has.
func hasForm(text, layout string) bool {
	if len(text) != len(layout) {
		return false
	}
	for i := range len(text) {
		digit := text[i] >= '0' && text[i] <= '9'
		if (layout[i] == '-') != (text[i] == '-') || layout[i] != '-' && !digit {
			return false
		}
	}
	return true
}

// otherDates returns the days, or where layouts take them the months, that a
// date in another form can mean, written as they should be.
func otherDates(text string, layouts []string) []string {
	if layouts[0] == monthOnly {
		if month, ok := otherMonth(text); ok {
			return []string{month}
		}
	}
	english := inEnglish(text)
	for _, layout := range []string{"20060102", time.RFC3339, time.DateTime, "2006-01-02T15:04:05", "2 January 2006", "January 2 2006", "2 Jan 2006", "Jan 2 2006"} {
		if t, err := time.Parse(layout, english); err == nil {
			return []string{t.Format(time.DateOnly)}
		}
	}
	return dayOrders(text)
}

// dayOrders returns the days that three numbers can mean: year first, or day
// or month first where the calendar has both.
func dayOrders(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-./ ", r) })
	if len(parts) != 3 {
		return nil
	}
	var n [3]int
	for i, part := range parts {
		var err error
		if n[i], err = strconv.Atoi(part); err != nil {
			return nil
		}
	}
	orders := [][3]int{{n[2], n[1], n[0]}, {n[2], n[0], n[1]}}
	if len(parts[0]) == 4 {
		orders = [][3]int{n}
	} else if len(parts[2]) != 4 {
		return nil
	}
	var days []string
	for _, o := range orders {
		day := fmt.Sprintf("%04d-%02d-%02d", o[0], o[1], o[2])
		if _, _, _, ok := ParseDate(day); ok && (len(days) == 0 || days[0] != day) {
			days = append(days, day)
		}
	}
	return days
}

// otherMonth reads a month in a form other than 2026-05.
func otherMonth(text string) (string, bool) {
	english := inEnglish(text)
	for _, layout := range []string{"2006-1", "2006/1", "2006.1", "1/2006", "1-2006", "1.2006", "January 2006", "Jan 2006"} {
		if t, err := time.Parse(layout, english); err == nil {
			return t.Format(monthOnly), true
		}
	}
	return "", false
}

// inEnglish writes a date with the name of a month as 12 May 2026 or May 12
// 2026: without points, commas and endings, German names in English.
func inEnglish(text string) string {
	words := strings.Fields(strings.ReplaceAll(text, ",", " "))
	for i, w := range words {
		w = strings.TrimSuffix(w, ".")
		if n := len(w); n > 2 && w[0] >= '0' && w[0] <= '9' {
			switch w[n-2:] {
			case "st", "nd", "rd", "th":
				w = w[:n-2]
			}
		}
		if name, ok := germanMonths[strings.ToLower(w)]; ok {
			w = name
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}

// germanMonths holds the months that are not called so in English.
var germanMonths = map[string]string{
	"januar": "January", "jänner": "January", "jan": "Jan", "februar": "February", "feb": "Feb", "märz": "March", "mrz": "Mar", "mär": "Mar",
	"mai": "May", "juni": "June", "juli": "July", "oktober": "October", "okt": "Oct", "dezember": "December", "dez": "Dec",
}

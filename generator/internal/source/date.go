package source

import (
	"cmp"
	"fmt"
)

// Date is a day on the calendar of the place where it was written down. The
// zero Date is no day.
type Date struct{ Year, Month, Day int }

// String returns the day as 2026-11-01, and "" for the zero Date.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare returns -1, 0 or 1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// parseDate reads a day that Git printed.
func parseDate(s string) (Date, bool) {
	var d Date
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	for _, part := range [...]struct {
		to   *int
		text string
	}{{&d.Year, s[:4]}, {&d.Month, s[5:7]}, {&d.Day, s[8:]}} {
		for _, c := range []byte(part.text) {
			if c < '0' || c > '9' {
				return Date{}, false
			}
			*part.to = *part.to*10 + int(c-'0')
		}
	}
	return d, d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= 31
}

package schema

import "time"

// ParseDate reads a civil date written as 2026-05-12; ok is false when it is
// none, or one that the calendar does not have.
func ParseDate(s string) (year, month, day int, ok bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, 0, 0, false
	}
	return t.Year(), int(t.Month()), t.Day(), true
}

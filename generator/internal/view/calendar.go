package view

import (
	"time"

	"remit/generator/internal/document"
)

// The calendars of a site, as files below its root; those of a team lie in a
// folder of their own.
const (
	ReviewsCalendar  = "reviews.ics"
	PromisesCalendar = "promises.ics"
	TeamCalendars    = "calendars/"
)

// Calendars returns the days by which somebody should look, by calendar: two of
// the whole site, and two of each team that has any. What merely happened,
// nobody knows when, has no day and so no place in a calendar. The caller must
// not change them.
func (s *Site) Calendars() map[string][]Deadline {
	return once(s, "calendars", func() map[string][]Deadline {
		files := map[string][]Deadline{}
		for _, d := range s.Deadlines() {
			file := d.calendar()
			if file == "" {
				continue
			}
			files[file] = append(files[file], d)
			if d.Team != "" {
				own := teamCalendar(d.Team, file)
				files[own] = append(files[own], d)
			}
		}
		return files
	})
}

// calendar is the calendar that a deadline belongs to, "" for none.
func (d *Deadline) calendar() string {
	switch {
	case d.Day().IsZero():
		return ""
	case d.Sort == "promise":
		return PromisesCalendar
	}
	return ReviewsCalendar
}

// Day is the day of a deadline; of something that happened, when it did.
func (d *Deadline) Day() time.Time {
	if d.At.IsZero() {
		return d.Since
	}
	return d.At
}

func teamCalendar(team, file string) string {
	return TeamCalendars + document.Element(team) + "-" + file
}

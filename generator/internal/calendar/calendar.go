// Package calendar writes days as an iCalendar file (RFC 5545) to which people
// subscribe.
//
// In: a name and [Event] values, one whole day each. Out: the bytes of a file
// with lines of at most 75 octets that end in CRLF. Nothing in it comes from a
// clock: every event carries the moment of the data that it was made of, so the
// same events give the same bytes, and an event that is the same is known again
// by its UID. Characters that the format cannot hold are left out.
package calendar

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
)

// Calendar is a list of events with a name.
type Calendar struct {
	Name   string
	About  string
	Events []Event
}

// Event is one whole day.
type Event struct {
	UID        string // unique in the world, and the same each time the event is written
	Day        time.Time
	Stamp      time.Time // of the data; for the zero Stamp the day itself is taken
	Summary    string
	About      string
	URL        string // whole address; "" when that is not known
	Categories []string
}

// Write returns the file of a calendar.
func Write(c Calendar) []byte {
	file := ics.NewCalendarFor("remit")
	file.SetProductId("-//Remit//Remit//EN")
	file.SetCalscale("GREGORIAN")
	file.SetMethod(ics.MethodPublish)
	file.SetXWRCalName(clean(c.Name))
	file.SetName(clean(c.Name))
	if about := clean(c.About); about != "" {
		file.SetXWRCalDesc(about)
		file.SetDescription(about)
	}
	file.SetXPublishedTTL("PT12H")
	file.SetRefreshInterval("PT12H") // the library adds VALUE=DURATION to its name
	for _, e := range c.Events {
		add(file, e)
	}
	return []byte(file.Serialize(ics.WithNewLine("\r\n"))) // the default is the newline of the system
}

func add(file *ics.Calendar, e Event) {
	stamp := e.Stamp
	if stamp.IsZero() {
		stamp = e.Day
	}
	v := file.AddEvent(clean(e.UID))
	v.SetDtStampTime(stamp)
	v.SetAllDayStartAt(e.Day)
	v.SetAllDayEndAt(e.Day.AddDate(0, 0, 1))
	v.SetSummary(clean(e.Summary))
	if about := clean(e.About); about != "" {
		v.SetDescription(about)
	}
	if e.URL != "" {
		v.SetURL(address(e.URL))
	}
	for _, name := range e.Categories {
		if name = clean(name); name != "" {
			v.AddCategory(name)
		}
	}
	v.SetTimeTransparency(ics.TransparencyTransparent) // a day by which is no day on which one is busy
}

// clean is a text without characters that no line may hold. A line break stays.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// address is an address that stands on a line as it is.
func address(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

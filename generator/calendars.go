package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"remit/generator/internal/calendar"
	"remit/generator/internal/view"
)

// calendar writes the calendar at a path, or returns nil when there is none.
func (s *Snapshot) calendar(p string) []byte {
	days, ok := s.view.Calendars()[p]
	if !ok {
		return nil
	}
	name := s.word("calendar.reviews")
	if strings.HasSuffix(p, view.PromisesCalendar) {
		name = s.word("calendar.promises")
	}
	who := s.Title()
	if strings.HasPrefix(p, view.TeamCalendars) {
		who = days[0].Owner
	}
	return s.calendarFile(name+": "+who, days)
}

// calendarFile writes days as a calendar.
func (s *Snapshot) calendarFile(name string, days []view.Deadline) []byte {
	c := calendar.Calendar{Name: name, About: s.word("calendar.about")}
	n := map[string]int{}
	for i := range days {
		d := &days[i]
		key := uidKey(d)
		n[key]++
		c.Events = append(c.Events, s.event(d, fmt.Sprintf("%s %d", key, n[key])))
	}
	return calendar.Write(c)
}

// uidKey is what makes a day the same again after its document was edited: its
// line may have moved, and its date too, which is what calendars want to know.
func uidKey(d *view.Deadline) string {
	key := d.Doc.Path + " " + d.Sort + " " + d.Team
	if d.By != nil {
		key += " " + d.By.Path
	}
	if d.Evidence {
		key += " evidence"
	}
	return key
}

func (s *Snapshot) event(d *view.Deadline, key string) calendar.Event {
	address, clash := s.model.Address(d.Doc)
	e := calendar.Event{
		UID:        shortHash(key) + "@" + shortHash(s.in.Settings.BaseURL+" "+s.Title()) + ".remit",
		Day:        d.Day(),
		Stamp:      s.model.LastChange(d.Doc),
		Summary:    s.word("calendar."+d.Sort) + ": " + d.Doc.Title,
		About:      upperFirst(d.Words) + ".",
		Categories: []string{s.word("calendar." + d.Sort)},
	}
	if d.Owner != "" {
		e.About += "\n" + d.Owner
		e.Categories = append(e.Categories, d.Owner)
	}
	if len(clash) == 0 && s.in.Settings.BaseURL != "" {
		e.URL = s.in.Settings.BaseURL + escapePath(address)
		e.About += "\n" + e.URL
	} else {
		e.About += "\n" + d.Doc.Path
	}
	return e
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// word is a word of the interface in the site's language.
func (s *Snapshot) word(key string) string { return s.in.Theme.Word(s.in.Settings.Language, key) }

// calendarPaths lists the calendars of the site.
func (s *Snapshot) calendarPaths() []string { return slices.Sorted(maps.Keys(s.view.Calendars())) }

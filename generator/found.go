package generator

import (
	"slices"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/search"
)

// addFacts tells search what is known of a document beside its words: by what
// other names people ask for it, who keeps it, how it stands and how old it is.
func (s *Snapshot) addFacts(p *search.Page, d *document.Document) {
	p.Lang = d.Spoken
	p.Aliases = s.otherNames(d)
	p.KindWord, _ = d.Kind.Words(s.in.Settings.Language)
	p.Team, p.Owner = s.view.Keeper(d)
	p.Status = s.model.Status(d)
	p.StatusWord = s.view.Word("status." + p.Status)
	p.Day = isoDate(s.dayOf(d))
	p.Due = isoDate(s.dueOf(d))
}

// otherNames are the names of a document that are not its title: those that it
// states, and for the charter of a team what org.yaml calls the team.
func (s *Snapshot) otherNames(d *document.Document) []string {
	names := slices.Clone(d.Names)
	if s.model.Charter(d.Facts.Team) == d {
		names = append(names, s.model.OtherNames(d.Facts.Team)...)
	}
	return names
}

// dayOf is the day by which readers tell how old a document is: when it
// happened or was decided, else when it was last changed or looked at.
func (s *Snapshot) dayOf(d *document.Document) time.Time {
	if day := d.Facts.Date.Day; !day.IsZero() {
		return day
	}
	if changed := s.model.LastChange(d); !changed.IsZero() {
		return changed
	}
	return d.Facts.Reviewed.Day
}

// dueOf is the day on which a document that holds wants to be looked at again:
// its next review, the day of a promise that is open, or when a decision is to
// be thought over.
func (s *Snapshot) dueOf(d *document.Document) time.Time {
	if !s.model.Living(d) {
		return time.Time{}
	}
	due := s.model.NextReview(d)
	for _, stated := range []struct {
		holds bool
		day   time.Time
	}{
		{s.model.Status(d) == "open", d.Facts.Due.Day},
		{d.Kind.Name == "decision", d.Facts.Revisit.Day},
	} {
		if stated.holds && !stated.day.IsZero() && (due.IsZero() || stated.day.Before(due)) {
			due = stated.day
		}
	}
	return due
}

func isoDate(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
)

// Reason is why a document should be looked at.
type Reason struct {
	Evidence bool   // something happened; otherwise its time has come
	Words    string // one clause: "the lesson X is newer than this page"
	Since    time.Time
	By       *document.Document // what gives the reason, or nil
	Sort     string             // of evidence: lesson, decision, room-check, ended, replaced, retired or no-owner
	About    string             // of evidence: the id of what the document names, or of a room check the topics
}

// Due tells why a document should be looked at, evidence first, the oldest
// first. Only what is reviewed at all is ever due: records, drafts, documents
// in review, retired and replaced ones are not, nor is a page that states no
// review. What happened since counts from the last review, else from the last
// change that Git knows; where neither is known only what a document points at
// counts.
func (m *Model) Due(d *document.Document) []Reason {
	f := &d.Facts
	if d.Kind.Record || f.Every == 0 && f.Reviewed.Day.IsZero() || !m.Living(d) {
		return nil
	}
	reasons := m.overtaken(d)
	if seen := m.lastSeen(d); !seen.IsZero() {
		reasons = append(reasons, m.events(d, seen)...)
	}
	slices.SortStableFunc(reasons, func(a, b Reason) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Words, b.Words)) })
	if r, ok := m.horizon(d); ok {
		reasons = append(reasons, r)
	}
	return reasons
}

// AllDue returns the documents that are due and why, in path order. The caller
// must not change the list.
func (m *Model) AllDue() []Row[[]Reason] { return m.lazy.due() }

func (m *Model) makeDue() []Row[[]Reason] {
	var rows []Row[[]Reason]
	for _, d := range m.Docs {
		if reasons := m.Due(d); len(reasons) > 0 {
			rows = append(rows, Row[[]Reason]{Doc: d, Value: reasons})
		}
	}
	return rows
}

// lastSeen returns the day on which somebody last looked at a document, as far
// as is known.
func (m *Model) lastSeen(d *document.Document) time.Time {
	if !d.Facts.Reviewed.Day.IsZero() {
		return d.Facts.Reviewed.Day
	}
	return m.LastChange(d)
}

// LastChange returns the day of the latest change to a document that Git
// knows, zero when it knows none.
func (m *Model) LastChange(d *document.Document) time.Time {
	if dates, ok := m.History.Of(d.Path); ok {
		return time.Date(dates.Last.Year, time.Month(dates.Last.Month), dates.Last.Day, 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// NextReview returns the day by which a document is to be reviewed, zero when
// there is none.
func (m *Model) NextReview(d *document.Document) time.Time {
	f := &d.Facts
	seen := m.lastSeen(d)
	if f.Every == 0 || d.Kind.Record || seen.IsZero() {
		return time.Time{}
	}
	return addMonths(seen, f.Every)
}

// addMonths returns the same day some months later, the last of the month when
// it is shorter.
func addMonths(day time.Time, months int) time.Time {
	to := day.AddDate(0, months, 0)
	if to.Day() != day.Day() {
		to = to.AddDate(0, 0, -to.Day())
	}
	return to
}

func (m *Model) horizon(d *document.Document) (Reason, bool) {
	next := m.NextReview(d)
	if next.IsZero() || next.After(m.Today) {
		return Reason{}, false
	}
	r := Reason{Since: next, Words: fmt.Sprintf("it was last reviewed on %s, and a review holds for %s", isoDay(d.Facts.Reviewed.Day), months(d.Facts.Every))}
	if d.Facts.Reviewed.Day.IsZero() {
		r.Words = fmt.Sprintf("it was last changed on %s and never reviewed, and a review holds for %s", isoDay(m.LastChange(d)), months(d.Facts.Every))
	}
	return r, true
}

func isoDay(day time.Time) string { return day.Format(time.DateOnly) }

func months(n int) string {
	if n == 1 {
		return "a month"
	}
	return fmt.Sprintf("%d months", n)
}

// overtaken returns what became of the things that a document points at in its
// front matter.
func (m *Model) overtaken(d *document.Document) []Reason {
	over := m.lazy.over()
	var reasons []Reason
	for i := range d.Facts.Refs {
		ref := &d.Facts.Refs[i]
		if ref.Field == "replaces" || ref.Field == "owner" || !over[ref.ID] {
			continue
		}
		if r, ok := m.becameOf(d, ref); ok && !slices.ContainsFunc(reasons, func(known Reason) bool { return known.Words == r.Words }) {
			reasons = append(reasons, r)
		}
	}
	return reasons
}

// makeOver lists the ids of which one may stand for something that has ended,
// was replaced or has lost its owner, since nearly all references are to
// others.
func (m *Model) makeOver() map[string]bool {
	over := map[string]bool{}
	for d := range m.lazy.successors() {
		over[d.ID], over[document.Slug(d.Facts.Team)] = true, true
	}
	for _, row := range m.Ended.Get(retired) {
		over[row.Doc.ID], over[document.Slug(row.Doc.Facts.Team)] = true, true
	}
	for _, t := range m.Teams() {
		if !m.Retired(t.ID) {
			continue
		}
		for _, key := range m.spellings(t.ID) {
			over[key] = true
			for _, row := range m.ByReference.Get(key) {
				if row.Value.Field == "owner" {
					over[row.Doc.ID] = true
				}
			}
		}
	}
	delete(over, "")
	return over
}

func (m *Model) becameOf(d *document.Document, ref *document.Reference) (Reason, bool) {
	n := m.Name(ref.ID, ref.Kind, ref.To)
	switch {
	case n.Doc == d:
	case n.Sort == Team && m.Retired(n.ID):
		return Reason{Evidence: true, Words: "the team " + n.ID + ", which it names, has ended", Since: endOf(n), By: n.Doc, Sort: "ended", About: n.ID}, true
	case n.Doc == nil:
	case len(m.Successors(n.Doc)) > 0:
		by := m.Successors(n.Doc)[0]
		return Reason{Evidence: true, Words: n.ID + ", which it names, was replaced by " + nameOf(by), Since: by.Facts.Date.Day, By: by, Sort: "replaced", About: n.ID}, true
	case n.Doc.Facts.Status == retired:
		return Reason{Evidence: true, Words: n.ID + ", which it names, is retired", By: n.Doc, Sort: "retired", About: n.ID}, true
	case n.Sort == Document && n.Doc.Facts.Owner.Text != "" && m.Retired(m.Owner(n.Doc).ID):
		return Reason{Evidence: true, Words: n.ID + ", which it names, has no owner: the team " + m.Owner(n.Doc).ID + " has ended", By: n.Doc, Sort: "no-owner", About: n.ID}, true
	}
	return Reason{}, false
}

// endOf returns the day on which a team ended, as org.yaml has it.
func endOf(n Named) time.Time {
	if n.Entry == nil {
		return time.Time{}
	}
	day, _ := time.Parse(time.DateOnly, n.Entry.Retired)
	return day
}

// nameOf returns what front matter calls a document: its id, or the team of a
// charter whose file is called charter.
func nameOf(d *document.Document) string {
	if d.Facts.Team != "" {
		return d.Facts.Team
	}
	return d.ID
}

// events returns what was written about a document after a day: lessons,
// decisions, and for a charter what the newest room check found.
func (m *Model) events(d *document.Document, after time.Time) []Reason {
	var reasons []Reason
	add := func(sort, about string, by *document.Document, words ...string) {
		reasons = append(reasons, Reason{Evidence: true, Words: strings.Join(words, ""), Since: by.Facts.Date.Day, By: by, Sort: sort, About: about})
	}
	news := func(by *document.Document) bool { return by.Facts.Date.Day.After(after) && m.Living(by) }
	for _, row := range m.naming(m.Lessons, d, news) {
		add("lesson", "", row.Doc, "the lesson ", row.Doc.ID, " is newer than this page")
	}
	for _, row := range m.naming(m.Changed, d, news) {
		add("decision", "", row.Doc, "the decision ", row.Doc.ID, " changes it")
	}
	if checks := m.RoomChecks(d.Facts.Team); len(checks) > 0 && news(checks[0]) {
		if gaps := m.Practice(d); len(gaps) > 0 {
			add("room-check", topicsOf(gaps), checks[0], "the room check ", checks[0].ID, " tells otherwise: ", topicsOf(gaps))
		}
	}
	return reasons
}

func topicsOf(gaps []Gap) string {
	var topics []string
	for _, g := range gaps {
		topics = append(topics, g.Paper.Topic.Text)
	}
	return strings.Join(topics, ", ")
}

package check

import (
	"strconv"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

var reviewRules = []Rule{ReviewDue, Overtaken, NeverReviewed, OwnerRetired, SourceNotSeen}

// How long an author may take before a hint becomes a warning, in months.
const (
	graceForEvidence = 6
	horizonOfSources = 24
)

// ReviewDue finds documents whose time for a look has come.
var ReviewDue = Rule{
	Name:     "review-due",
	Severity: diag.Hint,
	Doc: "A charter, standard or playbook is due for a review: its horizon has passed since the last one, or a lesson or decision " +
		"about it is newer. Six months after the lesson or decision it becomes the warning overtaken.",
	Reason: "A page that nobody has looked at since things changed is trusted more than it deserves.",
	Example: `-- standards/first-reply.md --
---
owner: support
applies-to: everyone
bar:
  - must: A customer gets a first reply within 4 working hours
    checked: automatic, weekly report
reviewed: 2025-03-03
---
# First reply

Waiting without news is what customers complain about most.
`,
	Fixes: []string{
		"Read it, mend what is no longer true, and set the day: remit review standards/first-reply.md.",
		"Give it a longer horizon when it changes rarely:  review-every: 24 months.",
		"Retire it when nobody needs it any more:  status: retired.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		long := beforeGrace(m)
		for d := range reviewed(m) {
			by, isLong := newestAbout(m, d, long)
			switch {
			case isLong, by == nil && !isHorizonPast(m, d), !m.Living(d), isNeverReviewed(m, d):
			case by == nil:
				report(d, pastHorizon(m, d))
			default:
				report(d, overtakenBy(d, by))
			}
		}
	},
}

func isHorizonPast(m *model.Model, d *document.Document) bool {
	next := m.NextReview(d)
	return !next.IsZero() && !next.After(m.Today)
}

func pastHorizon(m *model.Model, d *document.Document) diag.Problem {
	last := "last reviewed on " + dayWords(d.Facts.Reviewed.Day)
	if d.Facts.Reviewed.Day.IsZero() {
		last = "never reviewed, and last changed on " + dayWords(m.LastChange(d))
	}
	return diag.Problem{
		Span:    d.Facts.Reviewed.Span,
		Message: "this " + kindNoun(d.Kind) + " was " + last,
		Why:     "a review of it holds for " + strconv.Itoa(d.Facts.Every) + " months; until somebody looks, nobody can tell what still holds",
		Fix:     howToReview(d),
	}
}

func howToReview(d *document.Document) string {
	return "read it, then run  remit review " + d.Path + "  which sets the day"
}

// Overtaken finds documents that something has overtaken for long.
var Overtaken = Rule{
	Name:     "overtaken",
	Severity: diag.Warning,
	Doc: "For more than six months a lesson that touches a document, or a decision that changes it, has been newer than its last " +
		"review. Within the six months it is the hint review-due, so that writing a lesson never breaks a build. Successors of " +
		"what a document names, and room checks, have rules of their own.",
	Reason: "What was learned or decided has not reached the page that people work by.",
	Example: `-- standards/first-reply.md --
---
owner: support
applies-to: everyone
bar:
  - must: A customer gets a first reply within 4 working hours
    checked: automatic, weekly report
reviewed: 2025-09-03
---
# First reply

Waiting without news is what customers complain about most.
-- lessons/2025-11-night-mails.md --
---
owner: support
date: 2025-11-17
touches: [first-reply]
---
# Mails of the night waited until ten

Four hours begin when the shop opens, and nobody had said so.
`,
	Fixes: []string{
		"Read the lesson or decision, change the page or find that it still holds, and set the day: remit review standards/first-reply.md.",
		"When the lesson has nothing to do with the page, take the page out of its touches.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		long := beforeGrace(m)
		for d := range reviewed(m) {
			if seen := lastSeen(m, d); seen.IsZero() || !seen.Before(long) {
				continue
			}
			if by, isLong := newestAbout(m, d, long); isLong && m.Living(d) {
				report(d, overtakenBy(d, by))
			}
		}
	},
}

// overtakenBy says that something is newer than the last look at a document.
func overtakenBy(d, by *document.Document) diag.Problem {
	message := "the lesson " + by.ID + " is newer than this " + kindNoun(d.Kind)
	if by.Kind.Name == "decision" {
		message = "the decision " + by.ID + " changes this " + kindNoun(d.Kind) + " and is newer"
	}
	return diag.Problem{
		Span:    d.Facts.Reviewed.Span,
		Message: message,
		Why:     "what was learned or decided may not have reached the page that people work by",
		Fix:     howToReview(d),
		Related: []diag.Related{{File: by.Path, Span: by.Facts.Date.Span, Label: "of " + dayWords(by.Facts.Date.Day)}},
	}
}

// NeverReviewed finds documents that nobody has looked at for very long.
var NeverReviewed = Rule{
	Name:     "never-reviewed",
	Severity: diag.Warning,
	Doc: "A charter, standard or playbook was never reviewed, and by Git its last change is older than two of its horizons, which " +
		"are twelve months when it does not say otherwise.",
	Reason: "Nobody knows whether it still holds, and it looks like the pages that do.",
	Example: `changed 2023-05-01 charters/support.md
-- charters/support.md --
# Support

We answer everyone who has a question.
`,
	Fixes: []string{
		"Read it, mend what is no longer true, and set the day: remit review charters/support.md.",
		"Retire it when nobody works by it:  status: retired.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		long := beforeGrace(m)
		for d := range reviewed(m) {
			if !isNeverReviewed(m, d) || !m.Living(d) {
				continue
			}
			if _, isLong := newestAbout(m, d, long); !isLong {
				report(d, diag.Problem{
					Message: "this " + kindNoun(d.Kind) + " was never reviewed, and last changed on " + dayWords(m.LastChange(d)),
					Why:     "nobody knows whether it still holds, and it looks like the pages that do",
					Fix:     howToReview(d) + ", or write  status: retired",
				})
			}
		}
	},
}

func isNeverReviewed(m *model.Model, d *document.Document) bool {
	if !d.Facts.Reviewed.Day.IsZero() || d.Facts.Every == 0 {
		return false
	}
	changed := m.LastChange(d)
	return !changed.IsZero() && changed.AddDate(0, 2*d.Facts.Every, 0).Before(m.Today)
}

// reviewed yields the active documents that are reviewed at all.
func reviewed(m *model.Model) func(func(*document.Document) bool) {
	return func(yield func(*document.Document) bool) {
		for _, g := range m.ByKind.Groups() {
			if g.Rows[0].Doc.Kind.Record {
				continue
			}
			for _, row := range g.Rows {
				f := &row.Doc.Facts
				if (f.Every > 0 || !f.Reviewed.Day.IsZero()) && f.Active() && !yield(row.Doc) {
					return
				}
			}
		}
	}
}

// beforeGrace is the day before which what was written is older than the time
// that a keeper may take to read it.
func beforeGrace(m *model.Model) time.Time { return m.Today.AddDate(0, -graceForEvidence, 0) }

// lastSeen is the day of the last look at a document, zero when it is not
// known.
func lastSeen(m *model.Model, d *document.Document) time.Time {
	if seen := d.Facts.Reviewed.Day; !seen.IsZero() {
		return seen
	}
	return m.LastChange(d)
}

// newestAbout returns the newest lesson or decision about a document that was
// written after the last look at it, or nil. Where there are some from before
// a day, it is the newest of those, and isLong is true. It finds what
// model.Due finds in a fraction of the time, since nearly all comparing is
// done with dates.
func newestAbout(m *model.Model, d *document.Document, long time.Time) (by *document.Document, isLong bool) {
	seen := lastSeen(m, d)
	if seen.IsZero() {
		return nil, false
	}
	id := d.ID
	if d.Facts.Team != "" {
		id = document.Slug(d.Facts.Team)
	}
	for _, rows := range [2][]model.Row[line.Text]{m.Lessons.Get(id), m.Changed.Get(id)} {
		for i := range rows {
			other := rows[i].Doc
			day := other.Facts.Date.Day
			older := day.Before(long)
			if !day.After(seen) || isLong && !older || by != nil && isLong == older && !day.After(by.Facts.Date.Day) || !inForce(other) {
				continue
			}
			by, isLong = other, older
		}
	}
	if by == nil || !isMeant(m, d, id) {
		return nil, false
	}
	return by, isLong
}

// inForce reports whether what a record says holds, or held once.
func inForce(d *document.Document) bool {
	return d.Facts.Active() || d.Facts.Status == "retired"
}

// isMeant reports whether an id stands for a document and nothing else.
func isMeant(m *model.Model, d *document.Document, id string) bool {
	if d.Facts.Team != "" {
		return m.Charter(id) == d
	}
	_, isTeam := m.TeamID(id)
	return !isTeam && len(m.ByID.Get(id)) == 1
}

// OwnerRetired finds documents whose keeper has ended.
var OwnerRetired = Rule{
	Name:     "owner-retired",
	Severity: diag.Warning,
	Doc: "A document that holds is kept by a team that has ended: org.yaml says so, or its charter is retired. Records tell what " +
		"was and may keep their owner.",
	Reason: "Nobody will notice when it becomes wrong, and readers who ask get no answer.",
	Example: `-- org.yaml --
teams:
  returns: {name: Returns, retired: 2025-03-01}
-- standards/parcels.md --
---
owner: returns
applies-to: everyone
bar:
  - must: A parcel that comes back is opened within 2 days
    checked: sample, ten a week
---
# Returned parcels

People wait for their money.
`,
	Fixes: []string{
		"Name the team that keeps it now:  owner: support.",
		"Retire it with its team:  status: retired.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, team := range m.Teams() {
			if !m.Retired(team.ID) {
				continue
			}
			for _, kind := range m.ByKind.Groups() {
				if kind.Rows[0].Doc.Kind.Record {
					continue
				}
				for _, d := range m.Kept(team.ID, kind.Key) {
					if at := d.Facts.Owner; at.Text != "" && m.Living(d) {
						report(d, ownerRetired(team, at.Span))
					}
				}
			}
		}
	},
}

func ownerRetired(team *model.Named, at diag.Span) diag.Problem {
	p := diag.Problem{
		Span:    at,
		Message: "the owner, " + team.Name + ", is no longer a team",
		Why:     "nobody will notice when the page becomes wrong, and readers who ask get no answer",
		Fix:     "name the team that keeps it now, such as  owner: support, or write  status: retired",
	}
	switch {
	case team.Entry != nil:
		p.Related = []diag.Related{{File: "org.yaml", Span: team.Entry.Span, Label: "ended " + team.Entry.Retired}}
	case team.Doc != nil:
		p.Related = []diag.Related{{File: team.Doc.Path, Label: "its charter is retired"}}
	}
	return p
}

// SourceNotSeen finds sources that nobody has looked at for long.
var SourceNotSeen = Rule{
	Name:     "source-not-seen",
	Severity: diag.Hint,
	Doc:      "A source that a document rests on was last looked at more than two years ago. Records are left alone.",
	Reason:   "Laws and studies change without telling those who rest on them.",
	Example: `-- pages/returns.md --
---
sources:
  - name: Consumer law, chapter 4
    link: https://example.org/law
    seen: 2023-02-01
---
# Returns

Fourteen days to send a thing back.
`,
	Fixes: []string{
		"Look at the source, mend the page where it differs, and set the day in seen.",
		"Take the source out when the page no longer rests on it.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		limit := m.Today.AddDate(0, -horizonOfSources, 0)
		for _, g := range m.ByKind.Groups() {
			if g.Rows[0].Doc.Kind.Record {
				continue
			}
			for _, row := range g.Rows {
				for i := range row.Doc.Facts.Sources {
					s := &row.Doc.Facts.Sources[i]
					if s.Seen.Day.IsZero() || !s.Seen.Day.Before(limit) || !row.Doc.Facts.Active() {
						continue
					}
					report(row.Doc, diag.Problem{
						Span:    s.Seen.Span,
						Message: nonEmpty(s.Name.Text, "this source") + " was last looked at on " + dayWords(s.Seen.Day),
						Why:     "laws and studies change without telling those who rest on them",
						Fix:     "look at it, mend the page where it differs, and set the day in seen",
					})
				}
			}
		}
	},
}

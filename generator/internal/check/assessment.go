package check

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

var assessmentRules = []Rule{UnmetSupport, PracticeBelowPaper, ExtractContradicted, SmallPulse, PersonInPulse}

// roomChecks calls f with the newest room check of each team, since an older
// one has been overtaken, and with the team's charter, which may be nil.
func roomChecks(m *model.Model, f func(check, charter *document.Document)) {
	for _, team := range m.Teams() {
		if checks := m.RoomChecks(team.ID); len(checks) > 0 && checks[0].Facts.Active() {
			f(checks[0], team.Doc)
		}
	}
}

// hasOpenAsk reports whether an assessment asks somebody for something. What
// was asked for half a year ago is no longer open: it was answered, or nobody
// heard it.
func hasOpenAsk(m *model.Model, d *document.Document) bool {
	return hasSection(d, "what-we-ask-for") && d.Facts.Date.Day.AddDate(0, 6, 0).After(m.Today)
}

// UnmetSupport finds promised support that a team hardly gets.
var UnmetSupport = Rule{
	Name:     "unmet-support",
	Severity: diag.Warning,
	Doc: "In a team's newest room check a statement about what was promised is answered with hardly, and nobody is asked for " +
		"anything: the section What we ask for is missing, empty or older than half a year.",
	Reason: "Support that stands on paper only makes the other promises of the charter look empty.",
	Example: `-- org.yaml --
teams:
  support: Customer Support
-- assessments/2026-05-support-room.md --
---
owner: support
type: room-check
date: 2026-05-20
answers:
  - We get what we were promised: hardly
---
# Room check, Support, May 2026

How much room do we have in daily life?
`,
	Fixes: []string{
		"Say what you need and from whom, below  ## What we ask for.",
		"Change counts-on in the charter when the promise no longer holds, so that nobody plans with it.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		roomChecks(m, func(d, _ *document.Document) {
			for i := range d.Facts.Answers {
				a := &d.Facts.Answers[i]
				if a.Value != "hardly" || !aboutPromises.MatchString(a.Statement.Text) || hasOpenAsk(m, d) {
					continue
				}
				report(d, diag.Problem{
					Span:    a.Span,
					Message: "what was promised is hardly there, and nobody is asked for it",
					Why:     "support that stands on paper only makes the other promises look empty",
					Fix:     "write below  ## What we ask for  what you need and from whom",
				})
				return
			}
		})
	},
}

// Statements of assessments by what they are about. They are looked at only
// where the answer is hardly.
var (
	aboutPromises = regexp.MustCompile(`(?i)\b(promised?s?|count(ed)? on|counts-on|agreed support|versprochen|zugesagt|verlassen)\b`)
	aboutFacets   = []struct {
		facet string
		words *regexp.Regexp
	}{
		{"goals", regexp.MustCompile(`(?i)\b(say in|help (to )?set|agree on|choose|shape|set) (our|the|team) (own )?goals\b|\b(unsere|die) Ziele (mit|selbst)`)},
		{"ways", regexp.MustCompile(`(?i)\bhow we work\b|\bour (own )?(ways?|methods?)\b|\bways of working\b|\bwie wir arbeiten\b`)},
		{"schedule", regexp.MustCompile(`(?i)\bwhen we work\b|\bour (own )?(schedules?|hours|time)\b|\bwann wir arbeiten\b`)},
	}
)

// PracticeBelowPaper finds room that a charter gives and daily life does not.
var PracticeBelowPaper = Rule{
	Name:     "practice-below-paper",
	Severity: diag.Warning,
	Doc: "A team's newest room check says that a decision is less free in daily life than in its charter, nobody was asked in the " +
		"last half year to settle it (What we ask for), and the charter was not reviewed since.",
	Reason: "Room that exists on paper only teaches people not to rely on charters.",
	Example: `-- charters/support.md --
---
decides:
  - Tools up to 200 EUR a month: alone
---
# Support

We answer everyone who has a question.
-- assessments/2026-05-support-room.md --
---
owner: support
type: room-check
date: 2026-05-20
practice:
  - Tools up to 200 EUR a month: together with finance
---
# Room check, Support, May 2026

How much room do we have in daily life?
`,
	Fixes: []string{
		"Ask somebody to settle it, below  ## What we ask for.",
		"Keep to the charter from now on, and say so in the next room check.",
		"Change the charter to what is done, and say why in its room log.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		roomChecks(m, func(d, c *document.Document) {
			if c == nil || len(d.Facts.Decides) == 0 || hasOpenAsk(m, d) || c.Facts.Reviewed.Day.After(d.Facts.Date.Day) {
				return
			}
			for _, g := range m.Practice(c) {
				if !g.Less() {
					continue
				}
				report(d, diag.Problem{
					Span:    g.Lived.Span,
					Message: "the charter says " + strconv.Quote(g.Paper.How.Text) + ", daily life says " + strconv.Quote(g.Lived.How.Text),
					Why:     "room that exists on paper only teaches people not to rely on charters",
					Fix:     "ask somebody below  ## What we ask for  to keep to the charter, or to change it and say why",
					Related: []diag.Related{{File: c.Path, Span: g.Paper.Span, Label: "the charter"}},
				})
			}
		})
	},
}

// ExtractContradicted finds claims of freedom that a team denies.
var ExtractContradicted = Rule{
	Name:     "extract-contradicted",
	Severity: diag.Warning,
	Doc: "A charter says that the team's autonomy is full or guided, which candidates and other teams read, while the team's " +
		"newest room check answers with hardly that it has a say in its goals, its ways or its hours.",
	Reason: "People who join because of a promise that the team itself denies do not stay.",
	Example: `-- charters/support.md --
---
autonomy: guided
---
# Support

We answer everyone who has a question.
-- assessments/2026-05-support-room.md --
---
owner: support
type: room-check
date: 2026-05-20
answers:
  - We can choose how we work: hardly
---
# Room check, Support, May 2026

How much room do we have in daily life?
`,
	Fixes: []string{
		"Talk about it in the next look-back and hand over one decision; remit new decision writes it down.",
		"Say in the charter what is so now:  autonomy: structured  with autonomy-because.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		roomChecks(m, func(d, c *document.Document) {
			if c == nil || c.Facts.Autonomy.Text != "full" && c.Facts.Autonomy.Text != "guided" {
				return
			}
			for i := range d.Facts.Answers {
				a := &d.Facts.Answers[i]
				facet := facetOf(a)
				if facet == "" {
					continue
				}
				report(d, diag.Problem{
					Span:    a.Span,
					Message: "the charter says " + c.Facts.Autonomy.Text + ", and the team has hardly a say in its " + facet,
					Why:     "people who join because of a promise that the team itself denies do not stay",
					Fix:     "widen the room and note it in the charter, or write there  autonomy: structured  with autonomy-because",
					Related: []diag.Related{{File: c.Path, Span: c.Facts.Autonomy.Span, Label: "the charter"}},
				})
				return
			}
		})
	},
}

// facetOf returns the part of its freedom that a team denies in an answer, or
// "".
func facetOf(a *line.Answer) string {
	if a.Value != "hardly" {
		return ""
	}
	for _, f := range aboutFacets {
		if f.words.MatchString(a.Statement.Text) {
			return f.facet
		}
	}
	return ""
}

// leastPulse is how many have to answer so that nobody can be picked out.
const leastPulse = 5

// SmallPulse finds pulses in which people could be picked out.
var SmallPulse = Rule{
	Name:     "small-pulse",
	Severity: diag.Error,
	Doc:      "Fewer than five answered a pulse, or it does not say in n how many did.",
	Reason:   "With so few answers everyone can work out who said what.",
	Example: `-- assessments/2026-05-pulse.md --
---
owner: support
type: pulse
date: 2026-05-20
n: 3
answers:
  - I would recommend working here: mostly
---
# Pulse, May 2026

Three of us answered.
`,
	Fixes: []string{
		"Take the document out, or keep it unpublished:  draft: true.",
		"Ask several teams together, so that five or more answer.",
		"Talk about it as a team and write a room check instead.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Kind.Name != "assessment" || d.Facts.Sort.Text != "pulse" {
			return nil
		}
		p := diag.Problem{
			Why: "with fewer than five, everyone can work out who said what",
			Fix: "take it out or write  draft: true; next time ask several teams together",
		}
		n, err := strconv.Atoi(strings.TrimSpace(d.Facts.N.Text))
		switch {
		case d.Facts.N.Text == "":
			p.Message = "this pulse does not say how many answered"
			p.Fix = "write the number, such as  n: 12; with fewer than five do not publish it"
		case err == nil && n < leastPulse:
			p.Span = d.Facts.N.Span
			p.Message = "only " + strconv.Itoa(n) + " answered this pulse"
		default:
			return nil
		}
		return []diag.Problem{p}
	},
}

// PersonInPulse finds pulses that name somebody.
var PersonInPulse = Rule{
	Name:     "person-in-pulse",
	Severity: diag.Error,
	Doc:      "A pulse names a person: by or an answer holds an address, a handle or a name that org.yaml lists under people.",
	Reason:   "A pulse is the voice of a group; answers that can be told apart are not given freely the next time.",
	Example: `-- assessments/2026-05-pulse.md --
---
owner: support
type: pulse
date: 2026-05-20
by: "@mara"
n: 9
---
# Pulse, May 2026

Nine of us answered.
`,
	Fixes: []string{
		"Name a role or a group:  by: the whole team, with a coach from people.",
		"Take the name out of the answer.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, row := range m.ByKind.Get("assessment") {
			if f := &row.Doc.Facts; f.Sort.Text == "pulse" {
				personIn(m, row.Doc, f.By, report)
				for i := range f.Answers {
					personIn(m, row.Doc, f.Answers[i].Line.Text, report)
				}
			}
		}
	},
}

// handle matches an address of mail or a name as chats write it.
var handle = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.]+|(?:^|\s)@\w[\w-]*`)

func personIn(m *model.Model, d *document.Document, t line.Text, report func(*document.Document, diag.Problem)) {
	name := strings.TrimSpace(handle.FindString(t.Text))
	if name == "" {
		name = nameIn(m, t.Text)
	}
	if name == "" {
		return
	}
	report(d, diag.Problem{
		Span:    t.Span,
		Message: "this pulse names a person, " + strconv.Quote(name),
		Why:     "a pulse is the voice of a group; answers that can be told apart are not given freely the next time",
		Fix:     "name a role or a group instead, such as  the whole team",
	})
}

// nameIn returns the first name of a person of org.yaml that a text holds, or
// "".
func nameIn(m *model.Model, text string) string {
	for i := range m.Org.People {
		e := &m.Org.People[i]
		names := []string{e.Name, e.ID}
		for _, a := range e.Aliases {
			names = append(names, a.Text)
		}
		for _, name := range names {
			if at := strings.Index(text, name); name != "" && at >= 0 && isWord(text, at, at+len(name)) {
				return name
			}
		}
	}
	return ""
}

// isWord reports whether neither a letter nor a digit touches text[from:to].
func isWord(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !isLetter(before) && !isLetter(after)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

package check

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

var promiseRules = []Rule{NoDueDate, NoResult, VagueResult, QuietPromise, OpenPastDue, MissedWithoutLesson, MissedTwice}

// NoDueDate finds promises without a day.
var NoDueDate = Rule{
	Name:     "no-due-date",
	Severity: diag.Warning,
	Doc:      "A commitment does not say by when it is kept.",
	Reason:   "A promise without a day is a wish: nobody can plan with it, and nobody can tell that it was missed.",
	Example: `-- commitments/one-contact.md --
---
owner: support
results:
  - Solved in one contact: from 62 % to 68 %
---
# One mail should be enough

Most people who write to us should need only one answer.
`,
	Fixes: []string{
		"Write the day:  due: 2026-09-30.",
		"Write  status: draft  until the day is known.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "commitment") || d.Facts.Has("due") {
			return nil
		}
		return []diag.Problem{atKey(d, "due", diag.Problem{
			Message: "this promise has no day by which it is kept",
			Why:     "nobody can plan with it, and nobody can tell that it was missed",
			Fix:     "write the day, such as  due: 2026-09-30",
		})}
	},
}

// NoResult finds promises of which nothing can be seen.
var NoResult = Rule{
	Name:     "no-result",
	Severity: diag.Warning,
	Doc:      "A commitment does not say what will be different: it has no results.",
	Reason:   "When nothing can be counted or seen, whether the promise was kept is a matter of mood.",
	Example: `-- commitments/one-contact.md --
---
owner: support
due: 2026-09-30
---
# One mail should be enough

Most people who write to us should need only one answer.
`,
	Fixes: []string{
		"Write one or two lines:  results:  and below it  - Solved in one contact: from 62 % to 68 %.",
		"When it is a thing that is there or not, name it with its day:  - New return page live: by 2026-09-15.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "commitment") || d.Facts.Has("results") {
			return nil
		}
		return []diag.Problem{atKey(d, "results", diag.Problem{
			Message: "this promise has no result that can be seen",
			Why:     "without one, whether it was kept is a matter of mood",
			Fix:     "write  results:  and below it a line such as  - Solved in one contact: from 62 % to 68 %",
		})}
	},
}

// VagueResult finds results that cannot be told from their opposite.
var VagueResult = Rule{
	Name:     "vague-result",
	Severity: diag.Hint,
	Doc: "A result of a commitment has no number and no date, or says what the team wants to be (become, be the best, strive) and " +
		"not from where to where.",
	Reason: "Progress that is written down in numbers helps to keep a promise; a promise about who one wants to be makes it less likely.",
	Example: `-- commitments/one-contact.md --
---
owner: support
due: 2026-09-30
results:
  - Become the friendliest help desk in the trade
---
# One mail should be enough

Most people who write to us should need only one answer.
`,
	Fixes: []string{
		"Say from where to where:  - Solved in one contact: from 62 % to 68 %.",
		"Name a thing that is there or not, and its day:  - New return page live: by 2026-09-15.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "commitment") {
			return nil
		}
		var found []diag.Problem
		for i := range d.Facts.Success {
			r := &d.Facts.Success[i]
			problem := diag.Problem{
				Span:  r.Span,
				Label: "from where to where?",
				Why:   "when the day comes, two people could disagree whether it was kept",
				Fix:   "write it as  what: from A to B, or name a thing that is there or not, with its day",
			}
			switch {
			case r.From != nil || !r.By.Day.IsZero():
				continue
			case isWish(r.Line.Text.Text):
				problem.Message = shortened(r.Line.Text.Text) + " says what the team wants to be, not what will be different"
				problem.Why = "a promise about results is kept more often than one about who one wants to be"
			case r.To == nil && !hasNumber(r.Line.Text.Text):
				problem.Message = shortened(r.Line.Text.Text) + " has no number and no date"
			default:
				continue
			}
			found = append(found, problem)
		}
		return found
	},
}

var wishWords = line.WordSet("become becoming strive striving aspire aspiring", "werden streben anstreben")

func isWish(s string) bool {
	lower := strings.ToLower(s)
	if strings.Contains(lower, "be the best") || strings.Contains(lower, "be the leading") {
		return true
	}
	for w := range strings.FieldsFuncSeq(lower, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if wishWords[w] {
			return true
		}
	}
	return false
}

var numberWords = line.WordSet(
	"one two three four five six seven eight nine ten eleven twelve dozen hundred half third quarter every each all no none zero never",
	"ein eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf halb hälfte drittel viertel jede jeder jedes alle kein keine null nie",
)

// hasNumber reports whether s holds a number, in digits or words.
func hasNumber(s string) bool {
	if strings.ContainsFunc(s, unicode.IsDigit) {
		return true
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if numberWords[w] {
			return true
		}
	}
	return false
}

// QuietPromise finds promises of which nothing was heard for long.
var QuietPromise = Rule{
	Name:     "quiet-promise",
	Severity: diag.Hint,
	Doc: "The last check-in of an open commitment is older than twice its rhythm: the usual distance of its check-ins, at least " +
		"two weeks. A promise whose day has passed is reported by open-past-due instead.",
	Reason: "Those who count on it cannot tell whether it is quiet because all goes well.",
	Example: `-- commitments/one-contact.md --
---
owner: support
due: 2026-09-30
results:
  - Solved in one contact: from 62 % to 68 %
check-ins:
  - date: 2026-05-12
    say: 62 %
    feels: on track
  - date: 2026-05-26
    say: 63 %
    feels: on track
---
# One mail should be enough

Most people who write to us should need only one answer.
`,
	Fixes: []string{
		"Add a check-in, as short as the last one:  - date, say, feels.",
		"When it is over, say how it ended:  outcome: kept, partly, missed, changed or dropped.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		since := m.Today.AddDate(0, 0, -2*leastRhythm)
		for d := range activeOf(m, "commitment") {
			if d.Facts.Outcome.Text != "" || isPast(m, d.Facts.Due.Day) || !isQuiet(d.Facts.CheckIns, since) {
				continue
			}
			last, rhythm := checkInRhythm(d.Facts.CheckIns)
			if !isQuiet(d.Facts.CheckIns, m.Today.AddDate(0, 0, -2*rhythm)) {
				continue
			}
			report(d, diag.Problem{
				Span:    last.Date.Span,
				Message: "the last word on this promise is from " + dayWords(last.Date.Day),
				Why:     fmt.Sprintf("it used to be heard of every %d days or so; those who count on it cannot tell how it goes", rhythm),
				Fix:     "add a check-in with date, say and feels, or the outcome",
			})
		}
	},
}

// leastRhythm is the number of days between two check-ins that nobody needs to
// go below.
const leastRhythm = 14

// isQuiet reports whether there are check-ins and all lie before a day.
func isQuiet(all []document.CheckIn, since time.Time) bool {
	known := false
	for i := range all {
		day := all[i].Date.Day
		if !day.Before(since) {
			return false
		}
		known = known || !day.IsZero()
	}
	return known
}

// checkInRhythm returns the newest check-in and the usual number of days
// between two: the median, at least leastRhythm.
func checkInRhythm(all []document.CheckIn) (newest *document.CheckIn, days int) {
	var dates []time.Time
	for i := range all {
		day := all[i].Date.Day
		if day.IsZero() {
			continue
		}
		dates = append(dates, day)
		if newest == nil || day.After(newest.Date.Day) {
			newest = &all[i]
		}
	}
	slices.SortFunc(dates, time.Time.Compare)
	var gaps []int
	for i := 1; i < len(dates); i++ {
		gaps = append(gaps, int(dates[i].Sub(dates[i-1]).Hours()/24))
	}
	slices.Sort(gaps)
	if len(gaps) == 0 {
		return newest, leastRhythm
	}
	return newest, max(leastRhythm, gaps[len(gaps)/2])
}

// OpenPastDue finds promises whose day has passed without a word.
var OpenPastDue = Rule{
	Name:     "open-past-due",
	Severity: diag.Warning,
	Doc:      "The day of a commitment has passed and it has no outcome.",
	Reason:   "Those who counted on it do not know whether they still can.",
	Example: `-- commitments/one-contact.md --
---
owner: support
due: 2026-06-30
results:
  - Solved in one contact: from 62 % to 68 %
---
# One mail should be enough

Most people who write to us should need only one answer.
`,
	Fixes: []string{
		"Say how it ended:  outcome: kept, partly, missed, changed or dropped.",
		"When it was missed, write down what was learned: remit new lesson --from commitments/NAME.md fills in the rest.",
		"When there is a new day, write it into due and keep the old one:  moved:  and below it  - 2026-06-30: why.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for d := range activeOf(m, "commitment") {
			if d.Facts.Outcome.Text == "" && isPast(m, d.Facts.Due.Day) {
				report(d, diag.Problem{
					Span:    d.Facts.Due.Span,
					Message: "this promise was due on " + dayWords(d.Facts.Due.Day) + ", and nothing says how it ended",
					Label:   "what blocked it?",
					Why:     "those who counted on it do not know whether they still can",
					Fix:     "write  outcome: kept  (or partly, missed, changed, dropped), or a new day in due and the old one in moved",
				})
			}
		}
	},
}

// MissedWithoutLesson finds missed promises of which nothing was learned.
var MissedWithoutLesson = Rule{
	Name:     "missed-without-lesson",
	Severity: diag.Warning,
	Doc:      "A commitment was missed, names no lesson, and no lesson touches it.",
	Reason:   "A miss costs the same whether or not something is learned from it.",
	Example: `-- commitments/one-contact.md --
---
owner: support
due: 2026-06-30
results:
  - Solved in one contact: from 62 % to 68 %
outcome: missed
---
# One mail should be enough

Most people who write to us should need only one answer.
`,
	Fixes: []string{
		"Write the lesson, in a quarter of an hour: remit new lesson --from commitments/NAME.md fills in the rest.",
		"Name the lesson that tells of it:  lesson: 2026-07-one-contact.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for d := range activeOf(m, "commitment") {
			if d.Facts.Outcome.Text != "missed" || d.Facts.Lesson.Text != "" || len(m.LessonsOn(d)) > 0 {
				continue
			}
			report(d, diag.Problem{
				Span:    d.Facts.Outcome.Span,
				Message: "this promise was missed, and no lesson tells what was learned",
				Label:   "what blocked it?",
				Why:     "a miss costs the same whether or not something is learned from it",
				Fix:     "run  remit new lesson --from " + d.Path + "  or name the lesson:  lesson: ID",
			})
		}
	},
}

// MissedTwice finds goals that were missed, promised again and missed again,
// while nothing changed.
var MissedTwice = Rule{
	Name:     "missed-twice",
	Severity: diag.Warning,
	Doc: "A team missed two promises with the same result and the same goal, and nothing has changed since the first: no entry in " +
		"its charter's room log, no decision that changes the charter, nothing that the lessons led to.",
	Reason: "Promising the same thing in the same conditions a third time will end the same way.",
	Example: `-- commitments/2026-q1-one-contact.md --
---
owner: support
due: 2026-03-31
results:
  - Solved in one contact: from 62 % to 68 %
outcome: missed
lesson: 2026-04-one-contact
---
# One mail should be enough

Most people should need only one answer.
-- commitments/2026-q2-one-contact.md --
---
owner: support
due: 2026-06-30
results:
  - Solved in one contact: from 63 % to 68 %
outcome: missed
lesson: 2026-07-one-contact
---
# One mail should be enough, again

Most people should need only one answer.
`,
	Fixes: []string{
		"Change the goal: promise what can be reached from here.",
		"Change the support: write what was promised into counts-on, and the decision behind it into led-to of the lesson.",
		"Change the room: hand over a decision that the team had to wait for, and note it in room.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.Promises.Groups() {
			missedTwice(m, g, report)
		}
	},
}

func missedTwice(m *model.Model, g *model.Group[string, model.None], report func(*document.Document, diag.Problem)) {
	var missed []*document.Document
	for _, row := range g.Rows {
		if f := &row.Doc.Facts; f.Active() && f.Outcome.Text == "missed" && !f.Due.Day.IsZero() {
			missed = append(missed, row.Doc)
		}
	}
	if len(missed) < 2 {
		return
	}
	slices.SortStableFunc(missed, func(a, b *document.Document) int { return a.Facts.Due.Day.Compare(b.Facts.Due.Day) })
	for n := len(missed) - 1; n > 0; n-- {
		if p := missedAgain(m, g, missed[:n], missed[n]); p != nil {
			report(missed[n], *p)
			return // one goal is enough to sit together
		}
	}
}

// missedAgain is the problem of a promise whose goal was missed by one of the
// promises before it, when nothing has changed since.
func missedAgain(m *model.Model, g *model.Group[string, model.None], before []*document.Document, d *document.Document) *diag.Problem {
	for i := range d.Facts.Success {
		goal := &d.Facts.Success[i]
		first, where := sameGoal(m, before, goal)
		if where == nil || changedSince(m, g.Key, first, d) || promisedAnew(m, g, d, goal) {
			continue
		}
		return &diag.Problem{
			Span:    goal.Span,
			Message: "this goal was missed twice, and nothing has changed in between",
			Why:     "promising the same in the same conditions a third time will end the same way",
			Fix:     "change one of three and write it down: the goal, the support (counts-on, a decision) or the room (room in the charter)",
			Related: []diag.Related{{File: first.Path, Span: where.Span, Label: "was missed first"}},
		}
	}
	return nil
}

// promisedAnew reports whether the team has later promised the same result
// with another goal, or kept it.
func promisedAnew(m *model.Model, g *model.Group[string, model.None], d *document.Document, goal *line.Measure) bool {
	key := m.Key(goal.What.Text)
	for _, row := range g.Rows {
		f := &row.Doc.Facts
		if !f.Due.Day.After(d.Facts.Due.Day) {
			continue
		}
		for i := range f.Success {
			if m.Key(f.Success[i].What.Text) == key && (f.Outcome.Text == "kept" || !sameAmount(f.Success[i].To, goal.To)) {
				return true
			}
		}
	}
	return false
}

// sameGoal returns the newest of the promises that has the same result with
// the same goal.
func sameGoal(m *model.Model, promises []*document.Document, goal *line.Measure) (*document.Document, *line.Measure) {
	key := m.Key(goal.What.Text)
	for _, d := range slices.Backward(promises) {
		for i := range d.Facts.Success {
			other := &d.Facts.Success[i]
			if m.Key(other.What.Text) == key && sameAmount(other.To, goal.To) {
				return d, other
			}
		}
	}
	return nil, nil
}

func sameAmount(a, b *line.Amount) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// changedSince reports whether something about the team has changed since the
// first of two promises was due, as far as documents tell.
func changedSince(m *model.Model, team string, first, last *document.Document) bool {
	since := first.Facts.Due.Day
	if c := m.Charter(team); c != nil {
		for i := range c.Facts.Room {
			if c.Facts.Room[i].Date.Day.After(since) {
				return true
			}
		}
	}
	for _, row := range m.Changed.Get(team) {
		if row.Doc.Facts.Date.Day.After(since) {
			return true
		}
	}
	for _, d := range []*document.Document{first, last} {
		if l := lessonOf(m, d); l != nil && len(l.Facts.LedTo) > 0 {
			return true
		}
	}
	return false
}

// lessonOf returns the lesson that a commitment names, or nil.
func lessonOf(m *model.Model, d *document.Document) *document.Document {
	for i := range d.Facts.Refs {
		if r := &d.Facts.Refs[i]; r.Field == "lesson" {
			return m.Name(r.ID, r.Kind, r.To).Doc
		}
	}
	return nil
}

package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
)

var lessonRules = []Rule{
	NoWhatHappened, NoWhatBlocked, NoWhatToImprove, NoSupportNeeded, TouchesNothing, IdleFollowUp, UnmarkedComposite, QuietYear,
	RecurringPattern,
}

// NoWhatHappened finds lessons that do not tell what happened.
var NoWhatHappened = Rule{
	Name:     "no-what-happened",
	Severity: diag.Warning,
	Doc:      "A lesson has no section that tells what happened, or nothing stands below its heading.",
	Reason:   "Readers who were not there cannot tell whether the lesson holds for them.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
touches: [checkout]
---
# The return form came three weeks late

## What blocked us

Two handovers without a date.
`,
	Fixes: []string{
		"Add a heading  ## What happened  with a few lines, a date each.",
		"Name the heading that tells it What happened, or give its words to the kind in kinds/lesson.yaml.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		return sectionGap(d, "lesson", "what-happened", diag.Problem{
			Message: "this lesson does not tell what happened",
			Why:     "readers who were not there cannot tell whether it holds for them",
			Fix:     "write  ## What happened  and below it what was seen, in the order of time",
		})
	},
}

// NoWhatBlocked finds lessons that do not tell what stood in the way.
var NoWhatBlocked = Rule{
	Name:     "no-what-blocked",
	Severity: diag.Warning,
	Doc:      "A lesson has no section that tells what blocked the team, or nothing stands below its heading.",
	Reason:   "Without what stood in the way, the next team meets it again.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
touches: [checkout]
---
# The return form came three weeks late

## What happened

The wording waited in a shared inbox for nine days.
`,
	Fixes: []string{
		"Add a heading  ## What blocked us  and name the handovers, limits and missing things that held the work up.",
		"For a success, tell below the same heading what nearly stopped it.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		return sectionGap(d, "lesson", "what-blocked-us", diag.Problem{
			Message: "this lesson does not tell what stood in the way",
			Why:     "without it the next team meets the same thing",
			Fix:     "write  ## What blocked us  and below it what held the work up: a handover, a limit, something missing",
		})
	},
}

// NoWhatToImprove finds lessons that do not tell what could be better.
var NoWhatToImprove = Rule{
	Name:     "no-what-to-improve",
	Severity: diag.Warning,
	Doc:      "A lesson has no section that tells what the team would improve, or nothing stands below its heading.",
	Reason:   "A story without what could be better helps nobody the next time.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
touches: [checkout]
---
# The return form came three weeks late

## What we would improve
`,
	Fixes: []string{
		"Add a heading  ## What we would improve  and say what you would do differently next time.",
		"Write  Nothing, it went as it should, because ...  when that is so.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		return sectionGap(d, "lesson", "what-we-would-improve", diag.Problem{
			Message: "this lesson does not tell what could be better",
			Why:     "a story without that helps nobody the next time",
			Fix:     "write  ## What we would improve  and below it what you would do differently next time",
		})
	},
}

// NoSupportNeeded finds lessons that ask for nothing.
var NoSupportNeeded = Rule{
	Name:     "no-support-needed",
	Severity: diag.Warning,
	Doc:      "A lesson has no section that tells which support the team needs, or nothing stands below its heading.",
	Reason:   "A team that is only asked what it will do better carries alone what others could change.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
touches: [checkout]
---
# The return form came three weeks late

## What we would improve

Ask whose it is for each part on day one.
`,
	Fixes: []string{
		"Add a heading  ## What support we need  and say from whom, and what would be different with it.",
		"Write  None this time  when the team has what it needs.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		return sectionGap(d, "lesson", "what-support-we-need", diag.Problem{
			Message: "this lesson does not tell what support would have helped",
			Why:     "a team that is only asked what it will do better carries alone what others could change",
			Fix:     "write  ## What support we need  and below it from whom, and what it would change",
		})
	},
}

// TouchesNothing finds lessons that nobody will meet at work.
var TouchesNothing = Rule{
	Name:     "touches-nothing",
	Severity: diag.Warning,
	Doc: "A lesson names no team, standard or playbook in touches. Those that it names show it on their pages. When the text " +
		"refers to documents, the finding names them.",
	Reason: "A lesson is found when it shows itself where the work is done; in a list of lessons nobody looks.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
---
# The return form came three weeks late

We now agree on who owns a form before the first line is written.
`,
	Fixes: []string{
		"Name the teams, standards and playbooks whose readers should meet it:  touches: [checkout, first-reply].",
		"Name at least the team that learned it.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "lesson") || len(d.Facts.Touches) > 0 || d.Facts.Has("touches") {
			return nil
		}
		ids := "checkout, first-reply"
		if named := idsInText(d); len(named) > 0 {
			ids = strings.Join(named, ", ")
		} else if owner := d.Facts.Owner.Text; owner != "" {
			ids = owner
		}
		return []diag.Problem{atKey(d, "touches", diag.Problem{
			Message: "this lesson touches nothing",
			Why:     "nobody will meet it at work: it shows itself on the pages of what it touches",
			Fix:     "name whose readers should meet it, such as  touches: [" + ids + "]",
		})}
	},
}

// idsInText returns the ids in [[references]] of the text, each once, at most
// five.
func idsInText(d *document.Document) []string {
	var ids []string
	seen := map[string]bool{}
	for i := range d.Content.Refs {
		r := &d.Content.Refs[i]
		if r.Kind == markdown.WikiRef && r.Target != "" && !seen[r.Target] && len(ids) < 5 {
			seen[r.Target] = true
			ids = append(ids, r.Target)
		}
	}
	return ids
}

// IdleFollowUp finds follow-ups that nobody will do.
var IdleFollowUp = Rule{
	Name:     "idle-follow-up",
	Severity: diag.Hint,
	Doc: "A follow-up of a lesson has no team or no date, or the dates of all that are open have passed. What is done or dropped " +
		"is left alone.",
	Reason: "A follow-up that is nobody's, or has no day, stays undone.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
touches: [checkout]
follow-up:
  - One page that says who owns each form
---
# The return form came three weeks late

We now agree on who owns a form before the first line is written.
`,
	Fixes: []string{
		"Name the team and the day:  - One page that says who owns each form: operations by 2026-09-30.",
		"Say that it is done:  - One page that says who owns each form: operations, done 2026-05-04.",
		"Say that it will not be done:  - One page that says who owns each form: dropped, because ...",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for d := range activeOf(m, "lesson") {
			idleFollowUps(m, d, report)
		}
	},
}

func idleFollowUps(m *model.Model, d *document.Document, report func(*document.Document, diag.Problem)) {
	var first *line.FollowUp // open and past
	waiting := false
	for i := range d.Facts.FollowUps {
		f := &d.Facts.FollowUps[i]
		if f.Dropped || f.Done.Text.Text != "" {
			continue
		}
		missing := ""
		switch team, date := f.Team.Text != "", !f.By.Day.IsZero(); {
		case !team && !date:
			missing = "no team and no date"
		case !team:
			missing = "no team"
		case !date:
			missing = "no date"
		case isPast(m, f.By.Day):
			if first == nil {
				first = f
			}
			continue
		default:
			waiting = true
			continue
		}
		report(d, diag.Problem{
			Span:    f.Span,
			Message: "this follow-up has " + missing,
			Why:     "what is nobody's, or has no day, stays undone",
			Fix:     "write  - " + nonEmpty(f.What.Text, "what") + ": " + nonEmpty(f.Team.Text, "team") + " by DATE, or dropped, because ...",
		})
	}
	if first != nil && !waiting {
		report(d, diag.Problem{
			Span:    first.By.Span,
			Message: "the day of this follow-up has passed, and nothing later is planned",
			Why:     "readers cannot tell whether the lesson changed anything",
			Fix:     "write  " + first.Team.Text + ", done DATE  or  dropped, because ...  or a new day",
		})
	}
}

// UnmarkedComposite finds stories put together from several that do not say
// so.
var UnmarkedComposite = Rule{
	Name:     "unmarked-composite",
	Severity: diag.Hint,
	Doc: "A lesson speaks of a team or company without a name, as made-up stories do (\"a team at a mid-sized company\"), and does " +
		"not say in story whether it is real, anonymised or composite.",
	Reason: "Readers who take an invented story for a real one, and find out, stop believing the real ones.",
	Example: `-- lessons/2026-02-handover.md --
---
owner: people
date: 2026-02-10
touches: [people]
---
# Handovers need a date

A team at a mid-sized company waited for a signature that was always given.
`,
	Fixes: []string{
		"Say what sort of story it is:  story: composite.",
		"Write  story: anonymised  when it happened so and only names were taken out, or  story: real.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "lesson") || d.Facts.Story != "" {
			return nil
		}
		at := namelessStory(d.Content.Text)
		if at == nil {
			return nil
		}
		return []diag.Problem{{
			Span:    spanOfText(d, at[0], at[1]),
			Message: strconv.Quote(d.Content.Text[at[0]:at[1]]) + " sounds like a story put together from several",
			Why:     "readers who take an invented story for a real one stop believing the real ones",
			Fix:     "write  story: composite  into the front matter, or anonymised, or real",
		}}
	},
}

// nameless is how stories speak that are nobody's. It is looked for only
// around an article before such a word, which is found a hundred times faster.
var (
	nameless = regexp.MustCompile(`(?i)\b(?:a|one) (?:\w+ )?(?:team|group|department|company|firm|start-?up) (?:at|in|of) an? (?:mid-sized|medium-sized|large|small|big|global|fictional|typical) (?:\w+ )?(?:company|firm|organi[sz]ation|enterprise|business|bank|retailer|start-?up)\b` +
		`|\bein Team (?:in|bei) ein(?:em|er) (?:mittelgroßen|mittelständischen|großen|kleinen|erfundenen) (?:Firma|Unternehmen|Betrieb)\b`)
	namelessSorts = []string{"mid-sized ", "medium-sized ", "large ", "small ", "big ", "global ", "fictional ", "typical "}
)

// namelessStory returns where text speaks of somebody without a name, or nil.
func namelessStory(text string) []int {
	for _, article := range []string{" a ", " ein"} {
		for from := 0; ; {
			i := strings.Index(text[from:], article)
			if i < 0 {
				break
			}
			from += i + len(article)
			rest := text[from:]
			if article == " a " && !slices.ContainsFunc(namelessSorts, func(s string) bool { return strings.HasPrefix(rest, s) }) ||
				article == " ein" && !strings.HasPrefix(rest, "em ") && !strings.HasPrefix(rest, "er ") {
				continue
			}
			start, end := max(0, from-80), min(len(text), from+60)
			if at := nameless.FindStringIndex(text[start:end]); at != nil {
				return []int{start + at[0], start + at[1]}
			}
		}
	}
	return nil
}

// QuietYear finds teams that try things and tell of none.
var QuietYear = Rule{
	Name:     "quiet-year",
	Severity: diag.Hint,
	Doc: "A team ended an experiment or missed a promise in the last twelve months and has written no lesson in that time, " +
		"although the site has known it for longer. It is told to the keeper of the team's charter only, as a question, and " +
		"appears in no list.",
	Reason: "Where nobody tells what went wrong, it may be that nobody dares to.",
	Example: `-- charters/support.md --
# Support

We answer everyone who has a question.
-- experiments/night-shift.md --
---
owner: support
starts: 2025-02-01
ends: 2025-03-31
stop-if: fewer than five questions a night
result: did not work
---
# Does a night shift shorten the morning queue?

We think that it does.
-- experiments/weekend-chat.md --
---
owner: support
starts: 2026-05-02
ends: 2026-05-31
stop-if: Monday's queue is longer than 80 questions
result: did not work
---
# Does a weekend chat shorten Monday's queue?

We think that it does.
`,
	Fixes: []string{
		"Write down what was learned, in a quarter of an hour: remit new lesson.",
		"Ask in the next look-back whether it is safe to share what did not work, and what would make it so.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		ago := m.Today.AddDate(-1, 0, 0)
		for id, y := range quietTeams(m, ago) {
			name := m.Name(id, "", []string{"team"})
			keeper := name.Doc
			if keeper == nil {
				keeper = y.latest
			}
			report(keeper, diag.Problem{
				Message: "a year without a lesson from " + nonEmpty(name.Name, id),
				Label:   "is it safe to share what did not work?",
				Why:     "things were tried or missed in that time; what was learned from them is lost to the others",
				Fix:     "write one lesson about it, or ask the team what keeps it from telling",
				Related: []diag.Related{{File: y.latest.Path, Label: "ended on " + dayWords(y.end)}},
			})
		}
	},
}

// trials are what a team tried, and the promises that it missed.
type trials struct {
	first, end time.Time          // when the earliest and the latest ended
	latest     *document.Document // the latest
}

// quietTeams returns the teams that something ended for since a day and before
// it, and that have written no lesson since.
func quietTeams(m *model.Model, ago time.Time) map[string]trials {
	teams := map[string]trials{}
	note := func(d *document.Document, end time.Time) {
		if end.IsZero() || end.After(m.Today) {
			return
		}
		id := m.Owner(d).ID
		t := teams[id]
		if t.latest == nil || end.Before(t.first) {
			t.first = end
		}
		if t.latest == nil || end.After(t.end) {
			t.end, t.latest = end, d
		}
		teams[id] = t
	}
	for d := range activeOf(m, "experiment") {
		note(d, d.Facts.Ends.Day)
	}
	for d := range activeOf(m, "commitment") {
		if d.Facts.Outcome.Text == "missed" {
			note(d, d.Facts.Due.Day)
		}
	}
	delete(teams, "") // what nobody keeps says nothing of a team
	maps.DeleteFunc(teams, func(_ string, t trials) bool { return !t.first.Before(ago) || !t.end.After(ago) })
	if len(teams) == 0 {
		return teams
	}
	for d := range activeOf(m, "lesson") {
		if !d.Facts.Date.Day.Before(ago) {
			delete(teams, m.Owner(d).ID)
		}
	}
	return teams
}

// RecurringPattern finds patterns that came back and changed nothing.
var RecurringPattern = Rule{
	Name:     "recurring-pattern",
	Severity: diag.Hint,
	Doc: "Three or more lessons share a pattern, and none of them led to anything. The newest of them is where it is reported, with " +
		"the others beside it.",
	Reason: "What comes back three times is in the way of working, and one more lesson will not change it.",
	Example: `-- lessons/2026-01-photos.md --
---
owner: studio
date: 2026-01-12
patterns: [late-handover]
touches: [studio]
---
# Photos waited for samples
-- lessons/2026-02-prices.md --
---
owner: sales
date: 2026-02-20
patterns: [late-handover]
touches: [sales]
---
# Prices waited for photos
-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2026-04-17
patterns: [late-handover]
touches: [checkout]
---
# The return form waited for words
`,
	Fixes: []string{
		"Decide something about it, and name the decision in the lesson:  led-to: [who-owns-handovers].",
		"Try something for a month: remit new experiment, and name it in led-to.",
		"Tell the patterns apart when they only look alike.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, p := range m.PatternCounts() {
			if len(p.Lessons) >= 3 {
				recurringPattern(p, report)
			}
		}
	},
}

func recurringPattern(r model.Returning, report func(*document.Document, diag.Problem)) {
	var p diag.Problem
	var newest *document.Document
	seen := map[*document.Document]bool{} // a lesson may name a pattern twice
	for _, row := range r.Lessons {
		switch {
		case !row.Doc.Facts.Active() || seen[row.Doc]:
			continue
		case len(row.Doc.Facts.LedTo) > 0:
			return
		case newest == nil:
			newest, p.Span = row.Doc, row.Value.Span
		default:
			p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Span: row.Value.Span, Label: "and here"})
		}
		seen[row.Doc] = true
	}
	if len(seen) < 3 {
		return
	}
	p.Message = fmt.Sprintf("%s is in %d lessons, and none of them led to anything", strconv.Quote(r.Name), len(seen))
	p.Why = "what comes back three times lies in the way of working; one more lesson will not change it"
	p.Fix = "decide or try something about it and name that here:  led-to: [ID]"
	report(newest, p)
}

package check

import (
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

var experimentRules = []Rule{NoStopSign, NoExperimentResult}

// NoStopSign finds experiments that could go on for ever.
var NoStopSign = Rule{
	Name:     "no-stop-sign",
	Severity: diag.Warning,
	Doc:      "An experiment does not name the sign on which it ends early, or has no last day.",
	Reason:   "An experiment that nobody can stop is a change, and people who did not choose it carry the risk.",
	Example: `-- experiments/weekend-chat.md --
---
owner: support
starts: 2026-08-15
ends: 2026-09-15
---
# Does a weekend chat shorten Monday's queue?

We think that it does.
`,
	Fixes: []string{
		"Name what would make you stop, as something that can be counted:  stop-if: Monday's queue is longer than 80 questions, twice.",
		"Name the last day:  ends: 2026-09-15.",
		"When it is for good, write a decision instead.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "experiment") {
			return nil
		}
		sign, end := d.Facts.Has("stop-if"), d.Facts.Has("ends")
		p := diag.Problem{
			Why: "an experiment that nobody can stop is a change, and people who did not choose it carry the risk",
			Fix: "write what would make you stop, such as  stop-if: Monday's queue is longer than 80 questions, twice",
		}
		switch {
		case sign && end:
			return nil
		case sign:
			p.Message, p.Fix = "this experiment has no last day", "write the last day, such as  ends: 2026-09-15"
			p = atKey(d, "ends", p)
		case end:
			p.Message = "this experiment does not say on what sign it stops"
			p = atKey(d, "stop-if", p)
		default:
			p.Message = "this experiment has neither a last day nor a sign on which it stops"
			p.Fix = "write  ends: DATE  and  stop-if:  with what would make you stop"
			p = atKey(d, "ends", p)
		}
		return []diag.Problem{p}
	},
}

// NoExperimentResult finds experiments that ended without a word.
var NoExperimentResult = Rule{
	Name:     "no-experiment-result",
	Severity: diag.Hint,
	Doc:      "The last day of an experiment has passed and it has no result.",
	Reason:   "The next team will try the same, because nobody can tell how it went.",
	Example: `-- experiments/weekend-chat.md --
---
owner: support
starts: 2026-05-02
ends: 2026-05-31
stop-if: Monday's queue is longer than 80 questions, twice
---
# Does a weekend chat shorten Monday's queue?

We think that it does.
`,
	Fixes: []string{
		"Say how it went:  result: worked, partly, did not work, or unclear. Each of them is worth as much.",
		"Move the last day in ends when it goes on.",
		"Write  status: retired  when it never began.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for d := range activeOf(m, "experiment") {
			if isPast(m, d.Facts.Ends.Day) && d.Facts.Result.Text == "" {
				report(d, diag.Problem{
					Span:    d.Facts.Ends.Span,
					Message: "this experiment ended on " + dayWords(d.Facts.Ends.Day) + " and has no result",
					Why:     "the next team will try the same, because nobody can tell how it went",
					Fix:     "write  result: worked  (or partly, did not work, unclear), or move the last day",
				})
			}
		}
	},
}

package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
)

// What one charter says by itself. A draft has to say what it owns; a charter
// that is active answers the rest, in front matter or below a heading that the
// kind knows. A section that answers in prose is an answer. A charter that is
// written as prose throughout, without any of the fields, answers where it
// speaks of the matter at all (see model.InProse).
var charterRules = []Rule{
	NoOwns, NoSuccess, NoAnswerToAMiss, NoDecides, NoWorksWith, NoPurpose, RoomWithoutDestination, ResultsWithoutRoom,
	NoSupport, AutonomyDiffers, NoRhythm, CountsActivity, FrequentCheckIns, ManyMeasures, PunishingWords, LargeStep,
	NarrowerAlone,
}

// NoOwns finds charters that do not say what the team answers for.
var NoOwns = Rule{
	Name:     "no-owns",
	Severity: diag.Warning,
	Doc:      "A charter does not say what its team answers for: it has neither owns: nor a section such as In scope.",
	Reason:   "The map of who owns what leaves the team out, and nobody knows what to bring to it.",
	Example: `-- charters/support.md --
# Support

We answer everyone who turns to the shop.
`,
	Fixes: []string{
		"Add owns: to the front matter, one area a line, named as others would look for it.",
		"Add a heading  ## In scope  with a list of the areas.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Facts.Status == "retired" {
			return nil
		}
		return unanswered(d, "owns", "this charter does not say what the team owns", "nobody can tell what to bring to this team")
	},
}

// NoSuccess finds charters without a measure of success.
var NoSuccess = Rule{
	Name:     "no-success",
	Severity: diag.Warning,
	Doc: "A charter does not say how anyone can tell that the team does well: it has neither success: nor a section such as " +
		"How we measure success. Where the team decides much alone, room-without-destination says so instead.",
	Reason: "Without a measure nobody can tell whether the team does well, least of all the team.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
`,
	Fixes: []string{
		"Add success: to the front matter, such as  Solved in one contact: from 62 % to 70 % by December.",
		"Add a heading  ## How we measure success  and say it in your own words.",
		"When it is not known yet, set status: draft until it is.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") || hasMuchRoom(d) {
			return nil
		}
		return unanswered(d, "success", "this charter does not say how success is measured", "readers cannot tell whether this team does well, and neither can the team")
	},
}

// NoAnswerToAMiss finds charters that are silent about a missed goal.
var NoAnswerToAMiss = Rule{
	Name:     "no-answer-to-a-miss",
	Severity: diag.Warning,
	Doc:      "A charter has no section that says what happens when a goal is missed, or nothing stands below its heading.",
	Reason:   "Where nobody knows what happens after a miss, people hide it.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
`,
	Fixes: []string{
		"Add a heading  ## If we miss the mark  and say whom you tell and when, what you ask yourselves, and what may change.",
		"Where a section says it already, name its heading so, or give its words to the kind in kinds/charter.yaml.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		p := d.Facts.Part("if-we-miss-the-mark")
		if !isActive(d, "charter") || p != nil && !p.Empty {
			return nil
		}
		problem := diag.Problem{
			Message: "no section of this charter says what happens when a goal is missed",
			Why:     "where nobody knows what happens after a miss, people hide it",
			Fix:     "add  ## If we miss the mark : whom do you tell, what do you ask yourselves, what may change?",
		}
		if p != nil {
			problem.Span = d.Content.Headings[p.Heading].Span
			problem.Fix = "write below it whom you tell, what you ask yourselves, and what may change"
		}
		return []diag.Problem{problem}
	},
}

// NoDecides finds charters that do not say what the team decides.
var NoDecides = Rule{
	Name:     "no-decides",
	Severity: diag.Warning,
	Doc:      "A charter does not say what its team decides and how freely: it has neither decides: nor a section such as What we decide.",
	Reason:   "Where nobody knows who decides, everybody waits or asks.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
`,
	Fixes: []string{
		"Add decides: to the front matter, such as  Refunds up to 500 EUR: alone.",
		"Add a heading  ## What we decide  with one decision a line.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") {
			return nil
		}
		return unanswered(d, "decides", "this charter does not say what the team decides", "the team and those around it have to ask each time")
	},
}

// NoWorksWith finds charters that name no other team.
var NoWorksWith = Rule{
	Name:     "no-works-with",
	Severity: diag.Warning,
	Doc: "A charter does not say with whom the team works and how the work is shared: it has neither works-with: nor a " +
		"section such as Who we work with.",
	Reason: "What lies between teams is dropped where neither says what it does there.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
`,
	Fixes: []string{
		"Add works-with: to the front matter, such as  finance: approves large refunds with us.",
		"Add a heading  ## Who we work with  with one team a line.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") {
			return nil
		}
		return unanswered(d, "works-with", "this charter does not say with whom the team works", "what lies between teams is dropped where neither says what it does there")
	},
}

// NoPurpose finds charters that do not say what the team is for.
var NoPurpose = Rule{
	Name:     "no-purpose",
	Severity: diag.Warning,
	Doc:      "A charter says nowhere what its team is for: no paragraph opens the text, and no section such as Purpose does.",
	Reason:   "A team that is not told what it is for can only do what it is told.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support

## If we miss the mark

We tell our sponsor in the same week.
`,
	Fixes: []string{
		"Open the text with two sentences: who comes to the team, and what is better for them afterwards.",
		"Add a heading  ## Purpose  with the same.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") || d.Facts.Purpose != "" {
			return nil
		}
		return []diag.Problem{{
			Message: "this charter does not say what the team is for",
			Why:     "a team that does not know what it is for can only do what it is told",
			Fix:     "begin the text with two sentences: who comes to you, and what is better for them afterwards",
		}}
	},
}

// RoomWithoutDestination finds teams that may decide much and are told no goal.
var RoomWithoutDestination = Rule{
	Name:     "room-without-destination",
	Severity: diag.Warning,
	Doc: "A team decides three or more things alone, or tells others afterwards, and its charter does not say how success " +
		"is measured.",
	Reason: "Room without a destination leaves a team guessing what it is trusted with.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
decides:
  - Refunds up to 500 EUR: alone
  - Wording of replies: alone
  - Tools up to 200 EUR a month: then tell finance
---
# Support
`,
	Fixes: []string{
		"Add success: to the front matter, such as  Solved in one contact: from 62 % to 70 % by December.",
		"Add a heading  ## How we measure success  and say it in your own words.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") || !hasMuchRoom(d) {
			return nil
		}
		return unanswered(d, "success",
			fmt.Sprintf("the team decides %s things alone, and nothing says how success is measured", inWords(rungsFrom(d, line.Telling, line.Alone))),
			"much room and no destination leave a team guessing what it is trusted with")
	},
}

// hasMuchRoom reports whether a team decides three or more things alone.
func hasMuchRoom(d *document.Document) bool { return rungsFrom(d, line.Telling, line.Alone) >= 3 }

// rungsFrom counts the decisions of a document on the rungs from low to high.
func rungsFrom(d *document.Document, low, high line.Rung) int {
	n := 0
	for i := range d.Facts.Decides {
		if r := d.Facts.Decides[i].Rung; low <= r && r <= high {
			n++
		}
	}
	return n
}

// ResultsWithoutRoom finds teams that answer for results and decide nothing.
var ResultsWithoutRoom = Rule{
	Name:     "results-without-room",
	Severity: diag.Warning,
	Doc:      "A charter names measures of success, and each of its decisions, two or more, is made by somebody else.",
	Reason:   "Nobody can answer for a result that others decide.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
success:
  - Solved in one contact: 70 %
decides:
  - Refunds: finance decides
  - Wording of replies: legal decides after hearing us
---
# Support
`,
	Fixes: []string{
		"Find one decision that is easy to undo, and let the team make it within a limit.",
		"Measure the team by something that it does decide.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		n := rungsFrom(d, line.Decided, line.Heard)
		if !isActive(d, "charter") || n < 2 || n < len(d.Facts.Decides) || len(d.Facts.Success) == 0 {
			return nil
		}
		return []diag.Problem{{
			Span:    d.Facts.Decides[0].Span,
			Message: fmt.Sprintf("the team answers for results, and others make all %s decisions", inWords(n)),
			Why:     "nobody can answer for a result that others decide",
			Fix:     "let the team make one of them within a limit, or measure it by something that it decides",
		}}
	},
}

// NoSupport finds teams to which nobody has promised support.
var NoSupport = Rule{
	Name:     "no-support",
	Severity: diag.Hint,
	Doc:      "A charter names neither a sponsor nor anything that the team may count on.",
	Reason:   "A charter has two sides: what the team achieves, and what it gets so that it can.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
`,
	Fixes: []string{
		"Add counts-on: with what the organisation promised: people, money, time, answers, training.",
		"Add sponsor: with the role that stands up for the team.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") || d.Facts.Has("sponsor") {
			return nil
		}
		return unanswered(d, "counts-on", "this charter names neither a sponsor nor anything that the team may count on",
			"a team can keep its word only as long as it gets what it needs")
	},
}

// AutonomyDiffers finds charters whose word for the team's room is larger than
// the room.
var AutonomyDiffers = Rule{
	Name:     "autonomy-differs",
	Severity: diag.Warning,
	Doc:      "A charter says that the team's autonomy is full or guided, and others make most of its decisions.",
	Reason:   "A word that daily life does not bear out costs more trust than a smaller word.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
autonomy: guided
decides:
  - Refunds: finance decides
  - Wording of replies: legal decides after hearing us
  - Opening hours: after advice from warehouse
---
# Support
`,
	Fixes: []string{
		"Write autonomy: structured, and say in autonomy-because why that fits now.",
		"Widen the team's room: take one of the decisions that others make, and hand it over within a limit.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		word, n := d.Facts.Autonomy, rungsFrom(d, line.Decided, line.Heard)
		if !isActive(d, "charter") || word.Text != "full" && word.Text != "guided" || n < 2 || 2*n <= len(d.Facts.Decides) {
			return nil
		}
		return []diag.Problem{{
			Span:    word.Span,
			Message: fmt.Sprintf("autonomy is %s, and others make %d of %d decisions", word.Text, n, len(d.Facts.Decides)),
			Why:     "a word that daily life does not bear out costs trust",
			Fix:     "write  autonomy: structured  and say why, or hand one of these decisions over",
		}}
	},
}

// NoRhythm finds teams without a regular meeting.
var NoRhythm = Rule{
	Name:     "no-rhythm",
	Severity: diag.Hint,
	Doc:      "A charter names no regular meeting, look-back or check-in.",
	Reason:   "Without a fixed time to look at it together, distance grows until something breaks.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
`,
	Fixes: []string{
		"Add rhythm: to the front matter, such as  Check-in with our sponsor: every second Tuesday, 30 minutes.",
		"Add a heading  ## Rhythm  with one meeting a line.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "charter") {
			return nil
		}
		return unanswered(d, "rhythm", "this charter names no regular check-in or look-back", "without a fixed time to look at the work together, surprises pile up")
	},
}

// CountsActivity finds measures of how busy people are.
var CountsActivity = Rule{
	Name:     "counts-activity",
	Severity: diag.Hint,
	Doc: "A measure of success counts activity or presence: hours worked, tickets closed per person, lines of code, mails " +
		"sent, time online.",
	Reason: "What is counted grows; nobody is better off when people are busier.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
success:
  - Tickets closed per person: 40 a week
---
# Support
`,
	Fixes: []string{
		"Ask what is better, and for whom, when the number goes up, and measure that.",
		"Where the number is only there to plan with, take it out of success:.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Kind.Name != "charter" && d.Kind.Name != "commitment" || !d.Facts.Active() {
			return nil
		}
		var problems []diag.Problem
		for i := range d.Facts.Success {
			measure := &d.Facts.Success[i]
			if what := activity.FindString(measure.Text.Text); what != "" {
				problems = append(problems, diag.Problem{
					Span:    measure.Span,
					Message: fmt.Sprintf("%q counts how busy people are", what),
					Label:   "what is better for whom when this goes up?",
					Why:     "what is counted grows, and nobody is better off when people are busier",
					Fix:     "measure what those get whom the work is for, such as how many need only one answer",
				})
			}
		}
		return problems
	},
}

// activity matches what counts people's doing or presence. Numbers of things
// that somebody gets (orders sent, pages read) are not in it.
var activity = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	`lines of code`,
	`(hours|days) (worked|logged|at (the|their) desk|in the office)`,
	`time (spent )?(online|logged in|at (the|their) desk|in the office)`,
	`(billable|overtime) hours`,
	`(e-?mails|mails|messages|posts|newsletters|status reports) (sent|written|posted)`,
	`(meetings|workshops|trainings|training courses) (held|attended|run|organised|organized)`,
	`(commits|pull requests|story points|tickets|tasks|calls|cases|requests|issues|features) (\w+ ){0,2}(per|by each|for each|by every) (person|head|developer|engineer|agent|employee|colleague|member|team member)`,
	`(commits|story points) (made|delivered|done|completed|a (day|week|sprint)|per (day|week|sprint))`,
	`velocity of the team`,
	`(utilisation|utilization) of (people|staff|the team|employees)`,
	`(keystrokes|attendance at work|presence in the office)`,
}, "|") + `)\b`)

// FrequentCheckIns finds check-ups.
var FrequentCheckIns = Rule{
	Name:     "frequent-check-ins",
	Severity: diag.Hint,
	Doc: "The team reports or checks in with somebody outside of it more often than once a week. Meetings of the team itself, " +
		"such as a stand-up, are left alone.",
	Reason: "Frequent check-ins can feel like check-ups, and take back the room that a charter gives.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
rhythm:
  - Check-in with our sponsor: daily
---
# Support
`,
	Fixes: []string{
		"Meet every week or every second week, and agree on when to call in between.",
		"Where a rule asks for it, mute this and name the rule as the reason.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Kind.Name != "charter" || !d.Facts.Active() {
			return nil
		}
		var problems []diag.Problem
		for i := range d.Facts.Rhythm {
			if r := &d.Facts.Rhythm[i]; r.Days > 0 && r.Days < 7 && checkIn.MatchString(r.What.Text) {
				problems = append(problems, diag.Problem{
					Span:    r.Span,
					Message: fmt.Sprintf("%q is more often than weekly", r.Every.Text),
					Label:   "a check-in, or a check-up?",
					Why:     "frequent check-ins can feel like check-ups",
					Fix:     "meet every week or every second week, and agree on when to call in between",
				})
			}
		}
		return problems
	},
}

var checkIn = regexp.MustCompile(`(?i)\b(check[- ]?ins?|check[- ]?ups?|status (report|update|call|meeting)s?|reports? to|reporting|updates? (to|for))\b`)

// ManyMeasures finds charters with more measures than people can steer by.
var ManyMeasures = Rule{
	Name:     "many-measures",
	Severity: diag.Hint,
	Doc:      "A charter names more than seven measures of success.",
	Reason:   "Where everything is measured, nothing is a goal.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
success:
  - Replies within 4 hours: 90 %
  - Replies within a day: 99 %
  - Solved in one contact: 70 %
  - Refunds within 2 days: 95 %
  - Vouchers within a day: 95 %
  - Would recommend us: 8 of 10
  - Help pages found helpful: 80 %
  - Questions that a help page answers: 60 %
---
# Support
`,
	Fixes: []string{
		"Keep the three to five that matter most to those the team works for.",
		"Move the others to a page that the team looks at when one of the few falls.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		n := len(d.Facts.Success)
		if !isActive(d, "charter") || n <= 7 {
			return nil
		}
		return []diag.Problem{{
			Span:    d.Facts.Success[7].Span,
			Message: fmt.Sprintf("this charter names %d measures of success", n),
			Why:     "that is more than people can steer by",
			Fix:     "keep the three to five that matter most, and move the others to a page of their own",
		}}
	},
}

// PunishingWords finds threats where learning is meant.
var PunishingWords = Rule{
	Name:     "punishing-words",
	Severity: diag.Hint,
	Doc:      "The section about a missed goal speaks of penalties, a cut bonus, warnings or disciplinary steps.",
	Reason:   "Fear hides misses, and a hidden miss cannot be helped.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support

## If we miss the mark

Whoever was in charge gets a formal warning.
`,
	Fixes: []string{
		"Ask the three questions instead: what blocked us, what could be better, what support we need.",
		"Say what may change after two misses: the goal, the support, or the room.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		p := d.Facts.Part("if-we-miss-the-mark")
		if d.Kind.Name != "charter" || d.Facts.Status == "retired" || p == nil {
			return nil
		}
		from, to := d.Content.Section(p.Heading)
		if !holdsAny(strings.ToLower(d.Content.Text[from:to]), punishingStems) {
			return nil
		}
		for _, at := range punishing.FindAllStringIndex(d.Content.Text[from:to], -1) {
			start, end := from+at[0], from+at[1]
			if d.Content.KindAt(start) != markdown.Prose || negated.MatchString(clauseBefore(d.Content.Text[from:to], at[0])) {
				continue
			}
			return []diag.Problem{{
				Span:    spanOfText(d, start, end),
				Message: fmt.Sprintf("%q stands where a miss should be safe to tell", d.Content.Text[start:end]),
				Why:     "fear hides misses, and a hidden miss cannot be helped",
				Fix:     "ask instead: what blocked us, what could be better, what support do we need?",
			}}
		}
		return nil
	},
}

var (
	punishing = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
		`penalt(y|ies)`, `penali[sz]ed?`, `punish(ed|ment|ments)?`, `sanction(s|ed)?`, `disciplinary( (action|steps?|measures?|hearing))?`,
		`(formal|written|final|verbal) warnings?`, `warning letters?`, `bonus(es)? (is|are|will be|gets?|may be) (cut|reduced|lost|withheld|cancelled|canceled)`,
		`(cut|reduced?|lose|loses|losing|withh(o|e)ld)( \w+){0,2} bonus(es)?`, `bonus cuts?`, `dismissal`, `demot(ed|ion)`,
		`performance improvement plan`, `(salary|pay) (is|are|will be) (cut|reduced)`,
	}, "|") + `)\b`)
	// punishingStems is one of the parts of what punishing finds: the search for
	// them is a hundred times faster.
	punishingStems = []string{"penal", "punish", "sanction", "disciplin", "warning", "bonus", "dismissal", "demot", "performance improvement plan", "salary", "pay "}

	negated = regexp.MustCompile(`(?i)\b(no|not|never|nobody|none|without|instead of|rather than|free of|nor)\b`)
)

func holdsAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// clauseBefore returns what stands before a byte in its sentence.
func clauseBefore(text string, at int) string {
	before := text[:at]
	return before[strings.LastIndexAny(before, ".!?;\n")+1:]
}

// LargeStep finds room that was changed by three rungs at once.
var LargeStep = Rule{
	Name:     "large-step",
	Severity: diag.Hint,
	Doc: "A team's room changed by three rungs or more in one step, such as from \"finance decides after hearing us\" to " +
		"\"then tell finance\", or from structured to full autonomy.",
	Reason: "Small steps hold; a large one is often taken back.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
room:
  - date: 2026-02-02
    wider: Refunds, from finance decides to alone
    because: We asked for it
---
# Support
`,
	Fixes: []string{
		"Put a step in between, such as together with finance, and set a day to look back.",
		"Where the step was taken and held, say in because: what made it safe.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		var problems []diag.Problem
		if d.Facts.Status == "retired" {
			return nil
		}
		for _, t := range steps(d) {
			if from, to, ok := step(t.Text); ok {
				problems = append(problems, diag.Problem{
					Span:    t.Span,
					Message: fmt.Sprintf("from %s to %s is a large step", from, to),
					Why:     "small steps hold, and a large one is often taken back",
					Fix:     "put a step in between, and set a day to look back",
				})
			}
		}
		return problems
	},
}

// steps returns what a charter's log or a decision says of room that changed.
func steps(d *document.Document) []line.Text {
	texts := []line.Text{d.Facts.Wider, d.Facts.Narrower}
	for i := range d.Facts.Room {
		texts = append(texts, d.Facts.Room[i].Wider, d.Facts.Room[i].Narrower)
	}
	return texts
}

// step reads "... from RUNG to RUNG" and reports whether three rungs or more
// lie between the two; full and structured autonomy are the ends of a ladder
// of their own.
func step(text string) (from, to string, large bool) {
	head, to, ok := cutLast(text, " to ")
	if !ok {
		return "", "", false
	}
	if _, from, ok = cutLast(" "+head, " from "); !ok {
		return "", "", false
	}
	from, to = strings.TrimSpace(from), strings.TrimRight(strings.TrimSpace(to), ".")
	if from == "structured" && to == "full" || from == "full" && to == "structured" {
		return from, to, true
	}
	a, b := rungOf(from), rungOf(to)
	return from, to, a > 0 && b > 0 && (a >= b+3 || b >= a+3)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// rungOf reads the words of a rung; 0 when they are none.
func rungOf(words string) line.Rung {
	d := line.ParseDecision(line.Join(line.Text{Text: "room"}, line.Text{Text: words}))
	if d.Fault != "" {
		return 0
	}
	return d.Rung
}

// NarrowerAlone finds room that was taken back without a way to regain it.
var NarrowerAlone = Rule{
	Name:     "narrower-alone",
	Severity: diag.Warning,
	Doc:      "An entry of room: makes the team's room narrower without saying why, what support comes with it, or until when.",
	Reason:   "Room that is taken back without a way to regain it stays lost, and so does the will to use what is left.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
room:
  - date: 2026-05-04
    narrower: Orders above 200 EUR go through finance
---
# Support
`,
	Fixes: []string{
		"Add because:, support: and until: to the entry.",
		"Give the room back, when nothing stands against it any more, and write that down with wider:.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Kind.Name != "charter" || d.Facts.Status == "retired" {
			return nil
		}
		var problems []diag.Problem
		for i := range d.Facts.Room {
			if missing := missingWithNarrower(&d.Facts.Room[i]); len(missing) > 0 {
				problems = append(problems, diag.Problem{
					Span:    d.Facts.Room[i].Narrower.Span,
					Message: "room was taken back without " + listing(missing, "or"),
					Why:     "room that is taken back without a way to regain it stays lost",
					Fix:     "add " + listing(keysOf(missing), "and") + " to the entry",
				})
			}
		}
		return problems
	},
}

// missingWithNarrower lists what an entry of the room log leaves open.
func missingWithNarrower(r *document.Room) []string {
	if r.Narrower.Text == "" {
		return nil
	}
	var missing []string
	if r.Because.Text == "" {
		missing = append(missing, "a reason")
	}
	if r.Support.Text == "" {
		missing = append(missing, "support")
	}
	if r.Until.Text.Text == "" {
		missing = append(missing, "an end")
	}
	return missing
}

// keysOf turns what is missing into the keys that say it.
func keysOf(missing []string) []string {
	var keys []string
	for _, what := range missing {
		keys = append(keys, map[string]string{"a reason": "because:", "support": "support:", "an end": "until:"}[what])
	}
	return keys
}

// unanswered returns the problem that a charter is silent on a field, if it is.
// It stands at the heading that asks the question and has nothing below it, or
// at the document as a whole.
func unanswered(d *document.Document, field, message, why string) []diag.Problem {
	if d.Kind.Name != "charter" || d.Facts.Has(field) || inProse(d, field) {
		return nil
	}
	p := diag.Problem{Message: message, Why: why, Fix: wayToAnswer(d, field)}
	for _, e := range d.Meta.Entries {
		if e.Key == field {
			p.Span, p.Label = e.KeySpan, "nothing stands here"
			return []diag.Problem{p}
		}
	}
	for i := range d.Facts.Sections {
		if s := &d.Facts.Sections[i]; s.Section.Field == field {
			p.Span, p.Label = d.Content.Headings[s.Heading].Span, "nothing stands below it"
			break
		}
	}
	return []diag.Problem{p}
}

func inProse(d *document.Document, field string) bool {
	_, ok := model.InProse(d, field)
	return ok
}

// wayToAnswer says both ways of answering a field, a line of front matter and
// a heading; the heading first where the document has no front matter.
func wayToAnswer(d *document.Document, name string) string {
	key := name + ":  in the front matter"
	if f := d.Kind.Field(name); f != nil && f.Example != "" {
		key += ", such as  - " + f.Example
	}
	heading := headingFor(d, name)
	switch {
	case heading == "":
		return "write  " + key
	case len(d.Meta.Entries) == 0:
		return "write a list below a heading  " + heading + "  or  " + key
	}
	return "write  " + key + "  or a list below a heading  " + heading
}

// headingFor returns the heading below which a list answers for a field, in
// the document's language, or "" when the kind knows none.
func headingFor(d *document.Document, field string) string {
	for i := range d.Kind.Sections {
		s := &d.Kind.Sections[i]
		if s.Field == field && len(s.Headings) > 0 {
			return "## " + s.Heading(d.Spoken)
		}
	}
	return ""
}

package check

import (
	"strconv"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

var standardRules = []Rule{BarWithoutCheck, BarWithoutMeasure, NoMust, PrescribesHow, UnmetStandard, ExpiredExemption}

// BarWithoutCheck finds items of a bar that nobody would notice being missed.
var BarWithoutCheck = Rule{
	Name:     "bar-without-check",
	Severity: diag.Warning,
	Doc: "A must or a should of a standard does not say how it is checked. What a standard says with may is left free and " +
		"needs no check.",
	Reason: "What nobody looks at is forgotten on quiet days and argued about on bad ones.",
	Example: `-- standards/first-reply.md --
---
owner: support
applies-to: everyone
bar:
  - must: A customer gets a first reply within 4 working hours
---
# First reply

Waiting without news is what customers complain about most.
`,
	Fixes: []string{
		"Add a line checked: below the item, with automatic, peer review, sample or self-check, and what is looked at.",
		"Write may instead of must or should when nobody needs to look.",
		"Take the item out when nobody would miss it.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "standard") {
			return nil
		}
		var found []diag.Problem
		for i := range d.Facts.Bar {
			item := &d.Facts.Bar[i]
			if item.Level == "may" || item.Checked.Text != "" {
				continue
			}
			found = append(found, diag.Problem{
				Span:    item.Text.Span,
				Message: shortened(item.Text.Text) + " does not say how it is checked",
				Label:   "how would anyone notice?",
				Why:     "what nobody looks at is forgotten on quiet days and argued about on bad ones",
				Fix:     "add a line below it:  checked: peer review, five cases a month  (or automatic, sample, self-check)",
			})
		}
		return found
	},
}

// BarWithoutMeasure finds items of a bar of which two people could think
// differently.
var BarWithoutMeasure = Rule{
	Name:     "bar-without-measure",
	Severity: diag.Hint,
	Doc: "A must of a standard asks for a quality that has degrees, such as fast, clear or reliable, and holds no number, date, " +
		"comparison or plain yes or no. An item that is checked automatically is left alone: its measure lies in the check.",
	Reason: "Two people who look at the same work could disagree whether the bar is met.",
	Example: `-- standards/first-reply.md --
---
owner: support
applies-to: everyone
bar:
  - must: Replies are fast and clear
    checked: peer review, five conversations a week
---
# First reply

Waiting without news is what customers complain about most.
`,
	Fixes: []string{
		"Say how much is enough: within 4 working hours, 9 times out of 10.",
		"Turn the item into a question with a plain yes or no: The reply says what happens next and who does it.",
		"Write should when it is a direction rather than a bar.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "standard") {
			return nil
		}
		var found []diag.Problem
		for i := range d.Facts.Bar {
			item := &d.Facts.Bar[i]
			if item.Level != "must" || strings.HasPrefix(strings.ToLower(item.Checked.Text), "automatic") {
				continue
			}
			word := degreeWithoutMeasure(item.Text.Text)
			if word == "" {
				continue
			}
			found = append(found, diag.Problem{
				Span:    item.Text.Span,
				Message: shortened(item.Text.Text) + " does not say how " + word + " is enough",
				Label:   "could two people disagree whether this is met?",
				Why:     "a bar helps when anyone can tell whether work has reached it",
				Fix:     "add a number, a date or a comparison, such as  within 2 days, 9 times out of 10",
			})
		}
		return found
	},
}

// degreeWithoutMeasure returns the first word in s that has degrees, when
// nothing in s says where the bar lies; else "".
func degreeWithoutMeasure(s string) string {
	if strings.ContainsFunc(s, unicode.IsDigit) {
		return ""
	}
	found := ""
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if measureWords[w] {
			return ""
		}
		if found == "" && degreeWords[w] {
			found = w
		}
	}
	return found
}

// measureWords make a sentence one of which can be told whether it holds:
// numbers, comparisons, limits and plain denials, in the languages that kinds
// have words for.
var measureWords = line.WordSet(
	"one two three four five six seven eight nine ten eleven twelve dozen hundred half third quarter percent twice once zero",
	"no none never not without every each all any only always nothing nobody both neither",
	"than within least most before after until by daily weekly monthly under over above below per",
	"zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dutzend hundert halb hälfte drittel viertel prozent zweimal einmal null",
	"kein keine keinen keiner nie niemals nicht ohne jede jeder jedes jeden alle allen nur immer nichts niemand beide",
	"als innerhalb mindestens höchstens vor nach bis spätestens täglich wöchentlich monatlich unter über pro",
)

// degreeWords are qualities of which there can be more or less.
var degreeWords = line.WordSet(
	"good great fast quick quickly slow clear clearly easy easily simple enough sufficient sufficiently adequate adequately",
	"reasonable reasonably proper properly robust reliable reliably helpful polite modern solid consistent consistently",
	"readable understandable maintainable usable scalable performant responsive stable flexible efficient efficiently",
	"effective effectively meaningful suitable careful carefully thorough thoroughly excellent secure securely",
	"gut gute guten schnell schnelle klar klare einfach einfache ausreichend ausreichende angemessen angemessene ordentlich",
	"zuverlässig zuverlässige verständlich verständliche sorgfältig robust robuste stabil stabile lesbar lesbare effizient",
)

// NoMust finds standards that ask for nothing.
var NoMust = Rule{
	Name:     "no-must",
	Severity: diag.Warning,
	Doc:      "A standard has no must: nothing in it holds without exception. A standard without any bar is reported here too.",
	Reason:   "A reader cannot tell what work has to reach, only what somebody would like.",
	Example: `-- standards/plain-words.md --
---
owner: studio
applies-to: everyone
bar:
  - should: A help page takes less than two minutes to read
    checked: automatic, word count at build
---
# Plain words

A customer who has to read twice calls us instead.
`,
	Fixes: []string{
		"Write the one thing that always has to hold as  - must: ...  in bar.",
		"Make it a page or a playbook when it gives advice rather than a bar.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "standard") {
			return nil
		}
		message := "this standard has no bar: nothing says what work has to reach"
		for i := range d.Facts.Bar {
			if d.Facts.Bar[i].Level == "must" {
				return nil
			}
			message = "nothing in this standard must hold"
		}
		return []diag.Problem{{
			Span:    spanOfKey(d, "bar"),
			Message: message,
			Why:     "a reader cannot tell what work has to reach, only what somebody would like",
			Fix:     "write what always has to hold:  bar:  and below it  - must: A customer gets a reply within 4 working hours",
		}}
	},
}

// PrescribesHow finds items of a bar that name a tool where a result is meant.
var PrescribesHow = Rule{
	Name:     "prescribes-how",
	Severity: diag.Hint,
	Doc: "A must or a should tells which tool to use, run, install or store things in, by its name or as code, and gives no " +
		"because. What a standard forbids, and what is written below Ways that work, is left alone.",
	Reason: "Teams that could reach the result in a better way are kept from it, and the standard is out of date when the tool is.",
	Example: `-- standards/secrets.md --
---
owner: platform
applies-to: everyone
bar:
  - must: Store all keys in Keeper
    checked: automatic, nightly scan
---
# Secrets

A key that lies in a repository can be used by anyone who ever had a copy.
`,
	Fixes: []string{
		"Say what the tool achieves: No key can be read by somebody who has only the repository.",
		"Move the tool to a section called Ways that work.",
		"Add because: when it has to be this tool.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "standard") {
			return nil
		}
		var found []diag.Problem
		for i := range d.Facts.Bar {
			item := &d.Facts.Bar[i]
			if item.Level != "must" && item.Level != "should" || item.Because.Text != "" || strings.Contains(item.Text.Text, " because ") {
				continue
			}
			if tool := prescribedTool(item.Text.Text); tool != "" {
				found = append(found, diag.Problem{
					Span:    item.Text.Span,
					Message: "this " + item.Level + " names " + strconv.Quote(tool) + ": it says how, not what",
					Label:   "what does it achieve?",
					Why:     "teams that could reach the result in a better way are kept from it",
					Fix:     "say what has to be true when it is done, move the tool to Ways that work, or add  because: ...",
				})
			}
		}
		return found
	},
}

// The words by which a tool is prescribed. The object of a tool verb is one;
// what is done with a place verb names one behind a preposition.
var (
	modalWords = line.WordSet("must should shall")
	adverbs    = line.WordSet("also always only either ideally normally usually then therefore instead be all both")
	toolVerbs  = line.WordSet("use uses run runs install installs")
	placeVerbs = line.WordSet("run runs store stores stored keep kept deploy deploys deployed build builds built manage managed",
		"track tracks tracked record records recorded host hosts hosted write writes written log logged put publish published")
	placeWords  = line.WordSet("in on with into through via using")
	forbidWords = line.WordSet("not never no don't cannot without avoid except unless")
	// plainNames are words with a capital letter that are no tools.
	plainNames = line.WordSet("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
		"september october november december english british american german french spanish european latin")
)

// prescribedTool returns the name of the tool that s tells to use, or "". The
// verb follows must or should, or begins the sentence, or stands near its
// beginning; what stands in a condition or further on is about something else.
// Only names that look like one count: code, or a word with a capital letter
// that is no acronym. Finding fewer is better than finding wrong.
func prescribedTool(s string) string {
	words := strings.Fields(s)
	at, last := 0, 3
	for i, w := range words {
		w = bare(w)
		if forbidWords[w] {
			return ""
		}
		if modalWords[w] && at == 0 {
			at, last = i+1, i+1
		}
	}
	if len(words) == 0 || at == 0 && (bare(words[0]) == "if" || bare(words[0]) == "when") {
		return ""
	}
	for i := at; i < len(words) && i <= last; i++ {
		switch w := bare(words[i]); {
		case at > 0 && adverbs[w]:
			last++
		case toolVerbs[w]:
			if tool := toolWithin(words, i+1, 3); tool != "" || !placeVerbs[w] {
				return tool
			}
			return toolBehind(words, i+1)
		case placeVerbs[w]:
			return toolBehind(words, i+1)
		}
	}
	return ""
}

// bare is a word without the signs around it, in small letters.
func bare(w string) string { return strings.ToLower(strings.Trim(w, ",.;:()[]_*")) }

// toolBehind returns the name behind the first preposition that has one.
func toolBehind(words []string, i int) string {
	for end := min(len(words), i+6); i < end; i++ {
		if placeWords[bare(words[i])] {
			if tool := toolWithin(words, i+1, 2); tool != "" {
				return tool
			}
		}
	}
	return ""
}

// toolWithin returns the first name among at most n words from the i-th on.
func toolWithin(words []string, i, n int) string {
	for ; i < len(words) && n > 0; i, n = i+1, n-1 {
		w := strings.Trim(words[i], ",.;:()[]_*")
		switch {
		case strings.HasPrefix(w, "`@"):
			return ""
		case strings.HasPrefix(w, "`"):
			_, code, _ := strings.Cut(strings.Join(words[i:], " "), "`")
			code, _, _ = strings.Cut(code, "`")
			return code
		case isToolName(w):
			return w
		case placeWords[bare(w)] || strings.ContainsAny(words[i], ",;"):
			return ""
		}
	}
	return ""
}

func isToolName(w string) bool {
	r := []rune(w)
	return len(r) > 2 && unicode.IsUpper(r[0]) && strings.ContainsFunc(w, unicode.IsLower) && !plainNames[strings.ToLower(w)]
}

// UnmetStandard finds standards that no team has taken up or reaches.
var UnmetStandard = Rule{
	Name:     "unmet-standard",
	Severity: diag.Warning,
	Doc: "No charter says how its team stands with a standard that applies to it, or all that do have not met it for a year or more. " +
		"How long is told by the day of the standard's review and by the days by which teams wanted to meet it.",
	Reason: "A bar that nobody reaches guides nobody, and makes the others look optional.",
	Example: `-- standards/plain-words.md --
---
owner: studio
applies-to: everyone
bar:
  - must: Two readers outside the team can say what the page asks them to do
    checked: peer review, each new page
---
# Plain words

A customer who has to read twice calls us instead.
-- charters/studio.md --
# Studio

Our pictures and words show each thing as it is.
`,
	Fixes: []string{
		"Write how a team stands into its charter:  standards:  and below it  - plain-words: working on it by 2027-03-31.",
		"Lower the bar to what teams can reach now, or give them the help that they lack.",
		"Retire the standard:  status: retired.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for d := range activeOf(m, "standard") {
			if p := unmetStandard(m, d); p != nil {
				report(d, *p)
			}
		}
	},
}

func unmetStandard(m *model.Model, d *document.Document) *diag.Problem {
	p := diag.Problem{
		Why: "a bar that nobody reaches guides nobody",
		Fix: "lower the bar, give the help that is missing, or write  status: retired",
	}
	since := d.Facts.Reviewed.Day
	rows := m.Standings.Get(d.ID)
	teams := 0
	for _, row := range rows {
		if !row.Doc.Facts.Active() {
			continue
		}
		teams++
		if row.Value.State == "meets" || row.Value.State == "" { // what cannot be read is reported as that
			return nil
		}
		if by := row.Value.By.Day; !by.IsZero() && (since.IsZero() || by.Before(since)) {
			since = by
		}
	}
	switch {
	case teams == 0 && appliesToACharter(m, d):
		p.Message = "no charter says how its team stands with this standard"
		p.Fix = "write into a charter:  standards:  and below it  - " + d.ID + ": meets  (or working on it by DATE, not yet)"
	case teams > 0 && !since.IsZero() && !since.AddDate(1, 0, 0).After(m.Today):
		p.Message = "no team has met this standard for a year"
		for _, row := range rows {
			p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Span: row.Value.Span, Label: "does not meet it yet"})
		}
	default:
		return nil
	}
	return &p
}

// appliesToACharter reports whether a team that the standard applies to has a
// charter in which it could say how it stands.
func appliesToACharter(m *model.Model, d *document.Document) bool {
	for _, to := range d.Facts.AppliesTo {
		word, sort, typed := strings.Cut(to.Text, ":")
		switch {
		case typed && word == "type":
			for c := range activeOf(m, "charter") {
				if c.Facts.Sort.Text == strings.TrimSpace(sort) {
					return true
				}
			}
		case strings.EqualFold(to.Text, "everyone"):
			for range activeOf(m, "charter") {
				return true
			}
		default:
			if c := m.Charter(document.Slug(to.Text)); c != nil && c.Facts.Active() {
				return true
			}
		}
	}
	return false
}

// ExpiredExemption finds exemptions from a standard that have ended.
var ExpiredExemption = Rule{
	Name:     "expired-exemption",
	Severity: diag.Warning,
	Doc: "A charter says that its team is exempt from a standard by a decision whose until has passed. A decision that waives a " +
		"standard and has ended without a charter that speaks of it is reported itself.",
	Reason: "Readers take the exemption for valid, and nobody works on meeting the standard.",
	Example: `-- charters/warehouse.md --
---
standards:
  - first-reply: exempt (no-desk-yet)
---
# Warehouse

We send what people have bought.
-- decisions/no-desk-yet.md --
---
owner: operations
date: 2025-11-03
decided-by: operations-lead
waives: first-reply
until: 2026-06-30
---
# Warehouse need not answer within four hours until it has a desk

From November on Warehouse answers when it can.
`,
	Fixes: []string{
		"Say how the team stands now: meets, working on it by DATE, or not yet.",
		"Decide again and name the new decision; write its until.",
		"When the exemption is over and done with, write  status: retired  into the decision.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		named := map[*document.Document]bool{}
		for _, g := range m.Standings.Groups() {
			for _, row := range g.Rows {
				if row.Value.State != "exempt" || !row.Doc.Facts.Active() || row.Value.Decision.Text == "" {
					continue
				}
				n := m.Name(document.Slug(row.Value.Decision.Text), "", []string{"decision"})
				if n.Doc == nil {
					continue
				}
				named[n.Doc] = true
				if until := n.Doc.Facts.Until; isPast(m, until.Day) {
					report(row.Doc, diag.Problem{
						Span:    row.Value.Decision.Span,
						Message: "the exemption from " + row.Value.Standard.Text + " ended on " + until.Text.Text,
						Why:     "readers take it for valid, and nobody works on meeting the standard",
						Fix:     "write how the team stands now, such as  - " + row.Value.Standard.Text + ": working on it by DATE, or decide again",
						Related: []diag.Related{{File: n.Doc.Path, Span: until.Span, Label: "ended here"}},
					})
				}
			}
		}
		for d := range activeOf(m, "decision") {
			if until := d.Facts.Until; d.Facts.Waives.Text != "" && !named[d] && isPast(m, until.Day) {
				report(d, diag.Problem{
					Span:    until.Span,
					Message: "this exemption from " + d.Facts.Waives.Text + " ended on " + until.Text.Text,
					Why:     "readers take it for valid, and nobody works on meeting the standard",
					Fix:     "write  status: retired  when it is over, or decide again with a later until",
				})
			}
		}
	},
}

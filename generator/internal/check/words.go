package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// The rules about words are hints for the author alone. Each asks a question
// and offers other words; none looks at code, quotations, headings or thanks;
// none speaks of what tellers say about themselves; and each names a phrase
// once in a document. Their words are data, a file for each language in words/;
// a document in a language without a file gets no hint. The order of words that
// the rules about persons look for is that of English.

var wordRules = []Rule{BlameLabel, PersonFailed, IfOnly, Verdict, TryHarder, NamesAPerson, VagueWords, DriftingWords, OneCause}

// BlameLabel finds labels such as "human error" in lessons.
var BlameLabel = Rule{
	Name:     "blame-label",
	Severity: diag.Hint,
	Doc: "A lesson calls what happened human error, user error or the like. Sentences about preventing such errors, and names of " +
		"things such as a user error rate, are left alone.",
	Reason:  "A label ends the search, and what made the slip easy stays where it is.",
	Example: lessonExample("The cause was human error during the switch."),
	Fixes: []string{
		"Say what the person saw and what the tool let them do: both prompts look the same, and neither says which host it is.",
		"Ask what made it easy to happen, and write down the answer in place of the label.",
	},
	Sentence: inLesson(
		[]string{"blame-label"},
		func(l *wordList, s []word, i int) *remark {
			p := l.at(s, i, "blame-label")
			if p == nil || i+len(p.words) < len(s) && l.is("label-things", s[i+len(p.words)].text) {
				return nil
			}
			for _, w := range s[max(0, i-4):i] {
				if l.is("label-guards", w.text) || l.is("negations", w.text) {
					return nil
				}
			}
			return say(p, s, i, len(p.words))
		},
		diag.Problem{
			Message: "%s is a label for what happened",
			Label:   "what made it easy to happen?",
			Why:     "a label ends the search, and what made the slip easy stays where it is",
			Fix:     "say what was seen and what the tool let happen, such as  %s",
		}),
}

// PersonFailed finds sentences in lessons that say how a person failed.
var PersonFailed = Rule{
	Name:     "person-failed",
	Severity: diag.Hint,
	Doc: "A lesson says that a person or a team forgot, ignored, overlooked or failed to do something. What tellers say about " +
		"themselves is never meant, and nor is what a disk or a program failed to do.",
	Reason:  "Readers who learn who failed look for another person; readers who learn what was missing can mend it.",
	Example: lessonExample("An engineer mistakenly wiped the primary."),
	Fixes: []string{
		"Say what was there to be seen and what was missing: the wipe ran on the primary; both prompts look the same.",
		"Let those whom it happened to tell it themselves: I ran it in the wrong window.",
	},
	Sentence: inLesson(
		[]string{"failed-minds", "failed-acts"},
		personFailed,
		diag.Problem{
			Message: "%s says who, and not how it could happen",
			Label:   "would it have happened to others in that place?",
			Why:     "readers who learn what was missing can mend it; who it was helps nobody",
			Fix:     "say what was there to be seen, such as  %s",
		}),
}

func personFailed(l *wordList, s []word, i int) *remark {
	p := l.at(s, i, "failed-minds", "failed-acts")
	if p == nil || slices.ContainsFunc(s[:i], func(w word) bool { return l.is("conditions", w.text) }) {
		return nil
	}
	who, k := l.before(s, i)
	if least := someone; p.list == "failed-minds" {
		least = maybe
		if who >= least && who != named || who == named && !s[i].capital && !capitalBefore(s, k) {
			return say(p, s, k, i+len(p.words)-k)
		}
	} else if who == least && !(i+len(p.words) < len(s) && l.is("negations", s[i+len(p.words)].text)) {
		return say(p, s, k, i+len(p.words)-k)
	}
	if by := l.byWhom(s, i); by > 0 {
		return say(p, s, i, by-i)
	}
	return nil
}

// capitalBefore reports whether the name at k is the last word of a longer one,
// which most things have and few persons in a story.
func capitalBefore(s []word, k int) bool { return k > 1 && s[k-1].capital }

// byWhom returns the end of "by an engineer" behind the adverb at i.
func (l *wordList) byWhom(s []word, i int) int {
	if !l.is("by-whom", s[i].text) || i == 0 || !l.is("being", s[i-1].text) {
		return 0
	}
	for j := i + 1; j < len(s)-1 && j < i+8; j++ {
		if s[j].text != "by" {
			continue
		}
		for k := j + 1; k < len(s) && k < j+4; k++ {
			if l.is("persons", s[k].text) || l.is("teams", s[k].text) {
				return k + 1
			}
			if !l.is("articles", s[k].text) && k > j+1 {
				break
			}
		}
	}
	return 0
}

// IfOnly finds what persons should have done, in lessons.
var IfOnly = Rule{
	Name:     "if-only",
	Severity: diag.Hint,
	Doc: "A lesson says what a person or a team should have done, or could have noticed. What a system should have done, and what " +
		"somebody should have been told, is left alone.",
	Reason:  "Afterwards the right step is plain; a lesson helps when it tells why another one looked right.",
	Example: lessonExample("The engineer should have checked the copy first."),
	Fixes: []string{
		"Say what made the step look right at the time, below  ## How it made sense at the time.",
		"Say what would have shown the difference: a date on the copy, a second prompt, an alert at the desk.",
	},
	Sentence: inLesson(
		[]string{"modals", "if"},
		ifOnly,
		diag.Problem{
			Message: "%s compares with what is known only now",
			Label:   "what made the other step look right?",
			Why:     "afterwards the right step is plain; the next person will be in the same place as the last",
			Fix:     "say what was known at the time and what would have shown more, such as  %s",
		}),
}

func ifOnly(l *wordList, s []word, i int) *remark {
	const instead = "the copy carried no date, and the check took an hour"
	if s[i].text == "if" {
		return l.wish(s, i, instead)
	}
	if !l.is("modals", s[i].text) {
		return nil
	}
	modal, contracted := strings.CutSuffix(s[i].text, "'ve")
	modal = strings.TrimSuffix(modal, "n't")
	j := i + 1
	if modal == "ought" && j < len(s) && s[j].text == "to" {
		j++
	}
	j = l.skip(s, j)
	if !contracted {
		if j >= len(s) || s[j].text != "have" {
			return nil
		}
		j = l.skip(s, j+1)
	}
	if j >= len(s) || !strings.HasSuffix(s[j].text, "ed") && !l.is("participles", s[j].text) {
		return nil
	}
	who, k := l.before(s, i)
	noticing := l.is("noticing", s[j].text)
	switch {
	case who == nothing, who == own, (who < someone || l.is("you", s[k].text)) && !noticing, modal == "could" && !noticing, modal == "would" && !l.ifThey(s):
		return nil
	}
	return &remark{"have", instead, k, j + 1, s}
}

// skip passes adverbs and denials, save "only", which speaks of a rule: should
// only have read access.
func (l *wordList) skip(s []word, j int) int {
	for j < len(s) && (l.is("adverbs", s[j].text) && s[j].text != "have" && s[j].text != "only" || l.is("negations", s[j].text)) {
		j++
	}
	return j
}

// wish reads "if only she had".
func (l *wordList) wish(s []word, i int, instead string) *remark {
	if i+2 >= len(s) || s[i+1].text != "only" {
		return nil
	}
	for k := i + 2; k < len(s) && k < i+5; k++ {
		switch who := l.who(s, k); {
		case who == own:
			return nil
		case who == someone || who == maybe && l.is("they", s[k].text):
			return &remark{"if only", instead, i, k + 1, s}
		case !l.is("definite", s[k].text):
			return nil
		}
	}
	return nil
}

// ifThey reports whether a sentence makes what somebody did a condition.
func (l *wordList) ifThey(s []word) bool {
	for i := range s[:max(0, len(s)-1)] {
		if w := s[i+1].text; s[i].text == "if" && (l.is("pronouns", w) || l.is("they", w)) {
			return true
		}
	}
	return false
}

// Verdict finds judgements about persons in lessons.
var Verdict = Rule{
	Name:     "verdict",
	Severity: diag.Hint,
	Doc: "A lesson calls a person careless, sloppy or the like, or says whose fault something was. Quoted words, denials and what is " +
		"said about things are left alone.",
	Reason:  "A verdict closes the case, and whoever reads it will tell less the next time.",
	Example: lessonExample("The engineer on call was careless."),
	Fixes: []string{
		"Say what they saw and what they knew, in the order of time.",
		"Leave the sentence out: what came together on that day is told elsewhere in the lesson.",
	},
	Sentence: inLesson(
		[]string{"verdict", "verdict-nouns", "verdict-adverbs", "fault"},
		verdict,
		diag.Problem{
			Message: "%s is a verdict on a person",
			Label:   "what did they see, and what did they know?",
			Why:     "a verdict closes the case, and whoever reads it will tell less the next time",
			Fix:     "leave the verdict out and say %s",
		}),
}

func verdict(l *wordList, s []word, i int) *remark {
	if l.denied(s) {
		return nil
	}
	if s[i].text == "fault" && (i+1 == len(s) || !l.is("fault-things", s[i+1].text)) {
		return l.whoseFault(s, i)
	}
	if s[i].text == "culprit" || s[i].text == "culprits" {
		return l.culprit(s, i)
	}
	p := l.at(s, i, "verdict", "verdict-nouns", "verdict-adverbs")
	if p == nil {
		return nil
	}
	end := i + len(p.words)
	if p.list == "verdict-nouns" {
		if end < len(s)-1 && (s[end].text == "by" || s[end].text == "of") || i > 0 && strings.HasSuffix(s[i-1].text, "'s") {
			if l.personNear(s, max(0, i-1), min(len(s), end+5)) {
				return say(p, s, i, len(p.words))
			}
		}
		return nil
	}
	if p.list == "verdict" && len(p.words) == 1 && end < len(s) && l.isPerson(s, end) {
		return say(p, s, i, 2)
	}
	k := i - 1
	for k >= 0 && (l.is("degrees", s[k].text) || l.is("being", s[k].text)) {
		k--
	}
	if p.list == "verdict" && k == i-1 {
		return nil // of a thing: a careless rewrite
	}
	if who, from := l.before(s, k+1); who == someone || who == maybe && l.is("persons-or-things", s[from].text) || who == maybe && l.isPerson(s, from) {
		return say(p, s, from, end-from)
	}
	return nil
}

func (l *wordList) denied(s []word) bool {
	return slices.ContainsFunc(s, func(w word) bool { return l.is("negations", w.text) })
}

// isPerson reports whether the word at k speaks of a person, perhaps behind
// another noun: the new intern.
func (l *wordList) isPerson(s []word, k int) bool {
	return l.is("persons", s[k].text) || l.is("teams", s[k].text) || l.is("persons-or-things", s[k].text)
}

func (l *wordList) personNear(s []word, from, to int) bool {
	for k := from; k < to; k++ {
		if l.isPerson(s, k) || l.is("persons", strings.TrimSuffix(s[k].text, "'s")) || l.is("persons-or-things", strings.TrimSuffix(s[k].text, "'s")) {
			return true
		}
	}
	return false
}

const cameTogether = "what came together on that day"

// whoseFault reads "the manager's fault" and "their own fault".
func (l *wordList) whoseFault(s []word, i int) *remark {
	k := i - 1
	if k >= 0 && s[k].text == "own" {
		k--
	}
	if k < 0 {
		return nil
	}
	switch w := s[k].text; w {
	case "his", "her", "their", "your":
	default:
		who, ok := strings.CutSuffix(w, "'s")
		if !ok || who == "nobody" || who == "no-one" {
			return nil
		}
		if !l.is("persons", who) && !l.is("teams", who) && !l.is("persons-or-things", who) && !(s[k].capital && k > 0) {
			return nil
		}
	}
	return &remark{"fault", cameTogether, k, i + 1, s}
}

// culprit reads "the culprit was the new intern".
func (l *wordList) culprit(s []word, i int) *remark {
	if i+1 >= len(s) || !l.is("being", s[i+1].text) {
		return nil
	}
	for k := i + 2; k < len(s) && k < i+6; k++ {
		if l.is("persons", s[k].text) || l.is("teams", s[k].text) {
			return &remark{"culprit", cameTogether, i, k + 1, s}
		}
		if !l.is("articles", s[k].text) && k > i+3 {
			break
		}
	}
	return nil
}

// TryHarder finds follow-ups and sentences of lessons that ask for more care.
var TryHarder = Rule{
	Name:     "try-harder",
	Severity: diag.Hint,
	Doc: "A lesson, or one of its follow-ups, asks people to be more careful, to remember or to pay attention. Sentences that say " +
		"what takes the place of that are left alone.",
	Reason:  "Care does not last through a long day; what makes the slip hard to make does.",
	Example: lessonExample("We will be more careful next time."),
	Fixes: []string{
		"Change what people work with: the form refuses a date in the past.",
		"Say what support would make room for the care that you ask for.",
	},
	Sentence: inLesson(
		[]string{"try-harder"},
		tryHarder,
		diag.Problem{
			Message: "%s asks people to try harder",
			Label:   "what would make the slip hard to make?",
			Why:     "care does not last through a long day; what makes the slip hard to make does",
			Fix:     "name something that changes, such as  %s",
		}),
}

func tryHarder(l *wordList, s []word, i int) *remark {
	p := l.at(s, i, "try-harder")
	if p == nil || i > 0 && (s[i-1].text == "was" || s[i-1].text == "were" || s[i-1].text == "been") {
		return nil
	}
	if l.denied(s[:i]) && !l.is("negations", p.words[0]) || l.denied(s[i+len(p.words):]) {
		return nil
	}
	return say(p, s, i, len(p.words))
}

// VagueWords finds words in measures and bars that each reader takes otherwise.
var VagueWords = Rule{
	Name:     "vague-words",
	Severity: diag.Hint,
	Doc: "A measure of success, a result, a due date or an item of a bar says as soon as possible, regularly, where appropriate, etc, " +
		"best practice, TBD or the like. A number in the same line answers the question.",
	Reason: "Two people who read the same line would do different things, and both would have kept it.",
	Example: `-- charters/studio.md --
---
owns: [Product photos]
success:
  - New product page ready: as soon as possible
---
# Studio
`,
	Fixes: []string{
		"Write how often, how many or by when: within 3 working days of the sample arriving.",
		"Name the cases that you mean: on each page with a form.",
	},
	Alone: vagueWords,
}

func vagueWords(d *document.Document) []diag.Problem {
	l := wordsOf(d.Spoken)
	if l == nil {
		return nil
	}
	h := hints{problem: diag.Problem{
		Message: "%s means something else to each reader",
		Label:   "how often, how many, by when?",
		Why:     "two people who read the line would do different things, and both would have kept it",
		Fix:     "write what can be counted or seen, such as  %s",
	}}
	lists := []string{"vague-measures", "vague-degrees", "vague-blanks"}
	look := func(t line.Text, lists []string) {
		if l.isAnswered(t.Text) {
			lists = []string{"vague-blanks"}
		}
		h.look(l, fieldPassage(t), lists, func(l *wordList, s []word, i int) *remark {
			if p := l.at(s, i, lists...); p != nil {
				return say(p, s, i, len(p.words))
			}
			return nil
		})
	}
	for i := range d.Facts.Success {
		look(d.Facts.Success[i].Head, lists)
		look(d.Facts.Success[i].Rest, lists)
	}
	for i := range d.Facts.Bar {
		item := &d.Facts.Bar[i]
		if item.Level == "must" {
			look(item.Text, []string{"vague-measures", "vague-blanks"})
		} else {
			look(item.Text, lists)
		}
	}
	look(d.Facts.Due.Text, lists)
	return h.found
}

// isAnswered reports whether a line says how many, how often or by when.
func (l *wordList) isAnswered(text string) bool {
	if strings.ContainsFunc(text, unicode.IsDigit) {
		return true
	}
	for at := nextWord(text, 0); at < len(text); {
		end := wordEnd(text, at)
		if l.is("vague-answers", lowered(text[at:end])) {
			return true
		}
		at = nextWord(text, max(end, at+1))
	}
	return false
}

// DriftingWords finds check-ins of promises that say neither what is done nor
// what is left.
var DriftingWords = Rule{
	Name:     "drifting-words",
	Severity: diag.Hint,
	Doc: "A check-in says almost done, 90 % done, soon, ongoing or the like. A number of things that are finished answers the " +
		"question.",
	Reason: "The last tenth often takes as long as all the rest, and nobody can offer help with it unless it is known.",
	Example: `-- commitments/one-contact.md --
---
owner: support
due: 2026-09-30
results:
  - Solved in one contact: from 62 % to 68 %
check-ins:
  - date: 2026-07-14
    say: Almost done, a few details left
---
# One mail should be enough
`,
	Fixes: []string{
		"Say what is finished and what is left: 4 of 5 pages are live, the last on 2 June.",
		"Say what you wait for and whom you need.",
	},
	Alone: driftingWords,
}

func driftingWords(d *document.Document) []diag.Problem {
	l := wordsOf(d.Spoken)
	if l == nil {
		return nil
	}
	h := hints{problem: diag.Problem{
		Message: "%s does not say what is left",
		Label:   "what is finished, and what is left?",
		Why:     "the last tenth often takes as long as the rest, and nobody can help with what they do not know of",
		Fix:     "count what is finished, such as  %s",
	}}
	for i := range d.Facts.CheckIns {
		h.look(l, fieldPassage(d.Facts.CheckIns[i].Say), []string{"drifting-words", "percent"}, drifting)
	}
	return h.found
}

func drifting(l *wordList, s []word, i int) *remark {
	if l.is("percent", s[i].text) && i > 0 && i+1 < len(s) && l.is("done", s[i+1].text) && isNumber(s[i-1].text) && !numbersBut(s, i-1) {
		return &remark{"percent done", "4 of 5 pages are live, the last on 2 June", i - 1, i + 2, s}
	}
	if p := l.at(s, i, "drifting-words"); p != nil && !numbersBut(s, -1) {
		return say(p, s, i, len(p.words))
	}
	return nil
}

func isNumber(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }

// numbersBut reports whether a sentence holds a number elsewhere than at but.
func numbersBut(s []word, but int) bool {
	for i, w := range s {
		if i != but && isNumber(w.text) {
			return true
		}
	}
	return false
}

// OneCause finds lessons that speak of one cause. It is for sites that ask for
// it: many teams say root cause and mean several.
var OneCause = Rule{
	Name:     "one-cause",
	Quiet:    true,
	Severity: diag.Hint,
	Doc:      "A lesson speaks of the root cause, the only reason or the like, as if there were one.",
	Reason:   "What goes wrong mostly needs several things at once, and the search stops at the first that is called the cause.",
	Example:  lessonExample("The root cause was a full disk."),
	Fixes: []string{
		"List what came together, and what had kept it from happening before.",
		"Write one of the causes, when the others are told elsewhere.",
	},
	Sentence: inLesson(
		[]string{"one-cause"},
		func(l *wordList, s []word, i int) *remark {
			p := l.at(s, i, "one-cause")
			if p == nil || l.denied(s) || i+len(p.words) < len(s) && l.is("cause-things", s[i+len(p.words)].text) {
				return nil
			}
			return say(p, s, i, len(p.words))
		},
		diag.Problem{
			Message: "%s speaks of one cause alone",
			Label:   "what else had to come together?",
			Why:     "the search stops at the first thing that is called the cause",
			Fix:     "list %s, and what had kept it from happening before",
		}),
}

// remark is what a rule about words says of the words [from, to) of a sentence.
type remark struct {
	key     string // a document hears of it once
	rewrite string
	from,
	to int
	words []word
}

// say makes a remark about the n words of a sentence from a place on.
func say(p *phrase, s []word, from, n int) *remark {
	return &remark{strings.Join(p.words, " "), p.rewrite, from, from + n, s}
}

// quoted reports whether one of the words stands in quotation marks.
func (r *remark) quoted() bool {
	return slices.ContainsFunc(r.words[r.from:r.to], func(w word) bool { return w.quoted })
}

// hints collects what one rule says about one document.
type hints struct {
	problem diag.Problem // its Message and Fix have a place for the words, and for other ones
	said    []string
	found   []diag.Problem
}

// reader tells what a rule says about the i-th word of a sentence, or nil.
type reader func(l *wordList, s []word, i int) *remark

// look reads the sentences of a passage that hold a first word of the lists.
func (h *hints) look(l *wordList, p passage, lists []string, read reader) {
	starts := l.starting(lists...)
	p.sentences(starts, func(s []word) { h.read(l, p, s, starts, read) })
}

// read looks at one sentence.
func (h *hints) read(l *wordList, p passage, s []word, starts *starters, read reader) {
	for i := 0; i < len(s); i++ {
		if !starts.has(s[i].text) {
			continue
		}
		r := read(l, s, i)
		if r == nil {
			continue
		}
		if !r.quoted() && !slices.Contains(h.said, r.key) {
			h.add(p, r)
		}
		i = max(i, r.to-1) // more careful is part of be more careful
	}
}

func (h *hints) add(p passage, r *remark) {
	from, to := r.words[r.from].from, r.words[r.to-1].to
	words := strings.Map(func(c rune) rune {
		if c == opaque {
			return '…'
		}
		return c
	}, p.text[from:to])
	found := h.problem
	found.Span = p.place(from, to)
	found.Message = strings.Replace(found.Message, "%s", shortened(words), 1)
	found.Fix = strings.Replace(found.Fix, "%s", r.rewrite, 1)
	h.said = append(h.said, r.key)
	h.found = append(h.found, found)
}

// Sentence is what a rule looks for in the sentences of lessons.
type Sentence struct {
	lists   []string // the words at which it looks
	read    reader
	problem diag.Problem
}

func inLesson(lists []string, read reader, problem diag.Problem) *Sentence {
	return &Sentence{lists, read, problem}
}

// inSentences looks at the follow-ups and the prose of a lesson with all rules
// about sentences at once, since cutting text into words costs more than
// looking at them.
func inSentences(d *document.Document) []diag.Problem {
	if d.Kind.Name != "lesson" {
		return nil
	}
	l := wordsOf(d.Spoken)
	if l == nil {
		return nil
	}
	l.once.Do(func() { l.looks = looksOf(l) })
	looks := &l.looks
	said := make([]hints, len(looks.rules))
	for i, r := range looks.rules {
		said[i].problem = r.Sentence.problem
	}
	look := func(p passage) {
		p.sentences(looks.any, func(s []word) {
			for i, r := range looks.rules {
				said[i].read(l, p, s, looks.starts[i], r.Sentence.read)
			}
		})
	}
	for i := range d.Facts.FollowUps {
		look(fieldPassage(d.Facts.FollowUps[i].What))
	}
	look(prose(d))
	var problems []diag.Problem
	for i, r := range looks.rules {
		for _, p := range said[i].found {
			problems = append(problems, r.of(d, p))
		}
	}
	return problems
}

// looks are the rules about sentences with the words at which they look in one
// language.
type looks struct {
	rules  []*Rule
	starts []*starters
	any    *starters // the words of all of them
}

func looksOf(l *wordList) looks {
	var k looks
	var all []string
	for i := range wordRules {
		if r := &wordRules[i]; r.Sentence != nil {
			k.rules = append(k.rules, r)
			k.starts = append(k.starts, l.starting(r.Sentence.lists...))
			all = append(all, r.Sentence.lists...)
		}
	}
	k.any = l.starting(all...)
	return k
}

// lessonExample is a lesson with one sentence.
func lessonExample(sentence string) string {
	return "-- lessons/2026-04-swap.md --\n---\nowner: checkout\ndate: 2026-04-17\ntouches: [checkout]\n---\n# The swap took a day longer\n\n## What happened\n\n" + sentence + "\n"
}

// NamesAPerson finds lessons that name somebody.
var NamesAPerson = Rule{
	Name:     "names-a-person",
	Severity: diag.Hint,
	Doc: "A lesson holds the name of a person whom org.yaml lists under people. Thanks are left alone, and so are headings, code and " +
		"quotations.",
	Reason: "A name stays findable for years, while the story would be as clear with a role.",
	Example: "-- org.yaml --\npeople:\n  anna-berg: Anna Berg\n" +
		lessonExample("Anna Berg ran the swap in the second window."),
	Fixes: []string{
		"Write the role in place of the name: the engineer on call.",
		"Move the name to  thanks:  when it stands there to say thank you.",
	},
	Site: namesAPerson,
}

func namesAPerson(m *model.Model, report func(*document.Document, diag.Problem)) {
	if len(m.Org.People) == 0 {
		return
	}
	names := personNames(m)
	for _, row := range m.ByKind.Get("lesson") {
		d := row.Doc
		var said []string
		look := func(p passage) {
			names.in(p.text, func(id string, from, to int) {
				if slices.Contains(said, id) {
					return
				}
				said = append(said, id)
				report(d, diag.Problem{
					Span:    p.place(from, to),
					Message: "this lesson names " + p.text[from:to],
					Label:   "would a role say as much?",
					Why:     "a name stays findable for years, and the story is as clear without it",
					Fix:     "write a role in its place, such as  the engineer on call; thanks go into  thanks:",
				})
			})
		}
		for i := range d.Facts.FollowUps {
			look(fieldPassage(d.Facts.FollowUps[i].Line.Text))
		}
		if names.anywhere(d.Content.Text) { // most lessons name nobody
			look(prose(d))
		}
	}
}

// nameList is the names of persons.
type nameList struct {
	byWord map[string][]personName // by their first word
	starts [256]bool               // the bytes with which they begin
}

type personName struct{ id, name string }

// personNames lists names as they are written, and ids behind the sign @, since
// an id alone may be a plain word.
func personNames(m *model.Model) *nameList {
	list := &nameList{byWord: map[string][]personName{}}
	for i := range m.Org.People {
		e := &m.Org.People[i]
		list.add(e.ID, e.Name)
		list.add(e.ID, "@"+e.ID)
		for _, a := range e.Aliases {
			list.add(e.ID, a.Text)
		}
	}
	return list
}

func (list *nameList) add(id, name string) {
	if name == "" {
		return
	}
	first := firstWord(name)
	list.byWord[first] = append(list.byWord[first], personName{id, name})
	list.starts[name[0]] = true
}

// firstWord returns the letters with which a text begins, with the sign before
// them. What is no letter in ASCII ends it, so that it is the same wherever the
// name stands.
func firstWord(text string) string {
	end := 1
	for end < len(text) && (isWordByte(text[end]) || text[end] >= utf8.RuneSelf && text[end] != '\xe2') {
		end++
	}
	return text[:end]
}

// in calls f for each name that a text holds, as it is written.
func (list *nameList) in(text string, f func(id string, from, to int)) {
	for at := 0; at < len(text); at++ {
		if !list.starts[text[at]] || at > 0 && isWordByte(text[at-1]) {
			continue
		}
		for _, n := range list.byWord[firstWord(text[at:])] {
			if strings.HasPrefix(text[at:], n.name) && isWord(text, at, at+len(n.name)) {
				f(n.id, at, at+len(n.name))
				break
			}
		}
	}
}

// anywhere reports whether a text holds a name.
func (list *nameList) anywhere(text string) bool {
	found := false
	list.in(text, func(string, int, int) { found = true })
	return found
}

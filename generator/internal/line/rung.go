package line

import (
	"slices"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
)

// String returns the rung's words without those whom it names, and "" for the
// zero Rung.
func (r Rung) String() string {
	before, after := r.around()
	return strings.TrimSpace(before + after)
}

// Phrase returns the rung as one writes it in a decision line, with the teams
// or roles that it names, or with X for them.
func (r Rung) Phrase(who ...string) string {
	before, after := r.around()
	if r == Alone || before+after == "" {
		return before
	}
	if len(who) == 0 {
		who = []string{"X"}
	}
	if len(who) > 1 && before == "" {
		after = strings.Replace(strings.Replace(after, "decides", "decide", 1), "explains", "explain", 1)
	}
	return before + Listed(who) + after
}

// around returns the words before and after whom the rung names.
func (r Rung) around() (before, after string) {
	switch r {
	case Decided:
		return "", " decides"
	case Explained:
		return "", " decides and explains"
	case Heard:
		return "", " decides after hearing us"
	case Together:
		return "together with ", ""
	case Advised:
		return "after advice from ", ""
	case Telling:
		return "then tell ", ""
	case Alone:
		return "alone", ""
	}
	return "", ""
}

// Listed joins names as one says them: Finance, Sales and Support.
func Listed(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// saying is what the words after the colon of a decision say.
type saying struct {
	rung        Rung
	who         []Text
	fault, near string
}

// delegation are Management 3.0's names of the seven levels.
var delegation = [...]string{Decided: "tell", Explained: "sell", Heard: "consult", Together: "agree", Advised: "advise", Telling: "inquire", Alone: "delegate"}

// meant is the rung that somebody means who writes one of these names in a
// sentence: "tell finance" is what the team does after it decided, not level 1.
var meant = [...]Rung{Decided: Telling, Explained: Explained, Heard: Advised, Together: Together, Advised: Advised, Telling: Telling, Alone: Decided}

// readRung reads a rung and whom it names.
func readRung(how Text) saying {
	c := newScan(how.Text)
	if s, ok := c.level(how); ok {
		return s
	}
	c.at = 0
	if s, ok := c.own(how); ok {
		return s
	}
	c.at = 0
	if s, ok := c.theirs(how); ok {
		return s
	}
	return guess(how)
}

// level accepts a digit or one of Management 3.0's words, alone or with names
// in parentheses.
func (c *scan) level(how Text) (saying, bool) {
	rung := Rung(0)
	word, end := c.word()
	for r, w := range delegation {
		if w != "" && w == word {
			rung, c.at = Rung(r), end
		}
	}
	if rung == 0 {
		c.phrase("level", "rung")
		c.space()
		n, ok := c.digits(1, 1)
		if !ok || n < 1 || n > 7 || continues(c.rest()) {
			return saying{}, false
		}
		rung, word = Rung(n), ""
	}
	c.space()
	switch {
	case strings.Trim(c.rest(), " .") == "":
		return saying{rung: rung}, true
	case c.one('('):
		who, _ := c.names(how)
		return saying{rung: rung, who: who}, len(who) > 0
	case word == "" || rung == Together && c.phrase("with"):
		c.at = 0
		return saying{}, false
	}
	c.phrase("to", "with", "from")
	who, _ := c.names(how)
	return saying{
		fault: "it does not say whether we decide or somebody else does",
		near:  meant[rung].Phrase(texts(who)...),
	}, true
}

// own accepts the rungs on which the team itself decides or takes part.
func (c *scan) own(how Text) (saying, bool) {
	ours := c.phrase("we decide", "we choose", "we")
	alone := c.phrase("alone", "on our own", "by ourselves", "ourselves", "ourselves alone")
	c.any(",", ";")
	said := c.at
	switch {
	case c.phrase("and then tell", "and then inform", "then tell", "then inform", "and tell", "and inform", "afterwards tell"),
		(ours || alone) && c.phrase("tell", "inform"):
		return c.naming(how, Telling), true
	case c.phrase("after advice from", "after advice of", "after the advice of", "after advice by", "after asking", "after talking to", "after talking with",
		"after hearing from", "after hearing", "after consulting with", "after consulting", "after input from", "with advice from", "with advice of",
		"with input from", "on advice from", "on advice of", "on the advice of", "ask", "asking"):
		if c.phrase("us") {
			return saying{fault: "it does not say who decides", near: Heard.Phrase()}, true
		}
		return c.naming(how, Advised), true
	case c.phrase("together with", "jointly with", "in agreement with", "agree with", "agreed with", "decide together with", "decide with"):
		return c.naming(how, Together), true
	}
	c.at = said
	if !alone && !(ours && c.decided()) {
		return saying{}, false
	}
	s := saying{rung: Alone}
	s.remark(c, how, said)
	return s, true
}

// decided reports whether "we decide" is what was just accepted.
func (c *scan) decided() bool {
	before := strings.TrimRight(c.s[:c.at], " ,;")
	return strings.HasSuffix(before, "decide") || strings.HasSuffix(before, "choose")
}

// naming reads the names after the words of a rung.
func (c *scan) naming(how Text, r Rung) saying {
	s := saying{rung: r}
	from := c.at
	s.who, from = c.names(how)
	if len(s.who) == 0 {
		s.fault, s.near = "it does not say whom", r.Phrase()
		return s
	}
	s.remark(c, how, from)
	return s
}

// theirs accepts the rungs on which somebody else decides.
func (c *scan) theirs(how Text) (saying, bool) {
	s := saying{rung: Decided}
	if c.phrase("decided by") {
		s = c.naming(how, Decided)
		return s, true
	}
	at, end := decides(c.s)
	if at < 0 {
		return saying{}, false
	}
	before := scan{c.s[:at], 0}
	var rest int
	if s.who, rest = before.names(how); len(s.who) == 0 || strings.TrimSpace(c.s[rest:at]) != "" {
		return saying{}, false
	}
	c.at = end
	switch {
	case c.phrase("after hearing us", "after asking us", "after consulting us", "after listening to us", "after talking to us", "after talking with us",
		"after advice from us", "after hearing from us", "after our advice", "on our advice", "with our advice", "with our input", "after our input",
		"after hearing the team", "after asking the team"):
		s.rung = Heard
	case c.explains():
		s.rung = Explained
		c.phrase("it to us", "it", "why", "to us")
	default:
		c.phrase("alone")
	}
	s.remark(c, how, c.at)
	return s, true
}

func (c *scan) explains() bool {
	start := c.at
	c.any(",")
	if c.phrase("and explains", "and explain", "and tells us why", "and tell us why", "and says why", "and say why", "and gives the reasons", "and gives reasons", "explaining why") {
		return true
	}
	c.at = start
	return false
}

// decides finds the word in a text and returns where it begins and ends.
func decides(s string) (at, end int) {
	for from := 0; ; {
		i := strings.Index(s[from:], "decide")
		if i < 0 {
			return -1, -1
		}
		at, end = from+i, from+i+len("decide")
		if end < len(s) && s[end] == 's' {
			end++
		}
		if begins(s, at) && !continues(s[end:]) {
			return at, end
		}
		from = end
	}
}

// remark looks at what follows a rung. A note for the reader is left to the
// reader; a condition would make the decision another one, so it is a fault.
func (s *saying) remark(c *scan, how Text, from int) {
	said := strings.Trim(c.s[from:], " \t.,;()–-")
	if said == "" {
		return
	}
	d := scan{s: said}
	first, _ := d.word()
	direct := !strings.ContainsAny(c.s[from:from+1], ",;(") && !strings.HasPrefix(strings.TrimSpace(c.s[from:]), "(") && !punctuated(c.s[:from])
	condition := false
	for i := range said {
		if begins(said, i) {
			d.at = i
			word, _ := d.word()
			condition = condition || conditionWords[word]
		}
	}
	at := from + strings.Index(c.s[from:], said)
	words := "\"" + how.Text[at:at+len(said)] + "\""
	switch _, limit := limitIn(said); {
	case limit && colon(said) >= 0:
		s.fault = words + " looks like another decision, which needs a line of its own"
	case limit:
		s.fault = words + " belongs before the colon"
	case condition:
		s.fault = words + " changes when it holds; a case of its own needs a line of its own"
	case direct && !noteWords[first]:
		s.fault = words + " cannot be read"
	default:
		return
	}
	s.near = s.rung.Phrase(texts(s.who)...)
}

func punctuated(s string) bool {
	s = strings.TrimRight(s, " ")
	return s != "" && strings.IndexByte(",;(.", s[len(s)-1]) >= 0
}

// noteWords begin a note about a rung.
var noteWords = set(`within by before at in on via every each once until as who which while where using through during per first afterwards
too again always usually immediately weekly monthly quarterly yearly daily inside so about without since together`)

// conditionWords begin a condition.
var conditionWords = set(`if unless except excepting when whenever only but above over below under otherwise provided permitting excluding
exceeding unlike else maybe perhaps sometimes depends depending or`)

// names reads a list of teams or roles up to the end or to words that are no
// name, and returns where it ended.
func (c *scan) names(how Text) (who []Text, end int) {
	for {
		c.space()
		c.phrase("the", "our", "both", "either")
		c.space()
		start := c.at
		at := c.name()
		if at == start {
			return who, start
		}
		c.at = at
		if name := how.trim(start, at); strings.ContainsFunc(name.Text, isWordRune) {
			who = append(who, name)
		}
		if !c.any(",", "&", "+", ";") && !c.phrase("and", "or") {
			return who, c.at
		}
		c.phrase("and", "or", "also")
	}
}

// name returns where the name at a place ends; that place when there is none.
func (c *scan) name() (end int) {
	d := *c
	end = c.at
	for words := 0; words < 6; words++ {
		before := d.at
		d.space()
		start := d.at
		for !d.done() && strings.IndexByte(" \t,;&()+", d.s[d.at]) < 0 && !strings.HasPrefix(d.rest(), "\u00a0") {
			d.at++
		}
		word := strings.TrimRight(d.s[start:d.at], ".:")
		if word == "" || word == "and" || word == "or" || noteWords[word] || conditionWords[word] || word == "for" || word == "–" || word == "-" {
			d.at = before
			break
		}
		end = start + len(word)
		if len(word) < d.at-start && d.done() {
			break
		}
	}
	return end
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func texts(list []Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Text
	}
	return out
}

// hints tells which rung somebody had in mind who used a word, in English or
// German.
var hints = []struct {
	rung  Rung
	words string
}{
	{Telling, "tell inform notify report announce informed told inquire afterwards informiert informieren benachrichtigen mitteilen"},
	{Advised, "advice advise advised consult consulting input ask asking hear hearing opinion feedback advisory beratung rat anhörung rücksprache"},
	{Together, "together jointly joint agree agreed agreement approval approve approves approved sign signs signed consensus with permission confirm confirms gemeinsam zusammen einvernehmen"},
	{Explained, "explain explains explained explaining sell"},
	{Decided, "decides decide decided boss manager management entscheidet entscheiden"},
	{Alone, "alone autonomous autonomously own independent independently freely free ourselves self we delegate delegated allein alleine selbst"},
}

// guess is about words that are no rung: it finds the phrase that was meant.
func guess(how Text) saying {
	s := saying{fault: "it does not say who decides", near: Alone.Phrase()}
	c := newScan(how.Text)
	if c.space(); c.done() {
		return s
	}
	s.fault = "\"" + strings.TrimSpace(how.Text) + "\" is none of the phrases that say who decides"
	rung := Rung(0)
	var who []Text
	for at := range c.s {
		if !begins(c.s, at) {
			continue
		}
		c.at = at
		word, end := c.word()
		if r := nearRung(word); r > 0 && rung == 0 {
			rung = r
			if r == Decided {
				who = namesBefore(how, at)
			}
		}
		switch word {
		case "with", "from", "by", "of", "to", "for", "tell", "ask", "inform", "notify", "consult", "mit", "von", "durch":
			c.at = end
			if found, _ := c.names(how); len(found) > 0 && !isUs(found[0].Text) {
				who = found
			}
		}
	}
	if rung == 0 {
		rung = Together
		if len(who) == 0 {
			return s
		}
	}
	s.near = rung.Phrase(texts(who)...)
	return s
}

// namesBefore returns the names that are all that stands before an offset.
func namesBefore(how Text, at int) []Text {
	c := newScan(how.Text[:at])
	who, end := c.names(how)
	if strings.TrimSpace(c.s[end:]) != "" {
		return nil
	}
	return who
}

func isUs(name string) bool {
	switch lower(name) {
	case "us", "we", "them", "it", "me", "do":
		return true
	}
	return false
}

// nearRung returns the rung that a word, perhaps misspelled, speaks of, or 0.
func nearRung(word string) Rung {
	for _, h := range hints {
		if slices.Contains(strings.Fields(h.words), word) {
			return h.rung
		}
	}
	for _, h := range hints {
		if _, near := diag.Nearest(word, strings.Fields(h.words)); near && len(word) > 4 {
			return h.rung
		}
	}
	return 0
}

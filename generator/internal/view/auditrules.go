package view

import (
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// The suggestions of an audit, in the order in which they are tried: the first
// that has a reason is made. More room is suggested when nothing speaks for
// another.
const (
	suggestTalk   = "talk"
	suggestKeep   = "keep"
	suggestLittle = "little"
	suggestMore   = "more"
)

// auditRule is one reason for a suggestion. Its words are view.audit.rule.NAME,
// which states the rule, and view.audit.why.NAME, which states one finding.
type auditRule struct {
	name     string
	suggests string // the suggestion
	side     string // whose turn it is: leaders, team or both
	finds    func(*evidence) []cause
}

// cause is what a rule found, and where it is written.
type cause struct {
	doc   *document.Document // nil when what is found is that nothing is written
	at    line.Text          // empty for the whole document
	what  string
	day   time.Time
	until bool // the day is one on which to look again
}

// How old something may be for the rules.
const (
	auditMonths  = 12 // what was promised, checked and answered earlier is not looked at
	askDays      = 60 // an ask may wait
	settleDays   = 90 // a wider room is left alone
	missesToTalk = 2
)

// auditRules lists all reasons for all suggestions.
var auditRules = []auditRule{
	{"promise-hardly", suggestTalk, "leaders", (*evidence).promisesHardlyFelt},
	{"ask-waits", suggestTalk, "leaders", (*evidence).waitingAsks},
	{"less-room", suggestTalk, "leaders", (*evidence).lessRoom},
	{"look-again", suggestTalk, "leaders", (*evidence).lookAgainPassed},
	{"off-track", suggestTalk, "both", func(e *evidence) []cause { return e.feels("off track") }},
	{"overdue", suggestTalk, "both", (*evidence).overdue},
	{"no-lesson", suggestTalk, "both", (*evidence).missesWithoutLesson},
	{"missed-twice", suggestTalk, "both", (*evidence).missedTwice},

	{"at-risk", suggestKeep, "both", func(e *evidence) []cause { return e.feels("at risk") }},
	{"not-kept", suggestKeep, "team", (*evidence).newestNotKept},
	{"bar-not-yet", suggestKeep, "team", func(e *evidence) []cause { return e.bars("not-yet") }},
	{"hardly", suggestKeep, "both", (*evidence).hardlyFelt},
	{"narrowed", suggestKeep, "both", (*evidence).stillNarrowed},
	{"just-widened", suggestKeep, "both", (*evidence).justWidened},
	{"nothing-left", suggestKeep, "leaders", (*evidence).nothingLeft},

	{"no-decisions", suggestLittle, "team", (*evidence).noDecisions},
	{"no-promise", suggestLittle, "team", (*evidence).noPromise},
	{"no-check", suggestLittle, "both", (*evidence).noCheck},
	{"bar-silent", suggestLittle, "team", func(e *evidence) []cause { return e.bars("") }},

	{"kept", suggestMore, "team", (*evidence).newestKept},
	{"bars-met", suggestMore, "team", (*evidence).barsMet},
	{"room-lived", suggestMore, "team", (*evidence).roomLived},
	{"ready", suggestMore, "team", (*evidence).ready},
	{"next-step", suggestMore, "leaders", (*evidence).nextStep},
}

// evidence is what is written about a team, as far as the rules look at it.
type evidence struct {
	today     time.Time
	charter   *document.Document
	ended     []pastPromise // promises that ended within the last months, the newest first
	open      []*document.Document
	standards []model.Bound
	check     *document.Document // the newest room check
	readiness *document.Document // the newest look at readiness
	gaps      []model.Gap        // between the charter and the room check
	asks      []model.Ask
}

// pastPromise is a promise that ended.
type pastPromise struct {
	doc    *document.Document
	state  string
	lesson bool // one followed
}

// since is the first day that still counts.
func (e *evidence) since() time.Time { return e.today.AddDate(0, -auditMonths, 0) }

// isRecent reports whether a record is there and counts.
func (e *evidence) isRecent(d *document.Document) bool {
	return d != nil && !d.Facts.Date.Day.Before(e.since())
}

// looks are the room check and the look at readiness that count.
func (e *evidence) looks() []*document.Document {
	var list []*document.Document
	for _, d := range []*document.Document{e.check, e.readiness} {
		if e.isRecent(d) {
			list = append(list, d)
		}
	}
	return list
}

// hardly returns the statements that a record answers with hardly, about
// promises or about all else.
func hardly(d *document.Document, promise bool) []cause {
	var found []cause
	for i := range d.Facts.Answers {
		if a := &d.Facts.Answers[i]; a.Value == "hardly" && aboutPromise(a.Statement.Text) == promise {
			found = append(found, cause{doc: d, at: a.Line.Text, what: a.Statement.Text, day: d.Facts.Date.Day})
		}
	}
	return found
}

func (e *evidence) promisesHardlyFelt() (found []cause) {
	for _, d := range e.looks() {
		found = append(found, hardly(d, true)...)
	}
	return found
}

func (e *evidence) hardlyFelt() (found []cause) {
	for _, d := range e.looks() {
		found = append(found, hardly(d, false)...)
	}
	return found
}

func (e *evidence) waitingAsks() (found []cause) {
	for _, a := range e.asks {
		if !a.Since.IsZero() && a.Since.Before(e.today.AddDate(0, 0, -askDays)) {
			found = append(found, cause{doc: a.Doc, at: a.What, what: a.What.Text, day: a.Since})
		}
	}
	return found
}

func (e *evidence) lessRoom() (found []cause) {
	if !e.isRecent(e.check) {
		return nil
	}
	for _, g := range e.gaps {
		if g.Less() {
			found = append(found, cause{doc: g.Check, at: g.Lived.Text, what: g.Paper.Head.Text, day: g.Check.Facts.Date.Day})
		}
	}
	return found
}

func (e *evidence) lookAgainPassed() []cause {
	r := newestRoom(e.charter)
	if r == nil || r.Narrower.Text == "" || r.Until.Day.IsZero() || !r.Until.Day.Before(e.today) {
		return nil
	}
	return []cause{{doc: e.charter, at: r.At, what: r.Narrower.Text, day: r.Until.Day, until: true}}
}

// stillNarrowed finds room that is narrower until a day to come, or until
// something happens, or without an end.
func (e *evidence) stillNarrowed() []cause {
	r := newestRoom(e.charter)
	if r == nil || r.Narrower.Text == "" || !r.Until.Day.IsZero() && r.Until.Day.Before(e.today) {
		return nil
	}
	return []cause{{doc: e.charter, at: r.At, what: r.Narrower.Text, day: r.Until.Day, until: true}}
}

func (e *evidence) justWidened() []cause {
	r := newestRoom(e.charter)
	if r == nil || r.Wider.Text == "" || r.Date.Day.Before(e.today.AddDate(0, 0, -settleDays)) {
		return nil
	}
	return []cause{{doc: e.charter, at: r.At, what: r.Wider.Text, day: r.Date.Day}}
}

// feels finds open promises whose newest check-in says so.
func (e *evidence) feels(how string) (found []cause) {
	for _, d := range e.open {
		if c := newestCheckIn(d); c != nil && c.Feels.Text == how {
			found = append(found, cause{doc: d, at: c.At, what: d.Title, day: c.Date.Day})
		}
	}
	return found
}

func (e *evidence) overdue() (found []cause) {
	for _, d := range e.open {
		if due := d.Facts.Due.Day; !due.IsZero() && due.Before(e.today) {
			found = append(found, cause{doc: d, what: d.Title, day: due})
		}
	}
	return found
}

func (e *evidence) missesWithoutLesson() (found []cause) {
	for _, p := range e.ended {
		if (p.state == "missed" || p.state == "partly") && !p.lesson {
			found = append(found, cause{doc: p.doc, what: p.doc.Title, day: p.doc.Facts.Due.Day})
		}
	}
	return found
}

func (e *evidence) missedTwice() (found []cause) {
	for _, p := range e.ended {
		if p.state == "missed" {
			found = append(found, cause{doc: p.doc, what: p.doc.Title, day: p.doc.Facts.Due.Day})
		}
	}
	if len(found) < missesToTalk {
		return nil
	}
	return found
}

func (e *evidence) newestKept() []cause {
	if len(e.ended) == 0 || e.ended[0].state != "kept" {
		return nil
	}
	d := e.ended[0].doc
	return []cause{{doc: d, what: d.Title, day: d.Facts.Due.Day}}
}

func (e *evidence) newestNotKept() []cause {
	if len(e.ended) == 0 || e.ended[0].state == "kept" {
		return nil
	}
	d := e.ended[0].doc
	return []cause{{doc: d, what: d.Title, day: d.Facts.Due.Day}}
}

// bars finds the standards that apply and stand in a state, "" for those of
// which nothing is said.
func (e *evidence) bars(state string) (found []cause) {
	for i := range e.standards {
		b := &e.standards[i]
		if b.State() != state || !b.Applies {
			continue
		}
		c := cause{doc: b.Standard, what: b.Standard.Title}
		if b.Standing != nil {
			c.doc, c.at = e.charter, b.Standing.Text
		}
		found = append(found, c)
	}
	return found
}

// barsMet finds the standards of a team when it meets, or is exempt from, all
// that apply to it.
func (e *evidence) barsMet() []cause {
	var found []cause
	for i := range e.standards {
		switch b := &e.standards[i]; {
		case !b.Applies:
		case b.State() == "meets":
			found = append(found, cause{doc: e.charter, at: b.Standing.Text, what: b.Standard.Title})
		case b.State() != "exempt":
			return nil
		}
	}
	return found
}

func (e *evidence) roomLived() []cause {
	if !e.isRecent(e.check) || len(e.check.Facts.Decides) == 0 || len(e.lessRoom()) > 0 {
		return nil
	}
	return []cause{{doc: e.check, what: e.check.Title, day: e.check.Facts.Date.Day}}
}

func (e *evidence) ready() []cause {
	if !e.isRecent(e.readiness) || len(e.readiness.Facts.Answers) == 0 {
		return nil
	}
	for i := range e.readiness.Facts.Answers {
		if v := e.readiness.Facts.Answers[i].Value; v != "fully" && v != "mostly" {
			return nil
		}
	}
	return []cause{{doc: e.readiness, what: e.readiness.Title, day: e.readiness.Facts.Date.Day}}
}

// nextStep finds the decision that would be the smallest step: the highest
// rung on which the team still waits for somebody.
func (e *evidence) nextStep() []cause {
	var next *line.Decision
	for i := range e.charter.Facts.Decides {
		d := &e.charter.Facts.Decides[i]
		if d.Rung > 0 && d.Rung <= line.Advised && (next == nil || d.Rung > next.Rung) {
			next = d
		}
	}
	if next == nil {
		return nil
	}
	return []cause{{doc: e.charter, at: next.Text, what: next.Head.Text}}
}

func (e *evidence) nothingLeft() []cause {
	read, _ := e.decided()
	if read == 0 || len(e.nextStep()) > 0 {
		return nil
	}
	return []cause{{doc: e.charter, at: e.charter.Facts.Decides[0].Text}}
}

// decided counts the decisions of the charter that could be read, and those of
// them that wait for nobody.
func (e *evidence) decided() (read, own int) {
	for i := range e.charter.Facts.Decides {
		if r := e.charter.Facts.Decides[i].Rung; r > 0 {
			read++
			if r > line.Advised {
				own++
			}
		}
	}
	return read, own
}

func (e *evidence) noDecisions() []cause {
	if read, _ := e.decided(); read > 0 {
		return nil
	}
	return []cause{{doc: e.charter}}
}

func (e *evidence) noPromise() []cause {
	if len(e.ended) > 0 {
		return nil
	}
	return []cause{{}}
}

func (e *evidence) noCheck() []cause {
	if len(e.looks()) > 0 {
		return nil
	}
	return []cause{{}}
}

// finding is a rule with what it found.
type finding struct {
	rule   *auditRule
	causes []cause
}

// suggest returns the suggestion for a team and its reasons, in the order of
// the rules.
func (e *evidence) suggest() (string, []finding) {
	by := map[string][]finding{}
	for i := range auditRules {
		r := &auditRules[i]
		if causes := r.finds(e); len(causes) > 0 {
			by[r.suggests] = append(by[r.suggests], finding{r, causes})
		}
	}
	for _, name := range []string{suggestTalk, suggestKeep, suggestLittle} {
		if len(by[name]) > 0 {
			return name, by[name]
		}
	}
	return suggestMore, by[suggestMore]
}

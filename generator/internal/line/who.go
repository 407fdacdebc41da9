package line

import "strings"

// WhoForm tells on which side of its colon a who line has the team.
type WhoForm uint8

// The forms of who lines.
const (
	TeamFirst WhoForm = iota // works-with: "finance: approves large refunds with us"
	TeamLast                 // not-ours: "Card payments that fail: checkout"
	Tried                    // tried-by: "studio: kept, own budget for props"
)

// ParseWho reads a who line. A line without a colon has one part only: its
// team, or in the form TeamLast its area.
func ParseWho(l Line, form WhoForm) Who {
	switch form {
	case TeamLast:
		return Who{Line: l, Team: firstPart(l.Rest), How: l.Head}
	case Tried:
		w := Who{Line: l, Team: l.Head, How: l.Rest}
		w.tried()
		return w
	}
	w := Who{Line: l, Team: l.Head, How: l.Rest}
	w.mode()
	w.until()
	return w
}

// firstPart returns a text up to the first mark behind which a remark stands.
func firstPart(t Text) Text {
	end := len(t.Text)
	for _, mark := range []string{",", ";", "(", " – ", " — ", " - "} {
		if i := strings.Index(t.Text[:end], mark); i >= 0 {
			end = i
		}
	}
	return t.trim(0, end)
}

// mode reads how two teams work together, as Team Topologies names it.
func (w *Who) mode() {
	c := newScan(w.How.Text)
	for _, m := range modes {
		if c.phrase(m.words...) && (c.done() || !strings.HasPrefix(strings.TrimSpace(c.rest()), "-")) {
			w.Mode = m.name
			return
		}
	}
}

var modes = []struct {
	name  string
	words []string
}{
	{"collaboration", []string{"collaboration", "collaborating"}},
	{"service", []string{"x-as-a-service", "as a service", "service"}},
	{"facilitating", []string{"facilitating", "facilitation"}},
}

// until reads the end that a works-with line names: a date, or an event up to
// the next comma.
func (w *Who) until() {
	c := newScan(w.How.Text)
	at := c.find("until")
	if at < 0 {
		return
	}
	if d, _, ok := dateAt(w.How, at); ok {
		w.Until = d
		return
	}
	w.Until = Date{Text: firstPart(w.How.trim(at, len(w.How.Text)))}
}

// find returns the offset behind the first place of a phrase, or -1.
func (c *scan) find(phrase string) (end int) {
	for at := range c.s {
		if !begins(c.s, at) {
			continue
		}
		d := scan{c.s, at}
		if d.phrase(phrase) {
			return d.at
		}
	}
	return -1
}

// tried reads what became of a play that a team tried.
func (w *Who) tried() {
	c := newScan(w.How.Text)
	for _, r := range []struct {
		name  string
		words []string
	}{
		{"kept", []string{"kept it", "kept", "keeps it", "keeps"}},
		{"dropped", []string{"dropped it", "dropped", "stopped"}},
		{"changed", []string{"changed it", "changed", "adapted"}},
	} {
		if !c.phrase(r.words...) {
			continue
		}
		w.Result = r.name
		c.any(",", ";", ":", "–", "-")
		w.How = w.How.trim(c.at, len(w.How.Text))
		return
	}
}

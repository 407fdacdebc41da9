package line

import "strings"

// ParseFollowUp reads a follow-up line. By and Done keep words that are no
// date as their text, without a day; Done has the word done itself as its text
// when nothing follows it.
func ParseFollowUp(l Line) FollowUp {
	f := FollowUp{Line: l, What: l.Head}
	if !l.HasRest {
		return f
	}
	c := newScan(l.Rest.Text)
	if at, end := c.followUpWord(0); end > 0 {
		f.Team = f.Rest.trim(0, len(strings.TrimRight(f.Rest.Text[:at], " \t,;(–-")))
		f.state(c.s[at:end], end)
		return f
	}
	f.Team = firstPart(l.Rest)
	return f
}

// followUpWord finds the next word behind which the state of a follow-up
// stands.
func (c *scan) followUpWord(from int) (at, end int) {
	for at := range c.s {
		if at < from || !begins(c.s, at) {
			continue
		}
		d := scan{c.s, at}
		if d.phrase("done", "dropped", "by the", "by", "until") {
			return at, d.at
		}
	}
	return 0, 0
}

func (f *FollowUp) state(word string, end int) {
	c := newScan(f.Rest.Text)
	c.at = end
	switch word {
	case "done":
		c.any(":", ",")
		c.phrase("on", "in")
		if f.Done = dateOrWords(f.Rest, c.at); f.Done.Text.Text == "" {
			f.Done.Text = f.Rest.Sub(end-len("done"), end)
		}
	case "dropped":
		f.Dropped = true
		c.any(",", ";", ":", "(", "–", "-")
		if c.phrase("because of", "because") {
			f.Because = strings.Trim(f.Rest.Text[c.at:], " \t)")
		}
	default:
		f.By = dateOrWords(f.Rest, c.at)
		if at, after := c.followUpWord(end); after > 0 && c.s[at] == 'd' { // by June 2026, done 4 May 2026
			f.state(c.s[at:after], after)
		}
	}
}

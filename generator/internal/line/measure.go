package line

import "unicode/utf8"

// ParseMeasure reads a measure line. From and To are what its target says
// first: "from A to B" gives both, any other amount is To alone. Numbers inside
// a date are no amounts.
func ParseMeasure(l Line) Measure {
	m := Measure{Line: l, What: l.Head, Target: l.Rest}
	t := l.Rest
	if !l.HasRest {
		t = Text{}
	}
	from, to := m.by(t)
	m.amounts(t, from, to)
	return m
}

// by finds the date of a target and returns where its words stand.
func (m *Measure) by(t Text) (from, to int) {
	c := newScan(t.Text)
	for at := range c.s {
		if !begins(c.s, at) {
			continue
		}
		c.at = at
		if !c.phrase("by the", "by", "before", "until") {
			continue
		}
		if d, end, ok := dateAt(t, c.at); ok {
			m.By = d
			return at, end
		}
	}
	return 0, 0
}

// amounts finds the amounts of a target, except between its bytes [from, to),
// which name a date.
func (m *Measure) amounts(t Text, from, to int) {
	c := newScan(t.Text)
	for at := range c.s {
		if !begins(c.s, at) && c.s[at] != '$' && c.s[at] < utf8.RuneSelf || from <= at && at < to {
			continue
		}
		c.at = at
		if c.s[at] == 'f' && c.phrase("from") {
			if low, high, ok := c.fromTo(t.Text); ok {
				m.From, m.To = &low, &high
				return
			}
			continue
		}
		if day, _, ok := c.date(); ok && !day.IsZero() {
			continue
		}
		c.at = at
		if f, ok := c.figure(t.Text); ok && !f.unclear && !isYear(f) && !isArticle(c.s[at:c.at]) {
			m.To = &f.Amount
			return
		}
	}
	if c.at = 0; c.phrase("none", "no", "nothing", "never") {
		m.To = &Amount{}
	}
}

// fromTo accepts what follows "from".
func (c *scan) fromTo(written string) (low, high Amount, ok bool) {
	a, ok := c.figure(written)
	if !ok || a.unclear || !c.phrase("down to", "up to", "to") && !c.any("→", "->", "–") {
		return low, high, false
	}
	b, ok := c.figure(written)
	if !ok || b.unclear {
		return low, high, false
	}
	if a.Unit == "" {
		a.Unit = b.Unit
	}
	if b.Unit == "" {
		b.Unit = a.Unit
	}
	return a.Amount, b.Amount, true
}

// isArticle reports whether an amount is only the word one, which rarely
// counts.
func isArticle(words string) bool { return words == "one" }

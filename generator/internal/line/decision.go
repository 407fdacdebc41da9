package line

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseDecision reads a decision line.
func ParseDecision(l Line) Decision {
	d := Decision{Line: l, Topic: l.Head, How: l.Rest}
	if !l.HasRest {
		return d.uncut()
	}
	d.reason()
	d.said(readRung(d.How))
	head := l.Head
	if again := colon(d.How.Text); d.Rung == 0 && again >= 0 {
		head = d.secondColon(again)
	}
	d.limited(head)
	if d.Topic.Text == "" && d.Fault == "" {
		d.Fault, d.Near = "it does not say what is decided", "Tools"
	}
	return d
}

// said takes over what the words after the colon say.
func (d *Decision) said(s saying) { d.Rung, d.Who, d.Fault, d.Near = s.rung, s.who, s.fault, s.near }

// uncut is about a line without a colon.
func (d Decision) uncut() Decision {
	d.Fault, d.Near = "there is no colon between what is decided and who decides", Alone.Phrase()
	for _, dash := range []string{" - ", " – ", " — "} {
		if _, how, ok := strings.Cut(d.Text.Text, dash); ok {
			if s := readRung(Text{Text: how}); s.rung > 0 {
				d.Near = s.rung.Phrase(texts(s.who)...)
			}
		}
	}
	return d
}

// reason takes the reason off the end of How.
func (d *Decision) reason() {
	s := lower(d.How.Text)
	for from := 0; ; {
		i := strings.Index(s[from:], "because")
		if i < 0 {
			return
		}
		at, end := from+i, from+i+len("because")
		if begins(s, at) && !continues(s[end:]) {
			d.Because = strings.TrimFunc(d.How.Text[end:], unicode.IsSpace)
			before := strings.TrimRight(d.How.Text[:at], " \t,;–—-")
			if inner, ok := strings.CutSuffix(before, "("); ok {
				before = inner
				d.Because = strings.TrimSuffix(d.Because, ")")
			}
			d.How = d.How.trim(0, len(before))
			return
		}
		from = end
	}
}

// secondColon reads "Refunds: above 500 EUR: together with finance", where the
// limit has a colon of its own, and returns the head with it.
func (d *Decision) secondColon(at int) Text {
	if readRung(d.How.trim(at+1, len(d.How.Text))).rung == 0 {
		return d.Head
	}
	rest := len(strings.TrimRightFunc(d.Text.Text, unicode.IsSpace)) - len(d.Rest.Text)
	d.How = d.How.trim(at+1, len(d.How.Text))
	d.said(readRung(d.How))
	d.Topic = d.Text.trim(0, rest+at)
	return d.Topic
}

// limited finds the limit in the head and takes it out of the topic.
func (d *Decision) limited(head Text) {
	found, ok := limitIn(head.Text)
	if !ok {
		return
	}
	d.LimitAt = head.trim(found.from, found.to)
	topic := without(head, found.from, found.to)
	switch {
	case found.fault != "":
		if d.Fault == "" {
			d.Fault, d.Near, d.OfLimit = found.fault, found.near, true
		}
		return // a topic without its limit would claim all amounts
	case topic.Text != "":
		d.Topic = topic
	case d.Fault == "" && isMoney(strings.SplitN(found.limit.Unit, "/", 2)[0]):
		d.Fault, d.Near = "it does not say what is decided", "Tools "+found.limit.String()
	}
	d.Limit = found.limit
}

// without returns a text without its part [from, to). What is left on both
// sides is joined and has the place of the whole.
func without(t Text, from, to int) Text {
	start, before := 0, strings.TrimRightFunc(t.Text[:from], between)
	for _, word := range []string{" of", " worth", " costing", " for", " with", " by"} {
		if strings.HasSuffix(lower(before), word) {
			before = strings.TrimRightFunc(before[:len(before)-len(word)], between)
			break
		}
	}
	after := strings.TrimLeftFunc(t.Text[to:], between)
	if before == "" {
		for _, word := range []string{"of ", "for ", "on ", "in "} {
			if strings.HasPrefix(lower(after), word) {
				after = after[len(word):]
				break
			}
		}
		start = len(t.Text) - len(after)
		return t.trim(start, len(t.Text))
	}
	if after == "" {
		return t.trim(0, len(before))
	}
	return Text{strings.TrimSpace(before) + " " + strings.TrimSpace(after), t.Span}
}

// between reports whether a character only parts a limit from its topic.
func between(r rune) bool {
	return unicode.IsSpace(r) || r < utf8.RuneSelf && strings.IndexByte("(),;:-", byte(r)) >= 0 || r == '–' || r == '—'
}

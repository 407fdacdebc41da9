package change

import (
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// standard compares what two versions of a standard ask, and of whom.
func (c *comparison) standard(p pair) {
	list := func(d *document.Document) []item {
		out := make([]item, len(d.Facts.Bar))
		for i := range d.Facts.Bar {
			b := &d.Facts.Bar[i]
			words := b.Text.Text
			if words == "" {
				words = b.At.Text
			}
			out[i] = item{key: line.Key(words), value: b.Level + "\x00" + b.Checked.Text, topic: oneLine(words), at: b.At}
		}
		return out
	}
	title := quoted(p.new.Title)
	changed, gone, fresh := items(list(p.old), list(p.new))
	for _, b := range changed {
		c.barChanged(p, title, b)
	}
	for _, i := range fresh {
		c.add(p, i.at, Change{Sort: "bar-new", Topic: i.topic, After: asked(i), Sentence: sentence(title, " asks for more: ", asked(i))})
	}
	for _, i := range gone {
		c.addGone(p, i.at, Change{Sort: "bar-gone", Topic: i.topic, Before: asked(i), Sentence: sentence(title, " no longer asks: ", asked(i))})
	}
	if before, after := c.whoAll(p.old.Facts.AppliesTo), c.whoAll(p.new.Facts.AppliesTo); before != after {
		to := after
		if to == "" {
			to = "nobody who is named"
		}
		c.add(p, first(p.new.Facts.AppliesTo), Change{Sort: "scope-changed", Before: before, After: after, Sentence: sentence(title, " applies to ", to, was(before))})
	}
}

// asked is an item of a bar in one line: must: A person answers.
func asked(i item) string {
	level, _, _ := strings.Cut(i.value, "\x00")
	if level == "" {
		return i.topic
	}
	return level + ": " + i.topic
}

// levels orders how much a bar asks.
var levels = map[string]int{"may": 1, "should": 2, "must": 3}

// barChanged tells how an item of a bar differs. Only its level tells for
// certain that a bar was raised or lowered; whether other words ask for more is
// left to the reader.
func (c *comparison) barChanged(p pair, title string, b both) {
	before, checkedBefore, _ := strings.Cut(b.old.value, "\x00")
	after, checked, _ := strings.Cut(b.new.value, "\x00")
	ch := Change{Topic: b.new.topic, Before: asked(b.old), After: asked(b.new)}
	switch from, to := levels[before], levels[after]; {
	case from > 0 && to > from:
		ch.Sort = "bar-raised"
		ch.Sentence = sentence(title, " raises its bar: ", quoted(b.new.topic), " is a ", after, " now, was a ", before)
	case to > 0 && to < from:
		ch.Sort = "bar-lowered"
		ch.Sentence = sentence(title, " lowers its bar: ", quoted(b.new.topic), " is a ", after, " now, was a ", before)
	case b.old.key != b.new.key || before != after:
		ch.Sort = "bar-changed"
		ch.Sentence = sentence(title, " now asks ", quoted(asked(b.new)), " in place of ", quoted(asked(b.old)))
	default:
		ch.Sort, ch.Before, ch.After = "bar-checked", checkedBefore, checked
		by := ": " + oneLine(checked)
		if checked == "" {
			by = " no longer"
		}
		ch.Sentence = sentence(title, " says how ", quoted(b.new.topic), " is checked", by, was(checkedBefore))
	}
	c.add(p, b.new.at, ch)
}

// promise compares two versions of a commitment.
func (c *comparison) promise(p pair) {
	o, n := &p.old.Facts, &p.new.Facts
	promise := "The promise " + quoted(p.new.Title) + c.of(p.new)
	if before, after := line.Key(o.Outcome.Text), line.Key(n.Outcome.Text); before != after {
		c.add(p, n.Outcome, Change{Sort: outcomeSort(after), Before: o.Outcome.Text, After: n.Outcome.Text, Sentence: sentence(promise, outcomeWords(after, n.Outcome.Text), was(o.Outcome.Text))})
	}
	if before, after := day(o.Due), day(n.Due); before != after && after != "" {
		words := promise + " moved to " + after + was(before)
		if fresh := newMoves(o.Moved, n.Moved); len(fresh) > 0 && fresh[len(fresh)-1].Reason.Text != "" {
			words += ": " + fresh[len(fresh)-1].Reason.Text
		}
		c.add(p, n.Due.Text, Change{Sort: "promise-moved", Before: before, After: after, Sentence: sentence(words)})
	}
	c.measures(p, "promise-result", o.Success, n.Success, wording{
		new:     func(i item) string { return promise + " names a new result, " + stated(i) },
		gone:    func(i item) string { return promise + " no longer names the result " + quoted(i.topic) },
		changed: func(b both) string { return promise + " now aims at " + stated(b.new) + wasStated(b) },
	})
	c.checkIns(p)
	c.serves(p)
}

func outcomeSort(outcome string) string {
	switch outcome {
	case "kept", "partly", "missed", "changed", "dropped":
		return "promise-" + outcome
	case "":
		return "promise-reopened"
	}
	return "promise-outcome"
}

func outcomeWords(outcome, written string) string {
	switch outcome {
	case "partly":
		return " was kept in part"
	case "kept", "missed", "changed", "dropped":
		return " was " + outcome
	case "":
		return " is open again"
	}
	return " has an outcome: " + written
}

func newMoves(old, new []line.Move) (fresh []line.Move) {
	known := map[string]bool{}
	for _, m := range old {
		known[m.Line.Text.Text] = true
	}
	for _, m := range new {
		if !known[m.Line.Text.Text] {
			fresh = append(fresh, m)
		}
	}
	return fresh
}

// checkIns tells of new words on how a promise goes.
func (c *comparison) checkIns(p pair) {
	list := func(d *document.Document) []item {
		out := make([]item, len(d.Facts.CheckIns))
		for i := range d.Facts.CheckIns {
			k := &d.Facts.CheckIns[i]
			out[i] = item{key: "\x00" + k.Date.Text.Text, value: k.Feels.Text + "\x00" + k.Say.Text, topic: oneLine(k.Say.Text), at: k.At}
		}
		return out
	}
	_, _, fresh := items(list(p.old), list(p.new))
	for _, i := range fresh {
		feels, _, _ := strings.Cut(i.value, "\x00")
		words := "A check-in on the promise " + quoted(p.new.Title) + c.of(p.new)
		if feels != "" {
			words += ", " + feels
		}
		if i.topic != "" {
			words += ": " + i.topic
		}
		c.add(p, i.at, Change{Sort: "promise-check-in", Topic: p.new.Title, After: i.topic, Sentence: sentence(words)})
	}
}

// lesson compares what is to follow from a lesson.
func (c *comparison) lesson(p pair) {
	list := func(d *document.Document) []item {
		out := make([]item, len(d.Facts.FollowUps))
		for i := range d.Facts.FollowUps {
			f := &d.Facts.FollowUps[i]
			out[i] = item{key: line.Key(f.What.Text), value: c.followed(f), topic: oneLine(f.What.Text), at: f.Text}
		}
		return out
	}
	title := quoted(p.new.Title)
	c.told(p, "lesson-follow-up", list(p.old), list(p.new), wording{
		new: func(i item) string { return "A follow-up of the lesson " + title + " is new, " + stated(i) },
		gone: func(i item) string {
			return "A follow-up of the lesson " + title + " was taken out, " + quoted(i.topic)
		},
		changed: func(b both) string {
			return "A follow-up of the lesson " + title + ", " + stated(b.new) + was(b.old.value)
		},
	})
	c.led(p, title)
}

// followed is how a follow-up stands, in words.
func (c *comparison) followed(f *line.FollowUp) string {
	var words []string
	if f.Team.Text != "" {
		words = append(words, c.team(f.Team.Text))
	}
	switch {
	case f.Dropped:
		words = append(words, "dropped")
	case !f.Done.Day.IsZero():
		words = append(words, "done on "+day(f.Done))
	case f.Done.Text.Text != "":
		words = append(words, "done")
	case f.By.Text.Text != "":
		words = append(words, "by "+day(f.By))
	}
	return strings.Join(words, ", ")
}

// led tells what a lesson led to.
func (c *comparison) led(p pair, title string) {
	known := map[string]bool{}
	for _, t := range p.old.Facts.LedTo {
		known[document.Slug(lastPart(t.Text))] = true
	}
	for _, t := range p.new.Facts.LedTo {
		if !known[document.Slug(lastPart(t.Text))] {
			c.add(p, t, Change{Sort: "lesson-led-to", After: t.Text, Sentence: sentence("The lesson ", title, " led to ", c.document(t.Text))})
		}
	}
}

// experiment compares two versions of an experiment.
func (c *comparison) experiment(p pair) {
	o, n := &p.old.Facts, &p.new.Facts
	title := quoted(p.new.Title)
	if line.Key(o.Result.Text) != line.Key(n.Result.Text) {
		c.add(p, n.Result, Change{Sort: "experiment-ended", Before: o.Result.Text, After: n.Result.Text, Sentence: sentence(resultWords(title, n.Result.Text), was(o.Result.Text))})
	}
	c.date(p, "experiment-moved", o.Starts, n.Starts, "The experiment "+title+" starts on ")
	c.date(p, "experiment-moved", o.Ends, n.Ends, "The experiment "+title+" ends on ")
}

func resultWords(title, result string) string {
	switch line.Key(result) {
	case "worked":
		return "The experiment " + title + " worked"
	case "partly":
		return "The experiment " + title + " worked in part"
	case line.Key("did not work"):
		return "The experiment " + title + " did not work"
	case "unclear":
		return "The experiment " + title + " ended without a clear answer"
	case "":
		return "The experiment " + title + " has no result any more"
	}
	return "The experiment " + title + " has a result: " + result
}

// date compares a date that a document names.
func (c *comparison) date(p pair, sort string, old, new line.Date, words string) {
	before, after := day(old), day(new)
	if before == after || after == "" {
		return
	}
	c.add(p, new.Text, Change{Sort: sort, Before: before, After: after, Sentence: sentence(words, after, was(before))})
}

// record compares two versions of a decision that was written down.
func (c *comparison) record(p pair) {
	o, n := &p.old.Facts, &p.new.Facts
	title := quoted(p.new.Title)
	c.date(p, "record-revisit", o.Revisit, n.Revisit, "The decision "+title+" is looked at again on ")
	if before, after := idOf(o.Waives), idOf(n.Waives); before != after || after != "" && day(o.Until) != day(n.Until) {
		c.waived(p, title)
	}
	known := map[string]bool{}
	for _, t := range o.Changes {
		known[idOf(t)] = true
	}
	for _, t := range n.Changes {
		if !known[idOf(t)] {
			c.add(p, t, Change{Sort: "record-changes", After: t.Text, Sentence: sentence("The decision ", title, " changes ", c.document(t.Text))})
		}
	}
}

// waived tells that a decision sets a standard aside.
func (c *comparison) waived(p pair, title string) {
	n := &p.new.Facts
	ch := Change{Sort: "exemption-granted", After: n.Waives.Text, Topic: n.Waives.Text}
	words := "The decision " + title + " sets " + c.document(n.Waives.Text) + " aside"
	if until := day(n.Until); until != "" {
		words += " until " + until
	}
	if p.old != nil && idOf(p.old.Facts.Waives) != "" {
		if until := day(p.old.Facts.Until); until != "" && idOf(p.old.Facts.Waives) == idOf(n.Waives) {
			words += was("until " + until)
		}
		ch.Before = p.old.Facts.Waives.Text
	}
	if n.Waives.Text == "" {
		ch.Sort, words = "exemption-ended", "The decision "+title+" no longer sets "+c.document(p.old.Facts.Waives.Text)+" aside"
	}
	ch.Sentence = sentence(words)
	c.add(p, n.Waives, ch)
}

func idOf(t line.Text) string { return document.Slug(lastPart(t.Text)) }

// playbook tells who tried a playbook.
func (c *comparison) playbook(p pair) {
	list := func(d *document.Document) []item {
		out := make([]item, len(d.Facts.TriedBy))
		for i := range d.Facts.TriedBy {
			w := &d.Facts.TriedBy[i]
			out[i] = item{key: "\x00" + c.team(w.Team.Text), value: w.Rest.Text, topic: c.team(w.Team.Text), at: w.Text}
		}
		return out
	}
	title := quoted(p.new.Title)
	c.told(p, "play", list(p.old), list(p.new), wording{
		new:     func(i item) string { return i.topic + " tried " + title + after(i.value) },
		gone:    func(i item) string { return title + " no longer says that " + i.topic + " tried it" },
		changed: func(b both) string { return b.new.topic + " tried " + title + after(b.new.value) + was(b.old.value) },
	})
}

// after is a value behind a colon.
func after(value string) string {
	if value = oneLine(value); value == "" {
		return ""
	}
	return ": " + value
}

func first(list []line.Text) line.Text {
	if len(list) == 0 {
		return line.Text{}
	}
	return list[0]
}

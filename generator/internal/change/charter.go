package change

import (
	"strings"

	"remit/generator/internal/line"
)

// charter compares what two versions of a charter state, apart from what they
// own and decide.
func (c *comparison) charter(p pair) {
	if !inForce(p.old) || !inForce(p.new) {
		return // that it began or ended to hold is told
	}
	o, n := &p.old.Facts, &p.new.Facts
	team := c.team(n.Team)
	c.measures(p, "success", o.Success, n.Success, wording{
		new:     func(i item) string { return team + " names a new measure of success, " + stated(i) },
		gone:    func(i item) string { return team + " no longer names as a measure of success " + quoted(i.topic) },
		changed: func(b both) string { return team + " now aims at " + stated(b.new) + wasStated(b) },
	})
	c.partners(p)
	c.told(p, "elsewhere", c.apartItems(o.NotOurs), c.apartItems(n.NotOurs), wording{
		new:  func(i item) string { return team + " says that " + quoted(i.topic) + " is with " + i.value },
		gone: func(i item) string { return team + " no longer says that " + quoted(i.topic) + " is with " + i.value },
		changed: func(b both) string {
			return team + " says that " + quoted(b.new.topic) + " is with " + b.new.value + wasOther(b)
		},
	})
	c.told(p, "boundary", c.texts(o.Boundaries), c.texts(n.Boundaries), plainly(
		"A boundary for "+team+" is new: ", "A boundary for "+team+" is gone: ", "A boundary for "+team+" reads now: "))
	c.told(p, "needs", c.texts(o.CountsOn), c.texts(n.CountsOn), plainly(
		team+" counts on ", team+" no longer counts on ", team+" now counts on "))
	c.told(p, "right", c.texts(o.MayRequire), c.texts(n.MayRequire), plainly(
		team+" may now require ", team+" may no longer require ", team+" may now require "))
	c.told(p, "rhythm", rhythms(o.Rhythm), rhythms(n.Rhythm), wording{
		new:     func(i item) string { return team + " has a new rhythm, " + stated(i) },
		gone:    func(i item) string { return team + " has given up the rhythm " + stated(i) },
		changed: func(b both) string { return team + " has another rhythm, " + stated(b.new) + wasStated(b) },
	})
	c.adoptions(p)
	c.rooms(p)
	c.word(p, "autonomy", o.Autonomy, n.Autonomy, "The autonomy of "+team)
	c.word(p, "type", o.Sort, n.Sort, "The type of "+team)
	c.role(p, "sponsor", o.Sponsor, n.Sponsor, team)
	c.role(p, "lead", o.Lead, n.Lead, team)
	c.serves(p)
}

// wording says in words what happened to a line, as the start of a sentence.
type wording struct {
	new, gone func(item) string
	changed   func(both) string
}

// plainly is the wording of lines that are quoted behind a few words.
func plainly(new, gone, changed string) wording {
	return wording{
		new:  func(i item) string { return new + quoted(i.topic) },
		gone: func(i item) string { return gone + quoted(i.topic) },
		changed: func(b both) string {
			return changed + quoted(b.new.topic) + " in place of " + quoted(b.old.topic)
		},
	}
}

// stated is a line with its value: "Solved in one contact": 70 %.
func stated(i item) string {
	if i.value == "" {
		return quoted(i.topic)
	}
	return quoted(i.topic) + ": " + oneLine(i.value)
}

// wasStated is what a line with a value was: its value alone while its words
// are the same.
func wasStated(b both) string {
	if b.old.key == b.new.key {
		return was(b.old.value)
	}
	return " in place of " + stated(b.old)
}

// wasOther is what a line about another team was.
func wasOther(b both) string {
	if b.old.key == b.new.key {
		return was(b.old.value)
	}
	return " in place of " + quoted(b.old.topic)
}

// told compares two lists and tells of each line that is not as it was.
func (c *comparison) told(p pair, sort string, old, new []item, w wording) {
	changed, gone, fresh := items(old, new)
	for _, b := range changed {
		c.add(p, b.new.at, Change{Sort: sort + "-changed", Sentence: sentence(w.changed(b)), Before: whole(b.old), After: whole(b.new), Topic: b.new.topic})
	}
	for _, i := range fresh {
		c.add(p, i.at, Change{Sort: sort + "-new", Sentence: sentence(w.new(i)), After: whole(i), Topic: i.topic})
	}
	for _, i := range gone {
		c.addGone(p, i.at, Change{Sort: sort + "-gone", Sentence: sentence(w.gone(i)), Before: whole(i), Topic: i.topic})
	}
}

// whole is a line as it is written.
func whole(i item) string {
	if i.at.Text != "" {
		return oneLine(i.at.Text)
	}
	return i.topic
}

func (c *comparison) measures(p pair, sort string, old, new []line.Measure, w wording) {
	list := func(all []line.Measure) []item {
		out := make([]item, len(all))
		for i := range all {
			m := &all[i]
			out[i] = item{key: line.Key(m.What.Text), value: m.Target.Text, topic: oneLine(m.What.Text), at: m.Text}
		}
		return out
	}
	if !unchanged(old, new, func(m *line.Measure) line.Text { return m.Text }) {
		c.told(p, sort, list(old), list(new), w)
	}
}

// apartItems are the lines of not-ours: an area, and whose it is.
func (c *comparison) apartItems(all []line.Who) []item {
	out := make([]item, len(all))
	for i := range all {
		w := &all[i]
		with := "nobody who is named"
		if w.Team.Text != "" {
			with = c.team(w.Team.Text)
		}
		out[i] = item{key: c.new.Key(w.How.Text), value: with, topic: oneLine(w.How.Text), at: w.Text}
	}
	return out
}

func rhythms(all []line.Rhythm) []item {
	out := make([]item, len(all))
	for i := range all {
		r := &all[i]
		out[i] = item{key: line.Key(r.What.Text), value: r.Every.Text, topic: oneLine(r.What.Text), at: r.Text}
	}
	return out
}

// partners compares whom a team works with.
func (c *comparison) partners(p pair) {
	if unchanged(p.old.Facts.WorksWith, p.new.Facts.WorksWith, func(w *line.Who) line.Text { return w.Text }) {
		return
	}
	team := c.team(p.new.Facts.Team)
	list := func(all []line.Who) []item {
		out := make([]item, len(all))
		for i := range all {
			w := &all[i]
			name := c.team(w.Team.Text)
			out[i] = item{key: "\x00" + name, value: strings.TrimSpace(w.Rest.Text), topic: name, at: w.Text} // names are never similar
		}
		return out
	}
	c.told(p, "partner", list(p.old.Facts.WorksWith), list(p.new.Facts.WorksWith), wording{
		new: func(i item) string {
			if i.value == "" {
				return team + " now works with " + i.topic
			}
			return team + " now works with " + i.topic + ": " + i.value
		},
		gone: func(i item) string { return team + " no longer says that it works with " + i.topic },
		changed: func(b both) string {
			return team + " works with " + b.new.topic + " in another way: " + quoted(b.new.value) + was(quoted(b.old.value))
		},
	})
}

// adoptions compares how a team stands with standards.
func (c *comparison) adoptions(p pair) {
	if unchanged(p.old.Facts.Standings, p.new.Facts.Standings, func(s *line.Standing) line.Text { return s.Text }) {
		return
	}
	team := c.team(p.new.Facts.Team)
	list := func(all []line.Standing) []item {
		out := make([]item, len(all))
		for i := range all {
			s := &all[i]
			name := c.document(s.Standard.Text)
			out[i] = item{key: "\x00" + name, value: c.standing(s), topic: name, at: s.Text}
		}
		return out
	}
	before, after := list(p.old.Facts.Standings), list(p.new.Facts.Standings)
	changed, gone, fresh := items(before, after)
	for _, i := range fresh {
		c.standingChanged(p, team, item{}, i)
	}
	for _, b := range changed {
		c.standingChanged(p, team, b.old, b.new)
	}
	for _, i := range gone {
		c.addGone(p, i.at, Change{Sort: "adoption-gone", Topic: i.topic, Before: whole(i), Sentence: sentence(team, " no longer says how it stands with ", i.topic, was(i.value))})
	}
}

// exempt begins what is said of a team that need not meet a standard.
const exempt = "exempt"

func (c *comparison) standingChanged(p pair, team string, old, new item) {
	ch := Change{Sort: "adoption-changed", Topic: new.topic, Before: oneLine(old.at.Text), After: whole(new)}
	ch.Sentence = sentence(team, " and ", new.topic, ": ", new.value, was(old.value))
	switch {
	case strings.HasPrefix(new.value, exempt):
		ch.Sort = "exemption-granted"
		ch.Sentence = sentence(team, " is ", strings.Replace(new.value, exempt, "exempt from "+new.topic, 1), was(old.value))
	case strings.HasPrefix(old.value, exempt):
		ch.Sort = "exemption-ended"
	case new.value == "meets":
		ch.Sentence = sentence(team, " meets ", new.topic, was(old.value))
	case old.value == "":
		ch.Sort = "adoption-new"
	}
	if ch.Sort == "adoption-changed" && old.value == "" {
		ch.Sort = "adoption-new"
	}
	c.add(p, new.at, ch)
}

// standing is how a team stands with a standard, in words.
func (c *comparison) standing(s *line.Standing) string {
	switch s.State {
	case "meets":
		return "meets"
	case "working":
		if s.By.Text.Text == "" {
			return "working on it"
		}
		return "working on it by " + day(s.By)
	case "not-yet":
		return "not yet"
	case "exempt":
		if s.Decision.Text == "" {
			return exempt
		}
		return exempt + ", as decided in " + c.document(s.Decision.Text)
	}
	return oneLine(s.Rest.Text)
}

// rooms compares the room logs of two versions of a charter. An entry is the
// same while its day and its words are.
func (c *comparison) rooms(p pair) {
	team := c.team(p.new.Facts.Team)
	list := func(d pair) (wider, narrower []item) {
		doc := d.doc()
		for i := range doc.Facts.Room {
			r := &doc.Facts.Room[i]
			it := item{key: r.Date.Text.Text + " " + line.Key(r.At.Text), topic: oneLine(r.At.Text), at: r.At}
			if until := day(r.Until); until != "" {
				it.value = " until " + until
			}
			if r.Narrower.Text != "" {
				narrower = append(narrower, it)
			} else {
				wider = append(wider, it)
			}
		}
		return wider, narrower
	}
	oldWider, oldNarrower := list(pair{old: p.old})
	newWider, newNarrower := list(pair{new: p.new})
	c.roomEntries(p, "room-wider", team+" has more room", oldWider, newWider)
	c.roomEntries(p, "room-narrower", team+" has less room for now", oldNarrower, newNarrower)
}

func (c *comparison) roomEntries(p pair, sort, words string, old, new []item) {
	changed, gone, fresh := items(old, new)
	for _, i := range fresh {
		c.add(p, i.at, Change{Sort: sort, Topic: i.topic, After: i.topic, Sentence: sentence(words, i.value, ": ", i.topic)})
	}
	for _, b := range changed {
		c.add(p, b.new.at, Change{Sort: "room-corrected", Topic: b.new.topic, Before: b.old.topic + b.old.value, After: b.new.topic + b.new.value,
			Sentence: sentence("The room log reads now, ", words, b.new.value, ": ", b.new.topic)})
	}
	for _, i := range gone {
		c.addGone(p, i.at, Change{Sort: "room-corrected", Topic: i.topic, Before: i.topic, Sentence: sentence("The room log no longer says that ", words, i.value, ": ", i.topic)})
	}
}

// word compares a field of one word.
func (c *comparison) word(p pair, sort string, old, new line.Text, what string) {
	if line.Key(old.Text) == line.Key(new.Text) {
		return
	}
	words := what + " is " + oneLine(new.Text) + was(old.Text)
	if new.Text == "" {
		words = what + " is no longer stated" + was(old.Text)
	}
	c.add(p, new, Change{Sort: sort + "-changed", Sentence: sentence(words), Before: old.Text, After: new.Text})
}

// role compares a field that names a team or a role. A person may stand there
// too, and is not told.
func (c *comparison) role(p pair, field string, old, new line.Text, of string) {
	if document, known := c.known(new.Text, "team", "role"), c.known(old.Text, "team", "role"); document != "" && document != known {
		c.add(p, new, Change{Sort: field + "-changed", Sentence: sentence("The ", field, " of ", of, " is ", document, was(known)), Before: known, After: document})
	}
}

// serves compares the goals that a document serves.
func (c *comparison) serves(p pair) {
	list := func(all []line.Text) []item {
		out := make([]item, len(all))
		for i, t := range all {
			name := c.document(t.Text)
			out[i] = item{key: "\x00" + name, topic: name, at: t}
		}
		return out
	}
	what := quoted(p.new.Title)
	c.told(p, "direction", list(p.old.Facts.Serves), list(p.new.Facts.Serves), wording{
		new:     func(i item) string { return what + " now serves " + i.topic },
		gone:    func(i item) string { return what + " no longer serves " + i.topic },
		changed: func(b both) string { return what + " now serves " + b.new.topic + " in place of " + b.old.topic },
	})
}

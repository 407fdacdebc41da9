package change

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// charterLines takes down the decisions and areas that two versions of a
// charter do not share. They are told once all charters are compared, since a
// line that left one may have come into another.
func (c *comparison) charterLines(p pair) {
	c.decisions = append(c.decisions, side[decided]{pair: p})
	c.areas = append(c.areas, side[line.Text]{pair: p})
	if p.old != nil && p.new != nil && inForce(p.old) == inForce(p.new) &&
		unchanged(p.old.Facts.Decides, p.new.Facts.Decides, func(l *line.Decision) line.Text { return l.Text }) &&
		unchanged(p.old.Facts.Owns, p.new.Facts.Owns, func(t *line.Text) line.Text { return *t }) {
		return
	}
	decisions, areas := &c.decisions[len(c.decisions)-1], &c.areas[len(c.areas)-1]
	decisions.gone, decisions.fresh = c.decidesIn(p.old), c.decidesIn(p.new)
	areas.gone, areas.fresh = ownedBy(p.old), ownedBy(p.new)
	strike(&decisions.gone, &decisions.fresh, func(a, b decided) bool { return sameTopic(a, b) && sameLimit(a, b) && sameRung(a, b) })
	strike(&areas.gone, &areas.fresh, func(a, b line.Text) bool { return c.new.Key(a.Text) == c.new.Key(b.Text) })
}

// inForce reports whether a document holds: what a draft or a retired charter
// says, nobody decides or owns.
func inForce(d *document.Document) bool {
	return d != nil && (d.Facts.Status == "" || d.Facts.Status == "active")
}

// decided is a decision line with what it is compared by.
type decided struct {
	*line.Decision
	topic string   // in normal form
	who   []string // names of those whom the rung names, sorted
}

func (c *comparison) decidesIn(d *document.Document) []decided {
	if !inForce(d) || d.Facts.Team == "" {
		return nil
	}
	list := make([]decided, len(d.Facts.Decides))
	for i := range d.Facts.Decides {
		l := &d.Facts.Decides[i]
		list[i] = decided{l, c.new.Key(l.Topic.Text), c.whoKeys(l)}
	}
	return list
}

func ownedBy(d *document.Document) []line.Text {
	if !inForce(d) || d.Facts.Team == "" {
		return nil
	}
	return slices.Clone(d.Facts.Owns)
}

// strike takes out of both lists what they share.
func strike[T any](gone, fresh *[]T, same func(a, b T) bool) (pairs [][2]T) {
	left := (*gone)[:0:0]
	for _, g := range *gone {
		i := slices.IndexFunc(*fresh, func(f T) bool { return same(g, f) })
		if i < 0 {
			left = append(left, g)
			continue
		}
		pairs = append(pairs, [2]T{g, (*fresh)[i]})
		*fresh = slices.Delete(*fresh, i, i+1)
	}
	*gone = left
	return pairs
}

func sameTopic(a, b decided) bool { return a.topic == b.topic }

func sameLimit(a, b decided) bool {
	return a.Limit == b.Limit && (a.Limit.Stated || line.Key(a.LimitAt.Text) == line.Key(b.LimitAt.Text))
}

// sameRung reports whether two lines are decided in the same way with the same
// others; lines that cannot be read are compared as they are written.
func sameRung(a, b decided) bool {
	if a.Rung != b.Rung || a.Rung == 0 && squeezed(a.Rest.Text) != squeezed(b.Rest.Text) {
		return false
	}
	return slices.Equal(a.who, b.who)
}

func (c *comparison) whoKeys(d *line.Decision) []string {
	var keys []string
	for _, t := range d.Who {
		keys = append(keys, c.who(t.Text))
	}
	slices.Sort(keys)
	return keys
}

// joinDecisions tells what became of decisions that are not as they were.
func (c *comparison) joinDecisions() {
	for i := range c.decisions {
		s := &c.decisions[i]
		for _, p := range strike(&s.gone, &s.fresh, func(a, b decided) bool { return sameTopic(a, b) && sameLimit(a, b) }) {
			c.decision(s.pair, "decision-rung", p[0], p[1])
		}
	}
	c.movedDecisions()
	for i := range c.decisions {
		s := &c.decisions[i]
		for _, p := range strike(&s.gone, &s.fresh, func(a, b decided) bool { return sameTopic(a, b) && sameRung(a, b) && sameEnd(a, b) }) {
			c.decision(s.pair, "decision-limit", p[0], p[1])
		}
		for _, p := range strike(&s.gone, &s.fresh, func(a, b decided) bool { return sameTopic(a, b) && sameRung(a, b) }) {
			c.decision(s.pair, "decision-limit", p[0], p[1])
		}
		for _, p := range strike(&s.gone, &s.fresh, func(a, b decided) bool { return sameTopic(a, b) && a.Limit.Overlaps(b.Limit) }) {
			c.decision(s.pair, "decision-rung", p[0], p[1])
		}
		if len(s.gone)*len(s.fresh) <= mostSimilar {
			for _, p := range strike(&s.gone, &s.fresh, func(a, b decided) bool { return similar(a.topic, b.topic) }) {
				c.decision(s.pair, "decision-topic", p[0], p[1])
			}
		}
		c.leftDecisions(s)
	}
}

// sameEnd reports whether two limits are bounded on the same side.
func sameEnd(a, b decided) bool {
	open := func(l line.Limit) bool { return l.Stated && l.To > 1e300 }
	return a.Limit.Stated == b.Limit.Stated && open(a.Limit) == open(b.Limit)
}

// movedDecisions tells of decisions that left one charter and came into
// another one: with the same limit, or where a topic left and came once, with
// limits that overlap.
func (c *comparison) movedDecisions() {
	type place struct{ side, at int }
	gone, fresh := map[string][]place{}, map[string][]place{}
	for i := range c.decisions {
		for j, d := range c.decisions[i].gone {
			gone[d.topic] = append(gone[d.topic], place{i, j})
		}
		for j, d := range c.decisions[i].fresh {
			fresh[d.topic] = append(fresh[d.topic], place{i, j})
		}
	}
	took := map[*line.Decision]bool{}
	for i := range c.decisions { // not over the map, so that the order is fixed
		for _, d := range c.decisions[i].gone {
			for _, at := range fresh[d.topic] {
				e := c.decisions[at.side].fresh[at.at]
				once := len(gone[d.topic]) == 1 && len(fresh[d.topic]) == 1 && d.Limit.Overlaps(e.Limit)
				if at.side != i && !took[e.Decision] && !took[d.Decision] && (sameLimit(d, e) || once) {
					took[d.Decision], took[e.Decision] = true, true
					c.decisionMoved(c.decisions[i].pair, c.decisions[at.side].pair, d, e)
				}
			}
		}
	}
	is := func(d decided) bool { return took[d.Decision] }
	for i := range c.decisions {
		s := &c.decisions[i]
		s.gone, s.fresh = slices.DeleteFunc(s.gone, is), slices.DeleteFunc(s.fresh, is)
	}
}

func (c *comparison) decisionMoved(from, to pair, old, new decided) {
	words := matter(to.new, new.Decision) + " moved from " + c.team(c.charterTeam(from.old)) + " to " + c.team(c.charterTeam(to.new))
	words = upper(words)
	if !sameRung(old, new) {
		words += ": " + c.says(to.new, new.Decision) + was(c.phrase(old.Decision))
	} else if !sameLimit(old, new) {
		words += was(limitWords(old.Decision))
	}
	c.add(to, new.Text, Change{Sort: "decision-moved", Sentence: sentence(words), Before: old.Text.Text, After: new.Text.Text, Topic: new.Topic.Text})
}

// decision tells of a line that is in both versions of a charter.
func (c *comparison) decision(p pair, sort string, old, new decided) {
	words := c.says(p.new, new.Decision)
	switch {
	case sort == "decision-topic":
		words += `, in place of ` + quoted(old.Text.Text)
	case sort == "decision-limit":
		if !new.Limit.Stated {
			words += " without a limit"
		}
		words += was(limitWords(old.Decision))
	case !sameLimit(old, new):
		words += was(limitWords(old.Decision) + ", " + c.phrase(old.Decision))
	default:
		words += was(c.phrase(old.Decision))
	}
	c.add(p, new.Text, Change{Sort: sort, Sentence: sentence(words), Before: old.Text.Text, After: new.Text.Text, Topic: new.Topic.Text})
}

// leftDecisions tells of lines that are new or gone. Those of a charter that
// is new or gone as a whole are told with it.
func (c *comparison) leftDecisions(s *side[decided]) {
	if !inForce(s.old) || !inForce(s.new) {
		return
	}
	for _, d := range s.fresh {
		c.add(s.pair, d.Text, Change{Sort: "decision-new", Sentence: sentence(c.says(s.new, d.Decision), ", which is new"), After: d.Text.Text, Topic: d.Topic.Text})
	}
	for _, d := range s.gone {
		words := c.team(c.charterTeam(s.new)) + " no longer says who decides " + matter(s.old, d.Decision) + was(c.phrase(d.Decision))
		c.addGone(s.pair, d.Text, Change{Sort: "decision-gone", Sentence: sentence(words), Before: d.Text.Text, Topic: d.Topic.Text})
	}
}

func (c *comparison) charterTeam(d *document.Document) string { return d.Facts.Team }

// matter is the topic of a decision with its limit.
func matter(d *document.Document, l *line.Decision) string {
	words := inside(d, l.Topic.Text)
	if limit := limitText(l); limit != "" {
		words += " " + limit
	}
	return words
}

func limitText(l *line.Decision) string {
	if l.Limit.Stated {
		return l.Limit.String()
	}
	return oneLine(l.LimitAt.Text)
}

// limitWords is a limit as it was.
func limitWords(l *line.Decision) string {
	if words := limitText(l); words != "" {
		return words
	}
	return "without a limit"
}

// says writes a decision line as a sentence.
func (c *comparison) says(d *document.Document, l *line.Decision) string {
	team, topic, others := c.team(c.charterTeam(d)), matter(d, l), c.whoAll(l.Who)
	decides := " decides "
	if len(l.Who) > 1 {
		decides = " decide "
	}
	if others == "" {
		others = "somebody else"
	}
	switch l.Rung {
	case line.Alone:
		return team + " decides " + topic + " alone"
	case line.Telling:
		return team + " decides " + topic + ", then tells " + others
	case line.Advised:
		return team + " decides " + topic + " after advice from " + others
	case line.Together:
		return team + " decides " + topic + " together with " + others
	case line.Heard:
		return others + decides + topic + " after hearing " + team
	case line.Explained:
		return others + decides + topic + " and tells " + team + " why"
	case line.Decided:
		return others + decides + topic + " for " + team
	}
	return team + " says of " + topic + ": " + quoted(l.Rest.Text)
}

// phrase is how a decision was made, in the words of the ladder.
func (c *comparison) phrase(l *line.Decision) string {
	if l.Rung == 0 {
		return quoted(l.Rest.Text)
	}
	names := make([]string, 0, len(l.Who))
	for _, t := range l.Who {
		names = append(names, c.who(t.Text))
	}
	return l.Rung.Phrase(names...)
}

// upper writes the first letter as a capital.
func upper(s string) string {
	for i, r := range s {
		return s[:i] + strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

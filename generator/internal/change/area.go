package change

import (
	"slices"

	"remit/generator/internal/line"
)

// joinAreas tells what became of areas that are not where they were.
func (c *comparison) joinAreas() {
	c.movedAreas()
	for i := range c.areas {
		s := &c.areas[i]
		if !inForce(s.old) || !inForce(s.new) {
			continue
		}
		changed, gone, fresh := items(c.texts(s.gone), c.texts(s.fresh))
		team := c.team(c.charterTeam(s.new))
		for _, b := range changed {
			c.add(s.pair, b.new.at, Change{Sort: "owns-changed", Topic: b.new.topic, Before: b.old.topic, After: b.new.topic,
				Sentence: sentence(team, " owns ", quoted(b.new.topic), " in place of ", quoted(b.old.topic))})
		}
		for _, it := range fresh {
			c.add(s.pair, it.at, Change{Sort: "owns-new", Topic: it.topic, After: it.topic,
				Sentence: sentence(team, " owns ", quoted(it.topic), " now")})
		}
		for _, it := range gone {
			c.addGone(s.pair, it.at, Change{Sort: "owns-gone", Topic: it.topic, Before: it.topic,
				Sentence: sentence(team, " no longer owns ", quoted(it.topic))})
		}
	}
}

// movedAreas tells of areas that left one charter and came into another one.
func (c *comparison) movedAreas() {
	type place struct {
		pair
		at   line.Text
		side int
	}
	came := map[string][]place{}
	for i, s := range c.areas {
		for _, t := range s.fresh {
			came[c.new.Key(t.Text)] = append(came[c.new.Key(t.Text)], place{s.pair, t, i})
		}
	}
	for i := range c.areas {
		s := &c.areas[i]
		s.gone = slices.DeleteFunc(s.gone, func(t line.Text) bool {
			key := c.new.Key(t.Text)
			to := came[key]
			if len(to) == 0 || to[0].side == i {
				return false
			}
			came[key] = to[1:]
			from := c.team(c.charterTeam(s.old))
			c.add(to[0].pair, to[0].at, Change{Sort: "owns-moved", Topic: to[0].at.Text, Before: from, After: c.team(c.charterTeam(to[0].new)),
				Sentence: sentence(quoted(to[0].at.Text), " moved from ", from, " to ", c.team(c.charterTeam(to[0].new)))})
			fresh := &c.areas[to[0].side].fresh
			*fresh = slices.DeleteFunc(slices.Clone(*fresh), func(f line.Text) bool { return f == to[0].at })
			return true
		})
	}
}

// texts are lines whose words are all that they say.
func (c *comparison) texts(list []line.Text) []item {
	out := make([]item, len(list))
	for i, t := range list {
		out[i] = item{key: c.new.Key(t.Text), topic: oneLine(t.Text), at: t}
	}
	return out
}

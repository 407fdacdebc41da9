package model

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// Holds reports whether a charter counts: it and its team are at work.
func (m *Model) Holds(d *document.Document) bool {
	return d.Facts.Team != "" && m.Living(d) && !m.Retired(d.Facts.Team)
}

// LimitOverlap is an amount of one topic on which two teams decide alone.
type LimitOverlap struct {
	Topic         string              // the key of the topic's group
	First, Second Row[*line.Decision] // Second begins at no smaller amount
	Amounts       line.Limit          // what lies in both; not stated when that is all
}

// LimitGap is an amount of one topic for which nobody is named.
type LimitGap struct {
	Topic        string
	Below, Above Row[*line.Decision]
	Amounts      line.Limit // what lies between them
}

// OverlappingLimits returns the amounts on which two teams decide alone, by
// topic. What each team decides for itself, such as its tools, is no overlap:
// the topic has to be an area that somebody owns, or one team names the other,
// or their limits divide the amounts between them, and for amounts a month or a
// year one of the last two. Where many teams overlap each is in one pair at
// least. The caller must not change the list.
func (m *Model) OverlappingLimits() []LimitOverlap { return m.lazy.overlaps() }

// GapsInLimits returns the amounts for which nobody is named, by topic. Lines
// of one team are compared with each other; those of several teams only where
// they speak of the same thing, as OverlappingLimits tells it. What lies below
// the lowest and above the highest limit is no gap. The caller must not change
// the list.
func (m *Model) GapsInLimits() []LimitGap { return m.lazy.gaps() }

func (m *Model) makeOverlaps() []LimitOverlap {
	var all []LimitOverlap
	shared := sharedTopics{m: m}
	for _, g := range m.TopicGroups() {
		if len(g.Rows) > 1 && shared.mayClash(g.Rows) {
			all = append(all, overlaps(g.Key, m.deciding(g.Rows, line.Telling), &shared)...)
		}
	}
	return all
}

func (m *Model) makeGaps() []LimitGap {
	var all []LimitGap
	shared := sharedTopics{m: m}
	for _, g := range m.TopicGroups() {
		if len(g.Rows) < 2 || !slices.ContainsFunc(g.Rows, func(row decisionRow) bool { return row.Value.Limit.From > 0 }) {
			continue // all begin at nothing
		}
		rows := m.deciding(g.Rows, 0)
		if len(rows) > 1 && rows[0].Value.Limit.Stated { // one without a limit holds for all amounts
			all = append(all, gaps(g.Key, rows, shared.amongAll(rows))...)
		}
	}
	return all
}

type decisionRow = Row[*line.Decision]

// deciding returns the decisions of charters that hold which stand on a rung
// or above it, by their limits from small amounts to large ones.
func (m *Model) deciding(rows []decisionRow, least line.Rung) []decisionRow {
	var kept []decisionRow
	for _, row := range rows {
		if row.Value.Rung >= least && m.Holds(row.Doc) {
			kept = append(kept, row)
		}
	}
	slices.SortStableFunc(kept, func(a, b decisionRow) int { return a.Value.Limit.Compare(b.Value.Limit) })
	return kept
}

// overlaps walks limits from small amounts to large ones and compares each
// with the one before it that reaches furthest and is of another team.
func overlaps(topic string, rows []decisionRow, shared *sharedTopics) []LimitOverlap {
	var found []LimitOverlap
	var far, next *decisionRow // the two that reach furthest, of two teams
	for i := range rows {
		row := &rows[i]
		for _, before := range []*decisionRow{far, next} {
			if before == nil || before.Doc.Facts.Team == row.Doc.Facts.Team || !before.Value.Limit.Overlaps(row.Value.Limit) {
				continue
			}
			if shared.between(*before, *row) {
				found = append(found, LimitOverlap{topic, *before, *row, both(before.Value.Limit, row.Value.Limit)})
			}
		}
		switch {
		case far == nil || reachesFurther(row, far) && row.Doc.Facts.Team == far.Doc.Facts.Team:
			far = row
		case reachesFurther(row, far):
			far, next = row, far
		case row.Doc.Facts.Team != far.Doc.Facts.Team && (next == nil || reachesFurther(row, next)):
			next = row
		}
	}
	return found
}

func reachesFurther(a, b *decisionRow) bool { return reach(a.Value.Limit) > reach(b.Value.Limit) }

func reach(l line.Limit) float64 {
	if !l.Stated {
		return math.Inf(1)
	}
	return l.To
}

// both is the limit that holds for the amounts in a and in b.
func both(a, b line.Limit) line.Limit {
	if !a.Stated {
		return b
	}
	if !b.Stated {
		return a
	}
	l := a
	if b.From > l.From || b.From == l.From && b.FromOpen {
		l.From, l.FromOpen = b.From, b.FromOpen
	}
	if b.To < l.To || b.To == l.To && b.ToOpen {
		l.To, l.ToOpen = b.To, b.ToOpen
	}
	return l
}

// gaps returns what lies between the limits of rows that are sorted by them,
// all together or team by team.
func gaps(topic string, rows []decisionRow, together bool) []LimitGap {
	if !together {
		slices.SortStableFunc(rows, func(a, b decisionRow) int { return cmp.Compare(a.Doc.Facts.Team, b.Doc.Facts.Team) })
	}
	var found []LimitGap
	far := rows[0] // reaches furthest of those before
	for _, row := range rows[1:] {
		sameTeam := row.Doc.Facts.Team == far.Doc.Facts.Team
		if row.Value.Limit.Unit != far.Value.Limit.Unit || !together && !sameTeam {
			far = row
			continue
		}
		if gap, ok := far.Value.Limit.Gap(row.Value.Limit); ok {
			found = append(found, LimitGap{topic, far, row, gap})
		}
		if reachesFurther(&row, &far) {
			far = row
		}
	}
	return found
}

// sharedTopics tells whether two teams that decide the same topic decide the
// same thing. Each team decides on its own tools; there is one sort of refunds.
type sharedTopics struct {
	m     *Model
	parts map[string]bool // what areas list: Refunds and goodwill vouchers; made when first asked for
}

// mayClash reports whether some pair of the rows could be about the same
// thing. It saves the walk where each team decides for itself.
func (s *sharedTopics) mayClash(rows []decisionRow) bool {
	for _, row := range rows {
		if row.Value.Limit.From > 0 || len(row.Value.Who) > 0 {
			return true
		}
	}
	return s.owned(rows[0].Value.Topic.Text)
}

// between reports whether the decisions of two teams are about the same thing.
func (s *sharedTopics) between(a, b decisionRow) bool {
	if a.Value.Limit.From > 0 || b.Value.Limit.From > 0 {
		return true // they divide the amounts between them
	}
	if s.names(a, b.Doc.Facts.Team) || s.names(b, a.Doc.Facts.Team) {
		return true
	}
	return !strings.Contains(a.Value.Limit.Unit, "/") && !strings.Contains(b.Value.Limit.Unit, "/") && s.owned(a.Value.Topic.Text)
}

// names reports whether the charter of a row names a team in a line about the
// same topic.
func (s *sharedTopics) names(row decisionRow, team string) bool {
	for i := range row.Doc.Facts.Decides {
		d := &row.Doc.Facts.Decides[i]
		for _, who := range d.Who {
			if id, _ := s.m.TeamID(who.Text); id == team && s.m.Key(d.Topic.Text) == s.m.Key(row.Value.Topic.Text) {
				return true
			}
		}
	}
	return false
}

// owned reports whether a topic is an area of some charter, or one of those
// that an area lists.
func (s *sharedTopics) owned(topic string) bool {
	if len(s.m.Owning(topic)) > 0 {
		return true
	}
	if s.parts == nil {
		s.parts = map[string]bool{}
		for _, g := range s.m.AreaGroups() {
			for part := range partsOf(g.Rows[0].Value.Text) {
				s.parts[s.m.Key(part)] = true
			}
		}
	}
	return len(s.parts) > 0 && s.parts[s.m.Key(topic)]
}

// partsOf yields what a text lists with commas and "and". What is said of all
// its parts (refunds and vouchers of the north) makes each of them more than
// its words.
func partsOf(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		if !strings.Contains(text, " and ") && !strings.ContainsAny(text, ",&") || qualified(text) {
			return
		}
		for part := range strings.SplitSeq(lists.Replace(text), ",") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}

var lists = strings.NewReplacer(" and ", ",", " & ", ",")

// qualified reports whether a text says where or for whom something holds.
func qualified(text string) bool {
	for w := range strings.FieldsSeq(text) {
		switch w {
		case "of", "for", "in", "on", "by", "at", "from", "to", "with", "between", "across", "within":
			return true
		}
	}
	return false
}

// amongAll reports whether some of the rows show that all are about the same
// thing: the topic is owned, or one team names another in its line.
func (s *sharedTopics) amongAll(rows []decisionRow) bool {
	if s.owned(rows[0].Value.Topic.Text) {
		return true
	}
	for _, row := range rows {
		for _, who := range row.Value.Who {
			if id, _ := s.m.TeamID(who.Text); slices.ContainsFunc(rows, func(o decisionRow) bool { return o.Doc.Facts.Team == id && o.Doc != row.Doc }) {
				return true
			}
		}
	}
	return false
}

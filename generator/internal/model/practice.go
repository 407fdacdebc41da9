package model

import (
	"cmp"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// Gap is a decision that daily life makes in another way than the charter has
// it, as a room check found.
type Gap struct {
	Paper *line.Decision
	Lived *line.Decision
	Check *document.Document
}

// Less reports whether daily life gives less room than the charter.
func (g Gap) Less() bool { return g.Lived.Rung < g.Paper.Rung }

// RoomChecks returns the assessments of the type room-check that a team keeps,
// the newest first. The caller must not change the list.
func (m *Model) RoomChecks(team string) []*document.Document {
	if team == "" {
		return nil
	}
	id, _ := m.TeamID(team)
	return m.lazy.checks()[id]
}

func (m *Model) makeChecks() map[string][]*document.Document {
	checks := map[string][]*document.Document{}
	for _, row := range m.ByKind.Get("assessment") {
		if d := row.Doc; d.Facts.Sort.Text == "room-check" && inForce(d) {
			owner := m.Owner(d).ID
			checks[owner] = append(checks[owner], d)
		}
	}
	for _, list := range checks {
		slices.SortFunc(list, func(a, b *document.Document) int {
			return cmp.Or(b.Facts.Date.Day.Compare(a.Facts.Date.Day), strings.Compare(b.Path, a.Path))
		})
	}
	return checks
}

// Practice compares a charter with the newest room check of its team and
// returns the decisions in which they differ, in the order of the charter. A
// line of the check speaks of a line of the charter when topic and limit are
// the same.
func (m *Model) Practice(charter *document.Document) []Gap {
	checks := m.RoomChecks(charter.Facts.Team)
	if len(checks) == 0 {
		return nil
	}
	lived := map[string][]*line.Decision{} // by key of the topic
	for i := range checks[0].Facts.Decides {
		d := &checks[0].Facts.Decides[i]
		key := m.Key(d.Topic.Text)
		lived[key] = append(lived[key], d)
	}
	var gaps []Gap
	for i := range charter.Facts.Decides {
		paper := &charter.Facts.Decides[i]
		for _, d := range lived[m.Key(paper.Topic.Text)] {
			if paper.Rung > 0 && d.Rung > 0 && paper.Rung != d.Rung && paper.Limit == d.Limit {
				gaps = append(gaps, Gap{paper, d, checks[0]})
			}
		}
	}
	return gaps
}

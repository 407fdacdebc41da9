package model

import (
	"cmp"
	"slices"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// AskedOf returns the decisions of other teams that name a team, in path order:
// up to the rung line.Advised they wait for its answer.
func (m *Model) AskedOf(team string) []Row[*line.Decision] { return ofTeam(m, m.Asked, team) }

// PartnersOf returns the lines below works-with of other charters that name a
// team, in path order.
func (m *Model) PartnersOf(team string) []Row[*line.Who] { return ofTeam(m, m.Partners, team) }

// Mentions reports whether a charter speaks of a team: it works with it, names
// it in a decision, or sends people to it.
func (m *Model) Mentions(charter *document.Document, team string) bool {
	t := m.teams()[idIn(team)]
	return t != nil && slices.Contains(m.mentioned(charter), t)
}

// mentioned returns the teams of which a charter speaks, some more than once.
func (m *Model) mentioned(charter *document.Document) []*Named {
	var found []*Named
	for _, texts := range [...][]line.Text{coordination(charter), elsewhere(charter)} {
		for _, t := range texts {
			if team := m.teams()[idIn(t.Text)]; team != nil {
				found = append(found, team)
			}
		}
	}
	return found
}

// coordination returns the teams and roles with which a charter shares work or
// decisions, as written.
func coordination(charter *document.Document) []line.Text {
	f := &charter.Facts
	var texts []line.Text
	for i := range f.WorksWith {
		texts = append(texts, f.WorksWith[i].Team)
	}
	for i := range f.Decides {
		texts = append(texts, f.Decides[i].Who...)
	}
	return texts
}

// elsewhere returns the teams to which a charter sends people, as written.
func elsewhere(charter *document.Document) []line.Text {
	var texts []line.Text
	for i := range charter.Facts.NotOurs {
		texts = append(texts, charter.Facts.NotOurs[i].Team)
	}
	return texts
}

// OneSided returns the places where a charter works with a team or names it in
// a decision while that team's charter does not speak of it at all: one row for
// each two teams, in path order, with the name of the other team as written.
// Only charters that hold today count, and a team without one can say nothing.
func (m *Model) OneSided() []Row[line.Text] {
	mentioned := map[*Named][]*Named{}
	for _, t := range m.Teams() {
		if t.Doc != nil && m.Living(t.Doc) {
			mentioned[t] = m.mentioned(t.Doc)
		}
	}
	var found []Row[line.Text]
	for t := range mentioned {
		told := []*Named{t}
		for _, text := range coordination(t.Doc) {
			other := m.teams()[idIn(text.Text)]
			back, speaks := mentioned[other]
			if speaks && !slices.Contains(back, t) && !slices.Contains(told, other) {
				told = append(told, other)
				found = append(found, Row[line.Text]{Doc: t.Doc, Value: text})
			}
		}
	}
	slices.SortFunc(found, func(a, b Row[line.Text]) int {
		return cmp.Or(byPath(a, b), cmp.Compare(a.Value.Span.Start.Byte, b.Value.Span.Start.Byte))
	})
	return found
}

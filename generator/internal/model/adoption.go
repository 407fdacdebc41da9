package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// Adopter is a team and how it stands with a standard.
type Adopter struct {
	Team     *Named
	Applies  bool               // the standard says that it applies to the team
	Standing *line.Standing     // what the charter says of it; nil for nothing
	Waiver   *document.Document // the decision that an exemption names, when there is one
}

// State is meets, working, not-yet or exempt; "" when the team has said nothing
// that can be read.
func (a Adopter) State() string {
	if a.Standing == nil {
		return ""
	}
	return a.Standing.State
}

// Ends returns the day on which an exemption ends, or by which the team wants
// to be ready; zero when none is known.
func (a Adopter) Ends() time.Time {
	switch {
	case a.Waiver != nil && !a.Waiver.Facts.Until.Day.IsZero():
		return a.Waiver.Facts.Until.Day
	case a.Standing != nil:
		return a.Standing.By.Day
	}
	return time.Time{}
}

// Adoption tells how the teams stand to which a standard applies, and those
// that speak of it although it does not, in the order of their ids. Teams that
// have ended are left out.
func (m *Model) Adoption(standard *document.Document) []Adopter {
	by := map[*Named]*Adopter{}
	add := func(t *Named) *Adopter {
		if by[t] == nil {
			by[t] = &Adopter{Team: t}
		}
		return by[t]
	}
	for _, t := range m.AppliesTo(standard) {
		add(t).Applies = true
	}
	for _, row := range m.Standings.Get(standard.ID) {
		t := m.teams()[document.Slug(row.Doc.Facts.Team)]
		id, kind := splitID(row.Value.Standard.Text)
		if t == nil || t.Doc != row.Doc || m.Retired(t.ID) || !m.means(id, kind, standard) {
			continue
		}
		if a := add(t); a.Standing == nil {
			a.Standing, a.Waiver = row.Value, m.waiver(row.Value)
		}
	}
	list := make([]Adopter, 0, len(by))
	for _, a := range by {
		list = append(list, *a)
	}
	slices.SortFunc(list, func(a, b Adopter) int { return cmp.Compare(a.Team.ID, b.Team.ID) })
	return list
}

func (m *Model) waiver(s *line.Standing) *document.Document {
	if s.Decision.Text == "" {
		return nil
	}
	id, kind := splitID(s.Decision.Text)
	return m.Name(id, kind, []string{"decision"}).Doc
}

// speaks reports whether a team can say how it stands: org.yaml may name one
// that needs no charter, such as a landlord.
func (n *Named) speaks() bool { return n.Doc != nil || n.Entry == nil || n.Entry.Charter != "none" }

// AppliesTo returns the teams to which a standard applies, in the order of
// their ids: everyone, those it names, or those of a type. Teams that have
// ended are left out, and so are names of no team.
func (m *Model) AppliesTo(standard *document.Document) []*Named {
	named := map[*Named]bool{}
	for _, t := range standard.Facts.AppliesTo {
		scope := scopeOf(t.Text)
		if name, ok := strings.CutPrefix(scope, "team:"); ok {
			if team := m.teams()[idIn(name)]; team != nil {
				named[team] = true
			}
			continue
		}
		kind, isType := strings.CutPrefix(scope, "type:")
		for _, team := range m.Teams() {
			if !isType && team.speaks() || isType && team.Doc != nil && strings.EqualFold(team.Doc.Facts.Sort.Text, kind) {
				named[team] = true
			}
		}
	}
	var list []*Named
	for team := range named {
		if !m.Retired(team.ID) {
			list = append(list, team)
		}
	}
	slices.SortFunc(list, func(a, b *Named) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

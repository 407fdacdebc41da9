package model

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// SharedArea is an area that several teams own.
type SharedArea struct {
	Area   string // the key of the area's group
	Owners []Row[line.Text]
}

// SharedAreas returns the areas that several teams own, by area, with the first
// line of each team.
func (m *Model) SharedAreas() []SharedArea {
	var all []SharedArea
	for _, g := range m.AreaGroups() {
		if len(g.Rows) < 2 {
			continue
		}
		if owners := m.PerTeam(g.Rows); len(owners) > 1 {
			all = append(all, SharedArea{g.Key, owners})
		}
	}
	return all
}

// PerTeam returns the first row of each team whose charter holds.
func (m *Model) PerTeam(rows []Row[line.Text]) []Row[line.Text] {
	var kept []Row[line.Text]
	teams := map[string]bool{}
	for _, row := range rows {
		if team := row.Doc.Facts.Team; !teams[team] && m.Holds(row.Doc) {
			teams[team] = true
			kept = append(kept, row)
		}
	}
	return kept
}

// PassedOn returns the charter that a line below not-ours sends readers to
// although no word of the area stands anywhere in it. It is nil when the line
// names no team that is known, and when the team's charter does not say what
// the team owns.
func (m *Model) PassedOn(w *line.Who) *document.Document {
	id, known := m.TeamID(w.Team.Text)
	if !known {
		return nil
	}
	x := m.Charter(id)
	area := ContentWords(line.Key(w.How.Text))
	if x == nil || !m.Holds(x) || len(x.Facts.Owns) == 0 || len(area) == 0 || mentions(x, area) {
		return nil
	}
	return x
}

// mentions reports whether one of the words, in lower case, stands in a
// charter: in what the team owns or decides, or anywhere in the text. The last
// two letters of a word may differ, so that shelf is in shelves.
func mentions(d *document.Document, words []string) bool {
	in := func(text string) bool {
		text = strings.ToLower(text)
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w[:min(len(w), max(4, len(w)-2))]) })
	}
	f := &d.Facts
	for _, list := range [][]line.Text{f.Owns, f.Boundaries, f.CountsOn, f.MayRequire} {
		if slices.ContainsFunc(list, func(t line.Text) bool { return in(t.Text) }) {
			return true
		}
	}
	return slices.ContainsFunc(f.Decides, func(l line.Decision) bool { return in(l.Topic.Text) }) ||
		slices.ContainsFunc(f.Success, func(l line.Measure) bool { return in(l.Text.Text) }) ||
		slices.ContainsFunc(f.WorksWith, func(l line.Who) bool { return in(l.Text.Text) }) ||
		in(d.Title) || in(d.Content.Text)
}

// smallWords carry no meaning of their own in an area, in the form that
// line.Key gives them. The second line is what nearly every team does to what
// it owns.
var smallWords = line.WordSet(
	"and or of for in on by with to from at as it all any our we their other that which into between within across via per is are be",
	"work working support supporting maintenance maintaining development developing design management managing improvement improving",
	"definition defining operation ownership use usage part process team area tool tooling related general overall new",
	"und oder von für in im auf bei mit zu zum zur aus der die das den dem ein eine alle unser unsere",
)

// ContentWords returns the words of a key that carry meaning, sorted and each
// once.
func ContentWords(key string) []string {
	var words []string
	for w := range strings.FieldsSeq(key) {
		if !smallWords[w] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

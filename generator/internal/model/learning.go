package model

import (
	"cmp"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// LessonsOn returns the lessons that touch a document, or the team of a
// charter, the newest first.
func (m *Model) LessonsOn(d *document.Document) []Row[line.Text] {
	rows := m.naming(m.Lessons, d, anyDocument)
	newestFirst(rows)
	return rows
}

// LessonsAbout returns the lessons that touch a team, whether it has a charter
// or not, the newest first.
func (m *Model) LessonsAbout(team string) []Row[line.Text] {
	if d := m.Charter(team); d != nil {
		return m.LessonsOn(d)
	}
	rows := slices.Clone(ofTeam(m, m.Lessons, team))
	newestFirst(rows)
	return rows
}

func newestFirst[V any](rows []Row[V]) {
	slices.SortStableFunc(rows, func(a, b Row[V]) int { return b.Doc.Facts.Date.Day.Compare(a.Doc.Facts.Date.Day) })
}

// naming returns the rows of an index by ids that mean a document, for a
// charter also those that mean its team: one of each document that says so, in
// path order. The field takes teams and documents, so that an id that both have
// means the team. Only documents that are wanted are looked at closer, since
// that is what takes the time. The caller may change the list.
func (m *Model) naming(x Index[string, line.Text], d *document.Document, wanted func(*document.Document) bool) []Row[line.Text] {
	var found []Row[line.Text]
	team := document.Slug(d.Facts.Team)
	if team != "" && m.Charter(team) == d {
		for _, row := range ofTeam(m, x, team) {
			if !wanted(row.Doc) {
				continue
			}
			if _, kind := splitID(row.Value.Text); kind == "" || kind == "team" || kind == charterKind {
				found = append(found, row)
			}
		}
	}
	for _, row := range x.Get(d.ID) {
		if !wanted(row.Doc) {
			continue
		}
		id, kind := splitID(row.Value.Text)
		if (kind != "" || m.teams()[id] == nil) && m.means(id, kind, d) {
			found = append(found, row)
		}
	}
	if team != "" { // there may be rows of both
		slices.SortStableFunc(found, byPath[line.Text])
	}
	return slices.CompactFunc(found, func(a, b Row[line.Text]) bool { return a.Doc == b.Doc })
}

func anyDocument(*document.Document) bool { return true }

// means reports whether an id stands for a document and no other.
func (m *Model) means(id, kind string, d *document.Document) bool {
	rows := m.documents(id, kind)
	return len(rows) == 1 && rows[0].Doc == d
}

// Returning is a pattern that lessons name, and how often it came back.
type Returning struct {
	ID      string
	Name    string           // in org.yaml, else the pattern as the first lesson has it
	Entry   *schema.OrgEntry // nil when org.yaml does not list it
	Lessons []Row[line.Text] // that name it, the newest first
}

// PatternCounts returns the patterns that lessons name, those with the most
// lessons first.
func (m *Model) PatternCounts() []Returning {
	var all []Returning
	at := map[string]int{}
	for _, g := range m.Patterns.Groups() {
		n := m.Name(g.Key, "", []string{"pattern"})
		i, ok := at[n.ID]
		if !ok {
			i = len(all)
			at[n.ID] = i
			all = append(all, Returning{ID: n.ID, Name: firstOf(n.Name, g.Rows[0].Value.Text), Entry: n.Entry})
		}
		all[i].Lessons = append(all[i].Lessons, g.Rows...)
	}
	for i := range all {
		newestFirst(all[i].Lessons)
	}
	slices.SortFunc(all, func(a, b Returning) int {
		return cmp.Or(cmp.Compare(len(b.Lessons), len(a.Lessons)), strings.Compare(a.ID, b.ID))
	})
	return all
}

// Kept returns the documents of a kind that a team keeps, as stated or as
// Owner finds out, in path order. The caller must not change the list.
func (m *Model) Kept(team, kind string) []*document.Document {
	id, _ := m.TeamID(team)
	if known, ok := m.lazy.kept.Load(kind); ok {
		return known.(map[string][]*document.Document)[id]
	}
	kept := map[string][]*document.Document{}
	for _, row := range m.ByKind.Get(kind) {
		if owner := m.Owner(row.Doc).ID; owner != "" {
			kept[owner] = append(kept[owner], row.Doc)
		}
	}
	m.lazy.kept.Store(kind, kept)
	return kept[id]
}

// DecisionsOn returns the decisions that change a document, or the team of a
// charter, the newest first.
func (m *Model) DecisionsOn(d *document.Document) []Row[line.Text] {
	rows := m.naming(m.Changed, d, anyDocument)
	newestFirst(rows)
	return rows
}

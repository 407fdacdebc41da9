package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// Teams returns all teams, by their charters and by org.yaml, in the order of
// their ids. The caller must not change the list.
func (m *Model) Teams() []*Named { return m.lazy.teams().list }

// teams returns the teams by id and by their other names in org.yaml.
func (m *Model) teams() map[string]*Named { return m.lazy.teams().byName }

type teams struct {
	list   []*Named
	byName map[string]*Named
}

func (m *Model) makeTeams() teams {
	groups := m.ByTeam.Groups()
	t := teams{make([]*Named, 0, len(groups)+len(m.Org.Teams)), make(map[string]*Named, len(groups)+2*len(m.Org.Teams))}
	for _, g := range groups {
		d := charterAmong(g.Rows)
		t.byName[g.Key] = &Named{Sort: Team, ID: g.Key, Name: teamTitle(d.Title), Doc: d}
		t.list = append(t.list, t.byName[g.Key])
	}
	names := byNames(m.Org.Teams)
	for i := range m.Org.Teams {
		e := &m.Org.Teams[i]
		id := document.Slug(e.ID)
		if names[id] != e { // there twice, or without an id
			continue
		}
		team := t.byName[id]
		if team == nil {
			team = &Named{Sort: Team, ID: id, Name: firstOf(e.Name, e.ID)}
			t.list = append(t.list, team)
			t.byName[id] = team
		}
		team.Entry = e
	}
	for name, e := range names {
		if t.byName[name] == nil {
			t.byName[name] = t.byName[document.Slug(e.ID)]
		}
	}
	slices.SortFunc(t.list, func(a, b *Named) int { return cmp.Compare(a.ID, b.ID) })
	return t
}

// teamTitle is the name of a team in the title of its charter: "SIG Docs" in
// "SIG Docs Charter".
func teamTitle(title string) string {
	const word = " charter"
	if n := len(title) - len(word); n > 0 && strings.EqualFold(title[n:], word) {
		if name := strings.TrimSpace(title[:n]); name != "" {
			return name
		}
	}
	return title
}

// charterAmong returns the charter that counts: the first that is not retired,
// since an old one may lie in an archive.
func charterAmong(rows []Row[None]) *document.Document {
	for _, r := range rows {
		if r.Doc.Facts.Status != retired {
			return r.Doc
		}
	}
	return rows[0].Doc
}

const retired = "retired"

// Charter returns the charter of a team, or nil. A team with two charters has
// the first in path order that is not retired, else the first.
func (m *Model) Charter(team string) *document.Document {
	if t := m.teams()[document.Slug(team)]; t != nil {
		return t.Doc
	}
	return nil
}

// TeamID returns the id of the team that a text names, by its id or by another
// name that org.yaml gives it; the text's own slug when there is no such team.
func (m *Model) TeamID(text string) (id string, known bool) {
	id = idIn(text)
	if t := m.teams()[id]; t != nil {
		return t.ID, true
	}
	return id, false
}

// Retired reports whether a team has ended: org.yaml says so, or it is not
// there and its charter is retired or replaced. A team that nobody knows has
// not.
func (m *Model) Retired(team string) bool {
	t := m.teams()[document.Slug(team)]
	switch {
	case t == nil:
		return false
	case t.Entry != nil:
		return t.Entry.Retired != "" && !m.afterToday(t.Entry.Retired)
	}
	return m.Status(t.Doc) == retired || m.Status(t.Doc) == superseded
}

// afterToday reports whether a date as written lies in the future. What cannot
// be read does not.
func (m *Model) afterToday(text string) bool {
	y, month, d, ok := schema.ParseDate(text)
	return ok && time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC).After(m.Today)
}

// spellings returns the keys under which an index by team may hold a team.
func (m *Model) spellings(team string) []string {
	id, _ := m.TeamID(team)
	keys := []string{id}
	if t := m.teams()[id]; t != nil && t.Entry != nil {
		for _, name := range otherNames(t.Entry) {
			if key := document.Slug(name); m.teams()[key] == t && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// OtherNames returns what org.yaml calls a team beside its id.
func (m *Model) OtherNames(team string) []string {
	if t := m.teams()[document.Slug(team)]; t != nil && t.Entry != nil {
		return slices.DeleteFunc(otherNames(t.Entry), func(name string) bool { return name == "" })
	}
	return nil
}

func otherNames(e *schema.OrgEntry) []string {
	names := []string{e.Name}
	for _, a := range e.Aliases {
		names = append(names, a.Text)
	}
	return names
}

// ofTeam returns the rows of an index by teams that are about one team, in the
// order of paths.
func ofTeam[V any](m *Model, x Index[string, V], team string) []Row[V] {
	keys := m.spellings(team)
	rows := x.Get(keys[0])
	mixed := false
	for _, key := range keys[1:] {
		if more := x.Get(key); len(more) > 0 {
			rows, mixed = slices.Concat(rows, more), true
		}
	}
	if mixed { // else the rows are those of the index
		slices.SortStableFunc(rows, byPath[V])
	}
	return rows
}

// AskedOf returns the decisions of other teams that name a team, in path order:
// up to the rung line.Advised they wait for its answer.
func (m *Model) AskedOf(team string) []Row[*line.Decision] { return ofTeam(m, m.Asked, team) }

// PartnersOf returns the lines below works-with of other charters that name a
// team, in path order.
func (m *Model) PartnersOf(team string) []Row[*line.Who] { return ofTeam(m, m.Partners, team) }

package model

import (
	"cmp"
	"slices"
	"strings"

	"remit/generator/internal/document"
)

// Bound is a standard and how one team stands with it.
type Bound struct {
	Standard *document.Document
	Adopter
}

// StandardsOf returns the standards that apply to a team and those of which its
// charter speaks, in path order: what Adoption tells, from the team's side.
// Only standards that hold today are among them, and none for a team that
// nobody knows or that has ended.
func (m *Model) StandardsOf(team string) []Bound {
	id, known := m.TeamID(team)
	if !known || m.Retired(id) {
		return nil
	}
	t := m.teams()[id]
	by := map[*document.Document]*Bound{}
	add := func(d *document.Document) *Bound {
		if by[d] == nil {
			by[d] = &Bound{d, Adopter{Team: t}}
		}
		return by[d]
	}
	scopes := m.lazy.scopes()
	lists := [][]*document.Document{scopes["everyone"], scopes["team:"+id]}
	if t.Doc != nil && t.Doc.Facts.Sort.Text != "" {
		lists = append(lists, scopes["type:"+strings.ToLower(t.Doc.Facts.Sort.Text)])
	}
	for _, d := range slices.Concat(lists...) {
		add(d).Applies = true
	}
	if t.Doc != nil {
		for i := range t.Doc.Facts.Standings {
			s := &t.Doc.Facts.Standings[i]
			standard, kind := splitID(s.Standard.Text)
			rows := m.documents(standard, kind)
			if len(rows) != 1 || rows[0].Doc.Kind.Name != "standard" || !m.Living(rows[0].Doc) {
				continue
			}
			if b := add(rows[0].Doc); b.Standing == nil {
				b.Standing, b.Waiver = s, m.waiver(s)
			}
		}
	}
	list := make([]Bound, 0, len(by))
	for _, b := range by {
		list = append(list, *b)
	}
	slices.SortFunc(list, func(a, b Bound) int { return cmp.Compare(a.Standard.Path, b.Standard.Path) })
	return list
}

// makeScopes lists the standards that hold today by those to whom they apply:
// everyone, type:platform, team:support.
func (m *Model) makeScopes() map[string][]*document.Document {
	scopes := map[string][]*document.Document{}
	for _, row := range m.ByKind.Get("standard") {
		if !m.Living(row.Doc) {
			continue
		}
		for _, t := range row.Doc.Facts.AppliesTo {
			scope := scopeOf(t.Text)
			if name, ok := strings.CutPrefix(scope, "team:"); ok {
				id, known := m.TeamID(name)
				if !known {
					continue
				}
				scope = "team:" + id
			}
			if !slices.Contains(scopes[scope], row.Doc) {
				scopes[scope] = append(scopes[scope], row.Doc)
			}
		}
	}
	return scopes
}

// scopeOf returns to whom a standard applies by one of its texts: everyone,
// type:platform or team:support.
func scopeOf(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if kind, isType := strings.CutPrefix(text, "type:"); isType {
		return "type:" + strings.TrimSpace(kind)
	}
	if text == "everyone" {
		return text
	}
	return "team:" + text
}

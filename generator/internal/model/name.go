package model

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/schema"
)

// Sort tells what a name in front matter stands for.
type Sort uint8

// What a name may stand for.
const (
	Nothing  Sort = iota
	Team          // a team: by its charter, or by its line in org.yaml
	Role          // a role of org.yaml
	Pattern       // a pattern of org.yaml
	Document      // a document
	Several       // several documents
	Withheld      // something that this site does not show; see Named.Absence
	Topic         // a topic of org.yaml
	Goal          // a goal of org.yaml
	Kind          // a kind of document
)

// String is what messages and org.yaml call it, in the singular.
func (s Sort) String() string {
	return [...]string{"nothing", "team", "role", "pattern", "document", "name of several documents", "withheld", "topic", "goal", "kind of document"}[s]
}

// Named is what a name in front matter stands for.
type Named struct {
	Sort    Sort
	ID      string             // the id that counts, where the name was another one for it
	Name    string             // to show: the title of the document, the name in org.yaml
	Doc     *document.Document // the document, or the charter of the team; nil for a line of org.yaml
	Entry   *schema.OrgEntry   // the line of org.yaml, when there is one
	Absence Absence
	Choices []Row[None]
}

// anything is what a field takes that says nothing of it, in the order in
// which an id is looked up.
var anything = []string{"team", "document", "role", "pattern", "topic", "goal", "kind"}

// Name tells what an id in front matter stands for. kind is the part before
// the slash in kind/id or folder/id, or "". to lists what the field takes, the
// likeliest first (see schema.Field.To); nil takes everything. What the field
// does not take is Nothing, so that asking again with nil tells whether the id
// is known at all.
//
// A field that takes teams and documents means the team where both have the
// id, and a field that takes documents means the charter of a team where no
// document has the id.
func (m *Model) Name(id, kind string, to []string) Named {
	id = document.Slug(id)
	if to == nil {
		to = anything
	}
	for _, sort := range to {
		if n, ok := m.nameAs(sort, id, kind); ok {
			return n
		}
	}
	for _, sort := range to {
		if n, ok := m.nameCharter(sort, id, kind); ok {
			return n
		}
	}
	if m.Held != nil && slices.ContainsFunc(to, mayBeHeld) {
		if why, ok := m.Held("[[" + id); ok {
			return Named{Sort: Withheld, ID: id, Absence: why}
		}
	}
	return Named{ID: id}
}

// nameAs looks for an id among the names of one sort.
func (m *Model) nameAs(sort, id, kind string) (n Named, ok bool) {
	list := m.lists()[sort]
	switch {
	case sort != "document" && mayBeHeld(sort) && sort != "team":
		return m.nameDocument(id, kind, func(d *document.Document) bool { return d.Kind.Name == sort })
	case sort == "document":
		return m.nameDocument(id, kind, func(*document.Document) bool { return true })
	case kind != "" && kind != sort:
	case sort == "team":
		if t := m.teams()[id]; t != nil {
			return *t, true
		}
	case sort == "kind":
		if k := m.kind(id); k != nil {
			return Named{Sort: Kind, ID: k.Name, Name: k.Label}, true
		}
	case list.entries[id] != nil:
		e := list.entries[id]
		return Named{Sort: list.sort, ID: document.Slug(e.ID), Name: firstOf(e.Name, e.ID), Entry: e}, true
	}
	return Named{}, false
}

func (m *Model) nameDocument(id, kind string, takes func(*document.Document) bool) (n Named, ok bool) {
	found := m.documents(id, kind)
	if slices.ContainsFunc(found, func(r Row[None]) bool { return !takes(r.Doc) }) {
		found = slices.DeleteFunc(slices.Clone(found), func(r Row[None]) bool { return !takes(r.Doc) })
	}
	switch len(found) {
	case 0:
		return Named{}, false
	case 1:
		d := found[0].Doc
		return Named{Sort: Document, ID: d.ID, Name: d.Title, Doc: d}, true
	}
	return Named{Sort: Several, ID: id, Choices: found}, true
}

// nameCharter looks for the charter of a team, which a field that takes
// documents may name by the team.
func (m *Model) nameCharter(sort, id, kind string) (n Named, ok bool) {
	if sort != "document" && sort != charterKind {
		return Named{}, false
	}
	d := m.charterNamed(id, kind)
	if d == nil {
		return Named{}, false
	}
	return Named{Sort: Document, ID: document.Slug(d.Facts.Team), Name: d.Title, Doc: d}, true
}

// charterKind is the kind of the documents that make a team.
const charterKind = "charter"

// documents returns those that an id names; kind may be a kind or the end of a
// folder.
func (m *Model) documents(id, kind string) []Row[None] {
	rows := m.ByID.Get(id)
	if kind == "" {
		return rows
	}
	var found []Row[None]
	for _, row := range rows {
		if f := row.Doc.Folder; row.Doc.Kind.Name == kind || f == kind || strings.HasSuffix(f, "/"+kind) {
			found = append(found, row)
		}
	}
	return found
}

// mayBeHeld reports whether what a field takes is a document or a team, which
// may be there and not shown.
func mayBeHeld(to string) bool {
	switch to {
	case "role", "pattern", "topic", "goal", "kind":
		return false
	}
	return true
}

// kind returns the kind of that name or folder: one of those that every site
// has, or one that some document is of.
func (m *Model) kind(id string) *schema.Kind {
	for _, k := range schema.BuiltIn().All() {
		if k.Name == id || k.Folder == id {
			return k
		}
	}
	if rows := m.ByKind.Get(id); len(rows) > 0 {
		return rows[0].Doc.Kind
	}
	return nil
}

// orgList is one list of org.yaml by id, name and other names.
type orgList struct {
	sort    Sort
	entries map[string]*schema.OrgEntry
}

func (m *Model) makeLists() map[string]orgList {
	return map[string]orgList{
		"role":    {Role, byNames(m.Org.Roles)},
		"pattern": {Pattern, byNames(m.Org.Patterns)},
		"topic":   {Topic, byNames(m.Org.Topics)},
		"goal":    {Goal, byNames(m.Org.Goals)},
	}
}

// byNames lists the entries by the slugs of their ids, names and aliases. Of
// two that claim a slug the id has it, then the name, then the earlier alias.
func byNames(entries []schema.OrgEntry) map[string]*schema.OrgEntry {
	found := make(map[string]*schema.OrgEntry, 2*len(entries))
	claim := func(name string, e *schema.OrgEntry) {
		if slug := document.Slug(name); slug != "" && found[slug] == nil {
			found[slug] = e
		}
	}
	for i := range entries {
		claim(entries[i].ID, &entries[i])
	}
	for i := range entries {
		claim(entries[i].Name, &entries[i])
	}
	for i := range entries {
		for _, a := range entries[i].Aliases {
			claim(a.Text, &entries[i])
		}
	}
	return found
}

// Names returns all ids that a field may name, sorted, so that one that names
// nothing can be compared with them. The caller must not change the list.
func (m *Model) Names(to []string) []string {
	key := "\x00"
	if to != nil {
		key = strings.Join(to, "\x00")
	}
	if known, ok := m.lazy.names.Load(key); ok {
		return known.([]string)
	}
	names := m.makeNames(to)
	m.lazy.names.Store(key, names)
	return names
}

func (m *Model) makeNames(to []string) []string {
	takes := func(sort string) bool { return to == nil || slices.Contains(to, sort) }
	var names []string
	all := takes("document")
	for _, g := range m.ByID.Groups() {
		if all || slices.ContainsFunc(g.Rows, func(r Row[None]) bool { return slices.Contains(to, r.Doc.Kind.Name) }) {
			names = append(names, g.Key)
		}
	}
	if takes("team") || takes(charterKind) {
		for _, t := range m.Teams() {
			if t.Doc != nil || takes("team") {
				names = append(names, t.ID)
			}
		}
	}
	for sort, list := range m.lists() {
		if takes(sort) {
			for _, e := range list.entries {
				names = append(names, document.Slug(e.ID))
			}
		}
	}
	if takes("kind") {
		for _, g := range m.ByKind.Groups() {
			names = append(names, g.Key)
		}
		for _, k := range schema.BuiltIn().All() {
			names = append(names, k.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// splitID parts kind/id or folder/id into both, the id in its form for
// comparing.
func splitID(text string) (id, kind string) {
	text = strings.TrimSpace(text)
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		kind, text = text[:i], text[i+1:]
	}
	return document.Slug(strings.TrimSuffix(text, ".md")), kind
}

// idIn returns the id that a text of front matter names.
func idIn(text string) string {
	id, _ := splitID(text)
	return id
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// ID is one id that front matter names somewhere, and what has it at first
// sight: aliases and the lines of org.yaml are not looked at. See Name.
type ID struct {
	*Group[string, *document.Reference]
	Docs   []Row[None] // the documents of that id
	IsTeam bool        // a charter makes it a team
}

// IDs returns the ids that front matter names, in order.
func (m *Model) IDs() []ID { return m.lazy.ids() }

// makeIDs walks the indexes side by side, so that no id has to be looked up.
func (m *Model) makeIDs() []ID {
	docs, teams := m.ByID.Groups(), m.ByTeam.Groups()
	all := make([]ID, 0, len(m.ByReference.Groups()))
	for _, g := range m.ByReference.Groups() {
		for len(docs) > 0 && docs[0].Key < g.Key {
			docs = docs[1:]
		}
		for len(teams) > 0 && teams[0].Key < g.Key {
			teams = teams[1:]
		}
		id := ID{Group: g, IsTeam: len(teams) > 0 && teams[0].Key == g.Key}
		if len(docs) > 0 && docs[0].Key == g.Key {
			id.Docs = docs[0].Rows
		}
		all = append(all, id)
	}
	return all
}

package view

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
)

// About is the view that asks: What points at this name, which has no page of
// its own? It has a page for each team, role, pattern, topic and goal of
// org.yaml that no document is about, and one that lists them. The names of
// persons that org.yaml holds have none.
var About = many("about", "What points at this name, which has no page of its own?",
	func(s *Site) []string {
		subjects := s.subjects()
		if len(subjects) == 0 {
			return nil
		}
		keys := []string{""}
		for i := range subjects {
			keys = append(keys, subjects[i].key+"/")
		}
		return keys
	},
	on.about)

// Dossiers is the data of About: the lists of its first page, or what is known
// of one name.
type Dossiers struct {
	Lists   []AboutList  `json:"lists,omitempty"`
	ID      string       `json:"id,omitempty"`
	Is      []AboutEntry `json:"is,omitempty" jsonschema:"what org.yaml says of it"`
	Groups  []Pointing   `json:"groups,omitempty"`
	Several bool         `json:"-"` // it is of several sorts
}

// AboutList is the names of one sort.
type AboutList struct {
	Sort  string `json:"sort" jsonschema:"team, role, pattern, topic or goal"`
	Words string `json:"-"`
	N     int    `json:"n"`
	Names []Ref  `json:"names"`
}

// AboutEntry is what org.yaml says of a name.
type AboutEntry struct {
	Sort    string   `json:"sort" jsonschema:"team, role, pattern, topic or goal"`
	Words   string   `json:"-"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	Area    string   `json:"area,omitempty"`
	Retired string   `json:"retired,omitempty" jsonschema:"when the team ended, as written"`
	Risk    string   `json:"risk,omitempty"`
	Charter string   `json:"charter,omitempty" jsonschema:"where the charter is kept, or none"`
}

// aboutAddress is the address of the page about an id that has no document.
func aboutAddress(id string) string { return Base + "about/" + document.Element(id) + "/" }

// subject is an id without a document, and what it stands for: a pattern and a
// topic may have one id.
type subject struct {
	key   string // in addresses
	id    string
	named []model.Named
}

// aboutSorts are what a page about a name may be about.
var aboutSorts = []string{"team", "role", "pattern", "topic", "goal"}

// subjects lists the ids that have a page here, in their order.
func (s *Site) subjects() []subject {
	return once(s, "subjects", func() []subject {
		byKey := map[string]*subject{}
		add := func(n model.Named) {
			key := document.Element(n.ID)
			if byKey[key] == nil {
				byKey[key] = &subject{key: key, id: n.ID}
			}
			if x := byKey[key]; x.id == n.ID { // else two ids share an address, and the first has it
				x.named = append(x.named, n)
			}
		}
		for _, t := range s.Model.Teams() {
			if t.Doc == nil {
				add(*t)
			}
		}
		org := s.Model.Org
		for i, entries := range [][]schema.OrgEntry{org.Roles, org.Patterns, org.Topics, org.Goals} {
			for j := range entries {
				if n := s.Model.Name(entries[j].ID, "", aboutSorts[i+1:i+2]); n.Entry == &entries[j] {
					add(n)
				}
			}
		}
		var list []subject
		for _, x := range byKey {
			list = append(list, *x)
		}
		slices.SortFunc(list, func(a, b subject) int { return strings.Compare(a.key, b.key) })
		return list
	})
}

func (o on) about(key string) *Dossiers {
	subjects := o.subjects()
	if key == "" && len(subjects) > 0 {
		return o.aboutLists(subjects)
	}
	key, ok := strings.CutSuffix(key, "/")
	i, found := slices.BinarySearchFunc(subjects, key, func(x subject, key string) int { return strings.Compare(x.key, key) })
	if !ok || !found {
		return nil
	}
	x := &subjects[i]
	o.Page.Title = x.named[0].Name
	o.Page.Heading = o.Page.Title
	o.Page.Lead = o.word("view.about.is." + x.named[0].Sort.String())
	data := &Dossiers{ID: x.id, Several: len(x.named) > 1}
	b := o.pointerBuilder(nil)
	for j := range x.named {
		n := &x.named[j]
		data.Is = append(data.Is, o.aboutEntry(n))
		b.entry(n)
	}
	data.Groups = b.groups()
	return data
}

func (o on) aboutLists(subjects []subject) *Dossiers {
	data := &Dossiers{}
	for _, sort := range aboutSorts {
		l := AboutList{Sort: sort, Words: o.word("view.about.list." + sort)}
		for i := range subjects {
			for j := range subjects[i].named {
				if n := &subjects[i].named[j]; n.Sort.String() == sort {
					l.Names = append(l.Names, Ref{ID: n.ID, Name: n.Name, Href: o.at(aboutAddress(n.ID))})
				}
			}
		}
		if len(l.Names) > 0 {
			slices.SortFunc(l.Names, func(a, b Ref) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
			l.N = len(l.Names)
			data.Lists = append(data.Lists, l)
		}
	}
	return data
}

func (o on) aboutEntry(n *model.Named) AboutEntry {
	e := AboutEntry{Sort: n.Sort.String(), Words: o.word("view.about.is." + n.Sort.String()), Name: n.Name, Area: n.Entry.Area, Retired: n.Entry.Retired, Risk: n.Entry.Risk, Charter: n.Entry.Charter}
	for _, a := range n.Entry.Aliases {
		e.Aliases = append(e.Aliases, a.Text)
	}
	return e
}

// entry adds what names a line of org.yaml: in front matter, and of charters
// also in lists of their text.
func (b *pointerBuilder) entry(n *model.Named) {
	for _, id := range spellings(n.Entry) {
		for _, row := range b.Model.Backlinks(id) {
			ref := row.Value
			if n.Sort == model.Team && (ref.Field == "works-with" || ref.Field == "decides") {
				continue // see below
			}
			found := b.Model.Name(ref.ID, ref.Kind, ref.To)
			if found.Sort == model.Nothing {
				found = b.Model.Name(ref.ID, ref.Kind, nil) // a lesson may touch a topic
			}
			if found.Entry == n.Entry && found.Doc == nil {
				b.add(row.Doc, ref)
			}
		}
	}
	switch n.Sort {
	case model.Team:
		for _, row := range b.Model.PartnersOf(n.ID) {
			b.quoted("works-with", row.Doc, row.Value.Text)
		}
		for _, row := range b.Model.AskedOf(n.ID) {
			b.quoted("decides", row.Doc, row.Value.Text)
		}
	case model.Topic:
		for _, row := range b.Model.Owning(n.Entry.Name) {
			b.quoted("owns", row.Doc, row.Value)
		}
		for _, row := range b.Model.Deciding(n.Entry.Name) {
			b.quoted("decided", row.Doc, row.Value.Text)
		}
	}
}

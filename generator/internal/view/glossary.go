package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// Glossary is the view that asks: What do our words mean? It gathers the words
// that documents explain, and the names that org.yaml has for topics, roles and
// patterns.
var Glossary = func() View {
	v := one("words", "What do our words mean?", hasWords, on.words)
	v.Table = wordTable
	return v
}()

// Terms is the data of Glossary.
type Terms struct {
	Twice    []TermTwice `json:"explained-twice,omitempty" jsonschema:"words that are explained in several places"`
	Terms    []Term      `json:"terms,omitempty" jsonschema:"by the word"`
	More     int         `json:"more,omitempty" jsonschema:"how many others the documents hold"`
	Topics   []Name      `json:"topics,omitempty"`
	Roles    []Name      `json:"roles,omitempty"`
	Patterns []Name      `json:"patterns,omitempty"`
}

// Term is a word and what it means where it is explained.
type Term struct {
	ID      string  `json:"-"`
	Term    string  `json:"term"`
	Meaning string  `json:"meaning"`
	Team    Ref     `json:"team" jsonschema:"that keeps the page"`
	Where   Passage `json:"where"`
}

// TermTwice is a word that is explained in several places.
type TermTwice struct {
	Term   string  `json:"term"`
	Places []Count `json:"-"` // numbered, each with the address of its row
}

// Name is what org.yaml calls something, and by which other names it is known.
type Name struct {
	ID    string   `json:"-"`
	Ref   Ref      `json:"name"`
	Also  []string `json:"also,omitempty"`
	Where Passage  `json:"where"`
}

// termsMost is how many words the page lists.
const termsMost = 1000

func hasWords(s *Site) bool {
	org := s.Model.Org
	return len(org.Topics)+len(org.Roles)+len(org.Patterns) > 0 || slices.ContainsFunc(s.Model.Gathered.Get("words"), func(r model.Row[int]) bool {
		g := s.gather(r.Doc, r.Value)
		return s.Model.Living(r.Doc) && len(g.words()) > 0
	})
}

func (o on) words() *Terms {
	data := &Terms{
		Topics:   o.names(o.Model.Org.Topics, "topic"),
		Roles:    o.names(o.Model.Org.Roles, "role"),
		Patterns: o.names(o.Model.Org.Patterns, "pattern"),
	}
	explained, more := o.explained()
	data.More = more
	lines := map[*document.Document]*diag.Lines{}
	for _, e := range explained {
		if lines[e.doc] == nil {
			lines[e.doc] = diag.NewLines(e.doc.File.Data)
		}
		data.Terms = append(data.Terms, Term{ID: e.id, Term: e.head, Meaning: e.text, Team: o.owner(e.doc), Where: o.passageAt(e.doc, lines[e.doc], e.at)})
	}
	o.twice(data)
	return data
}

// explained is a word with its meaning, and where it stands.
type explained struct {
	entry
	doc   *document.Document
	id    string // of its row
	key   string // its normal form
	whole bool   // all of doc explains words
}

// explained returns the words that documents explain, as far as the view lists
// them, and how many others there are.
func (s *Site) explained() (all []explained, more int) {
	for _, row := range s.Model.Gathered.Get("words") {
		if !s.Model.Living(row.Doc) {
			continue
		}
		g := s.gather(row.Doc, row.Value)
		for _, e := range g.words() {
			all = append(all, explained{entry: e, doc: row.Doc, key: cmp.Or(line.Key(e.head), e.head), whole: g.whole})
		}
	}
	slices.SortStableFunc(all, func(a, b explained) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.head), strings.ToLower(b.head)), strings.Compare(a.doc.Path, b.doc.Path), cmp.Compare(a.at, b.at))
	})
	more = max(0, len(all)-termsMost)
	all = all[:len(all)-more]
	ids := map[string]int{}
	for i := range all {
		id := "r:term-" + document.Slug(all[i].head)
		if ids[id]++; ids[id] > 1 {
			id += ":" + strconv.Itoa(ids[id])
		}
		all[i].id = id
	}
	return all, more
}

// twice tells which words have several rows.
func (o on) twice(data *Terms) {
	rows := map[string][]int{} // by the normal form of the word
	key := func(t *Term) string { return cmp.Or(line.Key(t.Term), t.Term) }
	for i := range data.Terms {
		rows[key(&data.Terms[i])] = append(rows[key(&data.Terms[i])], i)
	}
	for i := range data.Terms {
		same := rows[key(&data.Terms[i])]
		if len(same) < 2 || same[0] != i {
			continue
		}
		twice := TermTwice{Term: data.Terms[i].Term}
		for n, row := range same {
			twice.Places = append(twice.Places, Count{n + 1, o.here(data.Terms[row].ID)})
		}
		data.Twice = append(data.Twice, twice)
	}
}

// names lists entries of org.yaml by name. An entry leads to the page about it
// when something names it; of a pattern that is the page of its lessons.
func (o on) names(entries []schema.OrgEntry, sort string) []Name {
	var all []Name
	for i := range entries {
		e := &entries[i]
		n := Name{ID: "r:" + sort + "-" + document.Slug(e.ID), Ref: Ref{ID: e.ID, Name: e.Name}, Where: inOrg(e)}
		for _, a := range e.Aliases {
			n.Also = append(n.Also, a.Text)
		}
		switch {
		case sort == "pattern":
			if o.isSeen(e) {
				n.Ref.Href = o.lessonsAt("pattern", inAddress(e.ID))
			}
		case len(o.Model.Backlinks(document.Slug(e.ID))) > 0:
			n.Ref.Href = o.at(aboutAddress(e.ID))
		}
		all = append(all, n)
	}
	slices.SortStableFunc(all, func(a, b Name) int { return strings.Compare(strings.ToLower(a.Ref.Name), strings.ToLower(b.Ref.Name)) })
	return all
}

// isSeen reports whether a lesson names a pattern.
func (s *Site) isSeen(e *schema.OrgEntry) bool {
	seen := func(id string) bool {
		return slices.ContainsFunc(s.Model.Patterns.Get(document.Slug(id)), func(r model.Row[line.Text]) bool {
			return r.Doc.Kind.Name == "lesson" && s.Model.Living(r.Doc)
		})
	}
	return seen(e.ID) || slices.ContainsFunc(e.Aliases, func(a schema.Value) bool { return seen(a.Text) })
}

func wordTable(p *theme.Page) *Table {
	data := p.Above.Data.(*Terms)
	t := &Table{Columns: []string{"sort", "term", "meaning", "also", "page", "file", "line"}}
	for _, w := range data.Terms {
		t.Rows = append(t.Rows, []string{"term", w.Term, w.Meaning, "", w.Where.Page, w.Where.File, strconv.Itoa(w.Where.Line)})
	}
	for _, list := range []struct {
		sort  string
		names []Name
	}{{"topic", data.Topics}, {"role", data.Roles}, {"pattern", data.Patterns}} {
		for _, n := range list.names {
			t.Rows = append(t.Rows, []string{list.sort, n.Ref.Name, "", strings.Join(n.Also, "; "), n.Where.Page, n.Where.File, strconv.Itoa(n.Where.Line)})
		}
	}
	return t
}

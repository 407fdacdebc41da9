package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// Questions is the view that asks: Which questions do people ask, and what is
// the answer? It gathers the sections of that name from all documents.
var Questions = func() View {
	v := one("questions", "Which questions do people ask, and what is the answer?", hasQuestions, on.faq)
	v.Table = questionTable
	return v
}()

// Faq is the data of Questions.
type Faq struct {
	Kinds     []Facet    `json:"kinds" jsonschema:"kinds of documents in which questions stand"`
	Teams     []Facet    `json:"teams,omitempty" jsonschema:"teams that keep them"`
	Questions []Question `json:"questions" jsonschema:"by kind and team, those of one document in their order"`
	More      bool       `json:"more,omitempty" jsonschema:"there are others, which the documents themselves hold"`
}

// Question is one question and the beginning of its answer.
type Question struct {
	ID       string  `json:"-"`
	Facets   string  `json:"-"`
	Question string  `json:"question"`
	Answer   string  `json:"answer,omitempty" jsonschema:"its first sentences"`
	Kind     string  `json:"kind" jsonschema:"of the document"`
	Words    string  `json:"-"` // the kind in words
	Team     Ref     `json:"team"`
	Where    Passage `json:"where"`
}

// questionsMost is how many questions the page lists.
const questionsMost = 500

func hasQuestions(s *Site) bool {
	return slices.ContainsFunc(s.Model.Gathered.Get("questions"), func(r model.Row[int]) bool {
		g := s.gather(r.Doc, r.Value)
		return s.Model.Living(r.Doc) && len(g.questions()) > 0
	})
}

// kept is a section and the team that keeps its document.
type kept struct {
	doc     *document.Document
	heading int
	team    Ref
	value   string // of the team in facets
}

// gatheredIn returns the sections of a name in documents that hold today, by
// kind, team and title.
func (o on) gatheredIn(name string) []kept {
	var all []kept
	for _, row := range o.Model.Gathered.Get(name) {
		if o.Model.Living(row.Doc) {
			all = append(all, kept{row.Doc, row.Value, o.owner(row.Doc), inAddress(o.Model.Owner(row.Doc).ID)})
		}
	}
	slices.SortStableFunc(all, func(a, b kept) int {
		return cmp.Or(strings.Compare(a.doc.Kind.Name, b.doc.Kind.Name), strings.Compare(a.team.Name, b.team.Name), byTitle(a.doc, b.doc))
	})
	return all
}

func (o on) faq() *Faq {
	data := &Faq{}
	for _, k := range o.gatheredIn("questions") {
		g := o.gather(k.doc, k.heading)
		entries := g.questions()
		if len(entries) == 0 {
			continue
		}
		if len(data.Questions)+len(entries) > questionsMost {
			data.More = true
			break
		}
		o.addQuestions(data, k, entries)
	}
	slices.SortFunc(data.Teams, func(a, b Facet) int { return strings.Compare(a.Words, b.Words) })
	return data
}

func (o on) addQuestions(data *Faq, k kept, entries []entry) {
	lines := diag.NewLines(k.doc.File.Data)
	words, plural := k.doc.Kind.Words(o.Settings.Language)
	facets := "kind:" + inAddress(k.doc.Kind.Name)
	if k.value != "" {
		facets += " team:" + k.value
	}
	same := map[string]int{}
	for _, e := range entries {
		q := Question{
			ID: rowID(k.doc) + ":" + document.Slug(e.head), Facets: facets, Question: e.head, Answer: e.text,
			Kind: k.doc.Kind.Name, Words: words, Team: k.team, Where: o.passageAt(k.doc, lines, e.at),
		}
		if same[q.ID]++; same[q.ID] > 1 {
			q.ID += ":" + strconv.Itoa(same[q.ID])
		}
		data.Questions = append(data.Questions, q)
	}
	first := o.here(data.Questions[len(data.Questions)-len(entries)].ID)
	data.Kinds = countFacet(data.Kinds, Facet{Value: k.doc.Kind.Name, Words: plural, Key: "kind:" + inAddress(k.doc.Kind.Name), Count: Count{len(entries), first}})
	if k.value != "" {
		data.Teams = countFacet(data.Teams, Facet{Value: k.value, Words: k.team.Name, Key: "team:" + k.value, Count: Count{len(entries), first}})
	}
}

// countFacet adds to the count of a part, which leads to the first row of it.
func countFacet(list []Facet, f Facet) []Facet {
	for i := range list {
		if list[i].Value == f.Value {
			list[i].Count.N += f.Count.N
			return list
		}
	}
	return append(list, f)
}

func questionTable(p *theme.Page) *Table {
	t := &Table{Columns: []string{"question", "answer", "kind", "team", "page", "file", "line"}}
	for _, q := range p.Above.Data.(*Faq).Questions {
		t.Rows = append(t.Rows, []string{q.Question, q.Answer, q.Kind, q.Team.Name, q.Where.Page, q.Where.File, strconv.Itoa(q.Where.Line)})
	}
	return t
}

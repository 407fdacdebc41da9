package view

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

// Direction is the view that asks: Which goal does this serve? It follows what
// documents state below serves, from the goals of org.yaml down: what serves a
// goal, and what serves that. What serves something unknown is told, and so are
// charters and open promises that name no goal.
var Direction = one("direction", "Which goal does this serve?",
	func(s *Site) bool { return len(s.Model.Org.Goals) > 0 || len(s.served().docs) > 0 },
	on.directed)

// Directed is the data of Direction.
type Directed struct {
	Goals   []GoalTree `json:"goals" jsonschema:"the goals of org.yaml in its order, then documents that others serve and that serve nothing themselves"`
	Unknown []Serving  `json:"unknown,omitempty" jsonschema:"what serves something that nobody knows"`
	Silent  []Serving  `json:"silent,omitempty" jsonschema:"charters and open promises that name no goal"`
	Left    int        `json:"left-out,omitempty" jsonschema:"rows beyond those that one page holds"`
}

// GoalTree is a goal and what serves it.
type GoalTree struct {
	ID   string    `json:"-"`
	Goal Ref       `json:"goal"`
	Type string    `json:"-"` // what it is in words, when it is a document
	Rows []Serving `json:"rows,omitempty" jsonschema:"what serves it, each followed by what serves that"`
}

// Serving is a document that serves something.
type Serving struct {
	Depth int    `json:"depth,omitempty" jsonschema:"1 serves the goal itself, 2 serves a document that does"`
	From  Ref    `json:"from"`
	Kind  string `json:"kind"`
	Type  string `json:"-"` // the kind in words
	Team  *Ref   `json:"team,omitempty"`
	State *State `json:"state,omitempty" jsonschema:"of a promise"`
	What  string `json:"what,omitempty" jsonschema:"what it says it serves, when that is not known"`
}

// How far and how much one page shows.
const (
	deepest  = 5
	mostRows = 500
)

// served is what documents that hold today serve.
type served struct {
	docs    []*document.Document                        // those that serve something, in path order
	byGoal  map[string][]*document.Document             // by the goal's id
	byDoc   map[*document.Document][]*document.Document // by the document that they serve
	unknown []model.Row[*document.Reference]
}

func (s *Site) served() *served {
	return once(s, "served", func() *served {
		x := &served{byGoal: map[string][]*document.Document{}, byDoc: map[*document.Document][]*document.Document{}}
		for _, d := range s.Model.Docs {
			if len(d.Facts.Serves) == 0 || !s.Model.Living(d) {
				continue
			}
			x.docs = append(x.docs, d)
			for i := range d.Facts.Refs {
				if ref := &d.Facts.Refs[i]; ref.Field == "serves" {
					x.add(s.Model.Name(ref.ID, ref.Kind, ref.To), d, ref)
				}
			}
		}
		return x
	})
}

func (x *served) add(n model.Named, d *document.Document, ref *document.Reference) {
	switch {
	case n.Sort == model.Goal && n.Doc == nil:
		if !slices.Contains(x.byGoal[n.ID], d) {
			x.byGoal[n.ID] = append(x.byGoal[n.ID], d)
		}
	case n.Doc == d:
	case n.Doc != nil:
		if !slices.Contains(x.byDoc[n.Doc], d) {
			x.byDoc[n.Doc] = append(x.byDoc[n.Doc], d)
		}
	case n.Sort != model.Withheld: // what is not shown here is no fault of the page
		x.unknown = append(x.unknown, model.Row[*document.Reference]{Value: ref, Doc: d})
	}
}

func (o on) directed() *Directed {
	x := o.served()
	w := goalWalk{on: o, served: x, reached: map[*document.Document]bool{}, left: mostRows}
	data := &Directed{}
	for i := range o.Model.Org.Goals {
		e := &o.Model.Org.Goals[i]
		n := o.Model.Name(e.ID, "", []string{"goal"})
		if n.Entry != e {
			continue
		}
		data.Goals = append(data.Goals, GoalTree{ID: "r:goal:" + n.ID, Goal: o.named(n), Rows: w.below(x.byGoal[n.ID], nil, 1)})
	}
	for _, d := range o.Model.Docs { // in path order; those that serve nothing are the roots
		if len(x.byDoc[d]) > 0 && len(d.Facts.Serves) == 0 {
			data.Goals = append(data.Goals, w.tree(d))
		}
	}
	for _, d := range o.Model.Docs { // what is left serves itself in a circle, or something unknown
		if len(x.byDoc[d]) > 0 && !w.reached[d] {
			data.Goals = append(data.Goals, w.tree(d))
		}
	}
	for _, row := range x.unknown {
		if len(data.Unknown) == mostRows {
			break
		}
		serving := o.serving(row.Doc, 0)
		serving.What = row.Value.Text.Text
		data.Unknown = append(data.Unknown, serving)
	}
	if len(x.docs) > len(x.unknown) {
		data.Silent = o.silent()
	}
	data.Left = w.over
	return data
}

// goalWalk walks from goals to what serves them.
type goalWalk struct {
	on
	served  *served
	reached map[*document.Document]bool
	left    int // rows that fit
	over    int // rows that did not
}

func (w *goalWalk) tree(d *document.Document) GoalTree {
	w.reached[d] = true
	t := GoalTree{ID: "r:goal:" + d.ID, Goal: w.doc(d)}
	t.Type, _ = d.Kind.Words(w.Settings.Language)
	t.Rows = w.below(w.served.byDoc[d], []*document.Document{d}, 1)
	return t
}

// below lists documents, each followed by those that serve it. path holds those
// above, so that documents that serve each other are not followed in a circle.
func (w *goalWalk) below(docs, path []*document.Document, depth int) []Serving {
	var rows []Serving
	for _, d := range docs {
		if slices.Contains(path, d) {
			continue
		}
		w.reached[d] = true
		if w.left == 0 {
			w.over++
			continue
		}
		w.left--
		rows = append(rows, w.serving(d, depth))
		if depth < deepest {
			rows = append(rows, w.below(w.served.byDoc[d], append(slices.Clone(path), d), depth+1)...)
		}
	}
	return rows
}

func (o on) serving(d *document.Document, depth int) Serving {
	row := Serving{Depth: depth, From: o.doc(d), Kind: d.Kind.Name}
	row.Type, _ = d.Kind.Words(o.Settings.Language)
	if d.Facts.Team == "" {
		if team := o.owner(d); team.Name != "" {
			row.Team = &team
		}
	}
	if d.Kind.Name == "commitment" {
		status := o.Model.Status(d)
		row.State = &State{Name: status, Words: o.word("status." + status), Shape: states[status]}
	}
	return row
}

// silent lists the charters and open promises that name no goal, by name.
func (o on) silent() []Serving {
	var list []Serving
	add := func(d *document.Document) {
		if len(d.Facts.Serves) == 0 && len(list) < mostRows {
			list = append(list, o.serving(d, 0))
		}
	}
	for _, t := range o.teamsAtWork().chartered {
		add(t.Doc)
	}
	charters := len(list)
	for _, row := range o.Model.ByKind.Get("commitment") {
		if o.Model.Status(row.Doc) == "open" {
			add(row.Doc)
		}
	}
	slices.SortStableFunc(list[charters:], func(a, b Serving) int {
		return strings.Compare(strings.ToLower(a.From.Name), strings.ToLower(b.From.Name))
	})
	return list
}

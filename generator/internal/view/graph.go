package view

import (
	"cmp"
	"slices"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

// Graph is what a site knows as nodes and edges between them. Only what is
// shown is in it. The order of both lists never changes by itself.
type Graph struct {
	Schema  string `json:"$schema" jsonschema:"address of the schema, relative to this file"`
	Version int    `json:"version" jsonschema:"version of the schema"`
	Title   string `json:"title" jsonschema:"of the site"`
	Nodes   []Node `json:"nodes" jsonschema:"documents in the order of their paths, then teams, roles, patterns, goals and topics in the order of their ids"`
	Edges   []Edge `json:"edges" jsonschema:"in the order of the places at which they are written"`
}

// Node is a document, or something that documents speak of.
type Node struct {
	ID      string `json:"id" jsonschema:"doc: and the address of a document, else team:, role:, pattern:, goal: or topic: and an id"`
	Sort    string `json:"sort" jsonschema:"document, team, role, pattern, goal or topic"`
	Kind    string `json:"kind,omitempty" jsonschema:"of a document: charter, standard, lesson, ... page"`
	Ref     string `json:"ref,omitempty" jsonschema:"id by which front matter names it"`
	Name    string `json:"name"`
	Status  string `json:"status,omitempty" jsonschema:"of a document"`
	Address string `json:"address,omitempty" jsonschema:"of its page, relative to the site; that of the first page is ./"`
}

// Edge leads from one node to another.
type Edge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Type  string `json:"type" jsonschema:"charter: from a team to its charter. keeps: from a team to a document. owns, decides: from a team to a topic. works-with: between teams. adopts: from a team to a standard. links: by the text of a document. Others are the field of front matter that names the node: touches, led-to, changes, replaces, serves, patterns, asked ..."`
	Rung  int    `json:"rung,omitempty" jsonschema:"of decides: 7 alone to 1 is told"`
	Words string `json:"words,omitempty" jsonschema:"of owns and decides: the area or decision as written; of works-with: how"`
	State string `json:"state,omitempty" jsonschema:"of adopts: meets, working, not-yet or exempt"`
}

// Graph returns what the site knows. It has no Schema and Version yet.
func (s *Site) Graph() *Graph {
	b := &grapher{Site: s, known: map[string]bool{}, ids: make(map[*document.Document]string, len(s.Model.Docs))}
	for _, d := range s.Model.Docs {
		b.document(d)
	}
	nodes := len(b.nodes)
	for _, t := range s.Model.Teams() {
		if t.Doc != nil {
			b.charter(t)
		}
	}
	for _, d := range s.Model.Docs {
		b.edgesOf(d)
	}
	others := b.nodes[nodes:]
	slices.SortFunc(others, func(x, y Node) int {
		return cmp.Or(cmp.Compare(slices.Index(nodeSorts, x.Sort), slices.Index(nodeSorts, y.Sort)), cmp.Compare(x.ID, y.ID))
	})
	return &Graph{Title: s.Title(), Nodes: b.nodes, Edges: b.edges}
}

// nodeSorts are the sorts of nodes in their order.
var nodeSorts = []string{"document", "team", "role", "pattern", "goal", "topic"}

// grapher gathers nodes and edges.
type grapher struct {
	*Site
	nodes []Node
	edges []Edge
	known map[string]bool // ids of nodes
	ids   map[*document.Document]string
}

func (b *grapher) node(n Node) string {
	if !b.known[n.ID] {
		b.known[n.ID] = true
		b.nodes = append(b.nodes, n)
	}
	return n.ID
}

// document adds a document that has a page.
func (b *grapher) document(d *document.Document) {
	id := b.idOf(d)
	if id == "" {
		return
	}
	address := cmp.Or(id[len("doc:"):], "./")
	b.node(Node{ID: id, Sort: "document", Kind: d.Kind.Name, Ref: d.ID, Name: d.Title, Status: b.Model.Status(d), Address: address})
}

// idOf is the id of a document's node; "" when it has no page.
func (b *grapher) idOf(d *document.Document) string {
	id, ok := b.ids[d]
	if !ok {
		if address, clash := b.Model.Address(d); len(clash) == 0 {
			id = "doc:" + address
		}
		b.ids[d] = id
	}
	return id
}

// team adds a team by its id.
func (b *grapher) team(id string) string {
	n := b.Model.Name(id, "", []string{"team"})
	if n.Sort != model.Team {
		return ""
	}
	return b.named(n)
}

// named adds what a name stands for; "" when nothing shown has the name.
func (b *grapher) named(n model.Named) string {
	sort := ""
	switch n.Sort {
	case model.Team:
		sort = "team"
	case model.Role:
		sort = "role"
	case model.Pattern:
		sort = "pattern"
	case model.Goal:
		sort = "goal"
	case model.Topic:
		return b.topic(b.Model.Key(n.Name), n.Name)
	case model.Document:
		return b.idOf(n.Doc)
	default:
		return ""
	}
	return b.node(Node{ID: sort + ":" + n.ID, Sort: sort, Ref: n.ID, Name: n.Name})
}

// topic adds an area or topic by its key.
func (b *grapher) topic(key, words string) string {
	name := words
	if e := b.Model.Topic(words); e != nil {
		name = cmp.Or(e.Name, words)
	}
	return b.node(Node{ID: "topic:" + key, Sort: "topic", Name: name})
}

func (b *grapher) edge(e Edge) {
	if e.From != "" && e.To != "" {
		b.edges = append(b.edges, e)
	}
}

// charter adds what the charter of a team says.
func (b *grapher) charter(t *model.Named) {
	team, f := b.named(*t), &t.Doc.Facts
	b.edge(Edge{From: team, To: b.idOf(t.Doc), Type: "charter"})
	for _, area := range f.Owns {
		b.edge(Edge{From: team, To: b.topic(b.Model.Key(area.Text), area.Text), Type: "owns", Words: area.Text})
	}
	for i := range f.Decides {
		l := &f.Decides[i]
		b.edge(Edge{From: team, To: b.topic(b.Model.Key(l.Topic.Text), l.Topic.Text), Type: "decides", Rung: int(l.Rung), Words: l.Line.Text.Text})
	}
	for i := range f.WorksWith {
		l := &f.WorksWith[i]
		if id, known := b.Model.TeamID(l.Team.Text); known {
			b.edge(Edge{From: team, To: b.team(id), Type: "works-with", Words: l.How.Text})
		}
	}
	for i := range f.Standings {
		l := &f.Standings[i]
		n := b.Model.Name(lastPart(l.Standard.Text), "", []string{"standard"})
		b.edge(Edge{From: team, To: b.named(n), Type: "adopts", State: l.State})
	}
}

// inCharter reports whether a field of a charter is told from its team.
func inCharter(field string) bool {
	switch field {
	case "owns", "decides", "works-with", "standards":
		return true
	}
	return false
}

// edgesOf adds who keeps a document, what its front matter names and where its
// text leads.
func (b *grapher) edgesOf(d *document.Document) {
	from := b.idOf(d)
	if from == "" {
		return
	}
	if owner := b.Model.Owner(d); owner.ID != "" && owner.ID != document.Slug(d.Facts.Team) {
		b.edge(Edge{From: b.team(owner.ID), To: from, Type: "keeps"})
	}
	once := map[Edge]bool{}
	add := func(e Edge) {
		if e.To != from && !once[e] {
			once[e] = true
			b.edge(e)
		}
	}
	for i := range d.Facts.Refs {
		r := &d.Facts.Refs[i]
		if r.Field == "owner" || d.Facts.Team != "" && inCharter(r.Field) {
			continue
		}
		add(Edge{From: from, To: b.named(b.Model.Name(r.ID, r.Kind, r.To)), Type: r.Field})
	}
	for i := range d.Content.Refs {
		if t := b.Model.Resolve(d, &d.Content.Refs[i]); t.Doc != nil {
			add(Edge{From: from, To: b.idOf(t.Doc), Type: "links"})
		}
	}
}

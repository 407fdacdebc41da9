package generator

import (
	"bytes"
	"encoding/json"

	"remit/generator/internal/twin"
)

// graph writes what the site knows as nodes and edges, one a line, so that two
// of them can be compared.
func graph(s *Snapshot) []byte {
	g := s.view.Graph()
	g.Schema, g.Version = twin.SchemaPath("graph"), twin.Version
	var b bytes.Buffer
	list := func(name string, n int, item func(i int) any) {
		b.WriteString(",\n" + name + ": [")
		for i := range n {
			text, err := json.Marshal(item(i))
			if err != nil {
				panic("graph: " + err.Error()) // plain structs of texts and numbers
			}
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
			b.Write(text)
		}
		b.WriteString("\n]")
	}
	head, err := json.Marshal(struct {
		Schema  string `json:"$schema"`
		Version int    `json:"version"`
		Title   string `json:"title"`
	}{g.Schema, g.Version, g.Title})
	if err != nil {
		panic("graph: " + err.Error())
	}
	b.Write(head[:len(head)-1])
	list(`"nodes"`, len(g.Nodes), func(i int) any { return &g.Nodes[i] })
	list(`"edges"`, len(g.Edges), func(i int) any { return &g.Edges[i] })
	b.WriteString("\n}\n")
	return b.Bytes()
}

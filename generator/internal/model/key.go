package model

import (
	"cmp"
	"slices"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// Key is the normal form in which areas, topics and names are compared: that of
// line.Key, and where org.yaml lists a topic with other names one key for all
// of them.
func (m *Model) Key(words string) string { return m.keyOf(line.Key(words)) }

func (m *Model) keyOf(key string) string {
	if k, ok := m.lazy.aliases()[key]; ok {
		return k
	}
	return key
}

// makeAliases maps the keys of a topic's id, name and aliases to one of them.
// A key that two topics claim belongs to the first.
func (m *Model) makeAliases() map[string]string {
	keys := map[string]string{}
	claim := func(text, key string) {
		if k := line.Key(text); k != "" && keys[k] == "" {
			keys[k] = key
		}
	}
	for i := range m.Org.Topics {
		e := &m.Org.Topics[i]
		claim(e.ID, line.Key(e.ID))
	}
	for i := range m.Org.Topics {
		e := &m.Org.Topics[i]
		for _, name := range otherNames(e) {
			claim(name, line.Key(e.ID))
		}
	}
	return keys
}

// Topic returns the line of org.yaml about a topic, by any of its names, or
// nil.
func (m *Model) Topic(words string) *schema.OrgEntry {
	key := m.Key(words)
	for i := range m.Org.Topics {
		if line.Key(m.Org.Topics[i].ID) == key {
			return &m.Org.Topics[i]
		}
	}
	return nil
}

// AreaGroups returns the areas that charters own as Areas holds them, those
// that are one topic of org.yaml in one group. The caller must not change
// them.
func (m *Model) AreaGroups() []*Group[string, line.Text] { return m.lazy.areas() }

// TopicGroups returns the decisions of charters as Topics holds them, those
// that are about one topic of org.yaml in one group. The caller must not
// change them.
func (m *Model) TopicGroups() []*Group[string, *line.Decision] { return m.lazy.topics() }

// Deciding returns what charters say of a topic, by any of its names.
func (m *Model) Deciding(topic string) []Row[*line.Decision] {
	return groupRows(m.TopicGroups(), m.Key(topic))
}

// Owning returns the charters that own an area, by any of its names.
func (m *Model) Owning(area string) []Row[line.Text] { return groupRows(m.AreaGroups(), m.Key(area)) }

func groupRows[V any](groups []*Group[string, V], key string) []Row[V] {
	i, ok := slices.BinarySearchFunc(groups, key, func(g *Group[string, V], k string) int { return cmp.Compare(g.Key, k) })
	if !ok {
		return nil
	}
	return groups[i].Rows
}

// joined returns the groups of an index with those joined whose keys are other
// names of one topic. Nothing is copied when there are none, and else little.
func joined[V any](x Index[string, V], aliases map[string]string) []*Group[string, V] {
	rows := map[string][]Row[V]{} // of the groups that are joined, by their new key
	for from, to := range aliases {
		if from != to && x.Get(from) != nil {
			rows[to] = nil
		}
	}
	if len(rows) == 0 {
		return x.groups
	}
	kept := make([]*Group[string, V], 0, len(x.groups))
	for _, g := range x.groups {
		to, ok := aliases[g.Key]
		if !ok {
			to = g.Key
		}
		if _, ok := rows[to]; ok {
			rows[to] = append(rows[to], g.Rows...)
		} else {
			kept = append(kept, g)
		}
	}
	for key, list := range rows {
		slices.SortStableFunc(list, byPath[V])
		kept = append(kept, &Group[string, V]{key, list})
	}
	slices.SortFunc(kept, func(a, b *Group[string, V]) int { return cmp.Compare(a.Key, b.Key) })
	return kept
}

// Usual returns the rung that most teams have in a topic: the median of its
// rows (the lower one of two), 0 when fewer than three teams decide it. Only
// charters that hold today count.
func (m *Model) Usual(topic string) line.Rung {
	rows := m.Deciding(topic)
	rungs := make([]line.Rung, 0, len(rows))
	teams := 0
	var last *document.Document
	for _, row := range rows {
		if row.Value.Rung == 0 || !m.Living(row.Doc) {
			continue
		}
		rungs = append(rungs, row.Value.Rung)
		if row.Doc != last { // rows are in the order of documents
			teams, last = teams+1, row.Doc
		}
	}
	if teams < 3 {
		return 0
	}
	slices.Sort(rungs)
	return rungs[(len(rungs)-1)/2]
}

package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/document"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// organisation is 10,000 typed documents: 1,000 charters with 8 decisions and
// 6 areas each, 2,000 lessons, 1,500 decisions, 1,000 standards, 1,000
// commitments, 500 room checks, 500 playbooks and 2,500 pages.
func organisation() []*document.Document {
	var docs []*document.Document
	add := func(p, text string) {
		docs = append(docs, document.Compile(source.NewFile(p, []byte(text)), compileOptions))
	}
	for i := range 1000 {
		add(fmt.Sprintf("charters/team-%04d.md", i), charterText(i, ""))
	}
	for i := range 2000 {
		add(fmt.Sprintf("lessons/2026-%02d-lesson-%04d.md", 1+i%7, i), fmt.Sprintf("---\nowner: team-%04d\ndate: 2026-%02d-11\nfrom: project\npatterns: [pattern-%d]\ntouches: [team-%04d, standard-%04d]\nfollow-up:\n  - One page: team-%04d by 2026-09-01\n---\n# Lesson %d\n\nText.\n\n## What support we need\n\nTime.\n",
			i%1000, 1+i%7, i%40, i*7%1000, i*3%1000, i*11%1000, i))
	}
	for i := range 1500 {
		add(fmt.Sprintf("decisions/decision-%04d.md", i), fmt.Sprintf("---\nowner: team-%04d\ndate: 2025-%02d-05\ndecided-by: team-%04d\nasked: [team-%04d]\nchanges: [team-%04d]\n---\n# Decision %d\n\nFrom then on.\n", i%1000, 1+i%12, i*3%1000, i*5%1000, i*7%1000, i))
	}
	for i := range 1000 {
		replaces := ""
		if i%20 == 1 {
			replaces = fmt.Sprintf("replaces: standard-%04d\n", i-1)
		}
		add(fmt.Sprintf("standards/standard-%04d.md", i), fmt.Sprintf("---\nowner: team-%04d\n%sapplies-to: [team-%04d, team-%04d]\nreviewed: 2025-%02d-10\nbar:\n  - must: A reply within 4 hours\n    checked: automatic\n---\n# Standard %d\n\nWhy.\n", i, replaces, i*3%1000, i*7%1000, 1+i%12, i))
	}
	for i := range 1000 {
		add(fmt.Sprintf("commitments/promise-%04d.md", i), fmt.Sprintf("---\nowner: team-%04d\ndue: 2026-09-30\nresults:\n  - \"Solved in one contact: from 62 %% to 68 %%\"\ncheck-ins:\n  - date: 2026-07-14\n    say: fine\n    needs: team-%04d to help\n---\n# Promise %d\n", i, i*3%1000, i))
	}
	for i := range 500 {
		add(fmt.Sprintf("assessments/2026-05-check-%04d.md", i), fmt.Sprintf("---\nowner: team-%04d\ntype: room-check\ndate: 2026-05-20\npractice:\n  - \"Topic %d up to 500 EUR: together with team-0001\"\nanswers:\n  - \"We know what success looks like: fully\"\n---\n# Check %d\n", i*2, i*2%150, i))
		add(fmt.Sprintf("playbooks/play-%04d.md", i), fmt.Sprintf("---\nowner: team-%04d\nfor: teams\nwhen: something waits\nhelps-with: [charter]\nreviewed: 2026-01-20\n---\n# Play %d\n\n1. Do it.\n", i, i))
	}
	for i := range 2500 {
		add(fmt.Sprintf("pages/group-%02d/page-%04d.md", i/100, i), fmt.Sprintf("# Page %d\n\nSee [[standard-%04d]] and [that](page-%04d.md).\n", i, i%1000, (i+1)%2500))
	}
	slices.SortFunc(docs, func(a, b *document.Document) int { return strings.Compare(a.Path, b.Path) })
	return docs
}

func charterText(i int, more string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nsponsor: operations-lead\nreviewed: 2026-%02d-12\nowns:\n", 1+i%7)
	for k := range 6 {
		fmt.Fprintf(&b, "  - Area %d of team %d\n", k, (i*6+k)*97%5900)
	}
	b.WriteString("decides:\n")
	for k := range 8 {
		fmt.Fprintf(&b, "  - Topic %d up to 500 EUR: %s\n", (i+k*19)%150, []string{"alone", "then tell team-0001", fmt.Sprintf("together with team-%04d", (i+k)%1000)}[k%3])
	}
	fmt.Fprintf(&b, "success:\n  - \"First reply within 4 hours: 90 %%\"\nworks-with:\n  - team-%04d: weekly\n  - team-%04d: monthly\n  - team-0001: when needed\nstandards:\n  - standard-%04d: meets\n  - standard-%04d: working on it by 2026-09-30\nroom:\n  - date: 2026-%02d-02\n    wider: Topic %d\n    because: it works\n---\n# Team %d\n\nWe help.%s\n\n## If we miss the mark\n\nWe say so.\n",
		(i+1)%1000, i*7%1000, i*3%1000, i*7%1000, 1+i%7, i%150, i, more)
	return b.String()
}

func organisationModel(tb testing.TB) *Model {
	tb.Helper()
	docs := organisation()
	org, problems := schema.DecodeOrg([]byte("roles:\n  operations-lead: Head of Operations\ntopics:\n  topic-1: {name: Topic 1, aliases: [topic 2]}\n"))
	if len(docs) != 10000 || len(problems) > 0 {
		tb.Fatal(len(docs), problems)
	}
	m := New().Replace(source.NewTree(nil, nil), docs, nil, docs)
	m.Org, m.Today = org, today
	return m
}

// BenchmarkReplace puts one edited document into a model of 10,000.
func BenchmarkReplace(b *testing.B) {
	m := organisationModel(b)
	texts := map[string]func(i int) string{
		"charters/team-0042.md":       func(i int) string { return charterText(42, fmt.Sprint(" ", i)) },
		"charters/team-0001.md":       func(i int) string { return charterText(i%900, fmt.Sprint(" ", i)) },
		"pages/group-00/page-0042.md": func(i int) string { return fmt.Sprintf("# Page %d\n\nSee [[standard-0001]].\n", i) },
	}
	for _, p := range []string{"charters/team-0042.md", "charters/team-0001.md", "pages/group-00/page-0042.md"} {
		b.Run(p, func(b *testing.B) {
			now := m
			at, _ := slices.BinarySearchFunc(m.Docs, p, func(d *document.Document, p string) int { return strings.Compare(d.Path, p) })
			edits := make([]*document.Document, 8)
			for i := range edits {
				edits[i] = document.Compile(source.NewFile(p, []byte(texts[p](i))), compileOptions)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				old := now.Docs[at]
				docs := slices.Clone(now.Docs)
				docs[at] = edits[i%len(edits)]
				now = now.Replace(m.Tree, docs, []*document.Document{old}, docs[at:at+1])
			}
		})
	}
}

// BenchmarkNew makes the model of 10,000 documents.
func BenchmarkNew(b *testing.B) {
	m := organisationModel(b)
	for b.Loop() {
		New().Replace(m.Tree, m.Docs, nil, m.Docs)
	}
}

// BenchmarkAnswers asks a model for the first time for what rules ask, which
// comes on top of each edit.
func BenchmarkAnswers(b *testing.B) {
	m := organisationModel(b)
	questions := map[string]func(*Model){
		"teams":      func(m *Model) { m.Teams() },
		"areas":      func(m *Model) { m.AreaGroups() },
		"successors": func(m *Model) { m.Successors(m.Docs[0]) },
		"owners": func(m *Model) {
			for _, d := range m.Docs {
				m.Owner(d)
			}
		},
		"due": func(m *Model) {
			for _, d := range m.Docs {
				m.Due(d)
			}
		},
		"living": func(m *Model) {
			for _, d := range m.Docs {
				m.Living(d)
			}
		},
		"references": func(m *Model) {
			for _, g := range m.ByReference.Groups() {
				for _, row := range g.Rows {
					m.Name(row.Value.ID, row.Value.Kind, row.Value.To)
				}
			}
		},
		"usual": func(m *Model) {
			for _, g := range m.TopicGroups() {
				m.Usual(g.Key)
			}
		},
		"asks":     func(m *Model) { m.OpenAsks() },
		"patterns": func(m *Model) { m.PatternCounts() },
		"practice": func(m *Model) {
			for _, t := range m.Teams() {
				m.Practice(t.Doc)
			}
		},
		"adoption": func(m *Model) {
			for _, row := range m.ByKind.Get("standard") {
				m.Adoption(row.Doc)
			}
		},
	}
	for _, name := range slices.Sorted(maps.Keys(questions)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fresh := *m
				questions[name](fresh.prepare())
			}
		})
	}
}

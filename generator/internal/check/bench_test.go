package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

// BenchmarkSite measures each rule that looks at the site, and all of them, on
// 10,000 documents of an organisation with 500 teams. They run again after
// each edit, so all together may take a few milliseconds.
func BenchmarkSite(b *testing.B) {
	s := new(testSite)
	s.files = map[string][]byte{}
	for _, f := range organisation(10_000) {
		s.files[f.Name] = f.Data
	}
	s.compile(treeOf(s.files), time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC))
	for _, r := range check.All {
		if r.Site == nil {
			continue
		}
		b.Run(r.Name, func(b *testing.B) {
			found := 0
			for b.Loop() {
				found = 0
				r.Site(s.model, func(*document.Document, diag.Problem) { found++ })
			}
			b.ReportMetric(float64(found), "found")
		})
	}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			check.Site(s.model, inTurn)
		}
	})
	b.Run("all-of-a-new-model", func(b *testing.B) {
		for b.Loop() {
			check.Site(again(s.model), inTurn)
		}
	})
}

// again returns the model as it is after an edit that changed nothing.
func again(m *model.Model) *model.Model { return m.Replace(m.Tree, m.Docs, m.Docs[:1], m.Docs[:1]) }

// organisation makes n documents, of each 20 one charter; what they name
// exists, and no two areas are alike.
func organisation(n int) []txtar.File {
	files := []txtar.File{{Name: "org.yaml", Data: []byte("roles:\n  board: The board\npatterns:\n  late-handover: Work waited\n")}}
	words := strings.Fields("refunds tools wording hours props prices parcels photos contracts hiring travel training shelves vans")
	team := func(i int) string { return fmt.Sprintf("team-%04d", i%(n/20)) }
	for i := range n {
		name, front := "", ""
		switch i % 20 {
		case 0:
			name = "charters/" + team(i/20)
			var b strings.Builder
			fmt.Fprintf(&b, "sponsor: board\nsuccess: [\"Replies within 4 hours: 90 %%\"]\ncounts-on: [Answers]\nrhythm: [\"Look-back: monthly\"]\nowns:\n")
			for j := range 5 {
				fmt.Fprintf(&b, "  - The %s and %s of district %d\n", words[(i+j)%len(words)], words[(i+3*j+1)%len(words)], i*5+j)
			}
			b.WriteString("decides:\n")
			for j := range 6 {
				fmt.Fprintf(&b, "  - %s up to %d00 EUR: alone\n", words[(i/20+j)%len(words)], 1+i%7)
			}
			fmt.Fprintf(&b, "works-with:\n  - %s: plans with us\nnot-ours:\n  - Lost %s: %s\n", team(i/20+7), words[i%len(words)], team(i/20+9))
			front = b.String()
		case 1, 2:
			name = fmt.Sprintf("standards/standard-%d", i)
			front = fmt.Sprintf("owner: %s\nreviewed: 2026-03-01\napplies-to: [%s]\nbar:\n  - must: Replies within %d hours\n    checked: automatic, weekly\n", team(i*7), team(i*3), i%9)
		case 3, 4, 5, 6, 7, 8:
			name = fmt.Sprintf("lessons/2026-04-lesson-%d", i)
			front = fmt.Sprintf("owner: %s\ndate: 2026-04-17\npatterns: [late-handover]\ntouches: [%s, standard-%d]\nled-to: [decision-%d]\n", team(i), team(i*3), i/20*20+1, i/20*20+9)
		case 9, 10, 11, 12:
			name = fmt.Sprintf("decisions/decision-%d", i)
			front = fmt.Sprintf("owner: %s\ndate: 2026-02-02\ndecided-by: board\nasked: [%s]\nchanges: [%s]\n", team(i), team(i*5), team(i*11))
		case 13, 14, 15, 16:
			name = fmt.Sprintf("commitments/promise-%d", i)
			front = fmt.Sprintf("owner: %s\ndue: 2026-12-01\nresults: [\"Solved at once: from 62 %% to 70 %%\"]\n", team(i))
		default:
			name = fmt.Sprintf("playbooks/play-%d", i)
			front = fmt.Sprintf("owner: %s\nfor: teams\nwhen: A team waits\ndone-when: It waits no more\ntried-by: [\"%s: kept\"]\n", team(i), team(i*3))
		}
		text := fmt.Sprintf("---\n%s---\n# %s\n\nA paragraph. See [it](../charters/%s.md).\n\n## If we miss the mark\n\nWe tell the board.\n", front, name, team(i*13))
		files = append(files, txtar.File{Name: name + ".md", Data: []byte(text)})
	}
	return files
}

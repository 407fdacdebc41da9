package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWhereWeWait(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"decisions/limit.md":  "---\nowner: support\ndate: 2026-02-02\ndecided-by: board\nasked: [accounts]\nchanges: [support]\nwider: Refunds up to 500 EUR alone\n---\n# A wider limit\n",
		"decisions/draft.md":  "---\nstatus: draft\ndate: 2026-03-02\nasked: [finance]\nchanges: [support]\n---\n# Not yet\n",
		"decisions/others.md": "---\ndate: 2026-03-02\nasked: [studio]\nchanges: [support]\n---\n# Others\n",
		"charters/lab.md":     "---\ndecides:\n  - Budget: accounts and finance decide\n  - Plans: Anna Example decides\n  - Rooms: lab decides\n  - Chairs: workshop decides\n---\n# Lab\n",
	}
	for p, text := range shopFiles {
		files[p] = text
	}
	s := askSite(t, shopOrg, files)
	d, html := asked[Waits](t, s, "ask/where-we-wait/")
	var got []string
	for i := range d.Asked {
		a := &d.Asked[i]
		var rungs []string
		for _, r := range a.Rungs {
			rungs = append(rungs, fmt.Sprint(r.Level))
		}
		got = append(got, fmt.Sprintf("%s %d = %d + %d, rungs %s", a.Team.Name, a.Count.N, a.Recorded.N, a.Silent.N, strings.Join(rungs, " ")))
	}
	want := []string{"Finance 2 = 1 + 1, rungs 4 1", "The board 3 = 3 + 0, rungs 5 3 2", "workshop 1 = 0 + 1, rungs 1"}
	if !slices.Equal(got, want) || d.Total != 6 {
		t.Errorf("got %q, want %q; total %d", got, want, d.Total)
	}
	records := d.Asked[0].Decisions[0].Records
	if len(records) != 1 || records[0].Decision.Name != "A wider limit" || records[0].Part != "asked" || records[0].Date.ISO != "2026-02-02" || records[0].Change != "Refunds up to 500 EUR alone" {
		t.Errorf("records %+v", records)
	}
	holdsAll(t, html, `id="r:finance"`, `id="r:finance:silent"`, `href="#r:finance:silent"`, `href="#r:board"`, `href="../../decisions/limit/"`, `<time datetime="2026-02-02">`, "Where none is shown, it is not known.")
	if strings.Contains(html, "Anna") {
		t.Error("the page names a person")
	}
	if table := WhereWeWait.Table(page(t, s, "ask/where-we-wait/")); len(table.Rows) != 6 || len(table.Rows[0]) != len(table.Columns) {
		t.Errorf("table %q", table.Rows)
	}
}

func TestWhereWeWaitMany(t *testing.T) {
	t.Parallel()
	files := manyCharters(300)
	for i := range 300 {
		files[fmt.Sprintf("charters/shop-%03d.md", i)] = "---\ndecides:\n  - Signs: after advice from team-000\n---\n# Shop\n"
	}
	s := siteOf(t, files)
	d, html := asked[Waits](t, s, "ask/where-we-wait/")
	if len(d.Asked) != 1 || d.Asked[0].Count.N != 599 || len(d.Asked[0].Decisions) != 0 { // it does not wait for itself
		t.Errorf("%+v", d.Asked)
	}
	holdsAll(t, html, `href="../../ask/where-we-wait/team-000/#r:team-000:silent"`)
	one, html := asked[Waits](t, s, "ask/where-we-wait/team-000/")
	if len(one.Asked) != 1 || len(one.Asked[0].Decisions) != pageRows || one.More != 99 {
		t.Errorf("%d rows, %d more", len(one.Asked[0].Decisions), one.More)
	}
	holdsAll(t, html, `id="r:team-000:silent"`, "99 more")
	if _, ok := s.Page("ask/where-we-wait/team-001/"); ok {
		t.Error("a team that nobody asks has a page")
	}
}

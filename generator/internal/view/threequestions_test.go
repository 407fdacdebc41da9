package view

import (
	"slices"
	"strings"
	"testing"
)

func TestThreeQuestions(t *testing.T) {
	t.Parallel()
	s := askSite(t, shopOrg, map[string]string{
		"charters/full.md":     "---\nowns: [Refunds]\nsuccess: [\"Solved: 70 %\"]\n---\n# Full\n\nWhat for.\n\n## If we miss the mark\n\nWe say so.\n",
		"charters/empty.md":    "---\nowns: [Stock]\n---\n# Empty\n\n## If we miss the mark\n",
		"charters/sections.md": "# Sections\n\n## How we measure success\n\nPeople come back.\n",
		"charters/prose.md":    "# Prose\n\nWe are here.\n\n## More\n\nWe are responsible for the roof and keep our SLOs.\n",
		"charters/draft.md":    "---\nstatus: draft\nowns: [X]\n---\n# Draft\n",
		"charters/legal.md":    "---\nowns: [Contracts]\n---\n# Legal\n",
	})
	d, html := asked[Answered](t, s, "ask/three-questions/")
	var got []string
	for _, c := range d.Charters {
		var states []string
		for _, a := range c.Answers {
			states = append(states, a.State)
			if (a.Written == nil) != (a.State == "not-yet") {
				t.Errorf("%s: %s at %v", c.Team.Name, a.State, a.Written)
			}
		}
		got = append(got, c.Team.Name+": "+strings.Join(states, " "))
	}
	want := []string{
		"Empty: stated not-yet not-yet",
		"Full: stated stated stated",
		"Prose: in-prose in-prose not-yet",
		"Sections: not-yet stated not-yet",
	}
	if !slices.Equal(got, want) || d.Total != 4 {
		t.Errorf("got %q, want %q; total %d", got, want, d.Total)
	}
	var totals []int
	for _, q := range d.Questions {
		totals = append(totals, q.Yes.N, q.No.N)
		if len(q.YesIn) != q.Yes.N || len(q.NoIn) != q.No.N {
			t.Errorf("%s: the lists do not hold what is counted", q.Question)
		}
	}
	if want := []int{3, 1, 3, 1, 1, 3}; !slices.Equal(totals, want) {
		t.Errorf("totals %v, want %v", totals, want)
	}
	holdsAll(t, html, `href="../../charters/full/#r:success-1"`, `href="../../charters/full/#if-we-miss-the-mark"`, `href="../../charters/prose/#more"`,
		`href="#r:not-yet:if-we-miss-the-mark"`, "4 charters", "Spoken of in the text")
	if table := ThreeQuestions.Table(page(t, s, "ask/three-questions/")); strings.Join(table.Rows[3], ",") != "Sections,not-yet,stated,not-yet" {
		t.Errorf("table %q", table.Rows)
	}
}

// Where charters are many, those that answer stand in the table alone.
func TestThreeQuestionsMany(t *testing.T) {
	t.Parallel()
	d, html := asked[Answered](t, siteOf(t, manyCharters(600)), "ask/three-questions/")
	if d.Total != 600 || len(d.Charters) != pageRows || d.More != 100 || d.Questions[0].Yes.N != 600 || len(d.Questions[0].YesIn) != 0 || len(d.Questions[1].NoIn) != pageRows {
		t.Errorf("%d charters, %d rows, %d more, %d answers", d.Total, len(d.Charters), d.More, d.Questions[0].Yes.N)
	}
	holdsAll(t, html, `href="#r:list:charters"`, `href="#r:not-yet:success"`, "100 more charters")
}

package view

import (
	"fmt"
	"strings"
	"testing"
)

func directed(d *Directed) string {
	var b strings.Builder
	for _, g := range d.Goals {
		fmt.Fprintf(&b, "%s%s\n", g.Goal.ID, strings.TrimPrefix(g.ID, "r:goal:"+g.Goal.ID))
		for _, r := range g.Rows {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", r.Depth), r.From.ID)
		}
	}
	for _, r := range d.Unknown {
		fmt.Fprintf(&b, "unknown %s: %s\n", r.From.ID, r.What)
	}
	for _, r := range d.Silent {
		fmt.Fprintf(&b, "silent %s\n", r.From.ID)
	}
	return b.String()
}

func TestDirection(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	if got, want := directed(above[Directed](t, s, "ask/direction/")), `calm
  support
  mail
    fast
growth
unknown lost: nowhere
silent depot
silent studio
silent own
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	mustHold(t, htmlAt(t, s, "ask/direction/"), `<h2 id="r:goal:calm">`, "Nothing says yet that it serves this.", `class="d2"`, "Names no goal", "nowhere")
}

// Documents may serve documents, also each other; drafts serve nothing yet.
func TestDirectionWithoutGoals(t *testing.T) {
	t.Parallel()
	s := orgSite(t, map[string]string{
		"plan.md":          "# Plan\n",
		"commitments/a.md": "---\nserves: [plan]\n---\n# A\n",
		"commitments/b.md": "---\nserves: [a, c, b]\n---\n# B\n",
		"commitments/c.md": "---\nserves: [b]\n---\n# C\n",
		"commitments/d.md": "---\nserves: [e]\n---\n# D\n",
		"commitments/e.md": "---\nserves: [d]\n---\n# E\n",
		"commitments/f.md": "---\nserves: [plan]\nstatus: draft\n---\n# F\n",
	})
	if got, want := directed(above[Directed](t, s, "ask/direction/")), `plan
  a
    b
      c
d
  e
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := Direction.Addresses(orgSite(t, small)); len(got) != 0 {
		t.Errorf("a site in which nothing serves anything has %v", got)
	}
}

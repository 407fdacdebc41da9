package view

import (
	"fmt"
	"strings"
	"testing"
)

// printedMap writes a map a line a team.
func printedMap(m *TeamMap) string {
	var b strings.Builder
	for _, g := range m.Groups {
		fmt.Fprintf(&b, "[%s]\n", g.Name)
		for _, l := range g.Teams {
			fmt.Fprintf(&b, "%s %s:", l.Team.Name, l.Due.ISO)
			for _, q := range l.Owns {
				fmt.Fprintf(&b, " %s(%s)", q.Words, q.Href)
			}
			fmt.Fprintf(&b, " +%d; not", l.More)
			for _, n := range l.Not {
				fmt.Fprintf(&b, " %s=%s", n.Words, n.Team.ID)
			}
			fmt.Fprintf(&b, " +%d; %d decisions", l.NotMore.N, l.Decides.N)
			for _, r := range l.Rungs {
				fmt.Fprintf(&b, " %d×%d", r.N, r.Level)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestTeamMap(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	m := below[TeamMap](t, s, "")
	if got, want := printedMap(m), `[Shop]
Customer Support 2027-05-12: Refunds(charters/support/#r:owns-1) Help pages(charters/support/#r:owns-2) Phone(charters/support/#r:owns-3) +1; not Lost parcels=depot Books=finance +1; 5 decisions 1×7 1×6 1×5 1×4 1×0
Studio 2026-05-12: Pictures(charters/studio/#r:owns-1) Money back(charters/studio/#r:owns-2) +0; not +0; 1 decisions 1×5
[]
Depot : Parcels(charters/depot/#r:owns-1) +0; not +0; 0 decisions
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := fmt.Sprint(m.Without), "[{finance Finance ask/about/finance/}]"; got != want {
		t.Errorf("without a charter: %s, want %s", got, want)
	}
	html := htmlAt(t, s, "")
	mustHold(t, html, `<tr id="r:team:support">`, `<time datetime="2026-05-12" data-due>`, "Never reviewed", "Other teams")
	mustNotHold(t, html, "Soon a team", "Fax desk", "Book bus", "Ada Lovelace", "ZgotmplZ")
}

// Where org.yaml names no area, teams stand by their type when most state one.
func TestAreas(t *testing.T) {
	t.Parallel()
	charter := func(kind string) string { return "---\ntype: " + kind + "\nowns: [X]\n---\n# T " + kind + "\n" }
	s := orgSite(t, map[string]string{"charters/a.md": charter("platform"), "charters/b.md": charter("Our own"), "charters/c.md": "---\nowns: [Y]\n---\n# C\n"})
	var got []string
	for _, g := range below[TeamMap](t, s, "").Groups {
		got = append(got, g.Name)
	}
	if got, want := strings.Join(got, ";"), "Our own;Teams that serve other teams;"; got != want {
		t.Errorf("areas %q, want %q", got, want)
	}
	s = orgSite(t, map[string]string{"charters/a.md": charter("platform"), "charters/b.md": "---\nowns: [Y]\n---\n# B\n"})
	if groups := below[TeamMap](t, s, "").Groups; len(groups) != 1 || groups[0].Name != "" {
		t.Errorf("half of the teams state a type: %v", groups)
	}
}

// A first page of many teams is a list of their names.
func TestManyTeams(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range mapWhole + 1 {
		files[fmt.Sprintf("charters/t%02d.md", i)] = fmt.Sprintf("---\nowns: [Area %d]\n---\n# Team %02d\n", i, i)
	}
	s := orgSite(t, files)
	html := htmlAt(t, s, "")
	mustHold(t, html, `<li id="r:team:t20"><a href="charters/t20/">Team 20</a>`, `<a href="ask/who-owns/">All 21 teams and what they own</a>`)
	mustNotHold(t, html, "Area 1<", "<table")
}

func TestShortened(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "ab cd": "ab cd", "abcdef gh": "abcdef …", "abc, defgh ijk": "abc …", "abcdefghijklm": "abcdefghijklm"} {
		if got := shortened(text, 8); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

package model

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// A standard's teams and a team's standards are the same pairs.
func TestStandardsOf(t *testing.T) {
	t.Parallel()
	files := []txtar.File{
		{Name: "org.yaml", Data: []byte("teams:\n  finance: {aliases: [accounts]}\n  bus: {retired: 2020-01-01}\n")},
		{Name: "charters/a.md", Data: []byte("---\ntype: Platform\nstandards:\n  - one: meets\n  - two: exempt (waiver)\n  - gone: meets\n  - lesson: meets\n  - one: not yet\n---\n# A\n")},
		{Name: "charters/b.md", Data: []byte("---\nstandards:\n  - standards/two: working on it by 2026-09\n---\n# B\n")},
		{Name: "charters/c.md", Data: []byte("---\nstatus: retired\nstandards:\n  - one: meets\n---\n# C\n")},
		{Name: "standards/one.md", Data: []byte("---\napplies-to: [everyone, a]\n---\n# One\n")},
		{Name: "standards/two.md", Data: []byte("---\napplies-to: [accounts, bus, nobody]\n---\n# Two\n")},
		{Name: "standards/three.md", Data: []byte("---\napplies-to: [\"type: platform\"]\n---\n# Three\n")},
		{Name: "standards/gone.md", Data: []byte("---\napplies-to: [everyone]\nstatus: retired\n---\n# Gone\n")},
		{Name: "decisions/waiver.md", Data: []byte("---\nuntil: 2026-12-31\n---\n# Waiver\n")},
		{Name: "lessons/lesson.md", Data: []byte("# Lesson\n")},
	}
	got := pairsByTeam(siteOf(files))
	want := `a one meets true
a three  true
a two exempt false 2026-12-31
b one  true
b two working false 2026-09-30
finance one  true
finance two  true`
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, a.Files[:len(a.Files)-1]...)
	}
	m := siteOf(files)
	if byTeam, byStandard := pairsByTeam(m), pairsByStandard(m); !slices.Equal(byTeam, byStandard) || len(byTeam) < 8 {
		t.Errorf("from the teams' side\n%s\nfrom the standards' side\n%s", strings.Join(byTeam, "\n"), strings.Join(byStandard, "\n"))
	}
}

func pair(standard string, a Adopter) string {
	s := fmt.Sprintf("%s %s %s %t", a.Team.ID, standard, a.State(), a.Applies)
	if !a.Ends().IsZero() {
		s += " " + isoDay(a.Ends())
	}
	return s
}

func pairsByTeam(m *Model) []string {
	var pairs []string
	for _, team := range m.Teams() {
		for _, b := range m.StandardsOf(team.ID) {
			pairs = append(pairs, pair(b.Standard.ID, b.Adopter))
		}
	}
	slices.Sort(pairs)
	return pairs
}

func pairsByStandard(m *Model) []string {
	var pairs []string
	for _, row := range m.ByKind.Get("standard") {
		if m.Living(row.Doc) {
			for _, a := range m.Adoption(row.Doc) {
				pairs = append(pairs, pair(row.Doc.ID, a))
			}
		}
	}
	slices.Sort(pairs)
	return pairs
}

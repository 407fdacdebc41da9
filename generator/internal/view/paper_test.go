package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func check(day, practice string) string {
	return "---\nowner: support\ntype: room-check\ndate: " + day + "\nby: the whole team\npractice:\n" + practice + "---\n# Room check of " + day + "\n"
}

var practiceFiles = map[string]string{
	"charters/support.md": "---\ndecides:\n  - Refunds up to 500 EUR: alone\n  - Tools up to 200 EUR a month: then tell finance\n  - Opening hours: after advice from warehouse\n  - Wording: as we please\n  - Prices: sales decides\n---\n# Customer Support\n",
	// It found tools as now, wording of hours still free.
	"assessments/2025-11-room.md": check("2025-11-02", "  - Tools up to 200 EUR a month: finance decides\n  - Opening hours: after advice from warehouse\n"),
	// Silent about tools: says nothing against what was found before.
	"assessments/2026-02-room.md": check("2026-02-02", "  - Refunds up to 500 EUR: alone\n"),
	// Once it was as written: what was found before that does not count.
	"assessments/2025-01-room.md": check("2025-01-02", "  - Opening hours: alone\n  - Tools up to 200 EUR a month: then tell finance\n"),
	"assessments/2024-01-room.md": check("2024-01-02", "  - Tools up to 200 EUR a month: finance decides\n"),
	"assessments/2026-05-room.md": `---
owner: support
type: room-check
date: 2026-05-20
by: Jo Doe and a coach
practice:
  - Refunds up to 500 EUR: alone
  - Tools up to 200 EUR a month: together with finance
  - Opening hours: alone
  - Wording: alone
  - Parking: alone
  - Prices: somehow
answers:
  - We know our goals: hardly
  - We get what we were promised: mostly
  - We can count on an answer in two days: fully
---
# Room check, May 2026

## What we ask for

Our sponsor settles both.
`,
	"assessments/2026-09-draft.md": "---\nstatus: draft\nowner: support\ntype: room-check\ndate: 2026-09-01\npractice:\n  - Refunds up to 500 EUR: finance decides\n---\n# Draft\n",
	"assessments/2026-05-pulse.md": "---\nowner: support\ntype: pulse\ndate: 2026-05-21\nanswers:\n  - We were promised rain: hardly\n---\n# Pulse\n",
}

func TestPaperAndPractice(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", practiceFiles)
	p, html := madeAt[Practised](t, s, "ask/paper-and-practice/")
	var got []string
	for _, d := range p.Differences {
		got = append(got, fmt.Sprintf("%s %s %s: %d, lived %d, %s since %s %s %s", d.ID, d.Topic, d.Limit, d.Paper.Level, d.Lived.Level, d.Direction.Name, d.Since.ISO, d.PaperAt.Href, d.LivedAt.Href))
	}
	if want := []string{
		"r:support-tool Tools up to 200 EUR a month: 6, lived 4, less since 2025-11-02 ../../charters/support/#r:decides-2 ../../assessments/2026-05-room/#r:practice-2",
		"r:support-opening-hour Opening hours : 5, lived 7, more since 2026-05-20 ../../charters/support/#r:decides-3 ../../assessments/2026-05-room/#r:practice-3",
	}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	got = nil
	for _, u := range p.Unclear {
		got = append(got, u.Line+" = "+u.Why.Name)
	}
	if want := []string{"Wording: alone = unread", "Parking: alone = not-in-charter", "Prices: somehow = unread"}; !slices.Equal(got, want) {
		t.Errorf("unclear %q, want %q", got, want)
	}
	if len(p.Promised) != 1 || p.Promised[0].Value.Name != "mostly" || p.Promised[0].Ask.Href != "../../assessments/2026-05-room/#what-we-ask-for" {
		t.Errorf("promised %+v", p.Promised)
	}
	c := p.Checks[0]
	if len(p.Checks) != 1 || c.Same.N != 1 || c.Less.N != 1 || c.More.N != 1 || c.Less.Href != "../../ask/paper-and-practice/#r:support-tool" {
		t.Errorf("checks %+v", p.Checks)
	}
	wantOn(t, html, `id="r:support-tool"`, `href="../../assessments/2025-11-room/"`, "Less room", "More room", "What we ask for")
	for _, not := range []string{"Jo Doe", "rain", "Draft", "We know our goals"} {
		if strings.Contains(html, not) {
			t.Errorf("%q is on the page", not)
		}
	}
	if rows := PaperAndPractice.Table(page(t, s, "ask/paper-and-practice/")).Rows; len(rows) != 2 || rows[0][5] != "less" {
		t.Errorf("table %q", rows)
	}
}

// A room check that finds no difference is told too; one without a team or
// without a charter has nothing to be compared with.
func TestPracticeAsWritten(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", map[string]string{
		"charters/support.md": "---\ndecides:\n  - Tools: alone\n---\n# Support\n",
		"assessments/room.md": check("2026-05-20", "  - Tools: alone\n"),
	})
	p, html := madeAt[Practised](t, s, "ask/paper-and-practice/")
	if len(p.Differences) != 0 || p.Checks[0].Same.N != 1 {
		t.Errorf("%+v", p)
	}
	wantOn(t, html, "No room check found a difference")

	s = siteOnDay(t, "2026-08-01", map[string]string{"org.yaml": "teams:\n  support: Support\n", "assessments/room.md": check("2026-05-20", "  - Tools: alone\n")})
	if p, _ := madeAt[Practised](t, s, "ask/paper-and-practice/"); len(p.Unclear) != 1 || p.Unclear[0].Why.Name != "not-in-charter" {
		t.Errorf("without a charter: %+v", p)
	}
	absent(t, siteOnDay(t, "2026-08-01", map[string]string{"assessments/room.md": check("2026-05-20", "  - Tools: alone\n")}), "paper-and-practice")
}

package view

import (
	"fmt"
	"strings"
	"testing"
)

// pointed writes groups a field a line.
func pointed(groups []Pointing) string {
	var b strings.Builder
	for _, g := range groups {
		fmt.Fprintf(&b, "%s %d:", g.Field, g.N)
		for _, p := range g.Entries {
			b.WriteString(" " + p.From.ID)
			if p.Team != nil {
				b.WriteString("/" + p.Team.ID)
			}
			if p.State != nil {
				b.WriteString("!" + p.State.Name)
			}
			if p.Until.ISO != "" {
				b.WriteString(" until " + p.Until.ISO)
			}
			for _, q := range p.Lines {
				fmt.Fprintf(&b, " (%s)", q.Words)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestDossier(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	for address, want := range map[string]string{
		"charters/support/": `changes 2: maybe!draft limit
helps-with 1: widen
tried-by 1: widen (Customer Support: kept, weekly)
room-check 1: 2026-05-r
owner 1: reply
`,
		"charters/depot/":       "not-ours 1: support (Lost parcels: Depot)\n",
		"standards/plain/":      "waives 1: no-plain until 2026-12-31\n",
		"standards/reply/":      "touches 1: 2026-06-form/studio\n",
		"decisions/no-plain/":   "standards 1: support (Plain words: exempt (No plain words for now))\n",
		"decisions/limit/":      "led-to 1: 2026-06-form/studio\ndecision 1: support (Refunds, from 200 to 500 EUR)\n",
		"lessons/2026-06-form/": "lesson 1: fast/support!missed\n",
		"commitments/mail/":     "serves 1: fast/support!missed\n",
	} {
		x := below[Dossier](t, s, address)
		if x == nil {
			t.Errorf("/%s has no dossier", address)
		} else if got := pointed(x.Groups); got != want {
			t.Errorf("/%s\ngot\n%s\nwant\n%s", address, got, want)
		}
	}
	for _, address := range []string{"", "lessons/2025-06-mail/", "playbooks/widen/"} {
		if x := below[Dossier](t, s, address); x != nil {
			t.Errorf("/%s: %s", address, pointed(x.Groups))
		}
	}
	html := htmlAt(t, s, "charters/support/")
	mustHold(t, html, "Decisions that change it", `<span class="tag none">Draft</span>`, "1 decision is made in another way")
	if n := strings.Count(html, "Limit of 500"); n != 3 { // as a reason to look, in the room log that the team wrote, and as a decision that changes it
		t.Errorf("the decision is named %d times", n)
	}
}

func TestAdoption(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	a := below[Dossier](t, s, "standards/reply/").Adoption
	var got []string
	for _, c := range a.Totals {
		got = append(got, fmt.Sprintf("%s %d %s", c.Name, c.N, c.Href))
	}
	for _, r := range a.Rows {
		got = append(got, fmt.Sprintf("%s %s %t %t", r.Team.ID, r.State.Name, r.By != nil && r.By.ISO == "2026-09-30", r.Evidence != nil))
	}
	want := `working 1 ./#r:stands:support
silent 4 ./#r:stands:depot
depot silent false false
draft silent false false
finance silent false false
studio silent false false
support working true true`
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	a = below[Dossier](t, s, "standards/plain/").Adoption
	if len(a.Rows) != 2 || a.Rows[1].Evidence == nil || a.Rows[1].Evidence.Page != "No plain words for now" || a.Rows[1].Applies {
		t.Errorf("the exemption reads %+v", a.Rows)
	}
	mustHold(t, htmlAt(t, s, "standards/reply/"), `<tr id="r:stands:support">`, `data-due>30 September 2026</time>`, `Working on it: 1</a>`)
	mustHold(t, htmlAt(t, s, "standards/plain/"), "of its own choice", "No plain words for now")
}

// The notices tell of the next document; the dossier tells of the others.
func TestVersions(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	for address, want := range map[string]string{"standards/plain-2024/": "[] [plain-2025]", "standards/plain-2026/": "[plain-2024] []"} {
		x := below[Dossier](t, s, address)
		ids := func(refs []Ref) []string {
			list := []string{}
			for _, r := range refs {
				list = append(list, r.ID)
			}
			return list
		}
		if got := fmt.Sprint(ids(x.Earlier), ids(x.Later)); got != want {
			t.Errorf("/%s: %s, want %s", address, got, want)
		}
	}
	if x := below[Dossier](t, s, "standards/plain-2025/"); x != nil {
		t.Errorf("what the notices say is told again: %+v", x)
	}
	circle := orgSite(t, map[string]string{"a.md": "---\nreplaces: [b]\n---\n# A\n", "b.md": "---\nreplaces: [a]\n---\n# B\n"})
	if x := below[Dossier](t, circle, "a/"); x != nil {
		t.Errorf("documents that replace each other: %+v", x)
	}
}

// Lists are cut, records newest first, and the page says how much is left.
func TestDossierIsBounded(t *testing.T) {
	t.Parallel()
	files := map[string]string{"standards/s.md": "# S\n"}
	for i := range 100 {
		files[fmt.Sprintf("lessons/l%02d.md", i)] = fmt.Sprintf("---\ndate: 20%02d-01-01\ntouches: [s]\n---\n# L%02d\n", i%30, i)
	}
	files["lessons/odd.md"] = "---\ndate: some day\ntouches: [s, s]\n---\n# Odd\n"
	s := orgSite(t, files)
	g := below[Dossier](t, s, "standards/s/").Groups[0]
	if g.N != 101 || len(g.First) != pointersFirst || len(g.Rest) != pointersRest || g.More.N != 101-pointersFirst-pointersRest {
		t.Errorf("%d: %d, %d and %d more", g.N, len(g.First), len(g.Rest), g.More.N)
	}
	if g.Entries[0].From.Name != "L29" || g.Entries[100].From.Name != "Odd" {
		t.Errorf("first %s, last %s", g.Entries[0].From.Name, g.Entries[100].From.Name)
	}
	mustHold(t, htmlAt(t, s, "standards/s/"), "<details><summary>40 more</summary>", "and 53 more")
}

// A field that only this site has is called as its kind calls it.
func TestUnknownField(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	if got := s.fieldWords("rehearsed-by"); got != "Rehearsed by" {
		t.Errorf("got %q", got)
	}
	if got := s.fieldWords("rhythm"); got != "Rhythm" {
		t.Errorf("got %q", got)
	}
}

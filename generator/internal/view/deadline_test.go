package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/schema"
)

func siteOn(t *testing.T, day string, files map[string]string) *Site {
	t.Helper()
	s := siteOf(t, files)
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	s.Model.Today = today
	return s
}

var datedFiles = map[string]string{
	"charters/shop.md": "---\nowns: [Sales]\nreviewed: 2025-03-04\nroom:\n  - date: 2026-02-01\n    narrower: Orders above 200 EUR go through finance\n    until: 2026-08-31\n" +
		"  - date: 2025-01-01\n    narrower: Old limit\n    until: 2025-06-30\n  - date: 2026-01-01\n    wider: Tools\n    until: 2026-09-01\nstandards:\n  - plain-words: exempt (no-words)\n---\n# Shop\n",
	"standards/plain-words.md": "---\nowner: shop\napplies-to: everyone\nreviewed: 2026-05-01\nreview-every: 1 month\nsources:\n  - name: The law\n    seen: 2024-02-28\n---\n# Plain words\n",
	"decisions/no-words.md":    "---\ndate: 2026-01-02\ndecided-by: shop\nowner: bench\nwaives: plain-words\nuntil: 2026-12-31\nrevisit: 2026-10\n---\n# Not yet for the shop\n",
	"decisions/old.md":         "---\ndate: 2025-01-02\nrevisit: 2025-10\nstatus: retired\n---\n# Old\n",
	"commitments/fast.md":      "---\nowner: shop\ndue: 2026-06-30\n---\n# Fast\n",
	"commitments/done.md":      "---\nowner: shop\ndue: 2026-03-30\noutcome: kept\n---\n# Done\n",
	"commitments/draft.md":     "---\nowner: shop\ndue: 2026-03-30\nstatus: draft\n---\n# Draft\n",
	"commitments/vague.md":     "---\nowner: shop\ndue: soon\n---\n# Vague\n",
	"lessons/2026-04-a.md":     "---\ndate: 2026-04-01\nowner: shop\ntouches: [shop]\n---\n# A\n",
	"playbooks/lost.md":        "---\nreviewed: 2026-01-01\n---\n# Lost\n",
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", datedFiles)
	var got []string
	for _, d := range s.Deadlines() {
		at := "-"
		if !d.At.IsZero() {
			at = d.At.Format(time.DateOnly)
		}
		got = append(got, fmt.Sprintf("%s %s %s:%d %s/%s: %s", at, d.Sort, d.Doc.Path, d.Line, d.Team, d.Owner, d.Words))
		if d.Evidence != (d.At.IsZero() && d.By != nil && d.By.ID == "2026-04-a" && d.Since.Format(time.DateOnly) == "2026-04-01") {
			t.Errorf("evidence %t by %v since %s", d.Evidence, d.By, d.Since)
		}
	}
	want := `- review charters/shop.md:3 shop/Shop: the lesson “A” is newer
2026-02-28 source standards/plain-words.md:8 shop/Shop: its source The law was last looked at on 28 February 2024
2026-03-04 review charters/shop.md:3 shop/Shop: last reviewed on 4 March 2025, and a review holds for 12 months
2026-06-01 review standards/plain-words.md:4 shop/Shop: last reviewed on 1 May 2026, and a review holds for a month
2026-06-30 promise commitments/fast.md:3 shop/Shop: the promise is due
2026-08-31 room charters/shop.md:7 shop/Shop: until then there is less room: Orders above 200 EUR go through finance
2026-10-31 revisit decisions/no-words.md:7 bench/Bench: the decision wanted another look by then
2026-12-31 exemption decisions/no-words.md:6 shop/Shop: the exemption from Plain words ends
2027-01-01 review playbooks/lost.md:2 /: last reviewed on 1 January 2026, and a review holds for 12 months`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	if !s.hasDeadlines() {
		t.Error("no deadlines known")
	}
}

func TestNoDeadlines(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", map[string]string{
		"README.md":        "# Hi\n",
		"charters/a.md":    "---\nreviewed: 2024-01-01\nstatus: retired\n---\n# A\n",
		"commitments/b.md": "---\ndue: 2026-01-01\nstatus: draft\n---\n# B\n",
		"commitments/c.md": "---\ndue: some day\n---\n# C\n",
		"standards/d.md":   "# Nobody knows when this changed\n",
		schema.OrgFile:     "",
	})
	if got := s.Deadlines(); len(got) > 0 || s.hasDeadlines() {
		t.Errorf("got %v", got)
	}
}

// Each sort of evidence has words, with titles for ids.
func TestEvidence(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", map[string]string{
		"charters/shop.md":    "---\nreviewed: 2026-01-01\ndecides:\n  - Tools up to 200 EUR: alone\n---\n# Shop\n",
		"assessments/room.md": "---\nowner: shop\ntype: room-check\ndate: 2026-05-20\npractice:\n  - Tools up to 200 EUR: together with finance\n---\n# Room check\n",
		"decisions/change.md": "---\ndate: 2026-05-01\nchanges: [shop]\n---\n# Less\n",
		"playbooks/a.md":      "---\nowner: shop\nreviewed: 2026-06-30\nhelps-with: [old, gone]\n---\n# Steps\n",
		"standards/old.md":    "---\nowner: shop\n---\n# Old bar\n",
		"standards/new.md":    "---\nowner: shop\nreplaces: [old]\n---\n# New bar\n",
		"standards/gone.md":   "---\nowner: shop\nstatus: retired\n---\n# Gone bar\n",
		"playbooks/b.md":      "---\nowner: shop\nreviewed: 2026-06-30\nhelps-with: [lone]\ntried-by:\n  - ended: kept\n---\n# More steps\n",
		"standards/lone.md":   "---\nowner: ended\n---\n# Lone bar\n",
	})
	s.Model.Org, _ = schema.DecodeOrg([]byte("teams:\n  ended: {name: The old team, retired: 2026-02-01}\n"))
	var got []string
	for _, d := range s.Deadlines() {
		if d.Evidence {
			got = append(got, d.Doc.ID+": "+d.Words)
		}
	}
	want := []string{
		"a: “Gone bar”, which it names, is retired", "a: “Old bar”, which it names, was replaced by “New bar”",
		"b: “Lone bar”, which it names, has lost its owner", "b: the team The old team, which it names, has ended",
		"shop: the decision “Less” changes it", "shop: “Room check” tells otherwise: Tools",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

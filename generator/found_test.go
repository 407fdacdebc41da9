package generator

import (
	"strings"
	"testing"
)

func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(map[string]string{
		"remit.yaml":            "language: en\n",
		"org.yaml":              "teams:\n  care: {name: Customer Care, aliases: [CC, Help desk]}\nroles:\n  head: Head of all\n",
		"charters/care.md":      "---\naliases: [/old/care/, Front office]\nreviewed: 2026-03-01\nreview-every: 6 months\n---\n# Care charter\n",
		"decisions/limits.md":   "---\nowner: head\ndate: 2026-02-03\nrevisit: 2027-02-03\n---\n# Limits\n",
		"decisions/older.md":    "---\nowner: Anna Nowak\ndate: 2025-02-03\n---\n# Older\n",
		"commitments/faster.md": "---\nowner: care\ndue: 2026-12-24\n---\n# Faster\n",
		"commitments/kept.md":   "---\nowner: care\ndue: 2026-01-24\noutcome: kept\n---\n# Kept\n",
		"standards/retired.md":  "---\nowner: nobody-knows\nstatus: retired\nreviewed: 2024-03-01\nreview-every: 6 months\n---\n# Retired\n",
		"pages/plain.md":        "# Plain\n",
	}), Options{Today: sampleToday}))
	type facts struct{ Aliases, Kind, Team, Owner, Status, Day, Due string }
	got := map[string]facts{}
	for _, d := range s.model.Docs {
		p := s.searchPage(d, d.Address)
		got[d.ID] = facts{strings.Join(p.Aliases, ", "), p.KindWord, p.Team, p.Owner, p.StatusWord, p.Day, p.Due}
	}
	want := map[string]facts{
		"care":    {"Front office, Customer Care, CC, Help desk", "Charter", "care", "Care", "Active", "2026-03-01", "2026-09-01"},
		"limits":  {"", "Decision", "head", "Head of all", "Active", "2026-02-03", "2027-02-03"},
		"older":   {"", "Decision", "", "", "Active", "2025-02-03", ""},
		"faster":  {"", "Commitment", "care", "Care", "Open", "", "2026-12-24"},
		"kept":    {"", "Commitment", "care", "Care", "Kept", "", ""},
		"retired": {"", "Standard", "nobody-knows", "Nobody knows", "Retired", "2024-03-01", ""},
		"plain":   {"", "Page", "", "", "Active", "", ""},
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("%s: search is told %+v, want %+v", id, got[id], w)
		}
	}
}

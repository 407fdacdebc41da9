package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var balanceFiles = map[string]string{
	"charters/support.md":    "# Support\n",
	"commitments/kept.md":    "---\nowner: support\ndue: 2026-09-30\noutcome: kept\n---\n# Kept\n",
	"commitments/moved.md":   "---\nowner: support\ndue: 2026-08-31\noutcome: kept\nmoved:\n  - 2026-06-30: the scanner came late\n---\n# Moved\n",
	"commitments/missed.md":  "---\nowner: support\ndue: 2026-07-10\noutcome: missed\nlesson: learned\ncheck-ins:\n  - date: 2026-05-01\n    needs: A scanner\n---\n# Missed\n",
	"commitments/silent.md":  "---\nowner: support\ndue: 2026-07-01\noutcome: missed\n---\n# Missed and silent\n",
	"commitments/open.md":    "---\nowner: support\ndue: 2026-09-30\ncheck-ins:\n  - date: 2026-07-02\n    needs: A yes\n---\n# Open\n",
	"commitments/undated.md": "---\nowner: support\noutcome: dropped\n---\n# Undated\n",
	"commitments/draft.md":   "---\nstatus: draft\ndue: 2026-07-01\noutcome: kept\n---\n# Draft\n",
	"lessons/learned.md":     "---\nowner: support\ndate: 2026-07-22\nfrom: missed-deadline\nled-to: [quick]\n---\n# Learned\n\n## What support we need\n\nA person.\n",
	"experiments/e.md":       "---\nstarts: 2026-04-30\nends: 2026-07-01\nresult: did not work\n---\n# Tried\n",
	"experiments/later.md":   "---\nstarts: 2027-04-30\nends: 2027-07-01\n---\n# Later\n",
	"decisions/quick.md":     "---\nraised: 2026-07-01\ndate: 2026-07-05\n---\n# Quick\n",
	"decisions/slow.md":      "---\nraised: 2026-07-01\ndate: 2026-07-31\n---\n# Slow\n",
	"decisions/slower.md":    "---\nraised: 2026-07-01\ndate: 2026-08-30\n---\n# Slower\n",
	"decisions/odd.md":       "---\nraised: 2026-09-01\ndate: 2026-07-31\n---\n# Raised after it\n",
	"decisions/unknown.md":   "---\ndate: 2026-07-31\n---\n# Not known\n",
}

func TestBalance(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-10-01", balanceFiles)
	b, html := madeAt[Balanced](t, s, "ask/balance/")
	var got []string
	for _, q := range b.Quarters {
		got = append(got, fmt.Sprintf("%s: kept %d of %d, %d experiments, %d of %d learned (%d), %d lessons, decided %d (%d), answered %d of %d",
			q.Quarter, q.Kept.N, q.Ended.N, q.Experiments.N, q.Learned.N, q.Missed.N, q.LearnedDays.Median, q.Lessons.N, q.Decided.Median, q.Decided.N, q.Answered.N, q.Asks.N))
	}
	if want := []string{
		"2026-Q3: kept 1 of 4, 0 experiments, 1 of 2 learned (12), 1 lessons, decided 30 (3), answered 1 of 2",
		"2026-Q2: kept 0 of 0, 1 experiments, 0 of 0 learned (0), 0 lessons, decided 0 (0), answered 1 of 1",
		": kept 0 of 1, 0 experiments, 0 of 0 learned (0), 0 lessons, decided 0 (0), answered 0 of 0",
	}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	wantOn(t, html,
		`id="r:2026-q3-promises"`, `href="../../ask/balance/#r:2026-q3-promises"`, `href="../../commitments/missed/"`, `href="../../lessons/learned/"`,
		`href="../../lessons/learned/#what-support-we-need"`, `href="../../commitments/open/#r:check-ins-1"`, "30 days", "date moved", "Did not work", "Without a date", "A yes")
	for _, not := range []string{"Draft", "Raised after it", "Not known", "Later", "Support"} {
		if strings.Contains(strings.ReplaceAll(html[strings.Index(html, "<article"):], "Asks for support", ""), not) {
			t.Errorf("%q is on the page", not)
		}
	}
	if rows := Balance.Table(page(t, s, "ask/balance/")).Rows; len(rows) != 3 || rows[0][6] != "12" || rows[1][6] != "" {
		t.Errorf("table %q", rows)
	}
}

// Where there is much to list, each quarter has a page for it.
func TestBalanceIsBounded(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range maxListed + 30 {
		files[fmt.Sprintf("commitments/c%03d.md", i)] = fmt.Sprintf("---\ndue: %d-05-01\noutcome: kept\n---\n# C\n", 2000+i%20)
	}
	s := siteOnDay(t, "2026-10-01", files)
	b, html := madeAt[Balanced](t, s, "ask/balance/")
	if len(b.Quarters) != maxQuarters || b.Quarters[0].Lists != nil || b.Quarters[0].Kept.Href != "../../ask/balance/2019-q2/#r:2019-q2-promises" {
		t.Errorf("%d quarters, the first %+v", len(b.Quarters), b.Quarters[0])
	}
	if strings.Contains(html, "<details") {
		t.Error("the page lists what is counted")
	}
	one, html := madeAt[Balanced](t, s, "ask/balance/2019-q2/")
	if len(one.Quarters) != 1 || len(one.Quarters[0].Lists) != 1 || len(one.Quarters[0].Lists[0].Items) != one.Quarters[0].Ended.N {
		t.Errorf("2019-Q2: %+v", one)
	}
	wantOn(t, html, `id="r:2019-q2-promises"`, "Signs of balance 2019 Q2")
	if _, ok := s.Page("ask/balance/2019-q1/"); ok {
		t.Error("a quarter without anything has a page")
	}
}

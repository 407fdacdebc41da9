package view

import (
	"strings"
	"testing"
)

func TestHolders(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"charters/desk.md":    "---\nowns: [Refunds]\ndecides:\n  - Refunds up to 500 EUR: alone\n  - Refunds above 500 EUR: together with shop\n  - Prices: alone\n  - Office hours: alone\n---\n# Front desk\n",
		"charters/shop.md":    "---\nowns: [Sales]\ndecides:\n  - Office hours: alone\n---\n# Shop\n",
		"decisions/limit.md":  "---\ndate: 2026-01-02\ndecided-by: shop\nowner: desk\n---\n# A wider limit\n\nWhy.\n",
		"decisions/person.md": "---\ndate: 2026-01-02\ndecided-by: Ada Berg\nowner: desk\n---\n# Another limit\n\nWhy.\n",
		"playbooks/play.md":   "---\nfor: teams\nwhen: Now\n---\n# Play\n\nIt helps.\n\n## 1. Refunds above 500 EUR\n\nAsk about refunds above 500 EUR, see [[limit]] and [[person]]. Refunds above 500 EUR again. Prices and office hours. `refunds up to 500 EUR`\n",
		"pages/no-play.md":    "# Page\n\nRefunds above 500 EUR, [[limit]].\n",
	}
	s := siteOn(t, "2026-07-01", files)
	body := string(page(t, s, "playbooks/play/").Body)
	for _, want := range []string{
		`Ask about <a href="../../ask/who-decides/#r:desk-refunds-above-500-eur">refunds above 500 EUR</a> <span class="kind">(decided by <a href="../../charters/desk/">Front desk</a>, <a href="../../charters/shop/">Shop</a>)</span>, see`,
		`A wider limit</a> <span class="kind">(decided by <a href="../../charters/shop/">Shop</a>)</span> and <a href="../../decisions/person/">Another limit</a>. Refunds above 500 EUR again. Prices and office hours. <code>refunds`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if n := strings.Count(body, "decided by"); n != 2 {
		t.Errorf("%d holders", n)
	}
	if body := string(page(t, s, "no-play/").Body); strings.Contains(body, "decided by") {
		t.Error(body)
	}
}

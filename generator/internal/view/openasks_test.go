package view

import (
	"fmt"
	"strings"
	"testing"
)

var askFiles = map[string]string{
	"charters/shop.md":      "---\nowns: [Sales]\nreviewed: 2026-01-01\n---\n# Shop\n",
	"charters/warehouse.md": "---\nowns: [Parcels]\n---\n# Warehouse\n",
	"commitments/slow.md":   "---\nowner: shop\ndue: 2026-09-30\ncheck-ins:\n  - {date: 2026-07-28, say: Half way, needs: Warehouse to print the label}\n---\n# Slow\n",
	"commitments/kept.md":   "---\nowner: shop\ndue: 2026-06-12\noutcome: kept\ncheck-ins:\n  - {date: 2026-06-01, say: Fine, needs: A hand}\n---\n# Kept\n",
	"lessons/2026-05-a.md":  "---\nowner: shop\ndate: 2026-05-20\n---\n# A miss\n\n## What support we need\n\n- A second person on Mondays\n- Tea & cake\n",
	"lessons/2026-05-b.md":  "---\nowner: shop\ndate: 2026-05-20\nstatus: draft\n---\n# B\n\n## What support we need\n\nMore.\n",
	"assessments/room.md":   "---\ntype: room-check\ndate: 2026-04-02\n---\n# Room\n\n## What we ask for\n\nTwo quiet hours.\n",
}

func TestOpenAsks(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-08-01", askFiles)
	p := page(t, s, "ask/open-asks/")
	data := p.Above.Data.(*Asks)
	var got []string
	for _, a := range data.Asks {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s|%s:%d %s", a.ID, a.What, a.Team.Name, a.Of.Name, a.Since.ISO, a.Where.File, a.Where.Line, a.Where.Href))
	}
	want := `r:assessments/room|Two quiet hours.|||2026-04-02|assessments/room.md:7 ../../assessments/room/#what-we-ask-for
r:lessons/2026-05-a|A second person on Mondays; Tea & cake|Shop||2026-05-20|lessons/2026-05-a.md:7 ../../lessons/2026-05-a/#what-support-we-need
r:commitments/slow|Warehouse to print the label|Shop|Warehouse|2026-07-28|commitments/slow.md:5 ../../commitments/slow/#r:check-ins-1`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	if data.Unnamed != (Count{2, "../../ask/open-asks/#r:assessments/room"}) {
		t.Errorf("unnamed %+v", data.Unnamed)
	}
	html := rendered(t, s, "ask/open-asks/")
	for _, want := range []string{`<tr id="r:lessons/2026-05-a"><th scope="row">A second person on Mondays; Tea &amp; cake</th>`, ">not clear<", "2 asks do not begin", `href="../../charters/warehouse/">Warehouse</a>`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if table := openAskTable(p); len(table.Rows) != 3 || len(table.Rows[0]) != len(table.Columns) {
		t.Errorf("table %+v", table)
	}
}

// TestAskedOf wants the team that is asked to be read from names of several
// words, and nobody to be asked by itself.
func TestAskedOf(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-08-01", map[string]string{
		"charters/goods-in.md": "---\nowns: [Parcels]\n---\n# Goods in\n",
		"charters/shop.md":     "---\nowns: [Sales]\n---\n# Shop\n",
		"commitments/slow.md":  "---\nowner: shop\ndue: 2026-09-30\ncheck-ins:\n  - {date: 2026-07-28, say: Half way, needs: 'Goods in: a second label'}\n---\n# Slow\n",
		"lessons/2026-05-a.md": "---\nowner: shop\ndate: 2026-05-20\nfollow-up:\n  - Print it: shop by 2026-09-01\n---\n# A\n\n## What support we need\n\nInk.\n",
		"lessons/2026-06-b.md": "---\nowner: shop\ndate: 2026-06-20\nfollow-up:\n  - Print it: goods-in by 2026-09-01\n---\n# B\n\n## What support we need\n\nInk.\n",
	})
	var got []string
	for _, a := range page(t, s, "ask/open-asks/").Above.Data.(*Asks).Asks {
		got = append(got, a.ID+" "+a.Of.Name)
	}
	if want := "r:lessons/2026-05-a ;r:lessons/2026-06-b Goods in;r:commitments/slow Goods in"; strings.Join(got, ";") != want {
		t.Errorf("got %s", strings.Join(got, ";"))
	}
}

func TestNoOpenAsks(t *testing.T) {
	t.Parallel()
	if got := OpenAsks.Addresses(siteOn(t, "2026-08-01", map[string]string{"lessons/a.md": "# A\n\n## What support we need\n"})); len(got) > 0 {
		t.Errorf("got %v", got)
	}
}

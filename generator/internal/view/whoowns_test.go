package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWhoOwns(t *testing.T) {
	t.Parallel()
	s := askSite(t, shopOrg, map[string]string{
		"charters/support.md": `---
owns: [Refunds, Help pages]
not-ours:
  - Parcels lost on the way: warehouse
  - Contracts: legal
  - Payroll: people
  - Card payments: finance
  - Gift cards: studio
---
# Support
`,
		"charters/warehouse.md": "---\nowns: [Stock]\n---\n# Warehouse\n",
		"charters/studio.md":    "---\nowns: [\"The refund\", Gift cards]\nok:\n  - two-owners: until May\n---\n# Studio\n",
		"charters/old.md":       "---\nstatus: retired\nowns: [Help pages]\n---\n# Old\n",
	})
	d, html := asked[Owned](t, s, "ask/who-owns/")
	var areas []string
	for _, a := range d.Areas {
		areas = append(areas, a.Area+"|"+a.Team.Name)
	}
	if want := []string{"Gift cards|Studio", "Help pages|Support", "Refunds|Support", "Stock|Warehouse", "The refund|Studio"}; !slices.Equal(areas, want) || d.Total != 5 {
		t.Errorf("areas %q, want %q", areas, want)
	}
	if len(d.Shared) != 1 || d.Shared[0].Area != "Refunds" || len(d.Shared[0].Lines) != 2 || d.Shared[0].Meant != "until May" {
		t.Errorf("shared %+v", d.Shared)
	}
	var sent []string
	for _, x := range d.NotOurs {
		sent = append(sent, x.Area+"|"+x.To.Name+"|"+x.Why)
	}
	if want := []string{"Card payments|Finance|", "Contracts|Legal|ended", "Gift cards|Studio|", "Parcels lost on the way|Warehouse|silent", "Payroll|people|unknown"}; !slices.Equal(sent, want) {
		t.Errorf("not ours %q, want %q", sent, want)
	}
	if len(d.Nowhere) != 3 {
		t.Errorf("nowhere %+v", d.Nowhere)
	}
	holdsAll(t, html, `id="r:support-refunds"`, `id="r:not:support-contracts"`, `href="../../charters/support/#r:not-ours-1"`, "its charter does not mention it", "until May")
	if table := WhoOwns.Table(page(t, s, "ask/who-owns/")); len(table.Rows) != 5 || strings.Join(table.Rows[3], ",") != "Stock,Warehouse,charters/warehouse.md,2" {
		t.Errorf("table %q", table.Rows)
	}
}

// Lists of a charter that is prose are facts too, and whose a thing is that is
// only said not to be ours stays open.
func TestWhoOwnsInProse(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("all that lies between two systems and ", 12)
	d, html := asked[Owned](t, siteOf(t, map[string]string{
		"sig-x/charter.md": "# SIG X\n\n## Scope\n\n### In scope\n\n- " + long + "us\n\n### Out of scope\n\n- The weather\n- Known holes: see here\n- Clouds ([sig-y](../sig-y))\n",
		"sig-y/charter.md": "# SIG Y\n\n## Scope\n\n### In scope\n\n- Clouds\n",
	}), "ask/who-owns/")
	if d.List || len(d.Teams) != 2 || len(d.Nowhere) != 0 || len(d.NotOurs) != 3 {
		t.Errorf("%+v", d)
	}
	for _, x := range d.NotOurs {
		if (x.To != nil) != (x.Area == "Clouds") {
			t.Errorf("%s is sent to %v", x.Area, x.To)
		}
	}
	if strings.Contains(html, long) || !strings.HasPrefix(d.Areas[0].Area, long[:20]) {
		t.Error("a long area is not cutWords on the page alone")
	}
	holdsAll(t, html, "The weather", `href="../../sig-y/charter/"`)
}

func TestWhoOwnsMany(t *testing.T) {
	t.Parallel()
	d, html := asked[Owned](t, siteOf(t, manyCharters(300)), "ask/who-owns/")
	if d.Total != 600 || !d.Counted || len(d.Areas) != 0 || len(d.Teams) != 300 || d.Teams[0].Owns.N != 2 {
		t.Errorf("%d areas, %d teams", len(d.Areas), len(d.Teams))
	}
	holdsAll(t, html, fmt.Sprintf(`href="../../charters/team-%03d/#r:owns"`, 299))
}

// Where teams own much, the first areas are seen and the others are folded
// away, each with its row's id still on the page.
func TestManyAreas(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range ownedOpen + 1 {
		lines = append(lines, fmt.Sprintf("  - %s of number %d\n", strings.Repeat("An area of long words ", 3), i))
	}
	s := siteOf(t, map[string]string{
		"charters/all.md": "---\nowns:\n" + strings.Join(lines, "") + "---\n# All\n",
		"charters/one.md": "---\nowns: [A, B, C, D]\n---\n# One\n",
	})
	d, html := asked[Owned](t, s, "ask/who-owns/")
	for _, team := range d.Teams {
		want := map[string][2]int{"All": {ownedSeen, ownedOpen + 1 - ownedSeen}, "One": {4, 0}}[team.Team.Name]
		if got := [2]int{len(team.Areas), team.Rest.NAreas}; got != want {
			t.Errorf("%s shows %d areas and folds %d away, want %v", team.Team.Name, got[0], got[1], want)
		}
	}
	if n := strings.Count(html, `<li id="r:`); n != ownedOpen+5 {
		t.Errorf("%d areas stand on the page, want %d", n, ownedOpen+5)
	}
	if len(d.Areas) != ownedOpen+5 {
		t.Errorf("the data has %d areas", len(d.Areas))
	}
}

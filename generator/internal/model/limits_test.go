package model

import (
	"fmt"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"
)

const limitSite = `
-- org.yaml --
topics:
  refunds: {name: Refunds, aliases: [money back]}
-- charters/a.md --
---
owns: [Refunds]
not-ours:
  - Parcels: b
  - Prices: b
  - Payroll: nobody
decides:
  - Refunds up to 500 EUR: alone
  - Refunds above 800 EUR: together with b
  - Tools up to 200 EUR a month: alone
---
# A
-- charters/b.md --
---
owns: [Money back, Prices]
decides:
  - Money back from 500 EUR: then tell a
  - Tools up to 300 EUR a month: alone
---
# B
-- charters/c.md --
---
owns: [The refund]
status: retired
decides:
  - Refunds: alone
---
# C
-- charters/d.md --
# D

We are responsible for the roof.
-- decisions/2026-01-x.md --
---
date: 2026-01-01
changes: [a]
---
# X
-- decisions/2026-02-y.md --
---
date: 2026-02-01
changes: [charter/a, b]
---
# Y
`

// Amounts that two teams decide or nobody does, areas that two own or nobody
// has: of charters that hold, by all names of a topic.
func TestTwoOrNone(t *testing.T) {
	t.Parallel()
	m := siteOf(txtar.Parse([]byte(limitSite)).Files)
	var got []string
	say := func(format string, args ...any) { got = append(got, fmt.Sprintf(format, args...)) }
	for _, x := range m.OverlappingLimits() {
		say("%s: %s and %s, %s", x.Topic, x.First.Doc.Facts.Team, x.Second.Doc.Facts.Team, x.Amounts)
	}
	for _, x := range m.GapsInLimits() {
		say("gap in %s", x.Topic)
	}
	for _, x := range m.SharedAreas() {
		say("%s: %s", x.Area, rowPaths(x.Owners))
	}
	a, d := m.Charter("a"), m.Charter("d")
	for i := range a.Facts.NotOurs {
		w := &a.Facts.NotOurs[i]
		say("%s passed on %v", w.How.Text, m.PassedOn(w) != nil)
	}
	say("decisions on a: %s", rowPaths(m.DecisionsOn(a)))
	for _, field := range []string{"owns", "success"} {
		_, ofA := InProse(a, field)
		_, ofD := InProse(d, field)
		say("%s in prose: %v, %v", field, ofA, ofD)
	}
	want := []string{
		"refund: a and b, exactly 500 EUR",
		"refund: charters/a.md charters/b.md",
		"Parcels passed on true",
		"Prices passed on false",
		"Payroll passed on false",
		"decisions on a: decisions/2026-02-y.md decisions/2026-01-x.md",
		"owns in prose: false, true",
		"success in prose: false, false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

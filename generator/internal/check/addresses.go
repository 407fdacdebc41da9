package check

import (
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

var addressRules = []Rule{SameAddress, AliasTaken}

// SameAddress finds documents that would be shown at one address.
var SameAddress = Rule{
	Name:     "same-address",
	Severity: diag.Error,
	Doc: "Two documents have one address, because addresses know no upper case and few signs: Team A.md and team-a.md are " +
		"both /team-a/. Neither is shown, since either would hide the other.",
	Reason: "One page would hide the other, and which one would be chance.",
	Example: `-- charters/Team A.md --
# Team A
-- charters/team-a.md --
# The other team A
`,
	Fixes: []string{
		"Rename one of the files.",
		"Join the two documents, and name the other address in aliases: so that old links still work.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.ByAddress.Groups() {
			if len(g.Rows) < 2 {
				continue
			}
			for _, row := range g.Rows {
				if p := sameAddress(m, row.Doc); p != nil {
					report(row.Doc, *p)
				}
			}
		}
	},
}

func sameAddress(m *model.Model, d *document.Document) *diag.Problem {
	address, clash := m.Address(d)
	if len(clash) == 0 {
		return nil
	}
	p := &diag.Problem{
		Message: d.Path + " and another document would both be shown at /" + address,
		Why:     "one would hide the other, so neither is published",
		Fix:     "rename one of them; aliases: keeps its old address working",
	}
	for _, row := range clash {
		if row.Doc != d {
			p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Label: "has the same address"})
		}
	}
	return p
}

// AliasTaken finds old addresses that are in use.
var AliasTaken = Rule{
	Name:     "alias-taken",
	Severity: diag.Warning,
	Doc:      "An old address in aliases: is the address of a page, or of two documents. The page stays; the alias does nothing.",
	Reason:   "Somebody who follows the old address reaches another page than the author meant.",
	Example: `-- pages/guide.md --
# Guide
-- pages/start.md --
---
aliases: [/guide/]
---
# Start here
`,
	Fixes: []string{
		"Take the alias out.",
		"Rename the page that has the address.",
		"Where two documents name the same old address, keep it in the one that took its place.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.ByAlias.Groups() {
			leads := m.Alias(g.Key)
			for _, row := range g.Rows {
				if leads == row.Doc {
					continue
				}
				if _, clash := m.Address(row.Doc); len(clash) == 0 { // else it is not shown at all, which is reported already
					report(row.Doc, aliasTaken(m, row))
				}
			}
		}
	},
}

func aliasTaken(m *model.Model, row model.Row[document.Alias]) diag.Problem {
	p := diag.Problem{
		Span:    row.Value.Span,
		Message: "the old address /" + row.Value.Path + " is taken",
		Why:     "an address leads to one page; the alias does nothing",
		Fix:     "take the alias out, or rename the other page",
	}
	if holder := m.At(row.Value.Path); holder != nil {
		p.Related = []diag.Related{{File: holder.Path, Label: "is shown there"}}
	} else if first := m.ByAlias.Get(row.Value.Path)[0]; first.Doc != row.Doc {
		p.Related = []diag.Related{{File: first.Doc.Path, Span: first.Value.Span, Label: "has the same alias"}}
	}
	return p
}

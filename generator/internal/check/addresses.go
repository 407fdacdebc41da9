package check

import (
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

// SameAddress finds documents that would be shown at one address.
var SameAddress = Rule{
	Name:     "same-address",
	Severity: diag.Error,
	Doc: "Two documents have one address, because addresses know no upper case and few signs: Team A.md and team-a.md are " +
		"both /team-a/. Neither is shown, since either would hide the other.",
	Document: func(m *model.Model, d *document.Document) []diag.Problem {
		address, clash := m.Address(d)
		if len(clash) == 0 {
			return nil
		}
		p := diag.Problem{
			Message: d.Path + " and another document would both be shown at /" + address,
			Why:     "one would hide the other, so neither is published",
			Fix:     "rename one of them; aliases: keeps its old address working",
		}
		for _, row := range clash {
			if row.Doc != d {
				p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Label: "has the same address"})
			}
		}
		return []diag.Problem{p}
	},
}

// AliasTaken finds old addresses that are in use.
var AliasTaken = Rule{
	Name:     "alias-taken",
	Severity: diag.Warning,
	Doc:      "An old address in aliases: is the address of a page, or of two documents. The page stays; the alias does nothing.",
	Document: func(m *model.Model, d *document.Document) []diag.Problem {
		if _, clash := m.Address(d); len(clash) > 0 {
			return nil // it is not shown at all, which is reported already
		}
		var problems []diag.Problem
		for _, a := range d.Aliases {
			if leads := m.Alias(a.Path); leads == d {
				continue
			}
			p := diag.Problem{
				Span:    a.Span,
				Message: "the old address /" + a.Path + " is taken",
				Why:     "an address leads to one page; the alias does nothing",
				Fix:     "take the alias out, or rename the other page",
			}
			if holder := m.At(a.Path); holder != nil {
				p.Related = []diag.Related{{File: holder.Path, Label: "is shown there"}}
			} else if rows := m.ByAlias.Get(a.Path); rows[0].Doc != d {
				p.Related = []diag.Related{{File: rows[0].Doc.Path, Span: rows[0].Value.Span, Label: "has the same alias"}}
			}
			problems = append(problems, p)
		}
		return problems
	},
}

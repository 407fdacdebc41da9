package check

import (
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

var decisionRules = []Rule{IdleDecision}

// IdleDecision finds decisions that nobody will meet.
var IdleDecision = Rule{
	Name:     "idle-decision",
	Severity: diag.Hint,
	Doc: "A decision says of nothing that it changes it, and no other document points at it, in its front matter or by a link. " +
		"Decisions that replace another or were replaced are left alone.",
	Reason: "People read charters and standards; a decision that none of them shows is forgotten.",
	Example: `-- decisions/refund-limit.md --
---
owner: support
date: 2026-02-02
decided-by: support
---
# Support settles refunds up to 500 EUR alone
`,
	Fixes: []string{
		"Add changes: with the charter, the standard or the playbook that reads differently from now on.",
		"Name the decision where it is met, such as room: in a charter or led-to: in a lesson.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, row := range m.ByKind.Get("decision") {
			if d := row.Doc; d.Facts.Active() && !d.Index && isIdle(m, d) {
				report(d, diag.Problem{
					Message: "this decision changes nothing, and nothing points at it",
					Why:     "people read charters and standards; a decision that none of them shows is forgotten",
					Fix:     "write  changes:  with the ids of what reads differently from now on",
				})
			}
		}
	},
}

// isIdle reports whether nothing leads from or to a decision.
func isIdle(m *model.Model, d *document.Document) bool {
	f := &d.Facts
	if len(f.Changes) > 0 || len(f.Replaces) > 0 || f.Waives.Text != "" || len(m.Successors(d)) > 0 {
		return false
	}
	for _, row := range m.Backlinks(d.ID) {
		if row.Doc != d {
			return false
		}
	}
	return len(m.Incoming(d)) == 0
}
